//! What the report says about moved dates: calendar rows, counts, and due accounts per day.
//!
//! Counts what the plan holds; decides nothing.

use crate::record::dates::{DateRange, plus_days};
use crate::record::plan::{Calendar, DateMove};
use chrono::{Days, NaiveDate};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Days shown before the blackout.
const DAYS_BEFORE: u64 = 7;
/// Days shown after the blackout, and after the last moved due date.
const DAYS_AFTER: u64 = 3;

/// What moved out of the blackout.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Shift {
    /// Rows of the billing calendar, moved or not.
    pub calendar_rows: u64,
    /// Calendar rows of which a date moved.
    pub moved: Vec<MovedRow>,
    /// Issued bills whose due date moved.
    pub bills_moved: u64,
    /// Installments whose due date moved.
    pub installments_moved: u64,
    /// Drafts that run on another day.
    pub drafts_moved: u64,
    /// Drafts that will not run.
    pub drafts_cancelled: u64,
    /// Accounts due at most on a day that receives moved due dates.
    pub capacity: u64,
    /// Accounts due per day of the calendar around the blackout, every day once, in order.
    pub due_days: Vec<DueDay>,
}

/// A calendar row of which a date moved.
#[derive(Clone, Debug, Serialize)]
pub struct MovedRow {
    /// The cycle.
    pub bill_cycle: String,
    /// The month, YYYY-MM.
    pub period: String,
    /// Bill date as planned.
    pub legacy_bill_date: NaiveDate,
    /// Bill date now.
    pub bill_date: NaiveDate,
    /// Due date as planned.
    pub legacy_due_date: NaiveDate,
    /// Due date now.
    pub due_date: NaiveDate,
    /// Open carried accounts of the cycle.
    pub accounts: u64,
    /// What moved, and why.
    pub moves: Vec<DateMove>,
}

/// How many accounts are due on a day, by the calendar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DueDay {
    /// The day.
    pub day: NaiveDate,
    /// Accounts due by the legacy calendar.
    pub legacy_accounts: u64,
    /// Accounts due now.
    pub accounts: u64,
    /// True inside the blackout.
    pub in_blackout: bool,
    /// True where a moved due date lands here, so that the capacity holds.
    pub receives_moved: bool,
}

impl Shift {
    /// Returns what the calendar shows; bills, installments and drafts are left at 0.
    #[must_use]
    pub fn of_calendar(calendar: &Calendar, blackout: DateRange, capacity: u64) -> Self {
        let moved: Vec<MovedRow> = calendar
            .rows
            .iter()
            .filter(|row| row.moved())
            .map(|row| MovedRow {
                bill_cycle: row.legacy.bill_cycle.clone(),
                period: row.legacy.period.clone(),
                legacy_bill_date: row.legacy.bill_date,
                bill_date: row.bill_date,
                legacy_due_date: row.legacy.due_date,
                due_date: row.due_date,
                accounts: row.accounts,
                moves: row.moves.clone(),
            })
            .collect();
        Self {
            calendar_rows: u64::try_from(calendar.rows.len()).unwrap_or(u64::MAX),
            due_days: due_days(calendar, blackout),
            moved,
            capacity,
            ..Self::default()
        }
    }
}

/// Counts due accounts for every day from a week before the blackout to shortly after the last
/// day that receives a due date from inside it.
fn due_days(calendar: &Calendar, blackout: DateRange) -> Vec<DueDay> {
    let mut before: BTreeMap<NaiveDate, u64> = BTreeMap::new();
    let mut after: BTreeMap<NaiveDate, u64> = BTreeMap::new();
    let mut receiving = BTreeSet::new();
    let mut last = blackout.to;
    for row in &calendar.rows {
        *before.entry(row.legacy.due_date).or_default() += row.accounts;
        *after.entry(row.due_date).or_default() += row.accounts;
        if row.due_date != row.legacy.due_date {
            receiving.insert(row.due_date);
            if blackout.contains(row.legacy.due_date) {
                last = last.max(row.due_date);
            }
        }
    }
    let first = blackout
        .from
        .checked_sub_days(Days::new(DAYS_BEFORE))
        .unwrap_or(blackout.from);
    first
        .iter_days()
        .take_while(|day| *day <= plus_days(last, DAYS_AFTER))
        .map(|day| DueDay {
            day,
            legacy_accounts: before.get(&day).copied().unwrap_or_default(),
            accounts: after.get(&day).copied().unwrap_or_default(),
            in_blackout: blackout.contains(day),
            receives_moved: receiving.contains(&day),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::write::report_sample::{self, day};

    #[test]
    fn due_accounts_are_counted_before_and_after_and_none_is_lost() {
        let calendar = report_sample::calendar();
        let shift = Shift::of_calendar(&calendar, report_sample::BLACKOUT, 75);
        let first = shift.due_days.first().unwrap();
        assert_eq!(first.day, day("2017-02-17"));
        let sum = |count: fn(&DueDay) -> u64| shift.due_days.iter().map(count).sum::<u64>();
        assert_eq!(sum(|d| d.legacy_accounts), sum(|d| d.accounts));
        assert!(
            shift
                .due_days
                .iter()
                .all(|d| !d.in_blackout || d.accounts == 0)
        );
        assert!(shift.due_days.iter().any(|d| d.receives_moved));
    }

    #[test]
    fn both_boundary_days_are_inside_the_blackout() {
        let shift = Shift::of_calendar(&Calendar::default(), report_sample::BLACKOUT, 75);
        let inside: Vec<NaiveDate> = shift
            .due_days
            .iter()
            .filter(|d| d.in_blackout)
            .map(|d| d.day)
            .collect();
        assert_eq!(inside.first(), Some(&day("2017-02-24")));
        assert_eq!(inside.last(), Some(&day("2017-03-02")));
        assert_eq!(inside.len(), 7);
    }
}
