//! Asks the solver, a library for linear programs in whole numbers: the one place with binary
//! fractions. Its answer is rounded to days and held against the question in whole numbers; whether
//! it claims a proof is said.
//!
//! A date is a choice of one of its days. What binds two dates is written for each day, and what
//! a day can hold as the sets of cycles that fit it: both make the solver's first guess nearly
//! whole, so that it proves in milliseconds what took minutes with plain sums.

#![expect(
    clippy::disallowed_types,
    clippy::float_arithmetic,
    clippy::cast_precision_loss,
    reason = "the solver works in binary fractions; what it answers is checked in whole numbers"
)]

mod full;

use super::calendar_days::{Days, broken, goals, signed};
use super::question::{Apart, Question};
use super::reach::Day;
use crate::record::plan::DateKind;
use microlp::{
    ComparisonOp, Error, OptimizationDirection, Problem, SolveOptions, TerminationReason, Variable,
};
use std::collections::BTreeSet;

/// Bits of the largest number in a row.
const SCALE_BITS: u32 = 10;

/// What is to be as small as can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Goal {
    /// Nothing: any answer will do.
    Any,
    /// Accounts of cycles of which a date moves.
    Customers,
    /// Days moved, times accounts.
    CustomerDays,
    /// Accounts due on the fullest day that receives a moved due date.
    Peak,
    /// The day of one variable.
    Date(usize),
}

/// What an answer may cost at most.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Within {
    pub(super) customers: Option<i64>,
    pub(super) customer_days: Option<i64>,
}

/// What came of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// The best choice.
    Days(Days),
    /// A choice that keeps what is asked. Whether it is the best was not proved.
    Found(Days),
    /// There is none.
    None,
    /// Neither could be proved within the steps that are allowed.
    Unproved,
}

/// A day that a date may take, and the solver's variable for it: 1 where it does.
type Choices = Vec<(Day, Variable)>;

/// Returns what a row of whole numbers is multiplied by, so that the largest is about a thousand:
/// beside ones, sums in the millions cost the solver its footing. A power of two loses nothing.
fn scale(largest: i64) -> f64 {
    let bits = 64 - largest.unsigned_abs().leading_zeros();
    0.5_f64.powi(i32::try_from(bits.saturating_sub(SCALE_BITS)).unwrap_or(0))
}

/// Returns the best choice for a question that was narrowed, in so many steps of the solver.
pub(super) fn solve(question: &Question, goal: Goal, within: Within, steps: u64) -> Answer {
    let mut program = Program::new(question, goal);
    program.apart();
    if !program.pushed() {
        return Answer::None;
    }
    let peak = (goal == Goal::Peak).then(|| program.peak());
    program.capacity(DateKind::Due, peak);
    program.capacity(DateKind::Bill, None);
    if !program.within(within) {
        return Answer::None;
    }
    let mut options = SolveOptions::default();
    options.node_limit = Some(steps);
    let mut outcome = program.problem.solve_with(options.clone());
    if matches!(&outcome, Err(error) if *error != Error::Infeasible) {
        // What it stumbled over may be its own short cut.
        options.presolve = false;
        outcome = program.problem.solve_with(options);
    }
    let solved = match outcome {
        Ok(outcome) => outcome.into_solution().ok(),
        Err(Error::Infeasible) => return Answer::None,
        Err(_) => None,
    };
    let Some(solution) = solved else {
        return Answer::Unproved;
    };
    let proved = solution.termination_reason() == TerminationReason::ProvenOptimal;
    let days: Days = question
        .vars
        .iter()
        .zip(&program.choices)
        .map(|(var, choices)| {
            let chosen = choices.iter().find(|(_, x)| solution.var_value(*x) > 0.5);
            let only = var.days.first().copied().unwrap_or(var.legacy);
            chosen.map_or(only, |(day, _)| *day)
        })
        .collect();
    let got = goals(question, &days);
    let kept = broken(question, &days).is_empty()
        && within.customers.is_none_or(|most| got.customers <= most)
        && within
            .customer_days
            .is_none_or(|most| got.customer_days <= most);
    match (kept, proved) {
        (true, true) => Answer::Days(days),
        (true, false) => Answer::Found(days),
        (false, _) => Answer::Unproved,
    }
}

struct Program<'a> {
    question: &'a Question,
    problem: Problem,
    /// For each date its days; none where it has only one.
    choices: Vec<Choices>,
    /// For each cycle whether it moves; none where that is no choice.
    moves: Vec<Option<Variable>>,
    /// Accounts of cycles that move whatever is chosen.
    moved_anyway: i64,
}

impl<'a> Program<'a> {
    fn new(question: &'a Question, goal: Goal) -> Self {
        let costs = question
            .vars
            .iter()
            .flat_map(|var| var.days.iter().map(|day| var.cost(*day)));
        let factor = if goal == Goal::CustomerDays {
            scale(costs.max().unwrap_or(0))
        } else {
            1.0
        };
        let mut problem = Problem::new(OptimizationDirection::Minimize);
        let mut choices = Vec::with_capacity(question.vars.len());
        for (at, var) in question.vars.iter().enumerate() {
            let mut of_var = Choices::new();
            if var.days.len() > 1 {
                for day in &var.days {
                    let cost = match goal {
                        Goal::CustomerDays => var.cost(*day),
                        Goal::Date(wanted) if wanted == at => *day - var.legacy,
                        Goal::Any | Goal::Customers | Goal::Peak | Goal::Date(_) => 0,
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
        let largest = self.question.cycles.iter().copied().max().unwrap_or(0);
        let factor = scale(signed(largest));
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
    fn apart(&mut self) {
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
    fn pushed(&mut self) -> bool {
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

    /// Writes down what the answer may cost. Returns false where it costs more whatever is chosen.
    fn within(&mut self, within: Within) -> bool {
        let mut can = true;
        if let Some(most) = within.customers {
            let cycles = self.moves.iter().zip(&self.question.cycles);
            let sum = cycles.filter_map(|(moves, accounts)| Some(((*moves)?, signed(*accounts))));
            let sum = sum.collect();
            can &= self.at_most(sum, most - self.moved_anyway);
        }
        if let Some(most) = within.customer_days {
            let vars = self.question.vars.iter().zip(&self.choices);
            let (mut sum, mut anyway) = (Vec::new(), 0_i64);
            for (var, choices) in vars {
                match var.days.as_slice() {
                    [only] => anyway = anyway.saturating_add(var.cost(*only)),
                    _ => sum.extend(choices.iter().map(|(day, x)| (*x, var.cost(*day)))),
                }
            }
            can &= self.at_most(sum, most - anyway);
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
