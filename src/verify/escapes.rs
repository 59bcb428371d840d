//! Escapes that may stand for a digit or for what parts two of them: `\u00a0`, `&nbsp;`, `%20`,
//! `=20`, and the tags of a page. Read where they stand, with what is around them.

use super::bytes::next_of;
use std::ops::Range;

/// Bytes around an escape that are read with it: any value that has the escape in it, unless its
/// digits stand further apart.
const AROUND: usize = 512;
/// Longest tag that is passed over.
const LONGEST_TAG: usize = 1 << 12;
/// Tags within a line of text: nothing is parted by them.
const INLINE: [&str; 13] = [
    "a", "b", "br", "code", "em", "font", "i", "mark", "small", "span", "strong", "u", "wbr",
];
/// Names of characters that may stand in a number.
const NAMED: [(&str, char); 20] = [
    ("nbsp", ' '),
    ("ensp", ' '),
    ("emsp", ' '),
    ("thinsp", ' '),
    ("hairsp", ' '),
    ("numsp", ' '),
    ("puncsp", ' '),
    ("zwnj", ' '),
    ("zwj", ' '),
    ("shy", ' '),
    ("Tab", ' '),
    ("NewLine", ' '),
    ("hyphen", '-'),
    ("dash", '-'),
    ("ndash", '-'),
    ("mdash", '-'),
    ("minus", '-'),
    ("sol", '/'),
    ("period", '.'),
    ("lowbar", '_'),
];

/// A way of escaping.
pub(super) struct Family {
    pub(super) name: &'static str,
    /// Bytes with which an escape begins.
    marks: [u8; 3],
    /// Whether tags belong to it.
    pub(super) tags: bool,
    read: fn(&[u8]) -> Option<Escape>,
}

/// What an escape stands for, and its length.
struct Escape {
    /// UTF-8, unless it stands for a byte.
    bytes: [u8; 4],
    count: usize,
    length: usize,
}

pub(super) const FAMILIES: [Family; 4] = [
    Family {
        name: "text with backslashes",
        marks: [b'\\', b'\\', b'\\'],
        tags: false,
        read: backslash,
    },
    Family {
        name: "marked-up text",
        marks: [b'&', b'&', b'<'],
        tags: true,
        read: entity,
    },
    Family {
        name: "percent-encoded text",
        marks: [b'%', b'%', b'+'],
        tags: false,
        read: percent,
    },
    Family {
        name: "quoted-printable text",
        marks: [b'=', b'=', b'='],
        tags: false,
        read: percent,
    },
];

impl Family {
    /// Returns the escape at the start of the bytes.
    fn escape(&self, bytes: &[u8]) -> Option<Escape> {
        let begins = bytes.first().is_some_and(|byte| self.marks.contains(byte));
        begins.then(|| (self.read)(bytes)).flatten()
    }

    /// Returns where escapes stand, with what is around them. Tags count where `is_markup`; then
    /// all of the bytes are read.
    pub(super) fn regions(&self, bytes: &[u8], is_markup: bool) -> Vec<Range<usize>> {
        let mut found: Vec<Range<usize>> = Vec::new();
        let mut at = 0;
        loop {
            at = next_of(bytes, at, self.marks);
            let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) else {
                return found;
            };
            if (self.read)(rest).is_some() || (is_markup && rest.first() == Some(&b'<')) {
                if is_markup {
                    found = Vec::new();
                    found.push(0..bytes.len());
                    return found;
                }
                let region = at.saturating_sub(AROUND)..(at + AROUND).min(bytes.len());
                match found.last_mut() {
                    Some(last) if last.end >= region.start => last.end = region.end,
                    _ => found.push(region),
                }
            }
            at += 1;
        }
    }
}

/// Where parts of a text stand: bytes before the part, and where it begins.
pub(super) type Places = Vec<(usize, usize)>;

/// Returns where the byte of a text stands that has so many before it.
pub(super) fn place_of(places: &Places, at: usize) -> usize {
    let part = places.partition_point(|(before, _)| *before <= at);
    let found = part.checked_sub(1).and_then(|part| places.get(part));
    found.map_or(0, |(before, place)| place + (at - before))
}

/// Returns a part of the bytes with its escapes read, and where its parts stand.
pub(super) fn decoded(
    bytes: &[u8],
    region: Range<usize>,
    family: &Family,
    is_markup: bool,
) -> (Vec<u8>, Places) {
    let (mut text, mut places) = (Vec::with_capacity(region.len()), Places::new());
    let part = bytes.get(..region.end).unwrap_or_default();
    let mut at = region.start;
    while let Some(byte) = part.get(at) {
        let rest = part.get(at..).unwrap_or_default();
        let begun = text.len();
        places.push((begun, at));
        if is_markup && *byte == b'<' {
            let (length, inline) = tag(rest);
            // Cells and lines of a page are groups apart: like the cells of a table with bars.
            let last = text
                .iter()
                .rev()
                .find(|byte: &&u8| !byte.is_ascii_whitespace());
            if !inline && last != Some(&b'|') {
                text.push(b'|');
            }
            at += length;
        } else if let Some(escape) = family.escape(rest) {
            text.extend(escape.bytes.iter().take(escape.count));
            at += escape.length;
        } else {
            let end = next_of(part, at + 1, family.marks);
            let plain = part.get(at..end).unwrap_or_default();
            // Line breaks between two cells do not part them.
            let blank = is_markup && plain.iter().all(u8::is_ascii_whitespace);
            if !(blank && text.last() == Some(&b'|')) {
                text.extend(plain);
            }
            at = end;
        }
        if text.len() == begun {
            places.pop();
        }
    }
    (text, places)
}

/// Returns the length of the tag at the start, and whether it stands within a line.
fn tag(bytes: &[u8]) -> (usize, bool) {
    let within = bytes.get(..LONGEST_TAG.min(bytes.len())).unwrap_or(bytes);
    let Some(end) = within.iter().position(|byte| *byte == b'>') else {
        return (1, false);
    };
    let inside = within.get(1..end).unwrap_or_default();
    let inside = inside.strip_prefix(b"/").unwrap_or(inside);
    let length = inside.iter().take_while(|b| b.is_ascii_alphanumeric());
    let name = inside.get(..length.count()).unwrap_or_default();
    let inline = |known: &&str| name.eq_ignore_ascii_case(known.as_bytes());
    (end + 1, INLINE.iter().any(inline))
}

fn character(letter: char, length: usize) -> Escape {
    let mut bytes = [0; 4];
    let count = letter.encode_utf8(&mut bytes).len();
    Escape {
        bytes,
        count,
        length,
    }
}

fn hex(bytes: &[u8], range: Range<usize>) -> Option<u32> {
    let digits = std::str::from_utf8(bytes.get(range)?).ok()?;
    let all = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    u32::from_str_radix(digits, 16).ok().filter(|_| all)
}

fn backslash(bytes: &[u8]) -> Option<Escape> {
    match bytes.get(1)? {
        b'u' => Some(character(char::from_u32(hex(bytes, 2..6)?)?, 6)),
        b'x' => Some(character(char::from_u32(hex(bytes, 2..4)?)?, 4)),
        b'n' | b'r' | b't' | b'f' | b'v' | b'b' => Some(character(' ', 2)),
        b'/' => Some(character('/', 2)),
        // What is escaped is no escape itself, and no end of a text.
        b'\\' | b'"' => Some(character('\u{1}', 2)),
        _ => None,
    }
}

fn entity(bytes: &[u8]) -> Option<Escape> {
    let within = bytes.get(1..bytes.len().min(12))?;
    let end = within.iter().position(|byte| *byte == b';')?;
    let name = std::str::from_utf8(within.get(..end)?).ok()?;
    let length = end + 2;
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return Some(character(char::from_u32(code)?, length));
    }
    let known = NAMED.iter().find(|(known, _)| *known == name)?;
    Some(character(known.1, length))
}

fn percent(bytes: &[u8]) -> Option<Escape> {
    let byte = |byte: u8, count: usize, length: usize| Escape {
        bytes: [byte, 0, 0, 0],
        count,
        length,
    };
    match bytes {
        [b'+', ..] => Some(byte(b' ', 1, 1)),
        [b'=', b'\r', b'\n', ..] => Some(byte(0, 0, 3)),
        [b'=', b'\n', ..] => Some(byte(0, 0, 2)),
        _ => {
            let code = u8::try_from(hex(bytes, 1..3)?).ok()?;
            Some(byte(code, 1, 3))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        let of = |family: &Family| {
            let regions = family.regions(text.as_bytes(), family.tags);
            let parts = regions.into_iter().map(|region| {
                let source = text.as_bytes();
                let (text, places) = decoded(source, region, family, family.tags);
                assert!(place_of(&places, text.len() - 1) < source.len());
                String::from_utf8(text).unwrap()
            });
            parts.collect::<Vec<_>>()
        };
        FAMILIES.iter().flat_map(of).collect()
    }

    #[test]
    fn each_escape_is_read() {
        assert_eq!(read(r"4111\u00a01\/2\n3\x2d4"), ["4111\u{a0}1/2 3-4"]);
        assert_eq!(read("41&nbsp;1&#49;&#x31;&ndash;1"), ["41 111-1"]);
        assert_eq!(read("41%2D11%C2%A011"), ["41-11\u{a0}11"]);
        assert_eq!(read("41=2D1=\r\n1"), ["41-11"]);
        assert_eq!(
            read("<td>41<wbr>11</td>\n <td class=\"x\">12</td>")[0],
            "|4111|12|"
        );
        assert!(read("plain 4111, 50 % of = & more").is_empty());
    }
}
