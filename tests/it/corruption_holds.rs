//! Holds that were changed after the result was published: `verify` must see each, name the
//! account and say what is wrong.

use super::corruption::{change, fails, legacy, text};
use super::sandbox::Sandbox;
use std::fs;

/// Changes the hold of one kind and reason of one account; the check must name the account and say
/// each of `said`.
fn hold(kind: &str, sql: &str, id: &str, said: &[&str]) {
    let sandbox = Sandbox::published();
    let portal = sandbox.portal();
    let of_kind = format!("SELECT max(account_number) FROM account_hold WHERE kind = '{kind}'");
    let number = text(&portal, &of_kind);
    let which = format!("account_number = '{number}' AND kind = '{kind}' AND sequence = 1");
    change(&portal, 1, &format!("{sql} WHERE {which}"));
    let ran = fails(&sandbox, id, &[&[&legacy(&portal, &number)]]);
    for said in said {
        assert!(ran.stdout.contains(said), "{said}\n{}", ran.stdout);
    }
}

const RESTING: [&str; 3] = ["collection_hold", "disconnect_hold", "late_fee_waiver"];

#[test]
fn a_hold_that_is_taken_away() {
    for kind in RESTING {
        let said = format!("its `{kind}` is missing: 2017-02-24 to ");
        hold(kind, "DELETE FROM account_hold", "V6", &[&said]);
    }
}

#[test]
fn a_hold_that_ends_too_early_or_begins_too_late() {
    for kind in RESTING {
        let early = "UPDATE account_hold SET ends_on = date(ends_on, '-1 day')";
        hold(
            kind,
            early,
            "V6",
            &["is too short", "is the last day that needs it"],
        );
    }
    let late = "UPDATE account_hold SET starts_on = date(starts_on, '+1 day')";
    hold(
        "late_fee_waiver",
        late,
        "V6",
        &["2017-02-24 is the first day that needs it"],
    );
}

#[test]
fn a_hold_with_another_reason() {
    let other = "UPDATE account_hold SET reason = 'portal_state'";
    hold(
        "disconnect_hold",
        other,
        "V6",
        &["says `portal_state`, and the reason is `"],
    );
    hold(
        "draft_suppressed",
        other,
        "V9",
        &["and the reason is `autopay_reset`"],
    );
    let word = "UPDATE account_hold SET reason = 'because'";
    hold("late_fee_waiver", word, "V6", &["the reason \"because\""]);
}

#[test]
fn a_draft_that_is_taken_away_or_has_another_day_or_amount() {
    let gone = ["does not run, and no `draft_suppressed` says so"];
    for sql in [
        "DELETE FROM account_hold",
        "UPDATE account_hold SET starts_on = date(starts_on, '+1 day')",
        "UPDATE account_hold SET amount_cents = amount_cents + 1",
    ] {
        hold("draft_suppressed", sql, "V9", &gone);
    }
    let ends = "UPDATE account_hold SET ends_on = starts_on";
    hold("draft_suppressed", ends, "V9", &["expected no day"]);
}

#[test]
fn a_draft_that_stands_twice() {
    let twice = "INSERT INTO account_hold SELECT account_number, kind, 2, legacy_account_number,
        starts_on, ends_on, reason, legacy_date, amount_cents FROM account_hold";
    let said = ["`draft_suppressed` stands for it, and nothing stops such a draft"];
    hold("draft_suppressed", twice, "V9", &said);
}

#[test]
fn a_hold_of_an_account_that_is_closed() {
    let sandbox = Sandbox::published();
    let portal = sandbox.portal();
    let closed = "SELECT max(account_number) FROM account WHERE status = 'closed'";
    let number = text(&portal, closed);
    let legacy = legacy(&portal, &number);
    change(
        &portal,
        1,
        &format!(
            "INSERT INTO account_hold VALUES ('{number}', 'late_fee_waiver', 1, '{legacy}',
             '2017-02-24', '2017-03-02', 'window', NULL, NULL)"
        ),
    );
    let ran = fails(&sandbox, "V6", &[&[&legacy]]);
    assert!(ran.stdout.contains("and nothing asks for one"));
}

#[test]
fn an_empty_list_is_not_green() {
    let sandbox = Sandbox::published();
    let portal = sandbox.portal();
    portal.execute_batch("DELETE FROM account_hold").unwrap();
    let path = sandbox.out().join("account-holds.csv");
    let header = fs::read_to_string(&path).unwrap();
    fs::write(&path, header.lines().next().unwrap().to_owned() + "\n").unwrap();
    let ran = fails(&sandbox, "V6", &[]);
    assert!(ran.stdout.contains("its `late_fee_waiver` is missing"));
    fails(&sandbox, "V9", &[]);
}

#[test]
fn a_file_that_is_not_the_table() {
    let sandbox = Sandbox::published();
    let path = sandbox.out().join("account-holds.csv");
    let good = fs::read_to_string(&path).unwrap();
    let lines: Vec<&str> = good.lines().collect();
    let last = lines[lines.len() - 1];
    let number = last.split(',').nth(3).unwrap().to_owned();
    let without_last = lines[..lines.len() - 1].join("\n") + "\n";
    let spoilt = good.replacen(last, &last.replacen("2017-02-24", "2017-02-25", 1), 1);
    for (text, said) in [
        (without_last, "lines are missing in account-holds.csv"),
        (spoilt, "its line in account-holds.csv is not its row"),
        (
            format!("{good}{last}\n"),
            "its line in account-holds.csv is not its row",
        ),
    ] {
        fs::write(&path, text).unwrap();
        let ran = fails(&sandbox, "V10", &[&[&number]]);
        assert!(ran.stdout.contains(said), "{said}\n{}", ran.stdout);
    }
    fs::remove_file(&path).unwrap();
    let ran = fails(&sandbox, "V10", &[]);
    assert!(ran.stdout.contains("account-holds.csv is not there"));
}
