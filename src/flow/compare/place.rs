//! Where a result is: a folder that a run left, with its database in it or elsewhere, or a database
//! alone.

use crate::diag::finding::Finding;
use crate::flow::failure::Failure;
use crate::portal::{PortalError, Store};
use std::path::PathBuf;

/// A result.
pub struct Place {
    /// As it was named.
    pub named: String,
    /// Its folder; none where only the database was named.
    pub folder: Option<PathBuf>,
    /// Its database.
    pub database: Store,
}

impl Place {
    /// Returns the result that a name means. `flag` names its database elsewhere.
    ///
    /// # Errors
    /// Portal, where it is not there; usage, where the URL is none of ours.
    pub fn of(named: &str, database: Option<&str>, flag: &str) -> Result<Self, Failure> {
        let elsewhere = database.map(parsed).transpose()?;
        if named.starts_with("sqlite:") || named.contains("://") {
            let database = elsewhere.map_or_else(|| parsed(named), Ok)?;
            return Ok(Self {
                named: database.to_string(),
                folder: None,
                database,
            });
        }
        let folder = PathBuf::from(named);
        if !folder.is_dir() {
            let why = if folder.exists() {
                format!(
                    "`{named}` is a file; name a database as `sqlite:{named}`, or the folder that a run left"
                )
            } else {
                format!(
                    "there is no `{named}` to compare; name a folder that `cutover run` left, such as OUT.previous, or a database as `sqlite:PATH`"
                )
            };
            return Err(Failure::Portal(why));
        }
        let inside = folder.join("portal.db");
        if elsewhere.is_none() && !inside.exists() {
            return Err(Failure::Portal(format!(
                "`{named}` holds no `portal.db`: `plan` leaves none, and a run with `--database` leaves it elsewhere; name it with `{flag}`"
            )));
        }
        Ok(Self {
            named: named.to_owned(),
            folder: Some(folder),
            database: elsewhere.unwrap_or(Store::File(inside)),
        })
    }

    /// Returns why the database of this result cannot be compared.
    pub fn failure(&self, error: PortalError) -> Failure {
        let PortalError::NotOurs { reason, .. } = &error else {
            return error.into();
        };
        Failure::Portal(if reason.contains("no such ") {
            format!(
                "the database of `{}` is of another version of `cutover`, or of no run at all: {reason}; make that result again with this version (`cutover run` with the same exports, mapping and key), then compare",
                self.named
            )
        } else {
            format!(
                "the database of `{}` cannot be read: {reason}; name a database that a run left whole",
                self.named
            )
        })
    }
}

fn parsed(url: &str) -> Result<Store, Failure> {
    Store::parse(url).map_err(|message| {
        let help = "name a folder that a run left, or a database: `sqlite:PATH`, `postgres://user@host/name`, or `postgres://user@host/name#previous` for what stood before";
        Failure::Usage(Finding::error("usage::bad_database", message).help(help))
    })
}
