//! Tables over whatever cells there may be: nothing panics, and nothing that could tell an account
//! is shown.

use super::payment::Probe;
use super::report::ColumnType;
use super::table::{Finished, Table};
use crate::record::cells::{CellBatch, CellKind};
use crate::record::payment_kind::PaymentKind;
use proptest::prelude::*;
use std::ops::Range;

/// Takes every run of sixteen digits for a card.
struct Sixteen;

impl Probe for Sixteen {
    fn is_card(&self, digits: &[u8]) -> bool {
        digits.len() == 16
    }
    fn is_routing(&self, _: &[u8]) -> bool {
        false
    }
    fn find(&self, _: &str) -> Vec<(PaymentKind, Range<usize>)> {
        Vec::new()
    }
}

fn profile(names: &[&str], rows: &[Vec<Vec<u8>>]) -> Finished {
    let names: Vec<String> = names.iter().map(|n| (*n).to_owned()).collect();
    let mut table = Table::new(&names);
    for (b, rows) in rows.chunks(7).enumerate() {
        let mut batch = CellBatch::default();
        for (r, row) in rows.iter().enumerate() {
            for cell in row {
                let kind = if std::str::from_utf8(cell).is_ok() {
                    CellKind::Text
                } else {
                    CellKind::Unreadable
                };
                batch.push(kind, cell);
            }
            batch.end_row((b * 7 + r) as u64 + 2);
        }
        for task in table.tasks() {
            task.run(&batch, &Sixteen);
        }
        table.after(&batch);
    }
    table.finish(&[])
}

fn column(name: &str, cells: &[&str]) -> super::report::ColumnProfile {
    let rows: Vec<Vec<Vec<u8>>> = cells.iter().map(|c| vec![c.as_bytes().to_vec()]).collect();
    profile(&[name], &rows).profile.columns.remove(0)
}

#[test]
fn types_are_told_by_values_and_names() {
    for (name, cells, kind) in [
        (
            "BILL_DT",
            &["1180212", "1180213", "0000000"][..],
            ColumnType::Date,
        ),
        ("OPENED", &["18043", "17365", "00000"], ColumnType::Date),
        ("ACCT", &["18043", "17365", "16001"], ColumnType::Identifier),
        ("ZIP", &["97504", "97530-1234"], ColumnType::Zip),
        ("KWH", &["270", "317", "-3"], ColumnType::WholeNumber),
        ("BALANCE", &["7323", "0", "-5"], ColumnType::Amount),
        ("CCF", &["3.00", "4.5"], ColumnType::Decimal),
        ("PERIOD", &["2016-12", "2017-01"], ColumnType::Month),
        ("APAY", &["Y", "N", "Y"], ColumnType::Flag),
        (
            "WHEN",
            &["20200613191432", "20221216074650"],
            ColumnType::TimeStamp,
        ),
        ("E", &["a@b.example", "c@d.example"], ColumnType::Email),
        ("P", &["(414) 555-0172", "509-555-0138"], ColumnType::Phone),
        (
            "READING",
            &["000270", "000317", "000270", "000270", "000317"],
            ColumnType::WholeNumber,
        ),
        (
            "KONTO",
            &["000270", "000317", "000318"],
            ColumnType::Identifier,
        ),
        ("X", &["", " ", "Not Available"], ColumnType::Blank),
        ("NAME", &["Ana Pérez", "Bo Li"], ColumnType::Text),
    ] {
        assert_eq!(column(name, cells).kind, kind, "{name}");
    }
}

#[test]
fn month_first_and_day_first_are_told_where_a_row_shows_it() {
    let day_first = column("D", &["13/01/2017", "02/01/2017"]);
    assert_eq!(day_first.written[0].value, "DD/MM/YYYY");
    assert!(!day_first.days.unwrap().day_or_month_first);
    let either = column("D", &["01/02/2017", "03/04/2017"]);
    assert_eq!(either.written[0].value, "MM/DD/YYYY");
    assert!(either.days.unwrap().day_or_month_first);
}

#[test]
fn number_cells_of_a_workbook_are_days_by_their_count() {
    let mut table = Table::new(&["Start Date".to_owned()]);
    let mut batch = CellBatch::default();
    for n in 0..40 {
        let day = 43_106 + n * 4;
        batch.push(CellKind::Number, day.to_string().as_bytes());
        batch.end_row(n + 2);
    }
    for task in table.tasks() {
        task.run(&batch, &Sixteen);
    }
    table.after(&batch);
    let column = table.finish(&[]).profile.columns.remove(0);
    assert_eq!(column.written[0].value, "days since 1899-12-30");
    assert_eq!(column.days.unwrap().first.as_deref(), Some("2018-01-06"));
}

#[test]
fn two_columns_make_a_key_where_one_does_not() {
    let cell = |n: usize| n.to_string().into_bytes();
    let rows: Vec<Vec<Vec<u8>>> = (0..60)
        .map(|n| vec![cell(n / 6 + 10_000), cell(n % 6)])
        .collect();
    let found = profile(&["ARR_NO", "SEQ"], &rows);
    assert_eq!(found.profile.keys[0].columns, ["ARR_NO", "SEQ"]);
}

#[test]
fn a_column_is_told_the_same_however_its_rows_are_cut() {
    let mut table = Table::new(&["A".to_owned()]);
    let mut batch = CellBatch::default();
    for n in 0..70_000_u64 {
        batch.push(CellKind::Text, format!("A{}", n % 65_000).as_bytes());
        batch.end_row(n);
    }
    for task in table.tasks() {
        task.run(&batch, &Sixteen);
    }
    table.after(&batch);
    let column = table.finish(&[]).profile.columns.remove(0);
    assert_eq!((column.distinct.count, column.repeats), (65_000, 5_000));
}

proptest! {
    #[test]
    fn no_cells_are_too_odd(
        rows in proptest::collection::vec(
            proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..20), 0..4), 0..40)
    ) {
        let found = profile(&["A", "BILL_DT", "CARD_NO"], &rows);
        prop_assert_eq!(found.profile.rows.rows, rows.len() as u64);
    }

    #[test]
    fn no_long_run_of_digits_is_shown(
        cells in proptest::collection::vec("[0-9]{0,20}|[0-9]{4} [0-9]{4}|[0-9.,$()-]{0,18}|[A-C]{0,2}", 1..30),
        card in "[0-9]{16}",
    ) {
        let mut rows: Vec<Vec<Vec<u8>>> = cells.iter().map(|c| vec![c.clone().into_bytes()]).collect();
        rows.push(vec![card.clone().into_bytes()]);
        let found = profile(&["A"], &rows);
        let shown = serde_json::to_string(&found.profile).unwrap();
        prop_assert!(!shown.contains(&card), "{}", shown);
    }

    #[test]
    fn filled_blank_and_unreadable_are_all_rows(
        cells in proptest::collection::vec("[ -~]{0,12}|Not Available|00/00/0000|0000000", 1..40)
    ) {
        let refs: Vec<&str> = cells.iter().map(String::as_str).collect();
        let c = column("OPENED", &refs);
        let words: u64 = c.null_words.iter().map(|t| t.rows).sum();
        prop_assert_eq!(c.filled + c.blank + c.unreadable + words, cells.len() as u64);
        prop_assert_eq!(c.fits + c.misfits, c.filled);
    }
}
