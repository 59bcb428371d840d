//! `legacy-purge-list.csv`: what must now be deleted on the legacy side.
//!
//! The purge itself happens outside this program. A line for every column that held payment data,
//! also for each column of free text in which some was found. The list is read back when somebody
//! looks whether it was followed.

use super::csv_text::CsvText;
use crate::diag::mask::quoted;
use chrono::NaiveDate;
use std::io::{self, Read, Write};

/// The columns that every list has, in this order.
const NEEDED: [&str; 5] = ["file", "column", "kind", "rows", "hold_date"];
/// The columns for people, behind them.
const METHOD: &str = "method";
const REASON: &str = "reason";

/// One column of the legacy side to be purged.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PurgeLine {
    /// The file as the delivery names it.
    pub file: String,
    /// The legacy column; `comments` of a sheet, blank for a file as a whole.
    pub column: String,
    /// What it held, such as `card_number` or `bank_account`.
    pub kind: String,
    /// Rows in which it was found.
    pub rows: u64,
    /// Last day the legacy side must still hold it; none where it may go at once.
    pub hold_date: Option<NaiveDate>,
    /// What is to be done, in words.
    pub method: String,
    /// Why it is held, or may go at once, in words.
    pub reason: String,
}

/// Writes the list, ordered by file, column and kind. No hold date is a blank.
pub fn write(lines: &[PurgeLine], out: impl Write) -> io::Result<()> {
    let mut ordered: Vec<&PurgeLine> = lines.iter().collect();
    ordered.sort();
    let header: Vec<&str> = NEEDED.into_iter().chain([METHOD, REASON]).collect();
    let mut text = CsvText::new(out, &header)?;
    for line in ordered {
        text.row(&[
            line.file.as_str(),
            &line.column,
            &line.kind,
            &line.rows.to_string(),
            &line.hold_date.map_or(String::new(), |day| day.to_string()),
            &line.method,
            &line.reason,
        ])?;
    }
    text.finish()
}

/// Reads a list back. Columns are found by name; more of them, and an older list without method
/// and reason, are fine.
///
/// # Errors
/// A sentence with the line, what stands there and what was expected.
pub fn read(list: impl Read) -> Result<Vec<PurgeLine>, String> {
    let mut reader = csv::Reader::from_reader(list);
    let header = reader
        .headers()
        .map_err(|error| format!("line 1: cannot be read: {error}"))?
        .clone();
    let place = |name: &str| {
        let own = |header: &str| header.trim_start_matches('\u{feff}') == name;
        header.iter().position(own)
    };
    if let Some(missing) = NEEDED.iter().find(|name| place(name).is_none()) {
        let needed = NEEDED.join(",");
        return Err(format!(
            "line 1: there is no column `{missing}`; a purge list begins with {needed}"
        ));
    }
    let mut lines = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| {
            let at = error.position().map_or(0, csv::Position::line);
            format!("line {at}: has another number of cells than the first line, or is no text")
        })?;
        let at = record.position().map_or(0, csv::Position::line);
        let cell = |name: &str| {
            place(name)
                .and_then(|at| record.get(at))
                .unwrap_or_default()
        };
        lines.push(line(at, cell)?);
    }
    Ok(lines)
}

fn line<'a>(at: u64, cell: impl Fn(&str) -> &'a str) -> Result<PurgeLine, String> {
    let bad = |column: &str, expected: &str| {
        format!(
            "line {at}: `{column}` is {}, expected {expected}",
            quoted(cell(column))
        )
    };
    for needed in ["file", "kind"] {
        if cell(needed).trim().is_empty() {
            return Err(bad(needed, "a name"));
        }
    }
    let hold_date = match cell("hold_date") {
        "" => None,
        text => Some(text.parse::<NaiveDate>().map_err(|_| {
            bad(
                "hold_date",
                "a day like 2017-04-24, or nothing where it may go at once",
            )
        })?),
    };
    let rows = cell("rows").parse();
    Ok(PurgeLine {
        file: cell("file").to_owned(),
        column: cell("column").to_owned(),
        kind: cell("kind").to_owned(),
        rows: rows.map_err(|_| bad("rows", "a whole number"))?,
        hold_date,
        method: cell(METHOD).to_owned(),
        reason: cell(REASON).to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines() -> Vec<PurgeLine> {
        let line = |file: &str, column: &str, rows, hold_date: Option<NaiveDate>| PurgeLine {
            file: file.into(),
            column: column.into(),
            kind: "bank_account".into(),
            rows,
            hold_date,
            method: "delete the values".into(),
            reason: if hold_date.is_some() {
                "a draft, perhaps"
            } else {
                "no ground"
            }
            .into(),
        };
        let day = NaiveDate::from_ymd_opt(2017, 4, 24);
        vec![
            line("NOTES.csv", "NOTE_TXT", 9, None),
            line("PAYMETH.csv", "ACCT \"NO\", old", 31, day),
            line("old.xlsx#Cards", "", 3, None),
        ]
    }

    fn written(lines: &[PurgeLine]) -> String {
        let mut out = Vec::new();
        write(lines, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn the_list_has_the_contracts_columns_first_and_words_behind() {
        let mut turned = lines();
        turned.reverse();
        assert_eq!(
            written(&turned),
            "file,column,kind,rows,hold_date,method,reason\n\
             NOTES.csv,NOTE_TXT,bank_account,9,,delete the values,no ground\n\
             PAYMETH.csv,\"ACCT \"\"NO\"\", old\",bank_account,31,2017-04-24,delete the values,\"a draft, perhaps\"\n\
             old.xlsx#Cards,,bank_account,3,,delete the values,no ground\n"
        );
    }

    #[test]
    fn what_is_written_is_read_back() {
        assert_eq!(read(written(&lines()).as_bytes()).unwrap(), lines());
        assert_eq!(read(written(&[]).as_bytes()).unwrap(), []);
        let edited = "\u{feff}kind,file,rows,column,hold_date,done\r\niban,A.csv,2,IBAN,,yes\r\n";
        let line = read(edited.as_bytes()).unwrap().remove(0);
        assert_eq!((&*line.kind, &*line.column, line.rows), ("iban", "IBAN", 2));
        assert!(line.method.is_empty() && line.hold_date.is_none());
    }

    #[test]
    fn what_is_no_list_is_told_with_its_line() {
        let head = "file,column,kind,rows,hold_date\n";
        for (text, wanted) in [
            (String::new(), "line 1: there is no column `file`"),
            (
                "file,column,kind,rows\n".into(),
                "line 1: there is no column `hold_date`",
            ),
            (
                format!("{head}A,B,iban,2,\nA,B,iban\n"),
                "line 3: has another number of cells",
            ),
            (
                format!("{head}A,B,iban,two,\n"),
                "line 2: `rows` is \"two\", expected a whole number",
            ),
            (
                format!("{head}A,B,iban,2,04/24/2017\n"),
                "line 2: `hold_date` is \"04/24/2017\", expected a day",
            ),
            (
                format!("{head},B,iban,2,\n"),
                "line 2: `file` is \"\", expected a name",
            ),
        ] {
            let error = read(text.as_bytes()).unwrap_err();
            assert!(error.starts_with(wanted), "{error}");
        }
    }
}
