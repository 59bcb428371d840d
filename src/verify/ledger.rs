//! What one account's rows come to, on either side: folds by table, the newest bill, the age of
//! the debt, and the sums that control totals need. Both sides add canonical facts.

use super::digest::{Facts, Fold};
use super::facts::{HISTORIES, History, day, whole};
use chrono::NaiveDate;
use rust_decimal::Decimal;

/// The buckets of the age of a debt, in days past the legacy due date.
pub(super) const AGES: [&str; 6] = ["current", "1_30", "31_60", "61_90", "over_90", "credit"];

/// The rows of one account.
#[derive(Clone, Debug, Default)]
pub(super) struct Ledger {
    folds: [Fold; HISTORIES],
    newest: Option<(NaiveDate, String, i64)>,
    charges: [i64; 5],
    /// Consumption.
    pub(super) quantity: Decimal,
    /// Cents paid, by channel.
    pub(super) channels: Vec<(String, i64)>,
}

impl Ledger {
    /// Adds a row; `as_of` is the day of the extract, on which debts are aged.
    pub(super) fn add(&mut self, history: History, facts: &Facts, as_of: NaiveDate) {
        let cents = history.cents(facts);
        if let Some(fold) = self.folds.get_mut(place(history)) {
            fold.add(&history.key(facts), cents, facts);
        }
        let cell = |i: usize| facts.get(i).and_then(Option::as_deref);
        match history {
            History::Bill => self.add_bill(cell, cents, as_of),
            History::Usage => {
                let quantity = cell(4).and_then(|q| q.parse().ok()).unwrap_or_default();
                self.quantity = self.quantity.checked_add(quantity).unwrap_or(self.quantity);
            }
            History::Payment => {
                let channel = cell(3).unwrap_or("");
                match self.channels.iter_mut().find(|(name, _)| name == channel) {
                    Some((_, sum)) => *sum = sum.wrapping_add(cents),
                    None => self.channels.push((channel.to_owned(), cents)),
                }
            }
            History::Meter
            | History::Adjustment
            | History::Installment
            | History::ScheduledPayment
            | History::AccountNote
            | History::Activity => {}
        }
    }

    /// Keeps the newest bill and puts the charges into the bucket of their age.
    fn add_bill<'f>(
        &mut self,
        cell: impl Fn(usize) -> Option<&'f str>,
        charges: i64,
        as_of: NaiveDate,
    ) {
        let Some(billed) = day(cell(1)) else {
            return;
        };
        // Where the export has no due dates, charges age from the day they were billed.
        let due = day(cell(2)).unwrap_or(billed);
        let bill = (billed, cell(0).unwrap_or("").to_owned(), whole(cell(7)));
        if self.newest.as_ref().is_none_or(|newest| *newest < bill) {
            self.newest = Some(bill);
        }
        let bucket = match (as_of - due).num_days() {
            ..=0 => 0,
            1..=30 => 1,
            31..=60 => 2,
            61..=90 => 3,
            91.. => 4,
        };
        if let Some(sum) = self.charges.get_mut(bucket) {
            *sum = sum.wrapping_add(charges);
        }
    }

    /// Returns the fold of a table.
    pub(super) fn fold(&self, history: History) -> Fold {
        self.folds.get(place(history)).copied().unwrap_or_default()
    }

    /// Returns the total due of the newest bill, by bill date, then by bill number.
    pub(super) fn newest_total(&self) -> Option<i64> {
        self.newest.as_ref().map(|(_, _, total)| *total)
    }

    /// Returns a balance by age, in the order of `AGES`: the newest charges are owed first, what
    /// no carried bill explains is the oldest, and a negative balance is a credit.
    pub(super) fn aged(&self, balance: i64) -> [i64; 6] {
        let mut out = [0; 6];
        let mut rest = balance;
        if balance < 0 {
            out[5] = balance;
            return out;
        }
        for (bucket, charged) in out.iter_mut().zip(self.charges) {
            *bucket = rest.min(charged.max(0));
            rest -= *bucket;
        }
        out[4] += rest;
        out
    }

    /// Returns opening balance + charges + adjustments - payments.
    pub(super) fn closing(&self, opening: i64) -> i128 {
        let sum = |history| i128::from(self.fold(history).cents);
        i128::from(opening) + sum(History::Bill) + sum(History::Adjustment) - sum(History::Payment)
    }
}

/// Returns the place of a table among the folds.
fn place(history: History) -> usize {
    History::ALL
        .iter()
        .position(|h| *h == history)
        .unwrap_or(HISTORIES)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bill(id: &str, date: &str, due: &str, charges: i64) -> Facts {
        [
            id,
            date,
            due,
            "",
            "",
            "0",
            &charges.to_string(),
            &charges.to_string(),
            "0",
        ]
        .iter()
        .map(|t| Some((*t).to_owned()))
        .collect()
    }

    #[test]
    fn newest_charges_are_owed_first_and_the_rest_is_oldest() {
        let as_of = "2017-02-23".parse().unwrap();
        let mut ledger = Ledger::default();
        ledger.add(
            History::Bill,
            &bill("1", "2017-02-03", "2017-02-23", 100),
            as_of,
        );
        ledger.add(
            History::Bill,
            &bill("2", "2017-01-03", "2017-01-24", 100),
            as_of,
        );
        ledger.add(
            History::Bill,
            &bill("3", "2017-01-02", "2017-01-23", 100),
            as_of,
        );
        assert_eq!(ledger.aged(0), [0; 6]);
        assert_eq!(
            ledger.aged(150),
            [100, 50, 0, 0, 0, 0],
            "due on the day is current"
        );
        assert_eq!(
            ledger.aged(350),
            [100, 100, 100, 0, 50, 0],
            "31 days past is the next bucket"
        );
        assert_eq!(ledger.aged(-5), [0, 0, 0, 0, 0, -5]);
        assert_eq!(ledger.newest_total(), Some(100));
    }
}
