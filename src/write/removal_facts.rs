//! The plain facts of the evidence: what was removed, overruled, not read, searched and digested.
//!
//! Counts, names and digests of files only. None of these types can hold a value.

use serde::Serialize;

/// Payment data of one kind in one column.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct RemovedData {
    /// The file as the delivery names it.
    pub file: String,
    /// The legacy column.
    pub column: String,
    /// What it is, such as `card_number`, `card_expiry`, `routing_number`, `bank_account`.
    pub kind: String,
    /// Cells that were not blank, or numbers taken out of text.
    pub count: u64,
    /// Rows in which they stood.
    pub rows: u64,
    /// The rule that removed it, such as `column_dropped`.
    pub rule: String,
}

/// How often one kind was found.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct KindFound {
    /// What it is, such as `card_number`.
    pub kind: String,
    /// Values found.
    pub count: u64,
    /// Rows, or other places such as comments, in which they stood.
    pub rows: u64,
}

/// A column that looks like payment data and is mapped as something else, because a person said so.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Overruled {
    /// The file as the delivery names it.
    pub file: String,
    /// The legacy column.
    pub column: String,
    /// What the mapping takes it for.
    pub mapped_as: String,
    /// What its values look like, as counts.
    pub evidence: Vec<KindFound>,
    /// Why it is no payment data, in the person's words.
    pub reason: String,
}

/// Payment data in a part of the delivery that the mapping does not read.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct NotRead {
    /// The file as the delivery names it; of a workbook with its sheet.
    pub file: String,
    /// The column, or `comments`; blank where it is the file or sheet as a whole.
    pub column: String,
    /// What was found there.
    pub kinds: Vec<KindFound>,
}

/// What was looked at beside the columns that the mapping drops, and what was found there. Both
/// counts of places are 0 where nothing was looked at, so that no finding never looks like a good
/// one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Noted {
    /// Columns, mapped as something else, that were looked at for payment data.
    pub columns_looked_at: u64,
    /// Those of them that a person overruled, ordered by file and column.
    pub overruled: Vec<Overruled>,
    /// Files, sheets, columns and comments that the mapping does not read and that were looked at.
    pub places_looked_at: u64,
    /// Those of them that hold payment data, ordered by file and column.
    pub not_read: Vec<NotRead>,
}

/// What the search of texts and files is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Scan {
    /// Grows by one whenever a pattern changes.
    pub version: u32,
    /// The patterns, in words.
    pub patterns: Vec<String>,
    /// What is searched for afterwards and how, in words.
    pub search_rules: Vec<String>,
}

/// Values that are not searched for, and why.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct NotSearched {
    /// Why, in words that follow a count.
    pub reason: String,
    /// How many.
    pub count: u64,
}

/// How many dropped values the finished files were searched for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ValuesSearched {
    /// Different values.
    pub searched: u64,
    /// Values left out of the search, by reason.
    pub not_searched: Vec<NotSearched>,
}

/// A finished file or table that was searched for payment data.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SearchedPlace {
    /// The file relative to OUT, or the database.
    pub place: String,
    /// How much was searched.
    pub searched: u64,
    /// What `searched` counts, such as `bytes` or `cells`.
    pub unit: String,
    /// Payment values found; 0 is expected.
    pub found: u64,
}

/// Known test cards that were planted in a copy of the delivery.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Canaries {
    /// How many were planted.
    pub planted: u64,
    /// How many of them were caught; all are expected.
    pub caught: u64,
}

/// The mapping that was run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct MappingDigest {
    /// Its file name, without its folder.
    pub name: String,
    /// SHA-256 of its text, hexadecimal.
    pub sha256: String,
}

/// A file of the delivery.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct InputDigest {
    /// The file as the delivery names it.
    pub file: String,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256 of the bytes, hexadecimal.
    pub sha256: String,
}

/// A finished file, or several under one name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct OutputDigest {
    /// The file relative to OUT, or the database; `notices/*.pdf` for all letters.
    pub file: String,
    /// How many files: 1, or the number of letters.
    pub files: u64,
    /// Size in bytes, all together.
    pub bytes: u64,
    /// SHA-256 of the bytes, hexadecimal; of the letters that of their list.
    pub sha256: String,
}
