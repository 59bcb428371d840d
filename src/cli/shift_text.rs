//! Alternatives of the billing calendar side by side: a column each, the mapping as it stands
//! first, the best one marked.

use super::shift_table::wrapped;
use super::summary::count;
use crate::diag::finding::Finding;
use crate::diag::render::SHOWN_PER_CODE;
use crate::flow::shift::{Alternative, Comparison, Figures};
use chrono::NaiveDate;
use std::fmt::Write;

/// Width of the names of rows.
const NAMES: usize = 24;
/// Width of a column.
const COLUMN: usize = 14;

/// A row of the table: what it is called, and its cell for an alternative.
type Line = (&'static str, fn(&Alternative) -> String);

/// Returns the comparison for people; as many columns beside each other as `width` has room for.
pub fn text(comparison: &Comparison, width: usize) -> String {
    let mut out = String::new();
    let names = names(comparison);
    let all: Vec<(&str, &Alternative)> = names
        .iter()
        .map(String::as_str)
        .zip(&comparison.alternatives)
        .collect();
    let columns = (width.saturating_sub(NAMES + 2) / COLUMN).max(1);
    for block in all.chunks(columns) {
        let heads: Vec<String> = block.iter().map(|(name, _)| (*name).to_owned()).collect();
        line(&mut out, "", &heads);
        for (name, cell) in lines(comparison) {
            let cells: Vec<String> = block.iter().map(|(_, one)| cell(one)).collect();
            line(&mut out, name, &cells);
        }
        out.push('\n');
    }
    for (name, alternative) in &all {
        let said = alternative.reasons.iter().chain(&alternative.warnings);
        let mut said: Vec<&Finding> = said.collect();
        said.sort_by_key(|finding| finding.code);
        for alike in said.chunk_by(|one, next| one.code == next.code) {
            let shown = alike.iter().take(SHOWN_PER_CODE);
            shown.for_each(|finding| below(&mut out, name, finding, width));
            let more = alike.len().saturating_sub(SHOWN_PER_CODE);
            if more > 0 {
                let _ = writeln!(out, "  {name}: … and {more} more like these\n");
            }
        }
    }
    let best = match comparison.best {
        Some(0) => "* The mapping as it stands is the best: ".to_owned(),
        Some(at) => format!("* Column {at} is the best: "),
        None => String::new(),
    };
    let said = if best.is_empty() {
        "No calendar keeps the rules.".to_owned()
    } else {
        format!(
            "{best}fewest accounts with a new date, then fewest accounts of moved rows, then account-days, then fewest accounts due on the fullest receiving day, then soonest back."
        )
    };
    for text in [said.as_str(), MEANING] {
        for line in wrapped(text, width) {
            let _ = writeln!(out, "{line}");
        }
    }
    out.push_str("Nothing was written.\n");
    out
}

/// Returns what the columns are called.
fn names(comparison: &Comparison) -> Vec<String> {
    let names = (0..comparison.alternatives.len()).map(|at| {
        let best = if comparison.best == Some(at) {
            " *"
        } else {
            ""
        };
        match at {
            0 => format!("mapping{best}"),
            at => format!("{at}{best}"),
        }
    });
    names.collect()
}

/// Returns the rows: the window, what else is varied, then the figures.
fn lines(comparison: &Comparison) -> Vec<Line> {
    let varied = |name: &str| comparison.varied.contains(&name);
    let terms: [(&str, Line); 9] = [
        (
            "shortest_period",
            ("shortest allowed", |a| a.terms.shortest_period.to_string()),
        ),
        (
            "longest_period",
            ("longest allowed", |a| a.terms.longest_period.to_string()),
        ),
        (
            "days_to_pay",
            ("days to pay asked", |a| a.terms.days_to_pay.to_string()),
        ),
        (
            "daily_capacity",
            ("due on a day, at most", |a| count(a.terms.daily_capacity)),
        ),
        (
            "bill_capacity",
            ("billed on a day, at most", |a| {
                a.terms
                    .bill_capacity
                    .map_or_else(|| "any".to_owned(), count)
            }),
        ),
        (
            "due_gap_days",
            ("days between due dates", |a| {
                a.terms.due_gap_days.to_string()
            }),
        ),
        (
            "reads_move",
            ("readings", |a| {
                if a.terms.reads_move { "move" } else { "stay" }.to_owned()
            }),
        ),
        (
            "others_move",
            ("other cycles", |a| {
                if a.terms.others_move { "move" } else { "stay" }.to_owned()
            }),
        ),
        (
            "return_within_periods",
            ("back within periods", |a| {
                a.terms.return_within_periods.to_string()
            }),
        ),
    ];
    let mut lines: Vec<Line> = vec![
        ("window from", |a| {
            day(a.terms.window.map(|window| window.from))
        }),
        ("window to", |a| day(a.terms.window.map(|window| window.to))),
    ];
    lines.extend(
        terms
            .into_iter()
            .filter(|(name, _)| varied(name))
            .map(|(_, line)| line),
    );
    lines.extend(FIGURES);
    lines
}

/// What the figures count.
const MEANING: &str = "Accounts with a new date: those of cycles that move, and those with an issued \
    bill, an installment or a draft that moves, each counted once. Account-days: the days by which \
    readings, bill dates and due dates move, each times its accounts. Fullest receiving day: the accounts due on the fullest day that takes moved \
    due dates; other days may be fuller.";

/// The rows of figures.
const FIGURES: [Line; 17] = [
    ("calendar", |a| {
        if a.figures.is_some() {
            "fits"
        } else {
            "does not fit"
        }
        .to_owned()
    }),
    ("accounts with a new date", |a| {
        of(a, |f| count(f.accounts_with_a_new_date))
    }),
    ("accounts of moved rows", |a| {
        of(a, |f| count(f.objective.customers_moved))
    }),
    ("account-days", |a| {
        of(a, |f| count(f.objective.customer_days))
    }),
    ("due dates moved", |a| of(a, |f| count(f.due_dates_moved))),
    ("bill dates moved", |a| of(a, |f| count(f.bill_dates_moved))),
    ("readings moved", |a| of(a, |f| count(f.readings_moved))),
    ("longest period", |a| of(a, |f| days(f.longest_period))),
    ("shortest period", |a| of(a, |f| days(f.shortest_period))),
    ("prorated accounts", |a| {
        of(a, |f| count(f.prorated_accounts))
    }),
    ("fullest receiving day", |a| {
        of(a, |f| count(f.objective.peak))
    }),
    ("it is on", |a| of(a, |f| day(f.peak_on))),
    ("last moved date", |a| of(a, |f| day(f.objective.back_on))),
    ("issued bills moved", |a| of(a, |f| count(f.bills_moved))),
    ("installments moved", |a| {
        of(a, |f| count(f.installments_moved))
    }),
    ("drafts moved", |a| of(a, |f| count(f.drafts_moved))),
    ("days to pay left, least", |a| {
        of(a, |f| days(f.days_to_pay_left))
    }),
];

fn of(alternative: &Alternative, figure: fn(&Figures) -> String) -> String {
    alternative
        .figures
        .as_ref()
        .map_or_else(|| "-".to_owned(), figure)
}

fn day(day: Option<NaiveDate>) -> String {
    day.map_or_else(|| "-".to_owned(), |day| day.to_string())
}

fn days(days: Option<i64>) -> String {
    days.map_or_else(|| "-".to_owned(), |days| days.to_string())
}

fn line(out: &mut String, name: &str, cells: &[String]) {
    let cells: String = cells
        .iter()
        .map(|cell| format!("{cell:>COLUMN$}"))
        .collect();
    let _ = writeln!(out, "{}", format!("  {name:<NAMES$}{cells}").trim_end());
}

/// Says below the table why an alternative has no calendar, or what is odd about its window, and
/// what would help.
fn below(out: &mut String, name: &str, said: &Finding, width: usize) {
    let help = said.help.as_deref().unwrap_or_default();
    let text = format!("{name}: {}", said.message);
    for (at, text) in [text.as_str(), help].into_iter().enumerate() {
        for line in wrapped(text, width.saturating_sub(4)) {
            let _ = writeln!(out, "{}{line}", if at == 0 { "  " } else { "    " });
        }
    }
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::shift_terms::Terms;
    use crate::record::dates::DateRange;
    use crate::record::plan::ShiftFigures;

    fn alternative(customers: Option<u64>) -> Alternative {
        let figures = customers.map(|customers| Figures {
            objective: ShiftFigures {
                customers_moved: customers,
                customer_days: customers * 7,
                peak: 64,
                back_on: Some("2021-04-12".parse().unwrap()),
            },
            accounts_with_a_new_date: customers + 1,
            due_dates_moved: 5,
            bill_dates_moved: 2,
            readings_moved: 0,
            longest_period: Some(33),
            shortest_period: Some(28),
            prorated_accounts: 0,
            peak_on: Some("2021-04-08".parse().unwrap()),
            bills_moved: 12,
            installments_moved: 1,
            drafts_moved: 3,
            drafts_cancelled: 0,
            days_to_pay_left: Some(19),
        });
        let no =
            Finding::error("shift::no_day", "19 days to pay leave no day").help("allow 38 days");
        Alternative {
            terms: Terms {
                window: Some(DateRange {
                    from: "2021-03-30".parse().unwrap(),
                    to: "2021-04-06".parse().unwrap(),
                }),
                shortest_period: 25,
                longest_period: 37,
                days_to_pay: 19,
                daily_capacity: 75,
                bill_capacity: None,
                due_gap_days: 21,
                reads_move: false,
                others_move: false,
                return_within_periods: 1,
            },
            reasons: if figures.is_none() {
                vec![no]
            } else {
                Vec::new()
            },
            figures,
            idle: false,
            warnings: Vec::new(),
        }
    }

    #[test]
    fn the_best_is_marked_and_what_does_not_fit_says_why() {
        let comparison = Comparison {
            alternatives: vec![
                alternative(Some(1500)),
                alternative(None),
                alternative(Some(800)),
            ],
            best: Some(2),
            varied: vec!["window", "longest_period"],
            findings: Vec::new(),
        };
        let text = text(&comparison, 100);
        for part in [
            "                                 mapping             1           2 *\n",
            "  accounts with a new date         1,501             -           801\n",
            "  accounts of moved rows           1,500             -           800\n",
            "  longest allowed                     37            37            37\n",
            "  calendar                          fits  does not fit          fits\n",
            "  1: 19 days to pay leave no day\n    allow 38 days\n",
            "* Column 2 is the best: fewest accounts with a new date",
            "\nAccounts with a new date: those of cycles that move, and those with an issued bill, an installment\n",
            "  fullest receiving day               64             -            64\n",
        ] {
            assert!(text.contains(part), "{part}\n{text}");
        }
        assert!(!text.contains("days between due dates"));
    }

    #[test]
    fn more_columns_than_the_terminal_has_room_for_stand_below() {
        let comparison = Comparison {
            alternatives: (0..9).map(|n| alternative(Some(n))).collect(),
            best: Some(0),
            varied: Vec::new(),
            findings: Vec::new(),
        };
        for width in [40, 80, 100] {
            let text = text(&comparison, width);
            let table = text.lines().take_while(|line| !line.starts_with('*'));
            assert!(
                text.lines().all(|line| line.chars().count() <= width),
                "{text}"
            );
            let heads = table.filter(|line| line.starts_with("  window from"));
            assert_eq!(heads.count(), 9_usize.div_ceil((width - 26) / 14));
        }
    }
}
