//! Looks for dropped card and bank values in any text or bytes, whole or in any spacing.
//!
//! Input: the values that the readers dropped, the delivery's own identifiers, then texts. Output:
//! what kind stands where. Values are kept as keyed hashes only; nothing here can print one.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Fewest digits of a value that can be searched: shorter ones stand everywhere by chance.
const FEWEST: usize = 6;
/// Fewest digits of a value that is searched at any offset inside a run of digits.
const CARD: usize = 13;
/// Most digits of a value.
const MOST: usize = 19;
/// Bank numbers shorter than this are found only where no letter stands beside them.
const CLEAN_BREAK: usize = 9;
/// Most separators in a row between two digits of one value.
const SEPARATORS: usize = 3;
/// Token starts remembered: enough for the longest value written digit by digit.
const STARTS: usize = MOST + 1;

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
    cards: Vec<usize>,
    banks: Vec<usize>,
}

impl std::fmt::Debug for SecretSet {
    /// Shows counts only.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.counts().fmt(f)
    }
}

/// Returns the digit that `letter` is, full width included.
fn digit_of(letter: char) -> Option<u8> {
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
fn number(digits: &[u8]) -> u64 {
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
    fn find(&self, length: usize, value: u64) -> Option<&str> {
        let (word, bit) = self.slot(length, value);
        if self.filter.get(word).is_none_or(|w| w & bit == 0) {
            return None;
        }
        let kind = self.values.get(&(length, self.hash(length, value)))?;
        self.kinds.get(*kind).map(String::as_str)
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

/// What a byte, or a few, mean to the scan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sign {
    Digit(u8),
    Separator,
    Letter,
    Other,
}

/// Returns the sign at the start of `bytes`, and how many bytes it takes. Bytes that are no
/// UTF-8 are taken one by one.
fn sign_at(bytes: &[u8]) -> (Sign, usize) {
    let Some(first) = bytes.first().copied() else {
        return (Sign::Other, 1);
    };
    let sign = match first {
        b'0'..=b'9' => Sign::Digit(first - b'0'),
        b' ' | b'-' | b'.' | b'/' | b'_' | b'*' | b'\r' | b'\n' | b'\t' | 0x0b | 0x0c | 0xa0 => {
            Sign::Separator
        }
        b'a'..=b'z' | b'A'..=b'Z' => Sign::Letter,
        0..0x80 => Sign::Other,
        0xc2 if bytes.get(1) == Some(&0xa0) => return (Sign::Separator, 2),
        0xe2 | 0xe3 | 0xef => return wide_sign(bytes),
        _ => Sign::Other,
    };
    (sign, 1)
}

/// Returns the sign of a character of three bytes: Unicode blanks, dashes and full-width digits.
fn wide_sign(bytes: &[u8]) -> (Sign, usize) {
    let letter = bytes
        .get(..3)
        .and_then(|three| std::str::from_utf8(three).ok())
        .and_then(|text| text.chars().next());
    let Some(letter) = letter else {
        return (Sign::Other, 1);
    };
    let sign = match letter {
        '\u{2000}'..='\u{200d}' | '\u{2010}'..='\u{2015}' | '\u{2028}' | '\u{2029}' => {
            Sign::Separator
        }
        '\u{202f}' | '\u{205f}' | '\u{2060}' | '\u{2212}' | '\u{3000}' | '\u{feff}' => {
            Sign::Separator
        }
        '\u{2044}' | '\u{2215}' | '\u{ff0d}' | '\u{ff0e}' | '\u{ff0f}' => Sign::Separator,
        _ => digit_of(letter).map_or(Sign::Other, Sign::Digit),
    };
    (sign, 3)
}

/// A run of digits with separators, of which the last digits are kept.
#[derive(Default)]
struct Run {
    /// The last digits, oldest first; `kept` of them count.
    digits: [u8; MOST],
    kept: usize,
    /// Digits since the run began.
    total: usize,
    separators: usize,
    /// Where the last tokens began, as digits since the run began, and whether a letter stood
    /// directly before.
    starts: [(usize, bool); STARTS],
    started: usize,
    after_letter: bool,
    in_token: bool,
}

impl Run {
    /// Takes the next sign; returns the kind of a dropped value that ends here.
    fn push<'a>(&mut self, set: &'a SecretSet, sign: Sign) -> Option<&'a str> {
        match sign {
            Sign::Digit(digit) => {
                if !self.in_token {
                    self.starts.rotate_left(1);
                    if let Some(last) = self.starts.last_mut() {
                        *last = (self.total, self.after_letter);
                    }
                    self.started = (self.started + 1).min(STARTS);
                    self.in_token = true;
                }
                self.separators = 0;
                self.digits.rotate_left(1);
                if let Some(last) = self.digits.last_mut() {
                    *last = digit;
                }
                self.kept = (self.kept + 1).min(MOST);
                self.total += 1;
                self.card(set)
            }
            Sign::Separator => {
                let found = self.end_token(set, false);
                self.after_letter = false;
                self.separators += 1;
                if self.separators > SEPARATORS {
                    *self = Self::default();
                }
                found
            }
            Sign::Letter | Sign::Other => {
                let found = self.end_token(set, sign == Sign::Letter);
                if self.total > 0 {
                    *self = Self::default();
                }
                self.after_letter = sign == Sign::Letter;
                found
            }
        }
    }

    /// Returns the last `length` digits as a number.
    fn last(&self, length: usize) -> Option<u64> {
        (length <= self.kept).then(|| number(self.digits.get(MOST - length..).unwrap_or(&[])))
    }

    /// Looks for a card number that ends at the last digit, wherever it begins.
    fn card<'a>(&self, set: &'a SecretSet) -> Option<&'a str> {
        if self.kept < CARD {
            return None;
        }
        set.cards
            .iter()
            .filter_map(|length| set.find(*length, self.last(*length)?))
            .next()
    }

    /// Looks for a bank number that ends with this token and begins with one.
    fn end_token<'a>(&mut self, set: &'a SecretSet, letter_after: bool) -> Option<&'a str> {
        if !self.in_token {
            return None;
        }
        self.in_token = false;
        self.starts
            .iter()
            .rev()
            .take(self.started)
            .filter_map(|(start, letter_before)| {
                let length = self.total - start;
                let clean = length >= CLEAN_BREAK || !(letter_after || *letter_before);
                let value = self
                    .last(length)
                    .filter(|_| clean && set.banks.contains(&length))?;
                set.find(length, value)
            })
            .next()
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
