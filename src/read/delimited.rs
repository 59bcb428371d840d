//! Delimited text: column names, then one record a row, fields quoted where they need it; or
//! records of several types, of which one is the rows.

use super::characters::{CharacterFault, Characters};
use super::digest::{DigestRead, FileDigest};
use super::encoding::{decode, decode_lossy};
use super::guard::Guard;
use super::own_form::{Frame, Framed, Mask};
use super::record_types::{Part, Sequence};
use super::writing::Writing;
use super::{RowReader, TrailerSum};
use crate::diag::finding::Finding;
use crate::record::format::{self, Encoding};
use crate::record::origin::Origin;
use crate::record::raw::{Cell, ColumnUse, RawRow};
use flate2::read::MultiGzDecoder;
use std::fs::File;
use std::io::{self, Read};

/// What follows from a fault of the structure.
const REFUSED: &str = "rows from here on cannot be told apart, so the delivery is refused; have the file extracted again";

/// Bytes of a file, through gzip where its name says so.
pub(super) enum Source {
    Plain(DigestRead<File>),
    Gzip(Box<MultiGzDecoder<DigestRead<File>>>),
}

impl Source {
    pub(super) fn open(file: File, name: &str) -> Self {
        let digest = DigestRead::new(file);
        if name.to_ascii_lowercase().ends_with(".gz") {
            Self::Gzip(Box::new(MultiGzDecoder::new(digest)))
        } else {
            Self::Plain(digest)
        }
    }

    /// Returns how many bytes of the file have been read.
    pub(super) fn bytes(&self) -> u64 {
        match self {
            Self::Plain(read) => read.bytes(),
            Self::Gzip(gzip) => gzip.get_ref().bytes(),
        }
    }

    pub(super) fn digest_read(&mut self) -> &mut DigestRead<File> {
        match self {
            Self::Plain(read) => read,
            Self::Gzip(gzip) => gzip.get_mut(),
        }
    }
}

impl Read for Source {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(read) => read.read(buffer),
            Self::Gzip(gzip) => gzip.read(buffer),
        }
    }
}

/// Reader of delimited text.
pub(super) struct Delimited {
    name: String,
    encoding: Encoding,
    reader: csv::Reader<Guard<Characters<Source>>>,
    header: Vec<String>,
    uses: Vec<ColumnUse>,
    record: csv::ByteRecord,
    format: format::Delimited,
    /// The records before the first row.
    head: Vec<csv::ByteRecord>,
    /// What follows the types of records, where the file has several.
    sequence: Option<Sequence>,
    ordinal: u64,
    /// Line and width of the last row.
    last: (u64, usize),
}

impl Delimited {
    pub(super) fn open(
        file: File,
        name: &str,
        format: &format::Delimited,
    ) -> Result<Self, Finding> {
        let (source, encoding) = (Source::open(file, name), format.encoding);
        let characters =
            Characters::open(source, encoding).map_err(|error| broken(name, &error))?;
        let reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(format.delimiter)
            .quoting(format.quote.is_some())
            .quote(format.quote.unwrap_or(b'"'))
            .buffer_capacity(1 << 16)
            .from_reader(Guard::new(characters, format.delimiter, format.quote));
        let types = format.records.clone();
        let mut this = Self {
            name: name.to_owned(),
            encoding,
            reader,
            header: Vec::new(),
            uses: Vec::new(),
            record: csv::ByteRecord::new(),
            format: format.clone(),
            head: Vec::new(),
            sequence: types.map(|types| Sequence::new(name, encoding, types)),
            ordinal: 0,
            last: (1, usize::MAX),
        };
        this.read_header()?;
        Ok(this)
    }

    fn read_header(&mut self) -> Result<(), Finding> {
        let mut empty = true;
        loop {
            if let Some(names) = self.sequence.as_ref().and_then(Sequence::header) {
                self.header = names.to_vec();
                return Ok(());
            }
            let line = self.read_record()?;
            self.head.extend(line.map(|_| self.record.clone()));
            match (&mut self.sequence, line) {
                (None, Some(_)) => return self.take_header(),
                (Some(sequence), Some(line)) => drop(sequence.take(&self.record, line)?),
                (Some(sequence), None) if !empty => sequence.end()?,
                (_, None) => {
                    let message = "is empty, expected column names";
                    let finding = Finding::error("read::no_header", message);
                    return Err(finding
                        .at(Origin::file(&self.name))
                        .help("the delivery is refused as a whole; have the file sent again"));
                }
            }
            empty = false;
        }
    }

    /// Takes the record as column names.
    fn take_header(&mut self) -> Result<(), Finding> {
        for bytes in &self.record {
            let name = decode(bytes, self.encoding).ok_or_else(|| {
                Finding::error(
                    "read::bad_encoding",
                    "the line of column names is no text in the declared encoding",
                )
                .at(Origin::file(&self.name))
                .help("say with `encoding` in `format` how the file is written, such as \"windows-1252\"; or have it sent again")
            })?;
            self.header.push(name.trim().to_owned());
        }
        Ok(())
    }

    /// Reads the next record that is no blank line; returns the line it starts on, none at the
    /// end.
    fn read_record(&mut self) -> Result<Option<u64>, Finding> {
        loop {
            let line = self.read_any_record()?;
            let only = self.record.get(0).filter(|_| self.record.len() == 1);
            let blank = |text: &[u8]| !text.is_empty() && text.iter().all(|b| *b == b' ');
            // In a file of one column a line of blanks is a row without a value.
            let one_column = self.header.len() == 1 && self.sequence.is_none();
            if line.is_none() || one_column || !only.is_some_and(blank) {
                return Ok(line);
            }
        }
    }

    fn read_any_record(&mut self) -> Result<Option<u64>, Finding> {
        match self.reader.read_byte_record(&mut self.record) {
            // Ctrl-Z ends a text file of DOS; it is no row.
            Ok(true) if self.record.len() == 1 && self.record.get(0) == Some(b"\x1a") => Ok(None),
            Ok(true) => Ok(Some(self.reader.get_mut().next_start().unwrap_or_default())),
            Ok(false) => Ok(None),
            Err(error) => {
                let guard = self.reader.get_ref();
                Err(match (guard.fault(), guard.inner().fault()) {
                    (Some(fault), _) => fault.finding(&self.name).help(REFUSED),
                    (None, Some(fault)) => self.characters(fault, guard.line()),
                    (None, None) => broken(&self.name, &io::Error::other(error)),
                })
            }
        }
    }

    fn characters(&self, fault: CharacterFault, line: u64) -> Finding {
        let (code, row, message, help) = match fault {
            CharacterFault::BreaksOff => (
                "read::character_breaks_off",
                Some(line),
                "the file ends here, inside a character",
                "what follows is missing, so the delivery is refused; have the file sent again and compare its size",
            ),
            CharacterFault::Half => (
                "read::half_character",
                Some(line),
                "half a character stands here: one of the two units that make it up is missing",
                "bytes were lost or added on the way, so the delivery is refused; have the file sent again, as binary",
            ),
            CharacterFault::ByteOrder => (
                "read::byte_order",
                None,
                "does not begin with the byte order mark that `encoding` calls for",
                "write \"utf-16le\" or \"utf-16be\" as `encoding` where the file has no mark, \"utf-16\" where it has one; or have the file sent again",
            ),
        };
        Finding::error(code, message)
            .at(Origin {
                row,
                ..Origin::file(&self.name)
            })
            .help(help)
    }

    fn own_writing(&self) -> Writing<'_> {
        let guard = self.reader.get_ref();
        Writing {
            format: &self.format,
            order: guard.inner().order(),
            line_end: guard.line_end(),
        }
    }

    /// A file whose last row breaks off without a line end was cut short on its way.
    fn check_end(&self) -> Result<(), Finding> {
        let (line, width) = self.last;
        let ended = self.reader.get_ref().ends_with_line_end();
        if let Some(sequence) = &self.sequence {
            sequence.end()?;
        }
        if width >= self.header.len() || ended || self.record.get(0) == Some(b"\x1a") {
            return Ok(());
        }
        let message = format!(
            "the file ends inside this row: {width} of {} columns and no line end",
            self.header.len()
        );
        Err(Finding::error("read::file_breaks_off", message)
            .at(Origin { row: Some(line), ..Origin::file(&self.name) })
            .help("rows after it are missing, so the delivery is refused; have the file sent again and compare its size"))
    }
}

impl RowReader for Delimited {
    fn header(&self) -> &[String] {
        &self.header
    }

    fn select(&mut self, uses: Vec<ColumnUse>) {
        self.uses = uses;
    }

    fn next(&mut self, row: &mut RawRow) -> Result<bool, Finding> {
        let line = loop {
            let Some(line) = self.read_record()? else {
                self.check_end()?;
                return Ok(false);
            };
            let part = match &mut self.sequence {
                Some(sequence) => sequence.take(&self.record, line)?,
                None => Part::Row,
            };
            if part == Part::Row {
                break line;
            }
            self.last = (line, usize::MAX);
        };
        // The type of a record is no column.
        let before = usize::from(self.sequence.is_some());
        row.ordinal = self.ordinal;
        self.ordinal += 1;
        row.number = line;
        row.width = self.record.len().saturating_sub(before);
        row.misfit = None;
        row.continues = false;
        row.cells.clear();
        for (i, usage) in self.uses.iter().enumerate() {
            let cell = match (usage, self.record.get(i + before)) {
                (_, None) | (ColumnUse::Ignore, _) => Cell::Absent,
                (ColumnUse::Drop, Some(bytes)) => Cell::Dropped(bytes.iter().any(|b| *b != b' ')),
                (ColumnUse::Keep, Some(bytes)) => {
                    decode(bytes, self.encoding).map_or(Cell::Unreadable, Cell::Text)
                }
            };
            row.cells.push(cell);
        }
        self.last = (line, row.width);
        Ok(true)
    }

    fn own_row(&self, mask: Mask<'_>) -> Option<Vec<u8>> {
        let before = usize::from(self.sequence.is_some());
        let writing = self.own_writing();
        let fields = self.record.iter().enumerate().map(|(at, bytes)| {
            let text = decode_lossy(bytes, self.encoding);
            let masked = at
                .checked_sub(before)
                .and_then(|column| mask(column, &text));
            // A cell that stays keeps its bytes, also those that are no text.
            masked.map_or_else(|| bytes.to_vec(), |text| writing.field(&text))
        });
        let fields: Vec<Vec<u8>> = fields.collect();
        Some(writing.raw_line(&fields))
    }

    fn own_frame(&self, rows: &Framed) -> Frame {
        let writing = self.own_writing();
        let texts = |record: &csv::ByteRecord| -> Vec<String> {
            let fields = record.iter();
            fields
                .map(|bytes| decode_lossy(bytes, self.encoding))
                .collect()
        };
        let mut head = writing.mark();
        for record in &self.head {
            head.extend(writing.line(&texts(record)));
        }
        let trailer = self.sequence.as_ref().and_then(|s| s.trailer_of(rows));
        let tail = trailer.map(|fields| writing.line(&fields));
        Frame {
            head,
            tail: tail.unwrap_or_default(),
        }
    }

    fn trailer_sum(&self) -> Option<&TrailerSum> {
        self.sequence.as_ref().and_then(Sequence::trailer_sum)
    }

    fn bytes_read(&self) -> u64 {
        self.reader.get_ref().inner().source().bytes()
    }

    fn digest(&mut self) -> FileDigest {
        let ends_open = self.reader.get_ref().ends_open();
        let characters = self.reader.get_mut().inner_mut();
        FileDigest {
            ends_open,
            ..characters.source_mut().digest_read().finish()
        }
    }
}

fn broken(name: &str, error: &io::Error) -> Finding {
    Finding::error(
        "read::unreadable_file",
        format!("cannot be read to its end: {error}"),
    )
    .at(Origin::file(name))
    .help("the delivery is refused as a whole; have the file sent again")
}
