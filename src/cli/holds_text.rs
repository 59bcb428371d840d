//! The holds in the terminal: accounts by kind and reason, from when to when. The list itself is
//! in `account-holds.csv`.

use super::summary::count;
use crate::flow::report::HoldLine;
use crate::record::money::format_cents;
use std::fmt::Write;

/// Returns the table; blank where nobody is held.
pub fn text(holds: &[HoldLine]) -> String {
    let mut out = String::new();
    if holds.is_empty() {
        return out;
    }
    out.push_str("\nHolds, account by account in account-holds.csv\n");
    let head = ["hold", "reason", "accounts", "first", "last", "amount"].map(str::to_owned);
    let lines: Vec<[String; 6]> = std::iter::once(head)
        .chain(holds.iter().map(cells))
        .collect();
    let wide = |at: usize| {
        let cells = lines.iter().filter_map(|line| line.get(at));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths = [0, 1, 2, 3, 4, 5].map(wide);
    for line in &lines {
        let cells = line.iter().zip(widths).enumerate();
        let text: Vec<String> = cells
            .map(|(at, (cell, wide))| match at {
                2 | 5 => format!("{cell:>wide$}"),
                _ => format!("{cell:<wide$}"),
            })
            .collect();
        let _ = writeln!(out, "  {}", text.join("  ").trim_end());
    }
    out
}

fn cells(line: &HoldLine) -> [String; 6] {
    let last = match line.last_end {
        Some(day) if line.without_end > 0 => format!("{day} or never"),
        Some(day) => day.to_string(),
        None => "never".to_owned(),
    };
    [
        line.kind.name().to_owned(),
        line.reason.name().to_owned(),
        count(line.accounts),
        line.first_start.to_string(),
        last,
        line.amount_cents.map(format_cents).unwrap_or_default(),
    ]
}
