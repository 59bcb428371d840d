//! Rows for the tests of this layer.

use super::merge::{Change, OutOfOrder, Rows, merge};
use super::rows::{Batch, RowRef};
use super::tables::Table;
use crate::record::value::Value;

/// Returns a table by its name.
pub fn table(name: &str) -> Table {
    let mut tables = Table::all().into_iter();
    tables.find(|table| table.name == name).unwrap()
}

/// A stream of rows that are at hand.
pub struct List {
    rows: Vec<Vec<Value>>,
    batch: Batch,
    at: usize,
}

impl List {
    /// Returns the stream of these rows.
    pub fn of(rows: impl IntoIterator<Item = Vec<Value>>) -> Self {
        let rows: Vec<Vec<Value>> = rows.into_iter().collect();
        let mut batch = Batch::default();
        for row in &rows {
            batch.push(row);
        }
        Self { rows, batch, at: 0 }
    }

    /// Returns rows of the crosswalk with these legacy numbers, carried, each with a new number.
    pub fn crosswalk(numbers: &[&str], reason: &str) -> Self {
        Self::of(numbers.iter().map(|number| {
            let new = format!("9{number}");
            [*number, &new, "carried", reason].map(Value::from).to_vec()
        }))
    }

    /// Changes a value.
    pub fn change(&mut self, row: usize, column: usize, value: impl Into<Value>) {
        self.rows[row][column] = value.into();
        *self = Self::of(std::mem::take(&mut self.rows));
    }
}

impl Rows<OutOfOrder> for List {
    fn peek(&self) -> Option<RowRef<'_>> {
        self.batch.row(self.at)
    }

    fn advance(&mut self) -> Result<(), OutOfOrder> {
        self.at += 1;
        Ok(())
    }
}

/// Returns reads: account, id and quantity.
pub fn usage(reads: &[(&str, &str, i64)]) -> List {
    List::of(reads.iter().map(|(account, id, quantity)| {
        let mut row = vec![Value::Null; table("usage").columns.len()];
        row[0] = Value::from(*account);
        row[1] = Value::from(*id);
        row[6] = Value::from(quantity.to_string());
        row
    }))
}

/// Returns what is told of two streams, each change as a word and the earlier key.
pub fn told(name: &str, mut before: List, mut after: List) -> Result<Vec<String>, OutOfOrder> {
    let table = table(name);
    let mut said = Vec::new();
    merge(&table, &mut before, &mut after, |change| {
        let (word, row) = match change {
            Change::Same(row) => ("same", row),
            Change::New(row) => ("new", row),
            Change::Gone(row) => ("gone", row),
            Change::Changed(row, _) => ("changed", row),
        };
        said.push(format!("{word} {}", table.key_text(row)));
        Ok(())
    })?;
    Ok(said)
}
