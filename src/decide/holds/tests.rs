use super::*;
use crate::decide::samples::{day, policy};
use crate::record::calendar::CalendarRow;
use crate::record::dates::DateRange;
use crate::record::money::Cents;
use proptest::prelude::*;

const OPEN: HeldAccount<'static> = HeldAccount {
    open: true,
    owes: true,
    cycle: Some("3"),
    stopped: false,
    moved: [&[], &[]],
    kept: &[],
    cancelled_drafts: &[],
    moved_drafts: &[],
};

fn moved(old: &str, new: &str) -> MovedDate {
    MovedDate {
        old: day(old),
        new: day(new),
        amount: Cents(8416),
    }
}

fn said(account: &HeldAccount<'_>, policy: &Policy) -> Vec<String> {
    said_with(account, policy, &CycleHolds::default())
}

fn said_with(account: &HeldAccount<'_>, policy: &Policy, cycles: &CycleHolds) -> Vec<String> {
    let holds = holds(account, policy, cycles);
    let day = |day: Option<NaiveDate>| day.map_or_else(|| "-".to_owned(), |day| day.to_string());
    let line = |hold: &Hold| {
        let (kind, reason) = (hold.kind.name(), hold.reason.name());
        let (from, to, old) = (hold.starts_on, day(hold.ends_on), day(hold.legacy_date));
        format!("{kind} {from} {to} {reason} {old}")
    };
    holds.iter().map(line).collect()
}

#[test]
fn an_open_account_rests_from_the_first_to_the_last_day_of_the_window() {
    assert_eq!(
        said(&OPEN, &policy()),
        [
            "collection_hold 2017-02-24 2017-03-02 window -",
            "disconnect_hold 2017-02-24 2017-03-02 window -",
            "late_fee_waiver 2017-02-24 2017-03-02 window -",
        ]
    );
}

#[test]
fn of_closed_accounts_only_those_that_owe_rest_from_collections_alone() {
    let closed = HeldAccount {
        open: false,
        ..OPEN
    };
    let collections = ["collection_hold 2017-02-24 2017-03-02 window -"];
    assert_eq!(said(&closed, &policy()), collections);
    let owes = false;
    assert!(said(&HeldAccount { owes, ..closed }, &policy()).is_empty());
    // An open one rests whatever it owes.
    assert_eq!(said(&HeldAccount { owes, ..OPEN }, &policy()).len(), 3);
}

#[test]
fn a_date_of_the_mapping_counts_where_it_reaches_further() {
    let mut policy = policy();
    policy.late_fee_waived_until = Some(day("2017-04-01"));
    policy.collection_hold_until = Some(day("2017-03-03"));
    assert_eq!(
        said(&OPEN, &policy),
        [
            "collection_hold 2017-02-24 2017-03-03 policy -",
            "disconnect_hold 2017-02-24 2017-03-02 window -",
            "late_fee_waiver 2017-02-24 2017-04-01 policy -",
        ]
    );
}

#[test]
fn actions_with_windows_of_their_own_rest_on_their_own_days() {
    let mut policy = policy();
    let span = |from, to| DateRange {
        from: day(from),
        to: day(to),
    };
    policy.windows.late_fee = Spans::from(span("2017-02-22", "2017-03-10"));
    policy.windows.disconnect = Spans::new([
        span("2017-02-25", "2017-02-26"),
        span("2017-03-02", "2017-03-04"),
    ]);
    policy.late_fee_waived_until = Some(day("2017-03-10"));
    policy.disconnect_hold_until = Some(day("2017-03-04"));
    assert_eq!(
        said(&OPEN, &policy),
        [
            "collection_hold 2017-02-25 2017-03-04 window -",
            "disconnect_hold 2017-02-25 2017-03-04 window -",
            "late_fee_waiver 2017-02-22 2017-03-10 window -",
        ]
    );
}

#[test]
fn a_fee_waits_for_the_new_due_date_of_a_moved_bill() {
    let bills = [moved("2017-02-27", "2017-03-08")];
    let installments = [
        moved("2017-02-24", "2017-03-08"),
        moved("2017-03-02", "2017-03-06"),
    ];
    let account = HeldAccount {
        moved: [&bills, &installments],
        ..OPEN
    };
    let mut policy = policy();
    let due = "2017-02-24 2017-03-08 due_date_moved 2017-02-24";
    let lines = said(&account, &policy);
    assert!(lines.iter().all(|line| line.ends_with(due)), "{lines:?}");
    policy.late_fee_waived_until = Some(day("2017-03-08"));
    let waiver = said(&account, &policy).pop();
    let same_day = "late_fee_waiver 2017-02-24 2017-03-08 policy -";
    assert_eq!(waiver.as_deref(), Some(same_day));
}

#[test]
fn without_a_window_of_its_own_a_hold_begins_behind_the_old_due_date() {
    let mut policy = policy();
    policy.windows.late_fee = Spans::default();
    policy.late_fee_waived_until = None;
    let bills = [moved("2017-02-27", "2017-03-08")];
    let account = HeldAccount {
        moved: [&bills, &[]],
        ..OPEN
    };
    let waiver = "late_fee_waiver 2017-02-28 2017-03-08 due_date_moved 2017-02-27";
    assert_eq!(said(&account, &policy).pop().as_deref(), Some(waiver));
    assert_eq!(said(&OPEN, &policy).len(), 2, "no waiver");
}

#[test]
fn a_date_of_the_mapping_without_a_window_counts_from_the_extract() {
    let mut policy = policy();
    policy.windows = Default::default();
    policy.late_fee_waived_until = Some(day("2017-02-23"));
    policy.disconnect_hold_until = Some(day("2017-02-22"));
    let waiver = ["late_fee_waiver 2017-02-23 2017-02-23 policy -"];
    assert_eq!(said(&OPEN, &policy), waiver);
}

#[test]
fn an_account_with_a_bill_left_in_the_window_is_found_by_the_reason() {
    let kept = [day("2017-02-27")];
    let account = HeldAccount {
        kept: &kept,
        ..OPEN
    };
    let mut policy = policy();
    // Friday, 3 March, is closed: the customer can pay on Monday.
    policy.business_days.holidays.insert(day("2017-03-03"));
    policy.late_fee_waived_until = Some(day("2017-04-01"));
    assert_eq!(
        said(&account, &policy),
        [
            "collection_hold 2017-02-24 2017-03-06 designated_day_kept 2017-02-27",
            "disconnect_hold 2017-02-24 2017-03-06 designated_day_kept 2017-02-27",
            "late_fee_waiver 2017-02-24 2017-04-01 designated_day_kept 2017-02-27",
        ]
    );
}

fn calendar_row(billed: &str, fee: (&str, &str)) -> ShiftedRow {
    let legacy = CalendarRow {
        bill_cycle: "3".to_owned(),
        period: "2017-02".to_owned(),
        read_date: day("2017-01-31"),
        bill_date: day(billed),
        due_date: day("2017-02-20"),
        late_fee_date: Some(day(fee.0)),
        reminder_date: None,
        disconnect_date: Some(day("2017-03-20")),
    };
    ShiftedRow {
        late_fee_date: Some(day(fee.1)),
        ..ShiftedRow::unmoved(legacy, None, 1)
    }
}

#[test]
fn the_calendars_own_late_fee_ends_a_hold_the_day_before_it() {
    let cycles = |rows| {
        let calendar = Calendar {
            rows,
            ..Calendar::default()
        };
        CycleHolds::of(&calendar, day("2017-02-23"))
    };
    let waiver = |cycles: &CycleHolds, account| said_with(account, &policy(), cycles).pop();
    let window = "late_fee_waiver 2017-02-24 2017-03-02 window -";
    let moved = vec![
        calendar_row("2017-01-31", ("2017-02-22", "2017-03-09")),
        calendar_row("2017-02-01", ("2017-02-28", "2017-03-08")),
    ];
    let issued = cycles(moved);
    let behind = "late_fee_waiver 2017-02-22 2017-03-08 calendar_date 2017-02-22";
    assert_eq!(waiver(&issued, &OPEN).as_deref(), Some(behind));
    let cycle = Some("4");
    let other = HeldAccount { cycle, ..OPEN };
    assert_eq!(waiver(&issued, &other).as_deref(), Some(window));
    let stays = cycles(vec![calendar_row(
        "2017-02-01",
        ("2017-03-08", "2017-03-08"),
    )]);
    assert_eq!(waiver(&stays, &OPEN).as_deref(), Some(window));
    let not_issued = cycles(vec![calendar_row(
        "2017-02-24",
        ("2017-03-24", "2017-03-31"),
    )]);
    assert_eq!(waiver(&not_issued, &OPEN).as_deref(), Some(window));
}

#[test]
fn each_draft_that_does_not_run_on_its_day_says_why() {
    let cancelled = ["2017-02-24", "2017-03-14"].map(|date| CancelledDraft {
        date: day(date),
        amount: Cents(100),
    });
    let runs = [moved("2017-02-27", "2017-03-07")];
    let account = HeldAccount {
        open: false,
        owes: false,
        cancelled_drafts: &cancelled,
        moved_drafts: &runs,
        ..OPEN
    };
    let mut policy = policy();
    let reset = [
        "draft_suppressed 2017-02-24 - autopay_reset 2017-02-24",
        "draft_suppressed 2017-02-27 2017-03-06 draft_in_window 2017-02-27",
        "draft_suppressed 2017-03-14 - autopay_reset 2017-03-14",
    ];
    assert_eq!(said(&account, &policy), reset);
    let amounts = holds(&account, &policy, &CycleHolds::default());
    assert!(amounts.iter().all(|hold| hold.amount.is_some()));
    policy.drafts_cancel_from = Some(day("2017-03-03"));
    policy.autopay = Carry::Carry;
    let late = [
        "draft_suppressed 2017-02-24 - draft_in_window 2017-02-24",
        "draft_suppressed 2017-02-27 2017-03-06 draft_in_window 2017-02-27",
        "draft_suppressed 2017-03-14 - policy 2017-03-14",
    ];
    assert_eq!(said(&account, &policy), late);
    policy.drafts_cancel_from = None;
    let stopped = HeldAccount {
        stopped: true,
        moved_drafts: &[],
        ..account
    };
    let lines = said(&stopped, &policy);
    assert_eq!(lines.len(), 2);
    assert!(lines.iter().all(|line| line.contains(" - portal_state ")));
}

#[test]
fn nobody_is_late_before_a_draft_that_moved_has_run() {
    let bills = [moved("2017-02-27", "2017-03-03")];
    let runs = [moved("2017-02-27", "2017-03-07")];
    let account = HeldAccount {
        moved: [&bills, &[]],
        moved_drafts: &runs,
        ..OPEN
    };
    assert_eq!(
        said(&account, &policy()),
        [
            "collection_hold 2017-02-24 2017-03-07 draft_in_window 2017-02-27",
            "disconnect_hold 2017-02-24 2017-03-07 draft_in_window 2017-02-27",
            "draft_suppressed 2017-02-27 2017-03-06 draft_in_window 2017-02-27",
            "late_fee_waiver 2017-02-24 2017-03-07 draft_in_window 2017-02-27",
        ]
    );
}

proptest! {
    /// Whatever moved, a hold covers the window and every moved date, and ends on a day that
    /// something asks for.
    #[test]
    fn a_hold_covers_all_that_asks_for_it(
        moves in proptest::collection::vec((0..20_u64, 0..40_u64), 0..5),
        until in proptest::option::of(0..60_u64),
    ) {
        let mut policy = policy();
        let first = day("2017-02-20");
        let on = |days| plus_days(first, days);
        policy.late_fee_waived_until = until.map(on);
        let bills: Vec<MovedDate> = moves
            .iter()
            .map(|(old, by)| MovedDate {
                old: on(*old),
                new: on(old + by + 1),
                amount: Cents(1),
            })
            .collect();
        let account = HeldAccount { moved: [&bills, &[]], ..OPEN };
        let holds = holds(&account, &policy, &CycleHolds::default());
        let waivers: Vec<&Hold> =
            holds.iter().filter(|hold| hold.kind == HoldKind::LateFeeWaiver).collect();
        prop_assert_eq!(waivers.len(), 1);
        let (from, to) = (waivers[0].starts_on, waivers[0].ends_on.unwrap());
        let window = policy.windows.late_fee.list()[0];
        prop_assert!(from <= window.from && to >= window.to);
        prop_assert!(bills.iter().all(|bill| from <= plus_days(bill.old, 1) && bill.new <= to));
        let asked = bills.iter().any(|bill| bill.new == to);
        prop_assert!(asked || to == window.to || policy.late_fee_waived_until == Some(to));
    }
}
