//! The dropped values of a delivery, ready to be taken out of texts and searched for; and single
//! values on their way into that set.

use crate::decide::payment_text::{self, KnownIds};
use crate::record::payment_kind::PaymentKind;
use crate::record::raw::Cell;
use crate::verify::secrets::SecretSet;
use zeroize::Zeroizing;

/// A card or bank value between a cell and the set of hashes: it cannot be printed, and its memory
/// is wiped when it goes.
pub struct Value(Zeroizing<String>);

impl Value {
    /// Takes a cell's text out of it; none where there is none.
    pub fn take(cell: &mut Cell) -> Option<Self> {
        let value = Self(Zeroizing::new(match cell {
            Cell::Text(text) | Cell::NoNumber(text) => std::mem::take(text),
            Cell::Number(number) => number.normalize().to_string(),
            Cell::Absent | Cell::Dropped(_) | Cell::Unreadable | Cell::Error(_) => return None,
        }));
        (!value.0.trim_matches(' ').is_empty()).then_some(value)
    }

    /// Returns a piece of a text.
    #[must_use]
    pub fn of(piece: &str) -> Self {
        Self(Zeroizing::new(piece.to_owned()))
    }

    /// Adds the value to a set.
    pub fn add_to(&self, set: &mut SecretSet, kind: PaymentKind) {
        set.add(kind.code(), self.0.trim_matches(' '));
    }
}

/// The dropped values, and the delivery's own numbers, which stay readable in texts.
pub struct Secrets {
    set: SecretSet,
    known: KnownIds,
}

impl Secrets {
    /// Returns the secrets of a set that is ready.
    #[must_use]
    pub fn new(set: SecretSet, known: KnownIds) -> Self {
        Self { set, known }
    }

    /// Returns the secrets of a set, with no numbers of the delivery's own.
    #[cfg(test)]
    pub fn of(set: SecretSet) -> Self {
        Self::new(set, KnownIds::new())
    }

    /// Returns the set.
    #[must_use]
    pub fn set(&self) -> &SecretSet {
        &self.set
    }

    /// Returns the delivery's own numbers.
    #[must_use]
    pub fn known(&self) -> &KnownIds {
        &self.known
    }

    /// Adds numbers of our own: a dropped value that equals one of them cannot be told from it,
    /// and is counted as such instead of searched.
    pub fn know<'a>(&mut self, numbers: impl IntoIterator<Item = &'a str>) {
        numbers
            .into_iter()
            .for_each(|number| self.set.add_identifier(number));
        self.set.freeze();
    }

    /// Takes card and bank numbers out of a text: what looks like one, and every value of a
    /// dropped column, however it is written. Returns the kinds; none where the text stays.
    pub fn clean(&self, text: &mut String) -> Vec<PaymentKind> {
        let mut kinds = Vec::new();
        if let Some(redacted) = payment_text::redact(text, &self.known) {
            *text = redacted.text;
            kinds = redacted.found;
        }
        while let Some((range, kind)) = self.set.locate(text) {
            let kind = PaymentKind::from_code(&kind).unwrap_or(PaymentKind::Other);
            text.replace_range(range, payment_text::mark(kind));
            kinds.push(kind);
        }
        kinds
    }
}
