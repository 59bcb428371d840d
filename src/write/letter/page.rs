//! Where running text goes on US letter pages. In: blocks. Out: pages of placed lines and rules,
//! the order in which they are read, and the same as plain text. It draws nothing.
#![expect(
    clippy::float_arithmetic,
    reason = "pages are measured in points; no money or date passes here"
)]

use super::markup::{Block, Rich};
use super::sheet::{Item, Laid, MARGIN, MEASURE, Overflow, Part, Slot, WIDTH};
use super::table::{self, Grid};
use super::text::{Role, Shaped, Shaper};
use std::ops::Range;
use std::sync::Arc;

const NEXT_TOP: f32 = 66.0;
const BOTTOM: f32 = 732.0;
/// A section of at most this height is not broken.
const WHOLE: f32 = 180.0;
const FOOTER_TOP: f32 = 744.0;
const BULLET_INDENT: f32 = 14.0;

/// Pages as they fill.
pub(super) struct Flow<'a> {
    pub(super) shaper: &'a mut Shaper,
    pages: Vec<Vec<Item>>,
    y: f32,
    parts: Vec<Part>,
    slots: usize,
    text: String,
}

/// A block, shaped and ready to be placed.
enum Ready {
    Heading(Arc<Shaped>),
    Paragraph(Arc<Shaped>),
    Bullet(Arc<Shaped>),
    Table(Grid),
}

impl Ready {
    /// Returns the height with the space around it.
    fn height(&self) -> f32 {
        match self {
            Self::Heading(shaped) => 9.0 + shaped.height() + 3.0,
            Self::Paragraph(shaped) => shaped.height() + 6.0,
            Self::Bullet(shaped) => shaped.height() + 3.0,
            Self::Table(grid) => grid.height() + 10.0,
        }
    }
}

impl<'a> Flow<'a> {
    /// Returns an empty first page.
    pub(super) fn new(shaper: &'a mut Shaper) -> Self {
        Self {
            shaper,
            pages: vec![Vec::new()],
            y: 0.0,
            parts: Vec::new(),
            slots: 0,
            text: String::new(),
        }
    }

    /// Sets one text as a paragraph, unbroken, and goes down past it.
    pub(super) fn paragraph(&mut self, shaped: &Arc<Shaped>, x: f32) {
        let slot = self.slot();
        self.place(shaped, 0..shaped.lines.len(), x, Some(slot));
        self.parts.push(Part::Paragraph(slot));
    }

    /// Sets all blocks, breaking pages where they must break.
    pub(super) fn blocks(&mut self, blocks: &[Block]) -> Result<(), Overflow> {
        let ready: Vec<Ready> = blocks.iter().map(|block| self.ready(block)).collect();
        for (at, block) in ready.iter().enumerate() {
            let rest = ready.get(at..).unwrap_or_default();
            if !self.at_top() && self.y + lead(rest).max(section(rest)) > BOTTOM {
                self.next_page();
            }
            match block {
                Ready::Heading(shaped) => {
                    if !self.at_top() {
                        self.y += 9.0;
                    }
                    self.heading(shaped, 2);
                    self.y += 3.0;
                }
                Ready::Paragraph(shaped) => {
                    let slot = self.slot();
                    self.parts.push(Part::Paragraph(slot));
                    self.prose(shaped, MARGIN, slot);
                    self.y += 6.0;
                }
                Ready::Bullet(shaped) => self.bullet(shaped),
                Ready::Table(grid) => {
                    table::place(self, grid)?;
                    self.y += 10.0;
                }
            }
        }
        Ok(())
    }

    fn ready(&mut self, block: &Block) -> Ready {
        match block {
            Block::Heading(text) => {
                Ready::Heading(self.shaper.shape(text, Role::Heading, Some(MEASURE)))
            }
            Block::Paragraph(text) => {
                Ready::Paragraph(self.shaper.shape(text, Role::Body, Some(MEASURE)))
            }
            Block::Bullet(text) => {
                let width = Some(MEASURE - BULLET_INDENT);
                Ready::Bullet(self.shaper.shape(text, Role::Body, width))
            }
            Block::Table(table) => Ready::Table(Grid::new(self.shaper, table, MEASURE)),
        }
    }

    /// Sets a heading: level 1 is the letter's subject.
    pub(super) fn heading(&mut self, shaped: &Arc<Shaped>, level: u16) {
        let slot = self.slot();
        self.parts.push(Part::Heading {
            slot,
            level,
            text: shaped.text.clone(),
            page: self.pages.len().saturating_sub(1),
            y: self.y,
        });
        self.place(shaped, 0..shaped.lines.len(), MARGIN, Some(slot));
    }

    fn bullet(&mut self, shaped: &Arc<Shaped>) {
        let mark = self.shaper.shape(&Rich::plain("•"), Role::Body, None);
        let slots = (self.slot(), self.slot());
        if let Some(Part::List(items)) = self.parts.last_mut() {
            items.push(slots);
        } else {
            self.parts.push(Part::List(vec![slots]));
        }
        let top = self.y;
        let text_before = self.text.len();
        self.place(&mark, 0..1, MARGIN + 3.0, Some(slots.0));
        self.text.truncate(text_before);
        self.text.push_str("• ");
        self.y = top;
        self.prose(shaped, MARGIN + BULLET_INDENT, slots.1);
        self.y += 3.0;
    }

    /// Sets a text over as many pages as it needs, at least two lines on each side of a break.
    fn prose(&mut self, shaped: &Arc<Shaped>, x: f32, slot: usize) {
        let mut from = 0;
        while from < shaped.lines.len() {
            let left = shaped.lines.len() - from;
            let fits = (1..=left)
                .take_while(|count| self.y + shaped.height_of(*count) <= BOTTOM)
                .count();
            let now = if fits == left || self.at_top() {
                fits.max(1)
            } else {
                fits.min(left.saturating_sub(2))
            };
            if now < 2 && fits < left && !self.at_top() {
                self.next_page();
                continue;
            }
            self.place(shaped, from..from + now, x, Some(slot));
            from += now;
            if from < shaped.lines.len() {
                self.next_page();
            }
        }
    }

    /// Sets lines at the current height and goes down past them.
    fn place(&mut self, shaped: &Arc<Shaped>, lines: Range<usize>, x: f32, slot: Slot) {
        for at in lines.clone() {
            self.text.push_str(shaped.line_text(at));
            self.text.push('\n');
        }
        let height = shaped.height_of(lines.len());
        self.put(Item::Lines {
            shaped: Arc::clone(shaped),
            lines,
            x,
            y: self.y,
            slot,
        });
        self.y += height;
    }

    /// Draws a thin line at the current height.
    pub(super) fn rule(&mut self, x: f32, width: f32, light: bool) {
        let y = self.y;
        self.put(Item::Rule { x, y, width, light });
    }

    /// Puts something on the current page.
    pub(super) fn put(&mut self, item: Item) {
        if let Some(page) = self.pages.last_mut() {
            page.push(item);
        }
    }

    /// Adds a line to the plain text.
    pub(super) fn note(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// Takes the next place in the order of reading.
    pub(super) fn slot(&mut self) -> usize {
        self.slots += 1;
        self.slots - 1
    }

    /// Adds a part to the order of reading.
    pub(super) fn part(&mut self, part: Part) {
        self.parts.push(part);
    }

    /// Returns the current height.
    pub(super) fn y(&self) -> f32 {
        self.y
    }

    /// Goes to a height on this page.
    pub(super) fn go_to(&mut self, y: f32) {
        self.y = y;
    }

    /// Goes down.
    pub(super) fn down(&mut self, by: f32) {
        self.y += by;
    }

    /// Returns true where `height` more fits on this page.
    pub(super) fn fits(&self, height: f32) -> bool {
        self.y + height <= BOTTOM
    }

    /// Returns true at the top of a page after the first.
    pub(super) fn at_top(&self) -> bool {
        self.pages.len() > 1 && self.y <= NEXT_TOP
    }

    /// Starts a page.
    pub(super) fn next_page(&mut self) {
        self.pages.push(Vec::new());
        self.y = NEXT_TOP;
        self.text.push('\u{c}');
    }

    /// Sets the footers and ends the letter. `footer` returns the left and the right text of a
    /// page, given its number from 1 and how many there are.
    pub(super) fn finish<E>(
        self,
        footer: impl Fn(usize, usize) -> Result<[String; 2], E>,
    ) -> Result<Laid, E> {
        let Self {
            shaper,
            mut pages,
            parts,
            slots,
            text,
            ..
        } = self;
        let count = pages.len();
        let mut out = String::with_capacity(text.len() + count * 48);
        let texts = text.split('\u{c}');
        for ((number, page), body) in (1..).zip(&mut pages).zip(texts) {
            let ends = footer(number, count)?;
            out.push_str(body);
            for (end, text) in ends.iter().enumerate() {
                let shaped = shaper.shape(&Rich::plain(text), Role::Small, None);
                page.push(Item::Lines {
                    x: if end == 0 {
                        MARGIN
                    } else {
                        WIDTH - MARGIN - shaped.width
                    },
                    y: FOOTER_TOP,
                    lines: 0..shaped.lines.len(),
                    shaped,
                    slot: None,
                });
                out.push_str(text);
                out.push('\n');
            }
            if number < count {
                out.push('\u{c}');
            }
        }
        Ok(Laid {
            pages,
            parts,
            slots,
            text: out,
        })
    }
}

/// Returns the height of the section that begins with the first block, 0 where none begins or it
/// is too high to be kept whole.
fn section(blocks: &[Ready]) -> f32 {
    let Some((first @ Ready::Heading(_), rest)) = blocks.split_first() else {
        return 0.0;
    };
    let body = rest
        .iter()
        .take_while(|block| !matches!(block, Ready::Heading(_)));
    let whole: f32 = std::iter::once(first).chain(body).map(Ready::height).sum();
    // The space after the last block may stand in the margin.
    if whole > WHOLE { 0.0 } else { whole - 6.0 }
}

/// Returns how much of what comes must stand together with the first block of it: a heading with
/// what it heads, a paragraph that ends in a colon with what it announces.
fn lead(blocks: &[Ready]) -> f32 {
    let Some((first, rest)) = blocks.split_first() else {
        return 0.0;
    };
    match first {
        Ready::Heading(shaped) => 9.0 + shaped.height() + 3.0 + lead(rest),
        Ready::Paragraph(shaped) if shaped.text.ends_with(':') && shaped.lines.len() <= 3 => {
            shaped.height() + 6.0 + lead(rest)
        }
        Ready::Paragraph(shaped) | Ready::Bullet(shaped) => match shaped.lines.len() {
            lines @ 0..=3 => shaped.height_of(lines),
            _ => shaped.height_of(2),
        },
        Ready::Table(grid) => grid.lead(),
    }
}
