//! The last gate before a source value is shown: anything that could be a card or bank number
//! is shown as its shape only.

/// Most digits a value may have and still be shown: a date or a time of day passes, an account
/// at a bank does not.
const SHOWN_DIGITS: usize = 8;
/// Longest value shown.
const SHOWN_CHARS: usize = 40;

/// Returns `value` in quotes where it is safe to show, else its shape with every digit and
/// letter replaced: `"9999 9999"`.
#[must_use]
pub fn quoted(value: &str) -> String {
    let digits = value.chars().filter(|c| c.is_numeric()).count();
    let shown: String = value
        .chars()
        .take(SHOWN_CHARS)
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    let more = if value.chars().count() > SHOWN_CHARS {
        "…"
    } else {
        ""
    };
    if digits <= SHOWN_DIGITS && digits == value.chars().filter(char::is_ascii_digit).count() {
        format!("\"{shown}{more}\"")
    } else {
        let shape = shape(&shown);
        format!("\"{shape}{more}\" (digits not shown)")
    }
}

/// Returns the text with every digit and letter replaced: `9999 xxxx`.
#[must_use]
pub fn shape(text: &str) -> String {
    let shown = |c: char| {
        if c.is_numeric() {
            '9'
        } else if c.is_alphabetic() {
            'x'
        } else {
            c
        }
    };
    text.chars().map(shown).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_shown_and_card_numbers_are_not() {
        assert_eq!(quoted("02/30/2017"), "\"02/30/2017\"");
        assert_eq!(quoted("12.3O"), "\"12.3O\"");
        let card = quoted("4111 1111 1111 1111");
        assert!(!card.contains('4') && card.contains("9999 9999"));
        assert!(!quoted("４１１１１１１１１１１１１１１１").contains('４'));
    }
}
