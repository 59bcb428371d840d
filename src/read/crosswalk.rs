//! A crosswalk that an earlier run left, read back so that a number once given stays.

use crate::diag::finding::Finding;
use crate::diag::mask::quoted;
use crate::record::origin::Origin;
use std::collections::BTreeMap;
use std::path::Path;

/// Reads the numbers of a `crosswalk.csv`: legacy number to new number, carried accounts only.
///
/// # Errors
/// `read::bad_crosswalk` where the file is not there or is no crosswalk.
pub fn crosswalk(path: &Path) -> Result<BTreeMap<String, String>, Finding> {
    let name = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let bad = |row: Option<u64>, message: String| {
        Finding::error("read::bad_crosswalk", message)
            .at(Origin { row, ..Origin::file(&name) })
            .help("name the `crosswalk.csv` that the earlier run left: a CSV file with the columns legacy_account_number and account_number, each account once")
    };
    let mut reader = csv::Reader::from_path(path)
        .map_err(|error| bad(None, format!("cannot be read: {error}")))?;
    let header = reader
        .headers()
        .map_err(|error| bad(None, error.to_string()))?
        .clone();
    let column = |name: &str| {
        header
            .iter()
            .position(|h| h.trim_start_matches('\u{feff}') == name)
    };
    let (Some(legacy), Some(new)) = (column("legacy_account_number"), column("account_number"))
    else {
        return Err(bad(
            Some(1),
            "its columns are not those of a crosswalk".to_owned(),
        ));
    };
    let mut numbers = BTreeMap::new();
    for record in reader.records() {
        let record = record.map_err(|error| {
            bad(
                error.position().map(csv::Position::line),
                "this row cannot be read".to_owned(),
            )
        })?;
        let (Some(legacy), Some(new)) = (record.get(legacy), record.get(new)) else {
            continue;
        };
        if new.is_empty() {
            continue;
        }
        if numbers
            .insert(legacy.to_owned(), new.to_owned())
            .is_some_and(|before| before != new)
        {
            let row = record.position().map(csv::Position::line);
            return Err(bad(
                row,
                format!(
                    "account {} stands twice with different numbers",
                    quoted(legacy)
                ),
            ));
        }
    }
    Ok(numbers)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<BTreeMap<String, String>, Finding> {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), text).unwrap();
        crosswalk(file.path())
    }

    #[test]
    fn carried_accounts_come_back() {
        let numbers = read(
            "legacy_account_number,account_number,disposition,reason\n1-2,99,carried,open\n3,,not_carried,x\n",
        );
        assert_eq!(
            numbers.unwrap(),
            BTreeMap::from([("1-2".to_owned(), "99".to_owned())])
        );
    }

    #[test]
    fn another_file_and_a_number_given_twice_are_refused() {
        assert!(read("a,b\n1,2\n").is_err());
        let twice = read("legacy_account_number,account_number\n1,2\n1,3\n").unwrap_err();
        assert_eq!(twice.origin.unwrap().row, Some(3));
    }
}
