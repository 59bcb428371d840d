//! Accounts by their legacy number, and their balances.
//!
//! The crosswalk has every legacy account, carried or not. A new number that is another one in the
//! later result, or that now means another account, must never be: bills and letters may be out.

use super::listed::{Listed, MOST};
use super::merge::Change;
use super::rows::{Cell, RowRef};
use super::tables::Table;
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// What a result says of a legacy account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fate {
    /// Its new number; none where it is not carried.
    pub account_number: Option<String>,
    /// Why it is carried or not.
    pub reason: String,
}

/// A legacy account of which the two results say different things.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AccountChange {
    /// Its number in the legacy system.
    pub legacy_account_number: String,
    /// What the earlier result says; none where it does not know the account.
    pub before: Option<Fate>,
    /// What the later result says; none where it does not know the account.
    pub after: Option<Fate>,
}

/// A new number that means another legacy account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reused {
    /// The new number.
    pub account_number: String,
    /// The legacy account in the earlier result.
    pub legacy_before: String,
    /// The legacy account in the later result.
    pub legacy_after: String,
}

/// What is different between the accounts of two results.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Accounts {
    /// Carried before.
    pub carried_before: u64,
    /// Carried after.
    pub carried_after: u64,
    /// Known to the later result alone.
    pub new: Listed<AccountChange>,
    /// Known to the earlier result alone.
    pub gone: Listed<AccountChange>,
    /// Not carried before, and carried now.
    pub carried_now: Listed<AccountChange>,
    /// Carried before, and not any more.
    pub no_longer_carried: Listed<AccountChange>,
    /// Carried or not as before, for another reason.
    pub other_reason: Listed<AccountChange>,
    /// Carried in both, under another new number. Must never be.
    pub renumbered: Listed<AccountChange>,
    /// New numbers that mean another account. Must never be.
    pub reused: Listed<Reused>,
    /// Accounts of which a column differs.
    pub changed: u64,
    /// How often each column of an account differs.
    pub columns: BTreeMap<&'static str, u64>,
}

impl Accounts {
    /// Returns true where every number that was given stands.
    #[must_use]
    pub fn numbers_stand(&self) -> bool {
        self.renumbered.count == 0 && self.reused.count == 0
    }

    /// Takes in a row of the crosswalk.
    pub(super) fn crosswalk(&mut self, table: &Table, change: Change<'_>) {
        let fate = |row: RowRef<'_>| Fate {
            account_number: table.cell(row, "account_number").text(),
            reason: table.text(row, "reason"),
        };
        let carried = |row: RowRef<'_>| table.cell(row, "account_number") != Cell::Null;
        let (before, after) = change.sides();
        self.carried_before += u64::from(before.is_some_and(carried));
        self.carried_after += u64::from(after.is_some_and(carried));
        let Some(either) = after.or(before) else {
            return;
        };
        let list = match change {
            Change::Same(_) => return,
            Change::New(_) => &mut self.new,
            Change::Gone(_) => &mut self.gone,
            Change::Changed(before, after) => match (carried(before), carried(after)) {
                (false, true) => &mut self.carried_now,
                (true, false) => &mut self.no_longer_carried,
                _ if table.cell(before, "account_number")
                    != table.cell(after, "account_number") =>
                {
                    &mut self.renumbered
                }
                _ => &mut self.other_reason,
            },
        };
        list.push(AccountChange {
            legacy_account_number: table.text(either, "legacy_account_number"),
            before: before.map(fate),
            after: after.map(fate),
        });
    }

    /// Takes in a row of the accounts.
    pub(super) fn account(&mut self, table: &Table, change: Change<'_>) {
        let Change::Changed(before, after) = change else {
            return;
        };
        self.changed += 1;
        for at in table.differing(before, after) {
            if let Some(column) = table.columns.get(at) {
                *self.columns.entry(column).or_default() += 1;
            }
        }
        let legacy = |row| table.text(row, "legacy_account_number");
        if legacy(before) != legacy(after) {
            self.reused.push(Reused {
                account_number: table.text(after, "account_number"),
                legacy_before: legacy(before),
                legacy_after: legacy(after),
            });
        }
    }
}

/// A balance that moved.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct MovedBalance {
    /// The account's number in the legacy system.
    pub legacy_account_number: String,
    /// Its new number.
    pub account_number: String,
    /// Cents before; none where the balance was not known.
    pub before_cents: Option<i64>,
    /// Cents after.
    pub after_cents: Option<i64>,
}

/// What is different between the balances. Positive: the customer owes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Balances {
    /// Cents of all carried accounts before.
    pub all_before_cents: i128,
    /// Cents of all carried accounts after.
    pub all_after_cents: i128,
    /// Cents of accounts that stand in the later result alone.
    pub new_cents: i128,
    /// Cents of accounts that stand in the earlier result alone.
    pub gone_cents: i128,
    /// Cents before of the accounts whose balance moved.
    pub moved_before_cents: i128,
    /// Cents after of the accounts whose balance moved.
    pub moved_after_cents: i128,
    /// The accounts whose balance moved, the largest first.
    pub moved: Listed<MovedBalance>,
    #[serde(skip)]
    by_size: BTreeSet<(Reverse<u128>, MovedBalance)>,
}

impl Balances {
    /// Takes in a row of the accounts.
    pub(super) fn account(&mut self, table: &Table, change: Change<'_>) {
        let cents = |row: RowRef<'_>| table.cell(row, "balance_cents").int();
        let (before, after) = change.sides();
        let (earlier, later) = (before.and_then(cents), after.and_then(cents));
        let wide = |cents: Option<i64>| i128::from(cents.unwrap_or_default());
        self.all_before_cents += wide(earlier);
        self.all_after_cents += wide(later);
        match change {
            Change::New(_) => self.new_cents += wide(later),
            Change::Gone(_) => self.gone_cents += wide(earlier),
            Change::Changed(_, row) if earlier != later => {
                self.moved_before_cents += wide(earlier);
                self.moved_after_cents += wide(later);
                self.moved.count += 1;
                let size = (wide(later) - wide(earlier)).unsigned_abs();
                let moved = MovedBalance {
                    legacy_account_number: table.text(row, "legacy_account_number"),
                    account_number: table.text(row, "account_number"),
                    before_cents: earlier,
                    after_cents: later,
                };
                self.by_size.insert((Reverse(size), moved));
                if self.by_size.len() > MOST {
                    self.by_size.pop_last();
                }
            }
            Change::Same(_) | Change::Changed(..) => {}
        }
    }

    /// Puts the largest first.
    pub(super) fn end(&mut self) {
        let by_size = std::mem::take(&mut self.by_size);
        self.moved.listed = by_size.into_iter().map(|(_, moved)| moved).collect();
    }
}

#[cfg(test)]
mod tests {
    use super::super::merge::{OutOfOrder, merge};
    use super::super::samples::{List, table};
    use super::*;
    use crate::record::value::Value;

    fn crosswalk(rows: &[(&str, Option<&str>, &str)]) -> List {
        List::of(rows.iter().map(|(legacy, new, reason)| {
            let disposition = if new.is_some() {
                "carried"
            } else {
                "not_carried"
            };
            let new = new.map(str::to_owned);
            vec![
                Value::from(*legacy),
                Value::from(new),
                Value::from(disposition),
                Value::from(*reason),
            ]
        }))
    }

    fn of_crosswalk(mut before: List, mut after: List) -> Accounts {
        let (table, mut accounts) = (table("crosswalk"), Accounts::default());
        merge(&table, &mut before, &mut after, |change| {
            accounts.crosswalk(&table, change);
            Ok::<(), OutOfOrder>(())
        })
        .unwrap();
        accounts
    }

    #[test]
    fn each_account_is_in_the_list_of_what_became_of_it() {
        let before = crosswalk(&[
            ("a", Some("1"), "open"),
            ("b", None, "settled"),
            ("c", Some("3"), "open"),
            ("d", Some("4"), "open"),
            ("e", Some("5"), "open"),
            ("g", Some("7"), "open"),
        ]);
        let after = crosswalk(&[
            ("a", Some("1"), "open"),
            ("b", Some("2"), "open"),
            ("c", None, "settled"),
            ("d", Some("44"), "open"),
            ("e", Some("5"), "balance"),
            ("f", Some("6"), "open"),
        ]);
        let accounts = of_crosswalk(before, after);
        let name = |list: &Listed<AccountChange>| {
            let names = list.listed.iter().map(|one| &one.legacy_account_number);
            names.cloned().collect::<Vec<_>>().join(" ")
        };
        assert_eq!((accounts.carried_before, accounts.carried_after), (5, 5));
        assert_eq!(name(&accounts.new), "f");
        assert_eq!(name(&accounts.gone), "g");
        assert_eq!(name(&accounts.carried_now), "b");
        assert_eq!(name(&accounts.no_longer_carried), "c");
        assert_eq!(name(&accounts.renumbered), "d");
        assert_eq!(name(&accounts.other_reason), "e");
        assert!(!accounts.numbers_stand());
    }

    fn account(number: &str, legacy: &str, cents: i64) -> Vec<Value> {
        let table = table("account");
        let mut row = vec![Value::Null; table.columns.len()];
        row[0] = Value::from(number);
        row[1] = Value::from(legacy);
        let balance = table.columns.iter().position(|c| *c == "balance_cents");
        row[balance.unwrap()] = Value::from(cents);
        row
    }

    #[test]
    fn balances_are_summed_and_the_largest_move_comes_first() {
        let mut before = List::of([
            account("1", "a", 100),
            account("2", "b", 200),
            account("3", "c", 50),
            account("5", "e", 7),
        ]);
        let mut after = List::of([
            account("1", "a", 110),
            account("2", "b", -200),
            account("4", "d", 9),
            account("5", "x", 7),
        ]);
        let table = table("account");
        let (mut balances, mut accounts) = (Balances::default(), Accounts::default());
        merge(&table, &mut before, &mut after, |change| {
            balances.account(&table, change);
            accounts.account(&table, change);
            Ok::<(), OutOfOrder>(())
        })
        .unwrap();
        balances.end();
        assert_eq!(
            (balances.all_before_cents, balances.all_after_cents),
            (357, -74)
        );
        assert_eq!((balances.new_cents, balances.gone_cents), (9, 50));
        assert_eq!(
            (balances.moved_before_cents, balances.moved_after_cents),
            (300, -90)
        );
        let moved = balances.moved.listed.iter();
        let moved: Vec<&str> = moved
            .map(|one| one.legacy_account_number.as_str())
            .collect();
        assert_eq!(moved, ["b", "a"]);
        assert_eq!(accounts.changed, 3);
        assert_eq!(accounts.columns["balance_cents"], 2);
        assert_eq!(accounts.reused.listed[0].legacy_before, "e");
        assert!(!accounts.numbers_stand());
    }
}
