//! Refused rows: which are refused now that were not before, and the reverse.
//!
//! A new extract shifts row numbers, so a row is found again by what it holds, then by its first
//! cell, which mostly is its key, then by the words of its refusal without their row numbers. What
//! a row holds is never shown.

use super::listed::Listed;
use serde::Serialize;
use std::collections::{BTreeMap, VecDeque};

/// A line of `rejects.csv`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Line {
    /// The file.
    pub file: String,
    /// The row, as a person finds it.
    pub row: u64,
    /// The columns at fault.
    pub column: String,
    /// The code.
    pub code: String,
    /// What was found and what was expected.
    pub message: String,
}

/// A refused row, with what it holds.
#[derive(Clone)]
pub struct Refused {
    /// What is said of it.
    pub line: Line,
    /// The row as it is handed back, without payment data; none where it is not at hand.
    pub content: Option<String>,
}

/// What is different between the refused rows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Rejects {
    /// Refused before.
    pub before: u64,
    /// Refused after.
    pub after: u64,
    /// Refused now, and not before; rows as the later delivery counts them.
    pub newly: Listed<Line>,
    /// Refused before, and not now; rows as the earlier delivery counts them.
    pub no_longer: Listed<Line>,
}

/// By what a refused row is found again, beside file, column and code.
type Identity = fn(&Refused) -> Option<String>;

/// Compares the refused rows of two results.
#[must_use]
pub fn compare(before: Vec<Refused>, after: Vec<Refused>) -> Rejects {
    let counts = (before.len() as u64, after.len() as u64);
    let ways: [Identity; 3] = [
        |refused| refused.content.clone(),
        |refused| refused.content.as_deref().and_then(first_cell),
        |refused| {
            let at_hand = refused.content.is_some();
            (!at_hand).then(|| without_row_numbers(&refused.line.message))
        },
    ];
    let (before, after) = ways.into_iter().fold((before, after), pair);
    let lines = |all: Vec<Refused>| {
        let mut lines: Vec<Line> = all.into_iter().map(|refused| refused.line).collect();
        lines.sort();
        lines.into_iter().collect()
    };
    Rejects {
        before: counts.0,
        after: counts.1,
        newly: lines(after),
        no_longer: lines(before),
    }
}

/// Returns the rows of both sides that have no partner.
fn pair(
    (before, after): (Vec<Refused>, Vec<Refused>),
    identity: Identity,
) -> (Vec<Refused>, Vec<Refused>) {
    let key = |refused: &Refused| {
        let line = &refused.line;
        let parts = [&line.file, &line.column, &line.code].map(Clone::clone);
        Some((parts, identity(refused)?))
    };
    let mut waiting: BTreeMap<_, VecDeque<usize>> = BTreeMap::new();
    for (at, refused) in after.iter().enumerate() {
        if let Some(key) = key(refused) {
            waiting.entry(key).or_default().push_back(at);
        }
    }
    let mut found = vec![false; after.len()];
    let left = before.into_iter().filter(|refused| {
        let partner = key(refused)
            .and_then(|key| waiting.get_mut(&key))
            .and_then(VecDeque::pop_front);
        if let Some(slot) = partner.and_then(|partner| found.get_mut(partner)) {
            *slot = true;
        }
        partner.is_none()
    });
    let left = left.collect();
    let rest = after.into_iter().zip(found).filter(|(_, found)| !found);
    (left, rest.map(|(refused, _)| refused).collect())
}

/// Returns the text before the first delimiter; none where there is no delimiter.
fn first_cell(content: &str) -> Option<String> {
    let (first, _) = content.split_once([',', ';', '\t', '|'])?;
    (!first.is_empty()).then(|| first.to_owned())
}

/// Returns a message without the numbers behind the word `row`.
fn without_row_numbers(message: &str) -> String {
    let mut behind_row = false;
    let words = message.split(' ').filter(|word| {
        let digits = word.trim_end_matches([',', ';', '.', ':']);
        let number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        let dropped = behind_row && number;
        behind_row = *word == "row";
        !dropped
    });
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(row: u64, code: &str, message: &str, content: Option<&str>) -> Refused {
        Refused {
            line: Line {
                file: "F.csv".to_owned(),
                row,
                column: "C".to_owned(),
                code: code.to_owned(),
                message: message.to_owned(),
            },
            content: content.map(str::to_owned),
        }
    }

    fn rows(list: &Listed<Line>) -> Vec<u64> {
        list.listed.iter().map(|line| line.row).collect()
    }

    #[test]
    fn a_row_is_found_again_though_its_number_moved() {
        let before = vec![
            refused(5, "row::bad_date", "m", Some("B1,x")),
            refused(9, "row::bad_date", "m", Some("B2,x")),
        ];
        let after = vec![
            refused(3, "row::bad_date", "m", Some("B0,x")),
            refused(6, "row::bad_date", "m", Some("B1,x")),
        ];
        let rejects = compare(before, after);
        assert_eq!((rejects.before, rejects.after), (2, 2));
        assert_eq!(
            (rows(&rejects.newly), rows(&rejects.no_longer)),
            (vec![3], vec![9])
        );
    }

    #[test]
    fn a_row_that_is_still_bad_in_the_same_way_is_found_by_its_first_cell() {
        let before = vec![refused(5, "row::bad_amount", "\"1O\"", Some("P1,1O"))];
        let again = vec![refused(6, "row::bad_amount", "\"2O\"", Some("P1,2O"))];
        assert_eq!(compare(before.clone(), again).newly.count, 0);
        let otherwise = vec![refused(5, "row::bad_date", "m", Some("P1,1O"))];
        let rejects = compare(before, otherwise);
        assert_eq!((rejects.newly.count, rejects.no_longer.count), (1, 1));
    }

    #[test]
    fn without_its_content_a_row_is_found_by_the_words_of_its_refusal() {
        let said = |row, words: &str| vec![refused(row, "row::repeated_key", words, None)];
        let before = || said(7, "row 3 has the same key and came first");
        let moved = said(17, "row 13 has the same key and came first");
        assert_eq!(compare(before(), moved).newly.count, 0);
        let another = said(7, "the row has 3 columns, the header 6");
        assert_eq!(compare(before(), another).newly.count, 1);
        assert_eq!(compare(before(), Vec::new()).no_longer.count, 1);
    }

    #[test]
    fn rows_that_are_equal_are_counted() {
        let one = || refused(1, "c", "m", Some("same"));
        let rejects = compare(vec![one()], vec![one(), one()]);
        assert_eq!((rejects.newly.count, rejects.no_longer.count), (1, 0));
    }
}
