//! How a planted value is written in a cell: whole, in groups, over a line break, in a sentence, as
//! part of an address. In: what the column has room for. Out: the cell's text, or none where no
//! form of the value fits.

use super::values::Planted;
use crate::read::Room;
use crate::record::format::{Encoding, Format};

/// What a column takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Takes {
    /// A sentence, also with line breaks.
    Prose,
    /// A few words on one line: a name, a line of an address.
    Line,
    /// One word without a blank: an e-mail address, a log-in.
    Word,
}

/// How the digits are spaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spacing {
    Whole,
    Blanks,
    Dashes,
    Dots,
    NoBreakSpace,
    LineBreak,
    FullWidth,
}

impl Spacing {
    /// Every spacing.
    pub(super) const ALL: [Self; 7] = [
        Self::Whole,
        Self::Blanks,
        Self::Dashes,
        Self::Dots,
        Self::NoBreakSpace,
        Self::LineBreak,
        Self::FullWidth,
    ];

    /// Returns the digits so spaced.
    pub(super) fn write(self, digits: &str) -> String {
        let wide = |c: char| {
            let value = c.to_digit(10).unwrap_or_default();
            char::from_u32(u32::from('０') + value).unwrap_or(c)
        };
        let (mark, line) = match self {
            Self::Whole => return digits.to_owned(),
            Self::FullWidth => return digits.chars().map(wide).collect(),
            Self::Blanks => (' ', ' '),
            Self::Dashes => ('-', '-'),
            Self::Dots => ('.', '.'),
            Self::NoBreakSpace => ('\u{a0}', '\u{a0}'),
            Self::LineBreak => (' ', '\n'),
        };
        let mut text = String::new();
        for (at, c) in digits.chars().enumerate() {
            match at {
                8 => text.push(line),
                _ if at > 0 && at % 4 == 0 => text.push(mark),
                _ => {}
            }
            text.push(c);
        }
        text
    }

    /// Returns true where a file of this format can hold it in a column of this kind.
    pub(super) fn fits(self, format: &Format, takes: Takes) -> bool {
        let (lines, wide) = match format {
            Format::Delimited(format) => {
                let wide = match format.encoding {
                    Encoding::Utf8 | Encoding::Utf16 | Encoding::Utf16Le | Encoding::Utf16Be => {
                        true
                    }
                    Encoding::Windows1252 | Encoding::Iso8859 => false,
                };
                (format.quote.is_some(), wide)
            }
            Format::Fixed { .. } => (false, false),
            Format::Workbook(_) => (true, true),
        };
        match (self, takes) {
            (Self::Whole, _) => true,
            (_, Takes::Word) => false,
            (Self::LineBreak, _) => lines && takes == Takes::Prose,
            (Self::FullWidth, _) => wide,
            (Self::Blanks | Self::Dashes | Self::Dots | Self::NoBreakSpace, _) => true,
        }
    }
}

/// Returns true where a text of so many characters fits; `false` for numbers: see `number`.
fn fits(text: &str, room: Room) -> bool {
    match room {
        Room::Any => true,
        Room::Characters(most) => text.chars().count() <= most,
        Room::Digits(_) => false,
    }
}

/// Returns a card's cell: added to what stands there, in a sentence or bare; in its place where
/// only that fits, or where digits stand there that it could be mistaken with.
pub(super) fn card(
    card: &Planted,
    spacing: Spacing,
    there: &str,
    (takes, room, spanish): (Takes, Room, bool),
) -> Option<String> {
    if let Room::Digits(digits) = room {
        return (card.text.len() == digits).then(|| card.text.clone());
    }
    let spaced = spacing.write(&card.text);
    let sentence = if spanish {
        format!("Tarjeta {spaced} del cliente.")
    } else {
        format!("Card {spaced} on file.")
    };
    let candidates = match takes {
        Takes::Word => vec![in_address(there, &card.text)],
        Takes::Line | Takes::Prose if there.is_empty() || has_digits(there) => {
            vec![sentence, spaced, card.text.clone()]
        }
        Takes::Line | Takes::Prose => vec![
            format!("{there} {sentence}"),
            format!("{there} {spaced}"),
            sentence,
            spaced,
            card.text.clone(),
        ],
    };
    candidates.into_iter().find(|text| fits(text, room))
}

/// Returns the cell of a routing number with an account: a sentence that banks' customers write.
pub(super) fn bank(
    (routing, account): (&Planted, &Planted),
    there: &str,
    (room, spanish): (Room, bool),
) -> Option<String> {
    let (routing, account) = (&routing.text, &account.text);
    let sentence = if spanish {
        format!("Ruta {routing}, cuenta {account} del banco.")
    } else {
        format!("Routing {routing}, account {account} at the bank.")
    };
    added(there, sentence, room)
}

/// Returns the cell of an international bank account number, in groups of four or whole.
pub(super) fn iban(iban: &Planted, grouped: bool, there: &str, room: Room) -> Option<String> {
    let text = if grouped {
        Spacing::Blanks.write(&iban.text)
    } else {
        iban.text.clone()
    };
    added(there, format!("IBAN {text} given."), room)
}

fn added(there: &str, sentence: String, room: Room) -> Option<String> {
    let both = format!("{there} {sentence}");
    let candidates = if there.is_empty() || has_digits(there) {
        vec![sentence]
    } else {
        vec![both, sentence]
    };
    candidates.into_iter().find(|text| fits(text, room))
}

/// Returns what stands in a dropped column: the value alone.
pub(super) fn alone(value: &Planted, room: Room) -> Option<String> {
    let fits = match room {
        Room::Any => true,
        Room::Characters(most) => value.text.chars().count() <= most,
        Room::Digits(digits) => {
            value.text.len() == digits && value.text.bytes().all(|b| b.is_ascii_digit())
        }
    };
    fits.then(|| value.text.clone())
}

/// Puts digits before the `@` of an address, or behind a log-in.
fn in_address(there: &str, digits: &str) -> String {
    match there.split_once('@') {
        Some((local, host)) => format!("{local}-{digits}@{host}"),
        None => format!("{there}-{digits}"),
    }
}

/// Returns true where any digit stands in the text, of whatever script.
pub(super) fn has_digits(text: &str) -> bool {
    text.chars().any(char::is_numeric)
}

#[cfg(test)]
mod tests {
    use super::super::values;
    use super::*;
    use crate::decide::payment_text::{KnownIds, find};
    use crate::record::payment_kind::PaymentKind;

    #[test]
    fn every_spacing_of_every_brand_is_a_card_number() {
        for brand in 0..values::PUBLISHED.len() {
            for spacing in Spacing::ALL {
                let planted = values::card(brand, 0);
                for spanish in [false, true] {
                    let ground = (Takes::Prose, Room::Any, spanish);
                    let text = card(&planted, spacing, "Called about a bill.", ground).unwrap();
                    let found = find(&text, &KnownIds::new());
                    assert_eq!(found.len(), 1, "{text}");
                    assert_eq!(found[0].kind, PaymentKind::CardNumber);
                }
            }
        }
    }

    #[test]
    fn a_value_takes_the_form_that_fits() {
        let planted = values::card(0, 0);
        let form =
            |there: &str, takes, room| card(&planted, Spacing::Blanks, there, (takes, room, false));
        let of = |text: &str| Some(text.to_owned());
        let most = Room::Characters;
        assert_eq!(
            form("Lee", Takes::Line, most(40)),
            of("Lee Card 4111 1111 1111 1111 on file.")
        );
        assert_eq!(
            form("Lee", Takes::Line, most(24)),
            of("Lee 4111 1111 1111 1111")
        );
        assert_eq!(
            form("1 Oak St", Takes::Line, most(19)),
            of("4111 1111 1111 1111")
        );
        assert_eq!(form("Lee", Takes::Line, most(16)), of("4111111111111111"));
        assert_eq!(form("Lee", Takes::Line, most(15)), None);
        assert_eq!(
            form("", Takes::Prose, Room::Digits(16)),
            of("4111111111111111")
        );
        assert_eq!(form("", Takes::Prose, Room::Digits(19)), None);
        assert_eq!(
            form("lee@example.com", Takes::Word, Room::Any),
            of("lee-4111111111111111@example.com")
        );
        assert_eq!(form("lee@example.com", Takes::Word, most(30)), None);
    }

    #[test]
    fn bank_numbers_are_found_in_both_languages() {
        let (routing, account) = (values::routing(0), values::account(0));
        for spanish in [false, true] {
            let text = bank((&routing, &account), "Called.", (Room::Any, spanish)).unwrap();
            let kinds: Vec<_> = find(&text, &KnownIds::new())
                .iter()
                .map(|f| f.kind)
                .collect();
            let both = [PaymentKind::RoutingNumber, PaymentKind::BankAccount];
            assert_eq!(kinds, both, "{text}");
        }
        for grouped in [false, true] {
            let text = iban(&values::iban(1), grouped, "Called.", Room::Any).unwrap();
            let found = find(&text, &KnownIds::new());
            assert_eq!(found.len(), 1, "{text}");
            assert_eq!(found[0].kind, PaymentKind::Iban);
        }
    }
}
