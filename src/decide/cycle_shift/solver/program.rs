//! A question as the solver takes it: a variable for each day of a date, and a row for each thing
//! that binds them. What a day can hold stands in `full`.

use super::{Goal, Within};
use crate::decide::cycle_shift::calendar_days::signed;
use crate::decide::cycle_shift::question::{Apart, Question, Var};
use crate::decide::cycle_shift::reach::Day;
use microlp::{ComparisonOp, OptimizationDirection, Problem, Variable};
use std::collections::BTreeSet;

/// Bits of the largest number in a row.
const SCALE_BITS: u32 = 10;

/// A day that a date may take, and the solver's variable for it: 1 where it does.
pub(super) type Choices = Vec<(Day, Variable)>;

/// Returns what a row of whole numbers is multiplied by, so that the largest is about a thousand:
/// beside ones, sums in the millions cost the solver its footing. A power of two loses nothing.
pub(super) fn scale(largest: i64) -> f64 {
    let bits = 64 - largest.unsigned_abs().leading_zeros();
    0.5_f64.powi(i32::try_from(bits.saturating_sub(SCALE_BITS)).unwrap_or(0))
}

/// Returns what the costs of a goal are multiplied by.
fn factor(question: &Question, goal: Goal) -> f64 {
    let costs = question.vars.iter();
    let costs = costs.flat_map(|var| var.days.iter().map(|day| var.cost(*day)));
    match goal {
        Goal::CustomerDays => scale(costs.max().unwrap_or(0)),
        Goal::Customers => scale(signed(question.cycles.iter().copied().max().unwrap_or(0))),
        Goal::Any | Goal::Date(_) => 1.0,
    }
}

/// A question as the solver takes it.
pub(super) struct Program<'a> {
    pub(super) question: &'a Question,
    pub(super) problem: Problem,
    /// For each date its days; none where it has only one.
    pub(super) choices: Vec<Choices>,
    /// For each cycle whether it moves; none where that is no choice.
    moves: Vec<Option<Variable>>,
    /// Accounts of cycles that move whatever is chosen.
    moved_anyway: i64,
}

impl<'a> Program<'a> {
    pub(super) fn new(question: &'a Question, goal: Goal) -> Self {
        let factor = factor(question, goal);
        let mut problem = Problem::new(OptimizationDirection::Minimize);
        let mut choices = Vec::with_capacity(question.vars.len());
        for (at, var) in question.vars.iter().enumerate() {
            let mut of_var = Choices::new();
            if var.days.len() > 1 {
                for day in &var.days {
                    let cost = match goal {
                        Goal::CustomerDays => var.cost(*day),
                        Goal::Date(wanted) if wanted == at => *day - var.legacy,
                        Goal::Any | Goal::Customers | Goal::Date(_) => 0,
                    };
                    of_var.push((*day, problem.add_binary_var(cost as f64 * factor)));
                }
                let one: Vec<_> = of_var.iter().map(|(_, x)| (*x, 1.0)).collect();
                problem.add_constraint(one, ComparisonOp::Eq, 1.0);
            }
            choices.push(of_var);
        }
        let mut program = Self {
            question,
            problem,
            choices,
            moves: vec![None; question.cycles.len()],
            moved_anyway: 0,
        };
        program.cycles(goal);
        program
    }

    /// Says which cycles move.
    fn cycles(&mut self, goal: Goal) {
        let factor = factor(self.question, Goal::Customers);
        for (cycle, accounts) in self.question.cycles.iter().enumerate() {
            let vars = self.question.vars.iter().zip(&self.choices);
            let of_cycle: Vec<_> = vars.filter(|(var, _)| var.cycle == cycle).collect();
            if of_cycle
                .iter()
                .any(|(var, _)| !var.days.contains(&var.legacy))
            {
                self.moved_anyway = self.moved_anyway.saturating_add(signed(*accounts));
                continue;
            }
            let cost = if goal == Goal::Customers {
                signed(*accounts) as f64 * factor
            } else {
                0.0
            };
            let stays: Vec<Variable> = of_cycle
                .iter()
                .filter_map(|(var, choices)| {
                    let stays = choices.iter().find(|(day, _)| *day == var.legacy);
                    stays.map(|(_, x)| *x)
                })
                .collect();
            if stays.is_empty() {
                continue;
            }
            let moves = self.problem.add_binary_var(cost);
            for stay in stays {
                self.problem
                    .add_constraint([(moves, 1.0), (stay, 1.0)], ComparisonOp::Ge, 1.0);
            }
            if let Some(slot) = self.moves.get_mut(cycle) {
                *slot = Some(moves);
            }
        }
    }

    /// Writes down the days between two dates, for each day of the first.
    pub(super) fn apart(&mut self) {
        for &Apart {
            before,
            after,
            least,
            most,
            ..
        } in &self.question.apart
        {
            let (Some(first), Some(second)) = (self.choices.get(before), self.choices.get(after))
            else {
                continue;
            };
            let mut rows = Vec::new();
            for (day, _) in first {
                let late = first.iter().filter(|(d, _)| d >= day);
                let early = second
                    .iter()
                    .filter(|(d, _)| *d < day.saturating_add(least));
                rows.push((late.collect::<Vec<_>>(), early.collect::<Vec<_>>()));
                if let Some(most) = most {
                    let early = first.iter().filter(|(d, _)| d <= day);
                    let late = second.iter().filter(|(d, _)| *d > day.saturating_add(most));
                    rows.push((early.collect(), late.collect()));
                }
            }
            for (one, other) in rows.into_iter().filter(|(_, other)| !other.is_empty()) {
                let both: Vec<_> = one
                    .into_iter()
                    .chain(other)
                    .map(|(_, x)| (*x, 1.0))
                    .collect();
                self.problem.add_constraint(both, ComparisonOp::Le, 1.0);
            }
        }
    }

    /// Writes down that a date that may stay moves only where another one pushes it. Returns false
    /// where one has left its day and nothing can have pushed it.
    pub(super) fn pushed(&mut self) -> bool {
        let vars = self.question.vars.iter().enumerate();
        for (at, var) in vars.filter(|(_, var)| self.question.only_pushed && var.may_stay) {
            if var.days == [var.legacy] {
                continue;
            }
            let of_day = |at: usize| self.choices.get(at).map_or(&[][..], Vec::as_slice);
            // Once each: two rules may bind the same dates.
            let mut pushing: BTreeSet<(usize, Day)> = BTreeSet::new();
            for (other, apart) in self.question.pushing(at) {
                let days = self.question.vars.get(other).map(|var| var.days.iter());
                let days = days.into_iter().flatten();
                let pushes = days.filter(|day| apart.pushes(at, var.legacy, **day));
                pushing.extend(pushes.map(|day| (other, *day)));
            }
            let alone = |(other, _): &(usize, Day)| of_day(*other).is_empty();
            if pushing.iter().any(alone) {
                continue;
            }
            let moves = of_day(at).iter().filter(|(day, _)| *day != var.legacy);
            let moves: Vec<_> = moves.map(|(_, x)| (*x, 1.0)).collect();
            let has_left = if moves.is_empty() { 1.0 } else { 0.0 };
            let pushes = pushing.iter().filter_map(|(other, day)| {
                let x = of_day(*other).iter().find(|(of, _)| of == day);
                x.map(|(_, x)| (*x, -1.0))
            });
            let sum: Vec<_> = moves.into_iter().chain(pushes).collect();
            if sum.is_empty() {
                return false;
            }
            self.problem
                .add_constraint(sum, ComparisonOp::Le, -has_left);
        }
        true
    }

    /// Returns what is moved whatever is chosen: customer-days of dates with only one day left.
    fn days_anyway(&self) -> i64 {
        let vars = self.question.vars.iter();
        let costs = vars.filter_map(|var| match var.days.as_slice() {
            [only] => Some(var.cost(*only)),
            _ => None,
        });
        costs.fold(0, i64::saturating_add)
    }

    /// Returns what any answer costs at least, from what the solver says of its own sum; none for
    /// a goal that is not counted in accounts.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "below the largest whole number"
    )]
    pub(super) fn at_least(&self, goal: Goal, bound: f64) -> Option<i64> {
        let anyway = match goal {
            Goal::Customers => self.moved_anyway,
            Goal::CustomerDays => self.days_anyway(),
            Goal::Any | Goal::Date(_) => return None,
        };
        let bound = (bound / factor(self.question, goal)).floor();
        // The solver may be off by a hair.
        let whole = bound.is_finite().then_some(bound as i64)?.saturating_sub(1);
        Some(whole.max(0).saturating_add(anyway))
    }

    /// Writes down what the answer may cost. Returns false where it costs more whatever is chosen.
    pub(super) fn within(&mut self, within: Within) -> bool {
        let mut can = true;
        if let Some(most) = within.customers {
            let cycles = self.moves.iter().zip(&self.question.cycles);
            let sum = cycles.filter_map(|(moves, accounts)| Some(((*moves)?, signed(*accounts))));
            let sum = sum.collect();
            can &= self.at_most(sum, most - self.moved_anyway);
        }
        if let Some(most) = within.customer_days {
            let vars = self.question.vars.iter().zip(&self.choices);
            let of_var = |(var, choices): (&'a Var, &Choices)| {
                let cost = |(day, x): &(Day, Variable)| (*x, var.cost(*day));
                choices.iter().map(cost).collect::<Vec<_>>()
            };
            let sum = vars.flat_map(of_var).collect();
            can &= self.at_most(sum, most - self.days_anyway());
        }
        can
    }

    /// Writes down that a sum of whole numbers is at most another: half of one more is the limit.
    /// Returns false where nothing is left to choose, and it is more.
    fn at_most(&mut self, sum: Vec<(Variable, i64)>, most: i64) -> bool {
        let Some(largest) = sum.iter().map(|(_, number)| *number).max() else {
            return most >= 0;
        };
        let factor = scale(largest);
        let sum: Vec<_> = sum
            .into_iter()
            .map(|(x, number)| (x, number as f64 * factor))
            .collect();
        let most = (most as f64 + 0.5) * factor;
        self.problem.add_constraint(sum, ComparisonOp::Le, most);
        true
    }
}
