//! The shifted calendar as dates of single accounts ask it: which day behind a window has room,
//! and when an account is due next.

use crate::record::dates::{DateRange, plus_days};
use crate::record::plan::Calendar;
use crate::record::policy::Policy;
use crate::record::windows::Spans;
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeMap;

/// Days and due dates of a shifted calendar.
#[derive(Clone, Debug, Default)]
pub struct FreeDays {
    /// Accounts due by day.
    load: BTreeMap<NaiveDate, u64>,
    /// New due date by legacy due date, of each cycle.
    cycles: BTreeMap<String, BTreeMap<NaiveDate, NaiveDate>>,
    /// New due date by cycle, legacy bill date and legacy due date; moved rows only.
    issued: BTreeMap<(String, NaiveDate, NaiveDate), NaiveDate>,
}

/// A due date as the legacy system planned it, and as it is now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NextDue {
    /// As planned.
    pub old: NaiveDate,
    /// As it is now.
    pub new: NaiveDate,
}

impl FreeDays {
    /// Returns the days of a calendar.
    #[must_use]
    pub fn of(calendar: &Calendar) -> Self {
        let mut days = Self {
            issued: calendar.issued.clone(),
            ..Self::default()
        };
        for row in &calendar.rows {
            let load = days.load.entry(row.due_date).or_default();
            *load = load.saturating_add(row.accounts);
            let cycle = days.cycles.entry(row.legacy.bill_cycle.clone());
            cycle
                .or_default()
                .entry(row.legacy.due_date)
                .or_insert(row.due_date);
        }
        days
    }

    /// Returns the first day behind `span` on which no more accounts are due than the policy
    /// allows: not before `earliest`, in no window of its kind, at most `move_within_days` behind
    /// the span, and a business day where it must be one.
    #[must_use]
    pub fn first(
        &self,
        (span, window): (DateRange, &Spans),
        earliest: NaiveDate,
        business: bool,
        policy: &Policy,
    ) -> Option<NaiveDate> {
        let last = plus_days(span.to, policy.move_within_days);
        plus_days(span.to, 1)
            .max(earliest)
            .iter_days()
            .take_while(|day| *day <= last)
            .find(|day| {
                let room = self
                    .load
                    .get(day)
                    .is_none_or(|load| *load <= policy.daily_capacity);
                let open = !business || policy.business_days.is_open(*day);
                room && open && !window.contains(*day)
            })
    }

    /// Returns the new due date of a cycle's row with exactly these legacy dates; none where the
    /// row did not move.
    #[must_use]
    pub fn exact(&self, cycle: &str, billed: NaiveDate, due: NaiveDate) -> Option<NaiveDate> {
        let key = (cycle.to_owned(), billed, due);
        self.issued.get(&key).copied()
    }

    /// Returns the new due date of the cycle's first moved row with this legacy due date.
    #[must_use]
    pub fn same_due(&self, cycle: &str, due: NaiveDate) -> Option<NaiveDate> {
        let first = (cycle.to_owned(), NaiveDate::MIN, NaiveDate::MIN);
        self.issued
            .range(first..)
            .take_while(|((of, _, _), _)| of == cycle)
            .find(|((_, _, day), _)| *day == due)
            .map(|(_, &new)| new)
    }

    /// Returns when an account is due next after `due`: on the day that its customer chose, else
    /// by its cycle's calendar; none where neither is known.
    #[must_use]
    pub fn next_due(
        &self,
        cycle: Option<&str>,
        chosen: Option<u32>,
        due: NaiveDate,
    ) -> Option<NextDue> {
        if let Some(chosen) = chosen {
            let day = next_chosen(due, chosen)?;
            return Some(NextDue { old: day, new: day });
        }
        let rows = self.cycles.get(cycle?)?;
        let (old, new) = rows.range(due.succ_opt()?..).next()?;
        Some(NextDue {
            old: *old,
            new: *new,
        })
    }
}

/// Returns the first day after `day` that has the chosen day of the month; a month without it has
/// it on its last.
fn next_chosen(day: NaiveDate, chosen: u32) -> Option<NaiveDate> {
    let first = day.with_day(1)?;
    (0..2)
        .filter_map(|months| {
            let month = first.checked_add_months(chrono::Months::new(months))?;
            let next = month.checked_add_months(chrono::Months::new(1))?;
            let last = next.pred_opt()?;
            month.with_day(chosen.clamp(1, last.day()))
        })
        .find(|found| *found > day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::samples::{day, policy};
    use crate::record::calendar::CalendarRow;
    use crate::record::plan::ShiftedRow;

    fn row(cycle: &str, due: &str, new: &str, accounts: u64) -> ShiftedRow {
        let legacy = CalendarRow::new(cycle, &due[..7], [day(due); 3]);
        ShiftedRow {
            due_date: day(new),
            ..ShiftedRow::unmoved(legacy, None, accounts)
        }
    }

    fn days() -> FreeDays {
        FreeDays::of(&Calendar {
            rows: vec![
                row("1", "2017-02-27", "2017-03-03", 76),
                row("1", "2017-03-28", "2017-03-28", 76),
                row("2", "2017-03-06", "2017-03-06", 75),
            ],
            ..Calendar::default()
        })
    }

    #[test]
    fn a_free_day_is_open_has_room_and_lies_in_no_window_within_reach() {
        let mut policy = policy();
        let mut window = policy.windows.due.clone();
        let span = window.list()[0];
        let first = |window: &Spans, earliest, business, policy: &Policy| {
            days()
                .first((span, window), day(earliest), business, policy)
                .map(|day| day.to_string())
        };
        // The third is full, the fourth a Saturday, the sixth has just room enough.
        for (earliest, business, found) in [
            ("2017-01-01", false, "2017-03-04"),
            ("2017-01-01", true, "2017-03-06"),
            ("2017-03-08", true, "2017-03-08"),
            ("2017-03-22", true, "2017-03-22"),
        ] {
            let got = first(&window, earliest, business, &policy);
            assert_eq!(got.as_deref(), Some(found), "{earliest} {business}");
        }
        assert_eq!(first(&window, "2017-03-23", true, &policy), None);
        let second = DateRange {
            from: day("2017-03-06"),
            to: day("2017-03-07"),
        };
        window = window.with(&Spans::from(second));
        let got = first(&window, "2017-01-01", true, &policy);
        assert_eq!(got.as_deref(), Some("2017-03-08"));
        policy.daily_capacity = 74;
        policy.move_within_days = 4;
        let got = first(&Spans::from(span), "2017-01-01", true, &policy);
        assert_eq!(got, None);
    }

    #[test]
    fn an_account_is_due_next_on_its_chosen_day_or_by_its_cycle() {
        let next = |cycle, chosen, due| {
            days()
                .next_due(cycle, chosen, day(due))
                .map(|next| (next.old.to_string(), next.new.to_string()))
        };
        let same = |day: &str| Some((day.to_owned(), day.to_owned()));
        assert_eq!(next(Some("1"), None, "2017-02-27"), same("2017-03-28"));
        assert_eq!(
            next(Some("1"), None, "2017-02-26"),
            Some(("2017-02-27".to_owned(), "2017-03-03".to_owned()))
        );
        assert_eq!(next(Some("1"), None, "2017-03-28"), None);
        assert_eq!(next(Some("3"), None, "2017-02-27"), None);
        assert_eq!(next(None, None, "2017-02-27"), None);
        assert_eq!(next(Some("1"), Some(26), "2017-02-26"), same("2017-03-26"));
        assert_eq!(next(None, Some(28), "2017-02-26"), same("2017-02-28"));
        assert_eq!(next(None, Some(31), "2017-01-31"), same("2017-02-28"));
        assert_eq!(next(None, Some(1), "2016-12-01"), same("2017-01-01"));
    }
}
