//! The keys of a `format` table that say how a file is cut into rows and columns.
//!
//! In: the table and the layout that holds unless it says otherwise. Out: the layout.

use super::record_types::{SumOf, record_types};
use super::toml_table::Table;
use super::toml_walk::Value;
use crate::record::format::{Delimited, Encoding, Format, RecordCoding};

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

/// Reads the layout, over `base`. The column of a trailer's sum goes into `sum_of`.
pub(super) fn layout(
    table: &mut Table<'_>,
    base: &Format,
    sum_of: &mut Option<SumOf>,
) -> Option<Format> {
    let usual = match base {
        Format::Delimited(_) => LayoutKind::Delimited,
        Format::Fixed { .. } => LayoutKind::Fixed,
    };
    let kind = table
        .take("kind")
        .map_or(Some(usual), |v| v.choice(KINDS))?;
    match kind {
        LayoutKind::Delimited => {
            let base = match base {
                Format::Delimited(base) => base.clone(),
                Format::Fixed { .. } => Delimited::default(),
            };
            Some(Format::Delimited(delimited(table, &base, sum_of)))
        }
        LayoutKind::Fixed => Some(fixed(table, base)),
    }
}

fn delimited(table: &mut Table<'_>, base: &Delimited, sum_of: &mut Option<SumOf>) -> Delimited {
    let mut format = base.clone();
    if let Some(found) = table.take("delimiter").and_then(|v| delimiter(&v)) {
        format.delimiter = found;
    }
    if let Some(value) = table.take("quote") {
        format.quote = quote(&value).unwrap_or(format.quote);
        if format.quote == Some(format.delimiter) {
            let message = format!("`{}` is the sign between columns too", value.path());
            let help = "write \"\" where nothing is quoted";
            value.report("mapping::bad_pattern", message, help);
        }
    }
    let encodings = [
        ("utf-8", Encoding::Utf8),
        ("windows-1252", Encoding::Windows1252),
        ("iso-8859-1", Encoding::Iso8859),
        ("utf-16", Encoding::Utf16),
        ("utf-16le", Encoding::Utf16Le),
        ("utf-16be", Encoding::Utf16Be),
    ];
    if let Some(found) = table.take("encoding").and_then(|v| v.choice(&encodings)) {
        format.encoding = found;
    }
    if let Some(value) = table.take("records") {
        let found = record_types(&value, base.records.as_ref(), sum_of);
        format.records = found.or(format.records);
    }
    format
}

fn fixed(table: &mut Table<'_>, base: &Format) -> Format {
    let (mut copybook, mut coding) = match base {
        Format::Fixed { copybook, coding } => (copybook.clone(), *coding),
        Format::Delimited(_) => ("*.cpy".to_owned(), RecordCoding::Copybook),
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

/// Reads the sign between columns.
fn delimiter(value: &Value<'_>) -> Option<u8> {
    let text = value.text()?;
    let found = match text.as_bytes() {
        [byte] if is_sign(*byte) && *byte != b'"' => Some(*byte),
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

/// Reads the sign around fields; `Some(None)` where nothing is quoted.
fn quote(value: &Value<'_>) -> Option<Option<u8>> {
    let text = value.text()?;
    match text.as_bytes() {
        [] => Some(None),
        [byte] if is_sign(*byte) && byte.is_ascii_graphic() => Some(Some(*byte)),
        _ => {
            let message = format!("`{}` is no single sign around fields", value.path());
            value.report(
                "mapping::bad_pattern",
                message,
                "write \"'\", or \"\" where nothing is quoted",
            );
            None
        }
    }
}

/// Returns true for a byte that no value is made of.
fn is_sign(byte: u8) -> bool {
    byte.is_ascii() && !byte.is_ascii_alphanumeric() && !matches!(byte, b'\r' | b'\n' | b' ')
}
