//! Rows through a mapping: what is read, what is refused, and that nothing secret is shown.

use super::{BoundFile, Mapping, parse};
use crate::record::raw::{Cell, ColumnUse, RawRow};
use crate::record::source::{ColumnFault, Entity, Mapped, Record};

fn benton() -> Mapping {
    parse(include_str!("../../mappings/benton-pud.toml")).unwrap()
}

fn header(text: &str) -> Vec<String> {
    text.split(',').map(str::to_owned).collect()
}

fn bound(entity: Entity, columns: &str) -> BoundFile {
    let mapping = benton();
    let file = mapping.file(entity).unwrap();
    file.bind(&header(columns))
        .unwrap_or_else(|f| panic!("{f:?}"))
}

/// A row of cells between bars, as the reader hands it on.
fn row(file: &BoundFile, text: &str) -> RawRow {
    let cells: Vec<Cell> = text
        .split('|')
        .zip(
            file.uses()
                .iter()
                .chain(std::iter::repeat(&ColumnUse::Keep)),
        )
        .map(|(cell, column)| match column {
            ColumnUse::Keep => Cell::Text(cell.to_owned()),
            ColumnUse::Drop => Cell::Dropped(!cell.is_empty()),
            ColumnUse::Ignore => Cell::Absent,
        })
        .collect();
    RawRow {
        ordinal: 0,
        number: 2,
        width: cells.len(),
        cells,
        misfit: None,
        continues: false,
    }
}

fn faults(mapped: Mapped) -> Vec<(String, &'static str)> {
    let faults: Vec<ColumnFault> = mapped.record.unwrap_err();
    faults.into_iter().map(|f| (f.column, f.code)).collect()
}

fn bills() -> BoundFile {
    bound(
        Entity::Bill,
        "BILL_NO,ACCT_NO,BILL_DT,DUE_DT,FROM_DT,TO_DT,PREV_BAL,CUR_CHG,TOT_DUE",
    )
}

const BILL: &str =
    "B1|07217-143|01/10/2014|01/30/2014|12/29/2013|01/07/2014|1,098.13|29.75CR|(5.00)";

#[test]
fn a_good_bill_is_read_to_the_cent() {
    let file = bills();
    let mapped = file.map(&row(&file, BILL));
    assert_eq!(mapped.money, [(6, 109_813), (7, -2975), (8, -500)]);
    assert_eq!(mapped.legacy_account_number.as_deref(), Some("07217-143"));
    let Ok(Record::Bill(bill)) = mapped.record else {
        panic!()
    };
    assert_eq!(bill.due_date.unwrap().to_string(), "2014-01-30");
    assert_eq!(bill.previous_balance.unwrap().0, 109_813);
}

#[test]
fn every_fault_of_a_row_is_told_and_the_rest_still_counts() {
    let file = bills();
    let bad = BILL
        .replace("01/30/2014", "02/30/2014")
        .replace("1,098.13", "98.1E")
        .replace("B1|", " |");
    let mapped = file.map(&row(&file, &bad));
    assert_eq!(mapped.money, [(7, -2975), (8, -500)]);
    assert_eq!(mapped.legacy_account_number.as_deref(), Some("07217-143"));
    let expected = [
        ("BILL_NO", "row::blank"),
        ("DUE_DT", "row::bad_date"),
        ("PREV_BAL", "row::bad_amount"),
    ];
    assert_eq!(faults(mapped), expected.map(|(c, f)| (c.to_owned(), f)));
}

#[test]
fn a_row_of_another_width_is_refused_whole() {
    let file = bills();
    for text in ["B1|07217-143|01/10/2014", &format!("{BILL}|x")] {
        let mapped = file.map(&row(&file, text));
        assert_eq!(mapped.legacy_account_number.as_deref(), Some("07217-143"));
        assert_eq!(mapped.money.len(), if text.len() < 30 { 0 } else { 3 });
        assert_eq!(faults(mapped), [(String::new(), "row::columns")]);
    }
}

#[test]
fn columns_are_found_by_name_in_any_order() {
    let file = bound(Entity::Draft, "STAT,DRAFT_AMT,DRAFT_DT,ACCT_NO,DRAFT_NO");
    assert_eq!(
        (file.key(), file.money_columns()),
        (&[4_usize][..], vec![(1, "DRAFT_AMT")])
    );
    let mapped = file.map(&row(&file, "S|12.00|03/14/2017|07217-143|DR1"));
    assert_eq!(mapped.money, [(1, 1200)]);
    assert!(matches!(mapped.record, Ok(Record::Draft(d)) if d.legacy_draft_id == "DR1"));
    assert_eq!(
        faults(file.map(&row(&file, "X|12.00|00/00/0000|07217-143|DR1"))),
        [
            ("STAT".to_owned(), "row::bad_code"),
            ("DRAFT_DT".to_owned(), "row::blank")
        ]
    );
}

#[test]
fn mapping_and_header_that_disagree_are_both_shown() {
    let mapping = benton();
    let drafts = mapping.file(Entity::Draft).unwrap();
    let findings = drafts.check_header(&header("DRAFT_NO,ACT_NO,DRAFT_DT,DRAFT_AMT,STAT"));
    let told: Vec<_> = findings
        .iter()
        .map(|f| (f.code, f.help.as_deref().unwrap()))
        .collect();
    assert_eq!(told[0], ("map::column_missing", "did you mean `ACT_NO`?"));
    assert_eq!(
        told[1],
        (
            "map::column_not_named",
            "the mapping has `ACCT_NO`, which the file has not"
        )
    );
    let twice = drafts.check_header(&header("DRAFT_NO,ACCT_NO,DRAFT_DT,DRAFT_AMT,STAT,STAT"));
    assert_eq!((twice.len(), twice[0].code), (1, "map::column_not_named"));
    assert!(
        drafts
            .bind(&header("DRAFT_NO,ACCT_NO,DRAFT_DT,DRAFT_AMT"))
            .is_err()
    );
}

#[test]
fn a_missing_header_shows_nothing_of_the_row_in_its_place() {
    let mapping = benton();
    let methods = mapping.file(Entity::PaymentMethod).unwrap();
    let findings =
        methods.check_header(&header("PM1,07217-143,C,4111111111111111,06/17,Ann Roe,,,"));
    assert_eq!(findings[0].code, "map::no_header");
    assert!(!format!("{findings:?}").contains("4111"));
    let one = header(
        "METH_NO,ACCT_NO,METH_TYPE,CARD_NO,CARD_EXP,NAME_ON,RT_NO,BANK_ACCT,ACCT_TYPE,4111111111111111",
    );
    assert!(!format!("{:?}", methods.check_header(&one)).contains("4111"));
}

#[test]
fn rows_beside_payment_data_show_no_value() {
    let columns = "METH_NO,ACCT_NO,METH_TYPE,CARD_NO,CARD_EXP,NAME_ON,RT_NO,BANK_ACCT,ACCT_TYPE";
    let file = bound(Entity::PaymentMethod, columns);
    assert_eq!(file.dropped().len(), 6);
    assert_eq!(
        file.uses()
            .iter()
            .filter(|u| **u == ColumnUse::Drop)
            .count(),
        6
    );
    let mapped = file.map(&row(
        &file,
        "PM1|07217-143|Ann Roe|4111111111111111|06/17|C|||",
    ));
    let faults = mapped.record.unwrap_err();
    assert_eq!(faults[0].code, "row::bad_code");
    assert!(!faults[0].message.contains("Ann") && faults[0].message.contains("7 characters"));
}

fn customers() -> BoundFile {
    bound(
        Entity::Customer,
        "CUST_NO,CUST_TYPE,LAST_NM,FIRST_NM,BUS_NM,EMAIL,PHONE,LANG_CD,MAIL_ADDR1,MAIL_ADDR2,MAIL_CITY,MAIL_ST,MAIL_ZIP",
    )
}

#[test]
fn a_person_has_a_surname_and_a_business_its_name() {
    let file = customers();
    for (kind, last, business, fault) in [
        ("R", "Roe", "", None),
        ("R", "", "Roe Ltd", Some("LAST_NM")),
        ("C", "", "Roe Ltd", None),
        ("C", "Roe", " ", Some("BUS_NM")),
    ] {
        let text = format!(
            "C1|{kind}|{last}||{business}||(509) 555-0161|S|PO Box 1||Prosser|WA|99350-0001"
        );
        let mapped = file.map(&row(&file, &text));
        let found = mapped.record.err().map(|f| f[0].column.clone());
        assert_eq!(found.as_deref(), fault, "{text}");
    }
}

#[test]
fn control_characters_are_refused_and_line_breaks_in_text_are_not() {
    let file = customers();
    let text =
        "C1|R|Roe|Ann||a@example.com|(509) 555-0161|E|PO Box 1\nRear|\tApt 2|Prosser|WA|99350";
    assert!(file.map(&row(&file, text)).record.is_ok());
    for (from, to, column) in [
        ("C1", "C\n1", "CUST_NO"),
        ("Roe", "R\u{7}oe", "LAST_NM"),
        ("|E|", "|E\t|", "LANG_CD"),
    ] {
        let mapped = file.map(&row(&file, &text.replacen(from, to, 1)));
        assert_eq!(
            faults(mapped),
            [(column.to_owned(), "row::control_character")]
        );
    }
    let mut unreadable = row(&file, text);
    unreadable.cells[8] = Cell::Unreadable;
    assert_eq!(
        faults(file.map(&unreadable)),
        [("MAIL_ADDR1".to_owned(), "row::control_character")]
    );
    assert_eq!(
        faults(file.map(&row(&file, &text.replace("99350", "9935")))),
        [("MAIL_ZIP".to_owned(), "row::bad_number")]
    );
}

#[test]
fn a_closed_account_has_its_day_and_an_open_one_may_have_one() {
    let columns = "ACCT_NO,CUST_NO,PREM_NO,STAT,OPEN_DT,CLOSE_DT,CYC,DUE_DAY,STMT_GRP,RATE,CUR_BAL,DEP_AMT,HH_AMT,APAY,EBILL";
    let file = bound(Entity::Account, columns);
    let account = |status: &str, closed: &str, day: &str| {
        let text = format!(
            "07217-143|C1|P1|{status}|07/29/2016|{closed}|17|{day}||TOU-4|146.39|0.00|0.00|Y|N"
        );
        file.map(&row(&file, &text))
    };
    assert!(account("A", "00/00/0000", "").record.is_ok());
    assert!(account("A", "01/05/2017", "31").record.is_ok());
    assert!(account("F", "01/05/2017", "1").record.is_ok());
    assert_eq!(
        faults(account("F", "", "")),
        [("CLOSE_DT".to_owned(), "row::blank")]
    );
    assert_eq!(
        faults(account("F", "1/5/2017", "")),
        [("CLOSE_DT".to_owned(), "row::bad_date")]
    );
    assert_eq!(
        faults(account("A", "", "32")),
        [("DUE_DAY".to_owned(), "row::bad_number")]
    );
}

#[test]
fn a_note_stands_exactly_as_typed() {
    let file = bound(Entity::Note, "NOTE_NO,ACCT_NO,NOTE_DT,NOTE_TXT");
    let mapped = file.map(&row(
        &file,
        "N1|07217-143|11/22/2016| line one\r\nline two ",
    ));
    assert!(matches!(mapped.record, Ok(Record::Note(n)) if n.text == " line one\r\nline two "));
}

#[test]
fn a_declared_none_is_no_account() {
    let mapping = parse(include_str!("../../mappings/santa-monica-water.toml")).unwrap();
    let columns =
        "cust_id,usage_ccf,usage_month,usage_year,cust_class,usage_date,cust_class_from_utility";
    let file = mapping
        .file(Entity::Usage)
        .unwrap()
        .bind(&header(columns))
        .unwrap();
    let mapped = file.map(&row(&file, "0|16|3|2015|COMMERCIAL|2015-03-01|"));
    assert_eq!(mapped.legacy_account_number, None);
    assert_eq!(faults(mapped), [("cust_id".to_owned(), "row::blank")]);
    let mapped = file.map(&row(&file, "25886|16|3|2015|COMMERCIAL|2015-03-01|"));
    assert!(matches!(mapped.record, Ok(Record::Usage(u)) if u.quantity == 16.into()));
}

#[test]
fn an_identifier_is_written_as_the_pattern_says() {
    let text = include_str!("../../mappings/benton-pud.toml");
    let mapping = parse(text).unwrap();
    let file = mapping.file(Entity::Account).unwrap();
    let columns: Vec<String> = file.columns().iter().map(|c| (*c).to_owned()).collect();
    let file = file.bind(&columns).unwrap();
    let line = "07217-143|C1|P1|A|07/29/2016||17|||TOU-4|1.00|0.00|0.00|Y|N";
    let mapped = file.map(&row(&file, line));
    assert!(mapped.record.is_ok());
    for odd in ["O7217-143", "7217-143", "07217143", "07217-1433"] {
        let mapped = file.map(&row(&file, &line.replace("07217-143", odd)));
        assert_eq!(mapped.legacy_account_number, None, "{odd}");
        assert_eq!(faults(mapped), [("ACCT_NO".to_owned(), "row::bad_number")]);
    }
}
