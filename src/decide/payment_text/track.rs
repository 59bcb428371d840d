//! The magnetic stripe of a card, as a reader types it into a text field: behind the card number
//! stand the holder's name, the expiry and what only the bank may know (ISO/IEC 7813).
//!
//! `%B4111…^DOE/JANE^1912101…?` is track 1, `;4111…=1912101…?` track 2. The number itself is found
//! as any card's; what follows it goes as a piece of its own.

use super::carve::FOUND;
use super::{Found, Scan};
use crate::record::payment_kind::PaymentKind;
use std::ops::Range;

/// Longest name of a holder, with room for blanks around it.
const LONGEST_NAME: usize = 40;
/// Most characters behind the name or the equals sign.
const LONGEST_REST: usize = 60;
/// Fewest digits behind an equals sign: year, month, service code.
const FEWEST_BEHIND: usize = 7;

/// Books what stands on the stripe behind each card number.
pub(super) fn find(scan: &mut Scan) {
    let tracks: Vec<Range<usize>> = scan
        .found
        .iter()
        .filter(|f| f.kind == PaymentKind::CardNumber)
        .filter_map(|f| {
            let rest = scan.text.text.get(f.range.end..)?;
            let len = name_track(rest).or_else(|| digit_track(rest))?;
            Some(f.range.end..f.range.end + len)
        })
        .collect();
    for range in tracks {
        let pieces = &scan.text.pieces;
        let first = pieces.partition_point(|p| p.range.start < range.start);
        for (piece, flags) in pieces.iter().zip(scan.flags.iter_mut()).skip(first) {
            if piece.range.start >= range.end {
                break;
            }
            *flags |= FOUND;
        }
        let kind = PaymentKind::TrackData;
        scan.found.push(Found { kind, range });
    }
}

/// Returns how many bytes of `rest` are a name between carets and what follows it.
fn name_track(rest: &str) -> Option<usize> {
    let behind = rest.strip_prefix('^')?;
    let name = behind
        .char_indices()
        .take(LONGEST_NAME)
        .take_while(|(_, c)| *c == '^' || !(c.is_control() || c.is_numeric()))
        .find(|(_, c)| *c == '^')?
        .0;
    let dates = behind.get(name + 1..)?;
    let digits = count_digits(dates);
    (digits >= 4 && is_month(dates)).then(|| name + 2 + to_end(dates, digits))
}

/// Returns how many bytes of `rest` are an equals sign, or the D that stands for it, and digits.
fn digit_track(rest: &str) -> Option<usize> {
    let dates = rest.strip_prefix(['=', 'D', 'd'])?;
    let digits = count_digits(dates);
    (digits >= FEWEST_BEHIND && is_month(dates)).then(|| 1 + to_end(dates, digits))
}

fn count_digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

/// Returns true where the third and fourth digit are a month.
fn is_month(dates: &str) -> bool {
    matches!(
        dates.as_bytes().get(2..4),
        Some([b'0', b'1'..=b'9'] | [b'1', b'0'..=b'2'])
    )
}

/// Returns where the track ends: behind its question mark where one stands near, else behind its
/// digits.
fn to_end(text: &str, digits: usize) -> usize {
    text.char_indices()
        .take(LONGEST_REST)
        .take_while(|(_, c)| c.is_ascii_alphanumeric() || *c == '?')
        .find(|(_, c)| *c == '?')
        .map_or(digits, |(at, _)| at + 1)
}
