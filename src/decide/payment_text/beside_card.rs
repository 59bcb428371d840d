//! What belongs to a card: its month and year of expiry, its security code, its PIN. They are looked for
//! only in a text that holds a card number; elsewhere `vence 03/17` is a bill that falls due.

use super::Scan;
use super::carve::{DATE, FOUND, KNOWN, MONEY, NAMED, SHORT};
use super::chars::{Plain, is_blank};
use super::context::word_before;
use super::gap::Gap;
use super::words::Word;
use crate::record::payment_kind::PaymentKind;
use std::ops::RangeInclusive;

/// Most words from `expires` or `CVV` to its digits.
const INTRODUCTION: usize = 4;
/// What is neither an expiry nor a code.
const ASIDE: u8 = KNOWN | SHORT | DATE | MONEY | FOUND | NAMED;

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
        i = take_at(scan, i, &cards);
    }
}

/// Books what begins at piece `i` and belongs to a card; returns the piece to go on with.
fn take_at(scan: &mut Scan, i: usize, cards: &[usize]) -> usize {
    if scan.text.word(i) == Some(Word::Month) {
        let end = named_month(scan, i);
        if let Some(end) = end
            && introduced(scan, i) == Some(PaymentKind::CardExpiry)
        {
            scan.take(PaymentKind::CardExpiry, i..end);
            return end;
        }
        return i + 1;
    }
    if scan.text.len_of(i) == 0 || scan.is(i, ASIDE) {
        return i + 1;
    }
    let said = introduced(scan, i);
    let behind_card = follows(scan, i, cards);
    let expiry = expiry_at(scan, i, said == Some(PaymentKind::CardExpiry), behind_card);
    if let Some(end) = expiry {
        scan.take(PaymentKind::CardExpiry, i..end);
        // `4111… 10/19 123`: three digits right behind the expiry are the code.
        if behind_card && is_code(scan, end, 3..=4) && close(scan, end) {
            scan.take(PaymentKind::CardCode, end..end + 1);
        }
        return end;
    }
    match said {
        Some(PaymentKind::CardCode) if is_code(scan, i, 3..=4) => {
            scan.take(PaymentKind::CardCode, i..i + 1);
        }
        Some(PaymentKind::Pin) if is_code(scan, i, 4..=6) => {
            scan.take(PaymentKind::Pin, i..i + 1);
        }
        _ => {}
    }
    i + 1
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

/// Returns true for as many digits as `lengths` says, that nothing continues.
fn is_code(scan: &Scan, i: usize, lengths: RangeInclusive<usize>) -> bool {
    let goes_on =
        matches!(scan.text.gap(i + 1), Gap::Mark('-' | '/' | '_')) && scan.text.len_of(i + 1) > 0;
    lengths.contains(&scan.text.len_of(i)) && !scan.is(i, ASIDE) && !goes_on
}

/// Returns true where a month and a year stand behind the word at piece `i`.
pub(super) fn expires(scan: &Scan, i: usize) -> bool {
    let mut at = i + 1;
    while at <= i + INTRODUCTION && scan.text.word(at) == Some(Word::Filler) {
        at += 1;
    }
    named_month(scan, at)
        .or_else(|| expiry_at(scan, at, true, false))
        .is_some()
}

/// Returns where the expiry that begins with the name of a month at piece `i` ends: `March 2019`,
/// `marzo de 2019`, `Mar-19`.
fn named_month(scan: &Scan, i: usize) -> Option<usize> {
    if scan.text.word(i)? != Word::Month {
        return None;
    }
    let linked = matches!(scan.text.text_of(i + 1), "de" | "del" | "DE" | "DEL");
    let year = if linked { i + 2 } else { i + 1 };
    let digits = scan.text.digits_of(year)?;
    let close = |at| {
        let gap = scan.text.gap_text(at);
        gap.len() <= 4 && Plain(gap).all(|c| is_blank(c) || ",.-/'’".contains(c))
    };
    // `March 15, 2019` is a day.
    let day = scan.text.len_of(year + 1) == 4 && close(year + 1);
    let whole = is_year(digits) && !scan.is(year, ASIDE) && close(year) && !day;
    (whole && (year == i + 1 || close(i + 1))).then_some(year + 1)
}

/// Returns where the expiry that begins at piece `i` ends: MM/YY, MM/YYYY or YYYY-MM, also in one
/// run where a word introduces it.
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
    let gap = scan.text.gap(i + 1);
    let slash = matches!(gap, Gap::Mark('/' | '-' | '.'));
    let blank = introduced && matches!(gap, Gap::Blank | Gap::Line);
    let goes_on = scan.text.gap(i + 2) == gap && !blank && scan.text.len_of(i + 2) > 0;
    let second = scan.text.digits_of(i + 1)?;
    let month_first = is_month(digits) && is_year(second);
    let year_first = slash && matches!(digits, [2, 0, _, _]) && second.len() == 2;
    let is_one = month_first || (year_first && is_month(second));
    let whole = is_one && !scan.is(i + 1, ASIDE) && !goes_on;
    ((slash || blank) && whole).then_some(i + 2)
}

fn is_month(digits: &[u8]) -> bool {
    matches!(digits, [1..=9] | [0, 1..=9] | [1, 0..=2])
}

fn is_year(digits: &[u8]) -> bool {
    matches!(digits, [_, _] | [2, 0, _, _])
}

/// Returns true where a number sign stands before piece `i`: `security # 123`.
fn number_sign(scan: &Scan, i: usize) -> bool {
    scan.text.gap_text(i).contains('#')
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
            Word::Pin => return Some(PaymentKind::Pin),
            Word::Code => {
                let of = word_before(scan, at)?;
                let card = matches!(of, Word::Security | Word::Card | Word::CardCode);
                return card.then_some(PaymentKind::CardCode);
            }
            Word::Security => {
                return (word_before(scan, at) != Some(Word::Social) && number_sign(scan, at + 1))
                    .then_some(PaymentKind::CardCode);
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
            | Word::Codigo
            | Word::Card
            | Word::Social
            | Word::Ssn
            | Word::Ss
            | Word::Itin
            | Word::Month
            | Word::Label
            | Word::Time
            | Word::Other => return None,
        }
    }
    None
}
