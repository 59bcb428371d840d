//! A workbook cannot be trusted, and what the delivery has beside the mapping.

use super::super::support::root;
use super::small::Small;
use cutover::record::raw::Cell;
use cutover::write::sheets::{self, OwnSheet};

cases!(read:
    not_named, missing_sheet, date_system, encrypted_workbook, workbook_too_large, damaged_workbook,
);

/// Returns the payments in a workbook, a number cell where `number` is one.
pub fn payments(number: Option<(usize, i64)>) -> Vec<u8> {
    let text = Small::new().text("PAYMENT.csv");
    let mut lines = text.lines().map(|line| -> Vec<String> {
        let cells = line.split(',');
        cells.map(str::to_owned).collect()
    });
    let header = lines.next().unwrap();
    let rows = lines.map(|cells| {
        let cell = |(at, text)| match number {
            Some((column, number)) if column == at => Cell::Number(number.into()),
            _ => Cell::Text(text),
        };
        cells.into_iter().enumerate().map(cell).collect()
    });
    let sheet = OwnSheet {
        name: "Payments".to_owned(),
        header_row: 1,
        header,
        rows: rows.collect(),
    };
    let file = tempfile::NamedTempFile::new().unwrap();
    sheets::write(&[sheet], file.path()).unwrap();
    std::fs::read(file.path()).unwrap()
}

/// Returns the small delivery with its payments in a sheet of this workbook.
pub fn with_book(bytes: Vec<u8>, sheet: &str) -> Small {
    Small::new()
        .mapping("PAYMENT.csv", &format!("PAYMENT.xlsx#{sheet}"))
        .under("payment", "format = { kind = \"workbook\" }")
        .without("exports/PAYMENT.csv")
        .export("PAYMENT.xlsx", bytes)
}

/// A warning: a file that the mapping does not name.
fn not_named() -> String {
    Small::new().export("LOCKBOX.TXT", "6100\n").check()
}

fn missing_sheet() -> String {
    with_book(payments(None), "Payment").check()
}

/// A workbook whose days count from 1904, with a mapping that counts from 1900.
fn date_system() -> String {
    let bytes = std::fs::read(root().join("fixtures/workbooks/small.xls")).unwrap();
    // The record DATEMODE (22 00), two bytes long, with 0 for 1900.
    let mode = [0x22, 0, 2, 0, 0, 0];
    let at = bytes.windows(6).position(|window| window == mode).unwrap();
    let mut other = bytes;
    other[at + 4] = 1;
    let small = Small::new()
        .mapping("PAYMENT.csv", "PAYMENT.xls#Bills")
        .under(
            "payment",
            "format = { kind = \"workbook\", date = { pattern = \"M/D/YYYY\", serial = \"1900\" } }",
        )
        .without("exports/PAYMENT.csv");
    small.export("PAYMENT.xls", other).check()
}

/// What a spreadsheet program leaves of a workbook with a password: a compound file that holds an
/// encrypted package.
fn encrypted_workbook() -> String {
    let mut file = cfb::CompoundFile::create(std::io::Cursor::new(Vec::new())).unwrap();
    for stream in ["/EncryptionInfo", "/EncryptedPackage"] {
        file.create_stream(stream).unwrap();
    }
    file.flush().unwrap();
    with_book(file.into_inner().into_inner(), "Payments").check()
}

/// A workbook of a few kilobytes whose sheet unpacks to more than a gibibyte.
fn workbook_too_large() -> String {
    use std::io::Write;
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    archive
        .start_file("xl/worksheets/sheet1.xml", options)
        .unwrap();
    let blanks = vec![b' '; 1 << 20];
    for _ in 0..1025 {
        archive.write_all(&blanks).unwrap();
    }
    with_book(archive.finish().unwrap().into_inner(), "Payments").check()
}

fn damaged_workbook() -> String {
    let mut bytes = payments(None);
    bytes.truncate(bytes.len() / 2);
    with_book(bytes, "Payments").check()
}

/// Returns the payments in a workbook in which a formula of the amounts failed.
pub fn failed_formula() -> Vec<u8> {
    use std::io::{Cursor, Read, Write};
    let mut archive = zip::ZipArchive::new(Cursor::new(payments(None))).unwrap();
    let mut patched = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).unwrap();
        let (name, mut bytes) = (part.name().unwrap().into_owned(), Vec::new());
        part.read_to_end(&mut bytes).unwrap();
        if name.ends_with("sheet1.xml") {
            let text = String::from_utf8(bytes).unwrap();
            let from = text.find("<c r=\"D2\"").unwrap();
            let to = from + text[from..].find("</c>").unwrap();
            let cell = "<c r=\"D2\" t=\"e\"><v>#N/A</v>";
            bytes = [&text[..from], cell, &text[to..]].concat().into_bytes();
        }
        let options = zip::write::SimpleFileOptions::default();
        patched.start_file(name, options).unwrap();
        patched.write_all(&bytes).unwrap();
    }
    patched.finish().unwrap().into_inner()
}
