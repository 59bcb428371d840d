//! The two fonts of the letters, built into the program so that bytes never depend on a machine.
//! In: nothing. Out: the fonts for shaping and for embedding, and which characters they have.

use super::error::LetterError;
use krilla::text::Font;
use parley::FontContext;
use parley::fontique::{Blob, Collection, CollectionOptions, SourceCache};
use std::sync::Arc;

/// The family's name, as the font files say it.
pub(super) const FAMILY: &str = "Noto Sans";

static REGULAR: &[u8] = include_bytes!("fonts/NotoSans-Regular.ttf");
static BOLD: &[u8] = include_bytes!("fonts/NotoSans-Bold.ttf");

/// Which of the two fonts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Face {
    /// Weight 400.
    Regular,
    /// Weight 700.
    Bold,
}

/// The fonts, ready for shaping and embedding.
pub(super) struct Fonts {
    shaping: FontContext,
    bold_id: u64,
    regular: Font,
    bold: Font,
    /// Inclusive ranges of the characters that both fonts have.
    covered: Vec<(u32, u32)>,
}

impl Fonts {
    /// Reads the fonts.
    pub(super) fn new() -> Result<Self, LetterError> {
        let mut collection = Collection::new(CollectionOptions {
            shared: false,
            system_fonts: false,
        });
        let mut has = vec![0_u8; 0x1_0000];
        let mut bold_id = 0;
        for (name, data) in [("regular", REGULAR), ("bold", BOLD)] {
            let blob = Blob::new(Arc::new(data));
            bold_id = blob.id();
            let families = collection.register_fonts(blob, None);
            let charmap = families
                .first()
                .and_then(|(_, fonts)| fonts.first())
                .and_then(|font| font.charmap_index().charmap(data))
                .ok_or(LetterError::Font { name })?;
            for (code, count) in (0_u32..).zip(&mut has) {
                if charmap.map(code).is_some_and(|glyph| glyph != 0) {
                    *count += 1;
                }
            }
        }
        let embedded =
            |name, data: &'static [u8]| Font::new(data.into(), 0).ok_or(LetterError::Font { name });
        Ok(Self {
            shaping: FontContext {
                collection,
                source_cache: SourceCache::default(),
            },
            bold_id,
            regular: embedded("regular", REGULAR)?,
            bold: embedded("bold", BOLD)?,
            covered: ranges(&has),
        })
    }

    /// Returns a copy of the shaping context, for one thread's use.
    pub(super) fn shaping(&self) -> FontContext {
        self.shaping.clone()
    }

    /// Returns the id by which a shaped run of bold text is known.
    pub(super) fn bold_id(&self) -> u64 {
        self.bold_id
    }

    /// Returns the font for embedding.
    pub(super) fn embedded(&self, face: Face) -> Font {
        match face {
            Face::Regular => self.regular.clone(),
            Face::Bold => self.bold.clone(),
        }
    }

    /// Returns true where both fonts have the character.
    pub(super) fn has(&self, c: char) -> bool {
        let code = u32::from(c);
        let after = self.covered.partition_point(|(from, _)| *from <= code);
        after
            .checked_sub(1)
            .and_then(|at| self.covered.get(at))
            .is_some_and(|(_, to)| code <= *to)
    }
}

/// Returns the ranges of positions at which both fonts were counted.
fn ranges(has: &[u8]) -> Vec<(u32, u32)> {
    let mut out: Vec<(u32, u32)> = Vec::new();
    for (code, _) in (0_u32..).zip(has).filter(|(_, count)| **count == 2) {
        match out.last_mut() {
            Some((_, to)) if *to + 1 == code => *to = code,
            _ => out.push((code, code)),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fonts_have_what_names_and_texts_need() {
        let fonts = Fonts::new().unwrap();
        let latin = (0x20..=0x7e).chain(0xa0..=0x17f).filter_map(char::from_u32);
        for c in latin.chain("–—‘’“”•…€™ȘșȚț".chars()) {
            assert!(fonts.has(c), "U+{:04X}", u32::from(c));
        }
        for c in [
            '\u{0}', '\n', '\u{7f}', 'Ж', '李', '\u{feff}', '\u{200b}', '💡',
        ] {
            assert!(!fonts.has(c), "U+{:04X}", u32::from(c));
        }
    }
}
