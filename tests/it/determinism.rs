//! The same inputs give the same bytes, and a number once given stays.

use super::sandbox::{PUBLISHED, Sandbox};
use super::support::{csv, same, tree};
use std::collections::BTreeMap;
use std::path::Path;

/// An account of the sample that owes nothing to a note, and is open.
const ACCOUNT: &str = "07651-866";
/// A key that is not the sample's.
const OTHER_KEY: &str = "another key, long enough to be one: 0123456789abcdef";

/// Returns legacy number to new number.
fn numbers(folder: &Path) -> BTreeMap<String, String> {
    let line = |row: &BTreeMap<String, String>| {
        (
            row["legacy_account_number"].clone(),
            row["account_number"].clone(),
        )
    };
    csv(&folder.join("crosswalk.csv"))
        .iter()
        .map(line)
        .collect()
}

/// Returns where a dry run leaves its files.
fn planned(sandbox: &Sandbox) -> std::path::PathBuf {
    sandbox.out().with_file_name("benton-pud.plan")
}

#[test]
fn threads_and_folders_leave_no_trace_in_out() {
    let (one, many) = (Sandbox::new(), Sandbox::new());
    one.cutover("run", &["--threads", "1"]).expect(0);
    let elsewhere = many.folder().join("some/other place/out");
    let out = elsewhere.to_str().unwrap();
    many.cutover("run", &["--threads", "4", "--out", out])
        .expect(0);
    let files = tree(&one.out());
    assert!(files.len() > 130);
    same(&files, &tree(&elsewhere));
    same(&files, &tree(&PUBLISHED.out));
}

#[test]
fn a_rerun_with_another_key_keeps_every_number_and_can_be_rolled_back() {
    let sandbox = Sandbox::published();
    let former = tree(&sandbox.out());
    sandbox.cutover_with_key("run", OTHER_KEY).expect(0);
    assert_eq!(numbers(&sandbox.out()), numbers(&PUBLISHED.out));
    let later = tree(&sandbox.out());
    same(
        &former,
        &tree(&sandbox.out().with_file_name("benton-pud.previous")),
    );

    sandbox.cutover("rollback", &[]).expect(0);
    same(&former, &tree(&sandbox.out()));
    sandbox.cutover("rollback", &[]).expect(0);
    same(&later, &tree(&sandbox.out()));
}

#[test]
fn another_key_gives_other_numbers_where_none_were_given() {
    let sandbox = Sandbox::new();
    sandbox.cutover_with_key("plan", OTHER_KEY).expect(0);
    let (these, those) = (numbers(&planned(&sandbox)), numbers(&PUBLISHED.out));
    assert_eq!(these.len(), those.len());
    let kept = these
        .iter()
        .filter(|(legacy, new)| !new.is_empty() && those[*legacy] == **new);
    assert_eq!(kept.count(), 0);
}

#[test]
fn a_crosswalk_named_on_the_command_line_wins_over_the_key() {
    let sandbox = Sandbox::new();
    let crosswalk = PUBLISHED.out.join("crosswalk.csv");
    let named = sandbox.folder().join("earlier.csv");
    std::fs::copy(crosswalk, &named).unwrap();
    let text = std::fs::read_to_string(&named).unwrap();
    let own = &numbers(&PUBLISHED.out)[ACCOUNT];
    // A number of the pattern that the sample's key does not give.
    let other = "1000000008";
    assert!(!text.contains(other));
    std::fs::write(&named, text.replace(own.as_str(), other)).unwrap();
    sandbox
        .cutover("plan", &["--crosswalk", named.to_str().unwrap()])
        .expect(0);
    assert_eq!(numbers(&planned(&sandbox))[ACCOUNT], other);
}

#[test]
fn one_account_more_changes_no_number() {
    let sandbox = Sandbox::new();
    let more = "00017-203";
    sandbox.edit("ACCTMAST.csv", |text| {
        let line = text.lines().find(|line| line.starts_with(ACCOUNT)).unwrap();
        let mut cells: Vec<&str> = line.split(',').collect();
        (cells[0], cells[10]) = (more, "0.00");
        let (header, rest) = text.split_once("\r\n").unwrap();
        format!("{header}\r\n{}\r\n{rest}", cells.join(","))
    });
    sandbox.cutover("plan", &[]).expect(0);
    let mut numbers_now = numbers(&planned(&sandbox));
    let given = numbers_now.remove(more).unwrap();
    assert_eq!(given.len(), 10);
    assert_eq!(numbers_now, numbers(&PUBLISHED.out));
}

#[test]
fn one_account_fewer_changes_no_number() {
    let sandbox = Sandbox::new();
    for entry in std::fs::read_dir(sandbox.export("")).unwrap() {
        let file = entry.unwrap().file_name().into_string().unwrap();
        let text = std::fs::read(sandbox.export(&file)).unwrap();
        if file.ends_with(".csv") && text.windows(9).any(|part| part == ACCOUNT.as_bytes()) {
            sandbox.edit(&file, |text| {
                let others = text
                    .split_inclusive("\r\n")
                    .filter(|l| !l.contains(ACCOUNT));
                others.collect()
            });
        }
    }
    sandbox.cutover("plan", &[]).expect(0);
    let mut before = numbers(&PUBLISHED.out);
    before.remove(ACCOUNT).unwrap();
    assert_eq!(numbers(&planned(&sandbox)), before);
}
