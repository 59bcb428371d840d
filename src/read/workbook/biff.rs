//! Looks at an old binary workbook (.xls) before the library reads it: the library makes room for
//! the whole rectangle that a sheet declares or reaches, however few cells there are.

use super::fault::Fault;
use std::io::{Cursor, Read};
use std::sync::Arc;

/// Most cells of all sheets' rectangles together, blank ones included: about half a gibibyte.
const CELLS: u64 = 1 << 24;
/// Most bytes of the workbook's stream.
const STREAM: u64 = 512 << 20;

const BROKEN: Fault = Fault::Damaged("its records are not as the format wants them");

/// Records that hold cells; each begins with row and column.
const CELL_RECORDS: [u16; 10] = [
    0x0006, 0x00BD, 0x00D6, 0x00FD, 0x0203, 0x0204, 0x0205, 0x0206, 0x027E, 0x0406,
];

/// Looks at every record.
pub(super) fn check(bytes: &Arc<[u8]>) -> Result<(), Fault> {
    let stream = stream(bytes)?;
    let (mut at, mut all, mut sheet) = (0_usize, 0_u64, Rectangle::default());
    while let Some(head) = stream.get(at..at.saturating_add(4)) {
        let (kind, length) = (word(head, 0), usize::from(word(head, 2)));
        let data = stream.get(at + 4..at + 4 + length).ok_or(BROKEN)?;
        match kind {
            0x002F if word(data, 0) != 0 => return Err(Fault::Encrypted),
            0x0200 => fits("cells that a sheet declares", declared(data)?)?,
            0x0809 | 0x000A => {
                all = all.saturating_add(sheet.cells());
                fits("cells in the sheets' rectangles", all)?;
                sheet = Rectangle::default();
            }
            kind if CELL_RECORDS.contains(&kind) && length >= 4 => {
                // A row of many numbers ends with its last column.
                let last = if kind == 0x00BD {
                    word(data, length - 2)
                } else {
                    word(data, 2)
                };
                sheet.reach(word(data, 0), word(data, 2));
                sheet.reach(word(data, 0), last);
            }
            _ => {}
        }
        at += 4 + length;
    }
    fits(
        "cells in the sheets' rectangles",
        all.saturating_add(sheet.cells()),
    )
}

/// Reads the workbook's stream out of the compound file, whose chains are checked on the way.
fn stream(bytes: &Arc<[u8]>) -> Result<Vec<u8>, Fault> {
    let mut file = cfb::CompoundFile::open(Cursor::new(Arc::clone(bytes)))
        .map_err(|_| Fault::Damaged("its compound file is broken"))?;
    let encrypted = file.exists("/EncryptedPackage") || file.exists("/EncryptionInfo");
    if encrypted {
        return Err(Fault::Encrypted);
    }
    let name = ["/Workbook", "/Book"]
        .into_iter()
        .find(|name| file.is_stream(name));
    let mut data = Vec::new();
    file.open_stream(name.ok_or(Fault::NoWorkbook)?)
        .map_err(|_| BROKEN)?
        .take(STREAM)
        .read_to_end(&mut data)
        .map_err(|_| BROKEN)?;
    Ok(data)
}

fn fits(what: &'static str, cells: u64) -> Result<(), Fault> {
    if cells > CELLS {
        return Err(Fault::TooLarge(what, cells, CELLS));
    }
    Ok(())
}

/// Returns the rectangle of a record that declares one: rows of two or of four bytes.
fn declared(data: &[u8]) -> Result<u64, Fault> {
    let long = |at: usize| u64::from(word(data, at)) | (u64::from(word(data, at + 2)) << 16);
    let short = |at: usize| u64::from(word(data, at));
    let (rows, columns) = match data.len() {
        10 => ((short(0), short(2)), (short(4), short(6))),
        14 => ((long(0), long(4)), (short(8), short(10))),
        _ => return Err(BROKEN),
    };
    let span = |(first, end): (u64, u64)| (end + 1).saturating_sub(first);
    Ok(span(rows).saturating_mul(span(columns)))
}

fn word(data: &[u8], at: usize) -> u16 {
    match data.get(at..at + 2) {
        Some([low, high]) => u16::from_le_bytes([*low, *high]),
        _ => 0,
    }
}

/// The cells between the outermost ones.
#[derive(Default)]
struct Rectangle(Option<((u16, u16), (u16, u16))>);

impl Rectangle {
    fn reach(&mut self, row: u16, column: u16) {
        let (rows, columns) = self.0.unwrap_or(((row, row), (column, column)));
        let wider = |(from, to): (u16, u16), at: u16| (from.min(at), to.max(at));
        self.0 = Some((wider(rows, row), wider(columns, column)));
    }

    fn cells(&self) -> u64 {
        let span = |(from, to): (u16, u16)| u64::from(to - from) + 1;
        self.0
            .map_or(0, |(rows, columns)| span(rows) * span(columns))
    }
}
