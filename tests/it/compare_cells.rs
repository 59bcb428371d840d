//! `cutover compare` sees every cell: one that is changed, anywhere in a portal database, is told,
//! and nothing else is.

use super::sandbox::PUBLISHED;
use super::support::{Row, csv};
use cutover::flow::compare::{Compared, Request, compare};
use cutover::record::portal::TABLES;
use cutover::record::portal_keys::key_of;
use proptest::prelude::*;
use rusqlite::Connection;
use rusqlite::types::Value;
use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

/// Columns that say where a row stood in its file, or of which run it is: a row is found again
/// though they changed.
const PLACES: [(&str, &str); 5] = [
    ("cutover_run", "run_id"),
    ("source_file", "run_id"),
    ("control_total", "run_id"),
    ("usage", "usage_id"),
    ("activity_log", "sequence"),
];

/// The sample's database, with some rows in every table.
static FULL: LazyLock<(tempfile::TempDir, PathBuf)> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("portal.db");
    fs::copy(PUBLISHED.out.join("portal.db"), &path).unwrap();
    let portal = open(&path);
    let mut filled = 0;
    for (table, columns) in TABLES {
        if count(&portal, table) == 0 {
            filled += 1;
            for number in 1..=3 {
                let values: Vec<String> = columns
                    .iter()
                    .map(|column| format!("'{column} {number}'"))
                    .collect();
                let values = values.join(", ");
                let insert = format!("INSERT INTO {table} VALUES ({values})");
                portal.execute(&insert, []).unwrap();
            }
        }
    }
    assert!(filled < TABLES.len() / 2, "the sample fills most tables");
    (folder, path)
});

fn open(path: &std::path::Path) -> Connection {
    let portal = Connection::open(path).unwrap();
    portal.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
    portal
}

fn count(portal: &Connection, table: &str) -> usize {
    let sql = format!("SELECT count(*) FROM {table}");
    let count: i64 = portal.query_row(&sql, [], |row| row.get(0)).unwrap();
    usize::try_from(count).unwrap()
}

/// Compares a changed copy with the database, and returns the details.
fn told(change: impl FnOnce(&Connection)) -> (Compared, Vec<Row>) {
    let folder = tempfile::tempdir().unwrap();
    let (before, after) = (&FULL.1, folder.path().join("portal.db"));
    fs::copy(before, &after).unwrap();
    change(&open(&after));
    let details = folder.path().join("details.csv");
    let url = |path: &std::path::Path| format!("sqlite:{}", path.display());
    let compared = compare(&Request {
        before: &url(before),
        after: &url(&after),
        before_database: None,
        after_database: None,
        details: Some(&details),
        progress: false,
    })
    .unwrap();
    (compared, csv(&details))
}

/// Changes a cell. Returns the key of its row before.
fn spoil(portal: &Connection, (table, row, column): (&str, usize, &str)) -> Vec<String> {
    let names = key_of(table);
    let keys = names.join(", ");
    let sql = format!("SELECT {keys} FROM {table} ORDER BY {keys} LIMIT 1 OFFSET {row}");
    let key: Vec<Value> = portal
        .query_row(&sql, [], |row| {
            (0..names.len()).map(|i| row.get(i)).collect()
        })
        .unwrap();
    let places: Vec<String> = names.iter().map(|name| format!("{name} = ?")).collect();
    let sql = format!(
        "UPDATE {table} SET {column} = CASE typeof({column}) WHEN 'text' THEN {column} || '~' \
         WHEN 'null' THEN '~' ELSE {column} + 1000000 END WHERE {}",
        places.join(" AND ")
    );
    let changed = portal.execute(&sql, rusqlite::params_from_iter(key.iter()));
    assert_eq!(changed.unwrap(), 1);
    let text = |value: &Value| match value {
        Value::Text(text) => text.clone(),
        Value::Integer(number) => number.to_string(),
        Value::Null | Value::Real(_) | Value::Blob(_) => panic!("{value:?} in a key"),
    };
    key.iter().map(text).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_changed_cell_is_told_and_no_other(table in 0..TABLES.len(), row: u32, column: u32) {
        let (table, columns) = TABLES[table];
        let column = columns[column as usize % columns.len()];
        let mut key = Vec::new();
        let (compared, lines) = told(|portal| {
            let row = row as usize % count(portal, table);
            key = spoil(portal, (table, row, column));
        });
        prop_assert!(!compared.difference.same);
        // A total that is another is more than another origin of the same result.
        let origin = ["cutover_run", "source_file"].contains(&table)
            || (table, column) == ("control_total", "run_id");
        prop_assert_eq!(compared.difference.same_content, origin);
        let counts: Vec<_> = compared.difference.tables.iter().filter(|t| !t.same()).collect();
        prop_assert_eq!(counts.len(), 1);
        prop_assert_eq!(counts[0].table, table);
        prop_assert!(lines.iter().all(|line| line["table"] == table));
        let changes: Vec<&str> = lines.iter().map(|line| line["change"].as_str()).collect();
        let is_key = key_of(table).contains(&column) && !PLACES.contains(&(table, column));
        if is_key {
            prop_assert_eq!(changes.iter().filter(|change| **change == "new").count(), 1);
            prop_assert_eq!(changes.iter().filter(|change| **change == "gone").count(), 1);
            prop_assert_eq!((changes.len(), counts[0].new, counts[0].gone), (2, 1, 1));
            let gone = lines.iter().find(|line| line["change"] == "gone").unwrap();
            prop_assert_eq!(&gone["key"], &key.join(";"));
        } else {
            prop_assert_eq!(changes, ["changed"]);
            prop_assert_eq!(&lines[0]["column"], column);
            prop_assert_eq!(counts[0].columns.get(column), Some(&1));
            prop_assert_eq!((counts[0].changed, counts[0].columns.len()), (1, 1));
            if column == "password_hash" {
                prop_assert_eq!(&lines[0]["after"], "(not shown)");
            } else {
                prop_assert!(lines[0]["before"] != lines[0]["after"]);
            }
            if !PLACES.contains(&(table, column)) {
                prop_assert_eq!(&lines[0]["key"], &key.join(";"));
            }
        }
    }
}

#[test]
fn nothing_is_told_of_a_copy() {
    let (compared, lines) = told(|_| {});
    assert!(compared.difference.same && lines.is_empty());
    assert_eq!(compared.difference.tables.len(), TABLES.len());
    assert!(
        compared
            .difference
            .tables
            .iter()
            .all(|table| table.before > 0)
    );
}

#[test]
fn the_keys_are_those_of_the_database() {
    let portal = open(&FULL.1);
    for (table, _) in TABLES {
        let sql = "SELECT name FROM pragma_table_info(?1) WHERE pk > 0 ORDER BY pk";
        let mut query = portal.prepare(sql).unwrap();
        let names = query
            .query_map([table], |row| row.get::<_, String>(0))
            .unwrap();
        let names: Vec<String> = names.map(Result::unwrap).collect();
        assert_eq!(names, key_of(table), "{table}");
    }
}

#[test]
fn a_row_that_is_new_or_gone_is_told_once() {
    let (compared, lines) = told(|portal| {
        let gone = portal.execute(
            "DELETE FROM payment WHERE payment_id IN (SELECT min(payment_id) FROM payment)",
            [],
        );
        assert_eq!(gone.unwrap(), 1);
        portal
            .execute("INSERT INTO budget_plan VALUES ('another', 1, 2, 3)", [])
            .unwrap();
    });
    let changes: Vec<_> = lines
        .iter()
        .map(|line| (line["table"].as_str(), line["change"].as_str()))
        .collect();
    assert_eq!(changes, [("payment", "gone"), ("budget_plan", "new")]);
    assert!(compared.findings.is_empty());
}
