//! Calendar arithmetic that more than one layer needs. Dates always come in as values.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};
use std::collections::BTreeSet;

/// A span of days, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct DateRange {
    /// First day.
    pub from: NaiveDate,
    /// Last day, itself inside the span.
    pub to: NaiveDate,
}

impl DateRange {
    /// Returns true on both boundary days and between them.
    #[must_use]
    pub fn contains(&self, day: NaiveDate) -> bool {
        self.from <= day && day <= self.to
    }
}

/// Returns the day `count` days later; the last representable day at the end of time.
#[must_use]
pub fn plus_days(day: NaiveDate, count: u64) -> NaiveDate {
    day.checked_add_days(Days::new(count))
        .unwrap_or(NaiveDate::MAX)
}

/// Returns the same day `count` months earlier, clipped to the month's last day.
#[must_use]
pub fn months_before(day: NaiveDate, count: u32) -> NaiveDate {
    day.checked_sub_months(Months::new(count))
        .unwrap_or(NaiveDate::MIN)
}

/// Monday to Friday, without the holidays that the mapping lists.
#[derive(Clone, Debug, Default)]
pub struct BusinessDays {
    /// The days on which the utility is closed.
    pub holidays: BTreeSet<NaiveDate>,
}

impl BusinessDays {
    /// Returns true where the utility works on `day`.
    #[must_use]
    pub fn is_open(&self, day: NaiveDate) -> bool {
        !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && !self.holidays.contains(&day)
    }

    /// Returns `day` itself where it is a business day, else the next one.
    #[must_use]
    pub fn on_or_after(&self, day: NaiveDate) -> NaiveDate {
        let mut day = day;
        while !self.is_open(day) && day < NaiveDate::MAX {
            day = plus_days(day, 1);
        }
        day
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn both_ends_belong_to_the_range() {
        let range = DateRange {
            from: day("2017-02-24"),
            to: day("2017-03-02"),
        };
        assert!(range.contains(day("2017-02-24")) && range.contains(day("2017-03-02")));
        assert!(!range.contains(day("2017-02-23")) && !range.contains(day("2017-03-03")));
    }

    #[test]
    fn a_holiday_and_a_weekend_roll_forward() {
        let days = BusinessDays {
            holidays: [day("2017-02-20")].into(),
        };
        assert_eq!(days.on_or_after(day("2017-02-18")), day("2017-02-21"));
        assert_eq!(days.on_or_after(day("2017-02-21")), day("2017-02-21"));
    }

    #[test]
    fn months_back_clip_to_the_month() {
        assert_eq!(months_before(day("2017-03-31"), 1), day("2017-02-28"));
        assert_eq!(months_before(day("2017-03-01"), 24), day("2015-03-01"));
    }
}
