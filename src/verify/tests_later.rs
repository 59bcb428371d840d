//! What turns V6 to V10 red, and what an export without an entity gives.

use super::Status;
use super::tests::{assert_red, spoiled};
use super::world::{ONE, TWO, World, day};
use crate::record::source::{Entity, Record};
use crate::record::windows::Windows;

#[test]
fn v6_a_due_date_back_in_the_window_shows() {
    let found = spoiled(|w| {
        w.set("bill", ("bill_id", "B2"), "due_date", "@2017-02-24");
    });
    assert_red(
        found,
        &["V6", "V7"],
        "account 00001-111: a bill is due on 2017-02-24",
    );
}

#[test]
fn v6_the_blackouts_last_day_is_inside_and_the_next_is_not() {
    for (date, red) in [("@2017-03-02", true), ("@2017-03-03", false)] {
        let found = spoiled(|w| {
            w.set("installment", ("arrangement_id", "R1"), "due_date", date);
        });
        assert_eq!(found.0.contains(&"V6"), red, "{date}");
    }
}

#[test]
fn v6_a_late_fee_waiver_and_a_designated_day_must_stand() {
    let waiver = spoiled(|w| {
        w.set(
            "account",
            ("account_number", ONE),
            "late_fee_waived_until",
            "@2017-03-01",
        );
    });
    assert_red(
        waiver,
        &["V6"],
        "account 00001-111: late fees are not waived",
    );
    let day = spoiled(|w| {
        w.set("account", ("account_number", TWO), "custom_due_day", "#5");
    });
    assert_red(day, &["V6"], "account 00002-222");
}

#[test]
fn v7_a_moved_date_keeps_the_rules() {
    let weekend = spoiled(|w| {
        w.set(
            "installment",
            ("arrangement_id", "R1"),
            "due_date",
            "@2017-03-04",
        );
    });
    assert_red(
        weekend,
        &["V6", "V7"],
        "account 00001-111: an installment of 2017-03-02",
    );
    let other = spoiled(|w| {
        w.set("bill", ("bill_id", "B2"), "due_date", "@2017-03-06");
    });
    assert_red(
        other,
        &["V6", "V7"],
        "account 00001-111: a bill due on 2017-02-24",
    );
    let needless = spoiled(|w| {
        w.set("bill", ("bill_id", "B3"), "due_date", "@2016-07-21");
    });
    assert_red(needless, &["V6", "V7"], "account 00002-222");
}

#[test]
fn v7_the_calendar_keeps_its_capacity_and_its_untouched_rows() {
    let full = spoiled(|w| w.policy.daily_capacity = 0);
    assert_red(
        full,
        &["V7"],
        "2017-03-03: 1 accounts have their due date there, at most 0",
    );
    let touched = spoiled(|w| {
        w.set(
            "billing_calendar",
            ("period", "2017-01"),
            "due_date",
            "@2017-01-25",
        );
    });
    assert_red(touched, &["V7"], "cycle 3 of 2017-01");
    let late = spoiled(|w| w.policy.days_to_pay = 29);
    assert_red(late, &["V7"], "cycle 3 of 2017-02");
}

#[test]
fn v8_a_missing_notice_shows() {
    let found = spoiled(|w| {
        w.portal.get_mut("notice").unwrap().remove(1);
        w.portal.get_mut("notice_account").unwrap().remove(1);
        w.manifest.remove(1);
        w.letters.remove("NT2");
    });
    assert_red(found, &["V8"], "told 0 times (account 00002-222)");
}

#[test]
fn v8_a_changed_language_shows() {
    let customer = spoiled(|w| w.set("customer", ("customer_id", "C2"), "language", "en"));
    assert_red(
        customer,
        &["V8"],
        "account 00002-222: `language` of customer C2",
    );
    let letter = spoiled(|w| {
        w.letters
            .insert("NT2".to_owned(), format!("your account {TWO}"));
    });
    assert_red(letter, &["V8"], "customer C2");
}

#[test]
fn v8_a_letter_with_a_foreign_number_shows() {
    let found = spoiled(|w| {
        w.letters
            .insert("NT2".to_owned(), format!("cuenta {TWO}, {ONE}"));
    });
    assert_red(found, &["V8"], "shows the number of account 00001-111");
}

#[test]
fn v8_nobody_is_told_without_cause() {
    let found = spoiled(|w| {
        let kind = "new_account_number+re_register";
        w.set("notice", ("notice_id", "NT2"), "kind", kind);
        w.manifest[1].insert("kind".to_owned(), kind.to_owned());
    });
    assert_red(
        found,
        &["V8"],
        "customer C2: notice NT2 tells \"re_register\" without cause",
    );
}

#[test]
fn v8_the_enrolment_values_must_be_the_exports() {
    let found = spoiled(|w| w.set("customer", ("customer_id", "C1"), "last_name", "Nunez"));
    assert_red(found, &["V8"], "account 00001-111");
}

#[test]
fn v9_states_follow_the_policy() {
    for (column, text) in [
        ("autopay_status", "carried"),
        ("paperless", "#1"),
        ("portal_status", "enrolled"),
        ("medical_baseline", "#1"),
    ] {
        let found = spoiled(|w| w.set("account", ("account_number", ONE), column, text));
        assert_red(found, &["V9"], "account 00001-111");
    }
    let hash = spoiled(|w| {
        w.set(
            "portal_user",
            ("user_id", "U1"),
            "password_hash",
            "$2b$12$x",
        )
    });
    assert_red(hash, &["V9"], "log-in U1 of customer C1");
    let locked = spoiled(|w| w.set("portal_user", ("user_id", "U1"), "locked", "#1"));
    assert_red(locked, &["V9"], "log-in U1");
}

#[test]
fn v10_references_rows_and_rejects_show() {
    let reference = spoiled(|w| {
        w.set(
            "account",
            ("account_number", ONE),
            "service_location_id",
            "P9",
        )
    });
    assert_red(
        reference,
        &["V10"],
        "account 00001-111: `service_location_id` names no row",
    );
    let note = spoiled(|w| {
        w.set(
            "account_note",
            ("note_id", "N1"),
            "text",
            "Meter E1 verified; paid with [removed].",
        );
    });
    assert_red(note, &["V10"], "account 00001-111: the notes differ");
    let usage = spoiled(|w| w.set("usage", ("usage_id", "B2/E1"), "meter_number", "E2"));
    assert_red(usage, &["V10"], "account 00001-111: usage of meter E2");
    let reject = spoiled(|w| {
        w.rejects.remove(0);
    });
    assert_red(reject, &["V10"], "payment row 3: must be refused");
    let foreign = spoiled(|w| {
        let mut row = w.portal["installment"][0].clone();
        row[0] = "1111111117".into();
        w.portal.get_mut("installment").unwrap().push(row);
    });
    assert_red(foreign, &["V10"], "1111111117");
}

#[test]
fn an_export_without_an_entity_is_not_applicable_and_never_passes() {
    let mut world = World::green();
    let keep = [Entity::Usage];
    world.files.retain(|(entity, _)| keep.contains(entity));
    for table in [
        "customer",
        "service_location",
        "meter",
        "bill",
        "payment",
        "adjustment",
        "installment",
        "scheduled_payment",
        "account_hold",
        "portal_user",
        "account_note",
        "notice",
        "notice_account",
        "billing_calendar",
    ] {
        world.portal.remove(table);
    }
    world.policy.blackout = None;
    world.policy.windows = Windows::default();
    world.policy.notices.clear();
    let found = world.run();
    for id in ["V2", "V3", "V4", "V8", "V9"] {
        let check = found.checks.iter().find(|c| c.id == id).unwrap();
        assert!(
            matches!(check.status, Status::NotApplicable(_)),
            "{check:?}"
        );
    }
}

#[test]
fn a_draft_of_the_blackout_that_could_run_too_late_only_is_cancelled() {
    // The first business day behind the blackout is Friday, 3 March.
    let draft = |from: &str, planned: &str, status: &str| {
        spoiled(|w| {
            w.policy.drafts_cancel_from = Some(day(from));
            for (_, rows) in &mut w.files {
                for row in rows {
                    if let Ok(Record::Draft(draft)) = &mut row.record {
                        draft.draft_date = day(planned);
                    }
                }
            }
            let key = ("scheduled_payment_id", "D1");
            let date = format!("@{planned}");
            w.set("scheduled_payment", key, "legacy_draft_date", &date);
            w.set("scheduled_payment", key, "draft_date", &date);
            w.set("scheduled_payment", key, "status", status);
            w.set_hold("draft_suppressed", "starts_on", &date);
            w.set_hold("draft_suppressed", "legacy_date", &date);
            if planned < from {
                w.set_hold("draft_suppressed", "reason", "draft_in_window");
            }
        })
    };
    for (from, planned) in [("2017-03-03", "2017-02-24"), ("2017-03-03", "2017-03-03")] {
        let right = draft(from, planned, "cancelled");
        assert!(right.0.is_empty(), "{planned}: {}", right.1);
        let (red, _) = draft(from, planned, "carried");
        assert!(red.contains(&"V10"), "{planned}: {red:?}");
    }
    // Nothing is cancelled that can run before the day.
    for (from, planned) in [("2017-03-04", "2017-02-24"), ("2017-03-04", "2017-03-03")] {
        let (red, _) = draft(from, planned, "cancelled");
        assert!(
            red.contains(&"V8") && red.contains(&"V10"),
            "{planned} {red:?}"
        );
    }
}
