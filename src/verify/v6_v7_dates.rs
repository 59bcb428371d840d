//! V6 and V7: nothing falls due in the blackout, and what moved keeps the mapping's rules.
//!
//! The rules stand here as questions about the dates in the portal. How a date was chosen does
//! not matter, and is not asked.

use super::facts::{History, day, whole};
use super::outputs::Outputs;
use super::portal::{Moved, Portal};
use super::source::Source;
use super::tally::{Check, Tally};
use crate::record::calendar::{CalendarRow, cycle_order, is_next_month};
use crate::record::dates::{DateRange, plus_days};
use crate::record::policy::Designated;
use crate::record::source::Entity;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// Proves V6.
pub(super) fn blackout(portal: &Portal<'_>, source: &Source<'_>) -> Check {
    let mut tally = Tally::new("V6", "nothing falls due in the blackout", "dates");
    tally.absorb(&portal.v6);
    let accounts = portal.table("account");
    for (legacy, record, _) in source.carried() {
        let Some(number) = portal.number_of(legacy) else {
            continue;
        };
        if source.has(Entity::Account) {
            let chosen = accounts.get(number, "custom_due_day");
            let wanted = record.custom_due_day.map(|d| d.to_string());
            tally.must(chosen == wanted.as_deref(), || {
                format!(
                    "account {legacy}: the due day that the customer chose is {}, was {}",
                    chosen.unwrap_or("none"),
                    wanted.as_deref().unwrap_or("none")
                )
            });
        }
        if let Some(blackout) = source.policy.blackout
            && record.open
        {
            let until = day(accounts.get(number, "late_fee_waived_until"));
            tally.want(until.is_some_and(|until| until >= blackout.to), || {
                format!(
                    "account {legacy}: late fees are not waived to the blackout's end, {}",
                    blackout.to
                )
            });
        }
    }
    let calendar = portal.table("billing_calendar");
    for key in calendar.keys().filter(|_| source.policy.blackout.is_some()) {
        for column in ["bill_date", "due_date"] {
            let date = day(calendar.get(key, column));
            tally.want(date.is_some_and(|d| !source.policy.in_blackout(d)), || {
                format!("{}: `{column}` is inside the blackout", cycle_name(key))
            });
        }
    }
    tally.finish("the mapping names no blackout")
}

/// Proves V7.
pub(super) fn rules(portal: &Portal<'_>, source: &Source<'_>, outputs: &Outputs) -> Check {
    let mut tally = Tally::new("V7", "moved dates keep the mapping's rules", "dates");
    tally.absorb(&portal.v7);
    let new_due = calendar(&mut tally, portal, source);
    calendar_file(&mut tally, portal, outputs);
    if let Some(blackout) = source.policy.blackout {
        for moved in &portal.moved {
            moved_date(&mut tally, portal, source, blackout, moved, &new_due);
        }
    }
    tally.finish("the export has no bills with a due date, installments, drafts or calendar")
}

/// New due date by cycle, legacy bill date and legacy due date.
type NewDue = BTreeMap<(String, NaiveDate, NaiveDate), NaiveDate>;

/// Compares the calendar row by row with the export's and asks for the rules of what moved.
fn calendar(tally: &mut Tally, portal: &Portal<'_>, source: &Source<'_>) -> NewDue {
    let table = portal.table("billing_calendar");
    let mut new_due = NewDue::new();
    let mut open: BTreeMap<&str, i64> = BTreeMap::new();
    for (_, record, _) in source.carried().filter(|(_, record, _)| record.open) {
        *open
            .entry(record.bill_cycle.as_deref().unwrap_or(""))
            .or_default() += 1;
    }
    let mut wanted = BTreeSet::new();
    let mut received = BTreeSet::new();
    let mut load: BTreeMap<NaiveDate, i64> = BTreeMap::new();
    for row in &source.calendar {
        let key = format!("{}|{}", row.bill_cycle, row.period);
        let name = cycle_name(&key);
        let date = |column| day(table.get(&key, column));
        let legacy = (
            date("legacy_read_date"),
            date("legacy_bill_date"),
            date("legacy_due_date"),
        );
        let same = legacy == (Some(row.read_date), Some(row.bill_date), Some(row.due_date));
        tally.want(same && date("read_date") == Some(row.read_date), || {
            format!("{name}: the legacy dates and the day of reading are not the export's")
        });
        wanted.insert(key.clone());
        let (Some(bill), Some(due)) = (date("bill_date"), date("due_date")) else {
            continue;
        };
        calendar_row(tally, source, &name, row, bill, due);
        let accounts = whole(table.get(&key, "accounts"));
        let served = open.get(row.bill_cycle.as_str()).copied().unwrap_or(0);
        tally.must(accounts == served, || {
            format!("{name}: {accounts} accounts in the calendar, {served} open carried accounts in the export")
        });
        *load.entry(due).or_default() += served;
        if due != row.due_date {
            received.insert(due);
        }
        new_due.insert((row.bill_cycle.clone(), row.bill_date, row.due_date), due);
    }
    for key in table.keys().filter(|key| !wanted.contains(*key)) {
        tally.fail(|| {
            format!(
                "{}: stands in the calendar, not in the export",
                cycle_name(key)
            )
        });
    }
    let capacity = i64::try_from(source.policy.daily_capacity).unwrap_or(i64::MAX);
    for day in received {
        let accounts = load.get(&day).copied().unwrap_or(0);
        tally.want(accounts <= capacity, || {
            format!("{day}: {accounts} accounts fall due, at most {capacity} may where due dates moved to")
        });
    }
    periods(tally, portal, source);
    new_due
}

/// Asks for the rules of one row's bill date and due date.
fn calendar_row(
    tally: &mut Tally,
    source: &Source<'_>,
    name: &str,
    row: &CalendarRow,
    bill: NaiveDate,
    due: NaiveDate,
) {
    let policy = source.policy;
    let open = |day| policy.business_days.is_open(day);
    let bill_dark = policy.in_blackout(row.bill_date);
    let due_dark = policy.in_blackout(row.due_date);
    let after = |day: NaiveDate| policy.blackout.is_some_and(|b| day > b.to);
    let bill_fits = if bill_dark {
        after(bill) && open(bill)
    } else {
        bill == row.bill_date
    };
    tally.must(bill_fits, || {
        format!(
            "{name}: the bill date {} became {bill}, against the rules",
            row.bill_date
        )
    });
    let leaves_days = plus_days(bill, policy.days_to_pay) <= due;
    let soon = policy
        .blackout
        .is_some_and(|b| due <= plus_days(b.to, policy.move_within_days));
    let along = bill_dark && due <= plus_days(row.due_date, policy.move_with_bill_within_days);
    let must_move = due_dark || (bill_dark && plus_days(bill, policy.days_to_pay) > row.due_date);
    let due_fits = if must_move {
        let right_day = due >= row.due_date && open(due);
        let in_reach = if due_dark {
            after(due) && (soon || along)
        } else {
            along
        };
        right_day && in_reach && leaves_days
    } else {
        due == row.due_date
    };
    tally.must(due_fits, || {
        format!(
            "{name}: billed on {bill}, the due date {} became {due}, against the rules",
            row.due_date
        )
    });
}

/// Asks for the length of every billing period, from read to read. Readings stay on their days,
/// so a period that the legacy calendar made too long is no fault of the shift: it is a warning
/// of the run, and no failure here.
fn periods(tally: &mut Tally, portal: &Portal<'_>, source: &Source<'_>) {
    let table = portal.table("billing_calendar");
    let mut rows: Vec<&CalendarRow> = source.calendar.iter().collect();
    rows.sort_by_key(|row| (cycle_order(&row.bill_cycle), row.period.clone()));
    for (before, row) in rows.iter().zip(rows.iter().skip(1)) {
        if before.bill_cycle != row.bill_cycle || !is_next_month(&before.period, &row.period) {
            continue;
        }
        let key = format!("{}|{}", row.bill_cycle, row.period);
        let days = (row.read_date - before.read_date).num_days();
        let said = table.get(&key, "days_in_period");
        let stays = table.get(&key, "read_date") == table.get(&key, "legacy_read_date");
        tally.want(stays, || {
            format!("{}: the reading moved, and readings stay", cycle_name(&key))
        });
        tally.must(said == Some(days.to_string().as_str()), || {
            format!(
                "{}: `days_in_period` is {}, from read to read it is {days}",
                cycle_name(&key),
                said.unwrap_or("blank")
            )
        });
    }
}

/// `billing-calendar.csv` is the table.
fn calendar_file(tally: &mut Tally, portal: &Portal<'_>, outputs: &Outputs) {
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

/// Asks for the rules of a bill's, an installment's or a draft's date that was in the blackout.
fn moved_date(
    tally: &mut Tally,
    portal: &Portal<'_>,
    source: &Source<'_>,
    blackout: DateRange,
    moved: &Moved,
    new_due: &NewDue,
) {
    let policy = source.policy;
    let accounts = portal.table("account");
    let name = portal.name(&moved.number);
    let after = moved.new > blackout.to && moved.new >= moved.old;
    let soon = moved.new <= plus_days(blackout.to, policy.move_within_days);
    let business = policy.business_days.is_open(moved.new);
    let cycle = accounts.get(&moved.number, "bill_cycle").unwrap_or("");
    let row = moved.bill_date.and_then(|billed| {
        let exact = new_due.get(&(cycle.to_owned(), billed, moved.old));
        let same_due = |((of, _, due), _): &(&(String, NaiveDate, NaiveDate), &NaiveDate)| {
            of == cycle && *due == moved.old
        };
        exact.or_else(|| new_due.iter().find(same_due).map(|(_, new)| new))
    });
    let designated = moved.history == History::Bill
        && policy.designated == Designated::MoveLater
        && portal.is_designated(&moved.number, moved.old);
    let fits = match row {
        Some(due) if !designated => moved.new == *due,
        Some(due) => moved.new == *due || (after && soon),
        None => after && soon && (business || designated),
    };
    let what = if moved.history == History::Bill {
        "a bill"
    } else if moved.history == History::Installment {
        "an installment"
    } else {
        "a draft"
    };
    tally.want(fits && after, || match row {
        Some(due) if !designated => format!(
            "{name}: {what} due on {} is due on {} now, its cycle's calendar says {due}",
            moved.old, moved.new
        ),
        _ => format!(
            "{name}: {what} of {} moved to {}, which is no allowed day after {}",
            moved.old, moved.new, blackout.to
        ),
    });
}

/// Returns how a message names a calendar row.
fn cycle_name(key: &str) -> String {
    let (cycle, period) = key.split_once('|').unwrap_or((key, ""));
    format!("cycle {cycle} of {period}")
}
