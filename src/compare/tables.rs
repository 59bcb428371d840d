//! The portal's tables as the comparison sees them: what tells rows apart, and which parts of a key
//! say no more than where a row stood in its file.
//!
//! A place in a file moves with every extract, and the id of a run with every run. A row that is
//! the same but for these is found again, and told as changed in that column alone.

use super::rows::{Cell, RowRef};
use crate::record::portal::TABLES;
use crate::record::portal_keys::key_of;

/// Tables that tell of the run that made a result.
pub const OF_THE_RUN: [&str; 3] = ["cutover_run", "source_file", "control_total"];

/// A table, its columns by their position.
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// Its columns.
    pub columns: &'static [&'static str],
    /// The columns of its key.
    pub key: Vec<usize>,
    /// The columns by which both streams are merged; rows that share them are a group.
    pub group: Vec<usize>,
    /// The columns that are not asked for where rows of a group are found again by all others.
    pub place: Vec<usize>,
    /// The columns by which the rest of a group is found again.
    pub pair: Vec<usize>,
}

/// A table whose key holds a place: its name, and the columns of the group, the place and the pair.
type Placed = (&'static str, Names, Names, Names);
type Names = &'static [&'static str];

const PLACED: &[Placed] = &[
    ("cutover_run", &[], &["run_id"], &[]),
    ("source_file", &[], &["run_id"], &["path", "entity"]),
    ("control_total", &[], &["run_id"], &["entity", "measure"]),
    (
        "usage",
        &["account_number"],
        &["usage_id"],
        &["account_number", "usage_id"],
    ),
    (
        "activity_log",
        &["account_number", "at"],
        &["sequence"],
        &["account_number", "at", "sequence"],
    ),
];

impl Table {
    /// Returns every table, in the order in which they are loaded.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let tables = TABLES.iter();
        tables
            .map(|(name, columns)| Self::new(name, columns))
            .collect()
    }

    fn new(name: &'static str, columns: &'static [&'static str]) -> Self {
        let places = |names: &[&str]| -> Vec<usize> {
            let place = |name: &&str| columns.iter().position(|column| column == name);
            names.iter().filter_map(place).collect()
        };
        let key = places(key_of(name));
        let placed = PLACED.iter().find(|(table, ..)| *table == name);
        let (group, place, pair) = placed.map_or_else(
            || (key.clone(), Vec::new(), key.clone()),
            |(_, group, place, pair)| (places(group), places(place), places(pair)),
        );
        Self {
            name,
            columns,
            key,
            group,
            place,
            pair,
        }
    }

    /// Returns true where a group is one row.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.group == self.key
    }

    /// Returns the value of a column; none where the table has no such column.
    #[must_use]
    pub fn cell<'a>(&self, row: RowRef<'a>, column: &str) -> Cell<'a> {
        let at = self.columns.iter().position(|name| *name == column);
        at.map_or(Cell::Null, |at| row.cell(at))
    }

    /// Returns the text of a column; blank where there is no value.
    #[must_use]
    pub fn text(&self, row: RowRef<'_>, column: &str) -> String {
        self.cell(row, column).to_string()
    }

    /// Returns the key of a row as people read it.
    #[must_use]
    pub fn key_text(&self, row: RowRef<'_>) -> String {
        let parts: Vec<String> = self
            .key
            .iter()
            .map(|column| row.cell(*column).to_string())
            .collect();
        parts.join(";")
    }

    /// Returns the columns in which two rows differ.
    pub fn differing<'a>(
        &'a self,
        before: RowRef<'a>,
        after: RowRef<'a>,
    ) -> impl Iterator<Item = usize> + 'a {
        (0..self.columns.len()).filter(move |at| before.cell(*at) != after.cell(*at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_named_column_is_one_of_its_table() {
        let tables = Table::all();
        assert_eq!(tables.len(), TABLES.len());
        for table in &tables {
            assert_eq!(table.key.len(), key_of(table.name).len());
        }
        for (name, group, place, pair) in PLACED {
            let table = tables.iter().find(|table| table.name == *name).unwrap();
            let lengths = (table.group.len(), table.place.len(), table.pair.len());
            assert_eq!(lengths, (group.len(), place.len(), pair.len()), "{name}");
            assert!(!table.is_plain());
        }
    }
}
