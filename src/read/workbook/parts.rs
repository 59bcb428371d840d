//! Looks at the parts of a zipped workbook before anything reads them: how far they unpack, and
//! that each part of markup is whole. What comes after may then trust that every part ends.
//!
//! Sizes are counted while unpacking, since what the archive says of them may be a lie.

use super::fault::Fault;
use quick_xml::Reader;
use quick_xml::events::Event;
use std::io::{self, BufReader, Cursor, Read, Seek};
use std::sync::Arc;
use zip::ZipArchive;
use zip::result::ZipError;

/// Most bytes that all parts together may unpack to: 1 GiB.
const ALL: u64 = 1 << 30;
/// Most bytes of the shared texts, which are kept in memory: 256 MiB.
const TEXTS: u64 = 256 << 20;
/// Most bytes of a single piece of markup or text.
const PIECE: usize = 8 << 20;
/// Most parts.
const PARTS: usize = 10_000;

/// A whole workbook in memory.
pub(super) type Bytes = Cursor<Arc<[u8]>>;

/// Opens the archive of a workbook.
pub(super) fn archive(bytes: &Arc<[u8]>) -> Result<ZipArchive<Bytes>, Fault> {
    ZipArchive::new(Cursor::new(Arc::clone(bytes)))
        .map_err(|_| Fault::Damaged("its archive is broken"))
}

/// Looks at every part.
pub(super) fn check(bytes: &Arc<[u8]>) -> Result<(), Fault> {
    check_within(bytes, ALL)
}

/// The same, where all parts together may unpack to `most_of_all` bytes.
pub(super) fn check_within(bytes: &Arc<[u8]>, most_of_all: u64) -> Result<(), Fault> {
    let mut archive = archive(bytes)?;
    if archive.len() > PARTS {
        let (found, most) = (archive.len() as u64, PARTS as u64);
        return Err(Fault::TooLarge("parts in the archive", found, most));
    }
    let mut all = 0_u64;
    for at in 0..archive.len() {
        let part = match archive.by_index(at) {
            Ok(part) => part,
            Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => {
                return Err(Fault::Encrypted);
            }
            Err(_) => return Err(Fault::Damaged("a part of its archive is broken")),
        };
        let name = part
            .name()
            .map_err(|_| Fault::Damaged("a part has no readable name"))?;
        let name = name.to_ascii_lowercase();
        let texts = name.ends_with("sharedstrings.xml") || name.ends_with("sharedstrings.bin");
        let most = if texts {
            TEXTS.min(most_of_all - all)
        } else {
            most_of_all - all
        };
        let markup = [".xml", ".rels", ".vml"]
            .iter()
            .any(|end| name.ends_with(end));
        let mut counted = Counted {
            inner: part,
            read: 0,
            most,
        };
        let looked = if markup {
            whole(&mut counted)
        } else {
            let copied = io::copy(&mut counted, &mut io::sink());
            copied
                .map(drop)
                .map_err(|_| Fault::Damaged("a part cannot be unpacked"))
        };
        if counted.read > most {
            return Err(if texts && most == TEXTS {
                Fault::TooLarge("bytes of shared texts", counted.read, TEXTS)
            } else {
                Fault::TooLarge("bytes, unpacked", all + counted.read, most_of_all)
            });
        }
        looked?;
        all += counted.read;
    }
    Ok(())
}

/// Reads markup to its end; every element must be closed.
fn whole(part: &mut impl Read) -> Result<(), Fault> {
    let broken = Fault::Damaged("a part is no whole markup");
    let mut reader = Reader::from_reader(BufReader::new(part));
    let (mut buffer, mut depth) = (Vec::new(), 0_u32);
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(element)) => {
                depth += 1;
                let texts = element.local_name().as_ref() == "sst";
                if texts && !modest_count(&element) {
                    return Err(Fault::Damaged("the count of its shared texts is absurd"));
                }
            }
            Ok(Event::End(_)) => depth = depth.saturating_sub(1),
            Ok(Event::DocType(_)) => {
                return Err(Fault::Damaged("a part has a document type, which none has"));
            }
            Ok(Event::Eof) => return if depth == 0 { Ok(()) } else { Err(broken) },
            Ok(_) => {}
            Err(_) => return Err(broken),
        }
        if buffer.len() > PIECE {
            let found = buffer.len() as u64;
            return Err(Fault::TooLarge("bytes in one piece", found, PIECE as u64));
        }
        if depth > 256 {
            return Err(Fault::Damaged("its markup is nested without end"));
        }
    }
}

/// Returns false where the list of shared texts claims more of them than could ever be: room is
/// made for as many as it says.
fn modest_count(element: &quick_xml::events::BytesStart<'_>) -> bool {
    let counts = element.attributes().flatten();
    let mut counts = counts.filter(|a| a.key.local_name().as_ref() == "uniqueCount");
    counts.all(|a| {
        a.value
            .parse::<u32>()
            .is_ok_and(|count| count <= 20_000_000)
    })
}

/// Counts what passes, and stops one byte behind the bound.
struct Counted<R> {
    inner: R,
    read: u64,
    most: u64,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.read > self.most {
            return Err(io::Error::other("more than may be"));
        }
        let room = usize::try_from(self.most - self.read + 1).unwrap_or(usize::MAX);
        let room = room.min(buffer.len());
        let n = self
            .inner
            .read(buffer.get_mut(..room).unwrap_or_default())?;
        self.read += n as u64;
        Ok(n)
    }
}

/// Returns a part of the archive for reading, without a borrow of it.
pub(super) fn part(bytes: &Arc<[u8]>, name: &str) -> Result<Box<dyn Read + Send>, Fault> {
    let mut archive = archive(bytes)?;
    let missing = Fault::Damaged("a part that it must have is not there");
    let found = archive.by_name(name).map_err(|_| missing.clone())?;
    let start = found.data_start().ok_or_else(|| missing.clone())?;
    let (packed, method) = (found.compressed_size(), found.compression());
    drop(found);
    let mut at = Cursor::new(Arc::clone(bytes));
    at.seek(io::SeekFrom::Start(start)).map_err(|_| missing)?;
    let data = at.take(packed);
    Ok(if method == zip::CompressionMethod::Stored {
        Box::new(data)
    } else {
        Box::new(flate2::read::DeflateDecoder::new(data))
    })
}
