//! Where the due date of an issued bill or an installment goes.
//!
//! In: one row's dates, the policy, the days of the shifted calendar. Out: the date that counts,
//! or what stands against every day. Dates move only out of their window or with their cycle's own
//! day, always to a later day, so a customer never has fewer days than the bill said. A customer's
//! own due day never changes; only the one bill due on it moves.

use super::free_days::FreeDays;
use super::no_day::NoDay;
use crate::record::policy::{Designated, Policy};
use chrono::{Datelike, NaiveDate};

/// Why a date is what it is. The names stand in the report, and in `moved_by` of the portal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DueRule {
    /// It lies outside its window and stays.
    OutsideWindow,
    /// It was due on its cycle's own day and takes the calendar's new one.
    CycleDay,
    /// It was due on the customer's own day: the first day of any kind with room.
    DesignatedDay,
    /// It was due on the customer's own day and the policy keeps it.
    DesignatedDayKept,
    /// It follows no calendar row: the first business day with room.
    FirstOpenDay,
    /// A draft that must keep its days behind the bill.
    DraftAfterBillDays,
    /// A draft that must keep its days behind the notice.
    DraftNoticeDays,
}

impl DueRule {
    /// Returns the name as the portal and the report have it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::OutsideWindow => "outside_window",
            Self::CycleDay => "cycle_day",
            Self::DesignatedDay => "designated_day",
            Self::DesignatedDayKept => "designated_day_kept",
            Self::FirstOpenDay => "first_open_day",
            Self::DraftAfterBillDays => "draft_after_bill_days",
            Self::DraftNoticeDays => "draft_notice_days",
        }
    }
}

/// The due date that counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DueDate {
    /// The new date, or the old one where it stays.
    pub new: NaiveDate,
    /// True where it is not the date the customer was told.
    pub moved: bool,
    /// Why.
    pub rule: DueRule,
    /// Why it finds no day although it must move; the run does not go on then.
    pub fault: Option<NoDay>,
}

impl DueDate {
    /// Moves `old` to `day`, never to an earlier one. Without a day it stays, at fault.
    pub(super) fn later(old: NaiveDate, day: Option<NaiveDate>, rule: DueRule) -> Self {
        let new = day.unwrap_or(old).max(old);
        Self {
            new,
            moved: new != old,
            rule,
            fault: day.is_none().then_some(NoDay::Reach),
        }
    }

    pub(super) fn stays(old: NaiveDate, rule: DueRule) -> Self {
        Self::later(old, Some(old), rule)
    }

    /// Returns the rule that moved it; none where it stays.
    #[must_use]
    pub fn moved_by(&self) -> Option<String> {
        self.moved.then(|| self.rule.name().to_owned())
    }
}

/// What must be known of an issued bill.
#[derive(Clone, Copy, Debug)]
pub struct IssuedBill<'a> {
    /// Day it was issued.
    pub bill_date: NaiveDate,
    /// Due date as printed.
    pub due_date: NaiveDate,
    /// The account's cycle.
    pub cycle: Option<&'a str>,
    /// The due day that the customer chose.
    pub chosen_day: Option<u32>,
    /// False where the account is closed: no bill follows.
    pub open: bool,
}

/// Returns true where a bill is due on the due day of the month that its customer chose. A day
/// that the month does not have is its last one.
#[must_use]
pub fn is_on_designated_day(due_date: NaiveDate, custom_due_day: Option<u32>) -> bool {
    custom_due_day.is_some_and(|chosen| {
        let is_last = due_date
            .succ_opt()
            .is_none_or(|next| next.month() != due_date.month());
        due_date.day() == chosen || (is_last && due_date.day() < chosen)
    })
}

/// Returns the due date of an issued bill.
///
/// A bill is due on its cycle's own day where the calendar has that due date for the cycle; of two
/// such rows the one with its bill date counts, else the first. Where that is the customer's day
/// too, the calendar decides, unless the policy keeps such dates. A bill outside the window moves
/// only with the very row that it was issued by. Any other bill takes the first day with room,
/// which must leave `due_gap_days`, or the days that the legacy dates had, to the next due date.
#[must_use]
pub fn bill_due(bill: &IssuedBill<'_>, policy: &Policy, days: &FreeDays) -> DueDate {
    let due = bill.due_date;
    let designated = is_on_designated_day(due, bill.chosen_day);
    let exact = bill
        .cycle
        .filter(|_| may_move(bill.bill_date, due, policy))
        .and_then(|cycle| days.exact(cycle, bill.bill_date, due));
    let span = policy.windows.due.around(due);
    if span.is_none() && exact.is_none() {
        return DueDate::stays(due, DueRule::OutsideWindow);
    }
    if designated && policy.designated == Designated::Keep {
        return DueDate::stays(due, DueRule::DesignatedDayKept);
    }
    let row = exact.or_else(|| days.same_due(bill.cycle?, due));
    let Some(span) = span.filter(|_| row.is_none()) else {
        return DueDate::later(due, row, DueRule::CycleDay);
    };
    let rule = if designated {
        DueRule::DesignatedDay
    } else {
        DueRule::FirstOpenDay
    };
    let first = days.first((span, &policy.windows.due), due, !designated, policy);
    let mut moved = DueDate::later(due, first, rule);
    if moved.fault.is_none() {
        moved.fault = gap(bill, moved.new, policy, days);
    }
    moved
}

/// Returns true where an issued bill's due date may move: it or the bill date lies in its window,
/// or the policy lets rows of the calendar move that need not, and it is not over yet.
#[must_use]
pub fn may_move(bill_date: NaiveDate, due_date: NaiveDate, policy: &Policy) -> bool {
    let windows = &policy.windows;
    let rules = &policy.shift;
    let along = rules.others_move || rules.return_within_periods > 1 || !windows.read.is_empty();
    windows.due.contains(due_date)
        || windows.bill_print.contains(bill_date)
        || (along && due_date >= policy.extracted_on)
}

/// Returns what is wrong with the days from `first` to the account's next due date. No later day
/// leaves more.
fn gap(bill: &IssuedBill<'_>, first: NaiveDate, policy: &Policy, days: &FreeDays) -> Option<NoDay> {
    let next = days.next_due(bill.cycle, bill.chosen_day, bill.due_date)?;
    let wanted = i64::try_from(policy.shift.due_gap_days).unwrap_or(i64::MAX);
    // Where the next one lies in the window as well, it moves too, and is not told yet.
    if wanted == 0 || policy.windows.due.contains(next.new) {
        return None;
    }
    let least = wanted.min((next.old - bill.due_date).num_days());
    let short = bill.open && (next.new - first).num_days() < least;
    short.then_some(NoDay::Gap {
        first,
        next: next.new,
        least,
    })
}

/// Returns the due date of an installment: inside the window, the first business day with room.
#[must_use]
pub fn installment_due(due_date: NaiveDate, policy: &Policy, days: &FreeDays) -> DueDate {
    let window = &policy.windows.due;
    match window.around(due_date) {
        Some(span) => {
            let day = days.first((span, window), due_date, true, policy);
            DueDate::later(due_date, day, DueRule::FirstOpenDay)
        }
        None => DueDate::stays(due_date, DueRule::OutsideWindow),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::samples::{day, policy};
    use crate::record::calendar::CalendarRow;
    use crate::record::plan::{Calendar, ShiftedRow};
    use proptest::prelude::*;

    /// Cycle 3 moved from 27 February to 6 March, billed on two days. Friday, 3 March, is full.
    fn days() -> FreeDays {
        let key = |cycle: &str, bill, due| (cycle.to_owned(), day(bill), day(due));
        let legacy = CalendarRow::new(
            "9",
            "2017-02",
            [day("2017-02-06"), day("2017-02-08"), day("2017-03-03")],
        );
        FreeDays::of(&Calendar {
            rows: vec![ShiftedRow::unmoved(legacy, None, 76)],
            issued: [
                (key("3", "2017-02-06", "2017-02-27"), day("2017-03-06")),
                (key("3", "2017-02-07", "2017-02-27"), day("2017-03-07")),
                (key("33", "2017-02-06", "2017-02-28"), day("2017-03-08")),
                (key("4", "2017-02-06", "2017-03-06"), day("2017-03-09")),
            ]
            .into(),
            ..Calendar::default()
        })
    }

    fn issued<'a>(
        bill: &str,
        due: &str,
        cycle: Option<&'a str>,
        designated: bool,
    ) -> IssuedBill<'a> {
        IssuedBill {
            bill_date: day(bill),
            due_date: day(due),
            cycle,
            chosen_day: designated.then(|| day(due).day()),
            open: true,
        }
    }

    fn bill(billed: &str, due: &str, cycle: Option<&str>, designated: bool) -> (String, DueRule) {
        let bill = issued(billed, due, cycle, designated);
        let got = bill_due(&bill, &policy(), &days());
        assert_eq!(got.moved, got.new != day(due));
        assert_eq!(got.moved_by().is_some(), got.moved);
        (got.new.to_string(), got.rule)
    }

    #[test]
    fn only_bills_due_inside_the_blackout_move() {
        for (due, new) in [
            ("2017-02-23", "2017-02-23"),
            ("2017-02-24", "2017-03-06"),
            ("2017-03-02", "2017-03-06"),
            ("2017-03-03", "2017-03-03"),
        ] {
            assert_eq!(bill("2017-02-01", due, None, false).0, new, "{due}");
            let installment = installment_due(day(due), &policy(), &days());
            assert_eq!(installment.new, day(new), "{due}");
        }
    }

    #[test]
    fn a_bill_on_its_cycles_own_day_takes_the_calendars_new_one() {
        use DueRule::{CycleDay, FirstOpenDay};
        let due = "2017-02-27";
        for (billed, cycle, expected) in [
            ("2017-02-06", Some("3"), ("2017-03-06", CycleDay)),
            ("2017-02-07", Some("3"), ("2017-03-07", CycleDay)),
            // Billed on another day, yet due on the cycle's own.
            ("2017-02-01", Some("3"), ("2017-03-06", CycleDay)),
            ("2017-02-06", Some("33"), ("2017-03-06", FirstOpenDay)),
            ("2017-02-06", Some("4"), ("2017-03-06", FirstOpenDay)),
            ("2017-02-06", None, ("2017-03-06", FirstOpenDay)),
        ] {
            let (new, rule) = bill(billed, due, cycle, false);
            assert_eq!((new.as_str(), rule), expected, "{billed} {cycle:?}");
        }
    }

    #[test]
    fn a_bill_on_the_customers_own_day_moves_to_any_day() {
        let (new, rule) = bill("2017-02-06", "2017-02-26", Some("3"), true);
        assert_eq!((new.as_str(), rule), ("2017-03-04", DueRule::DesignatedDay));
        let (_, rule) = bill("2017-02-06", "2017-02-27", Some("3"), true);
        assert_eq!(rule, DueRule::CycleDay);
    }

    #[test]
    fn keep_keeps_exactly_the_customers_own_days() {
        let mut policy = policy();
        policy.designated = Designated::Keep;
        let due = |due, designated| {
            let bill = issued("2017-02-06", due, Some("3"), designated);
            bill_due(&bill, &policy, &days())
        };
        let kept = due("2017-02-27", true);
        assert_eq!((kept.moved, kept.rule), (false, DueRule::DesignatedDayKept));
        assert!(due("2017-02-27", false).moved);
    }

    #[test]
    fn a_chosen_day_that_the_month_lacks_is_its_last() {
        for (due, chosen, on) in [
            ("2017-02-25", Some(25), true),
            ("2017-02-25", Some(26), false),
            ("2017-02-25", None, false),
            ("2017-02-28", Some(31), true),
            ("2017-02-28", Some(15), false),
            ("2017-02-27", Some(31), false),
            ("2016-02-28", Some(31), false),
            ("2017-03-30", Some(31), false),
        ] {
            assert_eq!(
                is_on_designated_day(day(due), chosen),
                on,
                "{due} {chosen:?}"
            );
        }
    }

    #[test]
    fn a_bill_outside_the_window_moves_only_with_its_own_row() {
        let mut policy = policy();
        let due = |billed, policy: &Policy| {
            let bill = issued(billed, "2017-03-06", Some("4"), false);
            bill_due(&bill, policy, &days()).new.to_string()
        };
        assert_eq!(due("2017-02-06", &policy), "2017-03-06");
        policy.shift.others_move = true;
        assert_eq!(due("2017-02-06", &policy), "2017-03-09");
        assert_eq!(due("2017-02-07", &policy), "2017-03-06");
    }

    #[test]
    fn a_bill_that_follows_no_row_keeps_the_gap_or_says_what_is_wrong() {
        let mut policy = policy();
        let fault = |due: &str, open, policy: &Policy| {
            let bill = IssuedBill {
                open,
                ..issued("2017-02-01", due, None, true)
            };
            bill_due(&bill, policy, &days()).fault
        };
        // To 4 March; due again on the same day of March.
        assert_eq!(fault("2017-02-25", true, &policy), None);
        let short = NoDay::Gap {
            first: day("2017-03-04"),
            next: day("2017-03-24"),
            least: 21,
        };
        assert_eq!(fault("2017-02-24", true, &policy), Some(short));
        assert_eq!(fault("2017-02-24", false, &policy), None);
        policy.shift.due_gap_days = 20;
        assert_eq!(fault("2017-02-24", true, &policy), None);
        policy.move_within_days = 1;
        assert_eq!(fault("2017-02-24", true, &policy), Some(NoDay::Reach));
    }

    proptest! {
        #[test]
        fn nothing_is_due_in_the_blackout_and_nothing_moves_earlier(
            offset in 0_u64..40, pay in 0_u64..40, designated: bool, cycle in 0_u32..5
        ) {
            let (policy, days) = (policy(), days());
            let due = day("2017-02-10") + chrono::Days::new(offset);
            let billed = due - chrono::Days::new(pay);
            let cycle = cycle.to_string();
            let bill = IssuedBill {
                bill_date: billed,
                due_date: due,
                cycle: Some(&cycle),
                chosen_day: designated.then(|| due.day()),
                open: true,
            };
            let bill = bill_due(&bill, &policy, &days);
            let installment = installment_due(due, &policy, &days);
            for got in [bill, installment] {
                prop_assert!(!policy.windows.due.contains(got.new) && got.new >= due);
                prop_assert_eq!(got.moved, policy.windows.due.contains(due));
            }
        }
    }
}
