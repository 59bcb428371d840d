//! Mappings that say more about holds than the samples do: windows of single actions, dates of
//! their own, due days that are kept, a calendar with late fees.

use super::super::sandbox::Sandbox;
use super::super::support::{Row, csv};
use super::{iso, moved};
use std::collections::{BTreeMap, BTreeSet};

#[test]
fn late_fees_and_disconnections_rest_on_the_days_of_their_own_windows() {
    let sandbox = Sandbox::new();
    sandbox.edit_mapping(
        "designated_day = ",
        "collection_hold_until = 2017-05-31\ndesignated_day = ",
    );
    sandbox.edit_mapping(
        "[notices]",
        "[windows]
late_fee = { from = 2017-02-22, to = 2017-03-31 }
disconnect = [{ from = 2017-02-25, to = 2017-02-26 }, { from = 2017-03-01, to = 2017-03-02 }]
[notices]",
    );
    sandbox.cutover("run", &[]).expect(0);
    let rows = csv(&sandbox.out().join("account-holds.csv"));
    let moved = moved(&sandbox.out());
    let mut seen = BTreeSet::new();
    for row in rows.iter().filter(|row| row["kind"] != "draft_suppressed") {
        let due = moved
            .get(&row["legacy_account_number"])
            .map_or("", |(day, _)| day.as_str());
        let (first, last, usual) = match row["kind"].as_str() {
            "late_fee_waiver" => ("2017-02-22", "2017-03-31", "window"),
            "disconnect_hold" => ("2017-02-25", "2017-03-02", "window"),
            _ => ("2017-02-25", "2017-05-31", "policy"),
        };
        let reason = if due > last { "due_date_moved" } else { usual };
        // A bill that was due on the blackout's first day may not be late on the second.
        let found = [&row["ends_on"], &row["reason"]];
        assert_eq!(found, [due.max(last), reason], "{row:?}");
        assert_eq!(row["starts_on"], first, "{row:?}");
        seen.insert((row["kind"].clone(), row["reason"].clone()));
    }
    assert_eq!(seen.len(), 4, "{seen:?}");
    assert!(
        sandbox
            .cutover("verify", &[])
            .expect(0)
            .stdout
            .contains("Go: ")
    );
}

#[test]
fn a_bill_that_stays_on_the_customers_own_day_names_its_account_in_the_list() {
    let sandbox = Sandbox::new();
    sandbox.edit_mapping(
        "designated_day = \"move_later\"",
        "designated_day = \"keep\"",
    );
    sandbox.cutover("run", &[]).expect(0);
    let portal = sandbox.portal();
    let sql = "SELECT DISTINCT legacy_account_number FROM bill JOIN account USING (account_number)
        WHERE due_date BETWEEN '2017-02-24' AND '2017-03-02'";
    let mut query = portal.prepare(sql).unwrap();
    let kept = query.query_map([], |row| row.get::<_, String>(0)).unwrap();
    let kept: BTreeSet<String> = kept.map(Result::unwrap).collect();
    assert!(!kept.is_empty());
    let rows = csv(&sandbox.out().join("account-holds.csv"));
    let named = rows
        .iter()
        .filter(|row| row["reason"] == "designated_day_kept");
    let named: Vec<&Row> = named.collect();
    let accounts: BTreeSet<String> = named
        .iter()
        .map(|r| r["legacy_account_number"].clone())
        .collect();
    assert_eq!(accounts, kept);
    assert!(
        named
            .iter()
            .all(|row| row["ends_on"].as_str() >= "2017-03-03")
    );
}

#[test]
fn a_late_fee_of_the_calendar_is_held_until_the_day_before_its_new_one() {
    let sandbox = Sandbox::new();
    let day = |text: &str| iso(text).parse::<chrono::NaiveDate>().unwrap();
    sandbox.edit("BILLCAL.csv", |text| {
        let lines = text.lines().enumerate().map(|(at, line)| {
            let due = line.rsplit(',').next().unwrap();
            let fee = || {
                (day(due) + chrono::Days::new(10))
                    .format("%m/%d/%Y")
                    .to_string()
            };
            let cell = if at == 0 { "FEE_DT".to_owned() } else { fee() };
            format!("{line},{cell}\r\n")
        });
        lines.collect()
    });
    sandbox.edit_mapping(
        "due_date   = \"DUE_DT\"\n",
        "due_date = \"DUE_DT\"\nlate_fee_date = \"FEE_DT\"\n",
    );
    sandbox.cutover("run", &[]).expect(0);
    let calendar = csv(&sandbox.out().join("billing-calendar.csv"));
    // Of each cycle the last new day of a late fee that moved, of bills issued by then.
    let mut needs: BTreeMap<String, String> = BTreeMap::new();
    for row in calendar {
        let issued = row["legacy_bill_date"].as_str() <= "2017-02-23";
        if issued && row["late_fee_date"] > row["legacy_late_fee_date"] {
            let day: chrono::NaiveDate = row["late_fee_date"].parse().unwrap();
            let before = day.pred_opt().unwrap().to_string();
            let of = needs.entry(row["bill_cycle"].clone()).or_default();
            *of = before.max(of.clone());
        }
    }
    assert!(!needs.is_empty());
    let portal = sandbox.portal();
    let sql =
        "SELECT bill_cycle, ends_on, reason FROM account_hold JOIN account USING (account_number)
        WHERE kind = 'late_fee_waiver'";
    let mut query = portal.prepare(sql).unwrap();
    let texts = |row: &rusqlite::Row<'_>| Ok([row.get(0)?, row.get(1)?, row.get(2)?]);
    let rows = query.query_map([], texts).unwrap();
    let rows: Vec<[String; 3]> = rows.map(Result::unwrap).collect();
    let of_calendar = rows.iter().filter(|row| row[2] == "calendar_date").count();
    assert!(of_calendar > 0);
    for [cycle, ends_on, reason] in rows {
        let need = needs.get(&cycle).map_or("", String::as_str);
        assert!(
            ends_on.as_str() >= need,
            "cycle {cycle}: {ends_on} before {need}"
        );
        assert!(
            reason != "calendar_date" || ends_on == need,
            "cycle {cycle}"
        );
    }
}

#[test]
fn a_collection_hold_that_ends_inside_the_window_is_refused() {
    let sandbox = Sandbox::new();
    sandbox.edit_mapping(
        "designated_day = ",
        "collection_hold_until = 2017-03-01\ndesignated_day = ",
    );
    let ran = sandbox.cutover("check", &[]).expect(3);
    ran.says("mapping::bad_date").says("ends on 2017-03-02");
}
