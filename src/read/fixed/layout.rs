//! Where each column of a record stands: items placed one behind the other, groups opened,
//! OCCURS unrolled as `NAME(1)`, REDEFINES laid over what they redefine.
//!
//! In: the items of a copybook. Out: columns with offset, width and coding. Bounds: a record of
//! 64 KiB, 4,096 columns.

use super::copybook::{Fault, Item, SignClause, Usage};
use super::picture::Picture;
use super::scan::Place;
use std::ops::Range;

/// Longest record, in bytes.
pub(super) const LONGEST_RECORD: usize = 65_536;
/// Most columns of a record.
const MOST_COLUMNS: usize = 4_096;
/// Most items that may be laid out, FILLER and groups counted each time they occur.
const MOST_STEPS: usize = 262_144;

/// How the bytes of a column are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// Characters.
    Text,
    /// Digits and their sign.
    Number {
        usage: Usage,
        digits: usize,
        scale: usize,
        /// None where the number has no sign.
        sign: Option<SignClause>,
    },
    /// A number as printed, with this many digits behind the point.
    Edited { scale: usize },
}

/// A column of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) name: String,
    /// Its bytes in the record.
    pub(super) bytes: Range<usize>,
    pub(super) shape: Shape,
}

/// A record's layout.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Layout {
    /// In the order of the copybook.
    pub(super) columns: Vec<Column>,
    /// Bytes of a record.
    pub(super) length: usize,
}

impl Layout {
    /// Returns the first column whose bytes are no characters, and could be those of a line end.
    pub(super) fn binary(&self) -> Option<&Column> {
        let binary = |column: &&Column| match column.shape {
            Shape::Number { usage, .. } => usage != Usage::Display,
            Shape::Text | Shape::Edited { .. } => false,
        };
        self.columns.iter().find(binary)
    }
}

/// An item with its place.
struct Node<'a> {
    item: &'a Item,
    children: Vec<usize>,
    /// From its group's first byte.
    offset: usize,
    /// Bytes of it, once.
    size: usize,
    /// None for a group.
    shape: Option<Shape>,
}

impl Node<'_> {
    fn times(&self) -> usize {
        self.item.occurs.unwrap_or(1)
    }
}

/// Lays out the one record of a copybook.
pub(super) fn layout(items: &[Item]) -> Result<Layout, Fault> {
    let Some(first) = items.first() else {
        let message = "describes no record".to_owned();
        let at = Place { line: 1, column: 1 };
        return Err(Fault { at, message });
    };
    if let Some(second) = items.iter().skip(1).find(|item| item.level == 1) {
        return Err(fault(
            second,
            "a second record begins here; expected one a copybook",
        ));
    }
    let (mut nodes, roots) = tree(items)?;
    // Children stand behind their group, so sizes are known from the end on.
    for at in (0..nodes.len()).rev() {
        let children = nodes
            .get(at)
            .map(|n| n.children.clone())
            .unwrap_or_default();
        let size = match children.is_empty() {
            true => leaf_size(&mut nodes, at)?,
            false => place(&mut nodes, &children)?,
        };
        if let Some(node) = nodes.get_mut(at) {
            node.size = size;
        }
    }
    let length = place(&mut nodes, &roots)?;
    let mut unroll = Unroll {
        nodes: &nodes,
        columns: Vec::new(),
        steps: 0,
    };
    for root in roots {
        unroll.node(root, 0, &mut Vec::new())?;
    }
    if unroll.columns.is_empty() {
        return Err(fault(first, "the record has no named column"));
    }
    Ok(Layout {
        columns: unroll.columns,
        length,
    })
}

fn fault(item: &Item, message: impl Into<String>) -> Fault {
    Fault {
        at: item.at,
        message: message.into(),
    }
}

fn named(item: &Item) -> &str {
    item.name.as_deref().unwrap_or("FILLER")
}

/// Groups the items by level, and hands a group's usage and sign down to what has none.
fn tree(items: &[Item]) -> Result<(Vec<Node<'_>>, Vec<usize>), Fault> {
    let mut nodes: Vec<Node<'_>> = Vec::with_capacity(items.len());
    let mut roots = Vec::new();
    // Open groups, with the usage and sign that hold inside.
    let mut open: Vec<(usize, u32, Option<Usage>, Option<SignClause>)> = Vec::new();
    for (at, item) in items.iter().enumerate() {
        while open
            .last()
            .is_some_and(|(_, level, ..)| *level >= item.level)
        {
            open.pop();
        }
        let parent = open.last().copied();
        let usage = item.usage.or(parent.and_then(|(_, _, usage, _)| usage));
        let sign = item.sign.or(parent.and_then(|(.., sign)| sign));
        match parent.and_then(|(group, ..)| nodes.get_mut(group)) {
            Some(group) if group.shape.is_some() => {
                let message = format!("`{}` has a picture and items below it", named(group.item));
                return Err(fault(group.item, message));
            }
            Some(group) => group.children.push(at),
            None => roots.push(at),
        }
        nodes.push(Node {
            item,
            children: Vec::new(),
            offset: 0,
            size: 0,
            shape: shape(item, usage, sign)?,
        });
        open.push((at, item.level, usage, sign));
    }
    Ok((nodes, roots))
}

fn shape(
    item: &Item,
    usage: Option<Usage>,
    sign: Option<SignClause>,
) -> Result<Option<Shape>, Fault> {
    let usage = usage.unwrap_or(Usage::Display);
    Ok(Some(match item.picture {
        None => return Ok(None),
        Some(Picture::Number {
            digits,
            scale,
            signed,
        }) => {
            if usage == Usage::Binary && digits > 18 {
                return Err(fault(
                    item,
                    format!("has {digits} binary digits, expected 18 at most"),
                ));
            }
            let sign = signed.then(|| sign.unwrap_or_default());
            Shape::Number {
                usage,
                digits,
                scale,
                sign,
            }
        }
        Some(_) if usage != Usage::Display => {
            let message = format!(
                "`{}` is packed or binary, and its picture is no number",
                named(item)
            );
            return Err(fault(item, message));
        }
        Some(Picture::Text(_)) => Shape::Text,
        Some(Picture::Edited { scale, .. }) => Shape::Edited { scale },
    }))
}

fn leaf_size(nodes: &mut [Node<'_>], at: usize) -> Result<usize, Fault> {
    let Some(node) = nodes.get(at) else {
        return Ok(0);
    };
    match (node.item.picture, node.shape) {
        (Some(Picture::Text(width) | Picture::Edited { width, .. }), _) => Ok(width),
        (
            _,
            Some(Shape::Number {
                usage,
                digits,
                sign,
                ..
            }),
        ) => Ok(match usage {
            Usage::Display => digits + usize::from(sign.is_some_and(|sign| sign.separate)),
            Usage::Packed => digits / 2 + 1,
            Usage::Binary => match digits {
                0..=4 => 2,
                5..=9 => 4,
                _ => 8,
            },
        }),
        _ => {
            let message = format!(
                "`{}` has no picture and no items below it",
                named(node.item)
            );
            Err(fault(node.item, message))
        }
    }
}

/// Gives the items of one group their offsets; returns the group's size.
fn place(nodes: &mut [Node<'_>], group: &[usize]) -> Result<usize, Fault> {
    let (mut end, mut before): (usize, Vec<(&str, usize)>) = (0, Vec::new());
    for at in group {
        let Some(node) = nodes.get_mut(*at) else {
            continue;
        };
        node.offset = match &node.item.redefines {
            None => end,
            Some(name) => {
                let found = before.iter().rev().find(|(other, _)| other == name);
                let Some((_, offset)) = found else {
                    let message = format!("`{name}` stands nowhere before it in the same group");
                    return Err(fault(node.item, message));
                };
                *offset
            }
        };
        let all = node.size.checked_mul(node.times());
        let last = all.and_then(|all| all.checked_add(node.offset));
        let Some(last) = last.filter(|last| *last <= LONGEST_RECORD) else {
            let message = format!("the record is longer than {LONGEST_RECORD} bytes from here on");
            return Err(fault(node.item, message));
        };
        end = end.max(last);
        before.extend(node.item.name.as_deref().map(|name| (name, node.offset)));
    }
    Ok(end)
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
                return Err(fault(node.item, message));
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
