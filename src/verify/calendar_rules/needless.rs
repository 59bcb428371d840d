//! Moves that nothing asks for: dates of a row that could go back to their old days, everything
//! else as it is, with no rule broken. The best calendar has none: without them fewer days are
//! moved. Unless other cycles may move (`others_move`), no single date makes room either: then
//! nobody asks how full its old day is. Cycles without accounts are not asked, for their moves cost
//! nobody anything.

use super::asked::cycles;
use super::row::{became, lay_in_window};
use super::{BrokenRule, CalendarRule, DECIDED, Found, Placed, dates, load};
use crate::record::calendar::CalendarRow;
use crate::record::plan::DateKind;
use crate::record::policy::Policy;
use std::collections::BTreeMap;

/// The sets of dates of a row that are put back together, smallest first.
const TOGETHER: [&[DateKind]; 7] = [
    &[DateKind::Read],
    &[DateKind::Bill],
    &[DateKind::Due],
    &[DateKind::Read, DateKind::Bill],
    &[DateKind::Read, DateKind::Due],
    &[DateKind::Bill, DateKind::Due],
    &DECIDED,
];

/// Returns the moves of a legal calendar that nothing asks for, one for each row that has any;
/// nothing of a calendar that breaks a rule.
#[must_use]
pub fn needless_moves(
    rows: &[Placed],
    open_accounts: &BTreeMap<String, u64>,
    policy: &Policy,
) -> Vec<BrokenRule> {
    let legal = |rows: &[Placed], with_loads: bool| {
        let mut found = Found::default();
        let cycles = cycles(rows, open_accounts, policy);
        dates(&cycles, policy, &mut found);
        if with_loads {
            load::ask(&cycles, policy, &mut found);
        }
        found.0.is_empty()
    };
    let mut found = Found::default();
    if !legal(rows, true) {
        return found.0;
    }
    let serves = |row: &Placed| {
        let accounts = open_accounts.get(&row.legacy.bill_cycle);
        accounts.is_some_and(|count| *count > 0)
    };
    let mut tried = rows.to_vec();
    for (at, row) in rows.iter().enumerate() {
        if !row.moved() || !serves(row) {
            continue;
        }
        let could_stay = TOGETHER.into_iter().find(|kinds| {
            let back = |kind: &DateKind| row.moves(*kind) && !lay_in_window(row, *kind, policy);
            if !kinds.iter().all(back) {
                return false;
            }
            if let Some(slot) = tried.get_mut(at) {
                slot.now = put_back(row, kinds);
            }
            legal(&tried, kinds.len() > 1 || policy.shift.others_move)
        });
        if let Some(slot) = tried.get_mut(at) {
            slot.now = row.now.clone();
        }
        let kinds = could_stay.unwrap_or_default();
        found.must(kinds.is_empty(), row, CalendarRule::Needless, || {
            let moves: Vec<String> = kinds.iter().map(|kind| became(row, *kind)).collect();
            format!(
                "{}, and could have stayed with no rule broken",
                moves.join(", ")
            )
        });
    }
    found.0
}

/// Returns the row's dates with some of them on their old days.
fn put_back(row: &Placed, kinds: &[DateKind]) -> CalendarRow {
    let (legacy, now) = (&row.legacy, &row.now);
    let day = |kind, old, new| if kinds.contains(&kind) { old } else { new };
    CalendarRow {
        read_date: day(DateKind::Read, legacy.read_date, now.read_date),
        bill_date: day(DateKind::Bill, legacy.bill_date, now.bill_date),
        due_date: day(DateKind::Due, legacy.due_date, now.due_date),
        ..now.clone()
    }
}
