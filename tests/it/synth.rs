//! `synth`: what it makes can be run at once, comes to what its page says, and is the same for the
//! same order.

use super::support::{Ran, csv, program, ran, report, same, tree};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

const FORMS: [&str; 3] = ["csv", "fixed", "xlsx"];
const ACCOUNTS: &str = "300";

/// Makes a utility.
fn synth(folder: &Path, more: &[&str]) -> Ran {
    let line = ["--accounts", ACCOUNTS];
    ran(program().arg("synth").arg(folder).args(line).args(more))
}

fn on(folder: &Path, verb: &str, more: &[&str]) -> Ran {
    ran(program()
        .arg(verb)
        .arg(folder.join("mapping.toml"))
        .args(more))
}

/// Returns the rows of every file and the cents of every column, as the page tells them.
fn page(folder: &Path) -> BTreeMap<String, i64> {
    let text = std::fs::read_to_string(folder.join("README.txt")).unwrap();
    let mut told = BTreeMap::new();
    let mut file = String::new();
    for line in text.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words.as_slice() {
            ["all", "files", ..] => {}
            [name, rows, "rows"] => {
                file = (*name).to_owned();
                told.insert(file.clone(), rows.parse().unwrap());
            }
            [column, cents, "cents"] => {
                told.insert(format!("{file} {column}"), cents.parse().unwrap());
            }
            _ => {}
        }
    }
    told
}

/// Returns the same of a report.
fn reported(report: &Value) -> BTreeMap<String, i64> {
    let mut told = BTreeMap::new();
    for file in report["rows"].as_array().unwrap() {
        let name = file["file"].as_str().unwrap();
        told.insert(name.to_owned(), file["rows_read"].as_i64().unwrap());
        for (column, cents) in file["money_cents"].as_object().unwrap() {
            told.insert(format!("{name} {column}"), cents["read"].as_i64().unwrap());
        }
    }
    told
}

fn fresh() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("invented");
    (folder, inner)
}

/// Runs a delivery in one form, and returns its crosswalk.
fn runs_green(form: &str) -> Vec<u8> {
    let (_keep, folder) = fresh();
    synth(&folder, &["--exports-as", form]).expect(0);
    on(&folder, "run", &[]).expect(0);
    let report = report(&folder.join("out"));
    assert_eq!(report["verdict"]["outcome"], "go");
    let checks = report["verification"].as_array().unwrap();
    assert_eq!(checks.len(), 10);
    for check in checks {
        assert_eq!(check["status"], "passed", "{form} {}", check["id"]);
    }
    assert_eq!(report["rejects"].as_array().unwrap().len(), 0);
    let told = page(&folder);
    assert_eq!(told.len(), 14 + 10);
    assert_eq!(told, reported(&report), "{form}");
    // The one finding is that the key is no secret.
    let findings = report["findings"].as_array().unwrap();
    let codes: Vec<_> = findings.iter().map(|finding| &finding["code"]).collect();
    assert_eq!(codes, ["numbers::sample_key"], "{form}");
    exercised(&report, &folder);
    std::fs::read(folder.join("out/crosswalk.csv")).unwrap()
}

/// Nearly everything that the portal has a table for is there, and dates fall into the blackout.
fn exercised(report: &Value, folder: &Path) {
    let portal = rusqlite::Connection::open(folder.join("out/portal.db")).unwrap();
    for table in [
        "customer",
        "service_location",
        "account",
        "meter",
        "usage",
        "bill",
        "payment",
        "adjustment",
        "billing_calendar",
        "installment",
        "scheduled_payment",
        "portal_user",
        "account_note",
        "notice",
        "account_hold",
    ] {
        let count = format!("SELECT count(*) FROM \"{table}\"");
        let count: i64 = portal.query_row(&count, [], |row| row.get(0)).unwrap();
        assert!(count > 0, "{table}");
    }
    let moved = "SELECT count(*) FROM bill WHERE due_date > legacy_due_date";
    let moved: i64 = portal.query_row(moved, [], |row| row.get(0)).unwrap();
    assert!(moved > 0);
    assert!(report["drafts_cancelled"].as_u64() > Some(0));
    let removed = &report["payment_data"];
    assert!(removed.to_string().contains("card_number"), "{removed}");
}

#[test]
fn a_delivery_in_csv_runs_green() {
    runs_green("csv");
}

#[test]
fn deliveries_of_other_forms_run_green_and_give_the_same_numbers() {
    let (fixed, sheets) = (runs_green("fixed"), runs_green("xlsx"));
    assert!(fixed == sheets, "the crosswalks differ");
}

#[test]
fn check_has_no_finding() {
    let (_keep, folder) = fresh();
    synth(&folder, &[]).expect(0);
    let checked = on(&folder, "check", &[]).expect(0);
    assert_eq!(checked.stderr, "");
    assert!(checked.stdout.contains(" 0 refused."), "{}", checked.stdout);
}

#[test]
fn the_same_order_gives_the_same_bytes_whatever_the_threads() {
    for form in FORMS {
        // More accounts than one part has.
        let more = ["--exports-as", form, "--anomalies", "all"];
        let made = |threads: &str, seed: &str| {
            let (_keep, folder) = fresh();
            let line = [&more[..], &["--threads", threads, "--seed", seed]].concat();
            synth(&folder, &line).expect(0);
            tree(&folder)
        };
        let one = made("1", "7");
        same(&one, &made("4", "7"));
        assert!(one != made("4", "8"), "{form}");
        assert!(one.contains_key("exports/") && one.contains_key("mapping.toml"));
    }
}

/// Each kind, with the code that it is refused by where rows are lines of text, and in a sheet.
const CODES: [(&str, u64, &str, &str); 8] = [
    ("cut-row", 1, "row::columns", "row::blank"),
    ("repeated-key", 2, "row::repeated_key", "row::repeated_key"),
    ("bad-date", 3, "row::bad_date", "row::bad_date"),
    ("bad-amount", 4, "row::bad_amount", "row::bad_amount"),
    ("unknown-code", 5, "row::bad_code", "row::bad_code"),
    (
        "unknown-account",
        6,
        "row::unknown_account",
        "row::unknown_account",
    ),
    (
        "untied-balance",
        7,
        "account::ledger_does_not_tie",
        "account::ledger_does_not_tie",
    ),
    (
        "missing-customer",
        8,
        "account::customer_missing",
        "account::customer_missing",
    ),
];

#[test]
fn what_was_planted_is_refused_and_nothing_else() {
    let asked = CODES.map(|(kind, count, ..)| format!("{kind}={count}"));
    let asked = asked.join(",");
    for form in FORMS {
        let (_keep, folder) = fresh();
        synth(&folder, &["--exports-as", form, "--anomalies", &asked]).expect(0);
        on(&folder, "plan", &[]).expect(0);
        let out = folder.join("out.plan");
        let mut found: BTreeMap<String, u64> = BTreeMap::new();
        for row in csv(&out.join("rejects.csv")) {
            *found.entry(row["code"].clone()).or_default() += 1;
        }
        let expected = CODES.map(|(_, count, text, sheet)| {
            let code = if form == "xlsx" { sheet } else { text };
            (code.to_owned(), count)
        });
        assert_eq!(found, expected.into(), "{form}");
        assert_eq!(page(&folder), reported(&report(&out)), "{form}");
        let told = std::fs::read_to_string(folder.join("README.txt")).unwrap();
        for (kind, count, ..) in CODES {
            let line = format!("{kind:<24} {count:>12} in ");
            assert!(told.contains(&line), "{line}");
        }
    }
}

#[test]
fn a_short_history_and_few_accounts_run_green_too() {
    for (accounts, months) in [("1", "6"), ("40", "6"), ("25", "60")] {
        let (_keep, folder) = fresh();
        let line = ["--accounts", accounts, "--months", months, "--seed", "3"];
        ran(program().arg("synth").arg(&folder).args(line)).expect(0);
        on(&folder, "run", &[]).expect(0);
    }
}

#[test]
fn a_folder_with_something_in_it_stays_as_it_is() {
    let (keep, folder) = fresh();
    std::fs::create_dir(&folder).unwrap();
    // An empty one is taken.
    synth(&folder, &[]).expect(0);
    let before = tree(keep.path());
    synth(&folder, &["--seed", "9"])
        .expect(2)
        .says("holds `README.txt` already");
    same(&before, &tree(keep.path()));
}

#[test]
fn what_a_killed_command_left_is_replaced_and_what_is_not_ours_stays() {
    let (keep, folder) = fresh();
    let next = keep.path().join("invented.next");
    std::fs::create_dir_all(next.join("exports")).unwrap();
    std::fs::write(next.join("exports/BILL.csv"), "half a r").unwrap();
    synth(&folder, &[]).expect(0);
    assert!(!next.exists());

    let other = keep.path().join("other");
    std::fs::create_dir(keep.path().join("other.next")).unwrap();
    std::fs::write(keep.path().join("other.next/notes.odt"), "mine").unwrap();
    synth(&other, &[])
        .expect(2)
        .says("holds `notes.odt` already");
    assert!(!other.exists() && keep.path().join("other.next/notes.odt").exists());
}

#[test]
fn results_for_programs_name_what_was_made() {
    let (_keep, folder) = fresh();
    let line = ["--format", "json", "--anomalies", "bad-date=3"];
    let made = synth(&folder, &line).expect(0);
    let made: Value = serde_json::from_str(&made.stdout).unwrap();
    assert_eq!(made["accounts"], 300);
    assert_eq!(made["planted"]["bad-date"], 3);
    let told = page(&folder);
    assert_eq!(made["files"]["BILL.csv"], told["BILL.csv"]);
    let rows: i64 = told
        .iter()
        .filter(|(name, _)| !name.contains(' '))
        .map(|(_, rows)| rows)
        .sum();
    assert_eq!(made["rows"], rows);
}

#[test]
fn kinds_that_nobody_knows_are_refused_with_those_that_are() {
    let (_keep, folder) = fresh();
    synth(&folder, &["--anomalies", "bad-luck"])
        .expect(2)
        .says("untied-balance");
    assert!(!folder.exists());
}
