//! The delivery's own identifiers: account numbers, meter serials, telephone numbers, bill
//! numbers. They stay readable in a text, also where they look like a card number.
//!
//! An identifier is kept as its digits, and as the groups it is written in: a representative
//! types `07217-143` or `07217143`. What has fewer than six digits is too common to be kept. Of
//! what grows with the years (bills, payments) only that is kept which the finder could take for
//! payment data: memory follows the accounts, not their history.

use super::chars::digit;
use super::{card, iban, issuers};
use std::collections::BTreeSet;

/// Fewest digits of an identifier.
const FEWEST: usize = 6;
/// Most digits that are told by their groups too; an identifier of more is told by its digits
/// alone, in any grouping.
const MOST_GROUPED: usize = 12;
/// Most digits that fit a small key.
const MOST_SMALL: usize = 18;
/// Most digits of an identifier.
pub(super) const MOST: usize = 30;
/// From so many digits on an identifier is told by its digits alone.
pub(super) const TOLD_BY_DIGITS: usize = MOST_GROUPED + 1;
/// Digits of a telephone number. More of them in a column of telephones, or fewer, are no number
/// that can be called: a card typed there must not become an identifier.
const PHONE: std::ops::RangeInclusive<usize> = 7..=12;

/// The delivery's own identifiers, looked up by digits. A key is eight bytes for all but the
/// longest, so that a million accounts with meter and telephone stay below 64 MB.
#[derive(Clone, Default)]
pub struct KnownIds {
    /// Up to twelve digits behind a leading 1, then a bit for each place where a group begins.
    grouped: BTreeSet<u64>,
    /// Up to eighteen digits behind a leading 1.
    long: BTreeSet<u64>,
    /// Up to thirty digits behind a leading 1.
    longest: BTreeSet<u128>,
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
        let (digits, groups) = taken_apart(id);
        if digits.len() > MOST_SMALL {
            self.longest.extend(large_key(&digits));
        } else if digits.len() > MOST_GROUPED {
            self.long.extend(small_key(&digits));
        } else if let Some(key) = grouped_key(&digits, &groups) {
            self.grouped.insert(key);
        }
    }

    /// Returns true for a telephone number: seven to twelve digits.
    #[must_use]
    pub fn is_phone(phone: &str) -> bool {
        PHONE.contains(&phone.chars().filter(|c| digit(*c).is_some()).count())
    }

    /// Adds a telephone number as the delivery writes it. What is none is passed over.
    pub fn insert_phone(&mut self, phone: &str) {
        if Self::is_phone(phone) {
            self.insert(phone);
        }
    }

    /// Adds an identifier of the long history, such as a bill's, only where the finder could take
    /// it for a card or an international bank account number.
    pub fn insert_passing(&mut self, id: &str) {
        if passes(id) {
            self.insert(id);
        }
    }

    /// Moves every identifier of `other` into this collection.
    pub fn append(&mut self, mut other: Self) {
        if self.len() < other.len() {
            std::mem::swap(self, &mut other);
        }
        self.grouped.append(&mut other.grouped);
        self.long.append(&mut other.long);
        self.longest.append(&mut other.longest);
    }

    fn len(&self) -> usize {
        self.grouped.len() + self.long.len() + self.longest.len()
    }

    /// Returns true where these digits are an identifier, in whatever groups it is written.
    #[must_use]
    pub fn holds(&self, digits: &[u8]) -> bool {
        match digits.len() {
            0..FEWEST => false,
            FEWEST..=MOST_GROUPED => {
                let key = value(digits) << MOST_GROUPED;
                let every = (1 << MOST_GROUPED) - 1;
                self.grouped.range(key..=key | every).next().is_some()
            }
            TOLD_BY_DIGITS..=MOST_SMALL => {
                small_key(digits).is_some_and(|key| self.long.contains(&key))
            }
            _ => large_key(digits).is_some_and(|key| self.longest.contains(&key)),
        }
    }

    /// Returns true where these digits in these groups are an identifier: in the groups of the
    /// delivery, or in any where it has thirteen digits or more.
    pub(super) fn holds_grouped(&self, digits: &[u8], groups: &[usize]) -> bool {
        if digits.len() >= TOLD_BY_DIGITS {
            return self.holds(digits);
        }
        grouped_key(digits, groups).is_some_and(|key| self.grouped.contains(&key))
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

/// Returns the digits of an identifier, and how many stand together each time.
fn taken_apart(id: &str) -> (Vec<u8>, Vec<usize>) {
    let mut digits = Vec::new();
    let mut groups = Vec::new();
    let mut inside = false;
    for c in id.chars() {
        match digit(c) {
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
    (digits, groups)
}

/// Returns true where the finder could take an identifier for payment data.
fn passes(id: &str) -> bool {
    let id = id.trim();
    let country = id.bytes().take(2).all(|b| b.is_ascii_alphabetic());
    let few = id.is_ascii() && id.bytes().filter(u8::is_ascii_digit).count() < issuers::FEWEST;
    if few && !country {
        return false;
    }
    card::may_be_card(&taken_apart(id).0) || iban::is_iban(id)
}

/// Returns up to eighteen digits as a number behind a leading 1, so that leading zeros count.
fn value(digits: &[u8]) -> u64 {
    digits.iter().fold(1, |n: u64, d| {
        n.wrapping_mul(10).wrapping_add(u64::from(*d))
    })
}

fn small_key(digits: &[u8]) -> Option<u64> {
    (TOLD_BY_DIGITS..=MOST_SMALL)
        .contains(&digits.len())
        .then(|| value(digits))
}

fn large_key(digits: &[u8]) -> Option<u128> {
    (MOST_SMALL + 1..=MOST)
        .contains(&digits.len())
        .then(|| digits.iter().fold(1, |n, d| n * 10 + u128::from(*d)))
}

/// Returns the digits behind a leading 1, then a bit for each digit that begins a group.
fn grouped_key(digits: &[u8], groups: &[usize]) -> Option<u64> {
    if !(FEWEST..=MOST_GROUPED).contains(&digits.len()) {
        return None;
    }
    let mut begins = 0_u64;
    let mut at = 0;
    for len in groups {
        begins |= 1 << (at % MOST_GROUPED);
        at += len;
    }
    Some((value(digits) << MOST_GROUPED) | begins)
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

    #[test]
    fn identifiers_of_every_length_are_known_and_no_others() {
        for len in 1..=32 {
            let id: String = "9".repeat(len);
            let known: KnownIds = [id].iter().collect();
            assert_eq!(known.holds(&vec![9; len]), (6..=30).contains(&len), "{len}");
            assert_eq!(known.len(), usize::from((6..=30).contains(&len)), "{len}");
            assert!(!known.holds(&vec![9; len + 1]), "{len}");
            assert!(!known.holds(&vec![8; len]), "{len}");
        }
    }

    #[test]
    fn a_card_in_a_telephone_column_does_not_become_known() {
        let mut known = KnownIds::new();
        for phone in ["4111 1111 1111 1111", "555-01", "1111111111111"] {
            known.insert_phone(phone);
            assert_eq!(known.len(), 0, "{phone}");
        }
        for phone in ["555-0134", "(509) 555-0134", "+1 509 555 0134"] {
            known.insert_phone(phone);
        }
        assert_eq!(known.len(), 3);
    }

    #[test]
    fn of_the_history_only_what_could_be_taken_is_kept() {
        let mut known = KnownIds::new();
        for id in [
            "B1000093",
            "4111111111111112",
            "7992739871300",
            "121000358",
            "DE88370400440532013000",
        ] {
            known.insert_passing(id);
            assert_eq!(known.len(), 0, "{id}");
        }
        for id in [
            "4111111111111111",
            "P-5555555555554444",
            "DE89370400440532013000",
            "1354 12345 678911",
        ] {
            known.insert_passing(id);
        }
        assert_eq!(known.len(), 4);
    }

    #[test]
    fn collections_are_put_together() {
        let mut one: KnownIds = ["07217-143"].iter().collect();
        let other = ["4111111111111111", "07217143", "4111111111111111111"];
        one.append(other.iter().collect());
        assert_eq!(one.len(), 4);
        assert!(one.holds_grouped(&[0, 7, 2, 1, 7, 1, 4, 3], &[8]));
    }
}
