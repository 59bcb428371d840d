//! Bank numbers: routing numbers by checksum, Federal Reserve prefix and banking words nearby, and
//! account numbers beside a routing number or behind words that leave no doubt.
//!
//! Nearby is counted in words, so that a mark in place of a number changes no distance. An account
//! number has no check digit: the words around it decide, and identifiers of the delivery are
//! never taken for one. What was found to be a card stays a card.

use super::Scan;
use super::carve::{DATE, FOUND, KNOWN, MONEY, NAMED, PHONE, SHORT};
use super::chars::{Plain, is_blank};
use super::context::{distances, near, word_before};
use super::gap::Gap;
use super::words::Word;
use crate::record::payment_kind::PaymentKind;
use std::ops::Range;

/// Most words from a name to its number: `account number is`.
const INTRODUCTION: usize = 6;
/// Longest gap in bytes between numbers that stand beside each other.
const SHORT_GAP: usize = 12;
/// Most digits of an account at a bank.
const MOST: usize = 17;
/// Fewest digits behind words that introduce an account.
const FEWEST: usize = 4;
/// Fewest digits that stand beside a routing number without a word.
const FEWEST_BARE: usize = 6;
/// What is never a bank number.
const ASIDE: u8 = KNOWN | SHORT | DATE | MONEY | FOUND | NAMED;

/// Books every routing number of the text, then the accounts.
pub(super) fn find(scan: &mut Scan) {
    let named = scan.text.says(&[Word::Account]) && scan.text.says(&[Word::Bank]);
    let routes = scan.text.says(&Word::BANKING) && scan.text.digits.len() >= 9;
    if !named && !routes {
        return;
    }
    let banking = distances(scan, |scan, i| {
        scan.text
            .word(i)
            .is_some_and(|w| Word::BANKING.contains(&w))
    });
    let mut routing = vec![false; scan.text.pieces.len()];
    let mut i = 0;
    while i < scan.text.pieces.len() {
        scan.steps += 1;
        match routing_at(scan, i, near(&banking, i)) {
            Some(end) => {
                scan.take(PaymentKind::RoutingNumber, i..end);
                routing.iter_mut().take(end).skip(i).for_each(|r| *r = true);
                i = end;
            }
            None => i += 1,
        }
    }
    let any = routing.contains(&true);
    if !any && !named {
        return;
    }
    bare_accounts(scan, &routing);
    let routing_at = distances(scan, |_, i| routing.get(i) == Some(&true));
    for i in 0..scan.text.pieces.len() {
        if scan.text.len_of(i) == 0 || scan.is(i, ASIDE) {
            continue;
        }
        let words = introduction(scan, i);
        let certain = words.account && words.bank;
        let likely = (words.account || words.bank) && near(&routing_at, i);
        if let Some(pieces) = (certain || likely).then(|| run(scan, i)).flatten() {
            let digits = scan.text.joined(pieces.clone());
            if digits.len() >= FEWEST && !is_year(digits) {
                scan.take(PaymentKind::BankAccount, pieces);
            }
        }
    }
}

/// Returns where the routing number that begins at piece `i` ends: nine digits in one run near
/// banking words, or in groups right behind a word such as `routing`.
fn routing_at(scan: &mut Scan, i: usize, near: bool) -> Option<usize> {
    if scan.text.len_of(i) == 0 || scan.is(i, ASIDE) {
        return None;
    }
    if scan.text.len_of(i) == 9 {
        return (near && is_routing(scan.text.joined(i..i + 1))).then_some(i + 1);
    }
    let mut total = 0;
    for end in i..i + 9 {
        scan.steps += 1;
        let joins = end == i || joins(scan, end);
        total += scan.text.len_of(end);
        if !joins || scan.is(end, ASIDE) || total > 9 {
            return None;
        }
        if total == 9 {
            let is_one = is_routing(scan.text.joined(i..end + 1)) && introduction(scan, i).route;
            return is_one.then_some(end + 1);
        }
    }
    None
}

/// Returns true for nine digits whose checksum holds (weights 3, 7, 1) and whose first two are a
/// Federal Reserve prefix (ABA routing number policy).
pub(super) fn is_routing(digits: &[u8]) -> bool {
    let [a, b, ..] = digits else { return false };
    let weights = [3, 7, 1].iter().cycle();
    let sum: u32 = digits
        .iter()
        .zip(weights)
        .map(|(d, w)| u32::from(*d) * w)
        .sum();
    let prefix = a * 10 + b;
    digits.len() == 9
        && sum.is_multiple_of(10)
        && sum > 0
        && matches!(prefix, 0..=12 | 21..=32 | 61..=72 | 80)
}

/// Returns true where piece `i` goes on with the number of the piece before it. A point and a
/// blank end a sentence.
fn joins(scan: &Scan, i: usize) -> bool {
    match scan.text.gap(i) {
        Gap::Blank | Gap::Line => true,
        Gap::Mark('.') => !scan.text.gap_text(i).ends_with(is_blank),
        Gap::Mark(_) => true,
        Gap::Odd(_) | Gap::Loose(_) | Gap::Apart => false,
    }
}

/// Returns the pieces of the number that begins at piece `start`; None where it is the
/// delivery's own.
fn run(scan: &mut Scan, start: usize) -> Option<Range<usize>> {
    // A telephone number that follows is not drawn in; one right behind `acct` is an account.
    let phone = if scan.is(start, PHONE) { 0 } else { PHONE };
    let mut end = start;
    let mut total = 0;
    while end == start || joins(scan, end) {
        scan.steps += 1;
        let len = scan.text.len_of(end);
        if len == 0 || total + len > MOST || scan.is(end, ASIDE | phone) {
            break;
        }
        total += len;
        end += 1;
    }
    let own = scan.known.holds(scan.text.joined(start..end));
    (end > start && !own).then_some(start..end)
}

/// Books the numbers that stand beside a routing number with nothing but a separator between.
fn bare_accounts(scan: &mut Scan, routing: &[bool]) {
    let is_routing = |i: usize| routing.get(i) == Some(&true);
    for i in 0..scan.text.pieces.len() {
        scan.steps += 1;
        let follows = i > 0 && is_routing(i - 1) && !is_routing(i) && beside(scan, i);
        if follows
            && let Some(pieces) = run(scan, i)
            && scan.text.joined(pieces.clone()).len() >= FEWEST_BARE
        {
            scan.take(PaymentKind::BankAccount, pieces);
        }
        let leads = is_routing(i) && i > 0 && !is_routing(i - 1) && beside(scan, i);
        if leads && let Some(pieces) = run_before(scan, i) {
            scan.take(PaymentKind::BankAccount, pieces);
        }
    }
}

/// Returns the pieces of the number that ends right before piece `end`.
fn run_before(scan: &mut Scan, end: usize) -> Option<Range<usize>> {
    let mut start = end;
    let mut total = 0;
    while let Some(before) = start.checked_sub(1) {
        scan.steps += 1;
        let len = scan.text.len_of(before);
        let goes_on = start == end || joins(scan, start);
        if len == 0 || !goes_on || total + len > MOST || scan.is(before, ASIDE | PHONE) {
            break;
        }
        total += len;
        start = before;
    }
    let own = scan.known.holds(scan.text.joined(start..end));
    (total >= FEWEST_BARE && !own).then_some(start..end)
}

/// Returns true where only blanks and separators stand between piece `i` and the one before.
fn beside(scan: &Scan, i: usize) -> bool {
    let gap = scan.text.gap_text(i);
    let odd = |c| ",;:|\\+".contains(c);
    match scan.text.gap(i) {
        Gap::Apart | Gap::Loose(_) => gap.len() <= 4 && Plain(gap).all(|c| is_blank(c) || odd(c)),
        Gap::Blank | Gap::Line | Gap::Mark(_) | Gap::Odd(_) => gap.len() <= SHORT_GAP,
    }
}

/// What the words right before a number call it.
#[derive(Default)]
pub(super) struct Introduction {
    account: bool,
    bank: bool,
    route: bool,
}

/// Returns what the words right before piece `i` call it.
fn introduction(scan: &mut Scan, i: usize) -> Introduction {
    let mut said = Introduction::default();
    let mut at = i;
    for _ in 0..INTRODUCTION {
        scan.steps += 1;
        let Some(before) = word_before(scan, at) else {
            break;
        };
        match before {
            Word::Account => said.account = true,
            Word::Bank => said.bank = true,
            Word::Route => said.route = true,
            Word::Filler | Word::Transfer => {}
            Word::Card
            | Word::Expiry
            | Word::CardCode
            | Word::Pin
            | Word::Security
            | Word::Code
            | Word::Codigo
            | Word::Seguridad
            | Word::Social
            | Word::Ssn
            | Word::Ss
            | Word::Itin
            | Word::Month
            | Word::Label
            | Word::Time
            | Word::Other => break,
        }
        at -= 1;
    }
    said
}

/// Returns true for four digits that are a year rather than an account.
fn is_year(digits: &[u8]) -> bool {
    matches!(digits, [1, 9, _, _] | [2, 0, _, _])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_routing_number_has_a_checksum_and_a_federal_reserve_prefix() {
        let digits = |s: &str| s.bytes().map(|b| b - b'0').collect::<Vec<u8>>();
        for good in ["011000015", "121000358", "021000021", "800000019"] {
            assert!(is_routing(&digits(good)), "{good}");
        }
        for bad in ["011000016", "131000000", "000000000", "12100035"] {
            assert!(!is_routing(&digits(bad)), "{bad}");
        }
    }
}
