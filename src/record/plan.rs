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

/// A date of a calendar row. The names stand in the portal and in the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DateKind {
    /// Meters are read.
    Read,
    /// Bills are issued.
    Bill,
    /// Bills are due.
    Due,
    /// The reminder goes out.
    Reminder,
    /// The late fee is charged.
    LateFee,
    /// Service is disconnected.
    Disconnect,
}

impl DateKind {
    /// All of them, in the order of a period.
    pub const ALL: [Self; 6] = [
        Self::Read,
        Self::Bill,
        Self::Due,
        Self::Reminder,
        Self::LateFee,
        Self::Disconnect,
    ];

    /// Returns the name as the portal and the report have it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Bill => "bill",
            Self::Due => "due",
            Self::Reminder => "reminder",
            Self::LateFee => "late_fee",
            Self::Disconnect => "disconnect",
        }
    }
}

/// A rule of the mapping about dates. The names are those of the mapping's keys, and stand in the
/// portal and in the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DateRule {
    /// The window of its action holds the date.
    Window,
    /// Saturdays, Sundays and `holidays` are no business days.
    BusinessDays,
    /// `days_to_pay` from bill to due date.
    DaysToPay,
    /// `period_days` from reading to reading.
    PeriodDays,
    /// `daily_capacity`: accounts due on a day.
    DailyCapacity,
    /// `bill_capacity`: accounts billed on a day.
    BillCapacity,
    /// `due_gap_days` between due dates that follow each other.
    DueGapDays,
    /// `due_by_next_bill`: due no later than the next bill's date.
    DueByNextBill,
    /// `keep_cycle_order`.
    KeepCycleOrder,
    /// `move_within_days` after the window.
    MoveWithinDays,
    /// `move_with_bill_within_days` after the old due date.
    MoveWithBillWithinDays,
    /// `read_move_days` around the old reading.
    ReadMoveDays,
    /// `return_within_periods`.
    ReturnWithinPeriods,
    /// `earlier = false`: no date moves to an earlier day.
    Earlier,
    /// The bill is issued: the customer was told this date.
    Told,
    /// A date that it follows moved: the days between them stay.
    Follows,
    /// The days that others need: the whole calendar is better so.
    Others,
}

impl DateRule {
    /// Returns the name as the portal and the report have it: a key of the mapping, or a word.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Window => "window",
            Self::BusinessDays => "business_days",
            Self::DaysToPay => "days_to_pay",
            Self::PeriodDays => "period_days",
            Self::DailyCapacity => "daily_capacity",
            Self::BillCapacity => "bill_capacity",
            Self::DueGapDays => "due_gap_days",
            Self::DueByNextBill => "due_by_next_bill",
            Self::KeepCycleOrder => "keep_cycle_order",
            Self::MoveWithinDays => "move_within_days",
            Self::MoveWithBillWithinDays => "move_with_bill_within_days",
            Self::ReadMoveDays => "read_move_days",
            Self::ReturnWithinPeriods => "return_within_periods",
            Self::Earlier => "earlier",
            Self::Told => "told",
            Self::Follows => "follows",
            Self::Others => "others",
        }
    }
}

/// A date that moved, and why.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct DateMove {
    /// Which date.
    pub date: DateKind,
    /// The day that the legacy system planned.
    pub from: NaiveDate,
    /// The day it is now.
    pub to: NaiveDate,
    /// The rule that the old day breaks.
    pub rule: DateRule,
    /// The rules that keep it from a day nearer to the old one; none where it took the nearest.
    pub held_by: Vec<DateRule>,
}

/// A calendar row with its new dates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShiftedRow {
    /// The row as the legacy system planned it.
    pub legacy: CalendarRow,
    /// Day meters are read now.
    pub read_date: NaiveDate,
    /// Day bills are issued now.
    pub bill_date: NaiveDate,
    /// Day they are due now.
    pub due_date: NaiveDate,
    /// Day of the reminder now; none where the export has none.
    pub reminder_date: Option<NaiveDate>,
    /// Day of the late fee now; none where the export has none.
    pub late_fee_date: Option<NaiveDate>,
    /// Day of disconnection now; none where the export has none.
    pub disconnect_date: Option<NaiveDate>,
    /// Days from the cycle's previous reading to this one, as planned; none for its first row.
    pub legacy_days_in_period: Option<i64>,
    /// The same now.
    pub days_in_period: Option<i64>,
    /// Open carried accounts of the cycle.
    pub accounts: u64,
    /// What moved, in the order of `DateKind`.
    pub moves: Vec<DateMove>,
}

impl ShiftedRow {
    /// Returns the row with nothing moved.
    #[must_use]
    pub fn unmoved(legacy: CalendarRow, days: Option<i64>, accounts: u64) -> Self {
        Self {
            read_date: legacy.read_date,
            bill_date: legacy.bill_date,
            due_date: legacy.due_date,
            reminder_date: legacy.reminder_date,
            late_fee_date: legacy.late_fee_date,
            disconnect_date: legacy.disconnect_date,
            legacy_days_in_period: days,
            days_in_period: days,
            accounts,
            moves: Vec::new(),
            legacy,
        }
    }

    /// Returns true where any date moved.
    #[must_use]
    pub fn moved(&self) -> bool {
        !self.moves.is_empty()
    }

    /// Returns why a date moved; none where it did not.
    #[must_use]
    pub fn why(&self, date: DateKind) -> Option<&DateMove> {
        self.moves.iter().find(|moved| moved.date == date)
    }
}

/// How good a calendar is, in the order in which it counts: smaller is better.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct ShiftFigures {
    /// Accounts of cycles of which a reading, bill or due date moved.
    pub customers_moved: u64,
    /// Days by which readings, bill dates and due dates moved, each times its accounts.
    pub customer_days: u64,
    /// Accounts due on the fullest day that receives a moved due date.
    pub peak: u64,
    /// The last day to which a date moved; none where none did.
    pub back_on: Option<NaiveDate>,
}

/// The billing calendar after the shift.
#[derive(Clone, Debug, Default)]
pub struct Calendar {
    /// Every row, ordered by period, then by cycle.
    pub rows: Vec<ShiftedRow>,
    /// How good it is: no calendar that keeps the rules is better.
    pub figures: ShiftFigures,
    /// New due date by cycle, legacy bill date and legacy due date; moved rows only.
    pub issued: BTreeMap<(String, NaiveDate, NaiveDate), NaiveDate>,
}
