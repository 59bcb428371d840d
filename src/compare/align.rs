//! Rows of one group, found again although their place in the file has moved.
//!
//! First rows that are the same whole, then rows that are the same but for their place, then rows
//! of the same identity; the others are gone or new. Told in the order of the group.

use super::merge::Change;
use super::rows::{Batch, Cell, RowRef};
use super::tables::Table;
use std::collections::{BTreeMap, VecDeque};

/// Tells what became of the rows of a group.
///
/// # Errors
/// Those of `tell`.
pub(super) fn align<E>(
    table: &Table,
    before: &Batch,
    after: &Batch,
    tell: &mut impl FnMut(Change<'_>) -> Result<(), E>,
) -> Result<(), E> {
    let all: Vec<usize> = (0..table.columns.len()).collect();
    let but_place: Vec<usize> = all
        .iter()
        .copied()
        .filter(|column| !table.place.contains(column))
        .collect();
    let mut partner: Vec<Option<usize>> = vec![None; before.len()];
    let mut free: Vec<bool> = vec![true; after.len()];
    for columns in [&all, &but_place, &table.pair] {
        pair(columns, (before, after), &mut partner, &mut free);
    }
    for (at, partner) in partner.iter().enumerate() {
        let Some(row) = before.row(at) else { continue };
        match partner.and_then(|partner| after.row(partner)) {
            Some(found) => tell(Change::of(row, found))?,
            None => tell(Change::Gone(row))?,
        }
    }
    for (at, free) in free.into_iter().enumerate() {
        if let Some(row) = after.row(at).filter(|_| free) {
            tell(Change::New(row))?;
        }
    }
    Ok(())
}

/// Gives rows without a partner one that is the same in these columns, in the order of the group.
fn pair(
    columns: &[usize],
    (before, after): (&Batch, &Batch),
    partner: &mut [Option<usize>],
    free: &mut [bool],
) {
    fn key<'a>(columns: &[usize], row: RowRef<'a>) -> Vec<Cell<'a>> {
        columns.iter().map(|column| row.cell(*column)).collect()
    }
    let mut waiting: BTreeMap<Vec<Cell<'_>>, VecDeque<usize>> = BTreeMap::new();
    for (at, free) in free.iter().enumerate() {
        if let Some(row) = after.row(at).filter(|_| *free) {
            waiting.entry(key(columns, row)).or_default().push_back(at);
        }
    }
    for (at, partner) in partner.iter_mut().enumerate() {
        if let (None, Some(row)) = (&partner, before.row(at))
            && let Some(found) = waiting
                .get_mut(&key(columns, row))
                .and_then(VecDeque::pop_front)
        {
            *partner = Some(found);
            if let Some(slot) = free.get_mut(found) {
                *slot = false;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{List, told, usage};
    use crate::record::value::Value;

    #[test]
    fn a_read_whose_place_moved_is_the_same_read() {
        // A line before them pushes all reads of the account down by one.
        let before = usage(&[("1", "10", 4), ("1", "11", 5), ("1", "9", 3)]);
        let after = usage(&[
            ("1", "10", 3),
            ("1", "11", 4),
            ("1", "12", 5),
            ("1", "9", 7),
        ]);
        assert_eq!(
            told("usage", before, after).unwrap(),
            ["changed 1;10", "changed 1;11", "changed 1;9", "new 1;9"]
        );
    }

    #[test]
    fn equal_reads_are_counted_and_a_changed_one_keeps_its_identity() {
        let before = usage(&[("1", "B1/M", 4), ("1", "B2/M", 5), ("1", "B3/M", 6)]);
        let after = usage(&[("1", "B1/M", 4), ("1", "B2/M", 8)]);
        assert_eq!(
            told("usage", before, after).unwrap(),
            ["same 1;B1/M", "changed 1;B2/M", "gone 1;B3/M"]
        );
        let twice = usage(&[("1", "1", 4), ("1", "2", 4)]);
        let once = usage(&[("1", "2", 4)]);
        assert_eq!(
            told("usage", twice, once).unwrap(),
            ["gone 1;1", "same 1;2"]
        );
    }

    #[test]
    fn files_and_totals_of_another_run_are_found_again() {
        let totals = |run: &str, values: [&str; 2]| {
            let rows = ["bill", "payment"].iter().zip(values);
            List::of(rows.map(|(entity, value)| {
                [run, entity, "rows", value, value]
                    .map(Value::from)
                    .to_vec()
            }))
        };
        let (before, after) = (totals("r1", ["5", "7"]), totals("r2", ["5", "8"]));
        assert_eq!(
            told("control_total", before, after).unwrap(),
            ["changed r1;bill;rows", "changed r1;payment;rows"]
        );
    }
}
