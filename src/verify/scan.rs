//! One pass over text or bytes that finds dropped values in any spacing.
//!
//! Digits that only separators part form a run. Of a run, the number that its last digits write is
//! known at every digit, whatever stands between them: one look at a filter tells whether a long
//! value may end here. Where digits end, numbers that begin where digits began are looked up too.
//! Of letters and digits together the last eight are known. Nothing is kept of what was read but
//! the place; what a match means where it stands is for `context` to say.

use super::bytes;
use super::secret_form::{FEWEST_LETTERS, Form, LONG};
use super::secret_table::{Group, Table};
use super::signs::{COMMA, LETTER, OTHER, SEPARATOR, WIDE, class_of, sign_at, start_of};
use super::words::each_before;
use std::ops::Range;

/// Most bytes of separators between two digits of one value.
pub(super) const MOST_BETWEEN: usize = 80;
/// Digits and starts remembered.
const RING: usize = 32;
/// Nothing joins what follows to what came before.
const BROKEN: u8 = u8::MAX;
/// Only separators stand since the last digit.
const NATURAL: u8 = 0;

/// A value that stands in the bytes.
#[derive(Clone, Debug)]
pub(super) struct Match {
    /// Its bytes, from its first digit or letter to its last.
    pub(super) range: Range<usize>,
    /// Its place in the table.
    pub(super) place: usize,
    /// Its kind.
    pub(super) kind: u8,
    /// How many digits, or letters and digits.
    pub(super) length: usize,
    /// How it is searched.
    pub(super) group: Group,
}

/// What is looked for.
pub(super) struct Wanted<'a> {
    pub(super) table: &'a Table,
    /// Lengths of long values, longest first.
    pub(super) long: &'a [usize],
    /// Lengths of short values, longest first.
    pub(super) short: &'a [usize],
    /// Lengths of values with letters, longest first.
    pub(super) letters: &'a [usize],
    /// Whether any of these has no digit, and any no letter, among its last eight characters.
    pub(super) ends_in_letters: bool,
    pub(super) ends_in_digits: bool,
}

/// Hands every match in `bytes` to `found` until it says that this is enough; returns that one.
pub(super) fn scan(
    wanted: &Wanted<'_>,
    bytes: &[u8],
    found: impl FnMut(&Match) -> bool,
) -> Option<Match> {
    if wanted.letters.is_empty() {
        Scan::<_, false>::new(wanted, bytes, found).run()
    } else {
        Scan::<_, true>::new(wanted, bytes, found).run()
    }
}

struct Scan<'a, F, const LETTERS: bool> {
    wanted: &'a Wanted<'a>,
    bytes: &'a [u8],
    at: usize,
    /// The number that all digits so far write, modulo 2^64, after each of the last digits.
    sums: [u64; RING],
    sum: u64,
    /// Digits so far.
    total: usize,
    /// Digits before the run that only separators part.
    natural: usize,
    /// Digits before the run that only one sign such as a comma parts, and that sign.
    soft: usize,
    soft_sign: u8,
    /// What stands since the last digit, and how many bytes.
    gap: u8,
    gap_bytes: usize,
    in_digits: bool,
    /// Digits before each of the last places where digits began.
    starts: [usize; RING],
    started: usize,
    /// The last eight letters and digits.
    tail: u64,
    tail_length: usize,
    /// Letters and digits up to the last digit, and up to the last letter.
    digit_at: usize,
    letter_at: usize,
    in_word: bool,
    found: F,
    enough: Option<Match>,
}

/// Ten to a power that a number of nineteen digits may need.
const POWERS: [u64; 20] = {
    let mut powers = [1; 20];
    let mut at = 1;
    while at < 20 {
        powers[at] = powers[at - 1] * 10;
        at += 1;
    }
    powers
};

impl<'a, F: FnMut(&Match) -> bool, const LETTERS: bool> Scan<'a, F, LETTERS> {
    fn new(wanted: &'a Wanted<'a>, bytes: &'a [u8], found: F) -> Self {
        Self {
            wanted,
            bytes,
            at: 0,
            sums: [0; RING],
            sum: 0,
            total: 0,
            natural: 0,
            soft: 0,
            soft_sign: NATURAL,
            gap: BROKEN,
            gap_bytes: 0,
            in_digits: false,
            starts: [0; RING],
            started: 0,
            tail: 0,
            tail_length: 0,
            digit_at: 0,
            letter_at: 0,
            in_word: false,
            found,
            enough: None,
        }
    }

    fn run(mut self) -> Option<Match> {
        while let Some(byte) = self.bytes.get(self.at) {
            let (class, width) = match class_of(*byte) {
                WIDE => self
                    .bytes
                    .get(self.at..)
                    .and_then(sign_at)
                    .unwrap_or((OTHER, 1)),
                class => (class, 1),
            };
            if class < 10 {
                self.digits(class, width);
            } else {
                if self.in_digits {
                    self.end_digits();
                }
                if class == LETTER {
                    self.letters();
                } else {
                    if LETTERS && self.in_word {
                        self.end_word();
                    }
                    self.between(class, width);
                }
            }
            if self.enough.is_some() {
                return self.enough;
            }
        }
        if self.in_digits {
            self.end_digits();
        }
        if LETTERS && self.in_word {
            self.end_word();
        }
        self.enough
    }

    /// Takes a digit and those that follow directly.
    fn digits(&mut self, first: u8, width: usize) {
        if !self.in_digits {
            self.begin_digits();
        }
        self.digit(first, width);
        while let Some(byte) = self.bytes.get(self.at) {
            let digit = byte.wrapping_sub(b'0');
            if digit > 9 || self.enough.is_some() {
                return;
            }
            self.digit(digit, 1);
        }
    }

    fn begin_digits(&mut self) {
        match self.gap {
            BROKEN => {
                self.natural = self.total;
                self.soft = self.total;
                self.soft_sign = NATURAL;
            }
            NATURAL => {
                self.soft = self.total;
                self.soft_sign = NATURAL;
            }
            sign => {
                self.natural = self.total;
                if self.soft_sign != sign {
                    self.soft = self.start(0);
                    self.soft_sign = sign;
                }
            }
        }
        if let Some(start) = self.starts.get_mut(self.started % RING) {
            *start = self.total;
        }
        self.started += 1;
        (self.gap, self.gap_bytes) = (NATURAL, 0);
        (self.in_digits, self.in_word) = (true, true);
    }

    /// Returns how many digits stood before the place where digits began, `back` places ago.
    fn start(&self, back: usize) -> usize {
        let at = self.started.wrapping_sub(back + 1) % RING;
        self.starts.get(at).copied().unwrap_or(0)
    }

    #[inline]
    fn digit(&mut self, digit: u8, width: usize) {
        self.sum = self.sum.wrapping_mul(10).wrapping_add(u64::from(digit));
        self.total += 1;
        if let Some(sum) = self.sums.get_mut(self.total % RING) {
            *sum = self.sum;
        }
        self.at += width;
        if LETTERS {
            self.tail = self.tail << 8 | u64::from(b'0' + digit);
            self.tail_length += 1;
            self.digit_at = self.tail_length;
        }
        if self.total - self.natural >= LONG && self.may_be_long() {
            self.long();
        }
    }

    /// Returns the number that the last `length` digits write.
    #[inline]
    fn number(&self, length: usize) -> u64 {
        let before = self.sums.get(self.total.wrapping_sub(length) % RING);
        let power = POWERS.get(length).copied().unwrap_or(0);
        self.sum
            .wrapping_sub(before.copied().unwrap_or(0).wrapping_mul(power))
    }

    #[inline]
    fn may_be_long(&self) -> bool {
        let slot = self.wanted.table.slot(self.number(LONG), 0);
        self.wanted.table.may_hold(Group::Long, slot)
    }

    /// Looks for a long value that ends at the last digit, wherever it begins.
    #[cold]
    fn long(&mut self) {
        for length in self.wanted.long {
            if *length <= self.total - self.natural {
                self.look_up(*length);
            }
        }
    }

    /// Looks for values that end where digits end and begin where digits began.
    fn end_digits(&mut self) {
        self.in_digits = false;
        let most = self.wanted.short.first().copied().unwrap_or(0);
        let fewest = self.wanted.short.last().copied().unwrap_or(0);
        for back in 0..self.started.min(RING) {
            let start = self.start(back);
            let length = self.total - start;
            if length > most || start < self.natural {
                break;
            }
            if length >= fewest {
                let table = self.wanted.table;
                let slot = table.slot(self.number(length), length as u64);
                if table.may_hold(Group::Short, slot) {
                    self.look_up(length);
                }
            }
        }
        if self.soft_sign != NATURAL && self.total - self.soft >= LONG && self.may_be_long() {
            self.long_in_groups();
        }
    }

    /// Looks for a long value with the same sign, such as a comma, between all of its groups.
    #[cold]
    fn long_in_groups(&mut self) {
        for back in 0..self.started.min(RING) {
            let start = self.start(back);
            if start < self.soft {
                break;
            }
            if self.wanted.long.contains(&(self.total - start)) {
                self.look_up(self.total - start);
            }
        }
    }

    /// Looks up the last digits; hands on what is found.
    fn look_up(&mut self, length: usize) {
        let form = Form::number(self.number(length), length);
        if self.enough.is_none()
            && let Some((place, kind)) = self.wanted.table.find(&form)
        {
            let found = Match {
                range: start_of(self.bytes, self.at, length)..self.at,
                place,
                kind,
                length,
                group: form.group(),
            };
            if (self.found)(&found) {
                self.enough = Some(found);
            }
        }
    }

    /// Takes a sign that is no digit and no letter.
    fn between(&mut self, class: u8, width: usize) {
        self.gap_bytes += width;
        if class == SEPARATOR && self.gap_bytes <= MOST_BETWEEN {
        } else if (COMMA..LETTER).contains(&class) && self.gap == NATURAL {
            self.gap = class;
        } else {
            self.gap = BROKEN;
        }
        self.at += width;
        if !LETTERS && self.gap == BROKEN {
            self.at = bytes::next_digit(self.bytes, self.at);
        }
    }

    /// Takes letters.
    fn letters(&mut self) {
        self.gap = BROKEN;
        if !LETTERS {
            self.at = bytes::next_digit(self.bytes, self.at + 1);
            return;
        }
        self.in_word = true;
        while let Some(byte) = self.bytes.get(self.at).filter(|b| b.is_ascii_alphabetic()) {
            self.tail = self.tail << 8 | u64::from(byte & 0xdf);
            self.tail_length += 1;
            self.at += 1;
        }
        self.letter_at = self.tail_length;
    }

    /// Looks for a value with letters that ends where letters and digits end.
    fn end_word(&mut self) {
        self.in_word = false;
        let table = self.wanted.table;
        let oldest = self.tail_length.saturating_sub(FEWEST_LETTERS);
        if self.tail_length >= FEWEST_LETTERS
            && (self.digit_at > oldest || self.wanted.ends_in_letters)
            && (self.letter_at > oldest || self.wanted.ends_in_digits)
            && table.may_end(self.tail)
            && table.may_hold(Group::Letters, table.slot(self.tail, 0))
        {
            self.word();
        }
    }

    /// Looks at every place where the letters and digits before this one begin.
    #[cold]
    fn word(&mut self) {
        let (bytes, end, lengths) = (self.bytes, self.at, self.wanted.letters);
        each_before(bytes, end, lengths, |form, start| {
            if self.enough.is_none()
                && let Some((place, kind)) = self.wanted.table.find(form)
            {
                let found = Match {
                    range: start..end,
                    place,
                    kind,
                    length: form.text().len(),
                    group: Group::Letters,
                };
                if (self.found)(&found) {
                    self.enough = Some(found);
                }
            }
        });
    }
}
