//! Whether what stands between two runs of digits may stand inside one number.

use super::chars::{Plain, ends_line, is_blank, separator};

/// Most characters other than blanks between two parts of one number.
const MOST_SEPARATORS: usize = 3;
/// Longest gap in bytes: blanks from a line's padding are passed over up to here.
const LONGEST_GAP: usize = 80;
/// Most characters of a loose gap.
const LONGEST_LOOSE: usize = 4;
/// Characters that are hardly ever separators.
const ODD: &str = ",:|\\+~=·•";
/// Characters of a loose gap: brackets, quotes and more odd ones.
const LOOSE: &str = ",;:|\\+~=·•()[]{}<>'\"";
/// What stands at the start of a line before its text: quotation marks of e-mail, bullets.
const BULLETS: &str = ">|•·#*-";

/// What parts two items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gap {
    /// Not inside one number.
    Apart,
    /// Blanks of any kind.
    Blank,
    /// A line break, perhaps blanks and the next line's bullet: stands for whatever separator the
    /// number has elsewhere.
    Line,
    /// A separator that people type between groups, perhaps with blanks: its plain form.
    Mark(char),
    /// A single character that is hardly ever a separator, such as a comma.
    Odd(char),
    /// A few such characters, perhaps with blanks: the first of them.
    Loose(char),
}

impl Gap {
    /// Returns what `between` is as a gap.
    pub(super) fn of(between: &str) -> Self {
        match between {
            "" => return Self::Apart,
            " " => return Self::Blank,
            _ if between.len() > LONGEST_GAP => return Self::Apart,
            _ => {}
        }
        let mut marks = 0;
        let mut mark = None;
        let mut odd = None;
        let mut line = false;
        let mut count = 0;
        for c in Plain(between) {
            count += 1;
            if is_blank(c) {
                line |= ends_line(c);
            } else if line && BULLETS.contains(c) {
                marks += 1;
            } else if let Some(plain) = separator(c) {
                marks += 1;
                mark = mark.or(Some(plain));
            } else if LOOSE.contains(c) {
                odd = odd.or(Some(c));
            } else {
                return Self::Apart;
            }
        }
        match (odd, mark) {
            _ if marks > MOST_SEPARATORS => Self::Apart,
            (Some(c), None) if count == 1 && ODD.contains(c) => Self::Odd(c),
            (Some(c), None) if !line && count <= LONGEST_LOOSE => Self::Loose(c),
            (Some(_), _) => Self::Apart,
            (None, Some(mark)) => Self::Mark(mark),
            (None, None) if line => Self::Line,
            (None, None) => Self::Blank,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_told_apart() {
        for (between, expected) in [
            (" ", Gap::Blank),
            ("\u{a0}", Gap::Blank),
            ("&nbsp;", Gap::Blank),
            ("\u{200b}", Gap::Blank),
            ("\u{fe0f}\u{20e3}", Gap::Blank),
            (" – ", Gap::Mark('-')),
            ("&ndash;", Gap::Mark('-')),
            ("...", Gap::Mark('.')),
            ("....", Gap::Apart),
            ("\r\n", Gap::Line),
            ("<br/>", Gap::Line),
            ("\\r\\n", Gap::Line),
            ("\n> ", Gap::Line),
            ("\n  - ", Gap::Line),
            ("-\r\n", Gap::Mark('-')),
            (",", Gap::Odd(',')),
            (", ", Gap::Loose(',')),
            (") ", Gap::Loose(')')),
            ("^", Gap::Apart),
            ("$", Gap::Apart),
            (".,", Gap::Apart),
        ] {
            assert_eq!(Gap::of(between), expected, "{between:?}");
        }
        assert_eq!(Gap::of(&" ".repeat(81)), Gap::Apart);
    }
}
