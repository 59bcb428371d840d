//! V6 and V7: nothing happens in the window of its action, and what moved keeps the mapping's
//! rules.
//!
//! The rules stand here as questions about the dates in the portal. How a date was chosen does
//! not matter, and is not asked.

use super::facts::day;
use super::outputs::Outputs;
use super::portal::Portal;
use super::source::Source;
use super::tally::{Check, Tally};
use super::v6_v9_holds;
use super::v7_accounts::moved_dates;
use super::v7_calendar::{calendar, calendar_file, cycle_name};
use super::v7_periods::{periods, periods_file};
use crate::record::policy::Policy;
use crate::record::source::Entity;

/// Proves V6.
pub(super) fn blackout(portal: &Portal<'_>, source: &Source<'_>) -> Check {
    let mut tally = Tally::new("V6", "nothing falls due in the blackout", "dates");
    tally.absorb(&portal.v6);
    let accounts = portal.table("account");
    let windows = &source.policy.windows;
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
        for (column, window, what) in [
            (
                "late_fee_waived_until",
                &windows.late_fee,
                "late fees are not waived",
            ),
            (
                "disconnect_hold_until",
                &windows.disconnect,
                "disconnection is not held",
            ),
        ] {
            let Some(end) = window.end().filter(|_| record.open) else {
                continue;
            };
            let until = day(accounts.get(number, column));
            tally.want(until.is_some_and(|until| until >= end), || {
                format!("account {legacy}: {what} to the end of the window, {end}")
            });
        }
    }
    v6_v9_holds::resting(&mut tally, portal, source);
    calendar_windows(&mut tally, portal, source.policy);
    tally.finish("the mapping names no blackout")
}

/// Asks that no date of the calendar lies in the window of its action. A bill that was issued
/// before the extract keeps its date.
fn calendar_windows(tally: &mut Tally, portal: &Portal<'_>, policy: &Policy) {
    let calendar = portal.table("billing_calendar");
    let windows = &policy.windows;
    for key in calendar.keys() {
        let date = |column| day(calendar.get(key, column));
        for (column, window) in [
            ("bill_date", &windows.bill_print),
            ("due_date", &windows.due),
            ("late_fee_date", &windows.late_fee),
            ("disconnect_date", &windows.disconnect),
        ] {
            let there = matches!(column, "bill_date" | "due_date") || date(column).is_some();
            if window.is_empty() || !there {
                continue;
            }
            let issued = column == "bill_date"
                && date("legacy_bill_date").is_some_and(|day| day <= policy.extracted_on);
            let outside = date(column).is_some_and(|day| issued || !window.contains(day));
            tally.want(outside, || {
                format!(
                    "{}: `{column}` is inside the window of its action",
                    cycle_name(key)
                )
            });
        }
    }
}

/// Proves V7.
pub(super) fn rules(portal: &Portal<'_>, source: &Source<'_>, outputs: &Outputs) -> Check {
    let mut tally = Tally::new("V7", "moved dates keep the mapping's rules", "dates");
    tally.absorb(&portal.v7);
    let new_due = calendar(&mut tally, portal, source);
    calendar_file(&mut tally, portal, outputs);
    moved_dates(&mut tally, (portal, source), new_due);
    periods(&mut tally, portal, source);
    periods_file(&mut tally, portal, outputs);
    tally.finish("the export has no bills with a due date, installments, drafts or calendar")
}
