//! The benchmark's deliveries: a delivery that breaks a rule of the sample would measure
//! something else than a run.

use super::scale::{DEFECTS, FILES, Size, scale, with_capacity, with_check_digit};
use super::support::root;
use csv::{ByteRecord, ReaderBuilder};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

const COPIES: u64 = 12;

/// Returns a folder with the sample `copies` times, and its size.
fn delivery(copies: u64) -> (tempfile::TempDir, Size) {
    let folder = tempfile::tempdir().unwrap();
    let size = scale(&root().join("fixtures/benton-pud"), folder.path(), copies).unwrap();
    (folder, size)
}

/// Returns the rows of a file as column name to text, Latin-1 for any byte.
fn rows(folder: &Path, file: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = ReaderBuilder::new()
        .flexible(true)
        .from_path(folder.join(file))
        .unwrap();
    let text = |cell: &[u8]| cell.iter().map(|b| char::from(*b)).collect::<String>();
    let header: Vec<String> = reader.byte_headers().unwrap().iter().map(text).collect();
    let row = |record: ByteRecord| {
        let cells = record.iter().map(text);
        header.iter().cloned().zip(cells).collect()
    };
    reader.byte_records().map(|r| row(r.unwrap())).collect()
}

/// Returns cents; none where the text is no amount of the sample's.
fn cents(text: &str) -> Option<i64> {
    let bare = text.trim_end_matches("CR").trim_matches(['(', ')']);
    let digits: String = bare.chars().filter(|c| !matches!(c, ',' | '.')).collect();
    let amount: i64 = digits.parse().ok()?;
    Some(if bare == text { amount } else { -amount })
}

#[test]
fn one_copy_is_the_sample_byte_for_byte() {
    let (folder, size) = delivery(1);
    for file in FILES {
        let sample = fs::read(root().join("fixtures/benton-pud").join(file)).unwrap();
        assert!(
            sample == fs::read(folder.path().join(file)).unwrap(),
            "{file} differs"
        );
    }
    assert_eq!((size.accounts, size.rows), (160, 14_785));
}

#[test]
fn every_row_is_repeated_but_the_calendar_and_the_defects() {
    let (folder, size) = delivery(COPIES);
    let (_, sample) = delivery(1);
    let once = 147 + u64::try_from(DEFECTS.len()).unwrap();
    assert_eq!(size.rows, (sample.rows - once) * COPIES + once);
    assert_eq!(size.accounts, 160 * COPIES);
    assert_eq!(rows(folder.path(), "BILLCAL.csv").len(), 147);
}

#[test]
fn no_key_stands_twice_but_the_one_that_the_sample_repeats() {
    let (folder, _) = delivery(COPIES);
    let keys: [(&str, &[&str]); 13] = [
        ("CUSTMAST.csv", &["CUST_NO"]),
        ("PREMISE.csv", &["PREM_NO"]),
        ("ACCTMAST.csv", &["ACCT_NO"]),
        ("METER.csv", &["MTR_NO", "ACCT_NO"]),
        ("BILLHIST.csv", &["BILL_NO"]),
        ("USAGE.csv", &["BILL_NO", "MTR_NO"]),
        ("PAYHIST.csv", &["PAY_NO"]),
        ("ADJHIST.csv", &["ADJ_NO"]),
        ("PAYARR.csv", &["ARR_NO", "SEQ"]),
        ("DRAFTS.csv", &["DRAFT_NO"]),
        ("PAYMETH.csv", &["METH_NO"]),
        ("NOTES.csv", &["NOTE_NO"]),
        ("WEBUSER.csv", &["USER_NO"]),
    ];
    for (file, columns) in keys {
        let rows = rows(folder.path(), file);
        let distinct: BTreeSet<Vec<&String>> = rows
            .iter()
            .map(|row| columns.iter().map(|c| &row[*c]).collect())
            .collect();
        let repeated = usize::from(file == "BILLHIST.csv");
        assert_eq!(rows.len() - distinct.len(), repeated, "{file}");
    }
    let users = rows(folder.path(), "WEBUSER.csv");
    let logins: BTreeSet<_> = users.iter().map(|row| &row["LOGIN"]).collect();
    assert_eq!(logins.len(), users.len());
}

#[test]
fn every_reference_holds_but_the_one_that_the_sample_breaks() {
    let (folder, _) = delivery(COPIES);
    let all = |file: &str, column: &str| -> BTreeSet<String> {
        let rows = rows(folder.path(), file);
        rows.iter().map(|row| row[column].clone()).collect()
    };
    let accounts = all("ACCTMAST.csv", "ACCT_NO");
    let unknown: Vec<String> = FILES
        .iter()
        .flat_map(|file| rows(folder.path(), file))
        .filter_map(|row| row.get("ACCT_NO").cloned())
        .filter(|number| !accounts.contains(number))
        .collect();
    assert_eq!(unknown, ["10555-132"]);
    assert!(
        accounts
            .iter()
            .all(|n| n.len() == 9 && n.find('-') == Some(5))
    );
    assert!(all("ACCTMAST.csv", "CUST_NO").is_subset(&all("CUSTMAST.csv", "CUST_NO")));
    assert!(all("ACCTMAST.csv", "PREM_NO").is_subset(&all("PREMISE.csv", "PREM_NO")));
    assert!(all("USAGE.csv", "BILL_NO").is_subset(&all("BILLHIST.csv", "BILL_NO")));
    assert!(all("USAGE.csv", "MTR_NO").is_subset(&all("METER.csv", "MTR_NO")));
}

#[test]
fn every_ledger_still_ties() {
    let (folder, _) = delivery(COPIES);
    let mut ledger: BTreeMap<String, i64> = BTreeMap::new();
    let parts = [
        ("BILLHIST.csv", "CUR_CHG", 1),
        ("ADJHIST.csv", "ADJ_AMT", 1),
        ("PAYHIST.csv", "PAY_AMT", -1),
    ];
    for (file, column, sign) in parts {
        let mut bills = BTreeSet::new();
        for row in rows(folder.path(), file) {
            // The defects are in no balance: a bill that stands twice, a date that does not
            // exist, and the amounts that are missing or cannot be read.
            let bill = row.get("BILL_NO").cloned();
            let defect = bill.is_some_and(|bill| !bills.insert(bill))
                || row.get("BILL_DT").is_some_and(|date| date == "02/30/2016");
            let amount = row.get(column).and_then(|text| cents(text));
            if let (Some(amount), false) = (amount, defect) {
                *ledger.entry(row["ACCT_NO"].clone()).or_default() += sign * amount;
            }
        }
    }
    let mut seen = 0;
    for row in rows(folder.path(), "ACCTMAST.csv") {
        let sum = ledger.get(&row["ACCT_NO"]).copied().unwrap_or(0);
        assert_eq!(Some(sum), cents(&row["CUR_BAL"]), "{}", row["ACCT_NO"]);
        seen += 1;
    }
    assert_eq!(seen, 160 * COPIES);
}

#[test]
fn notes_quote_the_numbers_of_their_own_copy() {
    let (folder, _) = delivery(COPIES);
    let notes = rows(folder.path(), "NOTES.csv");
    let about: Vec<_> = notes
        .iter()
        .filter(|row| row["NOTE_TXT"].starts_with("Transfer balance from account 15246-651"))
        .collect();
    assert_eq!(
        about.len(),
        1,
        "only the first copy has the sample's number"
    );
    let quoting = notes
        .iter()
        .filter(|row| row["NOTE_TXT"].contains(&row["ACCT_NO"]))
        .count();
    let sample = rows(&root().join("fixtures/benton-pud"), "NOTES.csv");
    let quoting_in_sample = sample
        .iter()
        .filter(|row| row["NOTE_TXT"].contains(&row["ACCT_NO"]))
        .count();
    assert!(quoting_in_sample > 0);
    assert_eq!(
        quoting,
        quoting_in_sample * usize::try_from(COPIES).unwrap()
    );
}

#[test]
fn cards_and_sixteen_digit_serials_keep_a_right_check_digit() {
    let (folder, _) = delivery(COPIES);
    let holds = |number: &str| {
        let (body, _) = number.split_at(number.len() - 1);
        with_check_digit(body.as_bytes().to_vec()) == number.as_bytes()
    };
    assert!(holds("4111111111111111") && !holds("4111111111111112"));
    let cards: BTreeSet<String> = rows(folder.path(), "PAYMETH.csv")
        .iter()
        .map(|row| row["CARD_NO"].clone())
        .filter(|number| !number.is_empty())
        .collect();
    assert!(cards.iter().all(|number| holds(number)));
    assert!(cards.len() > 300, "{} cards", cards.len());
    for row in rows(folder.path(), "METER.csv") {
        let serial = &row["MTR_NO"];
        assert!(serial.starts_with('E') || holds(serial), "{serial}");
    }
}

#[test]
fn only_the_daily_capacity_of_the_mapping_changes() {
    let mapping = "days_to_pay = 20\ndaily_capacity = 75 # due a day\nrejects = 1\n";
    assert_eq!(
        with_capacity(mapping, 7500).unwrap(),
        "days_to_pay = 20\ndaily_capacity = 7500 # due a day\nrejects = 1\n"
    );
    assert_eq!(
        with_capacity("daily_capacity=75", 1).unwrap(),
        "daily_capacity=1"
    );
    assert!(with_capacity("days_to_pay = 20", 1).is_err());
}
