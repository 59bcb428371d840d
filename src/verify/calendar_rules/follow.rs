//! The dates that follow the due date: reminder, late fee, disconnection. Each keeps at least the
//! days that it had behind the due date, never comes earlier than it was planned, and lies on the
//! first business day outside its window; where nothing moves it, it stays.

use super::{CalendarRule, Found, Placed, called, days_between, window};
use crate::record::dates::plus_days;
use crate::record::plan::DateKind;
use crate::record::policy::Policy;
use chrono::NaiveDate;

/// Asks where the following dates of a row lie.
pub(super) fn ask(row: &Placed, policy: &Policy, found: &mut Found) {
    let (legacy, now) = (&row.legacy, &row.now);
    for (kind, old, new) in [
        (DateKind::Reminder, legacy.reminder_date, now.reminder_date),
        (DateKind::LateFee, legacy.late_fee_date, now.late_fee_date),
        (
            DateKind::Disconnect,
            legacy.disconnect_date,
            now.disconnect_date,
        ),
    ] {
        match (old, new) {
            (None, None) => {}
            (Some(old), Some(new)) => one(row, kind, old, new, policy, found),
            (None, Some(_)) | (Some(_), None) => {
                found.must(false, row, CalendarRule::Follows, || {
                    let said = |day: Option<NaiveDate>| {
                        day.map_or("none".to_owned(), |day| day.to_string())
                    };
                    format!(
                        "the {} was {} and is {}",
                        called(kind),
                        said(old),
                        said(new)
                    )
                });
            }
        }
    }
}

/// Asks where one following date lies.
fn one(
    row: &Placed,
    kind: DateKind,
    old: NaiveDate,
    new: NaiveDate,
    policy: &Policy,
    found: &mut Found,
) {
    let dark = |day| window(policy, kind).is_some_and(|window| window.contains(day));
    found.must(!dark(new), row, CalendarRule::Window, || {
        format!("the {} {new} lies in its window", called(kind))
    });
    if dark(new) {
        return;
    }
    let later = days_between(row.legacy.due_date, row.now.due_date).max(0);
    let what = format!("the {} {old} became {new}", called(kind));
    if later == 0 && !dark(old) {
        found.must(new == old, row, CalendarRule::Follows, || {
            format!("{what}, and nothing moves it")
        });
        return;
    }
    let first = plus_days(old, later.unsigned_abs());
    let holds = new >= first && policy.business_days.is_open(new);
    found.must(holds, row, CalendarRule::Follows, || {
        format!("{what}; it must be a business day from {first} on, as many days after the due date as planned")
    });
    let skipped = first
        .iter_days()
        .take_while(|day| *day < new)
        .find(|day| policy.business_days.is_open(*day) && !dark(*day));
    found.must(skipped.is_none(), row, CalendarRule::Follows, || {
        let day = skipped.unwrap_or(first);
        format!("{what}, and {day} would have done")
    });
}
