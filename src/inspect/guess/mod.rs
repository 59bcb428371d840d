//! From the profile of a delivery to a mapping to start from: which file is which entity, which
//! column which field, how days and amounts are written. All of it is guessed and says so.
//!
//! In: profiles. Out: a `Skeleton`: every column of every file once, used, dropped or ignored, with
//! counts and never a value but codes. What may be card or bank data is dropped.

mod assign;
mod codes;
mod evidence;
mod fields;
mod files;
mod formats;
mod header;
mod lines;
mod written;

use super::report::TableProfile;
use crate::record::skeleton::{FileTable, Skeleton, Unplaced};
use crate::record::source::Entity;
use crate::record::unknown::RecordTags;
use assign::{Fit, fit};
use formats::General;

/// How a file is cut into rows, as a mapping's `kind` says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Text with a delimiter.
    Delimited,
    /// Records with a copybook.
    Fixed,
    /// A sheet.
    Workbook,
    /// Nothing that a mapping could read.
    Other,
}

/// A file or sheet that was profiled.
#[derive(Clone, Copy, Debug)]
pub struct Profiled<'a> {
    /// Its name; `book.xlsx#Sheet` for a sheet.
    pub name: &'a str,
    /// How it is cut.
    pub kind: Kind,
    /// What parts its columns.
    pub delimiter: Option<&'a str>,
    /// How its characters seem to be coded, in the profile's words.
    pub encoding: Option<&'a str>,
    /// The row of its header; none where no row names the columns.
    pub header_row: Option<u64>,
    /// The tags of its records.
    pub tags: Option<&'a RecordTags>,
    /// True for a sheet that people do not see.
    pub hidden: bool,
    /// Its rows and columns; none where they cannot be read.
    pub table: Option<&'a TableProfile>,
}

/// A file with the entity that it is taken for.
struct Placed<'a> {
    file: &'a Profiled<'a>,
    table: &'a TableProfile,
    words: Vec<Vec<String>>,
    fit: Fit,
}

/// Returns a skeleton of the mapping of these files.
#[must_use]
pub fn skeleton(files: &[Profiled<'_>]) -> Skeleton {
    let placed = place(files);
    let general = General::of(&placed);
    let unplaced = files
        .iter()
        .filter(|file| placed.iter().all(|p| p.file.name != file.name));
    Skeleton {
        format: if placed.is_empty() {
            Vec::new()
        } else {
            general.lines(&placed)
        },
        files: placed
            .iter()
            .map(|p| FileTable {
                entity: p.fit.entity,
                lines: lines::of(p, &placed, &general),
            })
            .collect(),
        unplaced: unplaced.map(unplaced_file).collect(),
    }
}

/// Gives each entity the file that fits it best, the best of all first.
fn place<'a>(files: &'a [Profiled<'a>]) -> Vec<Placed<'a>> {
    let mut all: Vec<Placed<'a>> = Vec::new();
    for file in files {
        let Some(table) = file.table.filter(|_| is_readable(file)) else {
            continue;
        };
        let names: Vec<&str> = table.columns.iter().map(|c| c.name.as_str()).collect();
        let words = header::table(&names);
        for entity in Entity::ALL {
            let fit = fit(entity, file.name, (&table.columns, &words));
            if fit.score > 0 {
                all.push(Placed {
                    file,
                    table,
                    words: words.clone(),
                    fit,
                });
            }
        }
    }
    all.sort_by_key(|p| (usize::MAX - p.fit.score, p.fit.entity, p.file.name));
    let mut placed: Vec<Placed<'a>> = Vec::new();
    for next in all {
        let taken =
            |p: &Placed<'_>| p.fit.entity == next.fit.entity || p.file.name == next.file.name;
        if !placed.iter().any(taken) {
            placed.push(next);
        }
    }
    placed.sort_by_key(|p| p.fit.entity);
    placed
}

/// Returns true where a mapping could say how the file is read.
fn is_readable(file: &Profiled<'_>) -> bool {
    file.kind != Kind::Other
        && !file.hidden
        && (file.header_row.is_some() || file.kind == Kind::Fixed)
}

fn unplaced_file(file: &Profiled<'_>) -> Unplaced {
    let columns: Vec<String> = file
        .table
        .map(|table| table.columns.iter().map(|c| c.name.clone()).collect())
        .unwrap_or_default();
    let why = match file.table {
        None => "its rows cannot be read".to_owned(),
        Some(_) if file.hidden => "the sheet is hidden".to_owned(),
        Some(_) if file.kind == Kind::Other => "where its columns begin does not show".to_owned(),
        Some(table) if !is_readable(file) => {
            format!("no row names its columns; {} rows", table.rows.rows)
        }
        Some(table) => format!("fits no table of a mapping; {} rows", table.rows.rows),
    };
    Unplaced {
        file: file.name.to_owned(),
        why,
        columns,
    }
}
