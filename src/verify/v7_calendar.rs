//! V7's calendar: the table row by row against the export, and the rules of what moved.
//!
//! Columns that the table does not have are not asked. The rules themselves stand in
//! `calendar_rules`.

use super::calendar_rules::{Placed, broken_rules, needless_moves};
use super::facts::{day, whole};
use super::outputs::Outputs;
use super::portal::Portal;
use super::source::Source;
use super::table::Table;
use super::tally::Tally;
use crate::record::calendar::{CalendarRow, cycle_order, is_next_month};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// New due date by cycle, legacy bill date and legacy due date.
pub(super) type NewDue = BTreeMap<(String, NaiveDate, NaiveDate), NaiveDate>;

/// Compares the calendar row by row with the export's and asks for the rules of what moved.
pub(super) fn calendar(tally: &mut Tally, portal: &Portal<'_>, source: &Source<'_>) -> NewDue {
    let table = portal.table("billing_calendar");
    let open = open_accounts(source);
    let (mut rows, mut new_due) = (Vec::new(), NewDue::new());
    let mut wanted = BTreeSet::new();
    for row in &source.calendar {
        let key = format!("{}|{}", row.bill_cycle, row.period);
        let name = cycle_name(&key);
        tally.want(is_the_exports(table, &key, row), || {
            format!("{name}: the legacy dates are not the export's")
        });
        let accounts = whole(table.get(&key, "accounts"));
        let served = open.get(row.bill_cycle.as_str()).copied().unwrap_or(0);
        tally.must(u64::try_from(accounts) == Ok(served), || {
            format!("{name}: {accounts} accounts in the calendar, {served} open carried accounts in the export")
        });
        if let Some(placed) = placed(table, &key, row) {
            says_why(tally, table, &key, &placed);
            let legacy = (row.bill_cycle.clone(), row.bill_date, row.due_date);
            new_due.insert(legacy, placed.now.due_date);
            rows.push(placed);
        } else {
            tally.fail(|| format!("{name}: a reading, a bill date or a due date is missing"));
        }
        wanted.insert(key);
    }
    for key in table.keys().filter(|key| !wanted.contains(*key)) {
        tally.fail(|| {
            let name = cycle_name(key);
            format!("{name}: stands in the calendar, not in the export")
        });
    }
    for broken in broken_rules(&rows, &open, source.policy) {
        tally.fail(|| broken.to_string());
    }
    for needless in needless_moves(&rows, &open, source.policy) {
        tally.fail(|| needless.to_string());
    }
    legacy_periods(tally, table, &source.calendar);
    new_due
}

/// Counts the open carried accounts of each cycle in the export.
fn open_accounts(source: &Source<'_>) -> BTreeMap<String, u64> {
    let mut open: BTreeMap<String, u64> = BTreeMap::new();
    for (_, record, _) in source.carried().filter(|(_, record, _)| record.open) {
        let cycle = record.bill_cycle.clone().unwrap_or_default();
        *open.entry(cycle).or_default() += 1;
    }
    open
}

/// Returns true where the row's legacy dates are those of the export.
fn is_the_exports(table: &Table, key: &str, row: &CalendarRow) -> bool {
    let always = [
        ("legacy_read_date", Some(row.read_date)),
        ("legacy_bill_date", Some(row.bill_date)),
        ("legacy_due_date", Some(row.due_date)),
    ];
    let some = [
        ("legacy_reminder_date", row.reminder_date),
        ("legacy_late_fee_date", row.late_fee_date),
        ("legacy_disconnect_date", row.disconnect_date),
    ];
    let some = some.into_iter().filter(|(column, _)| table.knows(column));
    let mut dates = always.into_iter().chain(some);
    dates.all(|(column, date)| day(table.get(key, column)) == date)
}

/// Returns the row with the dates that stand in the table; none where one is missing.
fn placed(table: &Table, key: &str, legacy: &CalendarRow) -> Option<Placed> {
    let date = |column| day(table.get(key, column));
    let mut legacy = legacy.clone();
    for (column, planned) in [
        ("reminder_date", &mut legacy.reminder_date),
        ("late_fee_date", &mut legacy.late_fee_date),
        ("disconnect_date", &mut legacy.disconnect_date),
    ] {
        *planned = planned.filter(|_| table.knows(column));
    }
    let now = CalendarRow {
        read_date: date("read_date")?,
        bill_date: date("bill_date")?,
        due_date: date("due_date")?,
        reminder_date: date("reminder_date"),
        late_fee_date: date("late_fee_date"),
        disconnect_date: date("disconnect_date"),
        ..legacy.clone()
    };
    let stated = table.get(key, "days_in_period");
    Some(Placed {
        legacy,
        now,
        days_in_period: stated.and_then(|days| days.parse().ok()),
    })
}

/// Asks that a row says why it moved, and that one on its old dates does not.
fn says_why(tally: &mut Tally, table: &Table, key: &str, row: &Placed) {
    if !table.knows("moved_by") {
        return;
    }
    let why = table
        .get(key, "moved_by")
        .is_some_and(|why| !why.is_empty());
    let (legacy, now) = (&row.legacy, &row.now);
    let decided = |row: &CalendarRow| (row.read_date, row.bill_date, row.due_date);
    let holds = if decided(legacy) == decided(now) {
        !why || legacy != now
    } else {
        why
    };
    tally.must(holds, || {
        let what = if why {
            "says why a date moved, and none did"
        } else {
            "does not say why a date moved"
        };
        format!("{}: `moved_by` {what}", cycle_name(key))
    });
}

/// Asks for the length of every billing period as the legacy system planned it. One that it made
/// too long is no fault of the shift: it is a warning of the run, and no failure here.
fn legacy_periods(tally: &mut Tally, table: &Table, calendar: &[CalendarRow]) {
    let mut rows: Vec<&CalendarRow> = calendar.iter().collect();
    rows.sort_by_key(|row| (cycle_order(&row.bill_cycle), row.period.clone()));
    let mut last: Option<&CalendarRow> = None;
    for row in rows {
        let before = last.replace(row).filter(|before| {
            before.bill_cycle == row.bill_cycle && is_next_month(&before.period, &row.period)
        });
        tally.looked(u64::from(before.is_some()));
        if !table.knows("legacy_days_in_period") {
            continue;
        }
        let days = before.map(|before| (row.read_date - before.read_date).num_days());
        let key = format!("{}|{}", row.bill_cycle, row.period);
        let said = table.get(&key, "legacy_days_in_period");
        let days = days.map(|days| days.to_string());
        tally.must(said == days.as_deref(), || {
            format!(
                "{}: `legacy_days_in_period` is {}, from read to read it was {}",
                cycle_name(&key),
                said.unwrap_or("blank"),
                days.as_deref().unwrap_or("none")
            )
        });
    }
}

/// `billing-calendar.csv` is the table.
pub(super) fn calendar_file(tally: &mut Tally, portal: &Portal<'_>, outputs: &Outputs) {
    let table = portal.table("billing_calendar");
    let mut seen = BTreeSet::new();
    for record in &outputs.billing_calendar {
        let field = |name: &str| record.get(name).map_or("", String::as_str);
        let key = format!("{}|{}", field("bill_cycle"), field("period"));
        let same = record
            .iter()
            .all(|(column, text)| table.get(&key, column).unwrap_or("") == text);
        tally.must(same && table.has(&key), || {
            format!(
                "{}: its line in billing-calendar.csv is not its row in the database",
                cycle_name(&key)
            )
        });
        seen.insert(key);
    }
    tally.must(seen.len() == table.len(), || {
        format!(
            "billing-calendar.csv has {} rows, the database {}",
            seen.len(),
            table.len()
        )
    });
}

/// Returns how a message names a calendar row.
pub(super) fn cycle_name(key: &str) -> String {
    let (cycle, period) = key.split_once('|').unwrap_or((key, ""));
    format!("cycle {cycle} of {period}")
}
