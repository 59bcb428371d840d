//! The keyed permutation behind new account numbers: FF1 (NIST SP 800-38G) with AES-256 over
//! decimal numbers of fixed length, walked until the first digit is an allowed one.
//!
//! The walk is a permutation of the allowed numbers as long as it starts at one of them: FF1 maps
//! all numbers one to one, so the way from an allowed number to the next allowed one can be gone
//! backwards in one way only. It ends, because FF1 repeated comes back to where it began.

use aes::Aes256;
use fpe::ff1::{FF1, FlexibleNumeralString};
use std::collections::BTreeSet;

/// Tells these numbers apart from any other use of the same key.
const TWEAK: &[u8] = b"account number";
/// Fewest digits that FF1 takes: a million numbers.
pub(super) const FEWEST: u32 = 6;
/// Most digits that are read as one machine word.
const MOST: u32 = 18;

/// A permutation of the numbers of `digits` digits whose first is an allowed one.
pub(super) struct Permutation {
    cipher: FF1<Aes256>,
    digits: u32,
    /// Numbers that share a first digit.
    block: u64,
    first: Vec<u8>,
}

impl Permutation {
    /// Returns the permutation for this key; None where `digits` is outside `FEWEST..=MOST` or
    /// `first` is empty or holds 0 or more than 9.
    pub(super) fn new(key: &[u8; 32], digits: u32, first: &BTreeSet<u8>) -> Option<Self> {
        let usable = (FEWEST..=MOST).contains(&digits)
            && !first.is_empty()
            && first.iter().all(|d| (1..=9).contains(d));
        if !usable {
            return None;
        }
        Some(Self {
            cipher: FF1::new(key, 10).ok()?,
            digits,
            block: 10_u64.checked_pow(digits - 1)?,
            first: first.iter().copied().collect(),
        })
    }

    /// Returns how many numbers are allowed.
    pub(super) fn size(&self) -> u64 {
        self.first
            .iter()
            .fold(0_u64, |n, _| n.saturating_add(self.block))
    }

    /// Returns the allowed number at `place`, counted from 0 in ascending order.
    pub(super) fn at(&self, place: u64) -> Option<u64> {
        let first = self.first.get(usize::try_from(place / self.block).ok()?)?;
        Some(u64::from(*first) * self.block + place % self.block)
    }

    /// Returns true where `number` is allowed.
    pub(super) fn allows(&self, number: u64) -> bool {
        u8::try_from(number / self.block).is_ok_and(|d| self.first.contains(&d))
    }

    /// Returns the allowed number that follows the allowed number `from` on the walk.
    pub(super) fn next(&self, from: u64) -> Option<u64> {
        let mut number = from;
        loop {
            number = self.encrypt(number, TWEAK)?;
            if self.allows(number) || number == from {
                return Some(number);
            }
        }
    }

    fn encrypt(&self, number: u64, tweak: &[u8]) -> Option<u64> {
        let mut left = number;
        let mut numerals = Vec::new();
        for _ in 0..self.digits {
            numerals.push(u16::try_from(left % 10).ok()?);
            left /= 10;
        }
        numerals.reverse();
        let numerals = FlexibleNumeralString::from(numerals);
        let numerals: Vec<u16> = self.cipher.encrypt(tweak, &numerals).ok()?.into();
        Some(numerals.iter().fold(0, |n, d| n * 10 + u64::from(*d)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NIST_KEY: [u8; 32] = [
        0x2B, 0x7E, 0x15, 0x16, 0x28, 0xAE, 0xD2, 0xA6, 0xAB, 0xF7, 0x15, 0x88, 0x09, 0xCF, 0x4F,
        0x3C, 0xEF, 0x43, 0x59, 0xD8, 0xD5, 0x80, 0xAA, 0x4F, 0x7F, 0x03, 0x6D, 0x6F, 0x04, 0xFC,
        0x6A, 0x94,
    ];

    #[test]
    fn ff1_agrees_with_the_nist_samples_for_aes_256() {
        let all: BTreeSet<u8> = (1..=9).collect();
        let permutation = Permutation::new(&NIST_KEY, 10, &all).unwrap();
        assert_eq!(permutation.encrypt(123_456_789, b""), Some(6_657_667_009));
        let tweak = b"9876543210";
        assert_eq!(permutation.encrypt(123_456_789, tweak), Some(1_001_623_463));
    }

    #[test]
    fn ff1_agrees_with_the_nist_samples_for_shorter_keys() {
        let plain = || FlexibleNumeralString::from((0..10).collect::<Vec<u16>>());
        let text = |n: FlexibleNumeralString| {
            let n: Vec<u16> = n.into();
            n.iter().map(ToString::to_string).collect::<String>()
        };
        let aes128 = FF1::<aes::Aes128>::new(&NIST_KEY[..16], 10).unwrap();
        let aes192 = FF1::<aes::Aes192>::new(&NIST_KEY[..24], 10).unwrap();
        let tweak = b"9876543210";
        assert_eq!(text(aes128.encrypt(b"", &plain()).unwrap()), "2433477484");
        assert_eq!(text(aes128.encrypt(tweak, &plain()).unwrap()), "6124200773");
        assert_eq!(text(aes192.encrypt(b"", &plain()).unwrap()), "2830668132");
        assert_eq!(text(aes192.encrypt(tweak, &plain()).unwrap()), "2496655549");
    }

    #[test]
    fn the_walk_is_one_to_one_on_the_allowed_numbers() {
        // One number of ten is allowed: nine of ten steps land outside and walk on.
        let permutation = Permutation::new(&NIST_KEY, 6, &BTreeSet::from([4])).unwrap();
        assert_eq!(permutation.size(), 100_000);
        let mut seen = BTreeSet::new();
        for place in (0..permutation.size()).step_by(25) {
            let from = permutation.at(place).unwrap();
            let to = permutation.next(from).unwrap();
            assert!(permutation.allows(to) && seen.insert(to), "{from} to {to}");
        }
        assert_eq!(permutation.at(permutation.size()), None);
    }

    #[test]
    fn a_pattern_outside_the_bounds_is_no_permutation() {
        let ones = BTreeSet::from([1]);
        assert!(Permutation::new(&NIST_KEY, 5, &ones).is_none());
        assert!(Permutation::new(&NIST_KEY, 19, &ones).is_none());
        assert!(Permutation::new(&NIST_KEY, 9, &BTreeSet::new()).is_none());
        assert!(Permutation::new(&NIST_KEY, 9, &BTreeSet::from([0])).is_none());
    }
}
