//! A whole utility that does not exist: customers, accounts and three years of history, as the
//! exports of a legacy system. For rehearsals, training and measuring, without anybody's data.
//!
//! In: how many accounts, a seed, a form. Out: bytes of rows, part by part, the mapping that goes
//! with them and a page on what is in them. Each account follows from the seed and its place alone:
//! the same order gives the same bytes, whoever makes which part. No files, no clock, no chance.

pub mod account;
mod account_rows;
pub mod calendar;
mod digits;
pub mod draw;
pub mod form;
mod instrument;
mod later_rows;
mod ledger;
pub mod mapping;
mod meter;
pub mod order;
pub mod part;
mod people;
pub mod plant;
pub mod row;
pub mod summary;
pub mod table;
#[cfg(test)]
mod tests;
mod words;
