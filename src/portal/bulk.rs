//! Rows in bulk, in and out: prepared statements stepped one row at a time.

use super::connect::PortalError;
use super::schema;
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

/// Reads whole tables.
pub struct Reader<'a> {
    connection: &'a Connection,
    path: String,
}

impl<'a> Reader<'a> {
    pub(super) fn new(connection: &'a Connection, path: String) -> Self {
        Self { connection, path }
    }

    /// Checks that every table is there with its columns.
    pub(super) fn has_tables(&self) -> Result<(), PortalError> {
        for (table, columns) in TABLES {
            self.connection
                .prepare(&schema::select(table, columns))
                .map_err(|source| PortalError::NotOurs {
                    path: self.path.clone(),
                    reason: source.to_string(),
                })?;
        }
        Ok(())
    }

    /// Calls `each` with every row of a table, in the order of its key. Dates come as text,
    /// flags as whole numbers, decimals as text.
    ///
    /// # Errors
    /// Where the table cannot be read.
    pub fn each_row(
        &self,
        table: &str,
        columns: &[&str],
        mut each: impl FnMut(&[Value]),
    ) -> Result<(), PortalError> {
        let failed = |source| PortalError::Rows {
            table: table.to_owned(),
            source,
        };
        let mut statement = self
            .connection
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

    /// Returns the broken references: table, and how many of its rows name something that is not
    /// there.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub fn broken_references(&self) -> Result<Vec<(String, i64)>, PortalError> {
        let failed = |source| PortalError::Rows {
            table: "(references)".to_owned(),
            source,
        };
        let mut statement = self
            .connection
            .prepare(
                "SELECT \"table\", count(*) FROM pragma_foreign_key_check GROUP BY 1 ORDER BY 1",
            )
            .map_err(failed)?;
        let mut rows = statement.raw_query();
        let mut broken = Vec::new();
        while let Some(row) = rows.next().map_err(failed)? {
            broken.push((row.get(0).map_err(failed)?, row.get(1).map_err(failed)?));
        }
        Ok(broken)
    }
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
    use crate::portal::connect::{Portal, PortalError, refuse_if_locked};
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
        portal
            .read(|reader| {
                reader.each_row("crosswalk", &["legacy_account_number"], |v| {
                    found.push(v[0].clone())
                })
            })
            .unwrap();
        found
    }

    #[test]
    fn rows_come_back_in_key_order_and_a_failed_load_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let mut portal = Portal::create(&folder.path().join("portal.db")).unwrap();
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
        let mut portal = Portal::create(&folder.path().join("portal.db")).unwrap();
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
        portal
            .read(|r| {
                let columns = NoticeAccountRow::COLUMNS;
                r.each_row(NoticeAccountRow::TABLE, columns, |v| {
                    found.push(v[0].clone())
                })
            })
            .unwrap();
        let mut sorted = accounts.map(Value::from).to_vec();
        sorted.sort();
        assert_eq!(found, sorted);
    }

    #[test]
    fn broken_references_are_found() {
        let folder = tempfile::tempdir().unwrap();
        let mut portal = Portal::create(&folder.path().join("portal.db")).unwrap();
        let meter = MeterRow {
            account_number: "1".to_owned(),
            meter_number: "M".to_owned(),
            commodity: "electric".to_owned(),
            multiplier: rust_decimal::Decimal::new(125, 1),
            installed_on: None,
            removed_on: None,
        };
        portal.load(|l| l.insert(meter)).unwrap();
        assert_eq!(
            portal.read(|r| r.broken_references()).unwrap(),
            [("meter".to_owned(), 1)]
        );
        portal
            .read(|r| {
                r.each_row(MeterRow::TABLE, MeterRow::COLUMNS, |v| {
                    assert_eq!(v[3], Value::from("12.5"))
                })
            })
            .unwrap();
    }

    #[test]
    fn a_lock_held_elsewhere_is_seen() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("portal.db");
        Portal::create(&path).unwrap().close().unwrap();
        refuse_if_locked(&path).unwrap();
        let other = rusqlite::Connection::open(&path).unwrap();
        other.execute_batch("BEGIN IMMEDIATE").unwrap();
        assert!(matches!(
            refuse_if_locked(&path),
            Err(PortalError::Locked { .. })
        ));
    }
}
