//! Rows of cells of a file that no mapping describes, many at a time and without a name.
//!
//! A batch holds the text of its cells end to end, as UTF-8, so that a column can be walked without
//! a `String` a cell. Nothing here shows a value: a cell may hold anything.

/// What a cell is in its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellKind {
    /// Text, as it stands in the file.
    Text,
    /// A number that the file holds as a number, written out in digits.
    Number,
    /// A day that the file holds as a number with a day's format: that number in digits.
    Day,
    /// The bytes are no text, or the cell holds an error.
    Unreadable,
}

/// A cell of a batch.
#[derive(Clone, Copy)]
pub struct CellRef<'a> {
    /// What it is.
    pub kind: CellKind,
    /// Its text in UTF-8; blank where unreadable.
    pub text: &'a [u8],
}

#[derive(Clone, Copy)]
struct Mark {
    end: u32,
    kind: CellKind,
}

#[derive(Clone, Copy)]
struct RowMark {
    number: u64,
    first: u32,
}

/// Most bytes of text in a batch before it is full; one row may go beyond.
const FULL_BYTES: usize = 4 << 20;
/// Most cells in a batch before it is full.
const FULL_CELLS: usize = 1 << 19;

/// Rows of cells.
#[derive(Default)]
pub struct CellBatch {
    text: Vec<u8>,
    cells: Vec<Mark>,
    rows: Vec<RowMark>,
    open: u32,
}

impl CellBatch {
    /// Takes out every row, and keeps the room.
    pub fn clear(&mut self) {
        self.text.clear();
        self.cells.clear();
        self.rows.clear();
        self.open = 0;
    }

    /// Adds a cell to the row that is being built.
    pub fn push(&mut self, kind: CellKind, text: &[u8]) {
        self.text.extend_from_slice(text);
        let end = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
        self.cells.push(Mark { end, kind });
    }

    /// Ends the row that is being built. `number` is how a person finds it: see `Origin::row`.
    pub fn end_row(&mut self, number: u64) {
        let first = self.open;
        self.rows.push(RowMark { number, first });
        self.open = u32::try_from(self.cells.len()).unwrap_or(u32::MAX);
    }

    /// Takes back the cells of a row that has not been ended.
    pub fn drop_open_row(&mut self) {
        self.cells.truncate(self.open as usize);
        let end = self.cells.last().map_or(0, |mark| mark.end as usize);
        self.text.truncate(end);
    }

    /// Returns true where the batch should be worked on before more is added.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.text.len() >= FULL_BYTES || self.cells.len() >= FULL_CELLS
    }

    /// Returns how many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Returns true where there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Returns the number of row `row`, as a person finds it.
    #[must_use]
    pub fn number(&self, row: usize) -> u64 {
        self.rows.get(row).map_or(0, |mark| mark.number)
    }

    /// Returns how many cells row `row` has.
    #[must_use]
    pub fn width(&self, row: usize) -> usize {
        let first = self.rows.get(row).map_or(0, |mark| mark.first);
        let end = self.rows.get(row + 1).map_or(self.open, |mark| mark.first);
        end.saturating_sub(first) as usize
    }

    /// Returns a cell; none where the row has no such column.
    #[must_use]
    pub fn cell(&self, row: usize, column: usize) -> Option<CellRef<'_>> {
        if column >= self.width(row) {
            return None;
        }
        let index = self.rows.get(row)?.first as usize + column;
        let mark = self.cells.get(index)?;
        let start = match index.checked_sub(1) {
            Some(before) => self.cells.get(before)?.end,
            None => 0,
        };
        Some(CellRef {
            kind: mark.kind,
            text: self.text.get(start as usize..mark.end as usize)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_any_width_come_back_as_they_went_in() {
        let mut batch = CellBatch::default();
        batch.push(CellKind::Text, b"a");
        batch.push(CellKind::Number, b"12");
        batch.end_row(2);
        batch.end_row(3);
        batch.push(CellKind::Text, b"lost");
        batch.drop_open_row();
        batch.push(CellKind::Text, b"");
        batch.end_row(4);
        assert_eq!((batch.len(), batch.number(2)), (3, 4));
        assert_eq!((batch.width(0), batch.width(1), batch.width(2)), (2, 0, 1));
        assert_eq!(batch.cell(0, 1).map(|c| c.text), Some(&b"12"[..]));
        assert_eq!(batch.cell(2, 0).map(|c| c.text), Some(&b""[..]));
        assert!(batch.cell(1, 0).is_none() && batch.cell(0, 2).is_none());
    }
}
