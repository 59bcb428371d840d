//! What a billing period of another length is expected to do to an account's bill.
//!
//! In: the shifted calendar, the account's own bills, the policy. Out: the periods that change, each
//! with days before and after, an estimate in cents and whether the period is prorated. The estimate
//! is the charges per day of the account's latest bill, times the days that the period gains or
//! loses. It is no bill: use differs from month to month, and charges by the month are scaled with
//! the others although only a prorated period scales them. The rate stays.

use crate::record::history::Bill;
use crate::record::money::Cents;
use crate::record::period_change::{BasisBill, PeriodChange};
use crate::record::plan::Calendar;
use crate::record::policy::Policy;
use std::collections::BTreeMap;

/// A period of a cycle whose length changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Length {
    /// The month, YYYY-MM.
    pub period: String,
    /// Days from reading to reading, as planned.
    pub legacy_days: i64,
    /// The same now.
    pub days: i64,
}

/// The periods whose length changed, by cycle, in the order of months.
#[derive(Clone, Debug, Default)]
pub struct Lengths(BTreeMap<String, Vec<Length>>);

impl Lengths {
    /// Returns what changed in a calendar. A cycle's first row has no length, so it has no change.
    #[must_use]
    pub fn of(calendar: &Calendar) -> Self {
        let mut cycles: BTreeMap<String, Vec<Length>> = BTreeMap::new();
        for row in &calendar.rows {
            let (Some(legacy_days), Some(days)) = (row.legacy_days_in_period, row.days_in_period)
            else {
                continue;
            };
            if days != legacy_days {
                let cycle = cycles.entry(row.legacy.bill_cycle.clone()).or_default();
                cycle.push(Length {
                    period: row.legacy.period.clone(),
                    legacy_days,
                    days,
                });
            }
        }
        for lengths in cycles.values_mut() {
            lengths.sort_by(|a, b| a.period.cmp(&b.period));
        }
        Self(cycles)
    }

    /// Returns the periods of a cycle that changed.
    #[must_use]
    pub fn of_cycle(&self, cycle: &str) -> &[Length] {
        self.0.get(cycle).map_or(&[], Vec::as_slice)
    }

    /// Returns the cycles of which a period changed.
    pub fn cycles(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

/// Returns true where a period may change its length, so that bills must be remembered: readings
/// move.
#[must_use]
pub fn may_change(policy: &Policy) -> bool {
    policy.shift.reads_move
}

/// Returns a bill as what an estimate is made from. A period begins with the reading that ended the
/// one before, so only one of its two days counts. None where the period is not known or has no
/// day, and for a credit: it says nothing of a day's use.
#[must_use]
pub fn basis(bill: &Bill) -> Option<BasisBill> {
    let days = (bill.period_end? - bill.period_start?).num_days();
    (days > 0 && bill.current_charges.0 >= 0).then(|| BasisBill {
        bill_date: bill.bill_date,
        legacy_bill_id: bill.legacy_bill_id.clone(),
        charges: bill.current_charges,
        days,
    })
}

/// Returns what changes for an open account of a cycle with these periods.
#[must_use]
pub fn changes(
    lengths: &[Length],
    basis: Option<&BasisBill>,
    policy: &Policy,
) -> Vec<PeriodChange> {
    let change = |length: &Length| PeriodChange {
        period: length.period.clone(),
        legacy_days: length.legacy_days,
        days: length.days,
        basis: basis.cloned(),
        expected_change: basis.and_then(|basis| expected(basis, length.days - length.legacy_days)),
        prorated: is_prorated(length, policy),
    };
    lengths.iter().map(change).collect()
}

/// Returns true where the new length needs proration: it lies outside the policy's band, whatever
/// the planned length was.
fn is_prorated(length: &Length, policy: &Policy) -> bool {
    let (shortest, longest) = policy.shift.unprorated_days;
    length.days < shortest || length.days > longest
}

/// Returns a day's charges times `more` days, rounded once, half a cent away from zero.
fn expected(basis: &BasisBill, more: i64) -> Option<Cents> {
    let days = i128::from(basis.days);
    if days <= 0 {
        return None;
    }
    let whole = i128::from(basis.charges.0) * i128::from(more);
    let cents = (2 * whole.abs() + days) / (2 * days) * whole.signum();
    i64::try_from(cents).ok().map(Cents)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::samples::{day, policy};
    use crate::record::calendar::CalendarRow;
    use crate::record::plan::ShiftedRow;

    fn bill(from: Option<&str>, to: Option<&str>, charges: i64) -> Bill {
        Bill {
            legacy_bill_id: "B1".to_owned(),
            legacy_account_number: "1".to_owned(),
            bill_date: day("2016-03-03"),
            due_date: None,
            period_start: from.map(day),
            period_end: to.map(day),
            previous_balance: None,
            current_charges: Cents(charges),
            total_due: None,
        }
    }

    fn basis_of(charges: i64, days: i64) -> BasisBill {
        BasisBill {
            bill_date: day("2017-02-03"),
            legacy_bill_id: "B1".to_owned(),
            charges: Cents(charges),
            days,
        }
    }

    fn length(legacy_days: i64, days: i64) -> Length {
        Length {
            period: "2017-03".to_owned(),
            legacy_days,
            days,
        }
    }

    #[test]
    fn a_period_runs_from_reading_to_reading_also_over_a_leap_day() {
        for (from, to, days) in [
            ("2016-02-01", "2016-03-01", 29),
            ("2017-02-01", "2017-03-01", 28),
            ("2016-12-30", "2017-01-30", 31),
            ("2017-02-01", "2017-02-02", 1),
        ] {
            let basis = basis(&bill(Some(from), Some(to), 4_100)).unwrap();
            assert_eq!((basis.days, basis.charges), (days, Cents(4_100)), "{from}");
        }
    }

    #[test]
    fn a_bill_without_period_or_days_and_a_credit_are_no_basis() {
        let (from, to) = (Some("2017-01-02"), Some("2017-02-01"));
        assert_eq!(basis(&bill(None, to, 100)), None);
        assert_eq!(basis(&bill(from, None, 100)), None);
        assert_eq!(basis(&bill(from, from, 100)), None);
        assert_eq!(basis(&bill(to, from, 100)), None);
        assert_eq!(basis(&bill(from, to, -1)), None);
        assert_eq!(basis(&bill(from, to, 0)).unwrap().charges, Cents(0));
    }

    #[test]
    fn cents_are_rounded_once_half_away_from_zero() {
        for (charges, days, more, cents) in [
            (4_100, 30, 3, 410),
            (4_100, 30, -3, -410),
            // 166.67 a day's third, 333.33, 500.00: never from a rounded day.
            (5_000, 30, 1, 167),
            (5_000, 30, 2, 333),
            (5_000, 30, 3, 500),
            // Half a cent.
            (1, 2, 1, 1),
            (1, 2, -1, -1),
            (3, 2, 1, 2),
            (3, 2, -1, -2),
            // Just below half.
            (49, 100, 1, 0),
            (49, 100, -1, 0),
            (0, 30, 7, 0),
        ] {
            let found = expected(&basis_of(charges, days), more);
            assert_eq!(found, Some(Cents(cents)), "{charges} / {days} * {more}");
        }
        assert_eq!(expected(&basis_of(100, 0), 3), None);
        assert_eq!(expected(&basis_of(i64::MAX, 1), 3), None);
    }

    #[test]
    fn the_band_needs_no_proration_with_both_its_ends() {
        let mut policy = policy();
        policy.shift.unprorated_days = (27, 33);
        for (legacy, now, prorated) in [
            (30, 33, false),
            (30, 34, true),
            (30, 27, false),
            (30, 26, true),
            // The legacy calendar was outside already; the bill is prorated by another number.
            (36, 34, true),
            (36, 30, false),
        ] {
            let found = changes(&[length(legacy, now)], None, &policy);
            assert_eq!(found[0].prorated, prorated, "{legacy} to {now}");
        }
    }

    #[test]
    fn days_that_one_period_gains_the_next_gives_back_to_the_cent() {
        let next = Length {
            period: "2017-04".to_owned(),
            ..length(31, 28)
        };
        let found = changes(
            &[length(30, 33), next],
            Some(&basis_of(4_099, 29)),
            &policy(),
        );
        let days: Vec<i64> = found.iter().map(PeriodChange::more_days).collect();
        let cents: Vec<_> = found.iter().map(|change| change.expected_change).collect();
        assert_eq!(days, [3, -3]);
        assert_eq!(cents, [Some(Cents(424)), Some(Cents(-424))]);
        let unknown = changes(&[length(30, 33)], None, &policy());
        assert_eq!(
            (&unknown[0].basis, unknown[0].expected_change),
            (&None, None)
        );
    }

    #[test]
    fn only_rows_of_another_length_change_in_the_order_of_months() {
        let row = |cycle: &str, period: &str, legacy_days, days| {
            let legacy = CalendarRow::new(
                cycle,
                period,
                [day("2017-02-06"), day("2017-02-08"), day("2017-03-03")],
            );
            ShiftedRow {
                days_in_period: days,
                ..ShiftedRow::unmoved(legacy, legacy_days, 3)
            }
        };
        let lengths = Lengths::of(&Calendar {
            rows: vec![
                row("3", "2017-04", Some(31), Some(28)),
                row("3", "2017-03", Some(30), Some(33)),
                row("3", "2017-02", Some(30), Some(30)),
                row("4", "2017-02", None, None),
            ],
            ..Calendar::default()
        });
        assert_eq!(lengths.cycles().collect::<Vec<_>>(), ["3"]);
        let periods: Vec<_> = lengths.of_cycle("3").iter().map(|l| &l.period).collect();
        assert_eq!(periods, ["2017-03", "2017-04"]);
        assert!(lengths.of_cycle("4").is_empty() && lengths.of_cycle("33").is_empty());
    }
}
