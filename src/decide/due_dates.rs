//! Where the due date of an issued bill or an installment goes, and what becomes of a draft.
//!
//! In: one row's dates, the policy, the shifted calendar. Out: the date that counts. Only dates
//! inside the blackout move, always to a later day, so a customer never has fewer days than the
//! bill said. A customer's own due day never changes; only the one bill due on it moves.

use crate::record::account::PortalStatus;
use crate::record::plan::Calendar;
use crate::record::policy::{Designated, Policy};
use chrono::{Datelike, NaiveDate};

/// Why a due date is what it is. The names stand in the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DueRule {
    /// It lies outside the blackout and stays.
    OutsideBlackout,
    /// It was due on its cycle's own day and takes the calendar's new one.
    CycleDay,
    /// It was due on the customer's own day: the first day of any kind with room.
    DesignatedDay,
    /// It was due on the customer's own day and the policy keeps it.
    DesignatedDayKept,
    /// It follows no calendar row: the first business day with room.
    FirstOpenDay,
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
}

impl DueDate {
    /// Moves `old` to `day`, never to an earlier one. Without a day it stays: the calendar has an
    /// error then, and the run does not go on.
    fn later(old: NaiveDate, day: Option<NaiveDate>, rule: DueRule) -> Self {
        let new = day.unwrap_or(old).max(old);
        Self {
            new,
            moved: new != old,
            rule,
        }
    }

    fn stays(old: NaiveDate, rule: DueRule) -> Self {
        Self::later(old, None, rule)
    }
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
/// `designated` says that it is due on its customer's own day: see [`is_on_designated_day`]. A
/// bill is due on its cycle's own day where the calendar has that due date for the cycle; of two
/// such rows the one with its bill date counts, else the first. Where that is the customer's day
/// too, the calendar decides, unless the policy keeps such dates.
#[must_use]
pub fn bill_due(
    bill_date: NaiveDate,
    due_date: NaiveDate,
    cycle: Option<&str>,
    designated: bool,
    policy: &Policy,
    calendar: &Calendar,
) -> DueDate {
    if !policy.in_blackout(due_date) {
        return DueDate::stays(due_date, DueRule::OutsideBlackout);
    }
    if designated && policy.designated == Designated::Keep {
        return DueDate::stays(due_date, DueRule::DesignatedDayKept);
    }
    let cycle_day = cycle.and_then(|cycle| cycle_day(cycle, bill_date, due_date, calendar));
    if cycle_day.is_some() {
        DueDate::later(due_date, cycle_day, DueRule::CycleDay)
    } else if designated {
        DueDate::later(due_date, calendar.first_any_day, DueRule::DesignatedDay)
    } else {
        DueDate::later(due_date, calendar.first_open_day, DueRule::FirstOpenDay)
    }
}

/// Returns the calendar's new due date for a cycle's old one.
fn cycle_day(
    cycle: &str,
    bill_date: NaiveDate,
    due_date: NaiveDate,
    calendar: &Calendar,
) -> Option<NaiveDate> {
    let exact = (cycle.to_owned(), bill_date, due_date);
    if let Some(&new) = calendar.issued.get(&exact) {
        return Some(new);
    }
    let first = (exact.0, NaiveDate::MIN, NaiveDate::MIN);
    calendar
        .issued
        .range(first..)
        .take_while(|((of, _, _), _)| of == cycle)
        .find(|((_, _, due), _)| *due == due_date)
        .map(|(_, &new)| new)
}

/// Returns the due date of an installment: inside the blackout, the first business day with room.
#[must_use]
pub fn installment_due(due_date: NaiveDate, policy: &Policy, calendar: &Calendar) -> DueDate {
    if policy.in_blackout(due_date) {
        DueDate::later(due_date, calendar.first_open_day, DueRule::FirstOpenDay)
    } else {
        DueDate::stays(due_date, DueRule::OutsideBlackout)
    }
}

/// What becomes of a draft or scheduled payment. The names stand in the portal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DraftStatus {
    /// It will run.
    Carried,
    /// It will not.
    Cancelled,
}

impl DraftStatus {
    /// Returns the name as `scheduled_payment.status` has it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Carried => "carried",
            Self::Cancelled => "cancelled",
        }
    }
}

/// A draft's fate and day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DraftDay {
    /// Whether it runs.
    pub status: DraftStatus,
    /// The day it runs; the legacy day where it is cancelled.
    pub date: NaiveDate,
    /// True where it runs on another day than planned.
    pub moved: bool,
}

/// Returns what becomes of a draft planned for `date`, of an account in this state.
///
/// A draft inside the blackout could only run after it, so it moves like an installment. What is
/// planned for, or would move to, `drafts_cancel_from` or later is cancelled and keeps its date;
/// so is every draft of an account that is in one of `drafts_cancel_states`.
#[must_use]
pub fn draft(
    date: NaiveDate,
    state: PortalStatus,
    policy: &Policy,
    calendar: &Calendar,
) -> DraftDay {
    let due = installment_due(date, policy, calendar);
    let too_late = policy
        .drafts_cancel_from
        .is_some_and(|from| due.new >= from);
    if too_late || policy.drafts_cancel_states.contains(&state) {
        DraftDay {
            status: DraftStatus::Cancelled,
            date,
            moved: false,
        }
    } else {
        DraftDay {
            status: DraftStatus::Carried,
            date: due.new,
            moved: due.moved,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::samples::{day, policy};
    use proptest::prelude::*;

    /// Cycle 3 moved from 27 February to 6 March, billed on two days.
    fn calendar() -> Calendar {
        let key = |cycle: &str, bill, due| (cycle.to_owned(), day(bill), day(due));
        Calendar {
            issued: [
                (key("3", "2017-02-06", "2017-02-27"), day("2017-03-06")),
                (key("3", "2017-02-07", "2017-02-27"), day("2017-03-07")),
                (key("33", "2017-02-06", "2017-02-28"), day("2017-03-08")),
            ]
            .into(),
            first_open_day: Some(day("2017-03-03")),
            first_any_day: Some(day("2017-03-04")),
            ..Calendar::default()
        }
    }

    fn bill(bill: &str, due: &str, cycle: Option<&str>, designated: bool) -> (String, DueRule) {
        let got = bill_due(
            day(bill),
            day(due),
            cycle,
            designated,
            &policy(),
            &calendar(),
        );
        assert_eq!(got.moved, got.new != day(due));
        (got.new.to_string(), got.rule)
    }

    #[test]
    fn only_bills_due_inside_the_blackout_move() {
        for (due, new) in [
            ("2017-02-23", "2017-02-23"),
            ("2017-02-24", "2017-03-03"),
            ("2017-03-02", "2017-03-03"),
            ("2017-03-03", "2017-03-03"),
        ] {
            assert_eq!(bill("2017-02-01", due, None, false).0, new, "{due}");
            let installment = installment_due(day(due), &policy(), &calendar());
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
            ("2017-02-06", Some("33"), ("2017-03-03", FirstOpenDay)),
            ("2017-02-06", Some("4"), ("2017-03-03", FirstOpenDay)),
            ("2017-02-06", None, ("2017-03-03", FirstOpenDay)),
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
            let billed = day("2017-02-06");
            bill_due(
                billed,
                day(due),
                Some("3"),
                designated,
                &policy,
                &calendar(),
            )
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
    fn drafts_from_the_cancelling_day_on_are_cancelled_and_keep_their_date() {
        for (date, status) in [
            ("2017-02-23", DraftStatus::Carried),
            ("2017-02-24", DraftStatus::Cancelled),
            ("2017-03-02", DraftStatus::Cancelled),
            ("2017-04-01", DraftStatus::Cancelled),
        ] {
            let got = draft(day(date), PortalStatus::Enrolled, &policy(), &calendar());
            assert_eq!(
                (got.status, got.date, got.moved),
                (status, day(date), false)
            );
        }
    }

    #[test]
    fn a_draft_that_could_only_run_after_the_blackout_is_cancelled_like_those() {
        let mut policy = policy();
        policy.drafts_cancel_from = Some(day("2017-03-03"));
        let status = |date| draft(day(date), PortalStatus::Enrolled, &policy, &calendar()).status;
        assert_eq!(status("2017-02-23"), DraftStatus::Carried);
        assert_eq!(status("2017-02-24"), DraftStatus::Cancelled);
        assert_eq!(status("2017-03-02"), DraftStatus::Cancelled);
        assert_eq!(status("2017-03-03"), DraftStatus::Cancelled);
        policy.drafts_cancel_from = Some(day("2017-03-04"));
        let status = |date| draft(day(date), PortalStatus::Enrolled, &policy, &calendar()).status;
        assert_eq!(status("2017-02-24"), DraftStatus::Carried);
        assert_eq!(status("2017-03-03"), DraftStatus::Carried);
        assert_eq!(status("2017-03-04"), DraftStatus::Cancelled);
    }

    #[test]
    fn drafts_of_accounts_that_are_locked_or_hidden_are_cancelled_whatever_their_day() {
        let mut policy = policy();
        policy.drafts_cancel_from = None;
        policy.drafts_cancel_states = [PortalStatus::Hidden].into();
        for (state, date, status) in [
            (PortalStatus::Hidden, "2017-02-23", DraftStatus::Cancelled),
            (PortalStatus::Hidden, "2017-02-24", DraftStatus::Cancelled),
            (
                PortalStatus::PermanentLock,
                "2017-02-23",
                DraftStatus::Carried,
            ),
            (PortalStatus::Unenrolled, "2017-02-23", DraftStatus::Carried),
        ] {
            let got = draft(day(date), state, &policy, &calendar());
            assert_eq!((got.status, got.moved), (status, false), "{state:?}");
        }
    }

    #[test]
    fn where_drafts_go_on_only_those_in_the_blackout_move() {
        let mut policy = policy();
        policy.drafts_cancel_from = None;
        for (date, new) in [
            ("2017-02-23", "2017-02-23"),
            ("2017-02-24", "2017-03-03"),
            ("2017-03-02", "2017-03-03"),
            ("2017-03-05", "2017-03-05"),
        ] {
            let got = draft(day(date), PortalStatus::Enrolled, &policy, &calendar());
            assert_eq!((got.status.name(), got.date), ("carried", day(new)));
            assert_eq!(got.moved, date != new);
        }
    }

    proptest! {
        #[test]
        fn nothing_is_due_in_the_blackout_and_nothing_moves_earlier(
            offset in 0_u64..40, pay in 0_u64..40, designated: bool, cycle in 0_u32..5
        ) {
            let (policy, calendar) = (policy(), calendar());
            let due = day("2017-02-10") + chrono::Days::new(offset);
            let billed = due - chrono::Days::new(pay);
            let cycle = cycle.to_string();
            let bill = bill_due(billed, due, Some(&cycle), designated, &policy, &calendar);
            let installment = installment_due(due, &policy, &calendar);
            for got in [bill, installment] {
                prop_assert!(!policy.in_blackout(got.new) && got.new >= due);
                prop_assert_eq!(got.moved, policy.in_blackout(due));
            }
        }
    }
}
