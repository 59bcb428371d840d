//! What lies in the exports' folder and the mapping does not name: a file or sheet that nobody
//! thought of is told of, so that silence is always somebody's decision.

use super::job::Job;
use crate::decide::payment_text::{KnownIds, find};
use crate::diag::finding::Finding;
use crate::diag::mask::shape;
use crate::read;
use crate::record::format::Format;
use crate::record::origin::Origin;
use std::collections::BTreeSet;

/// Ends of names that need no naming: notes, and layouts that belong to their files.
const NO_EXPORT: [&str; 2] = [".md", ".cpy"];

/// Returns a warning for each file and each sheet that the mapping does not name; none where only
/// some of its files are read.
pub fn warnings(job: &Job) -> Vec<Finding> {
    let mapping = &job.mapping;
    if job.restricted {
        return Vec::new();
    }
    let named: BTreeSet<&str> = mapping.files.iter().map(|file| file.path()).collect();
    let known = |name: &str| mapping.not_read.contains_key(name);
    let mut found: Vec<String> = files(job)
        .into_iter()
        .filter(|name| !named.contains(name.as_str()) && !known(name))
        .collect();
    let books = mapping.files.iter();
    let books = books.filter(|file| matches!(file.format(), Format::Workbook(_)));
    let books: BTreeSet<&str> = books.map(|file| file.path()).collect();
    for book in books {
        // A workbook that cannot be read is refused where its sheets are.
        let sheets = read::sheets(&job.exports.join(book), book).unwrap_or_default();
        let names = sheets.iter().map(|sheet| format!("{book}#{sheet}"));
        let new = names.filter(|name| !mapping.files.iter().any(|file| file.file() == name));
        found.extend(new.filter(|name| !known(name)));
    }
    let warn = |name: String| {
        Finding::warning(
            "read::not_named",
            "is in the delivery, and the mapping does not name it",
        )
        .at(Origin::file(&shown(&name)))
        .help("give it a table, or name it under [not_read] with the reason")
    };
    found.into_iter().map(warn).collect()
}

/// Returns a name as it may be shown: a card number may stand in one, too.
fn shown(name: &str) -> String {
    if find(name, &KnownIds::new()).is_empty() {
        name.to_owned()
    } else {
        shape(name)
    }
}

/// Returns the names of the files in the folder that may be exports, in order.
pub fn files(job: &Job) -> BTreeSet<String> {
    let Ok(folder) = std::fs::read_dir(&job.exports) else {
        return BTreeSet::new();
    };
    folder
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_ok_and(|kind| !kind.is_dir()))
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| !name.starts_with('.'))
        .filter(|name| {
            !NO_EXPORT
                .iter()
                .any(|end| name.to_ascii_lowercase().ends_with(end))
        })
        .collect()
}
