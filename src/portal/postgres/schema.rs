//! The statements that make the portal's schema, in the order in which they run.

/// Makes the tables, bare.
pub(super) const TABLES: &str = include_str!("../sql/postgres/tables.sql");
/// Makes the primary keys.
pub(super) const KEYS: &str = include_str!("../sql/postgres/keys.sql");
use crate::record::portal::TABLES as ROWS;
use crate::record::portal_keys::key_of;

/// Makes the foreign keys.
pub(super) const REFERENCES: &str = include_str!("../sql/postgres/references.sql");
/// Makes the indexes.
pub(super) const INDEXES: &str = include_str!("../sql/postgres/indexes.sql");

/// Makes the views.
pub(super) const VIEWS: &str = include_str!("../sql/views.sql");
/// Makes the table of touched rows, and the function that notes one.
const WATCH: &str = include_str!("../sql/postgres/watch.sql");

/// Returns the statements that have touched rows noted.
pub(super) fn watch() -> String {
    let mut sql = WATCH.to_owned();
    for (table, _) in ROWS {
        let key: Vec<String> = key_of(table).iter().map(|c| format!("'{c}'")).collect();
        let note = format!("EXECUTE FUNCTION note_touched_row({})", key.join(", "));
        sql += &format!(
            "CREATE TRIGGER touched AFTER INSERT OR UPDATE OR DELETE ON {table} FOR EACH ROW {note};\n\
             CREATE TRIGGER truncated AFTER TRUNCATE ON {table} FOR EACH STATEMENT {note};\n"
        );
    }
    sql
}

/// The schema that the portal reads.
pub(super) const LIVE: &str = "portal";
/// The schema that it read before.
pub(super) const FORMER: &str = "portal_previous";
/// The schema that is being written; nobody reads it yet.
pub(super) const NEXT: &str = "portal_next";

/// Returns the statements of a file, without its comments.
pub(super) fn statements(sql: &str) -> impl Iterator<Item = &str> {
    let statements = sql.split(";\n").map(|statement| {
        let lines = statement
            .lines()
            .skip_while(|line| line.starts_with("--") || line.is_empty());
        let first = lines.clone().next();
        first.map_or("", |first| {
            let at = first.as_ptr() as usize - statement.as_ptr() as usize;
            statement.get(at..).unwrap_or_default()
        })
    });
    statements.filter(|statement| !statement.trim().is_empty())
}

/// Returns the statement that reads a table in the order of its key.
pub(super) fn copy_out(schema: &str, table: &str, columns: &[&str], key: &[&str]) -> String {
    let (columns, key) = (columns.join(", "), key.join(", "));
    format!(
        "COPY (SELECT {columns} FROM {schema}.{table} ORDER BY {key}) TO STDOUT (FORMAT binary)"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::portal::KINDS;
    use crate::record::value::Kind;

    /// Returns a table's columns with their types, as the schema file has them.
    fn declared(table: &str) -> Vec<(String, String)> {
        let body = TABLES
            .split(&format!("CREATE TABLE {table} (\n"))
            .nth(1)
            .unwrap();
        let body = body.split("\n);").next().unwrap();
        let column = |line: &str| {
            let line = line
                .split("--")
                .next()
                .unwrap()
                .trim()
                .trim_end_matches(',');
            let (name, rest) = line.split_once(' ').unwrap();
            (
                name.to_owned(),
                rest.trim().trim_end_matches(" NOT NULL").to_owned(),
            )
        };
        body.lines().map(column).collect()
    }

    #[test]
    fn row_structs_and_schema_agree_in_columns_and_types() {
        for ((table, columns), (_, kinds)) in ROWS.iter().zip(KINDS) {
            let typed = |kind: &Kind| match kind {
                Kind::Text => "text COLLATE \"C\"",
                Kind::Stamp => "timestamptz",
                Kind::Int => "bigint",
                Kind::Bool => "boolean",
                Kind::Date => "date",
                Kind::Decimal => "numeric",
            };
            let wanted: Vec<_> = columns
                .iter()
                .zip(*kinds)
                .map(|(column, kind)| ((*column).to_owned(), typed(kind).to_owned()))
                .collect();
            assert_eq!(declared(table), wanted, "{table}");
        }
    }

    #[test]
    fn keys_are_those_of_every_database() {
        let stated: Vec<&str> = statements(KEYS).collect();
        let wanted: Vec<String> = { ROWS.iter() }
            .map(|(table, _)| {
                let key = key_of(table).join(", ");
                format!("ALTER TABLE {table} ADD PRIMARY KEY ({key})")
            })
            .collect();
        assert_eq!(stated, wanted);
    }

    #[test]
    fn files_are_split_into_statements() {
        assert_eq!(statements(KEYS).count(), ROWS.len());
        assert_eq!(statements(TABLES).count(), ROWS.len());
        assert!(statements(INDEXES).all(|s| s.starts_with("CREATE ")));
        assert!(statements(REFERENCES).all(|s| s.starts_with("ALTER TABLE ")));
    }
}
