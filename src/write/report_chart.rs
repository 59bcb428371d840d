//! The geometry of the report's one picture: accounts due per day, before and after the shift.
//!
//! Whole numbers only, so that the bytes are the same everywhere.

use super::report_shift::Shift;
use chrono::{Datelike, Weekday};
use serde::Serialize;

/// Height of a bar that reaches the largest count.
const PLOT: u64 = 80;
/// Room at the left edge.
const LEFT: u64 = 4;
/// Top of the upper plot's bars.
const TOP: u64 = 34;
/// From the upper plot's base to the top of the lower plot's bars.
const GAP: u64 = 40;
/// Below the lower base, for the days.
const BOTTOM: u64 = 24;
/// Width of all days together, about.
const SPAN: u64 = 680;
/// Width of one digit of a bar's label.
const DIGIT: u64 = 6;

/// The picture, in user units.
#[derive(Debug, Serialize)]
pub(super) struct Chart {
    width: u64,
    height: u64,
    before_base: u64,
    after_base: u64,
    capacity_y: Option<u64>,
    bars: Vec<Bar>,
    windows: Vec<Band>,
}

/// One day.
#[derive(Debug, Serialize)]
struct Bar {
    x: u64,
    width: u64,
    center: u64,
    before_y: u64,
    before_height: u64,
    after_y: u64,
    after_height: u64,
    before_label: Option<u64>,
    after_label: Option<u64>,
    day_label: Option<String>,
}

/// A window's days, shaded.
#[derive(Debug, Serialize)]
struct Band {
    x: u64,
    width: u64,
    y: u64,
    height: u64,
}

/// Returns the picture; none where there is no day to show.
pub(super) fn chart(shift: &Shift) -> Option<Chart> {
    let days = u64::try_from(shift.due_days.len()).ok()?;
    let step = (SPAN.checked_div(days)?).clamp(6, 28);
    let due = |d: &super::report_shift::DueDay| d.legacy_accounts.max(d.accounts);
    let most = shift.due_days.iter().map(due).max()?.max(1);
    // The limit's line is drawn only where it would not flatten the bars.
    let capacity = Some(shift.capacity).filter(|c| *c > 0 && *c <= most.saturating_mul(3));
    let scale = most.max(capacity.unwrap_or(0));
    let height = |count: u64| {
        let exact = u128::from(count) * u128::from(PLOT) / u128::from(scale);
        let whole = u64::try_from(exact).unwrap_or(PLOT);
        if count > 0 { whole.max(1) } else { 0 }
    };
    let before_base = TOP + PLOT;
    let after_base = before_base + GAP + PLOT;
    let label = |count: u64| {
        let digits = u64::from(count.checked_ilog10()? + 1);
        (digits * DIGIT <= step).then_some(count)
    };
    let mut bars = Vec::new();
    let mut windows: Vec<Band> = Vec::new();
    let mut inside = false;
    for (x, d) in (LEFT..)
        .step_by(usize::try_from(step).ok()?)
        .zip(&shift.due_days)
    {
        let (before, after) = (height(d.legacy_accounts), height(d.accounts));
        bars.push(Bar {
            x: x + 1,
            width: step - 2,
            center: x + step / 2,
            before_y: before_base - before,
            before_height: before,
            after_y: after_base - after,
            after_height: after,
            before_label: label(d.legacy_accounts),
            after_label: label(d.accounts),
            day_label: (d.day.weekday() == Weekday::Mon)
                .then(|| d.day.format("%b %-d").to_string()),
        });
        if d.in_window {
            match windows.last_mut() {
                Some(band) if inside => band.width = x + step - band.x,
                _ => windows.push(Band {
                    x,
                    width: step,
                    y: TOP - 14,
                    height: after_base + 14 - TOP,
                }),
            }
        }
        inside = d.in_window;
    }
    Some(Chart {
        width: LEFT * 2 + step * days,
        height: after_base + BOTTOM,
        before_base,
        after_base,
        capacity_y: capacity.map(|c| after_base - height(c)),
        bars,
        windows,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::write::report_sample;

    #[test]
    fn the_largest_count_fills_the_plot_and_no_day_gives_no_picture() {
        let mut shift = report_sample::shift_of(&report_sample::calendar(), 0);
        let picture = chart(&shift).unwrap();
        let tallest = picture
            .bars
            .iter()
            .map(|bar| bar.before_height.max(bar.after_height))
            .max();
        assert_eq!(tallest, Some(PLOT));
        assert!(picture.windows.len() == 1);
        shift.due_days.clear();
        assert!(chart(&shift).is_none());
    }

    #[test]
    fn counts_at_the_edge_of_the_type_do_not_overflow() {
        let mut shift = report_sample::shift_of(&report_sample::calendar(), 75);
        shift.due_days[0].accounts = u64::MAX;
        assert_eq!(chart(&shift).unwrap().bars[0].after_height, PLOT);
    }
}
