//! What a day can hold, and the peak: written as the sets of rows that fit the day, where they can be
//! listed, else as sums.

use super::{Program, scale};
use crate::decide::cycle_shift::calendar_days::signed;
use crate::decide::cycle_shift::narrow::fixed_load;
use crate::decide::cycle_shift::reach::Day;
use crate::decide::cycle_shift::sets::{Item, Sets, fitting};
use crate::record::plan::DateKind;
use microlp::{ComparisonOp, Variable};
use std::collections::BTreeSet;

/// The rows that may take a day, and what it bears without them.
struct There<'a> {
    items: &'a [Item],
    xs: &'a [Variable],
    fixed: i64,
    /// A date moves there whatever is chosen.
    receives: bool,
}

impl There<'_> {
    /// Returns what the day bears with a set of the rows; nothing where no date moves there.
    fn load(&self, set: &[usize]) -> i64 {
        let rows = || set.iter().filter_map(|at| self.items.get(*at));
        if self.receives || rows().any(|item| item.moves) {
            self.fixed + rows().map(|item| item.accounts).sum::<i64>()
        } else {
            0
        }
    }
}

impl Program<'_> {
    /// Adds the accounts of the fullest day, as what is to be small.
    pub(super) fn peak(&mut self) -> Variable {
        let accounts = self.question.cycles.iter().copied().max().unwrap_or(0);
        let most = self
            .question
            .due_capacity
            .map_or(f64::INFINITY, |most| signed(most) as f64);
        self.problem.add_var(scale(signed(accounts)), (0.0, most))
    }

    /// Writes down what each day holds, and that the peak is no less than what it bears.
    pub(super) fn capacity(&mut self, kind: DateKind, peak: Option<Variable>) {
        let capacity = match self.question.capacity(kind).map(signed) {
            Some(capacity) => capacity,
            None if peak.is_some() => self.all_accounts(),
            None => return,
        };
        let days: BTreeSet<Day> = self.choices_of(kind).map(|(day, ..)| day).collect();
        for day in days {
            let (fixed, receives) = fixed_load(self.question, kind, day);
            let mut items: Vec<(Item, Variable)> = self
                .choices_of(kind)
                .filter(|(on, ..)| *on == day)
                .map(|(_, item, x)| (item, x))
                .collect();
            items.sort_by_key(|(item, _)| std::cmp::Reverse(item.accounts));
            let (items, xs): (Vec<Item>, Vec<Variable>) = items.into_iter().unzip();
            let there = There {
                items: &items,
                xs: &xs,
                fixed,
                receives,
            };
            match fitting(&items, capacity - fixed, receives, peak.is_some()) {
                Sets::All => {}
                Sets::These(sets) => self.one_of(&there, &sets, peak),
                Sets::TooMany => self.sum(&there, capacity - fixed, peak),
            }
        }
        self.peak_of_fixed(kind, peak);
    }

    fn all_accounts(&self) -> i64 {
        let due = self
            .question
            .vars
            .iter()
            .filter(|var| var.kind == DateKind::Due);
        due.map(|var| signed(var.accounts))
            .fold(0, i64::saturating_add)
    }

    /// The peak is no less than what a day bears that receives a date whatever is chosen.
    fn peak_of_fixed(&mut self, kind: DateKind, peak: Option<Variable>) {
        let Some(peak) = peak else {
            return;
        };
        let vars = self.question.vars.iter().filter(|var| var.kind == kind);
        let days: BTreeSet<Day> = vars.filter_map(|var| var.days.first().copied()).collect();
        for day in days {
            if let (fixed, true) = fixed_load(self.question, kind, day) {
                let factor = scale(fixed);
                let least = fixed as f64 * factor;
                self.problem
                    .add_constraint([(peak, factor)], ComparisonOp::Ge, least);
            }
        }
    }

    /// Returns every choice of a kind: its day, the row's accounts and whether it moves there.
    fn choices_of(&self, kind: DateKind) -> impl Iterator<Item = (Day, Item, Variable)> + use<'_> {
        let vars = self.question.vars.iter().zip(&self.choices);
        let of_kind = vars.filter(move |(var, _)| var.kind == kind);
        of_kind.flat_map(|(var, choices)| {
            choices.iter().map(|(day, x)| {
                let accounts = signed(var.accounts);
                let moves = *day != var.legacy;
                (*day, Item { accounts, moves }, *x)
            })
        })
    }

    /// A day takes one of the sets that fit it, or none.
    fn one_of(&mut self, there: &There<'_>, sets: &[Vec<usize>], peak: Option<Variable>) {
        let add = |_| self.problem.add_var(0.0, (0.0, 1.0));
        let taken: Vec<Variable> = sets.iter().map(add).collect();
        let one: Vec<_> = taken.iter().map(|set| (*set, 1.0)).collect();
        self.problem.add_constraint(one, ComparisonOp::Le, 1.0);
        for (at, x) in there.xs.iter().enumerate() {
            let with = sets.iter().zip(&taken).filter(|(set, _)| set.contains(&at));
            let mut sum: Vec<_> = with.map(|(_, set)| (*set, -1.0)).collect();
            sum.push((*x, 1.0));
            self.problem.add_constraint(sum, ComparisonOp::Eq, 0.0);
        }
        if let Some(peak) = peak {
            let loads: Vec<i64> = sets.iter().map(|set| there.load(set)).collect();
            let factor = scale(loads.iter().copied().max().unwrap_or(0));
            let load = |(set, load): (&Variable, &i64)| (*set, *load as f64 * factor);
            let mut row: Vec<_> = taken.iter().zip(&loads).map(load).collect();
            row.push((peak, -factor));
            self.problem.add_constraint(row, ComparisonOp::Le, 0.0);
        }
    }

    /// A day holds a sum; and of any rows of which k + 1 do not fit, no more than k.
    fn sum(&mut self, there: &There<'_>, room: i64, peak: Option<Variable>) {
        let items = there.items;
        let largest = items.iter().map(|item| item.accounts).max().unwrap_or(0);
        let factor = scale(largest);
        let all: Vec<_> = items
            .iter()
            .zip(there.xs)
            .map(|(i, x)| (*x, i.accounts as f64 * factor))
            .collect();
        let total = items.iter().map(|item| item.accounts).sum::<i64>();
        if let Some(peak) = peak {
            if there.receives {
                let mut row = all.clone();
                row.push((peak, -factor));
                let most = -(there.fixed as f64) * factor;
                self.problem.add_constraint(row, ComparisonOp::Le, most);
            }
            // What the day bears counts as soon as any one date moves there.
            let whole = there.fixed + total;
            for (_, x) in items.iter().zip(there.xs).filter(|(item, _)| item.moves) {
                let mut row = all.clone();
                if let Some(own) = row.iter_mut().find(|(other, _)| other == x) {
                    own.1 += whole as f64 * factor;
                }
                row.push((peak, -factor));
                let most = (whole - there.fixed) as f64 * factor;
                self.problem.add_constraint(row, ComparisonOp::Le, most);
            }
        }
        let stay = items
            .iter()
            .filter(|item| !item.moves)
            .map(|item| item.accounts);
        if stay.sum::<i64>() > room {
            // Rows that stay may overfill the day as long as nothing moves there.
            let over = total - room;
            for (_, x) in items.iter().zip(there.xs).filter(|(item, _)| item.moves) {
                let mut row = all.clone();
                if let Some(own) = row.iter_mut().find(|(other, _)| other == x) {
                    own.1 += over as f64 * factor;
                }
                let most = (room + over) as f64 * factor;
                self.problem.add_constraint(row, ComparisonOp::Le, most);
            }
            return;
        }
        self.problem
            .add_constraint(all, ComparisonOp::Le, room as f64 * factor);
        for most in 1..items.len() {
            // The items come by size: the smallest of a longer head are its last ones.
            let exceeds = |head: &usize| {
                let last = items.get(head.saturating_sub(most + 1)..*head);
                last.is_some_and(|last| last.iter().map(|i| i.accounts).sum::<i64>() > room)
            };
            let Some(head) = (most + 1..=items.len()).rev().find(exceeds) else {
                break;
            };
            let row: Vec<_> = there.xs.iter().take(head).map(|x| (*x, 1.0)).collect();
            self.problem
                .add_constraint(row, ComparisonOp::Le, most as f64);
        }
    }
}
