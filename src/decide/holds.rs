//! Who is held from what, from when to when, and why: late fees, disconnection, collections and
//! single drafts.
//!
//! In: what was decided of one account's dates and drafts, the policy, the shifted calendar. Out:
//! its holds, in the order of the list. A hold lasts from the first day on which anything asks for
//! it to the last; its reason is what asks for the last day. Collections have no window of their
//! own: they rest with disconnections.

use crate::record::dates::plus_days;
use crate::record::holds::{Hold, HoldKind, HoldReason};
use crate::record::letter::{CancelledDraft, MovedDate};
use crate::record::plan::{Calendar, ShiftedRow};
use crate::record::policy::{Carry, Policy};
use crate::record::windows::Spans;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// What must be known of a carried account.
#[derive(Clone, Copy, Debug)]
pub struct HeldAccount<'a> {
    /// True while open.
    pub open: bool,
    /// True where its balance is more than nothing.
    pub owes: bool,
    /// Its cycle.
    pub cycle: Option<&'a str>,
    /// True where its state in the portal stops its drafts.
    pub stopped: bool,
    /// Bills and installments that are due on a later day now.
    pub moved: [&'a [MovedDate]; 2],
    /// Due dates of bills that stay inside the window on the customer's own day.
    pub kept: &'a [NaiveDate],
    /// Drafts that will not run.
    pub cancelled_drafts: &'a [CancelledDraft],
    /// Drafts that run on another day.
    pub moved_drafts: &'a [MovedDate],
}

/// Days that a hold must cover, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Need {
    from: NaiveDate,
    to: NaiveDate,
    reason: HoldReason,
    legacy_date: Option<NaiveDate>,
}

/// What the shifted calendar asks for, by cycle: of each kind the row that asks for the last day.
#[derive(Clone, Debug, Default)]
pub struct CycleHolds(BTreeMap<String, Vec<(HoldKind, Need)>>);

impl CycleHolds {
    /// Returns what the calendar asks for: that nothing happens on the old day of a late fee, a
    /// disconnection or a reminder that moved, nor before the new one. Only of bills that are
    /// issued: nobody was told of the others.
    #[must_use]
    pub fn of(calendar: &Calendar, extracted_on: NaiveDate) -> Self {
        let mut cycles: BTreeMap<String, Vec<(HoldKind, Need)>> = BTreeMap::new();
        let rows = calendar.rows.iter();
        for row in rows.filter(|row| row.legacy.bill_date <= extracted_on) {
            for (kind, need) in row_needs(row) {
                let of = cycles.entry(row.legacy.bill_cycle.clone()).or_default();
                match of.iter_mut().find(|(known, _)| *known == kind) {
                    Some((_, known)) => {
                        let later = (need.to, std::cmp::Reverse(need.from));
                        if later > (known.to, std::cmp::Reverse(known.from)) {
                            *known = need;
                        }
                    }
                    None => of.push((kind, need)),
                }
            }
        }
        Self(cycles)
    }

    fn need(&self, cycle: Option<&str>, kind: HoldKind) -> Option<Need> {
        let needs = self.0.get(cycle?)?;
        needs.iter().find(|(of, _)| *of == kind).map(|(_, n)| *n)
    }
}

/// Returns what the dates of a calendar row that moved ask for.
fn row_needs(row: &ShiftedRow) -> impl Iterator<Item = (HoldKind, Need)> {
    let legacy = &row.legacy;
    let dates = [
        (
            HoldKind::CollectionHold,
            legacy.reminder_date,
            row.reminder_date,
        ),
        (
            HoldKind::DisconnectHold,
            legacy.disconnect_date,
            row.disconnect_date,
        ),
        (
            HoldKind::LateFeeWaiver,
            legacy.late_fee_date,
            row.late_fee_date,
        ),
    ];
    dates.into_iter().filter_map(|(kind, old, new)| {
        let (old, to) = (old?, new?.pred_opt()?);
        let need = Need {
            from: old,
            to,
            reason: HoldReason::CalendarDate,
            legacy_date: Some(old),
        };
        (old <= to).then_some((kind, need))
    })
}

/// Returns the holds of a carried account, in the order of the list.
///
/// Late fees and disconnections rest for open accounts; collections also for closed ones that owe.
#[must_use]
pub fn holds(account: &HeldAccount<'_>, policy: &Policy, cycles: &CycleHolds) -> Vec<Hold> {
    let resting = [
        (HoldKind::CollectionHold, account.open || account.owes),
        (HoldKind::DisconnectHold, account.open),
        (HoldKind::LateFeeWaiver, account.open),
    ];
    let resting = resting.into_iter().filter(|(_, held)| *held);
    let resting = resting.filter_map(|(kind, _)| rest(kind, account, policy, cycles));
    let drafts = drafts(account, policy);
    let mut holds: Vec<Hold> = resting.chain(drafts).collect();
    holds.sort();
    holds
}

/// Returns the last day on which one kind of hold stands in a list; none without such a hold.
#[must_use]
pub fn last_day(holds: &[Hold], kind: HoldKind) -> Option<NaiveDate> {
    let of = holds.iter().filter(|hold| hold.kind == kind);
    of.filter_map(|hold| hold.ends_on).max()
}

/// Returns the one hold that covers everything that asks for it. A bill that stays in the window
/// gives the reason whatever lasts longer, so that its account is found.
fn rest(
    kind: HoldKind,
    account: &HeldAccount<'_>,
    policy: &Policy,
    cycles: &CycleHolds,
) -> Option<Hold> {
    let mut needs = common_needs(kind, policy);
    let cycle = account.cycle.filter(|_| account.open);
    for moved in account.moved.into_iter().flatten() {
        // Who pays on the new day is not late, however long ago the old one was.
        needs.push(Need {
            from: plus_days(moved.old, 1),
            to: moved.new,
            reason: HoldReason::DueDateMoved,
            legacy_date: Some(moved.old),
        });
    }
    // Who leaves it to the draft is not late before it runs.
    needs.extend(account.moved_drafts.iter().map(|draft| Need {
        from: plus_days(draft.old, 1),
        to: draft.new,
        reason: HoldReason::DraftInWindow,
        legacy_date: Some(draft.old),
    }));
    needs.extend(cycles.need(cycle, kind));
    needs.extend(account.kept.iter().filter_map(|due| kept(*due, policy)));
    let starts_on = needs.iter().map(|need| need.from).min()?;
    let ends_on = needs.iter().map(|need| need.to).max()?;
    // Of those that ask for the same last day the first counts, of moved dates the earliest.
    let told = needs.iter().max_by_key(|need| {
        let kept = need.reason == HoldReason::DesignatedDayKept;
        let early = std::cmp::Reverse((need.reason, need.legacy_date));
        (kept, need.to, early)
    })?;
    (starts_on <= ends_on).then_some(Hold {
        kind,
        starts_on,
        ends_on: Some(ends_on),
        reason: told.reason,
        legacy_date: told.legacy_date,
        amount: None,
    })
}

/// Returns what window and mapping ask for, of every account alike. A date of the mapping without
/// a window counts from the day of the extract.
fn common_needs(kind: HoldKind, policy: &Policy) -> Vec<Need> {
    let (window, until): (&Spans, _) = match kind {
        HoldKind::LateFeeWaiver => (&policy.windows.late_fee, policy.late_fee_waived_until),
        HoldKind::DisconnectHold => (&policy.windows.disconnect, policy.disconnect_hold_until),
        HoldKind::CollectionHold => (&policy.windows.disconnect, policy.collection_hold_until),
        HoldKind::DraftSuppressed => return Vec::new(),
    };
    let first = window.list().first().map(|span| span.from);
    let from = first.unwrap_or(policy.extracted_on);
    let ends = [
        (window.end(), HoldReason::Window),
        (until, HoldReason::Policy),
    ];
    let needs = ends.into_iter().filter_map(|(to, reason)| {
        let to = to?;
        (from <= to).then_some(Need {
            from,
            to,
            reason,
            legacy_date: None,
        })
    });
    needs.collect()
}

/// Returns what a bill that stays due inside the window asks for: its customer can pay on the
/// first business day behind it.
fn kept(due: NaiveDate, policy: &Policy) -> Option<Need> {
    let window = &policy.windows.due;
    let mut to = window.around(due)?.to;
    while window.contains(to) {
        let end = window.around(to)?.to;
        to = policy.business_days.on_or_after(plus_days(end, 1));
    }
    Some(Need {
        from: plus_days(due, 1),
        to,
        reason: HoldReason::DesignatedDayKept,
        legacy_date: Some(due),
    })
}

/// Returns the drafts that do not run on their day: until the day before the new one, or never.
fn drafts(account: &HeldAccount<'_>, policy: &Policy) -> impl Iterator<Item = Hold> {
    let hold = |date, ends_on, reason, amount| Hold {
        kind: HoldKind::DraftSuppressed,
        starts_on: date,
        ends_on,
        reason,
        legacy_date: Some(date),
        amount: Some(amount),
    };
    let cancelled = account.cancelled_drafts.iter().map(move |d| {
        hold(
            d.date,
            None,
            never_runs(d.date, account.stopped, policy),
            d.amount,
        )
    });
    let moved = account.moved_drafts.iter().map(move |d| {
        let until = d.new.pred_opt();
        hold(d.old, until, HoldReason::DraftInWindow, d.amount)
    });
    cancelled.chain(moved)
}

/// Returns why a draft is cancelled: its day comes too late, or its account's state stops it, or
/// behind the window it would come too late. Of two that hold the first is told.
fn never_runs(date: NaiveDate, stopped: bool, policy: &Policy) -> HoldReason {
    match policy.drafts_cancel_from {
        Some(from) if date >= from && policy.autopay == Carry::Reset => HoldReason::AutopayReset,
        Some(from) if date >= from => HoldReason::Policy,
        Some(_) | None if stopped => HoldReason::PortalState,
        Some(_) | None => HoldReason::DraftInWindow,
    }
}

#[cfg(test)]
mod tests;
