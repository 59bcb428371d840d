//! The log of the seal in a file.

use super::Portal;
use crate::portal::PortalError;
use crate::portal::seal::{SealEntry, SealEvent};
use rusqlite::{Connection, params};
use std::path::Path;

/// Makes the table of the log, where it is not there.
const TABLE: &str = include_str!("../sql/sqlite/seal.sql");

fn failed(source: rusqlite::Error) -> PortalError {
    PortalError::Rows {
        table: "seal_log".to_owned(),
        source,
    }
}

/// Returns the log, oldest first.
pub(in crate::portal) fn log(path: &Path) -> Result<Vec<SealEntry>, PortalError> {
    let mut portal = Portal::reopen(path)?;
    let log = portal.with_handle(read)?;
    portal.close()?;
    log
}

fn read(connection: &Connection) -> Result<Vec<SealEntry>, PortalError> {
    if !connection.table_exists(None, "seal_log").map_err(failed)? {
        return Ok(Vec::new());
    }
    let mut statement = connection
        .prepare("SELECT event, reason, noted_by, noted_at FROM seal_log ORDER BY sequence")
        .map_err(failed)?;
    let row = |row: &rusqlite::Row<'_>| (0..4).map(|at| row.get::<_, String>(at)).collect();
    let rows = statement.query_map([], row).map_err(failed)?;
    let rows: Vec<Vec<String>> = rows.collect::<Result<_, _>>().map_err(failed)?;
    Ok(rows.into_iter().filter_map(SealEntry::from_texts).collect())
}

/// Adds a line to the log.
pub(in crate::portal) fn add(
    path: &Path,
    event: SealEvent,
    reason: &str,
) -> Result<(), PortalError> {
    let mut portal = Portal::reopen(path)?;
    portal.execute(TABLE)?;
    portal.with_handle(|connection| {
        connection
            .execute(
                "INSERT INTO seal_log (event, reason) VALUES (?, ?)",
                params![event.name(), reason],
            )
            .map_err(failed)
    })??;
    portal.close()
}

/// Makes the log of `from` that of `to` as well.
pub(in crate::portal) fn carry(from: &Path, to: &Path) -> Result<(), PortalError> {
    let entries = log(from)?;
    if entries.is_empty() {
        return Ok(());
    }
    let mut portal = Portal::reopen(to)?;
    portal.execute(TABLE)?;
    portal.execute("DELETE FROM seal_log")?;
    portal.with_handle(|connection| {
        for entry in &entries {
            connection
                .execute(
                    "INSERT INTO seal_log (event, reason, noted_by, noted_at) VALUES (?, ?, ?, ?)",
                    params![entry.event.name(), entry.reason, entry.by, entry.at],
                )
                .map_err(failed)?;
        }
        Ok::<(), PortalError>(())
    })??;
    portal.close()
}
