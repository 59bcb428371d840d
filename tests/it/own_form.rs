//! Refused rows come back in the form of their file: whatever the format, the program reads them
//! again, alone, and finds the same faults in them.

use super::support::{Ran, cutover, rows_of};
use std::collections::BTreeMap;

fn json(ran: &Ran) -> serde_json::Value {
    serde_json::from_str(&ran.stdout).unwrap()
}

/// Returns how many refused rows a check lists, by file.
fn refused(check: &serde_json::Value) -> BTreeMap<String, u64> {
    let mut rows = BTreeMap::new();
    for reject in check["rejects"].as_array().unwrap() {
        let file = reject["file"].as_str().unwrap().to_owned();
        *rows.entry(file).or_default() += 1;
    }
    rows
}

fn come_back(utility: &str) {
    let folder = tempfile::tempdir().unwrap();
    let rejects = folder.path().display().to_string();
    let mapping = format!("mappings/{utility}.toml");
    let common = ["check", &mapping, "--format", "json"];
    let all = json(&cutover(&[&common[..], &["--rejects", &rejects]].concat()).expect(0));
    let listed = std::fs::read_to_string(folder.path().join("rejects.csv")).unwrap();
    assert_eq!(rows_of(&listed).len(), 5, "{utility}: the known defects");
    let exports = folder.path().join("rejects").display().to_string();
    for (file, count) in refused(&all) {
        let alone = ["--exports", &exports, "--only", &file];
        let again = json(&cutover(&[&common[..], &alone].concat()).expect(0));
        let read = again["files"][0]["rows_read"].as_u64().unwrap();
        assert_eq!(read, count, "{utility} {file}");
        // What is wrong with a row by itself is wrong again; that its account is not in the
        // delivery, or that another row has its key, cannot be seen from it alone.
        let own = |check: &serde_json::Value| -> Vec<String> {
            let rejects = check["rejects"].as_array().unwrap().iter();
            let of_file = rejects.filter(|reject| reject["file"] == file.as_str());
            let codes = of_file.map(|reject| reject["code"].as_str().unwrap().to_owned());
            codes
                .filter(|code| code != "row::unknown_account" && code != "row::repeated_key")
                .collect()
        };
        assert_eq!(own(&again), own(&all), "{utility} {file}");
    }
}

#[test]
fn of_delimited_text() {
    come_back("benton-pud");
}

#[test]
fn of_files_with_record_types_and_a_trailer() {
    come_back("medford-water");
}

#[test]
fn of_utf_16() {
    come_back("beacon");
}

#[test]
fn of_fixed_width_in_both_codings() {
    come_back("sce");
}

#[test]
fn of_workbooks() {
    come_back("smud");
}
