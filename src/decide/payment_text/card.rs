//! Card numbers: thirteen to nineteen digits of a real issuer range with a Luhn check digit, in
//! any spacing (ISO/IEC 7812; the ranges stand in `issuers`).
//!
//! A number begins and ends where a run of digits does, so a tracking number that contains one is
//! left alone. The usual groups are tried first on the whole text, then equal separators, then any
//! separators: a date or a house number beside a card must not draw digits away from it. Within
//! one round the leftmost number wins, and of those the longest.

use super::Scan;
use super::carve::{DATE, FOUND, Flags, KNOWN, MONEY, NAMED, PHONE, SHORT};
use super::context::near_card;
use super::gap::Gap;
use super::issuers::{self, FEWEST, MOST, Range};
use crate::decide::check_digit::luhn_holds;
use crate::record::payment_kind::PaymentKind;

/// The groups in which people write and read out card numbers.
const USUAL: [&[usize]; 14] = [
    &[4, 4, 4, 4],
    &[4, 5, 6],
    &[4, 4, 5],
    &[4, 3, 3, 3],
    &[4, 6, 5],
    &[4, 6, 4],
    &[4, 4, 4, 1],
    &[4, 4, 4, 2],
    &[4, 4, 4, 3],
    &[4, 4, 4, 4, 1],
    &[4, 4, 4, 4, 2],
    &[4, 4, 4, 4, 3],
    &[8, 8],
    &[6, 13],
];

/// How strictly the groups of a number are taken.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Round {
    /// One run, or the usual groups.
    Usual,
    /// Any groups, the same separator throughout.
    Even,
    /// Any groups, any separators.
    Any,
}

/// Books every card number of the text.
pub(super) fn find(scan: &mut Scan) {
    if scan.text.digits.len() < FEWEST {
        return;
    }
    let rounds: &[Round] = if scan.text.in_groups {
        &[Round::Usual, Round::Even, Round::Any]
    } else {
        &[Round::Usual]
    };
    for round in rounds.iter().copied() {
        let mut i = 0;
        while i < scan.text.pieces.len() {
            scan.steps += 1;
            match number_at(scan, i, round) {
                Some(end) => {
                    scan.take(PaymentKind::CardNumber, i..end);
                    i = end;
                }
                None => i += 1,
            }
        }
    }
}

/// Returns where the longest card number that begins at piece `start` ends.
fn number_at(scan: &mut Scan, start: usize, round: Round) -> Option<usize> {
    scan.text
        .digits_of(start)?
        .first()
        .filter(|d| !matches!(d, 0 | 7))?;
    let aside: Flags = match round {
        Round::Usual => KNOWN | FOUND | DATE | MONEY | NAMED,
        Round::Even | Round::Any => KNOWN | FOUND | DATE | MONEY | NAMED | SHORT | PHONE,
    };
    let mut groups = [0; MOST];
    let mut total = 0;
    let mut gaps = Gaps::default();
    let mut best = None;
    for (end, place) in (start..).zip(0..MOST) {
        let len = scan.text.len_of(end);
        total += len;
        if len == 0 || total > MOST || scan.is(end, aside) {
            break;
        }
        if end > start && !gaps.take(scan.text.gap(end)) {
            break;
        }
        scan.steps += 1;
        if let Some(group) = groups.get_mut(place) {
            *group = len;
        }
        let groups = groups.get(..=place).unwrap_or_default();
        if total >= FEWEST && gaps.fit(round, groups) && is_card_here(scan, start..end + 1) {
            best = Some(end + 1);
        }
    }
    best
}

/// Returns true where the digits of `pieces` are a card number, or one of a rare network and words
/// nearby speak of a card.
fn is_card_here(scan: &mut Scan, pieces: std::ops::Range<usize>) -> bool {
    let digits = scan.text.joined(pieces.clone());
    match issuers::range(digits) {
        Some(Range::Sure) => luhn_holds(digits),
        Some(Range::Spoken) => luhn_holds(digits) && near_card(scan, pieces.start),
        None => false,
    }
}

/// What the gaps of a number have in common.
struct Gaps {
    kind: Option<Gap>,
    even: bool,
    odd: bool,
    loose: bool,
}

impl Default for Gaps {
    fn default() -> Self {
        Self {
            kind: None,
            even: true,
            odd: false,
            loose: false,
        }
    }
}

impl Gaps {
    /// Adds a gap; returns false where a number cannot go on over it.
    fn take(&mut self, gap: Gap) -> bool {
        match gap {
            Gap::Apart => return false,
            Gap::Line => return true,
            Gap::Odd(_) => self.odd = true,
            Gap::Loose(_) => self.loose = true,
            Gap::Blank | Gap::Mark(_) => {}
        }
        self.even &= *self.kind.get_or_insert(gap) == gap;
        true
    }

    /// Returns true where groups with these gaps may be a number in `round`. Commas and brackets
    /// part the numbers of a list too: they count only where they are the same throughout, and
    /// loose ones only between three usual groups or more.
    fn fit(&self, round: Round, groups: &[usize]) -> bool {
        let plain = !self.odd && !self.loose;
        match round {
            Round::Usual if groups.len() == 1 => true,
            Round::Usual => USUAL.contains(&groups) && (plain || (self.even && groups.len() > 2)),
            Round::Even => self.even && !self.loose,
            Round::Any => plain,
        }
    }
}

/// Returns true where the digits are in an issuer's range, of its length, and the check digit
/// holds.
pub(super) fn is_card(digits: &[u8]) -> bool {
    issuers::range(digits) == Some(Range::Sure) && luhn_holds(digits)
}

/// Returns true where the digits are a card number, or one of a rare network.
pub(super) fn may_be_card(digits: &[u8]) -> bool {
    issuers::range(digits).is_some() && luhn_holds(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_networks_test_numbers_are_cards_and_their_neighbours_are_not() {
        let digits = |s: &str| s.bytes().map(|b| b - b'0').collect::<Vec<u8>>();
        for good in [
            "4111111111111111",
            "4222222222222",
            "5555555555554444",
            "2223003122003222",
            "378282246310005",
            "6011111111111117",
            "3056930009020004",
            "36227206271667",
            "3530111333300000",
            "6759649826438453",
            "6205500000000000004",
        ] {
            assert!(is_card(&digits(good)), "{good}");
        }
        for bad in [
            "4111111111111112",
            "411111111111111",
            "1111111111111117",
            "500000000009",
        ] {
            assert!(!is_card(&digits(bad)), "{bad}");
        }
    }
}
