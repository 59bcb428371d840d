//! What happened on an account: bills with their consumption, payments, adjustments. The balance is
//! kept along the way, so it is what the rows come to, whatever is drawn.

use super::account::{Account, Payer, push_number};
use super::calendar::{Calendar, Period, later};
use super::draw::{About, Draw};
use super::meter::Meters;
use super::part::Writer;
use super::table::Table;
use super::{digits, words};
use chrono::{Datelike, NaiveDate};

/// What a month takes of a usual one, in percent, from January on.
const SEASON: [i64; 12] = [135, 125, 110, 90, 75, 70, 75, 100, 120, 110, 80, 90];
/// The fee for a payment that came back, in cents.
const RETURNED_FEE: i64 = 2_500;
/// The least fee for paying late, in cents.
const LEAST_LATE_FEE: i64 = 100;

/// What an account comes to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// The balance on the day of the extract, in cents.
    pub balance: i64,
    /// The deposit that is still held, in cents.
    pub deposit: i64,
    /// The due date of the last bill.
    pub last_due: Option<NaiveDate>,
    /// How many bills there are.
    pub bills: u64,
}

/// The history of one account while it is made.
pub struct Ledger<'a, 'w> {
    account: &'a Account,
    calendar: &'a Calendar,
    writer: &'a mut Writer<'w>,
    meters: &'a Meters,
    draw: Draw,
    standing: Standing,
    payments: u64,
    adjustments: u64,
    /// Consumption of a usual month, and cents for a hundred of them.
    use_and_rate: (i64, i64),
    channel: usize,
}

impl<'a, 'w> Ledger<'a, 'w> {
    /// Begins the history of an account.
    pub fn new(
        (account, calendar): (&'a Account, &'a Calendar),
        meters: &'a Meters,
        writer: &'a mut Writer<'w>,
    ) -> Self {
        let mut draw = Draw::new(writer.seed, About::History, account.place);
        let use_and_rate = if account.business {
            (draw.between(400, 9_000), 980)
        } else {
            (draw.between(250, 1_250), 1_120)
        };
        let channel = match account.payer {
            Payer::Automatic => 1,
            Payer::Prompt | Payer::Late | Payer::Struggling => {
                draw.one_of(&[0, 2, 2, 3, 4, 5, 6, 7])
            }
        };
        let standing = Standing {
            deposit: account.deposit,
            ..Standing::default()
        };
        Self {
            account,
            calendar,
            writer,
            meters,
            draw,
            standing,
            payments: 0,
            adjustments: 0,
            use_and_rate,
            channel,
        }
    }

    /// Writes all of it and returns what it comes to.
    pub fn write(mut self) -> Standing {
        self.balance_forward();
        let periods = self.calendar.cycle(self.account.cycle);
        for three in periods.windows(3) {
            let [former, period, next] = three else {
                continue;
            };
            if period.bill > self.calendar.extracted_on {
                break;
            }
            // The last day before the next bill, or that of the extract.
            let before = next.bill.pred_opt().unwrap_or(next.bill);
            let until = before.min(self.calendar.extracted_on);
            let last = self.account.closed.is_some_and(|day| day <= period.read);
            let from = former.read.max(self.account.opened);
            let to = self
                .account
                .closed
                .map_or(period.read, |day| day.min(period.read));
            if (to - from).num_days() >= 3 {
                self.bill(period, (from, to));
                if last {
                    self.settle(period, until);
                } else {
                    self.pay(period, until);
                }
            }
            if last {
                break;
            }
        }
        self.standing
    }

    /// What was owed when the archive began stands in one row.
    fn balance_forward(&mut self) {
        let archive = self.calendar.archive_from;
        if self.account.opened >= archive {
            return;
        }
        let gone = self.account.closed.is_some_and(|day| day < archive);
        let cents = match (gone, self.draw.chance(if gone { 150 } else { 700 })) {
            (_, false) => return,
            (true, true) => self.draw.between(-4_000, 18_000),
            (false, true) => self.draw.between(-1_500, 22_000),
        };
        self.adjust(archive, cents, "BF", "Balance forward at archive");
    }

    fn bill(&mut self, period: &Period, (from, to): (NaiveDate, NaiveDate)) {
        let days = (to - from).num_days();
        let (usual, rate) = self.use_and_rate;
        let season = SEASON.get(to.month0() as usize).copied().unwrap_or(100);
        let kwh = usual * season / 100 * days / 30 * self.draw.between(85, 115) / 100;
        let charges = 1_850 * days / 30 + kwh * rate / 100 + self.account.donation;
        let before = self.standing.balance;
        let due = self.due(period);
        let (number, bill) = (self.account.number, self.bill_id());
        let row = self.writer.row(Table::Bill);
        row.text(|out| push_id(out, b'B', bill))
            .text(|out| push_number(out, number))
            .day(period.bill)
            .day(due)
            .day(from)
            .day(to)
            .money(before)
            .money(charges)
            .money(before + charges)
            .end();
        self.meters
            .usage(self.writer, (number, bill), (from, to), kwh);
        self.standing.balance = before + charges;
        self.standing.last_due = Some(due);
        self.standing.bills += 1;
    }

    /// Returns the number of the bill that comes next.
    fn bill_id(&self) -> u64 {
        self.account.place * 1000 + self.standing.bills
    }

    /// Returns the day a bill is due: the cycle's, or the first one of the customer's that leaves
    /// enough days.
    fn due(&self, period: &Period) -> NaiveDate {
        let Some(chosen) = self.account.due_day else {
            return period.due;
        };
        let mut days = later(period.bill, 17).iter_days().take(31);
        days.find(|day| day.day() == chosen).unwrap_or(period.due)
    }

    /// Pays the bill, or not, before the next one.
    fn pay(&mut self, period: &Period, until: NaiveDate) {
        let owed = self.standing.balance;
        if self.draw.chance(3) {
            let credit = -self.draw.between(500, 3_000);
            self.adjust(
                later(period.bill, 1).min(until),
                credit,
                "CR",
                "Courtesy credit",
            );
        }
        let Some(due) = self.standing.last_due.filter(|_| owed > 0) else {
            return;
        };
        let early = later(period.bill, 4 + self.draw.below(14)).min(due);
        match self.account.payer {
            Payer::Automatic => self.take(due, owed, until),
            Payer::Prompt if self.draw.chance(10) => self.take(early, owed + 1_000, until),
            Payer::Prompt => self.take(early, owed, until),
            Payer::Late if self.draw.chance(600) => self.take(early, owed, until),
            Payer::Late => self.pay_late(due, owed, until),
            Payer::Struggling => match self.draw.below(10) {
                0..3 => self.charge_late(later(due, 1), owed, until),
                3..6 => self.take(due, owed / 2, until),
                _ => self.take(early, owed, until),
            },
        }
    }

    fn pay_late(&mut self, due: NaiveDate, owed: i64, until: NaiveDate) {
        self.charge_late(later(due, 1), owed, until);
        let day = later(due, 1 + self.draw.below(5));
        self.take(day, owed, until);
    }

    fn charge_late(&mut self, day: NaiveDate, owed: i64, until: NaiveDate) {
        if day <= until {
            self.adjust(
                day,
                (owed / 100).max(LEAST_LATE_FEE),
                "LF",
                "Late payment charge",
            );
        }
    }

    /// Takes a payment, where its day comes before the next bill; some come back.
    fn take(&mut self, day: NaiveDate, cents: i64, until: NaiveDate) {
        if day > until || cents <= 0 {
            return;
        }
        let other = self.account.payer != Payer::Automatic && self.draw.chance(100);
        let channel = if other {
            self.draw.one_of(&[0, 2, 3, 4, 5, 6, 7])
        } else {
            self.channel
        };
        self.payment(day, cents, channel);
        let back = later(day, 3);
        // A bank draft, a bank's bill payment and a check may come back.
        if (1..=3).contains(&channel) && back <= until && self.draw.chance(6) {
            self.payment(back, -cents, channel);
            self.adjust(back, RETURNED_FEE, "RF", "Returned payment fee");
        }
    }

    /// The last bill of a closed account: it is paid, or the deposit goes towards it.
    fn settle(&mut self, period: &Period, until: NaiveDate) {
        let day = later(period.bill, 5).min(until);
        if self.standing.deposit > 0 {
            self.adjust(
                day,
                -self.standing.deposit,
                "DA",
                "Deposit applied to final bill",
            );
            self.standing.deposit = 0;
        }
        let owed = self.standing.balance;
        if owed < 0 && self.draw.chance(800) {
            self.adjust(day, -owed, "RR", "Refund by check");
        } else if owed > 0 {
            let leaves = self.account.payer == Payer::Struggling && self.draw.chance(500);
            if !leaves {
                self.payment(day, owed, self.channel);
            }
        }
    }

    fn payment(&mut self, day: NaiveDate, cents: i64, channel: usize) {
        let (code, short) = words::REFERENCES.get(channel).copied().unwrap_or_default();
        let (number, reference) = (self.account.number, self.draw.below(10_000_000));
        let id = self.account.place * 1000 + self.payments;
        self.payments += 1;
        self.standing.balance -= cents;
        let row = self.writer.row(Table::Payment);
        row.text(|out| push_id(out, b'P', id))
            .text(|out| push_number(out, number))
            .day(day)
            .money(cents)
            .word(code)
            .text(|out| {
                out.extend_from_slice(short.as_bytes());
                digits::push(out, reference, 7);
            })
            .end();
    }

    fn adjust(&mut self, day: NaiveDate, cents: i64, code: &str, what: &str) {
        if cents == 0 {
            return;
        }
        let (number, id) = (
            self.account.number,
            self.account.place * 1000 + self.adjustments,
        );
        self.adjustments += 1;
        self.standing.balance += cents;
        let row = self.writer.row(Table::Adjustment);
        row.text(|out| push_id(out, b'A', id))
            .text(|out| push_number(out, number))
            .day(day)
            .money(cents)
            .word(code)
            .word(what)
            .end();
    }
}

/// Adds the key of a row: a letter and ten digits.
pub fn push_id(out: &mut Vec<u8>, letter: u8, id: u64) {
    out.push(letter);
    digits::push(out, id, 10);
}
