//! What a person must know about a shifted calendar: days that are missing, periods that are too
//! long or short, cycles that the calendar does not have.

use super::placement::Loads;
use super::{Limit, MustMove};
use crate::diag::finding::Finding;
use crate::diag::mask::quoted;
use crate::record::calendar::CalendarRow;
use crate::record::dates::plus_days;
use crate::record::plan::ShiftedRow;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// Days past the limit that are looked at for the help text.
const LOOK_AHEAD_DAYS: u64 = 366;

/// Returns a warning where the row's period is outside the policy's days, both ends allowed.
pub fn period_length(row: &ShiftedRow, (shortest, longest): (i64, i64)) -> Option<Finding> {
    let days = row.days_in_period?;
    (days < shortest || days > longest).then(|| {
        Finding::warning(
            "shift::period_length",
            format!(
                "cycle {}, period {}: {days} days from the previous reading to this one, \
                 expected {shortest} to {longest}",
                quoted(&row.legacy.bill_cycle),
                quoted(&row.legacy.period),
            ),
        )
        .help("reading days are not moved: check both reading days of the cycle in the calendar, or `period_days`")
    })
}

/// Returns a warning for each cycle that has open accounts but no calendar row. An export without
/// a calendar has none.
pub fn cycles_without_rows(
    rows: &[CalendarRow],
    open_accounts: &BTreeMap<String, u64>,
) -> Vec<Finding> {
    if rows.is_empty() {
        return Vec::new();
    }
    let planned: BTreeSet<&str> = rows.iter().map(|row| row.bill_cycle.as_str()).collect();
    open_accounts
        .iter()
        .filter(|&(cycle, &accounts)| accounts > 0 && !planned.contains(cycle.as_str()))
        .map(|(cycle, accounts)| {
            Finding::warning(
                "shift::cycle_not_in_calendar",
                format!(
                    "cycle {} has open accounts ({accounts}) and no row in the billing calendar",
                    quoted(cycle)
                ),
            )
            .help("ask for the cycle's dates, or correct the cycle of these accounts")
        })
        .collect()
}

/// Returns the error for a row that no day fits, with what was tried and what would help.
pub(super) fn no_day(row: &ShiftedRow, one: &MustMove, loads: &Loads<'_>) -> Finding {
    let (earliest, latest) = (one.mover.earliest, one.mover.latest);
    let moved_bill = if row.bill_date == row.legacy.bill_date {
        String::new()
    } else {
        format!(", moved to {}", row.bill_date)
    };
    let tried = if earliest > latest {
        format!(
            "the days to pay end on {earliest}, after {latest}, the last day that `{}` allows",
            one.limit.key
        )
    } else {
        format!(
            "no business day from {earliest} to {latest} has room for its {} accounts",
            one.mover.accounts
        )
    };
    Finding::error(
        "shift::no_day",
        format!(
            "cycle {}, period {}, billed {}{moved_bill}, due {}: the due date must move and {tried}",
            quoted(&row.legacy.bill_cycle),
            quoted(&row.legacy.period),
            row.legacy.bill_date,
            row.legacy.due_date,
        ),
    )
    .help(remedy(one, loads))
}

/// Returns the smallest change of each policy that would give the row a day.
fn remedy(one: &MustMove, loads: &Loads<'_>) -> String {
    let mover = one.mover;
    let emptiest = loads
        .open_days(mover.earliest, mover.latest)
        .map(|day| loads.on(day).saturating_add(mover.accounts))
        .min();
    let later = mover.earliest.max(plus_days(mover.latest, 1));
    let next = loads.first_open(later, plus_days(later, LOOK_AHEAD_DAYS), mover.accounts);
    let more_days = next.map(|day| days_needed(one.limit, day));
    match (emptiest, more_days) {
        (Some(capacity), Some(days)) => format!(
            "it fits with `daily_capacity` = {capacity}, or with `{}` = {days}",
            one.limit.key
        ),
        (Some(capacity), None) => format!("it fits with `daily_capacity` = {capacity}"),
        (None, Some(days)) => format!("it fits with `{}` = {days}", one.limit.key),
        (None, None) => format!(
            "check `holidays`, `days_to_pay`, `daily_capacity` and `{}`",
            one.limit.key
        ),
    }
}

fn days_needed(limit: Limit, day: NaiveDate) -> i64 {
    (day - limit.from).num_days()
}

/// Returns the error for bills and installments that follow no calendar row and find no day.
pub fn no_day_for_issued(from: NaiveDate, to: NaiveDate) -> Finding {
    Finding::error(
        "shift::no_day",
        format!(
            "no business day from {from} to {to} is within capacity: issued bills and installments \
             due in the blackout have nowhere to go"
        ),
    )
    .help("raise `daily_capacity` or `move_within_days`, or check `holidays`")
}
