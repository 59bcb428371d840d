//! Payment data in what no table reads: files and hidden sheets that nobody named, comments on cells,
//! ignored columns. It stands in the evidence and on the purge list, and nowhere else. And what a
//! person overruled stands there with the reason.

use super::sandbox::{Sandbox, latin1};
use super::support::{csv, tree};
use rust_xlsxwriter::{Note, Workbook};
use serde_json::Value;
use std::fs;

const CARDS: [&str; 4] = [
    "4111111111111111",
    "5555555555554444",
    "378282246310005",
    "6011111111111117",
];

fn evidence(sandbox: &Sandbox) -> Value {
    let text = fs::read_to_string(sandbox.out().join("payment-data-removal.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// Fails where one of the cards stands in anything that the run left.
fn clean(sandbox: &Sandbox) {
    for (file, bytes) in tree(&sandbox.out()) {
        let digits = latin1(&bytes)
            .chars()
            .filter(char::is_ascii_digit)
            .collect::<String>();
        assert!(CARDS.iter().all(|card| !digits.contains(card)), "{file}");
    }
}

/// Adds a column to an export: its name, and a value for each row.
fn column(sandbox: &Sandbox, file: &str, name: &str, value: impl Fn(usize) -> String) {
    sandbox.edit(file, |text| {
        let lines = text
            .split("\r\n")
            .enumerate()
            .map(|(at, line)| match (at, line) {
                (_, "") => String::new(),
                (0, line) => format!("{line},{name}"),
                (at, line) => format!("{line},{}", value(at)),
            });
        lines.collect::<Vec<_>>().join("\r\n")
    });
}

/// Returns what the evidence says of places that are not read: place, kind, values, rows.
fn not_read(evidence: &Value) -> Vec<(String, String, u64, u64)> {
    let mut all = Vec::new();
    for place in evidence["not_read"].as_array().unwrap() {
        let at = format!(
            "{} {}",
            place["file"].as_str().unwrap(),
            place["column"].as_str().unwrap()
        );
        for kind in place["kinds"].as_array().unwrap() {
            let (count, rows) = (
                kind["count"].as_u64().unwrap(),
                kind["rows"].as_u64().unwrap(),
            );
            all.push((
                at.clone(),
                kind["kind"].as_str().unwrap().to_owned(),
                count,
                rows,
            ));
        }
    }
    all
}

#[test]
fn what_is_not_read_is_looked_through() {
    let sandbox = Sandbox::new();
    // Two drafts have a remark with a card, one of them with two.
    column(&sandbox, "DRAFTS.csv", "REMARK", |at| match at {
        1 => format!("tarjeta {}", CARDS[0]),
        2 => format!("card {} then {}", CARDS[0], CARDS[1]),
        _ => "no answer".to_owned(),
    });
    sandbox.edit_mapping(
        "[draft]\n",
        "[draft]\nignore.REMARK = \"nobody reads them\"\n",
    );
    let mut text = "WHO,SWIPED\r\n".to_owned();
    CARDS
        .iter()
        .for_each(|card| text += &format!("clerk,{card}\r\n"));
    fs::write(sandbox.export("COUNTER.csv"), text).unwrap();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("Shown").unwrap();
    sheet.write(0, 0, "Name").unwrap();
    sheet.write(1, 0, "Ames").unwrap();
    sheet
        .insert_note(1, 0, &Note::new(format!("old card {}", CARDS[2])))
        .unwrap();
    sheet.insert_note(0, 0, &Note::new("called twice")).unwrap();
    let sheet = book.add_worksheet().set_name("Kept").unwrap();
    sheet.set_hidden(true);
    sheet.write(0, 0, "Remark").unwrap();
    sheet
        .write(1, 0, format!("paid with {} at counter", CARDS[3]))
        .unwrap();
    sheet.write(2, 0, "nothing here").unwrap();
    book.save(sandbox.export("clerks.xlsx")).unwrap();
    sandbox
        .cutover("run", &[])
        .expect(0)
        .says("read::not_named");

    let evidence = evidence(&sandbox);
    let line = |place: &str, count, rows| (place.to_owned(), "card_number".to_owned(), count, rows);
    let expected = [
        line("COUNTER.csv SWIPED", 4, 4),
        line("DRAFTS.csv REMARK", 3, 2),
        line("clerks.xlsx#Kept Remark", 1, 1),
        line("clerks.xlsx#Shown comments", 1, 1),
    ];
    assert_eq!(not_read(&evidence), expected);
    assert!(evidence["places_looked_at"].as_u64().unwrap() >= 5);
    let list = csv(&sandbox.out().join("legacy-purge-list.csv"));
    for (place, kind, _, rows) in expected {
        let listed = list.iter().any(|row| {
            format!("{} {}", row["file"], row["column"]) == place
                && row["kind"] == kind
                && row["rows"] == rows.to_string()
        });
        assert!(listed, "{place}");
    }
    clean(&sandbox);
    let html = fs::read_to_string(sandbox.out().join("report.html")).unwrap();
    assert!(html.contains("clerks.xlsx#Kept"));
}

#[test]
fn what_a_person_overruled_is_carried_and_told_with_the_reason() {
    let sandbox = Sandbox::new();
    // Receipts of a kiosk that look like cards; the mapping has them as adjustments' descriptions.
    column(&sandbox, "PAYARR.csv", "RECEIPT", |at| {
        CARDS[at % 4].to_owned()
    });
    sandbox.edit_mapping(
        "[installment]\n",
        "[installment]\nignore.RECEIPT = \"of the kiosk\"\n",
    );
    sandbox
        .cutover("run", &[])
        .expect(4)
        .says("payment::undeclared");
    sandbox.edit_mapping(
        "ignore.RECEIPT = \"of the kiosk\"\n",
        "ignore.RECEIPT = \"of the kiosk\"\nnot_payment.RECEIPT = \"numbers of the kiosk's paper roll\"\n",
    );
    sandbox.cutover("run", &[]).expect(0);
    let evidence = evidence(&sandbox);
    let overruled = evidence["overruled"].as_array().unwrap();
    assert_eq!(overruled.len(), 1);
    let line = &overruled[0];
    assert_eq!(line["column"], "RECEIPT");
    assert_eq!(line["mapped_as"], "ignored");
    assert_eq!(line["reason"], "numbers of the kiosk's paper roll");
    assert_eq!(line["evidence"][0]["kind"], "card_number");
    assert!(line["evidence"][0]["count"].as_u64().unwrap() > 3);
    for file in ["report.html", "report.json"] {
        let text = fs::read_to_string(sandbox.out().join(file)).unwrap();
        assert!(text.contains("paper roll"), "{file}");
    }
    clean(&sandbox);
}
