//! Fields back to a line of delimited text, quoted where they need it.

use super::encoding::encode;
use crate::record::format;

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
        let delimiter = char::from(self.format.delimiter);
        let quote = self.format.quote.map(char::from);
        let alone = fields.len() == 1;
        let mut line = String::new();
        for (at, field) in fields.iter().enumerate() {
            if at > 0 {
                line.push(delimiter);
            }
            let special = |c| c == delimiter || Some(c) == quote || matches!(c, '\r' | '\n');
            let needs = field.contains(special) || (alone && field.is_empty());
            match quote.filter(|_| needs) {
                Some(quote) => {
                    let doubled = field.replace(quote, &format!("{quote}{quote}"));
                    line.push(quote);
                    line.push_str(&doubled);
                    line.push(quote);
                }
                None => line.push_str(field),
            }
        }
        line.push_str(self.line_end);
        encode(&line, self.format.encoding, self.order.1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::format::Encoding;

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
}
