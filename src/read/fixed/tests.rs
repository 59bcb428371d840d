//! Whole files: lines and records, what does not fit, what never leaves the reader.

use super::Fixed;
use super::open::{copybook_text, described};
use crate::diag::finding::Finding;
use crate::read::RowReader;
use crate::read::delimited::Source;
use crate::record::format::RecordCoding;
use crate::record::raw::{Cell, ColumnUse, RawRow};
use proptest::prelude::*;
use std::fs::File;
use std::io::Write;

const BOOK: &str = "
       01  R.
           05  ACCT    PIC X(04).
           05  CARD    PIC X(04).
           05  LAST4   REDEFINES CARD PIC X(02).
           05  AMOUNT  PIC S9(03)V99.
           05  FILLER  PIC X(02).";

fn open(book: &str, coding: RecordCoding, data: &[u8]) -> Result<Fixed, Finding> {
    let (coding, layout) = described(book, "T.cpy", coding)?;
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(data).unwrap();
    let file = File::open(file.path()).unwrap();
    Ok(Fixed::new(
        "T.DAT",
        Source::open(file, "T.DAT"),
        coding,
        layout,
    ))
}

fn rows(mut reader: Fixed, uses: Vec<ColumnUse>) -> Result<Vec<RawRow>, Finding> {
    reader.select(uses);
    let (mut row, mut rows) = (RawRow::default(), Vec::new());
    while reader.next(&mut row)? {
        rows.push(row.clone());
    }
    Ok(rows)
}

fn read(coding: RecordCoding, data: &[u8]) -> Result<Vec<RawRow>, Finding> {
    rows(open(BOOK, coding, data)?, vec![ColumnUse::Keep; 4])
}

fn text(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

#[test]
fn a_record_a_line_with_any_line_end() {
    let data = b"1234abcd0012C  \r\n5678    0012L--\n";
    let found = read(RecordCoding::AsciiLines, data).unwrap();
    let amount = |n: &str| Cell::Number(n.parse().unwrap());
    assert_eq!(
        found[0].cells,
        [text("1234"), text("abcd"), text("ab"), amount("1.23")]
    );
    assert_eq!(
        found[1].cells,
        [text("5678"), text(""), text(""), amount("-1.23")]
    );
    let places: Vec<_> = found.iter().map(|r| (r.ordinal, r.number)).collect();
    assert_eq!(places, [(0, 1), (1, 2)]);
}

#[test]
fn blank_lines_count_as_lines_and_are_no_rows() {
    let data = b"1234abcd0012C  \n\n               \n5678abcd0012C  ";
    let found = read(RecordCoding::AsciiLines, data).unwrap();
    assert_eq!(found.iter().map(|r| r.number).collect::<Vec<_>>(), [1, 4]);
    assert!(
        read(RecordCoding::AsciiLines, b"1234abcd0012C  \n\x1a")
            .unwrap()
            .len()
            == 1
    );
}

#[test]
fn a_line_of_another_length_is_one_row_that_does_not_fit() {
    let data = b"1234abcd001\n1234abcd0012C  +\n1234abcd0012C  \n";
    let found = read(RecordCoding::AsciiLines, data).unwrap();
    let short = "the record has 11 characters, the copybook 15";
    assert_eq!(found[0].misfit.as_deref(), Some(short));
    assert_eq!(
        found[0].cells,
        [text("1234"), text("abcd"), text("ab"), Cell::Absent]
    );
    assert!(
        found[1]
            .misfit
            .as_deref()
            .unwrap()
            .contains("16 characters")
    );
    assert_eq!((found[2].misfit.is_none(), found[2].number), (true, 3));
}

#[test]
fn records_without_lines_are_numbered_and_must_be_whole() {
    let ebcdic = b"\xf1\xf2\xf3\xf4\x81\x82\x83\x84\xf0\xf0\xf1\xf2\xc3\x40\x40";
    let two = [&ebcdic[..], ebcdic].concat();
    let found = read(RecordCoding::Cp037, &two).unwrap();
    assert_eq!(found[1].number, 2);
    assert_eq!(
        found[0].cells,
        read(RecordCoding::AsciiLines, b"1234abcd0012C  \n").unwrap()[0].cells
    );
    let finding = read(RecordCoding::Cp037, &two[..29]).unwrap_err();
    assert_eq!(finding.code, "read::partial_record");
    assert_eq!(
        finding.message,
        "is no whole number of records: 1 of 15 bytes, and 14 bytes more"
    );
    assert_eq!(read(RecordCoding::Cp037, b"").unwrap().len(), 0);
}

#[test]
fn a_file_that_stops_inside_a_line_or_has_no_lines_is_refused() {
    let stops = read(RecordCoding::AsciiLines, b"1234abcd0012C  \n1234abc").unwrap_err();
    assert_eq!(
        (stops.code, stops.origin.unwrap().row),
        ("read::file_breaks_off", Some(2))
    );
    let endless = read(RecordCoding::AsciiLines, &[b'x'; 10_000]).unwrap_err();
    assert_eq!(endless.code, "read::endless_row");
}

#[test]
fn what_redefines_a_dropped_column_never_leaves_the_reader() {
    let uses = [
        ColumnUse::Keep,
        ColumnUse::Drop,
        ColumnUse::Keep,
        ColumnUse::Keep,
    ];
    let reader = open(BOOK, RecordCoding::AsciiLines, b"1234abcd0012C  \n").unwrap();
    let found = rows(reader, uses.to_vec()).unwrap();
    assert_eq!(found[0].cells[1..3], [Cell::Dropped(true), Cell::Absent]);
}

#[test]
fn a_copybook_that_is_not_understood_is_refused_with_line_and_column() {
    let refused = |book: &str, coding| {
        let finding = described(book, "T.cpy", coding).map(|_| ()).unwrap_err();
        let origin = finding.origin.unwrap();
        (finding.code, origin.row.unwrap(), finding.message)
    };
    let (code, line, message) = refused("* T.DAT IN EBCDIC\n", RecordCoding::Copybook);
    assert_eq!((code, line), ("read::bad_coding", 1));
    assert!(message.starts_with("column 1: "), "{message}");
    let (code, line, message) = refused("\n 01 A COMP-1.", RecordCoding::Cp037);
    assert_eq!((code, line), ("read::bad_copybook", 2));
    assert!(message.starts_with("column 7: `COMP-1`"), "{message}");
    let packed = " 01 A PIC 9(3) COMP-3.";
    let (code, ..) = refused(packed, RecordCoding::AsciiLines);
    assert_eq!(code, "read::bad_copybook");
    assert!(described(packed, "T.cpy", RecordCoding::Ascii).is_ok());
}

#[test]
fn a_copybook_is_text_of_a_bounded_size() {
    assert_eq!(copybook_text(b"01 A\n\x00").unwrap_err().0.line, 2);
    assert!(copybook_text(&vec![b' '; (256 << 10) + 1]).is_err());
    assert_eq!(copybook_text(b"\xef\xbb\xbf01\xf1\x1a").unwrap(), "01ñ");
}

proptest! {
    #[test]
    fn any_bytes_are_rows_or_a_refusal(
        data in proptest::collection::vec(any::<u8>(), 0..400),
        coding in proptest::sample::select(vec![
            RecordCoding::AsciiLines,
            RecordCoding::Ascii,
            RecordCoding::Cp037,
            RecordCoding::Cp1140,
            RecordCoding::Cp500,
        ]),
    ) {
        if let Ok(found) = read(coding, &data) {
            prop_assert!(found.iter().all(|row| row.cells.len() == 4));
            if coding != RecordCoding::AsciiLines {
                prop_assert_eq!(found.len() * 15, data.len());
            }
        }
    }

    #[test]
    fn any_bytes_are_a_copybook_or_none(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        if let Ok(text) = copybook_text(&bytes) {
            let _ = described(&text, "T.cpy", RecordCoding::Copybook);
        }
    }
}
