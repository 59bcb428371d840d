//! The portal database, and the one place for SQL.
//!
//! Rows come in as `record::portal` structs or plain values and go out as plain values; no rule
//! and no customer-facing text lives here. SQLite is reached through sqlx; rows in bulk go through
//! rusqlite on the same connection, because one call a row there is ten times as fast.

mod bulk;
pub mod connect;
pub mod postgres;
mod schema;

pub use bulk::{Loader, Reader};
pub use connect::{Database, PortalError};
