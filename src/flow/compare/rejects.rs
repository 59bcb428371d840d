//! The refused rows of two folders: `rejects.csv`, and the rows themselves under `rejects/`.

use crate::compare::rejects::{Line, Refused, Rejects, compare as pair};
use crate::flow::failure::Failure;
use crate::flow::refused::FOLDER;
use crate::read::each_record;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Compares the refused rows; none where a folder has no list of them.
///
/// # Errors
/// Portal, where a list is not what a run leaves.
pub fn compare(before: &Path, after: &Path) -> Result<Option<Rejects>, Failure> {
    Ok(match (refused(before)?, refused(after)?) {
        (Some(before), Some(after)) => Some(pair(before, after)),
        _ => None,
    })
}

fn refused(folder: &Path) -> Result<Option<Vec<Refused>>, Failure> {
    let path = folder.join("rejects.csv");
    if !path.exists() {
        return Ok(None);
    }
    let mut lines = Vec::new();
    each_record(&path, |mut record| {
        let mut take = |name: &str| record.remove(name).unwrap_or_default();
        lines.push(Line {
            file: take("file"),
            row: take("row").parse().unwrap_or_default(),
            column: take("column"),
            code: take("code"),
            message: take("message"),
        });
    })
    .map_err(Failure::Portal)?;
    let mut rows: BTreeMap<String, BTreeSet<u64>> = BTreeMap::new();
    for line in &lines {
        rows.entry(line.file.clone()).or_default().insert(line.row);
    }
    let contents: BTreeMap<String, BTreeMap<u64, String>> = rows
        .into_iter()
        .map(|(file, rows)| {
            let contents = contents(folder, &file, &rows);
            (file, contents)
        })
        .collect();
    let with_content = lines.into_iter().map(|line| Refused {
        content: contents
            .get(&line.file)
            .and_then(|of_file| of_file.get(&line.row))
            .cloned(),
        line,
    });
    Ok(Some(with_content.collect()))
}

/// Returns what the refused rows of a file hold, by row. Nothing where the lines of the file are not
/// its rows one by one, with a header or without: then a row is known by the words of its refusal.
fn contents(folder: &Path, file: &str, rows: &BTreeSet<u64>) -> BTreeMap<u64, String> {
    let name = file.strip_suffix(".gz").unwrap_or(file);
    let Ok(bytes) = std::fs::read(folder.join(FOLDER).join(name)) else {
        return BTreeMap::new();
    };
    let text = String::from_utf8_lossy(&bytes);
    let lines: Vec<&str> = text.lines().collect();
    match lines.len().checked_sub(rows.len()) {
        Some(header @ (0 | 1)) => {
            let lines = lines.into_iter().skip(header).map(str::to_owned);
            rows.iter().copied().zip(lines).collect()
        }
        _ => BTreeMap::new(),
    }
}
