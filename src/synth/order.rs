//! What was asked for.

use super::form::Form;
use super::plant::Anomaly;

/// Most accounts of a delivery: their numbers have eight digits, and most of those stay free.
pub const MOST_ACCOUNTS: u64 = 10_000_000;
/// Months of history that a delivery may have.
pub const MONTHS: std::ops::RangeInclusive<u64> = 6..=120;
/// Months of history where nothing else is asked for.
pub const USUAL_MONTHS: u32 = 36;
/// The seed where no other is named.
pub const USUAL_SEED: u64 = 1;
/// Most anomalies of one kind.
pub const MOST_PLANTED: u64 = 100_000;

/// A delivery to be made.
#[derive(Clone, Debug)]
pub struct Order {
    /// How many accounts.
    pub accounts: u64,
    /// How many months of history.
    pub months: u32,
    /// What everything is drawn from.
    pub seed: u64,
    /// How the exports are written.
    pub form: Form,
    /// What is wrong in it, and how often.
    pub planted: Vec<(Anomaly, u64)>,
}
