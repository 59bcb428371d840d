//! `cutover` moves a utility from its legacy customer information system to a new customer portal,
//! and proves the result. START HERE.
//!
//! The data's way, one folder a step:
//!
//! | step | folder | what happens |
//! | --- | --- | --- |
//! | read | [`read`] | bytes of an export become raw rows; dropped columns never leave the reader |
//! | map | [`map`] | the mapping gives raw rows a meaning: canonical records, or faults with a place |
//! | decide | [`decide`] | pure rules make the plan: numbers, balances, dates, letters |
//! | write | [`portal`], [`mod@write`] | the portal database; crosswalk, reports and letters for people |
//! | verify | [`verify`] | a second path proves V1 to V10 from exports and portal, without the rules |
//!
//! [`flow`] brings the steps together, one short file a command: `flow/run.rs` is the main path.
//! [`cli`] reads arguments and prints. [`record`] has the nouns that all of them speak, [`diag`]
//! the findings, [`settings`] what the operator asked for.
//!
//! Three stand beside this way: [`inspect`] tells what a file holds that no mapping describes yet,
//! [`compare`] what is different between two results, and [`synth`] makes the exports of a utility
//! that does not exist, to practise with.
//!
//! An account and one of its bills, walked: `read::delimited` yields row 1042 of the bills with
//! its line number; `map` makes it a [`record::history::Bill`]; the first reading
//! (`flow::survey`) adds its charges to the account's ledger; `decide` finds that the ledger ties,
//! gives the account its number and moves the due date out of the blackout; the second reading
//! (`flow::load`) writes the bill with both due dates; `write::letter` tells the customer; and
//! `verify` counts it all again.

pub mod cli;
pub mod compare;
pub mod decide;
pub mod diag;
pub mod flow;
pub mod inspect;
pub mod map;
pub mod portal;
pub mod read;
pub mod record;
pub mod settings;
pub mod synth;
pub mod verify;
pub mod write;
