//! Fixed-width files in a mapping: their keys, their cells, notes cut into lines.

use super::{BoundFile, Mapping, parse};
use crate::record::format::{Format, RecordCoding};
use crate::record::raw::{Cell, RawRow};
use crate::record::source::{Entity, Record};

const SCE: &str = include_str!("../../mappings/sce.toml");

fn format_of(mapping: &Mapping, entity: Entity) -> (String, RecordCoding) {
    match mapping.file(entity).unwrap().format() {
        Format::Fixed { copybook, coding } => (copybook.clone(), *coding),
        other => panic!("{other:?}"),
    }
}

fn bound(entity: Entity) -> BoundFile {
    let mapping = parse(SCE).unwrap();
    let file = mapping.file(entity).unwrap();
    let columns: Vec<String> = file.columns().iter().map(|c| (*c).to_owned()).collect();
    file.bind(&columns).unwrap()
}

fn row(cells: Vec<Cell>) -> RawRow {
    RawRow {
        width: cells.len(),
        cells,
        ..RawRow::default()
    }
}

fn text(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

#[test]
fn the_coding_is_said_by_the_copybook_or_for_one_file() {
    let usual = ("*.cpy".to_owned(), RecordCoding::Copybook);
    let mapping = parse(SCE).unwrap();
    assert_eq!(format_of(&mapping, Entity::Bill), usual);
    let own = "file                  = \"BILLHST.DAT\"\nformat = { coding = \"cp500\", copybook = \"B.cpy\" }";
    let mapping = parse(&SCE.replace("file                  = \"BILLHST.DAT\"", own)).unwrap();
    let bill = ("B.cpy".to_owned(), RecordCoding::Cp500);
    assert_eq!(format_of(&mapping, Entity::Bill), bill);
    assert_eq!(format_of(&mapping, Entity::Note), usual);
}

#[test]
fn a_copybook_elsewhere_and_an_unknown_coding_are_found() {
    for (from, to, code) in [
        ("\"*.cpy\"", "\"../*.cpy\"", "mapping::bad_pattern"),
        ("\"*.cpy\"", "\"\"", "mapping::bad_pattern"),
        ("\"copybook\" ", "\"cp875\" ", "mapping::unknown_value"),
        ("coding     =", "delimiter  =", "mapping::unknown_key"),
    ] {
        assert!(SCE.contains(from), "{from}");
        let findings = parse(&SCE.replace(from, to)).unwrap_err();
        assert!(findings.iter().any(|f| f.code == code), "{to} {findings:?}");
    }
}

#[test]
fn what_is_no_number_is_refused_by_what_it_should_be() {
    let file = bound(Entity::Payment);
    let odd = |text: &str| Cell::NoNumber(text.to_owned());
    // Each of them would be read, stood it there as text.
    let cells = vec![
        text("PY1"),
        text("2054638764"),
        odd("1210406"),
        odd("12.34"),
        odd("05"),
        text(""),
    ];
    let faults = file.map(&row(cells)).record.unwrap_err();
    let codes: Vec<_> = faults.iter().map(|f| (f.column.as_str(), f.code)).collect();
    let expected = [
        ("PH-PAID-ON", "row::bad_date"),
        ("PH-AMOUNT", "row::bad_amount"),
        ("PH-SOURCE", "row::bad_code"),
    ];
    assert_eq!(codes, expected);
    let account = vec![text("PY1"), odd("2054638764")];
    assert_eq!(file.map(&row(account)).legacy_account_number, None);
}

#[test]
fn a_number_is_an_amount_to_the_cent() {
    let file = bound(Entity::Payment);
    let cells = vec![
        text("PY1"),
        text("2054638764"),
        text("1210406"),
        Cell::Number("-12.30".parse().unwrap()),
        text("05"),
        text("CK 1"),
    ];
    let mut row = row(cells);
    file.restore(&mut row);
    let Ok(Record::Payment(payment)) = file.map(&row).record else {
        panic!()
    };
    assert_eq!(
        (payment.amount.0, payment.channel.as_str()),
        (-1230, "card")
    );
}

#[test]
fn a_line_of_a_note_has_its_number_in_the_key() {
    let file = bound(Entity::Note);
    let named = |at: &usize| file.columns()[*at].as_str();
    let key: Vec<&str> = file.key().iter().map(named).collect();
    assert_eq!(key, ["NT-NOTE-ID", "NT-SEQ"]);
    let cells = ["N1", "2054638764", "1210406", "002", "and more"].map(text);
    let mut row = row(cells.to_vec());
    row.continues = true;
    let Ok(Record::Note(note)) = file.map(&row).record else {
        panic!()
    };
    assert_eq!((note.line, note.continues), (Some(2), true));
    let whole = SCE.replace(
        "line                  = \"NT-SEQ\"",
        "ignore = { NT-SEQ = \"one\" }",
    );
    let mapping = parse(&whole).unwrap();
    assert!(!mapping.file(Entity::Note).unwrap().cut_into_lines());
}
