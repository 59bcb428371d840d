//! What a single character is: a digit of any script, a blank, a separator between groups of
//! digits. Also what stands for a blank, a dash or a line break in text that was written for
//! another program: `&nbsp;`, `<br>`, `\n` as two characters.

/// The zeros of the decimal digits of Unicode beyond ASCII; nine more digits follow each
/// (category Nd of Unicode 14, full width among them).
const ZEROS: [u32; 65] = [
    0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6,
    0xe50, 0xed0, 0xf20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50,
    0x1bb0, 0x1c40, 0x1c50, 0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0xff10,
    0x104a0, 0x10d30, 0x11066, 0x110f0, 0x11136, 0x111d0, 0x112f0, 0x11450, 0x114d0, 0x11650,
    0x116c0, 0x11730, 0x118e0, 0x11950, 0x11c50, 0x11d50, 0x11da0, 0x16a60, 0x16ac0, 0x16b50,
    0x1d7ce, 0x1d7d8, 0x1d7e2, 0x1d7ec, 0x1d7f6, 0x1e140, 0x1e2f0, 0x1e950, 0x1fbf0,
];

/// Blanks and dashes by their names in HTML, and what each stands for.
const ENTITIES: [(&str, char); 15] = [
    ("nbsp", ' '),
    ("ensp", ' '),
    ("emsp", ' '),
    ("thinsp", ' '),
    ("numsp", ' '),
    ("zwnj", ' '),
    ("zwj", ' '),
    ("shy", ' '),
    ("tab", '\t'),
    ("newline", '\n'),
    ("ndash", '-'),
    ("mdash", '-'),
    ("minus", '-'),
    ("hyphen", '-'),
    ("dash", '-'),
];
/// Longest entity, without `&` and `;`.
const LONGEST_ENTITY: usize = 8;

/// Returns the value of a digit as typed, of whatever script.
pub(super) fn digit(c: char) -> Option<u8> {
    if c.is_ascii() {
        return u8::try_from(c.to_digit(10)?).ok();
    }
    let code = u32::from(c);
    let at = ZEROS.partition_point(|zero| *zero <= code).checked_sub(1)?;
    let value = code - ZEROS.get(at)?;
    u8::try_from(value).ok().filter(|v| *v < 10)
}

/// Returns true for a blank, also one that cannot be seen: marks of writing direction, the parts
/// of an emoji that frame a digit, control characters.
pub(super) fn is_blank(c: char) -> bool {
    if c.is_ascii() {
        return c == ' ' || c.is_ascii_control();
    }
    c.is_whitespace()
        || c.is_control()
        || matches!(
            c,
            '\u{ad}'
                | '\u{61c}'
                | '\u{180e}'
                | '\u{200b}'..='\u{200f}'
                | '\u{202a}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{20e3}'
                | '\u{fe00}'..='\u{fe0f}'
                | '\u{feff}'
        )
}

/// Returns true for a character that ends a line.
pub(super) fn ends_line(c: char) -> bool {
    matches!(
        c,
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

/// Returns the plain form of a separator that people type between groups of digits.
pub(super) fn separator(c: char) -> Option<char> {
    match c {
        '-'
        | '\u{2010}'..='\u{2015}'
        | '\u{2043}'
        | '\u{2212}'
        | '\u{fe58}'
        | '\u{fe63}'
        | '\u{ff0d}' => Some('-'),
        '.' | '\u{ff0e}' => Some('.'),
        '/' | '\u{2044}' | '\u{2215}' | '\u{ff0f}' => Some('/'),
        '_' | '\u{ff3f}' => Some('_'),
        '*' | '\u{ff0a}' => Some('*'),
        _ => None,
    }
}

/// Returns what stands at the start of `text` in place of a single blank, dash or line break, and
/// how many bytes it takes; None where the text begins with an ordinary character.
pub(super) fn written_out(text: &str) -> Option<(char, usize)> {
    match text.as_bytes().first()? {
        b'&' => entity(text),
        b'<' => {
            let tag = text.get(..text.find('>')? + 1).filter(|t| t.len() <= 6)?;
            let name = tag.trim_matches(['<', '/', ' ', '>']);
            name.eq_ignore_ascii_case("br").then_some(('\n', tag.len()))
        }
        b'\\' => {
            let mut rest = text.chars().skip(1);
            let c = match rest.next()? {
                'n' | 'r' => '\n',
                't' => '\t',
                _ => return None,
            };
            rest.next()
                .is_none_or(|next| !next.is_alphabetic())
                .then_some((c, 2))
        }
        _ => None,
    }
}

fn entity(text: &str) -> Option<(char, usize)> {
    let body = text.get(1..)?;
    let end = body
        .bytes()
        .take(LONGEST_ENTITY + 1)
        .position(|b| b == b';')?;
    let name = body.get(..end)?;
    let named = |(n, _): &&(&str, char)| name.eq_ignore_ascii_case(n);
    if let Some((_, c)) = ENTITIES.iter().find(named) {
        return Some((*c, end + 2));
    }
    let number = name.strip_prefix('#')?;
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16),
        None => number.parse(),
    };
    let c = char::from_u32(code.ok()?)?;
    let plain = if is_blank(c) { Some(c) } else { separator(c) };
    plain.map(|c| (c, end + 2))
}

/// The characters of a gap, what is written out read as what it stands for.
pub(super) struct Plain<'a>(pub &'a str);

impl Iterator for Plain<'_> {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        let first = self.0.chars().next()?;
        let (c, len) = written_out(self.0).unwrap_or((first, first.len_utf8()));
        self.0 = self.0.get(len..).unwrap_or_default();
        Some(c)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_of_every_script_have_their_value() {
        for (zero, name) in [
            ('0', "ascii"),
            ('\u{ff10}', "full width"),
            ('\u{660}', "Arabic-Indic"),
            ('\u{966}', "Devanagari"),
            ('\u{1d7ce}', "mathematical bold"),
        ] {
            for value in 0..10 {
                let c = char::from_u32(u32::from(zero) + value).unwrap();
                assert_eq!(digit(c).map(u32::from), Some(value), "{name}");
            }
        }
        assert!(ZEROS.windows(2).all(|w| w[0] + 10 <= w[1]));
        let numeric = |zero: &u32| char::from_u32(*zero).unwrap().is_numeric();
        assert!(ZEROS.iter().all(numeric));
        for other in ['a', '½', '²', '①', '\u{66a}', '\u{65f}', '\u{10ffff}'] {
            assert_eq!(digit(other), None, "{other}");
        }
    }

    #[test]
    fn what_is_written_out_is_read() {
        for (text, expected) in [
            ("&nbsp;1", Some((' ', 6))),
            ("&#160;", Some(('\u{a0}', 6))),
            ("&#xA0;", Some(('\u{a0}', 6))),
            ("&ndash;", Some(('-', 7))),
            ("&#8211;", Some(('-', 7))),
            ("&amp;", None),
            ("&#52;", None),
            ("& nbsp", None),
            ("&", None),
            ("<br>", Some(('\n', 4))),
            ("<BR />", Some(('\n', 6))),
            ("<b>", None),
            ("<", None),
            ("\\n1", Some(('\n', 2))),
            ("\\new", None),
            ("\\", None),
            ("a", None),
            ("", None),
        ] {
            assert_eq!(written_out(text), expected, "{text:?}");
        }
        assert_eq!(Plain("&nbsp;- ").collect::<String>(), " - ");
    }
}
