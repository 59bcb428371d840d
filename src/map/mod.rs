//! What a mapping file says, and what it makes of a raw row.
//!
//! In: the text of a mapping, a file's header, raw rows. Out: the policy, findings with their
//! place, canonical records or the faults that refuse a row. Opens no file, and decides nothing
//! about whether a record is carried.

#![cfg_attr(
    not(test),
    deny(
        clippy::disallowed_macros,
        clippy::disallowed_methods,
        clippy::disallowed_types
    )
)]

mod bind;
mod cells;
mod cells_time;
mod convert;
mod convert_date;
#[cfg(test)]
mod convert_date_tests;
mod convert_money;
mod convert_serial;
mod field_source;
mod fields;
mod file_mapping;
mod files;
mod format;
mod layout;
mod mapping;
mod payment_kind;
mod policy;
mod policy_numbers;
mod policy_rules;
mod policy_shift;
mod policy_windows;
mod reasons;
mod record_types;
mod records;
mod restore;
mod roles;
pub mod schema;
mod skips;
mod suggest;
mod toml_table;
mod toml_walk;
mod trailer_sum;
mod undecided;
mod zone;

pub use bind::BoundFile;
pub use file_mapping::{Duplicates, FileMapping};
pub use mapping::{DerivedAccounts, Mapping, parse};

#[cfg(test)]
mod fixed_tests;
#[cfg(test)]
mod mapping_error_tests;
#[cfg(test)]
mod mapping_tests;
#[cfg(test)]
mod record_tests;
#[cfg(test)]
mod workbook_tests;
