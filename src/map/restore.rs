//! Numbers that a file holds as numbers and that are none: account numbers, serials, codes.
//!
//! A workbook's number cell has lost its leading zeros. They come back where the mapping states
//! how many digits there are, and nowhere else: what is not stated stays a number, and refuses the
//! row.

use super::bind::BoundFile;
use super::field_source::FieldSource;
use super::fields::Kind;
use crate::record::raw::{Cell, RawRow};
use rust_decimal::Decimal;

/// Digits of a ZIP, whose leading zeros are known to be gone.
const ZIP_DIGITS: usize = 5;

impl BoundFile {
    /// Gives every number cell that is no number its text back, before anything looks at the row.
    pub fn restore(&self, row: &mut RawRow) {
        for (at, cell) in row.cells.iter_mut().enumerate() {
            let Cell::Number(number) = *cell else {
                continue;
            };
            let mut sources = self.mapping.sources.iter().zip(&self.at);
            let source = sources.find(|(_, column)| **column == Some(at));
            let text = match source {
                Some((source, _)) => text_of(source, number),
                None => Some(plain(number)),
            };
            if let Some(text) = text {
                *cell = Cell::Text(text);
            }
        }
    }
}

/// Returns the text that the number stands for; none where it is to stay a number.
fn text_of(source: &FieldSource, number: Decimal) -> Option<String> {
    match source.field.kind {
        Kind::Word if is_identifier(source.field.name) => filled(number, source.digits()?),
        Kind::Zip => filled(number, ZIP_DIGITS),
        Kind::Word | Kind::Text | Kind::Flag | Kind::Code(_) => Some(plain(number)),
        Kind::Day | Kind::Stamp | Kind::Month | Kind::Money | Kind::Quantity | Kind::Count(..) => {
            None
        }
    }
}

/// Returns true for fields whose leading zeros matter.
fn is_identifier(field: &str) -> bool {
    field.ends_with("_id") || field.ends_with("_number")
}

fn plain(number: Decimal) -> String {
    number.normalize().to_string()
}

/// Returns the number with leading zeros to `digits`; none where it is no whole number.
fn filled(number: Decimal, digits: usize) -> Option<String> {
    let text = plain(number);
    let whole = text.bytes().all(|b| b.is_ascii_digit());
    whole.then(|| format!("{text:0>digits$}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leading_zeros_come_back_to_the_stated_width() {
        let number = |text: &str| text.parse().unwrap();
        assert_eq!(filled(number("3816762"), 10).as_deref(), Some("0003816762"));
        assert_eq!(filled(number("3816762.0"), 1).as_deref(), Some("3816762"));
        assert_eq!(filled(number("3816762.5"), 10), None);
        assert_eq!(filled(number("-3816762"), 10), None);
    }
}
