//! A mapping that is yet to be confirmed: tables of lines, each with what speaks for it. What it
//! says of a delivery are names, patterns, codes and counts, never another value.

use super::source::Entity;

/// A value as a mapping may have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// A text.
    Text(String),
    /// A whole number.
    Whole(u64),
    /// True or false.
    Flag(bool),
    /// A list.
    List(Vec<Entry>),
    /// A table on one line, in this order.
    Table(Vec<(String, Entry)>),
}

impl Entry {
    /// Returns a text.
    #[must_use]
    pub fn text(text: &str) -> Self {
        Self::Text(text.to_owned())
    }

    /// Returns what stands where only a person can say.
    #[must_use]
    pub fn open() -> Self {
        Self::text("?")
    }
}

/// What stands behind a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remark {
    /// Nothing: it is certain.
    None,
    /// It is certain, and why.
    Certain(String),
    /// It is a guess, and what speaks for it.
    Guess(String),
}

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The key, one word a step: `drop`, `CARD_NO`.
    pub key: Vec<String>,
    /// What it is.
    pub value: Entry,
    /// What stands behind it.
    pub remark: Remark,
}

impl Line {
    /// Returns a line that is certain.
    #[must_use]
    pub fn new(key: &[&str], value: Entry) -> Self {
        Self {
            key: key.iter().map(|step| (*step).to_owned()).collect(),
            value,
            remark: Remark::None,
        }
    }

    /// Marks it as a guess, with what speaks for it.
    #[must_use]
    pub fn guess(mut self, why: impl Into<String>) -> Self {
        self.remark = Remark::Guess(why.into());
        self
    }

    /// Adds why it is certain.
    #[must_use]
    pub fn certain(mut self, why: impl Into<String>) -> Self {
        self.remark = Remark::Certain(why.into());
        self
    }
}

/// The table of one file or sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileTable {
    /// What its rows seem to be.
    pub entity: Entity,
    /// Its lines, `file` first.
    pub lines: Vec<Line>,
}

/// A file that seems to be nothing that a portal takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unplaced {
    /// Its name.
    pub file: String,
    /// Why it has no table.
    pub why: String,
    /// Its columns, in the file's order.
    pub columns: Vec<String>,
}

/// What a mapping can say before a person has looked at it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Skeleton {
    /// How the files are written.
    pub format: Vec<Line>,
    /// The files, in reading order.
    pub files: Vec<FileTable>,
    /// Files that fit nowhere.
    pub unplaced: Vec<Unplaced>,
}
