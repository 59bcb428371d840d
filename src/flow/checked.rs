//! A reader whose rows are ready for the mapping, and whose trailer was held against them.
//!
//! Number cells are numbers only where the mapping wants one, and a note that was cut into lines
//! stands whole in one row. What the trailer says its rows sum
//! to is compared in every reading that reads the column: the reader knows records, the mapping
//! knows amounts.

use super::note_lines::NoteLines;
use crate::diag::finding::Finding;
use crate::diag::mask::quoted;
use crate::map::BoundFile;
use crate::read::{FileDigest, RowReader, TrailerSum};
use crate::record::money::format_cents;
use crate::record::origin::Origin;
use crate::record::raw::{ColumnUse, RawRow};
use std::sync::Arc;

/// The reader.
pub struct Checked {
    inner: Box<dyn RowReader>,
    name: String,
    columns: BoundFile,
    notes: Option<Arc<NoteLines>>,
    /// The column that the trailer sums, where the file has one.
    column: Option<usize>,
    /// True where this reading reads it.
    sums: bool,
    sum: i128,
}

impl Checked {
    /// Returns a reader over `inner`, whose file findings call `name`.
    pub fn new(
        inner: Box<dyn RowReader>,
        name: &str,
        columns: BoundFile,
        notes: Option<Arc<NoteLines>>,
    ) -> Self {
        Self {
            inner,
            name: name.to_owned(),
            column: columns.summed_column(),
            columns,
            notes,
            sums: false,
            sum: 0,
        }
    }

    /// Compares the trailer's sum with the rows'.
    fn check_sum(&self) -> Result<(), Finding> {
        let Some(stated) = self.inner.trailer_sum().filter(|_| self.sums) else {
            return Ok(());
        };
        let Some(column) = self.column else {
            let message = "the trailer states a sum, and the mapping reads no such amount column";
            return if stated.text.is_empty() {
                Ok(())
            } else {
                Err(self.wrong(stated, message.to_owned()))
            };
        };
        let total = self.columns.total(&stated.text);
        // A trailer without a sum is right where there is nothing to sum.
        if total == Some(self.sum) || (stated.text.is_empty() && self.sum == 0) {
            return Ok(());
        }
        let said = match total {
            Some(total) => format_cents(total),
            None => format!(
                "{}, which is not written like {}",
                quoted(&stated.text),
                self.columns.amount_example()
            ),
        };
        let message = format!(
            "the trailer's sum is {said}; the rows' `{}` comes to {}",
            self.columns
                .columns()
                .get(column)
                .map_or("", String::as_str),
            format_cents(self.sum)
        );
        Err(self.wrong(stated, message))
    }

    fn wrong(&self, stated: &TrailerSum, message: String) -> Finding {
        Finding::error("read::trailer_sum", message)
            .at(Origin {
                row: Some(stated.line),
                ..Origin::file(&self.name)
            })
            .help("rows were lost, added or changed on the way, so the delivery is refused: have the file sent again; or name the column that is summed as `records.sum.of` in `format`")
    }
}

impl RowReader for Checked {
    fn header(&self) -> &[String] {
        self.inner.header()
    }

    fn select(&mut self, uses: Vec<ColumnUse>) {
        let read = |at| uses.get(at) == Some(&ColumnUse::Keep);
        self.sums = self.column.is_none_or(read);
        self.inner.select(uses);
    }

    fn next(&mut self, row: &mut RawRow) -> Result<bool, Finding> {
        let more = self.inner.next(row)?;
        if !more {
            self.check_sum()?;
            return Ok(false);
        }
        self.columns.restore(row);
        if let Some(notes) = &self.notes {
            notes.apply(row);
        }
        if let Some(column) = self.column.filter(|_| self.sums) {
            self.sum += i128::from(self.columns.summand(row, column));
        }
        Ok(true)
    }

    fn bytes_read(&self) -> u64 {
        self.inner.bytes_read()
    }

    fn digest(&mut self) -> FileDigest {
        self.inner.digest()
    }

    fn trailer_sum(&self) -> Option<&TrailerSum> {
        self.inner.trailer_sum()
    }
}
