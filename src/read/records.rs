//! Files of ours, read back as records: value by column name.

use std::collections::BTreeMap;
use std::path::Path;

/// Returns the records of a CSV file that a run wrote.
///
/// # Errors
/// A sentence on why it cannot be read.
pub fn records(path: &Path) -> Result<Vec<BTreeMap<String, String>>, String> {
    let mut records = Vec::new();
    each_record(path, |record| records.push(record))?;
    Ok(records)
}

/// Calls `take` with each record of a CSV file that a run wrote, one after the other.
///
/// # Errors
/// A sentence on why it cannot be read.
pub fn each_record(
    path: &Path,
    mut take: impl FnMut(BTreeMap<String, String>),
) -> Result<(), String> {
    let name = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let failed = |error: csv::Error| format!("{name} cannot be read: {error}");
    let mut reader = csv::Reader::from_path(path).map_err(failed)?;
    let header = reader.headers().map_err(failed)?.clone();
    for record in reader.records() {
        let record = record.map_err(failed)?;
        let cells = header.iter().zip(&record);
        take(cells.map(|(k, v)| (k.to_owned(), v.to_owned())).collect());
    }
    Ok(())
}
