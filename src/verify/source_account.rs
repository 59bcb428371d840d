//! One legacy account on the export's side: its record, its rows that belong into the portal, and
//! why its customer must be told something.

use super::facts::is_day;
use super::ledger::Ledger;
use super::periods::NewestPeriod;
use super::portal::Portal;
use crate::record::account::{Account, PortalStatus};
use crate::record::dates::months_before;
use crate::record::history::Note;
use crate::record::holds::Hold;
use crate::record::plan::Reason;
use crate::record::policy::{Designated, Policy};
use crate::record::source::Record;
use chrono::{DateTime, NaiveDate, Utc};
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
    /// The states in which log-ins have it in the legacy portal, and how many rows say so.
    pub(super) portal_states: BTreeSet<PortalStatus>,
    pub(super) portal_rows: u64,
    pub(super) draft_cancelled: bool,
    pub(super) draft_moved: bool,
    pub(super) due_moved: bool,
    /// Its newest bill inside the window of which the days are known; none where no period changed.
    pub(super) newest_period: Option<NewestPeriod>,
    /// Due dates of its bills that stay inside the window on the customer's own day.
    pub(super) kept_due: Vec<NaiveDate>,
    /// Its drafts that do not run on their day.
    pub(super) suppressed: Vec<Hold>,
    /// Days on which it was billed.
    pub(super) bill_dates: BTreeSet<NaiveDate>,
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

    /// Returns the state that the export says the account has: locked or hidden where any log-in
    /// has it so, else enrolled where any has, else unenrolled.
    pub(super) fn exported_state(&self) -> PortalStatus {
        let any = |state| self.portal_states.contains(&state);
        if any(PortalStatus::PermanentLock) {
            PortalStatus::PermanentLock
        } else if any(PortalStatus::Hidden) {
            PortalStatus::Hidden
        } else if any(PortalStatus::Enrolled) {
            PortalStatus::Enrolled
        } else {
            PortalStatus::Unenrolled
        }
    }

    /// Returns true where a line of its activity log is young enough to be kept: inside the
    /// policy's months before the cutover, or not before the account's start.
    pub(super) fn keeps_activity(&self, at: DateTime<Utc>, policy: &Policy) -> bool {
        let Some(months) = policy.activity_months else {
            return true;
        };
        let day = at.with_timezone(&policy.time_zone).date_naive();
        let started = self.record.as_ref().and_then(|account| account.opened_on);
        day >= months_before(policy.cutover_on, months) || started.is_some_and(|on| day >= on)
    }

    /// Remembers what a customer must be told because of this row. A draft is `cancelled` or not.
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "the other records are no cause"
    )]
    pub(super) fn take_cause(
        &mut self,
        record: &Record,
        policy: &Policy,
        portal: &Portal<'_>,
        cancelled: bool,
    ) {
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
                let cycle = self
                    .record
                    .as_ref()
                    .and_then(|account| account.bill_cycle.as_deref());
                let moves = |due: NaiveDate| {
                    let dark = policy.windows.due.contains(due);
                    let along = cycle.is_some_and(|c| portal.row_moved(c, r.bill_date, due));
                    (dark || along) && !keeps(due)
                };
                self.due_moved |= r.due_date.is_some_and(moves);
                let dark = |due: &NaiveDate| policy.windows.due.contains(*due) && keeps(*due);
                self.kept_due.extend(r.due_date.filter(dark));
            }
            Record::Installment(r) => self.due_moved |= policy.windows.due.contains(r.due_date),
            Record::Draft(r) => {
                self.draft_cancelled |= cancelled;
                self.draft_moved |= !cancelled && policy.windows.draft.contains(r.draft_date);
            }
            _ => {}
        }
    }
}
