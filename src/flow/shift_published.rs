//! Calendars that cities published, with a window on every day of the year: what is decided is held
//! against the second path. The windows and the numbers of accounts are invented.

use crate::decide::cycle_shift::shift_calendar;
use crate::decide::samples::{day, policy};
use crate::diag::finding::{Finding, Severity};
use crate::record::calendar::CalendarRow;
use crate::record::dates::{DateRange, plus_days};
use crate::record::plan::{Calendar, DateKind};
use crate::record::policy::Policy;
use crate::record::published::{four_cycles, one_cycle};
use crate::record::windows::Windows;
use crate::verify::calendar_rules::{Placed, broken_rules, needless_moves};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// A policy with this blackout, the extract made the day before.
fn with_window(from: NaiveDate, days: u64) -> Policy {
    let mut policy = policy();
    let window = DateRange {
        from,
        to: plus_days(from, days - 1),
    };
    policy.extracted_on = from.pred_opt().unwrap();
    policy.blackout = Some(window);
    policy.windows = Windows::of_blackout(Some(window));
    let closed = [
        "2024-11-11",
        "2024-11-28",
        "2024-12-25",
        "2025-01-01",
        "2025-01-20",
    ];
    policy.business_days.holidays = closed.map(day).into();
    policy.days_to_pay = 17;
    policy
}

fn accounts() -> BTreeMap<String, u64> {
    ["1", "2", "3", "4"].map(|c| (c.to_owned(), 30)).into()
}

/// Returns the calendar after the shift, or what stands against it.
fn shifted(rows: &[CalendarRow], policy: &Policy) -> Result<Calendar, Finding> {
    let (calendar, found) = shift_calendar(rows, &accounts(), policy);
    let mut errors = found.into_iter().filter(|f| f.severity == Severity::Error);
    errors.next().map_or(Ok(calendar), Err)
}

/// Shifts the calendar out of a window on every day of the year, and tells how many did what.
fn round_the_year(rows: &[CalendarRow], change: fn(&mut Policy)) -> String {
    let (mut moves, mut stays, mut refused) = (0, 0, 0);
    for start in 0..365 {
        for days in [1, 4, 10] {
            let mut policy = with_window(plus_days(day("2024-10-01"), start), days);
            change(&mut policy);
            let calendar = match shifted(rows, &policy) {
                Ok(calendar) => calendar,
                Err(error) => {
                    assert_eq!(error.code, "shift::no_day", "{:?}", policy.blackout);
                    refused += 1;
                    continue;
                }
            };
            let placed: Vec<Placed> = calendar.rows.iter().map(Placed::from).collect();
            let broken = broken_rules(&placed, &accounts(), &policy);
            assert!(broken.is_empty(), "{:?}: {}", policy.blackout, broken[0]);
            let needless = needless_moves(&placed, &accounts(), &policy);
            assert!(
                needless.is_empty(),
                "{:?}: {}",
                policy.blackout,
                needless[0]
            );
            let moved = calendar.rows.iter().any(|row| row.moved());
            let must = rows.iter().any(|row| {
                let held = |date: &NaiveDate| policy.in_blackout(*date);
                [row.bill_date, row.due_date].iter().any(held)
                    || [row.late_fee_date, row.disconnect_date]
                        .iter()
                        .flatten()
                        .any(held)
            });
            assert_eq!(moved, must, "{:?}", policy.blackout);
            moves += u32::from(moved);
            stays += u32::from(!moved);
        }
    }
    format!("{moves} calendars move, {stays} stay, {refused} cannot be")
}

#[test]
fn a_city_with_one_cycle_round_the_year() {
    insta::assert_snapshot!(round_the_year(&one_cycle(), |_| ()), @"
    463 calendars move, 632 stay, 0 cannot be
    ");
}

#[test]
fn a_city_with_four_cycles_round_the_year() {
    insta::assert_snapshot!(round_the_year(&four_cycles(11), |_| ()), @"
    553 calendars move, 499 stay, 43 cannot be
    ");
    let in_order = |policy: &mut Policy| policy.shift.keep_cycle_order = true;
    insta::assert_snapshot!(round_the_year(&four_cycles(11), in_order), @"
    553 calendars move, 499 stay, 43 cannot be
    ");
}

#[test]
fn two_cycles_that_leave_a_window_take_different_days() {
    // Due dates of 3 and 10 March; 60 accounts fit no day of 50.
    let mut policy = with_window(day("2025-03-03"), 9);
    policy.daily_capacity = 50;
    let calendar = shifted(&four_cycles(4), &policy).unwrap();
    let moved = calendar.rows.iter().flat_map(|row| {
        let cycle = &row.legacy.bill_cycle;
        let line = move |date: DateKind| {
            let moved = row.why(date)?;
            let held: Vec<&str> = moved.held_by.iter().map(|rule| rule.name()).collect();
            let (name, from, to) = (date.name(), moved.from, moved.to);
            Some(format!("{cycle} {name} {from} -> {to} {held:?}"))
        };
        DateKind::ALL.into_iter().filter_map(line)
    });
    insta::assert_snapshot!(moved.collect::<Vec<_>>().join("\n"), @r#"
    2 due 2025-03-03 -> 2025-03-12 []
    3 due 2025-03-10 -> 2025-03-13 ["daily_capacity"]
    1 bill 2025-03-07 -> 2025-03-12 []
    1 due 2025-03-25 -> 2025-03-31 ["business_days"]
    "#);
}

#[test]
fn a_window_that_leaves_a_city_no_calendar_says_why() {
    let policy = with_window(day("2025-01-23"), 14);
    let refused = shifted(&four_cycles(4), &policy).err().unwrap();
    let help = refused.help.unwrap_or_default();
    insta::assert_snapshot!(format!("{}\n{help}", refused.message), @r#"
    21 days between due dates (`due_gap_days`) and back on the regular dates with the next period (`return_within_periods`) leave no day for cycle "1" of "2025-01" (30 accounts; billed 2025-01-07; due 2025-01-25, may go to 2025-02-06 up to 2025-02-25; next due 2025-02-25)
    any one of these would do: `due_gap_days` = 19; `return_within_periods` = 2; `others_move` = true
    "#);
}
