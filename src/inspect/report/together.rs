//! What columns of one file or sheet say together.

use serde::Serialize;

/// How periods follow each other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Periods {
    /// Column of the first day.
    pub start: String,
    /// Column of the last day.
    pub end: String,
    /// Column of what the periods are of.
    pub of: String,
    /// Periods that begin on the day the one before ends.
    pub same_day: u64,
    /// Periods that begin the day after.
    pub next_day: u64,
    /// Periods that leave days out.
    pub gaps: u64,
    /// Periods that begin before the one before ends.
    pub overlaps: u64,
    /// Shortest, middle and longest, in days from first to last.
    pub days: (i64, i64, i64),
    /// Lengths by the codes of another column, where these tell them apart.
    pub by: Option<LengthsBy>,
}

/// How long periods are by the codes of a column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LengthsBy {
    /// The column with the codes.
    pub column: String,
    /// Code, shortest and longest, in days.
    pub lengths: Vec<(String, i64, i64)>,
}

/// Rows in which nothing was used and something was charged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FreeCharge {
    /// Column of the consumption.
    pub quantity: String,
    /// Column of the charge.
    pub amount: String,
    /// How many, of the first rows.
    pub rows: u64,
    /// Column and code all of whose rows are so, and how many they are.
    pub always: Option<(String, String, u64)>,
}

/// Codes that stand under several codes of another column, where most stand under one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SharedCode {
    /// Column of the codes.
    pub column: String,
    /// The other column.
    pub under: String,
    /// Rows that were compared, the first of the file.
    pub rows: u64,
    /// How many codes there are in these rows.
    pub codes: u64,
    /// How many of them stand under several.
    pub several: u64,
    /// Those with the most rows aside from the usual one, with what they stand under.
    pub first: Vec<(String, Vec<String>)>,
}

/// An identifier with several rows each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Owner {
    /// Its column.
    pub column: String,
    /// Rows with a value that were looked at, the first of the file.
    pub rows: u64,
    /// Different values in them.
    pub ids: u64,
    /// Rows of the value that has most.
    pub most_rows: u64,
    /// Codes that mostly stay the same for one value, and for some do not.
    pub changing: Vec<Changing>,
}

/// A column of codes that differ among the rows of one value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Changing {
    /// Column of the codes.
    pub column: String,
    /// Values with more than one code.
    pub ids: u64,
}

/// A column of payments and one of bills, by their names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Overpaid {
    /// Column of the payments.
    pub paid: String,
    /// Column of the bills.
    pub billed: String,
    /// Rows with both amounts that were looked at, the first of the file.
    pub rows: u64,
    /// Rows in which something was paid, and more than was billed.
    pub above: u64,
}
