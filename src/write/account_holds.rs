//! `account-holds.csv`: the portal's table `account_hold`, for those who load it into the systems
//! that charge fees, disconnect, collect and draft.

use super::csv_text::{CsvText, cell};
use crate::record::portal::{AccountHoldRow, PortalRow};
use crate::record::value::Value;
use std::io::{self, Write};

/// The list being written, line by line.
pub struct HoldList<W: Write> {
    text: CsvText<W>,
    values: Vec<Value>,
}

impl<W: Write> HoldList<W> {
    /// Begins a list with its header.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn begin(out: W) -> io::Result<Self> {
        Ok(Self {
            text: CsvText::new(out, AccountHoldRow::COLUMNS)?,
            values: Vec::new(),
        })
    }

    /// Writes one line. Lines come ordered by account number, kind and start.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn add(&mut self, row: AccountHoldRow) -> io::Result<()> {
        self.values.clear();
        row.values(&mut self.values);
        let cells: Vec<String> = self.values.iter().map(cell).collect();
        self.text.row(&cells)
    }

    /// Ends the list; without it the last lines may be missing.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn end(self) -> io::Result<()> {
        self.text.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::money::Cents;

    #[test]
    fn a_list_has_its_header_and_a_draft_that_never_runs_has_no_end() {
        let mut out = Vec::new();
        let mut list = HoldList::begin(&mut out).unwrap();
        list.add(AccountHoldRow {
            account_number: "4083117265".to_owned(),
            kind: "draft_suppressed".to_owned(),
            sequence: 1,
            legacy_account_number: "00210-004".to_owned(),
            starts_on: "2017-03-14".parse().unwrap(),
            ends_on: None,
            reason: "autopay_reset".to_owned(),
            legacy_date: "2017-03-14".parse().ok(),
            amount_cents: Some(Cents(8416)),
        })
        .unwrap();
        list.end().unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "account_number,kind,sequence,legacy_account_number,starts_on,ends_on,reason,\
             legacy_date,amount_cents\n\
             4083117265,draft_suppressed,1,00210-004,2017-03-14,,autopay_reset,2017-03-14,8416\n"
        );
    }
}
