//! Billing periods of another length in the terminal: accounts by the days that they gain or lose,
//! and what their bills are expected to do together.

use super::summary::count;
use crate::flow::report::{DaysLine, Report, dollars};

/// Returns the lines of the summary, each with its label; none where no calendar was shifted.
pub fn lines(report: &Report) -> Vec<(&'static str, String)> {
    let (Some(_), Some(periods)) = (&report.shift, &report.period_changes) else {
        return Vec::new();
    };
    if periods.accounts == 0 {
        let none = "No billing period changes its length.";
        return vec![("periods", none.to_owned())];
    }
    let head = format!(
        "{} with a longer or shorter billing period{}",
        accounts(periods.accounts),
        if periods.told {
            ""
        } else {
            "; nobody is told (`period_changed`)"
        }
    );
    let prorated = count(periods.prorated_accounts);
    let unknown = count(periods.accounts_without_estimate);
    let foot = format!(
        "prorated: {prorated}; without an estimate: {unknown}; each stands in period-changes.csv"
    );
    let by_days = periods.by_days.iter().map(days);
    let rest = by_days.chain([foot]).map(|text| (INDENT, text));
    [("periods", head)].into_iter().chain(rest).collect()
}

/// The label of a line that goes on.
const INDENT: &str = " ";

fn days(line: &DaysLine) -> String {
    let effect = match line.largest_cents {
        Some(largest) => format!(
            "expected effect together {}, largest {}",
            dollars(line.expected_cents),
            dollars(i128::from(largest.0))
        ),
        None => "no estimate".to_owned(),
    };
    format!("{}: {}, {effect}", line.days(), accounts(line.accounts))
}

fn accounts(number: u64) -> String {
    match number {
        1 => "1 account".to_owned(),
        more => format!("{} accounts", count(more)),
    }
}
