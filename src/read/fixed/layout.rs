//! Where each column of a record stands: items placed one behind the other, groups opened,
//! OCCURS unrolled as `NAME(1)`, REDEFINES laid over what they redefine.
//!
//! In: the items of a copybook. Out: columns with offset, width and coding. Bounds: a record of
//! 64 KiB, 4,096 columns.

use super::copybook::{Fault, Item, SignClause, Usage};
use super::scan::Place;
use super::shape::{Shape, shape};
use super::unroll::unroll;
use std::ops::Range;

/// Longest record, in bytes.
pub(super) const LONGEST_RECORD: usize = 65_536;

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
    /// Returns the first column whose bytes are no characters.
    pub(super) fn binary(&self) -> Option<&Column> {
        self.columns.iter().find(|column| column.shape.is_binary())
    }
}

/// An item with its place.
pub(super) struct Node<'a> {
    pub(super) item: &'a Item,
    pub(super) children: Vec<usize>,
    /// From its group's first byte.
    pub(super) offset: usize,
    /// Bytes of it, once.
    pub(super) size: usize,
    /// None for a group.
    pub(super) shape: Option<Shape>,
}

impl Node<'_> {
    /// Returns how often it stands in its group.
    pub(super) fn times(&self) -> usize {
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
        return Err(Fault::in_item(
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
            true => leaf_size(nodes.get(at))?,
            false => place(&mut nodes, &children)?,
        };
        if let Some(node) = nodes.get_mut(at) {
            node.size = size;
        }
    }
    let length = place(&mut nodes, &roots)?;
    let columns = unroll(&nodes, &roots)?;
    if columns.is_empty() {
        return Err(Fault::in_item(first, "the record has no named column"));
    }
    Ok(Layout { columns, length })
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
                let message = format!("`{}` has a picture and items below it", group.item.named());
                return Err(Fault::in_item(group.item, message));
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

fn leaf_size(node: Option<&Node<'_>>) -> Result<usize, Fault> {
    let Some(node) = node else {
        return Ok(0);
    };
    let none = || {
        let message = format!(
            "`{}` has no picture and no items below it",
            node.item.named()
        );
        Fault::in_item(node.item, message)
    };
    node.shape.map(Shape::size).ok_or_else(none)
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
                    return Err(Fault::in_item(node.item, message));
                };
                *offset
            }
        };
        let all = node.size.checked_mul(node.times());
        let last = all.and_then(|all| all.checked_add(node.offset));
        let Some(last) = last.filter(|last| *last <= LONGEST_RECORD) else {
            let message = format!("the record is longer than {LONGEST_RECORD} bytes from here on");
            return Err(Fault::in_item(node.item, message));
        };
        end = end.max(last);
        before.extend(node.item.name.as_deref().map(|name| (name, node.offset)));
    }
    Ok(end)
}
