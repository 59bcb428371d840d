//! What tells one row of a file from another, and by what a row finds its partner in another file:
//! as hashes, so that neither can be read back.

use super::delivery::DeliveredFile;
use crate::read::keys::Keys;
use crate::record::raw::{Cell, RawRow};
use crate::record::source::{Mapped, Record};
use std::borrow::Cow;

/// Returns the hash of the row's key columns; none where one of them is unreadable, or blank and
/// not the whole row the key.
pub fn key(file: &DeliveredFile, row: &RawRow) -> Option<u128> {
    // Where the whole row is the key, a blank cell is a part of it.
    let whole = file.columns.key().len() == file.columns.columns().len();
    let cells: Vec<Cow<'_, str>> = file
        .columns
        .key()
        .iter()
        .map(|i| match row.cells.get(*i)? {
            Cell::Number(number) => Some(Cow::Owned(number.normalize().to_string())),
            cell @ (Cell::Absent
            | Cell::Text(_)
            | Cell::NoNumber(_)
            | Cell::Dropped(_)
            | Cell::Unreadable
            | Cell::Error(_)) => cell
                .text()
                .filter(|t| whole || !t.is_empty())
                .map(Cow::Borrowed),
        })
        .collect::<Option<_>>()?;
    let texts = cells.iter().map(AsRef::as_ref);
    (!cells.is_empty()).then(|| Keys::new(&file.name).hash(texts))
}

/// Returns the hash by which consumption finds the bill it was billed on.
pub fn join(mapped: &Mapped) -> Option<u128> {
    let hash = |account: &str, bill: &str| Some(Keys::new("bill").hash([account, bill]));
    if mapped.skipped {
        return None;
    }
    let record = mapped.record.as_ref().ok()?;
    if let Record::Bill(r) = record {
        hash(&r.legacy_account_number, &r.legacy_bill_id)
    } else if let Record::Usage(r) = record {
        hash(&r.legacy_account_number, r.legacy_bill_id.as_deref()?)
    } else {
        None
    }
}
