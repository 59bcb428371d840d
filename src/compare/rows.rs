//! Rows on their way from a database to the comparison: many in one piece of memory.
//!
//! Values are the same for every database: a flag is a whole number, a day and a decimal are text.

use crate::record::value::Value;
use std::fmt;

/// A value of a row. Order: no value, whole numbers, texts by their bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cell<'a> {
    /// No value.
    Null,
    /// A whole number, also cents and flags.
    Int(i64),
    /// Text, also days and decimals.
    Text(&'a str),
}

impl Cell<'_> {
    /// Returns the whole number; none where it is another value.
    #[must_use]
    pub fn int(self) -> Option<i64> {
        match self {
            Self::Int(number) => Some(number),
            Self::Null | Self::Text(_) => None,
        }
    }

    /// Returns the text; none where there is no value.
    #[must_use]
    pub fn text(self) -> Option<String> {
        (self != Self::Null).then(|| self.to_string())
    }
}

/// Nothing for no value.
impl fmt::Display for Cell<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => Ok(()),
            Self::Int(number) => write!(out, "{number}"),
            Self::Text(text) => out.write_str(text),
        }
    }
}

#[derive(Clone, Copy)]
enum Mark {
    Null,
    Int(i64),
    Text(usize, usize),
}

/// Most bytes of text in a batch before it is full.
const FULL_BYTES: usize = 1 << 18;
/// Most values in a batch before it is full.
const FULL_CELLS: usize = 1 << 14;

/// Rows of one table.
#[derive(Default)]
pub struct Batch {
    text: String,
    marks: Vec<Mark>,
    ends: Vec<usize>,
}

impl Batch {
    /// Adds a row as a database gives it.
    pub fn push(&mut self, values: &[Value]) {
        for value in values {
            match value {
                Value::Null => self.marks.push(Mark::Null),
                Value::Int(number) => self.marks.push(Mark::Int(*number)),
                Value::Bool(flag) => self.marks.push(Mark::Int(i64::from(*flag))),
                Value::Text(text) => self.push_text(text),
                Value::Date(day) => self.push_text(&day.to_string()),
                Value::Decimal(number) => self.push_text(&number.normalize().to_string()),
            }
        }
        self.ends.push(self.marks.len());
    }

    /// Adds a copy of a row.
    pub fn push_row(&mut self, row: RowRef<'_>) {
        for cell in row.cells() {
            match cell {
                Cell::Null => self.marks.push(Mark::Null),
                Cell::Int(number) => self.marks.push(Mark::Int(number)),
                Cell::Text(text) => self.push_text(text),
            }
        }
        self.ends.push(self.marks.len());
    }

    fn push_text(&mut self, text: &str) {
        let start = self.text.len();
        self.text.push_str(text);
        self.marks.push(Mark::Text(start, self.text.len()));
    }

    /// Takes out every row, and keeps the room.
    pub fn clear(&mut self) {
        self.text.clear();
        self.marks.clear();
        self.ends.clear();
    }

    /// Returns true where the batch should be handed on before more is added.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.text.len() >= FULL_BYTES || self.marks.len() >= FULL_CELLS
    }

    /// Returns how many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Returns true where there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Returns a row; none behind the last.
    #[must_use]
    pub fn row(&self, at: usize) -> Option<RowRef<'_>> {
        let end = *self.ends.get(at)?;
        let start = match at.checked_sub(1) {
            Some(before) => *self.ends.get(before)?,
            None => 0,
        };
        let marks = self.marks.get(start..end)?;
        let text = &self.text;
        Some(RowRef { text, marks })
    }
}

/// A row of a batch.
#[derive(Clone, Copy)]
pub struct RowRef<'a> {
    text: &'a str,
    marks: &'a [Mark],
}

impl<'a> RowRef<'a> {
    /// Returns a value; none where the row has no such column.
    #[must_use]
    pub fn cell(self, column: usize) -> Cell<'a> {
        self.marks
            .get(column)
            .map_or(Cell::Null, |mark| self.value(*mark))
    }

    /// Returns the values in the order of the columns.
    pub fn cells(self) -> impl Iterator<Item = Cell<'a>> {
        self.marks.iter().map(move |mark| self.value(*mark))
    }

    fn value(self, mark: Mark) -> Cell<'a> {
        match mark {
            Mark::Null => Cell::Null,
            Mark::Int(number) => Cell::Int(number),
            Mark::Text(start, end) => Cell::Text(self.text.get(start..end).unwrap_or_default()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;
    use rust_decimal::Decimal;

    #[test]
    fn rows_come_back_and_values_are_those_of_any_database() {
        let mut batch = Batch::default();
        batch.push(&[Value::from("ä"), Value::Null, Value::from(true)]);
        let day = NaiveDate::from_ymd_opt(2017, 3, 6);
        batch.push(&[Value::from(day), Value::from(Decimal::new(1250, 2))]);
        let first: Vec<Cell<'_>> = batch.row(0).unwrap().cells().collect();
        assert_eq!(first, [Cell::Text("ä"), Cell::Null, Cell::Int(1)]);
        let second = batch.row(1).unwrap();
        assert_eq!(second.cell(0), Cell::Text("2017-03-06"));
        assert_eq!(second.cell(1), Cell::Text("12.5"));
        assert_eq!(second.cell(2), Cell::Null);
        assert!(batch.row(2).is_none());
        let mut copy = Batch::default();
        copy.push_row(second);
        assert!(copy.row(0).unwrap().cells().eq(second.cells()));
    }

    #[test]
    fn texts_are_ordered_by_their_bytes() {
        let mut texts = ["a", "\u{1f600}", "Z", "é", "\u{ffff}", "10", "9", ""];
        texts.sort_by_key(|text| Cell::Text(text));
        assert_eq!(
            texts,
            ["", "10", "9", "Z", "a", "é", "\u{ffff}", "\u{1f600}"]
        );
    }
}
