//! V6 and V9: who must be held from what, from when to when, and which drafts may not run, worked
//! out again from the export, the mapping and the dates in the portal.
//!
//! A hold is asked day by day: which days may nothing happen on, and does it cover just those.

use super::facts::day;
use super::portal::Portal;
use super::source::Source;
use super::source_account::SourceAccount;
use super::tally::Tally;
use crate::record::account::Account;
use crate::record::dates::plus_days;
use crate::record::holds::{Hold, HoldKind, HoldReason};
use crate::record::money::format_cents;
use crate::record::policy::Policy;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// First and last day on which something may not happen, why, and the legacy date behind it.
type Span = (NaiveDate, NaiveDate, HoldReason, Option<NaiveDate>);

/// The days that a cycle's late fees, disconnections and reminders ask for.
type CycleSpans<'s> = BTreeMap<(&'s str, HoldKind), Vec<Span>>;

/// Asks that late fees, disconnection and collections rest for whom they must, and for no one else.
pub(super) fn resting(tally: &mut Tally, portal: &Portal<'_>, source: &Source<'_>) {
    let cycles = cycle_spans(portal, source);
    for (legacy, record, account) in source.carried() {
        let Some(number) = portal.number_of(legacy) else {
            continue;
        };
        for (kind, column) in [
            (HoldKind::CollectionHold, None),
            (HoldKind::DisconnectHold, Some("disconnect_hold_until")),
            (HoldKind::LateFeeWaiver, Some("late_fee_waived_until")),
        ] {
            let owes = record.balance.is_some_and(|balance| balance.0 > 0);
            let who = record.open || (owes && kind == HoldKind::CollectionHold);
            let spans = if who {
                let case = (record, account);
                spans(kind, case, portal.due_moves.get(number), source, &cycles)
            } else {
                Vec::new()
            };
            let wanted = covering(kind, &spans);
            let stand: Vec<&Hold> = of(portal, number, kind).collect();
            compare(tally, legacy, kind, wanted, &stand);
            let until = column.and_then(|c| day(portal.table("account").get(number, c)));
            let ends = stand.iter().filter_map(|hold| hold.ends_on).max();
            tally.must(column.is_none() || until == ends, || {
                format!(
                    "account {legacy}: `{}` is {}, and its hold ends on {}",
                    column.unwrap_or_default(),
                    said(until),
                    said(ends)
                )
            });
        }
    }
    strangers(tally, portal, source);
}

/// Asks that no account is held that the export does not bring along.
fn strangers(tally: &mut Tally, portal: &Portal<'_>, source: &Source<'_>) {
    let known = |number: &str| {
        let legacy = portal.table("account").get(number, "legacy_account_number");
        let account = legacy.and_then(|legacy| source.accounts.get(legacy));
        account.is_some_and(SourceAccount::carried)
    };
    for number in portal.holds.keys().filter(|number| !known(number)) {
        tally.fail(|| {
            let name = portal.name(number);
            format!("{name}: is held, and the export does not bring it along")
        });
    }
}

/// Asks that every draft that does not run on its day stands in the list, once, and no other one.
pub(super) fn drafts(tally: &mut Tally, portal: &Portal<'_>, source: &Source<'_>) {
    for (legacy, _, account) in source.carried() {
        let Some(number) = portal.number_of(legacy) else {
            continue;
        };
        let mut stand: Vec<&Hold> = of(portal, number, HoldKind::DraftSuppressed).collect();
        tally.looked(account.suppressed.len() as u64);
        let mut wanted = account.suppressed.clone();
        wanted.sort_unstable();
        for wanted in wanted {
            let about =
                |hold: &&Hold| (hold.starts_on, hold.amount) == (wanted.starts_on, wanted.amount);
            let at = stand.iter().position(|hold| **hold == wanted);
            let at = at.or_else(|| stand.iter().position(about));
            let draft = draft_name(legacy, &wanted);
            let Some(hold) = at.map(|at| stand.remove(at)) else {
                tally.fail(|| format!("{draft} does not run, and no `draft_suppressed` says so"));
                continue;
            };
            tally.must(hold.ends_on == wanted.ends_on, || {
                let (is, must) = (said(hold.ends_on), said(wanted.ends_on));
                format!("{draft}: its hold ends on {is}, expected {must}")
            });
            reason(tally, &draft, hold, &wanted);
        }
        for hold in stand {
            let draft = draft_name(legacy, hold);
            tally.fail(|| {
                format!("{draft}: `draft_suppressed` stands for it, and nothing stops such a draft")
            });
        }
    }
}

fn draft_name(legacy: &str, hold: &Hold) -> String {
    let amount = format_cents(i128::from(hold.amount.unwrap_or_default().0));
    format!(
        "account {legacy}: the draft of {amount} on {}",
        hold.starts_on
    )
}

fn of<'p>(
    portal: &'p Portal<'_>,
    number: &str,
    kind: HoldKind,
) -> impl Iterator<Item = &'p Hold> + use<'p> {
    let holds = portal.holds.get(number).into_iter().flatten();
    holds.filter(move |hold| hold.kind == kind)
}

fn said(day: Option<NaiveDate>) -> String {
    day.map_or_else(|| "no day".to_owned(), |day| day.to_string())
}

/// Holds what stands against the one hold that must.
fn compare(tally: &mut Tally, legacy: &str, kind: HoldKind, wanted: Option<Hold>, stand: &[&Hold]) {
    let who = format!("account {legacy}: its `{}`", kind.name());
    let Some(wanted) = wanted else {
        tally.must(stand.is_empty(), || {
            format!("{who} stands in `account_hold`, and nothing asks for one")
        });
        return;
    };
    let (first, last) = (wanted.starts_on, said(wanted.ends_on));
    tally.want(stand.len() == 1, || match stand.len() {
        0 => format!(
            "{who} is missing: {first} to {last} (`{}`)",
            wanted.reason.name()
        ),
        many => format!("{who} stands {many} times in `account_hold`"),
    });
    let [hold] = stand else { return };
    tally.must(hold.starts_on == first, || {
        let is = hold.starts_on;
        format!("{who} begins on {is}, and {first} is the first day that needs it")
    });
    tally.must(hold.ends_on >= wanted.ends_on, || {
        let is = said(hold.ends_on);
        format!("{who} is too short: it ends on {is}, and {last} is the last day that needs it")
    });
    tally.must(hold.ends_on <= wanted.ends_on, || {
        let is = said(hold.ends_on);
        format!("{who} is too long: it ends on {is}, and {last} is the last day that needs it")
    });
    tally.must(hold.amount.is_none(), || format!("{who} has an amount"));
    reason(tally, &who, hold, &wanted);
}

/// Asks for the reason, and for the legacy date behind it.
fn reason(tally: &mut Tally, who: &str, hold: &Hold, wanted: &Hold) {
    let (is, must) = (hold.reason.name(), wanted.reason.name());
    tally.must(is == must, || {
        format!("{who} says `{is}`, and the reason is `{must}`")
    });
    tally.must(hold.legacy_date == wanted.legacy_date, || {
        let (is, must) = (said(hold.legacy_date), said(wanted.legacy_date));
        format!("{who} names {is} as the legacy date, expected {must}")
    });
}

/// Returns the hold that covers these days; none where there are none.
fn covering(kind: HoldKind, spans: &[Span]) -> Option<Hold> {
    let first = spans.iter().map(|(from, ..)| *from).min()?;
    let last = spans.iter().map(|(_, to, ..)| *to).max()?;
    let kept = |span: &&Span| span.2 == HoldReason::DesignatedDayKept;
    let until = |span: &&Span| span.1 == last;
    // The account with a bill left in the window is found by it; else the last day counts.
    let told = if spans.iter().any(|span| kept(&span)) {
        let kept = || spans.iter().filter(kept);
        let latest = kept().map(|span| span.1).max();
        kept()
            .filter(|span| Some(span.1) == latest)
            .min_by_key(|span| span.3)
    } else {
        let told = spans.iter().filter(until);
        told.min_by_key(|span| (order(span.2), span.3))
    };
    let (_, _, reason, legacy_date) = *told?;
    (first <= last).then_some(Hold {
        kind,
        starts_on: first,
        ends_on: Some(last),
        reason,
        legacy_date,
        amount: None,
    })
}

/// Returns which of several reasons for the same last day is told: the more common one.
fn order(reason: HoldReason) -> u8 {
    match reason {
        HoldReason::Window => 0,
        HoldReason::Policy => 1,
        HoldReason::DueDateMoved => 2,
        HoldReason::CalendarDate => 3,
        HoldReason::DesignatedDayKept
        | HoldReason::AutopayReset
        | HoldReason::DraftInWindow
        | HoldReason::PortalState => 4,
    }
}

/// Returns the days on which one thing may not happen to an account.
fn spans(
    kind: HoldKind,
    (record, account): (&Account, &SourceAccount),
    moves: Option<&Vec<(NaiveDate, NaiveDate)>>,
    source: &Source<'_>,
    cycles: &CycleSpans<'_>,
) -> Vec<Span> {
    let policy = source.policy;
    let mut spans = mapping_spans(kind, policy);
    for (old, new) in moves.into_iter().flatten() {
        spans.push((
            plus_days(*old, 1),
            *new,
            HoldReason::DueDateMoved,
            Some(*old),
        ));
    }
    // A draft that runs on a later day pays as if it were on its own.
    for draft in &account.suppressed {
        if let Some(until) = draft.ends_on {
            let (from, to) = (plus_days(draft.starts_on, 1), plus_days(until, 1));
            spans.push((from, to, HoldReason::DraftInWindow, draft.legacy_date));
        }
    }
    for due in &account.kept_due {
        let Some(pays) = pays_on(*due, policy) else {
            continue;
        };
        let span = (
            plus_days(*due, 1),
            pays,
            HoldReason::DesignatedDayKept,
            Some(*due),
        );
        spans.push(span);
    }
    let cycle = record.bill_cycle.as_deref().filter(|_| record.open);
    let own = cycle.and_then(|cycle| cycles.get(&(cycle, kind)));
    let last = own.into_iter().flatten().map(|span| span.1).max();
    // Of a cycle's rows the one that asks for the last day counts, the earlier of two.
    let own = own
        .into_iter()
        .flatten()
        .filter(|span| Some(span.1) == last);
    spans.extend(own.min_by_key(|span| span.0));
    spans
}

/// Returns the first business day behind the window that a due date stays in.
fn pays_on(due: NaiveDate, policy: &Policy) -> Option<NaiveDate> {
    let window = &policy.windows.due;
    let end = window.around(due)?.to;
    let mut days = end.iter_days().skip(1);
    days.find(|day| policy.business_days.is_open(*day) && !window.contains(*day))
}

/// Returns the days that window and mapping ask for, of all accounts alike.
fn mapping_spans(kind: HoldKind, policy: &Policy) -> Vec<Span> {
    let windows = &policy.windows;
    let (window, until) = match kind {
        HoldKind::LateFeeWaiver => (&windows.late_fee, policy.late_fee_waived_until),
        HoldKind::DisconnectHold => (&windows.disconnect, policy.disconnect_hold_until),
        HoldKind::CollectionHold => (&windows.disconnect, policy.collection_hold_until),
        HoldKind::DraftSuppressed => return Vec::new(),
    };
    let mut spans: Vec<Span> = Vec::new();
    let mut first = policy.extracted_on;
    if let (Some(begin), Some(end)) = (window.list().first(), window.end()) {
        first = begin.from;
        spans.push((first, end, HoldReason::Window, None));
    }
    if let Some(until) = until.filter(|until| *until >= first) {
        spans.push((first, until, HoldReason::Policy, None));
    }
    spans
}

/// Returns what the calendar's own late fees, disconnections and reminders ask for: nothing of
/// the kind from the old day to the day before the new one, for bills that are issued.
fn cycle_spans<'s>(portal: &Portal<'_>, source: &'s Source<'_>) -> CycleSpans<'s> {
    let table = portal.table("billing_calendar");
    let mut spans = CycleSpans::new();
    for row in &source.calendar {
        if row.bill_date > source.policy.extracted_on {
            continue;
        }
        let key = format!("{}|{}", row.bill_cycle, row.period);
        for (kind, column, old) in [
            (HoldKind::CollectionHold, "reminder_date", row.reminder_date),
            (
                HoldKind::DisconnectHold,
                "disconnect_date",
                row.disconnect_date,
            ),
            (HoldKind::LateFeeWaiver, "late_fee_date", row.late_fee_date),
        ] {
            let new = day(table.get(&key, column));
            if let (Some(old), Some(new)) = (old, new)
                && let Some(before) = new.pred_opt().filter(|_| old < new)
            {
                let of = spans.entry((row.bill_cycle.as_str(), kind)).or_default();
                of.push((old, before, HoldReason::CalendarDate, Some(old)));
            }
        }
    }
    spans
}
