//! The keys of a `format` table that say how a file is cut into rows and columns.
//!
//! In: the table and the layout that holds unless it says otherwise. Out: the layout.

use super::toml_table::Table;
use super::toml_walk::Value;
use crate::record::format::{Encoding, Format, RecordCoding};

/// What `kind` may say.
#[derive(Clone, Copy, PartialEq, Eq)]
enum LayoutKind {
    Delimited,
    Fixed,
}

const KINDS: &[(&str, LayoutKind)] = &[
    ("delimited", LayoutKind::Delimited),
    ("fixed", LayoutKind::Fixed),
];

/// Reads the layout, over `base`.
pub(super) fn layout(table: &mut Table<'_>, base: &Format) -> Option<Format> {
    let usual = match base {
        Format::Delimited { .. } => LayoutKind::Delimited,
        Format::Fixed { .. } => LayoutKind::Fixed,
    };
    let kind = table
        .take("kind")
        .map_or(Some(usual), |v| v.choice(KINDS))?;
    match kind {
        LayoutKind::Delimited => Some(delimited(table, base)),
        LayoutKind::Fixed => Some(fixed(table, base)),
    }
}

fn delimited(table: &mut Table<'_>, base: &Format) -> Format {
    let (mut delimiter, mut encoding) = match base {
        Format::Delimited {
            delimiter,
            encoding,
        } => (*delimiter, *encoding),
        Format::Fixed { .. } => (b',', Encoding::Utf8),
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

fn fixed(table: &mut Table<'_>, base: &Format) -> Format {
    let (mut copybook, mut coding) = match base {
        Format::Fixed { copybook, coding } => (copybook.clone(), *coding),
        Format::Delimited { .. } => ("*.cpy".to_owned(), RecordCoding::Copybook),
    };
    if let Some(found) = table.take("copybook").and_then(|v| file_name(&v)) {
        copybook = found;
    }
    let codings = [
        ("copybook", RecordCoding::Copybook),
        ("ascii-lines", RecordCoding::AsciiLines),
        ("ascii", RecordCoding::Ascii),
        ("cp037", RecordCoding::Cp037),
        ("cp1140", RecordCoding::Cp1140),
        ("cp500", RecordCoding::Cp500),
    ];
    if let Some(found) = table.take("coding").and_then(|v| v.choice(&codings)) {
        coding = found;
    }
    Format::Fixed { copybook, coding }
}

fn file_name(value: &Value<'_>) -> Option<String> {
    let text = value.text()?;
    let good = !text.is_empty() && !text.contains(['/', '\\']) && text != "." && text != "..";
    if !good {
        let message = format!("`{}` is \"{text}\", expected a file's name", value.path());
        let help = "the copybook stands beside its file: \"*.cpy\" or \"BILLS.cpy\"";
        value.report("mapping::bad_pattern", message, help);
    }
    good.then_some(text)
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
