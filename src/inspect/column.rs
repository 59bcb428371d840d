//! One column, cell by cell: what every cell could be, counted. Nothing is decided here; values
//! are kept nowhere but in `Codes`.

use super::codes::Codes;
use super::day_stats::Days;
use super::days::{self, Pattern, Seen};
use super::distinct::{Distinct, hash};
use super::nulls;
use super::numbers::{self, Number, Numbers};
use super::payment::{Evidence, Probe};
use super::rows::FirstRows;
use super::sample::{NO_DAY, SAMPLE_COLUMNS, Sample, Sign};
use super::scan::{Scan, bits, form, number, scan, trim};
use super::shapes::{has_form, is_email, is_phone, is_secret, is_zip, unpadded};
use super::words::{Hints, hints};
use crate::record::cells::{CellBatch, CellKind, CellRef};

/// Most forms of identifiers that are kept.
const MOST_FORMS: usize = 8;

/// What a cell is at first sight; a cell is of one class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Class {
    Digits,
    Number,
    Day,
    Stamp,
    Phone,
    Zip,
    Email,
    Secret,
    Identifier,
    Word,
    Text,
}

/// How many classes there are.
pub(super) const CLASSES: usize = 11;

/// One column, as far as it has been read.
#[derive(Default)]
pub(super) struct Column {
    pub(super) hints: Hints,
    /// True in a workbook, whose number cells have lost the zeros in front.
    pub(super) zeros_lost: bool,
    pub(super) rows: u64,
    pub(super) absent: u64,
    pub(super) blank: u64,
    /// Of the blank cells, those that hold blanks.
    pub(super) spaces: u64,
    pub(super) padded: u64,
    pub(super) unreadable: u64,
    pub(super) unreadable_rows: FirstRows,
    pub(super) number_cells: u64,
    /// Of the number cells, those that the file shows as days.
    pub(super) day_cells: u64,
    /// Cells of text that are nothing but digits: how many, the fewest digits and the most.
    pub(super) text_digits: (u64, usize, usize),
    pub(super) nulls: [u64; nulls::WORDS.len()],
    pub(super) filled: u64,
    pub(super) shortest: usize,
    pub(super) longest: usize,
    pub(super) high: u64,
    pub(super) leading_zeros: u64,
    /// Cells of five and more zeros.
    pub(super) zeros: u64,
    /// Cells of nothing but digits, by how many.
    pub(super) digit_lengths: [u64; 24],
    pub(super) classes: [(u64, FirstRows); CLASSES],
    pub(super) numbers: Numbers,
    pub(super) days: Days,
    pub(super) distinct: Distinct,
    pub(super) repeat_rows: FirstRows,
    pub(super) codes: Codes,
    pub(super) evidence: Evidence,
    pub(super) forms: Vec<(Vec<u8>, u64)>,
    pub(super) many_forms: bool,
    pub(super) sample: Option<Sample>,
}

impl Column {
    /// Returns a column with this name that nothing was read of.
    pub(super) fn new(name: &str, position: usize) -> Self {
        Self {
            hints: hints(name),
            sample: (position < SAMPLE_COLUMNS).then(Sample::default),
            ..Self::default()
        }
    }

    /// Reads the column's cells of a batch.
    pub(super) fn take(&mut self, batch: &CellBatch, position: usize, probe: &dyn Probe) {
        for row in 0..batch.len() {
            let (mut key, mut day) = (0, NO_DAY);
            let before = (self.numbers.zero, self.numbers.count, self.numbers.sum);
            self.rows += 1;
            match batch.cell(row, position) {
                None => self.absent += 1,
                Some(cell) => (key, day) = self.cell(cell, batch.number(row), probe),
            }
            let Some(sample) = self.sample.as_mut().filter(|sample| !sample.is_full()) else {
                continue;
            };
            let (zeros, numbers, sum) = before;
            let sign = if self.numbers.zero > zeros {
                Sign::Zero
            } else if self.numbers.count > numbers {
                Sign::Other
            } else {
                Sign::None
            };
            sample.push(key, day, sign);
            if self.hints.paid || self.hints.billed {
                sample.push_amount(sign, self.numbers.sum - sum);
            }
        }
    }

    fn cell(&mut self, cell: CellRef<'_>, row: u64, probe: &dyn Probe) -> (u64, i32) {
        if cell.kind == CellKind::Unreadable {
            self.unreadable += 1;
            self.unreadable_rows.add(row);
            return (0, NO_DAY);
        }
        let text = trim(cell.text);
        if text.is_empty() {
            self.blank += 1;
            self.spaces += u64::from(!cell.text.is_empty());
            return (0, NO_DAY);
        }
        self.padded += u64::from(text.len() != cell.text.len());
        self.number_cells += u64::from(cell.kind != CellKind::Text);
        let scan = scan(text);
        // Of an identifier in a number cell the zeros in front are lost: it is still the same.
        let key = if self.zeros_lost && scan.only(bits::DIGIT) {
            hash(unpadded(text))
        } else {
            hash(text)
        };
        if let Some(count) = nulls::find(text, scan).and_then(|at| self.nulls.get_mut(at)) {
            *count += 1;
            return (key, NO_DAY);
        }
        if self.filled == 0 {
            self.shortest = scan.chars;
        }
        self.filled += 1;
        self.shortest = self.shortest.min(scan.chars);
        self.longest = self.longest.max(scan.chars);
        self.high += u64::from(scan.any(bits::HIGH));
        if self.distinct.insert(key) {
            self.repeat_rows.add(row);
        }
        // Before anything is added up or kept: what is a card number is counted, and no more.
        let paid = self.evidence.take(text, scan, probe);
        let (class, day) = if paid && scan.digits > 12 && !scan.any(bits::COLON) {
            (self.paid_class(text, scan), NO_DAY)
        } else {
            self.seen_class(cell.kind, text, scan, row)
        };
        if let Some((count, rows)) = self.classes.get_mut(class as usize) {
            *count += 1;
            rows.add(row);
        }
        if paid || matches!(class, Class::Email | Class::Secret | Class::Phone) {
            self.codes.close();
        } else {
            self.codes.take(key, text);
        }
        (key, day)
    }

    fn seen_class(&mut self, kind: CellKind, text: &[u8], scan: Scan, row: u64) -> (Class, i32) {
        if kind == CellKind::Day
            && let Some(seen) = days::serial(text)
        {
            self.day_cells += 1;
            let mut seen_all = Patterns::default();
            seen_all.add(seen);
            let time = text.contains(&b'.').then_some(days::Time::SERIAL);
            return (Class::Digits, self.seen(&seen_all, time, row));
        }
        if kind == CellKind::Text && scan.only(bits::DIGIT) {
            let (count, least, most) = &mut self.text_digits;
            let length = text.len();
            *least = if *count == 0 {
                length
            } else {
                length.min(*least)
            };
            *most = length.max(*most);
            *count += 1;
        }
        self.class(text, scan, row)
    }

    /// Tries what the cell could be, in the order of how sure the shape is.
    fn class(&mut self, text: &[u8], scan: Scan, row: u64) -> (Class, i32) {
        if scan.only(bits::DIGIT) {
            return (Class::Digits, self.digits(text, row));
        }
        let starts = text.first().is_some_and(u8::is_ascii_digit);
        let signs = bits::DIGIT | bits::POINT | bits::DASH | bits::BLANK | bits::PLUS;
        let letters = bits::UPPER | bits::LOWER;
        if starts
            && text.len() <= 40
            && scan.any(bits::SLASH | bits::DASH | bits::POINT | bits::BLANK)
            && scan.only(signs | bits::SLASH | bits::COLON | letters)
            && let Some(found) = self.day(text, row)
        {
            return found;
        }
        let money = signs | bits::COMMA | bits::DOLLAR | bits::PAREN | letters;
        if scan.only(money)
            && let Some(found) = numbers::parse(text, scan)
        {
            self.numbers.take(found);
            return (Class::Number, NO_DAY);
        }
        let class = if scan.only(signs | bits::PAREN) && is_phone(text, scan) {
            Class::Phone
        } else if scan.only(bits::DIGIT | bits::DASH) && is_zip(text, scan) {
            Class::Zip
        } else if scan.any(bits::AT) && is_email(text, scan) {
            Class::Email
        } else if is_secret(text, scan) {
            Class::Secret
        } else if scan.digits > 0 && scan.only(IDENTIFIER) {
            self.form(text);
            Class::Identifier
        } else if scan.any(bits::BLANK) {
            Class::Text
        } else {
            Class::Word
        };
        (class, NO_DAY)
    }

    /// Returns the class of a cell with payment data, whose number is not looked at further.
    fn paid_class(&mut self, text: &[u8], scan: Scan) -> Class {
        if scan.only(bits::DIGIT) {
            self.form(text);
            if let Some(count) = self.digit_lengths.get_mut(text.len().min(23)) {
                *count += 1;
            }
            Class::Digits
        } else if scan.any(bits::BLANK) {
            Class::Text
        } else {
            Class::Identifier
        }
    }

    fn digits(&mut self, text: &[u8], row: u64) -> i32 {
        if let Some(count) = self.digit_lengths.get_mut(text.len().min(23)) {
            *count += 1;
        }
        if text.len() > 1 && text.first() == Some(&b'0') {
            self.leading_zeros += 1;
            if text.len() >= 5 && text.iter().all(|b| *b == b'0') {
                self.zeros += 1;
                return NO_DAY;
            }
        }
        if text.len() >= 4 {
            self.form(text);
        }
        let Some(value) = number(text) else {
            return NO_DAY;
        };
        self.numbers.take(Number::whole(value));
        let mut seen = Patterns::default();
        match text.len() {
            5..=8 => days::compact(text, value, |s| seen.add(s)),
            14 if value / 1_000_000 % 100 < 32 => {
                let clock = (value / 10_000 % 100, value / 100 % 100, value % 100);
                let day = text.get(..8).unwrap_or_default();
                if clock.0 < 24
                    && clock.1 < 60
                    && clock.2 < 61
                    && let Some(n) = number(day)
                {
                    days::compact(day, n, |s| {
                        if s.pattern == Pattern::CompactYmd {
                            seen.add(s);
                        }
                    });
                    let time = days::Time {
                        seconds: true,
                        midnight: value % 1_000_000 == 0,
                        ..days::Time::default()
                    };
                    return self.seen(&seen, Some(time), row);
                }
            }
            _ => {}
        }
        self.seen(&seen, None, row)
    }

    fn day(&mut self, text: &[u8], row: u64) -> Option<(Class, i32)> {
        let mut seen = Patterns::default();
        let rest = days::separated(text, |s| seen.add(s))?;
        if rest.is_empty() {
            return Some((Class::Day, self.seen(&seen, None, row)));
        }
        let time = days::time(rest)?;
        Some((Class::Stamp, self.seen(&seen, Some(time), row)))
    }

    /// Books what was seen; returns the day by the pattern that fitted most often so far.
    fn seen(&mut self, seen: &Patterns, time: Option<days::Time>, row: u64) -> i32 {
        let (mut best, mut day) = (0, NO_DAY);
        for seen in seen.list.iter().flatten() {
            self.days.take(*seen, time, row);
            let count = self.days.count(seen.pattern);
            if count > best
                && let Some(found) = seen.day
            {
                (best, day) = (count, found);
            }
        }
        day
    }

    fn form(&mut self, text: &[u8]) {
        if self.many_forms {
            return;
        }
        if let Some(at) = self.forms.iter().position(|(f, _)| has_form(text, f)) {
            if let Some((_, count)) = self.forms.get_mut(at) {
                *count += 1;
            }
        } else if let Some(form) = form(text).filter(|_| self.forms.len() < MOST_FORMS) {
            self.forms.push((form, 1));
        } else {
            self.many_forms = true;
        }
    }

    /// Returns how many cells are of a class.
    pub(super) fn class_count(&self, class: Class) -> u64 {
        self.classes.get(class as usize).map_or(0, |(n, _)| *n)
    }
}

const IDENTIFIER: u16 = bits::DIGIT
    | bits::UPPER
    | bits::LOWER
    | bits::DASH
    | bits::UNDERSCORE
    | bits::POINT
    | bits::SLASH
    | bits::COLON;

/// The patterns that one cell fits: at most two.
#[derive(Default)]
struct Patterns {
    list: [Option<Seen>; 2],
}

impl Patterns {
    fn add(&mut self, seen: Seen) {
        if let Some(free) = self.list.iter_mut().find(|s| s.is_none()) {
            *free = Some(seen);
        }
    }
}
