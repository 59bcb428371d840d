//! Whether a text holds what looks like a card number that nobody dropped: typed by hand, in no
//! column of payment methods. Digits, check digit and context; never which number.
//!
//! This is the second path: it reads a text by itself, and asks nobody what was found before. It
//! leaves what a representative needs: identifiers of the delivery, dates, amounts, telephone
//! numbers, and unbroken runs that a word names.

use super::card_ranges::{Card, card};
use super::card_words::{calls_otherwise, speak_of_cards};
use super::secrets::SecretSet;
use super::signs::digit_of;

/// Most digits of a card, and so most parts it is written in.
const MOST: usize = 19;
/// Most characters between two parts of a number: blanks, and others.
const LONGEST_GAP: usize = 80;
const MOST_MARKS: usize = 3;
/// From so many digits on an identifier is never part of a card.
const LONG: usize = 8;
/// The groups of cards as they are printed.
const PRINTED: [&[usize]; 8] = [
    &[4, 4, 4, 4],
    &[4, 6, 5],
    &[4, 6, 4],
    &[4, 5, 6],
    &[4, 4, 4, 4, 2],
    &[4, 4, 4, 4, 3],
    &[6, 13],
    &[8, 8],
];

/// Digits that touch, and what stands before them.
struct Part {
    start: usize,
    end: usize,
    digits: String,
    gap: Gap,
    /// Part of something else: an identifier, a date, an amount.
    taken: Taken,
}

/// What stands between two parts of a number.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Gap {
    /// More than stands inside a number.
    Wall,
    /// A line break, which stands for any separator.
    Line,
    /// Blanks, or the separators that people type: the first of them.
    Plain(char),
    /// Another sign, or a few.
    Sign(char),
}

/// What a part belongs to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd)]
enum Taken {
    /// Nothing that we know.
    Free,
    /// Something short: a telephone number, an identifier of few digits.
    Short,
    /// A date, an amount, an identifier.
    Surely,
}

/// Returns true where `text` holds 13 to 19 digits that are a card number, in groups as people
/// write them, and that nothing explains otherwise.
#[must_use]
pub fn holds_card(text: &str, secrets: &SecretSet) -> bool {
    if text.chars().filter_map(digit_of).take(13).count() < 13 {
        return false;
    }
    let mut parts = parts(text);
    explain(text, &mut parts, secrets);
    (0..parts.len()).any(|i| begins_card(text, parts.get(i..).unwrap_or_default(), secrets))
}

/// Returns true where a card begins with the first of `parts`.
fn begins_card(text: &str, parts: &[Part], secrets: &SecretSet) -> bool {
    let mut digits = String::new();
    let mut groups = Vec::new();
    let mut gaps = Vec::new();
    for part in parts.iter().take(MOST) {
        if part.taken == Taken::Surely || (!groups.is_empty() && part.gap == Gap::Wall) {
            return false;
        }
        if !groups.is_empty() && part.gap != Gap::Line {
            gaps.push(part.gap);
        }
        digits.push_str(&part.digits);
        groups.push(part.digits.len());
        if digits.len() > MOST {
            return false;
        }
        let even = gaps.windows(2).all(|pair| pair.first() == pair.last());
        let plain = gaps.iter().all(|gap| matches!(gap, Gap::Plain(_)));
        let printed = PRINTED.contains(&groups.as_slice());
        let short = parts
            .iter()
            .take(groups.len())
            .any(|p| p.taken != Taken::Free);
        let written = match groups.len() {
            1 => true,
            2 => plain && (printed || !short),
            _ => (printed && (even || plain)) || (plain && !short),
        };
        let start = parts.first().map_or(0, |p| p.start);
        let before = text.get(..start).unwrap_or_default();
        let behind = text.get(part.end..).unwrap_or_default();
        let is_one = match card(&digits) {
            Card::No => false,
            Card::Yes => true,
            Card::Rare => speak_of_cards(before, behind),
        };
        if !is_one || !written || secrets.is_identifier(&digits) {
            continue;
        }
        let named = groups.len() == 1 && calls_otherwise(before, &digits);
        if !named || speak_of_cards(before, behind) {
            return true;
        }
    }
    false
}

/// Returns the runs of digits that touch.
fn parts(text: &str) -> Vec<Part> {
    let mut all: Vec<Part> = Vec::new();
    let mut open = false;
    for (at, letter) in text.char_indices() {
        let Some(digit) = digit_of(letter) else {
            open = false;
            continue;
        };
        if !open {
            let before = all.last().map_or(0, |p| p.end);
            all.push(Part {
                start: at,
                end: at,
                digits: String::new(),
                gap: gap(text.get(before..at).unwrap_or_default()),
                taken: Taken::Free,
            });
            open = true;
        }
        if let Some(part) = all.last_mut() {
            part.digits.push(char::from(b'0' + digit));
            part.end = at + letter.len_utf8();
        }
    }
    all
}

fn gap(between: &str) -> Gap {
    if between.len() > LONGEST_GAP {
        return Gap::Wall;
    }
    let written = [
        ("&nbsp;", " "),
        ("<br>", "\n"),
        ("<br/>", "\n"),
        ("\\n", "\n"),
        ("\\r", "\n"),
    ];
    let mut text = between.to_lowercase();
    for (long, short) in written {
        if text.contains(long) {
            text = text.replace(long, short);
        }
    }
    let line = text.contains(['\n', '\r', '\u{2028}', '\u{2029}', '\u{85}']);
    let marks: Vec<char> = text.chars().filter(|c| !is_blank(*c)).collect();
    let first = match marks.first() {
        None if line => return Gap::Line,
        None => return Gap::Plain(' '),
        Some(first) => plain_mark(*first),
    };
    if marks.len() > MOST_MARKS
        || marks
            .iter()
            .any(|c| c.is_alphabetic() || "^$€%@".contains(*c))
    {
        Gap::Wall
    } else if marks.iter().all(|c| "-./_*".contains(plain_mark(*c))) {
        Gap::Plain(first)
    } else if line {
        // What quotes or lists a line: `> `, `• `.
        let bullets = text.trim_start().is_empty() || text.starts_with(['\n', '\r']);
        if bullets { Gap::Line } else { Gap::Wall }
    } else {
        Gap::Sign(first)
    }
}

fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
        || matches!(c, '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{20e3}')
}

fn plain_mark(c: char) -> char {
    match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{ff0d}' => '-',
        '\u{ff0e}' => '.',
        '\u{2044}' | '\u{2215}' | '\u{ff0f}' => '/',
        _ => c,
    }
}

/// Marks the parts that belong to identifiers, dates, amounts and telephone numbers.
fn explain(text: &str, parts: &mut [Part], secrets: &SecretSet) {
    for i in 0..parts.len() {
        let rest = parts.get(i..).unwrap_or_default();
        for (count, taken) in [
            identifier(rest, secrets),
            telephone(text, rest),
            date(text, rest),
            amount(text, rest),
        ] {
            for part in parts.iter_mut().skip(i).take(count) {
                if taken > part.taken {
                    part.taken = taken;
                }
            }
        }
    }
}

/// Returns how many of `parts` are an identifier, written in up to four groups.
fn identifier(parts: &[Part], secrets: &SecretSet) -> (usize, Taken) {
    let mut digits = String::new();
    let mut best = (0, Taken::Free);
    for (place, part) in parts.iter().take(4).enumerate() {
        if place > 0 && !matches!(part.gap, Gap::Plain(_) | Gap::Line) {
            break;
        }
        digits.push_str(&part.digits);
        if digits.len() > MOST {
            break;
        }
        // Two quarters of a card are no identifier for being joined.
        let joined = place > 0 && parts.iter().take(place + 1).all(|p| p.digits.len() == 4);
        if !joined && secrets.is_identifier(&digits) {
            let long = digits.len() >= LONG;
            best = (place + 1, if long { Taken::Surely } else { Taken::Short });
        }
    }
    best
}

/// Returns the text between the parts at `i - 1` and `i`.
fn between<'a>(text: &'a str, parts: &[Part], i: usize) -> &'a str {
    match (parts.get(i - 1), parts.get(i)) {
        (Some(a), Some(b)) => text.get(a.end..b.start).unwrap_or_default(),
        _ => "",
    }
}

fn lengths(parts: &[Part]) -> [usize; 3] {
    [0, 1, 2].map(|i| parts.get(i).map_or(0, |p| p.digits.len()))
}

fn telephone(text: &str, parts: &[Part]) -> (usize, Taken) {
    if lengths(parts) != [3, 3, 4] {
        return (0, Taken::Free);
    }
    let bracket = between(text, parts, 1).starts_with(')');
    (3, if bracket { Taken::Surely } else { Taken::Short })
}

fn date(text: &str, parts: &[Part]) -> (usize, Taken) {
    let sign = between(text, parts, 1);
    if !matches!(sign, "/" | "-" | ".") || between(text, parts, 2) != sign {
        return (0, Taken::Free);
    }
    let value = |i: usize| parts.get(i).and_then(|p| p.digits.parse::<u32>().ok());
    let (Some(a), Some(b), Some(c)) = (value(0), value(1), value(2)) else {
        return (0, Taken::Free);
    };
    let [la, lb, lc] = lengths(parts);
    let days = (1..=31).contains(&a) && (1..=31).contains(&b) && (a <= 12 || b <= 12);
    let year = |len, value| len == 4 && (1900..2100).contains(&value);
    let short = lc == 2 && sign != ".";
    let last = la <= 2 && lb <= 2 && days && (year(lc, c) || short);
    let first = year(la, a) && lb == 2 && lc == 2 && (1..=12).contains(&b) && (1..=31).contains(&c);
    // More of the same is no date.
    let alone = between(text, parts, 3) != sign;
    if (last || first) && alone {
        (3, Taken::Surely)
    } else {
        (0, Taken::Free)
    }
}

fn amount(text: &str, parts: &[Part]) -> (usize, Taken) {
    let Some(first) = parts.first() else {
        return (0, Taken::Free);
    };
    let before = text.get(..first.start).unwrap_or_default().trim_end();
    let cents = between(text, parts, 1) == "." && lengths(parts).get(1) == Some(&2);
    let ends = between(text, parts, 2) != ".";
    if before.ends_with(['$', '€']) && first.digits.len() <= 9 {
        return (if cents { 2 } else { 1 }, Taken::Surely);
    }
    if cents && ends && first.digits.len() <= 7 && !before.ends_with('.') {
        return (2, Taken::Surely);
    }
    (0, Taken::Free)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set() -> SecretSet {
        let mut set = SecretSet::new([1; 32]);
        set.add_identifier("4111111111111111");
        set.add_identifier("15246-651");
        set.freeze();
        set
    }

    #[test]
    fn hand_typed_cards_show() {
        for text in [
            "card 5555 5555-5555\n4444.",
            "x 5555555555554444",
            "6/17 5555 5555 5555 4444",
            "5555, 5555, 5555, 4444",
            "5555&nbsp;5555&nbsp;5555&nbsp;4444",
            "5555 5555<br>5555 4444",
            "5555\n> 5555\n> 5555\n> 4444",
            "５５５５ ５５５５ ５５５５ ４４４４",
            "2223003122003222",
            "6205500000000000004",
            "tracking 5555-5555-5555-4444",
            "invoice 5555555555554444 by card",
            "UATP card 135412345678911",
        ] {
            assert!(holds_card(text, &set()), "{text}");
        }
    }

    #[test]
    fn what_a_representative_needs_does_not() {
        for text in [
            "serial 4111111111111111",
            "seen 4111111111111111",
            "meter no. 5555555555554444 read",
            "tracking 5555555555554444",
            "hora 2305121015301236",
            "5555 5555 5555 4445",
            "call (509) 555-0161 on 02/03/2017",
            "135412345678911",
            "5555555555554444000000",
            "15246-651 15246-651 15246-651",
            "[card number removed] exp 10/19",
        ] {
            assert!(!holds_card(text, &set()), "{text}");
        }
    }
}
