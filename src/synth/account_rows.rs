//! The rows of an account itself: its own, its stored payment method, its notes; and the calendar.

use super::account::{Account, Payer, push_number};
use super::calendar::{CYCLES, Calendar};
use super::draw::{About, Draw};
use super::ledger::Standing;
use super::meter::Meters;
use super::part::Writer;
use super::people::{name, push_key};
use super::plant::{Anomaly, Garden, OFF};
use super::table::Table;
use super::{digits, instrument, words};
use chrono::{Datelike, Days, NaiveDate};

/// Writes the days of every cycle, month by month.
pub fn calendar(calendar: &Calendar, writer: &mut Writer<'_>) {
    let months = calendar.cycle(0).len();
    for month in 0..months {
        for cycle in 0..CYCLES {
            let Some(period) = calendar.cycle(cycle).get(month) else {
                continue;
            };
            let row = writer.row(Table::Calendar);
            row.number(cycle_number(cycle))
                .text(|out| {
                    let year = u64::try_from(period.month.year()).unwrap_or(0);
                    digits::push(out, year, 4);
                    out.push(b'-');
                    digits::push(out, u64::from(period.month.month()), 2);
                })
                .day(period.read)
                .day(period.bill)
                .day(period.due)
                .end();
        }
    }
}

fn cycle_number(cycle: usize) -> u64 {
    cycle as u64 + 1
}

/// Writes the account, with the balance it comes to, and what was planted there.
pub fn account(account: &Account, standing: &Standing, garden: &Garden, writer: &mut Writer<'_>) {
    let planted = |anomaly| garden.has(account.place, anomaly);
    let off = if planted(Anomaly::UntiedBalance) {
        OFF
    } else {
        0
    };
    // No customer's key begins so.
    let stranger = planted(Anomaly::MissingCustomer);
    let (letter, owner) = if stranger {
        (b'X', account.place)
    } else {
        (b'C', account.owner)
    };
    let flag = |is: bool| if is { "Y" } else { "N" };
    let row = writer.row(Table::Account);
    let row = row
        .text(|out| push_number(out, account.number))
        .text(|out| push_key(out, letter, owner))
        .text(|out| push_key(out, b'L', account.place))
        .word(if account.closed.is_some() { "F" } else { "A" })
        .day(account.opened)
        .perhaps_day(account.closed)
        .number(cycle_number(account.cycle));
    let row = match account.due_day {
        Some(day) => row.number(u64::from(day)),
        None => row.blank(),
    };
    let row = if account.grouped {
        row.text(|out| push_key(out, b'G', account.owner))
    } else {
        row.blank()
    };
    row.word(if account.business { "GS-1" } else { "R-1" })
        .money(standing.balance + off)
        .money(standing.deposit)
        .money(account.donation)
        .word(flag(account.medical))
        .word(flag(is_automatic(account)))
        .word(flag(account.paperless))
        .end();
}

/// Returns true where the account is on automatic payment.
pub fn is_automatic(account: &Account) -> bool {
    account.payer == Payer::Automatic && account.closed.is_none()
}

/// Writes the stored payment method, where there is one: automatic payment needs one.
pub fn method(account: &Account, writer: &mut Writer<'_>) {
    let mut draw = Draw::new(writer.seed, About::Method, account.place);
    if account.closed.is_some() || !(is_automatic(account) || draw.chance(120)) {
        return;
    }
    let (first, last) = name(writer.seed, account.owner);
    let row = writer.row(Table::Method);
    let row = row
        .text(|out| {
            out.push(b'M');
            digits::push(out, account.place, 7);
        })
        .text(|out| push_number(out, account.number));
    if draw.chance(480) {
        row.word("C")
            .text(|out| instrument::push_card(out, &mut draw, b""))
            .text(|out| out.extend_from_slice(b"12/29"))
            .typed(&format!("{first} {last}"))
            .blank()
            .blank()
            .blank()
            .end();
    } else {
        row.word("B")
            .blank()
            .blank()
            .typed(&format!("{first} {last}"))
            .text(|out| instrument::push_routing(out, &mut draw))
            .text(|out| instrument::push_bank_account(out, &mut draw))
            .word("C")
            .end();
    }
}

/// Writes the notes of an account: some hold a number that must not come along, some one that must.
pub fn notes(account: &Account, meters: &Meters, writer: &mut Writer<'_>) {
    let mut draw = Draw::new(writer.seed, About::Note, account.place);
    let count = match draw.below(100) {
        0..72 => 0,
        72..92 => 1,
        _ => 2,
    };
    for nth in 0..count {
        let day = note_day(&mut draw, account, writer.extracted_on);
        let mut text = Vec::new();
        let say = |out: &mut Vec<u8>, words: &str| out.extend_from_slice(words.as_bytes());
        match draw.below(100) {
            0..5 => {
                say(&mut text, "Paid by phone with card ");
                instrument::push_card(&mut text, &mut draw, b" ");
                say(&mut text, ", receipt mailed.");
            }
            5..7 => {
                say(&mut text, "Cliente pagó con tarjeta ");
                instrument::push_card(&mut text, &mut draw, b"-");
                say(&mut text, " en la oficina.");
            }
            7..9 => {
                say(&mut text, "Set up draft, routing ");
                instrument::push_routing(&mut text, &mut draw);
                say(&mut text, " account ");
                instrument::push_bank_account(&mut text, &mut draw);
                say(&mut text, ".");
            }
            9..20 => {
                say(&mut text, "Meter ");
                meters.push_last(&mut text);
                say(&mut text, " checked, reads within limits.");
            }
            20..28 => {
                say(&mut text, "Customer confirmed account ");
                push_number(&mut text, account.number);
                say(&mut text, " is the right one.");
            }
            _ => say(&mut text, draw.one_of(words::PLAIN_NOTES)),
        }
        // Every piece is whole text, so all of it is.
        let text = String::from_utf8(text).unwrap_or_default();
        let row = writer.row(Table::Note);
        row.text(|out| {
            out.push(b'N');
            digits::push(out, account.place * 10 + nth, 8);
        })
        .text(|out| push_number(out, account.number))
        .day(day)
        .typed(&text)
        .end();
    }
}

fn note_day(draw: &mut Draw, account: &Account, extract: NaiveDate) -> NaiveDate {
    let last = account.closed.unwrap_or(extract);
    (last - Days::new(draw.below(700))).max(account.opened)
}
