//! Where card and bank data hide: counts of cells that pass the checks of a kind, never a value.
//!
//! Whether a number is a card's or a bank's is asked of a `Probe`, so that what is found here is
//! what a run takes out. Digits of card numbers in texts are kept as hashes, to tell afterwards
//! which of them are identifiers of another column: meter serials often pass the checksum.

use super::distinct::hash;
use super::scan::{Scan, bits};
use crate::record::payment_kind::PaymentKind;
use std::ops::Range;

/// Most hashes of numbers in texts that are kept.
const MOST_HASHES: usize = 1 << 16;
/// Longest text that is searched, in bytes; the rest of a longer one is not looked at.
const LONGEST_TEXT: usize = 1 << 16;

/// Tells card and bank data. What it is asked about it never keeps.
pub trait Probe: Sync {
    /// Returns true where the digits (0 to 9 each) are a card number.
    fn is_card(&self, digits: &[u8]) -> bool;
    /// Returns true where the digits are a routing number of a bank in the United States.
    fn is_routing(&self, digits: &[u8]) -> bool;
    /// Returns the pieces of payment data in a text.
    fn find(&self, text: &str) -> Vec<(PaymentKind, Range<usize>)>;
}

/// What passed the checks in one column.
#[derive(Default)]
pub(super) struct Evidence {
    /// Cells that are a card number as a whole.
    pub(super) cards: u64,
    /// Cells that are a routing number as a whole.
    pub(super) routing: u64,
    /// Cells that are an international account number as a whole.
    pub(super) ibans: u64,
    /// Cells written as month and year: `06/17`.
    pub(super) expiries: u64,
    /// Cells with payment data inside a longer text.
    pub(super) texts: u64,
    /// Pieces in such texts, by kind as in `PaymentKind::ALL`.
    pub(super) pieces: [u64; PaymentKind::ALL.len()],
    /// Card numbers in texts, as hashes of their digits.
    pub(super) hashes: Vec<u64>,
}

impl Evidence {
    /// Looks at a cell without blanks around it. Returns true where it is or holds payment data.
    pub(super) fn take(&mut self, text: &[u8], scan: Scan, probe: &dyn Probe) -> bool {
        if scan.digits < 4 {
            return false;
        }
        if text.len() <= 7 {
            let expiry = is_expiry(text);
            self.expiries += u64::from(expiry);
            if scan.only(bits::DIGIT | bits::SLASH | bits::DASH) {
                return expiry;
            }
        }
        if scan.only(bits::DIGIT | bits::BLANK | bits::DASH) {
            if self.is_number(text, scan, probe) {
                return true;
            }
            if scan.only(bits::DIGIT) || scan.digits < 12 {
                return false;
            }
        }
        let words = bits::UPPER | bits::LOWER | bits::HIGH | bits::OTHER | bits::COLON;
        let talk = scan.any(bits::BLANK) && scan.any(words);
        if talk || scan.digits >= 13 {
            self.search(text, probe)
        } else {
            false
        }
    }

    fn is_number(&mut self, text: &[u8], scan: Scan, probe: &dyn Probe) -> bool {
        if !matches!(scan.digits, 9 | 13..=19) {
            return false;
        }
        let digits: Vec<u8> = text
            .iter()
            .filter(|b| b.is_ascii_digit())
            .map(|b| b - b'0')
            .collect();
        let routing = scan.digits == 9 && probe.is_routing(&digits);
        let card = scan.digits > 9 && probe.is_card(&digits);
        self.routing += u64::from(routing);
        self.cards += u64::from(card);
        routing || card
    }

    fn search(&mut self, text: &[u8], probe: &dyn Probe) -> bool {
        let Ok(text) = std::str::from_utf8(text) else {
            return false;
        };
        let mut end = text.len().min(LONGEST_TEXT);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let found = probe.find(text.get(..end).unwrap_or_default());
        if found.is_empty() {
            return false;
        }
        if let [(PaymentKind::Iban, range)] = found.as_slice()
            && range.len() == text.len()
        {
            self.ibans += 1;
            return true;
        }
        self.texts += 1;
        for (kind, range) in found {
            let at = PaymentKind::ALL.iter().position(|k| *k == kind);
            if let Some(count) = at.and_then(|at| self.pieces.get_mut(at)) {
                *count += 1;
            }
            if kind == PaymentKind::CardNumber && self.hashes.len() < MOST_HASHES {
                let piece = text.get(range).unwrap_or_default();
                let digits: Vec<u8> = piece.bytes().filter(u8::is_ascii_digit).collect();
                self.hashes.push(hash(&digits));
            }
        }
        true
    }
}

/// Returns true for month and year: `06/17`, `06/2017`, `0617` is not told from a number.
fn is_expiry(text: &[u8]) -> bool {
    let [m1, m2, b'/' | b'-', year @ ..] = text else {
        return false;
    };
    let month = matches!((m1, m2), (b'0', b'1'..=b'9') | (b'1', b'0'..=b'2'));
    let years = matches!(year, [a, b] if a.is_ascii_digit() && b.is_ascii_digit())
        || matches!(year, [b'2', b'0', a, b] if a.is_ascii_digit() && b.is_ascii_digit());
    month && years
}

#[cfg(test)]
mod tests {
    use super::super::scan::scan;
    use super::*;

    struct Fake;

    impl Probe for Fake {
        fn is_card(&self, digits: &[u8]) -> bool {
            digits.first() == Some(&4)
        }
        fn is_routing(&self, digits: &[u8]) -> bool {
            digits.first() == Some(&1)
        }
        fn find(&self, text: &str) -> Vec<(PaymentKind, Range<usize>)> {
            let at = text.find("4111");
            at.map(|at| (PaymentKind::CardNumber, at..at + 4))
                .into_iter()
                .collect()
        }
    }

    fn of(texts: &[&str]) -> Evidence {
        let mut evidence = Evidence::default();
        for text in texts {
            evidence.take(text.as_bytes(), scan(text.as_bytes()), &Fake);
        }
        evidence
    }

    #[test]
    fn whole_numbers_and_numbers_in_texts_are_counted_apart() {
        let found = of(&[
            "4111111111111111",
            "4111 1111 1111 1111",
            "123456789",
            "paid 4111 twice",
            "06/17",
            "2016-12",
            "7711111111111111",
        ]);
        assert_eq!((found.cards, found.routing, found.expiries), (2, 1, 1));
        assert_eq!((found.texts, found.hashes.len()), (1, 1));
    }
}
