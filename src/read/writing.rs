//! Fields back to a line of delimited text, quoted where they need it.

use super::encoding::encode;
use crate::record::format::{self, Encoding};

/// How a file's lines are written.
pub(super) struct Writing<'f> {
    /// Delimiter, quote and encoding.
    pub(super) format: &'f format::Delimited,
    /// Whether the file begins with a byte order mark, and whether little ends come first.
    pub(super) order: (bool, bool),
    /// What ends a line.
    pub(super) line_end: &'static str,
}

impl Writing<'_> {
    /// Returns the byte order mark, where the file has one.
    pub(super) fn mark(&self) -> Vec<u8> {
        let mark = if self.order.0 { "\u{FEFF}" } else { "" };
        encode(mark, self.format.encoding, self.order.1)
    }

    /// Returns a line of these fields, with its end.
    pub(super) fn line(&self, fields: &[String]) -> Vec<u8> {
        let fields: Vec<Vec<u8>> = fields.iter().map(|field| self.field(field)).collect();
        self.raw_line(&fields)
    }

    /// Returns a field's bytes as the reader has them before they are text.
    pub(super) fn field(&self, text: &str) -> Vec<u8> {
        if self.is_wide() {
            text.as_bytes().to_vec()
        } else {
            encode(text, self.format.encoding, self.order.1)
        }
    }

    /// Returns a line of fields in bytes as the reader has them, with its end.
    pub(super) fn raw_line(&self, fields: &[Vec<u8>]) -> Vec<u8> {
        let quote = self.format.quote;
        let alone = fields.len() == 1;
        let mut line = Vec::new();
        for (at, field) in fields.iter().enumerate() {
            if at > 0 {
                line.push(self.format.delimiter);
            }
            let special = |b: &u8| {
                *b == self.format.delimiter || Some(*b) == quote || matches!(b, b'\r' | b'\n')
            };
            let needs = field.iter().any(special) || (alone && field.is_empty());
            match quote.filter(|_| needs) {
                Some(quote) => {
                    line.push(quote);
                    for byte in field {
                        line.extend(std::iter::repeat_n(*byte, 1 + usize::from(*byte == quote)));
                    }
                    line.push(quote);
                }
                None => line.extend_from_slice(field),
            }
        }
        line.extend_from_slice(self.line_end.as_bytes());
        if self.is_wide() {
            let text = String::from_utf8_lossy(&line);
            return encode(&text, self.format.encoding, self.order.1);
        }
        line
    }

    /// UTF-16 is UTF-8 to the reader.
    fn is_wide(&self) -> bool {
        match self.format.encoding {
            Encoding::Utf16 | Encoding::Utf16Le | Encoding::Utf16Be => true,
            Encoding::Utf8 | Encoding::Windows1252 | Encoding::Iso8859 => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_quoted_where_they_need_it() {
        let format = format::Delimited {
            encoding: Encoding::Windows1252,
            ..format::Delimited::default()
        };
        let writing = Writing {
            format: &format,
            order: (false, true),
            line_end: "\r\n",
        };
        let fields = ["Peña", "a,b", "5\" pipe", "x\ny", ""].map(str::to_owned);
        assert_eq!(
            writing.line(&fields),
            b"Pe\xf1a,\"a,b\",\"5\"\" pipe\",\"x\ny\",\r\n"
        );
    }

    #[test]
    fn utf_16_is_written_in_the_order_of_the_file() {
        let format = format::Delimited {
            encoding: Encoding::Utf16,
            delimiter: b'\t',
            ..format::Delimited::default()
        };
        let writing = |little| Writing {
            format: &format,
            order: (true, little),
            line_end: "\n",
        };
        let fields = ["a".to_owned()];
        assert_eq!(writing(true).mark(), [0xFF, 0xFE]);
        assert_eq!(writing(true).line(&fields), [b'a', 0, b'\n', 0]);
        assert_eq!(writing(false).mark(), [0xFE, 0xFF]);
        assert_eq!(writing(false).line(&fields), [0, b'a', 0, b'\n']);
    }

    #[test]
    fn bytes_that_are_no_text_stay_what_they_are() {
        let format = format::Delimited::default();
        let writing = Writing {
            format: &format,
            order: (false, true),
            line_end: "\n",
        };
        let fields = [b"Pe\xf1asco".to_vec(), writing.field("a \"b\""), Vec::new()];
        assert_eq!(writing.raw_line(&fields), b"Pe\xf1asco,\"a \"\"b\"\"\",\n");
    }
}
