//! Billing and reading periods: how one follows another, and how long they are. Whether a period's
//! end is its last day or the next one's first differs between exports of one and the same system.

use super::column::Column;
use super::report::{ColumnProfile, ColumnType, Periods};
use super::sample::NO_DAY;
use super::together;
use std::collections::BTreeMap;

/// Longest period, in days.
const LONGEST: i32 = 400;
/// Most pairs of columns that are tried.
const PAIRS: usize = 6;

/// Returns the periods that a table's columns of days make, from the first rows.
pub(super) fn find(columns: &[Column], profiles: &[ColumnProfile]) -> Vec<Periods> {
    let is = |kind: ColumnType| {
        let of_kind = profiles
            .iter()
            .enumerate()
            .filter(move |(_, p)| p.kind == kind);
        of_kind.map(|(i, _)| i).collect::<Vec<_>>()
    };
    let days = is(ColumnType::Date);
    let mut found = Vec::new();
    for pair in days.windows(2).take(PAIRS) {
        let [start, end] = pair else { continue };
        let Some((lengths, rows)) = lengths(columns, *start, *end) else {
            continue;
        };
        let mut best: Option<Periods> = None;
        for of in is(ColumnType::Identifier)
            .into_iter()
            .chain(is(ColumnType::WholeNumber))
        {
            let repeats = columns.get(of).map_or(0, |c| c.distinct.repeats());
            if repeats * 2 < rows {
                continue;
            }
            let counts = follow(columns, of, *start, *end);
            let good = |p: &Periods| p.same_day.max(p.next_day);
            let name = |i: usize| profiles.get(i).map(|p| p.name.clone()).unwrap_or_default();
            let [same_day, next_day, gaps, overlaps] = counts;
            let periods = Periods {
                start: name(*start),
                end: name(*end),
                of: name(of),
                same_day,
                next_day,
                gaps,
                overlaps,
                days: lengths,
                by: None,
            };
            let all = same_day + next_day + gaps + overlaps;
            let regular = all >= 5 && good(&periods) * 10 >= all * 6;
            if regular && best.as_ref().is_none_or(|b| good(b) < good(&periods)) {
                best = Some(periods);
            }
        }
        if let Some(periods) = &mut best {
            let length = |row| length(columns, *start, *end, row);
            let rows = count_of(columns, *start);
            periods.by = together::lengths(columns, profiles, rows, length);
        }
        found.extend(best);
    }
    found
}

fn day(columns: &[Column], column: usize, row: usize) -> Option<i32> {
    let sample = columns.get(column)?.sample.as_ref()?;
    sample.days.get(row).copied().filter(|d| *d != NO_DAY)
}

/// Returns how long the period of a row is; none where it is none.
fn length(columns: &[Column], start: usize, end: usize, row: usize) -> Option<i32> {
    let (from, to) = (day(columns, start, row)?, day(columns, end, row)?);
    to.checked_sub(from).filter(|n| (1..=LONGEST).contains(n))
}

fn count_of(columns: &[Column], column: usize) -> usize {
    let sample = columns.get(column).and_then(|c| c.sample.as_ref());
    sample.map_or(0, |s| s.days.len())
}

/// Returns the shortest, middle and longest period and how many there are; none where the two
/// columns do not look like first and last day.
fn lengths(columns: &[Column], start: usize, end: usize) -> Option<((i64, i64, i64), u64)> {
    let mut lengths = Vec::new();
    let mut odd = 0_usize;
    for row in 0..count_of(columns, start) {
        if let (Some(from), Some(to)) = (day(columns, start, row), day(columns, end, row)) {
            match to.checked_sub(from) {
                Some(n) if (1..=LONGEST).contains(&n) => lengths.push(n),
                _ => odd += 1,
            }
        }
    }
    lengths.sort_unstable();
    let first = i64::from(*lengths.first()?);
    let middle = i64::from(*lengths.get(lengths.len() / 2)?);
    let last = i64::from(*lengths.last()?);
    let fits = lengths.len() >= 5 && odd * 20 <= lengths.len();
    fits.then_some(((first, middle, last), lengths.len() as u64))
}

/// Counts how the periods of each `of` follow each other: on the same day, the next day, after a
/// gap, overlapping.
fn follow(columns: &[Column], of: usize, start: usize, end: usize) -> [u64; 4] {
    let mut by: BTreeMap<u64, Vec<(i32, i32)>> = BTreeMap::new();
    for row in 0..count_of(columns, start) {
        let key = columns
            .get(of)
            .and_then(|c| c.sample.as_ref()?.hashes.get(row).copied())
            .filter(|key| *key != 0);
        if let (Some(key), Some(from), Some(to)) =
            (key, day(columns, start, row), day(columns, end, row))
        {
            by.entry(key).or_default().push((from, to));
        }
    }
    let mut counts = [0; 4];
    for periods in by.values_mut() {
        periods.sort_unstable();
        for pair in periods.windows(2) {
            let [(_, before), (after, _)] = pair else {
                continue;
            };
            let at = match after.saturating_sub(*before) {
                0 => 0,
                1 => 1,
                n if n > 1 => 2,
                _ => 3,
            };
            if let Some(count) = counts.get_mut(at) {
                *count += 1;
            }
        }
    }
    counts
}
