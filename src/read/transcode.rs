//! UTF-16 to UTF-8 while bytes pass; a byte order mark is taken off. Everything else passes as it
//! is. A broken pair becomes the sign for one that cannot be read, and reading goes on.

use crate::record::unknown::TextCode;
use encoding_rs::{Decoder, UTF_16BE, UTF_16LE};
use std::io::{self, Read};

/// Bytes that are decoded at once.
const CHUNK: usize = 1 << 15;

/// Hands on text in UTF-8.
pub(super) struct Transcode<R> {
    inner: R,
    decoder: Option<Decoder>,
    raw: Vec<u8>,
    ready: Vec<u8>,
    at: usize,
    ended: bool,
    /// Bytes of a mark that are still to be looked at.
    mark: bool,
}

impl<R: Read> Transcode<R> {
    pub(super) fn new(inner: R, code: TextCode) -> Self {
        let decoder = match code {
            TextCode::Bytes | TextCode::Utf8Bom => None,
            TextCode::Utf16Le => Some(UTF_16LE.new_decoder_with_bom_removal()),
            TextCode::Utf16Be => Some(UTF_16BE.new_decoder_with_bom_removal()),
        };
        Self {
            inner,
            decoder,
            raw: Vec::new(),
            ready: Vec::new(),
            at: 0,
            ended: false,
            mark: code == TextCode::Utf8Bom,
        }
    }

    /// Takes the byte order mark of UTF-8 off.
    fn take_mark(&mut self) -> io::Result<()> {
        self.mark = false;
        self.inner.by_ref().take(3).read_to_end(&mut self.ready)?;
        if self.ready == [0xEF, 0xBB, 0xBF] {
            self.ready.clear();
        }
        Ok(())
    }

    fn decode(&mut self) -> io::Result<()> {
        let Some(decoder) = &mut self.decoder else {
            return Ok(());
        };
        self.raw.resize(CHUNK, 0);
        let n = self.inner.read(&mut self.raw)?;
        self.ended = n == 0;
        let raw = self.raw.get(..n).unwrap_or_default();
        let most = decoder.max_utf8_buffer_length(n).unwrap_or(CHUNK * 4);
        self.ready.resize(most, 0);
        let (_, _, written, _) = decoder.decode_to_utf8(raw, &mut self.ready, self.ended);
        self.ready.truncate(written);
        self.at = 0;
        Ok(())
    }
}

impl<R: Read> Read for Transcode<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.mark {
            self.take_mark()?;
        }
        while self.at == self.ready.len() && self.decoder.is_some() && !self.ended {
            self.decode()?;
        }
        let ready = self.ready.get(self.at..).unwrap_or_default();
        if ready.is_empty() {
            return if self.decoder.is_some() {
                Ok(0)
            } else {
                self.inner.read(buffer)
            };
        }
        let n = ready.len().min(buffer.len());
        let parts = buffer.get_mut(..n).zip(ready.get(..n));
        if let Some((to, from)) = parts {
            to.copy_from_slice(from);
        }
        self.at += n;
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8], code: TextCode) -> String {
        let mut out = Vec::new();
        Transcode::new(bytes, code).read_to_end(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn text_comes_out_as_utf8_without_its_mark() {
        let text = "Peña\r\n".repeat(20_000);
        let le: Vec<u8> = format!("\u{feff}{text}")
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        let be: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert!(read(&le, TextCode::Utf16Le) == text);
        assert!(read(&be, TextCode::Utf16Be) == text);
        assert_eq!(read(b"\xEF\xBB\xBFa", TextCode::Utf8Bom), "a");
        assert_eq!(read(b"ab", TextCode::Utf8Bom), "ab");
    }
}
