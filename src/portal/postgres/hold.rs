//! Which schema is the portal: the verified one takes its place in one transaction, and the former
//! one stays beside it. A comment on each says which result it is.

use super::schema::{FORMER, LIVE, NEXT};
use super::session::Session;
use super::target::Target;
use crate::portal::PortalError;
use crate::portal::store::{Stage, Store};
use std::time::Duration;

/// The server's advisory lock that a command holds: "cutover" in ASCII.
const LOCK: i64 = 0x0063_7574_6f76_6572;

/// How often the lock is tried, and how long between: a server needs a moment to see that a command
/// was killed.
const TURNS: u32 = 20;
const TURN: Duration = Duration::from_millis(100);

/// A session that keeps other commands off a database; the server lets go of the lock with it.
pub struct Hold {
    target: Target,
    session: Session,
}

impl Hold {
    /// Takes the lock.
    pub(in crate::portal) fn take(target: &Target) -> Result<Self, PortalError> {
        let mut session = Session::connect(target)?;
        for turn in 0..TURNS {
            if turn > 0 {
                std::thread::sleep(TURN);
            }
            if session.is(&format!("SELECT pg_try_advisory_lock({LOCK})"))? {
                return Ok(Self {
                    target: target.clone(),
                    session,
                });
            }
        }
        Err(PortalError::Busy {
            database: target.to_string(),
        })
    }

    /// Returns a state of the database.
    pub(in crate::portal) fn store(&self, stage: Stage) -> Store {
        Store::Schema(self.target.clone(), stage)
    }

    /// Says which result the next schema is.
    pub(in crate::portal) fn ready(&mut self, result: &str) -> Result<(), PortalError> {
        let result: String = result.chars().filter(char::is_ascii_hexdigit).collect();
        self.session
            .execute(&format!("COMMENT ON SCHEMA {NEXT} IS '{MARK}{result}'"))
    }

    /// Puts the next schema in the place of the portal's. The former one stays.
    pub(in crate::portal) fn publish(&mut self) -> Result<(), PortalError> {
        let keep = if self.exists(LIVE)? {
            format!(
                "DROP SCHEMA IF EXISTS {FORMER} CASCADE; ALTER SCHEMA {LIVE} RENAME TO {FORMER};"
            )
        } else {
            String::new()
        };
        self.in_one(&format!("{keep} ALTER SCHEMA {NEXT} RENAME TO {LIVE};"))
    }

    /// Completes a switch to this result. Returns false where no schema is it.
    pub(in crate::portal) fn complete(&mut self, result: &str) -> Result<bool, PortalError> {
        // The next schema goes with the switch: while it is there, there was none. The portal's may be
        // the same result, from a run before.
        if self.is_result(NEXT, result)? {
            return self.publish().map(|()| true);
        }
        self.is_result(LIVE, result)
    }

    /// Says of the former schema that it is on its way back.
    pub(in crate::portal) fn ready_back(&mut self) -> Result<(), PortalError> {
        let said = self.said(FORMER)?;
        let result = said.strip_suffix(ON_ITS_WAY).unwrap_or(&said);
        self.session.execute(&commented(FORMER, result, ON_ITS_WAY))
    }

    /// Changes the portal's schema for the former one, where that is still on its way.
    pub(in crate::portal) fn set_back(&mut self) -> Result<(), PortalError> {
        let said = self.said(FORMER)?;
        let Some(result) = said.strip_suffix(ON_ITS_WAY) else {
            return Ok(());
        };
        let aside = "portal_undone";
        self.in_one(&format!(
            "ALTER SCHEMA {LIVE} RENAME TO {aside}; ALTER SCHEMA {FORMER} RENAME TO {LIVE}; ALTER SCHEMA {aside} RENAME TO {FORMER}; {}",
            commented(LIVE, result, "")
        ))
    }

    /// Drops the next schema.
    pub(in crate::portal) fn discard(&mut self) -> Result<(), PortalError> {
        self.session
            .execute(&format!("DROP SCHEMA IF EXISTS {NEXT} CASCADE"))
    }

    fn exists(&mut self, schema: &str) -> Result<bool, PortalError> {
        exists(&mut self.session, schema)
    }

    fn is_result(&mut self, schema: &str, result: &str) -> Result<bool, PortalError> {
        let said = self.said(schema)?;
        let said = said.strip_suffix(ON_ITS_WAY).unwrap_or(&said);
        Ok(said.strip_prefix(MARK) == Some(result))
    }

    /// Returns the comment on a schema.
    fn said(&mut self, schema: &str) -> Result<String, PortalError> {
        self.session.text(&format!(
            "SELECT coalesce(obj_description(to_regnamespace('{schema}'), 'pg_namespace'), '')"
        ))
    }

    /// One message is one transaction: the server undoes all of it where a part fails.
    fn in_one(&mut self, sql: &str) -> Result<(), PortalError> {
        self.session.execute(sql)
    }
}

/// What stands before a result in the comment on its schema.
const MARK: &str = "cutover result ";
/// What stands behind it while a way back to that schema is not done.
const ON_ITS_WAY: &str = ", on its way back";

/// Returns the statement that says of a schema which result it is.
fn commented(schema: &str, said: &str, more: &str) -> String {
    let result: String = said
        .strip_prefix(MARK)
        .unwrap_or_default()
        .chars()
        .filter(char::is_ascii_hexdigit)
        .collect();
    format!("COMMENT ON SCHEMA {schema} IS '{MARK}{result}{more}';")
}

/// Returns true where there is such a schema.
pub(super) fn exists(session: &mut Session, schema: &str) -> Result<bool, PortalError> {
    session.is(&format!("SELECT to_regnamespace('{schema}') IS NOT NULL"))
}
