//! Columns come in only by name, and one of payment data under no other; single cards in the place
//! of identifiers refuse their rows; a person's word counts, and is seen.

use super::sandbox::Sandbox;
use super::support::csv;

/// A card number that stands nowhere in the sample.
const CARD: &str = "6011 1111 1111 1117";

/// Replaces a cell in some rows of an export, by its position.
fn put(sandbox: &Sandbox, file: &str, column: usize, rows: std::ops::Range<usize>, value: &str) {
    sandbox.edit(file, |text| {
        let lines = text.split("\r\n").enumerate().map(|(at, line)| {
            let mut cells: Vec<&str> = line.split(',').collect();
            if rows.contains(&at) && cells.len() > column {
                cells[column] = value;
            }
            cells.join(",")
        });
        lines.collect::<Vec<_>>().join("\r\n")
    });
}

#[test]
fn a_dropped_column_cannot_be_used_or_ignored_instead() {
    for instead in [
        (
            "drop.CARD_NO          = \"card number\"",
            "ignore.CARD_NO = \"not needed\"",
        ),
        (
            "drop.RT_NO            = \"routing number\"",
            "ignore.RT_NO = \"not needed\"",
        ),
        (
            "drop.BANK_ACCT        = \"bank account\"",
            "ignore.BANK_ACCT = \"not needed\"",
        ),
        (
            "drop.NAME_ON          = \"name on instrument\"",
            "ignore.NAME_ON = \"not needed\"",
        ),
        (
            "drop.CARD_EXP         = \"card expiry\"",
            "ignore.CARD_EXP = \"not needed\"",
        ),
    ] {
        let sandbox = Sandbox::new();
        sandbox.edit_mapping(instead.0, instead.1);
        let ran = sandbox.cutover("run", &[]).expect(4);
        ran.says("payment::undeclared");
        assert!(!sandbox.out().exists(), "{instead:?}");
    }
}

#[test]
fn cards_under_a_harmless_name_stop_the_run() {
    let sandbox = Sandbox::new();
    put(&sandbox, "WEBUSER.csv", 2, 1..400, CARD);
    let ran = sandbox.cutover("plan", &[]).expect(4);
    let ran = ran
        .says("payment::undeclared")
        .says("pass every check of a card number");
    assert!(!ran.printed().contains("6011"));
}

#[test]
fn one_card_among_identifiers_refuses_its_row_and_goes_nowhere() {
    let sandbox = Sandbox::new();
    put(&sandbox, "DRAFTS.csv", 0, 2..3, CARD);
    let ran = sandbox.cutover("run", &[]).expect(0);
    let rejects = csv(&sandbox.out().join("rejects.csv"));
    let refused = rejects
        .iter()
        .find(|row| row["code"] == "row::payment_data");
    assert_eq!(refused.unwrap()["file"], "DRAFTS.csv");
    assert!(!ran.printed().contains("6011"));
    for (file, bytes) in super::support::tree(&sandbox.out()) {
        let text = String::from_utf8_lossy(&bytes);
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        assert!(!digits.contains("6011111111111117"), "{file}");
    }
}

#[test]
fn a_card_in_the_place_of_a_telephone_hides_no_card_elsewhere() {
    let sandbox = Sandbox::new();
    let header = sandbox.line("CUSTMAST.csv", "CUST_NO");
    assert_eq!(header, 1);
    let phone = super::sandbox::latin1(&std::fs::read(sandbox.export("CUSTMAST.csv")).unwrap());
    let phone = phone
        .lines()
        .next()
        .unwrap()
        .split(',')
        .position(|c| c == "PHONE");
    put(
        &sandbox,
        "CUSTMAST.csv",
        phone.unwrap(),
        1..2,
        "6011111111111117",
    );
    sandbox.edit("NOTES.csv", |text| {
        let mut lines: Vec<String> = text.split("\r\n").map(str::to_owned).collect();
        let plain = lines
            .iter()
            .position(|line| line.matches(',').count() == 3 && !line.contains('"'));
        let at = plain.filter(|at| *at > 0).unwrap_or(1);
        lines[at] += &format!(" paid with {CARD}");
        lines.join("\r\n")
    });
    sandbox.cutover("run", &[]).expect(0);
    for (file, bytes) in super::support::tree(&sandbox.out()) {
        let text = String::from_utf8_lossy(&bytes);
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        assert!(!digits.contains("6011111111111117"), "{file}");
    }
}
