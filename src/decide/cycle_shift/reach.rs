//! Where the dates of one calendar row may go: the days outside their windows that the rules about
//! one date alone leave open.

use super::asked::Asked;
use crate::record::calendar::CalendarRow;
use crate::record::dates::{BusinessDays, DateRange};
use crate::record::plan::DateKind;
use crate::record::policy::Policy;
use crate::record::windows::Spans;
use chrono::{Datelike, NaiveDate};

/// The three dates that are decided; the others follow the due date.
pub(super) const KINDS: [DateKind; 3] = [DateKind::Read, DateKind::Bill, DateKind::Due];

/// A day's number.
pub(super) type Day = i64;

/// Returns a day's number.
pub(super) fn number(day: NaiveDate) -> Day {
    Day::from(day.num_days_from_ce())
}

/// Returns the day of a number.
pub(super) fn date(day: Day) -> NaiveDate {
    i32::try_from(day)
        .ok()
        .and_then(NaiveDate::from_num_days_from_ce_opt)
        .unwrap_or(NaiveDate::MAX)
}

/// Returns a count of days as a signed number.
pub(super) fn whole(days: u64) -> i64 {
    i64::try_from(days).unwrap_or(i64::MAX)
}

/// Returns the planned day of a row's date.
pub(super) fn legacy(row: &CalendarRow, kind: DateKind) -> NaiveDate {
    match kind {
        DateKind::Read => row.read_date,
        DateKind::Bill => row.bill_date,
        DateKind::Due => row.due_date,
        DateKind::Reminder => row.reminder_date.unwrap_or(row.due_date),
        DateKind::LateFee => row.late_fee_date.unwrap_or(row.due_date),
        DateKind::Disconnect => row.disconnect_date.unwrap_or(row.due_date),
    }
}

/// Returns the window of a decided date.
pub(super) fn window(policy: &Policy, kind: DateKind) -> &Spans {
    match kind {
        DateKind::Read => &policy.windows.read,
        DateKind::Bill => &policy.windows.bill_print,
        DateKind::Due | DateKind::Reminder => &policy.windows.due,
        DateKind::LateFee => &policy.windows.late_fee,
        DateKind::Disconnect => &policy.windows.disconnect,
    }
}

/// Returns true where a date of the row lies in its window. Where readings stay, theirs holds none.
pub(super) fn is_forced(row: &CalendarRow, policy: &Policy, asked: &Asked) -> bool {
    let mut kinds = KINDS.iter();
    kinds.any(|kind| {
        (*kind != DateKind::Read || asked.reads_move)
            && window(policy, *kind).contains(legacy(row, *kind))
    })
}

/// Where one row's dates may go.
pub(super) struct Scope<'a> {
    pub(super) row: &'a CalendarRow,
    pub(super) policy: &'a Policy,
    pub(super) asked: &'a Asked,
    /// A date of the row lies in its window.
    pub(super) must: bool,
}

impl Scope<'_> {
    /// Returns the days open to a date, earliest first. Its planned day is one of them unless it
    /// lies in its window.
    pub(super) fn days(&self, kind: DateKind) -> Vec<Day> {
        let legacy = legacy(self.row, kind);
        let window = window(self.policy, kind);
        let issued = self.row.bill_date <= self.policy.extracted_on;
        let fixed = match kind {
            DateKind::Read => !self.asked.reads_move || legacy <= self.policy.extracted_on,
            DateKind::Bill => issued,
            DateKind::Due | DateKind::Reminder | DateKind::LateFee | DateKind::Disconnect => false,
        };
        if fixed {
            return vec![number(legacy)];
        }
        let latest = self.latest(kind, legacy);
        let earlier = self.asked.earlier && !issued;
        let earliest = if earlier {
            let reach = self.asked.read_move_days;
            (number(legacy) - whole(reach)).max(number(self.policy.extracted_on) + 1)
        } else {
            number(legacy)
        };
        let open: &BusinessDays = &self.policy.business_days;
        (earliest..=latest)
            .filter(|day| {
                let day = date(*day);
                let stays = day == legacy;
                !window.contains(day) && (stays || !self.asked.business_days || open.is_open(day))
            })
            .collect()
    }

    /// Returns the last day that the rules allow a date.
    fn latest(&self, kind: DateKind, legacy: NaiveDate) -> Day {
        let asked = self.asked;
        let after_window = |span: Option<DateRange>| {
            span.map(|span| number(span.to) + whole(asked.move_within_days))
        };
        let planned = number(legacy);
        let around = window(self.policy, kind).around(legacy);
        match kind {
            DateKind::Read => planned + whole(asked.read_move_days),
            DateKind::Bill => after_window(around).unwrap_or_else(|| {
                // A bill that need not move goes along with its reading.
                let along = if asked.reads_move {
                    asked.read_move_days
                } else {
                    0
                };
                planned + whole(along)
            }),
            DateKind::Due | DateKind::Reminder | DateKind::LateFee | DateKind::Disconnect => {
                let dark = self.policy.windows.bill_print.contains(self.row.bill_date);
                let bill_moves = self.row.bill_date > self.policy.extracted_on
                    && (dark || (asked.reads_move && around.is_none()));
                let along = planned + whole(asked.move_with_bill_within_days);
                let room = (!self.must).then(|| planned + whole(asked.move_within_days));
                let limits = [after_window(around), bill_moves.then_some(along), room];
                limits.into_iter().flatten().max().unwrap_or(planned)
            }
        }
    }
}
