//! The account that must be kept of every source file: rows and cents read, and which rows are
//! refused.

use super::source::{FedFile, Source};
use super::tally::Tally;
use crate::record::fate::FileAccount;
use crate::record::source::Entity;
use std::collections::{BTreeMap, BTreeSet};

/// What one file came to.
#[derive(Clone, Debug, Default)]
pub(super) struct FileBook {
    pub(super) name: String,
    columns: Vec<String>,
    pub(super) repeated_rows_dropped: bool,
    /// Data rows.
    pub(super) rows_read: u64,
    /// Row numbers refused.
    pub(super) refused: BTreeSet<u64>,
    /// Row numbers that may be refused or dropped: log-ins of a customer that is not there, who
    /// was never delivered or was refused without a readable key.
    pub(super) either: BTreeSet<u64>,
    /// Cents read and refused, by place of the column.
    money: BTreeMap<usize, (i128, i128)>,
}

impl FileBook {
    /// Starts a file's account.
    pub(super) fn new(file: &FedFile) -> Self {
        Self {
            name: file.name.clone(),
            columns: file.columns.clone(),
            repeated_rows_dropped: file.repeated_rows_dropped,
            ..Self::default()
        }
    }

    /// Books a row.
    pub(super) fn take(&mut self, number: u64, money: &[(usize, i64)], refused: bool) {
        self.rows_read += 1;
        if refused {
            self.refused.insert(number);
        }
        for (column, cents) in money {
            let sums = self.money.entry(*column).or_default();
            sums.0 += i128::from(*cents);
            if refused {
                sums.1 += i128::from(*cents);
            }
        }
    }
}

/// A row that a person may find in the rejects: file and row number.
pub(super) type Place = (String, u64);

/// Returns the rows that must stand in the rejects.
pub(super) fn refused_rows(source: &Source<'_>) -> BTreeSet<Place> {
    let mut out: BTreeSet<Place> = source
        .books
        .values()
        .flat_map(|book| book.refused.iter().map(|row| (book.name.clone(), *row)))
        .collect();
    if let Some(book) = source.books.get(&Entity::Account) {
        let held = source
            .accounts
            .values()
            .filter(|account| account.held_back());
        out.extend(held.map(|account| (book.name.clone(), account.row)));
    }
    out
}

/// Compares the accounts of the files with the rows read here: read, carried, refused, and the
/// cents of every money column.
pub(super) fn compare(
    tally: &mut Tally,
    source: &Source<'_>,
    files: &[FileAccount],
    carried: &BTreeMap<Entity, u64>,
) {
    for (entity, book) in &source.books {
        let name = &book.name;
        let found = files
            .iter()
            .find(|file| file.file == *name && file.entity == entity.name());
        let Some(file) = found else {
            tally.fail(|| format!("{name}: no row account of this file in the report"));
            continue;
        };
        // Another entity may be read from the same file: only its own refused rows count.
        let held = source.accounts.values().filter(|a| a.held_back()).count();
        let held = if *entity == Entity::Account { held } else { 0 };
        let refused = u64::try_from(book.refused.len() + held).unwrap_or(u64::MAX);
        let carried = carried.get(entity).copied().unwrap_or(0);
        let either = u64::try_from(book.either.len()).unwrap_or(u64::MAX);
        let said = (file.rows_read, file.rows_carried, file.rows_rejected);
        let counted = (book.rows_read, carried, refused);
        let in_range = (refused..=refused.saturating_add(either)).contains(&file.rows_rejected);
        tally.want((said.0, said.1) == (counted.0, counted.1) && in_range, || {
            format!(
                "{name}: rows read, carried and refused are {said:?} in the report, {counted:?} when counted again"
            )
        });
        tally.want(file.is_closed(), || {
            format!("{name}: rows or cents read are not carried + dropped + refused")
        });
        money(tally, *entity, book, file);
    }
}

/// Compares the cents of every money column.
fn money(tally: &mut Tally, entity: Entity, book: &FileBook, file: &FileAccount) {
    for (column, (read, refused)) in &book.money {
        let Some(column) = book.columns.get(*column) else {
            continue;
        };
        let said = file.money.get(column);
        let read_said = said.map_or(0, |m| m.read);
        let refused_said = said.map_or(0, |m| m.rejected);
        // Accounts held back are refused after they were read, so only what was read can be
        // compared column by column there.
        let agrees = read_said == *read && (entity == Entity::Account || refused_said == *refused);
        tally.want(agrees, || {
            format!(
                "{}: `{column}` sums to {read} cents, {refused} of them refused; the report says {read_said} and {refused_said}",
                book.name
            )
        });
    }
}
