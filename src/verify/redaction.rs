//! Whether a text of the portal is the export's text with nothing but numbers taken out.
//!
//! Input: both texts and the marks that redaction leaves. A text without a mark must be the
//! export's, letter for letter; between marks it must be so too.

/// Most attempts to place the pieces of one text, so that a text made of repeats cannot hang.
const ATTEMPTS: u32 = 100_000;

/// Returns true where redaction left a mark in `text`.
pub(super) fn is_marked(text: &str, marks: &[String]) -> bool {
    marks.iter().any(|mark| text.contains(mark.as_str()))
}

/// Returns the spans that were taken out of `export` to make `portal`; none where `portal` is
/// something else than `export` with spans of digits and separators replaced by marks.
pub(super) fn removed<'a>(export: &'a str, portal: &str, marks: &[String]) -> Option<Vec<&'a str>> {
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

/// Places the next piece behind a span without letters; tries the shorter spans first.
fn place<'a>(text: &'a str, pieces: &[&str], spans: &mut Vec<&'a str>, attempts: &mut u32) -> bool {
    let Some((piece, rest)) = pieces.split_first() else {
        return text.is_empty();
    };
    let mut digits = false;
    for (at, letter) in text.char_indices() {
        if letter.is_alphabetic() || *attempts == 0 {
            return false;
        }
        *attempts -= 1;
        digits |= letter.is_numeric();
        let (span, tail) = text.split_at(at + letter.len_utf8());
        if let Some(tail) = tail.strip_prefix(piece)
            && digits
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
    fn a_text_made_of_repeats_ends() {
        let export = "1 ".repeat(3000);
        let portal = "[removed] ".repeat(40) + "x";
        assert_eq!(spans(&export, &portal), None);
    }
}
