//! `crosswalk.csv`: old number to new number, a row for every legacy account, carried or not.

use super::csv_text::CsvText;
use crate::record::portal::{CrosswalkRow, PortalRow};
use std::io::{self, Write};

/// Writes the crosswalk, ordered by legacy account number. `account_number` is blank for an
/// account that is not carried; a reason always stands.
pub fn write(rows: &[CrosswalkRow], out: impl Write) -> io::Result<()> {
    let mut ordered: Vec<&CrosswalkRow> = rows.iter().collect();
    ordered.sort_by(|a, b| a.legacy_account_number.cmp(&b.legacy_account_number));
    let mut text = CsvText::new(out, CrosswalkRow::COLUMNS)?;
    for row in ordered {
        text.row(&[
            row.legacy_account_number.as_str(),
            row.account_number.as_deref().unwrap_or_default(),
            row.disposition.as_str(),
            row.reason.as_str(),
        ])?;
    }
    text.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_ordered_by_legacy_number_and_a_missing_number_is_blank() {
        let row = |legacy: &str, new: Option<&str>, disposition: &str, reason: &str| CrosswalkRow {
            legacy_account_number: legacy.into(),
            account_number: new.map(Into::into),
            disposition: disposition.into(),
            reason: reason.into(),
        };
        let rows = [
            row("00210-004", Some("4083117265"), "carried", "open"),
            row("00077-001", None, "not_carried", "closed_before_window"),
        ];
        let mut out = Vec::new();
        write(&rows, &mut out).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "legacy_account_number,account_number,disposition,reason\n\
             00077-001,,not_carried,closed_before_window\n\
             00210-004,4083117265,carried,open\n"
        );
    }
}
