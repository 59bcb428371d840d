//! How many lines each list of a close page gets. In: the page and where its lists begin. Out: for
//! each list the lines given to it, so that everything ends above the places to sign.
//!
//! Lines are given one at a time, always to the list that has fewest of those whose turn it is,
//! until nothing more fits: a short list is shown whole, long ones share what is left.
#![expect(
    clippy::float_arithmetic,
    reason = "pages are measured in points; no money or date passes here"
)]

use super::one_page::{Block, OnePage};
use super::one_page_pen::{GAP, HALF, MEASURE, NOTE_LINES, PARTS_END, note, statement};
use super::text::{Role, Shaper};

/// A block's height without the lines of its list.
struct Frame {
    height: f32,
    /// Lines of the list; none where the block has no list.
    lines: usize,
    turn: u8,
}

/// Returns the lines given to each block's list, part by part, where the parts begin at `top`.
pub(super) fn fit(page: &OnePage, shaper: &mut Shaper, top: f32) -> Vec<Vec<usize>> {
    let room = PARTS_END - statement(shaper, page).height() - top;
    let frames: Vec<Vec<Frame>> = page
        .parts
        .iter()
        .map(|part| {
            let width = if part.len() > 1 { HALF } else { MEASURE };
            part.iter()
                .map(|block| frame(shaper, block, width))
                .collect()
        })
        .collect();
    let mut given: Vec<Vec<usize>> = frames
        .iter()
        .map(|part| part.iter().map(|frame| frame.lines.min(1)).collect())
        .collect();
    let mut full: Vec<(usize, usize)> = Vec::new();
    while let Some((part, block)) = next(&frames, &given, &full) {
        add(&mut given, (part, block), 1);
        if height(&frames, &given) > room {
            add(&mut given, (part, block), -1);
            full.push((part, block));
        }
    }
    given
}

fn frame(shaper: &mut Shaper, block: &Block, width: f32) -> Frame {
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
        height,
        lines,
        turn: block.turn,
    }
}

/// Returns the block whose turn it is, with fewest lines among those that want more and may still
/// have it.
fn next(
    frames: &[Vec<Frame>],
    given: &[Vec<usize>],
    full: &[(usize, usize)],
) -> Option<(usize, usize)> {
    let mut best: Option<((u8, usize), (usize, usize))> = None;
    for (part, (frames, given)) in frames.iter().zip(given).enumerate() {
        for (block, (frame, given)) in frames.iter().zip(given).enumerate() {
            let wants = *given < frame.lines && !full.contains(&(part, block));
            let now = (frame.turn, *given);
            if wants && best.is_none_or(|(first, _)| now < first) {
                best = Some((now, (part, block)));
            }
        }
    }
    best.map(|(_, place)| place)
}

fn add(given: &mut [Vec<usize>], (part, block): (usize, usize), by: isize) {
    let place = given.get_mut(part).and_then(|part| part.get_mut(block));
    if let Some(lines) = place {
        *lines = lines.saturating_add_signed(by);
    }
}

fn height(frames: &[Vec<Frame>], given: &[Vec<usize>]) -> f32 {
    let line = Role::Fine.look().leading;
    let block = |(frame, given): (&Frame, &usize)| {
        frame.height + f32::from(u16::try_from(*given).unwrap_or(u16::MAX)) * line
    };
    let part = |(frames, given): (&Vec<Frame>, &Vec<usize>)| {
        let blocks = frames.iter().zip(given).map(block);
        blocks.fold(0.0_f32, f32::max)
    };
    frames.iter().zip(given).map(part).sum()
}
