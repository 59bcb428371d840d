//! Columns that tell one row from another: one, else two, else three.
//!
//! Which columns to try together is found on the first rows; those are then watched to the end of
//! the file, so that the counts are of all rows.

use super::column::{Class, Column};
use super::distinct::{Distinct, hash, join};
use super::rows::FirstRows;
use super::scan::trim;
use crate::record::cells::CellBatch;

/// Columns that are tried together.
const TRIED: usize = 12;
/// Columns of which three are tried together.
const TRIED_BY_THREE: usize = 9;
/// Most sets of columns that are watched.
const WATCHED: usize = 2;

/// Several columns, watched as one key.
pub(super) struct Combination {
    pub(super) columns: Vec<usize>,
    pub(super) values: Distinct,
    pub(super) blank: u64,
    pub(super) repeat_rows: FirstRows,
}

impl Combination {
    /// Starts with the rows that are in the columns' samples.
    pub(super) fn start(columns: Vec<usize>, all: &[Column], rows: &[u64]) -> Self {
        let mut this = Self {
            columns,
            values: Distinct::default(),
            blank: 0,
            repeat_rows: FirstRows::default(),
        };
        for (i, row) in rows.iter().enumerate() {
            let key = joined(&this.columns, |c| sample_hash(all, c, i));
            this.book(key, *row);
        }
        this
    }

    fn book(&mut self, key: Option<u64>, row: u64) {
        match key {
            None => self.blank += 1,
            Some(key) => {
                if self.values.insert(key) {
                    self.repeat_rows.add(row);
                }
            }
        }
    }

    /// Reads the rows of a batch from `first` on.
    pub(super) fn take(&mut self, batch: &CellBatch, first: usize) {
        for row in first..batch.len() {
            let key = joined(&self.columns, |column| {
                let text = trim(batch.cell(row, column)?.text);
                (!text.is_empty()).then(|| hash(text))
            });
            self.book(key, batch.number(row));
        }
    }
}

fn joined(columns: &[usize], of: impl Fn(usize) -> Option<u64>) -> Option<u64> {
    let mut hashes = columns.iter().map(|c| of(*c));
    let first = hashes.next()??;
    hashes.try_fold(first, |key, next| Some(join(key, next?)))
}

fn sample_hash(all: &[Column], column: usize, row: usize) -> Option<u64> {
    let hash = *all.get(column)?.sample.as_ref()?.hashes.get(row)?;
    (hash != 0).then_some(hash)
}

/// Returns how many rows may repeat a key that is still worth telling.
pub(super) fn tolerated(rows: u64) -> u64 {
    (rows / 1000).max(1)
}

/// Returns true for a column that can be part of a key: no money, no measure, no free text.
pub(super) fn may_be_key(column: &Column) -> bool {
    let texts = column.class_count(Class::Text);
    let measured = column.numbers.is_money() || column.numbers.most_places() > 0;
    let some = column.distinct.count() > 1 && column.filled > 0;
    let money = column.hints.money && !column.hints.id;
    some && !measured && !money && texts * 10 <= column.filled
}

/// Returns true where one column tells rows apart, but for a few.
pub(super) fn is_key(column: &Column) -> bool {
    let tolerated = tolerated(column.rows);
    may_be_key(column)
        && column.filled > 1
        && column.rows - column.filled <= tolerated
        && column.distinct.repeats() <= tolerated
        && column.class_count(Class::Secret) == 0
}

/// Returns sets of columns to watch, the best first: those that tell the sample's rows apart, else
/// the two that come nearest.
pub(super) fn choose(all: &[Column], rows: usize) -> Vec<Vec<usize>> {
    let mut tried: Vec<usize> = (0..all.len())
        .filter(|c| {
            all.get(*c).is_some_and(|column| {
                let filled = column.filled + column.nulls.iter().sum::<u64>();
                let part = may_be_key(column) && !is_key(column);
                column.sample.is_some() && part && filled * 100 >= column.rows * 99
            })
        })
        .collect();
    let weight = |c: &usize| {
        let column = all.get(*c);
        let named = column.is_some_and(|c| c.hints.id || c.hints.day);
        let count = column.map_or(0, |c| c.distinct.count());
        (std::cmp::Reverse(named), std::cmp::Reverse(count), *c)
    };
    tried.sort_by_key(weight);
    tried.truncate(TRIED);
    let pairs = sets(&tried, 2);
    let mut found = tell(all, rows, &pairs);
    let tolerated = tolerated(rows as u64);
    let good = |found: &[(u64, Vec<usize>)]| found.first().is_some_and(|(n, _)| *n <= tolerated);
    if !good(&found) {
        tried.truncate(TRIED_BY_THREE);
        let three = tell(all, rows, &sets(&tried, 3));
        if good(&three) {
            found = three;
        }
    }
    let best = found.first().map_or(0, |(n, _)| *n);
    found
        .into_iter()
        .filter(|(n, _)| *n <= tolerated.max(best))
        .take(WATCHED)
        .map(|(_, columns)| columns)
        .collect()
}

fn sets(of: &[usize], size: usize) -> Vec<Vec<usize>> {
    let mut sets: Vec<Vec<usize>> = vec![Vec::new()];
    for _ in 0..size {
        let mut longer = Vec::new();
        for set in &sets {
            let after = set.last().and_then(|l| of.iter().position(|c| c == l));
            for c in of.iter().skip(after.map_or(0, |at| at + 1)) {
                let mut set = set.clone();
                set.push(*c);
                longer.push(set);
            }
        }
        sets = longer;
    }
    sets
}

/// Returns each set with how many of the sample's rows repeat it: the fewest first, and of equal
/// ones those whose columns are named as keys.
fn tell(all: &[Column], rows: usize, sets: &[Vec<usize>]) -> Vec<(u64, Vec<usize>)> {
    let mut found = Vec::new();
    for set in sets {
        let room = set.iter().try_fold(1_u64, |n, c| {
            Some(n.saturating_mul(all.get(*c)?.distinct.count()))
        });
        // A set that repeats in more than a sixth of the rows is no key, and not near one.
        if room.unwrap_or(0) < rows as u64 * 5 / 6 {
            continue;
        }
        let mut keys: Vec<u64> = (0..rows)
            .filter_map(|row| joined(set, |c| sample_hash(all, c, row)))
            .collect();
        let count = keys.len();
        keys.sort_unstable();
        keys.dedup();
        let repeats = (count - keys.len()) as u64;
        if repeats * 6 <= rows as u64 {
            let mut set = set.clone();
            set.sort_unstable();
            found.push((repeats, set));
        }
    }
    let unnamed = |set: &[usize]| {
        let named = |c: &&usize| all.get(**c).is_some_and(|c| c.hints.id && !c.hints.day);
        set.len() - set.iter().filter(named).count()
    };
    found.sort_by_key(|(repeats, set)| (*repeats, unnamed(set), set.clone()));
    found
}
