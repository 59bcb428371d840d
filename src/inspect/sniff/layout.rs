//! How text is cut into rows and columns, and which row names the columns: the delimiter by which
//! most records have as many columns, titles above the header, tags of several kinds of records.

use crate::inspect::days;
use crate::inspect::numbers;
use crate::inspect::scan::{bits, scan, trim};
use crate::record::unknown::{RecordTags, TextCode, TextLayout};

/// The bytes that part columns, the likelier first.
const DELIMITERS: [u8; 7] = [b',', b'\t', b';', b'|', b'^', b'~', 0x1F];
/// Most records of the head that are looked at.
const RECORDS: usize = 400;

/// A record of the head: the line it starts on, and its fields.
struct Record {
    line: u64,
    fields: Vec<Vec<u8>>,
}

/// Cuts the head into records. The last one may be cut off and is left out where `whole` is false.
fn records(head: &[u8], delimiter: Option<u8>, quoted: bool, whole: bool) -> Vec<Record> {
    let mut all = Vec::new();
    let (mut fields, mut field) = (Vec::new(), Vec::new());
    let (mut inside, mut line, mut start, mut before) = (false, 1, 1, 0_u8);
    for byte in head {
        let ends = matches!(byte, b'\n' | b'\r');
        if *byte == b'\n' || before == b'\r' {
            line += u64::from(!(*byte == b'\n' && before == b'\r'));
        }
        if quoted && *byte == b'"' && (inside || trim(&field).is_empty() || before == b'"') {
            inside = !inside;
        } else if inside {
            field.push(*byte);
        } else if Some(*byte) == delimiter {
            fields.push(std::mem::take(&mut field));
        } else if ends {
            if !fields.is_empty() || !field.is_empty() {
                fields.push(std::mem::take(&mut field));
                let fields = std::mem::take(&mut fields);
                all.push(Record {
                    line: start,
                    fields,
                });
            }
            if all.len() == RECORDS {
                return all;
            }
        } else {
            if fields.is_empty() && field.is_empty() {
                start = line;
            }
            field.push(*byte);
        }
        before = *byte;
    }
    if whole && (!fields.is_empty() || !field.is_empty()) {
        fields.push(field);
        all.push(Record {
            line: start,
            fields,
        });
    }
    all
}

/// Returns the width that most records have, and how many have it.
fn usual_width(records: &[Record]) -> (usize, usize) {
    let mut widths: Vec<usize> = records.iter().map(|r| r.fields.len()).collect();
    widths.sort_unstable();
    let groups = widths.chunk_by(|a, b| a == b);
    let most = groups.max_by_key(|group| (group.len(), group.first().copied()));
    most.map_or((0, 0), |g| (g.first().copied().unwrap_or(0), g.len()))
}

/// Returns how text is cut into rows and columns. `whole` says that the head is all there is.
#[must_use]
pub fn layout(head: &[u8], code: TextCode, whole: bool) -> TextLayout {
    let mut best: Option<(usize, u8, bool)> = None;
    for delimiter in DELIMITERS {
        if !head.contains(&delimiter) {
            continue;
        }
        for quoted in [true, false] {
            let records = records(head, Some(delimiter), quoted, whole);
            let (width, same) = usual_width(&records);
            if width < 2 || records.is_empty() || same * 2 < records.len() {
                continue;
            }
            // All records alike is worth most, then more columns; quotes win a tie.
            let score = same * 1000 / records.len() * 8 + width.min(64) + usize::from(quoted);
            if best.is_none_or(|(other, _, _)| score > other) {
                best = Some((score, delimiter, quoted));
            }
        }
    }
    // Lines of one length are records of fixed width, unless all of them have as many columns.
    let all = |score: usize| score >= 950 * 8;
    match best {
        Some((score, delimiter, quoted)) if all(score) || line_length(head, whole).is_none() => {
            delimited(head, code, whole, delimiter, quoted)
        }
        _ => lines(head, code, whole),
    }
}

/// Returns the length that nearly all lines have: records of fixed width.
#[must_use]
pub fn line_length(head: &[u8], whole: bool) -> Option<usize> {
    let records = records(head, None, false, whole);
    let length = |r: &Record| r.fields.first().map_or(0, Vec::len);
    let first = length(records.first()?);
    let same = records.iter().filter(|r| length(r) == first).count();
    (records.len() >= 3 && first >= 10 && same * 10 >= records.len() * 9).then_some(first)
}

/// Every line is one column.
fn lines(head: &[u8], code: TextCode, whole: bool) -> TextLayout {
    let fixed = line_length(head, whole).is_some();
    let first = records(head, None, false, whole).into_iter().next();
    let name = first.and_then(|r| r.fields.into_iter().next());
    let name = name.filter(|n| !fixed && is_name(n));
    TextLayout {
        code,
        delimiter: None,
        quoted: false,
        skip: usize::from(name.is_some()),
        header_line: name.as_ref().map(|_| 1),
        names: vec![name.map_or_else(|| "line".to_owned(), |n| text(&n))],
        tags: None,
    }
}

fn delimited(head: &[u8], code: TextCode, whole: bool, delimiter: u8, quoted: bool) -> TextLayout {
    let records = records(head, Some(delimiter), quoted, whole);
    let mut layout = TextLayout {
        code,
        delimiter: Some(delimiter),
        quoted,
        skip: 0,
        names: Vec::new(),
        header_line: None,
        tags: None,
    };
    if let Some((tags, names)) = tagged(&records) {
        layout.skip = usize::from(tags.header.is_some());
        layout.header_line = tags.header.as_ref().map(|_| 1);
        layout.names = names;
        layout.tags = Some(tags);
        return layout;
    }
    let (at, names) = header_among(&records);
    layout.skip = at.map_or(0, |at| at + 1);
    layout.header_line = at.and_then(|at| records.get(at)).map(|header| header.line);
    layout.names = names;
    layout
}

/// Returns which of the first rows of a sheet names its columns, counted from 0, and the names;
/// none, and names by place, where no row does. Rows above it are titles.
#[must_use]
pub fn header(rows: Vec<Vec<Vec<u8>>>) -> (Option<usize>, Vec<String>) {
    let numbered = (1..).zip(rows);
    let records: Vec<Record> = numbered
        .map(|(line, fields)| Record { line, fields })
        .collect();
    header_among(&records)
}

fn header_among(records: &[Record]) -> (Option<usize>, Vec<String>) {
    let (width, _) = usual_width(records);
    let at = records.iter().position(|r| r.fields.len() == width);
    let at = at.unwrap_or(0);
    let header = records.get(at).filter(|header| {
        let rows = records.get(at + 1..).unwrap_or_default();
        is_header(header, rows)
    });
    match header {
        Some(header) => (Some(at), named(header.fields.iter().map(|f| text(f)))),
        None => (None, named((0..width).map(|_| String::new()))),
    }
}

/// Returns names for columns; a blank one is called by its place.
fn named(names: impl Iterator<Item = String>) -> Vec<String> {
    let place = |(i, name): (usize, String)| match name.is_empty() {
        true => format!("column {}", i + 1),
        false => name,
    };
    names.enumerate().map(place).collect()
}

/// Returns a column's name as it may be shown: one that nobody should see is called by its place.
#[must_use]
pub fn shown(name: &str, position: usize) -> String {
    let name = text(name.as_bytes());
    if name.is_empty() {
        format!("column {}", position + 1)
    } else {
        name
    }
}

/// Most digits of a column's name: more could be an account or a card.
const NAME_DIGITS: usize = 8;
/// Most signs of a column's name, and of one that is taken for a name by its look.
const LONGEST_NAME: usize = 120;
const USUAL_NAME: usize = 60;

/// Returns a name without what could steer a terminal.
fn text(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(trim(bytes));
    if text.chars().filter(|c| c.is_numeric()).count() > NAME_DIGITS {
        return String::new();
    }
    let clean = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    clean
        .take(LONGEST_NAME)
        .collect::<String>()
        .trim()
        .to_owned()
}

/// Returns true for a field that can name a column: no number, no day, few digits.
fn is_name(field: &[u8]) -> bool {
    let field = trim(field);
    let found = scan(field);
    let letters = found.any(bits::UPPER | bits::LOWER | bits::HIGH);
    let is_day = days::separated(field, |_| {}).is_some();
    let number = numbers::parse(field, found).is_some();
    letters && found.digits <= 4 && !is_day && !number && found.chars <= USUAL_NAME
}

/// Returns true where a record names columns: all of its fields can, they differ, and the rows
/// below hold what cannot.
fn is_header(header: &Record, rows: &[Record]) -> bool {
    let filled = header.fields.iter().filter(|f| !trim(f).is_empty());
    let (mut names, mut odd) = (0, 0);
    for field in filled {
        if is_name(field) {
            names += 1;
        } else {
            odd += 1;
        }
    }
    if names == 0 || odd * 5 > names {
        return false;
    }
    let values = |row: &Record| {
        row.fields
            .iter()
            .filter(|f| !trim(f).is_empty() && !is_name(f))
            .count()
    };
    let below: usize = rows.iter().take(20).map(values).sum();
    let tried = rows.len().min(20);
    let repeated = rows
        .iter()
        .any(|row| row.fields.first() == header.fields.first());
    tried == 0 || below * 2 >= tried || !repeated
}

/// Returns the tags of a file with several kinds of records, and its columns' names.
fn tagged(records: &[Record]) -> Option<(RecordTags, Vec<String>)> {
    let tag = |r: &Record| r.fields.first().map(|f| text(f)).unwrap_or_default();
    let [first, second, ..] = records else {
        return None;
    };
    let (header, detail) = (tag(first), tag(second));
    let short =
        |t: &str| (1..=3).contains(&t.len()) && t.chars().all(|c| c.is_ascii_alphanumeric());
    let details = records.iter().filter(|r| tag(r) == detail);
    let widths: Vec<usize> = details.map(|r| r.fields.len()).collect();
    let same = widths.len() + 3 >= records.len();
    if !short(&header) || !short(&detail) || header == detail || !same {
        return None;
    }
    let width = second.fields.len().checked_sub(1)?;
    let listed = first.fields.last()?;
    let names: Vec<String> = listed.split(|b| *b == b'|').map(text).collect();
    if names.len() != width || !listed.contains(&b'|') {
        // A header without names: only letters, and a width of its own, tell tags from data.
        let letters = |t: &str| t.chars().all(|c| c.is_ascii_uppercase());
        let apart = first.fields.len() != second.fields.len();
        if !(letters(&header) && letters(&detail) && apart) {
            return None;
        }
    }
    let names = if names.len() == width {
        named(names.into_iter())
    } else {
        named((0..width).map(|_| String::new()))
    };
    let tags = RecordTags {
        detail,
        header: Some(header),
    };
    Some((tags, names))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> TextLayout {
        layout(text.as_bytes(), TextCode::Bytes, true)
    }

    #[test]
    fn delimiters_headers_and_titles_are_found() {
        let found = of("ACCT_NO,NAME\r\n07217-143,\"Smith, J\"\r\n07217-144,Ott\r\n");
        assert_eq!(
            (found.delimiter, found.quoted, found.skip),
            (Some(b','), true, 1)
        );
        assert_eq!(found.names, ["ACCT_NO", "NAME"]);
        let found = of("Report of May\n\na;b;c\n1;2;3\n4;5;6\n7;8;9\n");
        assert_eq!((found.skip, found.header_line), (2, Some(3)));
        let found = of("1\t2\t3\n4\t5\t6\n");
        assert_eq!((found.skip, found.header_line), (0, None));
        assert_eq!(found.names, ["column 1", "column 2", "column 3"]);
        assert_eq!(
            of("date,name\n2017-01-01,\"a\nb,c\"\n2017-01-02,d\n")
                .names
                .len(),
            2
        );
    }

    #[test]
    fn records_with_tags_are_told_from_columns() {
        let found = of("H;MEDW;ACC;20240501;3.1;ACCT|BAL\nD;01340302;0\nD;01340303;5\nT;2;5\n");
        assert_eq!(found.names, ["ACCT", "BAL"]);
        assert_eq!(found.tags.unwrap().detail, "D");
        assert!(of("A,B\n1,2\n1,3\n1,4\n").tags.is_none());
        let even = of("H;MEDW;DRAFTS;20240501;3.1;ID|AC|DAY|SUM|ST\nD;1;2;3;4;5\nD;2;2;3;4;5\n");
        assert_eq!(even.names, ["ID", "AC", "DAY", "SUM", "ST"]);
    }

    #[test]
    fn lines_of_one_length_are_fixed_width() {
        let text = "20501179410000\n20516248820000\n20516248830000\n";
        assert_eq!(line_length(text.as_bytes(), true), Some(14));
        let found = of(text);
        assert_eq!((found.delimiter, found.skip), (None, 0));
    }
}
