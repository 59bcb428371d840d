//! SQLite: one file, reached through sqlx; rows in bulk go through rusqlite on the same connection,
//! because one call a row there is ten times as fast.

mod bulk;
mod files;
mod schema;
pub(super) mod seal;

pub use bulk::Loader;
pub(super) use files::Files;

use super::error::PortalError;
use super::touched::Touched;
use crate::record::value::Value;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, Executor};
use std::path::Path;
use std::time::Duration;

/// An open portal database.
pub struct Portal {
    runtime: tokio::runtime::Runtime,
    connection: SqliteConnection,
}

fn options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .journal_mode(SqliteJournalMode::Delete)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(false)
        .busy_timeout(Duration::from_secs(2))
        .pragma("secure_delete", "ON")
        .pragma("cache_size", "-65536")
        .disable_statement_logging()
}

impl Portal {
    fn connect(path: &Path, options: &SqliteConnectOptions) -> Result<Self, PortalError> {
        let open = |source| PortalError::Open {
            path: path.display().to_string(),
            source,
        };
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .map_err(|error| open(sqlx::Error::Io(error)))?;
        let connection = runtime.block_on(options.connect()).map_err(|error| {
            if is_locked(&error) {
                PortalError::Locked {
                    path: path.display().to_string(),
                }
            } else {
                open(error)
            }
        })?;
        Ok(Self {
            runtime,
            connection,
        })
    }

    /// Makes a new database at `path`, with empty tables.
    ///
    /// # Errors
    /// Where the file cannot be made.
    pub fn create(path: &Path) -> Result<Self, PortalError> {
        let mut portal = Self::connect(path, &options(path).create_if_missing(true))?;
        portal.execute(schema::TABLES)?;
        Ok(portal)
    }

    /// Opens the database at `path` for reading.
    ///
    /// # Errors
    /// Where it is not there, locked, or no database.
    pub fn open(path: &Path) -> Result<Self, PortalError> {
        let mut portal = Self::connect(path, &options(path).read_only(true))?;
        let path = path.display().to_string();
        portal.with_handle(|connection| bulk::has_tables(connection, &path))??;
        Ok(portal)
    }

    /// Opens the database at `path` to add rows to it.
    ///
    /// # Errors
    /// Where it is not there, locked, or no database.
    pub fn reopen(path: &Path) -> Result<Self, PortalError> {
        Self::connect(path, &options(path))
    }

    fn execute(&mut self, sql: &'static str) -> Result<(), PortalError> {
        self.runtime
            .block_on(self.connection.execute(sqlx::raw_sql(sql)))?;
        Ok(())
    }

    /// Loads rows in one transaction: all that `work` inserts, or nothing.
    ///
    /// # Errors
    /// Those of `work`; the transaction is then rolled back.
    pub fn load<T, E: From<PortalError>>(
        &mut self,
        work: impl FnOnce(&mut crate::portal::Loader<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.execute("BEGIN IMMEDIATE")?;
        let done = self.with_handle(|connection| {
            work(&mut crate::portal::Loader::Sqlite(Loader::new(connection)))
        })?;
        if done.is_ok() {
            self.execute("COMMIT")?;
        } else {
            // SQLite may have done so itself, as on a full disk; what failed first is what counts.
            let _ = self.execute("ROLLBACK");
        }
        done
    }

    /// Calls `each` with every row of a table, in the order of its key.
    ///
    /// # Errors
    /// Where the table cannot be read.
    pub fn each_row(
        &mut self,
        table: &str,
        columns: &[&str],
        each: impl FnMut(&[Value]),
    ) -> Result<(), PortalError> {
        self.with_handle(|connection| bulk::each_row(connection, table, columns, each))?
    }

    /// Makes the indexes and gathers statistics.
    ///
    /// # Errors
    /// Where two rows share a unique value.
    pub fn index(&mut self) -> Result<(), PortalError> {
        self.execute(schema::INDEXES)?;
        self.execute(schema::VIEWS)
    }

    /// Has touched rows noted from now on.
    ///
    /// # Errors
    /// Where SQLite refuses.
    pub fn watch(&mut self) -> Result<(), PortalError> {
        let sql = schema::watch();
        let made = self
            .connection
            .execute(sqlx::raw_sql(sqlx::AssertSqlSafe(sql)));
        self.runtime.block_on(made)?;
        Ok(())
    }

    /// Returns the rows that were touched since the load; none where nothing notes them.
    ///
    /// # Errors
    /// Where the table cannot be read.
    pub fn touched(&mut self) -> Result<Vec<Touched>, PortalError> {
        self.with_handle(bulk::touched)?
    }

    /// Closes the file.
    ///
    /// # Errors
    /// Where SQLite cannot finish its work on it.
    pub fn close(self) -> Result<(), PortalError> {
        self.runtime.block_on(self.connection.close())?;
        Ok(())
    }

    /// Lends sqlx's own connection to rusqlite, which steps prepared statements without a message
    /// between threads for every row.
    #[expect(
        unsafe_code,
        reason = "rusqlite takes a raw handle; sqlx keeps its worker off it while it is lent"
    )]
    fn with_handle<T>(
        &mut self,
        work: impl FnOnce(&rusqlite::Connection) -> T,
    ) -> Result<T, PortalError> {
        let mut handle = self.runtime.block_on(self.connection.lock_handle())?;
        // SAFETY: the handle is open and stays locked until `connection` is gone; `from_handle`
        // does not close it on drop.
        let connection =
            unsafe { rusqlite::Connection::from_handle(handle.as_raw_handle().as_ptr()) }.map_err(
                |source| PortalError::Rows {
                    table: "(connection)".to_owned(),
                    source,
                },
            )?;
        Ok(work(&connection))
    }
}

/// Refuses where another program holds a lock on the database at `path`.
///
/// # Errors
/// `PortalError::Locked`, or that the file is no database.
pub fn refuse_if_locked(path: &Path) -> Result<(), PortalError> {
    let mut portal = Portal::reopen(path)?;
    let held = portal
        .execute("BEGIN EXCLUSIVE")
        .and_then(|()| portal.execute("ROLLBACK"));
    match held {
        Err(PortalError::Statement(error)) if is_locked(&error) => Err(PortalError::Locked {
            path: path.display().to_string(),
        }),
        other => other,
    }
}

fn is_locked(error: &sqlx::Error) -> bool {
    // SQLITE_BUSY and SQLITE_LOCKED, with their extended codes.
    error
        .as_database_error()
        .and_then(sqlx::error::DatabaseError::code)
        .and_then(|code| code.parse::<u32>().ok())
        .is_some_and(|code| matches!(code & 0xff, 5 | 6))
}
