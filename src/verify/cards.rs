//! Whether a text holds what looks like a card number that nobody dropped: typed by hand, in no
//! column of payment methods. Digits, check digit and context; never which number.

use super::secrets::SecretSet;

/// Words before a number that say what it is.
const HARMLESS: [&str; 6] = ["meter", "medidor", "mtr", "serial", "account", "cuenta"];

/// Returns true where `text` holds 13 to 19 digits with a card's first digit and a good check
/// digit, between natural breaks, that are no identifier of the delivery.
pub(super) fn holds_card(text: &str, secrets: &SecretSet) -> bool {
    if text.chars().filter(char::is_ascii_digit).count() < 13 {
        return false;
    }
    let tokens = tokens(text);
    for (i, token) in tokens.iter().enumerate() {
        let mut digits = String::new();
        let mut end = token.0;
        for (start, part) in tokens.iter().skip(i) {
            let gap = text.get(end..*start).unwrap_or("x");
            if !digits.is_empty() && !is_gap(gap) {
                break;
            }
            digits.push_str(part);
            end = start + part.len();
            if digits.len() > 19 {
                break;
            }
            if digits.len() >= 13
                && is_card(&digits)
                && !secrets.is_identifier(&digits)
                && !harmless(text.get(..token.0).unwrap_or(""))
            {
                return true;
            }
        }
    }
    false
}

/// Returns the runs of digits that touch, and where they begin.
fn tokens(text: &str) -> Vec<(usize, &str)> {
    let mut out = Vec::new();
    let mut start = None;
    for (at, letter) in text.char_indices().chain([(text.len(), ' ')]) {
        match (letter.is_ascii_digit(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                out.push((from, text.get(from..at).unwrap_or("")));
                start = None;
            }
            (true, Some(_)) | (false, None) => {}
        }
    }
    out
}

/// Returns true for one to three separators that may stand inside a number.
fn is_gap(gap: &str) -> bool {
    gap.chars().count() <= 3
        && gap.chars().all(|c| {
            c.is_whitespace() || matches!(c, '-' | '.' | '/' | '_' | '*' | '\u{2010}'..='\u{2015}')
        })
}

/// Returns true for an issuer's range, a length it issues and a good check digit.
fn is_card(digits: &str) -> bool {
    let prefix = |n: usize| {
        digits
            .get(..n)
            .and_then(|p| p.parse::<u32>().ok())
            .unwrap_or(0)
    };
    let (two, three, four) = (prefix(2), prefix(3), prefix(4));
    let lengths: &[usize] = match two {
        40..=49 => &[13, 16, 19],
        34 | 37 => &[15],
        36 | 38 | 39 => &[14, 16],
        30 if (300..=305).contains(&three) => &[14, 16],
        35 if (3528..=3589).contains(&four) => &[16],
        51..=55 => &[16],
        22..=27 if (2221..=2720).contains(&four) => &[16],
        60 if four == 6011 => &[16, 19],
        64 if three >= 644 => &[16, 19],
        65 => &[16, 19],
        62 => &[16, 17, 18, 19],
        _ => return false,
    };
    lengths.contains(&digits.len()) && luhn(digits)
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

/// Returns true where the words just before say that the number is no card's.
fn harmless(before: &str) -> bool {
    let lower = before.to_lowercase();
    lower
        .split_whitespace()
        .rev()
        .take(2)
        .any(|word| HARMLESS.iter().any(|known| word.starts_with(known)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set() -> SecretSet {
        let mut set = SecretSet::new([1; 32]);
        set.add_identifier("4111111111111111");
        set.freeze();
        set
    }

    #[test]
    fn hand_typed_cards_show_and_identifiers_do_not() {
        for text in [
            "card 5555 5555-5555\n4444.",
            "x 5555555555554444",
            "6/17 5555 5555 5555 4444",
        ] {
            assert!(holds_card(text, &set()), "{text}");
        }
        for text in [
            "serial 4111111111111111",
            "seen 4111111111111111",
            "meter no. 5555555555554444 read",
            "5555 5555 5555 4445",
            "call (509) 555-0161 on 02/03/2017",
        ] {
            assert!(!holds_card(text, &set()), "{text}");
        }
    }

    #[test]
    fn luhn_needs_digits() {
        assert!(luhn("4111111111111111") && luhn("0") && !luhn("") && !luhn("4111111111111112"));
    }
}
