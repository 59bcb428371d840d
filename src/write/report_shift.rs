//! What the report says about moved dates: calendar rows, windows, figures, and due accounts per
//! day.
//!
//! Counts what the plan holds; decides nothing.

use crate::record::dates::{DateRange, plus_days};
use crate::record::plan::{Calendar, DateMove, ShiftFigures, ShiftedRow};
use crate::record::windows::{Spans, Windows};
use chrono::{Days, NaiveDate};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Days shown before the first window.
const DAYS_BEFORE: u64 = 7;
/// Days shown after the last window, and after the last day that receives a due date.
const DAYS_AFTER: u64 = 3;
/// Days shown after the last window at most.
const MOST_DAYS_AFTER: u64 = 70;

/// What moved out of the windows.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Shift {
    /// Rows of the billing calendar, moved or not.
    pub calendar_rows: u64,
    /// How good the calendar is.
    pub figures: ShiftFigures,
    /// The windows; actions that share their days stand together, that of due dates first.
    pub windows: Vec<WindowLine>,
    /// Days on which the utility is closed, beside the weekends.
    pub holidays: Vec<NaiveDate>,
    /// Calendar rows of which a date moved.
    pub moved: Vec<CalendarLine>,
    /// Calendar rows that stay as they were planned.
    pub stayed: Vec<CalendarLine>,
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
    /// Accounts due per day of the calendar around the windows, every day once, in order.
    pub due_days: Vec<DueDay>,
}

/// Days on which something may not happen, and what.
#[derive(Clone, Debug, Serialize)]
pub struct WindowLine {
    /// The actions, as the mapping names them.
    pub actions: Vec<&'static str>,
    /// The days.
    pub spans: Vec<DateRange>,
}

/// A row of the billing calendar before and after the shift.
#[derive(Clone, Debug, Serialize)]
pub struct CalendarLine {
    /// The cycle.
    pub bill_cycle: String,
    /// The month, YYYY-MM.
    pub period: String,
    /// Reading as planned.
    pub legacy_read_date: NaiveDate,
    /// Reading now.
    pub read_date: NaiveDate,
    /// Bill date as planned.
    pub legacy_bill_date: NaiveDate,
    /// Bill date now.
    pub bill_date: NaiveDate,
    /// Due date as planned.
    pub legacy_due_date: NaiveDate,
    /// Due date now.
    pub due_date: NaiveDate,
    /// Days from the cycle's previous reading to this one, as planned.
    pub legacy_days_in_period: Option<i64>,
    /// The same now.
    pub days_in_period: Option<i64>,
    /// Days by which reading, bill or due date moved, whichever moved farthest.
    pub days_moved: i64,
    /// Open carried accounts of the cycle.
    pub accounts: u64,
    /// What moved, and why.
    pub moves: Vec<DateMove>,
    /// The same in plain words.
    pub why: Vec<String>,
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
    /// True inside the window of due dates.
    pub in_window: bool,
    /// True where a moved due date lands here, so that the capacity holds.
    pub receives_moved: bool,
}

/// What the calendar is shown against.
#[derive(Clone, Copy)]
pub struct Ground<'a> {
    /// The windows.
    pub windows: &'a Windows,
    /// Days on which the utility is closed, beside the weekends.
    pub holidays: &'a BTreeSet<NaiveDate>,
    /// Accounts due at most on a day that receives moved due dates.
    pub capacity: u64,
}

impl From<&ShiftedRow> for CalendarLine {
    fn from(row: &ShiftedRow) -> Self {
        let legacy = &row.legacy;
        let moved = [
            row.read_date - legacy.read_date,
            row.bill_date - legacy.bill_date,
            row.due_date - legacy.due_date,
        ];
        let moved = moved.map(|days| days.num_days()).into_iter();
        Self {
            bill_cycle: legacy.bill_cycle.clone(),
            period: legacy.period.clone(),
            legacy_read_date: legacy.read_date,
            read_date: row.read_date,
            legacy_bill_date: legacy.bill_date,
            bill_date: row.bill_date,
            legacy_due_date: legacy.due_date,
            due_date: row.due_date,
            legacy_days_in_period: row.legacy_days_in_period,
            days_in_period: row.days_in_period,
            days_moved: moved.max_by_key(|days| days.abs()).unwrap_or_default(),
            accounts: row.accounts,
            moves: row.moves.clone(),
            why: row.moves.iter().map(DateMove::sentence).collect(),
        }
    }
}

impl Shift {
    /// Returns what the calendar shows; bills, installments and drafts are left at 0.
    #[must_use]
    pub fn of_calendar(calendar: &Calendar, ground: Ground<'_>) -> Self {
        let (moved, stayed): (Vec<_>, Vec<_>) = calendar.rows.iter().partition(|row| row.moved());
        let lines = |rows: Vec<&ShiftedRow>| rows.into_iter().map(CalendarLine::from).collect();
        Self {
            calendar_rows: u64::try_from(calendar.rows.len()).unwrap_or(u64::MAX),
            figures: calendar.figures,
            windows: window_lines(ground.windows),
            holidays: ground.holidays.iter().copied().collect(),
            moved: lines(moved),
            stayed: lines(stayed),
            due_days: due_days(calendar, ground.windows),
            capacity: ground.capacity,
            ..Self::default()
        }
    }

    /// Returns the first and the last day of all windows; none where there is none.
    #[must_use]
    pub fn all_windows(&self) -> Option<DateRange> {
        let spans = || self.windows.iter().flat_map(|line| &line.spans);
        Some(DateRange {
            from: spans().map(|span| span.from).min()?,
            to: spans().map(|span| span.to).max()?,
        })
    }
}

/// Returns the windows, actions with the same days together.
fn window_lines(windows: &Windows) -> Vec<WindowLine> {
    let actions: [(&'static str, &Spans); 8] = [
        ("due", &windows.due),
        ("pay_online", &windows.pay_online),
        ("pay_phone", &windows.pay_phone),
        ("draft", &windows.draft),
        ("bill_print", &windows.bill_print),
        ("late_fee", &windows.late_fee),
        ("disconnect", &windows.disconnect),
        ("read", &windows.read),
    ];
    let mut lines: Vec<WindowLine> = Vec::new();
    for (action, spans) in actions.into_iter().filter(|(_, spans)| !spans.is_empty()) {
        match lines.iter_mut().find(|line| line.spans == spans.list()) {
            Some(line) => line.actions.push(action),
            None => lines.push(WindowLine {
                actions: vec![action],
                spans: spans.list().to_vec(),
            }),
        }
    }
    lines
}

/// Counts due accounts for every day from a week before the window of due dates to shortly after
/// the last day that receives one.
fn due_days(calendar: &Calendar, windows: &Windows) -> Vec<DueDay> {
    let (Some(begin), Some(end)) = (windows.due.list().first(), windows.due.end()) else {
        return Vec::new();
    };
    let mut before: BTreeMap<NaiveDate, u64> = BTreeMap::new();
    let mut after: BTreeMap<NaiveDate, u64> = BTreeMap::new();
    let mut receiving = BTreeSet::new();
    let (mut first, mut last) = (begin.from, end);
    for row in &calendar.rows {
        *before.entry(row.legacy.due_date).or_default() += row.accounts;
        *after.entry(row.due_date).or_default() += row.accounts;
        if row.due_date != row.legacy.due_date {
            receiving.insert(row.due_date);
            first = first.min(row.due_date).min(row.legacy.due_date);
            last = last.max(row.due_date).max(row.legacy.due_date);
        }
    }
    let first = first.checked_sub_days(Days::new(DAYS_BEFORE));
    let last = plus_days(last, DAYS_AFTER).min(plus_days(end, MOST_DAYS_AFTER));
    first
        .unwrap_or(begin.from)
        .iter_days()
        .take_while(|day| *day <= last)
        .map(|day| DueDay {
            day,
            legacy_accounts: before.get(&day).copied().unwrap_or_default(),
            accounts: after.get(&day).copied().unwrap_or_default(),
            in_window: windows.due.contains(day),
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
        let shift = report_sample::shift_of(&report_sample::calendar(), 75);
        let first = shift.due_days.first().unwrap();
        assert_eq!(first.day, day("2017-02-17"));
        let sum = |count: fn(&DueDay) -> u64| shift.due_days.iter().map(count).sum::<u64>();
        assert_eq!(sum(|d| d.legacy_accounts), sum(|d| d.accounts));
        let mut days = shift.due_days.iter();
        assert!(days.all(|d| !d.in_window || d.accounts == 0));
        assert!(shift.due_days.iter().any(|d| d.receives_moved));
        assert_eq!(
            shift.moved.len() + shift.stayed.len(),
            report_sample::calendar().rows.len()
        );
    }

    #[test]
    fn both_boundary_days_are_inside_the_window() {
        let shift = report_sample::shift_of(&Calendar::default(), 75);
        let inside: Vec<NaiveDate> = shift
            .due_days
            .iter()
            .filter(|d| d.in_window)
            .map(|d| d.day)
            .collect();
        assert_eq!(inside.first(), Some(&day("2017-02-24")));
        assert_eq!(inside.last(), Some(&day("2017-03-02")));
        assert_eq!(inside.len(), 7);
    }

    #[test]
    fn actions_with_the_same_days_stand_together() {
        let mut windows = Windows::of_blackout(Some(report_sample::BLACKOUT));
        assert_eq!(window_lines(&windows).len(), 1);
        windows.draft = Spans::from(DateRange {
            from: day("2017-02-27"),
            to: day("2017-02-28"),
        });
        windows.late_fee = windows.draft.clone();
        let lines = window_lines(&windows);
        assert_eq!(lines.len(), 2);
        assert_eq!(lines[1].actions, ["draft", "late_fee"]);
    }
}
