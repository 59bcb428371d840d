//! What the sample's exports say, read by the tests themselves: rows, control totals, known
//! defects, and the card and bank numbers that must not come along.

use super::sandbox::latin1;
use super::support::{Row, root, rows_of};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Returns the rows of a file of the sample's exports.
pub fn rows(file: &str) -> Vec<Row> {
    rows_in(&root().join("fixtures/benton-pud"), file)
}

/// Returns the rows of a file of exports, which are Windows-1252.
pub fn rows_in(folder: &Path, file: &str) -> Vec<Row> {
    let bytes = fs::read(folder.join(file)).unwrap();
    rows_of(&encoding_rs::WINDOWS_1252.decode(&bytes).0)
}

/// Returns cents of an amount such as `1,234.56`, `12.34CR` or `(12.34)`.
pub fn cents(text: &str) -> i64 {
    let bare = text.trim_end_matches("CR").trim_matches(['(', ')']);
    let digits: String = bare.chars().filter(|c| !matches!(c, ',' | '.')).collect();
    let amount: i64 = digits.parse().unwrap_or_else(|_| panic!("amount {text}"));
    if bare == text { amount } else { -amount }
}

/// A line of the table of files in the extract notes.
pub struct Extracted {
    pub file: String,
    pub rows: u64,
    /// Cents of the rows that posted, by column.
    pub totals: BTreeMap<String, i64>,
}

/// Returns the table of files in the extract notes.
pub fn extracted() -> Vec<Extracted> {
    let of_line = |line: &str| {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let [_, file, rows, _, totals, _] = cells[..] else {
            return None;
        };
        let totals = totals.split(';').filter_map(|total| {
            let (column, amount) = total.trim().split_once(' ')?;
            Some((column.to_owned(), cents(amount)))
        });
        file.ends_with(".csv").then(|| Extracted {
            file: file.to_owned(),
            rows: rows.parse().unwrap(),
            totals: totals.collect(),
        })
    };
    notes().lines().filter_map(of_line).collect()
}

/// Returns file and line of the defects that the extract notes name.
pub fn known_defects() -> BTreeSet<(String, u64)> {
    let of_line = |line: &str| {
        let (file, rest) = line.strip_prefix("- ")?.split_once(", line ")?;
        let (line, _) = rest.split_once(':')?;
        Some((file.to_owned(), line.parse().unwrap()))
    };
    notes().lines().filter_map(of_line).collect()
}

fn notes() -> String {
    fs::read_to_string(root().join("fixtures/benton-pud/EXTRACT.md")).unwrap()
}

/// Returns the card and bank numbers of the stored methods.
pub fn stored_numbers() -> Vec<String> {
    let columns = ["CARD_NO", "RT_NO", "BANK_ACCT"];
    let cells = rows("PAYMETH.csv");
    let numbers = cells
        .iter()
        .flat_map(|row| columns.map(|c| digits(&row[c])));
    numbers.filter(|number| !number.is_empty()).collect()
}

/// Returns the card and bank numbers that representatives typed into notes.
pub fn typed_numbers() -> Vec<String> {
    let meters: BTreeSet<String> = rows("METER.csv")
        .iter()
        .map(|row| row["MTR_NO"].clone())
        .collect();
    let mut found = Vec::new();
    for row in rows("NOTES.csv") {
        let text = &row["NOTE_TXT"];
        let is_card = |number: &String| {
            (13..=19).contains(&number.len()) && luhn(number) && !meters.contains(number)
        };
        found.extend(runs(text).into_iter().filter(is_card));
        if let Some((_, bank)) = text.split_once("Routing ") {
            found.extend(runs(&bank.replace("acct", "|")).into_iter().take(2));
        }
    }
    found
}

/// Returns the digits of every run of digits, with the spaces, dots and dashes between them left
/// out.
fn runs(text: &str) -> Vec<String> {
    squeezed(text.as_bytes())
        .split(|byte| !byte.is_ascii_digit())
        .filter(|run| !run.is_empty())
        .map(latin1)
        .collect()
}

/// Returns bytes without the spacing that stands between two digits.
fn squeezed(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut spacing = 0;
    for byte in bytes {
        if byte.is_ascii_digit() {
            out.truncate(out.len() - spacing);
        }
        let between = spacing > 0 || out.last().is_some_and(u8::is_ascii_digit);
        let is_spacing = matches!(byte, b' ' | b'.' | b'-' | b'/' | b'\r' | b'\n' | b'\t');
        spacing = if is_spacing && between {
            spacing + 1
        } else {
            0
        };
        out.push(*byte);
    }
    out
}

/// Returns the first of `numbers` that stands in `bytes`, whole or in any spacing.
pub fn standing_in<'a>(numbers: &'a [String], bytes: &[u8]) -> Option<&'a String> {
    let text = latin1(&squeezed(bytes));
    numbers.iter().find(|number| text.contains(number.as_str()))
}

/// Returns the digits of a text.
pub fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// Returns true where the last digit is the check digit mod 10 of the others.
pub fn luhn(number: &str) -> bool {
    let sum: u32 = number
        .bytes()
        .rev()
        .enumerate()
        .map(|(at, digit)| {
            let digit = u32::from(digit - b'0') * if at % 2 == 1 { 2 } else { 1 };
            digit / 10 + digit % 10
        })
        .sum();
    sum.is_multiple_of(10)
}
