//! What a day can hold: written as the largest sets of rows that fit the day, where they can be
//! listed, else as sums.

use super::program::{Program, scale};
use crate::decide::cycle_shift::calendar_days::signed;
use crate::decide::cycle_shift::narrow::fixed_load;
use crate::decide::cycle_shift::reach::Day;
use crate::decide::cycle_shift::sets::{Item, Sets, fitting};
use crate::record::plan::DateKind;
use microlp::{ComparisonOp, Variable};
use std::collections::BTreeSet;

/// The rows that may take a day.
struct There<'a> {
    items: &'a [Item],
    xs: &'a [Variable],
}

impl Program<'_> {
    /// Writes down what each day holds.
    pub(super) fn capacity(&mut self, kind: DateKind) {
        let Some(capacity) = self.question.capacity(kind).map(signed) else {
            return;
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
            };
            match fitting(&items, capacity - fixed, receives) {
                Sets::All => {}
                Sets::These(sets) => self.one_of(&there, &sets),
                Sets::TooMany => self.sum(&there, capacity - fixed),
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

    /// A day takes what is in one of the sets that fit it, or nothing.
    fn one_of(&mut self, there: &There<'_>, sets: &[Vec<usize>]) {
        let add = |_| self.problem.add_var(0.0, (0.0, 1.0));
        let taken: Vec<Variable> = sets.iter().map(add).collect();
        let one: Vec<_> = taken.iter().map(|set| (*set, 1.0)).collect();
        self.problem.add_constraint(one, ComparisonOp::Le, 1.0);
        for (at, x) in there.xs.iter().enumerate() {
            let with = sets.iter().zip(&taken).filter(|(set, _)| set.contains(&at));
            let mut sum: Vec<_> = with.map(|(_, set)| (*set, -1.0)).collect();
            sum.push((*x, 1.0));
            self.problem.add_constraint(sum, ComparisonOp::Le, 0.0);
        }
    }

    /// A day holds a sum; and of any rows of which k + 1 do not fit, no more than k.
    fn sum(&mut self, there: &There<'_>, room: i64) {
        let items = there.items;
        let largest = items.iter().map(|item| item.accounts).max().unwrap_or(0);
        let factor = scale(largest);
        let all: Vec<_> = items
            .iter()
            .zip(there.xs)
            .map(|(i, x)| (*x, i.accounts as f64 * factor))
            .collect();
        let total = items.iter().map(|item| item.accounts).sum::<i64>();
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
