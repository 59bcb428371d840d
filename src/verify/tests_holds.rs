//! What turns V6, V9 and V10 red about holds.

use super::tests::{assert_red, spoiled};
use super::world::{ONE, value};
use crate::record::policy::Designated;

#[test]
fn v6_a_hold_that_is_missing_or_too_many_shows() {
    let missing = spoiled(|w| {
        w.portal
            .get_mut("account_hold")
            .unwrap()
            .retain(|row| row[1] != value("disconnect_hold"));
        w.write_holds();
    });
    let said = "account 00001-111: its `disconnect_hold` is missing: 2017-02-24 to 2017-03-03";
    assert_red(missing, &["V6"], said);
    let all = spoiled(|w| {
        w.portal.remove("account_hold");
        w.write_holds();
    });
    assert_red(
        all,
        &["V6", "V9"],
        "account 00002-222: its `collection_hold` is missing",
    );
    let more = spoiled(|w| {
        let rows = w.portal.get_mut("account_hold").unwrap();
        let mut row = rows[0].clone();
        row[1] = value("late_fee_waiver");
        rows.insert(1, row);
        w.write_holds();
    });
    let said = "account 00002-222: its `late_fee_waiver` stands in `account_hold`, and nothing";
    assert_red(more, &["V6"], said);
    let twice = spoiled(|w| {
        let rows = w.portal.get_mut("account_hold").unwrap();
        let mut row = rows[1].clone();
        row[2] = value("#2");
        rows.insert(2, row);
        w.write_holds();
    });
    assert_red(twice, &["V6"], "its `collection_hold` stands 2 times");
}

#[test]
fn v6_a_hold_that_is_too_short_too_long_or_begins_elsewhere_shows() {
    for (column, text, said) in [
        (
            "ends_on",
            "@2017-03-01",
            "is too short: it ends on 2017-03-01, and 2017-03-02 is",
        ),
        ("ends_on", "~", "is too short: it ends on no day"),
        (
            "ends_on",
            "@2017-03-03",
            "is too long: it ends on 2017-03-03",
        ),
        (
            "starts_on",
            "@2017-02-25",
            "begins on 2017-02-25, and 2017-02-24 is the first day",
        ),
        ("starts_on", "@2017-02-23", "begins on 2017-02-23"),
        (
            "reason",
            "policy",
            "says `policy`, and the reason is `window`",
        ),
        ("reason", "because", "none that a run writes"),
        ("kind", "fee_hold", "has the kind \"fee_hold\""),
        (
            "legacy_date",
            "@2017-02-24",
            "names 2017-02-24 as the legacy date",
        ),
        ("amount_cents", "#1", "has an amount"),
    ] {
        let found = spoiled(|w| w.set_hold("collection_hold", column, text));
        assert!(found.0.contains(&"V6"), "{column} {text}: {found:?}");
        assert!(found.1.contains("account 00002-222"), "{}", found.1);
        assert!(found.1.contains(said), "{said}\n{}", found.1);
    }
}

#[test]
fn v6_the_accounts_own_columns_agree_with_its_holds() {
    let found = spoiled(|w| {
        let key = ("account_number", ONE);
        w.set("account", key, "disconnect_hold_until", "@2017-03-02");
    });
    let said = "`disconnect_hold_until` is 2017-03-02, and its hold ends on 2017-03-03";
    assert_red(found, &["V6"], said);
}

#[test]
fn v6_what_the_mapping_says_changes_what_must_stand() {
    let later = spoiled(|w| w.policy.collection_hold_until = "2017-03-31".parse().ok());
    assert_red(
        later,
        &["V6"],
        "and 2017-03-31 is the last day that needs it",
    );
    let none = spoiled(|w| w.policy.windows.late_fee = Default::default());
    assert!(none.0.contains(&"V6"), "{none:?}");
    // The due date moved all the same, so a bill that is said to be kept has no such hold.
    let kept = spoiled(|w| {
        w.policy.designated = Designated::Keep;
        w.set_hold("late_fee_waiver", "reason", "designated_day_kept");
    });
    assert!(
        kept.1.contains("the reason is `due_date_moved`"),
        "{}",
        kept.1
    );
}

#[test]
fn v9_a_draft_that_does_not_run_stands_once_with_its_day_and_amount() {
    let draft = "account 00001-111: the draft of 50.00 on 2017-03-14";
    let missing = spoiled(|w| {
        w.portal
            .get_mut("account_hold")
            .unwrap()
            .retain(|row| row[1] != value("draft_suppressed"));
        w.write_holds();
    });
    let said = format!("{draft} does not run, and no `draft_suppressed` says so");
    assert_red(missing, &["V9"], &said);
    let twice = spoiled(|w| {
        let rows = w.portal.get_mut("account_hold").unwrap();
        let at = rows
            .iter()
            .position(|row| row[1] == value("draft_suppressed"))
            .unwrap();
        let mut row = rows[at].clone();
        row[2] = value("#2");
        rows.insert(at + 1, row);
        w.write_holds();
    });
    let said = format!("{draft}: `draft_suppressed` stands for it, and nothing stops such a draft");
    assert_red(twice, &["V9"], &said);
    for (column, text, said) in [
        (
            "amount_cents",
            "#5001",
            "does not run, and no `draft_suppressed` says so",
        ),
        (
            "starts_on",
            "@2017-03-15",
            "does not run, and no `draft_suppressed` says so",
        ),
        (
            "ends_on",
            "@2017-03-14",
            "its hold ends on 2017-03-14, expected no day",
        ),
        (
            "reason",
            "portal_state",
            "says `portal_state`, and the reason is `autopay_reset`",
        ),
    ] {
        let found = spoiled(|w| w.set_hold("draft_suppressed", column, text));
        assert_red(found, &["V9"], said);
    }
}

#[test]
fn v10_the_file_is_the_table_line_by_line() {
    let none = spoiled(|w| w.hold_lines = None);
    assert_red(none, &["V10"], "account-holds.csv is not there");
    let empty = spoiled(|w| w.hold_lines = Some(Vec::new()));
    assert_red(
        empty,
        &["V10"],
        "account-holds.csv has 0 lines, the database 5",
    );
    for (at, account) in [(0, "00002-222"), (4, "00001-111")] {
        let short = spoiled(|w| drop(w.hold_lines.as_mut().unwrap().remove(at)));
        assert!(
            short.1.contains("account-holds.csv has 4 lines"),
            "{}",
            short.1
        );
        let named = at == 0
            || short
                .1
                .contains(&format!("account {account}: lines are missing"));
        assert!(named, "{}", short.1);
    }
    let other = spoiled(|w| {
        let line = &mut w.hold_lines.as_mut().unwrap()[1];
        line.insert("ends_on".to_owned(), "2017-03-02".to_owned());
    });
    let said = "account 00001-111: its line in account-holds.csv is not its row in the database";
    assert_red(other, &["V10"], said);
    let order = spoiled(|w| w.hold_lines.as_mut().unwrap().reverse());
    assert_red(
        order,
        &["V10"],
        "account-holds.csv is not ordered by account number",
    );
}

#[test]
fn v10_a_hold_names_an_account_that_stands_and_is_counted() {
    let counted = spoiled(|w| w.set_hold("draft_suppressed", "sequence", "#2"));
    assert_red(counted, &["V10"], "are not counted from 1");
    let other = spoiled(|w| w.set_hold("draft_suppressed", "legacy_account_number", "00002-222"));
    assert!(
        other.1.contains("its hold names another legacy account"),
        "{}",
        other.1
    );
    let nobody = spoiled(|w| w.set_hold("collection_hold", "account_number", "1"));
    assert!(
        nobody.1.contains("account_hold: no account \"1\" stands"),
        "{}",
        nobody.1
    );
    assert!(
        nobody
            .1
            .contains("is held, and the export does not bring it along"),
        "{}",
        nobody.1
    );
}
