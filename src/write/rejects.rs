//! `rejects.csv`: every source row that was refused, with what was found and what was expected.
//!
//! Messages come masked from the layer that made them; nothing is altered here.

use super::csv_text::CsvText;
use crate::record::fate::Reject;
use std::io::{self, Write};

/// Writes the refused rows, ordered by file, then by row, then by column and code.
pub fn write(rejects: &[Reject], out: impl Write) -> io::Result<()> {
    let mut ordered: Vec<&Reject> = rejects.iter().collect();
    ordered.sort();
    let mut text = CsvText::new(out, &["file", "row", "column", "code", "message"])?;
    for reject in ordered {
        text.row(&[
            reject.file.as_str(),
            &reject.row.to_string(),
            &reject.column,
            reject.code,
            &reject.message,
        ])?;
    }
    text.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rejects_are_ordered_by_file_then_by_row_number() {
        let reject = |file: &str, row: u64, message: &str| Reject {
            file: file.into(),
            row,
            column: "BILL_DT".into(),
            code: "row::bad_date",
            message: message.into(),
        };
        let rejects = [
            reject("PAYHIST.csv", 7, "a date"),
            reject(
                "BILLHIST.csv",
                1000,
                "found \"02/30/2017\", expected MM/DD/YYYY",
            ),
            reject("BILLHIST.csv", 99, "=1+1"),
        ];
        let mut out = Vec::new();
        write(&rejects, &mut out).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "file,row,column,code,message\n\
             BILLHIST.csv,99,BILL_DT,row::bad_date,=1+1\n\
             BILLHIST.csv,1000,BILL_DT,row::bad_date,\"found \"\"02/30/2017\"\", expected MM/DD/YYYY\"\n\
             PAYHIST.csv,7,BILL_DT,row::bad_date,a date\n"
        );
    }
}
