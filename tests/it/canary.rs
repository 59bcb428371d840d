//! `run --canary`: every value planted in a copy of each sample is caught, OUT and the portal stay
//! as they are, and nothing is left of the copy.

use super::sandbox::Sandbox;
use super::support::{Ran, cutover, program, ran, root, same, tree};
use std::fs;
use std::path::Path;

fn json(ran: &Ran) -> serde_json::Value {
    serde_json::from_str(&ran.stdout).unwrap()
}

/// Runs the canaries of a sample, and fails where its exit code is another.
fn canary(utility: &str, folder: &Path, code: i32) -> serde_json::Value {
    let mapping = format!("mappings/{utility}.toml");
    let out = folder.join("new/out").display().to_string();
    let done = cutover(&[
        "run", &mapping, "--canary", "--out", &out, "--format", "json",
    ]);
    let done = done.expect(code);
    let left: Vec<_> = fs::read_dir(folder).unwrap().collect();
    assert!(left.is_empty(), "{utility}: {left:?}");
    json(&done)
}

/// Fails where not every value was caught, or a kind was not planted; returns how many were.
fn all_caught(utility: &str) -> u64 {
    let folder = tempfile::tempdir().unwrap();
    let result = canary(utility, folder.path(), 0);
    let canary = &result["canary"];
    assert_eq!(result["green"], true, "{utility}");
    assert_eq!(canary["caught"], canary["planted"], "{utility}");
    assert_eq!(canary["escaped"], 0, "{utility}");
    assert_eq!(canary["not_planted"].as_array().unwrap().len(), 0);
    assert!(canary["searched"].as_u64().unwrap() > 10, "{utility}");
    let lines = canary["lines"].as_array().unwrap();
    let mut kinds: Vec<_> = lines.iter().map(|l| l["kind"].as_str().unwrap()).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let all = [
        "account_type",
        "bank_account",
        "card_expiry",
        "card_number",
        "iban",
        "name_on_instrument",
        "routing_number",
    ];
    assert_eq!(kinds, all, "{utility}");
    assert!(lines.iter().all(|line| line["planted"].as_u64() >= Some(2)));
    canary["planted"].as_u64().unwrap()
}

#[test]
fn every_value_planted_in_delimited_text_is_caught() {
    assert!(all_caught("benton-pud") >= 100);
}

#[test]
fn every_value_planted_in_record_types_with_trailers_is_caught() {
    assert!(all_caught("medford-water") >= 100);
}

#[test]
fn every_value_planted_in_fixed_width_of_both_codings_is_caught() {
    assert!(all_caught("sce") >= 100);
}

#[test]
fn every_value_planted_in_a_workbook_is_caught() {
    assert!(all_caught("smud") >= 100);
}

#[test]
fn every_value_planted_in_utf_16_is_caught() {
    assert!(all_caught("beacon") >= 100);
}

#[test]
fn a_delivery_without_a_column_to_plant_in_proves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let result = canary("santa-monica-water", folder.path(), 5);
    assert_eq!(result["green"], false);
    assert_eq!(result["canary"]["planted"], 0);
}

#[test]
fn out_and_portal_stay_and_what_a_killed_run_left_goes() {
    let sandbox = Sandbox::published();
    let database = sandbox.folder().join("portal/live.db");
    fs::create_dir_all(database.parent().unwrap()).unwrap();
    fs::copy(sandbox.out().join("portal.db"), &database).unwrap();
    let before = tree(sandbox.folder());
    let left = sandbox.out().with_file_name("benton-pud.canary");
    fs::create_dir_all(left.join("planted")).unwrap();
    fs::write(left.join("planted/NOTES.csv"), "left behind").unwrap();
    let log = tempfile::NamedTempFile::new().unwrap();
    let done = ran(program()
        .arg("run")
        .arg(sandbox.mapping())
        .args(["--canary", "--database"])
        .arg(format!("sqlite:{}", database.display()))
        .arg("--log")
        .arg(log.path()));
    let done = done.expect(0).says("canary::left_behind");
    assert!(done.stdout.starts_with("Canary: all "), "{}", done.stdout);
    assert!(done.stdout.lines().all(|line| line.chars().count() <= 100));
    same(&before, &tree(sandbox.folder()));
    let log = fs::read_to_string(log.path()).unwrap();
    let lines: Vec<serde_json::Value> = log
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let told = lines.iter().find(|line| line["event"] == "canary").unwrap();
    assert_eq!(told["green"], true);
    assert_eq!(told["planted"], told["caught"]);
}

#[cfg(unix)]
#[test]
fn a_killed_run_leaves_a_copy_that_only_its_owner_reads_until_the_next() {
    use std::os::unix::fs::PermissionsExt;
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("out").display().to_string();
    let arguments = ["run", "mappings/benton-pud.toml", "--canary", "--out", &out];
    let mut killed = program().args(arguments).spawn().unwrap();
    let folder = home.path().join("out.canary");
    while !folder.join("planted").exists() {
        assert!(killed.try_wait().unwrap().is_none(), "it ended too soon");
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    killed.kill().unwrap();
    killed.wait().unwrap();
    let mode = fs::metadata(&folder).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
    cutover(&arguments).expect(0).says("canary::left_behind");
    assert_eq!(fs::read_dir(home.path()).unwrap().count(), 0);
}

#[test]
fn a_delivery_that_is_refused_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let exports = folder.path().join("exports");
    fs::create_dir(&exports).unwrap();
    for entry in fs::read_dir(root().join("fixtures/medford-water")).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), exports.join(entry.file_name())).unwrap();
    }
    fs::remove_file(exports.join("NOTES.TXT")).unwrap();
    let out = folder.path().join("out").display().to_string();
    let exports = exports.display().to_string();
    let done = cutover(&[
        "run",
        "mappings/medford-water.toml",
        "--canary",
        "--exports",
        &exports,
        "--out",
        &out,
    ]);
    done.expect(4).says("NOTES.TXT");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_folder_that_is_not_ours_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let photos = folder.path().join("out.canary/photos");
    fs::create_dir_all(&photos).unwrap();
    let out = folder.path().join("out").display().to_string();
    let done = cutover(&["run", "mappings/benton-pud.toml", "--canary", "--out", &out]);
    done.expect(2).says("canary::not_ours");
    assert!(photos.exists());
}
