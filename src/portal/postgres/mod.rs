//! PostgreSQL: rows go in by binary COPY over several connections, keys and indexes come after.
//!
//! Everything is written into a schema that nobody reads yet.

mod load;
mod schema;
mod session;
mod switch;
mod target;
mod wire;

pub use load::Loader;
pub use target::Target;

use super::connect::PortalError;
use crate::record::portal::{KINDS, TABLES};
use crate::record::value::Value;
use futures_util::StreamExt;
use session::Session;
use sqlx::postgres::PgConnection;

/// A portal on a PostgreSQL server.
pub struct Portal {
    target: Target,
    session: Session,
    schema: &'static str,
}

impl Portal {
    /// Makes the schema that will be the portal's, with empty tables; one that a former run left
    /// unfinished is dropped.
    ///
    /// # Errors
    /// Where the server cannot be reached, or does not let this user make a schema.
    pub fn create(target: &Target) -> Result<Self, PortalError> {
        let mut session = Session::connect(target)?;
        switch::lock(&mut session)?;
        let schema = schema::NEXT;
        session.execute(&format!(
            "BEGIN; DROP SCHEMA IF EXISTS {schema} CASCADE; CREATE SCHEMA {schema}; SET search_path TO {schema}; {} COMMIT",
            schema::TABLES
        ))?;
        Ok(Self {
            target: target.clone(),
            session,
            schema,
        })
    }

    /// Loads rows over several connections.
    ///
    /// # Errors
    /// Those of `work` and of the server. The schema is then of no use.
    pub fn load<T, E: From<PortalError>>(
        &mut self,
        work: impl FnOnce(&mut Loader<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        load::load(&self.target, self.schema, work)
    }

    /// Makes keys, references and indexes, and gathers statistics.
    ///
    /// # Errors
    /// Where two rows share a key, or a row names something that is not there.
    pub fn index(&mut self) -> Result<(), PortalError> {
        for sql in [schema::KEYS, schema::REFERENCES, schema::INDEXES] {
            for statement in schema::statements(sql) {
                self.session.execute(statement)?;
            }
        }
        self.session.execute("ANALYZE")
    }

    /// Puts this schema in the place of the portal's, in one transaction. The former one stays.
    ///
    /// # Errors
    /// Where the server refuses; what stood before then still stands.
    pub fn publish(mut self) -> Result<(), PortalError> {
        switch::publish(&mut self.session)?;
        self.session.close()
    }

    /// Puts back the schema that was the portal's before. Returns false where there is none.
    ///
    /// # Errors
    /// Where the server cannot be reached or refuses, or a run is at work.
    pub fn roll_back(target: &Target) -> Result<bool, PortalError> {
        let mut session = Session::connect(target)?;
        switch::lock(&mut session)?;
        let done = switch::roll_back(&mut session)?;
        session.close()?;
        Ok(done)
    }

    /// Calls `each` with every row of a table, in the order of its key. Days, instants and decimals
    /// come as text, flags as whole numbers.
    ///
    /// # Errors
    /// Where the table cannot be read.
    pub fn each_row(
        &mut self,
        table: &str,
        mut each: impl FnMut(&[Value]),
    ) -> Result<(), PortalError> {
        let known = TABLES
            .iter()
            .zip(KINDS)
            .find(|((name, _), _)| *name == table);
        let Some(((_, columns), (_, kinds))) = known else {
            return Ok(());
        };
        let statement = schema::copy_out(self.schema, table, columns, &schema::key(table));
        let mut rows = wire::Rows::new(kinds);
        let Session {
            runtime,
            connection,
            ..
        } = &mut self.session;
        let connection: &mut PgConnection = connection;
        let read: Result<(), PortalError> = runtime.block_on(async {
            let failed = |source| PortalError::Copy {
                table: table.to_owned(),
                source,
            };
            let mut stream = connection.copy_out_raw(&statement).await.map_err(failed)?;
            while let Some(bytes) = stream.next().await {
                rows.take(&bytes.map_err(failed)?, &mut each)
                    .map_err(|_| PortalError::BadRow {
                        table: table.to_owned(),
                    })?;
            }
            Ok(())
        });
        read
    }
}
