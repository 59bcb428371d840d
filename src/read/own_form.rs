//! Rows in the form of the file they stand in, so that a person can correct them and have them
//! read again: refused rows are handed back this way.

/// Says what a cell is replaced by, given its column and its text; none where it stays. Cells are
/// counted from 0, and a row may have more of them than there are columns.
pub type Mask<'m> = &'m dyn Fn(usize, &str) -> Option<String>;

/// What a column has room for when a cell of it is written anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    /// Any text.
    Any,
    /// A text of at most so many characters.
    Characters(usize),
    /// A number of exactly so many digits.
    Digits(usize),
}

/// What stands before and behind the rows of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frame {
    /// Bytes before the first row.
    pub head: Vec<u8>,
    /// Bytes behind the last one.
    pub tail: Vec<u8>,
}

/// What a frame says of the rows inside it.
#[derive(Clone, Debug, Default)]
pub struct Framed {
    /// How many rows.
    pub rows: u64,
    /// What they sum to, as the file writes it.
    pub sum: String,
}
