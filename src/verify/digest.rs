//! Rows folded into a few words of memory, in any order, so that every changed, missing, doubled
//! or foreign row shows.
//!
//! A fold is a count, a sum of cents and a sum of row hashes. Two sets of rows with equal folds
//! are the same rows: the sums wrap, so the order in which rows come does not matter, and a row
//! that stands twice counts twice.

use crate::record::money::format_cents;

/// A row as canonical texts, one a column; nothing stands for a blank.
pub(super) type Facts = Vec<Option<String>>;

/// The fold of the rows of one account in one table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Fold {
    /// How many rows.
    pub(super) count: u64,
    /// Their cents.
    pub(super) cents: i64,
    keys: u64,
    rows: u128,
}

/// Returns the first 128 bits of a hash over texts, each with its length.
fn hash<'a>(parts: impl IntoIterator<Item = Option<&'a str>>) -> u128 {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        match part {
            Some(text) => {
                let length = u64::try_from(text.len()).unwrap_or(u64::MAX);
                hasher.update(&[1]).update(&length.to_le_bytes());
                hasher.update(text.as_bytes());
            }
            None => {
                hasher.update(&[0]);
            }
        }
    }
    let mut bytes = [0; 16];
    hasher.finalize_xof().fill(&mut bytes);
    u128::from_le_bytes(bytes)
}

/// Returns the low half of a hash.
fn low(hash: u128) -> u64 {
    u64::try_from(hash & u128::from(u64::MAX)).unwrap_or(0)
}

impl Fold {
    /// Adds a row: its key, its cents, its facts.
    pub(super) fn add(&mut self, key: &str, cents: i64, facts: &Facts) {
        self.count = self.count.wrapping_add(1);
        self.cents = self.cents.wrapping_add(cents);
        self.keys = self.keys.wrapping_add(low(hash([Some(key)])));
        self.rows = self
            .rows
            .wrapping_add(hash(facts.iter().map(Option::as_deref)));
    }

    /// Returns what differs between the portal's rows and the export's, in words; none where
    /// they are the same rows. `what` is the plural, such as `bills`.
    pub(super) fn difference(portal: &Self, export: &Self, what: &str) -> Option<String> {
        if portal == export {
            return None;
        }
        Some(if portal.count != export.count {
            format!(
                "{} {what} in the portal, {} to be carried from the export",
                portal.count, export.count
            )
        } else if portal.keys != export.keys {
            format!("other {what} in the portal than in the export, though as many")
        } else if portal.cents != export.cents {
            format!(
                "{what} sum to {} in the portal, {} in the export",
                format_cents(i128::from(portal.cents)),
                format_cents(i128::from(export.cents))
            )
        } else {
            format!("the {what} differ in a date, an amount, a code or a text from the export's")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fold(rows: &[(&str, i64, &str)]) -> Fold {
        let mut fold = Fold::default();
        for (key, cents, text) in rows {
            fold.add(
                key,
                *cents,
                &vec![Some((*key).to_owned()), Some((*text).to_owned())],
            );
        }
        fold
    }

    #[test]
    fn order_does_not_matter_and_everything_else_does() {
        let export = fold(&[("a", 1, "x"), ("b", 2, "y")]);
        assert_eq!(fold(&[("b", 2, "y"), ("a", 1, "x")]), export);
        for (rows, said) in [
            (&[("a", 1, "x")][..], "1 bills"),
            (&[("a", 1, "x"), ("a", 1, "x")], "other bills"),
            (&[("a", 1, "x"), ("b", 3, "y")], "sum to 0.04"),
            (&[("a", 1, "x"), ("b", 2, "z")], "differ in a date"),
        ] {
            let message = Fold::difference(&fold(rows), &export, "bills").unwrap();
            assert!(message.contains(said), "{message}");
        }
        assert_eq!(Fold::difference(&export, &export, "bills"), None);
    }

    #[test]
    fn a_blank_is_no_empty_text_next_door() {
        assert_ne!(hash([Some("ab"), None]), hash([Some("a"), Some("b")]));
        assert_ne!(hash([Some("a"), Some("bc")]), hash([Some("ab"), Some("c")]));
    }
}
