//! Which digits are a card number, told a second time: leading digits, length, check digit.

/// Whether a number is a card's by its digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Card {
    /// No network gives it out.
    No,
    /// A network gives out such numbers.
    Yes,
    /// A rare network does: only where a card is spoken of.
    Rare,
}

/// Returns what the digits of a number are.
pub(super) fn card(digits: &str) -> Card {
    let len = digits.len();
    if !(13..=19).contains(&len) || !luhn(digits) {
        return Card::No;
    }
    let four: u32 = digits.get(..4).and_then(|p| p.parse().ok()).unwrap_or(0);
    let yes = match four {
        4000..=4999 => matches!(len, 13 | 16 | 18 | 19),
        5100..=5599 | 2205 | 2221..=2720 | 8200..=8299 => len == 16,
        3400..=3499 | 3700..=3799 => len == 15,
        3000..=3059 | 3095 | 3600..=3699 | 3800..=3999 | 6200..=6299 => len >= 14,
        2200..=2204 | 3528..=3589 | 6440..=6599 | 6011 | 8100..=8199 => len >= 16,
        _ => false,
    };
    // Maestro lies around the others and has every length.
    if yes || matches!(four, 5000..=5099 | 5600..=5899 | 6000..=6999) {
        return Card::Yes;
    }
    let rare = match four {
        1000..=1999 | 2131 => len == 15,
        8600 | 9792 | 9860 => len == 16,
        9704 => len >= 16,
        3100..=3199 => len == 19,
        _ => false,
    };
    if rare { Card::Rare } else { Card::No }
}

/// Returns true where the last digit is the mod 10 check digit of the others.
pub(super) fn luhn(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(i, byte)| {
            let digit = u32::from(byte.wrapping_sub(b'0'));
            let doubled = if i % 2 == 1 { digit * 2 } else { digit };
            doubled / 10 + doubled % 10
        })
        .sum();
    !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) && sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn luhn_needs_digits() {
        assert!(luhn("4111111111111111") && luhn("0") && !luhn("") && !luhn("4111111111111112"));
    }

    #[test]
    fn the_networks_test_numbers_are_cards() {
        for number in [
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
            "2200000000000004",
        ] {
            assert_eq!(card(number), Card::Yes, "{number}");
        }
        assert_eq!(card("135412345678911"), Card::Rare);
        for number in [
            "4111111111111112",
            "7000000000000005",
            "411111111111116",
            "20161122101530",
        ] {
            assert_eq!(card(number), Card::No, "{number}");
        }
    }
}
