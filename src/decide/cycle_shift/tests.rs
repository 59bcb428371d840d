//! The calendar's rules, case by case; the blackout is Friday 2017-02-24 to Thursday 2017-03-02.

use super::*;
use crate::decide::samples::{day, policy};
use crate::diag::finding::Severity;
use crate::record::dates::DateRange;
use crate::record::plan::DateRule;
use crate::record::windows::Windows;

fn row(cycle: &str, period: &str, read: &str, bill: &str, due: &str) -> CalendarRow {
    CalendarRow::new(cycle, period, [day(read), day(bill), day(due)])
}

fn accounts(counts: &[(&str, u64)]) -> BTreeMap<String, u64> {
    counts.iter().map(|&(c, n)| (c.to_owned(), n)).collect()
}

/// Shifts rows without accounts and returns bill date, due date and rule of the only row.
fn shift_one(bill: &str, due: &str) -> (String, String, Vec<DateRule>) {
    let rows = [row("1", "2017-02", "2017-01-30", bill, due)];
    let (calendar, found) = shift_calendar(&rows, &BTreeMap::new(), &policy());
    assert!(found.is_empty(), "{found:?}");
    let row = &calendar.rows[0];
    (
        row.bill_date.to_string(),
        row.due_date.to_string(),
        row.moves.iter().map(|moved| moved.rule).collect(),
    )
}

#[test]
fn due_dates_in_the_blackout_move_to_the_first_business_day_after_it() {
    for (due, expected) in [
        ("2017-02-23", "2017-02-23"),
        ("2017-02-24", "2017-03-03"),
        ("2017-02-26", "2017-03-03"),
        ("2017-03-02", "2017-03-03"),
        ("2017-03-03", "2017-03-03"),
        ("2017-03-04", "2017-03-04"),
    ] {
        let (bill, new, rule) = shift_one("2017-02-01", due);
        assert_eq!((bill.as_str(), new.as_str()), ("2017-02-01", expected));
        let moves = ("2017-02-24"..="2017-03-02").contains(&due);
        assert_eq!(!rule.is_empty(), moves, "{due}");
    }
}

#[test]
fn a_due_date_moves_over_a_weekend_and_a_holiday() {
    let mut policy = policy();
    policy.windows = Windows::of_blackout(Some(DateRange {
        from: day("2017-02-15"),
        to: day("2017-02-17"),
    }));
    let rows = [row(
        "1",
        "2017-02",
        "2017-01-20",
        "2017-01-23",
        "2017-02-16",
    )];
    let (calendar, _) = shift_calendar(&rows, &BTreeMap::new(), &policy);
    // 18 and 19 February are a weekend, the 20th is a holiday.
    assert_eq!(calendar.rows[0].due_date, day("2017-02-21"));
}

#[test]
fn a_moved_due_date_leaves_the_days_to_pay_even_where_the_old_one_did_not() {
    let (_, due, rule) = shift_one("2017-02-14", "2017-02-28");
    assert_eq!(due, "2017-03-06");
    assert_eq!(rule, [DateRule::Window]);
}

#[test]
fn bill_dates_in_the_blackout_move_and_due_dates_only_along_if_need_be() {
    use DateRule::{DaysToPay, Window};
    for (bill, due, new_bill, new_due, rule) in [
        (
            "2017-02-23",
            "2017-03-15",
            "2017-02-23",
            "2017-03-15",
            vec![],
        ),
        (
            "2017-02-24",
            "2017-03-16",
            "2017-03-03",
            "2017-03-23",
            vec![Window, DaysToPay],
        ),
        (
            "2017-03-02",
            "2017-03-22",
            "2017-03-03",
            "2017-03-23",
            vec![Window, DaysToPay],
        ),
        (
            "2017-03-02",
            "2017-03-23",
            "2017-03-03",
            "2017-03-23",
            vec![Window],
        ),
        // Long enough: it stays, though it is a Saturday.
        (
            "2017-03-02",
            "2017-03-25",
            "2017-03-03",
            "2017-03-25",
            vec![Window],
        ),
        (
            "2017-03-03",
            "2017-03-17",
            "2017-03-03",
            "2017-03-17",
            vec![],
        ),
    ] {
        assert_eq!(
            shift_one(bill, due),
            (new_bill.to_owned(), new_due.to_owned(), rule),
            "{bill} {due}"
        );
    }
}

#[test]
fn bill_and_due_date_both_in_a_long_blackout_move_by_the_bills_limit() {
    let (bill, due, rule) = shift_one("2017-02-24", "2017-03-02");
    assert_eq!((bill.as_str(), due.as_str()), ("2017-03-03", "2017-03-23"));
    assert_eq!(rule, [DateRule::Window, DateRule::Window]);
}

#[test]
fn lower_cycles_come_first_and_a_day_fills_exactly() {
    let rows = [
        row("10", "2017-02", "2017-01-30", "2017-02-01", "2017-02-24"),
        row("9", "2017-02", "2017-01-30", "2017-02-01", "2017-03-02"),
        row("2", "2017-02", "2017-01-30", "2017-02-01", "2017-03-01"),
        row("30", "2017-02", "2017-01-30", "2017-02-10", "2017-03-03"),
    ];
    let counts = accounts(&[("2", 40), ("9", 30), ("10", 1), ("30", 5)]);
    let (calendar, found) = shift_calendar(&rows, &counts, &policy());
    assert!(found.is_empty());
    let due: Vec<_> = calendar
        .rows
        .iter()
        .map(|row| (row.legacy.bill_cycle.as_str(), row.due_date.to_string()))
        .collect();
    // 5 + 40 + 30 accounts fill Friday; Monday takes the rest.
    assert_eq!(
        due,
        [
            ("2", "2017-03-03".to_owned()),
            ("9", "2017-03-03".to_owned()),
            ("10", "2017-03-06".to_owned()),
            ("30", "2017-03-03".to_owned()),
        ]
    );
}

#[test]
fn a_lower_cycle_comes_before_an_earlier_period() {
    let rows = [
        row("19", "2017-02", "2017-02-21", "2017-02-24", "2017-03-16"),
        row("1", "2017-03", "2017-02-24", "2017-03-01", "2017-03-21"),
    ];
    let counts = accounts(&[("1", 40), ("19", 40)]);
    let (calendar, _) = shift_calendar(&rows, &counts, &policy());
    let due: Vec<_> = calendar.rows.iter().map(|row| row.due_date).collect();
    assert_eq!(due, [day("2017-03-24"), day("2017-03-23")]);
}

#[test]
fn a_row_that_moves_away_makes_room_on_its_old_day() {
    let rows = [
        row("1", "2017-02", "2017-02-10", "2017-02-24", "2017-03-06"),
        row("2", "2017-02", "2017-01-30", "2017-02-14", "2017-02-28"),
    ];
    let counts = accounts(&[("1", 75), ("2", 75)]);
    let (calendar, found) = shift_calendar(&rows, &counts, &policy());
    assert!(found.is_empty());
    assert_eq!(calendar.rows[0].due_date, day("2017-03-23"));
    assert_eq!(calendar.rows[1].due_date, day("2017-03-06"));
}

#[test]
fn a_row_without_a_day_is_an_error_that_says_what_would_help() {
    let rows = [row(
        "7",
        "2017-02",
        "2017-01-30",
        "2017-02-01",
        "2017-03-01",
    )];
    let (calendar, found) = shift_calendar(&rows, &accounts(&[("7", 80)]), &policy());
    assert_eq!(calendar.rows[0].due_date, day("2017-03-01"));
    assert!(calendar.issued.is_empty());
    assert_eq!(
        (found[0].code, found[0].severity),
        ("shift::no_day", Severity::Error)
    );
    assert_eq!(
        found[0].message,
        "75 accounts due on a day (`daily_capacity`) leave no day for cycle \"7\" of \"2017-02\" \
         (80 accounts; billed 2017-02-01; due 2017-03-01, may go to 2017-03-03 up to 2017-03-22)"
    );
    assert_eq!(
        found[0].help.as_deref(),
        Some("this would do: `daily_capacity` = 80 (5 more on 2017-03-03)")
    );
}

#[test]
fn the_last_allowed_day_is_twenty_days_after_the_blackout() {
    let mut rows = vec![row(
        "1",
        "2017-02",
        "2017-01-30",
        "2017-02-01",
        "2017-03-01",
    )];
    for due in 3..=22 {
        let due = format!("2017-03-{due:02}");
        rows.push(row(&due, "2017-02", "2017-01-30", "2017-02-01", &due));
    }
    let mut counts: BTreeMap<_, _> = rows.iter().map(|r| (r.bill_cycle.clone(), 75)).collect();
    let (_, found) = shift_calendar(&rows, &counts, &policy());
    assert_eq!(
        found[0].help.as_deref(),
        Some(
            "any one of these would do: `daily_capacity` = 150 (75 more on 2017-03-03); \
             `move_within_days` = 21; `others_move` = true"
        )
    );
    counts.insert("2017-03-22".to_owned(), 0);
    let (calendar, found) = shift_calendar(&rows, &counts, &policy());
    assert!(found.is_empty());
    assert_eq!(calendar.rows[0].due_date, day("2017-03-22"));
}

#[test]
fn a_due_date_moves_thirty_days_with_its_bill_and_no_further() {
    let (_, due, _) = shift_one("2017-02-24", "2017-02-25");
    assert_eq!(due, "2017-03-23");
    let mut policy = policy();
    policy.days_to_pay = 25;
    let bill = |due| [row("1", "2017-02", "2017-01-30", "2017-02-24", due)];
    // 3 March plus 25 days is Tuesday 28 March, 30 days after 26 February.
    let (calendar, found) = shift_calendar(&bill("2017-02-26"), &BTreeMap::new(), &policy);
    assert!(found.is_empty());
    assert_eq!(calendar.rows[0].due_date, day("2017-03-28"));
    let (calendar, found) = shift_calendar(&bill("2017-02-25"), &BTreeMap::new(), &policy);
    assert_eq!(calendar.rows[0].due_date, day("2017-02-25"));
    assert_eq!(
        found[0].message,
        "30 days after the old due date at most (`move_with_bill_within_days`), 20 days after the \
         window at most (`move_within_days`) and 25 days to pay (`days_to_pay`) leave no day for cycle \"1\" of \"2017-02\" (0 accounts; billed \
         2017-02-24, may go to 2017-03-03 up to 2017-03-22; due 2017-02-25, may go to 2017-03-03 \
         up to 2017-03-27)"
    );
    assert_eq!(
        found[0].help.as_deref(),
        Some(
            "any one of these would do: `move_with_bill_within_days` = 31; \
             `move_within_days` = 26; `days_to_pay` = 24"
        )
    );
}

#[test]
fn without_a_blackout_nothing_moves() {
    let mut policy = policy();
    policy.blackout = None;
    policy.windows = Windows::default();
    let rows = [row(
        "1",
        "2017-02",
        "2017-01-30",
        "2017-02-24",
        "2017-03-01",
    )];
    let (calendar, found) = shift_calendar(&rows, &accounts(&[("1", 999)]), &policy);
    assert!(found.is_empty() && calendar.issued.is_empty());
    assert_eq!(calendar.rows[0].due_date, day("2017-03-01"));
    assert!(!calendar.rows[0].moved());
}

#[test]
fn a_period_runs_from_read_to_read_within_its_cycle() {
    let read = |cycle, period, read| row(cycle, period, read, "2017-04-10", "2017-05-10");
    let rows = [
        read("1", "2017-03", "2017-02-26"),
        read("2", "2017-01", "2017-01-03"),
        read("1", "2017-01", "2017-01-01"),
        read("1", "2017-02", "2017-02-01"),
        read("2", "2017-02", "2017-02-10"),
        read("1", "2017-04", "2017-03-22"),
    ];
    let (calendar, found) = shift_calendar(&rows, &BTreeMap::new(), &policy());
    let days: Vec<_> = calendar
        .rows
        .iter()
        .map(|row| (row.legacy.bill_cycle.as_str(), row.days_in_period))
        .collect();
    assert_eq!(
        days,
        [
            ("1", None),
            ("2", None),
            ("1", Some(31)),
            ("2", Some(38)),
            ("1", Some(25)),
            ("1", Some(24))
        ]
    );
    assert_eq!(found.len(), 2);
    assert!(found.iter().all(|f| f.severity == Severity::Warning));
    assert!(
        found[0]
            .message
            .starts_with("cycle \"2\", period \"2017-02\": 38 days")
    );
    assert!(
        found[1]
            .message
            .starts_with("cycle \"1\", period \"2017-04\": 24 days")
    );
}

#[test]
fn a_cycle_with_accounts_and_no_dates_is_named() {
    let rows = [row(
        "1",
        "2017-02",
        "2017-01-30",
        "2017-02-01",
        "2017-02-21",
    )];
    let counts = accounts(&[("1", 3), ("22", 4), ("23", 0)]);
    let (_, found) = shift_calendar(&rows, &counts, &policy());
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].code, "shift::cycle_not_in_calendar");
    assert!(found[0].message.contains("\"22\" has open accounts (4)"));
    // Without any row it is one warning, and none without a window.
    let (_, found) = shift_calendar(&[], &counts, &policy());
    assert_eq!(found.len(), 1);
    assert!(
        found[0]
            .message
            .contains("no row, and 7 accounts in 3 cycles are open")
    );
    let mut policy = policy();
    policy.windows = Windows::default();
    assert!(shift_calendar(&[], &counts, &policy).1.is_empty());
}
