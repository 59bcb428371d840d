//! What is still to come on the day of the extract: payment arrangements, and payments that are to
//! be drawn. Some of their days lie in the blackout.

use super::account::{Account, push_number};
use super::account_rows::is_automatic;
use super::calendar::{business_day, later};
use super::digits;
use super::draw::{About, Draw};
use super::ledger::Standing;
use super::part::Writer;
use super::table::Table;

/// Debts from this many cents on may be paid in parts.
const LEAST_DEBT: i64 = 15_000;

/// Writes the arrangement and the draft of an open account, where there are such.
pub fn write(account: &Account, standing: &Standing, writer: &mut Writer<'_>) {
    if account.closed.is_some() || standing.balance <= 0 {
        return;
    }
    let mut draw = Draw::new(writer.seed, About::Account, account.place ^ u64::MAX);
    if is_automatic(account) {
        // What is due after the extract is drawn on its day.
        if let Some(due) = standing.last_due.filter(|due| *due > writer.extracted_on) {
            draft(account, (due, standing.balance), "S", writer);
        }
    } else if draw.chance(15) {
        let day = later(writer.extracted_on, 1 + draw.below(25));
        draft(account, (day, standing.balance), "P", writer);
    } else if standing.balance >= LEAST_DEBT && draw.chance(120) {
        arrangement(account, standing.balance, &mut draw, writer);
    }
}

fn draft(
    account: &Account,
    (day, cents): (chrono::NaiveDate, i64),
    state: &str,
    writer: &mut Writer<'_>,
) {
    let row = writer.row(Table::Draft);
    row.text(|out| {
        out.push(b'D');
        digits::push(out, account.place, 7);
    })
    .text(|out| push_number(out, account.number))
    .day(day)
    .money(cents)
    .word(state)
    .end();
}

/// Writes installments that together are what is owed.
fn arrangement(account: &Account, owed: i64, draw: &mut Draw, writer: &mut Writer<'_>) {
    let count = draw.between(3, 6);
    let first = later(writer.extracted_on, 1 + draw.below(20));
    let mut left = owed;
    for nth in 1..=count {
        let cents = if nth == count { left } else { owed / count };
        left -= cents;
        let nth = nth.unsigned_abs();
        let due = business_day(later(first, 30 * (nth - 1)));
        let row = writer.row(Table::Installment);
        row.text(|out| {
            out.push(b'R');
            digits::push(out, account.place, 7);
        })
        .text(|out| push_number(out, account.number))
        .number(nth)
        .day(due)
        .money(cents)
        .end();
    }
}
