//! `inspect` on workbooks: every sheet is told as a file of its own, and told truly.

use super::inspect::{column, file, inspected, tallies};
use super::support::cutover;
use serde_json::{Value, json};
use std::fs;

const BOOK: &str = "fixtures/portfolio-manager/Has_Meters_two_buildings.xlsx";
const ENTRIES: &str = "Has_Meters_two_buildings.xlsx#Meter Entries";

fn is(found: &Value, expected: &Value) {
    assert_eq!(found, expected);
}

#[test]
fn a_sheet_that_declares_more_than_it_holds_is_told_as_it_is() {
    let all = inspected(0, &[BOOK]);
    let entries = file(&all, ENTRIES);
    let sheet = &entries["sheet"];
    is(&sheet["declared"], &json!([19_654, 40]));
    is(&sheet["filled_rows"], &json!(105));
    is(&sheet["comments"], &json!(0));
    is(&sheet["date_system"], &json!("1900"));
    is(&entries["table"]["rows"], &json!(104));
    is(&entries["table"]["same_names"], &json!(["Cost ($)"]));
    let cost = column(&all, ENTRIES, "Cost ($)");
    is(&cost["numbers"]["sum"], &json!("292973.91"));
    let second = column(&all, ENTRIES, "Cost ($).1");
    assert_eq!(
        (&second["type"], tallies(&second["null_words"])),
        (&json!("blank"), "not available 104".into())
    );
    let start = column(&all, ENTRIES, "Start Date");
    assert_eq!(
        (&start["type"], tallies(&start["written"])),
        (&json!("date"), "day cells 104".into())
    );
    is(&start["days"]["first"], &json!("2018-01-06"));
    let inactive = column(
        &all,
        "Has_Meters_two_buildings.xlsx#Meters",
        "Date Meter became Inactive",
    );
    assert_eq!(tallies(&inactive["null_words"]), "still active 5");
}

#[test]
fn lengths_of_periods_and_charges_without_consumption_are_told_by_code() {
    let all = inspected(0, &[BOOK]);
    let table = &file(&all, ENTRIES)["table"];
    let period = &table["periods"][0];
    let counts = ["same_day", "next_day", "gaps", "overlaps"].map(|key| period[key].as_u64());
    assert_eq!(counts, [Some(100), Some(0), Some(0), Some(0)]);
    is(
        &period["by"],
        &json!({ "column": "Meter Type", "lengths": [
            ["Electric - Grid", 29, 32],
            ["Natural Gas", 29, 33],
            ["Potable Indoor", 58, 63],
            ["Potable Outdoor", 58, 63],
        ]}),
    );
    is(
        &table["free_charges"],
        &json!([{
            "quantity": "Usage/Quantity", "amount": "Cost ($)", "rows": 18,
            "always": ["Meter Type", "Potable Outdoor", 17],
        }]),
    );
}

#[test]
fn codes_that_stand_under_several_others_are_told() {
    let all = inspected(0, &["fixtures/santa-monica-water/usage.csv.gz"]);
    let shared = &file(&all, "usage.csv.gz")["table"]["shared_codes"];
    assert_eq!(shared.as_array().unwrap().len(), 1);
    is(&shared[0]["column"], &json!("cust_class_from_utility"));
    is(&shared[0]["under"], &json!("cust_class"));
    is(&shared[0]["first"][0][0], &json!("WASF1"));
    let all = inspected(0, &["fixtures/benton-pud"]);
    for file in all["files"].as_array().unwrap() {
        is(&file["table"]["shared_codes"], &json!([]));
    }
}

#[test]
fn sheets_with_titles_totals_and_numbers_in_place_of_text_are_told_as_they_are() {
    let all = inspected(0, &["fixtures/smud"]);
    let of = |sheet: &str| format!("my-account-business.xlsx#{sheet}");
    for (sheet, header, rows) in [
        ("Accounts", 4, 160),
        ("Bills", 4, 4_693),
        ("Payments", 4, 4_431),
        ("PortfolioAccounts", 4, 120),
        ("Guests", 3, 60),
        ("_codes", 1, 4),
    ] {
        let file = file(&all, &of(sheet));
        is(&file["format"]["header_line"], &json!(header));
        is(&file["table"]["rows"], &json!(rows));
        is(&file["sheet"]["hidden"], &json!(sheet == "_codes"));
        let total = ["Bills", "Payments"].contains(&sheet).then_some("TOTAL");
        is(&file["sheet"]["total_line"], &json!(total));
    }
    is(&file(&all, &of("Groups"))["sheet"]["merged"], &json!(63));
    let account = column(&all, &of("Accounts"), "Account Number");
    assert_eq!(
        (
            &account["number_cells"],
            &account["text_digits"],
            &account["distinct"]["count"]
        ),
        (&json!(92), &json!(10), &json!(160))
    );
    let opened = column(&all, &of("Accounts"), "Opened");
    assert_eq!(tallies(&opened["written"]), "M/D/YYYY 52, day cells 108");
    let paid = &file(&all, &of("Payments"))["table"]["keys"][0];
    is(&paid["columns"], &json!(["Payment ID"]));
    let orphans = all["references"].as_array().unwrap().iter();
    let orphans: Vec<u64> = orphans.filter_map(|r| r["orphan_rows"].as_u64()).collect();
    assert_eq!((orphans.len(), orphans.iter().sum::<u64>()), (18, 1));
    let text = cutover(&["inspect", "fixtures/smud"]).expect(0);
    assert!(text.stdout.contains("HIDDEN") && text.stdout.contains("10 digits in the"));
}

#[test]
fn comments_are_counted_and_days_keep_their_system() {
    let path = "fixtures/workbooks/remarks.xlsx";
    let all = inspected(0, &[path]);
    let reads = file(&all, "remarks.xlsx#Reads");
    is(&reads["sheet"]["comments"], &json!(2));
    is(&reads["sheet"]["date_system"], &json!("1904"));
    is(
        &column(&all, "remarks.xlsx#Reads", "Seen")["days"]["first"],
        &json!("2018-01-03"),
    );
    let bare = file(&all, "remarks.xlsx#Bare");
    is(&bare["sheet"]["hidden"], &json!(true));
    is(&bare["format"]["header_line"], &Value::Null);
    is(&bare["table"]["rows"], &json!(5));
    let text = cutover(&["inspect", path]).expect(0);
    for printed in [text.printed(), all.to_string()] {
        assert!(!printed.contains("4111"), "{printed}");
    }
    assert!(text.stdout.contains("2 comments, which are not read"));
    text.says("is blank");
}

#[test]
fn a_damaged_workbook_does_not_hide_the_others() {
    let folder = tempfile::tempdir().unwrap();
    let book = fs::read("fixtures/workbooks/small.xlsx").unwrap();
    let broken = folder.path().join("broken.xlsx");
    fs::write(&broken, &book[..book.len() / 2]).unwrap();
    fs::write(folder.path().join("whole.xlsx"), &book).unwrap();
    let ran = cutover(&["inspect", folder.path().to_str().unwrap()]).expect(4);
    assert!(ran.stdout.contains("whole.xlsx#Data") && ran.stdout.contains("whole.xlsx#_codes"));
    ran.says("read::damaged_workbook").says("broken.xlsx");
}

#[test]
fn every_line_of_a_workbook_fits_a_terminal() {
    let paths = [
        "fixtures/smud",
        "fixtures/workbooks",
        "fixtures/portfolio-manager",
    ];
    for line in cutover(&[&["inspect"][..], &paths].concat())
        .expect(0)
        .stdout
        .lines()
    {
        assert!(line.chars().count() <= 100, "{line}");
    }
}
