//! How a file is written, as the mapping declares it. Nothing about it is guessed.

/// How a file's characters are coded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// Windows code page 1252.
    Windows1252,
    /// UTF-8, with or without a byte order mark.
    Utf8,
}

/// How a file is cut into rows and columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Format {
    /// Text with a delimiter and a header line; fields may be quoted, quotes doubled. A name that
    /// ends in `.gz` is read through gzip.
    Delimited {
        /// The byte between columns.
        delimiter: u8,
        /// How characters are coded.
        encoding: Encoding,
    },
    /// A sheet of a workbook; the file is named `book.xlsx#Sheet`.
    Workbook(WorkbookFormat),
}

/// Which day a workbook counts its days from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateSystem {
    /// 1 January 1900 is day 1, and a 29 February 1900 that never was is day 60.
    From1900,
    /// 1 January 1904 is day 0.
    From1904,
}

impl DateSystem {
    /// Returns the system's name, as a mapping has it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::From1900 => "1900",
            Self::From1904 => "1904",
        }
    }
}

/// Where the table stands in a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkbookFormat {
    /// The sheet's own number of the row with the column names; nothing above it is data.
    pub header_row: u32,
    /// A row whose first cell with something in it is exactly this is no data.
    pub total_line: Option<String>,
    /// How number cells are days; none where no such cell is a day.
    pub dates: Option<DateSystem>,
}

impl Default for WorkbookFormat {
    /// Column names in the first row, no total line, no days.
    fn default() -> Self {
        Self {
            header_row: 1,
            total_line: None,
            dates: None,
        }
    }
}
