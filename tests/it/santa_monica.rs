//! Real reads of a water utility: one file, no customers, meters, bills or money.

use super::support::{Ran, Row, csv, program, ran, report, root, rows_of, same, tree};
use flate2::read::GzDecoder;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::PathBuf;
use std::sync::LazyLock;

struct Published {
    _folder: tempfile::TempDir,
    out: PathBuf,
    ran: Ran,
}

fn published(threads: &str) -> Published {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let mapping = "mappings/santa-monica-water.toml";
    let arguments = ["run", mapping, "--threads", threads, "--out"];
    let ran = ran(program().args(arguments).arg(&out)).expect(0);
    Published {
        _folder: folder,
        out,
        ran,
    }
}

static ONE_THREAD: LazyLock<Published> = LazyLock::new(|| published("1"));

/// The reads, as the test itself finds them.
static READS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let file = root().join("fixtures/santa-monica-water/usage.csv.gz");
    let mut text = String::new();
    let file = std::fs::File::open(file).unwrap();
    GzDecoder::new(file).read_to_string(&mut text).unwrap();
    rows_of(&text)
});

/// Returns (rows, rows without an account, rows that repeat an earlier one, rows to be carried).
fn counted() -> [u64; 4] {
    let (mut seen, mut counts) = (BTreeSet::new(), [0; 4]);
    for row in READS.iter() {
        let cells: Vec<&String> = row.values().collect();
        let (no_account, repeats) = (row["cust_id"] == "0", !seen.insert(cells));
        let inside = row["usage_date"].as_str() >= "2014-10-01";
        counts[0] += 1;
        counts[1] += u64::from(no_account);
        counts[2] += u64::from(repeats && !no_account);
        counts[3] += u64::from(inside && !repeats && !no_account);
    }
    counts
}

#[test]
fn every_row_is_carried_dropped_by_a_named_rule_or_refused() {
    let [rows, no_account, repeated, carried] = counted();
    assert_eq!((rows, no_account), (104_118, 34));
    let report = report(&ONE_THREAD.out);
    let file = &report["rows"][0];
    assert_eq!(file["rows_read"], rows);
    assert_eq!(file["rows_rejected"], no_account);
    assert_eq!(file["rows_carried"], carried);
    assert_eq!(file["dropped"]["repeated_row"], repeated);
    assert_eq!(
        file["dropped"]["before_window"],
        rows - no_account - repeated - carried
    );
    let rejects = csv(&ONE_THREAD.out.join("rejects.csv"));
    assert_eq!(rejects.len(), 34);
    assert!(
        rejects
            .iter()
            .all(|row| row["code"] == "row::blank" && row["column"] == "cust_id")
    );
}

#[test]
fn every_account_that_a_read_names_is_numbered() {
    let crosswalk = csv(&ONE_THREAD.out.join("crosswalk.csv"));
    let legacy: BTreeSet<&String> = crosswalk
        .iter()
        .map(|r| &r["legacy_account_number"])
        .collect();
    let named: BTreeSet<&String> = READS
        .iter()
        .map(|r| &r["cust_id"])
        .filter(|id| *id != "0")
        .collect();
    assert_eq!(named.len(), 8_732);
    assert_eq!(legacy, named);
    let numbers: BTreeSet<&String> = crosswalk.iter().map(|row| &row["account_number"]).collect();
    assert_eq!(numbers.len(), 8_732);
    assert!(
        numbers
            .iter()
            .all(|n| n.len() == 10 && super::sample::luhn(n))
    );
}

#[test]
fn the_carried_consumption_is_that_of_the_window() {
    let mut seen = BTreeSet::new();
    let mut expected = BTreeMap::<&str, i64>::new();
    for row in READS.iter() {
        let cells: Vec<&String> = row.values().collect();
        let inside = row["usage_date"].as_str() >= "2014-10-01" && row["cust_id"] != "0";
        if seen.insert(cells) && inside {
            *expected.entry(&row["cust_id"]).or_default() +=
                row["usage_ccf"].parse::<i64>().unwrap();
        }
    }
    let portal = rusqlite::Connection::open(ONE_THREAD.out.join("portal.db")).unwrap();
    let sql = "SELECT legacy_account_number, CAST(sum(quantity) AS INTEGER), min(unit) || max(unit)
        FROM usage JOIN account USING (account_number) GROUP BY legacy_account_number";
    let mut query = portal.prepare(sql).unwrap();
    let found: BTreeMap<String, i64> = query
        .query_map([], |row| {
            assert_eq!(row.get::<_, String>(2)?, "CCFCCF");
            Ok((row.get(0)?, row.get(1)?))
        })
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let expected: BTreeMap<String, i64> = expected
        .into_iter()
        .map(|(id, sum)| (id.to_owned(), sum))
        .collect();
    assert!(found == expected, "sums differ");
}

#[test]
fn checks_without_data_are_not_applicable_and_say_why() {
    let report = report(&ONE_THREAD.out);
    for check in report["verification"].as_array().unwrap() {
        let id = check["id"].as_str().unwrap();
        let applies = ["V1", "V5", "V10"].contains(&id);
        let status = if applies { "passed" } else { "not_applicable" };
        assert_eq!(check["status"], status, "{id}");
        assert_eq!(
            check["details"].as_array().unwrap().is_empty(),
            applies,
            "{check}"
        );
    }
    let line = "checks     V1 V5 V10 passed; V2 V3 V4 V6 V7 V8 V9 not applicable";
    assert!(
        ONE_THREAD.ran.stdout.contains(line),
        "{}",
        ONE_THREAD.ran.stdout
    );
    assert!(report["balances"].is_null() && report["letters"].is_null());
}

#[test]
fn threads_leave_no_trace_in_out() {
    let many = published("4");
    same(&tree(&ONE_THREAD.out), &tree(&many.out));
}
