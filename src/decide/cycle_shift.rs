//! Moves the billing calendar out of the windows.
//!
//! In: the legacy calendar, how many open carried accounts each cycle has, the policy. Out: the
//! best calendar that keeps every rule, each moved date with the rule that moved it; or the rules
//! that conflict, and what would help. Rows with a date in its window move; the others stay, unless
//! the policy lets them make room or come back by and by.
//!
//! question (which date may go where) -> narrow (days that no answer can use) -> best (step by step,
//! with the solver) -> explain and follow.

mod asked;
mod best;
mod calendar_days;
mod conflict;
mod explain;
mod findings;
mod follow;
mod legacy;
mod narrow;
mod question;
mod reach;
mod remedy;
mod sets;
mod solver;

use crate::diag::finding::Finding;
use crate::record::calendar::{CalendarRow, cycle_order, is_next_month};
use crate::record::plan::{Calendar, DateKind, ShiftFigures, ShiftedRow};
use crate::record::policy::Policy;
use asked::Asked;
use best::{Best, STEPS, best};
use calendar_days::{Days, goals};
use chrono::NaiveDate;
use conflict::Case;
use question::Question;
use reach::date;
use std::collections::BTreeMap;

/// Returns the calendar after the shift, and what a person must know about it.
///
/// `open_accounts` counts the open carried accounts by cycle. Where no calendar keeps the rules
/// nothing is moved, and an error `shift::no_day` says which rules conflict; a run must not go on
/// with it. A calendar that keeps the rules, and was not proved to be the best in the solver's steps,
/// is the warning `shift::best_not_proved`. What the legacy calendar itself has wrong is a warning.
#[must_use]
pub fn shift_calendar(
    rows: &[CalendarRow],
    open_accounts: &BTreeMap<String, u64>,
    policy: &Policy,
) -> (Calendar, Vec<Finding>) {
    shift_in(rows, open_accounts, policy, STEPS)
}

/// The same, with so many steps of the solver for each question.
fn shift_in(
    rows: &[CalendarRow],
    open_accounts: &BTreeMap<String, u64>,
    policy: &Policy,
    steps: u64,
) -> (Calendar, Vec<Finding>) {
    let mut calendar = Calendar {
        rows: in_calendar_order(rows, open_accounts),
        ..Calendar::default()
    };
    let mut found = of_legacy(rows, open_accounts, policy);
    if policy.windows.are_none() {
        return (calendar, found);
    }
    let planned = calendar.rows.clone();
    let rows: Vec<(&CalendarRow, u64)> = planned
        .iter()
        .map(|row| (&row.legacy, row.accounts))
        .collect();
    let question = Question::of(&rows, policy, &Asked::of(policy));
    match best(&question, steps) {
        Best::Days(days, unproved) => {
            settle(&mut calendar, &question, &days, policy);
            found.extend(unproved.map(|open| findings::best_not_proved(open, policy)));
        }
        Best::None => {
            let case = Case {
                rows: &rows,
                policy,
                out: Vec::new(),
            };
            found.push(findings::conflict(&case));
            return (calendar, found);
        }
        Best::Unknown => {
            found.push(findings::not_proved(policy));
            return (calendar, found);
        }
    }
    found.extend(findings::close_due_dates(&calendar.rows, policy));
    (calendar, found)
}

/// Returns what a person must know about the calendar as the legacy system planned it: cycles without
/// rows, rows that cannot be meant so, periods that are too long or short.
#[must_use]
pub fn of_legacy(
    rows: &[CalendarRow],
    open_accounts: &BTreeMap<String, u64>,
    policy: &Policy,
) -> Vec<Finding> {
    let mut found = findings::cycles_without_rows(rows, open_accounts, policy);
    let rows = in_calendar_order(rows, open_accounts);
    found.extend(legacy::odd_rows(&rows, open_accounts));
    let length = |row| findings::period_length(row, policy.period_days);
    found.extend(rows.iter().filter_map(length));
    found
}

/// Returns the rows by period, then by cycle, with days in period and accounts; nothing moved.
fn in_calendar_order(
    rows: &[CalendarRow],
    open_accounts: &BTreeMap<String, u64>,
) -> Vec<ShiftedRow> {
    let mut rows: Vec<&CalendarRow> = rows.iter().collect();
    rows.sort_by_key(|row| (&row.period, cycle_order(&row.bill_cycle), row.due_date));
    let mut read_before: BTreeMap<&str, (&str, NaiveDate)> = BTreeMap::new();
    rows.into_iter()
        .map(|row| {
            let days = read_before
                .insert(&row.bill_cycle, (&row.period, row.read_date))
                .filter(|(period, _)| is_next_month(period, &row.period))
                .map(|(_, before)| (row.read_date - before).num_days());
            let accounts = open_accounts.get(&row.bill_cycle).copied();
            ShiftedRow::unmoved(row.clone(), days, accounts.unwrap_or_default())
        })
        .collect()
}

/// Writes the chosen days down.
fn settle(calendar: &mut Calendar, question: &Question, days: &Days, policy: &Policy) {
    let day = |row: usize, kind: DateKind, planned: NaiveDate| {
        let day = days.get(Question::var(row, kind)).copied();
        day.map_or(planned, date)
    };
    let mut read_before: BTreeMap<String, (String, NaiveDate)> = BTreeMap::new();
    for (at, row) in calendar.rows.iter_mut().enumerate() {
        row.read_date = day(at, DateKind::Read, row.read_date);
        row.bill_date = day(at, DateKind::Bill, row.bill_date);
        row.due_date = day(at, DateKind::Due, row.due_date);
        row.moves = explain::moves(question, days, policy, at);
        follow::follow(row, policy);
        let legacy = &row.legacy;
        row.days_in_period = read_before
            .insert(
                legacy.bill_cycle.clone(),
                (legacy.period.clone(), row.read_date),
            )
            .filter(|(period, _)| is_next_month(period, &legacy.period))
            .map(|(_, before)| (row.read_date - before).num_days());
        if row.due_date != legacy.due_date {
            let key = (legacy.bill_cycle.clone(), legacy.bill_date, legacy.due_date);
            calendar.issued.entry(key).or_insert(row.due_date);
        }
    }
    let goals = goals(question, days);
    let count = |figure: i64| u64::try_from(figure).unwrap_or_default();
    calendar.figures = ShiftFigures {
        customers_moved: count(goals.customers),
        customer_days: count(goals.customer_days),
        peak: count(goals.peak),
        back_on: (goals.last > i64::MIN).then(|| date(goals.last)),
    };
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_cases;
#[cfg(test)]
mod tests_exhaustive;
#[cfg(test)]
mod tests_large;
