//! The meters of an account: one, or two where the first was exchanged.

use super::account::{Account, push_number};
use super::calendar::later;
use super::digits;
use super::draw::{About, Draw};
use super::ledger::push_id;
use super::part::Writer;
use super::table::Table;
use chrono::NaiveDate;

/// The meters of an account.
pub struct Meters {
    place: u64,
    installed: NaiveDate,
    exchanged: Option<NaiveDate>,
    removed: Option<NaiveDate>,
}

impl Meters {
    /// Returns the meters of an account.
    #[must_use]
    pub fn new(account: &Account, writer: &Writer<'_>) -> Self {
        let mut draw = Draw::new(writer.seed, About::Meter, account.place);
        let end = account.closed.unwrap_or(writer.extracted_on);
        let back = draw.below(700);
        // Not on the first or last days: each meter has something to measure.
        let exchanged = end.checked_sub_days(chrono::Days::new(back + 40));
        let exchanged = exchanged.filter(|day| draw.chance(60) && *day > later(account.opened, 40));
        Self {
            place: account.place,
            installed: account.opened,
            exchanged,
            removed: account.closed,
        }
    }

    /// Adds the serial of the first or the second meter.
    fn push_serial(&self, out: &mut Vec<u8>, second: bool) {
        out.push(b'E');
        digits::push(out, self.place * 10 + u64::from(second), 9);
    }

    /// Adds the serial of the meter that is there last.
    pub fn push_last(&self, out: &mut Vec<u8>) {
        self.push_serial(out, self.exchanged.is_some());
    }

    /// Writes a row for each.
    pub fn write(&self, number: u64, writer: &mut Writer<'_>) {
        let first_until = self.exchanged.or(self.removed);
        self.row((number, false), (self.installed, first_until), writer);
        if let Some(day) = self.exchanged {
            self.row((number, true), (day, self.removed), writer);
        }
    }

    fn row(
        &self,
        (number, second): (u64, bool),
        (from, until): (NaiveDate, Option<NaiveDate>),
        writer: &mut Writer<'_>,
    ) {
        let row = writer.row(Table::Meter);
        row.text(|out| self.push_serial(out, second))
            .text(|out| push_number(out, number))
            .day(from)
            .perhaps_day(until)
            .end();
    }

    /// Writes the consumption of a bill; on both meters where they changed in its period.
    pub fn usage(
        &self,
        writer: &mut Writer<'_>,
        of: (u64, u64),
        (from, to): (NaiveDate, NaiveDate),
        kwh: i64,
    ) {
        match self.exchanged {
            Some(day) if from < day && day < to => {
                let first = kwh * (day - from).num_days() / (to - from).num_days();
                self.usage_row(writer, of, (from, day), (false, first));
                self.usage_row(writer, of, (day, to), (true, kwh - first));
            }
            exchanged => {
                let second = exchanged.is_some_and(|day| day <= from);
                self.usage_row(writer, of, (from, to), (second, kwh));
            }
        }
    }

    fn usage_row(
        &self,
        writer: &mut Writer<'_>,
        (number, bill): (u64, u64),
        (from, to): (NaiveDate, NaiveDate),
        (second, kwh): (bool, i64),
    ) {
        let row = writer.row(Table::Usage);
        row.text(|out| push_id(out, b'B', bill))
            .text(|out| push_number(out, number))
            .text(|out| self.push_serial(out, second))
            .day(from)
            .day(to)
            .number(kwh.unsigned_abs())
            .end();
    }
}
