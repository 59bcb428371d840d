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
use std::path::Path;

pub use look::{HeadRow, SheetLook, looked_rows, looks};

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

/// Returns the names of a workbook's sheets, hidden ones too.
///
/// # Errors
/// What refuses the workbook.
pub fn sheets(path: &Path, name: &str) -> Result<Vec<String>, Finding> {
    Ok(book::Book::open(path, name)?.sheets().to_vec())
}
