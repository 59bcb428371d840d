//! The rules of a moved billing calendar, asked of its dates: the second path of the shift.
//!
//! In: each row as the legacy system planned it and as it stands now, the open accounts of each
//! cycle, the policy. Out: every rule that is broken, with its row, dates and figures. How the
//! dates were chosen is not known here. What the legacy calendar does wrong and nobody moved is no
//! fault of the shift.

mod asked;
mod between;
mod follow;
mod load;
mod needless;
mod row;

pub use needless::needless_moves;

use crate::record::calendar::CalendarRow;
use crate::record::plan::{DateKind, ShiftedRow};
use crate::record::policy::Policy;
use crate::record::windows::Spans;
use asked::Asked;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// The dates that are decided; the others follow the due date.
const DECIDED: [DateKind; 3] = [DateKind::Read, DateKind::Bill, DateKind::Due];

/// A rule of a calendar. The names are those of the mapping's keys, or a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CalendarRule {
    /// A date lies in the window of its action.
    Window,
    /// A date moved to a day that is no business day.
    BusinessDays,
    /// A date moved to an earlier day, and may not.
    Earlier,
    /// A bill is issued: its date stays, and it is due no earlier than it says.
    Told,
    /// A reading moved that stays.
    ReadsMove,
    /// A reading moved too far.
    ReadMoveDays,
    /// A date lies too long after its window.
    MoveWithinDays,
    /// A due date lies too long after its old day.
    MoveWithBillWithinDays,
    /// A row moved that no window holds.
    OthersMove,
    /// A cycle is not back on its regular dates in time.
    ReturnWithinPeriods,
    /// A date moved that could stay where it was.
    Needless,
    /// A bill comes before its reading, or is due before it comes.
    Order,
    /// Too few days from bill to due date.
    DaysToPay,
    /// Too few or too many days from reading to reading.
    PeriodDays,
    /// A service day is lost or billed twice.
    ServiceDays,
    /// Too few days from a due date to the cycle's next.
    DueGapDays,
    /// A due date lies behind the next bill's date.
    DueByNextBill,
    /// A cycle is due after one that it was due before.
    KeepCycleOrder,
    /// Too many accounts due on a day.
    DailyCapacity,
    /// Too many accounts billed on a day.
    BillCapacity,
    /// A date that follows the due date does not.
    Follows,
}

impl CalendarRule {
    /// Returns the name that a message gives it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Window => "window",
            Self::BusinessDays => "business_days",
            Self::Earlier => "earlier",
            Self::Told => "told",
            Self::ReadsMove => "reads_move",
            Self::ReadMoveDays => "read_move_days",
            Self::MoveWithinDays => "move_within_days",
            Self::MoveWithBillWithinDays => "move_with_bill_within_days",
            Self::OthersMove => "others_move",
            Self::ReturnWithinPeriods => "return_within_periods",
            Self::Needless => "needless",
            Self::Order => "order",
            Self::DaysToPay => "days_to_pay",
            Self::PeriodDays => "period_days",
            Self::ServiceDays => "service_days",
            Self::DueGapDays => "due_gap_days",
            Self::DueByNextBill => "due_by_next_bill",
            Self::KeepCycleOrder => "keep_cycle_order",
            Self::DailyCapacity => "daily_capacity",
            Self::BillCapacity => "bill_capacity",
            Self::Follows => "follows",
        }
    }
}

/// A calendar row before and after.
#[derive(Clone, Debug)]
pub struct Placed {
    /// As the legacy system planned it.
    pub legacy: CalendarRow,
    /// The same cycle and period with the dates that stand now.
    pub now: CalendarRow,
    /// Days from the cycle's previous reading to this one, as the calendar states them.
    pub days_in_period: Option<i64>,
}

impl From<&ShiftedRow> for Placed {
    fn from(row: &ShiftedRow) -> Self {
        Self {
            legacy: row.legacy.clone(),
            now: CalendarRow {
                read_date: row.read_date,
                bill_date: row.bill_date,
                due_date: row.due_date,
                reminder_date: row.reminder_date,
                late_fee_date: row.late_fee_date,
                disconnect_date: row.disconnect_date,
                ..row.legacy.clone()
            },
            days_in_period: row.days_in_period,
        }
    }
}

impl Placed {
    /// Returns true where a decided date of the kind moved.
    fn moves(&self, kind: DateKind) -> bool {
        decided(&self.legacy, kind) != decided(&self.now, kind)
    }

    /// Returns true where any decided date moved.
    fn moved(&self) -> bool {
        DECIDED.into_iter().any(|kind| self.moves(kind))
    }
}

/// A rule that a calendar breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrokenRule {
    /// The cycle; of several on one day the first that moved there.
    pub bill_cycle: String,
    /// Its period, YYYY-MM.
    pub period: String,
    /// The rule.
    pub rule: CalendarRule,
    /// What is wrong, with dates and figures.
    pub sentence: String,
}

impl std::fmt::Display for BrokenRule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (cycle, period) = (&self.bill_cycle, &self.period);
        let (sentence, rule) = (&self.sentence, self.rule.name());
        write!(f, "cycle {cycle} of {period}: {sentence} (`{rule}`)")
    }
}

/// The broken rules, as they are found.
#[derive(Default)]
struct Found(Vec<BrokenRule>);

impl Found {
    /// Writes a rule down where it does not hold.
    fn must(
        &mut self,
        holds: bool,
        row: &Placed,
        rule: CalendarRule,
        sentence: impl FnOnce() -> String,
    ) {
        if !holds {
            self.0.push(BrokenRule {
                bill_cycle: row.legacy.bill_cycle.clone(),
                period: row.legacy.period.clone(),
                rule,
                sentence: sentence(),
            });
        }
    }
}

/// Returns every rule that the calendar breaks; none where it is legal. `open_accounts` counts the
/// open carried accounts by cycle. Nothing is asked about which legal calendar is the best: see
/// [`needless_moves`].
#[must_use]
pub fn broken_rules(
    rows: &[Placed],
    open_accounts: &BTreeMap<String, u64>,
    policy: &Policy,
) -> Vec<BrokenRule> {
    let cycles = asked::cycles(rows, open_accounts, policy);
    let mut found = Found::default();
    dates(&cycles, policy, &mut found);
    load::ask(&cycles, policy, &mut found);
    for row in cycles.iter().flatten() {
        follow::ask(row.placed, policy, &mut found);
    }
    for cycle in &cycles {
        between::stated_days(cycle, &mut found);
    }
    found.0
}

/// Asks the rules of readings, bill dates and due dates, but for how full their days are.
fn dates(cycles: &[Vec<Asked<'_>>], policy: &Policy, found: &mut Found) {
    for row in cycles.iter().flatten() {
        row::ask(row, policy, found);
    }
    for cycle in cycles {
        between::ask(cycle, policy, found);
    }
    if policy.shift.keep_cycle_order {
        between::order(cycles, found);
    }
}

/// Returns the day of a decided date.
fn decided(row: &CalendarRow, kind: DateKind) -> NaiveDate {
    match kind {
        DateKind::Read => row.read_date,
        DateKind::Bill => row.bill_date,
        DateKind::Due | DateKind::Reminder | DateKind::LateFee | DateKind::Disconnect => {
            row.due_date
        }
    }
}

/// Returns the window of a date's action; none for a reminder, which may go out on any day.
fn window(policy: &Policy, kind: DateKind) -> Option<&Spans> {
    let windows = &policy.windows;
    match kind {
        DateKind::Read => Some(&windows.read),
        DateKind::Bill => Some(&windows.bill_print),
        DateKind::Due => Some(&windows.due),
        DateKind::Reminder => None,
        DateKind::LateFee => Some(&windows.late_fee),
        DateKind::Disconnect => Some(&windows.disconnect),
    }
}

/// Returns how a sentence names a date.
fn called(kind: DateKind) -> &'static str {
    match kind {
        DateKind::Read => "reading",
        DateKind::Bill => "bill date",
        DateKind::Due => "due date",
        DateKind::Reminder => "reminder",
        DateKind::LateFee => "late fee",
        DateKind::Disconnect => "disconnection",
    }
}

/// Returns a count of days as a signed number.
fn signed(days: u64) -> i64 {
    i64::try_from(days).unwrap_or(i64::MAX)
}

/// Returns the days from one day to a later one; fewer than none where it comes earlier.
fn days_between(from: NaiveDate, to: NaiveDate) -> i64 {
    (to - from).num_days()
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_between;
#[cfg(test)]
mod tests_cases;
#[cfg(test)]
mod tests_properties;
#[cfg(test)]
mod tests_published;
