//! PostgreSQL: rows go in by binary COPY over several connections, keys and indexes come after.

mod wire;
