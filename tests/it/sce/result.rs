//! SCE's result, made once, and what its extract notes say.

use super::super::sample::cents;
use super::super::support::{Row, program, ran, root};
use rusqlite::types::ValueRef;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

pub struct Published {
    _folder: tempfile::TempDir,
    pub out: PathBuf,
}

pub static PUBLISHED: LazyLock<Published> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let arguments = ["run", "mappings/sce.toml", "--out"];
    ran(program().args(arguments).arg(&out)).expect(0);
    Published {
        _folder: folder,
        out,
    }
});

/// Returns the extract notes.
pub fn notes() -> String {
    std::fs::read_to_string(root().join("fixtures/sce/EXTRACT.md")).unwrap()
}

/// Returns file, rows, and cents by column of the rows that posted, as the notes have them.
pub fn totals() -> Vec<(String, u64, BTreeMap<String, i64>)> {
    let of_line = |line: &str| {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let [_, file, rows, _, totals, _] = cells[..] else {
            return None;
        };
        let totals = totals.split(';').filter_map(|total| {
            let (column, amount) = total.trim().split_once(' ')?;
            Some((column.to_owned(), cents(amount)))
        });
        let is_file = file.ends_with(".DAT");
        is_file.then(|| (file.to_owned(), rows.parse().unwrap(), totals.collect()))
    };
    notes().lines().filter_map(of_line).collect()
}

/// Returns file and record of the defects that the notes name.
pub fn known_defects() -> BTreeSet<(String, u64)> {
    let of_line = |line: &str| {
        let (file, rest) = line.strip_prefix("- ")?.split_once(", record ")?;
        let (record, _) = rest.split_once(':')?;
        Some((file.to_owned(), record.parse().unwrap()))
    };
    notes().lines().filter_map(of_line).collect()
}

/// Returns the rows of a query, cells joined by `|`.
pub fn dump(out: &Path, sql: &str) -> Vec<String> {
    let portal = rusqlite::Connection::open(out.join("portal.db")).unwrap();
    let mut query = portal.prepare(sql).unwrap();
    let width = query.column_count();
    let row = |row: &rusqlite::Row<'_>| {
        let cell = |at| {
            Ok(match row.get_ref(at)? {
                ValueRef::Null => String::new(),
                ValueRef::Integer(n) => n.to_string(),
                ValueRef::Text(_) | ValueRef::Real(_) | ValueRef::Blob(_) => row.get(at)?,
            })
        };
        let cells: rusqlite::Result<Vec<String>> = (0..width).map(cell).collect();
        Ok(cells?.join("|"))
    };
    query
        .query_map([], row)
        .unwrap()
        .map(Result::unwrap)
        .collect()
}

/// Returns file and row of every refused row, with its code.
pub fn refused(rejects: &[Row]) -> BTreeSet<(String, u64, String)> {
    let place = |row: &Row| {
        let number = row["row"].parse().unwrap();
        (row["file"].clone(), number, row["code"].clone())
    };
    rejects.iter().map(place).collect()
}

pub fn text(text: &str) -> String {
    text.to_owned()
}
