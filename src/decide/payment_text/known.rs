//! The delivery's own identifiers: account numbers, meter serials, telephone numbers, bill
//! numbers. They stay readable in a text, also where they look like a card number.
//!
//! An identifier is kept as its digits, and as the groups it is written in: a representative
//! types `07217-143` or `07217143`. What has fewer than six digits is too common to be kept.

use std::collections::BTreeSet;

/// Fewest digits of an identifier.
const FEWEST: usize = 6;
/// Most digits that fit the key.
pub(super) const MOST: usize = 30;
/// From so many digits on an identifier is told by its digits alone, in any grouping.
pub(super) const TOLD_BY_DIGITS: usize = 13;

/// The delivery's own identifiers, looked up by digits.
#[derive(Clone, Default)]
pub struct KnownIds {
    /// Digits behind a leading 1, and the groups they are written in.
    ids: BTreeSet<(u128, u64)>,
}

impl KnownIds {
    /// Returns an empty collection.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an identifier as the delivery writes it; letters and separators only part its digits.
    /// One of fewer than six digits or more than thirty is passed over.
    pub fn insert(&mut self, id: &str) {
        let mut digits = Vec::new();
        let mut groups = Vec::new();
        let mut inside = false;
        for c in id.chars() {
            match super::lexer::digit(c) {
                Some(d) => {
                    digits.push(d);
                    match groups.last_mut() {
                        Some(n) if inside => *n += 1,
                        _ => groups.push(1_usize),
                    }
                    inside = true;
                }
                None => inside = false,
            }
        }
        if let Some(key) = key(&digits) {
            self.ids.insert((key, shape(&groups)));
        }
    }

    /// Moves every identifier of `other` into this collection.
    pub fn append(&mut self, mut other: Self) {
        if self.ids.len() < other.ids.len() {
            std::mem::swap(&mut self.ids, &mut other.ids);
        }
        self.ids.append(&mut other.ids);
    }

    /// Returns true where these digits are an identifier, in whatever groups it is written.
    #[must_use]
    pub fn holds(&self, digits: &[u8]) -> bool {
        key(digits).is_some_and(|k| self.ids.range((k, 0)..=(k, u64::MAX)).next().is_some())
    }

    /// Returns true where these digits in these groups are an identifier: in the groups of the
    /// delivery, or in any where it has thirteen digits or more.
    pub(super) fn holds_grouped(&self, digits: &[u8], groups: &[usize]) -> bool {
        if digits.len() >= TOLD_BY_DIGITS {
            return self.holds(digits);
        }
        key(digits).is_some_and(|k| self.ids.contains(&(k, shape(groups))))
    }
}

impl<S: AsRef<str>> FromIterator<S> for KnownIds {
    fn from_iter<I: IntoIterator<Item = S>>(ids: I) -> Self {
        let mut known = Self::new();
        for id in ids {
            known.insert(id.as_ref());
        }
        known
    }
}

/// Returns the digits as a number behind a leading 1, so that leading zeros count.
fn key(digits: &[u8]) -> Option<u128> {
    (FEWEST..=MOST)
        .contains(&digits.len())
        .then(|| digits.iter().fold(1, |n, d| n * 10 + u128::from(*d)))
}

/// Returns the groups' lengths packed into one number; 0 where there are too many of them.
fn shape(groups: &[usize]) -> u64 {
    if groups.len() > 12 {
        return 0;
    }
    groups.iter().fold(0, |n, len| {
        n * 32 + u64::try_from((*len).min(31)).unwrap_or(31)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_is_known_with_and_without_its_dash() {
        let known: KnownIds = ["07217-143", "E99898667", "12345"].iter().collect();
        assert!(known.holds(&[0, 7, 2, 1, 7, 1, 4, 3]));
        assert!(!known.holds(&[7, 2, 1, 7, 1, 4, 3]), "leading zeros count");
        assert!(known.holds(&[9, 9, 8, 9, 8, 6, 6, 7]));
        assert!(!known.holds(&[1, 2, 3, 4, 5]), "too short to be told");
        assert!(known.holds_grouped(&[0, 7, 2, 1, 7, 1, 4, 3], &[5, 3]));
        assert!(!known.holds_grouped(&[0, 7, 2, 1, 7, 1, 4, 3], &[4, 4]));
    }

    #[test]
    fn a_long_serial_is_known_in_any_grouping() {
        let known: KnownIds = ["4111111111111111"].iter().collect();
        let digits = [4, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1];
        assert!(known.holds_grouped(&digits, &[4, 4, 4, 4]));
    }
}
