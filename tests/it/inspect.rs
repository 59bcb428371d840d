//! `inspect` on the samples: does it tell the truth about each, and no card or bank number?

use super::support::{Ran, cutover, program, ran};
use serde_json::Value;
use std::fs;
use std::path::Path;

/// Inspects and returns the JSON document.
pub fn inspected(code: i32, paths: &[&str]) -> Value {
    let mut arguments = vec!["inspect", "--format", "json"];
    arguments.extend(paths);
    let ran = cutover(&arguments).expect(code);
    serde_json::from_str(&ran.stdout).unwrap()
}

pub fn file<'a>(all: &'a Value, name: &str) -> &'a Value {
    let files = all["files"].as_array().unwrap();
    let found = files.iter().find(|file| file["name"] == name);
    found.unwrap_or_else(|| panic!("no {name}"))
}

pub fn column<'a>(all: &'a Value, name: &str, column: &str) -> &'a Value {
    let columns = file(all, name)["table"]["columns"].as_array().unwrap();
    let found = columns.iter().find(|c| c["name"] == column);
    found.unwrap_or_else(|| panic!("no {name} {column}"))
}

/// Returns `value rows` of each tally, joined.
pub fn tallies(list: &Value) -> String {
    let each = list.as_array().unwrap().iter();
    let each = each.map(|t| format!("{} {}", t["value"].as_str().unwrap(), t["rows"]));
    each.collect::<Vec<_>>().join(", ")
}

/// Returns the references as `file column -> file column: orphan rows`.
fn references(all: &Value) -> Vec<String> {
    let place = |p: &Value| format!("{} {}", p[0].as_str().unwrap(), p[1].as_str().unwrap());
    let each = all["references"].as_array().unwrap().iter();
    each.map(|r| {
        format!(
            "{} -> {}: {}",
            place(&r["from"]),
            place(&r["to"]),
            r["orphan_rows"]
        )
    })
    .collect()
}

#[test]
fn the_electric_sample_is_told_as_its_notes_have_it() {
    let all = inspected(0, &["fixtures/benton-pud"]);
    let bills = file(&all, "BILLHIST.csv");
    assert_eq!(bills["format"]["delimiter"], ",");
    assert!(bills["format"]["line_ends"]["crlf"].as_u64() > Some(4_509));
    assert_eq!(bills["table"]["rows"], 4_509);
    assert_eq!(bills["table"]["repeated_rows"], 1);
    assert_eq!(bills["table"]["keys"][0]["columns"][0], "BILL_NO");
    assert_eq!(bills["table"]["keys"][0]["repeats"], 1);
    let period = &bills["table"]["periods"][0];
    assert_eq!(
        (&period["start"], &period["of"]),
        (&"FROM_DT".into(), &"ACCT_NO".into())
    );
    assert_eq!(
        (&period["next_day"], &period["gaps"]),
        (&0.into(), &0.into())
    );
    let days = &column(&all, "BILLHIST.csv", "BILL_DT")["days"];
    assert_eq!(
        (&days["impossible"], &days["impossible_rows"][0]),
        (&1.into(), &4404.into())
    );
    let closed = column(&all, "ACCTMAST.csv", "CLOSE_DT");
    assert_eq!(tallies(&closed["null_words"]), "00/00/0000 65");
    assert_eq!(tallies(&closed["written"]), "MM/DD/YYYY 29");
    let balance = column(&all, "ACCTMAST.csv", "CUR_BAL");
    assert_eq!(
        (&balance["type"], &balance["numbers"]["sum"]),
        (&"amount".into(), &"12357.62".into())
    );
    assert_eq!(
        tallies(&balance["written"]),
        "12.34 160, (12.34) 3, 12.34CR 5"
    );
    let status = column(&all, "ACCTMAST.csv", "STAT");
    assert_eq!(tallies(&status["codes"]), "A 131, F 29");
    let bad = column(&all, "PAYHIST.csv", "PAY_AMT");
    assert_eq!(
        (&bad["misfits"], &bad["misfit_rows"][0]),
        (&1.into(), &2348.into())
    );
    assert_eq!(
        column(&all, "WEBUSER.csv", "PWD_HASH")["type"],
        "password_hash"
    );
    assert_eq!(
        column(&all, "WEBUSER.csv", "LAST_LOGIN")["type"],
        "time_stamp"
    );
    assert_eq!(column(&all, "PREMISE.csv", "SVC_ZIP")["type"], "zip");
    assert_eq!(column(&all, "CUSTMAST.csv", "PHONE")["type"], "phone");
}

#[test]
fn references_are_told_once_with_their_orphans() {
    let all = inspected(0, &["fixtures/benton-pud"]);
    let found = references(&all);
    for expected in [
        "ACCTMAST.csv CUST_NO -> CUSTMAST.csv CUST_NO: 0",
        "ACCTMAST.csv PREM_NO -> PREMISE.csv PREM_NO: 0",
        "BILLHIST.csv ACCT_NO -> ACCTMAST.csv ACCT_NO: 0",
        "PAYHIST.csv ACCT_NO -> ACCTMAST.csv ACCT_NO: 1",
        "USAGE.csv BILL_NO -> BILLHIST.csv BILL_NO: 0",
        "USAGE.csv MTR_NO -> METER.csv MTR_NO: 0",
        "WEBUSER.csv CUST_NO -> CUSTMAST.csv CUST_NO: 0",
    ] {
        assert!(
            found.iter().any(|f| f == expected),
            "{expected}\n{found:#?}"
        );
    }
    assert_eq!(found.len(), 14, "{found:#?}");
}

#[test]
fn records_with_tags_and_their_trailers_are_checked() {
    let all = inspected(0, &["fixtures/medford-water"]);
    for (name, rows) in [
        ("ACCOUNTS.TXT", 160),
        ("BILLS.TXT", 4_873),
        ("CALENDAR.TXT", 147),
        ("ARRANGE.TXT", 18),
    ] {
        let table = &file(&all, name)["table"];
        assert_eq!(table["rows"], rows, "{name}");
        assert_eq!(table["trailers"][0]["count_agrees"], true, "{name}");
        assert_ne!(table["trailers"][0]["sum_agrees"], false, "{name}");
    }
    let trailer = &file(&all, "ACCOUNTS.TXT")["table"]["trailers"][0];
    assert_eq!(trailer["sum_of"][0], "BALANCE");
    let account = column(&all, "ACCOUNTS.TXT", "ACCT");
    assert_eq!(
        (&account["type"], &account["leading_zeros"]),
        (&"identifier".into(), &160.into())
    );
    assert_eq!(
        tallies(&column(&all, "ACCOUNTS.TXT", "OPENED")["written"]),
        "YYYYMMDD 160"
    );
    let folder = tempfile::tempdir().unwrap();
    let short = folder.path().join("ARRANGE.TXT");
    let text = fs::read_to_string("fixtures/medford-water/ARRANGE.TXT").unwrap();
    let second = text.lines().nth(1).unwrap();
    fs::write(&short, text.replacen(&format!("{second}\n"), "", 1)).unwrap();
    one(&short)
        .expect(4)
        .says("inspect::trailer_count")
        .says("counts 18 records, and there are 17");
}

fn one(path: &Path) -> Ran {
    ran(program().arg("inspect").arg(path))
}

#[test]
fn utf_16_is_read() {
    let all = inspected(0, &["fixtures/beacon"]);
    let accounts = file(&all, "Accounts.txt");
    assert_eq!(accounts["format"]["encoding"], "UTF-16, low byte first");
    assert_eq!(
        (&accounts["format"]["delimiter"], &accounts["table"]["rows"]),
        (&"\t".into(), &160.into())
    );
    assert_eq!(
        column(&all, "Accounts.txt", "Balance")["numbers"]["sum"],
        "6876.77"
    );
    assert_eq!(
        tallies(&column(&all, "Accounts.txt", "Account Number")["written"]),
        "dd-dddddd-dd 160"
    );
}

#[test]
fn fixed_width_is_read_by_the_copybook_beside_it() {
    let all = inspected(0, &["fixtures/sce"]);
    let of = |name| column(&all, "ACCTMST.DAT", name);
    assert_eq!(
        file(&all, "ACCTMST.DAT")["format"]["copybook"],
        "ACCTMST.cpy"
    );
    assert_eq!(tallies(&of("AM-OPENED")["written"]), "YYDDD 160");
    assert_eq!(tallies(&of("AM-CLOSED")["null_words"]), "zeros only 131");
    assert_eq!(of("AM-BALANCE")["numbers"]["sum"], "5309.34");
    let posted = column(&all, "ADJHIST.DAT", "AH-POSTED");
    assert_eq!(tallies(&posted["written"]), "CYYMMDD 432");
    let card = column(&all, "PAYINST.DAT", "PI-CARD");
    assert_eq!(card["payment"]["kind"], "card_number");
}

#[test]
fn real_reads_are_told_with_their_quirks() {
    let all = inspected(0, &["fixtures/santa-monica-water/usage.csv.gz"]);
    let file = file(&all, "usage.csv.gz");
    assert_eq!(file["format"]["gzip"], true);
    let table = &file["table"];
    assert_eq!(
        (&table["rows"], &table["repeated_rows"]),
        (&104_118.into(), &480.into())
    );
    assert!(table["keys"].as_array().unwrap().is_empty());
    assert_eq!(table["nearest_key"]["repeats"], 7_705);
    // Counted by another program in the first 65,536 rows.
    let changing = serde_json::json!([
        { "column": "cust_class", "ids": 381 },
        { "column": "cust_class_from_utility", "ids": 487 },
    ]);
    let owner = &table["owners"][0];
    assert_eq!(
        (&owner["column"], &owner["rows"], &owner["ids"]),
        (&"cust_id".into(), &65_536.into(), &8_074.into())
    );
    assert_eq!(
        (&owner["most_rows"], &owner["changing"]),
        (&158.into(), &changing)
    );
    let of = |name| column(&all, "usage.csv.gz", name);
    assert_eq!(of("cust_id")["distinct"]["count"], 8_733);
    assert_eq!(of("cust_id")["zero_ids"], 34);
    assert_eq!(of("usage_ccf")["numbers"]["sum"], "4814716");
    let days = &of("usage_date")["days"];
    assert_eq!(days["first_of_month_only"], true);
    assert_eq!(
        (&days["thin_month"]["month"], &days["thin_month"]["rows"]),
        (&"2015-07".into(), &45.into())
    );
    let class = of("cust_class_from_utility");
    assert_eq!(class["codes"].as_array().unwrap().len(), 37);
    assert!(
        class["spellings"]
            .as_array()
            .unwrap()
            .contains(&serde_json::json!(["WASF01", "WASF1"]))
    );
}

#[test]
fn what_stands_for_nothing_is_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("wide.tsv");
    let mut text = String::from("ID\tPAY_0\tPAY_2\tPAY_3\tCost ($)\tCost ($)\tTotalCharges\tEND\n");
    for n in 0..40 {
        let charges = if n == 7 {
            " ".to_owned()
        } else {
            format!("{n}.5")
        };
        let end = if n < 4 { "Still active" } else { "2020-01-05" };
        text += &format!("{n}\t-{n}\t0\t1\t1,2{n:02}.50\tNot Available\t{charges}\t{end}\n");
    }
    fs::write(&path, text).unwrap();
    let all = inspected(0, &[path.to_str().unwrap()]);
    let table = &file(&all, "wide.tsv")["table"];
    assert_eq!(table["same_names"][0], "Cost ($)");
    assert_eq!(table["skipped_names"][0], "PAY_1");
    let columns = table["columns"].as_array().unwrap();
    assert_eq!(
        (&columns[4]["type"], &columns[5]["type"]),
        (&"amount".into(), &"blank".into())
    );
    assert_eq!(tallies(&columns[5]["null_words"]), "not available 40");
    assert_eq!(
        (&columns[6]["blank"], &columns[6]["spaces"]),
        (&1.into(), &1.into())
    );
    assert_eq!(tallies(&columns[7]["null_words"]), "still active 4");
    assert_eq!(columns[1]["numbers"]["negative"], 39);
}

#[test]
fn payments_above_the_bill_of_their_row_are_counted() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("billed.csv");
    let mut text = String::from("ID,BILL_AMT1,BILL_AMT2,BILL_AMT3,PAY_AMT1,PAY_AMT2\n");
    for n in 0..50 {
        // A credit that nothing is paid on, a cent above, what is owed, no bill at all.
        let (bill, earlier, paid) = match n {
            0..10 => ("-5.00", "80.00", "0"),
            10..13 => ("100.00", "100.00", "100.01"),
            13..20 => ("", "90.00", "70.00"),
            _ => ("100.00", "120.00", "100.00"),
        };
        text += &format!("{n},{bill},{earlier},9999,{paid},{paid}\n");
    }
    fs::write(&path, text).unwrap();
    let all = inspected(0, &[path.to_str().unwrap()]);
    let pairs = file(&all, "billed.csv")["table"]["overpaid"].as_array();
    let pairs = pairs.unwrap().iter().map(|pair| {
        let name = |key: &str| pair[key].as_str().unwrap().to_owned();
        let count = |key: &str| pair[key].as_u64().unwrap();
        (name("paid"), name("billed"), count("rows"), count("above"))
    });
    let pairs: Vec<_> = pairs.collect();
    let pair = |paid: &str, billed: &str, rows| (paid.to_owned(), billed.to_owned(), rows, 3);
    // Neither a bill two further on nor one without a number is compared.
    let expected = [
        pair("PAY_AMT1", "BILL_AMT1", 43),
        pair("PAY_AMT1", "BILL_AMT2", 50),
        pair("PAY_AMT2", "BILL_AMT2", 50),
    ];
    assert_eq!(pairs, expected);
    let ran = cutover(&["inspect", path.to_str().unwrap()]).expect(0);
    assert!(
        ran.stdout
            .contains("PAY_AMT1 is above BILL_AMT1 in 3 of 43 rows looked at")
    );
}

#[test]
fn a_file_that_is_not_there_or_breaks_off_does_not_hide_the_others() {
    let folder = tempfile::tempdir().unwrap();
    let broken = folder.path().join("broken.csv");
    fs::write(&broken, "A,B\n1,2\n3,4\n5,\"6\n7,8\n").unwrap();
    let good = "fixtures/benton-pud/METER.csv";
    let path = broken.to_str().unwrap();
    let ran = cutover(&["inspect", path, good]).expect(4);
    assert!(ran.stdout.contains("METER.csv") && ran.stdout.contains("2 rows, 2 columns"));
    ran.says("read::quote_never_closed")
        .says("broken.csv row 4");
    let ran = cutover(&["inspect", "fixtures/nothing.csv", path, good]).expect(2);
    assert!(ran.stdout.contains("METER.csv"));
    ran.says("inspect::missing_file")
        .says("read::quote_never_closed");
}

#[test]
fn threads_and_order_of_files_do_not_change_what_is_told() {
    let json = |threads: &str| {
        let arguments = [
            "inspect",
            "fixtures/benton-pud",
            "--format",
            "json",
            "--threads",
            threads,
        ];
        cutover(&arguments).expect(0).stdout
    };
    assert!(json("1") == json("4"));
}

#[test]
fn every_line_fits_a_terminal() {
    let folders = [
        "fixtures/benton-pud",
        "fixtures/beacon",
        "fixtures/santa-monica-water",
    ];
    let ran = cutover(&[&["inspect"][..], &folders].concat()).expect(0);
    for line in ran.stdout.lines() {
        assert!(line.chars().count() <= 100, "{line}");
        assert!(!line.contains('\u{1b}'), "{line}");
    }
}
