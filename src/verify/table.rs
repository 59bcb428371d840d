//! A portal table that is kept whole, as canonical texts: those as large as the accounts.

use super::digest::Facts;
use std::collections::BTreeMap;

/// A kept table: rows by key, each as texts by column.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    pub(super) columns: Vec<String>,
    pub(super) rows: BTreeMap<String, Facts>,
}

impl Table {
    /// Returns a cell; none where row, column or value is missing.
    pub(super) fn get(&self, key: &str, column: &str) -> Option<&str> {
        let place = self.columns.iter().position(|c| c == column)?;
        self.rows.get(key)?.get(place)?.as_deref()
    }

    /// Returns true where a row with this key stands.
    pub(super) fn has(&self, key: &str) -> bool {
        self.rows.contains_key(key)
    }

    /// Returns true where the table has a column of this name.
    pub(super) fn knows(&self, column: &str) -> bool {
        self.columns.iter().any(|known| known == column)
    }

    /// Returns the keys in order.
    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        self.rows.keys().map(String::as_str)
    }

    /// Returns how many rows stand.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }
}
