//! That a copy is what it is a copy of, and that the judgement can fail.

use super::copy::{NewCells, copy};
use super::judge::{Canary, judge, rows_that_differ};
use super::plant::Sown;
use super::search::Search;
use super::values::{self, Planted};
use super::{canary, refused_copy};
use crate::diag::finding::Finding;
use crate::diag::render::render;
use crate::flow::{Failure, Job, MappingFile, Outcome, delivery, run};
use crate::portal::{Portal, Store};
use crate::record::payment_kind::PaymentKind;
use crate::record::portal::TABLES;
use crate::record::raw::RawRow;
use crate::settings::{Settings, Terminal};
use crate::write::removal::RemovedData;
use crate::write::report::Report;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

const UTILITIES: [&str; 5] = ["benton-pud", "medford-water", "sce", "smud", "beacon"];

fn job(utility: &str, out: &Path) -> Job {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let mapping = root.join(format!("mappings/{utility}.toml"));
    let settings = Settings {
        mapping: mapping.clone(),
        exports: None,
        out: Some(out.to_owned()),
        database: None,
        only: Vec::new(),
        crosswalk: None,
        key: None,
        terminal: Terminal {
            progress: false,
            colour: false,
            width: 100,
        },
    };
    Job::open(MappingFile::read(&mapping).unwrap(), &settings).unwrap()
}

/// The rows of the portal's tables, but for those that name the run and its files' digests.
fn portal(out: &Path) -> BTreeMap<&'static str, Vec<String>> {
    let mut portal = Portal::open(&Store::File(out.join("portal.db"))).unwrap();
    let mut tables = BTreeMap::new();
    let named = ["cutover_run", "source_file", "control_total"];
    for (table, columns) in TABLES.iter().filter(|(table, _)| !named.contains(table)) {
        let rows: &mut Vec<String> = tables.entry(*table).or_default();
        portal
            .each_row(table, columns, |values| rows.push(format!("{values:?}")))
            .unwrap();
    }
    portal.close().unwrap();
    tables
}

/// The report but for digests, sizes and the run's name.
fn figures(report: &Report) -> serde_json::Value {
    let mut value = serde_json::to_value(report).unwrap();
    value["run"]["run_id"].take();
    // A copied workbook has the sheets that are read.
    value["payment_data"]["places_looked_at"].take();
    for rows in value["rows"].as_array_mut().unwrap() {
        rows["sha256"].take();
        rows["bytes"].take();
    }
    value
}

#[test]
fn a_copy_without_values_comes_to_the_same_result() {
    for utility in UTILITIES {
        let home = tempfile::tempdir().unwrap();
        let (one, two) = (home.path().join("one"), home.path().join("two"));
        let original = job(utility, &one);
        let files = delivery::open(&original).unwrap();
        let exports = home.path().join("exports");
        copy((&original.exports, &files), &exports, &NewCells::new()).unwrap();
        let copied = original.elsewhere(&exports, &two);
        let (first, second) = (run::run(&original).unwrap(), run::run(&copied).unwrap());
        assert_eq!(figures(&first.report), figures(&second.report), "{utility}");
        let crosswalk = |out: &Path| std::fs::read(out.join("crosswalk.csv")).unwrap();
        assert!(crosswalk(&one) == crosswalk(&two), "{utility}");
        assert_eq!(first.rejects, second.rejects, "{utility}");
        let (before, after) = (portal(&one), portal(&two));
        for (table, rows) in before {
            assert!(rows == after[table], "{utility} {table}");
        }
    }
}

#[test]
fn packed_files_and_large_workbooks_copy_too() {
    for utility in ["santa-monica-water", "portfolio-manager"] {
        let home = tempfile::tempdir().unwrap();
        let original = job(utility, &home.path().join("one"));
        let files = delivery::open(&original).unwrap();
        let exports = home.path().join("exports");
        copy((&original.exports, &files), &exports, &NewCells::new()).unwrap();
        let copied = original.on(&exports);
        for (one, two) in files.iter().zip(delivery::open(&copied).unwrap()) {
            let (mut one, mut two) = (one.raw_reader().unwrap(), two.raw_reader().unwrap());
            let (mut row, mut other) = (RawRow::default(), RawRow::default());
            while one.next(&mut row).unwrap() {
                assert!(two.next(&mut other).unwrap(), "{utility}");
                let same = row.cells == other.cells && row.number == other.number;
                assert!(same, "{utility} row {}", row.number);
            }
            assert!(!two.next(&mut other).unwrap(), "{utility}");
        }
    }
}

#[test]
fn what_is_printed_is_searched_and_tells_a_value_that_leaks() {
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("out");
    let published = values::PUBLISHED.map(|(_, number)| number).join("; ");
    let leak = |_: &Outcome| vec![("the summary on stdout".to_owned(), published.clone())];
    let canary = canary(&job("benton-pud", &out), &leak).unwrap();
    assert!(!canary.is_green());
    assert!(canary.escaped > 5, "{canary:?}");
    assert_eq!(canary.caught + canary.escaped, canary.planted);
    let told = &canary.escapes[0];
    assert_eq!(told.place, "the summary on stdout");
    assert_eq!(told.kind, "card_number");
    assert!(canary.faults.is_empty(), "{:?}", canary.faults);
    assert_eq!(std::fs::read_dir(home.path()).unwrap().count(), 0);
}

fn sown(value: Planted) -> Sown {
    Sown {
        file: "NOTES.csv".to_owned(),
        column: "TEXT".to_owned(),
        tables: 1,
        value,
    }
}

fn report(cards: u64) -> Report {
    let mut report = Report::clone(&SAMPLE.with(Clone::clone));
    report.payment_data.dropped.clear();
    report.payment_data.redacted = vec![RemovedData {
        file: "NOTES.csv".to_owned(),
        column: "TEXT".to_owned(),
        kind: "card_number".to_owned(),
        count: cards,
        rows: cards,
        rule: "redacted_in_text".to_owned(),
    }];
    report
}

thread_local! {
    static SAMPLE: Report = {
        let home = tempfile::tempdir().unwrap();
        run::plan(&job("portfolio-manager", &home.path().join("out"))).unwrap().report
    };
}

/// Two cards are planted; the run counts so many, and leaves these files.
fn judged(counted: u64, left: &[(&str, &[u8])]) -> Canary {
    let home = tempfile::tempdir().unwrap();
    for (name, bytes) in left {
        let path = home.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    let sown = [sown(values::card(0, 0)), sown(values::card(3, 0))];
    let mut search = Search::new(&sown);
    search.folder(home.path()).unwrap();
    judge(
        &sown,
        (&report(7), &report(7 + counted)),
        &search.hits.found,
    )
}

#[test]
fn both_values_counted_and_nowhere_is_green() {
    let canary = judged(2, &[("crosswalk.csv", b"a,b\n")]);
    assert!(canary.is_green(), "{canary:?}");
    assert_eq!((canary.planted, canary.caught, canary.escaped), (2, 2, 0));
}

#[test]
fn a_value_in_any_file_is_red_and_the_file_is_told() {
    let wide: Vec<u8> = "4111 1111 1111 1111"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let ebcdic: Vec<u8> = "4111111111111111".bytes().map(|b| b + 0xc0).collect();
    for (name, bytes) in [
        ("portal.db-wal", &b"x4111111111111111x"[..]),
        ("rejects.csv", b"Card 4111-1111-1111-1111"),
        ("rejects/Notes.txt", &wide),
        ("rejects/ADJHIST.DAT", &ebcdic),
        ("4111111111111111.txt", b""),
    ] {
        let canary = judged(2, &[(name, bytes)]);
        assert!(!canary.is_green(), "{name}");
        assert_eq!((canary.caught, canary.escaped), (1, 1), "{name}");
        assert!(canary.escapes[0].place.contains(name), "{name}");
    }
}

#[test]
fn a_value_that_is_not_counted_is_red() {
    let canary = judged(1, &[]);
    assert!(!canary.is_green());
    assert_eq!((canary.caught, canary.escaped), (1, 0));
}

#[test]
fn counts_that_nothing_planted_explains_are_red() {
    let canary = judged(3, &[]);
    assert_eq!(canary.caught, 2);
    assert!(!canary.is_green());
    let elsewhere = judge(&[], (&report(7), &report(8)), &BTreeMap::new());
    assert_eq!(elsewhere.faults.len(), 1);
}

#[test]
fn rows_with_another_fate_are_red_and_nothing_planted_is_too() {
    let before = report(7).rows;
    let mut after = before.clone();
    assert!(rows_that_differ(&before, &after).is_empty());
    after[0].rows_carried -= 1;
    after[0].rows_rejected += 1;
    assert_eq!(rows_that_differ(&before, &after).len(), 1);
    assert!(!Canary::default().is_green());
}

#[test]
fn no_result_shows_a_value() {
    let planted = sown(values::card(0, 0));
    let canary = judged(2, &[("rejects.csv", b"4111111111111111")]);
    let shown = format!("{canary:?}{}", serde_json::to_string(&canary).unwrap());
    assert!(!shown.contains(&planted.value.text));
    assert_eq!(planted.value.kind, PaymentKind::CardNumber);
}

/// No delivery is known that is refused only once test values stand in it.
#[test]
fn a_refused_copy_says_that_it_was_the_copy() {
    let refusal = Failure::Exports(vec![Finding::error("read::no_rows", "BILL.csv: no rows")]);
    let Failure::Exports(found) = refused_copy(refusal) else {
        panic!("it is a refusal still");
    };
    insta::assert_snapshot!(render(&found[1..], None, 100, false), @"
    canary::copy_refused

      ☞ the delivery itself could be read: what is refused is the copy of it, in which test values may
      │ stand
      help: the rows that the findings above name are those of the delivery; `cutover check` tells
            whether they pass without test values

    1 note
    ");
}
