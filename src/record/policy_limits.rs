//! The figures that a policy may name, from least to most: the same in a mapping and on the command
//! line.

use std::ops::RangeInclusive;

/// Days in a billing period.
pub const PERIOD_DAYS: RangeInclusive<u64> = 1..=366;
/// Days of a window: what moves out of a longer one would be due months later.
pub const WINDOW_DAYS: RangeInclusive<i64> = 1..=120;
/// Days from bill to due date.
pub const DAYS_TO_PAY: RangeInclusive<u64> = 0..=90;
/// Accounts due, or billed, on a day.
pub const CAPACITY: RangeInclusive<u64> = 1..=100_000_000;
/// Days between due dates that follow each other.
pub const DUE_GAP_DAYS: RangeInclusive<u64> = 0..=60;
/// Periods after which a cycle is back on its regular dates.
pub const RETURN_WITHIN_PERIODS: RangeInclusive<u64> = 1..=12;
