//! The statements that make the portal database, and those that load and read a table.

use crate::record::portal::TABLES as TABLES_AND_COLUMNS;
use crate::record::portal_keys::key_of;

/// Makes the tables.
pub(super) const TABLES: &str = include_str!("../sql/sqlite/tables.sql");
/// Makes the indexes, and gathers statistics.
pub(super) const INDEXES: &str = include_str!("../sql/sqlite/indexes.sql");

/// Makes the views.
pub(super) const VIEWS: &str = include_str!("../sql/views.sql");
/// Makes the table of touched rows.
const WATCH: &str = include_str!("../sql/sqlite/watch.sql");

/// Returns the statements that have touched rows noted.
pub(super) fn watch() -> String {
    let mut sql = WATCH.to_owned();
    for (table, _) in TABLES_AND_COLUMNS {
        for (operation, row) in [("insert", "NEW"), ("update", "OLD"), ("delete", "OLD")] {
            let key: Vec<String> = key_of(table).iter().map(|c| format!("{row}.{c}")).collect();
            let key = key.join(" || ' ' || ");
            sql += &format!(
                "CREATE TRIGGER {table}_{operation} AFTER {operation} ON {table} BEGIN \
                 INSERT INTO touched_row (table_name, row_key, operation) \
                 VALUES ('{table}', {key}, '{operation}'); END;\n"
            );
        }
    }
    sql
}

/// Returns the statement that loads one row. Names come from the row structs, never from outside.
pub(super) fn insert(table: &str, columns: &[&str]) -> String {
    let marks = vec!["?"; columns.len()].join(", ");
    format!(
        "INSERT INTO {table} ({}) VALUES ({marks})",
        columns.join(", ")
    )
}

/// Returns the statement that reads a table in the order of its key. Every value comes as it is
/// stored, decimals as text. The order is asked for: an index that has all columns would else give
/// its own.
pub(super) fn select(table: &str, columns: &[&str]) -> String {
    let columns: Vec<String> = columns
        .iter()
        .map(|c| match *c {
            "quantity" | "multiplier" => format!("CAST({c} AS TEXT)"),
            other => other.to_owned(),
        })
        .collect();
    let key = key_of(table).join(", ");
    format!("SELECT {} FROM {table} ORDER BY {key}", columns.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::portal::TABLES as ROWS;
    use std::collections::BTreeMap;

    /// Table and column names as the schema file has them.
    fn declared() -> BTreeMap<String, Vec<String>> {
        let mut tables = BTreeMap::new();
        let mut open: Option<(String, Vec<String>)> = None;
        for line in TABLES.lines() {
            if let Some(name) = line.strip_prefix("CREATE TABLE ") {
                open = Some((name.trim_end_matches(" (").to_owned(), Vec::new()));
            } else if line.starts_with(") WITHOUT ROWID") {
                let (name, columns) = open.take().unwrap();
                tables.insert(name, columns);
            } else if let (Some((_, columns)), Some(word)) =
                (&mut open, line.split_whitespace().next())
                && !["PRIMARY", "FOREIGN"].contains(&word)
            {
                columns.push(word.to_owned());
            }
        }
        tables
    }

    #[test]
    fn row_structs_and_schema_agree() {
        let declared = declared();
        assert_eq!(declared.len(), ROWS.len());
        for (table, columns) in ROWS {
            assert_eq!(&declared[*table], columns, "{table}");
        }
    }

    #[test]
    fn keys_of_account_tables_begin_with_the_account_number() {
        for (table, columns) in ROWS
            .iter()
            .filter(|(t, c)| c.contains(&"account_number") && *t != "crosswalk")
        {
            assert_eq!(columns[0], "account_number", "{table}");
            let body = TABLES
                .split(&format!("CREATE TABLE {table} ("))
                .nth(1)
                .unwrap();
            let body = &body[..body.find(") WITHOUT ROWID").unwrap()];
            assert!(
                body.contains("PRIMARY KEY (account_number")
                    || body.contains("account_number TEXT NOT NULL PRIMARY KEY")
                    || body.contains("account_number        TEXT NOT NULL PRIMARY KEY"),
                "{table}"
            );
        }
    }
}
