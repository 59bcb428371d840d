//! What unknown files hold, as a person reads it in a terminal of 100 columns: a file's head, its
//! columns one below the other, then what holds between files.

use super::inspect_columns::{columns, rows};
use super::inspect_sheet;
use super::summary::count;
use crate::flow::inspect::{
    FileReport, FormatKind, FormatReport, Inspection, Reference, TableProfile,
};
use std::fmt::Write;

/// Widest line.
pub(super) const WIDTH: usize = 100;
/// Most references that are shown.
const REFERENCES: usize = 40;

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

/// What holds for the table as a whole.
fn facts(out: &mut String, table: &TableProfile) {
    keys(out, table);
    trailers(out, table);
    for period in &table.periods {
        let (least, middle, most) = period.days;
        let text = format!(
            "{} to {} of each {}: the next begins the same day {} times, the day after {}, with a gap {}, too early {}; {least} to {most} days, mostly {middle}",
            period.start,
            period.end,
            period.of,
            count(period.same_day),
            count(period.next_day),
            count(period.gaps),
            count(period.overlaps)
        );
        line(out, 2, "periods", &text);
    }
    if !table.same_names.is_empty() {
        let text = format!("several columns are called {}", table.same_names.join(", "));
        line(out, 2, "names", &text);
    }
    if !table.skipped_names.is_empty() {
        let text = format!(
            "{} left out of a numbered series",
            table.skipped_names.join(", ")
        );
        line(out, 2, "names", &text);
    }
}

fn keys(out: &mut String, table: &TableProfile) {
    for key in &table.keys {
        let mut text = key.columns.join(" + ");
        if key.repeats > 0 {
            let at = rows(&key.repeat_rows);
            let _ = write!(
                text,
                ", unique but for {} ({at})",
                some(key.repeats, "row", "rows")
            );
        }
        if key.blank > 0 {
            let _ = write!(text, ", blank in {}", some(key.blank, "row", "rows"));
        }
        if !key.exact {
            text.push_str(", as far as a sample of its values tells");
        }
        line(out, 2, "key", &text);
    }
    if table.keys.is_empty() && table.rows.rows > 1 {
        let text = match &table.nearest_key {
            Some(key) => format!(
                "none of up to three columns; nearest {}, which repeats in {}",
                key.columns.join(" + "),
                some(key.repeats, "row", "rows")
            ),
            None => "none of up to three columns".to_owned(),
        };
        line(out, 2, "key", &text);
    }
}

fn trailers(out: &mut String, table: &TableProfile) {
    for trailer in &table.trailers {
        let mut text = match (trailer.count, trailer.count_agrees) {
            (Some(n), Some(true)) => format!("counts {}, which agrees", some(n, "row", "rows")),
            (Some(n), _) => format!("counts {}, which is WRONG", some(n, "row", "rows")),
            (None, _) => "gives no count".to_owned(),
        };
        match trailer.sum_agrees {
            Some(true) => {
                let _ = write!(
                    text,
                    "; its sum is that of {}",
                    trailer.sum_of.join(" and ")
                );
            }
            Some(false) => text.push_str("; its sum is that of NO column"),
            None => {}
        }
        line(out, 2, "trailer", &text);
    }
}

fn references(out: &mut String, inspection: &Inspection) {
    if inspection.references.is_empty() {
        return;
    }
    out.push_str("References between files\n");
    let place = |(file, column): &(String, String)| format!("{file} {column}");
    let widest = |of: fn(&Reference) -> &(String, String)| {
        let shown = inspection.references.iter().take(REFERENCES);
        shown
            .map(|r| place(of(r)).chars().count())
            .max()
            .unwrap_or(0)
            .min(40)
    };
    let (left, right) = (widest(|r| &r.from), widest(|r| &r.to));
    for reference in inspection.references.iter().take(REFERENCES) {
        let (from, to) = (&reference.from, &reference.to);
        let orphans = match reference.orphan_rows {
            0 => "no orphans".to_owned(),
            n => {
                let about = if reference.exact { "" } else { "about " };
                let values = some(reference.orphan_values, "value", "values");
                format!(
                    "{about}{} of {} orphans ({values})",
                    count(n),
                    count(reference.rows)
                )
            }
        };
        let (from, to) = (place(from), place(to));
        let _ = writeln!(out, "  {from:<left$} -> {to:<right$} {orphans}");
    }
    if inspection.references.len() > REFERENCES {
        let more = inspection.references.len() - REFERENCES;
        let _ = writeln!(out, "  … and {more} more (--format json has all)");
    }
    out.push('\n');
}

fn payment(out: &mut String, inspection: &Inspection) {
    let mut lines = Vec::new();
    for file in &inspection.files {
        for column in file.table.iter().flat_map(|table| &table.columns) {
            if let Some(facts) = &column.payment {
                let place = format!("{} {}", file.name, column.name);
                lines.push((place, super::inspect_columns::payment(facts)));
            }
        }
    }
    if lines.is_empty() {
        return;
    }
    out.push_str("Card and bank data: counts only, no value is shown or kept\n");
    for (place, text) in lines {
        let mut parts = wrapped(&text, WIDTH - 34).into_iter();
        let first = parts.next().unwrap_or_default();
        let _ = writeln!(out, "  {place:<31} {first}");
        for more in parts {
            let _ = writeln!(out, "{:34}{more}", "");
        }
    }
    out.push('\n');
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
