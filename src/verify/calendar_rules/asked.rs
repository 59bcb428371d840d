//! Which rows of a calendar may move: those with a date in its window, those that come after one
//! within the periods of return, and others where the policy lets them make room.
//!
//! All of this follows from the legacy calendar and the policy; where the dates stand now does not
//! matter here.

use super::{DECIDED, Placed, decided, signed, window};
use crate::record::calendar::{CalendarRow, cycle_order};
use crate::record::plan::DateKind;
use crate::record::policy::Policy;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// What a row may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Freedom {
    /// A date of it lies in its window.
    Forced,
    /// It may move: its cycle comes back by and by, or others have need of its day.
    May,
    /// It comes after a forced one, when its cycle must be back.
    Back,
    /// It has nothing to do with a window.
    Stays,
}

/// A row of which the rules are asked.
pub(super) struct Asked<'a> {
    pub(super) placed: &'a Placed,
    pub(super) freedom: Freedom,
    /// Open carried accounts of the cycle.
    pub(super) accounts: u64,
}

impl Asked<'_> {
    /// Returns true where a date of the row lies in its window.
    pub(super) fn forced(&self) -> bool {
        self.freedom == Freedom::Forced
    }
}

/// Returns the rows of each cycle, earliest period first.
pub(super) fn cycles<'a>(
    rows: &'a [Placed],
    open_accounts: &BTreeMap<String, u64>,
    policy: &Policy,
) -> Vec<Vec<Asked<'a>>> {
    let mut by_cycle: BTreeMap<(u64, &str), Vec<&Placed>> = BTreeMap::new();
    for row in rows {
        let cycle = cycle_order(&row.legacy.bill_cycle);
        by_cycle.entry(cycle).or_default().push(row);
    }
    let asked = by_cycle.into_values().map(|mut rows| {
        rows.sort_by_key(|row| (row.legacy.period.clone(), row.legacy.due_date));
        let mut since_forced: Option<u64> = None;
        let row = |placed: &'a Placed| {
            let legacy = &placed.legacy;
            since_forced = if is_forced(legacy, policy) {
                Some(0)
            } else {
                since_forced.map(|periods| periods + 1)
            };
            let freedom = match since_forced {
                Some(0) => Freedom::Forced,
                Some(periods) if periods < policy.shift.return_within_periods => Freedom::May,
                _ if may_make_room(legacy, policy) => Freedom::May,
                Some(_) => Freedom::Back,
                None => Freedom::Stays,
            };
            let accounts = open_accounts.get(&legacy.bill_cycle).copied();
            Asked {
                placed,
                freedom,
                accounts: accounts.unwrap_or(0),
            }
        };
        rows.into_iter().map(row).collect()
    });
    asked.collect()
}

/// Returns true where a planned date lies in its window. A reading that stays is not asked.
fn is_forced(row: &CalendarRow, policy: &Policy) -> bool {
    let movable = |kind: &DateKind| *kind != DateKind::Read || policy.shift.reads_move;
    DECIDED
        .into_iter()
        .filter(movable)
        .any(|kind| lies_in_window(decided(row, kind), kind, policy))
}

/// Returns true where a day lies in the window of a kind of date.
pub(super) fn lies_in_window(day: NaiveDate, kind: DateKind, policy: &Policy) -> bool {
    window(policy, kind).is_some_and(|window| window.contains(day))
}

/// Returns true where others may have need of the row's due day: from the first day of a window to
/// the last to which a due date may move.
fn may_make_room(row: &CalendarRow, policy: &Policy) -> bool {
    let spans = policy.windows.due.list();
    let (Some(first), Some(last)) = (spans.first(), spans.last()) else {
        return false;
    };
    let behind = super::days_between(last.to, row.due_date);
    policy.shift.others_move
        && row.due_date >= first.from
        && behind <= signed(policy.move_within_days)
}
