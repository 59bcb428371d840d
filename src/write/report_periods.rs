//! What the report says about billing periods of another length: accounts by the days that they
//! gain or lose, and what their bills are expected to do together.
//!
//! Counts what is handed in; decides nothing.

use crate::record::money::{Cents, format_cents};
use crate::record::period_change::PeriodChange;
use serde::Serialize;
use std::collections::BTreeMap;

/// Accounts of which a billing period changed.
#[derive(Clone, Debug, Default, Serialize)]
pub struct PeriodChanges {
    /// Accounts with at least one such period.
    pub accounts: u64,
    /// Their periods: the rows of `period-changes.csv`.
    pub periods: u64,
    /// Accounts with a period that is prorated.
    pub prorated_accounts: u64,
    /// Accounts without a bill that an estimate could be made from.
    pub accounts_without_estimate: u64,
    /// True where the mapping lists the notice, so that their customers are told.
    pub told: bool,
    /// By days gained or lost, most days lost first.
    pub by_days: Vec<DaysLine>,
    #[serde(skip)]
    lines: BTreeMap<i64, DaysLine>,
}

/// The periods that gain, or lose, as many days.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct DaysLine {
    /// Days gained; negative where they are lost.
    pub more_days: i64,
    /// Accounts with such a period.
    pub accounts: u64,
    /// Of them, those of which such a period is prorated.
    pub prorated_accounts: u64,
    /// What is expected of their bills together.
    pub expected_cents: i128,
    /// The estimate farthest from nothing; none where there is none.
    pub largest_cents: Option<Cents>,
    /// Accounts of this line without an estimate.
    pub accounts_without_estimate: u64,
}

impl PeriodChanges {
    /// Starts the count.
    #[must_use]
    pub fn new(told: bool) -> Self {
        Self {
            told,
            ..Self::default()
        }
    }

    /// Counts the periods of one account.
    pub fn add(&mut self, changes: &[PeriodChange]) {
        let Some(first) = changes.first() else {
            return;
        };
        self.accounts += 1;
        self.periods += u64::try_from(changes.len()).unwrap_or(u64::MAX);
        self.prorated_accounts += u64::from(changes.iter().any(|change| change.prorated));
        self.accounts_without_estimate += u64::from(first.expected_change.is_none());
        let mut by_days: BTreeMap<i64, Vec<&PeriodChange>> = BTreeMap::new();
        for change in changes {
            by_days.entry(change.more_days()).or_default().push(change);
        }
        for (more_days, changes) in by_days {
            self.lines
                .entry(more_days)
                .or_default()
                .add(more_days, &changes);
        }
        self.by_days = self.lines.values().cloned().collect();
    }
}

impl DaysLine {
    /// Counts one account's periods of these days.
    fn add(&mut self, more_days: i64, changes: &[&PeriodChange]) {
        self.more_days = more_days;
        self.accounts += 1;
        self.prorated_accounts += u64::from(changes.iter().any(|change| change.prorated));
        let estimates = changes.iter().filter_map(|change| change.expected_change);
        let estimates: Vec<Cents> = estimates.collect();
        self.accounts_without_estimate += u64::from(estimates.is_empty());
        self.expected_cents += estimates
            .iter()
            .map(|cents| i128::from(cents.0))
            .sum::<i128>();
        let all = estimates.into_iter().chain(self.largest_cents);
        self.largest_cents = all.max_by_key(|cents| cents.0.unsigned_abs());
    }

    /// Returns the days as text: `+3 days`, `-1 day`.
    #[must_use]
    pub fn days(&self) -> String {
        let one = self.more_days.abs() == 1;
        format!("{:+} {}", self.more_days, if one { "day" } else { "days" })
    }
}

/// Returns cents as dollars, the sign before the `$`.
#[must_use]
pub fn dollars(cents: i128) -> String {
    let text = format_cents(cents);
    match text.strip_prefix('-') {
        Some(amount) => format!("-${amount}"),
        None => format!("${text}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(more: i64, cents: Option<i64>, prorated: bool) -> PeriodChange {
        PeriodChange {
            period: "2017-03".to_owned(),
            legacy_days: 30,
            days: 30 + more,
            basis: None,
            expected_change: cents.map(Cents),
            prorated,
        }
    }

    #[test]
    fn accounts_are_counted_by_days_with_the_sum_and_the_farthest_estimate() {
        let mut all = PeriodChanges::new(true);
        all.add(&[]);
        all.add(&[change(3, Some(410), false), change(-3, Some(-411), false)]);
        all.add(&[change(3, Some(-20), true), change(-1, Some(5), false)]);
        all.add(&[change(3, None, false), change(3, None, true)]);
        assert_eq!((all.accounts, all.periods), (3, 6));
        assert_eq!(
            (all.prorated_accounts, all.accounts_without_estimate),
            (2, 1)
        );
        let days: Vec<String> = all.by_days.iter().map(DaysLine::days).collect();
        assert_eq!(days, ["-3 days", "-1 day", "+3 days"]);
        let three = DaysLine {
            more_days: 3,
            accounts: 3,
            prorated_accounts: 2,
            expected_cents: 390,
            largest_cents: Some(Cents(410)),
            accounts_without_estimate: 1,
        };
        assert_eq!(all.by_days[2], three);
        assert_eq!(all.by_days[0].largest_cents, Some(Cents(-411)));
    }

    #[test]
    fn the_sign_stands_before_the_dollars() {
        assert_eq!([dollars(-123_456), dollars(5)], ["-$1,234.56", "$0.05"]);
    }
}
