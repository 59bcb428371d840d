//! Finds card and bank data in free text, by place and kind, and takes it out.
//!
//! In: a text as somebody typed it, and the delivery's own identifiers. Out: byte ranges, or the
//! text with each of them replaced by a mark that names the kind. What was found is never copied
//! into a finding, so nothing here can show it. Order: identifiers, telephone numbers, dates and
//! amounts are set aside, and runs that a word calls a parcel's, an invoice's or a device's
//! (`context` says when); then cards are looked for, then what else names itself, then bank
//! numbers, then what belongs to a card. The work grows with the text's length, not its square;
//! `steps` counts it.

mod bank;
mod beside_card;
mod card;
mod carve;
mod chars;
mod context;
mod gap;
mod iban;
mod issuers;
mod known;
mod lexer;
mod micr;
mod social;
mod track;
mod words;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_kinds;

pub use known::KnownIds;

use crate::record::payment_kind::PaymentKind;
use carve::{FOUND, Flags};
use lexer::Text;
use std::ops::Range;

/// Fewest digits a text with payment data has.
const FEWEST_DIGITS: usize = 4;
/// The marks that stand for what was removed.
pub const MARKS: [&str; 8] = [
    "[card number removed]",
    "[bank account removed]",
    "[routing number removed]",
    "[card expiry removed]",
    "[card code removed]",
    "[social security number removed]",
    "[track data removed]",
    "[pin removed]",
];

/// A piece of payment data in a text: what it is and where, never its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// What it is.
    pub kind: PaymentKind,
    /// Its bytes in the text, on character boundaries.
    pub range: Range<usize>,
}

/// A text without its payment data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redacted {
    /// The text, with a mark in place of each piece.
    pub text: String,
    /// What was removed, in the order of the text.
    pub found: Vec<PaymentKind>,
}

/// Returns the payment data in `text`, in order and without overlap.
#[must_use]
pub fn find(text: &str, known: &KnownIds) -> Vec<Found> {
    find_counted(text, known).0
}

/// Returns true where the digits, 0 to 9 each, are a card number: an issuer's range and length, and
/// a check digit that holds.
#[must_use]
pub fn is_card_number(digits: &[u8]) -> bool {
    card::is_card(digits)
}

/// Returns true where the digits, 0 to 9 each, are a routing number of a bank in the United States.
#[must_use]
pub fn is_routing_number(digits: &[u8]) -> bool {
    bank::is_routing(digits)
}

/// Returns true where the text as a whole is an international bank account number.
#[must_use]
pub fn is_iban(text: &str) -> bool {
    let found = find(text, &KnownIds::new());
    matches!(found.as_slice(), [one] if one.kind == PaymentKind::Iban && one.range.len() == text.len())
}

/// Returns `text` with its payment data replaced by marks; None where it has none.
///
/// Redacting the result once more changes nothing.
#[must_use]
pub fn redact(text: &str, known: &KnownIds) -> Option<Redacted> {
    let found = find(text, known);
    if found.is_empty() {
        return None;
    }
    let mut clean = String::with_capacity(text.len());
    let mut at = 0;
    for piece in &found {
        clean.push_str(text.get(at..piece.range.start).unwrap_or_default());
        clean.push_str(mark(piece.kind));
        at = piece.range.end;
    }
    clean.push_str(text.get(at..).unwrap_or_default());
    Some(Redacted {
        text: clean,
        found: found.into_iter().map(|f| f.kind).collect(),
    })
}

/// Returns the mark that stands for a removed piece.
#[must_use]
pub fn mark(kind: PaymentKind) -> &'static str {
    let [card, account, routing, expiry, code, social, track, pin] = MARKS;
    match kind {
        PaymentKind::CardExpiry => expiry,
        PaymentKind::CardCode => code,
        PaymentKind::SocialSecurity => social,
        PaymentKind::TrackData => track,
        PaymentKind::Pin => pin,
        PaymentKind::RoutingNumber => routing,
        PaymentKind::BankAccount | PaymentKind::Iban => account,
        PaymentKind::CardNumber
        | PaymentKind::NameOnInstrument
        | PaymentKind::AccountType
        | PaymentKind::MethodId
        | PaymentKind::Other => card,
    }
}

/// Returns what was found, and how many steps it took.
fn find_counted(text: &str, known: &KnownIds) -> (Vec<Found>, u64) {
    if !has_digits(text) {
        return (Vec::new(), 0);
    }
    let mut scan = Scan::new(text, known);
    iban::find(&mut scan);
    card::find(&mut scan);
    track::find(&mut scan);
    social::find(&mut scan);
    micr::find(&mut scan);
    bank::find(&mut scan);
    beside_card::find(&mut scan);
    (in_order(scan.found), scan.steps)
}

/// Returns true where `text` has as many digits as payment data needs.
fn has_digits(text: &str) -> bool {
    let ascii = text.bytes().filter(u8::is_ascii_digit).take(FEWEST_DIGITS);
    if ascii.count() == FEWEST_DIGITS {
        return true;
    }
    let digits = text.chars().filter(|c| chars::digit(*c).is_some());
    !text.is_ascii() && digits.take(FEWEST_DIGITS).count() == FEWEST_DIGITS
}

/// Returns what was found in the order of the text, without what lies inside another piece: the
/// digits of a stripe may pass for a card.
fn in_order(mut found: Vec<Found>) -> Vec<Found> {
    found.sort_by_key(|f| (f.range.start, std::cmp::Reverse(f.range.end)));
    let mut end = 0;
    found.retain(|f| {
        let apart = f.range.start >= end;
        end = end.max(f.range.end);
        apart
    });
    found
}

/// A text under search.
struct Scan<'a> {
    text: Text<'a>,
    known: &'a KnownIds,
    /// Of each piece: what it is set aside as.
    flags: Vec<Flags>,
    found: Vec<Found>,
    /// How far each piece is from a word of cards, once somebody has asked.
    to_card: Option<Vec<u32>>,
    steps: u64,
}

impl<'a> Scan<'a> {
    fn new(text: &'a str, known: &'a KnownIds) -> Self {
        let text = Text::cut(text, &MARKS);
        let mut steps = 0;
        let flags = carve::carve(&text, known, &mut steps);
        let mut scan = Self {
            text,
            known,
            flags,
            found: Vec::new(),
            to_card: None,
            steps,
        };
        context::set_named_aside(&mut scan);
        scan
    }

    /// Returns true where piece `i` is set aside as any of `flags`.
    fn is(&self, i: usize, flags: Flags) -> bool {
        self.flags.get(i).is_some_and(|f| f & flags != 0)
    }

    /// Books pieces `pieces` as payment data.
    fn take(&mut self, kind: PaymentKind, pieces: Range<usize>) {
        let Some(first) = self.text.pieces.get(pieces.start) else {
            return;
        };
        let Some(last) = pieces.end.checked_sub(1) else {
            return;
        };
        let end = self.text.pieces.get(last).map_or(0, |p| p.range.end);
        let range = first.range.start..end;
        self.found.push(Found { kind, range });
        for flag in self.flags.iter_mut().take(pieces.end).skip(pieces.start) {
            *flag |= FOUND;
        }
    }
}
