//! What is wrong in a delivery, on request: rows and balances as real exports have them.
//!
//! Each is a row more than there would be otherwise, and part of no balance, so every ledger still
//! ties; but for what is wrong with an account itself. They are spread evenly over the accounts.

use super::account::{self, Account, push_number};
use super::draw::{About, Draw};
use super::form::Form;
use super::order::Order;
use super::part::Writer;
use super::table::Table;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// The amount of a payment that stands twice, in cents.
const PAID_TWICE: i64 = 1_000;

/// How far a balance is off that does not tie, in cents.
pub const OFF: i64 = 100;

/// A kind of fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Anomaly {
    /// An adjustment whose last columns are missing.
    CutRow,
    /// A payment that stands twice.
    RepeatedKey,
    /// An adjustment on a day that no calendar has.
    BadDate,
    /// A payment whose amount has a letter in it.
    BadAmount,
    /// A payment by a way that no list knows.
    UnknownCode,
    /// A payment for an account that is not in the delivery.
    UnknownAccount,
    /// A balance that is not what the rows come to.
    UntiedBalance,
    /// An account whose customer is not in the delivery.
    MissingCustomer,
}

impl Anomaly {
    /// Every kind.
    pub const ALL: [Self; 8] = [
        Self::CutRow,
        Self::RepeatedKey,
        Self::BadDate,
        Self::BadAmount,
        Self::UnknownCode,
        Self::UnknownAccount,
        Self::UntiedBalance,
        Self::MissingCustomer,
    ];

    /// Returns the name by which it is asked for.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::CutRow => "cut-row",
            Self::RepeatedKey => "repeated-key",
            Self::BadDate => "bad-date",
            Self::BadAmount => "bad-amount",
            Self::UnknownCode => "unknown-code",
            Self::UnknownAccount => "unknown-account",
            Self::UntiedBalance => "untied-balance",
            Self::MissingCustomer => "missing-customer",
        }
    }

    /// Returns the file where it stands.
    #[must_use]
    pub const fn table(self) -> Table {
        match self {
            Self::CutRow | Self::BadDate => Table::Adjustment,
            Self::RepeatedKey | Self::BadAmount | Self::UnknownCode | Self::UnknownAccount => {
                Table::Payment
            }
            Self::UntiedBalance | Self::MissingCustomer => Table::Account,
        }
    }
}

/// Which accounts have which faults: one at most.
pub struct Garden {
    at: BTreeMap<u64, (Anomaly, u64)>,
}

impl Garden {
    /// Spreads what was asked for over the accounts.
    #[must_use]
    pub fn new(order: &Order) -> Self {
        let mut at = BTreeMap::new();
        let accounts = order.accounts.max(1);
        let first = Draw::new(order.seed, About::Planted, 0).below(accounts);
        for (anomaly, count) in &order.planted {
            for nth in 0..*count {
                // Below 10^7 * 10^5.
                let even = (first + nth * accounts / count) % accounts;
                let others = (even..accounts).chain(0..even);
                // There is a free one: no more than half of the accounts are asked for.
                for place in others {
                    if let Entry::Vacant(free) = at.entry(place) {
                        free.insert((*anomaly, nth));
                        break;
                    }
                }
            }
        }
        Self { at }
    }

    /// Returns what is planted at an account, with its number among its kind.
    #[must_use]
    pub fn at(&self, place: u64) -> Option<(Anomaly, u64)> {
        self.at.get(&place).copied()
    }

    /// Returns true where a fault of this kind is planted at an account.
    #[must_use]
    pub fn has(&self, place: u64, wanted: Anomaly) -> bool {
        self.at(place).is_some_and(|(kind, _)| kind == wanted)
    }

    /// Returns what is paid at the account by payments that stand twice and count once, in cents.
    #[must_use]
    pub fn paid(&self, place: u64) -> i64 {
        if self.has(place, Anomaly::RepeatedKey) {
            PAID_TWICE
        } else {
            0
        }
    }
}

/// Writes what is planted at an account. Keys of such rows begin with X.
pub fn write(
    anomaly: Anomaly,
    nth: u64,
    (account, accounts): (&Account, u64),
    writer: &mut Writer<'_>,
) {
    let day = writer.extracted_on;
    let no_day = match writer.form {
        Form::Csv | Form::Sheet => "02/30/2025",
        Form::Fixed => "20250230",
    };
    let number = account.number;
    let id = |kind: u64| kind * 1_000_000_000 + nth;
    let key = move |out: &mut Vec<u8>| super::ledger::push_id(out, b'X', id(anomaly as u64));
    let own = move |out: &mut Vec<u8>| push_number(out, number);
    match anomaly {
        Anomaly::CutRow => {
            let row = writer.row(Table::Adjustment);
            row.text(key).text(own).day(day).end();
        }
        Anomaly::BadDate => {
            let row = writer.row(Table::Adjustment).text(key).text(own);
            row.wrong(no_day).money(500).word("LF").blank().end();
        }
        Anomaly::BadAmount => {
            let row = writer.row(Table::Payment).text(key).text(own).day(day);
            row.wrong("1O.50").word("40").blank().end();
        }
        Anomaly::UnknownCode => {
            let row = writer.row(Table::Payment).text(key).text(own).day(day);
            row.money(1_234).word("ZZ").blank().end();
        }
        Anomaly::UnknownAccount => {
            let stranger = account::number(writer.seed, accounts + nth);
            let row = writer.row(Table::Payment).text(key);
            let row = row.text(|out| push_number(out, stranger)).day(day);
            row.money(4_321).word("40").blank().end();
        }
        Anomaly::RepeatedKey => {
            for _ in 0..2 {
                let row = writer.row(Table::Payment).text(key).text(own).day(day);
                row.money(PAID_TWICE).word("40").blank().end();
            }
        }
        // Part of the account's own row.
        Anomaly::UntiedBalance | Anomaly::MissingCustomer => {}
    }
}
