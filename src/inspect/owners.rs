//! How many rows one value of an identifier has, by the first rows, and which codes change from one
//! of its rows to another: a customer with thousands of rows, or with more than one class.

use super::column::Column;
use super::report::{Changing, ColumnProfile, ColumnType, Owner};
use std::collections::BTreeMap;

/// Most identifiers that are told.
const MOST_OWNERS: usize = 2;

/// Returns the identifiers that have several rows each, in the file's order.
pub(super) fn owners(columns: &[Column], profiles: &[ColumnProfile]) -> Vec<Owner> {
    let identifiers = profiles.iter().enumerate();
    identifiers
        .filter(|(_, p)| p.kind == ColumnType::Identifier && p.payment.is_none())
        .filter_map(|(at, profile)| owner(columns, profiles, at, &profile.name))
        .take(MOST_OWNERS)
        .collect()
}

fn hashes(columns: &[Column], column: usize) -> Option<&[u64]> {
    let sample = columns.get(column)?.sample.as_ref()?;
    Some(&sample.hashes)
}

/// Counts the rows that are alike.
fn tally(hashes: impl Iterator<Item = u64>) -> BTreeMap<u64, u64> {
    let mut counts = BTreeMap::new();
    for hash in hashes {
        *counts.entry(hash).or_insert(0) += 1;
    }
    counts
}

fn owner(columns: &[Column], profiles: &[ColumnProfile], at: usize, name: &str) -> Option<Owner> {
    let ids = hashes(columns, at)?;
    let mut rows_of: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    for (row, id) in ids.iter().enumerate().filter(|(_, id)| **id != 0) {
        rows_of.entry(*id).or_default().push(row);
    }
    let most = rows_of.values().map(Vec::len).max()?;
    let rows: usize = rows_of.values().map(Vec::len).sum();
    // Where hardly any value repeats, those that do are told as repeats of a key. A single value
    // is no owner among others.
    if rows_of.len() < 2 || rows < rows_of.len() * 2 {
        return None;
    }
    let code = |p: &ColumnProfile| matches!(p.kind, ColumnType::Codes | ColumnType::Flag);
    let coded = profiles.iter().enumerate();
    let coded = coded.filter(|(_, p)| code(p) && p.codes.len() > 1 && p.payment.is_none());
    let changing = coded.filter_map(|(column, p)| {
        let ids = changing(&rows_of, hashes(columns, column)?)?;
        Some(Changing {
            column: p.name.clone(),
            ids,
        })
    });
    Some(Owner {
        column: name.to_owned(),
        rows: rows as u64,
        ids: rows_of.len() as u64,
        most_rows: most as u64,
        changing: changing.collect(),
    })
}

/// Returns how many values have rows with different codes; none where no code belongs to a value,
/// as each of its rows has its own.
fn changing(rows_of: &BTreeMap<u64, Vec<usize>>, codes: &[u64]) -> Option<u64> {
    let code = |row: &usize| codes.get(*row).copied().filter(|code| *code != 0);
    let (mut ids, mut odd, mut rows) = (0, 0, 0);
    for own in rows_of.values() {
        let counts = tally(own.iter().filter_map(code));
        let all: u64 = counts.values().sum();
        odd += all - counts.values().max().copied().unwrap_or(0);
        rows += all;
        ids += u64::from(counts.len() > 1);
    }
    let overall = tally(rows_of.values().flatten().filter_map(code));
    let unusual = rows - overall.values().max().copied().unwrap_or(0);
    (ids > 0 && odd * 2 <= unusual && odd * 4 <= rows).then_some(ids)
}
