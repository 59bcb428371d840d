//! One pass over text or bytes: which digits form a run, where its tokens begin, and whether a
//! dropped value ends here. Keeps the last digits only.

use super::secrets::{CARD, MOST, SecretSet, digit_of, number};

/// Bank numbers shorter than this are found only where no letter stands beside them.
const CLEAN_BREAK: usize = 9;
/// Most separators in a row between two digits of one value.
const SEPARATORS: usize = 3;
/// Token starts remembered: enough for the longest value written digit by digit.
const STARTS: usize = MOST + 1;

/// What a byte, or a few, mean to the scan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    Digit(u8),
    Separator,
    Letter,
    Other,
}

/// Returns the sign at the start of `bytes`, and how many bytes it takes. Bytes that are no
/// UTF-8 are taken one by one.
pub(super) fn sign_at(bytes: &[u8]) -> (Sign, usize) {
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
pub(super) struct Run {
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
    pub(super) fn push<'a>(&mut self, set: &'a SecretSet, sign: Sign) -> Option<&'a str> {
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
