//! `[format]` as types: how files, days and amounts are written.

use super::decided::TextOrList;
use schemars::JsonSchema;

macro_rules! named {
    ($($(#[$doc:meta])* $name:ident { $($variant:ident = $word:literal),* $(,)? })*) => {
        $(
            $(#[$doc])*
            #[derive(JsonSchema)]
            #[schemars(inline)]
            #[expect(dead_code, reason = "only its schema is wanted")]
            pub(super) enum $name { $(#[schemars(rename = $word)] $variant),* }
        )*
    };
}

named! {
    /// How a file is cut into rows and columns.
    Layout { Delimited = "delimited", Fixed = "fixed", Workbook = "workbook" }
    /// How letters are stored.
    Encoding {
        Utf8 = "utf-8", Windows1252 = "windows-1252", Iso88591 = "iso-8859-1", Utf16 = "utf-16",
        Utf16Le = "utf-16le", Utf16Be = "utf-16be",
    }
    /// How a fixed-width file is coded.
    Coding {
        Copybook = "copybook", AsciiLines = "ascii-lines", Ascii = "ascii", Cp037 = "cp037",
        Cp1140 = "cp1140", Cp500 = "cp500",
    }
    /// The date system of number cells.
    Serial { From1900 = "1900", From1904 = "1904" }
    /// Whether commas may stand between groups of three digits.
    Thousands { Comma = ",", None = "" }
    /// Whether a charge may be marked too.
    Positive { No = "", Debit = "12.34DB", Dr = "12.34DR" }
    /// How a credit is marked, by an example.
    Negative {
        Minus = "-12.34", Trailing = "12.34-", Parentheses = "(12.34)", Credit = "12.34CR",
        MinusCents = "-1234", TrailingCents = "1234-", ParenthesesCents = "(1234)",
        CreditCents = "1234CR",
    }
}

/// How files are written. A file's own `format` changes single keys.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is wanted")]
pub(super) struct Format {
    /// How a file is cut into rows and columns.
    kind: Option<Layout>,
    /// The sign between columns.
    delimiter: Option<String>,
    /// The sign around fields that need it; "" where nothing is quoted.
    quote: Option<String>,
    /// How letters are stored.
    encoding: Option<Encoding>,
    /// Lines of several types in one file.
    records: Option<Records>,
    /// The copybook's name beside a fixed-width file; `*` stands for the file's name.
    copybook: Option<String>,
    /// How a fixed-width file is coded.
    coding: Option<Coding>,
    /// The row of a sheet with the column names.
    #[schemars(range(min = 1, max = 1_048_576))]
    header_row: Option<u64>,
    /// A row of a sheet whose first cell is exactly this is no data row.
    total_line: Option<String>,
    /// What stands where there is no value of any kind, besides a blank.
    none: Option<TextOrList>,
    /// How days are written: "MM/DD/YYYY", "YYYYMMDD", "CYYMMDD", "days since 1970-01-01".
    date: Option<Date>,
    /// How a day with a time is written.
    time_stamp: Option<String>,
    /// How amounts are written.
    money: Option<Money>,
}

/// A pattern, or a table of it.
#[derive(JsonSchema)]
#[schemars(untagged, inline)]
#[expect(dead_code, reason = "only its schema is wanted")]
pub(super) enum Date {
    Pattern(String),
    Table(DateTable),
}

/// How days are written.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is wanted")]
pub(super) struct DateTable {
    /// The pattern.
    pattern: Option<String>,
    /// What stands where there is no day, besides a blank.
    none: Option<TextOrList>,
    /// The date system by which number cells are days.
    serial: Option<Serial>,
}

/// How amounts are written.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is wanted")]
pub(super) struct Money {
    /// Whether commas may stand between groups of three digits.
    thousands: Option<Thousands>,
    /// Digits after the point, exactly.
    #[schemars(range(max = 2))]
    decimals: Option<u64>,
    /// Whether the point is left out: 12345 is 123.45.
    cents: Option<bool>,
    /// What may stand before the digits, such as "$".
    symbol: Option<String>,
    /// Whether a charge may be marked too.
    positive: Option<Positive>,
    /// How a credit is marked.
    negative: Option<Vec<Negative>>,
}

/// Lines of several types in one file: the first field says the type.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is wanted")]
pub(super) struct Records {
    /// Type of the line that must come first.
    header: Option<String>,
    /// Type of the rows.
    detail: Option<String>,
    /// Type of the line that must come last.
    trailer: Option<String>,
    /// The column names, or where they stand.
    names: Option<Names>,
    /// Field of the trailer with the number of rows.
    count: Option<Count>,
    /// Field of the trailer with a sum.
    sum: Option<Sum>,
}

/// The names themselves, or where they stand.
#[derive(JsonSchema)]
#[schemars(untagged, inline)]
#[expect(dead_code, reason = "only its schema is wanted")]
pub(super) enum Names {
    Given(Vec<String>),
    Place(NamesPlace),
}

/// Where column names stand.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is wanted")]
pub(super) struct NamesPlace {
    /// Type of the line that has them.
    record: Option<String>,
    /// The field with all of them.
    field: Option<Field>,
    /// What stands between two.
    separator: Option<String>,
    /// Instead: the first field, where each name has its own.
    #[schemars(range(min = 2))]
    from: Option<u64>,
}

/// A field, counted from 1, or the last one.
#[derive(JsonSchema)]
#[schemars(untagged, inline)]
#[expect(dead_code, reason = "only its schema is wanted")]
pub(super) enum Field {
    Number(#[schemars(range(min = 1))] u64),
    Last(LastField),
}

named! {
    /// The last field.
    LastField { Last = "last" }
}

/// Where the number of rows stands.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is wanted")]
pub(super) struct Count {
    /// The field of the trailer.
    field: Option<Field>,
}

/// Where a sum stands.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is wanted")]
pub(super) struct Sum {
    /// The field of the trailer.
    field: Option<Field>,
    /// The column that is summed, or "first amount".
    of: Option<String>,
}
