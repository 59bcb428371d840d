//! Rows of sheets back into a workbook, so that a person can correct them where they stood.
//!
//! In: sheets with their column names and rows. Out: an .xlsx, the same bytes for the same rows:
//! no time of making, no name of a maker. Cells are text or numbers; days stay serial numbers.

use crate::record::raw::Cell;
use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};
use std::path::Path;

/// A sheet to be written.
#[derive(Clone, Debug)]
pub struct OwnSheet {
    /// Its name.
    pub name: String,
    /// The sheet's own number of the row with the column names.
    pub header_row: u32,
    /// The column names, as the file has them.
    pub header: Vec<String>,
    /// The rows, below the column names.
    pub rows: Vec<Vec<Cell>>,
}

/// Writes a workbook with these sheets.
///
/// # Errors
/// A sentence on why it cannot be written.
pub fn write(sheets: &[OwnSheet], path: &Path) -> Result<(), String> {
    build(sheets, path).map_err(|error| error.to_string())
}

fn build(sheets: &[OwnSheet], path: &Path) -> Result<(), XlsxError> {
    let mut book = Workbook::new();
    // A workbook says when it was made; ours must not follow the clock.
    let epoch = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&epoch));
    for sheet in sheets {
        fill(book.add_worksheet(), sheet)?;
    }
    book.save(path)?;
    Ok(())
}

fn fill(page: &mut Worksheet, sheet: &OwnSheet) -> Result<(), XlsxError> {
    page.set_name(&sheet.name)?;
    let top = sheet.header_row.saturating_sub(1);
    for (column, name) in (0..).zip(&sheet.header) {
        page.write_string(top, column, name)?;
    }
    for (row, cells) in (top.saturating_add(1)..).zip(&sheet.rows) {
        for (column, cell) in (0..).zip(cells) {
            put(page, (row, column), cell)?;
        }
    }
    Ok(())
}

fn put(page: &mut Worksheet, (row, column): (u32, u16), cell: &Cell) -> Result<(), XlsxError> {
    match cell {
        Cell::Text(text) | Cell::NoNumber(text) if !text.is_empty() => {
            page.write_string(row, column, text)?;
        }
        Cell::Number(number) => match number.to_f64() {
            Some(number) => drop(page.write_number(row, column, number)?),
            None => drop(page.write_string(row, column, number.to_string())?),
        },
        Cell::Error(name) => drop(page.write_string(row, column, *name)?),
        Cell::Text(_) | Cell::NoNumber(_) | Cell::Absent | Cell::Dropped(_) | Cell::Unreadable => {}
    }
    Ok(())
}

/// Returns a column's name as the file has it: the number that tells it from another of the same
/// name, and the letters that stand for a blank one, are taken off.
#[must_use]
pub fn own_name(name: &str) -> &str {
    let number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let letters = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_uppercase());
    if let Some((base, _)) = name.rsplit_once(" #").filter(|(_, n)| number(n)) {
        return base;
    }
    let inner = name.strip_prefix('(').and_then(|n| n.strip_suffix(')'));
    if inner.is_some_and(letters) { "" } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_the_file() {
        for (name, own) in [
            ("Cost ($)", "Cost ($)"),
            ("Cost ($) #2", "Cost ($)"),
            ("Route #A", "Route #A"),
            ("(C)", ""),
            ("(kWh)", "(kWh)"),
        ] {
            assert_eq!(own_name(name), own);
        }
    }

    #[test]
    fn the_same_rows_make_the_same_bytes() {
        let folder = tempfile::tempdir().unwrap();
        let sheet = OwnSheet {
            name: "Bills".to_owned(),
            header_row: 4,
            header: vec!["Bill ID".to_owned()],
            rows: vec![
                vec![Cell::Text("B1".to_owned())],
                vec![Cell::Number(7.into())],
            ],
        };
        let made = |name: &str| {
            let path = folder.path().join(name);
            write(std::slice::from_ref(&sheet), &path).unwrap();
            std::fs::read(path).unwrap()
        };
        assert!(made("one.xlsx") == made("two.xlsx"));
    }
}
