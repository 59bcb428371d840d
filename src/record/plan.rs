//! The plan: every decision of a run, as large as the accounts, never as the history.
//!
//! What becomes of one bill or payment row is a pure function of the row and this plan.

use super::calendar::CalendarRow;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Why an account is carried, or not. The names stand in the crosswalk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Carried: it is open.
    Open,
    /// Carried: closed, with a balance that is not zero.
    Balance,
    /// Carried: closed, with a bill, payment or adjustment inside the window.
    Activity,
    /// Not carried: closed, settled, nothing inside the window.
    ClosedBeforeWindow,
    /// Held back: charges plus adjustments minus payments are not the balance.
    LedgerDoesNotTie,
    /// Held back: its customer is not in the delivery, or refused.
    CustomerMissing,
    /// Held back: its place is not in the delivery, or refused.
    PremiseMissing,
    /// Held back: its own row was refused.
    RowRejected,
}

impl Reason {
    /// Returns true for the reasons to carry.
    #[must_use]
    pub fn carries(self) -> bool {
        matches!(self, Self::Open | Self::Balance | Self::Activity)
    }

    /// Returns the name as the crosswalk has it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Balance => "balance",
            Self::Activity => "activity",
            Self::ClosedBeforeWindow => "closed_before_window",
            Self::LedgerDoesNotTie => "ledger_does_not_tie",
            Self::CustomerMissing => "customer_missing",
            Self::PremiseMissing => "premise_missing",
            Self::RowRejected => "row_rejected",
        }
    }
}

/// A calendar row with its new dates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShiftedRow {
    /// The row as the legacy system planned it. Reads stay.
    pub legacy: CalendarRow,
    /// Day bills are issued now.
    pub bill_date: NaiveDate,
    /// Day they are due now.
    pub due_date: NaiveDate,
    /// From the cycle's previous read to this one; none for its first row.
    pub days_in_period: Option<i64>,
    /// Open carried accounts of the cycle.
    pub accounts: u64,
    /// Why a date moved; none where none did.
    pub rule: Option<ShiftRule>,
}

/// Why a date moved. The names stand in the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ShiftRule {
    /// It was due inside the blackout.
    DueInBlackout,
    /// It was to be billed inside the blackout.
    BillInBlackout,
    /// It was to be billed inside the blackout, and the due date moved to leave the days to pay.
    BillInBlackoutAndDaysToPay,
}

/// The billing calendar after the shift.
#[derive(Clone, Debug, Default)]
pub struct Calendar {
    /// Every row, ordered by period, then by cycle.
    pub rows: Vec<ShiftedRow>,
    /// New due date by cycle, legacy bill date and legacy due date; moved rows only.
    pub issued: BTreeMap<(String, NaiveDate, NaiveDate), NaiveDate>,
    /// Where a due date that follows no calendar row goes: first business day with room.
    pub first_open_day: Option<NaiveDate>,
    /// Where a bill due on the customer's own day goes: first day of any kind with room.
    pub first_any_day: Option<NaiveDate>,
}
