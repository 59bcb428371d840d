//! A workbook that nobody has described, sheet by sheet: what is hidden, what a sheet declares and
//! what it holds, and its first rows, from which its header row is guessed.
//!
//! In: a workbook. Out: facts and the first rows; no row is judged here, and no comment is read.

use super::book::Book;
use super::cells::Cells;
use super::fault::Fault;
use super::sheet::Sheet;
use super::value::Found;
use crate::diag::finding::Finding;
use crate::read::RowReader;
use crate::record::format::{DateSystem, WorkbookFormat};
use crate::record::raw::Cell;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// Rows that are handed out for a guess.
const HEAD: usize = 60;
/// What the first cell of a total line says, case aside.
const TOTALS: [&str; 4] = ["TOTAL", "TOTALS", "GRAND TOTAL", "SUM"];

/// One of the first rows of a sheet.
pub struct HeadRow {
    /// The sheet's own number of the row.
    pub number: u32,
    /// What stands in it, by column, counted from 0.
    pub cells: Vec<(u32, String)>,
}

/// What one pass over a sheet shows.
pub struct SheetLook {
    /// The sheet's name.
    pub name: String,
    /// True where people do not see it.
    pub hidden: bool,
    /// Rows and columns that it declares; none where its type declares nothing.
    pub declared: Option<(u64, u64)>,
    /// Rows with something in them.
    pub filled_rows: u64,
    /// Merged cells that reach over several rows.
    pub merged: u64,
    /// Comments on its cells; none where they were not looked for.
    pub comments: Option<u64>,
    /// The first rows with something in them.
    pub head: Vec<HeadRow>,
    /// The first and the last column with something in it, counted from 0.
    pub columns: Option<(u32, u32)>,
    /// Columns whose numbers are shown as days, or enough of them: bare ones stand between.
    pub day_columns: Vec<u32>,
    /// What the first cell of the last row says, where that is a total line.
    pub total_line: Option<String>,
    /// How its days are counted; none where they are written out.
    pub dates: Option<DateSystem>,
    book: Arc<Book>,
}

/// A sheet as it was looked at, or why it cannot be.
pub type Looked = (String, Result<SheetLook, Finding>);

/// Looks at the sheets of a workbook that `wanted` names, hidden ones too. Sheets are called
/// `name#Sheet`.
///
/// # Errors
/// What refuses the workbook.
pub fn looks(
    path: &Path,
    name: &str,
    wanted: &dyn Fn(&str) -> bool,
) -> Result<Vec<Looked>, Finding> {
    let book = Book::open(path, name)?;
    let sheets = book.sheets().to_vec();
    let called = sheets
        .into_iter()
        .map(|sheet| (format!("{name}#{sheet}"), sheet));
    let looked = called
        .filter(|(called, _)| wanted(called))
        .map(|(called, sheet)| {
            let look = look(&book, &sheet).map_err(|fault| fault.finding(&called, None));
            (called, look)
        });
    Ok(looked.collect())
}

/// Returns what the comments on each sheet of a workbook say, by sheet; only an .xlsx tells.
///
/// # Errors
/// What refuses the workbook.
pub fn comments(path: &Path, name: &str) -> Result<Vec<(String, Vec<String>)>, Finding> {
    let book = Book::open(path, name)?;
    let sheets = book.sheets().iter();
    let texts = sheets.map(|sheet| (format!("{name}#{sheet}"), book.comment_texts(sheet)));
    Ok(texts.collect())
}

/// Opens a sheet with its column names in row `header_row`; where there is none, columns are
/// called by their letters and every row is data.
///
/// # Errors
/// What refuses the sheet.
pub fn looked_rows(
    look: &SheetLook,
    name: &str,
    header_row: Option<u32>,
) -> Result<Box<dyn RowReader>, Finding> {
    let book = Arc::clone(&look.book);
    let format = WorkbookFormat {
        header_row: header_row.unwrap_or(0),
        total_line: look.total_line.clone(),
        dates: None,
    };
    let columns = look.columns.filter(|_| header_row.is_none());
    let sheet = match columns {
        Some(columns) => Sheet::unnamed(book, &look.name, name, &format, columns)?,
        None => Sheet::open(book, &look.name, name, &format)?,
    };
    Ok(Box::new(sheet))
}

/// What is gathered while the cells pass.
#[derive(Default)]
struct Seen {
    head: Vec<HeadRow>,
    rows: u64,
    columns: Option<(u32, u32)>,
    /// By column: numbers, and those of them that are shown as days.
    numbers: BTreeMap<u32, (u64, u64)>,
    row: Option<u32>,
    /// The row that was begun last, as far as it may be a total line.
    total: Option<String>,
    merged: u64,
}

fn look(book: &Arc<Book>, sheet: &str) -> Result<SheetLook, Fault> {
    let declared = book.declared(sheet);
    let (mut cells, merged) = book.cells(sheet, book.system(None)?)?;
    let mut seen = Seen::default();
    while let Some(found) = cells.next()? {
        if let Cells::Ods(cells) = &mut cells {
            seen.merged += cells.merged.drain(..).count() as u64;
        }
        seen.take(found);
    }
    book.give_back(cells);
    let numbers = seen.numbers.into_iter();
    Ok(SheetLook {
        name: sheet.to_owned(),
        hidden: book.is_hidden(sheet),
        declared,
        filled_rows: seen.rows,
        merged: seen.merged + merged.len() as u64,
        comments: book.comments(sheet),
        head: seen.head,
        columns: seen.columns,
        day_columns: numbers
            .filter(|(_, (all, days))| *days * 4 >= *all && *days > 0)
            .map(|(column, _)| column)
            .collect(),
        // A sheet of nothing but a total line has a header of that name.
        total_line: seen.total.filter(|_| seen.rows > 2),
        dates: book.own_system(),
        book: Arc::clone(book),
    })
}

impl Seen {
    fn take(&mut self, found: Found) {
        let Found {
            row,
            column,
            cell,
            day,
        } = found;
        if self.row != Some(row) {
            self.row = Some(row);
            self.rows += 1;
            self.total = cell.text().filter(|text| is_total(text)).map(str::to_owned);
            if self.head.len() < HEAD {
                self.head.push(HeadRow {
                    number: row.saturating_add(1),
                    cells: Vec::new(),
                });
            }
        }
        let (first, last) = self.columns.unwrap_or((column, column));
        self.columns = Some((first.min(column), last.max(column)));
        if matches!(cell, Cell::Number(_)) {
            let (all, days) = self.numbers.entry(column).or_default();
            *all += 1;
            *days += u64::from(day);
        }
        if self.rows <= HEAD as u64
            && let Some(last) = self.head.last_mut()
        {
            let text = match cell {
                Cell::Text(text) => text,
                Cell::Number(number) => number.to_string(),
                Cell::Absent
                | Cell::NoNumber(_)
                | Cell::Dropped(_)
                | Cell::Unreadable
                | Cell::Error(_) => "?".to_owned(),
            };
            last.cells.push((column, text));
        }
    }
}

fn is_total(text: &str) -> bool {
    TOTALS.iter().any(|total| total.eq_ignore_ascii_case(text))
}
