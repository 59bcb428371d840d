//! Tables: column widths, rows, and the page breaks between rows. In: marked cells. Out: lines
//! placed on the flow's pages. A row never breaks; the head stands again on every page.
#![expect(
    clippy::float_arithmetic,
    reason = "columns are measured in points; no money or date passes here"
)]

use super::markup::{Rich, Table};
use super::page::Flow;
use super::sheet::{Item, MARGIN, Overflow, Part};
use super::text::{Role, Shaped, Shaper};
use std::sync::Arc;

/// Between two columns.
const GUTTER: f32 = 16.0;
/// Above and below a cell's text.
const PAD: f32 = 3.0;

/// A shaped table.
pub(super) struct Grid {
    columns: Vec<Column>,
    head: Vec<Arc<Shaped>>,
    rows: Vec<Vec<Arc<Shaped>>>,
    width: f32,
}

#[derive(Clone, Copy)]
struct Column {
    x: f32,
    width: f32,
    right: bool,
}

impl Grid {
    /// Shapes a table for `width` points.
    pub(super) fn new(shaper: &mut Shaper, table: &Table, width: f32) -> Self {
        let count = u16::try_from(table.head.len()).unwrap_or(u16::MAX);
        let room = width - GUTTER * f32::from(count.saturating_sub(1));
        let mut widths = natural(shaper, table);
        shrink(&mut widths, room);
        let spare = (room - widths.iter().sum::<f32>()).max(0.0) / f32::from(count.max(1));
        let mut x = 0.0;
        let columns: Vec<Column> = widths
            .iter()
            .zip(&table.right)
            .map(|(natural, right)| {
                let column = Column {
                    x,
                    width: natural + spare,
                    right: *right,
                };
                x += column.width + GUTTER;
                column
            })
            .collect();
        let mut shape = |cells: &[Rich], role| -> Vec<Arc<Shaped>> {
            cells
                .iter()
                .zip(&columns)
                .map(|(cell, column)| shaper.shape(cell, role, Some(column.width)))
                .collect()
        };
        Self {
            head: shape(&table.head, Role::Head),
            rows: table
                .rows
                .iter()
                .map(|row| shape(row, Role::Cell))
                .collect(),
            columns,
            width,
        }
    }

    /// Returns the height of the head and all rows.
    pub(super) fn height(&self) -> f32 {
        height(&self.head) + self.rows.iter().map(|row| height(row)).sum::<f32>()
    }

    /// Returns the height of the head and the first row, which stand together.
    pub(super) fn lead(&self) -> f32 {
        height(&self.head) + self.rows.first().map_or(0.0, |row| height(row))
    }
}

/// Returns each column's width when nothing is broken.
fn natural(shaper: &mut Shaper, table: &Table) -> Vec<f32> {
    let mut widths = vec![0.0_f32; table.head.len()];
    let rows = table.rows.iter().map(|row| (row, Role::Cell));
    for (row, role) in std::iter::once((&table.head, Role::Head)).chain(rows) {
        for (cell, width) in row.iter().zip(&mut widths) {
            // A hair wider, so that a text of just this width is not broken by rounding.
            *width = width.max(shaper.shape(cell, role, None).width + 0.1);
        }
    }
    widths
}

/// Cuts the widest columns to one width so that all together fit; narrow ones keep theirs.
pub(super) fn shrink(widths: &mut [f32], room: f32) {
    let mut narrow_first: Vec<f32> = widths.to_vec();
    narrow_first.sort_by(f32::total_cmp);
    let mut left = room;
    let mut columns = u16::try_from(widths.len()).unwrap_or(u16::MAX);
    for width in narrow_first {
        let share = left / f32::from(columns.max(1));
        if width > share {
            for wide in widths.iter_mut() {
                *wide = wide.min(share);
            }
            return;
        }
        left -= width;
        columns = columns.saturating_sub(1);
    }
}

fn height(cells: &[Arc<Shaped>]) -> f32 {
    cells
        .iter()
        .fold(0.0_f32, |tall, cell| tall.max(cell.height()))
        + 2.0 * PAD
}

/// Sets a table on the flow's pages.
pub(super) fn place(flow: &mut Flow<'_>, grid: &Grid) -> Result<(), Overflow> {
    if !flow.fits(grid.lead()) && !flow.at_top() {
        flow.next_page();
    }
    let head = row(flow, grid, &grid.head, true);
    let mut rows = Vec::new();
    for cells in &grid.rows {
        if !flow.fits(height(cells)) {
            flow.next_page();
            row(flow, grid, &grid.head, false);
        }
        if !flow.fits(height(cells)) {
            let needed = cells.iter().map(|cell| cell.lines.len()).max();
            return Err(Overflow("a table row", needed.unwrap_or_default(), 40));
        }
        rows.push(row(flow, grid, cells, true));
    }
    flow.part(Part::Table(head, rows));
    Ok(())
}

/// Sets one row; a repeated head is for the eye only and takes no place in the reading.
fn row(flow: &mut Flow<'_>, grid: &Grid, cells: &[Arc<Shaped>], read: bool) -> Vec<usize> {
    let top = flow.y() + PAD;
    let mut slots = Vec::new();
    let mut texts = Vec::new();
    for (cell, column) in cells.iter().zip(&grid.columns) {
        let slot = read.then(|| flow.slot());
        slots.extend(slot);
        texts.push(cell.text.trim());
        let lines: Vec<usize> = if column.right {
            (0..cell.lines.len()).collect()
        } else {
            Vec::new()
        };
        if lines.is_empty() {
            flow.put(Item::Lines {
                shaped: Arc::clone(cell),
                lines: 0..cell.lines.len(),
                x: MARGIN + column.x,
                y: top,
                slot,
            });
        }
        for at in lines {
            let width = cell.lines.get(at).map_or(0.0, |line| line.width);
            flow.put(Item::Lines {
                shaped: Arc::clone(cell),
                lines: at..at + 1,
                x: MARGIN + column.x + column.width - width,
                y: top + cell.height_of(at),
                slot,
            });
        }
    }
    flow.note(&texts.join("\t"));
    flow.down(height(cells));
    flow.rule(MARGIN, grid.width, true);
    slots
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_wide_columns_are_cut() {
        for (mut widths, room, wanted) in [
            (vec![10.0, 20.0], 100.0, vec![10.0, 20.0]),
            (vec![10.0, 200.0], 100.0, vec![10.0, 90.0]),
            (vec![200.0, 10.0, 80.0], 100.0, vec![45.0, 10.0, 45.0]),
            (vec![], 100.0, vec![]),
        ] {
            shrink(&mut widths, room);
            assert_eq!(widths, wanted);
        }
    }
}
