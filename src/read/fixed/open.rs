//! Opens a fixed-width file together with its copybook.
//!
//! In: the data file and the name of its copybook beside it. Out: a reader, or a finding with
//! line and column of the copybook where that cannot be read.

use super::Fixed;
use super::coding::Coding;
use super::copybook::{Fault, items};
use super::layout::{Layout, layout};
use super::scan::Place;
use crate::diag::finding::Finding;
use crate::diag::mask::quoted;
use crate::read::cannot_open;
use crate::read::delimited::Source;
use crate::read::digest::sha256;
use crate::record::format::RecordCoding;
use crate::record::origin::Origin;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// Largest copybook, in bytes.
const LARGEST: u64 = 256 << 10;

impl Fixed {
    /// Opens `file`, which stands at `path`. In `copybook` a star stands for the file's name
    /// without its ending.
    pub(in crate::read) fn open(
        file: File,
        path: &Path,
        name: &str,
        copybook: &str,
        coding: RecordCoding,
    ) -> Result<Self, Finding> {
        let packed = path
            .extension()
            .is_some_and(|e| e.eq_ignore_ascii_case("gz"));
        let plain = if packed {
            path.with_extension("")
        } else {
            path.to_owned()
        };
        let stem = plain.file_stem().unwrap_or_default().to_string_lossy();
        let copybook = copybook.replace('*', &stem);
        let beside = path.with_file_name(&copybook);
        let text = text_of(&beside, &copybook)?;
        let (coding, layout) = described(&text, &copybook, coding)?;
        let mut this = Self::new(name, Source::open(file, name), coding, layout);
        this.layout_sha256 = Some(sha256(&text));
        this.copybook = beside;
        Ok(this)
    }
}

/// Returns the coding and the layout that a copybook gives.
pub(super) fn described(
    text: &str,
    copybook: &str,
    coding: RecordCoding,
) -> Result<(Coding, Layout), Finding> {
    let coding = match Coding::declared(coding) {
        Some(coding) => coding,
        None => stated(text, copybook)?,
    };
    let read = items(text).and_then(|items| layout(&items));
    let layout = read.map_err(|Fault { at, message }| {
        refuse("read::bad_copybook", copybook, at, &message)
            .help("the delivery is refused: where its columns begin is not known; ask for a copybook of plain fixed records")
    })?;
    if let Some(column) = layout.binary().filter(|_| coding.lines) {
        let message = format!(
            "`{}` is packed or binary, and its bytes could be a line end; expected a file without line ends",
            column.name
        );
        let at = Place { line: 1, column: 1 };
        return Err(refuse("read::bad_copybook", copybook, at, &message)
            .help("check how the file is coded: the first line of its copybook, or `coding` in the mapping"));
    }
    Ok((coding, layout))
}

fn stated(text: &str, copybook: &str) -> Result<Coding, Finding> {
    let first = text.lines().next().unwrap_or_default();
    Coding::stated(first).ok_or_else(|| {
        let blanks = first.chars().take_while(|c| c.is_whitespace()).count();
        let shown: String = first.trim().chars().take(80).collect();
        let message = format!(
            "how the file is coded is not understood from {}; expected its name, its character set, a comma, and what stands after each record",
            quoted(&shown)
        );
        let at = Place { line: 1, column: blanks + 1 };
        refuse("read::bad_coding", copybook, at, &message)
            .help("it says, say, `* BILLS.DAT  ASCII (ISO 8859-1), LF AFTER EACH RECORD` or `* BILLS.DAT  EBCDIC CP037, NO RECORD SEPARATOR`; or state `coding` in the mapping")
    })
}

fn refuse(code: &'static str, copybook: &str, at: Place, message: &str) -> Finding {
    let message = format!("column {}: {message}", at.column);
    Finding::error(code, message).at(Origin {
        row: Some(at.line),
        ..Origin::file(copybook)
    })
}

fn text_of(path: &Path, name: &str) -> Result<String, Finding> {
    let file = File::open(path).map_err(|error| cannot_open(name, &error))?;
    let mut bytes = Vec::new();
    file.take(LARGEST + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| super::broken(name, &error))?;
    copybook_text(&bytes).map_err(|(at, message)| refuse("read::bad_copybook", name, at, message))
}

/// Returns the text of a copybook. Letters beyond ASCII stand in comments only, so how they are
/// stored does not matter.
pub(super) fn copybook_text(bytes: &[u8]) -> Result<String, (Place, &'static str)> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let bytes = bytes.strip_suffix(b"\x1a").unwrap_or(bytes);
    let mut at = Place { line: 1, column: 1 };
    if bytes.len() as u64 > LARGEST {
        return Err((at, "the copybook is larger than 256 KiB"));
    }
    for byte in bytes {
        match byte {
            b'\n' => {
                at = Place {
                    line: at.line + 1,
                    column: 0,
                }
            }
            b'\t' | b'\r' => {}
            _ if byte.is_ascii_control() => {
                return Err((at, "is no text: a control character stands here"));
            }
            _ => {}
        }
        at.column += 1;
    }
    Ok(bytes.iter().map(|b| char::from(*b)).collect())
}
