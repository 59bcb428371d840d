//! What a file holds that nobody has described: guesses about its layout from its first bytes, and
//! a profile of its columns from its rows.
//!
//! In: bytes and batches of cells, from whatever reader. Out: a `FileProfile` that may be shown
//! to anyone: counts, patterns, sums, and values only where `codes` lets them pass. Memory is
//! bounded whatever the file holds: 16 bytes a different value up to `distinct::MOST` slots a
//! column and eight million slots a file, then a sample of the values; 13 bytes a cell for the first
//! 65,536 rows of 48 columns, 21 where the column is of bills or payments. Nothing here opens a file, prints, or keeps what looks like payment data.

#![cfg_attr(
    not(test),
    deny(
        clippy::disallowed_macros,
        clippy::disallowed_methods,
        clippy::disallowed_types
    )
)]

mod codes;
mod column;
mod conclude;
mod day_stats;
mod days;
mod distinct;
mod guess;
mod keys;
mod names;
mod nulls;
mod numbers;
mod overpaid;
mod owners;
mod payment;
mod periods;
mod profile;
mod references;
pub mod report;
mod rows;
mod sample;
mod scan;
mod shapes;
pub mod sniff;
mod table;
#[cfg(test)]
mod table_tests;
mod together;
mod trailer;
mod words;

pub use guess::{Kind, Profiled, skeleton};
pub use payment::Probe;
pub use references::relate;
pub use table::{Finished, MOST_COLUMNS, Table, Task};
pub use words::named_like_payment;
