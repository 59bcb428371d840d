//! A record in its own form: its bytes as they stand, but for masked columns, which are written
//! anew in the file's character set and filled up with blanks.

use super::Fixed;
use super::coding::Charset;
use super::layout::Column;
use super::number;
use crate::read::Mask;
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
        Cell::Absent | Cell::Dropped(_) | Cell::Unreadable => {
            bytes.iter().map(|byte| charset.char(*byte)).collect()
        }
    }
}

fn fill(field: &mut [u8], text: &str, column: &Column, charset: Charset) {
    field.fill(charset.blank());
    // A packed or binary field has no characters: blank is all that can stand for none.
    if !column.shape.is_binary() {
        for (byte, c) in field.iter_mut().zip(text.chars()) {
            *byte = charset.byte(c);
        }
    }
}
