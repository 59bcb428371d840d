//! The sum in a file's trailer: which column it is over, and what a cell of it adds.
//!
//! In: a bound file and its rows. Out: cents. An amount that cannot be read adds nothing; what is
//! wrong with it is said where the row is mapped.

use super::bind::BoundFile;
use super::convert_money::MoneyFormat;
use super::record_types::SumOf;
use crate::record::raw::{Cell, ColumnUse, RawRow};

impl BoundFile {
    /// Returns the column that the trailer's sum is over; none where there is no
    /// such sum, or the file has no such column.
    #[must_use]
    pub fn summed_column(&self) -> Option<usize> {
        let index = match self.mapping.written.sum_of.as_ref()? {
            SumOf::FirstAmount => self.money_columns().first()?.0,
            SumOf::Column(name) => self.columns().iter().position(|column| column == name)?,
        };
        (self.uses().get(index) == Some(&ColumnUse::Keep)).then_some(index)
    }

    /// Returns the cents that a row adds to the sum over `column`.
    #[must_use]
    pub fn summand(&self, row: &RawRow, column: usize) -> i64 {
        let cents = match row.cells.get(column) {
            Some(Cell::Number(number)) => MoneyFormat::of_number(*number).ok(),
            cell => cell
                .and_then(Cell::text)
                .and_then(|text| self.mapping.written.money.cents(text).ok()),
        };
        cents.unwrap_or_default()
    }

    /// Returns the cents of a sum, which is written as amounts are; none where it is no amount.
    #[must_use]
    pub fn total(&self, text: &str) -> Option<i128> {
        self.mapping.written.money.total(text).ok()
    }

    /// Returns cents as the file writes amounts.
    #[must_use]
    pub fn amount(&self, cents: i128) -> String {
        self.mapping.written.money.written(cents)
    }

    /// Returns how amounts are written, for messages.
    #[must_use]
    pub fn amount_example(&self) -> String {
        self.mapping.written.money.example()
    }
}
