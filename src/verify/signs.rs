//! What a byte, or a few, mean to the search for dropped values: a digit, a letter, something that
//! may stand inside a written number, or its end. UTF-8; bytes that are none are taken one by one.

/// The class of a blank, dash or other sign that may stand inside any number.
pub(super) const SEPARATOR: u8 = 10;
/// The first class of signs that may stand between all groups of a long number, such as a comma.
pub(super) const COMMA: u8 = 11;
const COLON: u8 = 12;
const SEMICOLON: u8 = 13;
const BAR: u8 = 14;
/// The class of a Latin letter.
pub(super) const LETTER: u8 = 15;
/// The class of whatever ends a number.
pub(super) const OTHER: u8 = 16;
/// The class of a byte that needs its neighbours to be told.
pub(super) const WIDE: u8 = 17;

/// The class of every byte; a digit is its own value.
pub(super) const CLASSES: [u8; 256] = classes();

const fn classes() -> [u8; 256] {
    let mut table = [OTHER; 256];
    let mut at = 0;
    while at < 256 {
        #[expect(clippy::cast_possible_truncation, reason = "below 256")]
        let byte = at as u8;
        table[at] = match byte {
            b'0'..=b'9' => byte - b'0',
            b' ' | b'-' | b'.' | b'/' | b'_' | b'*' | b'\t'..=b'\r' | 0xa0 => SEPARATOR,
            b',' => COMMA,
            b':' => COLON,
            b';' => SEMICOLON,
            b'|' => BAR,
            b'a'..=b'z' | b'A'..=b'Z' => LETTER,
            0xc2 | 0xe1 | 0xe2 | 0xe3 | 0xef => WIDE,
            _ => OTHER,
        };
        at += 1;
    }
    table
}

/// Returns the class of a byte.
pub(super) fn class_of(byte: u8) -> u8 {
    CLASSES.get(usize::from(byte)).copied().unwrap_or(OTHER)
}

/// Returns the digit that `letter` is, full width included.
pub(super) fn digit_of(letter: char) -> Option<u8> {
    let value = match letter {
        '０'..='９' => u32::from(letter) - u32::from('０'),
        _ => letter.to_digit(10)?,
    };
    u8::try_from(value).ok()
}

/// Returns the class at the start of `bytes`, and how many bytes it takes; none at the end.
pub(super) fn sign_at(bytes: &[u8]) -> Option<(u8, usize)> {
    let class = class_of(*bytes.first()?);
    Some(match class {
        WIDE => wide_sign(bytes),
        _ => (class, 1),
    })
}

/// Returns the class that ends with `bytes`, and how many bytes it takes; none at the start.
pub(super) fn sign_before(bytes: &[u8]) -> Option<(u8, usize)> {
    let last = *bytes.last()?;
    if (0x80..0xc0).contains(&last) {
        for width in [2, 3] {
            let start = bytes.len().checked_sub(width);
            let tail = start.and_then(|start| bytes.get(start..));
            if let Some(tail) = tail
                && let Some((class, taken)) = sign_at(tail)
                && taken == width
            {
                return Some((class, width));
            }
        }
    }
    let class = class_of(last);
    Some((if class == WIDE { OTHER } else { class }, 1))
}

/// Returns where the first of the last `digits` digits before `end` stands.
pub(super) fn start_of(bytes: &[u8], end: usize, mut digits: usize) -> usize {
    let mut at = end;
    while let Some((class, width)) = bytes.get(..at).and_then(sign_before) {
        at -= width;
        digits -= usize::from(class < 10);
        if digits == 0 {
            break;
        }
    }
    at
}

/// Returns the class of a character that is no ASCII. A first byte without its fellows ends a
/// number.
fn wide_sign(bytes: &[u8]) -> (u8, usize) {
    let width = if bytes.first() == Some(&0xc2) { 2 } else { 3 };
    let letter = bytes
        .get(..width)
        .and_then(|few| std::str::from_utf8(few).ok())
        .and_then(|text| text.chars().next());
    letter.map_or((OTHER, 1), |letter| (class_of_char(letter), width))
}

/// Returns the class of a character: Unicode blanks, dashes, signs without width, digits.
pub(super) fn class_of_char(letter: char) -> u8 {
    match letter {
        '\0'..='\u{7f}' => u8::try_from(letter).map_or(OTHER, class_of),
        '\u{a0}' | '\u{ad}' | '\u{b7}' | '\u{1680}' | '\u{180e}' => SEPARATOR,
        '\u{2000}'..='\u{2015}' | '\u{2022}' | '\u{2026}'..='\u{202f}' => SEPARATOR,
        '\u{2043}' | '\u{2044}' | '\u{205f}'..='\u{2064}' | '\u{2212}' | '\u{2215}' => SEPARATOR,
        '\u{3000}' | '\u{fe58}' | '\u{fe63}' | '\u{feff}' => SEPARATOR,
        '\u{ff0a}' | '\u{ff0d}' | '\u{ff0e}' | '\u{ff0f}' | '\u{ff3f}' => SEPARATOR,
        _ => digit_of(letter).unwrap_or(OTHER),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_are_the_same_from_both_ends() {
        let text = "7\u{a0}\u{2009}５\u{200b}-\u{feff}é,x\u{2212}\u{ad}9".as_bytes();
        let (mut forth, mut back) = (Vec::new(), Vec::new());
        let mut at = 0;
        while let Some((class, width)) = sign_at(&text[at..]) {
            forth.push(class);
            at += width;
        }
        let mut end = text.len();
        while let Some((class, width)) = sign_before(&text[..end]) {
            back.insert(0, class);
            end -= width;
        }
        assert_eq!(forth, back);
        assert_eq!(forth.iter().filter(|class| **class == SEPARATOR).count(), 7);
    }

    #[test]
    fn a_blank_of_an_old_code_page_is_a_blank() {
        assert_eq!(sign_at(b"\xa05"), Some((SEPARATOR, 1)));
        assert_eq!(sign_before(b"5\xa0"), Some((SEPARATOR, 1)));
        assert_eq!(sign_at(b"\xe25"), Some((OTHER, 1)));
    }
}
