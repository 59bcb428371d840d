//! Shaping and line breaking: text with a role and a width becomes lines of glyphs.
//! In: marked text. Out: shaped lines, shared and kept, since most of a letter's paragraphs stand
//! in thousands of others too. It never decides where a line goes on the page.
#![expect(
    clippy::float_arithmetic,
    reason = "type is set in points; no money or date passes here"
)]

use super::fonts::{FAMILY, Face, Fonts};
use super::markup::Rich;
use krilla::text::{GlyphId, KrillaGlyph};
use parley::{
    FontContext, FontFamily, FontFamilyName, FontWeight, Layout, LayoutContext, LineHeight,
    OverflowWrap, PositionedLayoutItem, StyleProperty,
};
use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

/// What a text is for, and so how it looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Role {
    /// The utility's name at the head.
    Letterhead,
    /// Return address, telephone, date, notice, page number.
    Small,
    /// The address in the envelope's window.
    Address,
    /// The same where it is long.
    SmallAddress,
    /// The subject line.
    Subject,
    /// Heading of a section.
    Heading,
    /// Running text.
    Body,
    /// Heading of a table's column.
    Head,
    /// Cell of a table.
    Cell,
    /// Heading of a part of a close page.
    Part,
    /// Cell of a close table.
    Fine,
    /// Heading of a close table's column.
    FineHead,
    /// What stands beside or below close tables.
    FineNote,
}

/// How a role looks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Look {
    /// Size of the type in points.
    pub(super) size: f32,
    /// From line to line in points.
    pub(super) leading: f32,
    /// Bold throughout.
    pub(super) bold: bool,
    /// Ink: red, green, blue.
    pub(super) ink: [u8; 3],
}

const BLACK: [u8; 3] = [0x1c, 0x1c, 0x1c];
const GREY: [u8; 3] = [0x50, 0x50, 0x50];
const BLUE: [u8; 3] = [0x16, 0x3a, 0x5f];

impl Role {
    /// Returns how this role looks.
    pub(super) fn look(self) -> Look {
        let (size, leading, bold, ink) = match self {
            Self::Letterhead => (16.0, 20.0, true, BLUE),
            Self::Small => (9.0, 12.0, false, GREY),
            Self::Address => (10.5, 12.5, false, BLACK),
            Self::SmallAddress => (9.0, 11.0, false, BLACK),
            Self::Subject => (14.0, 18.0, true, BLUE),
            Self::Heading => (11.5, 15.0, true, BLUE),
            Self::Body => (10.5, 14.5, false, BLACK),
            Self::Head => (9.0, 12.0, true, GREY),
            Self::Cell => (10.0, 13.5, false, BLACK),
            Self::Part => (9.0, 12.5, true, BLUE),
            Self::Fine => (7.4, 9.7, false, BLACK),
            Self::FineHead => (7.0, 9.7, true, GREY),
            Self::FineNote => (7.4, 9.7, false, GREY),
        };
        Look {
            size,
            leading,
            bold,
            ink,
        }
    }
}

/// Glyphs of one font on one line.
#[derive(Debug)]
pub(super) struct GlyphRun {
    /// From the line's left end.
    pub(super) x: f32,
    /// Which font.
    pub(super) face: Face,
    /// The glyphs; their ranges point into the whole text.
    pub(super) glyphs: Vec<KrillaGlyph>,
}

/// One line.
#[derive(Debug)]
pub(super) struct Line {
    /// From the line's top to its baseline.
    pub(super) baseline: f32,
    /// Width without the blanks at its end.
    pub(super) width: f32,
    /// The part of the text that it shows.
    pub(super) range: Range<usize>,
    /// The glyphs.
    pub(super) runs: Vec<GlyphRun>,
}

/// A text, shaped and broken.
#[derive(Debug)]
pub(super) struct Shaped {
    /// How it looks.
    pub(super) look: Look,
    /// The text without marks.
    pub(super) text: String,
    /// Its lines; none for an empty text.
    pub(super) lines: Vec<Line>,
    /// Width of the widest line.
    pub(super) width: f32,
}

impl Shaped {
    /// Returns the height of `count` of its lines.
    pub(super) fn height_of(&self, count: usize) -> f32 {
        let lines = u16::try_from(count).unwrap_or(u16::MAX);
        f32::from(lines) * self.look.leading
    }

    /// Returns the height of all its lines.
    pub(super) fn height(&self) -> f32 {
        self.height_of(self.lines.len())
    }

    /// Returns the text of line `at`, without blanks around it.
    pub(super) fn line_text(&self, at: usize) -> &str {
        self.lines
            .get(at)
            .and_then(|line| self.text.get(line.range.clone()))
            .unwrap_or_default()
            .trim()
    }
}

type Key = (Role, u32, Rich);

/// How many shaped texts one shaper keeps before it starts anew.
const KEPT: usize = 2_000;

/// Shapes text; one thread uses it at a time.
pub(super) struct Shaper {
    fonts: FontContext,
    layouts: LayoutContext<()>,
    bold_id: u64,
    kept: HashMap<Key, Arc<Shaped>>,
}

impl Shaper {
    /// Returns a shaper with the letters' fonts.
    pub(super) fn new(fonts: &Fonts) -> Self {
        Self {
            fonts: fonts.shaping(),
            layouts: LayoutContext::new(),
            bold_id: fonts.bold_id(),
            kept: HashMap::new(),
        }
    }

    /// Shapes text into lines of at most `width` points; without a width it stays one line.
    pub(super) fn shape(&mut self, text: &Rich, role: Role, width: Option<f32>) -> Arc<Shaped> {
        let key = (role, width.unwrap_or(-1.0).to_bits(), text.clone());
        if let Some(shaped) = self.kept.get(&key) {
            return Arc::clone(shaped);
        }
        let shaped = Arc::new(self.shape_anew(text, role, width));
        if self.kept.len() >= KEPT {
            self.kept.clear();
        }
        self.kept.insert(key, Arc::clone(&shaped));
        shaped
    }

    fn shape_anew(&mut self, rich: &Rich, role: Role, width: Option<f32>) -> Shaped {
        let look = role.look();
        let mut shaped = Shaped {
            look,
            text: rich.text.clone(),
            lines: Vec::new(),
            width: 0.0,
        };
        if rich.text.is_empty() {
            return shaped;
        }
        let bold = FontWeight::new(700.0);
        let mut builder = self
            .layouts
            .ranged_builder(&mut self.fonts, &rich.text, 1.0, false);
        builder.push_default(FontFamily::Single(FontFamilyName::Named(Cow::Borrowed(
            FAMILY,
        ))));
        builder.push_default(StyleProperty::FontSize(look.size));
        builder.push_default(LineHeight::Absolute(look.leading));
        builder.push_default(OverflowWrap::BreakWord);
        if look.bold {
            builder.push_default(StyleProperty::FontWeight(bold));
        }
        for range in &rich.bold {
            builder.push(StyleProperty::FontWeight(bold), range.clone());
        }
        let mut layout: Layout<()> = builder.build(&rich.text);
        layout.break_all_lines(width);
        for line in layout.lines() {
            shaped.lines.push(self.line(&line, look.size));
        }
        shaped.width = shaped
            .lines
            .iter()
            .fold(0.0, |wide, line| line.width.max(wide));
        shaped
    }

    fn line(&self, line: &parley::Line<'_, ()>, size: f32) -> Line {
        let metrics = line.metrics();
        let mut runs = Vec::new();
        for item in line.items() {
            let PositionedLayoutItem::GlyphRun(placed) = item else {
                continue;
            };
            let run = placed.run();
            let face = if run.font().data.id() == self.bold_id {
                Face::Bold
            } else {
                Face::Regular
            };
            runs.push((placed.offset(), face, run.text_range(), *run));
        }
        // A run appears once per style on it; its clusters are walked once.
        runs.dedup_by(|next, first| next.2 == first.2 && next.1 == first.1);
        Line {
            baseline: metrics.baseline - metrics.block_min_coord,
            width: metrics.advance - metrics.hanging_advance,
            range: line.text_range(),
            runs: runs
                .into_iter()
                .map(|(x, face, _, run)| GlyphRun {
                    x,
                    face,
                    glyphs: glyphs(&run, size),
                })
                .collect(),
        }
    }
}

/// Returns a run's glyphs with the text that each stands for.
fn glyphs(run: &parley::Run<'_, ()>, size: f32) -> Vec<KrillaGlyph> {
    let mut out: Vec<KrillaGlyph> = Vec::new();
    for cluster in run.visual_clusters() {
        if cluster.is_ligature_continuation() {
            if let Some(last) = out.last_mut() {
                last.text_range.end = cluster.text_range().end;
            }
            continue;
        }
        out.extend(cluster.glyphs().map(|glyph| {
            KrillaGlyph::new(
                GlyphId::new(glyph.id),
                glyph.advance / size,
                glyph.x / size,
                glyph.y / size,
                0.0,
                cluster.text_range(),
                None,
            )
        }));
    }
    out
}
