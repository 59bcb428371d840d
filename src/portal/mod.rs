//! The portal database, and the one place for SQL.
