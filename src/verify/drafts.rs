//! Which drafts and scheduled payments run: the rule as the mapping states it, asked of one draft.
//!
//! A draft is cancelled where it could not run before `drafts.cancel_from`. The day it could run
//! is its own; for one inside its window it is the first business day behind it on which no more
//! accounts are due than the policy allows, so many days behind the account's bill and behind the
//! letters as the policy says.

use super::facts::{day, whole};
use super::portal::Portal;
use crate::record::dates::plus_days;
use crate::record::policy::Policy;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// The days on which drafts could run, by the calendar that stands in the portal.
#[derive(Debug, Default)]
pub(super) struct DraftDays {
    due: BTreeMap<NaiveDate, i64>,
}

impl DraftDays {
    /// Counts the accounts due by day.
    pub(super) fn of(portal: &Portal<'_>) -> Self {
        let table = portal.table("billing_calendar");
        let mut due: BTreeMap<NaiveDate, i64> = BTreeMap::new();
        for key in table.keys() {
            if let Some(date) = day(table.get(key, "due_date")) {
                *due.entry(date).or_default() += whole(table.get(key, "accounts"));
            }
        }
        Self { due }
    }

    /// Returns the first day on which a draft planned for `planned` could run. `bills` are the
    /// days of the account's bills. Where none is within reach it is the day behind the last one.
    pub(super) fn first(
        &self,
        planned: NaiveDate,
        bills: &BTreeSet<NaiveDate>,
        policy: &Policy,
    ) -> NaiveDate {
        let window = &policy.windows.draft;
        let Some(span) = window.around(planned) else {
            return planned;
        };
        let rules = &policy.shift;
        let billed = bills.range(..=planned).next_back();
        let bound = [
            Some(plus_days(span.to, 1)),
            Some(plus_days(rules.notices_sent_on, rules.draft_notice_days)),
            billed.map(|bill| plus_days(*bill, rules.draft_after_bill_days)),
        ];
        let earliest = bound.into_iter().flatten().max().unwrap_or(planned);
        let behind_last = plus_days(span.to, policy.move_within_days.saturating_add(1));
        let capacity = i64::try_from(policy.daily_capacity).unwrap_or(i64::MAX);
        earliest
            .iter_days()
            .take_while(|date| *date < behind_last)
            .find(|date| {
                policy.business_days.is_open(*date)
                    && !window.contains(*date)
                    && self
                        .due
                        .get(date)
                        .is_none_or(|accounts| *accounts <= capacity)
            })
            .unwrap_or_else(|| earliest.max(behind_last))
    }

    /// Returns true where a draft planned for `planned` must be cancelled for its date.
    pub(super) fn is_too_late(
        &self,
        planned: NaiveDate,
        bills: &BTreeSet<NaiveDate>,
        policy: &Policy,
    ) -> bool {
        policy
            .drafts_cancel_from
            .is_some_and(|from| planned >= from || self.first(planned, bills, policy) >= from)
    }
}

#[cfg(test)]
mod tests {
    use super::super::world::day;
    use super::super::world_rows::policy;
    use super::*;

    #[test]
    fn a_draft_runs_before_the_cancelling_day_or_not_at_all() {
        // The window is from Friday 24 February to Thursday 2 March.
        let mut policy = policy();
        let none = BTreeSet::new();
        let days = DraftDays::default();
        for (from, planned, too_late) in [
            ("2017-02-24", "2017-02-23", false),
            ("2017-02-24", "2017-02-24", true),
            ("2017-03-03", "2017-02-23", false),
            ("2017-03-03", "2017-02-24", true),
            ("2017-03-03", "2017-03-02", true),
            ("2017-03-03", "2017-03-03", true),
            ("2017-03-04", "2017-02-24", false),
            ("2017-03-04", "2017-03-03", false),
            ("2017-03-04", "2017-03-04", true),
        ] {
            policy.drafts_cancel_from = Some(day(from));
            let found = days.is_too_late(day(planned), &none, &policy);
            assert_eq!(found, too_late, "{planned}, cancelled from {from}");
        }
        policy.drafts_cancel_from = None;
        assert!(!days.is_too_late(day("2017-04-01"), &none, &policy));
    }

    #[test]
    fn a_draft_keeps_its_days_behind_bill_and_letters() {
        let mut policy = policy();
        let days = DraftDays {
            due: [(day("2017-03-03"), 76)].into(),
        };
        let first = |bills: &[&str], policy: &Policy| {
            let bills = bills.iter().map(|bill| day(bill)).collect();
            days.first(day("2017-02-27"), &bills, policy).to_string()
        };
        assert_eq!(first(&[], &policy), "2017-03-06");
        // The first of March is no bill that the draft pays.
        let bills = ["2017-01-27", "2017-02-25", "2017-03-01"];
        assert_eq!(first(&bills, &policy), "2017-03-07");
        policy.shift.draft_after_bill_days = 26;
        assert_eq!(first(&bills, &policy), "2017-03-23");
        policy.shift.draft_after_bill_days = 27;
        policy.shift.notices_sent_on = day("2017-02-28");
        assert_eq!(first(&[], &policy), "2017-03-07");
        assert_eq!(first(&bills, &policy), "2017-03-24");
    }
}
