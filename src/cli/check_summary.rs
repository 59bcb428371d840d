//! What `cutover check` says of a delivery that could be read: files, coverage, codes, verdict.

use super::summary::count;
use crate::flow::check::{Checked, CheckedFile};
use std::fmt::Write;

/// Returns what a delivery holds.
pub fn checked(checked: &Checked) -> String {
    let mut out = String::new();
    for file in &checked.files {
        files_line(&mut out, file);
    }
    section(&mut out, "Codes that no list has", checked, |file| {
        let code = |(column, said, rows): &(String, String, u64)| {
            format!("`{column}` in {} rows: {said}", count(*rows))
        };
        file.codes_not_listed.iter().map(code).collect()
    });
    section(
        &mut out,
        "Columns that are left out, and why",
        checked,
        |file| {
            let ignored = |(column, why): &(String, String)| format!("`{column}`: {why}");
            file.columns_ignored.iter().map(ignored).collect()
        },
    );
    section(
        &mut out,
        "Columns that are said to hold no payment data, and why",
        checked,
        |file| {
            let cleared = |(column, why): &(String, String)| format!("`{column}`: {why}");
            file.columns_cleared.iter().map(cleared).collect()
        },
    );
    section(
        &mut out,
        "Columns that are blank in every row",
        checked,
        |file| list(&file.columns_blank),
    );
    section(
        &mut out,
        "Fields that the mapping does not give",
        checked,
        |file| list(&file.fields_not_mapped),
    );
    if out.contains("\n\n") {
        out.push('\n');
    }
    let read: u64 = checked.files.iter().map(|file| file.rows_read).sum();
    let verdict = if checked.refused.is_empty() {
        "The delivery can be used"
    } else {
        "The delivery is refused"
    };
    let _ = writeln!(
        out,
        "{verdict}: {} rows read, {} refused.",
        count(read),
        count(checked.rejects.len() as u64)
    );
    out
}

fn files_line(out: &mut String, file: &CheckedFile) {
    let mut columns = vec![format!("{} columns used", file.columns_used)];
    for (number, word) in [
        (file.columns_dropped, "dropped"),
        (file.columns_ignored.len(), "left out"),
    ] {
        if number > 0 {
            columns.push(format!("{number} {word}"));
        }
    }
    let columns = columns.join(", ");
    let refused = if file.rows_rejected == 0 {
        String::new()
    } else {
        format!(", {} refused", count(file.rows_rejected))
    };
    let (name, entity, rows) = (&file.file, file.entity, count(file.rows_read));
    let _ = writeln!(
        out,
        "  {name:<24} {entity:<16}{rows:>11} rows{refused}; {columns}"
    );
}

fn list(names: &[impl AsRef<str>]) -> Vec<String> {
    let names: Vec<String> = names.iter().map(|n| format!("`{}`", n.as_ref())).collect();
    if names.is_empty() {
        Vec::new()
    } else {
        vec![names.join(", ")]
    }
}

/// Writes a heading and the lines of every file that has any; nothing where none has.
fn section(
    out: &mut String,
    heading: &str,
    checked: &Checked,
    lines: impl Fn(&CheckedFile) -> Vec<String>,
) {
    let mut found = false;
    for file in &checked.files {
        for line in lines(file) {
            if !found {
                let _ = writeln!(out, "\n{heading}");
            }
            found = true;
            let _ = writeln!(out, "  {:<24} {line}", file.file);
        }
    }
}
