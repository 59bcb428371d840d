//! What is wrong in a delivery, on request: rows and balances as real exports have them.
//!
//! Each is a row more than there would be otherwise, and part of no balance, so every ledger still
//! ties; but for the balance that is meant not to. They are spread evenly over the accounts.

use super::account::{self, Account, push_number};
use super::draw::{About, Draw};
use super::form::Form;
use super::order::Order;
use super::part::Writer;
use super::table::Table;
use std::collections::BTreeMap;

/// The amount of a payment that stands twice, in cents.
const PAID_TWICE: i64 = 10_00;

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
}

impl Anomaly {
    /// Every kind.
    pub const ALL: [Self; 7] = [
        Self::CutRow,
        Self::RepeatedKey,
        Self::BadDate,
        Self::BadAmount,
        Self::UnknownCode,
        Self::UnknownAccount,
        Self::UntiedBalance,
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
            Self::UntiedBalance => Table::Account,
        }
    }
}

/// Which accounts have which faults.
pub struct Garden {
    at: BTreeMap<u64, Vec<(Anomaly, u64)>>,
}

impl Garden {
    /// Spreads what was asked for over the accounts.
    #[must_use]
    pub fn new(order: &Order) -> Self {
        let mut at: BTreeMap<u64, Vec<_>> = BTreeMap::new();
        for (anomaly, count) in &order.planted {
            let first = Draw::new(order.seed, About::Planted, *anomaly as u64);
            let first = { first }.below(order.accounts);
            for nth in 0..*count {
                // Below 10^7 * 10^5.
                let step = nth * order.accounts / (*count).max(1);
                let place = (first + step) % order.accounts.max(1);
                at.entry(place).or_default().push((*anomaly, nth));
            }
        }
        Self { at }
    }

    /// Returns what is planted at an account, each with its number among its kind.
    pub fn at(&self, place: u64) -> impl Iterator<Item = (Anomaly, u64)> {
        self.at.get(&place).into_iter().flatten().copied()
    }

    /// Returns how far the account's balance is off, in cents.
    #[must_use]
    pub fn balance_off(&self, place: u64) -> i64 {
        let untied = self.at(place).any(|(kind, _)| kind == Anomaly::UntiedBalance);
        if untied { 1_00 } else { 0 }
    }

    /// Returns what is paid at the account by payments that stand twice and count once, in cents.
    #[must_use]
    pub fn paid(&self, place: u64) -> i64 {
        let twice = self.at(place).filter(|(kind, _)| *kind == Anomaly::RepeatedKey);
        twice.map(|_| PAID_TWICE).sum()
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
            row.wrong(no_day).money(5_00).word("LF").blank().end();
        }
        Anomaly::BadAmount => {
            let row = writer.row(Table::Payment).text(key).text(own).day(day);
            row.wrong("1O.50").word("40").blank().end();
        }
        Anomaly::UnknownCode => {
            let row = writer.row(Table::Payment).text(key).text(own).day(day);
            row.money(12_34).word("ZZ").blank().end();
        }
        Anomaly::UnknownAccount => {
            let stranger = account::number(writer.seed, accounts + nth);
            let row = writer.row(Table::Payment).text(key);
            let row = row.text(|out| push_number(out, stranger)).day(day);
            row.money(43_21).word("40").blank().end();
        }
        Anomaly::RepeatedKey => {
            for _ in 0..2 {
                let row = writer.row(Table::Payment).text(key).text(own).day(day);
                row.money(PAID_TWICE).word("40").blank().end();
            }
        }
        Anomaly::UntiedBalance => {}
    }
}
