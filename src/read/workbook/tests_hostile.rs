//! Workbooks that are damaged, or made to do damage: each is a finding, or is read; none ends the
//! program, hangs it or eats its memory.

use super::fault::Fault;
use super::tests::{fixture, format, rows};
use super::{open, parts, sheets};
use proptest::prelude::*;
use std::io::{Cursor, Read, Write};
use std::sync::Arc;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// Parts of a zipped workbook, unpacked.
type Parts = Vec<(String, Vec<u8>)>;

fn unpack(file: &str) -> Parts {
    let bytes = std::fs::read(fixture(file)).unwrap();
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let part = |at| {
        let mut part = archive.by_index(at).unwrap();
        let mut data = Vec::new();
        part.read_to_end(&mut data).unwrap();
        (part.name().unwrap().into_owned(), data)
    };
    let count = ZipArchive::new(Cursor::new(std::fs::read(fixture(file)).unwrap()))
        .unwrap()
        .len();
    (0..count).map(part).collect()
}

fn pack(parts: &Parts, method: CompressionMethod) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(method);
    for (name, data) in parts {
        writer.start_file(name.as_str(), options).unwrap();
        writer.write_all(data).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// Reads every sheet to its end; returns the codes of what refused it.
fn codes(bytes: &[u8]) -> Vec<&'static str> {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    file.flush().unwrap();
    let names = match sheets(file.path(), "t") {
        Ok(names) => names,
        Err(finding) => return vec![finding.code],
    };
    let read = |name: String| {
        let name = format!("t#{name}");
        let mut reader = open(file.path(), &name, &format(3)).map_err(|f| f.code)?;
        rows(reader.as_mut()).map(drop).map_err(|f| f.code)
    };
    names
        .into_iter()
        .filter_map(|name| read(name).err())
        .collect()
}

/// The content of an .ods with one sheet of these rows.
fn ods(rows: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\">\
         <office:body><office:spreadsheet><table:table table:name=\"S\">{rows}</table:table>\
         </office:spreadsheet></office:body></office:document-content>"
    );
    let parts = [
        (
            "mimetype",
            "application/vnd.oasis.opendocument.spreadsheet".to_owned(),
        ),
        ("META-INF/manifest.xml", "<manifest/>".to_owned()),
        ("content.xml", content),
    ];
    let parts = parts.map(|(name, text)| (name.to_owned(), text.into_bytes()));
    pack(&parts.into(), CompressionMethod::Deflated)
}

fn cell(attributes: &str, text: &str) -> String {
    format!(
        "<table:table-cell office:value-type=\"string\" {attributes}><text:p>{text}</text:p></table:table-cell>"
    )
}

fn row(attributes: &str, cells: &str) -> String {
    format!("<table:table-row {attributes}>{cells}</table:table-row>")
}

const FAR_REPEATS: &str =
    "table:number-columns-repeated=\"16384\" table:number-rows-repeated=\"1048576\"";

#[test]
fn repetitions_of_nothing_cost_nothing_and_of_something_are_bounded() {
    let name = row("", &(cell("", "Name") + &cell("", "Other")));
    let nothing = format!("<table:table-cell {FAR_REPEATS}/>");
    let blank = row("table:number-rows-repeated=\"1048570\"", &nothing);
    let head = format!("{}{name}", row("", "").repeat(2));
    let last = row(
        "",
        &cell("table:number-columns-repeated=\"2\"", "a &amp; b"),
    );
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(&ods(&format!("{head}{blank}{last}")))
        .unwrap();
    let mut reader = open(file.path(), "t#S", &format(3)).unwrap();
    let rows = rows(reader.as_mut()).unwrap();
    assert_eq!((rows.len(), rows[0].number), (1, 1_048_574));
    assert_eq!(rows[0].cells[1].text(), Some("a & b"));
    let bomb = row(
        "table:number-rows-repeated=\"1048576\"",
        &cell("table:number-columns-repeated=\"16384\"", "x"),
    );
    assert_eq!(
        codes(&ods(&format!("{head}{bomb}"))),
        ["read::workbook_too_large"]
    );
    let blanks = cell("", "<text:s text:c=\"4000000000\"/>x");
    assert!(codes(&ods(&format!("{head}{}", row("", &blanks)))).is_empty());
}

#[test]
fn content_that_breaks_off_is_refused() {
    let whole = ods(&row("", &cell("", "x")));
    let mut archive = ZipArchive::new(Cursor::new(whole)).unwrap();
    let mut content = String::new();
    archive
        .by_name("content.xml")
        .unwrap()
        .read_to_string(&mut content)
        .unwrap();
    for end in [10, 150, content.len() - 30, content.len() - 1] {
        let parts = vec![
            ("META-INF/manifest.xml".to_owned(), b"<manifest/>".to_vec()),
            ("content.xml".to_owned(), content.as_bytes()[..end].to_vec()),
        ];
        let codes = codes(&pack(&parts, CompressionMethod::Stored));
        assert_eq!(codes, ["read::damaged_workbook"], "{end}");
    }
}

#[test]
fn a_workbook_that_unpacks_too_far_is_refused_and_told_its_size() {
    let texts = vec![("xl/sharedStrings.xml".to_owned(), vec![b' '; 257 << 20])];
    let bytes = pack(&texts, CompressionMethod::Deflated);
    assert!(bytes.len() < 1 << 20);
    let fault = parts::check(&bytes.into()).unwrap_err();
    let most = 256 << 20;
    assert_eq!(
        fault,
        Fault::TooLarge("bytes of shared texts", most + 1, most)
    );
    let sheets = vec![
        ("xl/a.bin".to_owned(), vec![0; 3 << 20]),
        ("xl/b.bin".to_owned(), vec![0; 3 << 20]),
    ];
    let bytes: Arc<[u8]> = pack(&sheets, CompressionMethod::Deflated).into();
    assert_eq!(parts::check_within(&bytes, 6 << 20), Ok(()));
    let fault = parts::check_within(&bytes, (6 << 20) - 1).unwrap_err();
    assert_eq!(
        fault,
        Fault::TooLarge("bytes, unpacked", 6 << 20, (6 << 20) - 1)
    );
    let message = fault.finding("book.xlsx#Bills", None).message;
    assert!(message.contains("6,291,456"), "{message}");
}

#[test]
fn a_list_of_texts_that_claims_too_many_is_refused() {
    let mut parts = unpack("small.xlsx");
    let texts = parts
        .iter_mut()
        .find(|(name, _)| name.ends_with("sharedStrings.xml"))
        .unwrap();
    texts.1 = b"<sst uniqueCount=\"99999999999\"></sst>".to_vec();
    assert_eq!(
        codes(&pack(&parts, CompressionMethod::Stored)),
        ["read::damaged_workbook"]
    );
}

#[test]
fn an_error_of_a_newer_kind_is_refused_in_words_that_help() {
    let mut parts = unpack("small.xlsx");
    let sheet = parts
        .iter_mut()
        .find(|(name, _)| name.ends_with("sheet1.xml"))
        .unwrap();
    let text = String::from_utf8(sheet.1.clone()).unwrap();
    assert!(text.contains("#DIV/0!"));
    sheet.1 = text.replace("#DIV/0!", "#SPILL!").into_bytes();
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(&pack(&parts, CompressionMethod::Stored))
        .unwrap();
    let mut reader = open(file.path(), "t#Data", &format(3)).unwrap();
    let finding = rows(reader.as_mut()).unwrap_err();
    assert_eq!(finding.code, "read::damaged_workbook");
    assert!(finding.message.contains("#SPILL!"), "{}", finding.message);
    assert_eq!(finding.origin.unwrap().row, Some(7));
}

#[test]
fn encrypted_workbooks_say_so() {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    file.create_stream("/EncryptedPackage")
        .unwrap()
        .write_all(b"secret")
        .unwrap();
    file.flush().unwrap();
    assert_eq!(
        codes(&file.into_inner().into_inner()),
        ["read::encrypted_workbook"]
    );
    let mut parts = unpack("small.ods");
    let manifest = parts
        .iter_mut()
        .find(|(name, _)| name.ends_with("manifest.xml"))
        .unwrap();
    manifest.1 = b"<manifest><encryption-data/></manifest>".to_vec();
    assert_eq!(
        codes(&pack(&parts, CompressionMethod::Stored)),
        ["read::encrypted_workbook"]
    );
}

#[test]
fn what_is_no_workbook_is_told_so() {
    let old = [
        &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1][..],
        &[0; 600],
    ]
    .concat();
    for bytes in [&b""[..], b"Account,Name\r\n", b"PK\x03\x04", &old] {
        assert_eq!(codes(bytes), ["read::damaged_workbook"]);
    }
}

#[test]
fn a_sheet_of_an_old_workbook_that_declares_too_much_is_refused() {
    let mut bytes = std::fs::read(fixture("small.xls")).unwrap();
    let record = [0x00, 0x02, 14, 0];
    let at = bytes.windows(4).position(|four| four == record).unwrap() + 4;
    bytes[at..at + 12].copy_from_slice(&[0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0x7F, 0, 0, 0xFF, 0xFF]);
    assert_eq!(codes(&bytes), ["read::workbook_too_large"]);
}

fn flip(bytes: &mut [u8], flips: &[(prop::sample::Index, u8)]) {
    for (at, value) in flips {
        if !bytes.is_empty() {
            bytes[at.index(bytes.len())] = *value;
        }
    }
}

fn flips() -> impl Strategy<Value = Vec<(prop::sample::Index, u8)>> {
    prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn no_damage_to_the_bytes_ends_the_program(which in 0..4_usize, flips in flips(), cut: prop::sample::Index) {
        let file = ["small.xlsx", "small.xls", "small.xlsb", "small.ods"][which];
        let mut bytes = std::fs::read(fixture(file)).unwrap();
        flip(&mut bytes, &flips);
        codes(&bytes);
        bytes.truncate(cut.index(bytes.len()));
        codes(&bytes);
    }

    #[test]
    fn no_damage_to_a_part_ends_the_program(which in 0..3_usize, part: prop::sample::Index, flips in flips()) {
        let mut parts = unpack(["small.xlsx", "small.xlsb", "small.ods"][which]);
        let at = part.index(parts.len());
        flip(&mut parts[at].1, &flips);
        codes(&pack(&parts, CompressionMethod::Stored));
    }
}
