//! The billing calendar: which cycle is read, billed and due on which day.

use chrono::NaiveDate;

super::hidden::shows_name_only!(CalendarRow);

/// A cycle's dates in one month, as the legacy system planned them.
#[derive(Clone, PartialEq, Eq)]
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
    /// Day a late fee is charged; none where the export does not say.
    pub late_fee_date: Option<NaiveDate>,
    /// Day of the reminder; none where the export does not say.
    pub reminder_date: Option<NaiveDate>,
    /// Day of disconnection; none where the export does not say.
    pub disconnect_date: Option<NaiveDate>,
}

impl CalendarRow {
    /// Returns the row of a cycle and month: days read, billed and due, and no others.
    pub fn new(
        bill_cycle: impl Into<String>,
        period: impl Into<String>,
        [read_date, bill_date, due_date]: [NaiveDate; 3],
    ) -> Self {
        Self {
            bill_cycle: bill_cycle.into(),
            period: period.into(),
            read_date,
            bill_date,
            due_date,
            late_fee_date: None,
            reminder_date: None,
            disconnect_date: None,
        }
    }
}

/// Returns true where `next` is the month after `before`, both YYYY-MM: a row between them may have
/// been refused, and what lies between their readings is then no billing period.
#[must_use]
pub fn is_next_month(before: &str, next: &str) -> bool {
    matches!((month_number(before), month_number(next)), (Some(a), Some(b)) if a + 1 == b)
}

/// Returns the months from January of year 0 to a month written YYYY-MM; none where it is no month.
#[must_use]
pub fn month_number(period: &str) -> Option<u32> {
    let (year, month) = period.split_once('-')?;
    let month = month.parse::<u32>().ok()?.checked_sub(1)?;
    let year = year.parse::<u32>().ok()?;
    (month < 12).then(|| year.checked_mul(12)?.checked_add(month))?
}

/// Returns a cycle's place in the order of cycles: by number where it is one, then by text.
#[must_use]
pub fn cycle_order(cycle: &str) -> (u64, &str) {
    (cycle.trim().parse().unwrap_or(u64::MAX), cycle)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_follow_each_other_over_the_year() {
        assert!(is_next_month("2016-12", "2017-01") && is_next_month("2017-01", "2017-02"));
        assert!(!is_next_month("2017-01", "2017-03") && !is_next_month("2017-01", "2017-01"));
        assert!(!is_next_month("x", "2017-01"));
        assert_eq!(month_number("2017-01"), Some(2017 * 12));
        assert_eq!(
            (month_number("2017-13"), month_number("2017-00")),
            (None, None)
        );
    }
}
