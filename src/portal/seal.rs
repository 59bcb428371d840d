//! The seal of a portal: once it is live, no run may change it. Whether it is sealed is the last line
//! of a log in the database, which tells who sealed it, who broke the seal, when and why.

use super::error::PortalError;
use super::store::Store;
use super::{postgres, sqlite};

/// What happened to a seal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SealEvent {
    /// The portal was sealed.
    Sealed,
    /// The seal was broken.
    Broken,
}

/// A line of the log.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct SealEntry {
    /// What happened.
    pub event: SealEvent,
    /// Why, as the operator wrote it.
    pub reason: String,
    /// The server's user; empty where the database is a file.
    pub by: String,
    /// When, by the database's clock: UTC, whole seconds.
    pub at: String,
}

impl SealEvent {
    /// Returns how the log writes it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sealed => "sealed",
            Self::Broken => "broken",
        }
    }
}

impl SealEntry {
    /// Returns the entry of a row: event, reason, user, time.
    pub(super) fn from_texts(row: Vec<String>) -> Option<Self> {
        let [event, reason, by, at] = row.try_into().ok()?;
        let event = if event == SealEvent::Sealed.name() {
            SealEvent::Sealed
        } else {
            SealEvent::Broken
        };
        Some(Self {
            event,
            reason,
            by,
            at,
        })
    }
}

/// Returns the log of the portal that counts, oldest first; nothing where it was never sealed.
///
/// # Errors
/// Where the database cannot be read.
pub fn seal_log(live: &Store) -> Result<Vec<SealEntry>, PortalError> {
    match live {
        Store::File(path) if !path.exists() => Ok(Vec::new()),
        Store::File(path) => sqlite::seal::log(path),
        Store::Schema(target, _) => postgres::seal_log(target),
    }
}

/// Returns the entry that sealed the portal, where it is sealed.
///
/// # Errors
/// Where the database cannot be read.
pub fn sealed(live: &Store) -> Result<Option<SealEntry>, PortalError> {
    let last = seal_log(live)?.pop();
    Ok(last.filter(|entry| entry.event == SealEvent::Sealed))
}

/// Adds a line to the log.
///
/// # Errors
/// Where the database cannot be written.
pub fn add_to_seal_log(live: &Store, event: SealEvent, reason: &str) -> Result<(), PortalError> {
    match live {
        Store::File(path) => sqlite::seal::add(path, event, reason),
        Store::Schema(target, _) => postgres::add_to_seal_log(target, event, reason),
    }
}

/// Makes the log of one file that of another, which is about to count. On a server there is one log
/// for all states.
///
/// # Errors
/// Where a file cannot be read or written.
pub fn carry_seal_log(from: &Store, to: &Store) -> Result<(), PortalError> {
    match (from, to) {
        (Store::File(from), Store::File(to)) if from.exists() => sqlite::seal::carry(from, to),
        _ => Ok(()),
    }
}
