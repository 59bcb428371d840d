//! Windows at the awkward places of the calendar: over a year's end, over two holidays in a row,
//! over a leap day, longer than a month; and rules that cannot be kept together.

use super::best::{Measure, Open};
use super::*;
use crate::decide::samples::{day, policy};
use crate::record::dates::DateRange;
use crate::record::plan::DateMove;
use crate::record::windows::{Spans, Windows};

fn row(cycle: &str, period: &str, read: &str, bill: &str, due: &str) -> CalendarRow {
    CalendarRow::new(cycle, period, [day(read), day(bill), day(due)])
}

fn span(from: &str, to: &str) -> DateRange {
    DateRange {
        from: day(from),
        to: day(to),
    }
}

/// A policy with this blackout, the extract made the day before, and these holidays.
fn with(from: &str, to: &str, holidays: &[&str]) -> Policy {
    let mut policy = policy();
    policy.blackout = Some(span(from, to));
    policy.windows = Windows::of_blackout(policy.blackout);
    policy.extracted_on = day(from) - chrono::Days::new(1);
    policy.business_days.holidays = holidays.iter().map(|text| day(text)).collect();
    policy
}

/// Returns each row's dates that moved, and why, as a person would write it down.
fn told(rows: &[CalendarRow], accounts: u64, policy: &Policy) -> String {
    let cycles = rows.iter().map(|row| (row.bill_cycle.clone(), accounts));
    let (calendar, found) = shift_calendar(rows, &cycles.collect(), policy);
    let mut lines = Vec::new();
    for row in &calendar.rows {
        for DateMove {
            date,
            from,
            to,
            rule,
            held_by,
        } in &row.moves
        {
            let held: Vec<&str> = held_by.iter().map(|rule| rule.name()).collect();
            lines.push(format!(
                "{} {} {} {from} -> {to} {} [{}]",
                row.legacy.bill_cycle,
                row.legacy.period,
                date.name(),
                rule.name(),
                held.join(" ")
            ));
        }
    }
    for finding in &found {
        lines.push(format!("{}: {}", finding.code, finding.message));
        lines.extend(finding.help.clone());
    }
    lines.join("\n")
}

#[test]
fn over_a_years_end() {
    let policy = with(
        "2020-12-28",
        "2021-01-03",
        &["2020-12-24", "2020-12-25", "2021-01-01", "2021-01-18"],
    );
    let rows = [
        row("1", "2020-12", "2020-12-04", "2020-12-08", "2020-12-29"),
        row("2", "2020-12", "2020-12-07", "2020-12-10", "2020-12-31"),
        row("3", "2020-12", "2020-12-28", "2020-12-30", "2021-01-19"),
        row("1", "2021-01", "2021-01-05", "2021-01-07", "2021-01-27"),
    ];
    insta::assert_snapshot!(told(&rows, 40, &policy), @"
    1 2020-12 due 2020-12-29 -> 2021-01-04 window []
    2 2020-12 due 2020-12-31 -> 2021-01-05 window [daily_capacity]
    3 2020-12 bill 2020-12-30 -> 2021-01-04 window []
    3 2020-12 due 2021-01-19 -> 2021-01-25 days_to_pay [business_days]
    ");
}

#[test]
fn over_two_holidays_in_a_row() {
    // Thanksgiving and the day after, behind a window that ends on the Wednesday.
    let policy = with("2021-11-22", "2021-11-24", &["2021-11-25", "2021-11-26"]);
    let rows = [
        row("1", "2021-11", "2021-10-29", "2021-11-02", "2021-11-23"),
        row("2", "2021-11", "2021-11-22", "2021-11-23", "2021-12-13"),
    ];
    insta::assert_snapshot!(told(&rows, 40, &policy), @"
    1 2021-11 due 2021-11-23 -> 2021-11-29 window [business_days]
    2 2021-11 bill 2021-11-23 -> 2021-11-29 window [business_days]
    2 2021-11 due 2021-12-13 -> 2021-12-20 days_to_pay [business_days]
    ");
}

#[test]
fn over_a_leap_day() {
    let policy = with("2024-02-27", "2024-03-03", &["2024-02-19"]);
    let mut rows = vec![
        row("1", "2024-02", "2024-02-06", "2024-02-08", "2024-02-29"),
        row("2", "2024-02", "2024-02-27", "2024-02-29", "2024-03-20"),
        row("1", "2024-03", "2024-03-07", "2024-03-08", "2024-03-28"),
    ];
    rows[0].late_fee_date = Some(day("2024-03-05"));
    rows[0].reminder_date = Some(day("2024-03-02"));
    rows[0].disconnect_date = Some(day("2024-03-18"));
    insta::assert_snapshot!(told(&rows, 40, &policy), @"
    1 2024-02 due 2024-02-29 -> 2024-03-04 window []
    1 2024-02 reminder 2024-03-02 -> 2024-03-06 follows []
    1 2024-02 late_fee 2024-03-05 -> 2024-03-11 follows [business_days]
    1 2024-02 disconnect 2024-03-18 -> 2024-03-22 follows []
    2 2024-02 bill 2024-02-29 -> 2024-03-04 window []
    2 2024-02 due 2024-03-20 -> 2024-03-25 days_to_pay [business_days]
    ");
}

#[test]
fn a_window_longer_than_a_month_leaves_two_bills_due_together() {
    let policy = with("2021-03-01", "2021-04-04", &["2021-05-31"]);
    let rows = [
        row("1", "2021-02", "2021-02-08", "2021-02-10", "2021-03-03"),
        row("1", "2021-03", "2021-03-08", "2021-03-10", "2021-03-31"),
        row("1", "2021-04", "2021-04-08", "2021-04-09", "2021-04-30"),
    ];
    insta::assert_snapshot!(told(&rows, 40, &policy), @r#"
    shift::no_day: 21 days between due dates (`due_gap_days`) and back on the regular dates with the next period (`return_within_periods`) leave no day for cycle "1" of "2021-02" (40 accounts; billed 2021-02-10; due 2021-03-03, may go to 2021-04-05 up to 2021-04-23; next due 2021-03-31), cycle "1" of "2021-03" (40 accounts; billed 2021-03-10, may go to 2021-04-05 up to 2021-04-23; due 2021-03-31, may go to 2021-04-05 up to 2021-04-30; next due 2021-04-30)
    no change of one figure or two helps: choose a shorter window, or change more of these rules
    "#);
}

#[test]
fn a_window_longer_than_a_month_with_room_behind_it() {
    let mut policy = with("2021-03-01", "2021-04-04", &["2021-05-31"]);
    policy.shift.due_gap_days = 14;
    policy.shift.due_by_next_bill = false;
    policy.shift.return_within_periods = 2;
    policy.move_within_days = 30;
    policy.move_with_bill_within_days = 45;
    let rows = [
        row("1", "2021-02", "2021-02-08", "2021-02-10", "2021-03-03"),
        row("1", "2021-03", "2021-03-08", "2021-03-10", "2021-03-31"),
        row("1", "2021-04", "2021-04-08", "2021-04-09", "2021-04-30"),
    ];
    insta::assert_snapshot!(told(&rows, 40, &policy), @r#"
    1 2021-02 due 2021-03-03 -> 2021-04-05 window []
    1 2021-03 bill 2021-03-10 -> 2021-04-05 window []
    1 2021-03 due 2021-03-31 -> 2021-04-26 window [business_days days_to_pay due_gap_days]
    1 2021-04 due 2021-04-30 -> 2021-05-10 due_gap_days [business_days]
    shift::due_dates_close: one pair of due dates comes closer than 21 days, for 40 accounts; closest is cycle "1": due on 2021-04-26, and again 14 days later on 2021-05-10
    where that is too close set `due_gap_days` (now 14); `cutover shift --due-gap` compares
    "#);
}

#[test]
fn rules_that_conflict_are_the_fewest_and_say_what_would_help() {
    let mut policy = with("2021-03-30", "2021-04-05", &[]);
    policy.days_to_pay = 19;
    policy.daily_capacity = 75;
    policy.move_within_days = 3;
    let rows = [
        row("14", "2021-03", "2021-03-09", "2021-03-11", "2021-03-30"),
        row("15", "2021-03", "2021-03-10", "2021-03-12", "2021-03-31"),
        row("16", "2021-03", "2021-03-15", "2021-03-17", "2021-04-06"),
        row("17", "2021-03", "2021-03-16", "2021-03-18", "2021-04-07"),
        row("18", "2021-03", "2021-03-17", "2021-03-19", "2021-04-08"),
    ];
    insta::assert_snapshot!(told(&rows, 40, &policy), @r#"
    shift::no_day: 75 accounts due on a day (`daily_capacity`) and 3 days after the window at most (`move_within_days`) leave no day for cycle "15" of "2021-03" (40 accounts; billed 2021-03-12; due 2021-03-31, may go to 2021-04-06 up to 2021-04-08)
    any one of these would do: `daily_capacity` = 80 (5 more on 2021-04-06, 5 more on 2021-04-07); `move_within_days` = 7
    "#);
}

#[test]
fn readings_move_and_the_next_period_takes_the_days_back() {
    let mut policy = with("2021-03-30", "2021-04-01", &[]);
    policy.days_to_pay = 19;
    policy.period_days = (27, 33);
    policy.windows.read = policy.windows.due.clone();
    policy.shift.reads_move = true;
    policy.shift.return_within_periods = 2;
    let rows = [
        row("1", "2021-03", "2021-03-01", "2021-03-03", "2021-03-22"),
        row("1", "2021-04", "2021-03-31", "2021-04-02", "2021-04-21"),
        row("1", "2021-05", "2021-04-30", "2021-05-03", "2021-05-24"),
        row("1", "2021-06", "2021-06-01", "2021-06-03", "2021-06-22"),
    ];
    insta::assert_snapshot!(told(&rows, 36, &policy), @"
    1 2021-04 read 2021-03-31 -> 2021-04-02 window []
    ");
}

#[test]
fn a_period_that_cannot_be_that_long_says_so() {
    let mut policy = with("2021-03-30", "2021-04-08", &[]);
    policy.days_to_pay = 19;
    policy.period_days = (27, 37);
    policy.windows.read = policy.windows.due.clone();
    policy.shift.reads_move = true;
    policy.shift.read_move_days = 14;
    let rows = [
        row("14", "2021-03", "2021-03-01", "2021-03-03", "2021-03-22"),
        row("14", "2021-04", "2021-03-31", "2021-04-02", "2021-04-21"),
        row("14", "2021-05", "2021-04-30", "2021-05-03", "2021-05-24"),
    ];
    insta::assert_snapshot!(told(&rows, 36, &policy), @r#"
    shift::no_day: periods of 27 to 37 days (`period_days`) leave no day for cycle "14" of "2021-04" (36 accounts; read 2021-03-31, may go to 2021-04-09 up to 2021-04-14; billed 2021-04-02, may go to 2021-04-09 up to 2021-04-28; due 2021-04-21, may go to 2021-04-21 up to 2021-05-21; next read 2021-04-30)
    this would do: `period_days.max` = 39 with `period_days.min` = 21
    "#);
}

#[test]
fn each_action_has_its_own_window() {
    let mut policy = with("2021-03-30", "2021-04-05", &[]);
    policy.days_to_pay = 19;
    policy.windows.bill_print = Spans::new([span("2021-03-31", "2021-04-01")]);
    policy.windows.due = Spans::new([
        span("2021-03-30", "2021-03-31"),
        span("2021-04-08", "2021-04-09"),
    ]);
    let rows = [
        row("1", "2021-03", "2021-03-09", "2021-03-11", "2021-03-30"),
        row("2", "2021-03", "2021-03-16", "2021-03-18", "2021-04-06"),
        row("3", "2021-03", "2021-03-18", "2021-03-19", "2021-04-08"),
        row("4", "2021-03", "2021-03-29", "2021-03-31", "2021-04-19"),
        row("5", "2021-03", "2021-03-31", "2021-04-02", "2021-04-21"),
    ];
    insta::assert_snapshot!(told(&rows, 36, &policy), @"
    1 2021-03 due 2021-03-30 -> 2021-04-01 window []
    3 2021-03 due 2021-04-08 -> 2021-04-12 window [business_days]
    4 2021-03 bill 2021-03-31 -> 2021-04-02 window []
    4 2021-03 due 2021-04-19 -> 2021-04-21 days_to_pay []
    ");
}

/// A world in which the solver has much to choose: twelve cycles, and few that fill a day together.
fn crowded() -> (Vec<CalendarRow>, BTreeMap<String, u64>, Policy) {
    let mut policy = with("2021-03-01", "2021-03-12", &[]);
    policy.daily_capacity = 60;
    let accounts = (1..).zip([53_u64, 47, 41, 37, 31, 29, 23, 19, 17, 13, 11, 7]);
    let accounts = accounts.map(|(n, accounts): (u32, u64)| (n.to_string(), accounts));
    let rows = (1..=12).map(|n| {
        let due = format!("2021-03-{n:02}");
        row(&n.to_string(), "2021-02", "2021-01-30", "2021-02-01", &due)
    });
    (rows.collect(), accounts.collect(), policy)
}

/// Without a step the solver proves nothing: what is at hand is used, and said.
#[test]
fn a_calendar_that_is_not_proved_to_be_the_best_keeps_the_rules_and_says_so() {
    let (rows, cycles, policy) = crowded();
    let (best, found) = shift_in(&rows, &cycles, &policy, STEPS);
    assert!(found.is_empty(), "{found:?}");
    let (calendar, found) = shift_in(&rows, &cycles, &policy, 0);
    assert!(best.figures <= calendar.figures);
    let mut loads: BTreeMap<NaiveDate, u64> = BTreeMap::new();
    for row in &calendar.rows {
        assert!(row.due_date > day("2021-03-12"));
        *loads.entry(row.due_date).or_default() += row.accounts;
    }
    assert!(loads.values().all(|load| *load <= policy.daily_capacity));
    insta::assert_snapshot!(crate::diag::render::render(&found, None, 100, false), @"
    shift::best_not_proved

      ⚠ the calendar keeps every rule; no calendar moves fewer accounts or fewer account-days; one
      │ that has a smaller peak or is back sooner was not ruled out in the steps that the solver is
      │ given
      help: it can be used as it is; for a proof raise `daily_capacity` (now 60) a little, or ask for
            fewer days with `move_within_days` (now 20)

    1 warning
    ");
}

#[test]
fn what_is_proved_is_told_by_measure() {
    let customers = (Measure::Customers, None);
    let days = (Measure::CustomerDays, Some((5_446, 5_432)));
    let found = [customers, days]
        .map(|(measure, figure)| findings::best_not_proved(Open { measure, figure }, &policy()));
    insta::assert_snapshot!(crate::diag::render::render(&found, None, 100, false), @"
    shift::best_not_proved

      ⚠ the calendar keeps every rule; no calendar moves fewer accounts; one that moves fewer account-
      │ days, at most 14 fewer than its 5446, was not ruled out in the steps that the solver is given
      ⚠ the calendar keeps every rule; one that moves fewer accounts was not ruled out in the steps
      │ that the solver is given
      help: it can be used as it is; for a proof raise `daily_capacity` (now 75) a little, or ask for
            fewer days with `move_within_days` (now 20)

    2 warnings
    ");
}

/// Fifteen cycles fill four days to the last account: without a step nothing is found, and nothing is
/// ruled out; with the usual ones there is a calendar.
#[test]
fn a_calendar_that_is_neither_found_nor_ruled_out_is_refused() {
    let mut policy = with("2021-03-01", "2021-03-12", &[]);
    policy.move_within_days = 6;
    policy.daily_capacity = 61;
    let accounts = [5, 23, 32, 43, 3, 13, 35, 11, 6, 2, 20, 20, 7, 14, 10];
    let accounts = (1_u32..).zip(accounts);
    let rows = accounts.clone().map(|(n, _)| {
        let due = format!("2021-03-{:02}", 1 + n % 12);
        row(&n.to_string(), "2021-02", "2021-01-30", "2021-02-01", &due)
    });
    let rows: Vec<CalendarRow> = rows.collect();
    let cycles = accounts
        .map(|(n, accounts)| (n.to_string(), accounts))
        .collect();
    let (calendar, found) = shift_in(&rows, &cycles, &policy, STEPS);
    assert!(found.is_empty() && calendar.figures.peak == 61, "{found:?}");
    let (calendar, found) = shift_in(&rows, &cycles, &policy, 0);
    assert!(calendar.rows.iter().all(|row| !row.moved()));
    insta::assert_snapshot!(crate::diag::render::render(&found, None, 100, false), @"
    shift::not_proved

      × neither a calendar was found nor that there is none, in the steps that the solver is given:
      │ the days after the windows are filled to the last account
      help: raise `daily_capacity` (now 61) a little, or ask for fewer days with `move_within_days`
            (now 6)

    1 error
    ");
}

#[test]
fn due_dates_that_come_close_are_told_where_no_rule_keeps_them_apart() {
    let mut policy = with("2021-03-01", "2021-03-12", &[]);
    let rows = [
        row("1", "2021-02", "2021-02-05", "2021-02-09", "2021-03-02"),
        row("1", "2021-03", "2021-03-08", "2021-03-15", "2021-04-01"),
    ];
    policy.days_to_pay = 17;
    policy.shift.due_gap_days = 0;
    let found = |policy: &Policy, accounts| {
        let cycles = [("1".to_owned(), accounts)].into();
        let (_, found) = shift_calendar(&rows, &cycles, policy);
        found.into_iter().map(|f| f.code).collect::<Vec<_>>()
    };
    let cycles = [("1".to_owned(), 40)].into();
    let (_, close) = shift_calendar(&rows, &cycles, &policy);
    insta::assert_snapshot!(crate::diag::render::render(&close, None, 100, false), @r#"
    shift::due_dates_close

      ⚠ one pair of due dates comes closer than 21 days, for 40 accounts; closest is cycle "1": due on
      │ 2021-03-15, and again 17 days later on 2021-04-01
      help: where that is too close set `due_gap_days` (now 0); `cutover shift --due-gap` compares

    1 warning
    "#);
    assert_eq!(found(&policy, 40), ["shift::due_dates_close"]);
    assert_eq!(found(&policy, 0), [""; 0], "nobody is billed");
    policy.shift.due_gap_days = 21;
    assert_eq!(found(&policy, 40), ["shift::no_day"]);
}

#[test]
fn a_date_that_may_stay_makes_room_only_where_others_may_move() {
    // The 25th and the 26th are holidays; 10 accounts are due on the 29th already.
    let mut policy = with("2021-03-01", "2021-03-05", &["2021-03-25", "2021-03-26"]);
    policy.days_to_pay = 17;
    policy.daily_capacity = 45;
    let rows = [
        row("1", "2021-03", "2021-03-02", "2021-03-04", "2021-03-24"),
        row("2", "2021-03", "2021-03-03", "2021-03-05", "2021-03-29"),
    ];
    let cycles: BTreeMap<String, u64> = [("1".to_owned(), 40), ("2".to_owned(), 10)].into();
    let due = |policy: &Policy| {
        let (calendar, found) = shift_calendar(&rows, &cycles, policy);
        assert!(found.is_empty(), "{found:?}");
        let dues = calendar.rows.iter().map(|row| row.due_date.to_string());
        dues.collect::<Vec<_>>()
    };
    assert_eq!(due(&policy), ["2021-03-30", "2021-03-29"]);
    policy.shift.others_move = true;
    assert_eq!(due(&policy), ["2021-03-29", "2021-03-30"]);
}
