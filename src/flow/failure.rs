//! How a command ends when it does not end well. The codes are the contract's.

use crate::diag::finding::Finding;
use crate::portal::{PortalError, Touched};
use std::io;

/// Why a command stopped. Each kind has its exit code.
#[derive(Debug)]
pub enum Failure {
    /// 1: nothing the operator did; a bug.
    Unexpected(String),
    /// 1: a disk that is full, or that may not be written; what to do about it is said.
    Disk(String),
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
    /// 6: the server did not answer while it was switched; the next command finds out.
    Unanswered(String),
    /// 130 or 143: a signal asked the command to stop.
    Stopped(super::stop::Signal),
}

impl Failure {
    /// Returns the process's exit code.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Unexpected(_) | Self::Disk(_) => 1,
            Self::Usage(_) => 2,
            Self::Mapping(_) => 3,
            Self::Exports(_) => 4,
            Self::NoGo(_)
            | Self::Red(_)
            | Self::NotPurged
            | Self::Canary(_)
            | Self::Renumbered(_) => 5,
            Self::Touched(_) | Self::Portal(_) | Self::Unanswered(_) => 6,
            Self::Stopped(signal) => signal.exit_code(),
        }
    }

    /// Returns a failure to read or write a file of ours.
    #[must_use]
    pub fn io(what: &str, path: &std::path::Path, error: &io::Error) -> Self {
        let message = format!("{what} `{}`: {error}", path.display());
        match remedy(error.kind()) {
            "" => Self::Unexpected(message),
            remedy => Self::Disk(format!("{message}; {remedy}, then start again")),
        }
    }
}

/// Returns what to do about an error of the system, where that is known.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the list of kinds is not ours"
)]
const fn remedy(kind: io::ErrorKind) -> &'static str {
    use io::ErrorKind::{
        FileTooLarge, PermissionDenied, QuotaExceeded, ReadOnlyFilesystem, StorageFull,
    };
    match kind {
        StorageFull => "free space on that disk",
        QuotaExceeded | FileTooLarge => {
            "have the limit for this user raised, or name another place"
        }
        PermissionDenied | ReadOnlyFilesystem => {
            "have it made writable for this user, or name another place"
        }
        _ => "",
    }
}

impl From<PortalError> for Failure {
    fn from(error: PortalError) -> Self {
        Self::Portal(error.to_string())
    }
}
