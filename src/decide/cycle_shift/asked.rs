//! The rules that a calendar is asked to keep, with their figures.
//!
//! All of them come from the policy. One may be left out or take another figure: that is how the
//! rules that conflict are found, and the change that would help.

use crate::record::plan::DateRule;
use crate::record::policy::Policy;

/// Days that a date may move where no rule says how many; only ever asked in search of a conflict.
const FAR_DAYS: u64 = 60;

/// Periods after which a cycle is back at the latest, where no rule says so.
pub(super) const MOST_PERIODS: u64 = 3;

/// The rules, each with its figure; none where it is not asked.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    pub(super) business_days: bool,
    pub(super) days_to_pay: Option<u64>,
    pub(super) period_days: Option<(i64, i64)>,
    pub(super) daily_capacity: Option<u64>,
    pub(super) bill_capacity: Option<u64>,
    pub(super) due_gap_days: Option<u64>,
    pub(super) due_by_next_bill: bool,
    pub(super) keep_cycle_order: bool,
    pub(super) move_within_days: u64,
    pub(super) move_with_bill_within_days: u64,
    pub(super) read_move_days: u64,
    pub(super) reads_move: bool,
    pub(super) return_within_periods: u64,
    pub(super) earlier: bool,
    pub(super) others_move: bool,
}

/// The rules that can be left out or take another figure, in the order in which they are tried.
pub(super) const RULES: [DateRule; 12] = [
    DateRule::BusinessDays,
    DateRule::KeepCycleOrder,
    DateRule::DueByNextBill,
    DateRule::DueGapDays,
    DateRule::BillCapacity,
    DateRule::DailyCapacity,
    DateRule::MoveWithBillWithinDays,
    DateRule::MoveWithinDays,
    DateRule::ReadMoveDays,
    DateRule::ReturnWithinPeriods,
    DateRule::PeriodDays,
    DateRule::DaysToPay,
];

impl Asked {
    /// Returns the rules of a policy.
    pub(super) fn of(policy: &Policy) -> Self {
        let shift = &policy.shift;
        Self {
            business_days: true,
            days_to_pay: Some(policy.days_to_pay),
            period_days: Some(policy.period_days).filter(|_| shift.reads_move),
            daily_capacity: Some(policy.daily_capacity),
            bill_capacity: shift.bill_capacity,
            due_gap_days: Some(shift.due_gap_days),
            due_by_next_bill: shift.due_by_next_bill,
            keep_cycle_order: shift.keep_cycle_order,
            move_within_days: policy.move_within_days,
            move_with_bill_within_days: policy.move_with_bill_within_days,
            read_move_days: shift.read_move_days,
            reads_move: shift.reads_move,
            return_within_periods: shift.return_within_periods,
            earlier: shift.earlier,
            others_move: shift.others_move,
        }
    }

    /// Returns true where the rule can be broken at all.
    pub(super) fn asks(&self, rule: DateRule) -> bool {
        match rule {
            DateRule::BusinessDays => self.business_days,
            DateRule::DaysToPay => self.days_to_pay.is_some_and(|days| days > 1),
            DateRule::PeriodDays => self.period_days.is_some(),
            DateRule::DailyCapacity => self.daily_capacity.is_some(),
            DateRule::BillCapacity => self.bill_capacity.is_some(),
            DateRule::DueGapDays => self.due_gap_days.is_some_and(|days| days > 1),
            DateRule::DueByNextBill => self.due_by_next_bill,
            DateRule::KeepCycleOrder => self.keep_cycle_order,
            DateRule::MoveWithinDays => self.move_within_days < FAR_DAYS,
            DateRule::MoveWithBillWithinDays => self.move_with_bill_within_days < FAR_DAYS,
            DateRule::ReturnWithinPeriods => self.return_within_periods < MOST_PERIODS,
            DateRule::ReadMoveDays => self.reads_move && self.read_move_days < FAR_DAYS,
            DateRule::Window
            | DateRule::Earlier
            | DateRule::Told
            | DateRule::Follows
            | DateRule::Others => false,
        }
    }

    /// Returns the same rules without one.
    pub(super) fn without(&self, rule: DateRule) -> Self {
        let mut asked = self.clone();
        match rule {
            DateRule::BusinessDays => asked.business_days = false,
            DateRule::DaysToPay => asked.days_to_pay = None,
            DateRule::PeriodDays => asked.period_days = None,
            DateRule::DailyCapacity => asked.daily_capacity = None,
            DateRule::BillCapacity => asked.bill_capacity = None,
            DateRule::DueGapDays => asked.due_gap_days = None,
            DateRule::DueByNextBill => asked.due_by_next_bill = false,
            DateRule::KeepCycleOrder => asked.keep_cycle_order = false,
            DateRule::MoveWithinDays => asked.move_within_days = FAR_DAYS,
            DateRule::MoveWithBillWithinDays => asked.move_with_bill_within_days = FAR_DAYS,
            DateRule::ReadMoveDays => asked.read_move_days = FAR_DAYS,
            DateRule::ReturnWithinPeriods => asked.return_within_periods = MOST_PERIODS,
            DateRule::Window
            | DateRule::Earlier
            | DateRule::Told
            | DateRule::Follows
            | DateRule::Others => {}
        }
        asked
    }
}
