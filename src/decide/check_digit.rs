//! Check digits: the last digit of an account number, made from the others.
//!
//! Luhn (mod 10, ISO/IEC 7812-1 annex B) is what lockboxes read and what card numbers use. It
//! finds every single wrong digit, and every swap of neighbours but 09 and 90.

/// Returns the Luhn check digit to put behind `body`, a row of digits 0 to 9; None where the row
/// is empty or holds anything else.
#[must_use]
pub fn luhn(body: &[u8]) -> Option<u8> {
    if body.is_empty() || body.iter().any(|d| *d > 9) {
        return None;
    }
    let mut sum = 0_u32;
    for (place, digit) in body.iter().rev().enumerate() {
        let mut d = u32::from(*digit);
        if place % 2 == 0 {
            d *= 2;
        }
        sum = (sum + d / 10 + d % 10) % 10;
    }
    u8::try_from((10 - sum) % 10).ok()
}

/// Returns true where the last of `digits` (0 to 9 each) is the Luhn check digit of the others.
#[must_use]
pub fn luhn_holds(digits: &[u8]) -> bool {
    digits
        .split_last()
        .is_some_and(|(check, body)| luhn(body) == Some(*check))
}

/// Returns true where `text` is digits only and its last is the Luhn check digit of the others.
#[must_use]
pub fn luhn_holds_text(text: &str) -> bool {
    let digits: Option<Vec<u8>> = text
        .bytes()
        .map(|b| b.is_ascii_digit().then(|| b - b'0'))
        .collect();
    digits.is_some_and(|d| luhn_holds(&d))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn published_vectors_hold() {
        // The standard's own example, the long known one, and the networks' test numbers.
        for good in [
            "79927398713",
            "17893729974",
            "4111111111111111",
            "5555555555554444",
            "378282246310005",
            "6011111111111117",
            "30569309025904",
            "3530111333300000",
            "00",
        ] {
            assert!(luhn_holds_text(good), "{good}");
        }
        for bad in [
            "79927398710",
            "4111111111111112",
            "",
            "0",
            "41111111 11111111",
        ] {
            assert!(!luhn_holds_text(bad), "{bad}");
        }
        assert_eq!(luhn(&[7, 9, 9, 2, 7, 3, 9, 8, 7, 1]), Some(3));
        assert_eq!(luhn(&[]), None);
        assert_eq!(luhn(&[10]), None);
    }

    #[test]
    fn the_one_swap_it_misses_is_09_and_90() {
        assert_eq!(luhn(&[1, 0, 9]), luhn(&[1, 9, 0]));
        assert_ne!(luhn(&[1, 0, 8]), luhn(&[1, 8, 0]));
    }

    proptest! {
        #[test]
        fn every_single_wrong_digit_is_found(
            body in proptest::collection::vec(0_u8..10, 1..20),
            place in 0_usize..20,
            add in 1_u8..10,
        ) {
            let mut full = body.clone();
            full.push(luhn(&body).unwrap());
            prop_assert!(luhn_holds(&full));
            let place = place % full.len();
            full[place] = (full[place] + add) % 10;
            prop_assert!(!luhn_holds(&full));
        }
    }
}
