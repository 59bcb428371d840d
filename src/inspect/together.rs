//! What columns say together, by the first rows: how long periods are by the codes of another
//! column, charges without consumption, and codes that stand under several codes of another.
//!
//! Only codes that the profile shows are named.

use super::column::Column;
use super::report::{ColumnProfile, ColumnType, FreeCharge, LengthsBy, SharedCode};
use super::sample::Sign;
use super::words::words;
use std::collections::BTreeMap;

/// Most codes by which lengths are told.
const MOST_LENGTHS: usize = 8;
/// Fewest rows of each.
const FEWEST: u64 = 5;
/// Columns of codes that are compared with each other.
const COMPARED: usize = 10;
/// Most codes that are told of one column.
const TOLD: usize = 4;
/// Most columns of codes that are told.
const MOST_SHARED: usize = 2;

/// The columns whose codes are shown.
pub(super) fn coded(profiles: &[ColumnProfile]) -> Vec<usize> {
    let shown = profiles.iter().enumerate();
    let shown = shown.filter(|(_, p)| p.codes.len() > 1 && p.payment.is_none());
    shown.map(|(at, _)| at).collect()
}

fn code_at(columns: &[Column], column: usize, row: usize) -> Option<&str> {
    let column = columns.get(column)?;
    let hash = *column.sample.as_ref()?.hashes.get(row)?;
    column.codes.named(hash)
}

/// Returns how long periods are by the codes of a column, where that tells them apart. `length`
/// says how long the period of a row is.
pub(super) fn lengths(
    columns: &[Column],
    profiles: &[ColumnProfile],
    rows: usize,
    length: impl Fn(usize) -> Option<i32>,
) -> Option<LengthsBy> {
    let mut best: Option<(u64, LengthsBy)> = None;
    let (mut least, mut most, mut count) = (i32::MAX, i32::MIN, 0_u64);
    for length in (0..rows).filter_map(&length) {
        (least, most, count) = (least.min(length), most.max(length), count + 1);
    }
    let spread = u64::try_from(most.saturating_sub(least)).unwrap_or(0) * count;
    for column in coded(profiles) {
        let mut by: BTreeMap<&str, (i32, i32, u64)> = BTreeMap::new();
        for row in 0..rows {
            if let (Some(days), Some(code)) = (length(row), code_at(columns, column, row)) {
                let entry = by.entry(code).or_insert((days, days, 0));
                *entry = (entry.0.min(days), entry.1.max(days), entry.2 + 1);
            }
        }
        let few = by.len() < 2 || by.len() > MOST_LENGTHS;
        if few || by.values().any(|(_, _, rows)| *rows < FEWEST) {
            continue;
        }
        let inside = by.values();
        let inside = inside.map(|(a, b, n)| u64::try_from(b - a).unwrap_or(0) * n);
        let inside: u64 = inside.sum();
        if inside * 2 <= spread && best.as_ref().is_none_or(|(other, _)| inside < *other) {
            let lengths = by.into_iter();
            let lengths = lengths.map(|(code, (a, b, _))| (code.to_owned(), a.into(), b.into()));
            let column = profiles.get(column)?.name.clone();
            let lengths = lengths.collect();
            best = Some((inside, LengthsBy { column, lengths }));
        }
    }
    best.map(|(_, lengths)| lengths)
}

/// Returns the rows in which nothing was used and something was charged.
pub(super) fn free_charges(columns: &[Column], profiles: &[ColumnProfile]) -> Vec<FreeCharge> {
    const WORDS: [&str; 12] = [
        "usage",
        "quantity",
        "qty",
        "consumption",
        "cons",
        "kwh",
        "ccf",
        "therms",
        "gallons",
        "kgal",
        "volume",
        "units",
    ];
    let quantity = |p: &ColumnProfile| {
        let number = matches!(p.kind, ColumnType::WholeNumber | ColumnType::Decimal);
        number && words(&p.name).iter().any(|w| WORDS.contains(&w.as_str()))
    };
    let amounts: Vec<usize> = (0..profiles.len())
        .filter(|at| {
            profiles
                .get(*at)
                .is_some_and(|p| p.kind == ColumnType::Amount)
        })
        .collect();
    let mut found = Vec::new();
    for (at, profile) in profiles.iter().enumerate().filter(|(_, p)| quantity(p)) {
        let sign = |column: usize, row: usize| {
            let sample = columns.get(column)?.sample.as_ref()?;
            sample.signs.get(row).copied()
        };
        let rows = columns.get(at).and_then(|c| c.sample.as_ref());
        let rows = rows.map_or(0, |sample| sample.signs.len());
        let both = |amount: usize, row: usize| {
            sign(at, row) == Some(Sign::Zero) && sign(amount, row) == Some(Sign::Other)
        };
        let counted = amounts.iter().map(|amount| {
            let rows = (0..rows).filter(|row| both(*amount, *row)).count();
            (rows, *amount)
        });
        let Some((count, amount)) = counted.max_by_key(|(n, at)| (*n, usize::MAX - at)) else {
            continue;
        };
        if count > 0 {
            found.push(FreeCharge {
                quantity: profile.name.clone(),
                amount: profiles
                    .get(amount)
                    .map(|p| p.name.clone())
                    .unwrap_or_default(),
                rows: count as u64,
                always: always(columns, profiles, rows, |row| both(amount, row)),
            });
        }
    }
    found
}

/// Returns the code all of whose rows are meant: its column, itself, its rows.
fn always(
    columns: &[Column],
    profiles: &[ColumnProfile],
    rows: usize,
    is: impl Fn(usize) -> bool,
) -> Option<(String, String, u64)> {
    let mut best: Option<(String, String, u64)> = None;
    for column in coded(profiles) {
        let mut by: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
        for row in 0..rows {
            if let Some(code) = code_at(columns, column, row) {
                let (all, meant) = by.entry(code).or_default();
                *all += 1;
                *meant += u64::from(is(row));
            }
        }
        for (code, (all, meant)) in by {
            let more = best.as_ref().is_none_or(|(_, _, rows)| *rows < all);
            if all == meant && all >= FEWEST && more {
                best = Some((profiles.get(column)?.name.clone(), code.to_owned(), all));
            }
        }
    }
    best
}

/// Returns codes that stand under several codes of another column, where most stand under one.
pub(super) fn shared_codes(columns: &[Column], profiles: &[ColumnProfile]) -> Vec<SharedCode> {
    let mut coded = coded(profiles);
    coded.retain(|at| {
        profiles
            .get(*at)
            .is_some_and(|p| p.kind == ColumnType::Codes)
    });
    let mut found = Vec::new();
    for fine in coded.iter().copied().take(COMPARED) {
        for coarse in coded.iter().copied().take(COMPARED) {
            let counts = [fine, coarse].map(|c| profiles.get(c).map_or(0, |p| p.codes.len()));
            let [many, few] = counts;
            if many < 6 || few * 2 > many {
                continue;
            }
            found.extend(under(columns, profiles, fine, coarse));
        }
    }
    found.truncate(MOST_SHARED);
    found
}

fn under(
    columns: &[Column],
    profiles: &[ColumnProfile],
    fine: usize,
    coarse: usize,
) -> Option<SharedCode> {
    let rows = columns.get(fine)?.sample.as_ref()?.hashes.len();
    let mut by: BTreeMap<&str, BTreeMap<&str, u64>> = BTreeMap::new();
    for row in 0..rows {
        if let (Some(code), Some(other)) =
            (code_at(columns, fine, row), code_at(columns, coarse, row))
        {
            *by.entry(code).or_default().entry(other).or_default() += 1;
        }
    }
    let codes = by.len();
    let (mut rows, mut odd) = (0, 0);
    let mut all: BTreeMap<&str, u64> = BTreeMap::new();
    let mut several: Vec<(u64, &str, Vec<String>)> = Vec::new();
    for (code, others) in by {
        let sum: u64 = others.values().sum();
        let less = sum - others.values().max().copied().unwrap_or(0);
        (rows, odd) = (rows + sum, odd + less);
        for (other, n) in &others {
            *all.entry(other).or_default() += n;
        }
        if less > 0 {
            let names = others.keys().map(|other| (*other).to_owned());
            several.push((less, code, names.collect()));
        }
    }
    // Columns that have nothing to do with each other are not worth a line.
    let unrelated = rows - all.values().max().copied().unwrap_or(0);
    if several.is_empty() || odd * 2 > unrelated || odd * 4 > rows {
        return None;
    }
    several.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    let count = several.len() as u64;
    several.truncate(TOLD);
    let name = |at: usize| profiles.get(at).map(|p| p.name.clone()).unwrap_or_default();
    Some(SharedCode {
        column: name(fine),
        under: name(coarse),
        rows,
        codes: codes as u64,
        several: count,
        first: several
            .into_iter()
            .map(|(_, c, o)| (c.to_owned(), o))
            .collect(),
    })
}
