//! What unknown files hold, as a person reads it in a terminal of 100 columns: a file's head, its
//! columns one below the other, then what holds between files.

use super::inspect_columns::{columns, rows};
use super::inspect_facts::facts;
use super::inspect_references::{payment, references};
use super::inspect_sheet;
use super::summary::count;
use crate::flow::inspect::{FileReport, FormatKind, FormatReport, Inspection, TableProfile};
use std::fmt::Write;

/// Widest line.
pub(super) const WIDTH: usize = 100;

/// Returns the whole text.
pub fn text(inspection: &Inspection) -> String {
    let mut out = String::new();
    for file in &inspection.files {
        one(&mut out, file);
    }
    references(&mut out, inspection);
    payment(&mut out, inspection);
    closing(&mut out, inspection);
    out
}

/// Adds a label and a text, cut at the width, its further lines below the text.
pub(super) fn line(out: &mut String, indent: usize, label: &str, text: &str) {
    let start = indent + 12;
    let mut lines = wrapped(text, WIDTH - start).into_iter();
    let first = lines.next().unwrap_or_default();
    let _ = writeln!(out, "{:indent$}{label:<12}{first}", "");
    for more in lines {
        let _ = writeln!(out, "{:start$}{more}", "");
    }
}

/// Cuts a text into lines of at most `width` signs, at blanks.
pub(super) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split(' ').filter(|w| !w.is_empty()) {
        let long = line.chars().count() + 1 + word.chars().count() > width;
        if long && !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// Returns `1 row`, `2 rows`.
pub(super) fn some(number: u64, one: &str, many: &str) -> String {
    format!("{} {}", count(number), if number == 1 { one } else { many })
}

fn one(out: &mut String, file: &FileReport) {
    let _ = writeln!(out, "{}", file.name);
    line(out, 2, "format", &format(file));
    if let Some(sheet) = &file.sheet {
        line(out, 2, "sheet", &inspect_sheet::sheet(sheet));
    }
    if let Some(table) = &file.table {
        line(out, 2, "rows", &row_line(file, table));
        facts(out, table);
        out.push('\n');
        columns(out, table);
    }
    out.push('\n');
}

fn format(file: &FileReport) -> String {
    let format = &file.format;
    let mut parts = vec![match format.kind {
        FormatKind::Delimited => delimiter(format),
        FormatKind::Lines => "lines of text".to_owned(),
        FormatKind::Fixed => match format.record_length {
            Some(length) => format!("fixed width, {length} bytes a record"),
            None => "fixed width".to_owned(),
        },
        FormatKind::Workbook => "workbook".to_owned(),
        FormatKind::Empty => "empty".to_owned(),
        FormatKind::Binary => "binary".to_owned(),
        FormatKind::Unreadable => "cannot be opened".to_owned(),
    }];
    if format.quoted {
        parts.push("quoted".to_owned());
    }
    parts.extend(format.encoding.clone());
    parts.extend(format.line_ends.map(|ends| {
        let kinds = [(ends.crlf, "CR LF"), (ends.lf, "LF"), (ends.cr, "CR")];
        let there: Vec<_> = kinds.into_iter().filter(|(n, _)| *n > 0).collect();
        match there.as_slice() {
            [] => "no line ends".to_owned(),
            [(_, name)] => (*name).to_owned(),
            several => {
                let each = several
                    .iter()
                    .map(|(n, name)| format!("{} {name}", count(*n)));
                format!("line ends differ ({})", each.collect::<Vec<_>>().join(", "))
            }
        }
    }));
    if format.gzip {
        parts.push("gzip".to_owned());
    }
    parts.extend(
        format
            .copybook
            .as_ref()
            .map(|c| format!("columns from {c}")),
    );
    if let Some(tags) = &format.tags {
        parts.push(format!("records with tags, data in `{}`", tags.detail));
    }
    if file.table.is_some() && matches!(format.kind, FormatKind::Delimited | FormatKind::Workbook) {
        let place = if file.sheet.is_some() { "row" } else { "line" };
        parts.push(match format.header_line {
            Some(1) => format!("header in {place} 1"),
            Some(line) => format!(
                "header in {place} {line}, {} above it",
                some(format.rows_above_header as u64, "title row", "title rows")
            ),
            None => "no header: columns are called by their place".to_owned(),
        });
    } else if format.kind == FormatKind::Fixed && format.copybook.is_none() {
        parts.push("where columns begin does not show".to_owned());
    }
    parts.push(some(file.bytes, "byte", "bytes"));
    parts.join(", ")
}

fn delimiter(format: &FormatReport) -> String {
    let name = match format.delimiter.as_deref() {
        Some(",") => "commas",
        Some(";") => "semicolons",
        Some("\t") => "tabs",
        Some("|") => "pipes",
        Some("\u{1f}") => "unit separators",
        Some(other) => return format!("delimited by `{other}`"),
        None => "nothing",
    };
    format!("delimited by {name}")
}

fn row_line(file: &FileReport, table: &TableProfile) -> String {
    let facts = &table.rows;
    let mut parts = vec![
        some(facts.rows, "row", "rows"),
        some(table.columns.len() as u64, "column", "columns"),
    ];
    let told = [
        (file.blank_rows, "blank row left out", "blank rows left out"),
        (
            file.repeated_headers,
            "repeated header left out",
            "repeated headers left out",
        ),
        (
            file.other_records,
            "record of another kind",
            "records of other kinds",
        ),
        (facts.short_rows, "row too short", "rows too short"),
        (facts.long_rows, "row too long", "rows too long"),
        (
            file.control_cells,
            "cell with control characters",
            "cells with control characters",
        ),
    ];
    let told = told.into_iter().filter(|(n, _, _)| *n > 0);
    parts.extend(told.map(|(n, one, many)| some(n, one, many)));
    if !facts.misfit_rows.is_empty() {
        parts.push(format!("see {}", rows(&facts.misfit_rows)));
    }
    if facts.repeated_rows > 0 {
        let about = if facts.repeated_rows_exact {
            ""
        } else {
            "about "
        };
        let repeated = some(facts.repeated_rows, "row repeats", "rows repeat");
        let at = rows(&facts.repeated_row_numbers);
        parts.push(format!("{about}{repeated} an earlier one whole ({at})"));
    }
    parts.join(", ")
}

fn closing(out: &mut String, inspection: &Inspection) {
    let tables = inspection.files.iter().filter_map(|f| f.table.as_ref());
    let rows: u64 = tables.clone().map(|t| t.rows.rows).sum();
    let mut text = format!(
        "{} looked at, {}; all of it is guessed from the values, so have it confirmed.",
        some(
            inspection.files.len() as u64,
            "file or sheet",
            "files and sheets"
        ),
        some(rows, "row", "rows")
    );
    if inspection.passed_over > 0 {
        let aside = some(
            inspection.passed_over as u64,
            "note or layout",
            "notes and layouts",
        );
        let _ = write!(text, " Passed over in folders: {aside}.");
    }
    for line in wrapped(&text, WIDTH) {
        let _ = writeln!(out, "{line}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_cut_at_blanks() {
        assert_eq!(wrapped("one two three", 7), ["one two", "three"]);
        assert_eq!(wrapped("endlessword a", 4), ["endlessword", "a"]);
        assert!(wrapped("", 10).is_empty());
    }
}
