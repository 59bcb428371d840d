//! Windows that the delivery does not fit: no date of it lies in them, or its calendar ends before
//! they do. A year is mistyped, or the delivery is another.

use super::survey::Survey;
use crate::diag::finding::Finding;
use crate::diag::mask::quoted;
use crate::record::calendar::CalendarRow;
use crate::record::policy::Policy;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Returns a warning where no date lies in the windows, or where the calendar does not reach around
/// them.
pub fn warnings(survey: &Survey, policy: &Policy) -> Vec<Finding> {
    let idle = idle(survey, policy);
    let found = idle.or_else(|| short_calendar(survey, policy));
    found.into_iter().collect()
}

/// Returns a warning where the rows of a cycle with open accounts end before the windows do, or begin
/// after they did.
fn short_calendar(survey: &Survey, policy: &Policy) -> Option<Finding> {
    let all = policy.windows.all();
    let (first, last) = (all.list().first()?.from, all.end()?);
    let open = survey.open_accounts(|_| true);
    let mut planned: BTreeMap<&str, (NaiveDate, NaiveDate)> = BTreeMap::new();
    for row in &survey.calendar {
        let of_row = (row.bill_date, row.due_date);
        let (from, to) = planned.entry(&row.bill_cycle).or_insert(of_row);
        (*from, *to) = ((*from).min(row.bill_date), (*to).max(row.due_date));
    }
    let mut short = planned.into_iter().filter(|(cycle, (from, to))| {
        open.get(*cycle).is_some_and(|accounts| *accounts > 0) && (*from > first || *to <= last)
    });
    let (cycle, (from, to)) = short.next()?;
    let others = match short.count() {
        0 => String::new(),
        1 => ", and one more cycle is like it".to_owned(),
        more => format!(", and {more} more cycles are like it"),
    };
    let message = format!(
        "the billing calendar does not reach around the window from {first} to {last}: cycle {} has rows from the bill of {from} to the due date of {to}{others}",
        quoted(cycle)
    );
    let help = "ask for the calendar with the months before and after the window: what it does not plan keeps its dates, or moves without it; or check the year of the window";
    Some(Finding::warning("shift::calendar_too_short", message).help(help))
}

/// Returns a warning where there is a window and no calendar row, bill, installment or draft has a
/// date in any of them.
fn idle(survey: &Survey, policy: &Policy) -> Option<Finding> {
    let all = policy.windows.all();
    let (first, last) = (all.list().first()?.from, all.end()?);
    if dates(survey).any(|day| all.contains(day)) {
        return None;
    }
    let message = if all.list().len() == 1 {
        format!(
            "no calendar row, bill, installment or draft lies in the window from {first} to {last}"
        )
    } else {
        format!(
            "no calendar row, bill, installment or draft lies in any of the windows from {first} to {last}"
        )
    };
    let finding = Finding::warning("shift::window_without_dates", message);
    Some(
        finding.help("check the year of the window, and that this is the delivery it is meant for"),
    )
}

/// Returns every date that a window could keep from happening.
fn dates(survey: &Survey) -> impl Iterator<Item = NaiveDate> {
    let calendar = survey.calendar.iter().flat_map(of_row);
    let histories = survey.histories.iter().flat_map(|history| {
        // A bill is remembered where a date of it lies in its window.
        let bills = history.bills.may_move.iter();
        let bills = bills.flat_map(|bill| [bill.bill_date, bill.due_date]);
        let planned = history.installments.iter().chain(&history.drafts);
        bills.chain(planned.map(|(day, _)| *day))
    });
    calendar.chain(histories)
}

fn of_row(row: &CalendarRow) -> impl Iterator<Item = NaiveDate> {
    let always = [row.read_date, row.bill_date, row.due_date];
    let others = [row.late_fee_date, row.reminder_date, row.disconnect_date];
    always.into_iter().chain(others.into_iter().flatten())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::samples::{day, policy};
    use crate::flow::ledger::{History, OpenBill};
    use crate::record::money::Cents;

    /// A policy with a window from 2017-02-24 to 2017-03-02, and what its survey may hold.
    fn warned(survey: &Survey) -> bool {
        idle(survey, &policy()).is_some()
    }

    fn survey(history: History) -> Survey {
        Survey {
            histories: vec![history],
            ..Survey::default()
        }
    }

    #[test]
    fn a_date_of_any_kind_in_the_window_is_enough() {
        for (date, idle) in [
            ("2017-02-23", true),
            ("2017-02-24", false),
            ("2017-03-02", false),
            ("2017-03-03", true),
            ("2018-02-25", true),
        ] {
            let other = day("2017-01-10");
            let draft = History {
                drafts: vec![(day(date), Cents(1))],
                ..History::default()
            };
            let installment = History {
                installments: vec![(day(date), Cents(1))],
                ..History::default()
            };
            let mut bill = History::default();
            bill.bills.may_move.push(OpenBill {
                bill_date: other,
                due_date: day(date),
                total_due: None,
            });
            let mut calendar = Survey::default();
            calendar.calendar.push(CalendarRow {
                bill_cycle: "1".to_owned(),
                period: "2017-01".to_owned(),
                read_date: other,
                bill_date: other,
                due_date: other,
                late_fee_date: Some(day(date)),
                reminder_date: None,
                disconnect_date: None,
            });
            for survey in [survey(draft), survey(installment), survey(bill), calendar] {
                assert_eq!(warned(&survey), idle, "{date}");
            }
        }
    }

    #[test]
    fn an_empty_delivery_is_told_and_a_policy_without_windows_is_not() {
        assert!(warned(&Survey::default()));
        let mut none = policy();
        none.windows = crate::record::windows::Windows::default();
        assert_eq!(warnings(&Survey::default(), &none), []);
    }
}
