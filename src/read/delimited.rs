//! Delimited text: a header line, then one record a row, fields quoted where they need it.

use super::RowReader;
use super::digest::{DigestRead, FileDigest};
use super::encoding::decode;
use super::guard::{Fault, Guard};
use crate::diag::finding::Finding;
use crate::record::format::Encoding;
use crate::record::origin::Origin;
use crate::record::raw::{Cell, ColumnUse, RawRow};
use flate2::read::MultiGzDecoder;
use std::fs::File;
use std::io::{self, Read};

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

type Guarded = Guard<io::Chain<io::Cursor<Vec<u8>>, Source>>;

/// Reader of delimited text.
pub(super) struct Delimited {
    name: String,
    encoding: Encoding,
    reader: csv::Reader<Guarded>,
    header: Vec<String>,
    uses: Vec<ColumnUse>,
    record: csv::ByteRecord,
    ordinal: u64,
    /// Line and width of the last row.
    last: (u64, usize),
}

impl Delimited {
    pub(super) fn open(
        file: File,
        name: &str,
        delimiter: u8,
        encoding: Encoding,
    ) -> Result<Self, Finding> {
        let mut source = Source::open(file, name);
        let start = first_bytes(&mut source).map_err(|error| broken(name, &error))?;
        let guard = Guard::new(io::Cursor::new(start).chain(source), delimiter);
        let reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .buffer_capacity(1 << 16)
            .from_reader(guard);
        let mut this = Self {
            name: name.to_owned(),
            encoding,
            reader,
            header: Vec::new(),
            uses: Vec::new(),
            record: csv::ByteRecord::new(),
            ordinal: 0,
            last: (1, usize::MAX),
        };
        this.read_header()?;
        Ok(this)
    }

    fn read_header(&mut self) -> Result<(), Finding> {
        if self.read_record()?.is_none() {
            return Err(Finding::error(
                "read::no_header",
                "is empty, expected a line of column names",
            )
            .at(Origin::file(&self.name)));
        }
        for bytes in &self.record {
            let name = decode(bytes, self.encoding).ok_or_else(|| {
                Finding::error(
                    "read::bad_encoding",
                    "the line of column names is no text in the declared encoding",
                )
                .at(Origin::file(&self.name))
                .help("check `encoding` in the mapping")
            })?;
            self.header.push(name.trim().to_owned());
        }
        Ok(())
    }

    /// Reads one record; returns the line it starts on, none at the end.
    fn read_record(&mut self) -> Result<Option<u64>, Finding> {
        match self.reader.read_byte_record(&mut self.record) {
            // Ctrl-Z ends a text file of DOS; it is no row.
            Ok(true) if self.record.len() == 1 && self.record.get(0) == Some(b"\x1a") => Ok(None),
            Ok(true) => Ok(Some(self.reader.get_mut().next_start().unwrap_or_default())),
            Ok(false) => Ok(None),
            Err(error) => Err(match self.reader.get_ref().fault() {
                Some(fault) => self.structure(fault),
                None => broken(&self.name, &io::Error::other(error)),
            }),
        }
    }

    fn structure(&self, fault: Fault) -> Finding {
        let (code, line, message) = match fault {
            Fault::NeverClosed(line) => (
                "read::quote_never_closed",
                line,
                "a quote is opened here and never closed",
            ),
            Fault::TextBehindQuote(line) => (
                "read::text_behind_quote",
                line,
                "a quoted field begins here, and text follows its closing quote; expected a delimiter or a line end",
            ),
            Fault::TooLong(line) => (
                "read::endless_row",
                line,
                "a row begins here and goes on for more than 4 MiB",
            ),
        };
        Finding::error(code, message)
            .at(Origin { row: Some(line), ..Origin::file(&self.name) })
            .help("rows from here on cannot be told apart, so the delivery is refused; have the file extracted again")
    }

    /// A file whose last row breaks off without a line end was cut short on its way.
    fn check_end(&self) -> Result<(), Finding> {
        let (line, width) = self.last;
        let ended = self.reader.get_ref().ends_with_line_end();
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
        let Some(line) = self.read_record()? else {
            self.check_end()?;
            return Ok(false);
        };
        row.ordinal = self.ordinal;
        self.ordinal += 1;
        row.number = line;
        row.width = self.record.len();
        row.misfit = None;
        row.continues = false;
        row.cells.clear();
        for (i, usage) in self.uses.iter().enumerate() {
            let cell = match (usage, self.record.get(i)) {
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

    fn bytes_read(&self) -> u64 {
        self.reader.get_ref().inner().get_ref().1.bytes()
    }

    fn digest(&mut self) -> FileDigest {
        self.reader
            .get_mut()
            .inner_mut()
            .get_mut()
            .1
            .digest_read()
            .finish()
    }
}

/// Returns the first bytes of the file, without a UTF-8 byte order mark.
fn first_bytes(source: &mut Source) -> io::Result<Vec<u8>> {
    let mut start = Vec::with_capacity(3);
    source.by_ref().take(3).read_to_end(&mut start)?;
    if start == [0xEF, 0xBB, 0xBF] {
        start.clear();
    }
    Ok(start)
}

fn broken(name: &str, error: &io::Error) -> Finding {
    Finding::error(
        "read::unreadable_file",
        format!("cannot be read to its end: {error}"),
    )
    .at(Origin::file(name))
    .help("the delivery is refused as a whole; have the file sent again")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn read(text: &[u8]) -> Result<Vec<RawRow>, Finding> {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(text).unwrap();
        let file = File::open(file.path()).unwrap();
        let mut reader = Delimited::open(file, "T.csv", b',', Encoding::Windows1252)?;
        reader.select(vec![ColumnUse::Keep, ColumnUse::Drop, ColumnUse::Ignore]);
        let (mut row, mut rows) = (RawRow::default(), Vec::new());
        while reader.next(&mut row)? {
            rows.push(row.clone());
        }
        Ok(rows)
    }

    #[test]
    fn dropped_cells_stay_in_the_reader() {
        let rows = read(b"A,CARD,B\r\nx,4111111111111111,y\r\nz,,y\r\n").unwrap();
        assert_eq!(
            rows[0].cells,
            [Cell::Text("x".into()), Cell::Dropped(true), Cell::Absent]
        );
        assert_eq!(rows[1].cells[1], Cell::Dropped(false));
        assert!(!format!("{rows:?}").contains("4111"));
    }

    #[test]
    fn rows_carry_the_line_they_start_on() {
        let rows = read(b"A,C,B\r\n\"x\r\ny\",1,2\r\n\r\nz,1,2\r\n").unwrap();
        assert_eq!(
            rows.iter()
                .map(|r| (r.ordinal, r.number))
                .collect::<Vec<_>>(),
            [(0, 2), (1, 5)]
        );
    }

    #[test]
    fn a_short_row_is_handed_on_and_a_file_that_breaks_off_is_refused() {
        assert_eq!(read(b"A,C,B\nx,1\ny,1,2\n").unwrap()[0].width, 2);
        assert_eq!(read(b"A,C,B\nx,1\ny,1,2").unwrap().len(), 2);
        assert_eq!(
            read(b"A,C,B\nx,1,2\ny,1").unwrap_err().code,
            "read::file_breaks_off"
        );
    }

    #[test]
    fn the_end_mark_of_dos_is_no_row() {
        assert_eq!(read(b"A,C,B\r\nx,1,2\r\n\x1a").unwrap().len(), 1);
    }

    #[test]
    fn an_open_quote_refuses_the_file() {
        let finding = read(b"A,C,B\nx,1,2\n\"y,1,2\nz,1,2\n").unwrap_err();
        assert_eq!(
            (finding.code, finding.origin.unwrap().row),
            ("read::quote_never_closed", Some(3))
        );
    }

    #[test]
    fn an_empty_file_has_no_header() {
        assert_eq!(read(b"").unwrap_err().code, "read::no_header");
    }
}
