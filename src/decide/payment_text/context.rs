//! What the words around a number say: what stands right before it, what is spoken of nearby, and
//! whether a run of digits is called something else than payment data.
//!
//! A word such as `tracking`, `factura` or `medidor` right before an unbroken run keeps the run
//! readable, though it may pass for a card. It never does so for digits in groups, nor where a
//! word of cards stands near: a card that is missed costs more than a number that is hidden.

use super::Scan;
use super::beside_card;
use super::carve::NAMED;
use super::chars::{Plain, is_blank};
use super::words::Word;

/// Most words between a number and what makes it one of a kind.
pub(super) const NEAR: u32 = 8;
/// Most words from a name to its number: `account number is`.
const INTRODUCTION: usize = 6;
/// Longest gap in bytes between such words.
const SHORT_GAP: usize = 12;

/// Returns for each piece how many words lie between it and the nearest piece that is marked. The
/// name of a month may go with a card's expiry and is not counted.
pub(super) fn distances(scan: &mut Scan, marked: impl Fn(&Scan, usize) -> bool) -> Vec<u32> {
    let count = scan.text.pieces.len();
    let mut all = vec![u32::MAX; count];
    let mut walk = |order: &mut dyn Iterator<Item = usize>| {
        let mut words = u32::MAX;
        for i in order {
            scan.steps += 1;
            if let Some(d) = all.get_mut(i) {
                *d = words.min(*d);
            }
            if marked(scan, i) {
                words = 0;
            } else if scan.text.word(i).is_some_and(|w| w != Word::Month) {
                words = words.saturating_add(1);
            }
        }
    };
    walk(&mut (0..count));
    walk(&mut (0..count).rev());
    all
}

/// Returns true where the distance of piece `i` is a short one.
pub(super) fn near(distances: &[u32], i: usize) -> bool {
    distances.get(i).is_some_and(|d| *d <= NEAR)
}

/// Returns true where a word of cards stands near piece `i`: `card`, `CVV`, or `exp` with a month
/// and a year behind it. A bill that falls due on a day is no card's expiry.
pub(super) fn near_card(scan: &mut Scan, i: usize) -> bool {
    if !scan.text.says(&Word::OF_CARDS) && !scan.text.says(&[Word::Expiry]) {
        return false;
    }
    if scan.to_card.is_none() {
        let all = distances(scan, |scan, i| match scan.text.word(i) {
            Some(Word::Card | Word::CardCode) => true,
            Some(Word::Expiry) => beside_card::expires(scan, i),
            _ => false,
        });
        scan.to_card = Some(all);
    }
    scan.to_card.as_ref().is_some_and(|all| near(all, i))
}

/// Sets aside the runs of digits that the word before them calls something else.
pub(super) fn set_named_aside(scan: &mut Scan) {
    if !scan.text.says(&[Word::Label, Word::Time]) {
        return;
    }
    for i in 0..scan.text.pieces.len() {
        let len = scan.text.len_of(i);
        if !matches!(len, 9 | 13..=19) || !is_called_otherwise(scan, i) {
            continue;
        }
        if (len == 9 || !near_card(scan, i))
            && let Some(flags) = scan.flags.get_mut(i)
        {
            *flags |= NAMED;
        }
    }
}

/// Returns true where the words right before piece `i` name it: a parcel's, an invoice's, a
/// device's, or a time that its digits begin with.
fn is_called_otherwise(scan: &mut Scan, i: usize) -> bool {
    let mut at = i;
    for _ in 0..INTRODUCTION {
        scan.steps += 1;
        let Some(word) = word_before(scan, at) else {
            return false;
        };
        if word == Word::Label {
            return true;
        }
        if word == Word::Time {
            return scan.text.digits_of(i).is_some_and(begins_with_date);
        }
        if !matches!(word, Word::Filler | Word::Code | Word::Codigo) {
            return false;
        }
        at -= 1;
    }
    false
}

/// Returns true for digits that begin with year, month, day, hour and minute, the year of four
/// digits or two. Of two digits it is one of these decades.
fn begins_with_date(digits: &[u8]) -> bool {
    let two = |at: usize| {
        let pair = digits.get(at..at + 2)?;
        Some(pair.iter().fold(0, |n, d| n * 10 + u32::from(*d)))
    };
    let from = |at: usize| {
        two(at).is_some_and(|month| (1..=12).contains(&month))
            && two(at + 2).is_some_and(|day| (1..=31).contains(&day))
            && two(at + 4).is_some_and(|hour| hour < 24)
            && two(at + 6).is_some_and(|minute| minute < 60)
    };
    match two(0) {
        Some(19 | 20) if from(4) => true,
        Some(0..=39 | 90..=99) => from(2),
        _ => false,
    }
}

/// Returns the word before piece `i` where nothing parts the two but what stands between a name
/// and its number; a point ends an abbreviation, not a sentence.
pub(super) fn word_before(scan: &Scan, i: usize) -> Option<Word> {
    let before = i.checked_sub(1)?;
    let word = scan.text.word(before)?;
    let gap = scan.text.gap_text(i);
    if matches!(gap, " " | "") {
        return Some(word);
    }
    let between = |c| is_blank(c) || ":#.-=*'\"/(_№–—°".contains(c);
    let abbreviated = scan
        .text
        .pieces
        .get(before)
        .is_some_and(|p| p.range.len() <= 5);
    let sentence = gap.starts_with('.') && gap.ends_with(is_blank) && !abbreviated;
    (gap.len() <= SHORT_GAP && Plain(gap).all(between) && !sentence).then_some(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_begins_with_a_date() {
        let digits = |s: &str| s.bytes().map(|b| b - b'0').collect::<Vec<u8>>();
        for time in ["20161122101530", "2305121015301234"] {
            assert!(begins_with_date(&digits(time)), "{time}");
        }
        for other in [
            "4111111111111111",
            "20161322101530",
            "2305321015301234",
            "23",
        ] {
            assert!(!begins_with_date(&digits(other)), "{other}");
        }
    }
}
