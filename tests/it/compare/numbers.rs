//! Numbers that were given stay, and `compare` says so or says that they did not.

use super::super::sandbox::Sandbox;
use super::super::support::{csv, program, ran};
use super::json;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Returns new numbers by legacy number.
fn numbers(out: &Path) -> BTreeMap<String, String> {
    let rows = csv(&out.join("crosswalk.csv")).into_iter();
    let carried = rows.filter(|row| row["disposition"] == "carried");
    carried
        .map(|row| {
            (
                row["legacy_account_number"].clone(),
                row["account_number"].clone(),
            )
        })
        .collect()
}

/// Turns the rows of every export round, and puts a new account among the others.
fn extract_again(sandbox: &Sandbox) {
    for entry in fs::read_dir(sandbox.export("")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if name.ends_with(".csv") {
            sandbox.edit(&name, |text| {
                let mut lines: Vec<&str> = text.split_inclusive("\r\n").collect();
                lines[1..].reverse();
                if name == "ACCTMAST.csv" {
                    let new =
                        "07218-144,C100006,P500004,A,02/20/2017,,17,,,TOU-4,0.00,0.00,0.00,N,N\r\n";
                    lines.insert(50, new);
                }
                lines.concat()
            });
        }
    }
}

const OTHER_KEY: &str = "5c1f0e6f2d7a4b3895e0c4d1a2b3948576675849302110ffeeddccbbaa998877";

#[test]
fn numbers_stay_in_a_new_extract_in_another_order_and_with_another_key() {
    let sandbox = Sandbox::published();
    extract_again(&sandbox);
    sandbox.cutover_with_key("run", OTHER_KEY).expect(0);
    let (out, previous) = (sandbox.out(), sandbox.out().with_extension("previous"));
    let mut now = numbers(&out);
    assert!(now.remove("07218-144").is_some());
    assert_eq!(now, numbers(&previous));
    let compare = |before: &Path, after: &Path| {
        let mut program = program();
        program.arg("compare").arg(before).arg(after);
        ran(program.args(["--format", "json"]))
    };
    let document = json(&compare(&previous, &out).expect(0));
    let accounts = &document["difference"]["accounts"];
    assert_eq!(accounts["new"]["count"], 1);
    for list in ["gone", "renumbered", "reused", "no_longer_carried"] {
        assert_eq!(accounts[list]["count"], 0, "{list}");
    }
    // Rows that only stand elsewhere are the same, and those refused are still refused.
    let tables = document["difference"]["tables"].as_array().unwrap();
    for table in [
        "bill",
        "payment",
        "adjustment",
        "usage",
        "account_note",
        "meter",
    ] {
        let counts = tables
            .iter()
            .find(|counts| counts["table"] == table)
            .unwrap();
        assert!(counts["before"].as_u64().unwrap() > 20, "{table}");
        for kind in ["new", "gone", "changed"] {
            assert_eq!(counts[kind], 0, "{table} {kind}");
        }
    }
    let rejects = &document["difference"]["rejects"];
    assert_eq!(
        (&rejects["before"], &rejects["after"]),
        (&Value::from(5), &Value::from(5))
    );
    assert_eq!(rejects["newly"]["count"], 0, "{rejects:#}");

    // A new folder knows no former numbers: with the other key all are others.
    let fresh = sandbox.folder().join("fresh");
    let run = |more: &[&str]| {
        let mut program = program();
        program
            .arg("run")
            .arg(sandbox.mapping())
            .arg("--out")
            .arg(&fresh);
        ran(program.args(more).env("CUTOVER_KEY", OTHER_KEY)).expect(0);
    };
    run(&[]);
    let ran = compare(&previous, &fresh).expect(5);
    let document = json(&ran);
    let renumbered = &document["difference"]["accounts"]["renumbered"]["count"];
    assert_eq!(*renumbered, numbers(&previous).len());
    assert_eq!(document["exit_code"], 5);
    assert_eq!(document["findings"][0]["code"], "compare::number_changed");
    ran.says("compare::number_changed").says("and 149 more");

    // The crosswalk that was handed over wins over the key.
    fs::remove_dir_all(&fresh).unwrap();
    let crosswalk = previous.join("crosswalk.csv");
    run(&["--crosswalk", crosswalk.to_str().unwrap()]);
    compare(&previous, &fresh).expect(0);
}
