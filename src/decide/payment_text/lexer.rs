//! Cuts a text into words and unbroken runs of digits, and says of each gap whether it may stand
//! inside one number. One pass, nothing is copied but the digits themselves.
//!
//! A mark that an earlier pass left (`[card number removed]`) belongs to a gap: its words say
//! nothing about digits beside it.

use super::words::{Word, plain};
use std::ops::Range;

/// Most characters other than blanks between two parts of one number.
const MOST_SEPARATORS: usize = 3;
/// Longest gap in bytes: blanks from a line's padding are passed over up to here.
const LONGEST_GAP: usize = 80;
/// Longest word that is looked up.
const LONGEST_WORD: usize = 16;

/// What parts two items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gap {
    /// Not inside one number.
    Apart,
    /// Blanks of any kind.
    Blank,
    /// A line break and perhaps blanks: stands for whatever separator the number has elsewhere.
    Line,
    /// A separator that people type between groups, perhaps with blanks: its plain form.
    Mark(char),
    /// A single character that is hardly ever a separator, such as a comma.
    Odd(char),
}

/// A word, or an unbroken run of digits.
#[derive(Clone, Copy, Debug)]
pub(super) enum Item {
    /// A word.
    Word(Word),
    /// Digits: where they begin in `Text::digits`, and how many they are.
    Digits(usize, usize),
}

/// An item and its place.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    /// Bytes of the text.
    pub range: Range<usize>,
    /// Word or digits.
    pub item: Item,
    /// What parts it from the piece before.
    pub gap: Gap,
}

/// A text cut into pieces.
pub(super) struct Text<'a> {
    /// The text itself.
    pub text: &'a str,
    /// Words and runs of digits, in order.
    pub pieces: Vec<Piece>,
    /// All digits of the text, 0 to 9 each.
    pub digits: Vec<u8>,
}

impl<'a> Text<'a> {
    /// Cuts `text`; `marks` are the texts that stand for what was removed.
    pub(super) fn cut(text: &'a str, marks: &[&str]) -> Self {
        let mut cut = Self {
            text,
            pieces: Vec::new(),
            digits: Vec::new(),
        };
        let mut at = 0;
        while let Some(rest) = text.get(at..) {
            let Some(c) = rest.chars().next() else { break };
            if digit(c).is_some() {
                at = cut.take_digits(at, rest);
            } else if c.is_alphabetic() {
                at = cut.take_word(at, rest);
            } else if let Some(mark) = marks.iter().find(|m| c == '[' && rest.starts_with(**m)) {
                at += mark.len();
            } else {
                at += c.len_utf8();
            }
        }
        cut
    }

    fn push(&mut self, range: Range<usize>, item: Item) {
        let before = self.pieces.last().map_or(0, |p| p.range.end);
        let gap = if self.pieces.is_empty() {
            Gap::Apart
        } else {
            gap(self.text.get(before..range.start).unwrap_or_default())
        };
        self.pieces.push(Piece { range, item, gap });
    }

    fn take_digits(&mut self, at: usize, rest: &str) -> usize {
        let first = self.digits.len();
        let mut end = at;
        for c in rest.chars() {
            let Some(d) = digit(c) else { break };
            self.digits.push(d);
            end += c.len_utf8();
        }
        self.push(at..end, Item::Digits(first, self.digits.len() - first));
        end
    }

    fn take_word(&mut self, at: usize, rest: &str) -> usize {
        let mut end = at;
        let mut word = String::new();
        for c in rest.chars() {
            let combining = ('\u{300}'..='\u{36f}').contains(&c);
            if digit(c).is_some() || !(c.is_alphabetic() || combining) {
                break;
            }
            end += c.len_utf8();
            if word.len() <= LONGEST_WORD {
                word.extend(plain(c));
            }
        }
        let word = self.slashed(&word, at).unwrap_or_else(|| Word::of(&word));
        self.push(at..end, Item::Word(word));
        end
    }

    /// Returns what the second letter of `a/c` and `r/t` says.
    fn slashed(&self, word: &str, at: usize) -> Option<Word> {
        let said = match word {
            "c" => ("a/", Word::Account),
            "t" => ("r/", Word::Route),
            _ => return None,
        };
        let before = self.text.get(at.checked_sub(2)?..at)?;
        before.eq_ignore_ascii_case(said.0).then_some(said.1)
    }

    /// Returns the gap before piece `i` as it stands.
    pub(super) fn gap_text(&self, i: usize) -> &'a str {
        let before = i.checked_sub(1).and_then(|p| self.pieces.get(p));
        let start = before.map_or(0, |p| p.range.end);
        let end = self.pieces.get(i).map_or(start, |p| p.range.start);
        self.text.get(start..end).unwrap_or_default()
    }

    /// Returns the gap before piece `i`; `Apart` beyond either end.
    pub(super) fn gap(&self, i: usize) -> Gap {
        self.pieces.get(i).map_or(Gap::Apart, |p| p.gap)
    }

    /// Returns the digits of piece `i`; none where it is a word.
    pub(super) fn digits_of(&self, i: usize) -> Option<&[u8]> {
        match self.pieces.get(i)?.item {
            Item::Digits(first, len) => self.digits.get(first..first + len),
            Item::Word(_) => None,
        }
    }

    /// Returns how many digits piece `i` has; 0 for a word.
    pub(super) fn len_of(&self, i: usize) -> usize {
        self.digits_of(i).map_or(0, <[u8]>::len)
    }

    /// Returns the digits of all pieces in `range`, which holds no word.
    pub(super) fn joined(&self, range: Range<usize>) -> &[u8] {
        let digits = |i: usize| match self.pieces.get(i).map(|p| p.item) {
            Some(Item::Digits(first, len)) => first..first + len,
            Some(Item::Word(_)) | None => 0..0,
        };
        let first = digits(range.start).start;
        let end = digits(range.end.saturating_sub(1)).end;
        self.digits.get(first..end).unwrap_or_default()
    }

    /// Returns what the word at piece `i` says; none where it is digits.
    pub(super) fn word(&self, i: usize) -> Option<Word> {
        match self.pieces.get(i)?.item {
            Item::Word(word) => Some(word),
            Item::Digits(..) => None,
        }
    }
}

/// Returns the value of a digit as typed: ASCII or full width.
pub(super) fn digit(c: char) -> Option<u8> {
    let value = match c {
        '０'..='９' => u32::from(c) - u32::from('０'),
        _ => c.to_digit(10)?,
    };
    u8::try_from(value).ok()
}

/// Returns true for a blank, also one that cannot be seen.
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '\u{ad}' | '\u{180e}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}'
        )
}

/// Returns the plain form of a separator that people type between groups of digits.
fn separator(c: char) -> Option<char> {
    match c {
        '-'
        | '\u{2010}'..='\u{2015}'
        | '\u{2043}'
        | '\u{2212}'
        | '\u{fe58}'
        | '\u{fe63}'
        | '\u{ff0d}' => Some('-'),
        '.' | '\u{ff0e}' => Some('.'),
        '/' | '\u{2044}' | '\u{ff0f}' => Some('/'),
        '_' | '*' => Some(c),
        _ => None,
    }
}

fn gap(between: &str) -> Gap {
    if between.len() > LONGEST_GAP {
        return Gap::Apart;
    }
    let mut marks = 0;
    let mut first = None;
    let mut line = false;
    for c in between.chars() {
        if is_blank(c) {
            line |= matches!(
                c,
                '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}'
            );
        } else if let Some(mark) = separator(c) {
            marks += 1;
            first = first.or(Some(mark));
        } else if between.chars().count() == 1 && ",:|\\+~=·•".contains(c) {
            return Gap::Odd(c);
        } else {
            return Gap::Apart;
        }
    }
    match first {
        _ if marks > MOST_SEPARATORS || between.is_empty() => Gap::Apart,
        Some(mark) => Gap::Mark(mark),
        None if line => Gap::Line,
        None => Gap::Blank,
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
            ("\u{200b}", Gap::Blank),
            (" – ", Gap::Mark('-')),
            ("...", Gap::Mark('.')),
            ("....", Gap::Apart),
            ("\r\n", Gap::Line),
            ("-\r\n", Gap::Mark('-')),
            (",", Gap::Odd(',')),
            (", ", Gap::Apart),
            (") ", Gap::Apart),
        ] {
            assert_eq!(gap(between), expected, "{between:?}");
        }
        assert_eq!(gap(&" ".repeat(81)), Gap::Apart);
    }

    #[test]
    fn words_and_digits_part_without_a_blank() {
        let cut = Text::cut("A/C ４1x a [gone] 7", &["[gone]"]);
        let words: Vec<_> = (0..cut.pieces.len()).map(|i| cut.word(i)).collect();
        assert_eq!(words.len(), 6);
        assert_eq!(words[1], Some(Word::Account));
        assert_eq!(cut.digits_of(2), Some([4, 1].as_slice()));
        assert_eq!(cut.digits, [4, 1, 7]);
        assert_eq!(cut.gap(5), Gap::Apart);
    }
}
