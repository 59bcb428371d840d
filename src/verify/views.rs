//! Text that does not stand in bytes as itself: in two bytes a character, in EBCDIC, or with
//! escapes between its digits. Each is read again as plain text and searched as such.
//!
//! Not read: base64, other compression than a file's own, encryption, pictures, numbers that a
//! program would have to compute.

use super::context::{Ends, Manner};
use super::escapes::{FAMILIES, decoded, place_of};
use super::signs::{OTHER, SEPARATOR, class_of_char};

/// Fewest characters of a text that is worth a look.
const FEWEST: usize = 6;

/// Bytes read again as plain text.
pub(super) struct View<'a> {
    pub(super) text: &'a [u8],
    /// How they were read.
    pub(super) read_as: &'static str,
    pub(super) manner: Manner,
    pub(super) ends: Ends,
}

/// What looks at a view; the second argument tells where a byte of the text stands. Returns true
/// where it has seen enough.
pub(super) type Look<'l> = &'l mut dyn FnMut(&View<'_>, &dyn Fn(usize) -> usize) -> bool;

/// Hands every view of `bytes` to `look` until it has seen enough.
pub(super) fn each(bytes: &[u8], manner: Manner, ends: Ends, look: Look<'_>) {
    if matches!(manner, Manner::Packed | Manner::Drawing) {
        return;
    }
    if escaped(bytes, manner, ends, look) || is_plain_text(bytes) {
        return;
    }
    let enough = bytes.contains(&0) && two_bytes(bytes, manner, ends, look);
    let digits = || bytes.iter().filter(|byte| (0xf0..=0xf9).contains(*byte));
    if !enough && digits().count() >= FEWEST {
        let text: Vec<u8> = bytes.iter().map(|byte| from_ebcdic(*byte)).collect();
        // Chance writes digits into the packed streams of a letter.
        let is_letter = manner == Manner::Pdf;
        let view = View {
            text: &text,
            read_as: "EBCDIC",
            manner: if is_letter {
                Manner::Database
            } else {
                of_rows(manner)
            },
            ends,
        };
        look(&view, &|at| at);
    }
}

/// Returns true for UTF-8 without control characters: nothing else hides in such bytes, neither two
/// bytes a character nor EBCDIC nor packed decimals. A character may be cut at either end.
pub(super) fn is_plain_text(bytes: &[u8]) -> bool {
    let is_control = |byte: &u8| *byte < b' ' && !byte.is_ascii_whitespace();
    let controls = bytes
        .chunks(64)
        .any(|few| few.iter().fold(false, |any, byte| any | is_control(byte)));
    let cut = bytes
        .iter()
        .take(3)
        .take_while(|b| (0x80..0xc0).contains(*b));
    let whole = bytes.get(cut.count()..).unwrap_or_default();
    !controls
        && match std::str::from_utf8(whole) {
            Ok(_) => true,
            Err(error) => error.error_len().is_none(),
        }
}

/// Returns how text that was found between other bytes is searched.
fn of_rows(manner: Manner) -> Manner {
    match manner {
        Manner::Database | Manner::Packed | Manner::Drawing => Manner::Database,
        Manner::Text | Manner::Table(_) | Manner::Json | Manner::Markup | Manner::Pdf => {
            Manner::Text
        }
    }
}

fn escaped(bytes: &[u8], manner: Manner, ends: Ends, look: Look<'_>) -> bool {
    for family in FAMILIES {
        let is_markup = family.tags && manner == Manner::Markup;
        for region in family.regions(bytes, is_markup) {
            let (text, places) = decoded(bytes, region.clone(), &family, is_markup);
            let ends = Ends {
                first: ends.first && region.start == 0,
                last: ends.last && region.end == bytes.len(),
                seen: 0,
            };
            let view = View {
                text: &text,
                read_as: family.name,
                manner: if is_markup { Manner::Text } else { manner },
                ends,
            };
            if look(&view, &|at| place_of(&places, at)) {
                return true;
            }
        }
    }
    false
}

/// Looks at every text in two bytes a character, of either order.
fn two_bytes(bytes: &[u8], manner: Manner, ends: Ends, look: Look<'_>) -> bool {
    let nul = |at: usize| bytes.get(at) == Some(&0);
    let mut at = 0;
    let mut text = Vec::new();
    while at < bytes.len() {
        let Some(next) = bytes.get(at..).and_then(|b| b.iter().position(|b| *b == 0)) else {
            return false;
        };
        at += next;
        if nul(at + 1) || !(nul(at + 2) || nul(at + 4)) {
            at += 1;
            continue;
        }
        let mut reached = at + 1;
        for (start, little) in [(at.wrapping_sub(1), true), (at, false)] {
            let end = characters(bytes, start, little, &mut text);
            reached = reached.max(end.saturating_sub(2));
            if text.len() < FEWEST {
                continue;
            }
            let view = View {
                text: &text,
                read_as: "UTF-16",
                manner: of_rows(manner),
                ends: Ends {
                    first: ends.first || start > 1,
                    last: ends.last || end + 2 < bytes.len(),
                    seen: 0,
                },
            };
            if look(&view, &|at| start + at * 2) {
                return true;
            }
        }
        at = reached;
    }
    false
}

/// Reads characters from `start` as long as they are text, one byte each; returns where they end.
fn characters(bytes: &[u8], start: usize, little: bool, text: &mut Vec<u8>) -> usize {
    text.clear();
    let mut at = start;
    while let Some([a, b]) = bytes
        .get(at..)
        .and_then(|rest| rest.first_chunk::<2>())
        .copied()
    {
        let unit = if little {
            u16::from_le_bytes([a, b])
        } else {
            u16::from_be_bytes([a, b])
        };
        let letter = char::from_u32(u32::from(unit)).unwrap_or('\0');
        let byte = match letter {
            '\t'..='\r' | ' '..='~' => u8::try_from(letter).unwrap_or(0),
            _ => match class_of_char(letter) {
                digit @ 0..10 => b'0' + digit,
                SEPARATOR => b' ',
                OTHER if ('\u{a1}'..='\u{17f}').contains(&letter) => 0x01,
                _ => break,
            },
        };
        text.push(byte);
        at += 2;
    }
    at
}

/// Returns the ASCII of an EBCDIC byte where it is a digit, a letter or may stand in a number.
fn from_ebcdic(byte: u8) -> u8 {
    match byte {
        0xf0..=0xf9 => byte - 0xf0 + b'0',
        0x81..=0x89 | 0xc1..=0xc9 => (byte & 0x0f) - 1 + b'A',
        0x91..=0x99 | 0xd1..=0xd9 => (byte & 0x0f) - 1 + b'J',
        0xa2..=0xa9 | 0xe2..=0xe9 => (byte & 0x0f) - 2 + b'S',
        0x40 | 0x41 | 0x05 | 0x0b | 0x0c => b' ',
        0x0d | 0x15 | 0x25 => b'\n',
        0x60 | 0xca => b'-',
        0x4b => b'.',
        0x61 => b'/',
        0x6d => b'_',
        0x5c => b'*',
        0x6b => b',',
        0x7a => b':',
        0x5e => b';',
        0x4f => b'|',
        _ => 0x01,
    }
}
