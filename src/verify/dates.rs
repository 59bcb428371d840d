//! The dates of bills, installments, drafts and late fees in the portal: none in its window, none
//! moved that need not move, and each that moved says by which rule.

use super::facts::{History, day};
use super::moved::{Moved, window};
use super::portal::{Portal, cell};
use crate::record::policy::{Designated, Policy};
use crate::record::windows::Spans;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// A row's date: what it is, the legacy one and the one that stands, and the days it may not have.
struct Dated<'a> {
    what: &'static str,
    old: Option<NaiveDate>,
    new: Option<NaiveDate>,
    window: &'a Spans,
}

impl Portal<'_> {
    /// Looks at the dates of a row.
    pub(super) fn dates(
        &mut self,
        history: History,
        number: &str,
        cells: &BTreeMap<&str, Option<String>>,
    ) {
        let Some(dated) = dated(history, cells, self.policy) else {
            return;
        };
        let what = dated.what;
        let name = self.name(number);
        if history == History::Bill && dated.old.is_none() && dated.new.is_none() {
            return;
        }
        let (Some(old), Some(new)) = (dated.old, dated.new) else {
            self.v7.fail(|| format!("{name}: {what} no day"));
            return;
        };
        let kept = history == History::Bill
            && self.policy.designated == Designated::Keep
            && self.is_designated(number, old);
        let (dark, was_dark) = (dated.window.contains(new), dated.window.contains(old));
        if !dated.window.is_empty() {
            self.v6.want(!dark || kept, || {
                format!("{name}: {what} {new}, inside its window")
            });
        }
        if history == History::Adjustment {
            return;
        }
        if old != new && matches!(history, History::Bill | History::Installment) {
            let moves = self.due_moves.entry(number.to_owned()).or_default();
            moves.push((old, new));
        }
        let says = cell(cells, "moved_by").is_some();
        self.v7.must(says == (old != new), || {
            format!("{name}: {what} {new}, was {old}, and `moved_by` does not tell the same")
        });
        let moved = Moved {
            history,
            number: number.to_owned(),
            bill_date: day(cell(cells, "bill_date")),
            old,
            new,
            moved_by: cell(cells, "moved_by").map(str::to_owned),
        };
        if was_dark && !kept {
            self.moved.push(moved);
        } else if history == History::Bill {
            self.v7.looked(1);
            // What is over before the extract follows no row.
            let may_follow = !kept && old >= self.policy.extracted_on;
            self.along
                .extend((old != new || may_follow).then_some(moved));
        } else if old == new {
            self.v7.looked(1);
        } else {
            self.v7.want(false, || stays(&name, what, old, new));
        }
    }

    /// Tells that every row is fed: only now the calendar is known, by whose rows a bill may move
    /// although its due date lies in no window.
    pub fn end(&mut self) {
        let table = self.table("billing_calendar");
        let rows = table.keys().filter_map(|key| {
            let date = |column| day(table.get(key, column));
            let (old, new) = (date("legacy_due_date")?, date("due_date")?);
            let cycle = table.get(key, "bill_cycle")?.to_owned();
            let row = ((cycle, date("legacy_bill_date")?, old), new);
            (old != new).then_some(row)
        });
        self.moved_rows = rows.collect();
        for moved in std::mem::take(&mut self.along) {
            let accounts = self.table("account");
            let cycle = accounts.get(&moved.number, "bill_cycle").unwrap_or("");
            let row = moved
                .bill_date
                .and_then(|billed| self.moved_rows.get(&(cycle.to_owned(), billed, moved.old)));
            let name = self.name(&moved.number);
            let (old, new) = (moved.old, moved.new);
            self.v7.must(*row.unwrap_or(&old) == new, || match row {
                Some(row) => {
                    format!("{name}: a bill due on {old} is due on {new} now, its cycle's calendar says {row}")
                }
                None => stays(&name, "a bill is due on", old, new),
            });
            let says = moved.moved_by.as_deref();
            self.v7.must(new == old || says == Some("cycle_day"), || {
                let says = says.unwrap_or("nothing");
                format!("{name}: the due date {old} moved to {new} by `{says}`, it can only be cycle_day")
            });
        }
    }

    /// Returns true where the calendar's row of these dates has a new due date.
    pub(super) fn row_moved(&self, cycle: &str, billed: NaiveDate, due: NaiveDate) -> bool {
        self.moved_rows
            .contains_key(&(cycle.to_owned(), billed, due))
    }
}

/// Returns what a message says of a date that moved without need.
fn stays(name: &str, what: &str, old: NaiveDate, new: NaiveDate) -> String {
    format!("{name}: {what} {new}, but was due on {old}, which need not move")
}

/// Returns the date of a row that has one.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the other tables have no date to look at"
)]
fn dated<'a>(
    history: History,
    cells: &BTreeMap<&str, Option<String>>,
    policy: &'a Policy,
) -> Option<Dated<'a>> {
    let date = |column| day(cell(cells, column));
    let (what, old, new) = match history {
        History::Bill => ("a bill is due on", "legacy_due_date", "due_date"),
        History::Installment => ("an installment is due on", "legacy_due_date", "due_date"),
        History::ScheduledPayment if cell(cells, "status") != Some("cancelled") => {
            ("a draft runs on", "legacy_draft_date", "draft_date")
        }
        History::Adjustment if cell(cells, "kind") == Some("late_fee") => {
            ("a late fee is posted on", "posted_on", "posted_on")
        }
        _ => return None,
    };
    Some(Dated {
        what,
        old: date(old),
        new: date(new),
        window: window(history, policy),
    })
}
