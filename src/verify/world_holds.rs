//! The holds of the small delivery that tests verify, in the portal and in their file.

use super::world::{ONE, TWO, World, columns_of, value};
use crate::record::value::Value;
use std::collections::BTreeMap;

impl World {
    /// The first account has a bill and an installment that are due on 3 March now; the second is
    /// closed and owes.
    pub(super) fn fill_holds(&mut self) {
        let window = "@2017-02-24|@2017-03-02|window|~|~";
        let row = format!("{TWO}|collection_hold|#1|00002-222|{window}");
        self.add("account_hold", &row);
        let moved = "@2017-02-24|@2017-03-03|due_date_moved|@2017-02-24|~";
        let draft = "@2017-03-14|~|autopay_reset|@2017-03-14|#5000";
        for (kind, rest) in [
            ("collection_hold", moved),
            ("disconnect_hold", moved),
            ("draft_suppressed", draft),
            ("late_fee_waiver", moved),
        ] {
            let row = format!("{ONE}|{kind}|#1|00001-111|{rest}");
            self.add("account_hold", &row);
        }
    }

    /// Changes a cell of the hold of a kind, in the portal and in the file. The second account's
    /// only hold stands first.
    pub(super) fn set_hold(&mut self, kind: &str, column: &str, text: &str) {
        let columns = columns_of("account_hold");
        let place = |name: &str| columns.iter().position(|c| *c == name).unwrap();
        let rows = self.portal.get_mut("account_hold").unwrap();
        let of = |row: &&mut Vec<Value>| row[place("kind")] == value(kind);
        rows.iter_mut().find(of).unwrap()[place(column)] = value(text);
        self.write_holds();
    }

    /// Writes the file as the table is.
    pub(super) fn write_holds(&mut self) {
        self.hold_lines = Some(records(&self.portal, "account_hold"));
    }
}

/// Returns the rows of a table as a file of OUT has them.
pub(super) fn records(
    portal: &BTreeMap<&'static str, Vec<Vec<Value>>>,
    table: &'static str,
) -> Vec<BTreeMap<String, String>> {
    let columns = columns_of(table);
    let rows = portal.get(table).into_iter().flatten();
    rows.map(|row| {
        let text = |v: &Value| super::facts::canonical("", v).unwrap_or_default();
        let cells = columns.iter().zip(row);
        cells.map(|(c, v)| ((*c).to_owned(), text(v))).collect()
    })
    .collect()
}
