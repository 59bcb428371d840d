//! Which schema is the portal: the verified one takes its place in one transaction, and the former
//! one stays beside it.

use super::schema::{FORMER, LIVE, NEXT};
use super::session::Session;
use crate::portal::connect::PortalError;

/// The server's advisory lock that a run holds: "cutover" in ASCII.
const LOCK: i64 = 0x0063_7574_6f76_6572;

/// Takes the lock that keeps runs on one database apart; the server lets go of it with the session.
///
/// # Errors
/// `PortalError::Locked` where another session holds it.
pub(super) fn lock(session: &mut Session) -> Result<(), PortalError> {
    if session.is(&format!("SELECT pg_try_advisory_lock({LOCK})"))? {
        Ok(())
    } else {
        Err(PortalError::Locked {
            path: session.server().to_owned(),
        })
    }
}

/// Puts the schema that was written in the place of the portal's. The former one stays.
///
/// # Errors
/// Where the server refuses; then everything is as it was.
pub(super) fn publish(session: &mut Session) -> Result<(), PortalError> {
    let keep = if exists(session, LIVE)? {
        format!("DROP SCHEMA IF EXISTS {FORMER} CASCADE; ALTER SCHEMA {LIVE} RENAME TO {FORMER};")
    } else {
        String::new()
    };
    in_one(
        session,
        &format!("{keep} ALTER SCHEMA {NEXT} RENAME TO {LIVE};"),
    )
}

/// Puts the former schema back, and keeps the one that was live as the former one. Returns false
/// where there is none to go back to.
///
/// # Errors
/// Where the server refuses; then everything is as it was.
pub(super) fn roll_back(session: &mut Session) -> Result<bool, PortalError> {
    if !exists(session, FORMER)? {
        return Ok(false);
    }
    let aside = "portal_undone";
    let swap = format!(
        "ALTER SCHEMA {LIVE} RENAME TO {aside}; ALTER SCHEMA {FORMER} RENAME TO {LIVE}; ALTER SCHEMA {aside} RENAME TO {FORMER};"
    );
    in_one(session, &swap)?;
    Ok(true)
}

/// Returns true where there is such a schema.
pub(super) fn exists(session: &mut Session, schema: &str) -> Result<bool, PortalError> {
    session.is(&format!("SELECT to_regnamespace('{schema}') IS NOT NULL"))
}

fn in_one(session: &mut Session, sql: &str) -> Result<(), PortalError> {
    // One message is one transaction: the server undoes all of it where a part fails.
    session.execute(sql)
}
