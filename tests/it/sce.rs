//! SCE's result against what its extract notes, its exports and the contract say.

pub(super) mod delivery;
mod periods;
pub(super) mod result;
mod variants;

use super::support::{Row, csv, report};
use delivery::rows;
use result::{PUBLISHED, dump, known_defects, refused, text, totals};
use std::collections::{BTreeMap, BTreeSet};

#[test]
fn rows_and_money_agree_with_the_extract_notes() {
    let report = report(&PUBLISHED.out);
    let files = totals();
    assert_eq!(files.len(), 14);
    for (file, rows, totals) in files {
        let all = report["rows"].as_array().unwrap();
        let found = all.iter().find(|row| row["file"] == file.as_str()).unwrap();
        assert_eq!(found["rows_read"], rows, "{file}");
        let dropped: u64 = found["dropped"]
            .as_object()
            .unwrap()
            .values()
            .map(|n| n.as_u64().unwrap())
            .sum();
        let of = |name: &str| found[name].as_u64().unwrap();
        assert_eq!(
            rows,
            of("rows_carried") + dropped + of("rows_rejected"),
            "{file}"
        );
        let money = found["money_cents"].as_object().unwrap();
        let posted: BTreeMap<String, i64> = money
            .iter()
            .map(|(column, sums)| {
                let of = |name: &str| sums[name].as_i64().unwrap();
                assert_eq!(of("read"), of("carried") + of("dropped") + of("rejected"));
                (column.clone(), of("read") - of("rejected"))
            })
            .collect();
        assert_eq!(posted, totals, "{file}");
    }
}

#[test]
fn exactly_the_known_defects_are_refused_with_fitting_codes() {
    let found = refused(&csv(&PUBLISHED.out.join("rejects.csv")));
    let expected = [
        ("ADJHIST.DAT", 276, "row::blank"),
        ("BILLHST.DAT", 3358, "row::bad_date"),
        ("BILLHST.DAT", 3914, "row::repeated_key"),
        ("PAYMHST.DAT", 3026, "row::unknown_account"),
        ("PAYMHST.DAT", 3740, "row::bad_amount"),
    ];
    let codes = expected.map(|(file, row, code)| (text(file), row, text(code)));
    assert_eq!(found, BTreeSet::from(codes));
    let places = expected.map(|(file, row, _)| (text(file), row));
    assert_eq!(known_defects(), BTreeSet::from(places));
}

#[test]
fn every_check_passed() {
    let report = report(&PUBLISHED.out);
    let checks = report["verification"].as_array().unwrap();
    let statuses: Vec<String> = checks
        .iter()
        .map(|check| format!("{} {}", check["id"], check["status"]).replace('"', ""))
        .collect();
    let expected: Vec<_> = (1..=10).map(|id| format!("V{id} passed")).collect();
    assert_eq!(statuses, expected);
    let totals = report["control_totals"].as_array().unwrap();
    assert!(!totals.is_empty() && totals.iter().all(|total| total["agree"] == true));
}

#[test]
fn new_numbers_have_twelve_digits_and_begin_with_four_to_seven() {
    let crosswalk = csv(&PUBLISHED.out.join("crosswalk.csv"));
    assert_eq!(crosswalk.len(), 160);
    let carried = crosswalk
        .iter()
        .filter(|row| row["disposition"] == "carried");
    let numbers: BTreeSet<&str> = carried.map(|row| row["account_number"].as_str()).collect();
    assert_eq!(numbers.len(), 155);
    for number in numbers {
        let first = number.as_bytes()[0];
        assert!(
            number.len() == 12 && (b'4'..=b'7').contains(&first),
            "{number}"
        );
        assert!(super::sample::luhn(number), "{number}");
    }
}

#[test]
fn what_the_utility_carries_stands_as_it_did() {
    let crosswalk = csv(&PUBLISHED.out.join("crosswalk.csv"));
    let carried: BTreeSet<&str> = crosswalk
        .iter()
        .filter(|row| row["disposition"] == "carried")
        .map(|row| row["legacy_account_number"].as_str())
        .collect();
    let users: BTreeSet<String> = rows("WEBUSER")
        .iter()
        .map(|r| r["WU-CUST-ID"].clone())
        .collect();
    let states = dump(
        &PUBLISHED.out,
        "SELECT legacy_account_number, medical_baseline, autopay_status, paperless, portal_status,
            custom_due_day FROM account ORDER BY 1",
    );
    let yes = |row: &Row, column: &str| i32::from(row[column] == "Y").to_string();
    let mut expected: Vec<String> = rows("ACCTMST")
        .iter()
        .filter(|row| carried.contains(row["AM-ACCT"].as_str()))
        .map(|row| {
            let autopay = if row["AM-DIRECT-PAY"] == "Y" {
                "carried"
            } else {
                "none"
            };
            let enrolled = match users.contains(&row["AM-CUST-ID"]) {
                true => "enrolled",
                false => "unenrolled",
            };
            let due = row["AM-DUE-DAY"].trim_start_matches('0');
            [
                &row["AM-ACCT"],
                &yes(row, "AM-MED-BASE"),
                autopay,
                &yes(row, "AM-PAPERLESS"),
                enrolled,
                due,
            ]
            .join("|")
        })
        .collect();
    expected.sort();
    assert_eq!(states, expected);
    let found = dump(
        &PUBLISHED.out,
        "SELECT user_id, password_hash, failed_logins, locked FROM portal_user ORDER BY 1",
    );
    let users = rows("WEBUSER");
    let expected: BTreeSet<String> = users
        .iter()
        .map(|row| {
            let failed = row["WU-FAILED"].parse::<u32>().unwrap();
            let locked = i32::from(row["WU-STATUS"] == "L");
            format!("{}|{}|{failed}|{locked}", row["WU-USER-ID"], row["WU-HASH"])
        })
        .collect();
    assert!(found.len() > 70 && found.iter().all(|user| expected.contains(user)));
}

#[test]
fn the_lines_of_a_note_are_one_text_and_every_line_is_accounted_for() {
    let lines = rows("NOTETXT");
    let mut texts: BTreeMap<(String, String), String> = BTreeMap::new();
    for row in &lines {
        let text = texts.entry((row["NT-ACCT"].clone(), row["NT-NOTE-ID"].clone()));
        let text = text.or_default();
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(&row["NT-TEXT"]);
    }
    let found = dump(
        &PUBLISHED.out,
        "SELECT legacy_account_number, note_id, text FROM account_note JOIN account
            USING (account_number) ORDER BY 1, 2",
    );
    let mut redacted = 0;
    for note in &found {
        let mut parts = note.splitn(3, '|');
        let mut part = || parts.next().unwrap().to_owned();
        let (key, text) = ((part(), part()), part());
        redacted += usize::from(texts[&key] != text);
        assert!(texts[&key] == text || text.contains('['), "{text}");
    }
    assert!((10..40).contains(&redacted), "{redacted}");
    assert!(
        found.len() < lines.len() && found.len() > 80,
        "{}",
        found.len()
    );
    let report = report(&PUBLISHED.out);
    let all = report["rows"].as_array().unwrap();
    let file = all.iter().find(|row| row["file"] == "NOTETXT.DAT").unwrap();
    let carried: BTreeSet<(String, String)> = found
        .iter()
        .map(|note| note.split('|').take(2).map(text).collect::<Vec<_>>())
        .map(|key| (key[0].clone(), key[1].clone()))
        .collect();
    let of_carried = lines
        .iter()
        .filter(|row| carried.contains(&(row["NT-ACCT"].clone(), row["NT-NOTE-ID"].clone())));
    assert_eq!(file["rows_carried"], of_carried.count());
}

#[test]
fn letters_are_written_of_every_kind_that_applies() {
    let letters = csv(&PUBLISHED.out.join("notices/manifest.csv"));
    let kinds: BTreeSet<&str> = letters.iter().flat_map(|l| l["kind"].split('+')).collect();
    let expected = [
        "bank_bill_pay",
        "draft_moved",
        "due_date_moved",
        "new_account_number",
    ];
    assert_eq!(kinds, BTreeSet::from(expected));
    let languages: BTreeSet<&str> = letters.iter().map(|l| l["language"].as_str()).collect();
    assert_eq!(languages, BTreeSet::from(["en", "es"]));
    let printed = |kind: &str, language: &str| {
        let letter = letters
            .iter()
            .find(|l| l["kind"].contains(kind) && l["language"] == language)
            .unwrap();
        let path = PUBLISHED.out.join(&letter["file"]);
        super::support::printed_by("pdftotext", &[path.to_str().unwrap(), "-"])
    };
    assert!(printed("bank_bill_pay", "en").contains("Payments with the old number"));
    assert!(printed("draft_moved", "es").contains("29 de marzo de 2021"));
}
