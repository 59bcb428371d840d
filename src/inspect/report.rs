//! What `inspect` has to say, as plain data with stable names: the shape of its JSON.
//!
//! Every text in here is a name from the file's header, a pattern, or a value that `codes` let
//! pass; there is no field for any other value.

mod together;

pub use together::{Changing, FreeCharge, LengthsBy, Overpaid, Owner, Periods, SharedCode};

use crate::record::payment_kind::PaymentKind;
use serde::Serialize;

/// What the values of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnType {
    /// Nothing stands in it.
    Blank,
    /// Words, names, addresses, notes.
    Text,
    /// Codes, numbers and keys that nobody adds up.
    Identifier,
    /// Few different values.
    Codes,
    /// Two values that mean yes and no.
    Flag,
    /// Numbers without a point.
    WholeNumber,
    /// Numbers with a point.
    Decimal,
    /// Money.
    Amount,
    /// Days.
    Date,
    /// Months: `2017-03`.
    Month,
    /// Days with a time.
    TimeStamp,
    /// ZIP or ZIP+4.
    Zip,
    /// Telephone numbers.
    Phone,
    /// E-mail addresses.
    Email,
    /// Hashes of passwords.
    PasswordHash,
}

impl ColumnType {
    /// Returns the type in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Blank => "blank",
            Self::Text => "text",
            Self::Identifier => "identifier",
            Self::Codes => "codes",
            Self::Flag => "flag",
            Self::WholeNumber => "whole number",
            Self::Decimal => "decimal",
            Self::Amount => "amount",
            Self::Date => "date",
            Self::Month => "month",
            Self::TimeStamp => "time stamp",
            Self::Zip => "ZIP",
            Self::Phone => "phone",
            Self::Email => "e-mail",
            Self::PasswordHash => "password hash",
        }
    }
}

/// How many different things there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Count {
    /// How many.
    pub count: u64,
    /// False where it is an estimate from a sample of the values.
    pub exact: bool,
}

/// A value, form or word, with its rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// What it is.
    pub value: String,
    /// Rows that have it.
    pub rows: u64,
}

/// What a column of numbers comes to. Exact; in digits, as floats are not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NumberFacts {
    /// Of all that could be read; none where single values have nine digits and more without a
    /// point and the column is not named as money.
    pub sum: Option<String>,
    /// The smallest; none where it has nine digits and more without a point.
    pub least: Option<String>,
    /// The largest; none where it has nine digits and more without a point.
    pub most: Option<String>,
    /// Most digits behind the point.
    pub decimals: u8,
    /// Rows below zero.
    pub negative: u64,
    /// Rows of zero.
    pub zero: u64,
}

/// What a column of days spans.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DayFacts {
    /// First day in the years 1920 to 2079; none where there is none.
    pub first: Option<String>,
    /// Last day in these years.
    pub last: Option<String>,
    /// Rows with a day that no calendar has.
    pub impossible: u64,
    /// The first of them.
    pub impossible_rows: Vec<u64>,
    /// Rows with a day outside these years.
    pub outside: u64,
    /// The first of them.
    pub outside_rows: Vec<u64>,
    /// True where every day is the first of its month.
    pub first_of_month_only: bool,
    /// True where day and month cannot be told apart: both orders fit every row.
    pub day_or_month_first: bool,
    /// Rows a month, from the first to the last.
    pub months: Vec<Tally>,
    /// A month with under a quarter of the rows of the middle one, if there is one.
    pub thin_month: Option<ThinMonth>,
}

/// A hole in an extract, or a quiet month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ThinMonth {
    /// The thinnest: `2015-07`.
    pub month: String,
    /// Its rows.
    pub rows: u64,
    /// Rows of the middle month.
    pub middle: u64,
    /// How many months are as thin.
    pub months: u64,
}

/// Card or bank data in a column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PaymentFacts {
    /// What the column as a whole holds; none where only some cells or texts do.
    pub kind: Option<PaymentKind>,
    /// How sure: the checksums of the values, or only the column's name.
    pub by: PaymentSign,
    /// Cells that pass the check of a card number.
    pub card_numbers: u64,
    /// Cells that pass the check of a routing number.
    pub routing_numbers: u64,
    /// Cells that pass the check of an international account number.
    pub ibans: u64,
    /// Cells with payment data inside a text.
    pub texts: u64,
    /// Pieces inside texts, by kind.
    pub pieces: Vec<(PaymentKind, u64)>,
    /// Card numbers inside texts that are identifiers of another column.
    pub known_identifiers: u64,
    /// The column whose identifiers they are.
    pub known_from: Option<String>,
    /// Filled cells, to compare with.
    pub filled: u64,
}

/// What tells payment data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentSign {
    /// Nearly all values pass a checksum.
    Values,
    /// The column's name.
    Name,
    /// Some values pass a checksum: perhaps by chance, as identifiers do.
    SomeValues,
    /// Texts in which such data stands.
    Texts,
}

/// One column.
#[derive(Clone, Debug, Serialize)]
pub struct ColumnProfile {
    /// Counted from 1.
    pub position: usize,
    /// Its name in the header, or `column N`.
    pub name: String,
    /// What its values are.
    #[serde(rename = "type")]
    pub kind: ColumnType,
    /// How they are written: a pattern of days, writings of amounts, forms of identifiers.
    pub written: Vec<Tally>,
    /// Values of that type.
    pub fits: u64,
    /// Values that are something else.
    pub misfits: u64,
    /// The first of them.
    pub misfit_rows: Vec<u64>,
    /// Rows with a value, null words left out.
    pub filled: u64,
    /// Rows without one: blank, or broken off before.
    pub blank: u64,
    /// Of the blank cells, those that hold blanks.
    pub spaces: u64,
    /// Words that stand for no value.
    pub null_words: Vec<Tally>,
    /// Values with blanks at an end.
    pub padded: u64,
    /// Cells that are no text, or hold an error.
    pub unreadable: u64,
    /// The first of them.
    pub unreadable_rows: Vec<u64>,
    /// Cells that the file itself holds as numbers.
    pub number_cells: u64,
    /// Digits of the text cells that are nothing but digits; none where they differ.
    pub text_digits: Option<usize>,
    /// Digits with a zero in front.
    pub leading_zeros: u64,
    /// Identifiers that are 0, which is nobody's.
    pub zero_ids: u64,
    /// Fewest and most signs.
    pub lengths: (usize, usize),
    /// Different values.
    pub distinct: Count,
    /// Rows whose value stood before.
    pub repeats: u64,
    /// The first of them.
    pub repeat_rows: Vec<u64>,
    /// The values, where they are few and may be shown.
    pub codes: Vec<Tally>,
    /// Codes that differ only in case, blanks or zeros.
    pub spellings: Vec<Vec<String>>,
    /// Sums of numbers.
    pub numbers: Option<NumberFacts>,
    /// Spans of days.
    pub days: Option<DayFacts>,
    /// Card and bank data.
    pub payment: Option<PaymentFacts>,
}

/// Columns that tell one row from another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Key {
    /// Their names.
    pub columns: Vec<String>,
    /// Rows whose key stood before.
    pub repeats: u64,
    /// The first of them.
    pub repeat_rows: Vec<u64>,
    /// Rows without a whole key.
    pub blank: u64,
    /// False where a sample of the values was compared.
    pub exact: bool,
}

/// What a trailer says, and whether the records agree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Trailer {
    /// The row as a person finds it.
    pub row: u64,
    /// Its tag, where it has one.
    pub tag: Option<String>,
    /// The field with the sum, the tag being field 1; none where it gives none.
    pub sum_field: Option<u64>,
    /// What it counts.
    pub count: Option<u64>,
    /// Whether there are so many records.
    pub count_agrees: Option<bool>,
    /// Columns whose sum it gives.
    pub sum_of: Vec<String>,
    /// Whether a column has that sum; none where it gives none.
    pub sum_agrees: Option<bool>,
}

/// The rows of one file or sheet.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RowFacts {
    /// Data rows.
    pub rows: u64,
    /// Rows with fewer columns than the header.
    pub short_rows: u64,
    /// Rows with more.
    pub long_rows: u64,
    /// The first of either.
    pub misfit_rows: Vec<u64>,
    /// Rows that are the same as one before.
    pub repeated_rows: u64,
    /// The first of them.
    pub repeated_row_numbers: Vec<u64>,
    /// False where a sample of the rows was compared.
    pub repeated_rows_exact: bool,
}

/// Everything about the rows of one file or sheet.
#[derive(Clone, Debug, Serialize)]
pub struct TableProfile {
    /// Its rows.
    #[serde(flatten)]
    pub rows: RowFacts,
    /// Its columns, in the file's order.
    pub columns: Vec<ColumnProfile>,
    /// Columns that tell one row from another, the best first.
    pub keys: Vec<Key>,
    /// Where no key was found: the columns that come nearest.
    pub nearest_key: Option<Key>,
    /// Billing or reading periods.
    pub periods: Vec<Periods>,
    /// Charges without consumption.
    pub free_charges: Vec<FreeCharge>,
    /// Codes that stand under several others.
    pub shared_codes: Vec<SharedCode>,
    /// Identifiers with several rows each.
    pub owners: Vec<Owner>,
    /// Payments above the bill of their row.
    pub overpaid: Vec<Overpaid>,
    /// Names that head several columns.
    pub same_names: Vec<String>,
    /// Numbered names with a number left out: `PAY_1` between `PAY_0` and `PAY_2`.
    pub skipped_names: Vec<String>,
    /// Trailer records.
    pub trailers: Vec<Trailer>,
}

/// A column whose values are the keys of another file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reference {
    /// File and column that refer.
    pub from: (String, String),
    /// File and key column that are referred to.
    pub to: (String, String),
    /// Rows with a value.
    pub rows: u64,
    /// Rows whose value is no key there.
    pub orphan_rows: u64,
    /// Different values that are no key there.
    pub orphan_values: u64,
    /// False where a sample of the values was compared.
    pub exact: bool,
}
