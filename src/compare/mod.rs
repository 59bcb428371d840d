//! What is different between two results: two streams of the same table, each in the order of its
//! key, are merged row by row, and what differs is counted, listed and told by kind.
//!
//! Pure: rows are handed in, nothing is read or printed here. Memory follows what is listed, never
//! the number of rows.

#![cfg_attr(
    not(test),
    deny(
        clippy::disallowed_macros,
        clippy::disallowed_methods,
        clippy::disallowed_types
    )
)]

pub mod accounts;
pub mod align;
pub mod dates;
pub mod letters;
pub mod listed;
pub mod made;
pub mod merge;
pub mod rejects;
pub mod rows;
pub mod tables;
pub mod tally;

#[cfg(test)]
mod samples;
