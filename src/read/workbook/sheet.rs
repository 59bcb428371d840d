//! The rows of one sheet: what stands above and beside the table is no data, blank rows and total
//! lines are no rows, and a merged cell's value counts for every row that it covers.

use super::book::Book;
use super::cells::Cells;
use super::fault::Fault;
use super::ods::{COLUMNS, ROWS, Region};
use super::value::Found;
use crate::diag::finding::Finding;
use crate::read::{FileDigest, RowReader};
use crate::record::format::WorkbookFormat;
use crate::record::origin::Origin;
use crate::record::raw::{Cell, ColumnUse, RawRow};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Reads the rows of one sheet.
pub(super) struct Sheet {
    name: String,
    book: Arc<Book>,
    /// None once the sheet is read, or found damaged.
    cells: Option<Cells>,
    /// The header's own row, counted from 0.
    header_row: u32,
    total_line: Option<String>,
    header: Vec<String>,
    /// The header's first column.
    first_column: u32,
    uses: Vec<ColumnUse>,
    pending: Option<Found>,
    merged: Merged,
    /// The row that was read last.
    row: u32,
    ordinal: u64,
}

/// Merged cells that reach over several rows.
#[derive(Default)]
struct Merged {
    /// Last row by first row and column.
    regions: BTreeMap<(u32, u32), u32>,
    /// By column: the last row that the value counts for, and the value.
    open: BTreeMap<u32, (u32, Cell)>,
}

/// The cells of a row, by column.
type RowCells = BTreeMap<u32, Cell>;

impl Sheet {
    pub(super) fn open(
        book: Arc<Book>,
        sheet: &str,
        name: &str,
        format: &WorkbookFormat,
    ) -> Result<Self, Finding> {
        let (mut this, merged) = Self::begin(book, sheet, name, format)?;
        let below = merged.iter().filter(|((row, _), _)| *row > this.header_row);
        this.merged.regions.extend(below.copied());
        this.read_header()?;
        Ok(this)
    }

    /// Opens a sheet without a header row: its columns are called by their letters.
    pub(super) fn unnamed(
        book: Arc<Book>,
        sheet: &str,
        name: &str,
        format: &WorkbookFormat,
        (first, last): (u32, u32),
    ) -> Result<Self, Finding> {
        let (mut this, merged) = Self::begin(book, sheet, name, format)?;
        this.merged.regions.extend(merged.iter().copied());
        this.first_column = first;
        let names = (first..=last.min(COLUMNS)).map(|column| format!("({})", letters(column)));
        this.header = names.collect();
        Ok(this)
    }

    fn begin(
        book: Arc<Book>,
        sheet: &str,
        name: &str,
        format: &WorkbookFormat,
    ) -> Result<(Self, Arc<Vec<Region>>), Finding> {
        let refuse = |fault: Fault| fault.finding(name, None);
        let system = book.system(format.dates).map_err(refuse)?;
        let (cells, merged) = book.cells(sheet, system).map_err(refuse)?;
        let this = Self {
            name: name.to_owned(),
            book,
            cells: Some(cells),
            header_row: format.header_row.saturating_sub(1),
            total_line: format.total_line.clone(),
            header: Vec::new(),
            first_column: 0,
            uses: Vec::new(),
            pending: None,
            merged: Merged::default(),
            row: 0,
            ordinal: 0,
        };
        Ok((this, merged))
    }

    /// Reads up to the header row, and names the columns after its cells.
    fn read_header(&mut self) -> Result<(), Finding> {
        let header = loop {
            match self.read_row()? {
                Some((row, _)) if row < self.header_row => {}
                Some((row, cells)) if row == self.header_row => break cells,
                _ => return Err(self.no_header()),
            }
        };
        let (Some(first), Some(last)) = (header.keys().next(), header.keys().next_back()) else {
            return Err(self.no_header());
        };
        self.first_column = *first;
        // The names so far, each with the number that its next namesake tries first.
        let mut names: BTreeMap<String, u32> = BTreeMap::new();
        for column in *first..=*last {
            let name = match header.get(&column) {
                Some(Cell::Text(text)) => text.trim().to_owned(),
                Some(Cell::Number(number)) => number.to_string(),
                _ => format!("({})", letters(column)),
            };
            let nth = names.get(&name).copied().unwrap_or(1);
            let mut free = (nth..).map(|nth| (nth, numbered(&name, nth)));
            if let Some((nth, unique)) = free.find(|(_, unique)| !names.contains_key(unique)) {
                names.insert(name, nth + 1);
                names.entry(unique.clone()).or_insert(2);
                self.header.push(unique);
            }
        }
        Ok(())
    }

    fn no_header(&self) -> Finding {
        let row = self.header_row + 1;
        Finding::error(
            "read::no_header",
            format!("row {row} is blank, expected the column names there"),
        )
        .at(Origin::file(&self.name))
        .help("write the row that holds the column names as `header_row` in `format`")
    }

    /// Reads the next row that has a cell with something in it.
    fn read_row(&mut self) -> Result<Option<(u32, RowCells)>, Finding> {
        let Some(first) = self.read_cell()? else {
            return Ok(None);
        };
        let row = first.row;
        if row < self.row {
            let fault = Fault::Damaged("its rows are not in order");
            return Err(fault.finding(&self.name, Some(u64::from(row) + 1)));
        }
        self.row = row;
        let mut cells = RowCells::from([(first.column, first.cell)]);
        while let Some(next) = self.read_cell()? {
            if next.row != row {
                self.pending = Some(next);
                break;
            }
            cells.insert(next.column, next.cell);
        }
        Ok(Some((row, cells)))
    }

    fn read_cell(&mut self) -> Result<Option<Found>, Finding> {
        if let Some(found) = self.pending.take() {
            return Ok(Some(found));
        }
        let Some(cells) = &mut self.cells else {
            return Ok(None);
        };
        let read = cells.next();
        if let Cells::Ods(cells) = cells {
            let below = cells
                .merged
                .drain(..)
                .filter(|((row, _), _)| *row > self.header_row);
            self.merged.regions.extend(below);
        }
        let outside = Fault::Damaged("a cell lies outside of any sheet");
        let inside = |found: &Found| found.row < ROWS && found.column < COLUMNS;
        let read = match read {
            Ok(Some(found)) if !inside(&found) => Err(outside),
            read => read,
        };
        match read {
            Ok(Some(found)) => Ok(Some(found)),
            Ok(None) => {
                if let Some(cells) = self.cells.take() {
                    self.book.give_back(cells);
                }
                Ok(None)
            }
            Err(fault) => {
                self.cells = None;
                Err(fault.finding(&self.name, Some(u64::from(self.row) + 1)))
            }
        }
    }

    fn is_total(&self, cells: &RowCells) -> bool {
        let first = cells.values().next().and_then(Cell::text);
        self.total_line.is_some() && first == self.total_line.as_deref()
    }

    /// Returns the place of a column in the header.
    fn place(&self, column: u32) -> Option<usize> {
        let place = usize::try_from(column.checked_sub(self.first_column)?).ok()?;
        (place < self.header.len()).then_some(place)
    }

    fn fill(&self, row: &mut RawRow, number: u32, cells: RowCells) {
        row.number = u64::from(number) + 1;
        row.width = self.header.len();
        row.misfit = None;
        row.cells.clear();
        row.cells.resize(self.header.len(), Cell::Absent);
        for (column, cell) in cells {
            let Some(place) = self.place(column) else {
                row.misfit.get_or_insert_with(|| {
                    format!(
                        "something stands in column {}, which has no name",
                        letters(column)
                    )
                });
                continue;
            };
            let kept = match self.uses.get(place) {
                Some(ColumnUse::Keep) => cell,
                Some(ColumnUse::Drop) => Cell::Dropped(true),
                Some(ColumnUse::Ignore) | None => Cell::Absent,
            };
            if let Some(slot) = row.cells.get_mut(place) {
                *slot = kept;
            }
        }
        // A dropped column is dropped in every row, blank or not.
        for (slot, usage) in row.cells.iter_mut().zip(&self.uses) {
            if *usage == ColumnUse::Drop && *slot == Cell::Absent {
                *slot = Cell::Dropped(false);
            } else if *usage == ColumnUse::Keep && *slot == Cell::Absent {
                *slot = Cell::Text(String::new());
            }
        }
    }
}

impl Merged {
    /// Gives a row the values of the merged cells that cover it.
    fn spread(&mut self, row: u32, cells: &mut RowCells) {
        self.open.retain(|_, (last, _)| *last >= row);
        for (column, (_, value)) in &self.open {
            cells.insert(*column, value.clone());
        }
        if self.regions.is_empty() {
            return;
        }
        for (column, cell) in cells {
            if let Some(last) = self.regions.remove(&(row, *column)) {
                self.open.insert(*column, (last, cell.clone()));
            }
        }
    }
}

impl RowReader for Sheet {
    fn header(&self) -> &[String] {
        &self.header
    }

    fn select(&mut self, uses: Vec<ColumnUse>) {
        self.uses = uses;
    }

    fn next(&mut self, row: &mut RawRow) -> Result<bool, Finding> {
        while let Some((number, mut cells)) = self.read_row()? {
            if self.is_total(&cells) {
                continue;
            }
            self.merged.spread(number, &mut cells);
            row.ordinal = self.ordinal;
            self.ordinal += 1;
            self.fill(row, number, cells);
            return Ok(true);
        }
        Ok(false)
    }

    fn bytes_read(&self) -> u64 {
        // A sheet's share of its workbook is not known before it is read.
        if self.cells.is_none() {
            self.book.digest().bytes
        } else {
            0
        }
    }

    fn digest(&mut self) -> FileDigest {
        self.book.digest().clone()
    }
}

/// Returns the name of the nth column that is called so.
fn numbered(name: &str, nth: u32) -> String {
    if nth < 2 {
        name.to_owned()
    } else {
        format!("{name} #{nth}")
    }
}

/// Returns a column's letters: 0 is A, 26 is AA.
fn letters(column: u32) -> String {
    let (mut rest, mut text) = (column, Vec::new());
    loop {
        text.push(
            char::from_digit(rest % 26 + 10, 36)
                .unwrap_or('?')
                .to_ascii_uppercase(),
        );
        if rest < 26 {
            break;
        }
        rest = rest / 26 - 1;
    }
    text.iter().rev().collect()
}
