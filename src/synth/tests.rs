//! What holds for every seed and every account: ledgers tie, days are in order, parts make a whole.

use super::calendar::Calendar;
use super::form::{Form, copybook};
use super::order::Order;
use super::part::World;
use super::plant::Anomaly;
use super::table::{Shape, Table};
use chrono::NaiveDate;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

fn world(accounts: u64, seed: u64, form: Form) -> World {
    World::new(Order {
        accounts,
        months: 36,
        seed,
        form,
        planted: Vec::new(),
    })
}

type Rows = Vec<BTreeMap<&'static str, String>>;

/// Returns the rows of each file, column by column.
fn rows(world: &World) -> BTreeMap<Table, Rows> {
    let part = world.part(0..world.order().accounts);
    let tables = Table::ALL.into_iter().zip(part.files());
    let read = |(table, file): (Table, &super::row::FilePart)| {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(file.bytes.as_slice());
        let rows: Rows = reader
            .records()
            .map(|row| {
                let row = row.unwrap();
                assert_eq!(row.len(), table.columns().len());
                let names = table.columns().iter().map(|(name, _)| *name);
                names.zip(row.iter().map(str::to_owned)).collect()
            })
            .collect();
        assert_eq!(rows.len() as u64, file.rows);
        (table, rows)
    };
    tables.map(read).collect()
}

fn cents(text: &str) -> i64 {
    text.replace('.', "").parse().unwrap()
}

fn day(text: &str) -> NaiveDate {
    NaiveDate::parse_from_str(text, "%m/%d/%Y").unwrap()
}

fn ledgers(rows: &BTreeMap<Table, Rows>) -> BTreeMap<&str, i64> {
    let mut ledgers = BTreeMap::new();
    for (table, column, sign) in [
        (Table::Bill, "CHARGES", 1),
        (Table::Adjustment, "AMOUNT", 1),
        (Table::Payment, "AMOUNT", -1),
    ] {
        for row in &rows[&table] {
            let ledger: &mut i64 = ledgers.entry(row["ACCT_NO"].as_str()).or_default();
            *ledger += sign * cents(&row[column]);
        }
    }
    ledgers
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn every_ledger_ties_and_every_reference_holds(seed in any::<u64>(), accounts in 1_u64..60) {
        let rows = rows(&world(accounts, seed, Form::Csv));
        let ledgers = ledgers(&rows);
        let mut numbers = BTreeSet::new();
        for row in &rows[&Table::Account] {
            let number = row["ACCT_NO"].as_str();
            prop_assert!(numbers.insert(number));
            let ledger = ledgers.get(number).copied().unwrap_or(0);
            prop_assert_eq!(ledger, cents(&row["BALANCE"]));
        }
        prop_assert_eq!(numbers.len() as u64, accounts);
        for (table, rows) in &rows {
            for row in rows {
                let known = row.get("ACCT_NO").is_none_or(|n| numbers.contains(n.as_str()));
                prop_assert!(known, "{:?}", table);
            }
        }
        let customers: BTreeSet<_> = rows[&Table::Customer].iter().map(|r| &r["CUST_ID"]).collect();
        for table in [Table::Account, Table::User] {
            prop_assert!(rows[&table].iter().all(|row| customers.contains(&row["CUST_ID"])));
        }
    }

    #[test]
    fn every_bill_follows_from_what_came_before_it(seed in any::<u64>()) {
        let rows = rows(&world(40, seed, Form::Csv));
        let mut last: BTreeMap<&str, NaiveDate> = BTreeMap::new();
        for bill in &rows[&Table::Bill] {
            let number = bill["ACCT_NO"].as_str();
            let total = cents(&bill["PREV_BAL"]) + cents(&bill["CHARGES"]);
            prop_assert_eq!(total, cents(&bill["TOTAL_DUE"]));
            let billed = day(&bill["BILL_DATE"]);
            let before = |table: Table, date: &str, sign: i64| -> i64 {
                let own = rows[&table].iter().filter(|row| row["ACCT_NO"] == number);
                let early = own.filter(|row| day(&row[date]) < billed);
                early.map(|row| sign * cents(row.get("CHARGES").unwrap_or_else(|| &row["AMOUNT"]))).sum()
            };
            let owed = before(Table::Bill, "BILL_DATE", 1)
                + before(Table::Adjustment, "POSTED", 1)
                + before(Table::Payment, "PAID_ON", -1);
            prop_assert_eq!(owed, cents(&bill["PREV_BAL"]));
            prop_assert!(last.insert(number, billed).is_none_or(|former| former < billed));
            prop_assert!(day(&bill["FROM_DATE"]) < day(&bill["TO_DATE"]));
            prop_assert!(day(&bill["TO_DATE"]) < billed && billed < day(&bill["DUE_DATE"]));
        }
    }

    #[test]
    fn nothing_happens_outside_of_its_days(seed in any::<u64>()) {
        let calendar = Calendar::new(36);
        let extract = calendar.extracted_on;
        let rows = rows(&world(60, seed, Form::Csv));
        for (table, date) in [
            (Table::Bill, "BILL_DATE"),
            (Table::Payment, "PAID_ON"),
            (Table::Adjustment, "POSTED"),
        ] {
            for row in &rows[&table] {
                let day = day(&row[date]);
                prop_assert!(calendar.archive_from <= day && day <= extract, "{:?}", row);
            }
        }
        for (table, date) in [(Table::Draft, "DRAFT_DATE"), (Table::Installment, "DUE_DATE")] {
            prop_assert!(rows[&table].iter().all(|row| day(&row[date]) > extract));
        }
        for account in &rows[&Table::Account] {
            let opened = day(&account["OPENED"]);
            prop_assert!(opened <= extract);
            if !account["CLOSED"].is_empty() {
                prop_assert!(opened <= day(&account["CLOSED"]));
                prop_assert!(day(&account["CLOSED"]) < extract);
            }
        }
    }

    #[test]
    fn consumption_is_that_of_its_bill(seed in any::<u64>()) {
        let rows = rows(&world(60, seed, Form::Csv));
        let meters: BTreeMap<_, _> = rows[&Table::Meter]
            .iter()
            .map(|row| ((&row["METER_NO"], &row["ACCT_NO"]), row))
            .collect();
        let mut days: BTreeMap<&str, i64> = BTreeMap::new();
        for row in &rows[&Table::Usage] {
            let meter = meters[&(&row["METER_NO"], &row["ACCT_NO"])];
            let (from, to) = (day(&row["FROM_DATE"]), day(&row["TO_DATE"]));
            prop_assert!(day(&meter["INSTALLED"]) <= from);
            let removed = Some(&meter["REMOVED"]).filter(|text| !text.is_empty());
            prop_assert!(removed.is_none_or(|removed| to <= day(removed)));
            *days.entry(&row["BILL_ID"]).or_default() += (to - from).num_days();
        }
        for bill in &rows[&Table::Bill] {
            let billed = (day(&bill["TO_DATE"]) - day(&bill["FROM_DATE"])).num_days();
            prop_assert_eq!(days.get(bill["BILL_ID"].as_str()), Some(&billed));
        }
    }
}

#[test]
fn parts_make_the_same_bytes_as_the_whole() {
    for form in [Form::Csv, Form::Fixed, Form::Sheet] {
        let world = world(100, 7, form);
        let whole = world.part(0..100);
        let parts = [world.part(0..33), world.part(33..34), world.part(34..100)];
        for (at, file) in whole.files().enumerate() {
            let bytes = parts.iter().map(|part| part.files().nth(at).unwrap());
            let bytes: Vec<u8> = bytes.flat_map(|file| file.bytes.clone()).collect();
            assert!(bytes == file.bytes, "{form:?}, file {at}");
        }
    }
}

#[test]
fn every_form_has_the_same_rows_and_sums() {
    let part = |form| world(300, 5, form).part(0..300);
    let csv = part(Form::Csv);
    for form in [Form::Fixed, Form::Sheet] {
        for (one, other) in csv.files().zip(part(form).files()) {
            assert_eq!((one.rows, one.sums), (other.rows, other.sums));
        }
    }
    assert!(csv.files().all(|file| file.rows > 0));
}

#[test]
fn every_record_of_fixed_width_is_as_long_as_its_copybook() {
    let part = world(300, 5, Form::Fixed).part(0..300);
    for (table, file) in Table::ALL.into_iter().zip(part.files()) {
        let width = |(_, shape): &(&str, Shape)| match shape {
            Shape::Text(width) | Shape::Digits(width) | Shape::Number(width) => *width,
            Shape::Money => 11,
            Shape::Day => 8,
            Shape::Moment => 14,
        };
        let expected: usize = table.columns().iter().map(width).sum();
        let mut lines = file.bytes.split(|byte| *byte == b'\n');
        assert_eq!(lines.next_back(), Some(&[][..]));
        assert!(lines.all(|line| line.len() == expected), "{table:?}");
        assert_eq!(copybook(table).lines().count(), table.columns().len() + 2);
    }
}

/// A text that is too long would be cut where columns have a width.
#[test]
fn every_text_fits_its_column() {
    let rows = rows(&world(3000, 11, Form::Csv));
    for (table, rows) in rows {
        for (name, shape) in table.columns() {
            if let Shape::Text(width) | Shape::Digits(width) | Shape::Number(width) = shape {
                let longest = rows.iter().map(|row| row[name].chars().count()).max();
                assert!(longest <= Some(*width), "{table:?} {name}: {longest:?}");
            }
        }
    }
}

#[test]
fn planted_faults_stand_at_accounts_of_their_own() {
    let planted = Anomaly::ALL.map(|anomaly| (anomaly, 60)).to_vec();
    let order = Order {
        accounts: 1000,
        months: 36,
        seed: 1,
        form: Form::Csv,
        planted,
    };
    let garden = super::plant::Garden::new(&order);
    let mut counts: BTreeMap<Anomaly, u64> = BTreeMap::new();
    for place in 0..1000 {
        if let Some((anomaly, _)) = garden.at(place) {
            *counts.entry(anomaly).or_default() += 1;
        }
    }
    assert!(Anomaly::ALL.iter().all(|anomaly| counts[anomaly] == 60));
}
