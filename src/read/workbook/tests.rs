//! The four types of workbook, the same small sheet in each; see `fixtures/workbooks/README.md`.

use super::open;
use crate::diag::finding::Finding;
use crate::read::RowReader;
use crate::record::format::{DateSystem, WorkbookFormat};
use crate::record::raw::{Cell, ColumnUse, RawRow};
use std::path::{Path, PathBuf};

pub(super) fn fixture(name: &str) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    root.join("fixtures/workbooks").join(name)
}

pub(super) fn format(header_row: u32) -> WorkbookFormat {
    WorkbookFormat {
        header_row,
        total_line: Some("TOTAL".to_owned()),
        dates: Some(DateSystem::From1900),
    }
}

/// Reads every row of a sheet, every column kept.
pub(super) fn rows(reader: &mut dyn RowReader) -> Result<Vec<RawRow>, Finding> {
    reader.select(vec![ColumnUse::Keep; reader.header().len()]);
    let (mut row, mut rows) = (RawRow::default(), Vec::new());
    while reader.next(&mut row)? {
        rows.push(row.clone());
    }
    Ok(rows)
}

fn small(file: &str) -> Vec<RawRow> {
    let name = format!("{file}#Data");
    let mut reader = open(&fixture(file), &name, &format(3)).unwrap();
    let header = [
        "Group",
        "Account",
        "Opened",
        "Cost ($)",
        "Cost ($) #2",
        "Note",
    ];
    assert_eq!(reader.header(), header, "{file}");
    rows(reader.as_mut()).unwrap()
}

fn text(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

fn number(text: &str) -> Cell {
    Cell::Number(text.parse().unwrap())
}

#[test]
fn rows_have_the_sheets_own_numbers_and_blank_and_total_lines_are_none() {
    for file in ["small.xlsx", "small.xls", "small.ods"] {
        let rows = small(file);
        let places: Vec<_> = rows.iter().map(|row| (row.ordinal, row.number)).collect();
        assert_eq!(places, [(0, 4), (1, 5), (2, 7), (3, 8)], "{file}");
    }
    let places: Vec<_> = small("small.xlsb").iter().map(|row| row.number).collect();
    assert_eq!(places, [4, 5, 7]);
}

#[test]
fn cells_are_what_the_workbook_holds() {
    for file in ["small.xlsx", "small.xls", "small.ods"] {
        let rows = small(file);
        let first = [
            text("G1"),
            number("3816762"),
            number("43106"),
            number("12.5"),
        ];
        assert_eq!(rows[0].cells[..4], first, "{file}");
        assert_eq!(
            rows[0].cells[4..],
            [text("Not Available"), text("plain")],
            "{file}"
        );
        let second = [
            text("0003931524"),
            number("43106"),
            text("($3.10)"),
            text(""),
        ];
        assert_eq!(rows[1].cells[1..5], second, "{file}");
        // The program that made the .ods writes a flag without a format as a number.
        let flag = if file == "small.ods" {
            number("1")
        } else {
            text("TRUE")
        };
        let third = [text("1/6/2018"), Cell::Error("#DIV/0!"), flag, text("Año")];
        assert_eq!(rows[2].cells[2..], third, "{file}");
        assert_eq!(
            rows[3].cells[2..4],
            [number("43106.25"), number("0.1")],
            "{file}"
        );
    }
    let mut rows = small("small.xlsb");
    rows.remove(1);
    assert_eq!(
        rows[0].cells[1..4],
        [number("3816762"), number("43106"), number("12.5")]
    );
    let second = [
        text("G2"),
        number("61048"),
        text("1/6/2018"),
        Cell::Error("#DIV/0!"),
        text("TRUE"),
    ];
    assert_eq!(rows[1].cells[..5], second);
}

#[test]
fn a_merged_cell_counts_for_every_row_it_covers() {
    for file in ["small.xlsx", "small.xls", "small.ods"] {
        let rows = small(file);
        let groups: Vec<_> = rows
            .iter()
            .map(|row| row.cells[0].text().unwrap())
            .collect();
        assert_eq!(groups, ["G1", "G1", "G2", "G3"], "{file}");
    }
    let rows = small("small.xlsb");
    let groups: Vec<_> = rows
        .iter()
        .map(|row| row.cells[0].text().unwrap())
        .collect();
    assert_eq!(groups, ["G1", "G1", "G2"]);
}

#[test]
fn what_stands_right_of_the_header_makes_its_row_a_misfit() {
    for file in ["small.xlsx", "small.xls", "small.ods"] {
        let rows = small(file);
        let found: Vec<_> = rows.iter().map(|row| row.misfit.clone()).collect();
        let expected = "something stands in column G, which has no name";
        assert_eq!(
            found,
            [None, None, None, Some(expected.to_owned())],
            "{file}"
        );
    }
}

#[test]
fn a_cell_far_away_costs_nothing() {
    for file in ["far.xlsx", "far.ods"] {
        let name = format!("{file}#Sheet");
        let mut reader = open(&fixture(file), &name, &format(1)).unwrap();
        let rows = rows(reader.as_mut()).unwrap();
        let places: Vec<_> = rows
            .iter()
            .map(|r| (r.number, r.misfit.is_some()))
            .collect();
        assert_eq!(places, [(2, false), (1_048_576, true)], "{file}");
    }
}

#[test]
fn dropped_cells_stay_in_the_reader() {
    let mut reader = open(&fixture("small.xlsx"), "small.xlsx#Data", &format(3)).unwrap();
    let mut uses = vec![ColumnUse::Ignore; 6];
    uses[1] = ColumnUse::Drop;
    uses[5] = ColumnUse::Drop;
    reader.select(uses);
    let mut row = RawRow::default();
    for filled in [true, false] {
        assert!(reader.next(&mut row).unwrap());
        assert_eq!(row.cells[1], Cell::Dropped(true));
        assert_eq!(row.cells[5], Cell::Dropped(filled));
        assert_eq!(row.cells[0], Cell::Absent);
    }
}

#[test]
fn a_sheet_that_is_not_there_is_told_with_those_that_are() {
    let refused = |name: &str, format: &WorkbookFormat| {
        let finding = open(&fixture("small.xlsx"), name, format).err().unwrap();
        (finding.code, finding.message)
    };
    let (code, message) = refused("small.xlsx#data", &format(3));
    assert_eq!(code, "read::missing_sheet");
    assert!(message.contains("`Data`, `_codes`"), "{message}");
    assert_eq!(refused("small.xlsx", &format(3)).0, "read::missing_sheet");
    assert_eq!(refused("small.xlsx#Data", &format(2)).0, "read::no_header");
    assert_eq!(
        refused("small.xlsx#Data", &format(900)).0,
        "read::no_header"
    );
    let mut other = format(3);
    other.dates = Some(DateSystem::From1904);
    assert_eq!(refused("small.xlsx#Data", &other).0, "read::date_system");
}

#[test]
fn a_workbook_that_changes_on_disk_is_read_anew() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.xlsx");
    std::fs::copy(fixture("far.xlsx"), &path).unwrap();
    let read = |sheet: &str| {
        let name = format!("book.xlsx#{sheet}");
        let mut reader = open(&path, &name, &format(1)).unwrap();
        (rows(reader.as_mut()).unwrap().len(), reader.digest())
    };
    let (before, digest) = read("Sheet");
    assert_eq!((before, read("Sheet").1), (2, digest.clone()));
    std::fs::copy(fixture("small.xlsx"), &path).unwrap();
    assert_ne!(read("_codes").1, digest);
}
