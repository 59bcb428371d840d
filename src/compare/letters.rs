//! Letters that would now be others: who gets one now, who does not any more, and who is told
//! something else than the letter says that may be out already.

use super::listed::Listed;
use super::merge::Change;
use super::tables::Table;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What makes a letter another one, in the words of the result.
pub const OTHER_TEXT: &str = "text";
const OTHER_ACCOUNTS: &str = "accounts";

/// Columns of a letter that the customer sees.
const SEEN: &[&str] = &["customer_id", "kind", "language", "channel"];

/// A letter of one of the results alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Letter {
    /// Its number.
    pub notice_id: String,
    /// Who it is to.
    pub customer_id: String,
    /// What it tells.
    pub kind: String,
}

/// A letter that says something else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OtherLetter {
    /// Its number.
    pub notice_id: String,
    /// What is another: columns of the letter, `accounts`, `text`.
    pub what: Vec<&'static str>,
}

/// What is different between the letters.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Letters {
    /// Customers who get one now.
    pub new: Listed<Letter>,
    /// Customers who do not get one any more.
    pub gone: Listed<Letter>,
    /// Customers who are told something else.
    pub other: Listed<OtherLetter>,
    /// Letters of both results whose text was read and held side by side; none where a result
    /// has no letters at hand.
    pub texts_compared: Option<u64>,
    /// Letters of both results that are not in their folder any more, or cannot be read.
    pub texts_missing: u64,
    #[serde(skip)]
    one_sided: BTreeSet<String>,
    #[serde(skip)]
    others: BTreeMap<String, BTreeSet<&'static str>>,
}

impl Letters {
    /// Takes in a row of the letters.
    pub(super) fn notice(&mut self, table: &Table, change: Change<'_>) {
        let letter = |row| Letter {
            notice_id: table.text(row, "notice_id"),
            customer_id: table.text(row, "customer_id"),
            kind: table.text(row, "kind"),
        };
        match change {
            Change::Same(_) => {}
            Change::New(row) => {
                self.one_sided.insert(table.text(row, "notice_id"));
                self.new.push(letter(row));
            }
            Change::Gone(row) => {
                self.one_sided.insert(table.text(row, "notice_id"));
                self.gone.push(letter(row));
            }
            Change::Changed(before, after) => {
                for column in SEEN {
                    if table.cell(before, column) != table.cell(after, column) {
                        self.other(table.text(after, "notice_id"), column);
                    }
                }
            }
        }
    }

    /// Takes in an account of a letter.
    pub(super) fn notice_account(&mut self, table: &Table, change: Change<'_>) {
        if let Change::New(row) | Change::Gone(row) = change {
            self.other(table.text(row, "notice_id"), OTHER_ACCOUNTS);
        }
    }

    /// Says that a letter is another one.
    pub fn other(&mut self, notice_id: String, what: &'static str) {
        self.others.entry(notice_id).or_default().insert(what);
    }

    /// Lists the letters of both results that are others.
    pub(super) fn end(&mut self) {
        let one_sided = std::mem::take(&mut self.one_sided);
        let others = std::mem::take(&mut self.others).into_iter();
        self.other = others
            .filter(|(notice_id, _)| !one_sided.contains(notice_id))
            .map(|(notice_id, what)| OtherLetter {
                notice_id,
                what: what.into_iter().collect(),
            })
            .collect();
    }
}

#[cfg(test)]
mod tests {
    use super::super::merge::{OutOfOrder, merge};
    use super::super::samples::{List, table};
    use super::*;
    use crate::record::value::Value;

    fn notices(rows: &[[&str; 6]]) -> List {
        List::of(rows.iter().map(|row| {
            let mut row: Vec<Value> = row.iter().map(|cell| Value::from(*cell)).collect();
            row.extend([Value::Int(1), Value::Int(2)]);
            row
        }))
    }

    #[test]
    fn a_letter_is_another_where_the_customer_sees_something_else() {
        let mut letters = Letters::default();
        let mut go = |name: &str, mut before: List, mut after: List| {
            let table = table(name);
            merge(&table, &mut before, &mut after, |change| {
                if name == "notice" {
                    letters.notice(&table, change);
                } else {
                    letters.notice_account(&table, change);
                }
                Ok::<(), OutOfOrder>(())
            })
            .unwrap();
        };
        go(
            "notice",
            notices(&[
                ["N1", "C1", "k", "en", "mail", "f1"],
                ["N2", "C2", "k", "en", "mail", "f2"],
                ["N3", "C3", "k", "en", "mail", "f3"],
                ["N5", "C5", "k", "en", "mail", "f5"],
            ]),
            notices(&[
                ["N1", "C1", "k", "en", "mail", "another file"],
                ["N2", "C2", "k+l", "es", "mail", "f2"],
                ["N4", "C4", "k", "en", "mail", "f4"],
                ["N5", "C5", "k", "en", "mail", "f5"],
            ]),
        );
        let pairs = |rows: &[(&str, &str)]| {
            List::of(
                rows.iter()
                    .map(|(a, n)| vec![Value::from(*a), Value::from(*n)]),
            )
        };
        go(
            "notice_account",
            pairs(&[("1", "N1"), ("3", "N3"), ("5", "N5")]),
            pairs(&[("1", "N1"), ("4", "N4"), ("6", "N5")]),
        );
        letters.other("N5".to_owned(), OTHER_TEXT);
        letters.end();
        assert_eq!(letters.new.listed[0].notice_id, "N4");
        assert_eq!(letters.gone.listed[0].customer_id, "C3");
        let other: Vec<_> = letters
            .other
            .listed
            .iter()
            .map(|one| (one.notice_id.as_str(), one.what.join(" ")))
            .collect();
        assert_eq!(
            other,
            [
                ("N2", "kind language".to_owned()),
                ("N5", "accounts text".to_owned())
            ]
        );
    }
}
