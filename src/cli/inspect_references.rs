//! What holds between files, and where card and bank data stand in them.

use super::inspect_columns;
use super::inspect_text::{WIDTH, some, wrapped};
use super::summary::count;
use crate::flow::inspect::{Inspection, Reference};
use std::collections::BTreeSet;
use std::fmt::Write;

/// Most references that are shown.
const REFERENCES: usize = 40;

/// Adds the columns that hold keys of other files.
pub(super) fn references(out: &mut String, inspection: &Inspection) {
    if inspection.references.is_empty() {
        return;
    }
    out.push_str("References between files\n");
    let books = books(inspection);
    let place = |(file, column): &(String, String)| format!("{} {column}", short(file, books));
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
        let whole = format!("  {from:<left$} -> {to:<right$} {orphans}");
        if whole.chars().count() <= WIDTH {
            let _ = writeln!(out, "{whole}");
        } else {
            let _ = writeln!(out, "  {from}");
            for line in wrapped(&format!("-> {to} {orphans}"), WIDTH - 6) {
                let _ = writeln!(out, "      {line}");
            }
        }
    }
    if inspection.references.len() > REFERENCES {
        let more = inspection.references.len() - REFERENCES;
        let _ = writeln!(out, "  … and {more} more (--format json has all)");
    }
    out.push('\n');
}

/// Adds where card and bank data stand.
pub(super) fn payment(out: &mut String, inspection: &Inspection) {
    let mut lines = Vec::new();
    let books = books(inspection);
    for file in &inspection.files {
        for column in file.table.iter().flat_map(|table| &table.columns) {
            if let Some(facts) = &column.payment {
                let place = format!("{} {}", short(&file.name, books), column.name);
                lines.push((place, inspect_columns::payment(facts)));
            }
        }
    }
    if lines.is_empty() {
        return;
    }
    out.push_str("Card and bank data: counts only, no value is shown or kept\n");
    for (place, text) in lines {
        let mut parts = wrapped(&text, WIDTH - 34).into_iter();
        if place.chars().count() > 31 {
            let _ = writeln!(out, "  {place}");
        } else {
            let first = parts.next().unwrap_or_default();
            let _ = writeln!(out, "  {place:<31} {first}");
        }
        for more in parts {
            let _ = writeln!(out, "{:34}{more}", "");
        }
    }
    out.push('\n');
}

/// Returns how many different files there are, a workbook with all its sheets being one.
fn books(inspection: &Inspection) -> usize {
    let names = inspection.files.iter().map(|file| book(&file.name));
    names.collect::<BTreeSet<_>>().len()
}

fn book(name: &str) -> &str {
    name.split_once('#').map_or(name, |(book, _)| book)
}

/// Returns a file's name; that of a sheet without its workbook, where there is no other file.
fn short(name: &str, books: usize) -> &str {
    let sheet = name.get(book(name).len()..).filter(|s| !s.is_empty());
    sheet.filter(|_| books == 1).unwrap_or(name)
}
