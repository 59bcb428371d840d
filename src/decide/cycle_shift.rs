//! Moves the billing calendar out of the blackout.
//!
//! In: the legacy calendar, how many open carried accounts each cycle has, the policy. Out: the
//! calendar with its new dates, and findings. A due date inside the blackout goes to a business
//! day after it; a bill date inside it to the first business day after it, and its due date along
//! where the days to pay need it. Everything else stays, reads always do. Lower cycles come
//! first, and no day that receives a due date has more accounts due than the policy allows.

mod findings;
mod placement;

use crate::diag::finding::Finding;
use crate::record::calendar::{CalendarRow, cycle_order, is_next_month};
use crate::record::dates::{DateRange, plus_days};
use crate::record::plan::{Calendar, ShiftRule, ShiftedRow};
use crate::record::policy::Policy;
use chrono::NaiveDate;
use placement::{Loads, Mover};
use std::collections::BTreeMap;

/// A calendar row whose due date must move.
struct MustMove {
    /// Its place in the calendar.
    row: usize,
    mover: Mover,
    limit: Limit,
}

/// What keeps a moved due date from going any later.
#[derive(Clone, Copy)]
struct Limit {
    /// The day from which days are counted.
    from: NaiveDate,
    /// How many.
    days: u64,
    /// The policy that says so.
    key: &'static str,
}

impl Limit {
    /// Returns the last allowed day.
    fn latest(&self) -> NaiveDate {
        plus_days(self.from, self.days)
    }
}

/// Returns the calendar after the shift, and what a person must know about it.
///
/// `open_accounts` counts the open carried accounts by cycle. A row for which no day fits keeps
/// its dates and has an error `shift::no_day`; a run must not go on with it. Days of periods
/// outside the policy are warnings, as reads do not move.
#[must_use]
pub fn shift_calendar(
    rows: &[CalendarRow],
    open_accounts: &BTreeMap<String, u64>,
    policy: &Policy,
) -> (Calendar, Vec<Finding>) {
    let mut found = findings::cycles_without_rows(rows, open_accounts);
    let mut calendar = Calendar {
        rows: in_calendar_order(rows, open_accounts),
        ..Calendar::default()
    };
    for row in &calendar.rows {
        found.extend(findings::period_length(row, policy.period_days));
    }
    if let Some(blackout) = policy.blackout {
        move_dates(&mut calendar, blackout, policy, &mut found);
    }
    (calendar, found)
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
        .map(|row| ShiftedRow {
            legacy: row.clone(),
            bill_date: row.bill_date,
            due_date: row.due_date,
            days_in_period: read_before
                .insert(&row.bill_cycle, (&row.period, row.read_date))
                .filter(|(period, _)| is_next_month(period, &row.period))
                .map(|(_, before)| (row.read_date - before).num_days()),
            accounts: open_accounts
                .get(&row.bill_cycle)
                .copied()
                .unwrap_or_default(),
            rule: None,
        })
        .collect()
}

fn move_dates(
    calendar: &mut Calendar,
    blackout: DateRange,
    policy: &Policy,
    found: &mut Vec<Finding>,
) {
    let after = plus_days(blackout.to, 1);
    for row in &mut calendar.rows {
        if blackout.contains(row.bill_date) {
            row.bill_date = policy.business_days.on_or_after(after);
            row.rule = Some(ShiftRule::BillInBlackout);
        }
    }
    let moving = must_move(&calendar.rows, blackout, policy);
    let mut loads = Loads::new(policy.daily_capacity, &policy.business_days);
    let mut leaves = vec![false; calendar.rows.len()];
    for one in &moving {
        if let Some(leaves) = leaves.get_mut(one.row) {
            *leaves = true;
        }
    }
    for (row, _) in calendar
        .rows
        .iter()
        .zip(leaves)
        .filter(|(_, leaves)| !leaves)
    {
        loads.put(row.due_date, row.accounts);
    }
    let movers: Vec<Mover> = moving.iter().map(|one| one.mover).collect();
    let days = placement::place(&movers, &mut loads);
    for (one, day) in moving.iter().zip(days) {
        let Some(row) = calendar.rows.get_mut(one.row) else {
            continue;
        };
        match day {
            Some(day) => settle(row, day, &mut calendar.issued),
            None => found.push(findings::no_day(row, one, &loads)),
        }
    }
    let latest = plus_days(blackout.to, policy.move_within_days);
    calendar.first_open_day = loads.first_open(after, latest, 0);
    calendar.first_any_day = loads.first_any(after, latest);
    if calendar.first_open_day.is_none() {
        found.push(findings::no_day_for_issued(after, latest));
    }
}

/// Writes a row's new due date down.
fn settle(
    row: &mut ShiftedRow,
    day: NaiveDate,
    issued: &mut BTreeMap<(String, NaiveDate, NaiveDate), NaiveDate>,
) {
    row.due_date = day;
    row.rule = Some(match row.rule {
        Some(_) => ShiftRule::BillInBlackoutAndDaysToPay,
        None => ShiftRule::DueInBlackout,
    });
    let legacy = &row.legacy;
    issued
        .entry((legacy.bill_cycle.clone(), legacy.bill_date, legacy.due_date))
        .or_insert(day);
}

/// Returns the rows whose due date must move, lower cycles first, then earlier periods. Bill
/// dates have moved already.
fn must_move(rows: &[ShiftedRow], blackout: DateRange, policy: &Policy) -> Vec<MustMove> {
    let mut moving: Vec<MustMove> = rows
        .iter()
        .enumerate()
        .filter_map(|(index, row)| {
            let limit = limit(row, blackout, policy)?;
            let mover = Mover {
                accounts: row.accounts,
                earliest: plus_days(blackout.to, 1).max(days_to_pay_end(row, policy)),
                latest: limit.latest(),
            };
            Some(MustMove {
                row: index,
                mover,
                limit,
            })
        })
        .collect();
    // The sort is stable: within a cycle the calendar's own order by period stays.
    moving.sort_by_key(|one| {
        rows.get(one.row)
            .map(|row| cycle_order(&row.legacy.bill_cycle))
    });
    moving
}

/// Returns the first day that leaves the days to pay, at least the day after the bill.
fn days_to_pay_end(row: &ShiftedRow, policy: &Policy) -> NaiveDate {
    plus_days(row.bill_date, policy.days_to_pay.max(1))
}

/// Returns how late the row's due date may go; none where it stays.
fn limit(row: &ShiftedRow, blackout: DateRange, policy: &Policy) -> Option<Limit> {
    if row.rule.is_some() && row.due_date < days_to_pay_end(row, policy) {
        Some(Limit {
            from: row.due_date,
            days: policy.move_with_bill_within_days,
            key: "move_with_bill_within_days",
        })
    } else if blackout.contains(row.due_date) {
        Some(Limit {
            from: blackout.to,
            days: policy.move_within_days,
            key: "move_within_days",
        })
    } else {
        None
    }
}

#[cfg(test)]
mod tests;
