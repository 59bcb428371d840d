//! Which database, and which state of it.

use super::error::PortalError;
use super::postgres::{self, Target};
use super::sqlite;
use std::fmt;
use std::path::{Path, PathBuf};

/// A portal database, as `--database` names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Database {
    /// A SQLite file.
    Sqlite(PathBuf),
    /// A database on a PostgreSQL server.
    Postgres(Target),
}

/// One state of a database on a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// What the portal reads.
    Live,
    /// What a run is writing; nobody reads it yet.
    Next,
    /// What the portal read before.
    Former,
}

/// One state of a portal database: a SQLite file, or a schema on a PostgreSQL server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Store {
    /// A file.
    File(PathBuf),
    /// A schema of a database on a server.
    Schema(Target, Stage),
}

impl Database {
    /// Returns the database that a URL names: `sqlite:PATH`, or `postgres://user@host:port/name`.
    ///
    /// # Errors
    /// A sentence that says which forms are understood. It never shows the URL, which may hold a
    /// password.
    pub fn parse(url: &str) -> Result<Self, String> {
        if let Some(path) = url.strip_prefix("sqlite:")
            && !path.is_empty()
        {
            let path = path.strip_prefix("//").unwrap_or(path);
            return Ok(Self::Sqlite(PathBuf::from(path)));
        }
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Target::parse(url).map(Self::Postgres);
        }
        Err("expected `sqlite:PATH` or `postgres://user@host:5432/name`".to_owned())
    }
}

impl Store {
    /// Returns the state of a database that a URL names: what counts, or with `#previous` behind the
    /// URL of a server what counted before, with `#next` what a run left unpublished.
    ///
    /// # Errors
    /// As `Database::parse`.
    pub fn parse(url: &str) -> Result<Self, String> {
        let (url, stage) = match url.rsplit_once('#') {
            Some((url, "previous")) if !url.starts_with("sqlite:") => (url, Stage::Former),
            Some((url, "next")) if !url.starts_with("sqlite:") => (url, Stage::Next),
            _ => (url, Stage::Live),
        };
        Ok(match Database::parse(url)? {
            Database::Sqlite(path) => Self::File(path),
            Database::Postgres(target) => Self::Schema(target, stage),
        })
    }

    /// Returns true where there is such a file or schema.
    ///
    /// # Errors
    /// Where the server cannot be reached.
    pub fn exists(&self) -> Result<bool, PortalError> {
        match self {
            Self::File(path) => Ok(path.exists()),
            Self::Schema(target, stage) => postgres::exists(target, *stage),
        }
    }

    /// Refuses where another program holds a lock on the file.
    ///
    /// # Errors
    /// `PortalError::Locked`, or that the file is no database.
    pub fn refuse_if_locked(&self) -> Result<(), PortalError> {
        match self {
            Self::File(path) if path.exists() => sqlite::refuse_if_locked(path),
            Self::File(_) | Self::Schema(..) => Ok(()),
        }
    }

    /// Returns the file; none where the database is on a server.
    #[must_use]
    pub fn file(&self) -> Option<&Path> {
        match self {
            Self::File(path) => Some(path),
            Self::Schema(..) => None,
        }
    }
}

impl fmt::Display for Store {
    /// Writes the path, or user, host, database and schema, never a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => write!(f, "{}", path.display()),
            Self::Schema(target, stage) => {
                write!(f, "{target} (schema {})", stage.schema())
            }
        }
    }
}
