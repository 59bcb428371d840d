//! The bytes of a numeric column to digits and sign: zoned, packed, binary and as printed.
//!
//! In: bytes and shape. Out: digits as text at the declared width where the number has neither
//! sign nor point, else an exact number; a blank where all is blank. Bytes that are no such number
//! come out as `Cell::NoNumber`, which no later step takes for one.

use super::coding::Charset;
use super::copybook::{SignClause, Usage};
use super::shape::Shape;
use crate::record::raw::Cell;
use rust_decimal::Decimal;

/// A whole number in digits, and whether it is below zero.
type Read = (Vec<u8>, bool);

/// Reads a column's bytes.
pub(super) fn cell(bytes: &[u8], shape: Shape, charset: Charset) -> Cell {
    match shape {
        Shape::Text { .. } => charset.text(bytes).map_or(Cell::Unreadable, Cell::Text),
        _ if bytes.iter().all(|b| *b == charset.blank()) => Cell::Text(String::new()),
        Shape::Number {
            usage,
            digits,
            scale,
            sign,
        } => {
            let read = match usage {
                Usage::Display => zoned(bytes, sign, charset),
                Usage::Packed => packed(bytes, digits, sign.is_some()),
                Usage::Binary => binary(bytes, digits, sign.is_some()),
            };
            read.and_then(|read| value(read, scale, sign.is_some()))
                .unwrap_or_else(|| no_number(bytes, usage, charset))
        }
        Shape::Edited { scale, .. } => edited(bytes, scale, charset)
            .and_then(|read| value(read, scale, true))
            .unwrap_or_else(|| no_number(bytes, Usage::Display, charset)),
    }
}

fn value((digits, negative): Read, scale: usize, signed: bool) -> Option<Cell> {
    if !signed && scale == 0 {
        let text = digits.iter().map(|d| char::from(b'0' + d)).collect();
        return Some(Cell::Text(text));
    }
    let whole = digits.iter().try_fold(0_i128, |sum, digit| {
        sum.checked_mul(10)?.checked_add(i128::from(*digit))
    })?;
    let whole = if negative { -whole } else { whole };
    let number = Decimal::try_from_i128_with_scale(whole, u32::try_from(scale).ok()?);
    number.ok().map(Cell::Number)
}

/// What stood there, for the message: characters, or bytes in hexadecimal.
fn no_number(bytes: &[u8], usage: Usage, charset: Charset) -> Cell {
    Cell::NoNumber(match usage {
        Usage::Display => {
            let shown = |c: char| if c.is_control() { '?' } else { c };
            bytes.iter().map(|b| shown(charset.char(*b))).collect()
        }
        Usage::Packed | Usage::Binary => bytes.iter().map(|b| format!("{b:02x}")).collect(),
    })
}

/// Reads one digit a byte; the sign is punched over the last or the first digit, or has a byte of
/// its own.
fn zoned(bytes: &[u8], sign: Option<SignClause>, charset: Charset) -> Option<Read> {
    let digit = |byte: &u8| charset.char(*byte).to_digit(10).and_then(narrow);
    let plain = |bytes: &[u8]| bytes.iter().map(digit).collect::<Option<Vec<u8>>>();
    let Some(SignClause { leading, separate }) = sign else {
        return Some((plain(bytes)?, false));
    };
    let (marked, others) = if leading {
        bytes.split_first()?
    } else {
        bytes.split_last()?
    };
    let mark = charset.char(*marked);
    let mut digits = plain(others)?;
    if separate {
        return match mark {
            '+' => Some((digits, false)),
            '-' => Some((digits, true)),
            _ => None,
        };
    }
    let (digit, negative) = match charset {
        Charset::Latin1 => overpunched(mark)?,
        Charset::Cp037 | Charset::Cp1140 | Charset::Cp500 => {
            let digit = Some(marked & 0x0f).filter(|d| *d <= 9)?;
            (digit, negative_nibble(marked >> 4)?)
        }
    };
    let place = if leading { 0 } else { digits.len() };
    digits.insert(place, digit);
    Some((digits, negative))
}

fn narrow(digit: u32) -> Option<u8> {
    u8::try_from(digit).ok()
}

/// Returns the digit under the sign: `{ABCDEFGHI` are +0 to +9, `}JKLMNOPQR` -0 to -9. A bare
/// digit has no sign, which means plus.
fn overpunched(mark: char) -> Option<(u8, bool)> {
    let from = |first: char| narrow(u32::from(mark).checked_sub(u32::from(first))?);
    Some(match mark {
        '0'..='9' => (from('0')?, false),
        '{' => (0, false),
        '}' => (0, true),
        'A'..='I' => (from('A')? + 1, false),
        'J'..='R' => (from('J')? + 1, true),
        _ => return None,
    })
}

/// Returns true for D, minus; false for C, plus, and F, no sign. Others are no sign of COBOL's.
fn negative_nibble(nibble: u8) -> Option<bool> {
    match nibble {
        0xc | 0xf => Some(false),
        0xd => Some(true),
        _ => None,
    }
}

/// Reads two digits a byte, the sign in the last half.
fn packed(bytes: &[u8], digits: usize, signed: bool) -> Option<Read> {
    let mut halves: Vec<u8> = bytes.iter().flat_map(|b| [b >> 4, b & 0x0f]).collect();
    let negative = negative_nibble(halves.pop()?)?;
    let surplus = halves.len().checked_sub(digits)?;
    let (unused, used) = halves.split_at_checked(surplus)?;
    let fits = unused.iter().all(|d| *d == 0) && used.iter().all(|d| *d <= 9);
    (fits && (signed || !negative)).then(|| (used.to_vec(), negative))
}

/// Reads two's complement, the high byte first.
fn binary(bytes: &[u8], digits: usize, signed: bool) -> Option<Read> {
    let below = signed && bytes.first().is_some_and(|b| b & 0x80 != 0);
    let start = if below { -1_i128 } else { 0 };
    let number = bytes
        .iter()
        .fold(start, |sum, byte| (sum << 8) | i128::from(*byte));
    let text = format!("{:0>digits$}", number.unsigned_abs());
    let fits = text.len() == digits;
    fits.then(|| (text.bytes().map(|b| b - b'0').collect(), number < 0))
}

/// Reads a number as printed: blanks or stars and a currency sign before it, commas in it, a point
/// before `scale` digits, a sign before or behind it.
fn edited(bytes: &[u8], scale: usize, charset: Charset) -> Option<Read> {
    let text: String = bytes.iter().map(|b| charset.char(*b)).collect();
    let mut rest = text.trim_matches(' ');
    let mut negative = false;
    for (mark, below) in [("CR", true), ("DB", true), ("-", true), ("+", false)] {
        if let Some(bare) = rest.strip_suffix(mark) {
            (rest, negative) = (bare.trim_end_matches(' '), below);
            break;
        }
    }
    rest = rest.trim_start_matches(['$', '*', ' ']);
    if let Some(bare) = rest.strip_prefix(['-', '+']) {
        if negative {
            return None;
        }
        negative = rest.starts_with('-');
        rest = bare.trim_start_matches(['$', '*', ' ']);
    }
    let (whole, fraction) = match rest.split_once('.') {
        Some((whole, fraction)) => (whole, fraction),
        None => (rest, ""),
    };
    let some = !whole.is_empty() || !fraction.is_empty();
    if fraction.len() != scale || !some {
        return None;
    }
    let figures = whole.chars().filter(|c| *c != ',').chain(fraction.chars());
    let digits = figures.map(|c| c.to_digit(10).and_then(narrow));
    Some((digits.collect::<Option<Vec<u8>>>()?, negative))
}
