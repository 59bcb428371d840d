//! OCCURS unrolled: each named leaf becomes a column for every time it stands in the record.
//!
//! In: items with their places. Out: columns, `NAME(1)` where a leaf or a group above it occurs.
//! Bounds: 4,096 columns, and so many steps that copies of FILLER cannot take long.

use super::copybook::Fault;
use super::layout::{Column, Node};

/// Most columns of a record.
const MOST_COLUMNS: usize = 4_096;
/// Most items that may be laid out, FILLER and groups counted each time they occur.
const MOST_STEPS: usize = 262_144;

/// Returns the columns of the items at `roots`.
pub(super) fn unroll(nodes: &[Node<'_>], roots: &[usize]) -> Result<Vec<Column>, Fault> {
    let mut unroll = Unroll {
        nodes,
        columns: Vec::new(),
        steps: 0,
    };
    for root in roots {
        unroll.node(*root, 0, &mut Vec::new())?;
    }
    Ok(unroll.columns)
}

/// Unrolls the items into columns.
struct Unroll<'a> {
    nodes: &'a [Node<'a>],
    columns: Vec<Column>,
    steps: usize,
}

impl Unroll<'_> {
    fn node(&mut self, at: usize, base: usize, subscripts: &mut Vec<usize>) -> Result<(), Fault> {
        let Some(node) = self.nodes.get(at) else {
            return Ok(());
        };
        if node.shape.is_some() && node.item.name.is_none() {
            return Ok(());
        }
        for time in 0..node.times() {
            self.steps += 1;
            if self.columns.len() >= MOST_COLUMNS || self.steps > MOST_STEPS {
                let message =
                    format!("the record has more than {MOST_COLUMNS} columns from here on");
                return Err(Fault::in_item(node.item, message));
            }
            let start = base + node.offset + time * node.size;
            if node.item.occurs.is_some() {
                subscripts.push(time + 1);
            }
            match (node.shape, &node.item.name) {
                (Some(shape), Some(name)) => self.columns.push(Column {
                    name: subscripted(name, subscripts),
                    bytes: start..start + node.size,
                    shape,
                }),
                _ => {
                    for child in &node.children {
                        self.node(*child, start, subscripts)?;
                    }
                }
            }
            if node.item.occurs.is_some() {
                subscripts.pop();
            }
        }
        Ok(())
    }
}

fn subscripted(name: &str, subscripts: &[usize]) -> String {
    if subscripts.is_empty() {
        return name.to_owned();
    }
    let numbers: Vec<String> = subscripts.iter().map(usize::to_string).collect();
    format!("{name}({})", numbers.join(","))
}
