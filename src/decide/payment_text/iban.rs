//! International bank account numbers (ISO 13616): a country, two check digits, the account, of
//! the country's length and with a remainder of 1 by 97.

use super::Scan;
use super::carve::KNOWN;
use super::lexer::is_blank;
use crate::record::payment_kind::PaymentKind;

/// Countries by length, from the IBAN registry.
const LENGTHS: [(usize, &str); 18] = [
    (15, "NO"),
    (16, "BE"),
    (18, "DK FI FK FO GL NL SD"),
    (19, "MK SI"),
    (20, "AT BA EE KZ LT LU MN XK"),
    (21, "CH HR LI LV"),
    (22, "BG BH CR DE GB GE IE ME RS VA"),
    (23, "AE GI IL IQ OM SO TL"),
    (24, "AD CZ ES MD PK RO SA SE SK TN VG"),
    (25, "LY PT ST"),
    (26, "IS TR"),
    (27, "BI DJ FR GR IT MC MR SM"),
    (28, "AL AZ BY CY DO GT HN HU LB NI PL SV"),
    (29, "BR EG PS QA UA"),
    (30, "JO KW MU YE"),
    (31, "MT SC"),
    (32, "LC"),
    (33, "RU"),
];

/// Books every international bank account number of the text.
pub(super) fn find(scan: &mut Scan) {
    let mut i = 0;
    while i < scan.text.pieces.len() {
        scan.steps += 1;
        match number_at(scan, i) {
            Some(end) => {
                scan.take(PaymentKind::Iban, i..end);
                i = end;
            }
            None => i += 1,
        }
    }
}

/// Returns the piece after the number that begins with the word at piece `i`.
fn number_at(scan: &mut Scan, i: usize) -> Option<usize> {
    scan.text.word(i)?;
    let start = scan.text.pieces.get(i)?.range.clone();
    if start.len() != 2 || !scan.text.gap_text(i + 1).is_empty() {
        return None;
    }
    if scan.text.len_of(i + 1) < 2 {
        return None;
    }
    let country = scan.text.text.get(start.clone())?.to_ascii_uppercase();
    let end = end_of(scan, start.start, &country)?;
    let mut after = i;
    while scan
        .text
        .pieces
        .get(after)
        .is_some_and(|p| p.range.start < end)
    {
        if scan.is(after, KNOWN) {
            return None;
        }
        after += 1;
    }
    let last = after.checked_sub(1)?;
    let whole = scan.text.pieces.get(last)?.range.end == end;
    whole.then_some(after)
}

/// Returns the byte after the number that begins at byte `at`.
fn end_of(scan: &mut Scan, at: usize, country: &str) -> Option<usize> {
    let (length, _) = LENGTHS
        .iter()
        .find(|(_, all)| all.split(' ').any(|c| c == country))?;
    let mut letters = Vec::with_capacity(*length);
    let mut end = at;
    let mut parted = false;
    let text = scan.text.text;
    for c in text.get(at..)?.chars() {
        scan.steps += 1;
        if letters.len() == *length {
            break;
        }
        if c.is_ascii_alphanumeric() {
            letters.push(c.to_digit(36)?);
            end += c.len_utf8();
            parted = false;
        } else if !parted && (is_blank(c) || matches!(c, '-' | '.')) {
            parted = true;
            end += c.len_utf8();
        } else {
            return None;
        }
    }
    (letters.len() == *length && is_valid(&letters)).then_some(end)
}

/// Returns true where the number, its first four characters moved to the end and letters read as
/// 10 to 35, leaves 1 when divided by 97.
fn is_valid(letters: &[u32]) -> bool {
    let (head, rest) = letters.split_at(letters.len().min(4));
    let left = rest.iter().chain(head).fold(0_u32, |n, d| {
        let shift = if *d > 9 { 100 } else { 10 };
        (n * shift + d) % 97
    });
    left == 1
}
