//! The rules between rows: a cycle's periods, due dates and bills that follow each other, and the
//! order of the cycles in a period. Where both rows have their legacy dates nothing is asked.

use super::asked::Asked;
use super::{CalendarRule, Found, Placed, days_between, signed};
use crate::record::calendar::{cycle_order, is_next_month};
use crate::record::plan::DateKind;
use crate::record::policy::Policy;
use std::collections::BTreeMap;

/// Asks the rules between the rows of a cycle, in the order of their periods.
pub(super) fn ask(cycle: &[Asked<'_>], policy: &Policy, found: &mut Found) {
    for (before, after) in cycle.iter().zip(cycle.iter().skip(1)) {
        let (before, after) = (before.placed, after.placed);
        period(before, after, policy, found);
        due_gap(before, after, policy, found);
        if policy.shift.due_by_next_bill {
            next_bill(before, after, found);
        }
    }
}

/// Asks for the days from reading to reading, where one of the two moved.
fn period(before: &Placed, after: &Placed, policy: &Policy, found: &mut Found) {
    if !before.moves(DateKind::Read) && !after.moves(DateKind::Read) {
        return;
    }
    let (from, to) = (before.now.read_date, after.now.read_date);
    let days = days_between(from, to);
    found.must(days > 0, after, CalendarRule::ServiceDays, || {
        format!("read on {to}, the period before on {from}: days are billed twice")
    });
    if days <= 0 || !is_next_month(&before.legacy.period, &after.legacy.period) {
        return;
    }
    let had = days_between(before.legacy.read_date, after.legacy.read_date);
    let (shortest, longest) = policy.period_days;
    let (shortest, longest) = (shortest.min(had), longest.max(had));
    let holds = (shortest..=longest).contains(&days);
    found.must(holds, after, CalendarRule::PeriodDays, || {
        format!("{days} days from the reading of {from} to that of {to}; {shortest} to {longest} are allowed")
    });
}

/// Asks for the days from a due date to the next, where one of the two moved.
fn due_gap(before: &Placed, after: &Placed, policy: &Policy, found: &mut Found) {
    if !before.moves(DateKind::Due) && !after.moves(DateKind::Due) {
        return;
    }
    let had = days_between(before.legacy.due_date, after.legacy.due_date);
    let least = signed(policy.shift.due_gap_days).min(had);
    let (from, to) = (before.now.due_date, after.now.due_date);
    let days = days_between(from, to);
    found.must(days >= least, after, CalendarRule::DueGapDays, || {
        format!("due on {to}, {days} days after {from}; at least {least} must lie between")
    });
}

/// Asks that a due date does not lie behind the next bill's date, where one of the two moved. A
/// legacy calendar that has it so may keep what it had.
fn next_bill(before: &Placed, after: &Placed, found: &mut Found) {
    if !before.moves(DateKind::Due) && !after.moves(DateKind::Bill) {
        return;
    }
    let had = days_between(before.legacy.due_date, after.legacy.bill_date).min(0);
    let (due, bill) = (before.now.due_date, after.now.bill_date);
    let holds = days_between(due, bill) >= had;
    found.must(holds, before, CalendarRule::DueByNextBill, || {
        format!("due on {due}, after the next bill of {bill}")
    });
}

/// Asks that the cycles of a period that moved are due in the order in which they were: by day,
/// and on one day by their place among the cycles.
pub(super) fn order(cycles: &[Vec<Asked<'_>>], found: &mut Found) {
    let mut periods: BTreeMap<&str, Vec<&Placed>> = BTreeMap::new();
    let asked = |row: &&Asked<'_>| row.forced() && row.placed.moved();
    for row in cycles.iter().flatten().filter(asked) {
        let period = row.placed.legacy.period.as_str();
        periods.entry(period).or_default().push(row.placed);
    }
    for mut rows in periods.into_values() {
        rows.sort_by_key(|row| (row.legacy.due_date, cycle_order(&row.legacy.bill_cycle)));
        let mut latest: Option<&Placed> = None;
        for row in rows {
            if let Some(before) = latest {
                let (first, then) = (before.now.due_date, row.now.due_date);
                found.must(first <= then, row, CalendarRule::KeepCycleOrder, || {
                    format!(
                        "due on {then}, and cycle {}, which was due before it, on {first}",
                        before.legacy.bill_cycle
                    )
                });
            }
            latest = latest
                .filter(|before| before.now.due_date >= row.now.due_date)
                .or(Some(row));
        }
    }
}

/// Asks that the days of each period are stated as they are, and that those between two readings
/// that stay are as many as they were.
pub(super) fn stated_days(cycle: &[Asked<'_>], found: &mut Found) {
    let mut sum: Option<(&Placed, Option<i64>)> = None;
    let mut last: Option<&Placed> = None;
    for row in cycle.iter().map(|row| row.placed) {
        let before = last
            .replace(row)
            .filter(|before| is_next_month(&before.legacy.period, &row.legacy.period));
        let days = before.map(|before| days_between(before.now.read_date, row.now.read_date));
        found.must(
            row.days_in_period == days,
            row,
            CalendarRule::ServiceDays,
            || {
                let said =
                    |days: Option<i64>| days.map_or("none".to_owned(), |days| days.to_string());
                format!(
                    "`days_in_period` is {}, from read to read it is {}",
                    said(row.days_in_period),
                    said(days)
                )
            },
        );
        if before.is_none() {
            sum = None;
        }
        if let Some((_, total)) = &mut sum {
            *total = total.zip(row.days_in_period).map(|(sum, days)| sum + days);
        }
        if row.moves(DateKind::Read) {
            continue;
        }
        if let Some((from, total)) = sum {
            let had = days_between(from.legacy.read_date, row.legacy.read_date);
            let holds = total.is_none_or(|total| total == had);
            found.must(holds, row, CalendarRule::ServiceDays, || {
                format!(
                    "{} days of service are billed from {} to {}, which has {had}",
                    total.unwrap_or_default(),
                    from.legacy.read_date,
                    row.legacy.read_date
                )
            });
        }
        sum = Some((row, Some(0)));
    }
}
