//! The second path: proves V1 to V10 from the exports read again, the portal's rows and the files
//! of OUT, without the rules that decided.
//!
//! Everything is handed in, in this order: dropped values and identifiers (`secrets`), the
//! portal's rows (`Portal`), the source rows (`Source`), what lies in OUT (`Outputs`). Then
//! `verify` compares. Memory follows the accounts: rows of history are folded as they pass.

#![cfg_attr(
    not(test),
    deny(
        clippy::disallowed_macros,
        clippy::disallowed_methods,
        clippy::disallowed_types
    )
)]

mod books;
mod bytes;
pub mod calendar_rules;
mod card_ranges;
mod card_words;
pub mod cards;
pub mod context;
mod dates;
mod digest;
mod drafts;
mod escapes;
mod facts;
mod holds;
mod ledger;
mod moved;
mod outputs;
mod packed;
mod people;
mod periods;
mod portal;
mod portfolios;
mod record_facts;
pub mod redaction;
mod redaction_spans;
mod scan;
mod secret_form;
#[cfg(test)]
mod secret_properties;
mod secret_table;
#[cfg(test)]
mod secret_tests;
pub mod secrets;
mod settle;
mod signs;
mod source;
mod source_account;
mod source_states;
mod table;
mod tally;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_holds;
#[cfg(test)]
mod tests_later;
#[cfg(test)]
mod tests_moved;
#[cfg(test)]
mod tests_notes;
#[cfg(test)]
mod tests_portal;
#[cfg(test)]
mod tests_portfolios;
mod totals;
mod v10_rows;
mod v1_numbers;
mod v2_v3_history;
mod v4_balances;
mod v5_payment_data;
mod v6_v7_dates;
mod v6_v9_holds;
mod v7_accounts;
mod v7_calendar;
mod v7_periods;
mod v8_notices;
mod v9_states;
mod views;
mod words;
#[cfg(test)]
mod world;
#[cfg(test)]
mod world_holds;
#[cfg(test)]
mod world_rows;

pub use holds::HoldFile;
pub use outputs::{CsvRecord, LetterFacts, NumberIndex, Outputs};
pub use portal::Portal;
pub use source::{FedFile, FedRow, Source};
pub use tally::{Check, Status};
pub use totals::ControlTotal;

use std::collections::BTreeMap;

/// What the second path found.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Verification {
    /// V1 to V10, in order.
    pub checks: Vec<Check>,
    /// Figures on both sides, in the order of entity and measure.
    pub control_totals: Vec<ControlTotal>,
}

impl Verification {
    /// Adds files that were searched for dropped values, each with the first one found, to V5.
    pub fn add_search(
        &mut self,
        searched: impl IntoIterator<Item = (String, Option<secrets::Hit>)>,
    ) {
        if let Some(check) = self.checks.iter_mut().find(|check| check.id == "V5") {
            v5_payment_data::add_search(check, searched);
        }
    }

    /// Returns true where no check failed.
    #[must_use]
    pub fn is_go(&self) -> bool {
        self.checks
            .iter()
            .all(|check| check.status != Status::Failed)
    }
}

/// Proves every invariant. `former` are the numbers that earlier runs gave, by legacy number.
#[must_use]
pub fn verify(
    portal: &Portal<'_>,
    mut source: Source<'_>,
    outputs: &Outputs,
    former: &BTreeMap<String, String>,
) -> Verification {
    source.settle();
    let control_totals = totals::totals(portal, &source);
    let source = &source;
    let checks = vec![
        v1_numbers::check(portal, source, outputs, former),
        v2_v3_history::bills(portal, source),
        v2_v3_history::payments(portal, source),
        v4_balances::check(portal, source),
        v5_payment_data::check(portal, source),
        v6_v7_dates::blackout(portal, source),
        v6_v7_dates::rules(portal, source, outputs),
        v8_notices::check(portal, source, outputs),
        v9_states::check(portal, source),
        v10_rows::check(portal, source, outputs, &control_totals),
    ];
    Verification {
        checks,
        control_totals,
    }
}
