//! What an account is, before anything happens on it: its owner, its life, how it pays.
//!
//! All of it follows from the seed and the account's place in the delivery.

use super::calendar::{self, CYCLES, Calendar};
use super::draw::{About, Draw};
use super::order::Order;
use chrono::{Days, NaiveDate};

/// Accounts that one customer has at most.
const BLOCK: u64 = 8;
/// Numbers that accounts can have: eight digits.
const NUMBERS: u64 = 100_000_000;
/// Spreads account numbers over all of them: it shares no divisor with their count.
const SPREAD: u64 = 61_803_399;
/// Days before the extract that the last account was closed, at least: its last bill is out.
const SETTLED: u64 = 40;
/// Days that an account is open, at least.
const LEAST_DAYS: u64 = 70;

/// How a customer pays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Payer {
    /// By automatic payment, on the due date.
    Automatic,
    /// Before the due date.
    Prompt,
    /// Now and then behind the due date.
    Late,
    /// Now and then not at all, or in part.
    Struggling,
}

/// An account.
#[derive(Clone, Debug)]
pub struct Account {
    /// Its place in the delivery, from 0.
    pub place: u64,
    /// The place of the first account of its customer, who goes by it.
    pub owner: u64,
    /// Its number, without the dash.
    pub number: u64,
    /// True where its customer is a business.
    pub business: bool,
    /// Its cycle.
    pub cycle: usize,
    /// The day it was opened.
    pub opened: NaiveDate,
    /// The day it was closed.
    pub closed: Option<NaiveDate>,
    /// How it is paid.
    pub payer: Payer,
    /// The due day that the customer chose.
    pub due_day: Option<u32>,
    /// True where it shares a statement with others of its customer.
    pub grouped: bool,
    /// The deposit that was paid, in cents.
    pub deposit: i64,
    /// The monthly gift, in cents.
    pub donation: i64,
    /// True with medical baseline.
    pub medical: bool,
    /// True with electronic bills only.
    pub paperless: bool,
}

/// Returns the number of the account at a place: each place has its own.
#[must_use]
pub fn number(seed: u64, place: u64) -> u64 {
    let first = Draw::new(seed, About::Numbers, 0).below(NUMBERS);
    // Both factors are below 2^27, so the product fits.
    (place % NUMBERS * SPREAD + first) % NUMBERS
}

/// Adds an account number as it is written: five digits, a dash, three digits.
pub fn push_number(out: &mut Vec<u8>, number: u64) {
    super::digits::push(out, number / 1000, 5);
    out.push(b'-');
    super::digits::push(out, number % 1000, 3);
}

/// Returns the place of the first account of the customer who has this one.
#[must_use]
pub fn owner(seed: u64, place: u64) -> u64 {
    let mut first = place;
    while !first.is_multiple_of(BLOCK) && Draw::new(seed, About::Sharing, first).chance(90) {
        first -= 1;
    }
    first
}

/// Returns true where the customer is a business.
#[must_use]
pub fn is_business(seed: u64, owner: u64) -> bool {
    Draw::new(seed, About::Customer, owner).chance(110)
}

impl Account {
    /// Returns the account at a place.
    #[must_use]
    pub fn new(order: &Order, calendar: &Calendar, place: u64) -> Self {
        let seed = order.seed;
        let owner = owner(seed, place);
        let more = place + 1 < order.accounts && self::owner(seed, place + 1) == owner;
        let business = is_business(seed, owner);
        let mut draw = Draw::new(seed, About::Account, place);
        let cycle = usize::try_from(draw.below(CYCLES as u64)).unwrap_or(0);
        let (opened, closed) = life(&mut draw, calendar);
        let payer = match draw.below(100) {
            0..22 => Payer::Automatic,
            22..72 => Payer::Prompt,
            72..90 => Payer::Late,
            _ => Payer::Struggling,
        };
        let chosen = draw.chance(60) && closed.is_none();
        let due_day = chosen.then(|| chosen_day(cycle, draw.below(3)));
        let deposit = if draw.chance(150) {
            draw.between(2, 8) * 2_500
        } else {
            0
        };
        let donation = if draw.chance(40) {
            draw.between(1, 10) * 100
        } else {
            0
        };
        Self {
            place,
            owner,
            number: number(seed, place),
            business,
            cycle,
            opened,
            closed,
            payer,
            due_day,
            grouped: (place != owner || more) && Draw::new(seed, About::Sharing, owner).chance(400),
            deposit,
            donation,
            medical: !business && draw.chance(25),
            paperless: draw.chance(280),
        }
    }
}

/// Returns the day of the month that a customer of a cycle may choose: a little behind the cycle's
/// own due date, so that the bill leaves enough days.
fn chosen_day(cycle: usize, more: u64) -> u32 {
    let day = calendar::nominal_day(cycle) + calendar::DAYS_TO_PAY + 4 + more;
    u32::try_from((day - 1) % 28 + 1).unwrap_or(1)
}

/// Returns when the account was opened and closed.
fn life(draw: &mut Draw, calendar: &Calendar) -> (NaiveDate, Option<NaiveDate>) {
    let (archive, extract) = (calendar.archive_from, calendar.extracted_on);
    let kind = draw.below(1000);
    let settled = extract - Days::new(SETTLED);
    let before = |draw: &mut Draw, until: NaiveDate| {
        let days = until - Days::new(1);
        days - Days::new(draw.below(9000))
    };
    let between = |draw: &mut Draw, from: NaiveDate, to: NaiveDate| {
        let span = u64::try_from((to - from).num_days()).unwrap_or(0);
        calendar::later(from, draw.below(span + 1))
    };
    match kind {
        // Open all the time.
        0..270 => (before(draw, archive), None),
        // Opened while the archive was kept.
        270..550 => (between(draw, archive, settled), None),
        // Closed in that time.
        550..840 => {
            let opened = before(draw, archive);
            let closed = between(draw, calendar::later(archive, LEAST_DAYS), settled);
            (opened, Some(closed))
        }
        // Both.
        840..930 => {
            let last = settled - Days::new(LEAST_DAYS);
            let opened = between(draw, archive, last.max(archive));
            let closed = between(draw, calendar::later(opened, LEAST_DAYS), settled);
            (opened, Some(closed.max(opened)))
        }
        // Closed before it.
        _ => {
            let closed = before(draw, archive);
            (before(draw, closed), Some(closed))
        }
    }
}
