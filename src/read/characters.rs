//! The characters of a text file as bytes in which line ends, delimiters and quotes stand for
//! themselves: UTF-16 becomes UTF-8 while it is read, every other encoding passes as it is.
//!
//! A byte order mark is taken off. Text that breaks off inside a character, or has half a
//! character, stops the reading: nothing behind it could be trusted.

use crate::record::format::Encoding;
use std::io::{self, Cursor, Read};

/// Bytes of UTF-16 taken in at a time.
const CHUNK: usize = 8192;

/// Why the characters of a file cannot be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CharacterFault {
    /// The file ends in the middle of a character.
    BreaksOff,
    /// One half of a character that UTF-16 writes in two stands alone.
    Half,
    /// The byte order mark is missing, or says another order than the mapping.
    ByteOrder,
}

/// What is done to the bytes.
enum Form {
    /// They pass.
    Bytes,
    /// They pass; the last three are remembered.
    Utf8([u8; 3]),
    /// They become UTF-8.
    Utf16(Units),
}

/// Hands the characters of `R` on.
pub(super) struct Characters<R> {
    inner: io::Chain<Cursor<Vec<u8>>, R>,
    form: Form,
    /// True where the file begins with a byte order mark.
    marked: bool,
    /// True where a character's first byte is its little end.
    little: bool,
    fault: Option<CharacterFault>,
}

impl<R: Read> Characters<R> {
    /// Reads the byte order mark, if there is one.
    pub(super) fn open(mut inner: R, encoding: Encoding) -> io::Result<Self> {
        let mut start = Vec::with_capacity(3);
        inner.by_ref().take(3).read_to_end(&mut start)?;
        let wide = match start.as_slice() {
            [0xFF, 0xFE, ..] => Some(true),
            [0xFE, 0xFF, ..] => Some(false),
            _ => None,
        };
        let (little, mark) = match encoding {
            Encoding::Utf16 => (wide, wide),
            Encoding::Utf16Le => (Some(true), wide),
            Encoding::Utf16Be => (Some(false), wide),
            Encoding::Utf8 | Encoding::Windows1252 | Encoding::Iso8859 => (None, None),
        };
        let is_wide = matches!(
            encoding,
            Encoding::Utf16 | Encoding::Utf16Le | Encoding::Utf16Be
        );
        let contradicts = mark.is_some() && mark != little;
        let unknown = is_wide && little.is_none() && !start.is_empty();
        let marked = mark.is_some() || (!is_wide && start == [0xEF, 0xBB, 0xBF]);
        if mark.is_some() {
            start.drain(..2);
        } else if !is_wide && start == [0xEF, 0xBB, 0xBF] {
            start.clear();
        }
        let form = match encoding {
            Encoding::Utf8 => Form::Utf8([0; 3]),
            Encoding::Windows1252 | Encoding::Iso8859 => Form::Bytes,
            Encoding::Utf16 | Encoding::Utf16Le | Encoding::Utf16Be => {
                Form::Utf16(Units::new(little.unwrap_or(true)))
            }
        };
        Ok(Self {
            inner: Cursor::new(start).chain(inner),
            form,
            marked,
            little: little.unwrap_or(true),
            fault: (contradicts || unknown).then_some(CharacterFault::ByteOrder),
        })
    }

    /// Returns why reading stopped.
    pub(super) fn fault(&self) -> Option<CharacterFault> {
        self.fault
    }

    /// Returns whether there is a byte order mark, and whether a character's first byte is its
    /// little end.
    pub(super) fn order(&self) -> (bool, bool) {
        (self.marked, self.little)
    }

    /// Returns what the bytes come from.
    pub(super) fn source(&self) -> &R {
        self.inner.get_ref().1
    }

    /// Returns what the bytes come from.
    pub(super) fn source_mut(&mut self) -> &mut R {
        self.inner.get_mut().1
    }

    fn broken(&mut self, fault: CharacterFault) -> io::Error {
        self.fault = Some(fault);
        io::Error::other("the file's characters are broken")
    }
}

impl<R: Read> Read for Characters<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if let Some(fault) = self.fault {
            return Err(self.broken(fault));
        }
        let units = match &mut self.form {
            Form::Bytes => return self.inner.read(buffer),
            Form::Utf8(last) => {
                let n = self.inner.read(buffer)?;
                for &byte in buffer.get(n.saturating_sub(3)..n).unwrap_or_default() {
                    last.rotate_left(1);
                    last[2] = byte;
                }
                let inside = n == 0 && !buffer.is_empty() && ends_inside(*last);
                return if inside {
                    Err(self.broken(CharacterFault::BreaksOff))
                } else {
                    Ok(n)
                };
            }
            Form::Utf16(units) => units,
        };
        // What comes before a fault is handed on first, so that its line is known.
        while units.ready.is_empty() && units.fault.is_none() {
            let mut chunk = [0; CHUNK];
            let n = match self.inner.read(&mut chunk) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                other => other?,
            };
            if n == 0 {
                if units.is_inside() {
                    units.fault = Some(CharacterFault::BreaksOff);
                }
                break;
            }
            units.take(chunk.get(..n).unwrap_or_default());
        }
        match units.fault {
            Some(fault) if units.ready.is_empty() => Err(self.broken(fault)),
            _ => Ok(units.give(buffer)),
        }
    }
}

/// Returns true where bytes of UTF-8 end in the middle of a character.
fn ends_inside(last: [u8; 3]) -> bool {
    let lead = last
        .iter()
        .rev()
        .zip(1..)
        .find(|(b, _)| !matches!(b, 0x80..=0xBF));
    lead.is_some_and(|(lead, there)| {
        let width = match lead {
            0xC2..=0xDF => 2,
            0xE0..=0xEF => 3,
            0xF0..=0xF4 => 4,
            _ => 1,
        };
        there < width
    })
}

/// Units of UTF-16 on their way to UTF-8.
struct Units {
    little: bool,
    /// The first byte of a unit whose second has not come yet.
    byte: Option<u8>,
    /// The first half of a character whose second has not come yet.
    half: Option<u16>,
    ready: Vec<u8>,
    given: usize,
    fault: Option<CharacterFault>,
}

impl Units {
    fn new(little: bool) -> Self {
        Self {
            little,
            byte: None,
            half: None,
            ready: Vec::new(),
            given: 0,
            fault: None,
        }
    }

    fn is_inside(&self) -> bool {
        self.byte.is_some() || self.half.is_some()
    }

    /// Takes bytes in, up to the first fault.
    fn take(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            let Some(first) = self.byte.take() else {
                self.byte = Some(byte);
                continue;
            };
            let unit = if self.little {
                u16::from_le_bytes([first, byte])
            } else {
                u16::from_be_bytes([first, byte])
            };
            let decoded = match (self.half.take(), unit) {
                (None, 0xD800..=0xDBFF) => {
                    self.half = Some(unit);
                    continue;
                }
                (None, _) => char::from_u32(unit.into()),
                (Some(half), _) => char::decode_utf16([half, unit]).next().and_then(Result::ok),
            };
            let Some(character) = decoded else {
                self.fault = Some(CharacterFault::Half);
                return;
            };
            let mut utf8 = [0; 4];
            self.ready
                .extend_from_slice(character.encode_utf8(&mut utf8).as_bytes());
        }
    }

    /// Hands on what is ready, as much as fits.
    fn give(&mut self, buffer: &mut [u8]) -> usize {
        let rest = self.ready.get(self.given..).unwrap_or_default();
        let n = rest.len().min(buffer.len());
        for (to, from) in buffer.iter_mut().zip(rest) {
            *to = *from;
        }
        self.given += n;
        if self.given >= self.ready.len() {
            self.ready.clear();
            self.given = 0;
        }
        n
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8], encoding: Encoding) -> (String, Option<CharacterFault>) {
        // One byte at a time, so that every boundary falls between two reads.
        let mut characters = Characters::open(Drip(bytes), encoding).unwrap();
        let (mut text, mut buffer) = (Vec::new(), [0; 2]);
        while let Ok(n) = characters.read(&mut buffer)
            && n > 0
        {
            text.extend_from_slice(&buffer[..n]);
        }
        (
            String::from_utf8_lossy(&text).into_owned(),
            characters.fault,
        )
    }

    struct Drip<'a>(&'a [u8]);

    impl Read for Drip<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let n = 1.min(buffer.len()).min(self.0.len());
            buffer[..n].copy_from_slice(&self.0[..n]);
            self.0 = &self.0[n..];
            Ok(n)
        }
    }

    fn utf16(text: &str, little: bool, mark: bool) -> Vec<u8> {
        let units = mark
            .then_some(0xFEFF)
            .into_iter()
            .chain(text.encode_utf16());
        units
            .flat_map(|u| {
                if little {
                    u.to_le_bytes()
                } else {
                    u.to_be_bytes()
                }
            })
            .collect()
    }

    #[test]
    fn utf_16_of_either_order_becomes_utf_8() {
        let text = "Peñasco €5 \u{1F4A7}\r\n";
        for (little, encoding) in [(true, Encoding::Utf16Le), (false, Encoding::Utf16Be)] {
            for mark in [true, false] {
                let bytes = utf16(text, little, mark);
                assert_eq!(read(&bytes, encoding), (text.to_owned(), None));
            }
            let marked = utf16(text, little, true);
            assert_eq!(read(&marked, Encoding::Utf16), (text.to_owned(), None));
        }
    }

    #[test]
    fn an_order_that_nothing_says_or_that_is_contradicted_is_refused() {
        let fault = |bytes: &[u8], encoding| read(bytes, encoding).1;
        let wrong = Some(CharacterFault::ByteOrder);
        assert_eq!(fault(&utf16("a", true, false), Encoding::Utf16), wrong);
        assert_eq!(fault(&utf16("a", true, true), Encoding::Utf16Be), wrong);
        assert_eq!(fault(&utf16("a", false, true), Encoding::Utf16Le), wrong);
        assert_eq!(fault(b"", Encoding::Utf16), None);
    }

    #[test]
    fn text_that_breaks_off_inside_a_character_is_told_from_text_that_ends() {
        let drop = Some(CharacterFault::BreaksOff);
        let mut bytes = utf16("ab\u{1F4A7}", true, true);
        assert_eq!(read(&bytes, Encoding::Utf16).1, None);
        for _ in 0..3 {
            bytes.pop();
            assert_eq!(read(&bytes, Encoding::Utf16), ("ab".to_owned(), drop));
        }
        bytes.pop();
        assert_eq!(read(&bytes, Encoding::Utf16), ("ab".to_owned(), None));
        for character in ["ñ", "€", "\u{1F4A7}"] {
            let text = format!("ab{character}");
            assert_eq!(read(text.as_bytes(), Encoding::Utf8).1, None);
            for cut in 1..character.len() {
                let cut = &text.as_bytes()[..text.len() - cut];
                assert_eq!(read(cut, Encoding::Utf8).1, drop, "{character}");
                assert_eq!(read(cut, Encoding::Windows1252).1, None);
            }
        }
        // Bytes that are no text are a matter of their cell, not of the file.
        assert_eq!(read(b"ab\xff\x80", Encoding::Utf8).1, None);
    }

    #[test]
    fn half_a_character_stops_the_reading_where_it_stands() {
        for units in [&[0xDCA7_u16, 0x61][..], &[0xD83D, 0x61], &[0xD83D, 0xD83D]] {
            let mut bytes = utf16("ab", true, true);
            bytes.extend(units.iter().flat_map(|u| u.to_le_bytes()));
            let half = Some(CharacterFault::Half);
            assert_eq!(read(&bytes, Encoding::Utf16), ("ab".to_owned(), half));
        }
    }

    #[test]
    fn a_mark_of_utf_8_is_no_text() {
        for encoding in [Encoding::Utf8, Encoding::Windows1252] {
            assert_eq!(read(b"\xEF\xBB\xBFa", encoding).0, "a");
            assert_eq!(read(b"\xEF\xBB", encoding).0.chars().count(), 1);
        }
    }
}
