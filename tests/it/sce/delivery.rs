//! SCE's delivery as the tests themselves read and change it: records by column of the copybook,
//! and the same records in the other of its two codings.

use super::super::sandbox::latin1;
use super::super::support::{Ran, Row, copy, program, ran, root};
use std::fs;
use std::path::{Path, PathBuf};

/// A folder with SCE's mapping, key and exports.
pub struct Delivery {
    folder: tempfile::TempDir,
}

impl Delivery {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        copy(&root().join("mappings"), &folder.path().join("mappings"));
        copy(&fixtures(), &folder.path().join("fixtures/sce"));
        Self { folder }
    }

    pub fn path(&self, file: &str) -> PathBuf {
        self.folder.path().join("fixtures/sce").join(file)
    }

    pub fn out(&self) -> PathBuf {
        self.folder.path().join("out/sce")
    }

    pub fn cutover(&self, verb: &str) -> Ran {
        let mapping = self.folder.path().join("mappings/sce.toml");
        ran(program().arg(verb).arg(mapping))
    }

    /// Changes the bytes of an export.
    pub fn edit(&self, file: &str, change: impl FnOnce(Vec<u8>) -> Vec<u8>) {
        let path = self.path(file);
        let changed = change(fs::read(&path).unwrap());
        fs::write(path, changed).unwrap();
    }

    /// Writes a file and its copybook in the other coding. Amounts are packed in EBCDIC, zoned in
    /// ASCII.
    pub fn recode(&self, stem: &str) {
        let book = fs::read_to_string(self.path(&format!("{stem}.cpy"))).unwrap();
        let columns = columns(&book);
        let to_ebcdic = book.contains("LF AFTER EACH RECORD");
        self.edit(&format!("{stem}.DAT"), |bytes| {
            records(&bytes, &book)
                .into_iter()
                .flat_map(|record| {
                    let cells = cut(&record, &columns);
                    let mut out: Vec<u8> = cells
                        .flat_map(|(column, bytes)| match (column.amount, to_ebcdic) {
                            (false, true) => bytes.iter().map(|b| ebcdic(*b)).collect(),
                            (false, false) => bytes.iter().map(|b| ascii(*b)).collect(),
                            (true, true) => packed(bytes),
                            (true, false) => zoned(bytes),
                        })
                        .collect();
                    out.extend((!to_ebcdic).then_some(b'\n'));
                    out
                })
                .collect()
        });
        let (ascii, ebcdic) = (
            "ASCII (ISO 8859-1), LF AFTER EACH RECORD",
            "EBCDIC CP037, NO RECORD SEPARATOR",
        );
        let book = match to_ebcdic {
            true => book
                .replace(ascii, ebcdic)
                .replace("S9(9)V99.", "S9(9)V99 COMP-3."),
            false => book.replace(ebcdic, ascii).replace(" COMP-3.", "."),
        };
        fs::write(self.path(&format!("{stem}.cpy")), book).unwrap();
    }
}

fn fixtures() -> PathBuf {
    root().join("fixtures/sce")
}

/// Returns the stems of all files with a copybook.
pub fn stems() -> Vec<String> {
    let names = fs::read_dir(fixtures()).unwrap();
    let mut stems: Vec<String> = names
        .filter_map(|entry| {
            let name = entry.unwrap().file_name().into_string().unwrap();
            name.strip_suffix(".cpy").map(str::to_owned)
        })
        .collect();
    stems.sort();
    stems
}

/// A column as the copybook has it.
pub struct Column {
    name: String,
    width: usize,
    amount: bool,
}

/// Returns the columns of a copybook of this delivery: one a line, `X(10)`, `9(07)` or
/// `S9(9)V99`.
fn columns(book: &str) -> Vec<Column> {
    let column = |line: &str| {
        let (name, picture) = line.trim().strip_prefix("05")?.split_once(" PIC ")?;
        let picture = picture.trim().trim_end_matches('.');
        let amount = picture.starts_with('S');
        let width = match picture {
            "S9(9)V99" => 11,
            "S9(9)V99 COMP-3" => 6,
            _ => picture[2..picture.len() - 1].parse().unwrap(),
        };
        let name = name.trim().to_owned();
        Some(Column {
            name,
            width,
            amount,
        })
    };
    book.lines().filter_map(column).collect()
}

fn records(bytes: &[u8], book: &str) -> Vec<Vec<u8>> {
    let width: usize = columns(book).iter().map(|column| column.width).sum();
    match book.contains("LF AFTER EACH RECORD") {
        true => {
            let lines = bytes.split(|b| *b == b'\n').filter(|line| !line.is_empty());
            lines.map(<[u8]>::to_vec).collect()
        }
        false => bytes.chunks(width).map(<[u8]>::to_vec).collect(),
    }
}

fn cut<'a>(
    record: &'a [u8],
    columns: &'a [Column],
) -> impl Iterator<Item = (&'a Column, &'a [u8])> {
    let mut at = 0;
    columns.iter().map(move |column| {
        at += column.width;
        (column, &record[at - column.width..at])
    })
}

/// Returns the records of an ASCII file of the sample, by column, blanks at the ends left out.
pub fn rows(stem: &str) -> Vec<Row> {
    rows_in(&fixtures(), stem)
}

fn rows_in(folder: &Path, stem: &str) -> Vec<Row> {
    let book = fs::read_to_string(folder.join(format!("{stem}.cpy"))).unwrap();
    let bytes = fs::read(folder.join(format!("{stem}.DAT"))).unwrap();
    let columns = columns(&book);
    let row = |record: Vec<u8>| {
        let cells = cut(&record, &columns);
        let text = |bytes: &[u8]| latin1(bytes).trim().to_owned();
        cells.map(|(c, b)| (c.name.clone(), text(b))).collect()
    };
    records(&bytes, &book).into_iter().map(row).collect()
}

/// The letters of the sample, in EBCDIC code page 037.
const EBCDIC: [(&str, u8); 14] = [
    ("abcdefghi", 0x81),
    ("jklmnopqr", 0x91),
    ("stuvwxyz", 0xa2),
    ("ABCDEFGHI", 0xc1),
    ("JKLMNOPQR", 0xd1),
    ("STUVWXYZ", 0xe2),
    ("0123456789", 0xf0),
    (".", 0x4b),
    ("&", 0x50),
    ("$", 0x5b),
    (";", 0x5e),
    ("-/", 0x60),
    (":#@'", 0x7a),
    ("=\"", 0x7e),
];
/// Those that stand alone.
const ALONE: [(u8, u8); 18] = [
    (b' ', 0x40),
    (b'(', 0x4d),
    (b')', 0x5d),
    (b',', 0x6b),
    (b'?', 0x6f),
    (0xe1, 0x45),
    (0xe9, 0x51),
    (0xed, 0x55),
    (0xf3, 0xce),
    (0xfa, 0xde),
    (0xfc, 0xdc),
    (0xf1, 0x49),
    (0xc1, 0x65),
    (0xcd, 0x75),
    (0xeb, 0x53),
    (0xf8, 0x70),
    (b'{', 0xc0),
    (b'}', 0xd0),
];

fn pairs() -> impl Iterator<Item = (u8, u8)> {
    let runs = EBCDIC
        .iter()
        .flat_map(|(run, first)| run.bytes().zip(*first..));
    runs.chain(ALONE)
}

fn ebcdic(byte: u8) -> u8 {
    let found = pairs().find(|(latin, _)| *latin == byte);
    found.unwrap_or_else(|| panic!("no code for {byte:#x}")).1
}

fn ascii(byte: u8) -> u8 {
    let found = pairs().find(|(_, ebcdic)| *ebcdic == byte);
    found.unwrap_or_else(|| panic!("no letter for {byte:#x}")).0
}

const PLUS: &[u8] = b"{ABCDEFGHI";
const MINUS: &[u8] = b"}JKLMNOPQR";

/// Returns a zoned amount as packed bytes. What is no digit becomes a nibble that is none.
fn packed(zoned: &[u8]) -> Vec<u8> {
    if zoned.iter().all(|b| *b == b' ') {
        return vec![0x40; 6];
    }
    let mut nibbles: Vec<u8> = Vec::new();
    let mut sign = 0xf_u8;
    for byte in zoned {
        let in_set = |set: &[u8]| (0..).zip(set).find(|(_, b)| *b == byte).map(|(at, _)| at);
        nibbles.push(match (in_set(PLUS), in_set(MINUS)) {
            (Some(digit), _) => {
                sign = 0xc;
                digit
            }
            (_, Some(digit)) => {
                sign = 0xd;
                digit
            }
            _ if byte.is_ascii_digit() => byte - b'0',
            _ => 0xa,
        });
    }
    nibbles.push(sign);
    nibbles
        .chunks(2)
        .map(|pair| pair[0] << 4 | pair[1])
        .collect()
}

fn zoned(packed: &[u8]) -> Vec<u8> {
    if packed.iter().all(|b| *b == 0x40) {
        return vec![b' '; 11];
    }
    let mut nibbles: Vec<u8> = packed.iter().flat_map(|b| [b >> 4, b & 15]).collect();
    let sign = nibbles.pop().unwrap();
    let last = usize::from(nibbles.pop().unwrap());
    let mut out: Vec<u8> = nibbles.iter().map(|n| n + b'0').collect();
    out.push(if sign == 0xd { MINUS[last] } else { PLUS[last] });
    out
}
