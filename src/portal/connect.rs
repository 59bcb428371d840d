//! Connecting to a portal database, and what can go wrong with one.

use super::bulk::{Loader, Reader};
use super::schema;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, Executor};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Which database a run writes, from `--database`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Database {
    /// A SQLite file.
    Sqlite(PathBuf),
}

impl Database {
    /// Returns the database that a URL names: `sqlite:PATH`.
    ///
    /// # Errors
    /// A sentence that says which forms are understood.
    pub fn parse(url: &str) -> Result<Self, String> {
        match url.strip_prefix("sqlite:") {
            Some(path) if !path.is_empty() => Ok(Self::Sqlite(PathBuf::from(
                path.strip_prefix("//").unwrap_or(path),
            ))),
            _ => Err(
                "expected `sqlite:PATH`; other databases are not supported by this version"
                    .to_owned(),
            ),
        }
    }
}

/// Why the portal database cannot be used. Exit code 6.
#[derive(Debug, thiserror::Error)]
pub enum PortalError {
    /// The file cannot be opened or made.
    #[error(
        "the portal database `{path}` cannot be opened{}: {source}; name a file, in a folder that you may write to",
        if Path::new(path).is_dir() { ", for it is a folder" } else { "" }
    )]
    Open {
        /// Its path as given.
        path: String,
        /// What SQLite says.
        source: sqlx::Error,
    },
    /// Another program holds it.
    #[error("the portal database `{path}` is locked by another program; nothing was changed")]
    Locked {
        /// Its path as given.
        path: String,
    },
    /// A statement failed.
    #[error("the portal database refused a statement: {0}")]
    Statement(#[from] sqlx::Error),
    /// Rows could not be loaded or read in bulk.
    #[error("the portal database refused rows of `{table}`: {source}")]
    Rows {
        /// The table.
        table: String,
        /// What SQLite says.
        source: rusqlite::Error,
    },
    /// A PostgreSQL server cannot be reached, or refused a statement.
    #[error("the portal database `{server}` cannot be used: {source}")]
    Server {
        /// User, host and name, without a password.
        server: String,
        /// What the server or the way to it says.
        source: sqlx::Error,
    },
    /// Rows could not be copied to or from a PostgreSQL server.
    #[error("the portal database refused rows of `{table}`: {source}")]
    Copy {
        /// The table.
        table: String,
        /// What the server says.
        source: sqlx::Error,
    },
    /// A row has a value that the database has no form for.
    #[error("a row of `{table}` cannot be written to the portal database, or read from it")]
    BadRow {
        /// The table.
        table: String,
    },
    /// It has no such table or column.
    #[error("the portal database `{path}` has not been written by `cutover run`: {reason}")]
    NotOurs {
        /// Its path as given.
        path: String,
        /// What is missing.
        reason: String,
    },
}

/// An open portal database.
pub struct Portal {
    runtime: tokio::runtime::Runtime,
    connection: SqliteConnection,
    path: PathBuf,
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
            path: path.to_owned(),
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
        portal.read(|reader| reader.has_tables())?;
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
        work: impl FnOnce(&mut Loader<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.execute("BEGIN IMMEDIATE")?;
        let done = self.with_handle(|connection| work(&mut Loader::new(connection)))?;
        self.execute(if done.is_ok() { "COMMIT" } else { "ROLLBACK" })?;
        done
    }

    /// Reads tables in bulk.
    ///
    /// # Errors
    /// Those of `work`.
    pub fn read<T, E: From<PortalError>>(
        &mut self,
        work: impl FnOnce(&Reader<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let path = self.path.display().to_string();
        self.with_handle(|connection| work(&Reader::new(connection, path)))?
    }

    /// Makes the indexes and gathers statistics.
    ///
    /// # Errors
    /// Where two rows share a unique value.
    pub fn index(&mut self) -> Result<(), PortalError> {
        self.execute(schema::INDEXES)
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
