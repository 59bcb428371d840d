//! The keys of a `format` table that say how a file is cut into rows and columns.
//!
//! In: the table and the layout that holds unless it says otherwise. Out: the layout.

use super::toml_table::Table;
use super::toml_walk::Value;
use crate::record::format::{Encoding, Format};

/// What `kind` may say.
#[derive(Clone, Copy, PartialEq, Eq)]
enum LayoutKind {
    Delimited,
}

const KINDS: &[(&str, LayoutKind)] = &[("delimited", LayoutKind::Delimited)];

/// Reads the layout, over `base`.
pub(super) fn layout(table: &mut Table<'_>, base: &Format) -> Option<Format> {
    let usual = match base {
        Format::Delimited { .. } => LayoutKind::Delimited,
    };
    let kind = table
        .take("kind")
        .map_or(Some(usual), |v| v.choice(KINDS))?;
    match kind {
        LayoutKind::Delimited => Some(delimited(table, base)),
    }
}

fn delimited(table: &mut Table<'_>, base: &Format) -> Format {
    let Format::Delimited {
        mut delimiter,
        mut encoding,
    } = *base;
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
