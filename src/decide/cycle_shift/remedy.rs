//! What would help where rules conflict: the smallest change of one figure, or of two together.

use super::asked::{Asked, MOST_PERIODS};
use super::best::{Best, STEPS, best};
use super::calendar_days::loads;
use super::conflict::Case;
use super::reach::Day;
use crate::record::plan::{DateKind, DateRule};

/// Days by which a figure in days is changed at most.
const MOST_DAYS: u64 = 60;
/// Days by which a period is made longer or shorter at most.
const MOST_PERIOD_DAYS: u64 = 14;
/// Pairs of changes that are told.
const MOST_PAIRS: usize = 3;

/// A figure of the mapping that can be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Knob {
    /// The figure of a rule that has one.
    Of(DateRule),
    /// `period_days.max`.
    LongestPeriod,
    /// `period_days.min`.
    ShortestPeriod,
}

/// A figure, and what it would have to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Change {
    pub(super) knob: Knob,
    /// The new figure; of a rule that is kept or not, 0 stands for false and 1 for true.
    pub(super) figure: u64,
    /// Days that then hold more accounts than the capacity was, and how many more.
    pub(super) fuller: Vec<(Day, u64)>,
}

/// Changes that help together.
pub(super) type Remedy = Vec<Change>;

/// Returns every single change that helps; where none does, pairs of changes.
pub(super) fn remedies(case: &Case<'_>, rules: &[DateRule]) -> Vec<Remedy> {
    let asked = Asked::of(case.policy);
    let mut knobs: Vec<Knob> = rules
        .iter()
        .flat_map(|rule| knobs(*rule))
        .copied()
        .collect();
    // What the policy could allow besides helps whatever the rules that conflict.
    knobs.extend((!asked.others_move).then_some(Knob::Of(DateRule::Others)));
    knobs.extend((asked.reads_move && !asked.earlier).then_some(Knob::Of(DateRule::Earlier)));
    let single = knobs.iter().filter_map(|knob| {
        let figure = least(case, &asked, *knob)?;
        Some(vec![change(case, &asked, *knob, figure)])
    });
    let single: Vec<Remedy> = single.collect();
    if !single.is_empty() {
        return single;
    }
    let mut pairs = Vec::new();
    for (at, one) in knobs.iter().enumerate() {
        for other in knobs.iter().skip(at + 1) {
            if pairs.len() == MOST_PAIRS {
                return pairs;
            }
            pairs.extend(pair(case, &asked, *one, *other));
        }
    }
    pairs
}

/// Returns the least change of one figure with the least of another.
fn pair(case: &Case<'_>, asked: &Asked, one: Knob, other: Knob) -> Option<Remedy> {
    let (now, steps) = range(asked, one, case)?;
    let loose = with(asked, one, figure(one, now, steps));
    let second = least(case, &loose, other)?;
    let mut settled = asked.clone();
    set(&mut settled, other, second);
    let first = least(case, &settled, one)?;
    let mut both = settled;
    set(&mut both, one, first);
    Some(vec![
        change(case, &both, one, first),
        change(case, &both, other, second),
    ])
}

/// Returns the figures that a rule has.
fn knobs(rule: DateRule) -> &'static [Knob] {
    match rule {
        DateRule::DaysToPay => &[Knob::Of(DateRule::DaysToPay)],
        DateRule::DueGapDays => &[Knob::Of(DateRule::DueGapDays)],
        DateRule::DueByNextBill => &[Knob::Of(DateRule::DueByNextBill)],
        DateRule::KeepCycleOrder => &[Knob::Of(DateRule::KeepCycleOrder)],
        DateRule::MoveWithinDays => &[Knob::Of(DateRule::MoveWithinDays)],
        DateRule::MoveWithBillWithinDays => &[Knob::Of(DateRule::MoveWithBillWithinDays)],
        DateRule::ReadMoveDays => &[Knob::Of(DateRule::ReadMoveDays)],
        DateRule::ReturnWithinPeriods => &[Knob::Of(DateRule::ReturnWithinPeriods)],
        DateRule::DailyCapacity => &[Knob::Of(DateRule::DailyCapacity)],
        DateRule::BillCapacity => &[Knob::Of(DateRule::BillCapacity)],
        DateRule::PeriodDays => &[Knob::LongestPeriod, Knob::ShortestPeriod],
        DateRule::BusinessDays
        | DateRule::Window
        | DateRule::Earlier
        | DateRule::Told
        | DateRule::Follows
        | DateRule::Others => &[],
    }
}

/// Returns the figure as it is, and by how many steps it can be loosened.
fn range(asked: &Asked, knob: Knob, case: &Case<'_>) -> Option<(u64, u64)> {
    let accounts = || {
        case.rows
            .iter()
            .map(|(_, count)| *count)
            .fold(0, u64::saturating_add)
    };
    let period =
        |of: fn((i64, i64)) -> i64| Some(u64::try_from(of(asked.period_days?)).unwrap_or(0));
    let flag = |set: bool| set.then_some((1, 1));
    match knob {
        Knob::LongestPeriod => Some((period(|days| days.1)?, MOST_PERIOD_DAYS)),
        Knob::ShortestPeriod => {
            let shortest = period(|days| days.0)?;
            Some((shortest, MOST_PERIOD_DAYS.min(shortest)))
        }
        Knob::Of(rule) => match rule {
            DateRule::DaysToPay => asked.days_to_pay.map(|days| (days, days)),
            DateRule::DueGapDays => asked.due_gap_days.map(|days| (days, days)),
            DateRule::DueByNextBill => flag(asked.due_by_next_bill),
            DateRule::KeepCycleOrder => flag(asked.keep_cycle_order),
            DateRule::MoveWithinDays => Some((asked.move_within_days, MOST_DAYS)),
            DateRule::MoveWithBillWithinDays => Some((asked.move_with_bill_within_days, MOST_DAYS)),
            DateRule::ReadMoveDays => Some((asked.read_move_days, MOST_DAYS)),
            DateRule::ReturnWithinPeriods => {
                let periods = asked.return_within_periods;
                Some((periods, MOST_PERIODS.saturating_sub(periods)))
            }
            DateRule::DailyCapacity => asked.daily_capacity.map(|most| (most, accounts())),
            DateRule::BillCapacity => asked.bill_capacity.map(|most| (most, accounts())),
            DateRule::Others => (!asked.others_move).then_some((0, 1)),
            DateRule::Earlier => (!asked.earlier).then_some((0, 1)),
            DateRule::BusinessDays
            | DateRule::PeriodDays
            | DateRule::Window
            | DateRule::Told
            | DateRule::Follows => None,
        },
    }
}

/// Returns the figure after so many steps.
fn figure(knob: Knob, now: u64, steps: u64) -> u64 {
    match knob {
        Knob::ShortestPeriod
        | Knob::Of(
            DateRule::DaysToPay
            | DateRule::DueGapDays
            | DateRule::DueByNextBill
            | DateRule::KeepCycleOrder,
        ) => now.saturating_sub(steps),
        Knob::LongestPeriod | Knob::Of(_) => now.saturating_add(steps),
    }
}

fn set(asked: &mut Asked, knob: Knob, figure: u64) {
    let days = i64::try_from(figure).unwrap_or(i64::MAX);
    match knob {
        Knob::LongestPeriod => {
            asked.period_days = asked.period_days.map(|(least, _)| (least, days))
        }
        Knob::ShortestPeriod => asked.period_days = asked.period_days.map(|(_, most)| (days, most)),
        Knob::Of(rule) => match rule {
            DateRule::DaysToPay => asked.days_to_pay = Some(figure),
            DateRule::DueGapDays => asked.due_gap_days = Some(figure),
            DateRule::DueByNextBill => asked.due_by_next_bill = figure > 0,
            DateRule::KeepCycleOrder => asked.keep_cycle_order = figure > 0,
            DateRule::MoveWithinDays => asked.move_within_days = figure,
            DateRule::MoveWithBillWithinDays => asked.move_with_bill_within_days = figure,
            DateRule::ReadMoveDays => asked.read_move_days = figure,
            DateRule::ReturnWithinPeriods => asked.return_within_periods = figure,
            DateRule::DailyCapacity => asked.daily_capacity = Some(figure),
            DateRule::BillCapacity => asked.bill_capacity = Some(figure),
            DateRule::Others => asked.others_move = figure > 0,
            DateRule::Earlier => asked.earlier = figure > 0,
            DateRule::BusinessDays
            | DateRule::PeriodDays
            | DateRule::Window
            | DateRule::Told
            | DateRule::Follows => {}
        },
    }
}

fn with(asked: &Asked, knob: Knob, figure: u64) -> Asked {
    let mut changed = asked.clone();
    set(&mut changed, knob, figure);
    changed
}

/// Returns the figure nearest to the one that stands with which a calendar is found. Looser figures
/// hardly ever take a calendar away, so halving finds it; what is returned was tried.
fn least(case: &Case<'_>, asked: &Asked, knob: Knob) -> Option<u64> {
    let (now, steps) = range(asked, knob, case)?;
    let helps = |steps| case.possible(&with(asked, knob, figure(knob, now, steps)));
    if steps == 0 || !helps(steps) {
        return None;
    }
    let (mut low, mut high) = (0, steps);
    while low + 1 < high {
        let middle = low + (high - low) / 2;
        if helps(middle) {
            high = middle;
        } else {
            low = middle;
        }
    }
    Some(figure(knob, now, high))
}

fn change(case: &Case<'_>, asked: &Asked, knob: Knob, figure: u64) -> Change {
    let before = Asked::of(case.policy);
    let (kind, capacity) = match knob {
        Knob::Of(DateRule::DailyCapacity) => (DateKind::Due, before.daily_capacity),
        Knob::Of(DateRule::BillCapacity) => (DateKind::Bill, before.bill_capacity),
        Knob::Of(_) | Knob::LongestPeriod | Knob::ShortestPeriod => (DateKind::Read, None),
    };
    let fuller = capacity.map(|capacity| fuller(case, kind, capacity, &with(asked, knob, figure)));
    Change {
        knob,
        figure,
        fuller: fuller.unwrap_or_default(),
    }
}

/// Returns the days that bear more than `capacity` in the best calendar that keeps `asked`.
fn fuller(case: &Case<'_>, kind: DateKind, capacity: u64, asked: &Asked) -> Vec<(Day, u64)> {
    let question = case.question(asked);
    let Best::Days(days, _) = best(&question, STEPS) else {
        return Vec::new();
    };
    let loads = loads(&question, &days, kind).into_iter();
    let full = loads.filter(|(_, (load, receives))| *receives && *load > capacity);
    full.map(|(day, (load, _))| (day, load - capacity))
        .collect()
}
