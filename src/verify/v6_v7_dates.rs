//! V6 and V7: nothing happens in the window of its action, and what moved keeps the mapping's
//! rules.
//!
//! The rules stand here as questions about the dates in the portal. How a date was chosen does
//! not matter, and is not asked.

use super::facts::{History, day};
use super::moved::{Moved, window};
use super::outputs::Outputs;
use super::portal::Portal;
use super::source::Source;
use super::tally::{Check, Tally};
use super::v6_v9_holds;
use super::v7_calendar::{NewDue, calendar, calendar_file, cycle_name};
use crate::record::dates::{DateRange, plus_days};
use crate::record::policy::{Designated, Policy};
use crate::record::source::Entity;
use chrono::NaiveDate;

/// Proves V6.
pub(super) fn blackout(portal: &Portal<'_>, source: &Source<'_>) -> Check {
    let mut tally = Tally::new("V6", "nothing falls due in the blackout", "dates");
    tally.absorb(&portal.v6);
    let accounts = portal.table("account");
    let windows = &source.policy.windows;
    for (legacy, record, _) in source.carried() {
        let Some(number) = portal.number_of(legacy) else {
            continue;
        };
        if source.has(Entity::Account) {
            let chosen = accounts.get(number, "custom_due_day");
            let wanted = record.custom_due_day.map(|d| d.to_string());
            tally.must(chosen == wanted.as_deref(), || {
                format!(
                    "account {legacy}: the due day that the customer chose is {}, was {}",
                    chosen.unwrap_or("none"),
                    wanted.as_deref().unwrap_or("none")
                )
            });
        }
        for (column, window, what) in [
            (
                "late_fee_waived_until",
                &windows.late_fee,
                "late fees are not waived",
            ),
            (
                "disconnect_hold_until",
                &windows.disconnect,
                "disconnection is not held",
            ),
        ] {
            let Some(end) = window.end().filter(|_| record.open) else {
                continue;
            };
            let until = day(accounts.get(number, column));
            tally.want(until.is_some_and(|until| until >= end), || {
                format!("account {legacy}: {what} to the end of the window, {end}")
            });
        }
    }
    v6_v9_holds::resting(&mut tally, portal, source);
    calendar_windows(&mut tally, portal, source.policy);
    tally.finish("the mapping names no blackout")
}

/// Asks that no date of the calendar lies in the window of its action. A bill that was issued
/// before the extract keeps its date.
fn calendar_windows(tally: &mut Tally, portal: &Portal<'_>, policy: &Policy) {
    let calendar = portal.table("billing_calendar");
    let windows = &policy.windows;
    for key in calendar.keys() {
        let date = |column| day(calendar.get(key, column));
        for (column, window) in [
            ("bill_date", &windows.bill_print),
            ("due_date", &windows.due),
            ("late_fee_date", &windows.late_fee),
            ("disconnect_date", &windows.disconnect),
        ] {
            let there = matches!(column, "bill_date" | "due_date") || date(column).is_some();
            if window.is_empty() || !there {
                continue;
            }
            let issued = column == "bill_date"
                && date("legacy_bill_date").is_some_and(|day| day <= policy.extracted_on);
            let outside = date(column).is_some_and(|day| issued || !window.contains(day));
            tally.want(outside, || {
                format!(
                    "{}: `{column}` is inside the window of its action",
                    cycle_name(key)
                )
            });
        }
    }
}

/// Proves V7.
pub(super) fn rules(portal: &Portal<'_>, source: &Source<'_>, outputs: &Outputs) -> Check {
    let mut tally = Tally::new("V7", "moved dates keep the mapping's rules", "dates");
    tally.absorb(&portal.v7);
    let new_due = calendar(&mut tally, portal, source);
    calendar_file(&mut tally, portal, outputs);
    let case = Case {
        portal,
        policy: source.policy,
        new_due,
    };
    for moved in &portal.moved {
        case.moved_date(&mut tally, moved);
    }
    tally.finish("the export has no bills with a due date, installments, drafts or calendar")
}

/// What a moved bill, installment or draft is held against.
struct Case<'a> {
    portal: &'a Portal<'a>,
    policy: &'a Policy,
    /// The calendar as it stands in the portal.
    new_due: NewDue,
}

impl Case<'_> {
    /// Asks for the rules of a bill's, an installment's or a draft's date that moved, or had to.
    fn moved_date(&self, tally: &mut Tally, moved: &Moved) {
        let name = self.portal.name(&moved.number);
        let what = if moved.history == History::Bill {
            "a bill"
        } else if moved.history == History::Installment {
            "an installment"
        } else {
            "a draft"
        };
        let designated =
            moved.history == History::Bill && self.portal.is_designated(&moved.number, moved.old);
        let kept = designated && self.policy.designated == Designated::Keep;
        let row = self.calendar_day(moved);
        let window = window(moved.history, self.policy);
        let Some(span) = window.around(moved.old).filter(|_| !kept) else {
            tally.want(!kept && row == Some(moved.new), || {
                let (old, new) = (moved.old, moved.new);
                format!("{name}: {what} of {old} stands on {new}, which need not move")
            });
            return;
        };
        let after = !window.contains(moved.new) && moved.new >= moved.old;
        let fits = match row {
            Some(due) if !designated => moved.new == due,
            Some(due) => moved.new == due || self.is_near(moved.new, span),
            None => {
                let business = self.policy.business_days.is_open(moved.new);
                self.is_near(moved.new, span) && (business || designated)
            }
        };
        tally.want(fits && after, || match row {
            Some(due) if !designated => format!(
                "{name}: {what} due on {} is due on {} now, its cycle's calendar says {due}",
                moved.old, moved.new
            ),
            _ => format!(
                "{name}: {what} of {} moved to {}, which is no allowed day after {}",
                moved.old, moved.new, span.to
            ),
        });
        if row.is_none() && !designated {
            self.gap_to_next(tally, &name, moved);
        }
    }

    /// Returns true up to `move_within_days` after the window.
    fn is_near(&self, day: NaiveDate, window: DateRange) -> bool {
        day <= plus_days(window.to, self.policy.move_within_days)
    }

    /// Returns the cycle of an account.
    fn cycle(&self, number: &str) -> &str {
        let accounts = self.portal.table("account");
        accounts.get(number, "bill_cycle").unwrap_or("")
    }

    /// Returns where the calendar has the due date of a bill now: that of the bill's own row, else
    /// of one with its due date.
    fn calendar_day(&self, moved: &Moved) -> Option<NaiveDate> {
        let cycle = self.cycle(&moved.number);
        let billed = moved.bill_date?;
        let exact = (cycle.to_owned(), billed, moved.old);
        let same_due = || {
            let mut rows = self.new_due.iter();
            rows.find(|((of, _, due), _)| of == cycle && *due == moved.old)
        };
        let new = self.new_due.get(&exact);
        new.or_else(|| same_due().map(|(_, new)| new)).copied()
    }

    /// Asks for the days from a moved bill to its cycle's next due date.
    fn gap_to_next(&self, tally: &mut Tally, name: &str, moved: &Moved) {
        let (cycle, accounts) = (self.cycle(&moved.number), self.portal.table("account"));
        let open = accounts.get(&moved.number, "status") == Some("open");
        let (Some(billed), true) = (moved.bill_date, open) else {
            return;
        };
        let later = self.new_due.iter();
        let mut later = later.filter(|((of, bill, _), _)| of == cycle && *bill > billed);
        let Some(((_, _, planned), next)) = later.next() else {
            return;
        };
        let had = (*planned - moved.old).num_days();
        let least = i64::try_from(self.policy.shift.due_gap_days).unwrap_or(i64::MAX);
        let days = (*next - moved.new).num_days();
        tally.must(days >= least.min(had), || {
            format!(
                "{name}: a bill due on {} is due on {} now, {days} days before the next on {next}",
                moved.old, moved.new
            )
        });
    }
}
