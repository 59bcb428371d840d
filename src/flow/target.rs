//! Where a result goes: the folder OUT, and the portal database where it stands elsewhere.

use crate::portal::{Database, Stage, Store};
use std::path::{Path, PathBuf};

/// Where a result goes.
#[derive(Clone, Debug)]
pub struct Target {
    /// The folder OUT.
    pub out: PathBuf,
    /// The portal database, when it is not the file `OUT/portal.db`.
    pub database: Option<Database>,
}

/// Returns `path` with `.suffix` behind its last name.
#[must_use]
pub fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".");
    name.push(suffix);
    path.with_file_name(name)
}

impl Target {
    /// Returns the database that counts now.
    #[must_use]
    pub fn live_database(&self) -> Store {
        match &self.database {
            None => Store::File(self.out.join("portal.db")),
            Some(Database::Sqlite(path)) => Store::File(path.clone()),
            Some(Database::Postgres(target)) => Store::Schema(target.clone(), Stage::Live),
        }
    }

    /// Returns the database that counted before the last run.
    #[must_use]
    pub fn former_database(&self) -> Store {
        match &self.database {
            None => Store::File(beside(&self.out, "previous").join("portal.db")),
            Some(Database::Sqlite(path)) => Store::File(beside(path, "previous")),
            Some(Database::Postgres(target)) => Store::Schema(target.clone(), Stage::Former),
        }
    }
}
