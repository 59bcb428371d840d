//! Takes days away that no answer can use, before the solver is asked: most calendars are decided
//! by that alone.

use super::calendar_days::signed;
use super::question::{Apart, Question, Var};
use super::reach::Day;
use crate::record::plan::DateKind;
use std::collections::BTreeMap;

/// Takes away every day that the days apart, the capacities or the most customer-days rule out.
/// Returns false where a date has no day left.
pub(super) fn narrow(question: &mut Question, most: Option<i64>) -> bool {
    loop {
        let before = open_days(question);
        if !(narrow_apart(question) && narrow_full(question) && narrow_dear(question, most)) {
            return false;
        }
        narrow_unpushed(question);
        if open_days(question) == before {
            return true;
        }
    }
}

fn open_days(question: &Question) -> usize {
    question.vars.iter().map(|var| var.days.len()).sum()
}

fn ends(var: Option<&Var>) -> Option<(Day, Day)> {
    let days = &var?.days;
    Some((*days.first()?, *days.last()?))
}

fn narrow_apart(question: &mut Question) -> bool {
    let Question { vars, apart, .. } = question;
    for &Apart {
        before,
        after,
        least,
        most,
        ..
    } in &*apart
    {
        let (Some(first), Some(second)) = (ends(vars.get(before)), ends(vars.get(after))) else {
            return false;
        };
        if let Some(var) = vars.get_mut(after) {
            let latest = most.map_or(Day::MAX, |most| first.1.saturating_add(most));
            var.days
                .retain(|day| *day >= first.0.saturating_add(least) && *day <= latest);
        }
        if let Some(var) = vars.get_mut(before) {
            let earliest = most.map_or(Day::MIN, |most| second.0.saturating_sub(most));
            var.days
                .retain(|day| *day <= second.1.saturating_sub(least) && *day >= earliest);
        }
    }
    vars.iter().all(|var| !var.days.is_empty())
}

/// A date that may stay, and that nothing can push from its day, stays.
fn narrow_unpushed(question: &mut Question) {
    if !question.only_pushed {
        return;
    }
    let stays = |at: usize, var: &Var| {
        let mut pushing = question.pushing(at);
        var.may_stay
            && var.days.len() > 1
            && !pushing.any(|(other, apart)| {
                let days = question.vars.get(other).map(|var| var.days.iter());
                let mut days = days.into_iter().flatten();
                days.any(|day| apart.pushes(at, var.legacy, *day))
            })
    };
    let vars = question.vars.iter().enumerate();
    let unpushed: Vec<usize> = vars
        .filter(|(at, var)| stays(*at, var))
        .map(|(at, _)| at)
        .collect();
    for at in unpushed {
        if let Some(var) = question.vars.get_mut(at) {
            let legacy = var.legacy;
            var.days.retain(|day| *day == legacy);
        }
    }
}

/// A day that is full already receives nothing more.
fn narrow_full(question: &mut Question) -> bool {
    for kind in [DateKind::Due, DateKind::Bill] {
        let Some(capacity) = question.capacity(kind) else {
            continue;
        };
        let mut fixed: BTreeMap<Day, (u64, bool)> = BTreeMap::new();
        let of_kind = |var: &&Var| var.kind == kind;
        for var in question.vars.iter().filter(of_kind) {
            if let [day] = var.days.as_slice() {
                let (load, receives) = fixed.entry(*day).or_default();
                *load = load.saturating_add(var.accounts);
                *receives |= *day != var.legacy;
            }
        }
        if fixed
            .values()
            .any(|(load, receives)| *receives && *load > capacity)
        {
            return false;
        }
        for var in question.vars.iter_mut().filter(|var| var.kind == kind) {
            if var.days.len() < 2 {
                continue;
            }
            let (legacy, accounts) = (var.legacy, var.accounts);
            var.days.retain(|day| {
                let (load, receives) = fixed.get(day).copied().unwrap_or_default();
                (*day == legacy && !receives) || load.saturating_add(accounts) <= capacity
            });
            if var.days.is_empty() {
                return false;
            }
        }
    }
    true
}

/// A day that costs more than is left over when every other date takes its cheapest.
fn narrow_dear(question: &mut Question, most: Option<i64>) -> bool {
    let Some(most) = most else {
        return true;
    };
    let cheapest = |var: &Var| var.days.iter().map(|day| var.cost(*day)).min().unwrap_or(0);
    let least = question.vars.iter().map(cheapest);
    let spare = most - least.fold(0, i64::saturating_add);
    if spare < 0 {
        return false;
    }
    for var in &mut question.vars {
        let limit = cheapest(var).saturating_add(spare);
        let mut days = std::mem::take(&mut var.days);
        days.retain(|day| var.cost(*day) <= limit);
        var.days = days;
    }
    true
}

/// Returns the accounts that stay on a day whatever is chosen, for each day of a kind.
pub(super) fn fixed_load(question: &Question, kind: DateKind, day: Day) -> (i64, bool) {
    let vars = question.vars.iter().filter(|var| var.kind == kind);
    let fixed = vars.filter(|var| var.days == [day]);
    fixed.fold((0, false), |(load, receives), var| {
        (load + signed(var.accounts), receives || day != var.legacy)
    })
}
