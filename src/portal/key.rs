//! The primary key of each table, the same in every database.

/// The statements that make the keys on a PostgreSQL server, one a line: the list of them.
pub(super) const KEYS: &str = include_str!("sql/postgres/keys.sql");

/// Returns the columns of a table's primary key; none for a table that is not the portal's.
pub(super) fn key(table: &str) -> Vec<&'static str> {
    let start = format!("ALTER TABLE {table} ADD PRIMARY KEY (");
    let columns = KEYS
        .lines()
        .find_map(|line| line.strip_prefix(start.as_str())?.strip_suffix(");"));
    columns
        .map(|columns| columns.split(", ").collect())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::portal::TABLES;

    #[test]
    fn every_table_has_a_key_of_its_columns_and_account_tables_begin_with_the_number() {
        for (table, columns) in TABLES {
            let key = key(table);
            assert!(
                !key.is_empty() && key.iter().all(|c| columns.contains(c)),
                "{table} {key:?}"
            );
            if columns.contains(&"account_number") && *table != "crosswalk" {
                assert_eq!(key[0], "account_number", "{table}");
            }
        }
    }
}
