//! Fixed-width records, laid out by the COBOL copybook that comes with them.
//!
//! In: the file, its copybook, and what the mapping says of both. Out: raw rows, one a record.
//! Lines that are too short or too long are rows that do not fit; a file without lines that is no
//! whole number of records is refused. Memory: one record.

mod clauses;
mod coding;
mod copybook;
#[cfg(test)]
mod copybook_tests;
mod ebcdic;
mod layout;
#[cfg(test)]
mod layout_tests;
mod number;
#[cfg(test)]
mod number_tests;
mod open;
mod own_form;
mod picture;
mod scan;
mod shape;
#[cfg(test)]
mod tests;
mod unroll;

use super::delimited::Source;
use super::digest::FileDigest;
use super::{Mask, Room, RowReader};
use crate::diag::finding::Finding;
use crate::record::origin::Origin;
use crate::record::raw::{Cell, ColumnUse, RawRow};
use coding::Coding;
use layout::{Column, Layout};
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

/// A line of this many records, and some bytes more, is no line: the file has none.
const RECORDS_OF_A_LINE: usize = 4;
/// See above, in bytes.
const BYTES_MORE: usize = 4_096;
/// Ends a text file of DOS.
const END_MARK: &[u8] = b"\x1a";

/// Reader of fixed-width records.
pub(super) struct Fixed {
    name: String,
    input: BufReader<Source>,
    coding: Coding,
    layout: Layout,
    /// Where the copybook is.
    copybook: PathBuf,
    /// Of the copybook.
    layout_sha256: Option<String>,
    header: Vec<String>,
    uses: Vec<ColumnUse>,
    record: Vec<u8>,
    ordinal: u64,
    /// Lines or records read so far.
    number: u64,
}

impl Fixed {
    fn new(name: &str, input: Source, coding: Coding, layout: Layout) -> Self {
        let header = layout.columns.iter().map(|column| column.name.clone());
        Self {
            name: name.to_owned(),
            input: BufReader::with_capacity(1 << 16, input),
            coding,
            header: header.collect(),
            layout,
            copybook: PathBuf::new(),
            layout_sha256: None,
            uses: Vec::new(),
            record: Vec::new(),
            ordinal: 0,
            number: 0,
        }
    }

    /// Reads the next record; false at the end of the file.
    fn read_record(&mut self) -> Result<bool, Finding> {
        if !self.coding.lines {
            return self.read_whole();
        }
        loop {
            let Some(ended) = self.read_line()? else {
                return Ok(false);
            };
            if !ended && self.record == END_MARK {
                return Ok(false);
            }
            if self.record.iter().all(|b| *b == b' ') {
                continue;
            }
            if !ended && self.record.len() < self.layout.length {
                let message = format!(
                    "the file ends inside this record: {} of {} characters and no line end",
                    self.record.len(),
                    self.layout.length
                );
                return Err(self.refuse("read::file_breaks_off", message)
                    .help("records after it are missing, so the delivery is refused; have the file sent again and compare its size"));
            }
            return Ok(true);
        }
    }

    /// Reads as many bytes as a record has.
    fn read_whole(&mut self) -> Result<bool, Finding> {
        let length = self.layout.length;
        self.record.clear();
        let part = self.input.by_ref().take(length as u64);
        let read = { part }.read_to_end(&mut self.record);
        let read = read.map_err(|error| self.broken(&error))?;
        self.number += 1;
        if read == 0 || read == length {
            return Ok(read > 0);
        }
        let whole = self.number - 1;
        let message = format!(
            "is no whole number of records: {whole} of {length} bytes, and {read} bytes more"
        );
        Err(self.refuse("read::partial_record", message).help(
            "the file broke off, or its copybook or coding is another's; have both sent again",
        ))
    }

    /// Reads one line without its end; true where it has one, none at the end of the file.
    fn read_line(&mut self) -> Result<Option<bool>, Finding> {
        self.record.clear();
        self.number += 1;
        let limit = self.layout.length * RECORDS_OF_A_LINE + BYTES_MORE;
        loop {
            let bytes = match self.input.fill_buf() {
                Ok(bytes) => bytes,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => {
                    let finding = broken(&self.name, &error);
                    return Err(finding);
                }
            };
            if bytes.is_empty() {
                return Ok((!self.record.is_empty()).then_some(false));
            }
            let end = bytes.iter().position(|b| *b == b'\n');
            let taken = end.unwrap_or(bytes.len());
            self.record.extend(bytes.iter().take(taken));
            self.input.consume(end.map_or(taken, |end| end + 1));
            if self.record.len() > limit {
                let message = format!("a line begins here and goes on for more than {limit} bytes");
                return Err(self.refuse("read::endless_row", message).help(
                    "the file has no line ends where its copybook, or `coding`, says that it has",
                ));
            }
            if end.is_some() {
                if self.record.last() == Some(&b'\r') {
                    self.record.pop();
                }
                return Ok(Some(true));
            }
        }
    }

    fn refuse(&self, code: &'static str, message: String) -> Finding {
        Finding::error(code, message).at(Origin {
            row: Some(self.number),
            ..Origin::file(&self.name)
        })
    }

    fn broken(&self, error: &io::Error) -> Finding {
        broken(&self.name, error)
    }

    fn cell(&self, column: &Column, usage: ColumnUse) -> Cell {
        let Some(bytes) = self.record.get(column.bytes.clone()) else {
            return Cell::Absent;
        };
        match usage {
            ColumnUse::Ignore => Cell::Absent,
            ColumnUse::Drop => {
                let blank = self.coding.charset.blank();
                Cell::Dropped(bytes.iter().any(|b| *b != blank && *b != 0))
            }
            ColumnUse::Keep => number::cell(bytes, column.shape, self.coding.charset),
        }
    }
}

fn broken(name: &str, error: &io::Error) -> Finding {
    let message = format!("cannot be read to its end: {error}");
    Finding::error("read::unreadable_file", message)
        .at(Origin::file(name))
        .help("the delivery is refused as a whole; have the file sent again")
}

impl RowReader for Fixed {
    fn header(&self) -> &[String] {
        &self.header
    }

    /// A column that shares bytes with a dropped one is not read: payment data must not
    /// leave under the name of what redefines it.
    fn select(&mut self, uses: Vec<ColumnUse>) {
        let columns = &self.layout.columns;
        let dropped: Vec<&Column> = columns
            .iter()
            .zip(&uses)
            .filter(|(_, usage)| **usage == ColumnUse::Drop)
            .map(|(column, _)| column)
            .collect();
        let shares = |column: &Column| {
            dropped.iter().any(|other| {
                column.bytes.start < other.bytes.end && other.bytes.start < column.bytes.end
            })
        };
        let with_bytes = columns.iter().zip(&uses);
        self.uses = with_bytes
            .map(|(column, usage)| {
                let hidden = *usage == ColumnUse::Keep && shares(column);
                if hidden { ColumnUse::Ignore } else { *usage }
            })
            .collect();
    }

    fn next(&mut self, row: &mut RawRow) -> Result<bool, Finding> {
        if !self.read_record()? {
            return Ok(false);
        }
        row.ordinal = self.ordinal;
        self.ordinal += 1;
        row.number = self.number;
        row.width = self.header.len();
        row.continues = false;
        let (found, expected) = (self.record.len(), self.layout.length);
        row.misfit = (found != expected)
            .then(|| format!("the record has {found} characters, the copybook {expected}"));
        let columns = self.layout.columns.iter().zip(&self.uses);
        row.cells.clear();
        row.cells
            .extend(columns.map(|(column, usage)| self.cell(column, *usage)));
        Ok(true)
    }

    fn layout(&self) -> Option<&Path> {
        Some(&self.copybook)
    }

    fn own_row(&self, mask: Mask<'_>) -> Option<Vec<u8>> {
        Some(own_form::record(self, mask))
    }

    fn room(&self, column: usize) -> Room {
        let column = self.layout.columns.get(column);
        column.map_or(Room::Digits(0), own_form::room)
    }

    fn bytes_read(&self) -> u64 {
        self.input.get_ref().bytes()
    }

    fn digest(&mut self) -> FileDigest {
        FileDigest {
            layout_sha256: self.layout_sha256.clone(),
            ..self.input.get_mut().digest_read().finish()
        }
    }
}
