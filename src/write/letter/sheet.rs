//! The sheet: its size and margins, and what can stand on it. In: nothing. Out: the types that the
//! setting of pages fills and the drawing reads. It places and draws nothing.

use super::text::Shaped;
use std::ops::Range;
use std::sync::Arc;

/// Page width.
pub(super) const WIDTH: f32 = 612.0;
/// Page height.
pub(super) const HEIGHT: f32 = 792.0;
/// Left and right margin.
pub(super) const MARGIN: f32 = 72.0;
/// Width of running text.
pub(super) const MEASURE: f32 = 468.0;

/// A place in the order of reading; none for what readers skip, such as page numbers.
pub(super) type Slot = Option<usize>;

/// Something on a page.
#[derive(Debug)]
pub(super) enum Item {
    /// Lines of a text, the first one's top at `y`.
    Lines {
        /// The text.
        shaped: Arc<Shaped>,
        /// Which of its lines.
        lines: Range<usize>,
        /// Left end.
        x: f32,
        /// Top of the first line.
        y: f32,
        /// Place in the order of reading.
        slot: Slot,
    },
    /// A thin line across, for looks only.
    Rule {
        /// Left end.
        x: f32,
        /// Height on the page.
        y: f32,
        /// Length.
        width: f32,
        /// True for a table's inner line.
        light: bool,
    },
}

/// The parts of a letter in the order of reading, for programs that read it aloud.
#[derive(Debug)]
pub(super) enum Part {
    /// A paragraph.
    Paragraph(usize),
    /// A heading, its level, its text, and the page and height it stands at.
    Heading {
        /// Its place.
        slot: usize,
        /// 1 for the subject, 2 for sections.
        level: u16,
        /// Its words.
        text: String,
        /// Page, from 0.
        page: usize,
        /// Its top.
        y: f32,
    },
    /// Marks and bodies of a list.
    List(Vec<(usize, usize)>),
    /// Head and rows of a table.
    Table(Vec<usize>, Vec<Vec<usize>>),
}

/// Why a letter does not fit its places: which one, lines needed, lines there are.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Overflow(pub(super) &'static str, pub(super) usize, pub(super) usize);

/// Finished pages.
#[derive(Debug)]
pub(super) struct Laid {
    /// What stands on each page.
    pub(super) pages: Vec<Vec<Item>>,
    /// The order of reading.
    pub(super) parts: Vec<Part>,
    /// How many places the order of reading has.
    pub(super) slots: usize,
    /// All lines as text, a form feed between pages.
    pub(super) text: String,
}
