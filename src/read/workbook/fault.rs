//! What refuses a workbook. Messages never quote what stands in it.

use crate::diag::finding::Finding;
use crate::record::money::format_cents;
use crate::record::origin::Origin;

/// Why a workbook, or one sheet of it, cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// It is no workbook of any known type.
    NoWorkbook,
    /// It is encrypted.
    Encrypted,
    /// It unpacks to more than a delivery's workbook has: what, how much, and the bound.
    TooLarge(&'static str, u64, u64),
    /// A part of it is damaged, or not as its format wants it.
    Damaged(&'static str),
    /// It has no such sheet; the ones it has.
    NoSheet(Vec<String>),
    /// Its days are counted in another system than the mapping says: its own, and the declared.
    DateSystem(&'static str, &'static str),
}

impl Fault {
    /// Returns the finding; `name` is how the delivery names the sheet.
    pub(super) fn finding(&self, name: &str, row: Option<u64>) -> Finding {
        let (code, message, help) = match self {
            Self::NoWorkbook => (
                "read::damaged_workbook",
                "is no .xlsx, .xlsb, .xls or .ods workbook".to_owned(),
                "open it in the program that made it and save it anew, or correct `kind`",
            ),
            Self::Encrypted => (
                "read::encrypted_workbook",
                "is encrypted or protected by a password".to_owned(),
                "have it saved without a password, and sent by a safe way",
            ),
            Self::TooLarge(what, found, bound) => (
                "read::workbook_too_large",
                format!(
                    "{what}: {} or more, and at most {} may be",
                    count(*found),
                    count(*bound)
                ),
                "such a file is an error or an attack; have the export split, or sent as text",
            ),
            Self::Damaged(what) => (
                "read::damaged_workbook",
                format!("cannot be read to its end: {what}"),
                "have it sent again; if it opens in the program that made it, save it anew",
            ),
            Self::NoSheet(sheets) => (
                "read::missing_sheet",
                format!(
                    "the workbook has no such sheet; it has {}",
                    sheets
                        .iter()
                        .map(|sheet| format!("`{sheet}`"))
                        .collect::<Vec<_>>()
                        .join(", ")
                ),
                "write `file = \"book.xlsx#Sheet\"`, letter for letter, or ask for the sheet",
            ),
            Self::DateSystem(own, declared) => (
                "read::date_system",
                format!("the workbook counts days from {own}, the mapping says {declared}"),
                "correct `date.serial` in `format`: the two are four years apart",
            ),
        };
        let at = Origin {
            row,
            ..Origin::file(name)
        };
        Finding::error(code, message).at(at).help(help)
    }
}

/// Returns a whole number with thousands commas.
fn count(number: u64) -> String {
    let cents = format_cents(i128::from(number) * 100);
    cents.trim_end_matches(".00").to_owned()
}
