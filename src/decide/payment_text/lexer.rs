//! Cuts a text into words and unbroken runs of digits, and says of each gap whether it may stand
//! inside one number. One pass, nothing is copied but the digits themselves.
//!
//! A mark that an earlier pass left (`[card number removed]`) belongs to a gap: its words say
//! nothing about digits beside it.

use super::chars::{digit, written_out};
use super::gap::Gap;
use super::words::{Spelling, Word};
use std::ops::Range;

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
    /// What parts it from the piece before; `Apart` where one of the two is a word.
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
    /// True where one number may be written in groups.
    pub in_groups: bool,
    /// The words that the text has, a bit each.
    said: u32,
}

impl<'a> Text<'a> {
    /// Cuts `text`; `marks` are the texts that stand for what was removed.
    pub(super) fn cut(text: &'a str, marks: &[&str]) -> Self {
        let mut cut = Self {
            text,
            pieces: Vec::with_capacity(text.len() / 8 + 4),
            digits: Vec::with_capacity(32),
            in_groups: false,
            said: 0,
        };
        let mut at = 0;
        while let Some(byte) = text.as_bytes().get(at).copied() {
            at = match byte {
                b'0'..=b'9' => cut.take_digits(at),
                b'a'..=b'z' | b'A'..=b'Z' => cut.take_word(at),
                b'[' | b'&' | b'<' | b'\\' => at + cut.passed_over(at, marks),
                0..0x80 => at + 1,
                _ => cut.take_wide(at),
            };
        }
        cut
    }

    /// Returns how many bytes a mark, or a blank that is written out, takes at byte `at`.
    fn passed_over(&self, at: usize, marks: &[&str]) -> usize {
        let rest = self.text.get(at..).unwrap_or_default();
        let mark = marks.iter().find(|m| rest.starts_with(**m));
        mark.map(|m| m.len())
            .or_else(|| written_out(rest).map(|(_, len)| len))
            .unwrap_or(1)
    }

    /// Takes what begins with a character beyond ASCII at byte `at`.
    fn take_wide(&mut self, at: usize) -> usize {
        let rest = self.text.get(at..).unwrap_or_default();
        match rest.chars().next() {
            Some(c) if digit(c).is_some() => self.take_digits(at),
            Some(c) if c.is_alphabetic() => self.take_word(at),
            Some(c) => at + c.len_utf8(),
            None => at + 1,
        }
    }

    fn push(&mut self, range: Range<usize>, item: Item) {
        let gap = match (self.pieces.last(), item) {
            (
                Some(Piece {
                    range: before,
                    item: Item::Digits(..),
                    ..
                }),
                Item::Digits(..),
            ) => Gap::of(self.text.get(before.end..range.start).unwrap_or_default()),
            _ => Gap::Apart,
        };
        self.in_groups |= gap != Gap::Apart;
        self.pieces.push(Piece { range, item, gap });
    }

    fn take_digits(&mut self, at: usize) -> usize {
        let first = self.digits.len();
        let mut end = at;
        for c in self.text.get(at..).unwrap_or_default().chars() {
            let Some(d) = digit(c) else { break };
            self.digits.push(d);
            end += c.len_utf8();
        }
        self.push(at..end, Item::Digits(first, self.digits.len() - first));
        end
    }

    fn take_word(&mut self, at: usize) -> usize {
        let mut end = at;
        let mut spelled = Spelling::default();
        for c in self.text.get(at..).unwrap_or_default().chars() {
            let combining = ('\u{300}'..='\u{36f}').contains(&c);
            if !(c.is_alphabetic() || combining) {
                break;
            }
            end += c.len_utf8();
            spelled.push(c);
        }
        let word = spelled.word();
        let word = self.slashed(word, at).unwrap_or_else(|| Word::of(word));
        self.said |= word.bit();
        self.push(at..end, Item::Word(word));
        end
    }

    /// Returns true where the text has any of `words`.
    pub(super) fn says(&self, words: &[Word]) -> bool {
        words.iter().any(|word| self.said & word.bit() != 0)
    }

    /// Returns what the last letter of `a/c`, `r/t`, `s/n` and `1Z` says.
    fn slashed(&self, word: &str, at: usize) -> Option<Word> {
        let (before, said) = match word {
            "c" => ("a/", Word::Account),
            "t" => ("r/", Word::Route),
            "n" => ("s/", Word::Label),
            "z" => ("1", Word::Label),
            _ => return None,
        };
        let stands = self.text.get(at.checked_sub(before.len())?..at)?;
        stands.eq_ignore_ascii_case(before).then_some(said)
    }

    /// Returns the gap before piece `i` as it stands.
    pub(super) fn gap_text(&self, i: usize) -> &'a str {
        let before = i.checked_sub(1).and_then(|p| self.pieces.get(p));
        let start = before.map_or(0, |p| p.range.end);
        let end = self.pieces.get(i).map_or(start, |p| p.range.start);
        self.text.get(start..end).unwrap_or_default()
    }

    /// Returns the gap behind piece `i` as it stands, up to the text's end.
    pub(super) fn gap_after(&self, i: usize) -> &'a str {
        let start = self.pieces.get(i).map_or(self.text.len(), |p| p.range.end);
        let end = self
            .pieces
            .get(i + 1)
            .map_or(self.text.len(), |p| p.range.start);
        self.text.get(start..end).unwrap_or_default()
    }

    /// Returns piece `i` as it stands.
    pub(super) fn text_of(&self, i: usize) -> &'a str {
        let range = self.pieces.get(i).map_or(0..0, |p| p.range.clone());
        self.text.get(range).unwrap_or_default()
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

#[cfg(test)]
mod tests {
    use super::*;

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

    #[test]
    fn what_is_written_out_is_no_word() {
        let cut = Text::cut("1&nbsp;2<br>3\\n4 &amp; 5", &[]);
        let digits = (0..cut.pieces.len()).filter(|i| cut.len_of(*i) > 0).count();
        assert_eq!((digits, cut.pieces.len()), (5, 6));
        assert_eq!(
            [cut.gap(1), cut.gap(2), cut.gap(3)],
            [Gap::Blank, Gap::Line, Gap::Line]
        );
    }
}
