//! Calendars as large as a utility's, 21 cycles and 6 months: what is decided is held against the
//! second path, which knows the rules and not the way.

use crate::decide::cycle_shift::shift_calendar;
use crate::decide::samples::{day, policy};
use crate::diag::finding::Severity;
use crate::record::calendar::CalendarRow;
use crate::record::dates::{DateRange, plus_days};
use crate::record::policy::Policy;
use crate::record::windows::Windows;
use crate::verify::calendar_rules::{Placed, broken_rules, needless_moves};
use chrono::NaiveDate;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use std::cell::Cell;
use std::collections::BTreeMap;

/// Calendars for each test.
const CASES: u32 = 1000;

/// A calendar of `cycles` cycles that are read one a business day, over six months.
fn calendar(cycles: u32, policy: &Policy) -> Vec<CalendarRow> {
    let open = &policy.business_days;
    let mut rows = Vec::new();
    for month in 1..=6 {
        for cycle in 1..=cycles {
            let start = NaiveDate::from_ymd_opt(2017, month, 1).unwrap();
            let read = open.on_or_after(plus_days(start, u64::from((cycle - 1) * 13 / 10)));
            let bill = open.on_or_after(plus_days(read, 1));
            let due = open.on_or_after(plus_days(bill, 20));
            rows.push(CalendarRow {
                bill_cycle: cycle.to_string(),
                period: format!("2017-{month:02}"),
                read_date: read,
                bill_date: bill,
                due_date: due,
                late_fee_date: Some(plus_days(due, 5)),
                reminder_date: None,
                disconnect_date: Some(plus_days(due, 18)),
            });
        }
    }
    rows
}

prop_compose! {
    fn world(reads_move: bool)(
        accounts in proptest::collection::vec(5_u64..15, 21),
        scale in proptest::sample::select(vec![1_u64, 60, 5000]),
        start in 0_u64..60,
        length in 1_u64..if reads_move { 7 } else { 16 },
        capacity in 50_u64..110,
        (others, by_next, keep) in any::<(bool, bool, bool)>(),
        returns in if reads_move { 2_u64..4 } else { 1..3 },
    ) -> (Vec<CalendarRow>, BTreeMap<String, u64>, Policy) {
        let mut policy = policy();
        let from = plus_days(day("2017-02-10"), start);
        let window = DateRange { from, to: plus_days(from, length) };
        policy.windows = Windows::of_blackout(Some(window));
        policy.blackout = Some(window);
        policy.extracted_on = from - chrono::Days::new(3);
        policy.daily_capacity = capacity * scale;
        policy.shift.reads_move = reads_move;
        if reads_move { policy.windows.read = policy.windows.due.clone(); }
        policy.shift.others_move = others && !reads_move && length < 5;
        policy.shift.due_by_next_bill = by_next;
        policy.shift.keep_cycle_order = keep;
        policy.shift.return_within_periods = returns;
        let rows = calendar(21, &policy);
        let accounts = accounts.iter().enumerate().map(|(n, a)| ((n + 1).to_string(), a * scale));
        (rows, accounts.collect(), policy)
    }
}

/// Shifts the calendar of a world and asks the second path about it. Returns false where it has no
/// calendar.
fn keeps_the_rules(
    rows: &[CalendarRow],
    accounts: &BTreeMap<String, u64>,
    policy: &Policy,
) -> Result<bool, TestCaseError> {
    let (calendar, found) = shift_calendar(rows, accounts, policy);
    if let Some(refused) = found.iter().find(|f| f.severity == Severity::Error) {
        prop_assert_eq!(refused.code, "shift::no_day", "{:?}", refused);
        return Ok(false);
    }
    let placed: Vec<Placed> = calendar.rows.iter().map(Placed::from).collect();
    let broken = broken_rules(&placed, accounts, policy);
    prop_assert!(broken.is_empty(), "{}", broken[0]);
    let needless = needless_moves(&placed, accounts, policy);
    prop_assert!(needless.is_empty(), "{}", needless[0]);
    Ok(true)
}

/// Asks of `CASES` worlds, and that most of them had a calendar at all.
fn thousand(reads_move: bool) {
    let solved = Cell::new(0);
    let config = ProptestConfig::with_cases(CASES);
    TestRunner::new(config)
        .run(&world(reads_move), |(rows, accounts, policy)| {
            let has_one = keeps_the_rules(&rows, &accounts, &policy)?;
            solved.set(solved.get() + u32::from(has_one));
            Ok(())
        })
        .unwrap();
    assert!(solved.get() > CASES / 2, "{} of {CASES}", solved.get());
}

#[test]
fn what_is_decided_keeps_the_rules_where_readings_stay() {
    thousand(false);
}

#[test]
fn what_is_decided_keeps_the_rules_where_readings_move() {
    thousand(true);
}
