//! One green world, and for each invariant what turns it red. Each corruption names the account.

use super::Status;
use super::world::{CARD, ONE, TWO, World};
use crate::record::source::Entity;

fn spoiled(spoil: impl FnOnce(&mut World)) -> (Vec<&'static str>, String) {
    let mut world = World::green();
    spoil(&mut world);
    world.red()
}

/// Asserts which checks fail, and that the text is said.
fn assert_red(found: (Vec<&'static str>, String), checks: &[&str], said: &str) {
    assert_eq!(found.0, checks, "{}", found.1);
    assert!(found.1.contains(said), "{said} is not said:\n{}", found.1);
}

#[test]
fn the_green_world_is_green() {
    let found = World::green().run();
    for check in &found.checks {
        assert_eq!(
            check.status,
            Status::Passed,
            "{}: {:?}",
            check.id,
            check.failures
        );
        assert!(check.checked > 0, "{}", check.id);
    }
    assert!(found.is_go());
    let total = |entity: &str, measure: &str| {
        let total = found
            .control_totals
            .iter()
            .find(|t| t.entity == entity && t.measure == measure)
            .unwrap();
        assert_eq!(total.legacy_value, total.portal_value);
        total.portal_value.clone()
    };
    assert_eq!(total("account", "balance_cents"), "7000");
    assert_eq!(total("account", "balance_cents.age.current"), "4000");
    assert_eq!(total("account", "balance_cents.age.over_90"), "3000");
    assert_eq!(total("bill", "rows"), "2");
    assert_eq!(total("usage", "quantity"), "270");
}

#[test]
fn v1_a_number_of_an_earlier_run_wins() {
    let found = spoiled(|w| {
        w.former.insert("00001-111".to_owned(), TWO.to_owned());
    });
    assert_red(found, &["V1"], "account 00001-111");
}

#[test]
fn v1_a_swapped_number_shows() {
    let found = spoiled(|w| {
        w.set(
            "crosswalk",
            ("legacy_account_number", "00001-111"),
            "account_number",
            TWO,
        );
        w.set(
            "crosswalk",
            ("legacy_account_number", "00002-222"),
            "account_number",
            ONE,
        );
    });
    assert_red(found, &["V1"], "account 00002-222");
}

#[test]
fn v1_accounts_that_swap_numbers_swap_their_rows() {
    let (red, said) = spoiled(|w| {
        w.set(
            "account",
            ("account_number", ONE),
            "legacy_account_number",
            "00002-222",
        );
        w.set(
            "account",
            ("account_number", TWO),
            "legacy_account_number",
            "00001-111",
        );
    });
    assert!(red.starts_with(&["V1", "V2", "V3", "V4"]), "{red:?}");
    assert!(said.contains("account 00001-111") && said.contains("account 00002-222"));
}

#[test]
fn v1_a_wrong_check_digit_shows() {
    let (red, said) = spoiled(|w| {
        let wrong = "7992739884";
        for rows in w.portal.values_mut() {
            for cell in rows.iter_mut().flatten() {
                if *cell == ONE.into() {
                    *cell = wrong.into();
                }
            }
        }
        w.crosswalk[0].insert("account_number".to_owned(), wrong.to_owned());
        w.manifest[0].insert("account_numbers".to_owned(), wrong.to_owned());
        w.letters
            .insert("NT1".to_owned(), format!("account {wrong}"));
    });
    assert_red((red, said), &["V1"], "account 00001-111: 7992739884");
}

#[test]
fn v2_a_doubled_a_lost_and_a_changed_bill_show() {
    let doubled = spoiled(|w| {
        let row = w.portal["bill"][0].clone();
        w.portal.get_mut("bill").unwrap().push(row);
    });
    assert_red(doubled, &["V2", "V4", "V10"], "account 00001-111: 2 bills");
    let lost = spoiled(|w| {
        w.portal.get_mut("bill").unwrap().remove(1);
    });
    assert_red(
        lost,
        &["V2", "V4", "V8", "V10"],
        "account 00002-222: 0 bills",
    );
    let dated = spoiled(|w| {
        w.set("bill", ("bill_id", "B3"), "period_end", "@2016-06-29");
    });
    assert_red(
        dated,
        &["V2"],
        "account 00002-222: the bills differ in a date",
    );
}

#[test]
fn v2_a_bill_older_than_the_window_must_not_stand() {
    let found = spoiled(|w| {
        let mut row = w.portal["bill"][0].clone();
        row[2] = "B1".into();
        row[3] = "2014-12-03".into();
        w.portal.get_mut("bill").unwrap().push(row);
    });
    assert_eq!(found.0.first(), Some(&"V2"));
    assert!(
        found
            .1
            .contains("account 00001-111: 2 bills in the portal, 1")
    );
}

#[test]
fn v3_a_lost_payment_and_a_changed_channel_show() {
    let lost = spoiled(|w| {
        w.portal.get_mut("payment").unwrap().clear();
    });
    assert_red(lost, &["V3", "V4", "V10"], "account 00001-111: 0 payments");
    let changed = spoiled(|w| {
        w.set("payment", ("payment_id", "1"), "reference", "BA2");
    });
    assert_red(changed, &["V3"], "account 00001-111: the payments differ");
}

#[test]
fn v4_a_cent_on_a_balance_shows() {
    let found = spoiled(|w| {
        w.set("account", ("account_number", ONE), "balance_cents", "#5001");
    });
    assert_red(
        found,
        &["V4", "V10"],
        "account 00001-111: balance is 50.01 in the portal, 50.00 in the export",
    );
}

#[test]
fn v4_an_opening_balance_off_by_a_cent_shows() {
    let found = spoiled(|w| {
        w.set(
            "account",
            ("account_number", TWO),
            "opening_balance_cents",
            "#1",
        );
    });
    assert_red(found, &["V4"], "account 00002-222");
}

#[test]
fn v5_a_dropped_card_in_a_note_shows_and_is_not_shown() {
    let found = spoiled(|w| {
        w.set(
            "account_note",
            ("note_id", "N1"),
            "text",
            "paid with 5433 9589\n6953-7930",
        );
    });
    assert_red(
        found.clone(),
        &["V5", "V10"],
        "account 00001-111: a card number stands",
    );
    assert!(!found.1.contains("5433"));
}

#[test]
fn v5_a_card_that_nobody_dropped_shows_too() {
    let found = spoiled(|w| {
        w.set(
            "account_note",
            ("note_id", "N1"),
            "text",
            "card 4111 1111 1111 1111",
        );
    });
    assert_red(found, &["V5", "V10"], "account 00001-111: a card number");
}

#[test]
fn v5_a_dropped_value_in_a_file_shows() {
    let found = spoiled(|w| {
        w.scanned
            .push(("report.json".to_owned(), format!("x{CARD}")))
    });
    assert_red(found, &["V5"], "report.json: a dropped card number");
}

#[test]
fn v5_redaction_must_leave_telephones() {
    let found = spoiled(|w| {
        let note = "call (509) 555-0161 now";
        for (_, rows) in &mut w.files {
            for mapped in rows {
                if let Ok(crate::record::source::Record::Note(r)) = &mut mapped.record {
                    note.clone_into(&mut r.text);
                }
            }
        }
        w.set(
            "account_note",
            ("note_id", "N1"),
            "text",
            "call [removed] now",
        );
    });
    assert_red(found, &["V5"], "account 00001-111: an account number");
}

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
        &["V7"],
        "account 00001-111: an installment of 2017-03-02",
    );
    let other = spoiled(|w| {
        w.set("bill", ("bill_id", "B2"), "due_date", "@2017-03-06");
    });
    assert_red(
        other,
        &["V7"],
        "account 00001-111: a bill due on 2017-02-24",
    );
    let needless = spoiled(|w| {
        w.set("bill", ("bill_id", "B3"), "due_date", "@2016-07-21");
    });
    assert_red(needless, &["V7"], "account 00002-222");
}

#[test]
fn v7_the_calendar_keeps_its_capacity_and_its_untouched_rows() {
    let full = spoiled(|w| w.policy.daily_capacity = 0);
    assert_red(full, &["V7"], "2017-03-03: 1 accounts fall due");
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
        "portal_user",
        "account_note",
        "notice",
        "notice_account",
        "billing_calendar",
    ] {
        world.portal.remove(table);
    }
    world.policy.blackout = None;
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
