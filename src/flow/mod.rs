//! The main path, one short file a command: `run` and `plan`, `shift`, `check`, `verify`,
//! `rollback`, `compare`, and before there is a mapping `inspect` and `init`.
//!
//! This is the only layer that brings the others together, and the only one with threads and
//! progress. Read `run.rs` first; each step it names is a file beside it.

mod account_plan;
mod beside;
pub mod canary;
pub mod check;
mod checked;
mod collect;
mod columns;
pub mod compare;
mod delivery;
mod derived;
mod digests;
mod earlier;
mod evidence;
mod failure;
mod fates;
mod folder;
mod folder_files;
mod holds;
mod idle_windows;
pub mod init;
pub mod inspect;
mod job;
mod ledger;
mod letters;
mod load;
mod not_named;
mod note_lines;
mod outcome;
mod outputs;
mod periods;
mod planning;
mod portfolio_fates;
mod portfolios;
mod progress;
mod purge;
pub mod purged;
mod refused;
pub mod rejects;
mod reporting;
pub mod rollback;
pub mod row_digest;
mod row_keys;
mod rows;
pub mod run;
pub mod seal;
mod search;
pub mod search_files;
mod secrets;
mod see;
pub mod shift;
#[cfg(test)]
mod shift_properties;
#[cfg(test)]
mod shift_published;
pub mod shift_terms;
mod stop;
mod stream;
mod survey;
mod switch;
pub mod synth;
mod take;
mod target;
mod verdict;
pub mod verify;

pub use failure::Failure;
pub use job::{Job, MappingFile};
pub use outcome::Outcome;
pub use progress::Step;
pub use stop::Signal;
pub use target::Target;

pub use crate::compare as difference;
pub use crate::verify::{Status, Verification};
pub use crate::write::removal::RemovedData;
pub use crate::write::report;
