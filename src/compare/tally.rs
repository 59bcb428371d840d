//! Everything that is different between two results, counted while the rows pass.

use super::accounts::{Accounts, Balances};
use super::dates::Dates;
use super::letters::Letters;
use super::made::Made;
use super::merge::Change;
use super::rejects::Rejects;
use super::tables::{OF_THE_RUN, Table};
use serde::Serialize;
use std::collections::BTreeMap;

/// Cents of a column, over all rows of a table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Cents {
    /// Before.
    pub before: i128,
    /// After.
    pub after: i128,
}

/// What is different in one table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct TableCounts {
    /// Its name.
    pub table: &'static str,
    /// Rows before.
    pub before: u64,
    /// Rows after.
    pub after: u64,
    /// Rows of the later result alone.
    pub new: u64,
    /// Rows of the earlier result alone.
    pub gone: u64,
    /// Rows of both that differ.
    pub changed: u64,
    /// How often each column differs.
    pub columns: BTreeMap<&'static str, u64>,
    /// Sums of the columns with cents.
    pub cents: BTreeMap<&'static str, Cents>,
}

impl TableCounts {
    /// Returns true where every row is the same.
    #[must_use]
    pub fn same(&self) -> bool {
        self.new == 0 && self.gone == 0 && self.changed == 0
    }

    fn row(&mut self, table: &Table, change: Change<'_>) {
        let (before, after) = change.sides();
        self.before += u64::from(before.is_some());
        self.after += u64::from(after.is_some());
        for (at, column) in table.columns.iter().enumerate() {
            if !column.ends_with("_cents") {
                continue;
            }
            let sum = self.cents.entry(column).or_default();
            let cents = |row: super::rows::RowRef<'_>| i128::from(row.cell(at).int().unwrap_or(0));
            sum.before += before.map_or(0, cents);
            sum.after += after.map_or(0, cents);
        }
        match change {
            Change::Same(_) => {}
            Change::New(_) => self.new += 1,
            Change::Gone(_) => self.gone += 1,
            Change::Changed(before, after) => {
                self.changed += 1;
                for at in table.differing(before, after) {
                    if let Some(column) = table.columns.get(at) {
                        *self.columns.entry(column).or_default() += 1;
                    }
                }
            }
        }
    }
}

/// What is different between two results.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// True where nothing differs that was compared.
    pub same: bool,
    /// True where nothing differs but the run, the mapping and the exports that made the results.
    pub same_content: bool,
    /// What the results were made from, and their control totals.
    pub made: Made,
    /// Accounts.
    pub accounts: Accounts,
    /// Balances.
    pub balances: Balances,
    /// Dates.
    pub dates: Dates,
    /// Refused rows; none where a result has no list of them at hand.
    pub rejects: Option<Rejects>,
    /// Letters.
    pub letters: Letters,
    /// Every table.
    pub tables: Vec<TableCounts>,
}

impl Difference {
    /// Begins a table; its rows come next.
    pub fn begin(&mut self, table: &Table) {
        self.tables.push(TableCounts {
            table: table.name,
            ..TableCounts::default()
        });
    }

    /// Takes in a row of the table that was begun last.
    pub fn row(&mut self, table: &Table, change: Change<'_>) {
        if let Some(counts) = self.tables.last_mut() {
            counts.row(table, change);
        }
        self.dates.row(table, change);
        match table.name {
            "account" => {
                self.accounts.account(table, change);
                self.balances.account(table, change);
            }
            "crosswalk" => self.accounts.crosswalk(table, change),
            "notice" => self.letters.notice(table, change),
            "notice_account" => self.letters.notice_account(table, change),
            _ => self.made.row(table, change),
        }
    }

    /// Puts everything in its order, once the last row has come.
    pub fn end(&mut self) {
        self.balances.end();
        self.dates.end();
        self.letters.end();
        let rejects = self.rejects.as_ref();
        let same_rejects = rejects.is_none_or(|r| r.newly.count == 0 && r.no_longer.count == 0);
        let same_letters = self.letters.other.count == 0;
        let mut content = self
            .tables
            .iter()
            .filter(|t| !OF_THE_RUN.contains(&t.table));
        self.same_content = content.all(TableCounts::same)
            && self.made.totals.iter().all(|total| total.same)
            && same_rejects
            && same_letters;
        self.same = self.same_content && self.tables.iter().all(TableCounts::same);
    }
}
