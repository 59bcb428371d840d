//! The billing calendar of the invented utility: when each cycle is read, billed and due.
//!
//! All days follow from the extract date, which is fixed: nothing looks at a clock. Twenty cycles
//! are spread over the month, and a bill falls on a business day.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

/// Cycles of the utility.
pub const CYCLES: usize = 20;
/// Days from bill to due date, before weekends and holidays.
pub const DAYS_TO_PAY: u64 = 20;
/// Months of the calendar behind the extract: the shift looks past its window.
const AHEAD: u32 = 4;
/// Days from reading to bill.
const READ_BEFORE: u64 = 3;

/// The days of one cycle in one month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// The first day of the month.
    pub month: NaiveDate,
    /// Day meters are read.
    pub read: NaiveDate,
    /// Day the bill is issued.
    pub bill: NaiveDate,
    /// Day it is due.
    pub due: NaiveDate,
}

/// Every cycle in every month.
#[derive(Clone, Debug)]
pub struct Calendar {
    cycles: Vec<Vec<Period>>,
    /// The first day that the exports know.
    pub archive_from: NaiveDate,
    /// The day of the extract: balances are as of this day.
    pub extracted_on: NaiveDate,
    /// The first and the last day of the blackout.
    pub blackout: (NaiveDate, NaiveDate),
    /// The cutover.
    pub cutover_on: NaiveDate,
}

/// Returns a day that is known to be one.
const fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, month, day) {
        Some(day) => day,
        None => NaiveDate::MIN,
    }
}

impl Calendar {
    /// Lays out so many months up to the extract, and a few behind it.
    #[must_use]
    pub fn new(months: u32) -> Self {
        let extracted_on = day(2026, 2, 26);
        let this_month = day(2026, 2, 1);
        let back = |count| this_month.checked_sub_months(Months::new(count));
        let archive_from = back(months).unwrap_or(this_month);
        let month = |at| archive_from.checked_add_months(Months::new(at));
        let cycle = |cycle| {
            let months = (0..=months + AHEAD).filter_map(month);
            months.map(|month| period(cycle, month)).collect()
        };
        Self {
            cycles: (0..CYCLES).map(cycle).collect(),
            archive_from,
            extracted_on,
            blackout: (day(2026, 2, 27), day(2026, 3, 5)),
            cutover_on: day(2026, 3, 4),
        }
    }

    /// Returns the months of a cycle, the oldest first. Its reading only begins the next one:
    /// nothing is billed in it.
    #[must_use]
    pub fn cycle(&self, cycle: usize) -> &[Period] {
        self.cycles.get(cycle).map_or(&[], Vec::as_slice)
    }

    /// Returns the holidays from a year before the extract to a year behind it.
    #[must_use]
    pub fn holidays(&self) -> Vec<NaiveDate> {
        let from = later(self.extracted_on, 0) - Days::new(365);
        let days = from.iter_days().take(730);
        days.filter(|day| is_holiday(*day) && !weekend(*day))
            .collect()
    }
}

/// Returns the days of a cycle in a month.
fn period(cycle: usize, month: NaiveDate) -> Period {
    let nominal = later(month, nominal_day(cycle) - 1);
    let bill = business_day(nominal);
    Period {
        month,
        read: bill - Days::new(READ_BEFORE),
        bill,
        due: business_day(later(bill, DAYS_TO_PAY)),
    }
}

/// Returns the day of the month on which a cycle's bill is issued, where it is a business day.
#[must_use]
pub fn nominal_day(cycle: usize) -> u64 {
    // From the first to the 28th, which every month has.
    1 + cycle as u64 * 27 / (CYCLES as u64 - 1)
}

/// Returns a day some days later.
#[must_use]
pub fn later(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_add_days(Days::new(days)).unwrap_or(day)
}

/// Returns the day itself, or the next one that is a business day.
#[must_use]
pub fn business_day(from: NaiveDate) -> NaiveDate {
    let mut days = from.iter_days().take(10);
    let open = |day: &NaiveDate| !weekend(*day) && !is_holiday(*day);
    days.find(open).unwrap_or(from)
}

fn weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

/// Returns true on the holidays of the invented utility: fixed days, and the nth Monday or Thursday
/// of a month.
fn is_holiday(day: NaiveDate) -> bool {
    let nth = day.day0() / 7 + 1;
    let last = day.day() + 7 > u32::from(day.num_days_in_month());
    match (day.month(), day.day(), day.weekday()) {
        (1, 1, _) | (6, 19, _) | (7, 4, _) | (11, 11, _) | (12, 25, _) => true,
        (1 | 2, _, Weekday::Mon) => nth == 3,
        (5, _, Weekday::Mon) => last,
        (9, _, Weekday::Mon) => nth == 1,
        (10, _, Weekday::Mon) => nth == 2,
        (11, _, Weekday::Thu) => nth == 4,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_follow_each_other_and_have_a_usual_length() {
        let calendar = Calendar::new(120);
        for cycle in 0..CYCLES {
            let periods = calendar.cycle(cycle);
            assert_eq!(periods.len(), 125);
            for pair in periods.windows(2) {
                let days = (pair[1].read - pair[0].read).num_days();
                assert!((25..=37).contains(&days), "{days} days in {:?}", pair[1]);
                assert!((pair[1].due - pair[0].due).num_days() >= 21);
            }
            for period in periods {
                assert!(period.read < period.bill && period.bill < period.due);
                assert_eq!(business_day(period.due), period.due);
                assert_eq!(business_day(period.bill), period.bill);
                assert!((period.due - period.bill).num_days() >= 20);
            }
        }
    }

    #[test]
    fn holidays_are_those_of_the_calendar() {
        let calendar = Calendar::new(36);
        let holidays = calendar.holidays();
        for (year, month, date) in [
            (2025, 5, 26),
            (2025, 11, 27),
            (2026, 1, 19),
            (2026, 2, 16),
            (2026, 9, 7),
            (2026, 10, 12),
        ] {
            assert!(holidays.contains(&day(year, month, date)));
        }
        assert!(!holidays.contains(&day(2026, 3, 2)));
    }
}
