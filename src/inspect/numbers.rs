//! Numbers in every writing that legacy systems have, and what a column of them adds up to.
//!
//! Exact: a number is a whole count of billionths, sums are 128 bits wide.

use super::scan::{Scan, bits};

/// Billionths: digits behind the point that are kept.
pub(super) const PLACES: u8 = 9;
/// Most digits of a number that is added up.
const MOST_DIGITS: usize = 18;

/// How a number is written, as bits.
pub(super) mod style {
    pub const THOUSANDS: u16 = 1;
    pub const SYMBOL: u16 = 1 << 1;
    pub const PARENTHESES: u16 = 1 << 2;
    pub const TRAILING_MINUS: u16 = 1 << 3;
    pub const CR: u16 = 1 << 4;
    pub const DB: u16 = 1 << 5;
    pub const MINUS: u16 = 1 << 6;
    pub const PLUS: u16 = 1 << 7;
    /// What only money has.
    pub const MONEY: u16 = THOUSANDS | SYMBOL | PARENTHESES | TRAILING_MINUS | CR | DB;
    /// Each with an example.
    pub const ALL: [(u16, &str); 8] = [
        (THOUSANDS, "1,234.56"),
        (SYMBOL, "$12.34"),
        (PARENTHESES, "(12.34)"),
        (TRAILING_MINUS, "12.34-"),
        (CR, "12.34CR"),
        (DB, "12.34DB"),
        (MINUS, "-12.34"),
        (PLUS, "+12.34"),
    ];
}

/// A number as it was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Number {
    /// In billionths.
    pub(super) value: i128,
    /// Digits behind the point.
    pub(super) places: u8,
    /// See `style`.
    pub(super) style: u16,
}

impl Number {
    /// Returns a whole number.
    pub(super) fn whole(value: u64) -> Self {
        Self {
            value: i128::from(value) * power(PLACES),
            places: 0,
            style: 0,
        }
    }
}

fn power(exponent: u8) -> i128 {
    10_i128.pow(u32::from(exponent.min(PLACES)))
}

/// Reads a number in any of the writings; none where it is something else. Blanks inside it are
/// only taken behind a currency sign or before `CR`.
pub(super) fn parse(text: &[u8], scan: Scan) -> Option<Number> {
    if scan.digits == 0 || scan.any(bits::SLASH | bits::COLON | bits::AT | bits::HIGH) {
        return None;
    }
    let mut style = 0;
    let mut rest = text;
    if let Some((inner, mark)) = marked(rest) {
        rest = inner;
        style |= mark;
    }
    loop {
        rest = match rest {
            [b'(', inner @ .., b')'] if style & style::PARENTHESES == 0 => {
                style |= style::PARENTHESES;
                inner
            }
            [b'$', inner @ ..] if style & style::SYMBOL == 0 => {
                style |= style::SYMBOL;
                inner.strip_prefix(b" ").unwrap_or(inner)
            }
            [b'-', inner @ ..] if style & (style::MINUS | style::PLUS) == 0 => {
                style |= style::MINUS;
                inner
            }
            [b'+', inner @ ..] if style & (style::MINUS | style::PLUS) == 0 => {
                style |= style::PLUS;
                inner
            }
            [inner @ .., b'-'] if style & style::TRAILING_MINUS == 0 => {
                style |= style::TRAILING_MINUS;
                inner
            }
            _ => break,
        };
    }
    let negative = [
        style::PARENTHESES,
        style::TRAILING_MINUS,
        style::CR,
        style::MINUS,
    ];
    let signs = negative.iter().filter(|s| style & **s != 0).count();
    if signs > 1 {
        return None;
    }
    let (value, places, commas) = plain(rest)?;
    if commas {
        style |= style::THOUSANDS;
    }
    Some(Number {
        value: if signs == 1 { -value } else { value },
        places,
        style,
    })
}

/// Takes `CR`, `DB` or `DR` from the end.
fn marked(text: &[u8]) -> Option<(&[u8], u16)> {
    let (inner, mark) = match text {
        [inner @ .., b'C' | b'c', b'R' | b'r'] => (inner, style::CR),
        [inner @ .., b'D' | b'd', b'B' | b'b' | b'R' | b'r'] => (inner, style::DB),
        _ => return None,
    };
    Some((inner.strip_suffix(b" ").unwrap_or(inner), mark))
}

/// Reads digits with at most one point, and commas between groups of three.
fn plain(text: &[u8]) -> Option<(i128, u8, bool)> {
    let (mut value, mut digits, mut places) = (0_i128, 0_usize, 0_u8);
    let (mut point, mut group, mut commas) = (false, 0_usize, false);
    for byte in text {
        match byte {
            b'0'..=b'9' => {
                value = value * 10 + i128::from(byte - b'0');
                digits += 1;
                group += 1;
                places += u8::from(point);
                if digits > MOST_DIGITS || places > PLACES {
                    return None;
                }
            }
            b',' if !point && digits > 0 && (group == 3 || (!commas && group < 3)) => {
                (commas, group) = (true, 0);
            }
            b'.' if !point && (!commas || group == 3) => point = true,
            _ => return None,
        }
    }
    let whole_groups = !commas || point || group == 3;
    let shown = digits > usize::from(places) || places > 0;
    (digits > 0 && whole_groups && shown).then(|| (value * power(PLACES - places), places, commas))
}

/// What a column of numbers adds up to.
#[derive(Clone, Debug, Default)]
pub(super) struct Numbers {
    pub(super) count: u64,
    pub(super) negative: u64,
    pub(super) zero: u64,
    pub(super) least: i128,
    pub(super) most: i128,
    pub(super) sum: i128,
    /// By digits behind the point.
    pub(super) places: [u64; PLACES as usize + 1],
    /// By writing, as in `style::ALL`.
    pub(super) styles: [u64; style::ALL.len()],
}

impl Numbers {
    /// Adds a number.
    pub(super) fn take(&mut self, number: Number) {
        let value = number.value;
        if self.count == 0 {
            (self.least, self.most) = (value, value);
        }
        self.least = self.least.min(value);
        self.most = self.most.max(value);
        self.count += 1;
        self.negative += u64::from(value < 0);
        self.zero += u64::from(value == 0);
        self.sum = self.sum.saturating_add(value);
        if let Some(count) = self.places.get_mut(usize::from(number.places)) {
            *count += 1;
        }
        if number.style != 0 {
            for (count, (bit, _)) in self.styles.iter_mut().zip(style::ALL) {
                *count += u64::from(number.style & bit != 0);
            }
        }
    }

    /// Returns the most digits behind the point.
    pub(super) fn most_places(&self) -> u8 {
        let last = self.places.iter().rposition(|count| *count > 0);
        last.and_then(|p| u8::try_from(p).ok()).unwrap_or(0)
    }

    /// Returns true where a writing occurs that only money has.
    pub(super) fn is_money(&self) -> bool {
        let written = self.styles.iter().zip(style::ALL);
        written
            .filter(|(_, (bit, _))| bit & style::MONEY != 0)
            .any(|(n, _)| *n > 0)
    }
}

/// Returns billionths in digits, with `places` of them behind the point: `-1234.50`.
#[must_use]
pub(super) fn write(value: i128, places: u8) -> String {
    let places = places.min(PLACES);
    let units = value.unsigned_abs() / power(PLACES - places).unsigned_abs();
    let scale = power(places).unsigned_abs();
    let sign = if value < 0 { "-" } else { "" };
    if places == 0 {
        return format!("{sign}{units}");
    }
    let width = usize::from(places);
    format!("{sign}{}.{:0width$}", units / scale, units % scale)
}

#[cfg(test)]
mod tests {
    use super::super::scan::scan;
    use super::*;

    fn read(text: &str) -> Option<(String, u16)> {
        let number = parse(text.as_bytes(), scan(text.as_bytes()))?;
        Some((write(number.value, number.places), number.style))
    }

    #[test]
    fn every_writing_of_an_amount_is_read() {
        use style::*;
        for (text, value, style) in [
            ("146.39", "146.39", 0),
            ("-1", "-1", MINUS),
            ("74.12CR", "-74.12", CR),
            ("74.12 DB", "74.12", DB),
            ("1,234,567.8", "1234567.8", THOUSANDS),
            ("($20.72)", "-20.72", PARENTHESES | SYMBOL),
            ("-$5.00", "-5.00", MINUS | SYMBOL),
            ("12.34-", "-12.34", TRAILING_MINUS),
            ("$ 1,000", "1000", SYMBOL | THOUSANDS),
            (".5", "0.5", 0),
        ] {
            assert_eq!(read(text), Some((value.to_owned(), style)), "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_a_number_is_none() {
        for text in [
            "",
            "-",
            ".",
            "12-34",
            "1,23",
            "1,2345",
            "12.3.4",
            "1.2e5",
            "(-5)",
            "2016-12",
            "5-5-",
            "12,34",
            "1234567890123456789",
            "12 34",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
