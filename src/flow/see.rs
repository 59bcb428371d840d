//! What is seen of one row of the first reading, on any thread and without the rows before it.

use super::delivery::DeliveredFile;
use super::row_keys::{join, key};
use super::secrets::Secrets;
use crate::record::payment_kind::PaymentKind;
use crate::record::raw::{Cell, RawRow};
use crate::record::source::{Entity, Mapped};
use std::collections::{BTreeMap, HashMap};

/// The account that a row names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// Rows of this kind name none, or the cell cannot be read.
    None,
    /// It is not in the delivery.
    Unknown,
    /// Its position among the accounts.
    At(u32),
}

/// What is seen of a row before it is taken in.
pub struct Seen {
    /// Position among the data rows.
    pub ordinal: u64,
    /// Hash of its key; none where the key cannot be read.
    pub key: Option<u128>,
    /// The number a person finds it by.
    pub number: u64,
    /// Hash by which consumption finds its bill.
    pub join: Option<u128>,
    /// The account it names.
    pub named: Named,
    /// What the mapping makes of it.
    pub mapped: Mapped,
    /// Columns with something in them.
    pub filled: Vec<usize>,
    /// Dropped columns with something in them.
    pub dropped: Vec<usize>,
    /// Payment data in texts, by column and kind.
    pub found: BTreeMap<(usize, PaymentKind), u64>,
}

/// Maps a row and looks for payment data in its texts.
pub fn see(
    file: &DeliveredFile,
    row: &RawRow,
    index: &HashMap<String, u32>,
    secrets: &Secrets,
) -> Seen {
    let mapped = file.map(row);
    let named = match (file.entity, &mapped.legacy_account_number) {
        (Entity::Account, _) | (_, None) => Named::None,
        (_, Some(number)) => index
            .get(number)
            .map_or(Named::Unknown, |at| Named::At(*at)),
    };
    let holds = |cell: &Cell| match cell {
        Cell::Absent => false,
        Cell::Text(text) => !text.trim_matches(' ').is_empty(),
        Cell::Dropped(there) => *there,
        Cell::Number(_) | Cell::NoNumber(_) | Cell::Unreadable | Cell::Error(_) => true,
    };
    let filled = row.cells.iter().enumerate();
    let filled = filled
        .filter(|(_, cell)| holds(cell))
        .map(|(i, _)| i)
        .collect();
    let dropped = row
        .cells
        .iter()
        .enumerate()
        .filter(|(_, cell)| matches!(cell, Cell::Dropped(true)))
        .map(|(i, _)| i)
        .collect();
    let mut found = BTreeMap::new();
    for column in &file.text_columns {
        let text = row
            .cells
            .get(*column)
            .and_then(Cell::text)
            .unwrap_or_default();
        for kind in secrets.clean(&mut text.to_owned()) {
            *found.entry((*column, kind)).or_default() += 1;
        }
    }
    Seen {
        ordinal: row.ordinal,
        key: key(file, row),
        number: row.number,
        join: join(&mapped),
        named,
        mapped,
        filled,
        dropped,
        found,
    }
}
