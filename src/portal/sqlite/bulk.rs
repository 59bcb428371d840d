//! Rows in bulk, in and out: prepared statements stepped one row at a time.

use super::schema;
use crate::portal::PortalError;
use crate::portal::touched::{SELECT, Touched};
use crate::record::portal::{PortalRow, TABLES};
use crate::record::value::Value;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ToSql};

/// Loads rows inside a transaction.
pub struct Loader<'a> {
    connection: &'a Connection,
    values: Vec<Value>,
}

impl<'a> Loader<'a> {
    pub(super) fn new(connection: &'a Connection) -> Self {
        connection.set_prepared_statement_cache_capacity(TABLES.len() * 2);
        Self {
            connection,
            values: Vec::new(),
        }
    }

    /// Inserts one row.
    ///
    /// # Errors
    /// Where its key stands in the table already, or the disk is full.
    pub fn insert<R: PortalRow>(&mut self, row: R) -> Result<(), PortalError> {
        self.values.clear();
        row.values(&mut self.values);
        let failed = |source| PortalError::Rows {
            table: R::TABLE.to_owned(),
            source,
        };
        let mut statement = self
            .connection
            .prepare_cached(&schema::insert(R::TABLE, R::COLUMNS))
            .map_err(failed)?;
        for (i, value) in self.values.iter().enumerate() {
            statement
                .raw_bind_parameter(i + 1, Bound(value))
                .map_err(failed)?;
        }
        statement.raw_execute().map_err(failed)?;
        Ok(())
    }
}

/// Checks that every table is there with its columns.
///
/// # Errors
/// `PortalError::NotOurs`, with the first that is not.
pub(super) fn has_tables(connection: &Connection, path: &str) -> Result<(), PortalError> {
    for (table, columns) in TABLES {
        connection
            .prepare(&schema::select(table, columns))
            .map_err(|source| PortalError::NotOurs {
                path: path.to_owned(),
                reason: source.to_string(),
            })?;
    }
    Ok(())
}

/// Calls `each` with every row of a table, in the order of its key. Dates come as text, flags as
/// whole numbers, decimals as text.
///
/// # Errors
/// Where the table cannot be read.
pub(super) fn each_row(
    connection: &Connection,
    table: &str,
    columns: &[&str],
    mut each: impl FnMut(&[Value]),
) -> Result<(), PortalError> {
    let failed = |source| PortalError::Rows {
        table: table.to_owned(),
        source,
    };
    let mut statement = connection
        .prepare(&schema::select(table, columns))
        .map_err(failed)?;
    let mut rows = statement.raw_query();
    let mut values = Vec::with_capacity(columns.len());
    while let Some(row) = rows.next().map_err(failed)? {
        values.clear();
        for i in 0..columns.len() {
            values.push(plain(row.get_ref(i).map_err(failed)?));
        }
        each(&values);
    }
    Ok(())
}

/// Returns the rows that were touched since the load; none where nothing notes them.
///
/// # Errors
/// Where the table cannot be read.
pub(super) fn touched(connection: &Connection) -> Result<Vec<Touched>, PortalError> {
    let failed = |source| PortalError::Rows {
        table: "touched_row".to_owned(),
        source,
    };
    let noted = connection
        .table_exists(None, "touched_row")
        .map_err(failed)?;
    if !noted {
        return Ok(Vec::new());
    }
    let select = format!("SELECT table_name, row_key, operation, touched_at {SELECT}");
    let mut statement = connection.prepare(&select).map_err(failed)?;
    let row = |row: &rusqlite::Row<'_>| {
        Ok(Touched {
            table: row.get(0)?,
            key: row.get(1)?,
            operation: row.get(2)?,
            at: row.get(3)?,
        })
    };
    let rows = statement.query_map([], row).map_err(failed)?;
    rows.collect::<Result<_, _>>().map_err(failed)
}

fn plain(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(v) => Value::Int(v),
        ValueRef::Real(v) => Value::Text(v.to_string()),
        ValueRef::Text(v) | ValueRef::Blob(v) => {
            Value::Text(String::from_utf8_lossy(v).into_owned())
        }
    }
}

struct Bound<'a>(&'a Value);

impl ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self.0 {
            Value::Null => ToSqlOutput::Borrowed(ValueRef::Null),
            Value::Text(v) => ToSqlOutput::Borrowed(ValueRef::Text(v.as_bytes())),
            Value::Int(v) => ToSqlOutput::from(*v),
            Value::Bool(v) => ToSqlOutput::from(i64::from(*v)),
            Value::Date(v) => ToSqlOutput::from(v.to_string()),
            Value::Decimal(v) => ToSqlOutput::from(v.to_string()),
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::portal::sqlite::refuse_if_locked;
    use crate::portal::{Portal, PortalError, Store};
    use crate::record::portal::{CrosswalkRow, MeterRow, NoticeAccountRow, PortalRow};
    use crate::record::value::Value;

    fn crosswalk(number: &str) -> CrosswalkRow {
        CrosswalkRow {
            legacy_account_number: number.to_owned(),
            account_number: None,
            disposition: "not_carried".to_owned(),
            reason: "closed_before_window".to_owned(),
        }
    }

    fn numbers(portal: &mut Portal) -> Vec<Value> {
        let mut found = Vec::new();
        let keep = |v: &[Value]| found.push(v[0].clone());
        portal
            .each_row("crosswalk", &["legacy_account_number"], keep)
            .unwrap();
        found
    }

    fn in_folder(folder: &tempfile::TempDir) -> Store {
        Store::File(folder.path().join("portal.db"))
    }

    #[test]
    fn rows_come_back_in_key_order_and_a_failed_load_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let mut portal = Portal::create(&in_folder(&folder)).unwrap();
        portal
            .load(|l| {
                l.insert(crosswalk("2"))
                    .and_then(|()| l.insert(crosswalk("1")))
            })
            .unwrap();
        assert_eq!(numbers(&mut portal), [Value::from("1"), Value::from("2")]);
        let again = portal.load(|l| {
            l.insert(crosswalk("3"))
                .and_then(|()| l.insert(crosswalk("1")))
        });
        assert!(matches!(again, Err(PortalError::Rows { .. })));
        assert_eq!(numbers(&mut portal).len(), 2);
    }

    /// The index of `notice_account` has all its columns; texts are ordered by their bytes.
    #[test]
    fn rows_come_in_key_order_though_an_index_has_another() {
        let folder = tempfile::tempdir().unwrap();
        let mut portal = Portal::create(&in_folder(&folder)).unwrap();
        let accounts = ["\u{1f600}", "\u{ffff}", "é", "a", "Z", "9", "10"];
        portal
            .load(|l| {
                accounts.iter().enumerate().try_for_each(|(at, account)| {
                    l.insert(NoticeAccountRow {
                        account_number: (*account).to_owned(),
                        notice_id: format!("N{at}"),
                    })
                })
            })
            .unwrap();
        portal.index().unwrap();
        let mut found = Vec::new();
        let (table, columns) = (NoticeAccountRow::TABLE, NoticeAccountRow::COLUMNS);
        portal
            .each_row(table, columns, |v| found.push(v[0].clone()))
            .unwrap();
        let mut sorted = accounts.map(Value::from).to_vec();
        sorted.sort();
        assert_eq!(found, sorted);
    }

    #[test]
    fn decimals_come_back_as_text() {
        let folder = tempfile::tempdir().unwrap();
        let mut portal = Portal::create(&in_folder(&folder)).unwrap();
        let meter = MeterRow {
            account_number: "1".to_owned(),
            meter_number: "M".to_owned(),
            commodity: "electric".to_owned(),
            multiplier: rust_decimal::Decimal::new(125, 1),
            installed_on: None,
            removed_on: None,
        };
        portal.load(|l| l.insert(meter)).unwrap();
        let mut seen = Vec::new();
        portal
            .each_row(MeterRow::TABLE, MeterRow::COLUMNS, |v| {
                seen.push(v[3].clone())
            })
            .unwrap();
        assert_eq!(seen, [Value::from("12.5")]);
    }

    #[test]
    fn a_lock_held_elsewhere_is_seen() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("portal.db");
        let made = Portal::create(&in_folder(&folder)).unwrap();
        made.close().unwrap();
        refuse_if_locked(&path).unwrap();
        let other = rusqlite::Connection::open(&path).unwrap();
        other.execute_batch("BEGIN IMMEDIATE").unwrap();
        assert!(matches!(
            refuse_if_locked(&path),
            Err(PortalError::Locked { .. })
        ));
    }
}
