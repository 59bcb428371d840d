//! One way to write a CSV file: a header, then rows, fields quoted only where they must be, LF.

use crate::record::value::Value;
use std::io::{self, Write};

/// A CSV file being written.
pub(super) struct CsvText<W: Write> {
    out: csv::Writer<W>,
}

impl<W: Write> CsvText<W> {
    /// Writes the header and returns the file, ready for rows.
    pub(super) fn new(out: W, header: &[&str]) -> io::Result<Self> {
        let mut text = Self {
            out: csv::WriterBuilder::new()
                .terminator(csv::Terminator::Any(b'\n'))
                .from_writer(out),
        };
        text.row(header)?;
        Ok(text)
    }

    /// Writes one row. A row with another width than the header is an error.
    pub(super) fn row<T: AsRef<str>>(&mut self, cells: &[T]) -> io::Result<()> {
        self.out
            .write_record(cells.iter().map(|cell| cell.as_ref().as_bytes()))
            .map_err(|error| {
                let text = error.to_string();
                // As the system said it, so that a full disk is known as one.
                if let csv::ErrorKind::Io(error) = error.into_kind() {
                    error
                } else {
                    io::Error::other(text)
                }
            })
    }

    /// Hands everything on to the file below; without it the end may be missing.
    pub(super) fn finish(mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Returns a portal value as a CSV cell: nothing for null, 0 and 1 for flags, ISO dates.
pub(super) fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Text(text) => text.clone(),
        Value::Int(number) => number.to_string(),
        Value::Bool(flag) => u8::from(*flag).to_string(),
        Value::Date(day) => day.to_string(),
        Value::Decimal(number) => number.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_cells_that_need_it_are_quoted_and_lines_end_in_lf() {
        let mut out = Vec::new();
        let mut text = CsvText::new(&mut out, &["a", "b"]).unwrap();
        text.row(&["x, y", "plain"]).unwrap();
        text.row(&["say \"so\"", "two\nlines"]).unwrap();
        text.finish().unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "a,b\n\"x, y\",plain\n\"say \"\"so\"\"\",\"two\nlines\"\n"
        );
    }

    #[test]
    fn a_row_of_another_width_is_an_error() {
        let mut text = CsvText::new(Vec::new(), &["a", "b"]).unwrap();
        assert!(text.row(&["only one"]).is_err());
    }
}
