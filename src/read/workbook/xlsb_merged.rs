//! The merged cells of a sheet of an .xlsb, which the library does not look for: the records of
//! the sheet are walked by their heads.
//!
//! In: a workbook that has been looked at. Out: the regions that reach over several rows.

use super::fault::Fault;
use super::ods::Region;
use super::parts;
use quick_xml::Reader;
use quick_xml::events::Event;
use std::io::{self, BufReader, Read};
use std::sync::Arc;

/// A sheet's name and part, in the workbook's own part.
const SHEET: u16 = 0x9C;
/// One region, in a sheet's part.
const REGION: u16 = 0xB0;
/// The end of a sheet.
const END: u16 = 0x82;
/// Most bytes of a record that is looked at, and most regions.
const RECORD: u64 = 1 << 16;
const REGIONS: usize = 1_000_000;

const BROKEN: Fault = Fault::Damaged("its merged cells are not as the format wants them");

/// Returns the regions of the sheet called `name`.
pub(super) fn regions(bytes: &Arc<[u8]>, name: &str) -> Result<Vec<Region>, Fault> {
    let mut found = None;
    records(bytes, "xl/workbook.bin", SHEET, |data| {
        let (id, rest) = wide(data.get(8..)?)?;
        let (sheet, _) = wide(rest)?;
        if sheet == name {
            found = Some(id);
        }
        Some(())
    })?;
    let path = part_of(bytes, &found.ok_or(BROKEN)?)?;
    let mut regions = Vec::new();
    records(bytes, &path, REGION, |data| {
        let word = |at: usize| {
            let four = data.get(at..at + 4)?;
            four.try_into().ok().map(u32::from_le_bytes)
        };
        let (first, last, column) = (word(0)?, word(4)?, word(8)?);
        if last > first {
            regions.push(((first, column), last));
        }
        (regions.len() <= REGIONS).then_some(())
    })?;
    Ok(regions)
}

/// Hands the data of every record of one kind to `take`, until it refuses one.
fn records(
    bytes: &Arc<[u8]>,
    path: &str,
    wanted: u16,
    mut take: impl FnMut(&[u8]) -> Option<()>,
) -> Result<(), Fault> {
    let mut part = BufReader::new(parts::part(bytes, path)?);
    let mut data = Vec::new();
    while let Some(first) = byte(&mut part) {
        let mut kind = u16::from(first & 0x7F);
        if first & 0x80 != 0 {
            kind |= u16::from(byte(&mut part).ok_or(BROKEN)? & 0x7F) << 7;
        }
        let mut length = 0_u64;
        for place in 0..4 {
            let next = byte(&mut part).ok_or(BROKEN)?;
            length |= u64::from(next & 0x7F) << (7 * place);
            if next & 0x80 == 0 {
                break;
            }
        }
        if kind == END {
            break;
        }
        let mut record = part.by_ref().take(length);
        if kind == wanted && length <= RECORD {
            data.clear();
            record.read_to_end(&mut data).map_err(|_| BROKEN)?;
            take(&data).ok_or(BROKEN)?;
        } else {
            io::copy(&mut record, &mut io::sink()).map_err(|_| BROKEN)?;
        }
    }
    Ok(())
}

fn byte(part: &mut impl Read) -> Option<u8> {
    let mut one = [0];
    part.read_exact(&mut one).ok()?;
    Some(one[0])
}

/// Reads a text that begins with its length, and returns it with what follows.
fn wide(data: &[u8]) -> Option<(String, &[u8])> {
    let (length, rest) = data.split_first_chunk::<4>()?;
    let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
    let units = rest.get(..length.checked_mul(2)?)?;
    let units: Vec<u16> = units
        .chunks_exact(2)
        .filter_map(|two| two.try_into().ok().map(u16::from_le_bytes))
        .collect();
    Some((String::from_utf16(&units).ok()?, rest.get(length * 2..)?))
}

/// Returns the part behind an id of the workbook's relationships.
fn part_of(bytes: &Arc<[u8]>, id: &str) -> Result<String, Fault> {
    let part = parts::part(bytes, "xl/_rels/workbook.bin.rels")?;
    let mut xml = Reader::from_reader(BufReader::new(part));
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer) {
            Ok(Event::Start(e) | Event::Empty(e)) => {
                let value = |name: &str| {
                    let found = e.try_get_attribute(name).ok().flatten();
                    found.map(|attribute| attribute.value.to_string())
                };
                if value("Id").as_deref() == Some(id) {
                    let target = value("Target").ok_or(BROKEN)?;
                    let path = target.trim_start_matches('/');
                    let inside = path.starts_with("xl/");
                    return Ok(if inside {
                        path.to_owned()
                    } else {
                        format!("xl/{path}")
                    });
                }
            }
            Ok(Event::Eof) | Err(_) => return Err(BROKEN),
            Ok(_) => {}
        }
    }
}
