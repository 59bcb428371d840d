//! Rows that somebody touched after a load: what a rollback would undo.

/// A row that was touched after the load.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Touched {
    /// Its table.
    pub table: String,
    /// The values of its key, with a blank between.
    pub key: String,
    /// insert, update, delete or truncate.
    pub operation: String,
    /// When, by the database's clock: UTC, whole seconds.
    pub at: String,
}

/// The order in which they were touched; one result a row, as its four columns.
pub(super) const SELECT: &str = "FROM touched_row ORDER BY sequence";
