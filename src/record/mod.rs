//! The nouns of the trade, as plain values: what every other layer speaks of.
//!
//! Nothing here reads a file, a clock or the environment, and no field can hold a card or bank
//! number: stored payment methods exist only as "one was on file".

#![cfg_attr(
    not(test),
    deny(
        clippy::disallowed_macros,
        clippy::disallowed_methods,
        clippy::disallowed_types
    )
)]

pub mod account;
pub mod calendar;
pub mod cells;
pub mod date_words;
pub mod dates;
pub mod fate;
pub mod format;
mod hidden;
pub mod history;
pub mod holds;
pub mod letter;
pub mod money;
pub mod origin;
pub mod payment_kind;
pub mod period_change;
pub mod plan;
pub mod policy;
pub mod policy_limits;
pub mod portal;
pub mod portal_keys;
pub mod portfolio;
#[cfg(test)]
pub(crate) mod published;
pub mod raw;
pub mod roles;
pub mod skeleton;
pub mod source;
pub mod unknown;
pub mod value;
pub mod windows;
