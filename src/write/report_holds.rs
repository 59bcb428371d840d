//! What the report says about holds: how many accounts of each kind and reason, from when to when.
//!
//! Counts what is handed in, hold by hold; decides nothing.

use crate::record::holds::{Hold, HoldKind, HoldReason};
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::BTreeMap;

/// Holds of one kind and reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HoldLine {
    /// What is not done.
    pub kind: HoldKind,
    /// Why.
    pub reason: HoldReason,
    /// Accounts with such a hold.
    pub accounts: u64,
    /// Such holds; more than accounts where one account has several drafts.
    pub holds: u64,
    /// The earliest first day.
    pub first_start: NaiveDate,
    /// The latest last day; none where no hold has an end.
    pub last_end: Option<NaiveDate>,
    /// Drafts alone: those that never run.
    pub without_end: u64,
    /// Drafts alone: what they come to.
    pub amount_cents: Option<i128>,
    /// What the reason means.
    pub why: &'static str,
}

/// Holds being counted, account by account.
#[derive(Debug, Default)]
pub struct HoldCounts(BTreeMap<(HoldKind, HoldReason), HoldLine>);

impl HoldCounts {
    /// Adds the holds of one account.
    pub fn add(&mut self, holds: &[Hold]) {
        let mut seen = Vec::new();
        for hold in holds {
            let key = (hold.kind, hold.reason);
            let line = self.0.entry(key).or_insert_with(|| HoldLine {
                kind: hold.kind,
                reason: hold.reason,
                accounts: 0,
                holds: 0,
                first_start: hold.starts_on,
                last_end: None,
                without_end: 0,
                amount_cents: None,
                why: why(hold.kind, hold.reason),
            });
            line.holds += 1;
            line.first_start = line.first_start.min(hold.starts_on);
            line.last_end = line.last_end.max(hold.ends_on);
            line.without_end += u64::from(hold.ends_on.is_none());
            if let Some(amount) = hold.amount {
                *line.amount_cents.get_or_insert(0) += i128::from(amount.0);
            }
            if !seen.contains(&key) {
                line.accounts += 1;
                seen.push(key);
            }
        }
    }

    /// Returns a line a kind and reason, in their order.
    #[must_use]
    pub fn lines(self) -> Vec<HoldLine> {
        self.0.into_values().collect()
    }
}

/// Returns what a reason means in plain words.
fn why(kind: HoldKind, reason: HoldReason) -> &'static str {
    match (kind, reason) {
        (HoldKind::DraftSuppressed, HoldReason::Policy) => {
            "planned for the day from which the mapping cancels drafts, or later"
        }
        (_, HoldReason::Window) => "to the end of the window",
        (_, HoldReason::Policy) => "to the day that the mapping names",
        (_, HoldReason::DueDateMoved) => "to the account's own new due date",
        (_, HoldReason::CalendarDate) => "to the day before the cycle's new date in the calendar",
        (_, HoldReason::DesignatedDayKept) => {
            "a bill stays due in the window on the customer's own day: \
             at least to the first business day behind it"
        }
        (_, HoldReason::AutopayReset) => {
            "automatic payment starts anew, and the draft comes too late for the old one"
        }
        (_, HoldReason::DraftInWindow) => {
            "planned inside the window: runs on the day behind its hold, or never"
        }
        (_, HoldReason::PortalState) => "the account is locked or hidden in the portal",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::money::Cents;

    #[test]
    fn an_account_with_two_drafts_counts_once_and_their_amounts_add_up() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let draft = |on: &str, cents| Hold {
            kind: HoldKind::DraftSuppressed,
            starts_on: day(on),
            ends_on: None,
            reason: HoldReason::AutopayReset,
            legacy_date: Some(day(on)),
            amount: Some(Cents(cents)),
        };
        let mut counts = HoldCounts::default();
        counts.add(&[draft("2017-03-14", 100), draft("2017-03-02", 250)]);
        counts.add(&[draft("2017-03-20", 50)]);
        let lines = counts.lines();
        let [line] = &lines[..] else {
            panic!("{lines:?}")
        };
        assert_eq!((line.accounts, line.holds), (2, 3));
        assert_eq!(line.first_start, day("2017-03-02"));
        assert_eq!((line.last_end, line.amount_cents), (None, Some(400)));
        assert_eq!(line.without_end, 3);
    }
}
