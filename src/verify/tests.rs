//! One green world, and for each invariant what turns it red. Each corruption names the account.

use super::Status;
use super::world::{CARD, ONE, TWO, World};

pub(super) fn spoiled(spoil: impl FnOnce(&mut World)) -> (Vec<&'static str>, String) {
    let mut world = World::green();
    spoil(&mut world);
    world.red()
}

/// Asserts which checks fail, and that the text is said.
pub(super) fn assert_red(found: (Vec<&'static str>, String), checks: &[&str], said: &str) {
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
        w.write_holds();
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
