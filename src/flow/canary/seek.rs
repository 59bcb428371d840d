//! A search of its own for planted values, so that the proof does not rest on the code under proof
//! alone: digits only, whole and with anything between them that is no letter.
//!
//! Text is taken as UTF-8, as UTF-16 and as EBCDIC, whichever it is: refused rows come back in the
//! coding of their file. Long numbers count inside longer ones, short ones between their own ends.

use super::values::Planted;
use std::collections::{BTreeSet, HashMap};

/// From so many digits a value counts inside a longer run of digits.
const LONG: usize = 13;
/// Most digits of a value.
const MOST: usize = 19;
/// Most bytes between two digits of one value.
const APART: usize = 8;

/// The planted values, by their digits.
pub(super) struct Seeker {
    values: HashMap<(usize, u64), usize>,
    lengths: Vec<usize>,
    filter: Vec<u64>,
}

/// What a byte or a character is to the search.
enum Sign {
    Digit(u8),
    Letter,
    Between,
}

/// The last digits seen.
#[derive(Default)]
struct Run {
    /// The last digits, newest last, each true where it begins a run without separators.
    digits: Vec<(u8, bool)>,
    between: usize,
}

impl Seeker {
    /// Returns a search for these values; the others of no digits are left out.
    pub(super) fn new<'v>(values: impl IntoIterator<Item = &'v Planted>) -> Self {
        let mut found = HashMap::new();
        let mut lengths = BTreeSet::new();
        let mut filter = vec![0; WORDS];
        for (at, value) in values.into_iter().enumerate() {
            if let Some(digits) = &value.digits
                && let Ok(number) = digits.parse::<u64>()
            {
                lengths.insert(digits.len());
                let (word, bit) = slot(number);
                if let Some(word) = filter.get_mut(word) {
                    *word |= bit;
                }
                found.insert((digits.len(), number), at);
            }
        }
        Self {
            values: found,
            lengths: lengths.into_iter().collect(),
            filter,
        }
    }

    /// Adds to `found` which values stand in a text.
    pub(super) fn text(&self, text: &str, found: &mut BTreeSet<usize>) {
        let mut run = Run::default();
        for c in text.chars() {
            self.take(&mut run, sign(c), found);
        }
        self.end_token(&run, found);
    }

    /// Returns which values stand in bytes of any coding.
    pub(super) fn bytes(&self, bytes: &[u8]) -> BTreeSet<usize> {
        let mut found = BTreeSet::new();
        self.text(&String::from_utf8_lossy(bytes), &mut found);
        // Every other byte of UTF-16 is nothing in a text of digits.
        if bytes.iter().filter(|byte| **byte == 0).count() > bytes.len() / 8 {
            for start in [0, 1] {
                for order in [u16::from_le_bytes, u16::from_be_bytes] {
                    let pairs = bytes.get(start..).unwrap_or_default().chunks_exact(2);
                    let units = pairs.filter_map(|pair| Some(order(pair.try_into().ok()?)));
                    let units: Vec<u16> = units.collect();
                    self.text(&String::from_utf16_lossy(&units), &mut found);
                }
            }
        }
        let mut run = Run::default();
        for byte in bytes {
            self.take(&mut run, ebcdic(*byte), &mut found);
        }
        self.end_token(&run, &mut found);
        found
    }

    fn take(&self, run: &mut Run, sign: Sign, found: &mut BTreeSet<usize>) {
        match sign {
            Sign::Digit(digit) => {
                let begins = run.between > 0 || run.digits.is_empty();
                run.between = 0;
                if run.digits.len() == MOST {
                    run.digits.remove(0);
                }
                run.digits.push((digit, begins));
                self.look(run, false, found);
            }
            Sign::Letter => {
                self.end_token(run, found);
                *run = Run::default();
            }
            Sign::Between => {
                if run.between == 0 {
                    self.end_token(run, found);
                }
                run.between += 1;
                if run.between > APART {
                    *run = Run::default();
                }
            }
        }
    }

    fn end_token(&self, run: &Run, found: &mut BTreeSet<usize>) {
        if run.between == 0 {
            self.look(run, true, found);
        }
    }

    /// Looks up what ends with the last digit: long values at each digit, short ones at an end.
    fn look(&self, run: &Run, ended: bool, found: &mut BTreeSet<usize>) {
        let (mut number, mut place) = (0_u64, 1_u64);
        for (at, (digit, begins)) in run.digits.iter().rev().enumerate() {
            number = number.wrapping_add(place.wrapping_mul(u64::from(*digit)));
            place = place.wrapping_mul(10);
            let length = at + 1;
            let wanted = (length < LONG) == ended && (*begins || !ended);
            if wanted && self.lengths.contains(&length) && self.may_hold(number) {
                found.extend(self.values.get(&(length, number)));
            }
        }
    }

    /// Returns false where the number is none of the values: cheap, as nearly all are none.
    fn may_hold(&self, number: u64) -> bool {
        let (word, bit) = slot(number);
        self.filter.get(word).is_some_and(|w| w & bit != 0)
    }
}

/// Words of the filter before the values.
const WORDS: usize = 1 << 12;

/// Returns the filter's word and bit of a number.
fn slot(number: u64) -> (usize, u64) {
    let mixed = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let word = usize::try_from(mixed >> 32).unwrap_or(0) % WORDS;
    (word, 1 << (mixed >> 58))
}

fn sign(c: char) -> Sign {
    let value = match c {
        '０'..='９' => u32::from(c) - u32::from('０'),
        _ => c.to_digit(10).unwrap_or(10),
    };
    match u8::try_from(value) {
        Ok(digit @ 0..=9) => Sign::Digit(digit),
        _ if c.is_alphabetic() => Sign::Letter,
        _ => Sign::Between,
    }
}

fn ebcdic(byte: u8) -> Sign {
    match byte {
        0xf0..=0xf9 => Sign::Digit(byte - 0xf0),
        0x81..=0xa9 | 0xc1..=0xe9 => Sign::Letter,
        _ => Sign::Between,
    }
}

#[cfg(test)]
mod tests {
    use super::super::values;
    use super::*;

    fn seeker() -> Seeker {
        Seeker::new(&[
            values::card(0, 0),
            values::routing(0),
            values::iban(0),
            values::card(2, 0),
        ])
    }

    fn in_text(text: &str) -> Vec<usize> {
        seeker().bytes(text.as_bytes()).into_iter().collect()
    }

    #[test]
    fn a_value_is_found_in_any_spacing() {
        for text in [
            "4111111111111111",
            "Card 4111 1111-1111.1111 on file",
            "4111\u{a0}1111\n1111 / 1111",
            "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1",
            "id=94111111111111111",
            "４１１１１１１１１１１１１１１１",
            "4111,1111,1111,1111",
        ] {
            assert_eq!(in_text(text), [0], "{text}");
        }
        assert_eq!(in_text("routing 021000021."), [1]);
        assert_eq!(in_text("IBAN GB33 BUKB 2020 1555 5555 55"), [2]);
        assert_eq!(in_text("4917 6100 0000 0000 003"), [3]);
    }

    #[test]
    fn what_is_no_planted_value_is_not_found() {
        for text in [
            "4111111111111112",
            "4111 a 1111 1111 1111",
            "10210000219",
            "[card number removed]",
        ] {
            assert!(in_text(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn other_codings_are_read() {
        let wide = |order: fn(u16) -> [u8; 2]| -> Vec<u8> {
            "Card ４１１１ 1111 1111 1111"
                .encode_utf16()
                .flat_map(order)
                .collect()
        };
        assert!(seeker().bytes(&wide(u16::to_le_bytes)).contains(&0));
        assert!(seeker().bytes(&wide(u16::to_be_bytes)).contains(&0));
        let number = "4111111111111111".bytes().map(|b| b - b'0' + 0xf0);
        assert!(seeker().bytes(&number.collect::<Vec<_>>()).contains(&0));
    }
}
