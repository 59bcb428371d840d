//! A record in its own form: its bytes as they stand, but for masked columns, which are written
//! anew in the file's character set and filled up with blanks, numbers in the column's own coding.

use super::Fixed;
use super::coding::Charset;
use super::copybook::Usage;
use super::layout::Column;
use super::number;
use super::shape::Shape;
use crate::read::{Mask, Room};
use crate::record::raw::Cell;

/// Returns the record read last, with its line end where the file has lines.
pub(super) fn record(file: &Fixed, mask: Mask<'_>) -> Vec<u8> {
    let charset = file.coding.charset;
    // What belongs to no column, and nobody can say what it is, stays blank.
    let mut bytes = vec![charset.blank(); file.record.len()];
    let mut hidden = Vec::new();
    for (at, column) in file.layout.columns.iter().enumerate() {
        let place = column.bytes.clone();
        if let (Some(from), Some(to)) = (file.record.get(place.clone()), bytes.get_mut(place)) {
            to.copy_from_slice(from);
            hidden.extend(mask(at, &shown(from, column, charset)).map(|text| (column, text)));
        }
    }
    // Behind all others: a column that redefines a masked one must not bring its bytes back.
    for (column, text) in hidden {
        if let Some(field) = bytes.get_mut(column.bytes.clone()) {
            fill(field, &text, column, charset);
        }
    }
    if file.coding.lines {
        bytes.push(b'\n');
    }
    bytes
}

/// Returns what a person would read in the column.
fn shown(bytes: &[u8], column: &Column, charset: Charset) -> String {
    match number::cell(bytes, column.shape, charset) {
        Cell::Text(text) | Cell::NoNumber(text) => text,
        Cell::Number(number) => number.normalize().to_string(),
        Cell::Absent | Cell::Dropped(_) | Cell::Unreadable | Cell::Error(_) => {
            bytes.iter().map(|byte| charset.char(*byte)).collect()
        }
    }
}

/// Returns what the column has room for.
pub(super) fn room(column: &Column) -> Room {
    match column.shape {
        Shape::Text { width } => Room::Characters(width),
        Shape::Number { digits, .. } => Room::Digits(digits),
        Shape::Edited { .. } => Room::Digits(0),
    }
}

fn fill(field: &mut [u8], text: &str, column: &Column, charset: Charset) {
    field.fill(charset.blank());
    match column.shape {
        // What is no number of the field's leaves it blank.
        Shape::Number {
            usage: Usage::Packed,
            digits,
            ..
        } => pack(field, text, digits),
        Shape::Number {
            usage: Usage::Binary,
            ..
        } => whole(field, text),
        Shape::Text { .. } | Shape::Number { .. } | Shape::Edited { .. } => {
            for (byte, c) in field.iter_mut().zip(text.chars()) {
                *byte = charset.byte(c);
            }
        }
    }
}

/// Writes digits two a byte, without a sign.
fn pack(field: &mut [u8], text: &str, digits: usize) {
    let number: Option<Vec<u8>> = text.chars().map(half).collect();
    let Some(number) = number.filter(|n| !n.is_empty() && n.len() <= digits) else {
        return;
    };
    let zeros = (field.len() * 2).saturating_sub(number.len() + 1);
    let mut halves = std::iter::repeat_n(0, zeros)
        .chain(number)
        .chain([UNSIGNED]);
    for byte in field {
        let (high, low) = (halves.next().unwrap_or(0), halves.next().unwrap_or(0));
        *byte = high << 4 | low;
    }
}

fn half(c: char) -> Option<u8> {
    u8::try_from(c.to_digit(10)?).ok()
}

/// Writes a whole number, the high byte first.
fn whole(field: &mut [u8], text: &str) {
    let Ok(number) = text.parse::<u64>() else {
        return;
    };
    let bytes = number.to_be_bytes();
    if let Some(low) = bytes.len().checked_sub(field.len())
        && let Some((high, low)) = bytes.split_at_checked(low)
        && high.iter().all(|byte| *byte == 0)
    {
        field.copy_from_slice(low);
    }
}

/// The last half byte of a packed number without a sign.
const UNSIGNED: u8 = 0xf;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::raw::Cell;

    fn written(usage: Usage, digits: usize, text: &str) -> Cell {
        let shape = Shape::Number {
            usage,
            digits,
            scale: 0,
            sign: None,
        };
        let column = Column {
            name: "ROUTING".to_owned(),
            bytes: 0..shape.size(),
            shape,
        };
        assert_eq!(room(&column), Room::Digits(digits));
        let mut field = vec![7; shape.size()];
        fill(&mut field, text, &column, Charset::Cp037);
        number::cell(&field, shape, Charset::Cp037)
    }

    #[test]
    fn numbers_are_written_in_the_coding_of_their_column() {
        let text = |text: &str| Cell::Text(text.to_owned());
        for usage in [Usage::Display, Usage::Packed, Usage::Binary] {
            assert_eq!(written(usage, 9, "021000021"), text("021000021"));
            assert_eq!(written(usage, 9, ""), text(""), "blank");
        }
        assert_eq!(written(Usage::Packed, 8, "21000021"), text("21000021"));
        assert_eq!(written(Usage::Packed, 4, "21000021"), text(""), "too long");
        assert_eq!(written(Usage::Packed, 9, "no number"), text(""));
        assert_eq!(written(Usage::Binary, 4, "70000"), text(""), "too long");
    }
}
