//! One close page for a file of records: a letterhead, facts, lists and places to sign. In: words.
//! Out: a PDF of one page, with the fonts and the drawing of the letters.
//!
//! It is always one page: where the lists are long, each shows its largest lines, and says how
//! many more there are. Totals are handed in and never cut.

use super::error::LetterError;
use super::fonts::Fonts;
use super::legible;
use super::one_page_fit::fit;
use super::one_page_pen::Pen;
use super::pdf;
use super::text::Shaper;

/// What the page says.
#[derive(Clone, Debug, Default)]
pub(in crate::write) struct OnePage {
    /// Who sends it.
    pub(in crate::write) sender: String,
    /// Its address, telephone and web address in one line.
    pub(in crate::write) sender_line: String,
    /// What the page is.
    pub(in crate::write) title: String,
    /// The same in a sentence.
    pub(in crate::write) subtitle: String,
    /// Names and what they are; each line has one pair, or two.
    pub(in crate::write) facts: Vec<Vec<(&'static str, String)>>,
    /// The parts, each of one column, or of two side by side; blocks stand below each other.
    pub(in crate::write) parts: Vec<Vec<Vec<Block>>>,
    /// What is said above the places to sign.
    pub(in crate::write) statement: String,
    /// Who signs.
    pub(in crate::write) signers: [&'static str; 2],
    /// What stands in the foot.
    pub(in crate::write) foot: String,
    /// The document's id.
    pub(in crate::write) id: String,
}

/// A heading with a list, a note, or both.
#[derive(Clone, Debug, Default)]
pub(in crate::write) struct Block {
    /// The heading.
    pub(in crate::write) heading: String,
    /// The list.
    pub(in crate::write) list: Option<List>,
    /// What is said below.
    pub(in crate::write) note: String,
    /// Where room is short, how many lines its list may have for one line of another.
    pub(in crate::write) share: usize,
}

/// A list in columns.
#[derive(Clone, Debug, Default)]
pub(in crate::write) struct List {
    /// The columns.
    pub(in crate::write) columns: Vec<Column>,
    /// The lines, of which the largest are shown where not all fit.
    pub(in crate::write) rows: Vec<Row>,
    /// The totals, which are always shown.
    pub(in crate::write) totals: Vec<Vec<String>>,
    /// What the lines' sizes count, such as `values`; blank where they are not worth a sum.
    pub(in crate::write) unit: &'static str,
    /// The file that has every line.
    pub(in crate::write) whole_in: &'static str,
}

/// A column of a list.
#[derive(Clone, Copy, Debug)]
pub(in crate::write) struct Column {
    /// Its heading.
    pub(in crate::write) title: &'static str,
    /// How its cells are set.
    pub(in crate::write) set: Set,
}

/// How the cells of a column are set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::write) enum Set {
    /// To the left, cut at the end where there is no room.
    Words,
    /// To the left, cut in the middle: names often differ at their end.
    Names,
    /// To the left, never cut: digests.
    Whole,
    /// To the right, never cut.
    Figures,
}

/// A line of a list.
#[derive(Clone, Debug, Default)]
pub(in crate::write) struct Row {
    /// How large it is.
    pub(in crate::write) size: u64,
    /// Its cells, one a column.
    pub(in crate::write) cells: Vec<String>,
}

/// A finished page.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::write) struct DrawnPage {
    /// The PDF file.
    pub(in crate::write) pdf: Vec<u8>,
    /// What stands on it, line by line; cells of a row have tabs between them.
    pub(in crate::write) text: String,
    /// Points left between the parts and the statement; less than none where they overlap.
    pub(in crate::write) room: f32,
}

impl OnePage {
    /// Draws the page.
    ///
    /// # Errors
    /// Where the fonts are damaged or the PDF writer refuses; never for what a text holds.
    pub(in crate::write) fn draw(&self) -> Result<DrawnPage, LetterError> {
        let fonts = Fonts::new()?;
        let page = self.legible(&fonts);
        let mut shaper = Shaper::new(&fonts);
        let mut pen = Pen::new(&mut shaper);
        pen.head(&page);
        let mut given = fit(&page, pen.shaper, pen.y()).into_iter();
        for columns in &page.parts {
            pen.part(columns, &mut given);
        }
        let room = pen.sign(&page);
        let laid = pen.finish(&page.foot);
        let about = pdf::About {
            title: &page.title,
            author: &page.sender,
            language: "en-US",
            notice_id: &page.id,
            dated: None,
        };
        let pdf = pdf::draw(&laid, &fonts, &about).map_err(|message| LetterError::Pdf {
            notice_id: page.id.clone(),
            message,
        })?;
        Ok(DrawnPage {
            pdf,
            text: laid.text,
            room,
        })
    }

    /// Returns the page with characters that the fonts have.
    fn legible(&self, fonts: &Fonts) -> Self {
        let mut page = self.clone();
        let write = |text: &mut String| *text = legible::line(text, fonts);
        let single = [&mut page.sender, &mut page.sender_line, &mut page.id];
        single.into_iter().for_each(write);
        let facts = page.facts.iter_mut().flatten();
        facts.for_each(|(_, value)| write(value));
        let lists = page.parts.iter_mut().flatten().flatten();
        for list in lists.filter_map(|block| block.list.as_mut()) {
            let rows = list.rows.iter_mut().flat_map(|row| &mut row.cells);
            rows.chain(list.totals.iter_mut().flatten()).for_each(write);
        }
        page
    }
}

impl List {
    /// Returns the lines to show, as positions in their order, where `lines` of the page are given
    /// to them: all, or the largest with one line left to say how many more there are.
    pub(super) fn shown(&self, lines: usize) -> Vec<usize> {
        let mut at: Vec<usize> = (0..self.rows.len()).collect();
        if lines < self.rows.len() {
            let size = |at: &usize| self.rows.get(*at).map_or(0, |row| row.size);
            at.sort_by_key(|one| (std::cmp::Reverse(size(one)), *one));
            at.truncate(lines.saturating_sub(1));
            at.sort_unstable();
        }
        at
    }

    /// Returns what is said of the lines that are not shown; none where all are.
    pub(super) fn more(&self, shown: &[usize]) -> Option<String> {
        let hidden = self.rows.len().saturating_sub(shown.len());
        if hidden == 0 {
            return None;
        }
        let sum = |sizes: &mut dyn Iterator<Item = u64>| sizes.fold(0_u64, u64::saturating_add);
        let all = sum(&mut self.rows.iter().map(|row| row.size));
        let here = shown.iter().filter_map(|at| self.rows.get(*at));
        let rest = all.saturating_sub(sum(&mut here.map(|row| row.size)));
        let sum = match self.unit {
            "" => String::new(),
            unit => format!(" with {} {unit}", grouped(rest)),
        };
        let hidden = u64::try_from(hidden).unwrap_or(u64::MAX);
        Some(format!(
            "and {} more{sum}, see {}",
            grouped(hidden),
            self.whole_in
        ))
    }
}

/// Writes a count with thousands commas.
pub(in crate::write) fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_lines_stay_in_their_order_and_the_rest_is_summed() {
        let row = |size| Row {
            size,
            cells: Vec::new(),
        };
        let list = List {
            rows: [5, 900, 7, 2000, 900].map(row).to_vec(),
            unit: "values",
            whole_in: "all.json",
            ..List::default()
        };
        assert_eq!(list.shown(5), [0, 1, 2, 3, 4]);
        assert_eq!(list.more(&list.shown(5)), None);
        assert_eq!(list.shown(4), [1, 3, 4]);
        let more = list.more(&list.shown(3)).unwrap();
        assert_eq!(more, "and 3 more with 912 values, see all.json");
        assert_eq!(list.shown(1), [0_usize; 0]);
    }

    #[test]
    fn counts_have_commas() {
        for (count, text) in [
            (0, "0"),
            (999, "999"),
            (1_000, "1,000"),
            (1_234_567, "1,234,567"),
        ] {
            assert_eq!(grouped(count), text);
        }
    }
}
