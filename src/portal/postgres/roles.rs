//! Roles of the server, and what they may do with the portal's schema.

use super::session::Session;
use crate::portal::PortalError;
use crate::record::portal::TABLES;
use crate::record::roles::Roles;

/// The record of the cutover itself: read by all, changed by nobody.
const RECORD: [&str; 4] = ["cutover_run", "source_file", "control_total", "crosswalk"];
/// What representatives do not read: they have a view of it without password hashes.
const NOT_FOR_REPRESENTATIVES: &str = "portal_user";
/// The views that are theirs.
const VIEWS: [&str; 2] = ["representative_account", "representative_user"];

/// Makes the roles that are not there yet. They cannot log in: people and programs are made members.
pub(super) fn make(session: &mut Session, roles: &Roles) -> Result<(), PortalError> {
    for role in [&roles.application, &roles.representative]
        .into_iter()
        .flatten()
    {
        let there = format!("SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}')");
        if session.is(&there)? {
            continue;
        }
        // Two runs on one server may make it at once: the other's is as good.
        let made = session.execute(&format!("CREATE ROLE {role} NOLOGIN"));
        if let Err(PortalError::Server { source, .. }) = made
            && !session.is(&there)?
        {
            return Err(PortalError::Role {
                role: role.clone(),
                source,
            });
        }
    }
    Ok(())
}

/// Returns the statements that give the roles their rights in `schema`. Names of roles are plain: see
/// `portal.application_role`.
pub(super) fn grants(schema: &str, roles: &Roles) -> String {
    let tables = || TABLES.iter().map(|(table, _)| *table);
    let named = |tables: Vec<&str>| {
        let qualified: Vec<String> = tables.iter().map(|t| format!("{schema}.{t}")).collect();
        qualified.join(", ")
    };
    let mut sql = String::new();
    if let Some(role) = &roles.application {
        let all = named(tables().chain(VIEWS).collect());
        let changed = named(tables().filter(|table| !RECORD.contains(table)).collect());
        sql += &format!(
            "GRANT USAGE ON SCHEMA {schema} TO {role}; GRANT SELECT ON {all} TO {role}; \
             GRANT INSERT, UPDATE, DELETE ON {changed} TO {role}; "
        );
    }
    if let Some(role) = &roles.representative {
        let read = { tables() }
            .filter(|table| *table != NOT_FOR_REPRESENTATIVES)
            .chain(VIEWS);
        let read = named(read.collect());
        sql += &format!(
            "GRANT USAGE ON SCHEMA {schema} TO {role}; GRANT SELECT ON {read} TO {role}; "
        );
    }
    sql
}
