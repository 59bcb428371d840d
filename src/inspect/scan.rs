//! What a cell is made of: one look at every byte, before anything is tried.

/// Kinds of bytes, as bits.
pub(super) mod bits {
    pub const DIGIT: u16 = 1;
    pub const UPPER: u16 = 1 << 1;
    pub const LOWER: u16 = 1 << 2;
    pub const BLANK: u16 = 1 << 3;
    pub const POINT: u16 = 1 << 4;
    pub const COMMA: u16 = 1 << 5;
    pub const DASH: u16 = 1 << 6;
    pub const SLASH: u16 = 1 << 7;
    pub const COLON: u16 = 1 << 8;
    pub const AT: u16 = 1 << 9;
    pub const DOLLAR: u16 = 1 << 10;
    pub const PAREN: u16 = 1 << 11;
    pub const PLUS: u16 = 1 << 12;
    pub const UNDERSCORE: u16 = 1 << 13;
    pub const OTHER: u16 = 1 << 14;
    /// Part of a letter beyond ASCII.
    pub const HIGH: u16 = 1 << 15;
}

use bits::*;

const KINDS: [u16; 256] = kinds();

const fn kinds() -> [u16; 256] {
    let mut table = [OTHER; 256];
    let mut i = 0;
    while i < 256 {
        table[i] = match i {
            0x30..=0x39 => DIGIT,
            0x41..=0x5A => UPPER,
            0x61..=0x7A => LOWER,
            0x20 | 0x09 => BLANK,
            0x2E => POINT,
            0x2C => COMMA,
            0x2D => DASH,
            0x2F => SLASH,
            0x3A => COLON,
            0x40 => AT,
            0x24 => DOLLAR,
            0x28 | 0x29 => PAREN,
            0x2B => PLUS,
            0x5F => UNDERSCORE,
            0x80.. => HIGH,
            _ => OTHER,
        };
        i += 1;
    }
    table
}

/// What a cell is made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Scan {
    /// Which kinds of bytes occur.
    pub(super) mask: u16,
    /// How many ASCII digits.
    pub(super) digits: usize,
    /// How many signs, as a person counts them.
    pub(super) chars: usize,
}

impl Scan {
    /// Returns true where no other kinds than `kinds` occur.
    pub(super) fn only(self, kinds: u16) -> bool {
        self.mask & !kinds == 0
    }

    /// Returns true where any of `kinds` occurs.
    pub(super) fn any(self, kinds: u16) -> bool {
        self.mask & kinds != 0
    }
}

/// Looks at every byte once.
pub(super) fn scan(text: &[u8]) -> Scan {
    let mut found = Scan::default();
    for byte in text {
        let kind = KINDS.get(usize::from(*byte)).copied().unwrap_or(OTHER);
        found.mask |= kind;
        found.digits += usize::from(kind == DIGIT);
        found.chars += usize::from(byte & 0xC0 != 0x80);
    }
    found
}

/// Returns the text without blanks at its ends.
pub(super) fn trim(mut text: &[u8]) -> &[u8] {
    while let [b' ' | b'\t' | b'\r' | b'\n', rest @ ..] = text {
        text = rest;
    }
    while let [rest @ .., b' ' | b'\t' | b'\r' | b'\n'] = text {
        text = rest;
    }
    text
}

/// Returns the number that these digits write; none where there is another sign, or more than
/// eighteen of them.
pub(super) fn number(digits: &[u8]) -> Option<u64> {
    if digits.is_empty() || digits.len() > 18 {
        return None;
    }
    digits.iter().try_fold(0_u64, |n, byte| {
        byte.is_ascii_digit()
            .then(|| n * 10 + u64::from(byte - b'0'))
    })
}

/// Most signs of a form that is told.
const LONGEST_FORM: usize = 24;

/// Returns the form of an identifier: `d` for a digit, `A` for a capital, `a` for a small letter;
/// none where it is long or has blanks. A form shows no digit and no letter of the value.
pub(super) fn form(text: &[u8]) -> Option<Vec<u8>> {
    if text.len() > LONGEST_FORM {
        return None;
    }
    text.iter()
        .map(|byte| match byte {
            b'0'..=b'9' => Some(b'd'),
            b'A'..=b'Z' => Some(b'A'),
            b'a'..=b'z' => Some(b'a'),
            b'-' | b'_' | b'.' | b'/' | b':' | b'#' => Some(*byte),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scan_counts_signs_as_a_person_does() {
        let found = scan("Peñasco 12".as_bytes());
        assert_eq!((found.chars, found.digits), (10, 2));
        assert!(found.any(HIGH) && !found.only(DIGIT | BLANK));
    }

    #[test]
    fn a_form_shows_nothing_of_the_value() {
        assert_eq!(form(b"07217-143").unwrap(), b"ddddd-ddd");
        assert_eq!(form(b"C100003").unwrap(), b"Adddddd");
        assert!(form(b"a b").is_none());
    }
}
