//! The small converters: numbers, ZIP codes, control characters.

use rust_decimal::Decimal;

/// Digits a quantity may have before and after its point.
const WHOLE_DIGITS: usize = 12;
const FRACTION_DIGITS: usize = 6;

/// Reads `12`, `-12` or `12.5`: digits, at most one point, no commas.
pub(super) fn quantity(text: &str) -> Option<Decimal> {
    let plain = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = plain.split_once('.').unwrap_or((plain, "0"));
    let digits = |text: &str, most: usize| {
        !text.is_empty() && text.len() <= most && text.bytes().all(|b| b.is_ascii_digit())
    };
    if digits(whole, WHOLE_DIGITS) && digits(fraction, FRACTION_DIGITS) {
        text.parse().ok()
    } else {
        None
    }
}

/// Reads a whole number between `least` and `most`, both included.
pub(super) fn count(text: &str, least: u32, most: u32) -> Option<u32> {
    if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    text.parse()
        .ok()
        .filter(|number| (least..=most).contains(number))
}

/// Returns true for a ZIP of five digits, and for ZIP+4.
pub(super) fn is_zip(text: &str) -> bool {
    let (zip, plus) = text.split_once('-').unwrap_or((text, "0000"));
    let digits =
        |text: &str, width| text.len() == width && text.bytes().all(|b| b.is_ascii_digit());
    digits(zip, 5) && digits(plus, 4)
}

/// Returns true where the text holds a control character. Line breaks and tabs are none where
/// `lines` says that they may stand there.
pub(super) fn has_control(text: &str, lines: bool) -> bool {
    text.chars()
        .any(|c| c.is_control() && !(lines && matches!(c, '\n' | '\r' | '\t')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_are_plain_numbers() {
        for text in ["0", "482", "-3", "12.5", "999999999999.999999"] {
            assert_eq!(quantity(text).unwrap().to_string(), text);
        }
        for text in [
            "",
            "-",
            ".5",
            "5.",
            "1,234",
            "1e3",
            "+1",
            "NA",
            "1 2",
            "1234567890123",
            "--1",
            "１",
        ] {
            assert_eq!(quantity(text), None, "{text}");
        }
    }

    #[test]
    fn counts_keep_their_limits() {
        assert_eq!(count("1", 1, 31), Some(1));
        assert_eq!(count("31", 1, 31), Some(31));
        for text in ["0", "32", "", "1.0", "+1", "-1", "99999999999"] {
            assert_eq!(count(text, 1, 31), None, "{text}");
        }
    }

    #[test]
    fn zip_codes_have_five_digits_or_nine() {
        assert!(is_zip("99320") && is_zip("99320-2174"));
        for text in [
            "9932",
            "993201",
            "99320-",
            "99320-217",
            "993202174",
            "9932O",
            "",
        ] {
            assert!(!is_zip(text), "{text}");
        }
    }

    #[test]
    fn line_breaks_are_fine_in_text_alone() {
        assert!(!has_control("a\r\n\tb", true));
        assert!(has_control("a\nb", false));
        assert!(has_control("a\u{7}b", true) && has_control("a\u{85}b", true));
    }
}
