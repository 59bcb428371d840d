//! A part of the delivery: the rows of some accounts in a row, file by file. Parts are made
//! side by side and written one behind the other.

use super::account::Account;
use super::calendar::Calendar;
use super::form::Form;
use super::ledger::Ledger;
use super::meter::Meters;
use super::order::Order;
use super::plant::Garden;
use super::row::{FilePart, Row};
use super::table::Table;
use super::{account_rows, later_rows, people, plant};
use chrono::NaiveDate;
use std::ops::Range;

/// The rows of every file.
#[derive(Default)]
pub struct Part {
    files: [FilePart; 14],
}

impl Part {
    /// Returns the rows of a file.
    fn file(&mut self, table: Table) -> &mut FilePart {
        let [
            customer,
            premise,
            account,
            meter,
            calendar,
            bill,
            usage,
            payment,
            adjustment,
            installment,
            draft,
            method,
            note,
            user,
        ] = &mut self.files;
        match table {
            Table::Customer => customer,
            Table::Premise => premise,
            Table::Account => account,
            Table::Meter => meter,
            Table::Calendar => calendar,
            Table::Bill => bill,
            Table::Usage => usage,
            Table::Payment => payment,
            Table::Adjustment => adjustment,
            Table::Installment => installment,
            Table::Draft => draft,
            Table::Method => method,
            Table::Note => note,
            Table::User => user,
        }
    }

    /// Returns each file with its rows, in the order of the delivery.
    pub fn files(&self) -> impl Iterator<Item = &FilePart> {
        self.files.iter()
    }
}

/// Writes rows into a part.
pub struct Writer<'w> {
    /// What everything is drawn from.
    pub seed: u64,
    /// How rows are written.
    pub form: Form,
    /// The day of the extract.
    pub extracted_on: NaiveDate,
    part: &'w mut Part,
}

impl Writer<'_> {
    /// Begins a row of a file.
    pub fn row(&mut self, table: Table) -> Row<'_> {
        Row::new(self.form, table, self.part.file(table))
    }
}

/// A delivery that can be made in parts.
pub struct World {
    order: Order,
    calendar: Calendar,
    garden: Garden,
}

impl World {
    /// Lays out a delivery.
    #[must_use]
    pub fn new(order: Order) -> Self {
        Self {
            calendar: Calendar::new(order.months),
            garden: Garden::new(&order),
            order,
        }
    }

    /// Returns what was asked for.
    #[must_use]
    pub fn order(&self) -> &Order {
        &self.order
    }

    /// Returns the days.
    #[must_use]
    pub fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    /// Makes the rows of the accounts at these places.
    #[must_use]
    pub fn part(&self, places: Range<u64>) -> Part {
        let mut part = Part::default();
        let mut writer = Writer {
            seed: self.order.seed,
            form: self.order.form,
            extracted_on: self.calendar.extracted_on,
            part: &mut part,
        };
        if places.start == 0 {
            account_rows::calendar(&self.calendar, &mut writer);
        }
        for place in places {
            self.account(place, &mut writer);
        }
        part
    }

    fn account(&self, place: u64, writer: &mut Writer<'_>) {
        let account = Account::new(&self.order, &self.calendar, place);
        if account.owner == place {
            people::customer(&account, writer);
            people::user(&account, writer);
        }
        people::premise(&account, writer);
        let meters = Meters::new(&account, writer);
        meters.write(account.number, writer);
        let ledger = Ledger::new((&account, &self.calendar), &meters, writer);
        let mut standing = ledger.write();
        standing.balance -= self.garden.paid(place);
        account_rows::account(&account, &standing, &self.garden, writer);
        later_rows::write(&account, &standing, writer);
        account_rows::method(&account, writer);
        account_rows::notes(&account, &meters, writer);
        if let Some((anomaly, nth)) = self.garden.at(place) {
            plant::write(anomaly, nth, (&account, self.order.accounts), writer);
        }
    }
}
