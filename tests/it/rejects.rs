//! A delivery with one fault of every kind that a row may have. Each is refused alone, with its
//! code and place; what hangs on an account held back is dropped by rule; nothing is lost.

use super::sample::{rows_in, standing_in, stored_numbers, typed_numbers};
use super::sandbox::PUBLISHED;
use super::support::{Ran, Row, csv, report};
use planted::{ADDED, CHANGED, Expected, HELD};
use std::collections::{BTreeMap, BTreeSet};

pub use planted::FAULTY;

mod planted;

/// Returns file, row, code and column of every refused row that is expected.
fn expected() -> BTreeSet<[String; 4]> {
    let sandbox = &FAULTY.sandbox;
    // The added rows stand at the end: the last line that begins so is theirs.
    let line = |file: &str, start: &str| {
        let text = super::sandbox::latin1(&std::fs::read(sandbox.export(file)).unwrap());
        let lines: Vec<&str> = text.lines().collect();
        let at = lines.iter().rposition(|line| line.starts_with(start));
        (at.unwrap_or_else(|| panic!("{file} {start}")) + 1).to_string()
    };
    let all = |(file, start, code, column): &Expected| {
        [file, line(file, start).as_str(), code, column].map(str::to_owned)
    };
    let known = csv(&PUBLISHED.out.join("rejects.csv"));
    let known = known
        .iter()
        .map(|row| ["file", "row", "code", "column"].map(|c| row[c].clone()));
    let added = ADDED.iter().filter(|(_, _, code, _)| !code.is_empty());
    added.chain(&CHANGED).map(all).chain(known).collect()
}

#[test]
fn exactly_the_planted_rows_are_refused_each_with_code_and_place() {
    let rejects = csv(&FAULTY.sandbox.out().join("rejects.csv"));
    let found: BTreeSet<[String; 4]> = rejects
        .iter()
        .map(|row| ["file", "row", "code", "column"].map(|column| row[column].clone()))
        .collect();
    let expected = expected();
    assert_eq!(rejects.len(), expected.len());
    let (missing, more) = (expected.difference(&found), found.difference(&expected));
    let (missing, more): (Vec<_>, Vec<_>) = (missing.collect(), more.collect());
    assert!(
        missing.is_empty() && more.is_empty(),
        "missing {missing:?}\nmore {more:?}"
    );
    assert!(rejects.iter().all(|row| row["message"].len() > 10));
}

#[test]
fn rows_and_cents_of_every_file_are_accounted_for() {
    let (report, rejects) = (
        report(&FAULTY.sandbox.out()),
        csv(&FAULTY.sandbox.out().join("rejects.csv")),
    );
    for file in report["rows"].as_array().unwrap() {
        let name = file["file"].as_str().unwrap();
        let count = |key: &str| file[key].as_u64().unwrap();
        let folder = FAULTY.sandbox.export("");
        assert_eq!(
            count("rows_read"),
            rows_in(&folder, name).len() as u64,
            "{name}"
        );
        let sum = count("rows_carried") + count("rows_dropped") + count("rows_rejected");
        assert_eq!(count("rows_read"), sum, "{name}");
        let by_rule = file["dropped"].as_object().unwrap().values();
        assert_eq!(
            count("rows_dropped"),
            by_rule.map(|n| n.as_u64().unwrap()).sum::<u64>(),
            "{name}"
        );
        let listed = rejects.iter().filter(|row| row["file"] == name).count() as u64;
        assert_eq!(count("rows_rejected"), listed, "{name}");
        for (column, sums) in file["money_cents"].as_object().unwrap() {
            let of = |key: &str| sums[key].as_i64().unwrap();
            assert_eq!(
                of("read"),
                of("carried") + of("dropped") + of("rejected"),
                "{name} {column}"
            );
        }
    }
}

#[test]
fn the_crosswalk_says_why_an_account_is_held_back() {
    let reasons = |folder: &std::path::Path| -> BTreeMap<String, String> {
        let rows = csv(&folder.join("crosswalk.csv"));
        let line = |r: Row| (r["legacy_account_number"].clone(), r["reason"].clone());
        rows.into_iter().map(line).collect()
    };
    let mut expected = reasons(&PUBLISHED.out);
    for (account, reason) in HELD {
        assert_eq!(
            expected
                .insert(account.to_owned(), reason.to_owned())
                .unwrap(),
            "open"
        );
    }
    assert_eq!(reasons(&FAULTY.sandbox.out()), expected);
}

#[test]
fn nothing_of_an_account_held_back_is_in_the_portal_and_none_of_its_rows_is_refused() {
    let held: BTreeSet<&str> = HELD.iter().map(|(account, _)| *account).collect();
    let (sandbox, mut dependents) = (&FAULTY.sandbox, 0);
    let portal = sandbox.portal();
    let count = |sql: &str| {
        portal
            .query_row(sql, [], |row| row.get::<_, i64>(0))
            .unwrap()
    };
    let tables = [
        ("BILLHIST.csv", "BILL_NO", "bill", "legacy_bill_id"),
        ("PAYHIST.csv", "PAY_NO", "payment", "legacy_payment_id"),
        (
            "ADJHIST.csv",
            "ADJ_NO",
            "adjustment",
            "legacy_adjustment_id",
        ),
        ("METER.csv", "MTR_NO", "meter", "meter_number"),
        ("NOTES.csv", "NOTE_NO", "account_note", "note_id"),
        (
            "DRAFTS.csv",
            "DRAFT_NO",
            "scheduled_payment",
            "scheduled_payment_id",
        ),
        ("USAGE.csv", "BILL_NO", "usage", "legacy_bill_id"),
        (
            "ACCTMAST.csv",
            "ACCT_NO",
            "account",
            "legacy_account_number",
        ),
        (
            "ACCTMAST.csv",
            "PREM_NO",
            "service_location",
            "legacy_premise_id",
        ),
    ];
    for (file, column, table, name) in tables {
        let rows = rows_in(&sandbox.export(""), file);
        for row in rows
            .iter()
            .filter(|row| held.contains(row["ACCT_NO"].as_str()))
        {
            let sql = format!(
                "SELECT count(*) FROM {table} WHERE {name} = '{}'",
                row[column]
            );
            assert_eq!(count(&sql), 0, "{file} {}", row[column]);
            dependents += 1;
        }
    }
    assert!(dependents > 150, "{dependents}");
    // The refused customer, and those all of whose accounts are held back, have no log-in.
    assert_eq!(
        count("SELECT count(*) FROM portal_user WHERE customer_id IN ('C100018', 'C999999')"),
        0
    );
    assert_eq!(
        count("SELECT count(*) FROM customer WHERE customer_id = 'C100009'"),
        0
    );
    assert_eq!(
        count("SELECT count(*) FROM customer WHERE customer_id = 'C100003'"),
        1
    );
}

#[test]
fn a_line_break_and_a_tab_inside_quotes_are_carried() {
    let portal = FAULTY.sandbox.portal();
    let reference = |row: &rusqlite::Row<'_>| row.get::<_, String>(0);
    let sql = "SELECT reference FROM payment WHERE legacy_payment_id = 'PY9000000'";
    assert_eq!(portal.query_row(sql, [], reference).unwrap(), "a\tb\r\nc");
}

#[test]
fn the_result_is_verified_and_no_card_number_is_shown() {
    let verified = FAULTY.sandbox.cutover("verify", &[]).expect(0);
    let checked = FAULTY.sandbox.cutover("check", &[]).expect(0);
    let rejects = std::fs::read(FAULTY.sandbox.out().join("rejects.csv")).unwrap();
    let numbers = [stored_numbers(), typed_numbers()].concat();
    for printed in [&FAULTY.ran, &verified, &checked].map(Ran::printed) {
        assert!(standing_in(&numbers, printed.as_bytes()).is_none());
    }
    assert!(standing_in(&numbers, &rejects).is_none());
    assert!(
        FAULTY
            .ran
            .stdout
            .contains("held back  5 accounts: see rejects.csv")
    );
}
