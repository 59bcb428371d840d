//! A policy for the tests of the rules: an invented utility with a blackout from a Friday to a
//! Thursday, and a holiday before it.

use crate::record::dates::{BusinessDays, DateRange};
use crate::record::letter::NoticeKind;
use crate::record::policy::{
    Carry, Check, Designated, NumberPolicy, Policy, RejectLimit, ShiftRules, Utility,
};
use crate::record::windows::Windows;
use chrono::NaiveDate;

/// Returns the day written as YYYY-MM-DD.
pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Returns a policy with a blackout from Friday 2017-02-24 to Thursday 2017-03-02.
pub fn policy() -> Policy {
    Policy {
        utility: Utility::default(),
        time_zone: chrono_tz::Tz::UTC,
        extracted_on: day("2017-02-23"),
        cutover_on: day("2017-03-01"),
        blackout: Some(DateRange {
            from: day("2017-02-24"),
            to: day("2017-03-02"),
        }),
        windows: Windows::of_blackout(Some(DateRange {
            from: day("2017-02-24"),
            to: day("2017-03-02"),
        })),
        shift: ShiftRules::defaults(day("2017-02-23"), (25, 37)),
        history_months: 24,
        activity_months: None,
        numbers: NumberPolicy::Assign {
            length: 10,
            first: (1..=9).collect(),
            check: Check::Luhn,
        },
        autopay: Carry::Reset,
        paperless: Carry::Reset,
        credentials: Carry::Reset,
        enrolled: crate::record::policy::Enrolled::Nobody,
        failed_logins_lock: None,
        drafts_cancel_from: Some(day("2017-02-24")),
        drafts_cancel_states: [].into(),
        designated: Designated::MoveLater,
        days_to_pay: 20,
        period_days: (25, 37),
        daily_capacity: 75,
        move_within_days: 20,
        move_with_bill_within_days: 30,
        business_days: BusinessDays {
            holidays: [day("2017-02-20")].into(),
        },
        late_fee_waived_until: Some(day("2017-03-02")),
        disconnect_hold_until: None,
        collection_hold_until: None,
        images_from: None,
        notices: NoticeKind::ALL.into(),
        old_number_still_works: false,
        reject_limit: RejectLimit {
            basis_points: 100,
            at_least: 10,
        },
        donation_program: None,
        purge_hold_days: 0,
    }
}
