//! Which accounts are carried, what their history's rows become, and what they open with.
//!
//! In: the facts about one account, gathered over all readable rows. Out: a reason for the
//! crosswalk, a fate, an opening balance. Never guesses: an account whose ledger does not tie, or
//! whose customer or place is missing, is held back as a whole.

use crate::diag::finding::Finding;
use crate::record::dates::{DateRange, months_before};
use crate::record::fate::{DropRule, Fate};
use crate::record::money::{Cents, format_cents};
use crate::record::plan::Reason;
use crate::record::policy::Policy;
use chrono::{DateTime, NaiveDate, Utc};

/// What must be known of an account before it can be carried. Its own row could be read: an
/// account whose row was refused has `Reason::RowRejected` and never comes here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AccountFacts {
    /// True while open.
    pub open: bool,
    /// Balance on the extract date; none where the export has no money.
    pub balance: Option<Cents>,
    /// Charges plus adjustments minus payments over all readable rows, 0 where there are none of
    /// them; none where the export has no money.
    pub ledger: Option<i128>,
    /// True where a bill, payment or adjustment is dated inside the window.
    pub active_in_window: bool,
    /// False where the account names a customer that is not in the delivery, or was refused.
    pub customer_present: bool,
    /// False where the account names a place that is not in the delivery, or was refused.
    pub premise_present: bool,
}

/// Returns why the account is carried, or why not.
///
/// What holds an account back comes before what carries it, and `balance` before `activity`.
/// Where the export has no money there is no ledger to tie and no balance that could stand.
#[must_use]
pub fn reason(facts: &AccountFacts) -> Reason {
    let ties = match (facts.balance, facts.ledger) {
        (Some(balance), Some(ledger)) => i128::from(balance.0) == ledger,
        (None, _) | (_, None) => true,
    };
    if !facts.customer_present {
        Reason::CustomerMissing
    } else if !facts.premise_present {
        Reason::PremiseMissing
    } else if !ties {
        Reason::LedgerDoesNotTie
    } else if facts.open {
        Reason::Open
    } else if facts.balance.is_some_and(|balance| balance.0 != 0) {
        Reason::Balance
    } else if facts.active_in_window {
        Reason::Activity
    } else {
        Reason::ClosedBeforeWindow
    }
}

/// Returns what the portal starts with: the balance less the effect of the carried rows, so that
/// both together are the balance again, to the cent.
///
/// `carried_effect` is charges plus adjustments minus payments inside the window.
///
/// # Errors
///
/// Returns a finding where the difference is too large for a portal column.
pub fn opening_balance(balance: Cents, carried_effect: i128) -> Result<Cents, Box<Finding>> {
    let opening = i128::from(balance.0).checked_sub(carried_effect);
    opening
        .and_then(|cents| i64::try_from(cents).ok())
        .map(Cents)
        .ok_or_else(|| {
            Box::new(
                Finding::error(
                    "carry::opening_balance_too_large",
                    format!(
                        "the balance is {balance} and the rows inside the window come to {}: \
                         the difference does not fit an amount column",
                        format_cents(carried_effect)
                    ),
                )
                .help("look for an amount with too many digits in the account's history"),
            )
        })
}

/// Returns what becomes of a bill, payment or adjustment that could be read, by its bill date, the
/// day paid or the day posted. Both ends of the window belong to it.
#[must_use]
pub fn fate(date: NaiveDate, account_carried: bool, window: DateRange) -> Fate {
    if !account_carried {
        Fate::Dropped(DropRule::AccountNotCarried)
    } else if date < window.from {
        Fate::Dropped(DropRule::BeforeWindow)
    } else if date > window.to {
        Fate::Dropped(DropRule::AfterWindow)
    } else {
        Fate::Carried
    }
}

/// Returns what becomes of a line of a carried account's activity log: it is kept from the earlier
/// of two days on, as clocks in the utility's zone show it: `activity` before the cutover, or the
/// account's start.
#[must_use]
pub fn activity_fate(at: DateTime<Utc>, opened_on: Option<NaiveDate>, policy: &Policy) -> Fate {
    let day = at.with_timezone(&policy.time_zone).date_naive();
    let Some(months) = policy.activity_months else {
        return Fate::Carried;
    };
    let back = months_before(policy.cutover_on, months);
    let from = opened_on.map_or(back, |opened| opened.min(back));
    if day < from {
        Fate::Dropped(DropRule::ActivityTooOld)
    } else {
        Fate::Carried
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::samples::{day, policy};
    use proptest::prelude::*;

    const SETTLED: AccountFacts = AccountFacts {
        open: false,
        balance: Some(Cents(0)),
        ledger: Some(0),
        active_in_window: false,
        customer_present: true,
        premise_present: true,
    };

    #[test]
    fn activity_is_kept_for_its_years_or_since_the_start_whichever_reaches_further() {
        let mut policy = policy();
        policy.time_zone = chrono_tz::America::Chicago;
        policy.activity_months = Some(36);
        // The cutover is on 2017-03-01; midnight in Chicago is 06:00 in UTC.
        for (at, opened_on, kept) in [
            ("2014-03-01T06:00:00Z", Some("2016-01-01"), true),
            ("2014-03-01T05:59:59Z", Some("2016-01-01"), false),
            ("2014-03-01T05:59:59Z", Some("2014-02-28"), true),
            ("2014-02-28T06:00:00Z", Some("2014-02-28"), true),
            ("2014-02-28T05:59:59Z", Some("2014-02-28"), false),
            ("2014-03-01T05:59:59Z", None, false),
            ("2014-03-01T06:00:00Z", None, true),
        ] {
            let fate = activity_fate(at.parse().unwrap(), opened_on.map(day), &policy);
            assert_eq!(fate == Fate::Carried, kept, "{at} {opened_on:?}");
        }
        policy.activity_months = None;
        let oldest = "1990-01-01T00:00:00Z".parse().unwrap();
        assert_eq!(activity_fate(oldest, None, &policy), Fate::Carried);
    }

    #[test]
    fn open_accounts_and_closed_ones_with_balance_or_activity_are_carried() {
        let owing = AccountFacts {
            balance: Some(Cents(1)),
            ledger: Some(1),
            ..SETTLED
        };
        let credit = AccountFacts {
            balance: Some(Cents(-1)),
            ledger: Some(-1),
            ..SETTLED
        };
        let active = AccountFacts {
            active_in_window: true,
            ..SETTLED
        };
        let open = AccountFacts {
            open: true,
            ..SETTLED
        };
        assert_eq!(reason(&open), Reason::Open);
        assert_eq!(reason(&owing), Reason::Balance);
        assert_eq!(reason(&credit), Reason::Balance);
        assert_eq!(reason(&active), Reason::Activity);
        assert_eq!(reason(&SETTLED), Reason::ClosedBeforeWindow);
    }

    #[test]
    fn the_first_reason_in_order_stands() {
        let mut facts = AccountFacts {
            open: true,
            balance: Some(Cents(5)),
            ledger: Some(4),
            active_in_window: true,
            customer_present: false,
            premise_present: false,
        };
        assert_eq!(reason(&facts), Reason::CustomerMissing);
        facts.customer_present = true;
        assert_eq!(reason(&facts), Reason::PremiseMissing);
        facts.premise_present = true;
        assert_eq!(reason(&facts), Reason::LedgerDoesNotTie);
        facts.ledger = Some(5);
        assert_eq!(reason(&facts), Reason::Open);
        facts.open = false;
        assert_eq!(reason(&facts), Reason::Balance);
    }

    #[test]
    fn a_ledger_off_by_a_cent_or_by_more_than_a_column_holds_is_held_back() {
        for ledger in [1, -1, i128::from(i64::MAX) + 1, i128::MIN] {
            let facts = AccountFacts {
                open: true,
                ledger: Some(ledger),
                ..SETTLED
            };
            assert_eq!(reason(&facts), Reason::LedgerDoesNotTie);
        }
    }

    #[test]
    fn an_export_without_money_carries_what_is_open_or_active() {
        let facts = AccountFacts {
            balance: None,
            ledger: None,
            ..SETTLED
        };
        assert_eq!(reason(&facts), Reason::ClosedBeforeWindow);
        let open = AccountFacts {
            open: true,
            ..facts
        };
        assert_eq!(reason(&open), Reason::Open);
    }

    #[test]
    fn both_ends_of_the_window_are_carried() {
        let window = policy().window();
        for (date, expected) in [
            ("2015-02-28", Fate::Dropped(DropRule::BeforeWindow)),
            ("2015-03-01", Fate::Carried),
            ("2017-03-01", Fate::Carried),
            ("2017-03-02", Fate::Dropped(DropRule::AfterWindow)),
        ] {
            assert_eq!(fate(day(date), true, window), expected, "{date}");
            assert_eq!(
                fate(day(date), false, window),
                Fate::Dropped(DropRule::AccountNotCarried)
            );
        }
    }

    #[test]
    fn an_opening_balance_that_no_column_holds_is_a_finding() {
        let finding = opening_balance(Cents(i64::MIN), 1).unwrap_err();
        assert_eq!(finding.code, "carry::opening_balance_too_large");
        assert!(opening_balance(Cents(-1), i128::MAX).is_err());
        assert!(opening_balance(Cents(0), i128::MIN).is_err());
        assert_eq!(opening_balance(Cents(10), 12), Ok(Cents(-2)));
    }

    proptest! {
        #[test]
        fn opening_and_carried_rows_are_the_balance(balance: i64, effect in -1_i128 << 62..1 << 62) {
            if let Ok(opening) = opening_balance(Cents(balance), effect) {
                prop_assert_eq!(i128::from(opening.0) + effect, i128::from(balance));
            }
        }
    }
}
