//! What the names of columns tell together: names that stand twice, numbers that are left out.

use std::collections::{BTreeMap, BTreeSet};

/// Most names that are told.
const MOST: usize = 8;

/// Returns the names that head several columns, also where a program has numbered the second one:
/// `Cost ($)` and `Cost ($).1`, or `Cost ($) #2`.
pub(super) fn same_names(names: &[String]) -> Vec<String> {
    let all: BTreeSet<&str> = names.iter().map(String::as_str).collect();
    let mut seen = BTreeMap::<&str, usize>::new();
    for name in names {
        let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
        let numbered = stem.len() < name.len();
        let stem = stem.strip_suffix('.').or_else(|| stem.strip_suffix(" #"));
        let first = stem.filter(|stem| numbered && all.contains(stem));
        *seen.entry(first.unwrap_or(name)).or_default() += 1;
    }
    let twice = seen.into_iter().filter(|(_, count)| *count > 1);
    twice.map(|(name, _)| name.to_owned()).take(MOST).collect()
}

/// Returns the names that are missing in a series: `PAY_1`, where there are `PAY_0`, `PAY_2` and
/// `PAY_3`.
pub(super) fn skipped_names(names: &[String]) -> Vec<String> {
    let mut series = BTreeMap::<&str, BTreeSet<u32>>::new();
    for name in names {
        let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
        if !stem.is_empty()
            && let Some(number) = name.get(stem.len()..).and_then(|n| n.parse().ok())
        {
            series.entry(stem).or_default().insert(number);
        }
    }
    let mut missing = Vec::new();
    for (stem, numbers) in series {
        let (Some(first), Some(last)) = (numbers.first(), numbers.last()) else {
            continue;
        };
        let span = last - first;
        if numbers.len() >= 3 && (span as usize) < numbers.len() * 2 {
            let gaps = (*first..*last).filter(|n| !numbers.contains(n));
            missing.extend(gaps.map(|n| format!("{stem}{n}")));
        }
    }
    missing.truncate(MOST);
    missing
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_left_out_of_a_series_is_told() {
        let names = |list: &[&str]| list.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>();
        let found = skipped_names(&names(&[
            "PAY_0",
            "PAY_2",
            "PAY_3",
            "BILL_AMT1",
            "BILL_AMT2",
        ]));
        assert_eq!(found, ["PAY_1"]);
        assert!(skipped_names(&names(&["A2014", "A2016"])).is_empty());
        assert_eq!(
            same_names(&names(&["Cost ($)", "X", "Cost ($)"])),
            ["Cost ($)"]
        );
        for second in ["Cost ($).1", "Cost ($) #2"] {
            let found = same_names(&names(&["Cost ($)", "BILL_AMT1", "BILL_AMT2", second]));
            assert_eq!(found, ["Cost ($)"]);
        }
    }
}
