//! Customers, the places where they live or work, and their log-ins.

use super::account::{Account, is_business};
use super::calendar::later;
use super::draw::{About, Draw};
use super::part::Writer;
use super::row::Row;
use super::table::Table;
use super::{digits, words};
use chrono::{Days, NaiveDate};

/// Adds the key of a customer, place or log-in: a letter and a number.
pub fn push_key(out: &mut Vec<u8>, letter: u8, place: u64) {
    out.push(letter);
    digits::push(out, place, 7);
}

/// Returns the first and last name of a person.
pub fn name(seed: u64, owner: u64) -> (&'static str, &'static str) {
    let mut draw = Draw::new(seed, About::Customer, owner);
    // The first number decides whether it is a business.
    draw.number();
    (
        draw.one_of(words::FIRST_NAMES),
        draw.one_of(words::LAST_NAMES),
    )
}

/// Adds the name of a person or business in ASCII letters, as log-ins and addresses have it.
fn push_plain_name(out: &mut Vec<u8>, (first, last): (&str, &str)) {
    for (at, name) in [first, last].into_iter().enumerate() {
        if at > 0 {
            out.push(b'.');
        }
        let letters = name.bytes().filter(u8::is_ascii_alphabetic);
        out.extend(letters.map(|b| b.to_ascii_lowercase()));
    }
}

/// Adds an e-mail address: of a domain that is kept for examples.
fn push_email(out: &mut Vec<u8>, name: (&str, &str), owner: u64) {
    push_plain_name(out, name);
    digits::push(out, owner, 1);
    out.extend_from_slice(b"@example.com");
}

/// Where a place is.
struct Address {
    number: u64,
    street: &'static str,
    unit: Option<u64>,
    town: usize,
}

/// Returns where a place is.
fn address(seed: u64, place: u64) -> Address {
    let mut draw = Draw::new(seed, About::Premise, place);
    let number = 1 + draw.below(9_899);
    let street = draw.one_of(words::STREETS);
    let town = usize::try_from(draw.below(words::TOWNS.len() as u64)).unwrap_or(0);
    let unit = 1 + draw.below(300);
    Address {
        number,
        street,
        unit: draw.chance(150).then_some(unit),
        town,
    }
}

fn push_line(out: &mut Vec<u8>, address: &Address) {
    digits::push(out, address.number, 1);
    out.push(b' ');
    out.extend_from_slice(address.street.as_bytes());
}

/// Returns true where the customer has an e-mail address.
fn has_email(seed: u64, owner: u64) -> bool {
    Draw::new(seed, About::User, owner).chance(720)
}

/// Writes the customer of an account.
pub fn customer(account: &Account, writer: &mut Writer<'_>) {
    let (seed, owner) = (writer.seed, account.owner);
    let business = is_business(seed, owner);
    let name = name(seed, owner);
    let mut draw = Draw::new(seed, About::Customer, owner ^ u64::MAX);
    let address = address(seed, owner);
    let email = has_email(seed, owner);
    let row = writer.row(Table::Customer);
    let row = row.text(|out| push_key(out, b'C', owner));
    let row = if business {
        let (who, trade) = (
            draw.one_of(words::BUSINESS_NAMES),
            draw.one_of(words::TRADES),
        );
        row.word("B")
            .blank()
            .blank()
            .typed(&format!("{who} {trade}"))
    } else {
        row.word("R").typed(name.1).typed(name.0).blank()
    };
    let row = if email {
        row.text(|out| push_email(out, name, owner))
    } else {
        row.blank()
    };
    // No telephone has these numbers: they are kept for films and examples.
    let phone = 100 + draw.below(100);
    let row = row.text(|out| {
        out.extend_from_slice(b"(555) 555-");
        digits::push(out, phone, 4);
    });
    let row = row.word(if draw.chance(180) { "S" } else { "E" });
    let boxed = draw.chance(90);
    let row = row.text(|out| {
        if boxed {
            out.extend_from_slice(b"PO Box ");
            digits::push(out, address.number, 1);
        } else {
            push_line(out, &address);
        }
    });
    let unit = address.unit.filter(|_| !boxed);
    town_cells(unit_cell(row, unit), address.town).end();
}

fn unit_cell(row: Row<'_>, unit: Option<u64>) -> Row<'_> {
    match unit {
        Some(unit) => row.text(|out| {
            out.extend_from_slice(b"Apt ");
            digits::push(out, unit, 1);
        }),
        None => row.blank(),
    }
}

fn town_cells(row: Row<'_>, town: usize) -> Row<'_> {
    let name = words::TOWNS.get(town).copied().unwrap_or_default();
    row.word(name).word(words::STATE).text(|out| {
        // No post office has these.
        out.extend_from_slice(b"000");
        digits::push(out, 10 + town as u64, 2);
    })
}

/// Writes the place of an account.
pub fn premise(account: &Account, writer: &mut Writer<'_>) {
    let address = address(writer.seed, account.place);
    let row = writer.row(Table::Premise);
    let row = row
        .text(|out| push_key(out, b'L', account.place))
        .text(|out| push_line(out, &address));
    town_cells(unit_cell(row, address.unit), address.town)
        .text(|out| {
            out.push(b'D');
            digits::push(out, 1 + address.town as u64 / 2, 1);
        })
        .end();
}

/// Writes the log-in of a customer, where there is one.
pub fn user(account: &Account, writer: &mut Writer<'_>) {
    let (seed, owner) = (writer.seed, account.owner);
    let mut draw = Draw::new(seed, About::User, owner);
    // The first number decides whether there is an address.
    draw.number();
    if !has_email(seed, owner) || !draw.chance(750) {
        return;
    }
    let name = name(seed, owner);
    let (locked, failed) = (draw.chance(15), draw.below(3));
    let day = last_login(&mut draw, writer.extracted_on, account.opened);
    let (hour, minute) = (6 + draw.below(16), draw.below(60));
    let row = writer.row(Table::User);
    row.text(|out| push_key(out, b'U', owner))
        .text(|out| push_key(out, b'C', owner))
        .text(|out| {
            push_plain_name(out, name);
            digits::push(out, owner, 1);
        })
        .text(|out| push_email(out, name, owner))
        .text(|out| push_hash(out, &mut draw))
        .number(if locked { 10 } else { failed })
        .word(if locked { "L" } else { "A" })
        .moment(day, hour, minute)
        .end();
}

fn last_login(draw: &mut Draw, extract: NaiveDate, opened: NaiveDate) -> NaiveDate {
    let day = extract - Days::new(1 + draw.below(500));
    day.max(later(opened, 1)).min(extract)
}

/// Adds what looks like a password's hash and is the hash of nothing.
fn push_hash(out: &mut Vec<u8>, draw: &mut Draw) {
    const SIGNS: &[u8; 64] = b"./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    out.extend_from_slice(b"$2b$12$");
    let mut left = 53;
    while left > 0 {
        let mut bits = draw.number();
        for _ in 0..left.min(10) {
            let at = usize::try_from(bits % 64).unwrap_or(0);
            out.extend(SIGNS.get(at));
            bits /= 64;
            left -= 1;
        }
    }
}
