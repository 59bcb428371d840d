//! Billing periods of another length, by the calendar that stands in the portal and the bills of the
//! export: what `period_change` must hold, worked out again.

use super::facts::day;
use super::portal::Portal;
use crate::record::calendar::is_next_month;
use crate::record::history::Bill;
use chrono::NaiveDate;
use rust_decimal::{Decimal, RoundingStrategy};
use std::collections::BTreeMap;

/// A period whose days are not those that were planned.
#[derive(Debug)]
pub(super) struct Changed {
    /// The month.
    pub(super) period: String,
    /// Days between its two legacy readings.
    pub(super) before: i64,
    /// Days between the readings that stand in the portal.
    pub(super) now: i64,
}

/// The periods of each cycle that changed.
#[derive(Debug, Default)]
pub(super) struct ChangedPeriods(BTreeMap<String, Vec<Changed>>);

/// A cycle's month with its legacy reading and the one that stands.
type Readings<'p> = (&'p str, NaiveDate, NaiveDate);

impl ChangedPeriods {
    /// Compares the readings of months that follow each other.
    pub(super) fn of(portal: &Portal<'_>) -> Self {
        let table = portal.table("billing_calendar");
        let mut cycles: BTreeMap<&str, Vec<Readings<'_>>> = BTreeMap::new();
        for key in table.keys() {
            let read = |column| day(table.get(key, column));
            let dates = (read("legacy_read_date"), read("read_date"));
            if let (Some((cycle, period)), (Some(planned), Some(stands))) =
                (key.split_once('|'), dates)
            {
                let months = cycles.entry(cycle).or_default();
                months.push((period, planned, stands));
            }
        }
        let changed = cycles.into_iter().map(|(cycle, mut months)| {
            months.sort_unstable();
            (cycle.to_owned(), changed(&months))
        });
        Self(changed.filter(|(_, months)| !months.is_empty()).collect())
    }

    /// Returns the changed periods of a cycle.
    pub(super) fn of_cycle(&self, cycle: Option<&str>) -> &[Changed] {
        let months = cycle.and_then(|cycle| self.0.get(cycle));
        months.map_or(&[], Vec::as_slice)
    }

    /// Returns true where no period changed.
    pub(super) fn are_none(&self) -> bool {
        self.0.is_empty()
    }
}

fn changed(months: &[Readings<'_>]) -> Vec<Changed> {
    let pairs = months.iter().zip(months.iter().skip(1));
    let pairs = pairs.filter(|(last, this)| is_next_month(last.0, this.0));
    let days = pairs.map(|(last, this)| Changed {
        period: this.0.to_owned(),
        before: (this.1 - last.1).num_days(),
        now: (this.2 - last.2).num_days(),
    });
    days.filter(|month| month.before != month.now).collect()
}

/// The newest bill of an account from which a day's charges can be taken.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct NewestPeriod {
    billed: NaiveDate,
    /// Its legacy number.
    pub(super) id: String,
    /// Its charges in cents.
    pub(super) cents: i64,
    /// Days between the readings of its period.
    pub(super) days: i64,
}

impl NewestPeriod {
    /// Returns the bill as such; none where it is a credit, or its period is unknown or empty.
    pub(super) fn of(bill: &Bill) -> Option<Self> {
        let (from, to) = bill.period_start.zip(bill.period_end)?;
        let days = to.signed_duration_since(from).num_days();
        let one = Self {
            billed: bill.bill_date,
            id: bill.legacy_bill_id.clone(),
            cents: bill.current_charges.0,
            days,
        };
        (days >= 1 && one.cents >= 0).then_some(one)
    }

    /// Returns the cents that so many days more make, half a cent away from zero.
    pub(super) fn effect(&self, more: i64) -> Option<i64> {
        let cents = Decimal::from(self.cents).checked_mul(Decimal::from(more))?;
        let cents = cents.checked_div(Decimal::from(self.days))?;
        let rounding = RoundingStrategy::MidpointAwayFromZero;
        i64::try_from(cents.round_dp_with_strategy(0, rounding)).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::money::Cents;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn bill(from: Option<&str>, to: &str, cents: i64) -> Bill {
        Bill {
            legacy_bill_id: "B1".to_owned(),
            legacy_account_number: "1".to_owned(),
            bill_date: date("2017-03-03"),
            due_date: None,
            period_start: from.map(date),
            period_end: Some(date(to)),
            previous_balance: None,
            current_charges: Cents(cents),
            total_due: None,
        }
    }

    #[test]
    fn a_bill_without_days_and_a_credit_say_nothing_of_a_day() {
        let from = Some("2017-02-01");
        assert_eq!(NewestPeriod::of(&bill(None, "2017-03-01", 5)), None);
        assert_eq!(NewestPeriod::of(&bill(from, "2017-02-01", 5)), None);
        assert_eq!(NewestPeriod::of(&bill(from, "2017-01-31", 5)), None);
        assert_eq!(NewestPeriod::of(&bill(from, "2017-03-01", -5)), None);
        let known = NewestPeriod::of(&bill(from, "2017-03-01", 5)).unwrap();
        assert_eq!(known.days, 28);
    }

    #[test]
    fn half_a_cent_goes_away_from_zero() {
        for (cents, days, more, effect) in [
            (1, 2, 1, 1),
            (1, 2, -1, -1),
            (49, 100, -1, 0),
            (5_000, 30, 1, 167),
            (5_000, 30, -2, -333),
            (8_329, 28, 7, 2_082),
        ] {
            let newest = NewestPeriod {
                billed: date("2017-03-03"),
                id: "B1".to_owned(),
                cents,
                days,
            };
            assert_eq!(
                newest.effect(more),
                Some(effect),
                "{cents} / {days} * {more}"
            );
        }
    }

    #[test]
    fn only_months_that_follow_each_other_make_a_period() {
        let months = [
            ("2016-12", date("2016-12-05"), date("2016-12-05")),
            ("2017-01", date("2017-01-05"), date("2017-01-08")),
            ("2017-03", date("2017-03-06"), date("2017-03-06")),
            ("2017-04", date("2017-04-05"), date("2017-04-05")),
        ];
        let found = changed(&months);
        let found: Vec<_> = found
            .iter()
            .map(|month| (month.period.as_str(), month.before, month.now))
            .collect();
        assert_eq!(found, [("2017-01", 31, 34)]);
    }
}
