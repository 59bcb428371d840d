//! Text that no mapping describes, in batches of cells: read by a guessed layout, to its end, and
//! with as little refused as can be. What a mapping's reader would refuse is counted or told.

use super::encoding::windows_1252;
use super::guard::Guard;
use super::transcode::Transcode;
use crate::diag::finding::Finding;
use crate::record::cells::{CellBatch, CellKind};
use crate::record::origin::Origin;
use crate::record::unknown::{Aside, LineEnds, TextCode, TextLayout};
use flate2::read::MultiGzDecoder;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Bytes of a file that are looked at before it is read.
const HEAD: u64 = 256 << 10;
/// Most records that are no data rows and are kept.
const ASIDES: usize = 16;
/// Longest line of a file without columns.
const LONGEST_LINE: usize = 4 << 20;
/// What follows from a fault of the structure.
const TO_HERE: &str = "rows from here on cannot be told apart; what is shown is of the rows before";

/// The beginning of a file.
pub struct Head {
    /// The first bytes, unpacked.
    pub bytes: Vec<u8>,
    /// True where these are all.
    pub whole: bool,
    /// True where the file is packed with gzip.
    pub gzip: bool,
    /// Bytes of the file as it lies there.
    pub size: u64,
}

/// Reads the beginning of a file.
///
/// # Errors
/// `read::missing_file` or `read::unreadable_file` where it cannot be opened or unpacked.
pub fn head(path: &Path, name: &str) -> Result<Head, Finding> {
    let file = File::open(path).map_err(|error| super::cannot_open(name, &error))?;
    let meta = file.metadata().map_err(|e| super::cannot_open(name, &e))?;
    if !meta.is_file() {
        let message = "is no file that can be read to an end";
        return Err(Finding::error("read::unreadable_file", message).at(Origin::file(name)));
    }
    let size = meta.len();
    let (mut source, gzip) = unpacked(file).map_err(|error| broken(name, &error))?;
    let mut bytes = Vec::new();
    let read = source.by_ref().take(HEAD).read_to_end(&mut bytes);
    read.map_err(|error| broken(name, &error))?;
    let whole = (bytes.len() as u64) < HEAD;
    Ok(Head {
        bytes,
        whole,
        gzip,
        size,
    })
}

type Bytes = Box<dyn Read + Send>;

/// Unpacks gzip, which is told by its first two bytes.
fn unpacked(mut file: File) -> io::Result<(Bytes, bool)> {
    let mut magic = Vec::new();
    file.by_ref().take(2).read_to_end(&mut magic)?;
    let gzip = magic == [0x1F, 0x8B];
    let all = io::Cursor::new(magic).chain(file);
    Ok(if gzip {
        (
            Box::new(MultiGzDecoder::new(BufReader::with_capacity(1 << 16, all))),
            true,
        )
    } else {
        (Box::new(all), false)
    })
}

/// Returns text in UTF-8, or bytes as they are where the code is one byte a sign.
#[must_use]
pub fn transcoded(bytes: &[u8], code: TextCode) -> Vec<u8> {
    let mut out = Vec::new();
    // Reading from memory cannot fail.
    let _ = Transcode::new(bytes, code).read_to_end(&mut out);
    out
}

fn broken(name: &str, error: &io::Error) -> Finding {
    let message = format!("cannot be read to its end: {error}");
    Finding::error("read::unreadable_file", message)
        .at(Origin::file(name))
        .help("have the file sent again, and compare its size")
}

/// What was met on the way, besides rows.
#[derive(Clone, Default)]
pub struct Met {
    /// How lines end, inside quotes too.
    pub line_ends: LineEnds,
    /// Rows of nothing but delimiters and blanks.
    pub blank_rows: u64,
    /// Rows that are the header once more.
    pub repeated_headers: u64,
    /// Trailers and records with other tags, the first few.
    pub asides: Vec<Aside>,
    /// How many of them there are.
    pub aside_count: u64,
    /// Cells with a letter beyond ASCII that are UTF-8.
    pub utf8_cells: u64,
    /// Cells with such a letter that are not UTF-8.
    pub one_byte_cells: u64,
    /// Of these, cells with a sign that Windows-1252 has and ISO 8859-1 has not.
    pub windows_cells: u64,
    /// Cells that no coding makes text of: control characters, NUL.
    pub control_cells: u64,
}

/// Counts bytes as they pass.
struct Counted<R> {
    inner: R,
    bytes: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.bytes.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}

/// Counts line ends as they pass.
struct Lines<R> {
    inner: R,
    ends: LineEnds,
    after_cr: bool,
}

impl<R> Lines<R> {
    /// Returns the line ends, each CR LF as one.
    fn counted(&self) -> LineEnds {
        LineEnds {
            cr: self.ends.cr.saturating_sub(self.ends.crlf),
            ..self.ends
        }
    }
}

impl<R: Read> Read for Lines<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        let read = buffer.get(..n).unwrap_or_default();
        let count = |byte| read.iter().filter(|b| **b == byte).count() as u64;
        let both = read.windows(2).filter(|pair| *pair == b"\r\n").count() as u64
            + u64::from(self.after_cr && read.first() == Some(&b'\n'));
        self.ends.crlf += both;
        self.ends.lf += count(b'\n') - both;
        self.ends.cr += count(b'\r');
        if n > 0 {
            self.after_cr = read.last() == Some(&b'\r');
        }
        Ok(n)
    }
}

type Text = Transcode<Counted<Bytes>>;
type Source = Guard<Lines<Text>>;

/// Reader of text by a guessed layout.
pub struct UnknownText {
    name: String,
    layout: TextLayout,
    reader: csv::Reader<Source>,
    record: csv::ByteRecord,
    header: Option<csv::ByteRecord>,
    skip: usize,
    bytes: Arc<AtomicU64>,
    met: Met,
    ended: bool,
}

impl UnknownText {
    /// Opens a file again, behind its head.
    ///
    /// # Errors
    /// Where it cannot be opened or unpacked.
    pub fn open(path: &Path, name: &str, layout: &TextLayout) -> Result<Self, Finding> {
        let file = File::open(path).map_err(|error| super::cannot_open(name, &error))?;
        let bytes = Arc::new(AtomicU64::new(0));
        let (source, _) = unpacked(file).map_err(|error| broken(name, &error))?;
        let inner = Counted {
            inner: source,
            bytes: Arc::clone(&bytes),
        };
        let text = Transcode::new(inner, layout.code);
        let lines = Lines {
            inner: text,
            ends: LineEnds::default(),
            after_cr: false,
        };
        // A byte that stands in no text parts the columns of a file that has but one.
        let delimiter = layout.delimiter.unwrap_or(0x1E);
        let quote = layout.quoted.then_some(b'"');
        let guard = Guard::new(lines, delimiter, quote);
        let reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .quoting(layout.quoted)
            .buffer_capacity(1 << 18)
            .from_reader(guard);
        Ok(Self {
            name: name.to_owned(),
            skip: layout.skip,
            layout: layout.clone(),
            reader,
            record: csv::ByteRecord::new(),
            header: None,
            bytes,
            met: Met::default(),
            ended: false,
        })
    }

    /// Returns how many bytes have been read, unpacked.
    #[must_use]
    pub fn bytes_read(&self) -> u64 {
        self.bytes.load(Ordering::Relaxed)
    }

    /// Returns what was met besides rows.
    #[must_use]
    pub fn met(&self) -> Met {
        Met {
            line_ends: self.reader.get_ref().inner().counted(),
            ..self.met.clone()
        }
    }

    /// Adds rows to `batch` until it is full; false at the end of the file.
    ///
    /// # Errors
    /// Where the file cannot be read on. The rows before stand in the batch.
    pub fn fill(&mut self, batch: &mut CellBatch) -> Result<bool, Finding> {
        while !self.ended && !batch.is_full() {
            match self.reader.read_byte_record(&mut self.record) {
                Ok(true) => {}
                Ok(false) => {
                    self.ended = true;
                    break;
                }
                Err(error) => {
                    self.ended = true;
                    let fault = self.reader.get_ref().fault();
                    return Err(match fault {
                        Some(fault) => fault.finding(&self.name).help(TO_HERE),
                        None => broken(&self.name, &io::Error::other(error)),
                    });
                }
            }
            let line = self.reader.get_mut().next_start().unwrap_or_default();
            if self.record.len() == 1 && self.record.get(0) == Some(b"\x1a") {
                // Ctrl-Z ends a text file of DOS.
                continue;
            }
            self.take(line, batch);
        }
        Ok(!self.ended)
    }

    fn take(&mut self, line: u64, batch: &mut CellBatch) {
        if self.skip > 0 {
            self.skip -= 1;
            if self.skip == 0 {
                self.header = Some(self.record.clone());
            }
            return;
        }
        if self.record.as_slice().iter().all(|b| *b == b' ') && self.record.len() > 1 {
            self.met.blank_rows += 1;
            return;
        }
        if self.header.as_ref().is_some_and(|h| *h == self.record) {
            self.met.repeated_headers += 1;
            return;
        }
        let mut first = 0;
        if let Some(tags) = &self.layout.tags {
            if self.record.get(0) != Some(tags.detail.as_bytes()) {
                self.aside(line);
                return;
            }
            first = 1;
        }
        for cell in self.record.iter().skip(first) {
            push(cell, batch, &mut self.met);
        }
        batch.end_row(line);
    }

    fn aside(&mut self, number: u64) {
        self.met.aside_count += 1;
        let fields = self.record.iter();
        let aside = Aside {
            number,
            fields: fields
                .map(|f| String::from_utf8_lossy(f).into_owned())
                .collect(),
        };
        // The last one is the trailer: it always has its place.
        if self.met.asides.len() == ASIDES {
            self.met.asides.pop();
        }
        self.met.asides.push(aside);
    }
}

/// Adds a cell, in whatever coding it is.
fn push(cell: &[u8], batch: &mut CellBatch, met: &mut Met) {
    let (mut high, mut control) = (false, false);
    for byte in cell {
        high |= *byte >= 0x80;
        control |= *byte < 0x20 && !matches!(byte, b'\t' | b'\r' | b'\n');
    }
    if control || cell.len() > LONGEST_LINE {
        met.control_cells += 1;
        batch.push(CellKind::Unreadable, b"");
    } else if !high {
        batch.push(CellKind::Text, cell);
    } else if std::str::from_utf8(cell).is_ok() {
        met.utf8_cells += 1;
        batch.push(CellKind::Text, cell);
    } else {
        met.one_byte_cells += 1;
        met.windows_cells += u64::from(cell.iter().any(|b| (0x80..0xA0).contains(b)));
        batch.push(CellKind::Text, windows_1252(cell).as_bytes());
    }
}
