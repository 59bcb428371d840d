//! Simpler ways to the same calendar, for rows with a date in the window and readings that stay.

use crate::Answer;
use crate::worlds::World;
use chrono::NaiveDate;
use cutover::record::calendar::CalendarRow;
use cutover::record::dates::plus_days;
use microlp::{
    ComparisonOp, Error, OptimizationDirection, Problem, SolveOptions, TerminationReason,
};
use std::collections::BTreeMap;

/// Steps of the solver before it is given up: as many as `cutover` takes for each of its questions.
const STEPS: u64 = 1_000;

/// A simpler way.
#[derive(Clone, Copy)]
pub enum Peer {
    /// One yes or no for each row and pair of days, and a sum for each day.
    PlainSums,
    /// Cycle after cycle takes the first day with room.
    FirstWithRoom,
}

impl Peer {
    pub const ALL: [Self; 2] = [Self::PlainSums, Self::FirstWithRoom];

    pub fn name(self) -> &'static str {
        match self {
            Self::PlainSums => "plain sums, same solver",
            Self::FirstWithRoom => "first day with room",
        }
    }

    /// Returns what it finds out, none where it gives up.
    pub fn ask(self, world: &World) -> Option<Answer> {
        let (rows, loads) = question(world);
        match self {
            Self::PlainSums => plain_sums(world, &rows, &loads),
            Self::FirstWithRoom => first_with_room(world, &rows, loads),
        }
    }
}

/// A row that must move: the days that its bill and due date may take, and what each pair costs.
struct Moves {
    accounts: u64,
    pairs: Vec<(NaiveDate, u64)>,
}

/// Returns the rows that must move, and the accounts due on each day without them.
fn question(world: &World) -> (Vec<Moves>, BTreeMap<NaiveDate, u64>) {
    let dark = |day: NaiveDate| world.policy.in_blackout(day);
    let mut rows = Vec::new();
    let mut loads = BTreeMap::new();
    for row in &world.rows {
        let accounts = world.accounts.get(&row.bill_cycle).copied().unwrap_or(0);
        if dark(row.bill_date) || dark(row.due_date) {
            let pairs = pairs(world, row, accounts);
            rows.push(Moves { accounts, pairs });
        } else {
            *loads.entry(row.due_date).or_default() += accounts;
        }
    }
    (rows, loads)
}

/// Returns the due dates that a row may take, with the customer-days of the cheapest bill date each.
fn pairs(world: &World, row: &CalendarRow, accounts: u64) -> Vec<(NaiveDate, u64)> {
    let policy = &world.policy;
    let Some(window) = policy.blackout else {
        return Vec::new();
    };
    let mut found: BTreeMap<NaiveDate, u64> = BTreeMap::new();
    let open = |day: &NaiveDate| policy.business_days.is_open(*day) && !window.contains(*day);
    let after = |day: NaiveDate, days: u64| (0..=days).map(move |n| plus_days(day, n));
    let bills: Vec<NaiveDate> = if window.contains(row.bill_date) {
        after(window.to, policy.move_within_days)
            .filter(open)
            .collect()
    } else {
        vec![row.bill_date]
    };
    let days = |from: NaiveDate, to: NaiveDate| u64::try_from((to - from).num_days()).unwrap_or(0);
    let month = |row: &CalendarRow| row.period.get(5..).and_then(|m| m.parse::<u32>().ok());
    let next = world.rows.iter().find(|next| {
        next.bill_cycle == row.bill_cycle && month(next) == month(row).map(|month| month + 1)
    });
    for bill in bills {
        let along = plus_days(row.due_date, policy.move_with_bill_within_days);
        let latest = if !window.contains(row.due_date) {
            along
        } else if bill == row.bill_date {
            plus_days(window.to, policy.move_within_days)
        } else {
            plus_days(window.to, policy.move_within_days).max(along)
        };
        let reach = after(row.due_date, days(row.due_date, latest));
        for due in reach.filter(|due| *due == row.due_date || open(due)) {
            let gap = next.is_none_or(|next| {
                let least = policy
                    .shift
                    .due_gap_days
                    .min(days(row.due_date, next.due_date));
                let in_turn =
                    !policy.shift.due_by_next_bill || due <= next.bill_date.max(row.due_date);
                in_turn && plus_days(due, least) <= next.due_date
            });
            // A due date outside the window stays where the bill leaves its days to pay.
            let pushed =
                window.contains(row.due_date) || row.due_date < plus_days(bill, policy.days_to_pay);
            let stays = due == row.due_date || pushed;
            let in_time = due >= plus_days(bill, policy.days_to_pay);
            if window.contains(due) || !in_time || !gap || !stays {
                continue;
            }
            let cost = accounts * (days(row.bill_date, bill) + days(row.due_date, due));
            let best = found.entry(due).or_insert(cost);
            *best = (*best).min(cost);
        }
    }
    found.into_iter().collect()
}

/// A sum for each day, as a textbook has it.
#[expect(
    clippy::disallowed_types,
    clippy::float_arithmetic,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the solver works in binary fractions"
)]
fn plain_sums(world: &World, rows: &[Moves], loads: &BTreeMap<NaiveDate, u64>) -> Option<Answer> {
    let mut problem = Problem::new(OptimizationDirection::Minimize);
    let mut sums: BTreeMap<NaiveDate, Vec<_>> = BTreeMap::new();
    for row in rows {
        let mut one = Vec::new();
        for (due, cost) in &row.pairs {
            let x = problem.add_binary_var(*cost as f64);
            sums.entry(*due).or_default().push((x, row.accounts as f64));
            one.push((x, 1.0));
        }
        problem.add_constraint(one, ComparisonOp::Eq, 1.0);
    }
    for (due, sum) in sums {
        let load = loads.get(&due).copied().unwrap_or(0);
        let room = world.policy.daily_capacity as f64 - load as f64;
        if room < 0.0 {
            // The day is overfull as it is: nothing may move there.
            let none: Vec<_> = sum.into_iter().map(|(x, _)| (x, 1.0)).collect();
            problem.add_constraint(none, ComparisonOp::Le, 0.0);
        } else {
            problem.add_constraint(sum, ComparisonOp::Le, room);
        }
    }
    let mut options = SolveOptions::default();
    options.node_limit = Some(STEPS);
    match problem.solve_with(options) {
        Ok(outcome) => {
            let solution = outcome.into_solution().ok()?;
            let proved = solution.termination_reason() == TerminationReason::ProvenOptimal;
            proved.then(|| Answer::Best(solution.objective().round() as u64))
        }
        Err(Error::Infeasible) => Some(Answer::None),
        Err(_) => None,
    }
}

/// Row after row takes the first day with room.
fn first_with_room(
    world: &World,
    rows: &[Moves],
    mut loads: BTreeMap<NaiveDate, u64>,
) -> Option<Answer> {
    let mut customer_days = 0;
    for row in rows {
        let (due, cost) = row.pairs.iter().find(|(due, _)| {
            let load = loads.get(due).copied().unwrap_or(0);
            load + row.accounts <= world.policy.daily_capacity
        })?;
        *loads.entry(*due).or_default() += row.accounts;
        customer_days += cost;
    }
    Some(Answer::Found(customer_days))
}
