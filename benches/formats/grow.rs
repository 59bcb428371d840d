//! A sample's file, made as large as wanted: its rows again and again, its frame once.

use cutover::map::FileMapping;
use cutover::read;
use cutover::record::format::Format;
use cutover::record::raw::{ColumnUse, RawRow};
use cutover::write::sheets::{self, OwnSheet};
use std::io::Cursor;
use std::path::{Path, PathBuf};

pub type Failure = Box<dyn std::error::Error>;

/// A grown file.
pub struct Grown {
    pub path: PathBuf,
    pub bytes: u64,
    pub rows: u64,
}

/// Grows a file of a sample to about `bytes`.
pub fn grow(file: &FileMapping, exports: &Path, to: &Path, bytes: u64) -> Result<Grown, Failure> {
    let name = file.file().split('#').next().unwrap_or_default();
    let (from, path) = (exports.join(name), to.join(name));
    let copybook = Path::new(name).with_extension("cpy");
    if exports.join(&copybook).exists() {
        std::fs::copy(exports.join(&copybook), to.join(&copybook))?;
    }
    if let Format::Workbook(format) = file.format() {
        workbook(file, &from, &path, (format.header_row, bytes))?;
    } else {
        let sample = std::fs::read(&from)?;
        std::fs::write(&path, text(file, &sample, bytes)?)?;
    }
    let mut reader = read::open(&path, file.file(), file.format()).map_err(|f| f.message)?;
    let (mut row, mut rows) = (RawRow::default(), 0);
    while reader.next(&mut row).map_err(|f| f.message)? {
        rows += 1;
    }
    let bytes = std::fs::metadata(&path)?.len();
    Ok(Grown { path, bytes, rows })
}

/// Repeats the rows of a text or record file.
fn text(file: &FileMapping, sample: &[u8], bytes: u64) -> Result<Vec<u8>, Failure> {
    let times = usize::try_from(bytes)? / sample.len() + 1;
    let line = |bytes: &[u8]| bytes.iter().position(|b| *b == b'\n').map(|at| at + 1);
    let (head, rows, tail) = match file.format() {
        Format::Delimited(format) => {
            let wide = sample.starts_with(&[0xFF, 0xFE]);
            let head = line(sample).ok_or("no line")? + usize::from(wide);
            let mut end = sample.len();
            if format.records.is_some() {
                let before = sample.len() - 1;
                let last = sample[..before].iter().rposition(|b| *b == b'\n');
                end = last.ok_or("no line")? + 1;
            }
            (&sample[..head], &sample[head..end], &sample[end..])
        }
        Format::Fixed { .. } | Format::Workbook(_) => (&sample[..0], sample, &sample[..0]),
    };
    let mut grown = head.to_vec();
    for _ in 0..times {
        grown.extend_from_slice(rows);
    }
    // The trailer's count and sum are those of all rows.
    let tail = String::from_utf8(tail.to_vec())?;
    let fields = tail.trim_end().split(';').map(|field| {
        let (digits, minus) = match field.strip_suffix('-') {
            Some(digits) => (digits, "-"),
            None => (field, ""),
        };
        let number = digits.parse::<i128>();
        number.map_or(field.to_owned(), |n| {
            format!("{}{minus}", n * times as i128)
        })
    });
    if !tail.is_empty() {
        let fields: Vec<String> = fields.collect();
        grown.extend_from_slice(format!("{}\n", fields.join(";")).as_bytes());
    }
    Ok(grown)
}

/// Repeats the rows of a sheet. A workbook is packed: its size is that of its rows as text.
fn workbook(
    file: &FileMapping,
    from: &Path,
    to: &Path,
    (header_row, bytes): (u32, u64),
) -> Result<(), Failure> {
    let mut reader = read::open(from, file.file(), file.format()).map_err(|f| f.message)?;
    let header = reader.header().to_vec();
    reader.select(vec![ColumnUse::Keep; header.len()]);
    let (mut row, mut rows) = (RawRow::default(), Vec::new());
    while reader.next(&mut row).map_err(|f| f.message)? {
        rows.push(row.cells.clone());
    }
    // A sheet has at most 1,048,576 rows.
    let wanted = usize::try_from(bytes / 100)?.min(500_000);
    let rows = rows.iter().cycle().take(wanted).cloned().collect();
    let name = file.file().split('#').nth(1).unwrap_or_default().to_owned();
    let sheet = OwnSheet {
        name,
        header_row,
        header,
        rows,
    };
    Ok(sheets::write(&[sheet], to)?)
}

/// Counts the cells of a sheet with the library alone.
pub fn cells(bytes: Vec<u8>, name: &str) -> Result<u64, Failure> {
    use calamine::{Reader, Xlsx};
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes))?;
    let sheet = name.split('#').nth(1).unwrap_or_default();
    let mut cells = book.worksheet_cells_reader(sheet)?;
    let mut count = 0;
    while cells.next_cell()?.is_some() {
        count += 1;
    }
    Ok(count)
}
