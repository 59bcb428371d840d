//! What a file holds packed: the text and the streams of a letter, the bytes of a compressed file.

use super::letter_text::text_of;
use lopdf::Document;
use std::io::Read;

/// A letter as it is read back from its PDF.
#[derive(Default)]
pub struct LetterParts {
    /// The text of its pages, one after the other.
    pub text: String,
    /// Its streams, unpacked; a stream in a coding that is not known as it stands.
    pub streams: Vec<Vec<u8>>,
}

/// Reads a letter back.
///
/// # Errors
/// A sentence on why the bytes are no readable PDF.
pub fn letter_parts(pdf: &[u8]) -> Result<LetterParts, String> {
    let document =
        Document::load_mem(pdf).map_err(|error| format!("is no readable PDF: {error}"))?;
    let streams = document.objects.values().filter_map(|object| {
        let stream = object.as_stream().ok()?;
        let unpacked = stream.get_plain_content();
        Some(unpacked.unwrap_or_else(|_| stream.content.clone()))
    });
    Ok(LetterParts {
        text: text_of(&document)?,
        streams: streams.collect(),
    })
}

/// Returns what unpacks a gzip file while it is read.
pub fn gunzipped(packed: impl Read) -> impl Read {
    flate2::read::MultiGzDecoder::new(packed)
}
