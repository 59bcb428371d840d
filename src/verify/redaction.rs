//! Whether a text of the portal is the export's text with nothing but numbers taken out.
//!
//! Input: both texts and the marks that redaction leaves. A text without a mark must be the
//! export's, letter for letter; between marks it must be so too. A span that was taken out has no
//! letters, unless it is of the few forms that `redaction_spans` knows.

use super::redaction_spans::may_have_letters;

/// Most attempts to place the pieces of one text, so that a text made of repeats cannot hang.
const ATTEMPTS: u32 = 100_000;

/// Most bytes of a span that has letters.
const LONGEST_LETTERED: usize = 120;

/// Returns true where redaction left a mark in `text`.
pub(super) fn is_marked(text: &str, marks: &[String]) -> bool {
    marks.iter().any(|mark| text.contains(mark.as_str()))
}

/// Returns the spans that were taken out of `export` to make `portal`; none where `portal` is
/// something else than `export` with such spans replaced by marks.
#[must_use]
pub fn removed<'a>(export: &'a str, portal: &str, marks: &[String]) -> Option<Vec<&'a str>> {
    let mut pieces = vec![portal];
    for mark in marks.iter().filter(|mark| !mark.is_empty()) {
        pieces = pieces
            .into_iter()
            .flat_map(|p| p.split(mark.as_str()))
            .collect();
    }
    let (first, rest) = pieces.split_first()?;
    let mut spans = Vec::new();
    let mut attempts = ATTEMPTS;
    place(export.strip_prefix(first)?, rest, &mut spans, &mut attempts).then_some(spans)
}

/// Places the next piece behind a span that redaction may take; tries the shorter spans first.
fn place<'a>(text: &'a str, pieces: &[&str], spans: &mut Vec<&'a str>, attempts: &mut u32) -> bool {
    let Some((piece, rest)) = pieces.split_first() else {
        return text.is_empty();
    };
    let (mut digits, mut letters) = (false, false);
    for (at, letter) in text.char_indices() {
        letters |= letter.is_alphabetic();
        digits |= letter.is_numeric();
        if *attempts == 0 || (letters && at > LONGEST_LETTERED) {
            return false;
        }
        *attempts -= 1;
        let (span, tail) = text.split_at(at + letter.len_utf8());
        if let Some(tail) = tail.strip_prefix(piece)
            && digits
            && (!letters || may_have_letters(span))
        {
            spans.push(span);
            if place(tail, rest, spans, attempts) {
                return true;
            }
            spans.pop();
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spans<'a>(export: &'a str, portal: &str) -> Option<Vec<&'a str>> {
        removed(export, portal, &["[removed]".to_owned()])
    }

    #[test]
    fn numbers_may_go_and_words_may_not() {
        let note = "Paid with 4111 1111\n1111 1111 at counter, 2 bills.";
        assert_eq!(
            spans(note, "Paid with [removed] at counter, 2 bills."),
            Some(vec!["4111 1111\n1111 1111"])
        );
        assert_eq!(spans(note, note), Some(vec![]));
        assert_eq!(
            spans(note, "Paid with [removed] at counter, 3 bills."),
            None
        );
        assert_eq!(spans(note, "Paid with [removed]."), None);
        assert_eq!(spans("Paid in cash", "Paid [removed]"), None);
    }

    #[test]
    fn two_numbers_are_two_spans() {
        assert_eq!(
            spans(
                "rt 125000024 acct 93585152046",
                "rt [removed] acct [removed]"
            ),
            Some(vec!["125000024", "93585152046"])
        );
    }

    #[test]
    fn letters_go_with_what_has_letters_only() {
        for (export, portal) in [
            ("exp March 2019 ok", "exp [removed] ok"),
            ("IBAN GB82 WEST 1234 5698 7654 32.", "IBAN [removed]."),
            (
                "%B4111111111111111^DOE/JANE^1912101?",
                "%B[removed][removed]",
            ),
            ("4111&nbsp;1111 1111<br>1111 x", "[removed] x"),
        ] {
            assert!(spans(export, portal).is_some(), "{export}");
        }
        for (export, portal) in [
            ("paid 4111 of 5000", "paid [removed]"),
            ("read March 3 and 4", "read [removed]"),
            ("IBAN GB83 WEST 1234 5698 7654 32.", "IBAN [removed]."),
            ("meter GB82 x", "meter [removed] x"),
            ("^DOE/JANE^ 84.16", "[removed]"),
        ] {
            assert_eq!(spans(export, portal), None, "{export}");
        }
    }

    #[test]
    fn a_text_made_of_repeats_ends() {
        let export = "1 ".repeat(3000);
        let portal = "[removed] ".repeat(40) + "x";
        assert_eq!(spans(&export, &portal), None);
    }
}
