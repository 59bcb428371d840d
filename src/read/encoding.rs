//! Bytes of one cell to text, by the encoding that the mapping declares.

use crate::record::format::Encoding;
use encoding_rs::WINDOWS_1252;

/// Returns the cell's text; none where the bytes are no text in this encoding, or hold a control
/// character other than tab and line ends.
pub(super) fn decode(bytes: &[u8], encoding: Encoding) -> Option<String> {
    let text = match encoding {
        _ if bytes.is_ascii() => std::str::from_utf8(bytes).ok()?.to_owned(),
        // The five bytes that the code page leaves open come out as control characters.
        Encoding::Windows1252 => WINDOWS_1252
            .decode_without_bom_handling(bytes)
            .0
            .into_owned(),
        Encoding::Utf8 => std::str::from_utf8(bytes).ok()?.to_owned(),
    };
    let clean = !text
        .chars()
        .any(|c| c.is_control() && !matches!(c, '\t' | '\r' | '\n'));
    clean.then_some(text)
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
    fn control_characters_and_broken_utf8_are_no_text() {
        for bytes in [&b"a\x00b"[..], b"a\x1bb", b"a\x81b"] {
            assert!(decode(bytes, Encoding::Windows1252).is_none());
        }
        assert!(decode(b"Pe\xf1asco", Encoding::Utf8).is_none());
        assert!(decode("tab\tand\r\nline".as_bytes(), Encoding::Utf8).is_some());
    }
}
