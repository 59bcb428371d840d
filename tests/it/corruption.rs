//! A result that was changed after it was published: `verify` must see it, end with 5, and name
//! the invariant and the account.

use super::sample::{standing_in, stored_numbers};
use super::sandbox::Sandbox;
use super::support::Ran;
use rusqlite::Connection;
use std::fs;

/// Returns the first column of the first row of a query.
pub(super) fn text(portal: &Connection, sql: &str) -> String {
    portal.query_row(sql, [], |row| row.get(0)).unwrap()
}

/// Changes the database; `rows` rows must be changed by the last statement.
pub(super) fn change(portal: &Connection, rows: u64, statements: &str) {
    let sql = format!("PRAGMA foreign_keys = OFF;\n{statements}");
    portal.execute_batch(&sql).unwrap();
    assert_eq!(portal.changes(), rows, "{statements}");
}

/// Returns what is printed about a check that failed: its own line and the failures below it.
fn failures<'a>(ran: &'a Ran, id: &str) -> Vec<&'a str> {
    let mut lines = ran
        .stdout
        .lines()
        .skip_while(|line| !line.starts_with(&format!("  {id} ")));
    let own = lines.next().unwrap_or_default();
    assert!(own.contains("FAILED"), "{id} did not fail\n{}", ran.stdout);
    lines.take_while(|line| line.starts_with("     ")).collect()
}

/// Verifies what stands in OUT: `id` must fail and name each of `who` by one of its names.
pub(super) fn fails(sandbox: &Sandbox, id: &str, who: &[&[&str]]) -> Ran {
    let ran = sandbox.cutover("verify", &[]).expect(5);
    let found = failures(&ran, id);
    for names in who {
        assert!(
            found
                .iter()
                .any(|line| names.iter().any(|name| line.contains(name))),
            "{id} names none of {names:?}\n{}",
            ran.stdout
        );
    }
    assert!(ran.stdout.ends_with("No-go.\n") && ran.stderr.contains(id));
    assert!(standing_in(&stored_numbers(), ran.printed().as_bytes()).is_none());
    ran
}

/// Returns the legacy number of an account.
pub(super) fn legacy(portal: &Connection, number: &str) -> String {
    let of = format!("SELECT legacy_account_number FROM account WHERE account_number = '{number}'");
    text(portal, &of)
}

#[test]
fn an_untouched_result_is_green() {
    let sandbox = Sandbox::published();
    let ran = sandbox.cutover("verify", &[]).expect(0);
    assert!(
        ran.stdout
            .ends_with("Go: every invariant that applies holds.\n")
    );
    assert!(!ran.stdout.contains("FAILED") && ran.stderr.is_empty());
}

#[test]
fn a_cent_on_a_balance() {
    let sandbox = Sandbox::published();
    let portal = sandbox.portal();
    let number = text(&portal, "SELECT max(account_number) FROM account");
    change(
        &portal,
        1,
        &format!(
            "UPDATE account SET balance_cents = balance_cents + 1 WHERE account_number = '{number}'"
        ),
    );
    fails(&sandbox, "V4", &[&[&number, &legacy(&portal, &number)]]);
}

#[test]
fn a_cent_from_one_opening_balance_to_another() {
    let sandbox = Sandbox::published();
    let portal = sandbox.portal();
    let of = |least: &str| {
        text(
            &portal,
            &format!("SELECT {least}(account_number) FROM account"),
        )
    };
    let (one, other) = (of("min"), of("max"));
    change(
        &portal,
        2,
        &format!(
            "UPDATE account SET opening_balance_cents = opening_balance_cents
             + CASE account_number WHEN '{one}' THEN 1 ELSE -1 END
             WHERE account_number IN ('{one}', '{other}')"
        ),
    );
    let (a, b) = (legacy(&portal, &one), legacy(&portal, &other));
    fails(&sandbox, "V4", &[&[&one, &a], &[&other, &b]]);
}

#[test]
fn a_due_date_back_in_the_blackout() {
    let sandbox = Sandbox::published();
    let portal = sandbox.portal();
    let number = text(
        &portal,
        "SELECT max(account_number) FROM bill WHERE due_date <> legacy_due_date",
    );
    change(
        &portal,
        1,
        &format!(
            "UPDATE bill SET due_date = legacy_due_date
             WHERE account_number = '{number}' AND due_date <> legacy_due_date"
        ),
    );
    fails(&sandbox, "V6", &[&[&number, &legacy(&portal, &number)]]);
}

#[test]
fn a_due_date_earlier_than_the_rules_allow() {
    let sandbox = Sandbox::published();
    let portal = sandbox.portal();
    let number = text(
        &portal,
        "SELECT max(account_number) FROM bill WHERE due_date <> legacy_due_date",
    );
    // A Saturday after the blackout.
    change(
        &portal,
        1,
        &format!(
            "UPDATE bill SET due_date = '2017-03-11'
             WHERE account_number = '{number}' AND due_date <> legacy_due_date"
        ),
    );
    fails(&sandbox, "V7", &[&[&number, &legacy(&portal, &number)]]);
}

/// Swaps the legacy numbers of two accounts in the database and returns all four numbers.
fn swap(portal: &Connection) -> [String; 4] {
    let of = |least: &str| {
        text(
            portal,
            &format!("SELECT {least}(account_number) FROM account"),
        )
    };
    let (one, other) = (of("min"), of("max"));
    let (a, b) = (legacy(portal, &one), legacy(portal, &other));
    change(
        portal,
        1,
        &format!(
            "UPDATE account SET legacy_account_number = 'x' WHERE account_number = '{one}';
             UPDATE account SET legacy_account_number = '{a}' WHERE account_number = '{other}';
             UPDATE account SET legacy_account_number = '{b}' WHERE account_number = '{one}';
             UPDATE crosswalk SET account_number = NULL WHERE legacy_account_number = '{a}';
             UPDATE crosswalk SET account_number = '{one}' WHERE legacy_account_number = '{b}';
             UPDATE crosswalk SET account_number = '{other}' WHERE legacy_account_number = '{a}'"
        ),
    );
    [one, other, a, b]
}

#[test]
fn two_swapped_account_numbers() {
    let sandbox = Sandbox::published();
    let [one, other, a, b] = swap(&sandbox.portal());
    fails(&sandbox, "V1", &[&[&one, &b], &[&other, &a]]);
}

#[test]
fn two_account_numbers_swapped_in_the_crosswalk_file_as_well() {
    let sandbox = Sandbox::published();
    let [one, other, a, b] = swap(&sandbox.portal());
    let path = sandbox.out().join("crosswalk.csv");
    let file = fs::read_to_string(&path).unwrap();
    let swapped = file
        .replace(&format!("{a},{one}"), &format!("{a},{other}"))
        .replace(&format!("{b},{other}"), &format!("{b},{one}"));
    assert_ne!(file, swapped);
    fs::write(&path, swapped).unwrap();
    // Only the accounts' history tells now, unless the caller names the first run's crosswalk.
    fails(&sandbox, "V4", &[&[&one, &b], &[&other, &a]]);
    let earlier = sandbox.folder().join("earlier.csv");
    fs::write(&earlier, file).unwrap();
    let ran = sandbox
        .cutover("verify", &["--crosswalk", earlier.to_str().unwrap()])
        .expect(5);
    let found = failures(&ran, "V1").join("\n");
    assert!(found.contains(&a) || found.contains(&other), "{found}");
    assert!(found.contains(&b) || found.contains(&one), "{found}");
}

#[test]
fn a_card_number_in_a_note() {
    let sandbox = Sandbox::published();
    let portal = sandbox.portal();
    let card = stored_numbers().remove(0);
    let spaced = format!("{} {}-{}", &card[..4], &card[4..8], &card[8..]);
    let number = text(&portal, "SELECT max(account_number) FROM account_note");
    let note = text(
        &portal,
        &format!("SELECT max(note_id) FROM account_note WHERE account_number = '{number}'"),
    );
    change(
        &portal,
        1,
        &format!(
            "UPDATE account_note SET text = 'paid with {spaced} today' WHERE note_id = '{note}'"
        ),
    );
    fails(&sandbox, "V5", &[&[&number, &legacy(&portal, &number)]]);
}

#[test]
fn a_bank_account_number_in_a_file_of_out() {
    let sandbox = Sandbox::published();
    let bank = super::sample::rows("PAYMETH.csv")
        .into_iter()
        .find_map(|row| row.get("BANK_ACCT").filter(|n| !n.is_empty()).cloned());
    let path = sandbox.out().join("report.html");
    let page = fs::read_to_string(&path).unwrap();
    fs::write(&path, page + "<!-- " + &bank.unwrap() + " -->").unwrap();
    fails(&sandbox, "V5", &[&["report.html"]]);
}

#[test]
fn a_missing_notice() {
    let sandbox = Sandbox::published();
    let portal = sandbox.portal();
    let number = text(&portal, "SELECT max(account_number) FROM notice_account");
    let notice = text(
        &portal,
        &format!("SELECT notice_id FROM notice_account WHERE account_number = '{number}'"),
    );
    let customer = text(
        &portal,
        &format!("SELECT customer_id FROM account WHERE account_number = '{number}'"),
    );
    change(
        &portal,
        1,
        &format!(
            "DELETE FROM notice_account WHERE notice_id = '{notice}';
             DELETE FROM notice WHERE notice_id = '{notice}'"
        ),
    );
    fs::remove_file(sandbox.out().join(format!("notices/{notice}.pdf"))).unwrap();
    let manifest = sandbox.out().join("notices/manifest.csv");
    let lines = fs::read_to_string(&manifest).unwrap();
    let others: String = lines
        .split_inclusive('\n')
        .filter(|line| !line.starts_with(&format!("{notice},")))
        .collect();
    assert!(others.len() < lines.len());
    fs::write(&manifest, others).unwrap();
    let names = [number.as_str(), &legacy(&portal, &number)];
    let ran = fails(&sandbox, "V8", &[&names]);
    assert!(ran.stdout.contains(&customer), "{}", ran.stdout);
}

#[test]
fn a_deleted_bill() {
    let sandbox = Sandbox::published();
    let portal = sandbox.portal();
    let number = text(&portal, "SELECT max(account_number) FROM bill");
    let bill = text(
        &portal,
        &format!("SELECT min(bill_id) FROM bill WHERE account_number = '{number}'"),
    );
    change(
        &portal,
        1,
        &format!(
            "DELETE FROM usage WHERE legacy_bill_id = '{bill}'; DELETE FROM bill WHERE bill_id = '{bill}'"
        ),
    );
    let names = [number.as_str(), &legacy(&portal, &number)];
    let ran = fails(&sandbox, "V2", &[&names]);
    assert!(
        failures(&ran, "V4")
            .iter()
            .any(|line| names.iter().any(|n| line.contains(n)))
    );
}

#[test]
fn a_doubled_payment() {
    let sandbox = Sandbox::published();
    let portal = sandbox.portal();
    let number = text(&portal, "SELECT max(account_number) FROM payment");
    let payment = text(
        &portal,
        &format!("SELECT min(payment_id) FROM payment WHERE account_number = '{number}'"),
    );
    change(
        &portal,
        1,
        &format!(
            "UPDATE payment SET amount_cents = 2 * amount_cents WHERE payment_id = '{payment}'"
        ),
    );
    fails(&sandbox, "V3", &[&[&number, &legacy(&portal, &number)]]);
}

#[test]
fn a_changed_paperless_flag() {
    let sandbox = Sandbox::published();
    let portal = sandbox.portal();
    let number = text(&portal, "SELECT max(account_number) FROM account");
    change(
        &portal,
        1,
        &format!("UPDATE account SET paperless = 1 - paperless WHERE account_number = '{number}'"),
    );
    fails(&sandbox, "V9", &[&[&number, &legacy(&portal, &number)]]);
}

#[test]
fn an_edited_line_of_the_crosswalk() {
    let sandbox = Sandbox::published();
    let portal = sandbox.portal();
    let number = text(&portal, "SELECT max(account_number) FROM account");
    let path = sandbox.out().join("crosswalk.csv");
    let file = fs::read_to_string(&path).unwrap();
    fs::write(&path, file.replace(&number, "1000000008")).unwrap();
    fails(&sandbox, "V1", &[&[&number, &legacy(&portal, &number)]]);
}

#[test]
fn a_letter_in_the_place_of_another() {
    let sandbox = Sandbox::published();
    let portal = sandbox.portal();
    let letter = |least: &str| {
        let file = text(&portal, &format!("SELECT {least}(file) FROM notice"));
        sandbox.out().join(file)
    };
    fs::copy(letter("min"), letter("max")).unwrap();
    let number = text(
        &portal,
        "SELECT min(account_number) FROM notice_account
         WHERE notice_id = (SELECT notice_id FROM notice ORDER BY file DESC LIMIT 1)",
    );
    fails(&sandbox, "V8", &[&[&number, &legacy(&portal, &number)]]);
}

#[test]
fn a_row_that_no_export_has() {
    let sandbox = Sandbox::published();
    let portal = sandbox.portal();
    let number = text(&portal, "SELECT max(account_number) FROM account");
    change(
        &portal,
        1,
        &format!(
            "INSERT INTO adjustment SELECT account_number, 'AJ0', 'AJ0', '2017-02-01', 100, 'other', NULL
             FROM account WHERE account_number = '{number}'"
        ),
    );
    fails(&sandbox, "V3", &[&[&number, &legacy(&portal, &number)]]);
}
