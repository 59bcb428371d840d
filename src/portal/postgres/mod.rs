//! PostgreSQL: rows go in by binary COPY over several connections, keys and indexes come after.
//!
//! Everything is written into a schema that nobody reads yet.

mod advice;
mod hold;
mod load;
mod roles;
mod schema;
mod seal;
mod session;
mod target;
mod wire;

pub use advice::{advice, is_lost};
pub use hold::Hold;
pub use load::Loader;
pub use seal::{add_to_seal_log, seal_log};
pub use target::Target;

use super::error::PortalError;
use super::store::Stage;
use super::touched::{SELECT, Touched};
use crate::record::portal::{KINDS, TABLES};
use crate::record::portal_keys::key_of;
use crate::record::roles::Roles;
use crate::record::value::{Kind, Value};
use futures_util::StreamExt;
use session::Session;
use sqlx::postgres::PgConnection;

/// A portal on a PostgreSQL server.
pub struct Portal {
    target: Target,
    session: Session,
    schema: &'static str,
}

impl Stage {
    /// Returns the schema that this state has.
    #[must_use]
    pub const fn schema(self) -> &'static str {
        match self {
            Self::Live => schema::LIVE,
            Self::Next => schema::NEXT,
            Self::Former => schema::FORMER,
        }
    }
}

/// Returns true where the database has this state.
///
/// # Errors
/// Where the server cannot be reached.
pub fn exists(target: &Target, stage: Stage) -> Result<bool, PortalError> {
    let mut session = Session::connect(target)?;
    let exists = hold::exists(&mut session, stage.schema())?;
    session.close()?;
    Ok(exists)
}

impl Portal {
    /// Makes the schema of a state, with empty tables; one that a former run left unfinished is
    /// dropped.
    ///
    /// # Errors
    /// Where the server cannot be reached, or does not let this user make a schema.
    pub fn create(target: &Target, stage: Stage) -> Result<Self, PortalError> {
        let mut session = Session::connect(target)?;
        let schema = stage.schema();
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

    /// Opens the schema of a state.
    ///
    /// # Errors
    /// Where the server cannot be reached, there is no such schema, or it is not what a run leaves.
    pub fn open(target: &Target, stage: Stage) -> Result<Self, PortalError> {
        let mut session = Session::connect(target)?;
        let schema = stage.schema();
        session.execute(&format!("SET search_path TO {schema}"))?;
        for (table, columns) in TABLES {
            let columns = columns.join(", ");
            let select = format!("SELECT {columns} FROM {schema}.{table} LIMIT 0");
            session
                .execute(&select)
                .map_err(|error| not_ours(error, schema))?;
        }
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
        work: impl FnOnce(&mut crate::portal::Loader<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        load::load(&self.target, self.schema, work)
    }

    /// Makes keys, references and indexes, and gathers statistics.
    ///
    /// # Errors
    /// Where two rows share a key, or a row names something that is not there.
    pub fn index(&mut self) -> Result<(), PortalError> {
        let sql = [
            schema::KEYS,
            schema::REFERENCES,
            schema::INDEXES,
            schema::VIEWS,
        ];
        for sql in sql {
            for statement in schema::statements(sql) {
                self.session.execute(statement)?;
            }
        }
        self.session.execute("ANALYZE")
    }

    /// Makes the roles that are not there yet.
    ///
    /// # Errors
    /// Where the server does not let this user make one.
    pub fn make_roles(&mut self, roles: &Roles) -> Result<(), PortalError> {
        roles::make(&mut self.session, roles)
    }

    /// Gives the roles their rights in this schema.
    ///
    /// # Errors
    /// Where the server refuses.
    pub fn grant(&mut self, roles: &Roles) -> Result<(), PortalError> {
        self.session.execute(&roles::grants(self.schema, roles))
    }

    /// Has touched rows noted from now on.
    ///
    /// # Errors
    /// Where the server refuses.
    pub fn watch(&mut self) -> Result<(), PortalError> {
        let schema = self.schema;
        self.session.execute(&format!(
            "BEGIN; SET LOCAL search_path TO {schema}; {} COMMIT",
            schema::watch()
        ))
    }

    /// Returns the rows that were touched since the load; none where nothing notes them.
    ///
    /// # Errors
    /// Where the table cannot be read.
    pub fn touched(&mut self) -> Result<Vec<Touched>, PortalError> {
        let schema = self.schema;
        let noted = format!("SELECT to_regclass('{schema}.touched_row') IS NOT NULL");
        if !self.session.is(&noted)? {
            return Ok(Vec::new());
        }
        let at = "to_char(touched_at, 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')";
        let rows = self.session.texts(&format!(
            "SELECT ARRAY[table_name, row_key, operation, {at}] {SELECT}"
        ))?;
        let touched = rows.into_iter().filter_map(|row| {
            let [table, key, operation, at] = row.try_into().ok()?;
            Some(Touched {
                table,
                key,
                operation,
                at,
            })
        });
        Ok(touched.collect())
    }

    /// Says goodbye to the server.
    ///
    /// # Errors
    /// Where the connection is broken.
    pub fn close(self) -> Result<(), PortalError> {
        self.session.close()
    }

    /// Calls `each` with every row of a table, in the order of its key. Days, instants and decimals
    /// come as text, flags as whole numbers.
    ///
    /// # Errors
    /// Where the table cannot be read.
    pub fn each_row(
        &mut self,
        table: &str,
        columns: &[&str],
        mut each: impl FnMut(&[Value]),
    ) -> Result<(), PortalError> {
        let Some(kinds) = kinds(table, columns) else {
            return Err(PortalError::NotOurs {
                path: self.target.to_string(),
                reason: format!("no table `{table}` with these columns"),
            });
        };
        let statement = schema::copy_out(self.schema, table, columns, key_of(table));
        let mut rows = wire::Rows::new(&kinds);
        let Session {
            runtime,
            connection,
            ..
        } = &mut self.session;
        let connection: &mut PgConnection = &mut *connection;
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

/// Returns the error for a table that is not there, or lacks a column.
fn not_ours(error: PortalError, schema: &str) -> PortalError {
    if let PortalError::Server { server, source } = &error
        && source
            .as_database_error()
            .and_then(sqlx::error::DatabaseError::code)
            .is_some_and(|code| ["42P01", "42703", "3F000"].contains(&code.as_ref()))
    {
        return PortalError::NotOurs {
            path: format!("{server} (schema {schema})"),
            reason: advice(source),
        };
    }
    error
}

/// Returns what some columns of a table hold.
fn kinds(table: &str, columns: &[&str]) -> Option<Vec<Kind>> {
    let known = TABLES.iter().zip(KINDS);
    let ((_, names), (_, kinds)) = { known }.find(|((name, _), _)| *name == table)?;
    let kind = |column: &&str| {
        let at = names.iter().position(|name| name == column)?;
        kinds.get(at).copied()
    };
    columns.iter().map(kind).collect()
}
