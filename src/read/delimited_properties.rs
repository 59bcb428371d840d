//! Delimited text of any encoding and layout: what was written is read, and no bytes at all make
//! the reader panic, hang or keep more than a record.

use super::delimited::Delimited;
use super::{RowReader, TrailerSum};
use crate::diag::finding::Finding;
use crate::record::format::{self, Encoding, FieldAt, Names, RecordTypes};
use crate::record::raw::{Cell, ColumnUse, RawRow};
use proptest::prelude::*;
use std::fs::File;
use std::io::Write;

const ENCODINGS: [Encoding; 6] = [
    Encoding::Windows1252,
    Encoding::Iso8859,
    Encoding::Utf8,
    Encoding::Utf16,
    Encoding::Utf16Le,
    Encoding::Utf16Be,
];

/// Returns the rows of a file and what its trailer states, or the finding that refuses it.
fn read(
    bytes: &[u8],
    format: &format::Delimited,
) -> Result<(Vec<RawRow>, Option<TrailerSum>), Finding> {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    let opened = File::open(file.path()).unwrap();
    let mut reader = Delimited::open(opened, "T.TXT", format)?;
    reader.select(vec![ColumnUse::Keep; reader.header().len()]);
    let (mut row, mut rows) = (RawRow::default(), Vec::new());
    while reader.next(&mut row)? {
        rows.push(row.clone());
    }
    let digest = reader.digest();
    assert_eq!(
        digest.bytes,
        bytes.len() as u64,
        "the whole file is digested"
    );
    assert_eq!(reader.bytes_read(), digest.bytes);
    Ok((rows, reader.trailer_sum().cloned()))
}

fn types() -> RecordTypes {
    RecordTypes {
        header: Some("H".to_owned()),
        detail: "D".to_owned(),
        trailer: Some("T".to_owned()),
        names: Names::Joined {
            record: "H".to_owned(),
            field: FieldAt::Last,
            separator: "|".to_owned(),
        },
        count: Some(FieldAt::Index(1)),
        sum: Some(FieldAt::Index(2)),
    }
}

/// Returns the bytes of a text; `marked` with a byte order mark, where the encoding has one.
fn written(text: &str, encoding: Encoding, marked: bool) -> Vec<u8> {
    let marked = marked || encoding == Encoding::Utf16;
    let text = if marked {
        format!("\u{feff}{text}")
    } else {
        text.to_owned()
    };
    match encoding {
        Encoding::Utf8 => text.into_bytes(),
        Encoding::Utf16 | Encoding::Utf16Le => {
            text.encode_utf16().flat_map(u16::to_le_bytes).collect()
        }
        Encoding::Utf16Be => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        Encoding::Windows1252 => {
            let text = text.trim_start_matches('\u{feff}');
            encoding_rs::WINDOWS_1252.encode(text).0.into_owned()
        }
        Encoding::Iso8859 => {
            let text = text.trim_start_matches('\u{feff}').chars();
            text.map(|c| u8::try_from(u32::from(c)).unwrap()).collect()
        }
    }
}

/// Cells with every sign that a reader could trip over; letters that all encodings have, or for
/// Unicode some that only it has.
fn cells(unicode: bool) -> BoxedStrategy<Vec<[String; 2]>> {
    let letters = if unicode {
        "[a;ñ\"\t\r\n 漢\u{1F4A7}]{0,6}"
    } else {
        "[a;ñ\"\t\r\n é]{0,6}"
    };
    let cell = || letters.prop_map(|text: String| text);
    prop::collection::vec((cell(), cell()).prop_map(|(a, b)| [a, b]), 0..12).boxed()
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// Returns how many lines an editor would count in a text that ends inside a line.
fn line_ends(text: &str) -> u64 {
    let pairs = text.matches("\r\n").count();
    let single = text.matches(['\r', '\n']).count() - 2 * pairs;
    (pairs + single) as u64
}

proptest! {
    #[test]
    fn what_is_written_is_read(
        encoding in prop::sample::select(&ENCODINGS[..]),
        marked: bool,
        typed: bool,
        end in prop::sample::select(vec!["\n", "\r\n", "\r"]),
        (wide, narrow) in (cells(true), cells(false)),
    ) {
        let single = matches!(encoding, Encoding::Windows1252 | Encoding::Iso8859);
        let rows = if single { narrow } else { wide };
        let format = format::Delimited {
            delimiter: b';',
            encoding,
            records: typed.then(types),
            ..format::Delimited::default()
        };
        let mut text = if typed { format!("H;X;A|B{end}") } else { format!("A;B{end}") };
        let mut lines = Vec::new();
        for [a, b] in &rows {
            lines.push(1 + line_ends(&text));
            text += if typed { "D;" } else { "" };
            text += &format!("{};{}{end}", quoted(a), quoted(b));
            // A blank line is no row.
            text += if a.is_empty() { end } else { "" };
        }
        if typed {
            text += &format!("T;{};7-{end}", rows.len());
        }
        let (found, sum) = read(&written(&text, encoding, marked), &format).unwrap();
        prop_assert_eq!(found.iter().map(|row| row.number).collect::<Vec<_>>(), lines);
        let cells: Vec<_> = found.iter().map(|row| row.cells.clone()).collect();
        let expected: Vec<_> = rows.iter().map(|row| row.clone().map(Cell::Text).to_vec()).collect();
        prop_assert_eq!(cells, expected);
        prop_assert!(found.iter().all(|row| row.width == 2));
        prop_assert_eq!(sum.map(|sum| sum.text), typed.then(|| "7-".to_owned()));
    }

    #[test]
    fn no_bytes_at_all_are_too_much(
        encoding in prop::sample::select(&ENCODINGS[..]),
        typed: bool,
        quotes: bool,
        bytes in prop_oneof![
            prop::collection::vec(any::<u8>(), 0..400),
            "[HDT;|\"\r\n1ñ\u{1F4A7}]{0,80}".prop_map(String::into_bytes),
        ],
        (head, wide) in (any::<bool>(), any::<bool>()),
    ) {
        let mut text = if head { b"H;A|B\nD;1;2\n".to_vec() } else { Vec::new() };
        text.extend(&bytes);
        if wide {
            text = [0xFF, 0xFE].into_iter().chain(text.iter().flat_map(|b| [*b, 0])).collect();
        }
        let format = format::Delimited {
            delimiter: b';',
            quote: quotes.then_some(b'"'),
            encoding,
            records: typed.then(types),
        };
        match read(&text, &format) {
            // A row has at least a byte and a line end before the next one.
            Ok((rows, _)) => prop_assert!(rows.len() <= text.len() / 2 + 1),
            Err(finding) => prop_assert!(finding.code.starts_with("read::"), "{}", finding.code),
        }
    }
}

#[test]
fn an_endless_record_is_stopped_in_every_encoding() {
    for encoding in ENCODINGS {
        for records in [None, Some(types())] {
            let text = format!("H;A|B\nD;\"{}", "x\n".repeat((2 << 20) + 8));
            let format = format::Delimited {
                delimiter: b';',
                encoding,
                records,
                ..format::Delimited::default()
            };
            let finding = read(&written(&text, encoding, true), &format).unwrap_err();
            let row = finding.origin.unwrap().row;
            assert_eq!(
                (finding.code, row),
                ("read::endless_row", Some(2)),
                "{encoding:?}"
            );
        }
    }
}
