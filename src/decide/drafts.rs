//! What becomes of a draft or scheduled payment.
//!
//! In: its day, the account's state and bills, the policy, the days of the shifted calendar. Out:
//! whether it runs, and when. Only drafts in their window move: to the first business day behind it
//! with room that keeps `draft_after_bill_days` behind the account's bill and `draft_notice_days`
//! behind the letters.

use super::due_dates::{DueDate, DueRule};
use super::free_days::FreeDays;
use super::no_day::NoDay;
use crate::record::account::PortalStatus;
use crate::record::dates::plus_days;
use crate::record::policy::Policy;
use chrono::NaiveDate;

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
    /// The day it runs, and why; the legacy day where it is cancelled.
    pub day: DueDate,
}

impl DraftDay {
    fn cancelled(date: NaiveDate) -> Self {
        Self {
            status: DraftStatus::Cancelled,
            day: DueDate::stays(date, DueRule::OutsideWindow),
        }
    }
}

/// Returns what becomes of a draft planned for `date`, of an account in this state. `bill_dates`
/// are those of the account's bills that may bind it: see [`may_bind`].
///
/// What is planned for, or could only run on, `drafts.cancel_from` or later is cancelled and keeps
/// its date; so is every draft of an account that is in one of `drafts.cancel_portal_status`.
#[must_use]
pub fn draft(
    date: NaiveDate,
    state: PortalStatus,
    bill_dates: &[NaiveDate],
    policy: &Policy,
    days: &FreeDays,
) -> DraftDay {
    let too_late = |day: NaiveDate| policy.drafts_cancel_from.is_some_and(|from| day >= from);
    if too_late(date) || policy.drafts_cancel_states.contains(&state) {
        return DraftDay::cancelled(date);
    }
    let day = moved(date, bill_dates, policy, days);
    let runs_on = match day.fault {
        // It could only run behind the last day within reach.
        Some(NoDay::Draft { first, last, .. }) => first.max(plus_days(last, 1)),
        Some(NoDay::Reach | NoDay::Gap { .. }) | None => day.new,
    };
    if too_late(runs_on) {
        return DraftDay::cancelled(date);
    }
    DraftDay {
        status: DraftStatus::Carried,
        day,
    }
}

/// Returns the day of a draft that is not cancelled.
fn moved(date: NaiveDate, bill_dates: &[NaiveDate], policy: &Policy, days: &FreeDays) -> DueDate {
    let window = &policy.windows.draft;
    let Some(span) = window.around(date) else {
        return DueDate::stays(date, DueRule::OutsideWindow);
    };
    let bill_date = bill_dates
        .iter()
        .copied()
        .filter(|bill| *bill <= date)
        .max();
    let after_bill = bill_date.map(|bill| plus_days(bill, policy.shift.draft_after_bill_days));
    let after_bill = after_bill.unwrap_or(date);
    let after_notice = plus_days(policy.shift.notices_sent_on, policy.shift.draft_notice_days);
    let earliest = after_bill.max(after_notice);
    let first = |earliest| days.first((span, window), earliest, true, policy);
    let day = first(earliest);
    let rule = if day == first(date) {
        DueRule::FirstOpenDay
    } else if after_bill >= after_notice {
        DueRule::DraftAfterBillDays
    } else {
        DueRule::DraftNoticeDays
    };
    let mut due = DueDate::later(date, day, rule);
    due.fault = due.fault.map(|_| NoDay::Draft {
        first: earliest.max(plus_days(span.to, 1)),
        last: plus_days(span.to, policy.move_within_days),
        bill_date: bill_date.filter(|_| after_bill >= after_notice),
    });
    due
}

/// Returns true where a bill of this day may keep a draft from the first day behind its window: an
/// earlier bill's days are over by then.
#[must_use]
pub fn may_bind(bill_date: NaiveDate, policy: &Policy) -> bool {
    let spans = policy.windows.draft.list().iter();
    spans.rev().any(|span| {
        bill_date <= span.to && plus_days(bill_date, policy.shift.draft_after_bill_days) > span.to
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::samples::{day, policy};

    /// Returns what becomes of a draft of an enrolled account without bills.
    fn alone(date: &str, policy: &Policy) -> DraftDay {
        draft(
            day(date),
            PortalStatus::Enrolled,
            &[],
            policy,
            &FreeDays::default(),
        )
    }

    #[test]
    fn drafts_from_the_cancelling_day_on_are_cancelled_and_keep_their_date() {
        for (date, status) in [
            ("2017-02-23", DraftStatus::Carried),
            ("2017-02-24", DraftStatus::Cancelled),
            ("2017-03-02", DraftStatus::Cancelled),
            ("2017-04-01", DraftStatus::Cancelled),
        ] {
            let got = alone(date, &policy());
            assert_eq!(
                (got.status, got.day.new, got.day.moved),
                (status, day(date), false)
            );
        }
    }

    #[test]
    fn a_draft_that_could_only_run_after_the_blackout_is_cancelled_like_those() {
        let mut policy = policy();
        policy.drafts_cancel_from = Some(day("2017-03-03"));
        let status = |date| alone(date, &policy).status;
        assert_eq!(status("2017-02-23"), DraftStatus::Carried);
        assert_eq!(status("2017-02-24"), DraftStatus::Cancelled);
        assert_eq!(status("2017-03-02"), DraftStatus::Cancelled);
        assert_eq!(status("2017-03-03"), DraftStatus::Cancelled);
        policy.drafts_cancel_from = Some(day("2017-03-04"));
        let status = |date| alone(date, &policy).status;
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
            let got = draft(day(date), state, &[], &policy, &FreeDays::default());
            assert_eq!((got.status, got.day.moved), (status, false), "{state:?}");
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
            let got = alone(date, &policy);
            assert_eq!((got.status.name(), got.day.new), ("carried", day(new)));
            assert_eq!(got.day.moved, date != new);
        }
    }

    #[test]
    fn a_moved_draft_keeps_its_days_behind_bill_and_letters() {
        let mut policy = policy();
        policy.drafts_cancel_from = None;
        let run = |bills: &[&str], policy: &Policy| {
            let bills: Vec<_> = bills.iter().map(|bill| day(bill)).collect();
            let state = PortalStatus::Enrolled;
            let got = draft(
                day("2017-02-27"),
                state,
                &bills,
                policy,
                &FreeDays::default(),
            );
            (got.day.new.to_string(), got.day.rule, got.day.fault)
        };
        let plain = |new: &str, rule| (new.to_owned(), rule, None);
        assert_eq!(
            run(&[], &policy),
            plain("2017-03-03", DueRule::FirstOpenDay)
        );
        // The bill of the first of March is not the one that the draft pays.
        let bills = ["2017-01-27", "2017-02-25", "2017-03-01"];
        let behind_bill = plain("2017-03-07", DueRule::DraftAfterBillDays);
        assert_eq!(run(&bills, &policy), behind_bill);
        policy.shift.notices_sent_on = day("2017-03-01");
        let behind_letter = plain("2017-03-08", DueRule::DraftNoticeDays);
        assert_eq!(run(&bills, &policy), behind_letter);
        policy.shift.draft_after_bill_days = 26;
        let (_, _, fault) = run(&bills, &policy);
        let expected = NoDay::Draft {
            first: day("2017-03-23"),
            last: day("2017-03-22"),
            bill_date: Some(day("2017-02-25")),
        };
        assert_eq!(fault, Some(expected));
        policy.drafts_cancel_from = Some(day("2017-03-23"));
        assert_eq!(run(&bills, &policy).2, None, "cancelled");
    }

    #[test]
    fn only_late_bills_bind_a_draft() {
        let policy = policy();
        for (billed, binds) in [
            ("2017-02-20", false),
            ("2017-02-21", true),
            ("2017-03-02", true),
            ("2017-03-03", false),
        ] {
            assert_eq!(may_bind(day(billed), &policy), binds, "{billed}");
        }
    }
}
