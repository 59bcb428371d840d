//! The age of a debt: a balance spread over the charges it is still owed for.
//!
//! In: a balance and the charges with their due dates. Out: cents by age. Payments settle the
//! oldest charge first, so what is still owed belongs to the newest ones. What no charge explains
//! is the oldest debt, and therefore charges older than 90 days need not be known at all: the
//! legacy export and the portal, which has fewer old bills, give the same ages.

use super::money::Cents;
use chrono::NaiveDate;

/// How long a part of a balance has been due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Age {
    /// The utility owes the customer.
    Credit,
    /// Not yet past due; the due date itself still counts as paid in time.
    Current,
    /// 1 to 30 days past due.
    Days1To30,
    /// 31 to 60 days past due.
    Days31To60,
    /// 61 to 90 days past due.
    Days61To90,
    /// More than 90 days past due, and whatever no charge explains.
    Over90,
}

impl Age {
    /// Every age, from credit to the oldest debt.
    pub const ALL: [Self; 6] = [
        Self::Credit,
        Self::Current,
        Self::Days1To30,
        Self::Days31To60,
        Self::Days61To90,
        Self::Over90,
    ];

    /// Returns the name as reports and control totals have it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Credit => "credit",
            Self::Current => "current",
            Self::Days1To30 => "1-30",
            Self::Days31To60 => "31-60",
            Self::Days61To90 => "61-90",
            Self::Over90 => "over 90",
        }
    }

    /// Returns the age on `as_of` of a charge that was due on `due_date`.
    #[must_use]
    pub fn of(due_date: NaiveDate, as_of: NaiveDate) -> Self {
        match (as_of - due_date).num_days() {
            ..=0 => Self::Current,
            1..=30 => Self::Days1To30,
            31..=60 => Self::Days31To60,
            61..=90 => Self::Days61To90,
            _ => Self::Over90,
        }
    }
}

/// Cents by age; of one account, or summed over many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Ageing {
    /// What the utility owes; never positive.
    pub credit: i128,
    /// Not yet past due.
    pub current: i128,
    /// 1 to 30 days past due.
    pub days_1_to_30: i128,
    /// 31 to 60 days past due.
    pub days_31_to_60: i128,
    /// 61 to 90 days past due.
    pub days_61_to_90: i128,
    /// More than 90 days past due.
    pub over_90: i128,
}

impl Ageing {
    /// Returns the cents of one age.
    #[must_use]
    pub fn get(&self, age: Age) -> i128 {
        match age {
            Age::Credit => self.credit,
            Age::Current => self.current,
            Age::Days1To30 => self.days_1_to_30,
            Age::Days31To60 => self.days_31_to_60,
            Age::Days61To90 => self.days_61_to_90,
            Age::Over90 => self.over_90,
        }
    }

    fn slot(&mut self, age: Age) -> &mut i128 {
        match age {
            Age::Credit => &mut self.credit,
            Age::Current => &mut self.current,
            Age::Days1To30 => &mut self.days_1_to_30,
            Age::Days31To60 => &mut self.days_31_to_60,
            Age::Days61To90 => &mut self.days_61_to_90,
            Age::Over90 => &mut self.over_90,
        }
    }

    /// Adds the ages of another balance to these.
    pub fn add(&mut self, other: &Self) {
        for age in Age::ALL {
            *self.slot(age) += other.get(age);
        }
    }

    /// Returns the sum of all ages: the balance, or the sum of the balances.
    #[must_use]
    pub fn total(&self) -> i128 {
        Age::ALL.into_iter().map(|age| self.get(age)).sum()
    }
}

/// An account's charges of the last 90 days and of what is not yet due, by age. Small: it can be
/// kept for every account while the bills stream by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RecentCharges {
    /// Current, 1-30, 31-60, 61-90.
    by_age: [i128; 4],
}

impl RecentCharges {
    /// Adds a bill's own charges, without its previous balance, by its legacy due date. A charge
    /// more than 90 days past due changes nothing.
    pub fn add(&mut self, due_date: NaiveDate, charges: Cents, as_of: NaiveDate) {
        let [current, days_30, days_60, days_90] = &mut self.by_age;
        let slot = match Age::of(due_date, as_of) {
            Age::Current => current,
            Age::Days1To30 => days_30,
            Age::Days31To60 => days_60,
            Age::Days61To90 => days_90,
            Age::Credit | Age::Over90 => return,
        };
        *slot += i128::from(charges.0);
    }

    /// Returns `balance` by age: the newest charges first, what is left over 90 days. The ages
    /// always sum to the balance; a credit balance is all credit.
    #[must_use]
    pub fn age(&self, balance: Cents) -> Ageing {
        let mut ageing = Ageing::default();
        let mut rest = i128::from(balance.0);
        if rest < 0 {
            ageing.credit = rest;
            return ageing;
        }
        let ages = [
            Age::Current,
            Age::Days1To30,
            Age::Days31To60,
            Age::Days61To90,
        ];
        for (age, charges) in ages.into_iter().zip(self.by_age) {
            let owed = charges.clamp(0, rest);
            *ageing.slot(age) = owed;
            rest -= owed;
        }
        ageing.over_90 = rest;
        ageing
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn ages_change_after_the_due_date_and_after_30_60_and_90_days() {
        let as_of = day("2017-05-31");
        for (due, age) in [
            ("2017-06-01", Age::Current),
            ("2017-05-31", Age::Current),
            ("2017-05-30", Age::Days1To30),
            ("2017-05-01", Age::Days1To30),
            ("2017-04-30", Age::Days31To60),
            ("2017-04-01", Age::Days31To60),
            ("2017-03-31", Age::Days61To90),
            ("2017-03-02", Age::Days61To90),
            ("2017-03-01", Age::Over90),
        ] {
            assert_eq!(Age::of(day(due), as_of), age, "{due}");
        }
    }

    fn charges() -> RecentCharges {
        let as_of = day("2017-02-23");
        let mut charges = RecentCharges::default();
        charges.add(day("2017-03-01"), Cents(100), as_of);
        charges.add(day("2017-02-01"), Cents(200), as_of);
        charges.add(day("2016-12-15"), Cents(400), as_of);
        charges.add(day("2015-12-15"), Cents(9_999), as_of);
        charges
    }

    #[test]
    fn a_balance_is_owed_for_the_newest_charges() {
        let aged = |balance| charges().age(Cents(balance));
        assert_eq!(aged(60).current, 60);
        let two = aged(250);
        assert_eq!((two.current, two.days_1_to_30, two.over_90), (100, 150, 0));
        let all = aged(1_000);
        assert_eq!(
            (all.days_1_to_30, all.days_31_to_60, all.days_61_to_90),
            (200, 0, 400)
        );
        assert_eq!(all.over_90, 300);
    }

    #[test]
    fn a_credit_balance_is_all_credit_and_nothing_owed_has_no_age() {
        let credit = charges().age(Cents(-50));
        assert_eq!((credit.credit, credit.total()), (-50, -50));
        assert_eq!(charges().age(Cents(0)), Ageing::default());
    }

    #[test]
    fn a_reversed_charge_takes_no_part_of_the_balance() {
        let as_of = day("2017-02-23");
        let mut charges = RecentCharges::default();
        charges.add(as_of, Cents(-500), as_of);
        let aged = charges.age(Cents(70));
        assert_eq!((aged.current, aged.over_90), (0, 70));
    }

    #[test]
    fn sums_over_accounts_keep_the_ages_apart() {
        let mut sum = charges().age(Cents(-50));
        sum.add(&charges().age(Cents(250)));
        assert_eq!((sum.credit, sum.current, sum.total()), (-50, 100, 200));
    }

    proptest! {
        #[test]
        fn the_ages_sum_to_the_balance_and_no_debt_is_negative(
            balance: i64, rows in proptest::collection::vec((0_u64..150, -1_000_i64..10_000), 0..20)
        ) {
            let as_of = day("2017-02-23");
            let mut charges = RecentCharges::default();
            for (back, cents) in rows {
                charges.add(as_of - chrono::Days::new(back), Cents(cents), as_of);
            }
            let aged = charges.age(Cents(balance));
            prop_assert_eq!(aged.total(), i128::from(balance));
            prop_assert!(Age::ALL.into_iter().skip(1).all(|age| aged.get(age) >= 0));
            prop_assert!(aged.credit <= 0);
        }
    }
}
