//! Where things go on US letter pages. In: blocks. Out: pages of placed lines and rules, the
//! order in which they are read, and the same as plain text. It draws nothing.
//!
//! The address stands where a left-window #10 envelope shows it when the letter is folded in
//! three, wherever the letter slides; nothing else stands in that strip.
#![expect(
    clippy::float_arithmetic,
    reason = "pages are measured in points; no money or date passes here"
)]

use super::markup::{Block, Rich};
use super::table::{self, Grid};
use super::text::{Role, Shaped, Shaper};
use std::ops::Range;
use std::sync::Arc;

/// Page width.
pub(super) const WIDTH: f32 = 612.0;
/// Page height.
pub(super) const HEIGHT: f32 = 792.0;
/// Left and right margin.
pub(super) const MARGIN: f32 = 72.0;
/// Width of running text.
pub(super) const MEASURE: f32 = WIDTH - 2.0 * MARGIN;

const LETTERHEAD_TOP: f32 = 46.0;
/// The letterhead must end above the strip that the window can show (2.0 inches).
const LETTERHEAD_END: f32 = 144.0;
/// The address's last line ends here (3.15 inches), whatever its height.
const ADDRESS_END: f32 = 227.0;
const ADDRESS_WIDTH: f32 = 234.0;
const ADDRESS_LINES: usize = 6;
/// Right of all that the window can show.
const REFERENCE_LEFT: f32 = 396.0;
const REFERENCE_TOP: f32 = 168.0;
/// Below the first fold.
const FIRST_TOP: f32 = 268.0;
const NEXT_TOP: f32 = 66.0;
const BOTTOM: f32 = 722.0;
const FOOTER_TOP: f32 = 744.0;
const BULLET_INDENT: f32 = 14.0;

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

/// What stands above the text on the first page.
#[derive(Debug)]
pub(super) struct Front<'a> {
    /// The sender's name.
    pub(super) sender: &'a str,
    /// Its address, one line each.
    pub(super) sender_lines: &'a [String],
    /// Its telephone and web address.
    pub(super) contact: &'a [String],
    /// The customer's name and address.
    pub(super) address: &'a [String],
    /// Date and notice.
    pub(super) reference: &'a [String],
    /// What the letter is about.
    pub(super) subject: &'a str,
}

/// Why a letter does not fit its places: which one, lines needed, lines there are.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Overflow(pub(super) &'static str, pub(super) usize, pub(super) usize);

/// Pages as they fill.
pub(super) struct Flow<'a> {
    pub(super) shaper: &'a mut Shaper,
    pages: Vec<Vec<Item>>,
    y: f32,
    parts: Vec<Part>,
    slots: usize,
    text: String,
}

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

/// A block, shaped and ready to be placed.
enum Ready {
    Heading(Arc<Shaped>),
    Paragraph(Arc<Shaped>),
    Bullet(Arc<Shaped>),
    Table(Grid),
}

impl<'a> Flow<'a> {
    /// Sets the first page's head: sender, address, reference and subject.
    pub(super) fn begin(shaper: &'a mut Shaper, front: &Front<'_>) -> Result<Self, Overflow> {
        let mut flow = Self {
            shaper,
            pages: vec![Vec::new()],
            y: LETTERHEAD_TOP,
            parts: Vec::new(),
            slots: 0,
            text: String::new(),
        };
        flow.letterhead(front)?;
        flow.address(front.address)?;
        flow.y = REFERENCE_TOP;
        let room = WIDTH - MARGIN - REFERENCE_LEFT;
        for line in front.reference {
            flow.line(line, Role::Small, REFERENCE_LEFT, room);
        }
        flow.y = FIRST_TOP;
        let subject = Rich::plain(front.subject);
        let shaped = flow.shaper.shape(&subject, Role::Subject, Some(MEASURE));
        flow.heading(&shaped, 1);
        flow.y += 8.0;
        Ok(flow)
    }

    fn letterhead(&mut self, front: &Front<'_>) -> Result<(), Overflow> {
        let half = MEASURE / 2.0;
        let top = self.y;
        self.line(front.sender, Role::Letterhead, MARGIN, MEASURE);
        for line in front.sender_lines {
            self.line(line, Role::Small, MARGIN, half);
        }
        let left_end = std::mem::replace(&mut self.y, top + Role::Letterhead.look().leading);
        for line in front.contact {
            let shaped = self
                .shaper
                .shape(&Rich::plain(line), Role::Small, Some(half));
            let x = WIDTH - MARGIN - shaped.width;
            self.paragraph_at(&shaped, x);
        }
        self.y = self.y.max(left_end) + 7.0;
        self.rule(MARGIN, MEASURE, false);
        if self.y > LETTERHEAD_END {
            return Err(Overflow(
                "the letterhead",
                front.sender_lines.len().max(front.contact.len()),
                5,
            ));
        }
        Ok(())
    }

    fn address(&mut self, lines: &[String]) -> Result<(), Overflow> {
        let shaped: Vec<_> = lines
            .iter()
            .map(|line| {
                self.shaper
                    .shape(&Rich::plain(line), Role::Address, Some(ADDRESS_WIDTH))
            })
            .collect();
        let needed = shaped.iter().map(|text| text.lines.len()).sum();
        if needed > ADDRESS_LINES {
            return Err(Overflow("the address", needed, ADDRESS_LINES));
        }
        self.y = ADDRESS_END - shaped.iter().map(|text| text.height()).sum::<f32>();
        for text in &shaped {
            self.paragraph_at(text, MARGIN);
        }
        Ok(())
    }

    /// Sets one plain text at a fixed place and goes down past it.
    fn line(&mut self, text: &str, role: Role, x: f32, width: f32) {
        let shaped = self.shaper.shape(&Rich::plain(text), role, Some(width));
        self.paragraph_at(&shaped, x);
    }

    fn paragraph_at(&mut self, shaped: &Arc<Shaped>, x: f32) {
        let slot = self.slot();
        self.place(shaped, 0..shaped.lines.len(), x, Some(slot));
        self.parts.push(Part::Paragraph(slot));
    }

    /// Sets all blocks, breaking pages where they must break.
    pub(super) fn blocks(&mut self, blocks: &[Block]) -> Result<(), Overflow> {
        let ready: Vec<Ready> = blocks.iter().map(|block| self.ready(block)).collect();
        for (at, block) in ready.iter().enumerate() {
            let rest = ready.get(at..).unwrap_or_default();
            if !self.at_top() && self.y + lead(rest) > BOTTOM {
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

    fn heading(&mut self, shaped: &Arc<Shaped>, level: u16) {
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
