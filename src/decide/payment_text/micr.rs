//! The line of magnetic ink at the foot of a cheque (ANSI X9.100-160): a routing number between
//! two transit marks, and beside it the account and the cheque's number. No word introduces it.
//!
//! The four marks are characters of Unicode; where a reader has none of them it writes letters,
//! `A121000358A 12345678C`, `T…T`, or colons.

use super::Scan;
use super::bank::is_routing;
use super::carve::{DATE, FOUND, KNOWN, MONEY};
use super::chars::{Plain, is_blank};
use crate::record::payment_kind::PaymentKind;

/// What is on no cheque.
const ASIDE: u8 = KNOWN | DATE | MONEY | FOUND;
/// Most numbers behind the routing number.
const MOST_BEHIND: usize = 4;
/// Fewest and most digits of a number beside it.
const FEWEST: usize = 4;
const MOST: usize = 17;

/// Books the numbers of every such line.
pub(super) fn find(scan: &mut Scan) {
    for i in 0..scan.text.pieces.len() {
        scan.steps += 1;
        if scan.text.len_of(i) != 9 || scan.is(i, ASIDE) || !is_framed(scan, i) {
            continue;
        }
        if !is_routing(scan.text.joined(i..i + 1)) {
            continue;
        }
        let accounts = beside(scan, i);
        if accounts.is_empty() {
            continue;
        }
        scan.take(PaymentKind::RoutingNumber, i..i + 1);
        for at in accounts {
            scan.take(PaymentKind::BankAccount, at..at + 1);
        }
    }
}

/// Returns true where the same transit mark stands right before and right behind piece `i`.
fn is_framed(scan: &Scan, i: usize) -> bool {
    let before = scan.text.gap_text(i);
    let behind = scan.text.gap_after(i);
    if before.is_empty() && behind.is_empty() && i > 0 {
        let letter = |at| scan.text.text_of(at).to_ascii_uppercase();
        return matches!(letter(i - 1).as_str(), "A" | "T") && letter(i - 1) == letter(i + 1);
    }
    let mark = |c: char| before.ends_with(c) && behind.starts_with(c);
    mark('\u{2446}') || mark(':') || (before.ends_with("|:") && behind.starts_with("|:"))
}

/// Returns the numbers on the same line as the routing number at piece `i`.
fn beside(scan: &mut Scan, i: usize) -> Vec<usize> {
    let mut all = Vec::new();
    let mut at = i + 1;
    while all.len() < MOST_BEHIND {
        scan.steps += 1;
        if !on_the_line(scan, at) {
            break;
        }
        if is_number(scan, at) {
            all.push(at);
        } else if scan.text.word(at).is_none() || scan.text.text_of(at).len() > 1 {
            break;
        }
        at += 1;
    }
    if all.iter().all(|at| scan.text.len_of(*at) < FEWEST) {
        all.clear();
    }
    // A letter in place of a mark may stand between the two.
    let before = match i.checked_sub(1) {
        Some(p) if scan.text.text_of(p).len() == 1 && scan.text.word(p).is_some() => {
            p.checked_sub(1).map(|q| (q, p))
        }
        Some(p) => Some((p, i)),
        None => None,
    };
    if let Some((number, gap)) = before
        && on_the_line(scan, gap)
        && on_the_line(scan, i)
        && is_number(scan, number)
        && scan.text.len_of(number) >= FEWEST
    {
        all.push(number);
    }
    all
}

fn is_number(scan: &Scan, i: usize) -> bool {
    let digits = scan.text.len_of(i);
    (1..=MOST).contains(&digits)
        && !scan.is(i, ASIDE)
        && !scan.known.holds(scan.text.joined(i..i + 1))
}

/// Returns true where nothing but blanks and a cheque's marks part piece `i` from the one before.
fn on_the_line(scan: &Scan, i: usize) -> bool {
    let gap = scan.text.gap_text(i);
    let mark = |c| is_blank(c) || "\u{2446}\u{2447}\u{2448}\u{2449}:|'\"<>-".contains(c);
    i < scan.text.pieces.len() && gap.len() <= 24 && Plain(gap).all(mark)
}
