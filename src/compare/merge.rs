//! The merge: two streams of one table, both in the order of the key, become a stream of changes.
//!
//! Each row is told once. A stream whose rows are not in order is an error, never a wrong answer.

use super::align;
use super::rows::{Batch, Cell, RowRef};
use super::tables::Table;
use std::cmp::Ordering;

/// The rows of one table, one after the other.
pub trait Rows<E> {
    /// Returns the row that is next; none at the end of the table.
    fn peek(&self) -> Option<RowRef<'_>>;
    /// Goes on to the row behind it.
    ///
    /// # Errors
    /// Where the rows cannot be read.
    fn advance(&mut self) -> Result<(), E>;
}

/// What became of a row.
#[derive(Clone, Copy)]
pub enum Change<'a> {
    /// It stands in both results, and is the same.
    Same(RowRef<'a>),
    /// It stands in the later result alone.
    New(RowRef<'a>),
    /// It stands in the earlier result alone.
    Gone(RowRef<'a>),
    /// It stands in both, and differs.
    Changed(RowRef<'a>, RowRef<'a>),
}

impl<'a> Change<'a> {
    /// Returns the row as it is before and after.
    #[must_use]
    pub fn sides(self) -> (Option<RowRef<'a>>, Option<RowRef<'a>>) {
        match self {
            Self::Same(row) => (Some(row), Some(row)),
            Self::New(row) => (None, Some(row)),
            Self::Gone(row) => (Some(row), None),
            Self::Changed(before, after) => (Some(before), Some(after)),
        }
    }

    /// Returns what became of two rows that belong together.
    pub(super) fn of(before: RowRef<'a>, after: RowRef<'a>) -> Self {
        if before.cells().eq(after.cells()) {
            Self::Same(before)
        } else {
            Self::Changed(before, after)
        }
    }
}

/// The rows of a table do not come in the order of its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutOfOrder {
    /// The table.
    pub table: &'static str,
}

/// Merges the rows of a table, and calls `tell` with each change.
///
/// # Errors
/// Those of the streams and of `tell`, and where a stream is not in order.
pub fn merge<E: From<OutOfOrder>>(
    table: &Table,
    before: &mut impl Rows<E>,
    after: &mut impl Rows<E>,
    mut tell: impl FnMut(Change<'_>) -> Result<(), E>,
) -> Result<(), E> {
    let (mut earlier, mut later) = (Group::default(), Group::default());
    earlier.read(table, before)?;
    later.read(table, after)?;
    loop {
        let order = match (earlier.rows.row(0), later.rows.row(0)) {
            (None, None) => return Ok(()),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(before), Some(after)) => by(&table.group, before, after),
        };
        match order {
            Ordering::Less => {
                each(&earlier.rows, |row| tell(Change::Gone(row)))?;
                earlier.read(table, before)?;
            }
            Ordering::Greater => {
                each(&later.rows, |row| tell(Change::New(row)))?;
                later.read(table, after)?;
            }
            Ordering::Equal => {
                match (earlier.rows.row(0), later.rows.row(0)) {
                    (Some(before), Some(after)) if table.is_plain() => {
                        tell(Change::of(before, after))?;
                    }
                    _ => align::align(table, &earlier.rows, &later.rows, &mut tell)?,
                }
                earlier.read(table, before)?;
                later.read(table, after)?;
            }
        }
    }
}

/// The rows that share the columns of a group.
#[derive(Default)]
struct Group {
    rows: Batch,
    last: Batch,
}

impl Group {
    /// Reads the group that is next. At the end of the table it has no row.
    fn read<E: From<OutOfOrder>>(
        &mut self,
        table: &Table,
        from: &mut impl Rows<E>,
    ) -> Result<(), E> {
        std::mem::swap(&mut self.rows, &mut self.last);
        self.rows.clear();
        let Some(first) = from.peek() else {
            return Ok(());
        };
        if let Some(last) = self.last.row(0)
            && by(&table.group, last, first) != Ordering::Less
        {
            return Err(OutOfOrder { table: table.name }.into());
        }
        self.rows.push_row(first);
        from.advance()?;
        if table.is_plain() {
            return Ok(());
        }
        while let (Some(first), Some(next)) = (self.rows.row(0), from.peek())
            && by(&table.group, first, next) == Ordering::Equal
        {
            self.rows.push_row(next);
            from.advance()?;
        }
        Ok(())
    }
}

/// Orders two rows by some of their columns.
fn by(columns: &[usize], one: RowRef<'_>, other: RowRef<'_>) -> Ordering {
    fn cells<'a>(columns: &'a [usize], row: RowRef<'a>) -> impl Iterator<Item = Cell<'a>> {
        columns.iter().map(move |column| row.cell(*column))
    }
    cells(columns, one).cmp(cells(columns, other))
}

fn each<E>(rows: &Batch, mut tell: impl FnMut(RowRef<'_>) -> Result<(), E>) -> Result<(), E> {
    (0..rows.len())
        .filter_map(|at| rows.row(at))
        .try_for_each(&mut tell)
}

#[cfg(test)]
mod tests {
    use super::super::samples::{List, table, told, usage};
    use super::*;

    #[test]
    fn rows_of_two_streams_are_told_once_each() {
        let before = List::crosswalk(&["a", "b", "d", "e"], "open");
        let mut after = List::crosswalk(&["b", "c", "d"], "open");
        after.change(2, 3, "settled");
        assert_eq!(
            told("crosswalk", before, after).unwrap(),
            ["gone a", "same b", "new c", "changed d", "gone e"]
        );
    }

    #[test]
    fn an_empty_table_has_only_new_or_gone_rows() {
        let one = || List::crosswalk(&["a"], "open");
        let none = || List::crosswalk(&[], "open");
        assert_eq!(told("crosswalk", none(), one()).unwrap(), ["new a"]);
        assert_eq!(told("crosswalk", one(), none()).unwrap(), ["gone a"]);
        assert!(told("crosswalk", none(), none()).unwrap().is_empty());
    }

    #[test]
    fn rows_out_of_order_are_an_error() {
        let wrong = List::crosswalk(&["b", "a"], "open");
        let right = List::crosswalk(&["a", "b"], "open");
        let out = OutOfOrder { table: "crosswalk" };
        assert_eq!(told("crosswalk", wrong, right), Err(out));
        let twice = List::crosswalk(&["a", "a"], "open");
        let right = List::crosswalk(&["a"], "open");
        assert_eq!(told("crosswalk", twice, right), Err(out));
    }

    #[test]
    fn every_plain_table_is_merged_by_its_whole_key() {
        let plain = Table::all().into_iter().filter(Table::is_plain);
        assert_eq!(plain.count(), Table::all().len() - 5);
        assert_eq!(table("period_change").group, [0, 2]);
    }

    #[test]
    fn groups_of_several_rows_are_kept_apart() {
        let before = usage(&[("1", "5", 10), ("2", "6", 20)]);
        let after = usage(&[("1", "5", 10), ("3", "6", 20)]);
        assert_eq!(
            told("usage", before, after).unwrap(),
            ["same 1;5", "gone 2;6", "new 3;6"]
        );
    }
}
