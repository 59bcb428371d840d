//! V7 of single accounts: a bill, an installment or a draft that moved keeps the mapping's rules, and
//! says by which of them it moved.

use super::facts::{History, is_day};
use super::moved::{Moved, window};
use super::portal::Portal;

use super::source::Source;
use super::tally::Tally;
use super::v7_calendar::NewDue;
use crate::record::dates::{DateRange, plus_days};
use crate::record::policy::{Designated, Policy};
use chrono::NaiveDate;

/// Asks of every bill, installment and draft that moved, or had to, whether its new date keeps the
/// rules. `new_due` is the calendar as it stands in the portal.
pub(super) fn moved_dates(
    tally: &mut Tally,
    (portal, source): (&Portal<'_>, &Source<'_>),
    new_due: NewDue,
) {
    let case = Case {
        portal,
        source,
        policy: source.policy,
        new_due,
    };
    for moved in &portal.moved {
        case.moved_date(tally, moved);
    }
}

/// What a moved bill, installment or draft is held against.
struct Case<'a> {
    portal: &'a Portal<'a>,
    source: &'a Source<'a>,
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
        if row.is_none() {
            self.gap_to_next(tally, &name, moved);
        }
        self.says_why(tally, &name, moved, (row, designated));
        self.draft_days(tally, &name, moved, span);
    }

    /// Asks that `moved_by` names a rule that can have chosen this day.
    fn says_why(
        &self,
        tally: &mut Tally,
        name: &str,
        moved: &Moved,
        (row, designated): (Option<NaiveDate>, bool),
    ) {
        let Some(says) = moved.moved_by.as_deref() else {
            return;
        };
        let may: &[&str] = if row == Some(moved.new) {
            &["cycle_day"]
        } else if designated {
            &["designated_day"]
        } else if moved.history == History::ScheduledPayment {
            &[
                "first_open_day",
                "draft_after_bill_days",
                "draft_notice_days",
            ]
        } else {
            &["first_open_day"]
        };
        tally.must(may.contains(&says), || {
            format!(
                "{name}: the date {} moved to {} by `{says}`, it can only be {}",
                moved.old,
                moved.new,
                may.join(" or ")
            )
        });
    }

    /// Asks for the days from a bill and from the letters to a draft that moved.
    fn draft_days(&self, tally: &mut Tally, name: &str, moved: &Moved, span: DateRange) {
        if moved.history != History::ScheduledPayment {
            return;
        }
        let rules = &self.policy.shift;
        let accounts = self.portal.table("account");
        let legacy = accounts.get(&moved.number, "legacy_account_number");
        let bills = legacy.and_then(|legacy| self.source.accounts.get(legacy));
        let billed = bills.and_then(|account| account.bill_dates.range(..=moved.old).next_back());
        let told = Some(&rules.notices_sent_on);
        for (from, days, what) in [
            (billed, rules.draft_after_bill_days, "its bill"),
            (told, rules.draft_notice_days, "the letters"),
        ] {
            let Some(from) = from else { continue };
            let kept = moved.new > span.to && moved.new >= plus_days(*from, days);
            tally.must(kept, || {
                let new = moved.new;
                format!(
                    "{name}: a draft moved to {new}, less than {days} days behind {what} of {from}"
                )
            });
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

    /// Asks for the days from a moved bill to the account's next due date: on the day that its
    /// customer chose, else by its cycle's calendar.
    fn gap_to_next(&self, tally: &mut Tally, name: &str, moved: &Moved) {
        let (cycle, accounts) = (self.cycle(&moved.number), self.portal.table("account"));
        let open = accounts.get(&moved.number, "status") == Some("open");
        if moved.history != History::Bill || !open {
            return;
        }
        let chosen = accounts.get(&moved.number, "custom_due_day");
        let chosen = chosen.and_then(|chosen| chosen.parse().ok());
        let next = match chosen {
            Some(chosen) => {
                let mut days = moved.old.iter_days().skip(1).take(62);
                days.find(|day| is_day(*day, chosen)).map(|day| (day, day))
            }
            None => {
                let rows = self.new_due.iter();
                let later = rows.filter(|((of, _, due), _)| of == cycle && *due > moved.old);
                let next = later.min_by_key(|((_, billed, due), _)| (*due, *billed));
                next.map(|((_, _, planned), now)| (*planned, *now))
            }
        };
        let Some((planned, next)) = next else {
            return;
        };
        let had = (planned - moved.old).num_days();
        let least = i64::try_from(self.policy.shift.due_gap_days).unwrap_or(i64::MAX);
        if least == 0 || self.policy.windows.due.contains(next) {
            return;
        }
        let days = (next - moved.new).num_days();
        tally.must(days >= least.min(had), || {
            format!(
                "{name}: a bill due on {} is due on {} now, {days} days before the next on {next}",
                moved.old, moved.new
            )
        });
    }
}
