//! Windows that no date of the delivery lies in: the year is mistyped, or the delivery is another.

use super::survey::Survey;
use crate::diag::finding::Finding;
use crate::record::calendar::CalendarRow;
use crate::record::policy::Policy;
use chrono::NaiveDate;

/// Returns a warning where there is a window and no calendar row, bill, installment or draft has a
/// date in any of them.
pub fn warning(survey: &Survey, policy: &Policy) -> Option<Finding> {
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
        warning(survey, &policy()).is_some()
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
        assert_eq!(warning(&Survey::default(), &none), None);
    }
}
