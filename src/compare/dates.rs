//! Dates that customers and staff go by, and that are other dates now: from which day to which.

use super::merge::Change;
use super::tables::Table;
use serde::Serialize;
use std::collections::BTreeMap;

/// The dates that are told, by table. Of the calendar each row is told on its own.
const DATES: &[(&str, &[&str])] = &[
    ("bill", &["due_date"]),
    ("installment", &["due_date"]),
    ("scheduled_payment", &["draft_date"]),
    (
        CALENDAR,
        &[
            "read_date",
            "bill_date",
            "due_date",
            "reminder_date",
            "late_fee_date",
            "disconnect_date",
        ],
    ),
    (
        "account",
        &["late_fee_waived_until", "disconnect_hold_until"],
    ),
    ("account_hold", &["starts_on", "ends_on"]),
];

const CALENDAR: &str = "billing_calendar";

/// Most pairs of days that are kept apart.
const MOST_PAIRS: usize = 10_000;

/// A day that is another day now.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct MovedDate {
    /// The table.
    pub table: &'static str,
    /// The column.
    pub column: &'static str,
    /// The row of the calendar, as cycle and month; none for rows of accounts.
    pub calendar_row: Option<String>,
    /// The day before; none where there was none.
    pub before: Option<String>,
    /// The day after.
    pub after: Option<String>,
}

/// How many rows have moved from one day to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DateCount {
    /// From which day to which.
    #[serde(flatten)]
    pub moved: MovedDate,
    /// Rows.
    pub rows: u64,
}

/// The dates that moved.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Dates {
    /// All values that moved.
    pub moved: u64,
    /// How many moved in each column, as `table.column`.
    pub columns: BTreeMap<String, u64>,
    /// From which day to which, ordered by table, column and day.
    pub pairs: Vec<DateCount>,
    /// Values that moved and are in no pair, for there are too many.
    pub not_listed: u64,
    #[serde(skip)]
    counts: BTreeMap<MovedDate, u64>,
}

impl Dates {
    /// Takes in a row of any table.
    pub(super) fn row(&mut self, table: &Table, change: Change<'_>) {
        let Change::Changed(before, after) = change else {
            return;
        };
        let Some((name, columns)) = DATES.iter().find(|(name, _)| *name == table.name) else {
            return;
        };
        for column in *columns {
            let (earlier, later) = (table.cell(before, column), table.cell(after, column));
            if earlier == later {
                continue;
            }
            self.moved += 1;
            *self.columns.entry(format!("{name}.{column}")).or_default() += 1;
            let moved = MovedDate {
                table: name,
                column,
                calendar_row: (*name == CALENDAR).then(|| table.key_text(after)),
                before: earlier.text(),
                after: later.text(),
            };
            if self.counts.len() < MOST_PAIRS || self.counts.contains_key(&moved) {
                *self.counts.entry(moved).or_default() += 1;
            } else {
                self.not_listed += 1;
            }
        }
    }

    /// Lists the pairs.
    pub(super) fn end(&mut self) {
        let counts = std::mem::take(&mut self.counts).into_iter();
        self.pairs = counts
            .map(|(moved, rows)| DateCount { moved, rows })
            .collect();
    }
}

#[cfg(test)]
mod tests {
    use super::super::merge::{OutOfOrder, merge};
    use super::super::samples::{List, table};
    use super::*;
    use crate::record::portal::TABLES;
    use crate::record::value::Value;

    #[test]
    fn every_date_that_is_told_is_a_column() {
        for (table, columns) in DATES {
            let (_, all) = TABLES.iter().find(|(name, _)| name == table).unwrap();
            assert!(columns.iter().all(|column| all.contains(column)), "{table}");
        }
    }

    #[test]
    fn rows_that_moved_from_and_to_the_same_day_are_one_pair() {
        let table = table("bill");
        let bills = |days: [&str; 3]| {
            List::of(["1", "2", "3"].iter().zip(days).map(|(bill, day)| {
                let mut row = vec![Value::Null; table.columns.len()];
                row[0] = Value::from("9");
                row[1] = Value::from(*bill);
                row[4] = if day.is_empty() {
                    Value::Null
                } else {
                    Value::from(day)
                };
                row
            }))
        };
        let mut before = bills(["2017-03-01", "2017-03-01", ""]);
        let mut after = bills(["2017-03-06", "2017-03-06", "2017-03-07"]);
        let mut dates = Dates::default();
        merge(&table, &mut before, &mut after, |change| {
            dates.row(&table, change);
            Ok::<(), OutOfOrder>(())
        })
        .unwrap();
        dates.end();
        assert_eq!((dates.moved, dates.columns["bill.due_date"]), (3, 3));
        let said: Vec<_> = dates
            .pairs
            .iter()
            .map(|pair| {
                (
                    pair.moved.before.as_deref(),
                    pair.moved.after.as_deref(),
                    pair.rows,
                )
            })
            .collect();
        let (third, sixth) = (Some("2017-03-01"), Some("2017-03-06"));
        assert_eq!(said, [(None, Some("2017-03-07"), 1), (third, sixth, 2)]);
    }
}
