//! Amounts of money: whole cents in an `i64`, sums of them in an `i128`. Never a float.

use std::fmt;

/// An amount in cents. Positive means the customer owes it, or paid it, as the field says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(transparent)]
pub struct Cents(pub i64);

/// The largest amount a single cell may hold, in cents (ten billion dollars). Sums of any number
/// of such cells fit an `i128`.
pub const LARGEST_CENTS: i64 = 1_000_000_000_000;

impl fmt::Display for Cents {
    /// Writes `1,234.56` or `-1,234.56`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format_cents(i128::from(self.0)))
    }
}

/// Returns a sum of cents as `1,234.56`, with a leading minus where it is negative.
#[must_use]
pub fn format_cents(cents: i128) -> String {
    let whole = (cents.unsigned_abs() / 100).to_string();
    let mut out = String::with_capacity(whole.len() + whole.len() / 3 + 4);
    if cents < 0 {
        out.push('-');
    }
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out.push_str(&format!(".{:02}", cents.unsigned_abs() % 100));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_written_with_thousands_commas() {
        for (cents, text) in [
            (0, "0.00"),
            (5, "0.05"),
            (-5, "-0.05"),
            (99_999, "999.99"),
            (100_000, "1,000.00"),
            (-123_456_789, "-1,234,567.89"),
        ] {
            assert_eq!(format_cents(cents), text);
        }
    }
}
