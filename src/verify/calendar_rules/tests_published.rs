//! Calendars that cities published, as they are and with an invented window.

use super::tests_cases::state_days;
use super::*;
use crate::record::dates::DateRange;
use crate::record::published;
use crate::record::windows::Windows;
use crate::verify::world::day;
use crate::verify::world_rows::policy;

fn unmoved(rows: Vec<CalendarRow>) -> Vec<Placed> {
    let mut rows: Vec<Placed> = rows
        .into_iter()
        .map(|legacy| Placed {
            now: legacy.clone(),
            legacy,
            days_in_period: None,
        })
        .collect();
    state_days(&mut rows);
    rows
}

fn one_cycle() -> Vec<Placed> {
    unmoved(published::one_cycle())
}

fn four_cycles() -> Vec<Placed> {
    unmoved(published::four_cycles(4))
}

/// A policy with this window for everything but reading, known the day before it.
fn with_window(from: &str, to: &str) -> Policy {
    let mut policy = policy();
    let window = DateRange {
        from: day(from),
        to: day(to),
    };
    policy.extracted_on = window.from.pred_opt().unwrap();
    policy.windows = Windows::of_blackout(Some(window));
    policy.business_days.holidays = ["2024-11-11", "2024-11-28", "2024-12-25"].map(day).into();
    policy.days_to_pay = 17;
    policy
}

fn accounts() -> BTreeMap<String, u64> {
    ["1", "2", "3", "4"].map(|c| (c.to_owned(), 30)).into()
}

fn rules_of(rows: &[Placed], policy: &Policy) -> Vec<CalendarRule> {
    let found = broken_rules(rows, &accounts(), policy);
    found.iter().map(|broken| broken.rule).collect()
}

#[test]
fn published_calendars_break_nothing_as_long_as_nothing_moves() {
    for rows in [one_cycle(), four_cycles()] {
        assert!(rows.len() > 11);
        let mut policy = with_window("2026-01-05", "2026-01-09");
        assert_eq!(rules_of(&rows, &policy), []);
        policy.windows = Windows::default();
        policy.shift.keep_cycle_order = true;
        assert_eq!(rules_of(&rows, &policy), []);
        assert_eq!(needless_moves(&rows, &accounts(), &policy), []);
    }
}

#[test]
fn a_due_date_in_a_window_moves_and_its_penalty_follows() {
    let policy = with_window("2024-10-29", "2024-11-03");
    let mut rows = one_cycle();
    assert_eq!(rules_of(&rows, &policy), [CalendarRule::Window]);
    rows[0].now.due_date = day("2024-11-04");
    // Four days later each: the penalty of 5 November comes to a Saturday before a holiday.
    assert_eq!(rules_of(&rows, &policy), [CalendarRule::Follows; 2]);
    rows[0].now.late_fee_date = Some(day("2024-11-12"));
    rows[0].now.disconnect_date = Some(day("2024-11-22"));
    assert_eq!(rules_of(&rows, &policy), []);
    assert_eq!(needless_moves(&rows, &accounts(), &policy), []);
    rows[0].now.due_date = day("2024-11-07");
    rows[0].now.late_fee_date = Some(day("2024-11-12"));
    rows[0].now.disconnect_date = Some(day("2024-11-25"));
    assert_eq!(rules_of(&rows, &policy), [CalendarRule::DueByNextBill]);
}

#[test]
fn a_bill_date_in_a_window_takes_its_due_date_along() {
    let mut policy = with_window("2024-11-05", "2024-11-08");
    policy.days_to_pay = 20;
    let mut rows = one_cycle();
    // The bill of 6 November, and the penalty of 5 November of the period before.
    assert_eq!(rules_of(&rows, &policy), [CalendarRule::Window; 2]);
    rows[0].now.late_fee_date = Some(day("2024-11-12"));
    rows[1].now.bill_date = day("2024-11-12");
    assert_eq!(rules_of(&rows, &policy), [CalendarRule::DaysToPay]);
    rows[1].now.due_date = day("2024-12-02");
    rows[1].now.late_fee_date = Some(day("2024-12-09"));
    assert_eq!(rules_of(&rows, &policy), []);
    assert_eq!(needless_moves(&rows, &accounts(), &policy), []);
}

#[test]
fn one_cycle_of_four_moves_and_the_others_stay() {
    let mut policy = with_window("2025-02-23", "2025-02-27");
    policy.shift.keep_cycle_order = true;
    let mut rows = four_cycles();
    assert_eq!(rules_of(&rows, &policy), [CalendarRule::Window]);
    rows[1].now.due_date = day("2025-02-28");
    assert_eq!(rules_of(&rows, &policy), []);
    // Another cycle may not make room.
    rows[5].now.due_date = day("2025-03-04");
    assert_eq!(rules_of(&rows, &policy), [CalendarRule::OthersMove]);
}
