//! Sets aside what is not payment data: the delivery's identifiers, telephone numbers, dates and
//! amounts of money. Cuts no piece in two.

use super::chars::is_blank;
use super::gap::Gap;
use super::known::{self, KnownIds};
use super::lexer::Text;

/// What a piece is set aside as: any of the marks below.
pub(super) type Flags = u8;
/// An identifier of eight digits or more, or a telephone number in its usual form.
pub(super) const KNOWN: Flags = 1;
/// A shorter identifier: too common to break up a card number in its usual groups.
pub(super) const SHORT: Flags = 2;
/// A calendar date.
pub(super) const DATE: Flags = 4;
/// An amount of money.
pub(super) const MONEY: Flags = 8;
/// Ten digits grouped like a telephone number.
pub(super) const PHONE: Flags = 16;
/// Already found to be payment data.
pub(super) const FOUND: Flags = 32;
/// A run of digits that the word before it calls something else.
pub(super) const NAMED: Flags = 64;

/// From so many digits on an identifier breaks up everything around it.
const LONG: usize = 8;
/// Most parts an identifier is written in.
const MOST_PARTS: usize = 12;
/// Most digits of an amount before its point.
const MOST_DOLLAR_DIGITS: usize = 9;

/// Returns for each piece of `text` what it is set aside as.
pub(super) fn carve(text: &Text, known: &KnownIds, steps: &mut u64) -> Vec<Flags> {
    let mut flags = vec![0; text.pieces.len()];
    for i in 0..text.pieces.len() {
        *steps += 1;
        if text.len_of(i) == 0 {
            continue;
        }
        for (len, flag) in [
            identifier(text, known, i, steps),
            telephone(text, i),
            date(text, i),
            amount(text, i),
        ] {
            for f in flags.iter_mut().skip(i).take(len) {
                *f |= flag;
            }
        }
    }
    flags
}

/// Returns true where pieces `i - 1` and `i` are both digits, with this gap between them.
fn tied(text: &Text, i: usize, gap: Gap) -> bool {
    let before = i.checked_sub(1).map_or(0, |p| text.len_of(p));
    before > 0 && text.len_of(i) > 0 && text.gap(i) == gap
}

/// Returns how many pieces from `i` on are an identifier of the delivery, and how it counts.
fn identifier(text: &Text, known: &KnownIds, i: usize, steps: &mut u64) -> (usize, Flags) {
    let mut groups = [0; MOST_PARTS];
    let mut best = (0, 0);
    let mut inner = None;
    for (end, place) in (i..).zip(0..MOST_PARTS) {
        let gap = text.gap(end);
        let joins = end == i || matches!(gap, Gap::Blank | Gap::Line | Gap::Mark(_));
        if text.len_of(end) == 0 || !joins {
            break;
        }
        let digits = text.joined(i..end + 1);
        if digits.len() > known::MOST {
            break;
        }
        if end > i {
            inner = inner.or(Some(gap));
        }
        *steps += 1;
        if let Some(group) = groups.get_mut(place) {
            *group = text.len_of(end);
        }
        let groups = groups.get(..=place).unwrap_or_default();
        let is_one = match inner {
            None => known.holds(digits),
            // Groups that go on in the same manner are part of something longer.
            Some(gap) => {
                known.holds_grouped(digits, groups)
                    && (digits.len() >= known::TOLD_BY_DIGITS
                        || !(tied(text, i, gap) || tied(text, end + 1, gap)))
            }
        };
        if is_one {
            let flag = if digits.len() >= LONG { KNOWN } else { SHORT };
            best = (end + 1 - i, flag);
        }
    }
    best
}

/// Returns how many pieces from `i` on are a telephone number, and how it counts: `(509) 555-0134`
/// always, three, three and four digits parted alike where they stand alone.
fn telephone(text: &Text, i: usize) -> (usize, Flags) {
    if [text.len_of(i), text.len_of(i + 1), text.len_of(i + 2)] != [3, 3, 4] {
        return (0, 0);
    }
    let (first, last) = (text.gap(i + 1), text.gap(i + 2));
    let closes = text.gap_text(i + 1).strip_prefix(')');
    let closes = closes.is_some_and(|g| g.chars().all(|c| is_blank(c) || c == '-') && g.len() < 4);
    let parted = matches!(last, Gap::Blank | Gap::Mark('-' | '.'));
    if text.gap_text(i).ends_with('(') && closes && parted {
        return (3, KNOWN);
    }
    let real = |p| text.digits_of(p).and_then(|d| d.first()) >= Some(&2);
    if first == last && parted && real(i) && real(i + 1) && !ties_on(text, i, 3, first) {
        return (3, PHONE);
    }
    (0, 0)
}

/// Returns true where pieces `i` to `i + len` go on, at either end, in the same manner.
fn ties_on(text: &Text, i: usize, len: usize, gap: Gap) -> bool {
    tied(text, i, gap) || tied(text, i + len, gap)
}

/// Returns how many pieces from `i` on are a date: numbers of a day, a month and a year with the
/// same `/`, `-` or `.` between them.
fn date(text: &Text, i: usize) -> (usize, Flags) {
    let gap = text.gap_text(i + 1);
    if !matches!(gap, "/" | "-" | ".") || gap != text.gap_text(i + 2) {
        return (0, 0);
    }
    let parts: [(usize, u32); 3] = [i, i + 1, i + 2].map(|p| {
        let digits = text.digits_of(p).unwrap_or_default();
        let value = digits.iter().take(4).fold(0, |n, d| n * 10 + u32::from(*d));
        (digits.len(), value)
    });
    let day = |(len, value): (usize, u32)| matches!(len, 1 | 2) && (1..=31).contains(&value);
    let year = |(len, value): (usize, u32)| len == 4 && (1900..2100).contains(&value);
    let month_among = |a: (usize, u32), b: (usize, u32)| a.1 <= 12 || b.1 <= 12;
    let [a, b, c] = parts;
    let short_year = c.0 == 2 && gap != ".";
    let is_date = (day(a) && day(b) && month_among(a, b) && (year(c) || short_year))
        || (year(a) && day(b) && day(c) && b.1 <= 12);
    if is_date && !ties_on(text, i, 3, text.gap(i + 1)) {
        (3, DATE)
    } else {
        (0, 0)
    }
}

/// Returns how many pieces from `i` on are an amount of money: behind a currency sign, or with
/// two digits behind a point.
fn amount(text: &Text, i: usize) -> (usize, Flags) {
    let mut len = 1;
    if text.gap_text(i).trim_end().ends_with(['$', '€']) && text.len_of(i) <= MOST_DOLLAR_DIGITS {
        while text.gap_text(i + len) == "," && text.len_of(i + len) == 3 && len < 4 {
            len += 1;
        }
        if text.gap_text(i + len) == "." && matches!(text.len_of(i + len), 1 | 2) {
            len += 1;
        }
        return (len, MONEY);
    }
    let point = text.gap_text(i + 1) == "." && text.len_of(i + 1) == 2;
    let goes_on = (text.gap_text(i) == "." && tied(text, i, Gap::Mark('.')))
        || (text.gap_text(i + 2) == "." && text.len_of(i + 2) > 0);
    if point && text.len_of(i) <= 7 && !goes_on {
        return (2, MONEY);
    }
    (0, 0)
}
