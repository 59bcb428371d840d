//! What the reader of delimited text hands on, and what it refuses.

use super::RowReader;
use super::delimited::Delimited;
use crate::diag::finding::Finding;
use crate::record::format::{self, Encoding};
use crate::record::raw::{Cell, ColumnUse, RawRow};
use std::fs::File;
use std::io::Write;

fn windows() -> format::Delimited {
    format::Delimited {
        encoding: Encoding::Windows1252,
        ..format::Delimited::default()
    }
}

fn read(text: &[u8]) -> Result<Vec<RawRow>, Finding> {
    read_as(text, &windows())
}

fn read_as(text: &[u8], format: &format::Delimited) -> Result<Vec<RawRow>, Finding> {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(text).unwrap();
    let file = File::open(file.path()).unwrap();
    let mut reader = Delimited::open(file, "T.csv", format)?;
    reader.select(vec![ColumnUse::Keep, ColumnUse::Drop, ColumnUse::Ignore]);
    let (mut row, mut rows) = (RawRow::default(), Vec::new());
    while reader.next(&mut row)? {
        rows.push(row.clone());
    }
    Ok(rows)
}

#[test]
fn dropped_cells_stay_in_the_reader() {
    let rows = read(b"A,CARD,B\r\nx,4111111111111111,y\r\nz,,y\r\n").unwrap();
    assert_eq!(
        rows[0].cells,
        [Cell::Text("x".into()), Cell::Dropped(true), Cell::Absent]
    );
    assert_eq!(rows[1].cells[1], Cell::Dropped(false));
    assert!(!format!("{rows:?}").contains("4111"));
}

#[test]
fn rows_carry_the_line_they_start_on() {
    let rows = read(b"A,C,B\r\n\"x\r\ny\",1,2\r\n\r\nz,1,2\r\n").unwrap();
    assert_eq!(
        rows.iter()
            .map(|r| (r.ordinal, r.number))
            .collect::<Vec<_>>(),
        [(0, 2), (1, 5)]
    );
}

#[test]
fn a_short_row_is_handed_on_and_a_file_that_breaks_off_is_refused() {
    assert_eq!(read(b"A,C,B\nx,1\ny,1,2\n").unwrap()[0].width, 2);
    assert_eq!(read(b"A,C,B\nx,1\ny,1,2").unwrap().len(), 2);
    assert_eq!(
        read(b"A,C,B\nx,1,2\ny,1").unwrap_err().code,
        "read::file_breaks_off"
    );
}

#[test]
fn the_end_mark_of_dos_is_no_row() {
    assert_eq!(read(b"A,C,B\r\nx,1,2\r\n\x1a").unwrap().len(), 1);
}

#[test]
fn an_open_quote_refuses_the_file() {
    let finding = read(b"A,C,B\nx,1,2\n\"y,1,2\nz,1,2\n").unwrap_err();
    assert_eq!(
        (finding.code, finding.origin.unwrap().row),
        ("read::quote_never_closed", Some(3))
    );
}

#[test]
fn an_empty_file_has_no_header() {
    assert_eq!(read(b"").unwrap_err().code, "read::no_header");
}

#[test]
fn a_line_of_blanks_is_no_row() {
    let rows = read(b"A,C,B\r\nx,1,2\r\n   \r\nz,1,2\r\n").unwrap();
    assert_eq!(
        rows.iter()
            .map(|r| (r.ordinal, r.number))
            .collect::<Vec<_>>(),
        [(0, 2), (1, 4)]
    );
}

#[test]
fn without_a_quote_sign_quotes_are_text() {
    let format = format::Delimited {
        quote: None,
        ..windows()
    };
    let rows = read_as(b"A,C,B\n\"x,1,2\n\"y\"z,1,2\n", &format).unwrap();
    let texts: Vec<_> = rows.iter().map(|r| r.cells[0].text().unwrap()).collect();
    assert_eq!(texts, ["\"x", "\"y\"z"]);
}
