//! What turns V7 red of single accounts: a bill or a draft that moved against the rules, one that
//! stays though its calendar moved, and a reason that cannot be.

use super::tests::spoiled;
use super::world::{ONE, World, day};
use crate::record::dates::DateRange;
use crate::record::source::Record;

/// Asserts that V7 says it.
fn assert_said(spoil: impl FnOnce(&mut World), said: &str) {
    let (red, text) = spoiled(spoil);
    assert!(red.contains(&"V7") && text.contains(said), "{said}\n{text}");
}

/// Carries the draft of the world, planned for 24 February, on this day.
fn draft(w: &mut World, runs: &str, by: &str) {
    w.policy.drafts_cancel_from = None;
    for (_, rows) in &mut w.files {
        for row in rows {
            if let Ok(Record::Draft(draft)) = &mut row.record {
                draft.draft_date = day("2017-02-24");
            }
        }
    }
    let key = ("scheduled_payment_id", "D1");
    for (column, text) in [
        ("legacy_draft_date", "@2017-02-24"),
        ("draft_date", runs),
        ("status", "carried"),
        ("moved_by", by),
    ] {
        w.set("scheduled_payment", key, column, text);
    }
}

#[test]
fn a_draft_keeps_its_days_behind_bill_and_letters() {
    let (_, fine) = spoiled(|w| draft(w, "@2017-03-03", "first_open_day"));
    assert!(!fine.contains("a draft moved"), "{fine}");
    let letters = |w: &mut World| {
        w.policy.shift.draft_notice_days = 9;
        draft(w, "@2017-03-03", "draft_notice_days");
    };
    let said = "a draft moved to 2017-03-03, less than 9 days behind the letters of 2017-02-23";
    assert_said(letters, said);
    let bill = |w: &mut World| {
        w.policy.shift.draft_after_bill_days = 29;
        draft(w, "@2017-03-03", "draft_after_bill_days");
    };
    let said = "a draft moved to 2017-03-03, less than 29 days behind its bill of 2017-02-03";
    assert_said(bill, said);
}

#[test]
fn a_reason_must_be_one_that_can_have_moved_the_date() {
    let draft = |w: &mut World| draft(w, "@2017-03-03", "cycle_day");
    assert_said(draft, "by `cycle_day`, it can only be first_open_day or");
    let bill = |w: &mut World| w.set("bill", ("bill_id", "B2"), "moved_by", "designated_day");
    assert_said(bill, "by `designated_day`, it can only be cycle_day");
}

#[test]
fn a_bill_follows_its_calendar_row_although_no_window_holds_its_due_date() {
    let stays = |w: &mut World| {
        let from = day("2017-02-27");
        w.policy.windows.due = DateRange {
            from,
            to: day("2017-03-02"),
        }
        .into();
        w.set("bill", ("bill_id", "B2"), "due_date", "@2017-02-24");
        w.set("bill", ("bill_id", "B2"), "moved_by", "~");
    };
    let said =
        "a bill due on 2017-02-24 is due on 2017-02-24 now, its cycle's calendar says 2017-03-03";
    assert_said(stays, said);
}

#[test]
fn a_moved_bill_leaves_the_days_to_the_next_on_the_customers_own_day() {
    let close = |w: &mut World| {
        for (_, rows) in &mut w.files {
            for row in rows {
                if let Ok(Record::Account(account)) = &mut row.record {
                    account.custom_due_day = Some(10);
                    account.bill_cycle = None;
                }
            }
        }
        w.set("account", ("account_number", ONE), "custom_due_day", "#10");
        w.set("account", ("account_number", ONE), "bill_cycle", "~");
        w.set("bill", ("bill_id", "B2"), "moved_by", "first_open_day");
    };
    let said =
        "a bill due on 2017-02-24 is due on 2017-03-03 now, 7 days before the next on 2017-03-10";
    assert_said(close, said);
}
