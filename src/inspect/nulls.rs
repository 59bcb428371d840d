//! Words that stand for "no value" in exports. They are fixed, so that showing one shows nothing
//! of a customer.

use super::scan::{Scan, bits};

/// The words, in lower case; the last stands for days of nothing but zeros.
pub(super) const WORDS: [&str; 19] = [
    "not available",
    "not applicable",
    "still active",
    "n/a",
    "na",
    "#n/a",
    "null",
    "(null)",
    "<null>",
    "none",
    "nil",
    "nan",
    "unknown",
    "missing",
    "not set",
    "-",
    "--",
    "?",
    "00/00/0000",
];

/// Returns which of the words a cell is, case aside.
pub(super) fn find(text: &[u8], scan: Scan) -> Option<usize> {
    if scan.any(bits::DIGIT) {
        let zeros = scan.only(bits::DIGIT | bits::SLASH | bits::DASH | bits::POINT)
            && matches!(text.len(), 8 | 10)
            && scan.any(bits::SLASH | bits::DASH)
            && text.iter().all(|b| matches!(b, b'0' | b'/' | b'-'));
        return zeros.then_some(WORDS.len() - 1);
    }
    if text.len() > 14 {
        return None;
    }
    WORDS
        .iter()
        .position(|word| word.as_bytes().eq_ignore_ascii_case(text))
}

#[cfg(test)]
mod tests {
    use super::super::scan::scan;
    use super::*;

    #[test]
    fn words_for_nothing_are_known_in_any_case() {
        for text in [
            "Not Available",
            "NULL",
            "Still active",
            "00/00/0000",
            "0000-00-00",
        ] {
            assert!(
                find(text.as_bytes(), scan(text.as_bytes())).is_some(),
                "{text}"
            );
        }
        for text in ["0", "0.00", "No", "00-00", "Available"] {
            assert!(
                find(text.as_bytes(), scan(text.as_bytes())).is_none(),
                "{text}"
            );
        }
    }
}
