//! The log of the seal on a server.

use super::session::Session;
use super::target::Target;
use crate::portal::PortalError;
use crate::portal::seal::{SealEntry, SealEvent};

/// Makes the table of the log, where it is not there.
const TABLE: &str = include_str!("../sql/postgres/seal.sql");

/// Returns the log, oldest first.
///
/// # Errors
/// Where the server cannot be reached.
pub fn seal_log(target: &Target) -> Result<Vec<SealEntry>, PortalError> {
    let mut session = Session::connect(target)?;
    let rows = if session.is("SELECT to_regclass('cutover.seal_log') IS NOT NULL")? {
        session.texts(
            "SELECT ARRAY[event, reason, noted_by, to_char(noted_at, 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')] \
             FROM cutover.seal_log ORDER BY sequence",
        )?
    } else {
        Vec::new()
    };
    session.close()?;
    Ok(rows.into_iter().filter_map(SealEntry::from_texts).collect())
}

/// Adds a line to the log.
///
/// # Errors
/// Where the server cannot be reached, or does not let this user write it.
pub fn add_to_seal_log(target: &Target, event: SealEvent, reason: &str) -> Result<(), PortalError> {
    let mut session = Session::connect(target)?;
    session.execute(TABLE)?;
    session.execute_with(
        "INSERT INTO cutover.seal_log (event, reason) VALUES ($1, $2)",
        &[event.name(), reason],
    )?;
    session.close()
}
