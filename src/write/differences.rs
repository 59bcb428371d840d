//! The full list of what differs between two results: a line a row that is new or gone, and a line
//! a column of a row that changed.
//!
//! Password hashes are not written, only that they differ.

use super::csv_text::CsvText;
use std::io::{self, Write};

/// Stands in the place of a value that is not shown.
pub const NOT_SHOWN: &str = "(not shown)";
const HIDDEN: &str = "password_hash";
const HEADER: &[&str] = &["table", "key", "change", "column", "before", "after"];

/// What became of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It stands in the later result alone.
    New,
    /// It stands in the earlier result alone.
    Gone,
}

/// The list, being written.
pub struct Differences<W: Write> {
    text: CsvText<W>,
}

impl<W: Write> Differences<W> {
    /// Writes the header.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn begin(out: W) -> io::Result<Self> {
        let text = CsvText::new(out, HEADER)?;
        Ok(Self { text })
    }

    /// Writes a row that is new or gone.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn row(&mut self, table: &str, key: &str, kind: Kind) -> io::Result<()> {
        let change = match kind {
            Kind::New => "new",
            Kind::Gone => "gone",
        };
        self.text.row(&[table, key, change, "", "", ""])
    }

    /// Writes a column of a row that changed. The key is that of the later result.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn column(
        &mut self,
        (table, key, column): (&str, &str, &str),
        before: &str,
        after: &str,
    ) -> io::Result<()> {
        let shown = |value| if column == HIDDEN { NOT_SHOWN } else { value };
        let cells = [table, key, "changed", column, shown(before), shown(after)];
        self.text.row(&cells)
    }

    /// Hands everything on to the file below.
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

    #[test]
    fn values_are_written_and_password_hashes_are_not() {
        let mut out = Vec::new();
        let mut list = Differences::begin(&mut out).unwrap();
        list.row("account", "1", Kind::New).unwrap();
        list.row("bill", "1;B", Kind::Gone).unwrap();
        let column = |name| ("portal_user", "U1", name);
        list.column(column("email"), "a@x.example", "b@x.example")
            .unwrap();
        list.column(column(HIDDEN), "one hash", "another").unwrap();
        list.end().unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "table,key,change,column,before,after\n\
             account,1,new,,,\n\
             bill,1;B,gone,,,\n\
             portal_user,U1,changed,email,a@x.example,b@x.example\n\
             portal_user,U1,changed,password_hash,(not shown),(not shown)\n"
        );
    }
}
