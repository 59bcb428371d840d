//! A choice of a day for every date: whether it keeps what is asked, and how good it is. Exact, in
//! whole numbers; nothing here knows how the choice was made.

use super::question::{Question, Var};
use super::reach::Day;
use crate::record::plan::{DateKind, DateRule};
use std::collections::BTreeMap;

/// A day for each variable of the question.
pub(super) type Days = Vec<Day>;

/// How good a choice is; smaller is better, in the order of the fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Goals {
    /// Accounts of cycles of which a date moved.
    pub(super) customers: i64,
    /// Days moved, times accounts.
    pub(super) customer_days: i64,
    /// Accounts due on the fullest day that receives a moved due date.
    pub(super) peak: i64,
    /// The last day to which a date moved; the smallest number where none did.
    pub(super) last: Day,
}

/// Accounts on each day of a kind of date, and whether a moved date lands there.
pub(super) type Loads = BTreeMap<Day, (u64, bool)>;

/// Returns what each day bears.
pub(super) fn loads(question: &Question, days: &[Day], kind: DateKind) -> Loads {
    let mut loads = Loads::new();
    for (var, day) in chosen(question, days).filter(|(var, _)| var.kind == kind) {
        let (load, receives) = loads.entry(day).or_default();
        *load = load.saturating_add(var.accounts);
        *receives |= day != var.legacy;
    }
    loads
}

fn chosen<'a>(
    question: &'a Question,
    days: &'a [Day],
) -> impl Iterator<Item = (&'a Var, Day)> + use<'a> {
    question.vars.iter().zip(days.iter().copied())
}

/// Returns the rules that a choice breaks.
pub(super) fn broken(question: &Question, days: &[Day]) -> Vec<DateRule> {
    let day = |var: usize| days.get(var).copied().unwrap_or_default();
    let mut broken = Vec::new();
    for (var, day) in chosen(question, days) {
        if var.days.binary_search(&day).is_err() {
            broken.push(DateRule::Window);
        }
    }
    let apart = question.apart.iter();
    let apart = apart.filter(|apart| !apart.holds(day(apart.before), day(apart.after)));
    broken.extend(apart.map(|apart| apart.rule));
    if question.only_pushed {
        let vars = question.vars.iter().enumerate();
        let moved = vars.filter(|(at, var)| var.may_stay && day(*at) != var.legacy);
        let needless = moved.filter(|(at, var)| {
            let mut pushing = question.pushing(*at);
            !pushing.any(|(other, apart)| apart.pushes(*at, var.legacy, day(other)))
        });
        broken.extend(needless.map(|_| DateRule::Others));
    }
    for (kind, rule) in [
        (DateKind::Due, DateRule::DailyCapacity),
        (DateKind::Bill, DateRule::BillCapacity),
    ] {
        if let Some(capacity) = question.capacity(kind) {
            let loads = loads(question, days, kind).into_values();
            broken.extend(
                loads
                    .filter(|(load, receives)| *receives && *load > capacity)
                    .map(|_| rule),
            );
        }
    }
    broken
}

/// Returns how good a choice is.
pub(super) fn goals(question: &Question, days: &[Day]) -> Goals {
    let mut moved = vec![false; question.cycles.len()];
    let mut goals = Goals {
        customers: 0,
        customer_days: 0,
        peak: 0,
        last: Day::MIN,
    };
    for (var, day) in chosen(question, days).filter(|(var, day)| *day != var.legacy) {
        if let Some(slot) = moved.get_mut(var.cycle) {
            *slot = true;
        }
        goals.customer_days = goals.customer_days.saturating_add(var.cost(day));
        goals.last = goals.last.max(day);
    }
    let cycles = question.cycles.iter().zip(&moved);
    let accounts = cycles.filter(|(_, moved)| **moved).map(|(count, _)| *count);
    goals.customers = signed(accounts.fold(0, u64::saturating_add));
    let due = loads(question, days, DateKind::Due).into_values();
    let receiving = due.filter(|(_, receives)| *receives);
    goals.peak = signed(receiving.map(|(load, _)| load).max().unwrap_or(0));
    goals
}

/// Returns a count as a signed number.
pub(super) fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
