//! The verdict on the planted values: each counted by the evidence, in its file and column and by
//! its kind, and none found anywhere afterwards. Nothing planted is no proof.

use super::plant::Sown;
use super::sites::NotPlanted;
use crate::write::removal::RemovedData;
use crate::write::report::{Report, RowAccount};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What a canary run came to. Counts and places, never a value.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Canary {
    /// Values planted.
    pub planted: u64,
    /// Values that the evidence counts and that stand nowhere.
    pub caught: u64,
    /// Values that stand somewhere.
    pub escaped: u64,
    /// The same by file, column and kind.
    pub lines: Vec<CanaryLine>,
    /// Where values stand.
    pub escapes: Vec<Escape>,
    /// Columns in which nothing could be planted.
    pub not_planted: Vec<NotPlanted>,
    /// What else differs from a run on a copy without values, or could not be trusted.
    pub faults: Vec<String>,
    /// Files and printed texts that were searched.
    pub searched: u64,
    /// What the former run left behind, if anything.
    #[serde(skip)]
    pub findings: Vec<crate::diag::finding::Finding>,
}

/// Planted values of one kind in one column.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CanaryLine {
    /// The file, as messages call it.
    pub file: String,
    /// The legacy column.
    pub column: String,
    /// What was planted.
    pub kind: String,
    /// How many.
    pub planted: u64,
    /// How many of them are counted, and stand nowhere.
    pub caught: u64,
    /// How many of them stand somewhere.
    pub escaped: u64,
    /// False where they are too short to be looked for: then the count alone speaks.
    pub searched: bool,
}

/// A planted value that stands where it must not.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Escape {
    /// The file it was planted in.
    pub file: String,
    /// The column.
    pub column: String,
    /// What it is.
    pub kind: String,
    /// The file of the result, or the printed text, in which it stands.
    pub place: String,
}

impl Canary {
    /// Returns true where values were planted and every one was caught, and nothing else is wrong.
    #[must_use]
    pub fn is_green(&self) -> bool {
        self.planted > 0
            && self.caught == self.planted
            && self.escaped == 0
            && self.faults.is_empty()
    }
}

/// What the search found: places by the value's position among the planted ones.
pub(super) type Found = BTreeMap<usize, BTreeSet<String>>;

/// Where a count belongs: file, column, kind.
type Key = (String, String, String);

/// Judges the planted values by what the runs without and with them counted, and by what the
/// search found.
pub(super) fn judge(sown: &[Sown], (before, after): (&Report, &Report), found: &Found) -> Canary {
    let (counts, former) = (counts(after), counts(before));
    let mut canary = Canary::default();
    let mut lines: BTreeMap<Key, (CanaryLine, u64)> = BTreeMap::new();
    for (at, one) in sown.iter().enumerate() {
        let kind = one.value.kind.code().to_owned();
        let key = (one.file.clone(), one.column.clone(), kind);
        let (line, tables) = lines.entry(key).or_default();
        *tables = one.tables.max(1);
        line.planted += 1;
        line.searched |= one.value.digits.is_some();
        let places = found.get(&at);
        line.escaped += u64::from(places.is_some());
        for place in places.into_iter().flatten() {
            canary.escapes.push(Escape {
                file: one.file.clone(),
                column: one.column.clone(),
                kind: one.value.kind.code().to_owned(),
                place: place.clone(),
            });
        }
    }
    let keys: BTreeSet<&Key> = counts.keys().chain(former.keys()).collect();
    for key in keys.into_iter().filter(|key| !lines.contains_key(*key)) {
        let (then, now) = (count(&former, key), count(&counts, key));
        if then != now {
            let (file, column, kind) = key;
            canary.faults.push(format!(
                "{file} {column}: {now} of kind {kind} are counted, and {then} without planted values; none was planted"
            ));
        }
    }
    for (key, (line, tables)) in lines {
        let more = count(&counts, &key).saturating_sub(count(&former, &key));
        let (file, column, kind) = key;
        if more > line.planted * tables {
            canary.faults.push(format!(
                "{file} {column}: {more} more of kind {kind} are counted, and {} were planted",
                line.planted * tables
            ));
        }
        let counted = (more / tables).min(line.planted);
        let line = CanaryLine {
            file,
            column,
            kind,
            caught: counted.saturating_sub(line.escaped),
            ..line
        };
        canary.planted += line.planted;
        canary.caught += line.caught;
        canary.escaped += line.escaped;
        canary.lines.push(line);
    }
    canary.escapes.sort();
    canary
        .faults
        .extend(rows_that_differ(&before.rows, &after.rows));
    canary
}

fn counts(report: &Report) -> BTreeMap<Key, u64> {
    let mut counts = BTreeMap::new();
    let data = &report.payment_data;
    for RemovedData {
        file,
        column,
        kind,
        count,
        ..
    } in data.dropped.iter().chain(&data.redacted)
    {
        let key = (file.clone(), column.clone(), kind.clone());
        *counts.entry(key).or_default() += count;
    }
    counts
}

fn count(counts: &BTreeMap<Key, u64>, key: &Key) -> u64 {
    counts.get(key).copied().unwrap_or_default()
}

/// Says which files have another fate than before: values planted in texts move no row.
pub(super) fn rows_that_differ(before: &[RowAccount], after: &[RowAccount]) -> Vec<String> {
    let fates = |rows: &RowAccount| {
        (
            rows.file.clone(),
            rows.entity.clone(),
            (rows.rows_read, rows.rows_carried, rows.rows_rejected),
            rows.dropped.clone(),
        )
    };
    let before: Vec<_> = before.iter().map(fates).collect();
    let differ = |rows: &&RowAccount| !before.contains(&fates(rows));
    let told = |rows: &RowAccount| {
        format!(
            "{} ({}): other rows are carried, dropped or refused than without planted values",
            rows.file, rows.entity
        )
    };
    let mut found: Vec<String> = after.iter().filter(differ).map(told).collect();
    if before.len() != after.len() {
        found.push("other files were read than without planted values".to_owned());
    }
    found
}
