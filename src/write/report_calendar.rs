//! The geometry of the drawn calendar: a picture for each period that the windows touch, a line for
//! each cycle, its reading, bill and due date before and after.
//!
//! Whole numbers only, so that the bytes are the same everywhere.

use super::report_calendar_days::{Axis, DayBand, LEFT};
use super::report_shift::{CalendarLine, Shift};
use crate::record::calendar::cycle_order;
use crate::record::date_words::window_words;
use crate::record::dates::DateRange;
use crate::record::plan::DateKind;
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::BTreeMap;

/// Height of a cycle's line.
const LINE: u64 = 15;
/// Height of the strip of a window that is not that of due dates.
const STRIP: u64 = 15;
/// Above the first strip or line: the days.
const TOP: u64 = 20;
/// Room at the right edge, for the accounts.
const RIGHT: u64 = 60;
/// Width of a day's name at the top.
const DAY_NAME: u64 = 36;
/// Cycles that a picture has at most; with more only those that moved are drawn.
const MOST_LINES: usize = 64;
/// Width of a letter of a strip's label, about.
const LETTER: u64 = 6;

/// A period's picture, in user units.
#[derive(Debug, Serialize)]
pub(super) struct Picture {
    period: String,
    width: u64,
    height: u64,
    /// Top and height of what the days shade.
    top: u64,
    depth: u64,
    right: u64,
    mondays: Vec<DayBand>,
    weekends: Vec<DayBand>,
    holidays: Vec<DayBand>,
    due: Vec<DayBand>,
    strips: Vec<Strip>,
    lines: Vec<CycleLine>,
    /// Cycles of the period that moved, and all of them.
    moved: usize,
    cycles: usize,
    /// The first and last day that are drawn, where a date of a cycle lies outside them.
    only: Option<DateRange>,
}

/// A window that is not that of due dates.
#[derive(Debug, Serialize)]
struct Strip {
    x: u64,
    y: u64,
    width: u64,
    /// Where its name stands, and true where it ends there.
    name_x: u64,
    before: bool,
    what: String,
}

/// A cycle.
#[derive(Debug, Serialize)]
struct CycleLine {
    y: u64,
    cycle: String,
    accounts: u64,
    /// What moved, in words; blank where nothing did.
    said: String,
    marks: Vec<Mark>,
}

/// A date: where it was, where it is, and the line between.
#[derive(Debug, Serialize)]
struct Mark {
    old: Option<String>,
    new: Option<String>,
    from: Option<u64>,
    to: Option<u64>,
    moved: bool,
}

/// Returns the outline of a date's mark around a point: a circle for a reading, a square for a
/// bill, a diamond for a due date.
pub(super) fn outline(date: DateKind, x: u64, y: u64) -> String {
    match date {
        DateKind::Read => format!("M{x} {y}m-3.5 0a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0-7 0z"),
        DateKind::Bill => format!("M{x} {y}m-3-3h6v6h-6z"),
        DateKind::Due | DateKind::Reminder | DateKind::LateFee | DateKind::Disconnect => {
            format!("M{x} {y}m0-5l5 5-5 5-5-5z")
        }
    }
}

/// Returns the pictures: the periods of which a date moved, in order.
pub(super) fn pictures(shift: &Shift) -> Vec<Picture> {
    let mut periods: BTreeMap<&str, Vec<&CalendarLine>> = BTreeMap::new();
    for row in shift.moved.iter().chain(&shift.stayed) {
        periods.entry(&row.period).or_default().push(row);
    }
    let mut pictures = Vec::new();
    for (period, mut rows) in periods {
        rows.retain(|row| row.days_moved != 0 || rows_fit(shift, period));
        if rows.iter().any(|row| row.days_moved != 0) {
            rows.sort_by_key(|row| (cycle_order(&row.bill_cycle), row.legacy_due_date));
            pictures.extend(picture(shift, period, &rows));
        }
    }
    pictures
}

/// Returns true where all cycles of a period can be drawn.
fn rows_fit(shift: &Shift, period: &str) -> bool {
    let rows = shift.moved.iter().chain(&shift.stayed);
    rows.filter(|row| row.period == period).count() <= MOST_LINES
}

fn picture(shift: &Shift, period: &str, rows: &[&CalendarLine]) -> Option<Picture> {
    let axis = Axis::of(shift, rows)?;
    let (due, others): (Vec<_>, Vec<_>) = shift
        .windows
        .iter()
        .partition(|line| line.actions.contains(&"due"));
    let mut strips = Vec::new();
    let mut top = TOP;
    for line in others {
        let spans = line.spans.iter();
        let bands: Vec<DayBand> = spans
            .filter_map(|span| axis.band(*span, String::new()))
            .collect();
        for band in &bands {
            strips.push(strip(band, top, &line.actions, axis.right()));
        }
        top += if bands.is_empty() { 0 } else { STRIP };
    }
    let mut lines = Vec::new();
    let mut y = top + LINE / 2 + 2;
    for row in rows {
        let marks = marks(&axis, row, y);
        if !marks.is_empty() {
            lines.push(CycleLine {
                y,
                cycle: row.bill_cycle.clone(),
                accounts: row.accounts,
                said: said(row),
                marks,
            });
            y += LINE;
        }
    }
    let bottom = y.saturating_sub(LINE / 2);
    let spans = due.into_iter().flat_map(|line| &line.spans);
    Some(Picture {
        period: period.to_owned(),
        width: axis.right() + RIGHT,
        height: bottom + 4,
        top: TOP,
        depth: bottom.saturating_sub(TOP),
        right: axis.right(),
        mondays: mondays(&axis),
        weekends: axis.weekends(),
        holidays: axis.holidays(&shift.holidays),
        due: spans
            .filter_map(|span| axis.band(*span, String::new()))
            .collect(),
        strips,
        lines,
        moved: rows.iter().filter(|row| row.days_moved != 0).count(),
        cycles: rows.len(),
        only: Some(axis.days()).filter(|days| rows.iter().any(|row| lies_outside(row, days))),
    })
}

/// Returns the Mondays; one at the edge has no name, which would run into the accounts.
fn mondays(axis: &Axis) -> Vec<DayBand> {
    let mut mondays = axis.mondays();
    for monday in &mut mondays {
        if monday.x + DAY_NAME > axis.right() {
            monday.label.clear();
        }
    }
    mondays
}

/// Returns a window's strip, its name on the side that has more room.
fn strip(band: &DayBand, y: u64, actions: &[&'static str], right: u64) -> Strip {
    let words: Vec<&str> = actions.iter().map(|action| window_words(action)).collect();
    let what = words.join(", ");
    let needs = u64::try_from(what.len())
        .unwrap_or(u64::MAX)
        .saturating_mul(LETTER);
    let end = band.x + band.width;
    let before = end.saturating_add(needs) > right && band.x > LEFT + (right - LEFT) / 2;
    Strip {
        x: band.x,
        y,
        width: band.width,
        name_x: if before {
            band.x.saturating_sub(5)
        } else {
            end + 5
        },
        before,
        what,
    }
}

/// Returns true where a date of a row is not among the days.
fn lies_outside(row: &CalendarLine, days: &DateRange) -> bool {
    let dates = [row.read_date, row.bill_date, row.due_date];
    dates.iter().any(|date| !days.contains(*date))
}

fn marks(axis: &Axis, row: &CalendarLine, y: u64) -> Vec<Mark> {
    let dates = [
        (DateKind::Read, row.legacy_read_date, row.read_date),
        (DateKind::Bill, row.legacy_bill_date, row.bill_date),
        (DateKind::Due, row.legacy_due_date, row.due_date),
    ];
    let marks = dates.into_iter().map(|(kind, old, new)| {
        let at = |day: NaiveDate| axis.center(day);
        let shape = |day| Some(outline(kind, at(day)?, y));
        let moved = old != new;
        Mark {
            old: shape(old).filter(|_| moved),
            new: shape(new),
            from: at(old).filter(|_| moved),
            to: at(new),
            moved,
        }
    });
    marks
        .filter(|mark| mark.old.is_some() || mark.new.is_some())
        .collect()
}

/// Returns what moved in a row, for who cannot see the picture.
fn said(row: &CalendarLine) -> String {
    let dates = [
        (DateKind::Read, row.legacy_read_date, row.read_date),
        (DateKind::Bill, row.legacy_bill_date, row.bill_date),
        (DateKind::Due, row.legacy_due_date, row.due_date),
    ];
    let moved = dates.into_iter().filter(|(_, old, new)| old != new);
    let said = moved.map(|(kind, old, new)| {
        let day = |day: NaiveDate| day.format("%b %-d").to_string();
        format!("{} {} to {}", kind.words(), day(old), day(new))
    });
    said.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::dates::DateRange;
    use crate::record::windows::{Spans, Windows};
    use crate::write::report_sample::{self, day};
    use crate::write::report_shift::Ground;

    #[test]
    fn a_period_of_which_nothing_moved_is_not_drawn() {
        let shift = report_sample::shift_of(&report_sample::calendar(), 75);
        let drawn = pictures(&shift);
        assert_eq!(drawn.len(), 1);
        let picture = &drawn[0];
        assert_eq!(picture.period, "2017-02");
        assert_eq!((picture.due.len(), picture.strips.len()), (1, 0));
        assert_eq!(
            picture.lines.len(),
            21,
            "the cycles that stay are there too"
        );
        assert_eq!(picture.holidays.len(), 1);
        assert!(pictures(&Shift::default()).is_empty());
    }

    #[test]
    fn marks_stand_inside_the_picture_and_moved_ones_have_both_ends() {
        let shift = report_sample::shift_of(&report_sample::calendar(), 75);
        for picture in pictures(&shift) {
            for line in &picture.lines {
                assert!(line.y < picture.height);
                assert_eq!(line.said.is_empty(), line.marks.iter().all(|m| !m.moved));
                for mark in &line.marks {
                    assert!(mark.to.is_none_or(|x| x > LEFT && x < picture.right));
                    assert_eq!(mark.moved, mark.from.is_some());
                }
            }
        }
    }

    #[test]
    fn windows_of_other_actions_have_strips_of_their_own() {
        let mut windows = Windows::of_blackout(Some(report_sample::BLACKOUT));
        windows.draft = Spans::from(DateRange {
            from: day("2017-02-27"),
            to: day("2017-02-28"),
        });
        let ground = Ground {
            windows: &windows,
            holidays: &Default::default(),
            capacity: 75,
        };
        let shift = Shift::of_calendar(&report_sample::calendar(), ground);
        let drawn = pictures(&shift);
        assert_eq!(drawn[0].strips.len(), 1);
        assert_eq!(drawn[0].strips[0].what, "no draft");
    }

    #[test]
    fn of_very_many_cycles_only_those_that_moved_are_drawn() {
        let mut calendar = report_sample::calendar();
        let row = calendar
            .rows
            .iter()
            .find(|row| !row.moved())
            .unwrap()
            .clone();
        calendar.rows.extend((0..100).map(|_| row.clone()));
        let drawn = pictures(&report_sample::shift_of(&calendar, 75));
        assert!(drawn[0].lines.len() < 21);
        assert_eq!(drawn[0].moved, drawn[0].lines.len());
    }
}
