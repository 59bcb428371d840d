//! Payment data in what lies in the delivery and no table of the mapping reads: files and sheets
//! that nobody named or that are not needed, hidden sheets, comments on cells, ignored columns.
//! None of it is carried; it belongs into the evidence and on the purge list all the same.

use super::delivery::DeliveredFile;
use super::failure::Failure;
use super::inspect::{self, ColumnProfile};
use super::job::Job;
use super::not_named;
use super::stream::each_part;
use crate::decide::payment_text::{self, KnownIds};
use crate::read;
use crate::record::format::Format;
use crate::record::payment_kind::PaymentKind;
use crate::record::raw::{ColumnUse, RawRow};
use crate::write::removal::{KindFound, NotRead};
use std::collections::{BTreeMap, BTreeSet};

/// Payment data of one kind in one place that is not read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unread {
    /// The file, or the sheet as `book.xlsx#Sheet`.
    pub file: String,
    /// The column; `comments` for comments on cells.
    pub column: String,
    /// What it is.
    pub kind: PaymentKind,
    /// How many values.
    pub count: u64,
    /// In how many rows or comments.
    pub rows: u64,
}

/// What was looked through, and what was found.
#[derive(Debug, Default)]
pub struct Beside {
    /// Columns, and comments of sheets, that were looked through.
    pub places: u64,
    /// Payment data, ordered by file, column and kind.
    pub found: Vec<Unread>,
}

impl Beside {
    /// Returns what was found as the evidence has it: a line a place.
    #[must_use]
    pub fn not_read(&self) -> Vec<NotRead> {
        let mut lines: Vec<NotRead> = Vec::new();
        for one in &self.found {
            let found = KindFound {
                kind: one.kind.code().to_owned(),
                count: one.count,
                rows: one.rows,
            };
            match lines.last_mut() {
                Some(line) if (&line.file, &line.column) == (&one.file, &one.column) => {
                    line.kinds.push(found);
                }
                _ => lines.push(NotRead {
                    file: one.file.clone(),
                    column: one.column.clone(),
                    kinds: vec![found],
                }),
            }
        }
        lines
    }
}

/// What comments on cells are called, in the place of a column.
const COMMENTS: &str = "comments";

/// Looks through everything that is not read. What cannot be read here holds nothing that can be
/// told; the mapping's own files are refused where they are read.
///
/// # Errors
/// Exports, where a file of the mapping cannot be read to its end.
pub fn unread(job: &Job, files: &[DeliveredFile], known: &KnownIds) -> Result<Beside, Failure> {
    let (mut places, mut found) = (0, Vec::new());
    for file in files {
        places += ignored(job, file, known, &mut found)?;
    }
    let tables = job.mapping.files.iter();
    let named: BTreeSet<&str> = tables.clone().map(|file| file.path()).collect();
    let sheets: BTreeSet<&str> = tables.map(|file| file.file()).collect();
    let books = job.mapping.files.iter();
    let books = books.filter(|file| matches!(file.format(), Format::Workbook(_)));
    let books: BTreeSet<&str> = books.map(|file| file.path()).collect();
    for name in not_named::files(job) {
        let path = job.exports.join(&name);
        let is_book = books.contains(name.as_str());
        if named.contains(name.as_str()) && !is_book {
            continue;
        }
        let wanted = |called: &str| !sheets.contains(called);
        for (called, columns) in inspect::unread(&path, &name, &job.progress, (known, &wanted)) {
            places += columns.len() as u64;
            for column in &columns {
                profiled(&called, column, &mut found);
            }
        }
        // What is no workbook has no comments.
        for (called, texts) in read::comments(&path, &name).unwrap_or_default() {
            places += u64::from(!texts.is_empty());
            commented(&called, &texts, known, &mut found);
        }
    }
    found.sort();
    Ok(Beside { places, found })
}

/// Looks through the columns of a file that the mapping names and does not read. Returns how many
/// there are.
fn ignored(
    job: &Job,
    file: &DeliveredFile,
    known: &KnownIds,
    found: &mut Vec<Unread>,
) -> Result<u64, Failure> {
    let names: BTreeSet<&str> = file
        .mapping()
        .ignored_columns()
        .map(|(name, _)| name)
        .collect();
    let columns = file.columns.columns().iter();
    let uses: Vec<ColumnUse> = columns
        .map(|name| {
            if names.contains(name.as_str()) {
                ColumnUse::Keep
            } else {
                ColumnUse::Ignore
            }
        })
        .collect();
    if !uses.contains(&ColumnUse::Keep) {
        return Ok(0);
    }
    let look = |rows: &mut [RawRow]| {
        let mut counts: BTreeMap<(usize, PaymentKind), (u64, u64)> = BTreeMap::new();
        for row in rows {
            for (at, cell) in row.cells.iter().enumerate() {
                let text = cell.text().unwrap_or_default();
                for (kind, count) in kinds(text, known) {
                    let (values, rows) = counts.entry((at, kind)).or_default();
                    *values += count;
                    *rows += 1;
                }
            }
        }
        counts
    };
    let mut all: BTreeMap<(usize, PaymentKind), (u64, u64)> = BTreeMap::new();
    let bar = job.progress.file("scanning", &file.name, file.bytes);
    each_part(file, &bar, uses, look, |counts| {
        for (place, (values, rows)) in counts {
            let sum = all.entry(place).or_default();
            sum.0 += values;
            sum.1 += rows;
        }
        Ok(())
    })?;
    found.extend(all.into_iter().map(|((at, kind), (count, rows))| Unread {
        file: file.name.clone(),
        column: file.column_name(at).to_owned(),
        kind,
        count,
        rows,
    }));
    Ok(names.len() as u64)
}

/// Returns how much payment data of each kind a text holds.
fn kinds(text: &str, known: &KnownIds) -> BTreeMap<PaymentKind, u64> {
    let mut counts = BTreeMap::new();
    for found in payment_text::find(text, known) {
        *counts.entry(found.kind).or_default() += 1;
    }
    counts
}

/// Adds what the profile of a column tells.
fn profiled(file: &str, column: &ColumnProfile, found: &mut Vec<Unread>) {
    let Some(facts) = &column.payment else { return };
    let mut add = |kind: PaymentKind, count: u64, rows: u64| {
        if count > 0 {
            found.push(Unread {
                file: file.to_owned(),
                column: column.name.clone(),
                kind,
                count,
                rows,
            });
        }
    };
    let whole = [
        (PaymentKind::CardNumber, facts.card_numbers),
        (PaymentKind::RoutingNumber, facts.routing_numbers),
        (PaymentKind::Iban, facts.ibans),
    ];
    match facts.kind {
        // All of the column is payment data, by its values or its name.
        Some(kind) => add(kind, facts.filled, facts.filled),
        None => whole
            .into_iter()
            .for_each(|(kind, count)| add(kind, count, count)),
    }
    for (kind, count) in &facts.pieces {
        add(*kind, *count, facts.texts.min(*count));
    }
}

/// Adds what the comments on the cells of a sheet hold.
fn commented(sheet: &str, texts: &[String], known: &KnownIds, found: &mut Vec<Unread>) {
    let mut counts: BTreeMap<PaymentKind, (u64, u64)> = BTreeMap::new();
    for text in texts {
        for (kind, count) in kinds(text, known) {
            let (values, rows) = counts.entry(kind).or_default();
            *values += count;
            *rows += 1;
        }
    }
    found.extend(counts.into_iter().map(|(kind, (count, rows))| Unread {
        file: sheet.to_owned(),
        column: COMMENTS.to_owned(),
        kind,
        count,
        rows,
    }));
}
