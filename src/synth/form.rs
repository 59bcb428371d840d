//! The forms that the exports can have: what stands around the rows, and the names of the files.

use super::table::{Shape, Table};

/// How the exports are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Fields with commas between, a line of names first.
    Csv,
    /// Columns of fixed width, each file with its copybook.
    Fixed,
    /// An Excel workbook of one sheet a file.
    Sheet,
}

/// Rows that a sheet has room for below its names.
pub const SHEET_ROWS: u64 = 1_048_575;

impl Form {
    /// Returns the name of a file.
    #[must_use]
    pub fn file_name(self, table: Table) -> String {
        let end = match self {
            Self::Csv => "csv",
            Self::Fixed => "DAT",
            Self::Sheet => "xlsx",
        };
        format!("{}.{end}", table.name())
    }

    /// Returns the name by which mapping and report know a file.
    #[must_use]
    pub fn source_name(self, table: Table) -> String {
        let file = self.file_name(table);
        match self {
            Self::Csv | Self::Fixed => file,
            Self::Sheet => format!("{file}#{}", table.name()),
        }
    }

    /// Returns a column's name: a copybook knows no underscore.
    #[must_use]
    pub fn column_name(self, name: &str) -> String {
        match self {
            Self::Csv | Self::Sheet => name.to_owned(),
            Self::Fixed => name.replace('_', "-"),
        }
    }

    /// Returns what stands before the first row.
    #[must_use]
    pub fn head(self, table: Table) -> Vec<u8> {
        let names = table.columns().iter().map(|(name, _)| *name);
        let text = match self {
            Self::Csv => names.collect::<Vec<_>>().join(",") + "\n",
            Self::Fixed => String::new(),
            Self::Sheet => {
                let cell = |name| format!("<c t=\"inlineStr\"><is><t>{name}</t></is></c>");
                let cells: String = names.map(cell).collect();
                format!("{SHEET_HEAD}<row>{cells}</row>")
            }
        };
        text.into_bytes()
    }

    /// Returns what stands behind the last row.
    #[must_use]
    pub fn tail(self) -> &'static [u8] {
        match self {
            Self::Csv | Self::Fixed => b"",
            Self::Sheet => b"</sheetData></worksheet>",
        }
    }
}

const SHEET_HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
    <worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>";

/// Returns the copybook of a file.
#[must_use]
pub fn copybook(table: Table) -> String {
    let file = Form::Fixed.file_name(table);
    let mut text = format!(
        "      * {file}  ASCII (ISO 8859-1), LF AFTER EACH RECORD\n       01  {}-RECORD.\n",
        table.name()
    );
    for (name, shape) in table.columns() {
        let picture = match shape {
            Shape::Text(width) => format!("X({width:02})"),
            Shape::Digits(width) | Shape::Number(width) => format!("9({width:02})"),
            Shape::Money => "S9(9)V99".to_owned(),
            Shape::Day => "9(08)".to_owned(),
            Shape::Moment => "9(14)".to_owned(),
        };
        let name = Form::Fixed.column_name(name);
        text.push_str(&format!("           05  {name:<18} PIC {picture}.\n"));
    }
    text
}
