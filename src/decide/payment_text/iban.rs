//! International bank account numbers (ISO 13616): a country, two check digits, the account, of
//! the country's length and with a remainder of 1 by 97.

use super::Scan;
use super::carve::KNOWN;
use super::chars::is_blank;
use crate::record::payment_kind::PaymentKind;

/// Most blanks or dashes between two of its characters.
const MOST_SEPARATORS: u32 = 3;
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
            Some((start, end)) => {
                scan.take(PaymentKind::Iban, i..end);
                if let Some(found) = scan.found.last_mut() {
                    found.range.start = start;
                }
                i = end;
            }
            None => i += 1,
        }
    }
}

/// Returns true where `text` as a whole is such a number.
pub(super) fn is_iban(text: &str) -> bool {
    let country = text.get(..2).unwrap_or_default().to_ascii_uppercase();
    end_of(text, &country, &mut 0) == Some(text.len())
}

/// Returns the byte at which the number begins that the word at piece `i` leads, and the piece
/// after it.
fn number_at(scan: &mut Scan, i: usize) -> Option<(usize, usize)> {
    scan.text.word(i)?;
    if scan.text.len_of(i + 1) < 2 {
        return None;
    }
    let word = scan.text.pieces.get(i)?.range.clone();
    // `IBANDE89`: the name and the country in one word.
    let named = word.len() == 6
        && scan
            .text
            .text_of(i)
            .to_ascii_uppercase()
            .starts_with("IBAN");
    let start = if named { word.start + 4 } else { word.start };
    if word.end - start != 2 || !scan.text.gap_text(i + 1).is_empty() {
        return None;
    }
    let text = scan.text.text;
    let country = text.get(start..word.end)?.to_ascii_uppercase();
    let end = start + end_of(text.get(start..)?, &country, &mut scan.steps)?;
    let mut after = i;
    let mut digits = Vec::new();
    while scan
        .text
        .pieces
        .get(after)
        .is_some_and(|p| p.range.start < end)
    {
        if scan.is(after, KNOWN) {
            return None;
        }
        digits.extend_from_slice(scan.text.digits_of(after).unwrap_or_default());
        after += 1;
    }
    let whole = scan.text.pieces.get(after.checked_sub(1)?)?.range.end == end;
    (whole && !scan.known.holds(&digits)).then_some((start, after))
}

/// Returns how many bytes the number takes that `text` begins with.
fn end_of(text: &str, country: &str, steps: &mut u64) -> Option<usize> {
    let (length, _) = LENGTHS
        .iter()
        .find(|(_, all)| all.split(' ').any(|c| c == country))?;
    let mut letters = Vec::with_capacity(*length);
    let mut end = 0;
    let mut parted = 0;
    for c in text.chars() {
        *steps += 1;
        if letters.len() == *length {
            break;
        }
        if c.is_ascii_alphanumeric() {
            letters.push(c.to_digit(36)?);
            parted = 0;
        } else if parted < MOST_SEPARATORS && (is_blank(c) || matches!(c, '-' | '.')) {
            parted += 1;
        } else {
            return None;
        }
        end += c.len_utf8();
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
