//! What belongs to a card: its month and year of expiry and its security code. Both are looked for
//! only in a text that holds a card number; elsewhere `vence 03/17` is a bill that falls due.

use super::Scan;
use super::bank::word_before;
use super::carve::{DATE, FOUND, KNOWN, MONEY, SHORT};
use super::lexer::{Gap, is_blank};
use super::words::Word;
use crate::record::payment_kind::PaymentKind;

/// Most words from `expires` or `CVV` to its digits.
const INTRODUCTION: usize = 4;
/// What is neither an expiry nor a code.
const ASIDE: u8 = KNOWN | SHORT | DATE | MONEY | FOUND;

/// Books expiries and security codes, where the text holds a card number.
pub(super) fn find(scan: &mut Scan) {
    let mut cards: Vec<usize> = Vec::new();
    for found in &scan.found {
        if found.kind == PaymentKind::CardNumber {
            cards.push(found.range.end);
        }
    }
    if cards.is_empty() {
        return;
    }
    cards.sort_unstable();
    let mut i = 0;
    while i < scan.text.pieces.len() {
        scan.steps += 1;
        if scan.text.len_of(i) == 0 || scan.is(i, ASIDE) {
            i += 1;
            continue;
        }
        let said = introduced(scan, i);
        let behind_card = follows(scan, i, &cards);
        let expiry = expiry_at(scan, i, said == Some(PaymentKind::CardExpiry), behind_card);
        if let Some(end) = expiry {
            scan.take(PaymentKind::CardExpiry, i..end);
            // `4111… 10/19 123`: three digits right behind the expiry are the code.
            if behind_card && is_code(scan, end) && close(scan, end) {
                scan.take(PaymentKind::CardCode, end..end + 1);
            }
            i = end;
        } else {
            if said == Some(PaymentKind::CardCode) && is_code(scan, i) {
                scan.take(PaymentKind::CardCode, i..i + 1);
            }
            i += 1;
        }
    }
}

/// Returns true where piece `i` stands right behind a card number.
fn follows(scan: &Scan, i: usize, cards: &[usize]) -> bool {
    let end = i
        .checked_sub(1)
        .and_then(|p| scan.text.pieces.get(p))
        .map_or(0, |p| p.range.end);
    i > 0 && cards.binary_search(&end).is_ok() && close(scan, i)
}

/// Returns true where hardly anything parts piece `i` from the one before.
fn close(scan: &Scan, i: usize) -> bool {
    let gap = scan.text.gap_text(i);
    gap.len() <= 4 && gap.chars().all(|c| is_blank(c) || ",;/-|".contains(c))
}

/// Returns true for three or four digits that nothing continues.
fn is_code(scan: &Scan, i: usize) -> bool {
    let goes_on =
        matches!(scan.text.gap(i + 1), Gap::Mark('-' | '/' | '_')) && scan.text.len_of(i + 1) > 0;
    matches!(scan.text.len_of(i), 3 | 4) && !scan.is(i, ASIDE) && !goes_on
}

/// Returns where the expiry that begins at piece `i` ends: MM/YY or MM/YYYY, also in one run where
/// a word introduces it.
fn expiry_at(scan: &Scan, i: usize, introduced: bool, behind_card: bool) -> Option<usize> {
    if !introduced && !behind_card {
        return None;
    }
    let digits = scan.text.digits_of(i)?;
    if introduced
        && let Some((month, year)) = digits.split_at_checked(2)
        && is_month(month)
        && is_year(year)
    {
        return Some(i + 1);
    }
    let slash = matches!(scan.text.gap(i + 1), Gap::Mark('/' | '-' | '.'));
    let blank = introduced && matches!(scan.text.gap(i + 1), Gap::Blank | Gap::Line);
    let goes_on =
        scan.text.gap(i + 2) == scan.text.gap(i + 1) && !blank && scan.text.len_of(i + 2) > 0;
    let year = scan.text.digits_of(i + 1)?;
    let whole = is_month(digits) && is_year(year) && !scan.is(i + 1, ASIDE) && !goes_on;
    ((slash || blank) && whole).then_some(i + 2)
}

fn is_month(digits: &[u8]) -> bool {
    matches!(digits, [1..=9] | [0, 1..=9] | [1, 0..=2])
}

fn is_year(digits: &[u8]) -> bool {
    matches!(digits, [_, _] | [2, 0, _, _])
}

/// Returns what the words right before piece `i` call it.
fn introduced(scan: &mut Scan, i: usize) -> Option<PaymentKind> {
    let mut at = i;
    // In `CVV2 123` the 2 belongs to the name.
    if let Some(two) = i.checked_sub(1)
        && scan.text.digits_of(two) == Some(&[2])
        && scan.text.gap_text(two).is_empty()
        && scan.text.gap(i) == Gap::Blank
    {
        at = two;
    }
    for _ in 0..INTRODUCTION {
        scan.steps += 1;
        let word = word_before(scan, at)?;
        at -= 1;
        match word {
            Word::Filler => {}
            Word::Expiry => return Some(PaymentKind::CardExpiry),
            Word::CardCode => return Some(PaymentKind::CardCode),
            Word::Code => {
                return (word_before(scan, at)? == Word::Security).then_some(PaymentKind::CardCode);
            }
            Word::Seguridad => {
                let mut before = word_before(scan, at)?;
                if before == Word::Filler {
                    before = word_before(scan, at - 1)?;
                }
                return (before == Word::Codigo).then_some(PaymentKind::CardCode);
            }
            Word::Account
            | Word::Bank
            | Word::Route
            | Word::Transfer
            | Word::Security
            | Word::Codigo
            | Word::Other => return None,
        }
    }
    None
}
