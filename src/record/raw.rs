//! A row as it stands in a file, before the mapping has given it a meaning.
//!
//! A cell that the mapping drops never gets here: the reader leaves `Cell::Dropped` in its place.

use rust_decimal::Decimal;
use std::fmt;

/// What the mapping wants of a source column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnUse {
    /// The text is handed on.
    Keep,
    /// Payment data: the text stays in the reader; only whether something stood there goes on.
    Drop,
    /// Named, with a reason, and not read.
    Ignore,
}

/// One cell of a raw row.
#[derive(Clone, Default, PartialEq, Eq)]
pub enum Cell {
    /// A column the mapping ignores, or one that the row broke off before.
    #[default]
    Absent,
    /// The decoded text, as it stands in the file.
    Text(String),
    /// A number that the file itself holds as a number: a cell of a workbook, a packed field.
    /// Days are serial numbers there.
    Number(Decimal),
    /// What stands where the file's layout has a number and is none; never to be read as one.
    NoNumber(String),
    /// Payment data was in this column; true where the cell was not blank.
    Dropped(bool),
    /// The bytes are no text in the file's encoding, or hold a control character.
    Unreadable,
}

impl Cell {
    /// Returns the text, trimmed of blanks at both ends; none where there is none. A number is no
    /// text.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text.trim_matches(' ')),
            Self::Absent
            | Self::Number(_)
            | Self::NoNumber(_)
            | Self::Dropped(_)
            | Self::Unreadable => None,
        }
    }

    /// Returns the text as `text` does, and also what stands where a number should and is none.
    #[must_use]
    pub fn found(&self) -> Option<&str> {
        match self {
            Self::NoNumber(text) => Some(text.trim_matches(' ')),
            Self::Text(_)
            | Self::Absent
            | Self::Number(_)
            | Self::Dropped(_)
            | Self::Unreadable => self.text(),
        }
    }
}

impl fmt::Debug for Cell {
    /// Never shows the text: a cell may hold anything a customer ever said on the telephone.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Absent => "Absent",
            Self::Text(_) => "Text(..)",
            Self::Number(_) => "Number(..)",
            Self::NoNumber(_) => "NoNumber(..)",
            Self::Dropped(_) => "Dropped",
            Self::Unreadable => "Unreadable",
        })
    }
}

/// A row of a legacy export.
#[derive(Clone, Debug, Default)]
pub struct RawRow {
    /// Position among the data rows of the file, counted from 0.
    pub ordinal: u64,
    /// The number a person finds the row by: see `Origin::row`.
    pub number: u64,
    /// How many columns the row has in the file, which may differ from the header's.
    pub width: usize,
    /// One cell a column of the header.
    pub cells: Vec<Cell>,
    /// Why the row does not fit its layout, where its width alone does not say so: what was found
    /// and what was expected.
    pub misfit: Option<String>,
    /// True where the row goes on with the text of another, in which all of it stands.
    pub continues: bool,
}
