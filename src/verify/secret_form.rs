//! Which dropped values can be searched, and in which form: digits only, or letters and digits.
//! The others are counted with the reason why a search for them would prove nothing.

use super::secret_table::{Group, Tail};
use super::signs::digit_of;
use zeroize::Zeroize;

/// Fewest digits of a value that can be searched: shorter ones stand everywhere by chance.
const FEWEST: usize = 6;
/// Fewest digits of a value that is searched at any place inside a run of digits.
pub(super) const LONG: usize = 13;
/// Most digits of a value that is searched as a number.
pub(super) const MOST: usize = 19;
/// Fewest letters and digits of a value with letters.
pub(super) const FEWEST_LETTERS: usize = 8;
/// Most letters and digits of any value.
pub(super) const MOST_LETTERS: usize = 64;
/// Fewest digits of a processor's key that is a plain number: shorter ones are counted up, and
/// equal the numbers of everything else.
const FEWEST_OF_KEY: usize = 9;
/// Kinds whose values are words, days or a few digits.
const NEVER: [&str; 4] = [
    "card_expiry",
    "card_code",
    "name_on_instrument",
    "account_type",
];

/// Why a dropped value is not searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reason {
    Kind,
    Short,
    Words,
    Long,
}

/// A value as it is compared: digits, or capitals and digits, without anything between them. It is
/// wiped when it goes.
pub(super) struct Form {
    group: Group,
    text: [u8; MOST_LETTERS],
    length: usize,
}

impl Drop for Form {
    fn drop(&mut self) {
        self.text.zeroize();
    }
}

impl Form {
    fn empty(group: Group) -> Self {
        Self {
            group,
            text: [0; MOST_LETTERS],
            length: 0,
        }
    }

    /// Takes one more character; false where there is no room for it.
    fn push(&mut self, byte: u8) -> bool {
        let room = self.text.get_mut(self.length);
        let fits = room.is_some();
        if let Some(room) = room {
            *room = byte;
            self.length += 1;
        }
        fits
    }

    /// Returns the form of a number of `length` digits.
    pub(super) fn number(mut value: u64, length: usize) -> Self {
        let mut form = Self::empty(group_of(length));
        form.length = length.min(MOST_LETTERS);
        for digit in form.text.iter_mut().take(length).rev() {
            *digit = b'0' + u8::try_from(value % 10).unwrap_or(0);
            value /= 10;
        }
        form
    }

    /// Returns the form of letters and digits that are capitals already; none where there are too
    /// many.
    pub(super) fn letters(text: impl Iterator<Item = u8>) -> Option<Self> {
        let mut form = Self::empty(Group::Letters);
        for byte in text {
            if !form.push(byte) {
                return None;
            }
        }
        Some(form)
    }

    pub(super) fn group(&self) -> Group {
        self.group
    }

    pub(super) fn text(&self) -> &[u8] {
        self.text.get(..self.length).unwrap_or_default()
    }

    /// Returns what the last eight characters are.
    pub(super) fn tail(&self) -> Tail {
        let last = || self.text().iter().rev().take(FEWEST_LETTERS);
        if last().all(u8::is_ascii_digit) {
            Tail::Digits
        } else if last().any(u8::is_ascii_digit) {
            Tail::Mixed
        } else {
            Tail::Letters
        }
    }

    /// Returns what stands in the filter: a number and what it is the number of.
    pub(super) fn filtered(&self) -> (u64, u64) {
        let last = |few: usize| {
            let from = self.length.saturating_sub(few);
            self.text().get(from..).unwrap_or_default()
        };
        match self.group {
            Group::Long => (number(last(LONG)), 0),
            Group::Short => (number(self.text()), self.length as u64),
            Group::Letters => (
                last(FEWEST_LETTERS)
                    .iter()
                    .fold(0, |all, byte| all << 8 | u64::from(*byte)),
                0,
            ),
        }
    }
}

fn group_of(length: usize) -> Group {
    if length >= LONG {
        Group::Long
    } else {
        Group::Short
    }
}

fn number(digits: &[u8]) -> u64 {
    digits.iter().fold(0, |n: u64, digit| {
        n.wrapping_mul(10).wrapping_add(u64::from(digit - b'0'))
    })
}

/// Returns the digits of a text as a form that is searched as a number; none where there are too
/// few or too many.
pub(super) fn digits(text: &str) -> Option<Form> {
    let mut form = Form::empty(Group::Short);
    for digit in text.chars().filter_map(digit_of) {
        if form.length == MOST || !form.push(b'0' + digit) {
            return None;
        }
    }
    form.group = group_of(form.length);
    (form.length >= FEWEST).then_some(form)
}

/// What a value consists of.
#[derive(Default)]
struct Makeup {
    letters: usize,
    digits: usize,
    /// Most digits between two letters.
    longest: usize,
    /// How often a letter follows a digit or a digit a letter.
    changes: usize,
}

impl Makeup {
    fn of(value: &str) -> Self {
        let (mut makeup, mut run, mut last) = (Self::default(), 0, None);
        for letter in value.chars() {
            let is_digit = digit_of(letter).is_some();
            if is_digit {
                makeup.digits += 1;
                run += 1;
                makeup.longest = makeup.longest.max(run);
            } else if letter.is_ascii_alphabetic() {
                makeup.letters += 1;
                run = 0;
            } else {
                continue;
            }
            makeup.changes += usize::from(last.is_some_and(|last| last != is_digit));
            last = Some(is_digit);
        }
        makeup
    }

    /// Returns true where nobody writes this by chance: no word, no name, no month with its year.
    fn is_telling(&self) -> bool {
        self.letters + self.digits >= FEWEST_LETTERS
            && (self.longest >= 5 || (self.digits >= 2 && self.changes >= 3))
    }
}

/// Returns the forms in which a value of a kind is searched, or why it is not.
pub(super) fn forms(kind: &str, value: &str) -> Result<Vec<Form>, Reason> {
    if NEVER.contains(&kind) {
        return Err(Reason::Kind);
    }
    let makeup = Makeup::of(value);
    let all = makeup.letters + makeup.digits;
    if all > MOST_LETTERS {
        return Err(Reason::Long);
    }
    let mut found = Vec::new();
    if makeup.letters == 0 {
        let fewest = if kind == "method_id" {
            FEWEST_OF_KEY
        } else {
            FEWEST
        };
        if makeup.digits >= fewest {
            found.extend(digits(value));
        }
    } else if kind != "method_id" && kind != "other" {
        // A word beside the number, or a country before it, does not hide the number.
        let runs = value.split(|letter: char| letter.is_alphabetic());
        found.extend(runs.filter_map(digits));
    }
    if makeup.is_telling() && (makeup.letters > 0 || makeup.digits > MOST) {
        let capitals = value.chars().filter_map(|letter| match digit_of(letter) {
            Some(digit) => Some(b'0' + digit),
            None => {
                let letter = letter.to_ascii_uppercase();
                u8::try_from(letter).ok().filter(u8::is_ascii_uppercase)
            }
        });
        found.extend(Form::letters(capitals));
    }
    if !found.is_empty() {
        return Ok(found);
    }
    Err(if makeup.letters > 0 {
        Reason::Words
    } else {
        Reason::Short
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lengths(kind: &str, value: &str) -> Vec<(Group, usize)> {
        let found = forms(kind, value).unwrap_or_default();
        found
            .iter()
            .map(|form| (form.group(), form.text().len()))
            .collect()
    }

    #[test]
    fn words_names_and_months_are_not_searched() {
        for value in [
            "SAVINGS",
            "Jane Doe",
            "Visa 4242",
            "March 2017",
            "12 Jan 2017",
        ] {
            assert!(forms("other", value).is_err(), "{value}");
        }
        assert!(forms("name_on_instrument", "Account 123456789").is_err());
        assert!(forms("card_number", "XXXX-XXXX-XXXX-1234").is_err());
        assert!(forms("bank_account", "12345").is_err());
        assert!(forms("method_id", "10002345").is_err());
    }

    #[test]
    fn tokens_and_ibans_are_searched_with_their_letters() {
        for value in ["tok_1GqIC8XyZ", "M-100023-AB", "pm_1a2b3c"] {
            assert!(!lengths("method_id", value).is_empty(), "{value}");
        }
        assert_eq!(
            lengths("iban", "gb82 west 1234 5698 7654 32"),
            [(Group::Long, 14), (Group::Letters, 22)]
        );
        assert_eq!(
            lengths("bank_account", "acct 123456"),
            [(Group::Short, 6), (Group::Letters, 10)]
        );
        assert_eq!(
            lengths("other", "1234 5678 9012 3456 7890"),
            [(Group::Letters, 20)]
        );
    }
}
