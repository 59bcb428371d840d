//! Looks for dropped card and bank values in any text or bytes, whole or in any spacing.
//!
//! Input: the values that the readers dropped, the delivery's own identifiers, then texts. Output:
//! what kind stands where. Values are kept as keyed hashes only; nothing here can print one.

use super::scan::{Run, Sign, sign_at};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Fewest digits of a value that can be searched: shorter ones stand everywhere by chance.
const FEWEST: usize = 6;
/// Fewest digits of a value that is searched at any offset inside a run of digits.
pub(super) const CARD: usize = 13;
/// Most digits of a value.
pub(super) const MOST: usize = 19;

/// A dropped value that stands where it must not.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hit {
    /// What it is, such as `card`.
    pub kind: String,
    /// Byte at which its last digit stands.
    pub position: usize,
}

/// How many dropped values are searched, and how many are not and why.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct SecretCounts {
    /// Different values that are searched.
    pub searched: u64,
    /// Values of fewer than six digits, or more than nineteen, and expiry dates.
    pub not_searchable: u64,
    /// Values that equal an account number, a meter serial or a telephone of the delivery.
    pub known_identifiers: u64,
}

/// The dropped values, as keyed hashes by length.
pub struct SecretSet {
    key: [u8; 32],
    kinds: Vec<String>,
    values: BTreeMap<(usize, u128), usize>,
    identifiers: BTreeSet<u128>,
    not_searchable: u64,
    known: u64,
    filter: Vec<u64>,
    pub(super) cards: Vec<usize>,
    pub(super) banks: Vec<usize>,
}

impl std::fmt::Debug for SecretSet {
    /// Shows counts only.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.counts().fmt(f)
    }
}

/// Returns the digit that `letter` is, full width included.
pub(super) fn digit_of(letter: char) -> Option<u8> {
    let value = match letter {
        '０'..='９' => u32::from(letter) - u32::from('０'),
        _ => letter.to_digit(10)?,
    };
    u8::try_from(value).ok()
}

/// Returns a value's digits, at most one more than can be searched.
fn digits_of(value: &str) -> Vec<u8> {
    value.chars().filter_map(digit_of).take(MOST + 1).collect()
}

/// Returns up to nineteen digits as a number.
pub(super) fn number(digits: &[u8]) -> u64 {
    digits.iter().fold(0, |n: u64, d| {
        n.wrapping_mul(10).wrapping_add(u64::from(*d))
    })
}

/// Words of the filter that stands before the hashes: 4 MB, a few bits a value.
const FILTER_WORDS: usize = 1 << 19;

impl SecretSet {
    /// Starts an empty set. `key` keys the hashes; it must be drawn anew for each process.
    #[must_use]
    pub fn new(key: [u8; 32]) -> Self {
        Self {
            key,
            kinds: Vec::new(),
            values: BTreeMap::new(),
            identifiers: BTreeSet::new(),
            not_searchable: 0,
            known: 0,
            filter: vec![0; FILTER_WORDS],
            cards: Vec::new(),
            banks: Vec::new(),
        }
    }

    /// Adds a dropped value of a kind such as `card`, `bank_account` or `routing`.
    pub fn add(&mut self, kind: &str, value: &str) {
        let digits = digits_of(value);
        if !(FEWEST..=MOST).contains(&digits.len()) {
            self.not_searchable += 1;
            return;
        }
        let kind = match self.kinds.iter().position(|k| k == kind) {
            Some(place) => place,
            None => {
                self.kinds.push(kind.to_owned());
                self.kinds.len() - 1
            }
        };
        let value = number(&digits);
        let hash = self.hash(digits.len(), value);
        self.values.entry((digits.len(), hash)).or_insert(kind);
        let (word, bit) = self.slot(digits.len(), value);
        if let Some(word) = self.filter.get_mut(word) {
            *word |= bit;
        }
    }

    /// Counts dropped values that no search can find, such as expiry dates.
    pub fn add_not_searchable(&mut self, count: u64) {
        self.not_searchable += count;
    }

    /// Adds an identifier of the delivery: an account number, a meter serial, a telephone. A
    /// dropped value that equals it is not searched.
    pub fn add_identifier(&mut self, value: &str) {
        let digits = digits_of(value);
        if (FEWEST..=MOST).contains(&digits.len()) {
            let hash = self.hash(digits.len(), number(&digits));
            self.identifiers.insert(hash);
        }
    }

    /// Ends the adding: takes out the identifiers and readies the search.
    pub fn freeze(&mut self) {
        let before = self.values.len();
        let identifiers = &self.identifiers;
        self.values
            .retain(|(_, hash), _| !identifiers.contains(hash));
        self.known += u64::try_from(before - self.values.len()).unwrap_or(0);
        let lengths: BTreeSet<usize> = self.values.keys().map(|(length, _)| *length).collect();
        (self.cards, self.banks) = lengths.into_iter().partition(|length| *length >= CARD);
    }

    /// Returns what is searched and what is not.
    #[must_use]
    pub fn counts(&self) -> SecretCounts {
        SecretCounts {
            searched: u64::try_from(self.values.len()).unwrap_or(u64::MAX),
            not_searchable: self.not_searchable,
            known_identifiers: self.known,
        }
    }

    /// Returns true where `value`'s digits are an identifier of the delivery.
    #[must_use]
    pub fn is_identifier(&self, value: &str) -> bool {
        let digits = digits_of(value);
        (FEWEST..=MOST).contains(&digits.len())
            && self
                .identifiers
                .contains(&self.hash(digits.len(), number(&digits)))
    }

    /// Returns the keyed hash of a value of `length` digits.
    fn hash(&self, length: usize, value: u64) -> u128 {
        let mut bytes = [0; 16];
        let length = u64::try_from(length).unwrap_or(0);
        blake3::Hasher::new_keyed(&self.key)
            .update(&length.to_le_bytes())
            .update(&value.to_le_bytes())
            .finalize_xof()
            .fill(&mut bytes);
        u128::from_le_bytes(bytes)
    }

    /// Returns the filter's word and bit of a value: a keyed mix, cheap enough for every window.
    fn slot(&self, length: usize, value: u64) -> (usize, u64) {
        let [a, b, c, d, e, f, g, h, ..] = self.key;
        let salt = u64::from_le_bytes([a, b, c, d, e, f, g, h]);
        let length = u64::try_from(length).unwrap_or(0);
        let mut x = value ^ salt ^ length.rotate_right(8);
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        x ^= x >> 31;
        let word = usize::try_from(x >> 6).unwrap_or(0) % FILTER_WORDS;
        (word, 1 << (x & 63))
    }

    /// Returns the kind of a value of `length` digits, where it is one of the dropped ones.
    pub(super) fn find(&self, length: usize, value: u64) -> Option<&str> {
        let (word, bit) = self.slot(length, value);
        if self.filter.get(word).is_none_or(|w| w & bit == 0) {
            return None;
        }
        let kind = self.values.get(&(length, self.hash(length, value)))?;
        self.kinds.get(*kind).map(String::as_str)
    }

    /// Returns where the first dropped value stands in `text`, and its kind.
    #[must_use]
    pub fn locate(&self, text: &str) -> Option<(Range<usize>, String)> {
        let hit = self.scan(text.as_bytes())?;
        let (mut digits, mut found) = (Vec::new(), None);
        let mut end = 0;
        for (at, letter) in text
            .char_indices()
            .rev()
            .skip_while(|(at, _)| *at > hit.position)
        {
            match digit_of(letter) {
                Some(digit) => {
                    if digits.is_empty() {
                        end = at + letter.len_utf8();
                    }
                    digits.insert(0, digit);
                }
                None if !digits.is_empty() && letter.is_alphabetic() => break,
                None => continue,
            }
            if digits.len() > MOST {
                break;
            }
            if self.find(digits.len(), number(&digits)).is_some() {
                found = Some(at..end);
            }
        }
        found.map(|range| (range, hit.kind))
    }

    /// Returns the first dropped value in `bytes`; none where there is none.
    #[must_use]
    pub fn scan(&self, bytes: &[u8]) -> Option<Hit> {
        if self.values.is_empty() {
            return None;
        }
        let mut run = Run::default();
        let mut at = 0;
        while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
            let (sign, width) = sign_at(rest);
            let found = run.push(self, sign);
            if let Some(kind) = found {
                return Some(Hit {
                    kind: kind.to_owned(),
                    position: at,
                });
            }
            at += width;
        }
        run.push(self, Sign::Other).map(|kind| Hit {
            kind: kind.to_owned(),
            position: bytes.len(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CARD_NUMBER: &str = "5433958969537930";

    fn set() -> SecretSet {
        let mut set = SecretSet::new([7; 32]);
        set.add("card", CARD_NUMBER);
        set.add("bank_account", "93585152046");
        set.add("bank_account", "1000093");
        set.add("bank_account", "5095550161");
        set.add("routing", "026007825");
        set.add("bank_account", "12345");
        set.add_identifier("(509) 555-0161");
        set.freeze();
        set
    }

    fn kind(text: &str) -> Option<String> {
        set().scan(text.as_bytes()).map(|hit| hit.kind)
    }

    #[test]
    fn a_card_number_is_found_in_any_spacing_and_inside_longer_runs() {
        for text in [
            "5433958969537930",
            "call 5433 9589 6953 7930 now",
            "5433-9589\n6953-7930",
            "5433\u{a0}9589\u{2009}6953 - 7930",
            "5 4 3 3 9 5 8 9 6 9 5 3 7 9 3 0",
            "0617 5433.9589/6953_7930 06",
            "xx15433958969537930",
            "５４３３９５８９６９５３７９３０",
        ] {
            assert_eq!(kind(text).as_deref(), Some("card"), "{text}");
        }
        for text in [
            "543395896953793",
            "5433 9589    6953 7930",
            "5433,9589,6953,7930",
        ] {
            assert_eq!(kind(text), None, "{text}");
        }
    }

    #[test]
    fn bank_numbers_are_found_between_natural_breaks_only() {
        assert_eq!(kind("rt 026007825 acct").as_deref(), Some("routing"));
        assert_eq!(kind("935 8515 2046").as_deref(), Some("bank_account"));
        assert_eq!(kind("12 93585152046").as_deref(), Some("bank_account"));
        assert_eq!(kind("acct93585152046").as_deref(), Some("bank_account"));
        assert_eq!(kind("1935851520461"), None);
        assert_eq!(kind("pay 1000093.").as_deref(), Some("bank_account"));
        assert_eq!(
            kind("reference PY1000093"),
            None,
            "part of a longer identifier"
        );
    }

    #[test]
    fn own_identifiers_and_short_values_are_counted_and_not_searched() {
        assert_eq!(kind("(509) 555-0161"), None);
        let counts = set().counts();
        assert_eq!(counts.known_identifiers, 1);
        assert_eq!(counts.not_searchable, 1);
        assert_eq!(counts.searched, 4);
        assert!(set().is_identifier("509-555-0161"));
    }

    #[test]
    fn nothing_prints_a_value() {
        assert!(!format!("{:?}", set()).contains("5433"));
    }

    #[test]
    fn the_hit_tells_where() {
        let hit = set().scan(b"abc 5433958969537930").unwrap();
        assert_eq!(hit.position, 19);
    }
}
