//! The billing calendar: which cycle is read, billed and due on which day.

use chrono::NaiveDate;

/// A cycle's dates in one month, as the legacy system planned them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarRow {
    /// The cycle.
    pub bill_cycle: String,
    /// The month, YYYY-MM.
    pub period: String,
    /// Day meters are read.
    pub read_date: NaiveDate,
    /// Day bills are issued.
    pub bill_date: NaiveDate,
    /// Day they are due.
    pub due_date: NaiveDate,
}

/// Returns a cycle's place in the order of cycles: by number where it is one, then by text.
#[must_use]
pub fn cycle_order(cycle: &str) -> (u64, &str) {
    (cycle.trim().parse().unwrap_or(u64::MAX), cycle)
}
