//! Trailer records: do the records agree with the count and the sum that it gives?

use super::report::{ColumnProfile, Trailer};
use crate::record::unknown::Aside;

/// Returns what a record says that begins with a tag and a count; none where it is no trailer.
pub(super) fn trailer(aside: &Aside, rows: u64, columns: &[ColumnProfile]) -> Option<Trailer> {
    let [tag, count, more @ ..] = aside.fields.as_slice() else {
        return None;
    };
    // A longer number is no count of records, and could be an account.
    let count: Option<u64> = count.trim().parse().ok().filter(|n| *n < 100_000_000);
    let sums: Vec<String> = more.iter().map(|field| plain(field)).collect();
    let at = sums.iter().position(|field| !field.is_empty());
    let sum = at.and_then(|at| sums.get(at)).cloned();
    let short = (1..=3).contains(&tag.len()) && tag.bytes().all(|b| b.is_ascii_alphanumeric());
    let sum_of: Vec<String> = columns
        .iter()
        .filter(|column| {
            let numbers = column.numbers.as_ref().and_then(|n| n.sum.as_deref());
            sum.is_some() && numbers.map(plain) == sum
        })
        .map(|column| column.name.clone())
        .collect();
    count.map(|count| Trailer {
        row: aside.number,
        tag: short.then(|| tag.clone()),
        sum_field: at.map(|at| at as u64 + 3),
        count: Some(count),
        count_agrees: Some(count == rows),
        sum_agrees: sum.map(|_| !sum_of.is_empty()),
        sum_of,
    })
}

/// Returns a sum's digits, so that `8,442.56` and `844256` are the same.
fn plain(text: &str) -> String {
    let digits: String = text
        .chars()
        .filter(|c| c.is_ascii_digit() || *c == '-')
        .collect();
    digits.trim_start_matches('0').to_owned()
}
