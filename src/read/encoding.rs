//! Bytes of one cell to text, by the encoding that the mapping declares.

use crate::record::format::Encoding;
use encoding_rs::WINDOWS_1252;

/// Returns the cell's text; none where the bytes are no text in this encoding, or hold a control
/// character other than tab and line ends.
pub(super) fn decode(bytes: &[u8], encoding: Encoding) -> Option<String> {
    let text = text_of(bytes, encoding)?;
    let clean = !text
        .chars()
        .any(|c| c.is_control() && !matches!(c, '\t' | '\r' | '\n'));
    clean.then_some(text)
}

/// Returns the cell's text, control characters and all; what is no text comes as U+FFFD.
pub(super) fn decode_lossy(bytes: &[u8], encoding: Encoding) -> String {
    text_of(bytes, encoding).unwrap_or_else(|| String::from_utf8_lossy(bytes).into_owned())
}

/// Returns the text as bytes of the encoding, without a byte order mark.
pub(super) fn encode(text: &str, encoding: Encoding, little: bool) -> Vec<u8> {
    match encoding {
        Encoding::Utf8 => text.as_bytes().to_vec(),
        Encoding::Windows1252 => WINDOWS_1252.encode(text).0.into_owned(),
        Encoding::Iso8859 => {
            let byte = |c| u8::try_from(u32::from(c)).unwrap_or(b'?');
            text.chars().map(byte).collect()
        }
        Encoding::Utf16 | Encoding::Utf16Le | Encoding::Utf16Be => {
            let bytes = |unit: u16| {
                if little {
                    unit.to_le_bytes()
                } else {
                    unit.to_be_bytes()
                }
            };
            text.encode_utf16().flat_map(bytes).collect()
        }
    }
}

fn text_of(bytes: &[u8], encoding: Encoding) -> Option<String> {
    Some(match encoding {
        _ if bytes.is_ascii() => std::str::from_utf8(bytes).ok()?.to_owned(),
        // The five bytes that the code page leaves open come out as control characters.
        Encoding::Windows1252 => WINDOWS_1252
            .decode_without_bom_handling(bytes)
            .0
            .into_owned(),
        Encoding::Iso8859 => bytes.iter().map(|byte| char::from(*byte)).collect(),
        // UTF-16 became UTF-8 before it was cut into cells.
        Encoding::Utf8 | Encoding::Utf16 | Encoding::Utf16Le | Encoding::Utf16Be => {
            std::str::from_utf8(bytes).ok()?.to_owned()
        }
    })
}

/// Returns bytes as the text of Windows code page 1252; every byte is a sign of it.
pub(super) fn windows_1252(bytes: &[u8]) -> std::borrow::Cow<'_, str> {
    WINDOWS_1252.decode_without_bom_handling(bytes).0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_1252_letters_are_read() {
        assert_eq!(
            decode(b"Pe\xf1asco", Encoding::Windows1252).unwrap(),
            "Peñasco"
        );
        assert_eq!(decode(b"\x80 5", Encoding::Windows1252).unwrap(), "€ 5");
    }

    #[test]
    fn iso_8859_1_has_no_letters_where_windows_1252_has_some() {
        let spanish = decode(b"Pe\xf1asco", Encoding::Iso8859);
        assert_eq!(spanish.as_deref(), Some("Peñasco"));
        assert_eq!(decode(b"\x80 5", Encoding::Iso8859), None);
    }

    #[test]
    fn control_characters_and_broken_utf8_are_no_text() {
        for bytes in [&b"a\x00b"[..], b"a\x1bb", b"a\x81b"] {
            assert!(decode(bytes, Encoding::Windows1252).is_none());
        }
        assert!(decode(b"Pe\xf1asco", Encoding::Utf8).is_none());
        assert!(decode("tab\tand\r\nline".as_bytes(), Encoding::Utf8).is_some());
    }
}
