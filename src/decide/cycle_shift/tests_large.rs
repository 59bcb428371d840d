//! Many rows without accounts of their own period: what comes out must keep the rules.

use super::*;
use crate::decide::samples::{day, policy};
use crate::record::dates::plus_days;
use proptest::prelude::*;

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
            CalendarRow::new(i.to_string(), "2017-02", [bill - chrono::Days::new(read), bill, plus_days(bill, pay)])
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
