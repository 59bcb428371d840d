//! What is asked: which dates may go to which days, and what binds them together.
//!
//! In: the legacy calendar, the accounts of each cycle, the policy and the rules asked. Out: a
//! date a variable, the days that are open to it, the days that must lie between two of them, and
//! the days that hold only so many accounts. Days are numbers here: see `reach`.

use super::asked::Asked;
use super::reach::{Day, KINDS, Scope, date, is_forced, legacy, number, whole};
use crate::record::calendar::{CalendarRow, cycle_order, is_next_month};
use crate::record::dates::DateRange;
use crate::record::plan::{DateKind, DateRule};
use crate::record::policy::Policy;
use std::collections::BTreeMap;

/// A date that is decided.
#[derive(Clone, Debug)]
pub(super) struct Var {
    /// The calendar row.
    pub(super) row: usize,
    /// Which of its dates.
    pub(super) kind: DateKind,
    /// The planned day.
    pub(super) legacy: Day,
    /// The days open to it, earliest first.
    pub(super) days: Vec<Day>,
    /// The planned day is open to it, whatever was found out since.
    pub(super) may_stay: bool,
    /// Accounts that it concerns.
    pub(super) accounts: u64,
    /// The row's cycle, as a number.
    pub(super) cycle: usize,
}

impl Var {
    /// Returns what moving it to `day` costs: customer-days.
    pub(super) fn cost(&self, day: Day) -> i64 {
        let accounts = i64::try_from(self.accounts).unwrap_or(i64::MAX);
        (day - self.legacy).abs().saturating_mul(accounts)
    }
}

/// At least, and where it matters at most, so many days lie from one date to a later one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Apart {
    pub(super) before: usize,
    pub(super) after: usize,
    pub(super) least: i64,
    pub(super) most: Option<i64>,
    pub(super) rule: DateRule,
}

impl Apart {
    /// Returns true where two days are as far apart as they must be.
    pub(super) fn holds(&self, before: Day, after: Day) -> bool {
        let days = after - before;
        days >= self.least && self.most.is_none_or(|most| days <= most)
    }

    /// Returns true where one of the two cannot be on `planned` with the other one on `day`.
    pub(super) fn pushes(&self, pushed: usize, planned: Day, day: Day) -> bool {
        if self.before == pushed {
            !self.holds(planned, day)
        } else {
            !self.holds(day, planned)
        }
    }
}

/// Everything that is asked.
#[derive(Clone, Debug)]
pub(super) struct Question {
    /// The dates: reading, bill and due date of each row in turn.
    pub(super) vars: Vec<Var>,
    pub(super) apart: Vec<Apart>,
    /// A date that may stay moves only where another one pushes it, never to make room.
    pub(super) only_pushed: bool,
    /// Accounts due on a day that receives a moved due date, at most.
    pub(super) due_capacity: Option<u64>,
    /// The same for bill dates.
    pub(super) bill_capacity: Option<u64>,
    /// Rows of which a date must move.
    pub(super) forced: Vec<bool>,
    /// Accounts of each cycle.
    pub(super) cycles: Vec<u64>,
}

impl Question {
    /// Returns the variable of a row's date.
    pub(super) fn var(row: usize, kind: DateKind) -> usize {
        row * KINDS.len() + KINDS.iter().position(|k| *k == kind).unwrap_or_default()
    }

    /// Returns the dates that can push one from its planned day: each with what it must keep to.
    pub(super) fn pushing(&self, at: usize) -> impl Iterator<Item = (usize, &Apart)> {
        self.apart.iter().filter_map(move |apart| {
            if apart.before == at {
                Some((apart.after, apart))
            } else if apart.after == at {
                Some((apart.before, apart))
            } else {
                None
            }
        })
    }

    /// Returns how many accounts a day may have of a kind, where that is limited.
    pub(super) fn capacity(&self, kind: DateKind) -> Option<u64> {
        match kind {
            DateKind::Due => self.due_capacity,
            DateKind::Bill => self.bill_capacity,
            DateKind::Read | DateKind::Reminder | DateKind::LateFee | DateKind::Disconnect => None,
        }
    }

    /// Returns what is asked of rows in calendar order, each with its accounts.
    pub(super) fn of(rows: &[(&CalendarRow, u64)], policy: &Policy, asked: &Asked) -> Self {
        let (cycle_of, cycles) = cycles(rows);
        let next = next_rows(rows);
        let forced: Vec<bool> = rows
            .iter()
            .map(|(row, _)| is_forced(row, policy, asked))
            .collect();
        let free = may_move(rows, &next, &forced, policy, asked);
        let mut vars = Vec::with_capacity(rows.len() * KINDS.len());
        for (at, (row, accounts)) in rows.iter().enumerate() {
            let movable = free.get(at).copied().unwrap_or_default();
            let must = forced.get(at).copied().unwrap_or_default();
            let scope = Scope {
                row,
                policy,
                asked,
                must,
            };
            for kind in KINDS {
                let legacy = number(legacy(row, kind));
                let days = if movable {
                    scope.days(kind)
                } else {
                    vec![legacy]
                };
                vars.push(Var {
                    row: at,
                    kind,
                    legacy,
                    may_stay: days.contains(&legacy),
                    days,
                    accounts: *accounts,
                    cycle: cycle_of.get(at).copied().unwrap_or_default(),
                });
            }
        }
        let mut question = Self {
            vars,
            apart: Vec::new(),
            only_pushed: !asked.others_move,
            due_capacity: asked.daily_capacity,
            bill_capacity: asked.bill_capacity,
            forced,
            cycles,
        };
        question.bind(rows, &next, &free, asked);
        question
    }

    /// Writes down what binds the dates of a row, and of rows that follow each other.
    fn bind(
        &mut self,
        rows: &[(&CalendarRow, u64)],
        next: &[Option<usize>],
        free: &[bool],
        asked: &Asked,
    ) {
        let is_free = |row: usize| free.get(row).copied().unwrap_or_default();
        for (at, (row, _)) in rows.iter().enumerate() {
            if is_free(at) {
                let lag = (row.bill_date - row.read_date).num_days().min(0);
                self.ask(
                    at,
                    DateKind::Read,
                    at,
                    DateKind::Bill,
                    lag,
                    DateRule::Follows,
                );
                let pay = asked.days_to_pay.map_or(1, |days| whole(days).max(1));
                self.ask(
                    at,
                    DateKind::Bill,
                    at,
                    DateKind::Due,
                    pay,
                    DateRule::DaysToPay,
                );
            }
            let Some(after) = next.get(at).copied().flatten() else {
                continue;
            };
            if !is_free(at) && !is_free(after) {
                continue;
            }
            if let Some((later, _)) = rows.get(after) {
                self.bind_next((at, row), (after, later), asked);
            }
        }
        if asked.keep_cycle_order {
            self.keep_order(rows);
        }
    }

    /// Writes down what binds the dates of a row and of the same cycle's next one.
    fn bind_next(
        &mut self,
        (at, row): (usize, &CalendarRow),
        (after, later): (usize, &CalendarRow),
        asked: &Asked,
    ) {
        if let Some((shortest, longest)) = asked.period_days {
            let legacy = (later.read_date - row.read_date).num_days();
            self.apart.push(Apart {
                before: Self::var(at, DateKind::Read),
                after: Self::var(after, DateKind::Read),
                least: shortest.min(legacy),
                most: Some(longest.max(legacy)),
                rule: DateRule::PeriodDays,
            });
        }
        if let Some(gap) = asked.due_gap_days {
            let legacy = (later.due_date - row.due_date).num_days();
            let gap = whole(gap).min(legacy);
            self.ask(
                at,
                DateKind::Due,
                after,
                DateKind::Due,
                gap,
                DateRule::DueGapDays,
            );
        }
        if asked.due_by_next_bill {
            let legacy = (later.bill_date - row.due_date).num_days().min(0);
            self.ask(
                at,
                DateKind::Due,
                after,
                DateKind::Bill,
                legacy,
                DateRule::DueByNextBill,
            );
        }
    }

    /// Asks that the due dates of forced rows of a period keep the order that they had.
    fn keep_order(&mut self, rows: &[(&CalendarRow, u64)]) {
        let mut periods: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, (row, _)) in rows.iter().enumerate() {
            if self.forced.get(at).copied().unwrap_or_default() {
                periods.entry(&row.period).or_default().push(at);
            }
        }
        for mut period in periods.into_values() {
            let key = |at: &usize| {
                rows.get(*at)
                    .map(|(row, _)| (row.due_date, cycle_order(&row.bill_cycle)))
            };
            period.sort_by(|a, b| key(a).cmp(&key(b)));
            for (before, after) in period.iter().zip(period.iter().skip(1)) {
                let rule = DateRule::KeepCycleOrder;
                self.ask(*before, DateKind::Due, *after, DateKind::Due, 0, rule);
            }
        }
    }

    fn ask(
        &mut self,
        before: usize,
        first: DateKind,
        after: usize,
        second: DateKind,
        least: i64,
        rule: DateRule,
    ) {
        self.apart.push(Apart {
            before: Self::var(before, first),
            after: Self::var(after, second),
            least,
            most: None,
            rule,
        });
    }
}

/// Numbers the cycles in their order; returns each row's, and the accounts of each.
fn cycles(rows: &[(&CalendarRow, u64)]) -> (Vec<usize>, Vec<u64>) {
    let mut names: Vec<&str> = rows
        .iter()
        .map(|(row, _)| row.bill_cycle.as_str())
        .collect();
    names.sort_by_key(|name| cycle_order(name));
    names.dedup();
    let mut accounts = vec![0; names.len()];
    let of_row = rows.iter().map(|(row, count)| {
        let order = cycle_order(&row.bill_cycle);
        let at = names.partition_point(|name| cycle_order(name) < order);
        if let Some(slot) = accounts.get_mut(at) {
            *slot = *count;
        }
        at
    });
    (of_row.collect(), accounts)
}

/// Returns for each row the row of its cycle's next month.
fn next_rows(rows: &[(&CalendarRow, u64)]) -> Vec<Option<usize>> {
    let mut latest: BTreeMap<&str, usize> = BTreeMap::new();
    let mut next = vec![None; rows.len()];
    for (at, (row, _)) in rows.iter().enumerate() {
        if let Some(before) = latest.insert(&row.bill_cycle, at)
            && let Some((earlier, _)) = rows.get(before)
            && is_next_month(&earlier.period, &row.period)
            && let Some(slot) = next.get_mut(before)
        {
            *slot = Some(at);
        }
    }
    next
}

/// Returns which rows may move: those that must, those of their cycles that follow within the
/// periods of the rule, and others where they may make room.
fn may_move(
    rows: &[(&CalendarRow, u64)],
    next: &[Option<usize>],
    forced: &[bool],
    policy: &Policy,
    asked: &Asked,
) -> Vec<bool> {
    let mut free = forced.to_vec();
    for start in (0..rows.len()).filter(|at| forced.get(*at).copied().unwrap_or_default()) {
        let mut at = start;
        for _ in 1..asked.return_within_periods {
            let Some(after) = next.get(at).copied().flatten() else {
                break;
            };
            at = after;
            if let Some(slot) = free.get_mut(at) {
                *slot = true;
            }
        }
    }
    let spans = policy.windows.due.list();
    if let (true, Some(first), Some(last)) = (asked.others_move, spans.first(), spans.last()) {
        let near = DateRange {
            from: first.from,
            to: date(number(last.to) + whole(asked.move_within_days)),
        };
        for ((row, _), slot) in rows.iter().zip(&mut free) {
            *slot |= near.contains(row.due_date) && row.due_date > policy.extracted_on;
        }
    }
    // A row that need not move, and leaves fewer days to pay than are asked, stays as it is.
    let pay = asked.days_to_pay.map_or(1, |days| whole(days).max(1));
    for (((row, _), slot), forced) in rows.iter().zip(&mut free).zip(forced) {
        *slot &= *forced || (row.due_date - row.bill_date).num_days() >= pay;
    }
    free
}
