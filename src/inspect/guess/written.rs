//! How the values of columns are written, in the words of a mapping's `format`.

use super::{Kind, Placed};
use crate::inspect::profile::{DAY_CELLS, STAMP_CELLS};
use crate::inspect::report::{ColumnProfile, ColumnType, Tally};

/// What the profile calls a day of nothing but zeros.
const ZEROS: &str = "zeros only";

/// Returns the columns of a table that are used, with the type of what they hold.
pub(super) fn used<'a>(placed: &'a Placed<'_>) -> impl Iterator<Item = &'a ColumnProfile> {
    let columns = &placed.table.columns;
    placed
        .fit
        .matches
        .iter()
        .filter_map(|m| columns.get(m.column))
}

/// Returns the pattern of a column of days, and the rows that are written so; none where no day is
/// text.
pub(super) fn day_pattern(column: &ColumnProfile, kind: ColumnType) -> Option<(&str, u64)> {
    if column.kind != kind {
        return None;
    }
    let text = |written: &&Tally| ![DAY_CELLS, STAMP_CELLS].contains(&written.value.as_str());
    let most = column.written.iter().find(text)?;
    Some((most.value.as_str(), most.rows))
}

/// Returns true where cells that a workbook holds as numbers are days.
pub(super) fn has_serials(placed: &Placed<'_>) -> bool {
    placed.file.kind == Kind::Workbook
        && used(placed).any(|c| {
            matches!(c.kind, ColumnType::Date | ColumnType::TimeStamp) && c.number_cells > 0
        })
}

/// Returns the texts that stand for no day in a column.
pub(super) fn no_days(column: &ColumnProfile) -> Vec<String> {
    if !matches!(column.kind, ColumnType::Date | ColumnType::TimeStamp) {
        return Vec::new();
    }
    let pattern = column.written.first().map_or("", |w| w.value.as_str());
    let zeros = |c: char| if c.is_ascii_alphabetic() { '0' } else { c };
    let word = |text: &str| match text {
        ZEROS => pattern.chars().map(zeros).collect(),
        word => word.to_owned(),
    };
    column.null_words.iter().map(|w| word(&w.value)).collect()
}

/// How amounts are written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Amounts {
    /// Columns that were looked at.
    pub(super) columns: usize,
    pub(super) thousands: bool,
    pub(super) symbol: bool,
    pub(super) debit: bool,
    /// True where no amount has a point.
    pub(super) cents: bool,
    /// The writings of a credit, as a mapping has them.
    pub(super) negative: Vec<&'static str>,
}

const CREDITS: [(&str, &str, &str); 4] = [
    ("-12.34", "-12.34", "-1234"),
    ("12.34-", "12.34-", "1234-"),
    ("(12.34)", "(12.34)", "(1234)"),
    ("12.34CR", "12.34CR", "1234CR"),
];

/// Returns how the amounts of these tables are written. Numbers that the file itself holds as such
/// are written in no way.
pub(super) fn amounts<'a>(placed: impl Iterator<Item = &'a Placed<'a>>) -> Amounts {
    let mut found = Amounts::default();
    let mut pointed = 0;
    let mut written = Vec::new();
    for column in placed.flat_map(used) {
        if column.kind != ColumnType::Amount || column.number_cells * 2 > column.filled {
            continue;
        }
        found.columns += 1;
        pointed += usize::from(column.numbers.as_ref().is_some_and(|n| n.decimals > 0));
        written.extend(column.written.iter().map(|w| w.value.as_str()));
    }
    let has = |form: &str| written.contains(&form);
    found.thousands = has("1,234.56");
    found.symbol = has("$12.34");
    found.debit = has("12.34DB");
    found.cents = found.columns > 0 && pointed == 0;
    for (form, with_point, without) in CREDITS {
        if has(form) {
            found
                .negative
                .push(if found.cents { without } else { with_point });
        }
    }
    found
}

/// Returns a coding as a mapping says it; none where plain ASCII would be the same in any.
pub(super) fn encoding(words: Option<&str>) -> Option<&'static str> {
    let words = words?;
    let known = [
        ("UTF-16", "utf-16"),
        ("UTF-8", "utf-8"),
        ("Windows", "windows-1252"),
        ("mixed", "windows-1252"),
    ];
    let found = known.iter().find(|(start, _)| words.starts_with(start));
    found.map(|(_, name)| *name)
}
