//! Asks the solver, a library for linear programs in whole numbers: the one place with binary
//! fractions. Its answer is rounded to days and held against the question in whole numbers; whether
//! it claims a proof is said.
//!
//! A date is a choice of one of its days. What binds two dates is written for each day, and what
//! a day can hold as the largest sets of cycles that fit it: both make the solver's first guess nearly
//! whole, so that it proves in milliseconds what took minutes with plain sums.

#![expect(
    clippy::disallowed_types,
    clippy::float_arithmetic,
    clippy::cast_precision_loss,
    reason = "the solver works in binary fractions; what it answers is checked in whole numbers"
)]

mod full;
mod program;

use super::calendar_days::{Days, broken, goals};
use super::question::Question;
use crate::record::plan::DateKind;
use microlp::{Error, SolveOptions, TerminationReason};
use program::Program;

/// What is to be as small as can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Goal {
    /// Nothing: any answer will do.
    Any,
    /// Accounts of cycles of which a date moves.
    Customers,
    /// Days moved, times accounts.
    CustomerDays,
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
    /// A choice that keeps what is asked. Whether it is the best was not proved; what the best one
    /// costs at least, where that is known.
    Found(Days, Option<i64>),
    /// There is none.
    None,
    /// Neither could be proved within the steps that are allowed; what a choice costs at least.
    Unproved(Option<i64>),
}

/// Returns the best choice for a question that was narrowed, in so many steps of the solver.
pub(super) fn solve(question: &Question, goal: Goal, within: Within, steps: u64) -> Answer {
    let mut program = Program::new(question, goal);
    program.apart();
    if !program.pushed() {
        return Answer::None;
    }
    program.capacity(DateKind::Due);
    program.capacity(DateKind::Bill);
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
    let outcome = match outcome {
        Ok(outcome) => outcome,
        Err(Error::Infeasible) => return Answer::None,
        Err(_) => return Answer::Unproved(None),
    };
    let bound = outcome.stats().best_bound;
    let bound = bound.and_then(|bound| program.at_least(goal, bound));
    let Ok(solution) = outcome.into_solution() else {
        return Answer::Unproved(bound);
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
        (true, false) => Answer::Found(days, bound),
        (false, _) => Answer::Unproved(bound),
    }
}
