//! Card numbers: thirteen to nineteen digits of a real issuer range with a Luhn check digit, in
//! any spacing (ISO/IEC 7812; the ranges are the networks' own).
//!
//! A number begins and ends where a run of digits does, so a tracking number that contains one is
//! left alone. The usual groups are tried first on the whole text, then equal separators, then any
//! separators: a date or a house number beside a card must not draw digits away from it. Within
//! one round the leftmost number wins, and of those the longest.

use super::Scan;
use super::carve::{DATE, FOUND, Flags, KNOWN, MONEY, PHONE, SHORT};
use super::lexer::Gap;
use crate::decide::check_digit::luhn_holds;
use crate::record::payment_kind::PaymentKind;

/// Fewest and most digits of a card number.
const FEWEST: usize = 13;
const MOST: usize = 19;

/// The groups in which people write and read out card numbers.
const USUAL: [&[usize]; 11] = [
    &[4, 4, 4, 4],
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
    for round in [Round::Usual, Round::Even, Round::Any] {
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
    let first = scan.text.digits_of(start)?.first()?;
    if !(2..=6).contains(first) {
        return None;
    }
    let aside: Flags = match round {
        Round::Usual => KNOWN | FOUND | DATE | MONEY,
        Round::Even | Round::Any => KNOWN | FOUND | DATE | MONEY | SHORT | PHONE,
    };
    let mut groups = Vec::with_capacity(MOST);
    let mut total = 0;
    let mut gaps = Gaps::default();
    let mut best = None;
    for end in start.. {
        let len = scan.text.len_of(end);
        let gap = scan.text.gap(end);
        total += len;
        if len == 0 || total > MOST || scan.is(end, aside) {
            break;
        }
        if end > start && !gaps.take(gap) {
            break;
        }
        scan.steps += 1;
        groups.push(len);
        let fits = match round {
            Round::Usual => groups.len() == 1 || (usual(&groups) && (!gaps.odd || gaps.even)),
            Round::Even => gaps.even,
            Round::Any => !gaps.odd,
        };
        if fits && total >= FEWEST && is_card(scan.text.joined(start..end + 1)) {
            best = Some(end + 1);
        }
    }
    best
}

/// What the gaps of a number have in common.
struct Gaps {
    kind: Option<Gap>,
    even: bool,
    odd: bool,
}

impl Default for Gaps {
    fn default() -> Self {
        Self {
            kind: None,
            even: true,
            odd: false,
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
            Gap::Blank | Gap::Mark(_) => {}
        }
        self.even &= *self.kind.get_or_insert(gap) == gap;
        true
    }
}

fn usual(groups: &[usize]) -> bool {
    USUAL.contains(&groups)
}

/// Returns true where the digits are in an issuer's range, of its length, and the check digit
/// holds.
pub(super) fn is_card(digits: &[u8]) -> bool {
    in_issuer_range(digits) && luhn_holds(digits)
}

/// Returns true for a number in a range that a card network gives out.
fn in_issuer_range(digits: &[u8]) -> bool {
    let len = digits.len();
    if !(FEWEST..=MOST).contains(&len) {
        return false;
    }
    let lead = |n: usize| {
        digits
            .iter()
            .take(n)
            .fold(0_u32, |v, d| v * 10 + u32::from(*d))
    };
    let (two, three, four, six) = (lead(2), lead(3), lead(4), lead(6));
    let visa = two / 10 == 4 && matches!(len, 13 | 16 | 19);
    let mastercard = ((51..=55).contains(&two) || (2221..=2720).contains(&four)) && len == 16;
    let amex = matches!(two, 34 | 37) && len == 15;
    let discover = (four == 6011
        || (622_126..=622_925).contains(&six)
        || (644..=649).contains(&three)
        || two == 65)
        && len >= 16;
    let diners =
        (matches!(two, 36 | 38 | 39) || (300..=305).contains(&three) || four == 3095) && len >= 14;
    let jcb = (3528..=3589).contains(&four) && len >= 16;
    let union_pay = two == 62 && len >= 16;
    // Twelve digits are left out: utilities' own account numbers have as many.
    let maestro = two == 50 || (56..=58).contains(&two) || two / 10 == 6;
    visa || mastercard || amex || discover || diners || jcb || union_pay || maestro
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
