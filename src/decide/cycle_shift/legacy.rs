//! Rows of the legacy calendar that cannot be meant so: dates in the wrong order, a mistyped year,
//! a month without a bill. The shift takes them as they are; a person must see them.

use crate::diag::finding::Finding;
use crate::diag::mask::quoted;
use crate::record::calendar::{CalendarRow, month_number};
use crate::record::plan::ShiftedRow;
use std::collections::{BTreeMap, BTreeSet};

/// Days from bill to due date that no calendar means.
const MOST_DAYS_TO_PAY: i64 = 120;

/// Returns a warning for each date that stands wrong beside another of its row, and for each month
/// that a cycle with open accounts leaves out.
pub(super) fn odd_rows(rows: &[ShiftedRow], open_accounts: &BTreeMap<String, u64>) -> Vec<Finding> {
    let dates = rows.iter().flat_map(|row| odd_dates(&row.legacy));
    dates.chain(missing(rows, open_accounts)).collect()
}

fn odd_dates(row: &CalendarRow) -> Vec<Finding> {
    let (read, bill, due) = (row.read_date, row.bill_date, row.due_date);
    let days_to_pay = (due - bill).num_days();
    let odd = |code, said: String| {
        let (cycle, period) = (quoted(&row.bill_cycle), quoted(&row.period));
        Finding::warning(code, format!("cycle {cycle}, period {period}: {said}"))
            .help("the legacy calendar has it so: ask which date is meant, and correct the row")
    };
    let mut found = Vec::new();
    if bill < read {
        let said = format!("billed on {bill}, before the reading on {read}");
        found.push(odd("shift::bill_before_reading", said));
    }
    if days_to_pay <= 0 {
        let said = format!("due on {due}, and billed on {bill}: no day is left to pay");
        found.push(odd("shift::due_by_bill_date", said));
    }
    if days_to_pay > MOST_DAYS_TO_PAY {
        let said = format!(
            "due on {due}, {days_to_pay} days after the bill of {bill}, expected {MOST_DAYS_TO_PAY} at most"
        );
        found.push(odd("shift::due_far_behind_bill", said));
    }
    found
}

/// Returns the holes between a cycle's first and last row. A cycle that skips the same number of
/// months every time is billed so, and has none.
fn missing(rows: &[ShiftedRow], open_accounts: &BTreeMap<String, u64>) -> Vec<Finding> {
    let mut months: BTreeMap<&str, BTreeSet<u32>> = BTreeMap::new();
    for row in rows.iter().map(|row| &row.legacy) {
        if let Some(month) = month_number(&row.period) {
            months.entry(&row.bill_cycle).or_default().insert(month);
        }
    }
    let steps: Vec<(&str, Vec<(u32, u32)>)> = months
        .iter()
        .map(|(cycle, months)| {
            let next = months.iter().skip(1);
            (*cycle, months.iter().copied().zip(next.copied()).collect())
        })
        .collect();
    let shortest = |steps: &[(u32, u32)]| steps.iter().map(|(a, b)| b - a).min();
    let of_all = steps.iter().filter_map(|(_, steps)| shortest(steps)).min();
    let mut found = Vec::new();
    for (cycle, steps) in &steps {
        let accounts = open_accounts.get(*cycle).copied().unwrap_or_default();
        // One step alone tells no rhythm.
        let own = shortest(steps).filter(|_| steps.len() > 1);
        let Some(usual) = own.or(of_all).filter(|_| accounts > 0) else {
            continue;
        };
        let holes = steps
            .iter()
            .filter(|(before, after)| after - before > usual);
        found.extend(holes.map(|hole| no_row(cycle, accounts, *hole)));
    }
    found
}

fn no_row(cycle: &str, accounts: u64, (before, after): (u32, u32)) -> Finding {
    let month = |number: u32| format!("{:04}-{:02}", number / 12, number % 12 + 1);
    Finding::warning(
        "shift::month_without_row",
        format!(
            "cycle {} has a row of {} and the next of {}: its open accounts ({accounts}) get no bill between them",
            quoted(cycle),
            month(before),
            month(after),
        ),
    )
    .help("ask for the dates of the months between; if the cycle is not billed then, nothing is to do")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::samples::day;

    fn row(cycle: &str, dates: [&str; 3]) -> ShiftedRow {
        let [read, bill, due] = dates.map(day);
        let legacy = CalendarRow::new(cycle, read.format("%Y-%m").to_string(), [read, bill, due]);
        ShiftedRow::unmoved(legacy, None, 3)
    }

    fn codes(rows: &[ShiftedRow]) -> Vec<&'static str> {
        let open = [("7".to_owned(), 3), ("8".to_owned(), 2)].into();
        let found = odd_rows(rows, &open);
        found.iter().map(|finding| finding.code).collect()
    }

    #[test]
    fn each_date_in_the_wrong_place_is_named_and_the_boundary_days_are_right() {
        for (dates, expected) in [
            (["2021-03-10", "2021-03-10", "2021-03-11"], None),
            (["2021-03-10", "2021-03-10", "2021-07-08"], None),
            (
                ["2021-03-10", "2021-03-09", "2021-03-31"],
                Some("shift::bill_before_reading"),
            ),
            (
                ["2021-03-10", "2021-03-11", "2021-03-11"],
                Some("shift::due_by_bill_date"),
            ),
            (
                ["2021-03-10", "2021-03-10", "2021-07-09"],
                Some("shift::due_far_behind_bill"),
            ),
            (
                ["2021-03-10", "2021-03-10", "9999-12-31"],
                Some("shift::due_far_behind_bill"),
            ),
        ] {
            let found = codes(&[row("7", dates)]);
            assert_eq!(found, Vec::from_iter(expected), "{dates:?}");
        }
    }

    /// Rows of a cycle in these months of 2021; 13 is January after it.
    fn in_months(cycle: &str, months: &[u32]) -> Vec<ShiftedRow> {
        let row = |month: &u32| {
            let (year, month) = (2021 + (month - 1) / 12, (month - 1) % 12 + 1);
            let date = |day: u32| format!("{year}-{month:02}-{day:02}");
            let (read, bill, due) = (date(1), date(2), date(25));
            row(cycle, [&read, &bill, &due])
        };
        months.iter().map(row).collect()
    }

    #[test]
    fn a_month_that_a_cycle_leaves_out_is_told_and_a_steady_rhythm_is_not() {
        for (seven, eight, holes) in [
            (&[1, 2, 3][..], &[1, 2][..], 0),
            (&[11, 12, 13], &[], 0),
            (&[1, 2, 4], &[1, 2], 1),
            (&[1, 3], &[1, 2], 1),
            (&[1, 3, 5], &[1, 2, 3], 0),
            (&[1, 3, 5, 9], &[1, 2], 1),
            (&[1, 3], &[2, 4], 0),
            (&[1, 2, 5, 6, 8], &[], 2),
            (&[], &[], 0),
        ] {
            let rows = [in_months("7", seven), in_months("8", eight)].concat();
            let expected = vec!["shift::month_without_row"; holes];
            assert_eq!(codes(&rows), expected, "{seven:?} {eight:?}");
        }
        let nobody = in_months("9", &[1, 2, 4]);
        assert!(
            codes(&nobody).is_empty(),
            "no open account waits for a bill"
        );
    }

    #[test]
    fn the_months_of_a_hole_are_named_over_a_years_end() {
        let found = odd_rows(
            &in_months("7", &[10, 11, 13]),
            &[("7".to_owned(), 3)].into(),
        );
        let said =
            "cycle \"7\" has a row of 2021-11 and the next of 2022-01: its open accounts (3)";
        assert!(found[0].message.starts_with(said), "{found:?}");
    }
}
