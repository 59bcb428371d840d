//! How a fixed-width file is coded: its character set, and whether lines end its records.
//!
//! In: what the mapping declares, or the first line of the copybook. Out: the coding. A first line
//! that is not understood is an error: nothing is guessed from the data.

use super::ebcdic::{cp037, cp500, cp1140};
use crate::record::format::RecordCoding;

/// How bytes are characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Charset {
    /// ISO 8859-1, of which ASCII is a part.
    Latin1,
    /// EBCDIC, code page 037.
    Cp037,
    /// EBCDIC, code page 1140.
    Cp1140,
    /// EBCDIC, code page 500.
    Cp500,
}

/// A character set, and whether a line end stands behind each record.
#[derive(Clone, Copy, Debug)]
pub(super) struct Coding {
    pub(super) charset: Charset,
    pub(super) lines: bool,
}

impl Coding {
    /// Returns the declared coding; none where the copybook is to say it.
    pub(super) fn declared(coding: RecordCoding) -> Option<Self> {
        let (charset, lines) = match coding {
            RecordCoding::Copybook => return None,
            RecordCoding::AsciiLines => (Charset::Latin1, true),
            RecordCoding::Ascii => (Charset::Latin1, false),
            RecordCoding::Cp037 => (Charset::Cp037, false),
            RecordCoding::Cp1140 => (Charset::Cp1140, false),
            RecordCoding::Cp500 => (Charset::Cp500, false),
        };
        Some(Self { charset, lines })
    }

    /// Reads a copybook's first line: a comment with the file's name, its character set, a comma,
    /// and what stands behind each record. None where it says anything else.
    pub(super) fn stated(line: &str) -> Option<Self> {
        let comment = line.trim().strip_prefix('*')?;
        let (set, ends) = comment.rsplit_once(',')?;
        let (_, set) = set.trim().split_once(char::is_whitespace)?;
        let flat = |text: &str| {
            let words: Vec<_> = text.split_whitespace().collect();
            words.join(" ").to_ascii_uppercase()
        };
        let lines = match flat(ends).as_str() {
            "LF AFTER EACH RECORD" | "CR LF AFTER EACH RECORD" | "CRLF AFTER EACH RECORD" => true,
            "NO RECORD SEPARATOR" => false,
            _ => return None,
        };
        let coding = match (flat(set).as_str(), lines) {
            ("ASCII" | "ISO 8859-1" | "ASCII (ISO 8859-1)", true) => RecordCoding::AsciiLines,
            ("ASCII" | "ISO 8859-1" | "ASCII (ISO 8859-1)", false) => RecordCoding::Ascii,
            ("EBCDIC CP037" | "CP037", false) => RecordCoding::Cp037,
            ("EBCDIC CP1140" | "CP1140", false) => RecordCoding::Cp1140,
            ("EBCDIC CP500" | "CP500", false) => RecordCoding::Cp500,
            _ => return None,
        };
        Self::declared(coding)
    }
}

impl Charset {
    /// Returns the character of a byte.
    pub(super) fn char(self, byte: u8) -> char {
        match self {
            Self::Latin1 => char::from(byte),
            Self::Cp037 => cp037(byte),
            Self::Cp1140 => cp1140(byte),
            Self::Cp500 => cp500(byte),
        }
    }

    /// Returns the byte of a character; that of a question mark where the set has none.
    pub(super) fn byte(self, wanted: char) -> u8 {
        let find = |wanted| (0..=u8::MAX).find(|byte| self.char(*byte) == wanted);
        find(wanted).or_else(|| find('?')).unwrap_or_default()
    }

    /// Returns the byte of a blank.
    pub(super) fn blank(self) -> u8 {
        match self {
            Self::Latin1 => b' ',
            Self::Cp037 | Self::Cp1140 | Self::Cp500 => 0x40,
        }
    }

    /// Returns the text without the blanks at its end; none where it holds a control character.
    pub(super) fn text(self, bytes: &[u8]) -> Option<String> {
        let blank = self.blank();
        let end = bytes
            .iter()
            .rposition(|b| *b != blank)
            .map_or(0, |at| at + 1);
        let text: String = bytes.iter().take(end).map(|b| self.char(*b)).collect();
        (!text.chars().any(char::is_control)).then_some(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_says_how_the_file_is_coded() {
        let said = |line: &str| {
            let coding = Coding::stated(line)?;
            Some((coding.charset == Charset::Latin1, coding.lines))
        };
        let ascii = "      * A.DAT  ASCII (ISO 8859-1), LF AFTER EACH RECORD";
        assert_eq!(said(ascii), Some((true, true)));
        assert_eq!(
            said("* A.DAT EBCDIC CP037, NO RECORD SEPARATOR"),
            Some((false, false))
        );
        assert_eq!(
            said("* A.DAT ascii, no record separator"),
            Some((true, false))
        );
    }

    #[test]
    fn any_other_first_line_is_not_understood() {
        for line in [
            "",
            "* A.DAT",
            "       01  A-RECORD.",
            "* A.DAT EBCDIC, NO RECORD SEPARATOR",
            "* A.DAT EBCDIC CP037, LF AFTER EACH RECORD",
            "* A.DAT EBCDIC CP875, NO RECORD SEPARATOR",
            "* A.DAT ASCII (ISO 8859-15), LF AFTER EACH RECORD",
            "* A.DAT ASCII OR EBCDIC CP037, NO RECORD SEPARATOR",
        ] {
            assert!(Coding::stated(line).is_none(), "{line}");
        }
    }

    #[test]
    fn blanks_at_the_end_go_and_control_characters_are_no_text() {
        let latin = Charset::Latin1;
        assert_eq!(latin.text(b" Pe\xf1a  ").as_deref(), Some(" Peña"));
        assert_eq!(latin.text(b"a\x85b"), None);
        let ebcdic = Charset::Cp037;
        assert_eq!(ebcdic.text(b"\xc1\x40\xf1\x40").as_deref(), Some("A 1"));
        assert_eq!(ebcdic.text(b"\xc1\x25"), None);
    }
}
