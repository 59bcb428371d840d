//! A letter's values, made fit to print. In: a letter as the records have it. Out: the same with
//! composed characters, blanks for line breaks, `?` for what the fonts lack and `…` where a value
//! has no end, and a warning for each value that a person must look at. It never refuses one.

use super::error::LetterError;
use super::fonts::Fonts;
use super::warning::LetterWarning;
use crate::record::account::Address;
use crate::record::letter::Letter;
use crate::record::policy::Utility;
use std::collections::BTreeSet;
use unicode_normalization::{UnicodeNormalization, char::decompose_compatible};

/// Characters of one value at most: far beyond any name, and its table row stays on one page.
const LONGEST: usize = 200;
/// Characters of the notice's id at most: it stands in the foot beside the page number.
const LONGEST_ID: usize = 40;

/// Returns the letter as it prints, and adds what a person must look at.
pub(super) fn legible(letter: &Letter, fonts: &Fonts, warnings: &mut Vec<LetterWarning>) -> Letter {
    let mut letter = letter.clone();
    let mut value = |place, most, texts: &mut [&mut String]| {
        let mut pen = Pen {
            fonts,
            missing: BTreeSet::new(),
            longest: 0,
        };
        for text in texts {
            pen.write(text, most);
        }
        warnings.extend(LetterWarning::missing(place, &pen.missing));
        warnings.extend((pen.longest > 0).then(|| LetterWarning::cut(place, pen.longest, most)));
    };
    value("the notice's id", LONGEST_ID, &mut [&mut letter.notice_id]);
    let names = &mut [&mut letter.name, &mut letter.enrolment_name];
    value("the name", LONGEST, names);
    value("the address", LONGEST, &mut fields(&mut letter.mailing));
    let (mut numbers, mut places) = (Vec::new(), Vec::new());
    for account in &mut letter.accounts {
        numbers.push(&mut account.account_number);
        numbers.push(&mut account.legacy_account_number);
        places.extend(account.service_address.iter_mut().flat_map(fields));
    }
    value("an account number", LONGEST, &mut numbers);
    value("a service address", LONGEST, &mut places);
    letter
}

/// Returns the utility's lines as they print.
///
/// # Errors
/// Where a line has a character that the fonts lack.
pub(super) fn utility(utility: &Utility, fonts: &Fonts) -> Result<Utility, LetterError> {
    let mut utility = utility.clone();
    let mut pen = Pen {
        fonts,
        missing: BTreeSet::new(),
        longest: 0,
    };
    let one_liners = [
        ("name", &mut utility.name),
        ("portal", &mut utility.portal_name),
        ("phone", &mut utility.phone),
        ("web", &mut utility.web),
        ("hours.en", &mut utility.hours_en),
        ("hours.es", &mut utility.hours_es),
    ];
    let address = utility.address.iter_mut().map(|line| ("address", line));
    let phones = utility.more_phones.iter_mut();
    let phones =
        phones.flat_map(|(place, number)| [("more_phones", place), ("more_phones", number)]);
    for (key, text) in one_liners.into_iter().chain(address).chain(phones) {
        pen.write(text, usize::MAX);
        if let Some(c) = pen.missing.first() {
            let code = u32::from(*c);
            return Err(LetterError::MissingCharacter { key, code });
        }
    }
    utility.address.retain(|line| !line.trim().is_empty());
    Ok(utility)
}

/// Returns any line as it prints: what the fonts lack is `?`, and no line is without an end.
pub(super) fn line(text: &str, fonts: &Fonts) -> String {
    let mut pen = Pen {
        fonts,
        missing: BTreeSet::new(),
        longest: 0,
    };
    pen.written(text, LONGEST)
}

fn fields(address: &mut Address) -> [&mut String; 5] {
    [
        &mut address.line1,
        &mut address.line2,
        &mut address.city,
        &mut address.state,
        &mut address.postal_code,
    ]
}

/// Writes values with the fonts' characters.
struct Pen<'a> {
    fonts: &'a Fonts,
    /// Characters that the fonts lack.
    missing: BTreeSet<char>,
    /// Characters of the longest value that was cut; 0 where none was.
    longest: usize,
}

impl Pen<'_> {
    fn write(&mut self, text: &mut String, most: usize) {
        let plain = text.bytes().all(|b| matches!(b, b' '..=b'~'));
        if !plain || text.len() > most || text.contains("  ") {
            *text = self.written(text, most);
        }
    }

    fn written(&mut self, text: &str, most: usize) -> String {
        let mut out = String::with_capacity(text.len());
        for c in text.trim().nfc().filter(|c| !is_unseen(*c)) {
            if is_blank(c) {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            } else if self.fonts.has(c) {
                out.push(c);
            } else {
                self.replace(c, &mut out);
            }
        }
        let count = out.chars().count();
        if count > most {
            self.longest = self.longest.max(count);
            out = out.chars().take(most - 1).collect();
            out.truncate(out.trim_end().len());
            out.push('…');
        }
        out
    }

    /// Writes a character that the fonts lack with those that look like it, or `?`.
    fn replace(&mut self, c: char, out: &mut String) {
        let before = out.len();
        let mut whole = true;
        decompose_compatible(c, |part| {
            whole &= self.fonts.has(part);
            out.push(part);
        });
        if !whole {
            out.truncate(before);
            out.push('?');
            self.missing.insert(c);
        }
    }
}

/// Line breaks, tabs and the other control characters, and blanks of other widths.
fn is_blank(c: char) -> bool {
    c.is_control() || (c.is_whitespace() && c != '\u{a0}')
}

/// Characters that show nothing: joiners, marks of direction, soft hyphens, variants.
fn is_unseen(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}' | '\u{e0000}'..='\u{e0fff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str, most: usize) -> (String, Vec<char>, usize) {
        let fonts = Fonts::new().unwrap();
        let mut pen = Pen {
            fonts: &fonts,
            missing: BTreeSet::new(),
            longest: 0,
        };
        let mut text = text.to_owned();
        pen.write(&mut text, most);
        (text, pen.missing.into_iter().collect(), pen.longest)
    }

    #[test]
    fn what_the_fonts_have_prints_as_it_is_and_composed() {
        for (text, wanted) in [
            ("Zoë O’Brien-Ñandú", "Zoë O’Brien-Ñandú"),
            ("Jose\u{301} Nun\u{303}ez", "José Nuñez"),
            ("Nguye\u{302}\u{303}n", "Nguyễn"),
            ("412 Canal St\r\nRear\tDoor", "412 Canal St Rear Door"),
            ("A\u{200b}B\u{ad}C\u{feff}", "ABC"),
            ("\u{fb01}eld \u{ff11}2\u{3000}x", "field 12 x"),
            ("x\u{30c}", "x\u{30c}"),
            (" two  blanks ", "two blanks"),
        ] {
            assert_eq!(
                written(text, 99),
                (wanted.to_owned(), vec![], 0),
                "{text:?}"
            );
        }
    }

    #[test]
    fn what_the_fonts_lack_is_a_question_mark_and_told() {
        let (text, missing, _) = written("李 Жан 💡", 99);
        assert_eq!(text, "? ??? ?");
        assert_eq!(missing, ['Ж', 'а', 'н', '李', '💡']);
    }

    #[test]
    fn a_line_of_any_characters_prints() {
        let fonts = Fonts::new().unwrap();
        assert_eq!(line("TARIFA Ж\n2", &fonts), "TARIFA ? 2");
        assert_eq!(line(&"x".repeat(500), &fonts).chars().count(), LONGEST);
    }

    #[test]
    fn a_value_without_end_is_cut() {
        assert_eq!(written(&"ñ".repeat(40), 40).2, 0);
        let (text, _, longest) = written(&"ñ".repeat(41), 40);
        assert_eq!((text.chars().count(), longest), (40, 41));
        assert!(text.ends_with("ñ…"));
    }
}
