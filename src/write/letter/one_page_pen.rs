//! Sets a close page: each text at its place, every cell on one line. In: the page's words and the
//! lines that each list may have. Out: the placed items and the order in which they are read.
#![expect(
    clippy::float_arithmetic,
    reason = "pages are measured in points; no money or date passes here"
)]

use super::markup::Rich;
use super::one_page::{Block, Column, List, OnePage, Set};
use super::sheet::{Item, Laid, Part, Slot};
use super::table::shrink;
use super::text::{Role, Shaped, Shaper};
use std::sync::Arc;

/// Left margin.
const LEFT: f32 = 54.0;
/// Width of the page's text.
pub(super) const MEASURE: f32 = 504.0;
/// Width of one of two blocks side by side.
pub(super) const HALF: f32 = 240.0;
const HEAD_TOP: f32 = 36.0;
/// Below a block.
pub(super) const GAP: f32 = 8.0;
/// Where the statement must end.
pub(super) const PARTS_END: f32 = 704.0;
const SIGN_LINE: f32 = 736.0;
const FOOT_TOP: f32 = 757.0;
/// Lines of a note or statement at most.
pub(super) const NOTE_LINES: usize = 4;
/// Room for a fact's name.
const NAME: f32 = 62.0;
/// Between two columns.
const GUTTER: f32 = 10.0;

/// Returns a note, set in lines of `width`.
pub(super) fn note(shaper: &mut Shaper, text: &str, width: f32) -> Arc<Shaped> {
    shaper.shape(&Rich::plain(text), Role::FineNote, Some(width))
}

/// Returns the statement, set.
pub(super) fn statement(shaper: &mut Shaper, page: &OnePage) -> Arc<Shaped> {
    shaper.shape(&Rich::plain(&*page.statement), Role::Fine, Some(MEASURE))
}

/// A page as it fills.
pub(super) struct Pen<'a> {
    pub(super) shaper: &'a mut Shaper,
    items: Vec<Item>,
    parts: Vec<Part>,
    slots: usize,
    text: String,
    y: f32,
}

impl<'a> Pen<'a> {
    /// Returns an empty page.
    pub(super) fn new(shaper: &'a mut Shaper) -> Self {
        Self {
            shaper,
            items: Vec::new(),
            parts: Vec::new(),
            slots: 0,
            text: String::new(),
            y: HEAD_TOP,
        }
    }

    /// Returns how far down the page is filled.
    pub(super) fn y(&self) -> f32 {
        self.y
    }

    /// Sets what stands above the lists.
    pub(super) fn head(&mut self, page: &OnePage) {
        let sender = self.line(&page.sender, Role::Letterhead, MEASURE);
        self.paragraph(&sender, LEFT);
        if !page.sender_line.is_empty() {
            let line = self.line(&page.sender_line, Role::FineNote, MEASURE);
            self.paragraph(&line, LEFT);
        }
        self.y += 5.0;
        self.rule(LEFT, MEASURE, false);
        self.y += 9.0;
        let title = self.line(&page.title, Role::Subject, MEASURE);
        self.heading(&title, LEFT, 1);
        let subtitle = note(self.shaper, &page.subtitle, MEASURE);
        self.paragraph(&subtitle, LEFT);
        self.y += 5.0;
        for pair in &page.facts {
            let top = self.y;
            for (x, (name, value)) in [LEFT, LEFT + MEASURE - HALF].into_iter().zip(pair) {
                self.y = top;
                let room = if pair.len() == 1 { MEASURE } else { HALF } - NAME;
                let name = self.line(name, Role::FineNote, NAME);
                self.paragraph(&name, x);
                self.y = top;
                let value = self.line(value, Role::Fine, room);
                self.paragraph(&value, x + NAME);
            }
        }
        self.y += GAP;
    }

    /// Sets one part: a column of blocks, or two side by side. `given` are the lines of each list.
    pub(super) fn part(&mut self, columns: &[Vec<Block>], given: &mut impl Iterator<Item = usize>) {
        let (top, mut end) = (self.y, self.y);
        let width = if columns.len() > 1 { HALF } else { MEASURE };
        for (blocks, x) in columns.iter().zip([LEFT, LEFT + MEASURE - HALF]) {
            self.y = top;
            for block in blocks {
                self.block(block, given.next().unwrap_or_default(), (x, width));
            }
            end = end.max(self.y);
        }
        self.y = end;
    }

    fn block(&mut self, block: &Block, given: usize, (x, width): (f32, f32)) {
        let heading = self.line(&block.heading, Role::Part, width);
        self.heading(&heading, x, 2);
        if let Some(list) = &block.list {
            self.list(list, given, (x, width));
        }
        if !block.note.is_empty() {
            let note = note(self.shaper, &block.note, width);
            let lines = note.lines.len().min(NOTE_LINES);
            self.set(&note, lines, x);
        }
        self.y += GAP;
    }

    /// Sets the statement and the places to sign, at the foot whatever stands above. Returns the
    /// space between.
    pub(super) fn sign(&mut self, page: &OnePage) -> f32 {
        let statement = statement(self.shaper, page);
        let room = PARTS_END - statement.height() - self.y;
        self.y += room;
        self.set(&statement, statement.lines.len(), LEFT);
        for (x, who) in [LEFT, LEFT + MEASURE - HALF].into_iter().zip(page.signers) {
            for (from, width, words) in [
                (x, HALF - 76.0, format!("{who}: name and signature")),
                (x + HALF - 66.0, 66.0, "Date".to_owned()),
            ] {
                self.y = SIGN_LINE;
                self.rule(from, width, false);
                self.y += 2.0;
                let words = self.line(&words, Role::FineNote, width);
                self.paragraph(&words, from);
            }
        }
        room
    }

    /// Sets the foot and ends the page.
    pub(super) fn finish(mut self, foot: &str) -> Laid {
        let foot = self.line(foot, Role::FineNote, MEASURE);
        self.y = FOOT_TOP;
        self.place(&foot, (0, 1), LEFT, None);
        self.note(&foot.text);
        Laid {
            pages: vec![self.items],
            parts: self.parts,
            slots: self.slots,
            text: self.text,
        }
    }

    fn list(&mut self, list: &List, given: usize, (x, width): (f32, f32)) {
        let titles = list.columns.iter().map(|column| Rich::plain(column.title));
        let head = (titles.collect::<Vec<_>>(), Role::FineHead);
        let shown = list.shown(given);
        let cells = |cells: &Vec<String>| cells.iter().map(|cell| Rich::plain(&**cell)).collect();
        let rows = shown.iter().filter_map(|at| list.rows.get(*at));
        let rows: Vec<(Vec<Rich>, Role)> =
            rows.map(|row| (cells(&row.cells), Role::Fine)).collect();
        let bold = |cell: &String| Rich {
            text: cell.clone(),
            bold: std::iter::once(0..cell.len()).collect(),
        };
        let totals = list
            .totals
            .iter()
            .map(|total| total.iter().map(bold).collect());
        let totals: Vec<(Vec<Rich>, Role)> = totals.map(|cells| (cells, Role::Fine)).collect();
        let all = std::iter::once(&head).chain(&rows).chain(&totals);
        let columns = self.columns(&list.columns, all, width);

        let head = self.row(&head, &columns, x);
        self.rule(x, width, true);
        let mut slots: Vec<Vec<usize>> =
            rows.iter().map(|row| self.row(row, &columns, x)).collect();
        if let Some(more) = list.more(&shown) {
            let more = (vec![Rich::plain(more)], Role::FineNote);
            let mut cells = self.row(&more, &[(width, Set::Words)], x);
            // A row has as many cells as the head, also for those who hear it.
            cells.extend((1..columns.len()).map(|_| self.slot()));
            slots.push(cells);
        }
        self.rule(x, width, true);
        slots.extend(totals.iter().map(|row| self.row(row, &columns, x)));
        self.parts.push(Part::Table(head, slots));
    }

    /// Returns the width of each column's text and how it is set: what is never cut keeps its
    /// width, the others share what is left.
    fn columns<'b>(
        &mut self,
        columns: &[Column],
        rows: impl Iterator<Item = &'b (Vec<Rich>, Role)>,
        width: f32,
    ) -> Vec<(f32, Set)> {
        let mut widths = vec![0.0_f32; columns.len()];
        for (cells, role) in rows {
            for (cell, wide) in cells.iter().zip(&mut widths) {
                // A hair wider, so that a text of just this width is not cut by rounding.
                *wide = wide.max(self.shaper.shape(cell, *role, None).width + 0.1);
            }
        }
        let count = |of: usize| f32::from(u16::try_from(of).unwrap_or(u16::MAX));
        let (mut room, mut words) = (
            width - GUTTER * count(columns.len().saturating_sub(1)),
            vec![],
        );
        for (column, wide) in columns.iter().zip(&widths) {
            match column.set {
                Set::Words | Set::Names => words.push(*wide),
                Set::Whole | Set::Figures => room -= wide,
            }
        }
        shrink(&mut words, room);
        let spare = (room - words.iter().sum::<f32>()).max(0.0) / count(words.len().max(1));
        let mut words = words.into_iter();
        columns
            .iter()
            .zip(widths)
            .map(|(column, wide)| match column.set {
                Set::Words | Set::Names => (words.next().unwrap_or(wide) + spare, column.set),
                Set::Whole | Set::Figures => (wide, column.set),
            })
            .collect()
    }

    /// Sets one line of a list, each cell cut to its column.
    fn row(&mut self, row: &(Vec<Rich>, Role), columns: &[(f32, Set)], x: f32) -> Vec<usize> {
        let (cells, role) = row;
        let (mut slots, mut from, top) = (Vec::new(), x, self.y);
        let mut texts = Vec::new();
        for (cell, (width, set)) in cells.iter().zip(columns) {
            let shaped = cut(self.shaper, (cell, *set), *role, *width);
            let slot = self.slot();
            let indent = if *set == Set::Figures {
                width - shaped.width
            } else {
                0.0
            };
            self.y = top;
            self.place(&shaped, (0, 1), from + indent, Some(slot));
            texts.push(shaped.text.clone());
            slots.push(slot);
            from += width + GUTTER;
        }
        self.y = top + role.look().leading;
        self.note(&texts.join("\t"));
        slots
    }

    fn line(&mut self, text: &str, role: Role, width: f32) -> Arc<Shaped> {
        cut(self.shaper, (&Rich::plain(text), Set::Words), role, width)
    }

    fn heading(&mut self, shaped: &Arc<Shaped>, x: f32, level: u16) {
        let slot = self.slot();
        self.parts.push(Part::Heading {
            slot,
            level,
            text: shaped.text.clone(),
            page: 0,
            y: self.y,
        });
        self.place(shaped, (0, shaped.lines.len()), x, Some(slot));
        self.note(&shaped.text);
    }

    fn paragraph(&mut self, shaped: &Arc<Shaped>, x: f32) {
        self.set(shaped, shaped.lines.len(), x);
    }

    /// Sets the first `lines` of a text as a paragraph.
    fn set(&mut self, shaped: &Arc<Shaped>, lines: usize, x: f32) {
        let slot = self.slot();
        self.parts.push(Part::Paragraph(slot));
        self.place(shaped, (0, lines), x, Some(slot));
        let shown: Vec<&str> = (0..lines).map(|at| shaped.line_text(at)).collect();
        self.note(&shown.join(" "));
    }

    fn place(&mut self, shaped: &Arc<Shaped>, (from, to): (usize, usize), x: f32, slot: Slot) {
        let to = to.min(shaped.lines.len());
        self.items.push(Item::Lines {
            shaped: Arc::clone(shaped),
            lines: from..to,
            x,
            y: self.y,
            slot,
        });
        self.y += shaped.height_of(to.saturating_sub(from));
    }

    fn rule(&mut self, x: f32, width: f32, light: bool) {
        let y = self.y;
        self.items.push(Item::Rule { x, y, width, light });
    }

    fn slot(&mut self) -> usize {
        self.slots += 1;
        self.slots - 1
    }

    fn note(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }
}

/// Sets a text on one line of at most `width`; where it is too long, `…` stands for what is not
/// shown.
fn cut(shaper: &mut Shaper, (text, set): (&Rich, Set), role: Role, width: f32) -> Arc<Shaped> {
    let whole = shaper.shape(text, role, None);
    if whole.width <= width {
        return whole;
    }
    let letters: Vec<char> = text.text.chars().collect();
    let shortened = |count: usize| {
        let tail = if set == Set::Names { count / 2 } else { 0 };
        let head = letters.iter().take(count - tail).collect::<String>();
        let tail: String = letters.iter().skip(letters.len() - tail).collect();
        let short = format!("{}…{tail}", head.trim_end());
        let bold = if text.bold.is_empty() { 0 } else { short.len() };
        Rich {
            bold: (bold > 0).then_some(0..bold).into_iter().collect(),
            text: short,
        }
    };
    // The most characters that fit: halved until the two ends meet.
    let (mut fits, mut not) = (0, letters.len());
    while fits + 1 < not {
        let middle = fits.midpoint(not);
        if shaper.shape(&shortened(middle), role, None).width <= width {
            fits = middle;
        } else {
            not = middle;
        }
    }
    shaper.shape(&shortened(fits), role, None)
}

#[cfg(test)]
mod tests {
    use super::super::fonts::Fonts;
    use super::*;

    #[test]
    fn what_is_too_long_is_cut_at_its_end_or_in_its_middle() {
        let fonts = Fonts::new().unwrap();
        let mut shaper = Shaper::new(&fonts);
        let text = Rich::plain("exports/year 2024/PAYMENT_METHODS_OF_DISTRICT_029.csv");
        let mut cut = |set, width| cut(&mut shaper, (&text, set), Role::Fine, width);
        for width in [4.0, 60.0, 120.0] {
            let (words, names) = (cut(Set::Words, width), cut(Set::Names, width));
            assert!(words.text.ends_with('…') && words.lines.len() == 1);
            assert!(words.width <= width.max(8.0) && names.width <= width.max(8.0));
        }
        assert!(cut(Set::Names, 120.0).text.ends_with("_029.csv"));
        assert_eq!(cut(Set::Words, 900.0).text, text.text);
    }
}
