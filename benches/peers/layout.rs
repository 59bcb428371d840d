//! What the peers are given beside the exports: the portal's tables, keys and indexes, the new
//! account numbers and calendar of our own run (they cannot be had in SQL), and two days of the
//! mapping's policy. The benchmark and the test of the peers' scripts share it.

use rusqlite::Connection;
use std::error::Error;
use std::fmt::Write;
use std::fs;
use std::path::Path;

/// What this module fails with.
type Failure = Box<dyn Error>;

const POSTGRES: [(&str, &str); 4] = [
    (
        "postgres-tables.sql",
        include_str!("../../src/portal/sql/postgres/tables.sql"),
    ),
    (
        "postgres-keys.sql",
        include_str!("../../src/portal/sql/postgres/keys.sql"),
    ),
    (
        "postgres-references.sql",
        include_str!("../../src/portal/sql/postgres/references.sql"),
    ),
    (
        "postgres-indexes.sql",
        include_str!("../../src/portal/sql/postgres/indexes.sql"),
    ),
];
const SQLITE_TABLES: &str = include_str!("../../src/portal/sql/sqlite/tables.sql");
const SQLITE_INDEXES: &str = include_str!("../../src/portal/sql/sqlite/indexes.sql");

/// Writes the folder `handed` for a delivery and the OUT of our run of it.
///
/// # Errors
/// Where a file cannot be read or written.
pub fn hand_over(handed: &Path, out: &Path, policy: &str) -> Result<(), Failure> {
    fs::create_dir_all(handed)?;
    for name in ["crosswalk.csv", "billing-calendar.csv"] {
        fs::copy(out.join(name), handed.join(name))?;
    }
    for (name, text) in POSTGRES {
        fs::write(handed.join(name), text)?;
    }
    let (tables, keys) = usual_layout()?;
    fs::write(handed.join("sqlite-tables.sql"), tables)?;
    fs::write(handed.join("sqlite-keys.sql"), keys)?;
    fs::write(handed.join("policy"), policy)?;
    Ok(())
}

/// Returns the two days that the peers need, as a shell reads them: the first of the history window,
/// and the first whose drafts are cancelled.
///
/// # Errors
/// Where the mapping or the calendar does not tell.
pub fn policy(mapping: &str, history_from: &str) -> Result<String, Failure> {
    let cancel_from = mapping
        .split("cancel_from = ")
        .nth(1)
        .and_then(|rest| rest.get(..10))
        .ok_or("the mapping has no `cancel_from`")?;
    Ok(format!(
        "HISTORY_FROM={history_from}\nCANCEL_FROM={cancel_from}\n"
    ))
}

/// Returns the portal's SQLite tables as most would make them, rows by rowid and keys as indexes of
/// their own, and the statements that make keys and indexes. References are left out: SQLite does not
/// check them in a load.
fn usual_layout() -> Result<(String, String), Failure> {
    let database = Connection::open_in_memory()?;
    database.execute_batch(SQLITE_TABLES)?;
    let mut names = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'")?;
    let names: Vec<String> = names
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let (mut tables, mut keys) = (String::new(), String::new());
    for name in names {
        let mut about = database.prepare(&format!("PRAGMA table_info({name})"))?;
        let columns: Vec<(String, String, bool, u32)> = about
            .query_map([], |row| {
                Ok((row.get(1)?, row.get(2)?, row.get(3)?, row.get(5)?))
            })?
            .collect::<Result<_, _>>()?;
        let declared: Vec<String> = columns
            .iter()
            .map(|(column, kind, needed, _)| {
                let needed = if *needed { " NOT NULL" } else { "" };
                format!("{column} {kind}{needed}")
            })
            .collect();
        let mut key: Vec<_> = columns.iter().filter(|column| column.3 > 0).collect();
        key.sort_by_key(|column| column.3);
        let key: Vec<&str> = key.iter().map(|column| column.0.as_str()).collect();
        writeln!(tables, "CREATE TABLE {name} ({});", declared.join(", "))?;
        let key = key.join(", ");
        writeln!(keys, "CREATE UNIQUE INDEX {name}_key ON {name} ({key});")?;
    }
    Ok((tables, keys + SQLITE_INDEXES))
}
