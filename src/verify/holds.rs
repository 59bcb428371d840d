//! Holds as they stand in the portal and in `account-holds.csv`: kept by account, so that they can
//! be held against what the export and the mapping ask for.

use super::facts::day;
use super::outputs::CsvRecord;
use super::portal::{Portal, cell};
use super::tally::Tally;
use crate::diag::mask::quoted;
use crate::record::holds::{Hold, HoldKind, HoldReason};
use crate::record::money::Cents;
use std::collections::BTreeMap;

/// A hold read back; none where one of its values is none that a run writes.
type ReadHold = Option<Hold>;

/// The holds of every account, by its portal number, in the order of the table.
pub(super) type Holds = BTreeMap<String, Vec<Hold>>;

impl Portal<'_> {
    /// Takes a row of `account_hold`.
    pub(super) fn hold_row(&mut self, cells: &BTreeMap<&str, Option<String>>) {
        let number = cell(cells, "account_number").unwrap_or("").to_owned();
        let legacy = self
            .table("account")
            .get(&number, "legacy_account_number")
            .map(str::to_owned);
        let said = quoted(&number);
        self.v10.want(legacy.is_some(), || {
            format!("account_hold: no account {said} stands in the portal")
        });
        let name = self.name(&number);
        let own = cell(cells, "legacy_account_number") == legacy.as_deref();
        self.v10.must(own, || {
            format!("{name}: its hold names another legacy account")
        });
        let Some(hold) = read(|column| cell(cells, column)) else {
            self.v6.fail(|| {
                let part = |column| quoted(cell(cells, column).unwrap_or(""));
                let (kind, reason) = (part("kind"), part("reason"));
                format!("{name}: a hold has the kind {kind} and the reason {reason}, or no first day: none that a run writes")
            });
            return;
        };
        let holds = self.holds.entry(number).or_default();
        let of_kind = holds.iter().filter(|one| one.kind == hold.kind).count() + 1;
        let earlier = holds.last().is_none_or(|last| *last <= hold);
        let counted = cell(cells, "sequence") == Some(of_kind.to_string().as_str());
        holds.push(hold);
        self.v10.must(earlier && counted, || {
            let kind = hold.kind.name();
            format!("{name}: its lines of `{kind}` are not counted from 1 in their order")
        });
    }
}

/// Reads a hold from its cells.
fn read<'c>(cell: impl Fn(&str) -> Option<&'c str>) -> ReadHold {
    let amount = match cell("amount_cents") {
        None => None,
        Some(cents) => Some(Cents(cents.parse().ok()?)),
    };
    Some(Hold {
        kind: HoldKind::from_name(cell("kind")?)?,
        starts_on: day(cell("starts_on"))?,
        ends_on: day(cell("ends_on")),
        reason: HoldReason::from_name(cell("reason")?)?,
        legacy_date: day(cell("legacy_date")),
        amount,
    })
}

/// `account-holds.csv` while it is read: how far it is the table.
#[derive(Debug)]
pub struct HoldFile {
    /// True once the file is there.
    there: bool,
    lines: u64,
    number: String,
    /// Lines of this account so far.
    of_account: usize,
    faults: Tally,
}

impl Default for HoldFile {
    fn default() -> Self {
        Self {
            there: false,
            lines: 0,
            number: String::new(),
            of_account: 0,
            faults: Tally::new("V10", "", ""),
        }
    }
}

impl HoldFile {
    /// Begins a file that is there. The portal's rows must have been fed.
    #[must_use]
    pub fn begin() -> Self {
        Self {
            there: true,
            ..Self::default()
        }
    }

    /// Takes the next line.
    pub fn line(&mut self, portal: &Portal<'_>, record: &CsvRecord) {
        let field = |name: &str| {
            record
                .get(name)
                .map(String::as_str)
                .filter(|t| !t.is_empty())
        };
        let number = field("account_number").unwrap_or("");
        if number != self.number {
            let all = self.lines == 0 || self.is_whole(portal);
            let (before, name) = (&self.number, portal.name(&self.number));
            self.faults.must(all, || {
                format!("{name}: lines are missing in account-holds.csv")
            });
            self.faults.must(before.as_str() < number, || {
                format!(
                    "account-holds.csv is not ordered by account number: {}",
                    quoted(number)
                )
            });
            number.clone_into(&mut self.number);
            self.of_account = 0;
        }
        let stands = portal
            .holds
            .get(number)
            .and_then(|holds| holds.get(self.of_account));
        let legacy = portal.table("account").get(number, "legacy_account_number");
        let same = stands.is_some()
            && read(field).as_ref() == stands
            && field("legacy_account_number") == legacy;
        self.faults.must(same, || {
            format!(
                "{}: its line in account-holds.csv is not its row in the database",
                portal.name(number)
            )
        });
        self.lines += 1;
        self.of_account += 1;
    }

    /// Returns true where the last account has all its lines.
    fn is_whole(&self, portal: &Portal<'_>) -> bool {
        let stand = portal.holds.get(&self.number).map_or(0, Vec::len);
        self.of_account >= stand
    }

    /// Tells what is wrong with the whole file.
    pub(super) fn judge(&self, tally: &mut Tally, portal: &Portal<'_>) {
        tally.absorb(&self.faults);
        let rows: usize = portal.holds.values().map(Vec::len).sum();
        let rows = u64::try_from(rows).unwrap_or(u64::MAX);
        tally.must(self.there, || "account-holds.csv is not there".to_owned());
        tally.must(self.lines == 0 || self.is_whole(portal), || {
            let name = portal.name(&self.number);
            format!("{name}: lines are missing in account-holds.csv")
        });
        tally.must(self.lines == rows, || {
            let lines = self.lines;
            format!("account-holds.csv has {lines} lines, the database {rows}")
        });
    }
}
