//! The keys of a `format` table that say how a file is cut into rows and columns.
//!
//! In: the table and the layout that holds unless it says otherwise. Out: the layout.

use super::toml_table::Table;
use super::toml_walk::Value;
use crate::record::format::{Encoding, Format, WorkbookFormat};

/// What `kind` may say.
#[derive(Clone, Copy, PartialEq, Eq)]
enum LayoutKind {
    Delimited,
    Workbook,
}

const KINDS: &[(&str, LayoutKind)] = &[
    ("delimited", LayoutKind::Delimited),
    ("workbook", LayoutKind::Workbook),
];

/// Reads the layout, over `base`.
pub(super) fn layout(table: &mut Table<'_>, base: &Format) -> Option<Format> {
    let usual = match base {
        Format::Delimited { .. } => LayoutKind::Delimited,
        Format::Workbook(_) => LayoutKind::Workbook,
    };
    let kind = table
        .take("kind")
        .map_or(Some(usual), |v| v.choice(KINDS))?;
    match kind {
        LayoutKind::Delimited => Some(delimited(table, base)),
        LayoutKind::Workbook => Some(workbook(table, base)),
    }
}

fn workbook(table: &mut Table<'_>, base: &Format) -> Format {
    let mut format = match base {
        Format::Workbook(format) => format.clone(),
        Format::Delimited { .. } => WorkbookFormat::default(),
    };
    let row = table
        .take("header_row")
        .and_then(|v| v.whole(1..=1_048_576));
    if let Some(row) = row.and_then(|row| u32::try_from(row).ok()) {
        format.header_row = row;
    }
    if let Some(found) = table.take("total_line").and_then(|v| v.text()) {
        format.total_line = Some(found).filter(|line| !line.is_empty());
    }
    Format::Workbook(format)
}

fn delimited(table: &mut Table<'_>, base: &Format) -> Format {
    let (mut delimiter, mut encoding) = match base {
        Format::Delimited {
            delimiter,
            encoding,
        } => (*delimiter, *encoding),
        Format::Workbook(_) => (b',', Encoding::Utf8),
    };
    if let Some(found) = table.take("delimiter").and_then(|v| one_byte(&v)) {
        delimiter = found;
    }
    let encodings = [
        ("utf-8", Encoding::Utf8),
        ("windows-1252", Encoding::Windows1252),
    ];
    if let Some(found) = table.take("encoding").and_then(|v| v.choice(&encodings)) {
        encoding = found;
    }
    Format::Delimited {
        delimiter,
        encoding,
    }
}

fn one_byte(value: &Value<'_>) -> Option<u8> {
    let text = value.text()?;
    let found = match text.as_bytes() {
        [byte] if !byte.is_ascii_alphanumeric() && !matches!(byte, b'"' | b'\r' | b'\n' | b' ') => {
            Some(*byte)
        }
        _ => None,
    };
    if found.is_none() {
        let message = format!("`{}` is no single sign between columns", value.path());
        value.report(
            "mapping::bad_pattern",
            message,
            "write \",\" or \";\" or \"\\t\"",
        );
    }
    found
}
