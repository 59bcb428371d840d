//! The dates that follow the due date: reminder, late fee, disconnection. Each keeps the days that
//! it had behind the due date, on a business day outside its own window, and never comes earlier.

use super::reach::window;
use crate::record::dates::plus_days;
use crate::record::plan::{DateKind, DateMove, DateRule, ShiftedRow};
use crate::record::policy::Policy;
use chrono::NaiveDate;

/// Days that are looked through for one outside the window.
const LOOK_AHEAD_DAYS: u64 = 366;

/// Moves the dates of a row that follow its due date.
pub(super) fn follow(row: &mut ShiftedRow, policy: &Policy) {
    let legacy = &row.legacy;
    let dates = [
        (DateKind::Reminder, legacy.reminder_date),
        (DateKind::LateFee, legacy.late_fee_date),
        (DateKind::Disconnect, legacy.disconnect_date),
    ];
    for (kind, planned) in dates {
        let Some(planned) = planned else {
            continue;
        };
        let moved = followed(row, kind, planned, policy);
        let slot = match kind {
            DateKind::Reminder => &mut row.reminder_date,
            DateKind::LateFee => &mut row.late_fee_date,
            DateKind::Disconnect => &mut row.disconnect_date,
            DateKind::Read | DateKind::Bill | DateKind::Due => continue,
        };
        if let Some(moved) = moved {
            *slot = Some(moved.to);
            row.moves.push(moved);
        }
    }
}

/// Returns where a date goes; none where it stays.
fn followed(
    row: &ShiftedRow,
    kind: DateKind,
    planned: NaiveDate,
    policy: &Policy,
) -> Option<DateMove> {
    let dark = |day| kind != DateKind::Reminder && window(policy, kind).contains(day);
    let later = u64::try_from((row.due_date - row.legacy.due_date).num_days()).unwrap_or(0);
    if later == 0 && !dark(planned) {
        return None;
    }
    let earliest = plus_days(planned, later);
    let to = earliest
        .iter_days()
        .take(usize::try_from(LOOK_AHEAD_DAYS).unwrap_or(usize::MAX))
        .find(|day| policy.business_days.is_open(*day) && !dark(*day))?;
    let rule = if dark(planned) {
        DateRule::Window
    } else {
        DateRule::Follows
    };
    let held_by = if to > earliest && !dark(earliest) {
        vec![DateRule::BusinessDays]
    } else {
        Vec::new()
    };
    Some(DateMove {
        date: kind,
        from: planned,
        to,
        rule,
        held_by,
    })
}
