//! What `inspect` says of files: the shape of its JSON, next to `inspect::report`.

use crate::diag::finding::Finding;
use crate::inspect::report::{Reference, TableProfile};
use crate::record::origin::Origin;
use crate::record::unknown::{LineEnds, RecordTags};
use serde::Serialize;

/// What kind of file it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FormatKind {
    /// Text with a delimiter.
    Delimited,
    /// Text without columns.
    Lines,
    /// Records of one length.
    Fixed,
    /// A workbook.
    Workbook,
    /// Nothing in it.
    Empty,
    /// No text, and no workbook.
    Binary,
    /// It cannot be opened.
    Unreadable,
}

/// How a file is written.
#[derive(Clone, Debug, Serialize)]
pub struct FormatReport {
    /// What kind of file it is.
    pub kind: FormatKind,
    /// True where it is packed with gzip.
    pub gzip: bool,
    /// How its characters are coded, as far as it shows.
    pub encoding: Option<String>,
    /// What parts its columns.
    pub delimiter: Option<String>,
    /// True where quotes occur around fields.
    pub quoted: bool,
    /// How its lines end.
    pub line_ends: Option<LineEnds>,
    /// The line of the header; none where no row names the columns.
    pub header_line: Option<u64>,
    /// Title rows above the header.
    pub rows_above_header: usize,
    /// The tags of its records.
    pub tags: Option<RecordTags>,
    /// Bytes of a record of fixed width, without its line end.
    pub record_length: Option<usize>,
    /// The copybook that says its columns.
    pub copybook: Option<String>,
}

impl FormatReport {
    /// Returns a format of which nothing but the kind is known.
    #[must_use]
    pub fn of(kind: FormatKind) -> Self {
        Self {
            kind,
            gzip: false,
            encoding: None,
            delimiter: None,
            quoted: false,
            line_ends: None,
            header_line: None,
            rows_above_header: 0,
            tags: None,
            record_length: None,
            copybook: None,
        }
    }
}

/// What a workbook says of one of its sheets.
#[derive(Clone, Debug, Serialize)]
pub struct SheetFacts {
    /// The sheet's name.
    pub name: String,
    /// True where people do not see it.
    pub hidden: bool,
    /// Rows and columns that the sheet declares.
    pub declared: Option<(u64, u64)>,
    /// Rows in which anything stands.
    pub filled_rows: Option<u64>,
    /// Merged cells that reach over several rows: their value counts for each.
    pub merged: u64,
    /// Comments on its cells, which may hold anything; none where they were not looked for.
    pub comments: Option<u64>,
    /// What its last row begins with, where that is a total line and no row.
    pub total_line: Option<String>,
    /// The day that days are counted from: `1900` or `1904`; none where they are written out.
    pub date_system: Option<&'static str>,
}

/// One file, or one sheet of a workbook.
#[derive(Clone, Debug, Serialize)]
pub struct FileReport {
    /// How it is called: its file name, `book.xlsx#Sheet` for a sheet.
    pub name: String,
    /// Bytes as they lie there.
    pub bytes: u64,
    /// How it is written.
    pub format: FormatReport,
    /// The sheet, where it is one of a workbook.
    pub sheet: Option<SheetFacts>,
    /// Rows of nothing but delimiters and blanks.
    pub blank_rows: u64,
    /// Rows that are the header once more.
    pub repeated_headers: u64,
    /// Records with other tags than the data's, trailers included.
    pub other_records: u64,
    /// Cells that hold control characters.
    pub control_cells: u64,
    /// Its rows and columns; none where they cannot be read.
    pub table: Option<TableProfile>,
}

impl FileReport {
    /// Returns a report of which nothing was read yet.
    #[must_use]
    pub fn new(name: &str, bytes: u64, format: FormatReport) -> Self {
        Self {
            name: name.to_owned(),
            bytes,
            format,
            sheet: None,
            blank_rows: 0,
            repeated_headers: 0,
            other_records: 0,
            control_cells: 0,
            table: None,
        }
    }
}

/// What all the files hold.
#[derive(Debug, Default)]
pub struct Inspection {
    /// The files, in the order they were named.
    pub files: Vec<FileReport>,
    /// Columns that hold keys of other files.
    pub references: Vec<Reference>,
    /// What is wrong, and what does not show.
    pub findings: Vec<Finding>,
    /// True where a file that was named is not there.
    pub missing: bool,
    /// Files of a folder that are no exports: notes, copybooks.
    pub passed_over: usize,
}

impl Inspection {
    /// Returns the exit code: 2 where a named file is not there, 4 where one cannot be trusted.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        use crate::diag::finding::Severity;
        if self.missing {
            return 2;
        }
        let refused = self.findings.iter().any(|f| f.severity == Severity::Error);
        if refused { 4 } else { 0 }
    }
}

/// Returns what is wrong with a file as a whole.
pub(super) fn findings(name: &str, table: &TableProfile) -> Vec<Finding> {
    let mut found = Vec::new();
    let at = |row| Origin {
        row: Some(row),
        ..Origin::file(name)
    };
    for trailer in &table.trailers {
        if let (Some(count), Some(false)) = (trailer.count, trailer.count_agrees) {
            let message = format!(
                "the trailer counts {count} records, and there are {}",
                table.rows.rows
            );
            let help = "a run refuses such a file; have it sent again";
            let finding = Finding::error("inspect::trailer_count", message);
            found.push(finding.at(at(trailer.row)).help(help));
        }
        if trailer.sum_agrees == Some(false) {
            let message = "the trailer's sum is that of no column";
            let help = "compare it with the extract notes: what it sums may be counted otherwise";
            let finding = Finding::warning("inspect::trailer_sum", message);
            found.push(finding.at(at(trailer.row)).help(help));
        }
    }
    if table.rows.rows == 0 {
        let message = "has no data rows";
        let finding = Finding::warning("inspect::no_rows", message).at(Origin::file(name));
        found.push(finding.help("ask whether that is right"));
    }
    found
}
