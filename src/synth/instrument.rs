//! Cards and bank accounts that nobody has: counted on in the ranges of the networks' published
//! test numbers, with right check digits, so that every search for such numbers has work to do.
//!
//! They go straight into the bytes of the exports, and into no type.

use super::digits;
use super::draw::Draw;

/// The first eight digits of published test numbers, and how many digits such a number has.
const TEST_RANGES: [(u64, usize); 5] = [
    (41_111_111, 16),
    (55_555_555, 16),
    (60_111_111, 16),
    (35_301_113, 16),
    (37_828_224, 15),
];
/// The first four digits of a published routing number.
const TEST_ROUTING: u64 = 210;

/// Adds a card number, its groups of four parted by `between`.
pub fn push_card(out: &mut Vec<u8>, draw: &mut Draw, between: &[u8]) {
    let (range, length) = draw.one_of(&TEST_RANGES);
    let mut bare = Vec::with_capacity(length);
    digits::push(&mut bare, range, 8);
    let room = length.saturating_sub(9);
    let most = 10_u64.pow(u32::try_from(room).unwrap_or(0));
    digits::push(&mut bare, draw.below(most), room);
    bare.push(digits::digit(card_check(&bare)));
    for (at, digit) in bare.iter().enumerate() {
        if at > 0 && at % 4 == 0 {
            out.extend_from_slice(between);
        }
        out.push(*digit);
    }
}

/// Adds a bank's routing number.
pub fn push_routing(out: &mut Vec<u8>, draw: &mut Draw) {
    let from = out.len();
    digits::push(out, TEST_ROUTING, 4);
    digits::push(out, draw.below(10_000), 4);
    let check = routing_check(out.get(from..).unwrap_or_default());
    out.push(digits::digit(check));
}

/// Adds the number of an account at a bank.
pub fn push_bank_account(out: &mut Vec<u8>, draw: &mut Draw) {
    out.extend_from_slice(b"90");
    digits::push(out, draw.below(10_000_000_000), 10);
}

/// Returns the digit behind others with which a card number holds (mod 10).
fn card_check(digits: &[u8]) -> u64 {
    let sum: u64 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(at, digit)| (at % 2, u64::from(digit.wrapping_sub(b'0'))))
        .map(|(odd, value)| match (odd, value) {
            (0, 5..) => value * 2 - 9,
            (0, _) => value * 2,
            _ => value,
        })
        .sum();
    (10 - sum % 10) % 10
}

/// Returns the digit behind eight others with which a routing number holds.
fn routing_check(digits: &[u8]) -> u64 {
    let weights = [3, 7, 1].iter().cycle();
    let sum: u64 = digits
        .iter()
        .zip(weights)
        .map(|(digit, weight)| u64::from(digit.wrapping_sub(b'0')) * weight)
        .sum();
    (10 - sum % 10) % 10
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::synth::draw::About;

    /// The published rule, read from the left, beside the one above.
    fn mod_10(number: &[u8]) -> bool {
        let parity = number.len() % 2;
        let sum: u32 = number
            .iter()
            .enumerate()
            .map(|(at, digit)| {
                let value = u32::from(digit - b'0');
                let value = if at % 2 == parity { value * 2 } else { value };
                value / 10 + value % 10
            })
            .sum();
        sum.is_multiple_of(10)
    }

    #[test]
    fn every_number_has_a_right_check_digit() {
        let mut draw = Draw::new(3, About::Method, 9);
        for _ in 0..5000 {
            let mut card = Vec::new();
            push_card(&mut card, &mut draw, b"");
            assert!(matches!(card.len(), 15 | 16) && mod_10(&card));
            let mut routing = Vec::new();
            push_routing(&mut routing, &mut draw);
            assert_eq!(routing.len(), 9);
            let digit = |at: usize| u32::from(routing[at] - b'0');
            let sum = 3 * (digit(0) + digit(3) + digit(6))
                + 7 * (digit(1) + digit(4) + digit(7))
                + digit(2)
                + digit(5)
                + digit(8);
            assert_eq!(sum % 10, 0);
        }
    }

    #[test]
    fn the_published_numbers_hold() {
        assert_eq!(card_check(b"411111111111111"), 1);
        assert_eq!(card_check(b"37828224631000"), 5);
        assert_eq!(routing_check(b"02100002"), 1);
    }

    #[test]
    fn groups_are_parted_where_asked() {
        let mut card = Vec::new();
        push_card(&mut card, &mut Draw::new(1, About::Note, 1), b" ");
        let text = String::from_utf8(card).unwrap();
        assert!(text.split(' ').count() == 4 && !text.ends_with(' '));
    }
}
