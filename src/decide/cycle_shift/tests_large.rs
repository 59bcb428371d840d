//! Calendars as large as a utility's: 21 cycles and 6 months. What comes out must keep the rules.

use super::*;
use crate::decide::samples::{day, policy};
use crate::diag::finding::Severity;
use crate::record::dates::DateRange;
use crate::record::windows::Windows;
use proptest::prelude::*;

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
    fn world()(
        accounts in proptest::collection::vec(5_u64..15, 21),
        scale in proptest::sample::select(vec![1_u64, 60, 5000]),
        start in 0_u64..60,
        length in 2_u64..16,
        capacity in 12_u64..80,
        (reads_move, others, by_next, keep) in any::<(bool, bool, bool, bool)>(),
        returns in 1_u64..3,
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
        policy.shift.others_move = others && !reads_move;
        policy.shift.due_by_next_bill = by_next;
        policy.shift.keep_cycle_order = keep;
        policy.shift.return_within_periods = returns;
        let rows = calendar(21, &policy);
        let accounts = accounts.iter().enumerate().map(|(n, a)| ((n + 1).to_string(), a * scale));
        (rows, accounts.collect(), policy)
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn what_comes_out_keeps_the_rules((rows, accounts, policy) in world()) {
        let (calendar, found) = shift_calendar(&rows, &accounts, &policy);
        let errors: Vec<_> = found.iter().filter(|f| f.severity == Severity::Error).collect();
        prop_assert!(errors.iter().all(|error| error.code == "shift::no_day"), "{:?}", errors);
        let moved = calendar.rows.iter().any(ShiftedRow::moved);
        prop_assert!(moved != errors.iter().any(|e| !e.message.starts_with("no business day")));
    }
}

proptest! {
    #[test]
    fn every_shifted_calendar_keeps_the_rules(
        rows in proptest::collection::vec((0_i64..60, 1_u64..4, 18_u64..27, 0_u64..40), 1..25)
    ) {
        let policy = policy();
        let blackout = policy.blackout.unwrap();
        let mut counts = BTreeMap::new();
        let rows: Vec<CalendarRow> = rows.into_iter().enumerate().map(|(i, (bill, read, pay, n))| {
            counts.insert(i.to_string(), n);
            let bill = day("2017-01-20") + chrono::TimeDelta::days(bill);
            CalendarRow {
                bill_cycle: i.to_string(),
                period: "2017-02".to_owned(),
                read_date: bill - chrono::Days::new(read),
                bill_date: bill,
                due_date: plus_days(bill, pay),
                late_fee_date: None,
                reminder_date: None,
                disconnect_date: None,
            }
        }).collect();
        let (calendar, found) = shift_calendar(&rows, &counts, &policy);
        prop_assert!(found.is_empty(), "{:?}", found);
        let mut load: BTreeMap<NaiveDate, u64> = BTreeMap::new();
        for row in &calendar.rows {
            *load.entry(row.due_date).or_default() += row.accounts;
        }
        for row in &calendar.rows {
            let old = &row.legacy;
            prop_assert!(!blackout.contains(row.due_date) && !blackout.contains(row.bill_date));
            prop_assert!(row.due_date >= old.due_date && row.bill_date >= old.bill_date);
            prop_assert!(old.read_date < row.bill_date && row.bill_date < row.due_date);
            if row.due_date != old.due_date {
                prop_assert!(policy.business_days.is_open(row.due_date));
                prop_assert!(load[&row.due_date] <= policy.daily_capacity);
                prop_assert!(row.due_date <= plus_days(old.due_date, 30));
            }
            if row.moved() {
                prop_assert!(row.due_date >= plus_days(row.bill_date, policy.days_to_pay));
            } else {
                prop_assert_eq!((row.bill_date, row.due_date), (old.bill_date, old.due_date));
                prop_assert!(!blackout.contains(old.due_date) && !blackout.contains(old.bill_date));
            }
        }
    }
}
