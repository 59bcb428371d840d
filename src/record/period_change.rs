//! A billing period whose length the shift changes, and what that is expected to do to one
//! account's bill.

use super::money::Cents;
use chrono::NaiveDate;

/// The bill that the effect on another one is estimated from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct BasisBill {
    /// Day it was issued.
    pub bill_date: NaiveDate,
    /// Its legacy number.
    pub legacy_bill_id: String,
    /// Its charges, never negative.
    pub charges: Cents,
    /// Days of its period, from reading to reading; at least 1.
    pub days: i64,
}

/// A billing period of one account that is longer or shorter than the legacy system planned.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct PeriodChange {
    /// The month of the bill, YYYY-MM.
    pub period: String,
    /// Days from reading to reading, as planned.
    pub legacy_days: i64,
    /// The same now.
    pub days: i64,
    /// What the estimate is made from; none where the account has no bill with a known period.
    pub basis: Option<BasisBill>,
    /// Cents by which the bill is expected to be higher; negative where it is lower. None without
    /// a basis.
    pub expected_change: Option<Cents>,
    /// True where charges by the month are counted by the day now.
    pub prorated: bool,
}

impl PeriodChange {
    /// Returns the days that the period gained; negative where it lost some.
    #[must_use]
    pub fn more_days(&self) -> i64 {
        self.days - self.legacy_days
    }
}
