//! The text of a printed letter, read back from its PDF.

use lopdf::Document;

/// Returns the text of every page, one after the other.
///
/// # Errors
/// A sentence on why the bytes are no readable PDF.
pub fn letter_text(pdf: &[u8]) -> Result<String, String> {
    let document =
        Document::load_mem(pdf).map_err(|error| format!("is no readable PDF: {error}"))?;
    text_of(&document)
}

/// Returns the text of every page of a PDF that is read already.
pub(super) fn text_of(document: &Document) -> Result<String, String> {
    let pages: Vec<u32> = document.get_pages().keys().copied().collect();
    document
        .extract_text(&pages)
        .map_err(|error| format!("its text cannot be read: {error}"))
}
