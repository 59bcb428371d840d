//! One legacy account on the export's side: its record, its rows that belong into the portal, and
//! why its customer must be told something.

use super::facts::is_day;
use super::ledger::Ledger;
use crate::record::account::Account;
use crate::record::history::Note;
use crate::record::plan::Reason;
use crate::record::policy::{Designated, Policy};
use crate::record::source::Record;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// The rows of one note.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct NoteRows {
    pub(super) whole: u64,
    pub(super) more: u64,
}

/// A legacy account and its rows that belong into the portal if it is carried.
#[derive(Debug, Default)]
pub(super) struct SourceAccount {
    /// None where the account's own row was refused.
    pub(super) record: Option<Account>,
    /// The row number in the file.
    pub(super) row: u64,
    /// Charges + adjustments - payments over all readable rows.
    pub(super) ledger_cents: i128,
    pub(super) ledger: Ledger,
    pub(super) meters: BTreeSet<String>,
    /// Told because of a payment of this kind inside the window.
    pub(super) bank_bill_pay: bool,
    pub(super) payment_method: bool,
    pub(super) draft_cancelled: bool,
    pub(super) draft_moved: bool,
    pub(super) due_moved: bool,
    /// Notes cut into lines, by id: rows that stand for the whole note, and rows that go on.
    pub(super) note_rows: BTreeMap<String, NoteRows>,
    /// Every reason that holds; the first decides. Empty until settled.
    pub(super) reasons: Vec<Reason>,
}

impl SourceAccount {
    /// Returns true where the account belongs into the portal.
    pub(super) fn carried(&self) -> bool {
        self.reasons.first().is_some_and(|reason| reason.carries())
    }

    /// Returns true where its row is refused although it could be read.
    pub(super) fn held_back(&self) -> bool {
        self.record.is_some()
            && self.reasons.first().is_some_and(|reason| {
                matches!(
                    reason,
                    Reason::LedgerDoesNotTie | Reason::CustomerMissing | Reason::PremiseMissing
                )
            })
    }
}

impl SourceAccount {
    /// Counts a row of a note that is cut into lines.
    pub(super) fn take_note_line(&mut self, note: &Note) {
        let rows = self
            .note_rows
            .entry(note.legacy_note_id.clone())
            .or_default();
        if note.continues {
            rows.more += 1;
        } else {
            rows.whole += 1;
        }
    }

    /// Remembers what a customer must be told because of this row.
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "the other records are no cause"
    )]
    pub(super) fn take_cause(&mut self, record: &Record, policy: &Policy) {
        let chosen = self
            .record
            .as_ref()
            .and_then(|account| account.custom_due_day);
        let keeps = |due: NaiveDate| {
            policy.designated == Designated::Keep && chosen.is_some_and(|day| is_day(due, day))
        };
        match record {
            Record::Payment(r) => self.bank_bill_pay |= r.channel == "bank_bill_pay",
            Record::Bill(r) => {
                self.due_moved |= policy.in_blackout(r.due_date) && !keeps(r.due_date);
            }
            Record::Installment(r) => self.due_moved |= policy.in_blackout(r.due_date),
            Record::Draft(r) => {
                let cancelled = policy
                    .drafts_cancel_from
                    .is_some_and(|from| r.draft_date >= from);
                self.draft_cancelled |= cancelled;
                self.draft_moved |= !cancelled && policy.in_blackout(r.draft_date);
            }
            _ => {}
        }
    }
}
