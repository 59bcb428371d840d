//! A connection to the server, and what can go wrong on it.

use super::target::Target;
use crate::portal::PortalError;
use sqlx::postgres::PgConnection;
use sqlx::{ConnectOptions, Connection, Executor};
use tokio::runtime::{Builder, Runtime};

/// What a session sets for itself: a load takes as long as it takes, but waits for nobody who holds
/// what it needs.
const SETTINGS: &str = "SET statement_timeout = 0; SET lock_timeout = '10s'; \
    SET idle_in_transaction_session_timeout = 0; SET client_min_messages = warning; \
    SET timezone = 'UTC'";

/// Has the server notice soon that a command is gone, so that what it held is free for the next one:
/// also in the middle of a statement, and where its machine is. An older server, or one on a system
/// that cannot, does without.
const NOTICE: &str = "DO $$ BEGIN \
    PERFORM set_config('tcp_keepalives_idle', '30', false), set_config('tcp_keepalives_interval', '10', false), \
    set_config('tcp_keepalives_count', '3', false); \
    PERFORM set_config('client_connection_check_interval', '500ms', false); \
    EXCEPTION WHEN OTHERS THEN NULL; END $$";

/// A connection of its own, driven by the thread that holds it.
pub(super) struct Session {
    pub(super) runtime: Runtime,
    pub(super) connection: Box<PgConnection>,
    server: String,
}

impl Session {
    /// Connects to the server.
    ///
    /// # Errors
    /// Where it cannot be reached, or lets nobody in.
    pub(super) fn connect(target: &Target) -> Result<Self, PortalError> {
        let server = target.to_string();
        let unreachable = |source| PortalError::Server {
            server: server.clone(),
            source,
        };
        let runtime = Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| unreachable(sqlx::Error::Io(error)))?;
        let options = target.options().clone().disable_statement_logging();
        let connection = runtime.block_on(options.connect()).map_err(unreachable)?;
        let mut session = Self {
            runtime,
            connection: Box::new(connection),
            server,
        };
        session.execute(SETTINGS)?;
        session.execute(NOTICE)?;
        Ok(session)
    }

    /// Runs statements that return nothing.
    ///
    /// # Errors
    /// Where the server refuses one of them; those before it count unless they stand in a transaction.
    pub(super) fn execute(&mut self, sql: &str) -> Result<(), PortalError> {
        let done = self
            .connection
            .execute(sqlx::raw_sql(sqlx::AssertSqlSafe(sql)));
        let done = self.runtime.block_on(done);
        done.map(drop).map_err(|source| self.failed(source))
    }

    /// Runs a statement that returns nothing, with texts for `$1` and so on.
    ///
    /// # Errors
    /// Where the server refuses it.
    pub(super) fn execute_with(
        &mut self,
        sql: &'static str,
        texts: &[&str],
    ) -> Result<(), PortalError> {
        let query = texts.iter().fold(sqlx::query(sql), |q, text| q.bind(*text));
        let done = self.runtime.block_on(query.execute(&mut *self.connection));
        done.map(drop).map_err(|source| self.failed(source))
    }

    /// Returns what a statement says that returns one flag.
    ///
    /// # Errors
    /// Where the server refuses it.
    pub(super) fn is(&mut self, sql: &str) -> Result<bool, PortalError> {
        let query = sqlx::query_scalar::<_, bool>(sqlx::AssertSqlSafe(sql));
        let answer = self
            .runtime
            .block_on(query.fetch_one(&mut *self.connection));
        answer.map_err(|source| self.failed(source))
    }

    /// Returns what a statement says that returns one text.
    ///
    /// # Errors
    /// Where the server refuses it.
    pub(super) fn text(&mut self, sql: &str) -> Result<String, PortalError> {
        let query = sqlx::query_scalar::<_, String>(sqlx::AssertSqlSafe(sql));
        let answer = self
            .runtime
            .block_on(query.fetch_one(&mut *self.connection));
        answer.map_err(|source| self.failed(source))
    }

    /// Returns the rows of a statement that returns an array of texts a row.
    ///
    /// # Errors
    /// Where the server refuses it.
    pub(super) fn texts(&mut self, sql: &str) -> Result<Vec<Vec<String>>, PortalError> {
        let query = sqlx::query_scalar::<_, Vec<String>>(sqlx::AssertSqlSafe(sql));
        let answer = self
            .runtime
            .block_on(query.fetch_all(&mut *self.connection));
        answer.map_err(|source| self.failed(source))
    }

    /// Returns the error for what the server says.
    pub(super) fn failed(&self, source: sqlx::Error) -> PortalError {
        PortalError::Server {
            server: self.server.clone(),
            source,
        }
    }

    /// Says goodbye to the server.
    ///
    /// # Errors
    /// Where the connection is broken.
    pub(super) fn close(self) -> Result<(), PortalError> {
        let server = self.server;
        let closed = self.runtime.block_on(self.connection.close());
        closed.map_err(|source| PortalError::Server { server, source })
    }
}
