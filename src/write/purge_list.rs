//! `legacy-purge-list.csv`: what must now be deleted on the legacy side.
//!
//! The purge itself happens outside this program. A line for every column that held payment data,
//! also for each column of free text in which some was found.

use super::csv_text::CsvText;
use chrono::NaiveDate;
use std::io::{self, Write};

/// One column of the legacy side to be purged.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PurgeLine {
    /// The file as the delivery names it.
    pub file: String,
    /// The legacy column.
    pub column: String,
    /// What it held, such as `card_number` or `bank_account`.
    pub kind: String,
    /// Rows in which it was found.
    pub rows: u64,
    /// Last day the legacy side must still hold it; none where it may go at once.
    pub hold_date: Option<NaiveDate>,
}

/// Writes the list, ordered by file, column and kind. No hold date is a blank.
pub fn write(lines: &[PurgeLine], out: impl Write) -> io::Result<()> {
    let mut ordered: Vec<&PurgeLine> = lines.iter().collect();
    ordered.sort();
    let mut text = CsvText::new(out, &["file", "column", "kind", "rows", "hold_date"])?;
    for line in ordered {
        text.row(&[
            line.file.as_str(),
            &line.column,
            &line.kind,
            &line.rows.to_string(),
            &line.hold_date.map_or(String::new(), |day| day.to_string()),
        ])?;
    }
    text.finish()
}

/// Reads a list back.
///
/// # Errors
/// A sentence on what is wrong with it.
pub fn read(input: impl io::Read) -> Result<Vec<PurgeLine>, String> {
    let mut reader = csv::Reader::from_reader(input);
    let mut lines = Vec::new();
    for (at, record) in reader.records().enumerate() {
        let record = record.map_err(|error| error.to_string())?;
        let cell = |i| record.get(i).unwrap_or_default();
        let hold = match cell(4) {
            "" => None,
            day => Some(
                day.parse()
                    .map_err(|_| format!("line {}: no day", at + 2))?,
            ),
        };
        lines.push(PurgeLine {
            file: cell(0).to_owned(),
            column: cell(1).to_owned(),
            kind: cell(2).to_owned(),
            rows: cell(3)
                .parse()
                .map_err(|_| format!("line {}: no count", at + 2))?,
            hold_date: hold,
        });
    }
    Ok(lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_names_columns_and_free_text_with_their_hold_date() {
        let line = |file: &str, column: &str, rows, hold_date| PurgeLine {
            file: file.into(),
            column: column.into(),
            kind: "card_number".into(),
            rows,
            hold_date,
        };
        let day = NaiveDate::from_ymd_opt(2017, 4, 24);
        let mut out = Vec::new();
        write(
            &[
                line("PAYMETH.csv", "CARD_NO", 31, day),
                line("NOTES.csv", "NOTE_TXT", 9, None),
            ],
            &mut out,
        )
        .unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "file,column,kind,rows,hold_date\n\
             NOTES.csv,NOTE_TXT,card_number,9,\n\
             PAYMETH.csv,CARD_NO,card_number,31,2017-04-24\n"
        );
    }
}
