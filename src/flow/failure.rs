//! How a command ends when it does not end well. The codes are the contract's.

use crate::diag::finding::Finding;
use crate::portal::{PortalError, Touched};

/// Why a command stopped. Each kind has its exit code.
#[derive(Debug)]
pub enum Failure {
    /// 1: nothing the operator did; a disk, or a bug.
    Unexpected(String),
    /// 2: the command line, or a folder it names.
    Usage(Finding),
    /// 3: the mapping is wrong in itself.
    Mapping(Vec<Finding>),
    /// 4: the exports were refused, or mapping and file disagree.
    Exports(Vec<Finding>),
    /// 5: a check is red. Everything is in the report.
    NoGo(Box<super::outcome::Outcome>),
    /// 5: `verify` found something red.
    Red(crate::verify::Verification),
    /// 5: the legacy side still holds what it must have purged.
    NotPurged,
    /// 5: a planted test value was not caught.
    Canary(Box<super::canary::Canary>),
    /// 5: an account number that was given did not stay.
    Renumbered(Vec<Finding>),
    /// 6: a rollback would undo rows that were touched after the run.
    Touched(Vec<Touched>),
    /// 6: the portal database cannot be reached or is not in the state needed.
    Portal(String),
}

impl Failure {
    /// Returns the process's exit code.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Unexpected(_) => 1,
            Self::Usage(_) => 2,
            Self::Mapping(_) => 3,
            Self::Exports(_) => 4,
            Self::NoGo(_)
            | Self::Red(_)
            | Self::NotPurged
            | Self::Canary(_)
            | Self::Renumbered(_) => 5,
            Self::Touched(_) | Self::Portal(_) => 6,
        }
    }

    /// Returns a failure to read or write a file of ours.
    #[must_use]
    pub fn io(what: &str, path: &std::path::Path, error: &std::io::Error) -> Self {
        Self::Unexpected(format!("{what} `{}`: {error}", path.display()))
    }
}

impl From<PortalError> for Failure {
    fn from(error: PortalError) -> Self {
        Self::Portal(error.to_string())
    }
}
