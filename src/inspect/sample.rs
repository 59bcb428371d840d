//! What is kept of the first rows, to compare columns with each other row by row: a hash, a day and
//! a sign of each cell, and the amounts of bills and payments.

/// Rows of which they are kept: for keys of several columns, for periods, for payments above bills.
pub(super) const SAMPLE: usize = 1 << 16;
/// Columns of which they are kept.
pub(super) const SAMPLE_COLUMNS: usize = 48;

/// Stands for a row without a day.
pub(super) const NO_DAY: i32 = i32::MIN;
/// Stands for a row without an amount.
pub(super) const NO_AMOUNT: i64 = i64::MIN;
/// Billionths in a ten-thousandth.
const TEN_THOUSANDTH: i128 = 100_000;

/// The first rows of one column; 0, `NO_DAY` and `Sign::None` where a row has none. Amounts only where
/// the name is that of a bill or a payment, in ten-thousandths; `NO_AMOUNT` where there is none.
#[derive(Default)]
pub(super) struct Sample {
    pub(super) hashes: Vec<u64>,
    pub(super) days: Vec<i32>,
    pub(super) signs: Vec<Sign>,
    pub(super) amounts: Vec<i64>,
}

/// What a cell is as a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    None,
    Zero,
    Other,
}

impl Sample {
    /// Returns true where no further row is kept.
    pub(super) fn is_full(&self) -> bool {
        self.hashes.len() >= SAMPLE
    }

    /// Keeps a row.
    pub(super) fn push(&mut self, hash: u64, day: i32, sign: Sign) {
        self.hashes.push(hash);
        self.days.push(day);
        self.signs.push(sign);
    }

    /// Keeps the amount of a row, given in billionths.
    pub(super) fn push_amount(&mut self, sign: Sign, billionths: i128) {
        let amount = i64::try_from(billionths / TEN_THOUSANDTH);
        let amount = amount.ok().filter(|_| sign != Sign::None);
        self.amounts.push(amount.unwrap_or(NO_AMOUNT));
    }
}
