//! Who may change a portal database, and which state of it counts.
//!
//! A result is written beside what counts (`Stage::Next`). `publish` puts it in the place of what
//! counts, which stays as the former state; `set_back` is the way back. On a server both are one
//! transaction. With files they are renames, each of which can be told from what stands there.

use super::error::PortalError;
use super::postgres;
use super::sqlite::Files;
use super::store::{Database, Stage, Store};

/// Keeps other commands off a portal database while it lives.
pub enum Hold {
    /// A file of its own.
    Sqlite(Files),
    /// A database on a server.
    Postgres(postgres::Hold),
}

impl Hold {
    /// Takes the lock of a database.
    ///
    /// # Errors
    /// `PortalError::Locked` where another command has it; where the database cannot be reached.
    pub fn take(database: &Database) -> Result<Self, PortalError> {
        Ok(match database {
            Database::Sqlite(path) => Self::Sqlite(Files::hold(path)?),
            Database::Postgres(target) => Self::Postgres(postgres::Hold::take(target)?),
        })
    }

    /// Clears the place of the next state for a run, and returns it.
    ///
    /// # Errors
    /// Where what an unfinished run left cannot be removed.
    pub fn begin(&mut self) -> Result<Store, PortalError> {
        match self {
            Self::Sqlite(files) => files.begin(),
            Self::Postgres(hold) => Ok(hold.store(Stage::Next)),
        }
    }

    /// Says of the next state that it is whole and verified, and which result it is, so that an
    /// interrupted `publish` can be completed.
    ///
    /// # Errors
    /// Where the server cannot be reached.
    pub fn ready(&mut self, result: &str) -> Result<(), PortalError> {
        match self {
            Self::Sqlite(_) => Ok(()),
            Self::Postgres(hold) => hold.ready(result),
        }
    }

    /// Puts the next state in the place of the one that counts, which becomes the former one.
    ///
    /// # Errors
    /// Where the database refuses; what counted then still counts, or `complete` can tell.
    pub fn publish(&mut self) -> Result<(), PortalError> {
        match self {
            Self::Sqlite(files) => files.publish(),
            Self::Postgres(hold) => hold.publish(),
        }
    }

    /// Completes a `publish` of this result that was interrupted. Returns false where the result is
    /// not there: what counted before still counts.
    ///
    /// # Errors
    /// Where the database cannot be reached or refuses.
    pub fn complete(&mut self, result: &str) -> Result<bool, PortalError> {
        match self {
            Self::Sqlite(files) => files.publish().map(|()| true),
            Self::Postgres(hold) => hold.complete(result),
        }
    }

    /// Says of the former state that it is to be put back: the first step of a way back.
    ///
    /// # Errors
    /// Where the server cannot be reached.
    pub fn ready_back(&mut self) -> Result<(), PortalError> {
        match self {
            Self::Sqlite(_) => Ok(()),
            Self::Postgres(hold) => hold.ready_back(),
        }
    }

    /// Puts the former state back. Where that was done already, nothing happens.
    ///
    /// # Errors
    /// Where the database refuses; what counted then still counts.
    pub fn set_back(&mut self) -> Result<(), PortalError> {
        match self {
            Self::Sqlite(files) => files.set_back(),
            Self::Postgres(hold) => hold.set_back(),
        }
    }

    /// Keeps the state that was set back as the former one: the last step of a way back.
    ///
    /// # Errors
    /// Where a rename fails.
    pub fn finish_set_back(&mut self) -> Result<(), PortalError> {
        match self {
            Self::Sqlite(files) => files.finish_set_back(),
            Self::Postgres(_) => Ok(()),
        }
    }

    /// Returns true where a way back was interrupted before its last step.
    #[must_use]
    pub fn is_half_set_back(&self) -> bool {
        match self {
            Self::Sqlite(files) => files.is_half_set_back(),
            Self::Postgres(_) => false,
        }
    }

    /// Removes the next state.
    ///
    /// # Errors
    /// Where it cannot be removed; the next run does it.
    pub fn discard(&mut self) -> Result<(), PortalError> {
        match self {
            Self::Sqlite(files) => files.discard(),
            Self::Postgres(hold) => hold.discard(),
        }
    }
}
