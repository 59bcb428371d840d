//! Social security numbers of the United States, and taxpayers' numbers of the same form, where
//! the words say so: nine digits are too common to be told by themselves.
//!
//! A number that was never given out is left: area 000 or 666, group 00, serial 0000; areas from
//! 900 on are taxpayers' numbers, and are taken where `ITIN` is said.

use super::Scan;
use super::carve::{DATE, FOUND, KNOWN, MONEY};
use super::context::{distances, near, word_before};
use super::gap::Gap;
use super::words::Word;
use crate::record::payment_kind::PaymentKind;

/// Most words from the name to its number.
const INTRODUCTION: usize = 6;
/// What is no such number. A short identifier is no reason: the words say what it is.
const ASIDE: u8 = KNOWN | DATE | MONEY | FOUND;

/// How a number is called.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Name {
    Social,
    Taxpayer,
}

/// Books every such number of the text.
pub(super) fn find(scan: &mut Scan) {
    if !scan.text.says(&Word::OF_PERSONS) {
        return;
    }
    let hinted = distances(scan, |scan, i| {
        scan.text
            .word(i)
            .is_some_and(|w| Word::OF_PERSONS.contains(&w))
    });
    let named = distances(scan, |scan, i| match scan.text.word(i) {
        Some(Word::Ssn | Word::Itin) => true,
        Some(Word::Social) => scan.text.word(i + 1) == Some(Word::Security),
        _ => false,
    });
    let mut i = 0;
    while i < scan.text.pieces.len() {
        scan.steps += 1;
        let end = if near(&hinted, i) {
            number_at(scan, i, near(&named, i))
        } else {
            None
        };
        if let Some(end) = end {
            scan.take(PaymentKind::SocialSecurity, i..end);
        }
        i = end.unwrap_or(i + 1);
    }
}

/// Returns where the number that begins at piece `i` ends: nine digits in any groups right behind
/// its name, or in the usual groups with dashes where it is `named` nearby.
fn number_at(scan: &mut Scan, i: usize, named: bool) -> Option<usize> {
    let mut total = 0;
    let mut end = i;
    while total < 9 {
        scan.steps += 1;
        let len = scan.text.len_of(end);
        let joins = end == i || matches!(scan.text.gap(end), Gap::Blank | Gap::Line | Gap::Mark(_));
        if len == 0 || !joins || scan.is(end, ASIDE) {
            return None;
        }
        total += len;
        end += 1;
    }
    let groups = [i, i + 1, i + 2].map(|p| scan.text.len_of(p));
    let usual = end == i + 3 && groups == [3, 2, 4] && scan.text.gap(i + 1) == scan.text.gap(i + 2);
    let tied = matches!(scan.text.gap(end), Gap::Mark(_)) && scan.text.len_of(end) > 0;
    let goes_on = tied && !scan.is(end, FOUND);
    if total != 9 || goes_on {
        return None;
    }
    let name = introduced(scan, i, usual);
    let dashed = usual && matches!(scan.text.gap(i + 1), Gap::Mark(_));
    let digits = scan.text.joined(i..end);
    let valid = match name {
        Some(Name::Taxpayer) => is_taxpayer(digits) || is_social(digits),
        Some(Name::Social) => is_social(digits),
        None => named && dashed && is_social(digits),
    };
    valid.then_some(end)
}

/// Returns what the words right before piece `i` call it.
fn introduced(scan: &mut Scan, i: usize, usual: bool) -> Option<Name> {
    let mut at = i;
    for _ in 0..INTRODUCTION {
        scan.steps += 1;
        let word = word_before(scan, at)?;
        if matches!(word, Word::Ssn | Word::Social) {
            return Some(Name::Social);
        }
        if word == Word::Itin {
            return Some(Name::Taxpayer);
        }
        if word == Word::Ss {
            let said = usual || scan.text.gap_text(at).contains('#');
            return said.then_some(Name::Social);
        }
        if word == Word::Security {
            return (word_before(scan, at - 1)? == Word::Social).then_some(Name::Social);
        }
        if word != Word::Filler {
            return None;
        }
        at -= 1;
    }
    None
}

/// Returns true for nine digits that may have been given out.
fn is_social(digits: &[u8]) -> bool {
    !matches!(
        digits,
        [0, 0, 0, ..] | [6, 6, 6, ..] | [9, ..] | [_, _, _, 0, 0, ..] | [.., 0, 0, 0, 0]
    )
}

/// Returns true for nine digits of a taxpayer who has no social security number: area 900 to 999,
/// group 50 to 65, 70 to 88, 90 to 92 or 94 to 99.
fn is_taxpayer(digits: &[u8]) -> bool {
    let [9, _, _, tens, ones, ..] = digits else {
        return false;
    };
    matches!(tens * 10 + ones, 50..=65 | 70..=88 | 90..=92 | 94..=99)
}
