//! What a person must know about a shifted calendar: rules that conflict, periods that are too
//! long or short, cycles that the calendar does not have.

use super::best::{Measure, Open};
use super::conflict::Case;
use super::question::Question;
use super::reach::date;
use super::remedy::{Change, Knob, Remedy};
use crate::diag::finding::Finding;
use crate::diag::mask::quoted;
use crate::record::calendar::{CalendarRow, is_next_month};
use crate::record::plan::{DateKind, DateRule, ShiftedRow};
use crate::record::policy::Policy;
use std::collections::{BTreeMap, BTreeSet};

/// Rows that a message names; the others are counted.
const NAMED_ROWS: usize = 4;

/// Returns a warning where the row's period is outside the policy's days, both ends allowed.
pub fn period_length(row: &ShiftedRow, (shortest, longest): (i64, i64)) -> Option<Finding> {
    let days = row.legacy_days_in_period?;
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
        .help("the legacy calendar has it so: check both reading days of the cycle in the calendar, or `period_days`")
    })
}

/// Returns a warning for each cycle that has open accounts but no calendar row. Where there is no
/// row at all it is one warning for all cycles, and none without a window.
pub fn cycles_without_rows(
    rows: &[CalendarRow],
    open_accounts: &BTreeMap<String, u64>,
    policy: &Policy,
) -> Vec<Finding> {
    if rows.is_empty() {
        let no_row = !policy.windows.are_none() && !open_accounts.is_empty();
        return Vec::from_iter(no_row.then(|| calendar_without_rows(open_accounts)));
    }
    let planned: BTreeSet<&str> = rows.iter().map(|row| row.bill_cycle.as_str()).collect();
    open_accounts
        .iter()
        .filter(|&(cycle, &accounts)| accounts > 0 && !planned.contains(cycle.as_str()))
        .map(|(cycle, accounts)| {
            let alike = planned.iter().find(|other| plain(other) == plain(cycle));
            let help = alike.map_or_else(
                || "ask for the cycle's dates, or correct the cycle of these accounts".to_owned(),
                |other| {
                    format!(
                        "the calendar has a cycle {}: write both alike",
                        quoted(other)
                    )
                },
            );
            Finding::warning(
                "shift::cycle_not_in_calendar",
                format!(
                    "cycle {} has open accounts ({accounts}) and no row in the billing calendar",
                    quoted(cycle)
                ),
            )
            .help(help)
        })
        .collect()
}

/// Returns a cycle as a person means it: without zeros in front, and in small letters.
fn plain(cycle: &str) -> String {
    cycle.trim().trim_start_matches('0').to_lowercase()
}

/// Returns the warning that no calendar says when the cycles are billed and due.
fn calendar_without_rows(open_accounts: &BTreeMap<String, u64>) -> Finding {
    let accounts = open_accounts.values().sum();
    let cycles = match open_accounts.len() {
        1 => "one cycle".to_owned(),
        many => format!("{many} cycles"),
    };
    Finding::warning(
        "shift::cycle_not_in_calendar",
        format!(
            "the billing calendar has no row, and {} in {cycles} are open: what they are billed \
             from now on keeps its dates, also where these lie in a window",
            counted(accounts),
        ),
    )
    .help("ask for the calendar, with the months before and after the cutover")
}

/// Returns the error for rules that no calendar keeps together: which, for which rows, and what
/// would help.
pub(super) fn conflict(case: &Case<'_>) -> Finding {
    let conflict = case.conflict();
    let rules: Vec<String> = conflict
        .rules
        .iter()
        .map(|r| rule(*r, case.policy))
        .collect();
    let asked = super::Asked::of(case.policy);
    let question = Question::of(case.rows, case.policy, &asked);
    let named = conflict.rows.iter().take(NAMED_ROWS);
    let mut rows: Vec<String> = named
        .filter_map(|at| {
            let (row, accounts) = case.rows.get(*at)?;
            Some(place(
                (case, &conflict.rules),
                (row, *accounts),
                &question,
                *at,
            ))
        })
        .collect();
    if let Some(more) = conflict
        .rows
        .len()
        .checked_sub(NAMED_ROWS)
        .filter(|n| *n > 0)
    {
        rows.push(format!("and {more} more"));
    }
    let message = if rules.is_empty() {
        format!(
            "no calendar leaves the windows: no day after them is open to {}",
            rows.join(", ")
        )
    } else {
        let leave = match conflict.rules.as_slice() {
            [DateRule::DueByNextBill | DateRule::ReturnWithinPeriods] => "leaves",
            _ => "leave",
        };
        format!("{} {leave} no day for {}", listed(&rules), rows.join(", "))
    };
    let remedies: Vec<String> = conflict.remedies.iter().map(remedy).collect();
    let any = if remedies.len() > 1 {
        "any one of these would do"
    } else {
        "this would do"
    };
    let help = if remedies.is_empty() {
        "no change of one figure or two helps: choose a shorter window, or change more of these rules"
            .to_owned()
    } else if conflict.others_too {
        format!(
            "for these rows {any}: {}; others conflict too, so start again then",
            remedies.join("; ")
        )
    } else {
        format!("{any}: {}", remedies.join("; "))
    };
    Finding::error("shift::no_day", message).help(help)
}

/// Returns how a message names a row: its accounts, its dates, and those of the cycle's next row that
/// the rules ask for.
fn place(
    (case, rules): (&Case<'_>, &[DateRule]),
    (row, accounts): (&CalendarRow, u64),
    question: &Question,
    at: usize,
) -> String {
    let days = |kind| {
        let var = question.vars.get(Question::var(at, kind));
        let days = var.map(|var| (var.days.first().copied(), var.days.last().copied()));
        match days {
            Some((Some(first), Some(last))) if first != last => {
                format!(", may go to {} up to {}", date(first), date(last))
            }
            Some((None, _)) => ", no day within reach".to_owned(),
            _ => String::new(),
        }
    };
    let mut dates = Vec::new();
    if rules.contains(&DateRule::PeriodDays) {
        dates.push(format!("read {}{}", row.read_date, days(DateKind::Read)));
    }
    dates.push(format!("billed {}{}", row.bill_date, days(DateKind::Bill)));
    dates.push(format!("due {}{}", row.due_date, days(DateKind::Due)));
    let mut rows = case.rows.iter().map(|(next, _)| next);
    let next = rows
        .find(|next| next.bill_cycle == row.bill_cycle && is_next_month(&row.period, &next.period));
    if let Some(next) = next {
        for (rule, what, day) in [
            (DateRule::PeriodDays, "read", next.read_date),
            (DateRule::DueByNextBill, "billed", next.bill_date),
            (DateRule::DueGapDays, "due", next.due_date),
        ] {
            if rules.contains(&rule) {
                dates.push(format!("next {what} {day}"));
            }
        }
    }
    format!(
        "cycle {} of {} ({}; {})",
        quoted(&row.bill_cycle),
        quoted(&row.period),
        counted(accounts),
        dates.join("; "),
    )
}

/// Returns a rule in words, with its figure and its key.
fn rule(rule: DateRule, policy: &Policy) -> String {
    let shift = &policy.shift;
    match rule {
        DateRule::BusinessDays => "business days only (`holidays`)".to_owned(),
        DateRule::DaysToPay => format!("{} days to pay (`days_to_pay`)", policy.days_to_pay),
        DateRule::PeriodDays => {
            let (shortest, longest) = policy.period_days;
            format!("periods of {shortest} to {longest} days (`period_days`)")
        }
        DateRule::DailyCapacity => format!(
            "{} due on a day (`daily_capacity`)",
            counted(policy.daily_capacity)
        ),
        DateRule::BillCapacity => format!(
            "{} billed on a day (`bill_capacity`)",
            counted(shift.bill_capacity.unwrap_or_default())
        ),
        DateRule::DueGapDays => format!(
            "{} days between due dates (`due_gap_days`)",
            shift.due_gap_days
        ),
        DateRule::DueByNextBill => "due by the next bill's date (`due_by_next_bill`)".to_owned(),
        DateRule::KeepCycleOrder => "cycles in their order (`keep_cycle_order`)".to_owned(),
        DateRule::MoveWithinDays => format!(
            "{} days after the window at most (`move_within_days`)",
            policy.move_within_days
        ),
        DateRule::MoveWithBillWithinDays => format!(
            "{} days after the old due date at most (`move_with_bill_within_days`)",
            policy.move_with_bill_within_days
        ),
        DateRule::ReadMoveDays => format!(
            "readings moved by {} days at most (`read_move_days`)",
            shift.read_move_days
        ),
        DateRule::ReturnWithinPeriods if shift.return_within_periods == 1 => {
            "back on the regular dates with the next period (`return_within_periods`)".to_owned()
        }
        DateRule::ReturnWithinPeriods => format!(
            "back on the regular dates within {} periods (`return_within_periods`)",
            shift.return_within_periods
        ),
        DateRule::Window
        | DateRule::Earlier
        | DateRule::Told
        | DateRule::Follows
        | DateRule::Others => rule.name().replace('_', " "),
    }
}

/// Returns what a person would write into the mapping.
fn remedy(changes: &Remedy) -> String {
    let changes: Vec<String> = changes.iter().map(change).collect();
    changes.join(" with ")
}

fn change(change: &Change) -> String {
    let more: Vec<String> = change
        .fuller
        .iter()
        .map(|(day, more)| format!("{more} more on {}", date(*day)))
        .collect();
    let more = if more.is_empty() {
        String::new()
    } else {
        format!(" ({})", more.join(", "))
    };
    let figure = change.figure;
    match change.knob {
        Knob::LongestPeriod => format!("`period_days.max` = {figure}"),
        Knob::ShortestPeriod => format!("`period_days.min` = {figure}"),
        Knob::Of(rule @ (DateRule::DueByNextBill | DateRule::KeepCycleOrder)) => {
            format!("`{}` = false", rule.name())
        }
        Knob::Of(DateRule::Others) => "`others_move` = true".to_owned(),
        Knob::Of(DateRule::Earlier) => "`earlier` = true".to_owned(),
        Knob::Of(rule) => format!("`{}` = {figure}{more}", rule.name()),
    }
}

/// Returns a count of accounts in words.
fn counted(accounts: u64) -> String {
    let noun = if accounts == 1 { "account" } else { "accounts" };
    format!("{accounts} {noun}")
}

/// Joins texts with commas and a last "and".
fn listed(texts: &[String]) -> String {
    match texts {
        [] => String::new(),
        [one] => one.clone(),
        [head @ .., last] => format!("{} and {last}", head.join(", ")),
    }
}

/// Returns the error where no calendar was found, and none could be ruled out either.
pub(super) fn not_proved(policy: &Policy) -> Finding {
    Finding::error(
        "shift::not_proved",
        "neither a calendar was found nor that there is none, in the steps that the solver is given: the days after the windows are filled to the last account",
    )
    .help(steps_help(policy))
}

/// Returns the warning for a calendar that keeps every rule and may not be the best one.
pub(super) fn best_not_proved(open: Open, policy: &Policy) -> Finding {
    let (proved, better) = match open.measure {
        Measure::Customers => ("", "moves fewer accounts"),
        Measure::CustomerDays => (
            "no calendar moves fewer accounts; ",
            "moves fewer account-days",
        ),
        Measure::Later => (
            "no calendar moves fewer accounts or fewer account-days; ",
            "has a smaller peak or is back sooner",
        ),
    };
    let at_most = open.figure.map_or_else(String::new, |(figure, at_least)| {
        let fewer = figure.saturating_sub(at_least);
        format!(", at most {fewer} fewer than its {figure},")
    });
    Finding::warning(
        "shift::best_not_proved",
        format!("the calendar keeps every rule; {proved}one that {better}{at_most} was not ruled out in the steps that the solver is given"),
    )
    .help(format!("it can be used as it is; for a proof {}", steps_help(policy)))
}

fn steps_help(policy: &Policy) -> String {
    format!(
        "raise `daily_capacity` (now {}) a little, or ask for fewer days with `move_within_days` (now {})",
        policy.daily_capacity, policy.move_within_days
    )
}

/// Days between two due dates below which customers feel that two bills came at once: the default
/// of `due_gap_days`.
const CLOSE: i64 = 21;

/// Returns a warning where the shift brings due dates of a cycle close to each other, and the
/// mapping has no rule against it.
pub(super) fn close_due_dates(rows: &[ShiftedRow], policy: &Policy) -> Option<Finding> {
    let mut last: BTreeMap<&str, &ShiftedRow> = BTreeMap::new();
    let mut close: Vec<(i64, &ShiftedRow, &ShiftedRow)> = Vec::new();
    for row in rows {
        let before = last.insert(&row.legacy.bill_cycle, row);
        let next = |before: &&ShiftedRow| is_next_month(&before.legacy.period, &row.legacy.period);
        if let Some(before) = before.filter(next) {
            let days = (row.due_date - before.due_date).num_days();
            let planned = (row.legacy.due_date - before.legacy.due_date).num_days();
            if days < CLOSE && days < planned && row.accounts > 0 {
                close.push((days, before, row));
            }
        }
    }
    let accounts: u64 = close.iter().map(|(_, _, row)| row.accounts).sum();
    let (days, before, row) = close.iter().min_by_key(|(days, ..)| *days)?;
    Some(
        Finding::warning(
            "shift::due_dates_close",
            format!(
                "{} closer than {CLOSE} days, for {accounts} accounts; closest is cycle {}: due on {}, and again {days} days later on {}",
                match close.len() {
                    1 => "one pair of due dates comes".to_owned(),
                    pairs => format!("{pairs} pairs of due dates come"),
                },
                quoted(&row.legacy.bill_cycle),
                before.due_date,
                row.due_date,
            ),
        )
        .help(format!(
            "where that is too close set `due_gap_days` (now {}); `cutover shift --due-gap` compares",
            policy.shift.due_gap_days
        )),
    )
}
