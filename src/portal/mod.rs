//! The portal database, and the one place for SQL.
//!
//! Rows come in as `record::portal` structs or plain values and go out as plain values; no rule
//! and no customer-facing text lives here. A database is a SQLite file or a schema on a PostgreSQL
//! server: `Store` names one state of it, `Portal` is one that is open, `Hold` keeps other runs off
//! and changes which state counts.

mod error;
mod hold;
pub mod postgres;
mod seal;
mod sqlite;
mod store;
mod touched;

pub use error::PortalError;
pub use hold::Hold;
pub use seal::{SealEntry, SealEvent, add_to_seal_log, carry_seal_log, seal_log, sealed};
pub use store::{Database, Stage, Store};
pub use touched::Touched;

use crate::record::portal::PortalRow;
use crate::record::roles::Roles;
use crate::record::value::Value;

/// An open portal database.
pub enum Portal {
    /// A file.
    Sqlite(sqlite::Portal),
    /// A schema on a server.
    Postgres(postgres::Portal),
}

/// Takes rows, as long as a load lasts.
pub enum Loader<'a> {
    /// Into a file.
    Sqlite(sqlite::Loader<'a>),
    /// Into a schema on a server.
    Postgres(postgres::Loader<'a>),
}

impl Portal {
    /// Makes a new database with empty tables, in the place of an unfinished one.
    ///
    /// # Errors
    /// Where the file or schema cannot be made.
    pub fn create(store: &Store) -> Result<Self, PortalError> {
        Ok(match store {
            Store::File(path) => Self::Sqlite(sqlite::Portal::create(path)?),
            Store::Schema(target, stage) => {
                Self::Postgres(postgres::Portal::create(target, *stage)?)
            }
        })
    }

    /// Opens a database for reading.
    ///
    /// # Errors
    /// Where it is not there, locked, or not what a run leaves.
    pub fn open(store: &Store) -> Result<Self, PortalError> {
        Ok(match store {
            Store::File(path) => Self::Sqlite(sqlite::Portal::open(path)?),
            Store::Schema(target, stage) => Self::Postgres(postgres::Portal::open(target, *stage)?),
        })
    }

    /// Opens a database to add rows to it.
    ///
    /// # Errors
    /// Where it is not there, locked, or no database.
    pub fn reopen(store: &Store) -> Result<Self, PortalError> {
        Ok(match store {
            Store::File(path) => Self::Sqlite(sqlite::Portal::reopen(path)?),
            Store::Schema(..) => return Self::open(store),
        })
    }

    /// Loads rows. In a file they are one transaction: all that `work` inserts, or nothing. On a
    /// server they go over several connections into a schema that nobody reads; after a failure that
    /// schema is of no use.
    ///
    /// # Errors
    /// Those of `work` and of the database.
    pub fn load<T, E: From<PortalError>>(
        &mut self,
        work: impl FnOnce(&mut Loader<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        match self {
            Self::Sqlite(portal) => portal.load(work),
            Self::Postgres(portal) => portal.load(work),
        }
    }

    /// Makes keys, indexes and views, and gathers statistics.
    ///
    /// # Errors
    /// Where two rows share a key.
    pub fn index(&mut self) -> Result<(), PortalError> {
        match self {
            Self::Sqlite(portal) => portal.index(),
            Self::Postgres(portal) => portal.index(),
        }
    }

    /// Makes the server's roles that are not there yet; a file has none.
    ///
    /// # Errors
    /// Where the server does not let this user make one.
    pub fn make_roles(&mut self, roles: &Roles) -> Result<(), PortalError> {
        match self {
            Self::Sqlite(_) => Ok(()),
            Self::Postgres(portal) => portal.make_roles(roles),
        }
    }

    /// Gives the server's roles their rights; a file has none.
    ///
    /// # Errors
    /// Where the server refuses.
    pub fn grant(&mut self, roles: &Roles) -> Result<(), PortalError> {
        match self {
            Self::Sqlite(_) => Ok(()),
            Self::Postgres(portal) => portal.grant(roles),
        }
    }

    /// Has the database note every row that is touched from now on: the last step of a load.
    ///
    /// # Errors
    /// Where the database refuses.
    pub fn watch(&mut self) -> Result<(), PortalError> {
        match self {
            Self::Sqlite(portal) => portal.watch(),
            Self::Postgres(portal) => portal.watch(),
        }
    }

    /// Returns the rows that were touched since the load, in the order of time.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub fn touched(&mut self) -> Result<Vec<Touched>, PortalError> {
        match self {
            Self::Sqlite(portal) => portal.touched(),
            Self::Postgres(portal) => portal.touched(),
        }
    }

    /// Calls `each` with every row of a table, in the order of its key: text byte by byte. Days and
    /// instants come as text, flags as whole numbers, decimals as text.
    ///
    /// # Errors
    /// Where the table cannot be read.
    pub fn each_row(
        &mut self,
        table: &str,
        columns: &[&str],
        each: impl FnMut(&[Value]),
    ) -> Result<(), PortalError> {
        match self {
            Self::Sqlite(portal) => portal.each_row(table, columns, each),
            Self::Postgres(portal) => portal.each_row(table, columns, each),
        }
    }

    /// Closes the file or the connection.
    ///
    /// # Errors
    /// Where the database cannot finish its work.
    pub fn close(self) -> Result<(), PortalError> {
        match self {
            Self::Sqlite(portal) => portal.close(),
            Self::Postgres(portal) => portal.close(),
        }
    }
}

impl Loader<'_> {
    /// Inserts one row.
    ///
    /// # Errors
    /// Where its key stands in the table already, a value has no form in the database, the disk is
    /// full, or the connection is lost.
    pub fn insert<R: PortalRow>(&mut self, row: R) -> Result<(), PortalError> {
        match self {
            Self::Sqlite(loader) => loader.insert(row),
            Self::Postgres(loader) => loader.insert(row),
        }
    }
}
