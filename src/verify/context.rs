//! Whether digits that equal a dropped value are that value where they stand.
//!
//! A value of 13 digits or more, or with letters, is one wherever it stands. Shorter ones are
//! equalled by chance: a million account numbers of eight digits fill a hundredth of all numbers
//! of eight digits. So a short one counts only where a person or a program would have written it:
//! not across a date or an amount of money, not in what our own writers compute.

use super::scan::Match;
use super::secret_table::Group;
use super::signs::{LETTER, SEPARATOR, class_of, sign_before};
use std::ops::Range;

/// Numbers shorter than this are found only where no letter stands beside them.
const CLEAN_BREAK: usize = 9;
/// A run of hexadecimal digits of this length is a digest.
const DIGEST: usize = 32;
/// Bytes looked back at for the beginning of a line, a tag or a string.
const LOOK_BACK: usize = 1 << 16;
/// Bytes behind a match that a part of a file must have, so that its surroundings are known.
pub(super) const SURROUNDINGS: usize = 160;

/// What kind of bytes is searched, as far as short values go: long ones are searched in all alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// Text of any kind.
    Text,
    /// A table of ours with commas: these cells of a row, counted from 0, are numbers that we
    /// counted.
    Table(&'static [usize]),
    /// JSON of ours: a number outside quotes is one that we counted.
    Json,
    /// HTML or XML: a number inside a tag measures something, unless it stands there whole.
    Markup,
    /// The bytes of a database: its cells stand in them without anything between. Short values are
    /// searched in its rows, cell by cell.
    Database,
    /// The objects of a PDF: text stands in parentheses, whole.
    Pdf,
    /// Instructions that draw: numbers are places on a page, and are not joined.
    Drawing,
    /// Packed bytes: what they hold is searched unpacked.
    Packed,
}

/// Which ends of a text are at hand: where a file is searched in parts, what stands before or
/// behind a part is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ends {
    pub(super) first: bool,
    pub(super) last: bool,
    /// Bytes at the beginning that were searched with the part before.
    pub(super) seen: usize,
}

/// Returns true where the match is the value itself.
pub(super) fn counts(bytes: &[u8], found: &Match, manner: Manner, ends: Ends) -> bool {
    let range = &found.range;
    if manner == Manner::Drawing && range.len() != found.length {
        return false;
    }
    if found.group == Group::Long {
        return true;
    }
    // What stands too near to an end to be judged is judged with the next part, or was.
    let behind = range.end + SURROUNDINGS;
    let is_cut = !ends.first && range.start == 0 || !ends.last && behind > bytes.len();
    if is_cut || behind <= ends.seen {
        return false;
    }
    if found.group == Group::Letters {
        return true;
    }
    let place = Place { bytes, range, ends };
    let whole = range.len() == found.length;
    let manner_allows = match manner {
        Manner::Text | Manner::Drawing => true,
        Manner::Table(own) => !own.contains(&place.cell()),
        Manner::Json => !whole || place.is_quoted() || !place.is_bare(),
        Manner::Markup => whole || !place.is_in_attribute(),
        Manner::Database | Manner::Packed => false,
        Manner::Pdf => whole && place.is_in_parentheses(),
    };
    manner_allows
        && (found.length >= CLEAN_BREAK || place.stands_clean(whole))
        && !place.is_in_digest()
        && !place.is_counted()
        && !range
            .clone()
            .any(|at| place.in_date(at) || place.in_amount(at))
}

struct Place<'a> {
    bytes: &'a [u8],
    range: &'a Range<usize>,
    ends: Ends,
}

impl Place<'_> {
    fn byte(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or(0)
    }

    fn is_digit(&self, at: usize) -> bool {
        self.byte(at).is_ascii_digit()
    }

    fn before(&self, length: usize) -> &[u8] {
        let from = self.range.start.saturating_sub(length);
        self.bytes.get(from..self.range.start).unwrap_or_default()
    }

    /// Returns the line up to the match; none where it is too long to be looked through.
    fn line(&self) -> Option<&[u8]> {
        let before = self.before(LOOK_BACK);
        match before.iter().rposition(|byte| *byte == b'\n') {
            Some(end) => before.get(end + 1..),
            None if self.ends.first && before.len() == self.range.start => Some(before),
            None => None,
        }
    }

    /// Returns the cell of the row, counted from 0.
    fn cell(&self) -> usize {
        let (mut cell, mut quoted) = (0, false);
        let Some(line) = self.line() else {
            return usize::MAX;
        };
        for byte in line {
            quoted ^= *byte == b'"';
            cell += usize::from(*byte == b',' && !quoted);
        }
        cell
    }

    fn is_quoted(&self) -> bool {
        let Some(line) = self.line() else {
            return true;
        };
        let (mut quoted, mut escaped) = (false, false);
        for byte in line {
            quoted ^= *byte == b'"' && !escaped;
            escaped = *byte == b'\\' && !escaped;
        }
        quoted
    }

    /// Returns true for a number that stands where JSON has its numbers.
    fn is_bare(&self) -> bool {
        let before = self.before(1).first().copied().unwrap_or(b' ');
        let behind = self.byte(self.range.end);
        matches!(before, b' ' | b'\t' | b'\n' | b':' | b'[' | b',' | b'-')
            && matches!(behind, b',' | b'\r' | b'\n' | b']' | b'}' | b' ' | b'.')
    }

    fn is_in_attribute(&self) -> bool {
        let before = self.before(LOOK_BACK);
        let last = before.iter().rposition(|byte| matches!(byte, b'<' | b'>'));
        let tag = last.and_then(|at| before.get(at..)).unwrap_or_default();
        let quotes = tag.iter().filter(|byte| matches!(byte, b'"' | b'\''));
        tag.first() == Some(&b'<') && quotes.count() % 2 == 1
    }

    fn is_in_parentheses(&self) -> bool {
        let before = self.before(1 << 10);
        let last = before.iter().rposition(|byte| matches!(byte, b'(' | b')'));
        last.and_then(|at| before.get(at)) == Some(&b'(')
    }

    /// Returns true where a row or a line is counted, as in `row 123456`.
    fn is_counted(&self) -> bool {
        let before = self.before(6).to_ascii_lowercase();
        [&b"row "[..], b"rows ", b"line ", b"lines "]
            .iter()
            .any(|word| before.ends_with(word))
    }

    /// Returns true where no letter stands beside it and, written in groups, one sign parts them
    /// all and other digits stand on one side at most.
    fn stands_clean(&self, whole: bool) -> bool {
        let beside = |at: usize| class_of(self.byte(at)) == LETTER;
        let letter_before = self.range.start > 0 && beside(self.range.start - 1);
        if letter_before || beside(self.range.end) {
            return false;
        }
        whole || (self.one_sign_parts() && !(self.digits_before() && self.digits_behind()))
    }

    fn one_sign_parts(&self) -> bool {
        let inside = self.bytes.get(self.range.clone()).unwrap_or_default();
        let mut signs = inside
            .split(u8::is_ascii_digit)
            .filter(|gap| !gap.is_empty())
            .map(|gap| gap.iter().find(|b| !b.is_ascii_whitespace()));
        let first = signs.next();
        signs.all(|sign| Some(sign) == first)
    }

    fn digits_before(&self) -> bool {
        let mut at = self.range.start;
        while let Some((class, width)) = self.bytes.get(..at).and_then(sign_before) {
            if class != SEPARATOR || self.range.start - at > super::scan::MOST_BETWEEN {
                return class < 10;
            }
            at -= width;
        }
        false
    }

    fn digits_behind(&self) -> bool {
        let behind = self.bytes.get(self.range.end..).unwrap_or_default();
        let next = behind
            .iter()
            .take(super::scan::MOST_BETWEEN)
            .find(|byte| class_of(**byte) != SEPARATOR);
        next.is_some_and(u8::is_ascii_digit)
    }

    fn is_in_digest(&self) -> bool {
        let hex = |byte: &&u8| byte.is_ascii_hexdigit();
        let inside = self.bytes.get(self.range.clone()).unwrap_or_default();
        let behind = self.bytes.get(self.range.end..).unwrap_or_default();
        let around = self.before(DIGEST).iter().rev().take_while(hex).count()
            + behind.iter().take(DIGEST).take_while(hex).count();
        inside.iter().all(u8::is_ascii_digit) && around + inside.len() >= DIGEST
    }

    /// Returns true where the digit belongs to a day written as `2017-03-06` or `03/06/2017`.
    fn in_date(&self, at: usize) -> bool {
        (at.saturating_sub(9)..=at).any(|start| {
            let day = |shape: &[u8]| self.has_shape(start, shape);
            let (year, month, first) = if day(b"9999-99-99") || day(b"9999/99/99") {
                (start, start + 5, start + 8)
            } else if day(b"99/99/9999") || day(b"99-99-9999") || day(b"99.99.9999") {
                (start + 6, start, start + 3)
            } else {
                return false;
            };
            let (a, b) = (self.two(month), self.two(first));
            matches!(self.two(year), 19 | 20)
                && ((1..=12).contains(&a) && (1..=31).contains(&b)
                    || (1..=12).contains(&b) && (1..=31).contains(&a))
        })
    }

    /// Returns true where the bytes from `start` are like `shape`, in which `9` is any digit, with
    /// no digit on either side.
    fn has_shape(&self, start: usize, shape: &[u8]) -> bool {
        let alike = shape.iter().enumerate().all(|(i, sign)| match sign {
            b'9' => self.is_digit(start + i),
            _ => self.byte(start + i) == *sign,
        });
        alike && !self.is_digit(start + shape.len()) && !(start > 0 && self.is_digit(start - 1))
    }

    fn two(&self, at: usize) -> u8 {
        self.byte(at)
            .wrapping_sub(b'0')
            .wrapping_mul(10)
            .wrapping_add(self.byte(at + 1).wrapping_sub(b'0'))
    }

    /// Returns true where the digit belongs to an amount with cents: `1284.16`.
    fn in_amount(&self, at: usize) -> bool {
        let mut end = at;
        while self.is_digit(end) {
            end += 1;
        }
        let mut start = at;
        while start > 0 && self.is_digit(start - 1) {
            start -= 1;
        }
        let point = |at: usize| self.byte(at) == b'.';
        let cents_at = if point(end) { end + 1 } else { start };
        let is_amount = cents_at > 1
            && point(cents_at - 1)
            && self.is_digit(cents_at - 2)
            && self.is_digit(cents_at)
            && self.is_digit(cents_at + 1)
            && !self.is_digit(cents_at + 2)
            && !(point(cents_at + 2) && self.is_digit(cents_at + 3));
        let mut whole = cents_at.saturating_sub(1);
        while whole > 0 && self.is_digit(whole - 1) {
            whole -= 1;
        }
        let one_point = !(whole > 1 && point(whole - 1) && self.is_digit(whole - 2));
        is_amount && one_point && self.two(cents_at) != 0
    }
}
