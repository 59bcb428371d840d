//! Where rows come from: text by a guessed layout, or a reader that knows its layout. The profile
//! sees batches of cells and does not know which.

use super::report::{FileReport, FormatKind, FormatReport};
use super::workbook;
use crate::diag::finding::Finding;
use crate::inspect::sniff::{self, FileKind};
use crate::read::unknown::{Head, Met, UnknownText, transcoded};
use crate::read::{self, RowReader};
use crate::record::cells::{CellBatch, CellKind};
use crate::record::format::{Format, RecordCoding};
use crate::record::raw::{Cell, ColumnUse, RawRow};
use crate::record::unknown::{Aside, TextCode, TextLayout};
use std::path::Path;

/// Rows of one file or sheet.
pub(super) struct Source {
    names: Vec<String>,
    rows: Rows,
    met: Met,
}

enum Rows {
    Text(Box<UnknownText>),
    /// A reader, its row, and what its numbers are that are shown as days.
    Reader(Box<dyn RowReader>, RawRow, DayColumns),
}

impl Source {
    /// Returns the names of the columns.
    pub(super) fn names(&self) -> &[String] {
        &self.names
    }

    /// Returns how many bytes have been read.
    pub(super) fn bytes_read(&self) -> u64 {
        match &self.rows {
            Rows::Text(text) => text.bytes_read(),
            Rows::Reader(reader, ..) => reader.bytes_read(),
        }
    }

    /// Adds rows to `batch` until it is full; false at the end.
    pub(super) fn fill(&mut self, batch: &mut CellBatch) -> Result<bool, Finding> {
        match &mut self.rows {
            Rows::Text(text) => {
                let more = text.fill(batch);
                if !matches!(more, Ok(true)) {
                    self.met = text.met();
                }
                more
            }
            Rows::Reader(reader, row, days) => {
                while !batch.is_full() {
                    if !reader.next(row)? {
                        return Ok(false);
                    }
                    for (at, cell) in row.cells.iter().enumerate() {
                        let day = days.columns.get(at).copied().unwrap_or(false);
                        push(cell, day.then_some(days.shift), batch);
                    }
                    if row.misfit.is_some() {
                        // What stands outside of the named columns makes the row too long.
                        batch.push(CellKind::Text, b"");
                    }
                    batch.end_row(row.number);
                }
                Ok(true)
            }
        }
    }

    /// Returns the records that were no data rows.
    pub(super) fn asides(&self) -> &[Aside] {
        &self.met.asides
    }

    /// Writes what was met on the way into the report.
    pub(super) fn describe(&self, report: &mut FileReport) {
        report.blank_rows = self.met.blank_rows;
        report.repeated_headers = self.met.repeated_headers;
        report.other_records = self.met.aside_count;
        report.control_cells = self.met.control_cells;
        if matches!(self.rows, Rows::Text(_)) {
            report.format.line_ends = Some(self.met.line_ends);
            let encoding = encoding(report.format.encoding.take(), &self.met);
            report.format.encoding = Some(encoding);
        }
    }
}

/// What the cells show of the coding; `marked` is what a byte order mark said.
fn encoding(marked: Option<String>, met: &Met) -> String {
    if let Some(marked) = marked {
        return match met.one_byte_cells {
            0 => marked,
            n => format!("{marked}, but {n} cells are not"),
        };
    }
    let text = match (met.utf8_cells, met.one_byte_cells, met.windows_cells) {
        (0, 0, _) => "ASCII",
        (_, 0, _) => "UTF-8",
        (0, _, 0) => "Windows-1252 or ISO 8859-1",
        (0, _, _) => "Windows-1252",
        (utf8, one, _) => {
            return format!("mixed: {utf8} cells in UTF-8, {one} in Windows-1252");
        }
    };
    text.to_owned()
}

/// `day` is what to add where a number is shown as a day.
fn push(cell: &Cell, day: Option<u32>, batch: &mut CellBatch) {
    match cell {
        Cell::Absent | Cell::Dropped(_) => batch.push(CellKind::Text, b""),
        Cell::Text(text) => batch.push(CellKind::Text, text.as_bytes()),
        Cell::Number(number) => {
            let shifted = day.and_then(|shift| number.checked_add(shift.into()));
            match shifted {
                Some(day) => batch.push(CellKind::Day, day.to_string().as_bytes()),
                None => batch.push(CellKind::Number, number.to_string().as_bytes()),
            }
        }
        Cell::NoNumber(text) => batch.push(CellKind::Text, text.as_bytes()),
        Cell::Unreadable | Cell::Error(_) => batch.push(CellKind::Unreadable, b""),
    }
}

/// Opens text by what its head looks like.
pub(super) fn text(
    path: &Path,
    name: &str,
    code: TextCode,
    head: &Head,
) -> Result<(FileReport, Source), Finding> {
    let bytes = transcoded(&head.bytes, code);
    let layout = sniff::layout(&bytes, code, head.whole);
    let mut format = format(&layout, head);
    if layout.delimiter.is_none()
        && let Some(length) = sniff::line_length(&bytes, head.whole)
    {
        format.kind = FormatKind::Fixed;
        format.record_length = Some(length);
    }
    let source = Source {
        names: layout.names.clone(),
        rows: Rows::Text(Box::new(UnknownText::open(path, name, &layout)?)),
        met: Met::default(),
    };
    Ok((FileReport::new(name, head.size, format), source))
}

fn format(layout: &TextLayout, head: &Head) -> FormatReport {
    let mut format = FormatReport::of(match layout.delimiter {
        Some(_) => FormatKind::Delimited,
        None => FormatKind::Lines,
    });
    format.gzip = head.gzip;
    format.encoding = match layout.code {
        TextCode::Bytes => None,
        TextCode::Utf8Bom => Some("UTF-8 with a byte order mark".to_owned()),
        TextCode::Utf16Le => Some("UTF-16, low byte first".to_owned()),
        TextCode::Utf16Be => Some("UTF-16, high byte first".to_owned()),
    };
    format.delimiter = layout.delimiter.map(|byte| char::from(byte).to_string());
    format.quoted = layout.quoted && head.bytes.contains(&b'"');
    format.header_line = layout.header_line;
    format.rows_above_header = match layout.header_line {
        Some(_) => layout.skip.saturating_sub(1),
        None => 0,
    };
    format.tags = layout.tags.clone();
    format
}

/// A file or sheet with its reader, or why there is none.
pub(super) type Described = (FileReport, Result<Source, Finding>);

/// Returns the records of a file with its copybook beside it, or the sheets of a workbook, hidden
/// ones too, each with its own reader; none where the file must be read by a guess. A reader of
/// another format joins here, through `reader`: nothing else of `inspect` knows of it.
pub(super) fn described(
    path: &Path,
    name: &str,
    kind: FileKind,
    head: &Head,
    wanted: &dyn Fn(&str) -> bool,
) -> Option<Vec<Described>> {
    if kind == FileKind::Workbook {
        return Some(workbook::described(path, name, head.size, wanted));
    }
    let copybook = copybook(path)?;
    let format = Format::Fixed {
        copybook: copybook.clone(),
        coding: RecordCoding::Copybook,
    };
    let mut written = FormatReport::of(FormatKind::Fixed);
    written.copybook = Some(copybook);
    let report = FileReport::new(name, head.size, written);
    Some(vec![match read::open(path, name, &format) {
        Ok(rows) => reader(rows, report, DayColumns::default()),
        Err(finding) => (report, Err(finding)),
    }])
}

/// Returns the name of the copybook that lies beside a file.
fn copybook(path: &Path) -> Option<String> {
    let found = ["cpy", "CPY"].map(|ending| path.with_extension(ending));
    let there = found
        .iter()
        .find(|other| *other != path && other.is_file())?;
    Some(there.file_name()?.to_string_lossy().into_owned())
}

/// Which of a reader's columns hold days as numbers.
#[derive(Default)]
pub(super) struct DayColumns {
    /// By column: true where its numbers are shown as days.
    pub(super) columns: Vec<bool>,
    /// What to add to a number to make it a count of days since 1899-12-30.
    pub(super) shift: u32,
}

/// Returns a source over a reader that knows its layout: all of its columns are kept.
pub(super) fn reader(
    mut reader: Box<dyn RowReader>,
    report: FileReport,
    days: DayColumns,
) -> Described {
    let names = reader.header().iter().enumerate();
    let names: Vec<String> = names.map(|(at, name)| sniff::shown(name, at)).collect();
    reader.select(vec![ColumnUse::Keep; names.len()]);
    let source = Source {
        names,
        rows: Rows::Reader(reader, RawRow::default(), days),
        met: Met::default(),
    };
    (report, Ok(source))
}
