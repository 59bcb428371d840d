//! What can go wrong with a portal database.

use super::postgres::{advice, is_lost};
use std::path::Path;

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
    /// The file or a neighbour of it cannot be made, renamed or removed.
    #[error("the portal database `{path}` cannot be made: {reason}")]
    Files {
        /// Its path as given.
        path: String,
        /// What the system says.
        reason: String,
    },
    /// Another program holds it.
    #[error("the portal database `{path}` is locked by another program; nothing was changed")]
    Locked {
        /// Its path as given.
        path: String,
    },
    /// Another command of ours is at work on it.
    #[error(
        "another command is writing the portal database `{database}`; wait for it to end, then start again"
    )]
    Busy {
        /// The database.
        database: String,
    },
    /// A statement failed.
    #[error("the portal database refused a statement: {said}{todo}", said = .0, todo = remedy(&.0.to_string()))]
    Statement(#[from] sqlx::Error),
    /// Rows could not be loaded or read in bulk.
    #[error("the portal database refused rows of `{table}`: {source}{}", remedy(&source.to_string()))]
    Rows {
        /// The table.
        table: String,
        /// What SQLite says.
        source: rusqlite::Error,
    },
    /// A PostgreSQL server cannot be reached, or refused a statement.
    #[error("the portal database `{server}` cannot be used: {}", advice(source))]
    Server {
        /// User, host and name, without a password.
        server: String,
        /// What the server or the way to it says.
        source: sqlx::Error,
    },
    /// A role that the mapping names cannot be made.
    #[error(
        "the role `{role}` of [portal] in the mapping cannot be made: {source}; have the server's administrator make it with `CREATE ROLE {role} NOLOGIN`, then start again"
    )]
    Role {
        /// Its name.
        role: String,
        /// What the server says.
        source: sqlx::Error,
    },
    /// Rows could not be copied to or from a PostgreSQL server.
    #[error(
        "rows of `{table}` did not get through to the portal database or from it: {}",
        advice(source)
    )]
    Copy {
        /// The table.
        table: String,
        /// What the server says.
        source: sqlx::Error,
    },
    /// A row has a value that the database has no form for.
    #[error(
        "a row of `{table}` cannot be written to the portal database, or read from it: a text with a NUL character, or a day out of range"
    )]
    BadRow {
        /// The table.
        table: String,
    },
    /// A thread that copies rows is gone.
    #[error("the way to the portal database ended before all rows were through; start again")]
    Ended,
    /// It has no such table or column.
    #[error("the portal database `{path}` has not been written by `cutover run`: {reason}")]
    NotOurs {
        /// Its path as given.
        path: String,
        /// What is missing.
        reason: String,
    },
}

impl PortalError {
    /// Returns true where the server did not answer: what it was asked for may have been done.
    #[must_use]
    pub fn is_unanswered(&self) -> bool {
        matches!(
            self,
            Self::Server { source, .. } | Self::Copy { source, .. } if is_lost(source)
        )
    }
}

/// Returns what to do about an error of SQLite, by what it says.
fn remedy(said: &str) -> &'static str {
    if said.contains("disk is full") || said.contains("disk I/O error") {
        "; see that the disk has room and works, and that no limit on the size of files is in the way, then start again"
    } else if said.contains("readonly database") {
        "; have the file and its folder made writable for this user, then start again"
    } else {
        ""
    }
}
