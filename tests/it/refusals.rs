//! What cannot be used is refused: with the exit code of its kind, a message that says where and
//! what, no card number in it, and nothing written.

use super::on_postgres::on_postgres;
use super::sample::{standing_in, stored_numbers, typed_numbers};
use super::sandbox::Sandbox;
use super::support::{Ran, same, tree};
use std::collections::BTreeMap;
use std::fs;

type Tree = BTreeMap<String, Vec<u8>>;

/// Runs `run` and fails where it wrote anything or printed a card or bank number.
fn refused(sandbox: &Sandbox, more: &[&str], code: i32) -> Ran {
    let before = tree(sandbox.folder());
    let ran = sandbox.cutover("run", more).expect(code);
    same(&before, &without_parent(tree(sandbox.folder())));
    let numbers = [stored_numbers(), typed_numbers()].concat();
    assert!(standing_in(&numbers, ran.printed().as_bytes()).is_none());
    assert!(ran.stdout.is_empty(), "{}", ran.stdout);
    let closing = ran.stderr.lines().last().unwrap();
    assert!(closing.contains(&format!("(exit {code})")), "{closing}");
    ran
}

/// The folder that OUT would stand in may have been made, with nothing in it.
fn without_parent(mut tree: Tree) -> Tree {
    if tree.keys().filter(|name| name.starts_with("out/")).count() == 1 {
        tree.remove("out/");
    }
    tree
}

#[test]
fn a_missing_file() {
    for sandbox in [Sandbox::new(), Sandbox::published()] {
        fs::remove_file(sandbox.export("PAYHIST.csv")).unwrap();
        fs::remove_file(sandbox.export("METER.csv")).unwrap();
        refused(&sandbox, &[], 4)
            .says("read::missing_file")
            .says("PAYHIST.csv")
            .says("METER.csv");
    }
}

#[test]
fn what_is_wrong_with_several_files_is_told_together() {
    let sandbox = Sandbox::new();
    fs::remove_file(sandbox.export("METER.csv")).unwrap();
    sandbox.edit("NOTES.csv", |text| {
        text.replacen("feedback.\"", "feedback.", 1)
    });
    sandbox.edit("PAYHIST.csv", |text| {
        text.replacen("PAY_AMT", "PAY_AMOUNT", 1)
    });
    refused(&sandbox, &[], 4)
        .says("read::missing_file")
        .says("METER.csv")
        .says("map::column_missing")
        .says("PAY_AMT")
        .says("NOTES.csv row 3");
}

#[test]
fn a_missing_folder_of_exports() {
    let sandbox = Sandbox::new();
    refused(&sandbox, &["--exports", "nowhere/at/all"], 4)
        .says("there is no folder `nowhere/at/all`")
        .says("--exports DIR");
}

#[test]
fn a_file_that_breaks_off_inside_a_row() {
    for sandbox in [Sandbox::new(), Sandbox::published()] {
        sandbox.edit("BILLHIST.csv", |text| text[..text.len() / 2 - 3].to_owned());
        let row = fs::read_to_string(sandbox.export("BILLHIST.csv"))
            .unwrap()
            .lines()
            .count();
        refused(&sandbox, &[], 4)
            .says("read::file_breaks_off")
            .says(&format!("BILLHIST.csv row {row}"));
    }
}

#[test]
fn a_file_that_breaks_off_between_two_rows() {
    let sandbox = Sandbox::new();
    sandbox.edit("BILLHIST.csv", |text| {
        let half = text[..text.len() / 2].rfind('\n').unwrap();
        text[..=half].to_owned()
    });
    refused(&sandbox, &[], 4)
        .says("rejects::above_limit")
        .says("ACCTMAST.csv")
        .says("account::ledger_does_not_tie");
}

#[test]
fn a_quote_that_is_never_closed() {
    let sandbox = Sandbox::new();
    sandbox.append(
        "NOTES.csv",
        &["N1,07217-143,01/01/2017,\"and then".to_owned()],
    );
    let row = sandbox.line("NOTES.csv", "N1,");
    refused(&sandbox, &[], 4)
        .says("read::quote_never_closed")
        .says(&format!("NOTES.csv row {row}"));
}

#[test]
fn an_empty_file() {
    let sandbox = Sandbox::new();
    fs::write(sandbox.export("DRAFTS.csv"), "").unwrap();
    refused(&sandbox, &[], 4)
        .says("read::no_header")
        .says("DRAFTS.csv");
}

#[test]
fn a_column_that_has_another_name_in_the_file() {
    let sandbox = Sandbox::new();
    sandbox.edit("ACCTMAST.csv", |text| {
        text.replacen("CUR_BAL", "BALANCE", 1)
    });
    refused(&sandbox, &[], 4)
        .says("ACCTMAST.csv")
        .says("`CUR_BAL`")
        .says("`BALANCE`");
}

#[test]
fn a_column_that_nobody_named() {
    let sandbox = Sandbox::new();
    sandbox.edit("PREMISE.csv", |text| {
        text.replace("\r\n", ",4111111111111111\r\n")
    });
    sandbox.edit("PREMISE.csv", |text| {
        text.replacen(",4111111111111111", ",ROUTE", 1)
    });
    let ran = refused(&sandbox, &[], 4)
        .says("PREMISE.csv")
        .says("`ROUTE`");
    assert!(!ran.stderr.contains("4111"));
}

#[test]
fn a_mapping_with_a_misspelt_column() {
    let sandbox = Sandbox::new();
    let line = sandbox.edit_mapping("= \"CUR_BAL\"", "= \"CURR_BAL\"");
    refused(&sandbox, &[], 4)
        .says("`CURR_BAL`")
        .says("`CUR_BAL`")
        .says(&format!("benton-pud.toml:{line}:"));
}

/// What stands in the mapping, what a typing error makes of it, and what is said. The finding
/// points at the line of the error.
const WRONG: [(&str, &str, &str, &str); 8] = [
    (
        "days_to_pay    = 20",
        "days_to_pya    = 20",
        "mapping::unknown_key",
        "days_to_pay",
    ),
    (
        "daily_capacity = 75",
        "daily_capacity = \"75\"",
        "mapping::wrong_type",
        "daily_capacity",
    ),
    (
        "blackout     = { from = 2017-02-24",
        "blackout     = { from = \"2017-02-30\"",
        "mapping::bad_date",
        "2017-02-30",
    ),
    (
        "to = 2017-03-02",
        "to = 2017-02-02",
        "mapping::bad_date",
        "2017-02-02",
    ),
    (
        "{ A = \"open\", F = \"closed\" }",
        "{ A = \"open\", F = \"shut\" }",
        "mapping::bad_code_list",
        "shut",
    ),
    (
        "policy   = \"assign\"",
        "policy   = \"asign\"",
        "mapping::unknown_value",
        "assign",
    ),
    (
        "legacy_note_id        = \"NOTE_NO\"\n",
        "",
        "mapping::missing_key",
        "legacy_note_id",
    ),
    ("[policy]\n", "[policy\n", "mapping::syntax", "]"),
];

#[test]
fn a_mapping_that_is_wrong_in_itself() {
    for (from, to, code, told) in WRONG {
        let sandbox = Sandbox::new();
        let line = sandbox.edit_mapping(from, to);
        let ran = refused(&sandbox, &[], 3).says(code).says(told);
        // What is missing is shown at the head of its table.
        let place = if to.is_empty() {
            "benton-pud.toml:".to_owned()
        } else {
            format!("benton-pud.toml:{line}:")
        };
        ran.says(&place);
    }
}

#[test]
fn everything_wrong_with_a_mapping_is_shown_at_once() {
    let sandbox = Sandbox::new();
    let lines: Vec<usize> = WRONG[..6]
        .iter()
        .filter(|(from, ..)| *from != "to = 2017-03-02")
        .map(|(from, to, ..)| sandbox.edit_mapping(from, to))
        .collect();
    let mut ran = refused(&sandbox, &[], 3).says("5 errors");
    for line in lines {
        ran = ran.says(&format!("benton-pud.toml:{line}:"));
    }
}

#[test]
fn a_mapping_that_is_not_there() {
    let sandbox = Sandbox::new();
    fs::remove_file(sandbox.mapping()).unwrap();
    refused(&sandbox, &[], 2).says("usage::no_mapping");
}

#[test]
fn an_out_folder_that_cannot_be_written() {
    let sandbox = Sandbox::new();
    let file = sandbox.folder().join("file");
    fs::write(&file, "not a folder").unwrap();
    let out = file.join("out");
    refused(&sandbox, &["--out", out.to_str().unwrap()], 2)
        .says("out::not_writable")
        .says("--out DIR");
}

#[test]
fn an_out_folder_that_holds_something_else() {
    let sandbox = Sandbox::published();
    fs::write(sandbox.out().join("thesis.odt"), "years of work").unwrap();
    refused(&sandbox, &[], 2)
        .says("out::not_ours")
        .says("`thesis.odt`");
}

#[test]
fn a_database_that_another_program_has_open() {
    if on_postgres() {
        return; // about a file
    }
    let sandbox = Sandbox::published();
    let before = tree(sandbox.folder());
    // Nothing may read the database file in this process meanwhile: closing it ends its locks.
    for lock in ["BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"] {
        let portal = sandbox.portal();
        portal.execute_batch(lock).unwrap();
        sandbox
            .cutover("run", &[])
            .expect(6)
            .says("portal.db")
            .says("(exit 6)");
        if lock.ends_with("EXCLUSIVE") {
            sandbox.cutover("verify", &[]).expect(6).says("portal.db");
        }
    }
    same(&before, &tree(sandbox.folder()));
}

#[test]
fn a_database_that_cannot_be_made() {
    let sandbox = Sandbox::new();
    fs::write(sandbox.folder().join("plain"), "a file").unwrap();
    let url = format!("sqlite:{}/plain/portal.db", sandbox.folder().display());
    refused(&sandbox, &["--database", &url], 6).says("plain/portal.db` cannot be made");
}

#[test]
fn a_database_that_is_none_of_ours() {
    if on_postgres() {
        return; // about a file
    }
    let sandbox = Sandbox::published();
    fs::write(
        sandbox.out().join("portal.db"),
        "a text that is no database",
    )
    .unwrap();
    sandbox.cutover("verify", &[]).expect(6).says("portal.db");
    refused(&sandbox, &[], 6).says("portal.db");
}

#[test]
fn more_refused_rows_than_the_mapping_allows() {
    let sandbox = Sandbox::new();
    sandbox.edit_mapping("percent = 1, at_least = 10", "percent = 0, at_least = 1");
    refused(&sandbox, &[], 4)
        .says("BILLHIST.csv: 2 of 4509 rows are refused, and the mapping allows 1")
        .says("PAYHIST.csv: 2 of 4276 rows are refused, and the mapping allows 1");
    sandbox
        .cutover("check", &[])
        .expect(4)
        .says("rejects::above_limit");
}

#[test]
fn no_key_for_the_account_numbers() {
    let sandbox = Sandbox::new();
    fs::remove_file(sandbox.folder().join("mappings/sample.key")).unwrap();
    refused(&sandbox, &[], 2)
        .says("usage::no_key")
        .says("CUTOVER_KEY");
    let before = tree(sandbox.folder());
    sandbox
        .cutover_with_key("run", "short")
        .expect(2)
        .says("numbers::key_too_short");
    same(&before, &tree(sandbox.folder()));
}

#[test]
fn a_key_is_never_printed() {
    let sandbox = Sandbox::new();
    let key = "a key that nobody may read: 5f1c9e";
    let ran = sandbox.cutover_with_key("plan", key).expect(0);
    assert!(!ran.printed().contains("5f1c9e"));
    let plan = sandbox.out().with_file_name("benton-pud.plan");
    for (name, bytes) in tree(&plan) {
        assert!(!bytes.windows(6).any(|part| part == b"5f1c9e"), "{name}");
    }
}

#[test]
fn nothing_to_roll_back_or_to_verify() {
    let sandbox = Sandbox::new();
    let before = tree(sandbox.folder());
    sandbox
        .cutover("rollback", &[])
        .expect(6)
        .says("nothing was changed");
    sandbox
        .cutover("verify", &[])
        .expect(6)
        .says("`cutover run` makes it");
    same(&before, &tree(sandbox.folder()));
}

#[test]
fn a_command_line_that_is_wrong() {
    let sandbox = Sandbox::new();
    for more in [
        &["--thread", "4"][..],
        &["--threads", "0"],
        &["--format", "xml"],
    ] {
        let ran = sandbox.cutover("run", more).expect(2);
        assert!(ran.stdout.is_empty() && ran.stderr.contains("error: "));
    }
    sandbox
        .cutover("run", &["--database", "mysql://host/db"])
        .expect(2)
        .says("usage::bad_database");
}
