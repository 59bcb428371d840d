//! How many lines each list of a close page gets. In: the page and where its lists begin. Out: for
//! each list the lines given to it, so that everything ends above the places to sign.
//!
//! Lines are given one at a time, always to the list that has fewest for its share, until nothing
//! more fits: a short list is shown whole, long ones share what is left.
#![expect(
    clippy::float_arithmetic,
    reason = "pages are measured in points; no money or date passes here"
)]

use super::one_page::{Block, OnePage};
use super::one_page_pen::{GAP, HALF, MEASURE, NOTE_LINES, PARTS_END, note, statement};
use super::text::{Role, Shaper};
use std::collections::BTreeMap;

/// Lines that each list gets at least, if it has them.
const FEWEST: usize = 2;

/// A block as it is measured.
struct Frame {
    /// The part and the column it stands in.
    place: (usize, usize),
    /// Its height without the lines of its list.
    height: f32,
    /// Lines that its list would have.
    lines: usize,
    /// Lines that its list has.
    given: usize,
    /// How many lines it may have for one line of another list.
    share: usize,
    /// True where one line more would not fit.
    full: bool,
}

/// Returns the lines given to each block's list, in the order of reading, where the parts begin at
/// `top`.
pub(super) fn fit(page: &OnePage, shaper: &mut Shaper, top: f32) -> Vec<usize> {
    let room = PARTS_END - statement(shaper, page).height() - top;
    let mut frames = Vec::new();
    for (part, columns) in page.parts.iter().enumerate() {
        let width = if columns.len() > 1 { HALF } else { MEASURE };
        for (column, blocks) in columns.iter().enumerate() {
            let place = (part, column);
            frames.extend(
                blocks
                    .iter()
                    .map(|block| frame(shaper, block, width, place)),
            );
        }
    }
    while let Some(at) = next(&frames) {
        more(&mut frames, at, room);
    }
    frames.into_iter().map(|frame| frame.given).collect()
}

fn frame(shaper: &mut Shaper, block: &Block, width: f32, place: (usize, usize)) -> Frame {
    let line = Role::Fine.look().leading;
    let mut height = Role::Part.look().leading + GAP;
    let lines = block.list.as_ref().map_or(0, |list| list.rows.len());
    if let Some(list) = &block.list {
        let fixed = u16::try_from(1 + list.totals.len()).unwrap_or(u16::MAX);
        height += f32::from(fixed) * line;
    }
    if !block.note.is_empty() {
        let note = note(shaper, &block.note, width);
        height += note.height_of(note.lines.len().min(NOTE_LINES));
    }
    Frame {
        place,
        height,
        lines,
        given: lines.min(FEWEST),
        share: block.share.max(1),
        full: false,
    }
}

/// Returns the block with fewest lines for its share, among those that want more.
fn next(frames: &[Frame]) -> Option<usize> {
    let wants = |frame: &Frame| frame.given < frame.lines && !frame.full;
    let waiting = frames.iter().enumerate().filter(|(_, frame)| wants(frame));
    let first = waiting.min_by_key(|(at, frame)| (frame.given / frame.share, *at));
    first.map(|(at, _)| at)
}

/// Gives one line more to a block, or notes that there is no room for it.
fn more(frames: &mut [Frame], at: usize, room: f32) {
    if let Some(frame) = frames.get_mut(at) {
        frame.given += 1;
    }
    let fits = height(frames) <= room;
    if let Some(frame) = frames.get_mut(at).filter(|_| !fits) {
        frame.given -= 1;
        frame.full = true;
    }
}

/// Returns the height of all parts: in each the higher of its columns.
fn height(frames: &[Frame]) -> f32 {
    let line = Role::Fine.look().leading;
    let mut columns: BTreeMap<usize, BTreeMap<usize, f32>> = BTreeMap::new();
    for frame in frames {
        let (part, column) = frame.place;
        let lines = f32::from(u16::try_from(frame.given).unwrap_or(u16::MAX)) * line;
        *columns.entry(part).or_default().entry(column).or_default() += frame.height + lines;
    }
    let higher = |part: &BTreeMap<usize, f32>| part.values().copied().fold(0.0_f32, f32::max);
    columns.values().map(higher).sum()
}
