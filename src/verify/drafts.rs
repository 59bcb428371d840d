//! Which drafts and scheduled payments run: the rule as the mapping states it, asked of one draft.
//!
//! A draft is cancelled where it could not run before `drafts.cancel_from`. The day it could run
//! is its own; for one inside the blackout it is the first business day behind it on which no
//! more accounts are due than the policy allows.

use super::facts::{day, whole};
use super::portal::Portal;
use crate::record::dates::plus_days;
use crate::record::policy::Policy;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Returns the first business day behind the blackout with room, by the calendar that stands in
/// the portal; none where there is no blackout, or no such day in reach.
pub(super) fn first_day_behind(portal: &Portal<'_>, policy: &Policy) -> Option<NaiveDate> {
    let blackout = policy.blackout?;
    let table = portal.table("billing_calendar");
    let mut due: BTreeMap<NaiveDate, i64> = BTreeMap::new();
    for key in table.keys() {
        if let Some(date) = day(table.get(key, "due_date")) {
            *due.entry(date).or_default() += whole(table.get(key, "accounts"));
        }
    }
    let capacity = i64::try_from(policy.daily_capacity).unwrap_or(i64::MAX);
    (1..=policy.move_within_days)
        .map(|days| plus_days(blackout.to, days))
        .find(|date| {
            policy.business_days.is_open(*date)
                && due.get(date).is_none_or(|accounts| *accounts <= capacity)
        })
}

/// Returns true where a draft planned for `planned` must be cancelled for its date. `behind` is
/// the first day on which one planned for the blackout could run.
pub(super) fn is_too_late(planned: NaiveDate, behind: Option<NaiveDate>, policy: &Policy) -> bool {
    let Some(from) = policy.drafts_cancel_from else {
        return false;
    };
    let in_blackout = policy.in_blackout(planned);
    planned >= from || (in_blackout && behind.is_some_and(|day| day >= from))
}

#[cfg(test)]
mod tests {
    use super::super::world::day;
    use super::super::world_rows::policy;
    use super::*;

    #[test]
    fn a_draft_runs_before_the_cancelling_day_or_not_at_all() {
        // The blackout is from Friday 24 February to Thursday 2 March.
        let behind = Some(day("2017-03-03"));
        let mut policy = policy();
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
            let found = is_too_late(day(planned), behind, &policy);
            assert_eq!(found, too_late, "{planned}, cancelled from {from}");
        }
        policy.drafts_cancel_from = None;
        assert!(!is_too_late(day("2017-04-01"), behind, &policy));
    }
}
