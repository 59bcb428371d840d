//! Workbooks: a sheet is a file of the delivery, `book.xlsx#Sheet`.
//!
//! `parts` and `biff` look at the bytes before a library does, `book` keeps what was parsed,
//! `cells` and `ods` stream a sheet's cells, `sheet` makes rows of them. Days are serial numbers,
//! numbers are exact to fifteen digits; nothing is made of either here.

mod biff;
mod book;
mod cells;
mod fault;
mod look;
mod ods;
mod panics;
mod parts;
mod remarks;
mod sheet;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_hostile;
mod value;
mod xlsb_merged;

use super::RowReader;
use crate::diag::finding::Finding;
use crate::record::format::WorkbookFormat;
use std::io::{Cursor, Read};
use std::path::Path;

pub use look::{HeadRow, SheetLook, comments, looked_rows, looks};

/// Opens a sheet. `name` is the workbook's name, `#`, and the sheet's.
///
/// # Errors
/// What refuses the workbook, a sheet that is not there, and a header row without names.
pub(super) fn open(
    path: &Path,
    name: &str,
    format: &WorkbookFormat,
) -> Result<Box<dyn RowReader>, Finding> {
    let book = book::Book::open(path, name)?;
    let sheet = name.split_once('#').map_or("", |(_, sheet)| sheet);
    Ok(Box::new(sheet::Sheet::open(book, sheet, name, format)?))
}

/// Returns the bytes of every part of a workbook of ours, unpacked.
///
/// # Errors
/// A sentence on why it cannot be unpacked.
pub fn workbook_parts(bytes: &[u8]) -> Result<Vec<Vec<u8>>, String> {
    let failed = |error: &dyn std::fmt::Display| format!("it cannot be unpacked: {error}");
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|e| failed(&e))?;
    let mut parts = Vec::with_capacity(archive.len());
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).map_err(|e| failed(&e))?;
        let mut unpacked = Vec::new();
        part.read_to_end(&mut unpacked).map_err(|e| failed(&e))?;
        parts.push(unpacked);
    }
    Ok(parts)
}

/// Returns the names of a workbook's sheets, hidden ones too.
///
/// # Errors
/// What refuses the workbook.
pub fn sheets(path: &Path, name: &str) -> Result<Vec<String>, Finding> {
    Ok(book::Book::open(path, name)?.sheets().to_vec())
}
