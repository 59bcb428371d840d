//! The first few rows where something was seen, so that a person can look.

/// How many are kept.
const KEPT: usize = 3;

/// Row numbers, as a person finds them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct FirstRows {
    rows: [u64; KEPT],
    len: usize,
}

impl FirstRows {
    /// Adds a row; after the first few it is passed over.
    pub(super) fn add(&mut self, row: u64) {
        if let Some(slot) = self.rows.get_mut(self.len) {
            *slot = row;
            self.len += 1;
        }
    }

    /// Returns the rows.
    pub(super) fn list(self) -> Vec<u64> {
        self.rows.into_iter().take(self.len).collect()
    }

    /// Returns the first rows of both.
    pub(super) fn merged(self, other: Self) -> Self {
        let mut all = self.list();
        all.extend(other.list());
        all.sort_unstable();
        all.dedup();
        let mut merged = Self::default();
        all.into_iter().for_each(|row| merged.add(row));
        merged
    }
}
