//! The days along the top of the drawn calendar: which are shown, where each stands, weekends,
//! holidays and windows as bands.

use super::report_shift::{CalendarLine, Shift};
use crate::record::dates::{DateRange, plus_days};
use chrono::{Datelike, Days, NaiveDate, Weekday};
use serde::Serialize;

/// Room at the left edge, for the cycles.
pub(super) const LEFT: u64 = 74;
/// Width of all days together, about.
const SPAN: u64 = 720;
/// Days drawn before the first window at most.
const MOST_BEFORE: u64 = 35;
/// Days drawn behind the windows and behind the last day to which a date moved.
const BEHIND: u64 = 7;

/// The days that are drawn, and how wide each is.
#[derive(Clone, Copy)]
pub(super) struct Axis {
    days: DateRange,
    pub(super) step: u64,
}

/// Days with a shade of their own.
#[derive(Debug, Serialize)]
pub(super) struct DayBand {
    pub(super) x: u64,
    pub(super) width: u64,
    pub(super) label: String,
}

impl Axis {
    /// Returns the days of these rows, no farther from the windows than a reader needs; none where
    /// no row has a day there.
    pub(super) fn of(shift: &Shift, rows: &[&CalendarLine]) -> Option<Self> {
        let windows = shift.all_windows()?;
        let most = DateRange {
            from: windows
                .from
                .checked_sub_days(Days::new(MOST_BEFORE))
                .unwrap_or(windows.from),
            to: plus_days(
                shift.figures.back_on.unwrap_or(windows.to).max(windows.to),
                BEHIND,
            ),
        };
        let days = || {
            let days = rows.iter().flat_map(|row| {
                [
                    row.legacy_read_date,
                    row.read_date,
                    row.legacy_bill_date,
                    row.bill_date,
                    row.legacy_due_date,
                    row.due_date,
                ]
            });
            days.filter(|day| most.contains(*day))
        };
        let days = DateRange {
            from: days().min()?.pred_opt()?,
            to: plus_days(days().max()?, 1),
        };
        let count = u64::try_from((days.to - days.from).num_days()).ok()? + 1;
        let step = SPAN.checked_div(count)?.clamp(7, 24);
        Some(Self { days, step })
    }

    /// Returns the days that are drawn.
    pub(super) fn days(&self) -> DateRange {
        self.days
    }

    /// Returns where a day begins; none where it is not drawn.
    pub(super) fn x(&self, day: NaiveDate) -> Option<u64> {
        let at = u64::try_from((day - self.days.from).num_days()).ok()?;
        self.days.contains(day).then(|| LEFT + at * self.step)
    }

    /// Returns the middle of a day; none where it is not drawn.
    pub(super) fn center(&self, day: NaiveDate) -> Option<u64> {
        Some(self.x(day)? + self.step / 2)
    }

    /// Returns the end of the last day.
    pub(super) fn right(&self) -> u64 {
        self.x(self.days.to).unwrap_or(LEFT) + self.step
    }

    /// Returns the part of a span that is drawn.
    pub(super) fn band(&self, span: DateRange, label: String) -> Option<DayBand> {
        let from = span.from.max(self.days.from);
        let to = span.to.min(self.days.to);
        let x = self.x(from).filter(|_| from <= to)?;
        Some(DayBand {
            x,
            width: self.x(to)? + self.step - x,
            label,
        })
    }

    /// Returns the Mondays, as they are written below the month.
    pub(super) fn mondays(&self) -> Vec<DayBand> {
        self.each(|day| {
            let monday = day.weekday() == Weekday::Mon;
            monday.then(|| day.format("%b %-d").to_string())
        })
    }

    /// Returns Saturdays and Sundays.
    pub(super) fn weekends(&self) -> Vec<DayBand> {
        self.each(|day| {
            let rests = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
            rests.then(String::new)
        })
    }

    /// Returns the holidays that are no weekend anyway.
    pub(super) fn holidays(&self, holidays: &[NaiveDate]) -> Vec<DayBand> {
        self.each(|day| {
            let rests = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
            (!rests && holidays.contains(&day)).then(|| day.format("holiday, %b %-d").to_string())
        })
    }

    fn each(&self, label: impl Fn(NaiveDate) -> Option<String>) -> Vec<DayBand> {
        let days = self.days.from.iter_days();
        let days = days.take_while(|day| *day <= self.days.to);
        let bands = days.filter_map(|day| {
            let label = label(day)?;
            self.band(DateRange { from: day, to: day }, label)
        });
        bands.collect()
    }
}
