//! The shifted calendar in the terminal: the figures, the rows that moved and why, then the
//! accounts due on each day as bars. The whole calendar is in `--format json` and in the files.

use super::summary::count;
use crate::flow::report::{CalendarLine, DueDay, Shift};
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Rows that are shown at most.
const MOST_ROWS: usize = 40;
/// Days that are shown at most.
const MOST_DAYS: usize = 40;
/// Longest bar.
const LONGEST_BAR: usize = 48;

/// Returns the table and the bars; blank where nothing moved. No line is wider than `width`.
pub fn text(shift: &Shift, width: usize) -> String {
    let mut out = String::new();
    if shift.moved.is_empty() {
        return out;
    }
    let figures = &shift.figures;
    let back = figures
        .back_on
        .map(|day| day.format("%Y-%m-%d").to_string());
    let said = format!(
        "{} accounts moved by {} account-days; fullest day that takes moved due dates: {} accounts; last moved date {}",
        count(figures.customers_moved),
        count(figures.customer_days),
        count(figures.peak),
        back.as_deref().unwrap_or("none"),
    );
    out.push_str("\nThe calendar\n");
    for line in wrapped(&said, width.saturating_sub(2)) {
        let _ = writeln!(out, "  {line}");
    }
    out.push('\n');
    let year = year_of_most(shift);
    rows(&mut out, shift, year, width);
    days(&mut out, shift, year, width);
    out
}

/// Writes the rows that moved, with numbers that stand for reasons.
fn rows(out: &mut String, shift: &Shift, year: i32, width: usize) {
    let mut reasons: Vec<String> = Vec::new();
    let shown = shift.moved.iter().take(MOST_ROWS);
    let mut lines = vec![
        [
            "cycle", "period", "read", "bill", "due", "days", "accounts", "why",
        ]
        .map(str::to_owned),
    ];
    for row in shown {
        lines.push([
            row.bill_cycle.clone(),
            row.period.clone(),
            moved((row.legacy_read_date, row.read_date), year),
            moved((row.legacy_bill_date, row.bill_date), year),
            moved((row.legacy_due_date, row.due_date), year),
            row.days_moved.to_string(),
            count(row.accounts),
            numbers(row, &mut reasons),
        ]);
    }
    let widths: Vec<usize> = (0..8)
        .map(|at| {
            let cells = lines.iter().filter_map(|line| line.get(at));
            cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
        })
        .collect();
    for line in &lines {
        let cells = line.iter().zip(&widths).enumerate();
        let text: Vec<String> = cells
            .map(|(at, (cell, &wide))| match at {
                0 | 5 | 6 => format!("{cell:>wide$}"),
                _ => format!("{cell:<wide$}"),
            })
            .collect();
        let text = format!("  {}", text.join("  "));
        let _ = writeln!(out, "{}", cut(text.trim_end(), width));
    }
    let more = shift.moved.len().saturating_sub(MOST_ROWS);
    if more > 0 {
        let _ = writeln!(out, "  and {more} more in billing-calendar.csv");
    }
    out.push('\n');
    for (at, reason) in reasons.iter().enumerate() {
        let lines = wrapped(reason, width.saturating_sub(6));
        for (line, text) in lines.into_iter().enumerate() {
            let _ = match line {
                0 => writeln!(out, "  {:>2}  {text}", at + 1),
                _ => writeln!(out, "      {text}"),
            };
        }
    }
}

/// Returns the numbers of a row's reasons; new ones are added to the list.
fn numbers(row: &CalendarLine, reasons: &mut Vec<String>) -> String {
    let mut numbers: Vec<String> = Vec::new();
    for moved in &row.moves {
        let reason = moved.because();
        let at = reasons.iter().position(|one| *one == reason);
        let at = at.unwrap_or_else(|| {
            reasons.push(reason);
            reasons.len() - 1
        });
        numbers.push((at + 1).to_string());
    }
    numbers.join(" ")
}

/// Returns the year of most dates that are shown: it need not stand beside each of them. Of equal
/// ones the first.
fn year_of_most(shift: &Shift) -> i32 {
    let mut dates: BTreeMap<i32, usize> = BTreeMap::new();
    for row in &shift.moved {
        for day in [row.read_date, row.bill_date, row.due_date] {
            *dates.entry(day.year()).or_default() += 1;
        }
    }
    let most = dates.into_iter().rev().max_by_key(|(_, count)| *count);
    most.map_or(0, |(year, _)| year)
}

/// Returns a date, with its year where that is not the one of most.
fn dated(day: NaiveDate, year: i32) -> String {
    let of_most = day.year() == year;
    let form = if of_most { "%b %-d" } else { "%b %-d, %Y" };
    day.format(form).to_string()
}

/// Returns a date, with the one before where it moved.
fn moved((old, new): (NaiveDate, NaiveDate), year: i32) -> String {
    if old == new {
        dated(new, year)
    } else {
        format!("{} > {}", dated(old, year), dated(new, year))
    }
}

/// Writes the accounts due on each day that has any, before or after.
fn days(out: &mut String, shift: &Shift, year: i32, width: usize) {
    let busy = |day: &&DueDay| day.accounts > 0 || day.legacy_accounts > 0;
    let days: Vec<&DueDay> = shift.due_days.iter().filter(busy).collect();
    let most = days.iter().map(|day| day.accounts).max();
    let most = most.unwrap_or(0).max(1);
    let named = |day: NaiveDate| format!("{}, {}", day.format("%a"), dated(day, year));
    let names: Vec<String> = days.iter().take(MOST_DAYS).map(|d| named(d.day)).collect();
    let wide = names.iter().map(String::len).max().unwrap_or(0).max(11);
    let longest = width.saturating_sub(wide + 23).clamp(4, LONGEST_BAR);
    let _ = writeln!(out, "\n  {:<wide$} {:>9} {:>6}", "due on", "before", "now");
    for (name, day) in names.iter().zip(&days) {
        let share = u128::from(day.accounts) * longest as u128;
        let bar = usize::try_from(share.div_ceil(u128::from(most))).unwrap_or(longest);
        let shown = match (day.in_window, day.receives_moved) {
            (true, _) if day.accounts == 0 => "nothing due".to_owned(),
            (_, true) => "█".repeat(bar),
            _ => "░".repeat(bar),
        };
        let line = format!(
            "  {name:<wide$} {:>9} {:>6}  {shown}",
            count(day.legacy_accounts),
            count(day.accounts),
        );
        let _ = writeln!(out, "{}", cut(line.trim_end(), width));
    }
    if let Some(more) = days.len().checked_sub(MOST_DAYS).filter(|n| *n > 0) {
        let _ = writeln!(out, "  and {more} days more in report.html");
    }
    let limit = match shift.capacity {
        0 => String::new(),
        most => format!(", {} accounts at most", count(most)),
    };
    let legend = format!("  █ takes moved due dates{limit}");
    let _ = writeln!(out, "{}", cut(&legend, width));
}

/// Cuts a line that is too wide.
fn cut(line: &str, width: usize) -> String {
    if line.chars().count() <= width {
        return line.to_owned();
    }
    let kept = line.chars().take(width.saturating_sub(1));
    kept.chain(['…']).collect()
}

/// Breaks a text between words.
pub(super) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::report::Ground;
    use crate::record::calendar::CalendarRow;
    use crate::record::dates::DateRange;
    use crate::record::plan::{Calendar, DateKind, DateMove, DateRule, ShiftFigures, ShiftedRow};
    use crate::record::windows::Windows;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// Two cycles, invented; the first moves by six days.
    fn shift() -> Shift {
        let legacy = |cycle: &str, due: &str| {
            CalendarRow::new(
                cycle,
                "2021-03",
                [day("2021-03-10"), day("2021-03-11"), day(due)],
            )
        };
        let mut row = ShiftedRow::unmoved(legacy("7", "2021-03-31"), Some(30), 1200);
        row.due_date = day("2021-04-06");
        row.moves = vec![DateMove {
            date: DateKind::Due,
            from: day("2021-03-31"),
            to: day("2021-04-06"),
            rule: DateRule::Window,
            held_by: vec![DateRule::BusinessDays, DateRule::DailyCapacity],
        }];
        let stays = ShiftedRow::unmoved(legacy("8", "2021-04-07"), Some(30), 300);
        let calendar = Calendar {
            rows: vec![row, stays],
            figures: ShiftFigures {
                customers_moved: 1200,
                customer_days: 7200,
                peak: 1200,
                back_on: Some(day("2021-04-06")),
            },
            ..Calendar::default()
        };
        let windows = Windows::of_blackout(Some(DateRange {
            from: day("2021-03-30"),
            to: day("2021-04-04"),
        }));
        let ground = Ground {
            windows: &windows,
            holidays: &Default::default(),
            capacity: 1500,
        };
        Shift::of_calendar(&calendar, ground)
    }

    #[test]
    fn only_moved_rows_are_shown_with_their_reasons_and_the_load() {
        let text = text(&shift(), 100);
        for part in [
            "  1,200 accounts moved by 7,200 account-days; fullest day that takes moved due dates: 1,200\n  accounts; last moved date 2021-04-06\n",
            "    7  2021-03  Mar 10  Mar 11  Mar 31 > Apr 6     6     1,200  1\n",
            "   1  due date: it lay in its window; no nearer day by weekends and holidays and the accounts due on\n      a day\n",
            "  Wed, Mar 31     1,200      0  nothing due\n",
            "  Wed, Apr 7        300    300  ░",
            "█ takes moved due dates, 1,500 accounts at most",
        ] {
            assert!(text.contains(part), "{part}\n{text}");
        }
        assert!(!text.contains("    8  2021-03"));
    }

    #[test]
    fn a_date_of_another_year_shows_its_year() {
        let mut shift = shift();
        shift.moved[0].due_date = day("9999-12-31");
        shift.moved[0].legacy_read_date = day("2020-12-31");
        shift.due_days[0].day = day("2020-12-31");
        shift.due_days[0].accounts = 7;
        let text = text(&shift, 100);
        for part in [
            "Dec 31, 2020 > Mar 10  Mar 11  Mar 31 > Dec 31, 9999",
            "  due on               before    now\n",
            "  Thu, Dec 31, 2020         0      7  ░\n",
            "  Wed, Mar 31           1,200      0  nothing due\n",
        ] {
            assert!(text.contains(part), "{part}\n{text}");
        }
    }

    #[test]
    fn no_line_is_wider_than_the_terminal_and_nothing_moved_says_nothing() {
        for width in [40, 60, 80, 100] {
            let text = text(&shift(), width);
            let wide = text.lines().find(|line| line.chars().count() > width);
            assert_eq!(wide, None, "{width}");
        }
        assert_eq!(text(&Shift::default(), 100), "");
    }
}
