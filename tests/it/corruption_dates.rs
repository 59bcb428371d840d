//! Dates that were changed after the result was published: the calendar's, a hold's, a bill's.
//! `verify` must see each, and say which rule it breaks.

use super::corruption::{change, fails, legacy, text};
use super::sandbox::Sandbox;

/// Changes a cell of one calendar row, the first that `which` finds; V7 must say each of `said`
/// of it.
fn calendar_cell(cell: &str, which: &str, said: &[&str]) {
    let sandbox = Sandbox::published();
    let portal = sandbox.portal();
    let row = text(
        &portal,
        &format!("SELECT min(period || ' ' || bill_cycle) FROM billing_calendar WHERE {which}"),
    );
    let (period, cycle) = row.split_once(' ').unwrap_or_default();
    change(
        &portal,
        1,
        &format!(
            "UPDATE billing_calendar SET {cell} WHERE period = '{period}' AND bill_cycle = '{cycle}'"
        ),
    );
    let ran = fails(&sandbox, "V7", &[&[&format!("cycle {cycle} of {period}")]]);
    for said in said {
        assert!(ran.stdout.contains(said), "{said}\n{}", ran.stdout);
    }
}

const MOVED: &str = "due_date <> legacy_due_date AND bill_date = legacy_bill_date";
const STAYS: &str = "due_date = legacy_due_date AND bill_date = legacy_bill_date";

#[test]
fn a_reading_that_must_stay() {
    let said = ["readings stay (`reads_move`)"];
    calendar_cell("read_date = date(read_date, '+1 day')", STAYS, &said);
}

#[test]
fn a_row_that_no_window_holds() {
    let said = ["no date of the row lies in its window (`others_move`)"];
    calendar_cell("due_date = date(due_date, '+7 days')", STAYS, &said);
}

#[test]
fn a_moved_due_date_on_a_saturday() {
    let said = ["which is no business day (`business_days`)"];
    calendar_cell("due_date = '2017-03-11'", MOVED, &said);
}

#[test]
fn a_moved_due_date_far_from_the_window() {
    let said = ["is the last day allowed (`move_within_days`)"];
    calendar_cell("due_date = '2017-04-13'", MOVED, &said);
}

#[test]
fn a_figure_of_days_in_the_period() {
    let said = ["from read to read it is"];
    let some = "days_in_period IS NOT NULL";
    calendar_cell("days_in_period = days_in_period + 1", some, &said);
    calendar_cell("days_in_period = 30", "days_in_period IS NULL", &said);
}

#[test]
fn a_hold_that_ends_before_the_window() {
    let sandbox = Sandbox::published();
    let portal = sandbox.portal();
    let number = text(
        &portal,
        "SELECT max(account_number) FROM account WHERE disconnect_hold_until IS NOT NULL",
    );
    change(
        &portal,
        1,
        &format!(
            "UPDATE account SET disconnect_hold_until = date(disconnect_hold_until, '-1 day')
             WHERE account_number = '{number}'"
        ),
    );
    let ran = fails(&sandbox, "V6", &[&[&legacy(&portal, &number)]]);
    assert!(ran.stdout.contains("disconnection is not held"));
}

#[test]
fn a_bill_that_need_not_move() {
    let sandbox = Sandbox::published();
    let portal = sandbox.portal();
    let number = text(
        &portal,
        "SELECT max(account_number) FROM bill WHERE due_date = legacy_due_date",
    );
    let bill = text(
        &portal,
        &format!(
            "SELECT min(bill_id) FROM bill
             WHERE account_number = '{number}' AND due_date = legacy_due_date"
        ),
    );
    change(
        &portal,
        1,
        &format!("UPDATE bill SET due_date = '2017-04-20' WHERE bill_id = '{bill}'"),
    );
    let ran = fails(&sandbox, "V7", &[&[&legacy(&portal, &number)]]);
    assert!(ran.stdout.contains("which need not move"), "{}", ran.stdout);
}

/// Changes one row of a table, the first that `which` finds; V7 must name its account and say each
/// of `said`.
fn moved_row((table, key): (&str, &str), cell: &str, which: &str, said: &str) {
    let sandbox = Sandbox::published();
    let portal = sandbox.portal();
    let number = text(
        &portal,
        &format!("SELECT max(account_number) FROM {table} WHERE {which}"),
    );
    let row = format!(
        "SELECT CAST(min({key}) AS TEXT) FROM {table} WHERE account_number = '{number}' AND {which}"
    );
    let row = text(&portal, &row);
    change(
        &portal,
        1,
        &format!("UPDATE {table} SET {cell} WHERE account_number = '{number}' AND {key} = '{row}'"),
    );
    let ran = fails(&sandbox, "V7", &[&[&legacy(&portal, &number)]]);
    assert!(ran.stdout.contains(said), "{said}\n{}", ran.stdout);
}

#[test]
fn a_reason_that_cannot_have_moved_a_date() {
    let by_cycle = "moved_by = 'cycle_day'";
    let said = "by `first_open_day`, it can only be cycle_day";
    let bill = ("bill", "bill_id");
    moved_row(bill, "moved_by = 'first_open_day'", by_cycle, said);
    let installment = ("installment", "sequence");
    let said = "by `cycle_day`, it can only be first_open_day";
    moved_row(installment, by_cycle, "moved_by IS NOT NULL", said);
}
