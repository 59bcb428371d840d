//! Rows in bulk: encoded where they are made, sent by threads with a connection each.
//!
//! Rows of a table are gathered until there is about a megabyte of them; then whichever connection
//! is free copies them. The order of rows does not count: keys are made afterwards.

use super::session::Session;
use super::target::Target;
use super::wire;
use crate::portal::PortalError;
use crate::record::portal::PortalRow;
use crate::record::value::Value;
use sqlx::postgres::PgCopyIn;
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

/// Bytes of a table that are sent at once.
const PART: usize = 1 << 20;
/// Connections that copy: what two cores of a server beside the program bear.
const CONNECTIONS: usize = 2;

/// Encoded rows of a table.
struct Part {
    statement: String,
    table: &'static str,
    bytes: Vec<u8>,
}

/// Takes rows and hands them to the connections.
pub struct Loader<'a> {
    schema: &'a str,
    parts: BTreeMap<&'static str, Part>,
    sender: SyncSender<Part>,
    values: Vec<Value>,
}

impl Loader<'_> {
    /// Adds one row.
    ///
    /// # Errors
    /// Where it cannot be written as the server wants it, or no connection is left.
    pub fn insert<R: PortalRow>(&mut self, row: R) -> Result<(), PortalError> {
        self.values.clear();
        row.values(&mut self.values);
        let schema = self.schema;
        let part = self.parts.entry(R::TABLE).or_insert_with(|| Part {
            statement: copy_in(schema, R::TABLE, R::COLUMNS),
            table: R::TABLE,
            bytes: wire::HEADER.to_vec(),
        });
        if !wire::put_row(&self.values, R::KINDS, &mut part.bytes) {
            return Err(bad_row(R::TABLE));
        }
        if part.bytes.len() >= PART
            && let Some(part) = self.parts.remove(R::TABLE)
        {
            self.send(part)?;
        }
        Ok(())
    }

    fn send(&self, mut part: Part) -> Result<(), PortalError> {
        part.bytes.extend_from_slice(wire::TRAILER);
        // Where every connection has failed, its own error is what counts.
        self.sender.send(part).map_err(|_| PortalError::Ended)
    }

    fn finish(mut self) -> Result<(), PortalError> {
        let parts = std::mem::take(&mut self.parts);
        parts.into_values().try_for_each(|part| self.send(part))
    }
}

fn bad_row(table: &str) -> PortalError {
    PortalError::BadRow {
        table: table.to_owned(),
    }
}

/// Returns the statement that takes rows of a table. Names come from the row structs and from
/// constants, never from outside.
fn copy_in(schema: &str, table: &str, columns: &[&str]) -> String {
    format!(
        "COPY {schema}.{table} ({}) FROM STDIN (FORMAT binary)",
        columns.join(", ")
    )
}

/// Loads all that `work` inserts into the tables of `schema`.
///
/// # Errors
/// Those of `work`, and of the server; what was copied until then stays in `schema`.
pub(super) fn load<T, E: From<PortalError>>(
    target: &Target,
    schema: &str,
    work: impl FnOnce(&mut crate::portal::Loader<'_>) -> Result<T, E>,
) -> Result<T, E> {
    let (sender, parts) = sync_channel(CONNECTIONS);
    let parts = Mutex::new(parts);
    std::thread::scope(|scope| {
        let copying: Vec<_> = (0..CONNECTIONS)
            .map(|_| scope.spawn(|| copy_all(target, &parts)))
            .collect();
        let mut loader = crate::portal::Loader::Postgres(Loader {
            schema,
            parts: BTreeMap::new(),
            sender,
            values: Vec::new(),
        });
        let done = work(&mut loader);
        let sent = if let crate::portal::Loader::Postgres(loader) = loader
            && done.is_ok()
        {
            loader.finish()
        } else {
            Ok(())
        };
        for copied in copying {
            copied.join().unwrap_or(Err(PortalError::Ended))?;
        }
        let done = done?;
        sent?;
        Ok(done)
    })
}

/// Copies parts until there are no more. After a failure the rest is taken and let go of, so that
/// nobody waits for a connection that is not there.
fn copy_all(target: &Target, parts: &Mutex<Receiver<Part>>) -> Result<(), PortalError> {
    let next = || parts.lock().ok().and_then(|parts| parts.recv().ok());
    let copied = Session::connect(target).and_then(|mut session| {
        while let Some(part) = next() {
            copy(&mut session, &part)?;
        }
        session.close()
    });
    if copied.is_err() {
        while next().is_some() {}
    }
    copied
}

fn copy(session: &mut Session, part: &Part) -> Result<(), PortalError> {
    let Session {
        runtime,
        connection,
        ..
    } = session;
    let copied = runtime.block_on(async {
        let mut copy: PgCopyIn<_> = connection.copy_in_raw(&part.statement).await?;
        copy.send(part.bytes.as_slice()).await?;
        copy.finish().await
    });
    copied.map(drop).map_err(|source| PortalError::Copy {
        table: part.table.to_owned(),
        source,
    })
}
