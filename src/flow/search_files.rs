//! Searches files for dropped values: each byte, and each text that a file holds packed. Large
//! files are read in parts, many at a time; memory stays at a part a thread.
//!
//! Names of files are searched too. What is no file of its own, such as a link, is not followed;
//! its name and where it leads are searched.

use super::failure::Failure;
use crate::read::unpacked::{LetterParts, gunzipped, letter_parts};
use crate::read::workbook_parts;
use crate::verify::context::Manner;
use crate::verify::secrets::{Hit, NAME, Part, SecretSet, UNPACKED};
use rayon::prelude::*;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

/// Bytes of a part.
const PART: usize = 4 << 20;
/// Bytes of the part before that are read again: longer than any value in any spacing, and enough
/// to see what stands around one.
const AGAIN: usize = 1 << 16;
/// What stands for a name that must not be shown.
const HIDDEN: &str = "a file whose name is not shown";

/// What the search of one file found.
pub struct Searched {
    /// The file, relative to OUT; the database by its name.
    pub file: String,
    /// Bytes searched.
    pub bytes: u64,
    /// The first dropped value, if any.
    pub hit: Option<Hit>,
}

impl Searched {
    /// Returns a file in which nothing was found.
    #[must_use]
    pub fn clean(file: &str) -> Self {
        Self {
            file: file.to_owned(),
            bytes: 0,
            hit: None,
        }
    }

    /// Returns what was found in a file. A name that holds a value is not told.
    fn new(set: &SecretSet, name: &str, bytes: u64, hit: Option<Hit>) -> Self {
        match in_name(set, name) {
            None => Self {
                file: name.to_owned(),
                bytes,
                hit,
            },
            hidden => Self {
                file: HIDDEN.to_owned(),
                bytes,
                hit: hidden,
            },
        }
    }
}

/// Searches every file of OUT that `wanted` names, and the database where it is a file that stands
/// elsewhere, with its journals.
///
/// # Errors
/// Where a file cannot be read.
pub fn search_files(
    set: &SecretSet,
    (folder, database): (&Path, Option<&Path>),
    wanted: impl Fn(&str) -> bool + Sync,
) -> Result<Vec<Searched>, Failure> {
    let mut paths = Vec::new();
    list(folder, "", &mut paths)?;
    if let Some(database) = database.filter(|database| !database.starts_with(folder)) {
        for (name, ending) in [("", ""), (" (WAL)", "-wal"), (" (journal)", "-journal")] {
            let mut path = database.as_os_str().to_owned();
            path.push(ending);
            let path = PathBuf::from(path);
            if ending.is_empty() || path.exists() {
                paths.push((format!("portal database{name}"), path));
            }
        }
    }
    paths.sort();
    paths
        .par_iter()
        .filter(|(name, _)| wanted(name))
        .map(|(name, path)| {
            let bytes_of = |path: &Path| path.as_os_str().as_encoded_bytes().to_vec();
            let is_database =
                database.is_some_and(|database| bytes_of(path).starts_with(&bytes_of(database)));
            let manner = if is_database {
                Manner::Database
            } else {
                manner(name)
            };
            let (bytes, hit) = file(set, path, manner)?;
            Ok(Searched::new(set, name, bytes, hit))
        })
        .collect()
}

fn list(folder: &Path, prefix: &str, found: &mut Vec<(String, PathBuf)>) -> Result<(), Failure> {
    let failed = |error| Failure::io("cannot read", folder, &error);
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type().map_err(failed)?.is_dir() {
            list(&entry.path(), &format!("{name}/"), found)?;
        } else {
            found.push((name, entry.path()));
        }
    }
    Ok(())
}

/// Returns how short values are looked for in a file of OUT.
fn manner(name: &str) -> Manner {
    match name {
        // The row; how many rows; days and accounts; days, cents and a
        // flag; first page and last page.
        "rejects.csv" => return Manner::Table(&[1]),
        "legacy-purge-list.csv" => return Manner::Table(&[3]),
        // Which of its kind, and cents of a draft.
        "account-holds.csv" => return Manner::Table(&[2, 8]),
        "billing-calendar.csv" => return Manner::Table(&[8, 9]),
        "period-changes.csv" => return Manner::Table(&[3, 4, 6, 7, 8, 9]),
        "notices/manifest.csv" => return Manner::Table(&[7, 8]),
        _ => {}
    }
    match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("json") if !name.contains('/') => Manner::Json,
        Some("html" | "xml" | "svg") => Manner::Markup,
        Some("pdf") => Manner::Pdf,
        Some("xlsx" | "gz" | "zip") => Manner::Packed,
        _ => Manner::Text,
    }
}

/// Searches a name, folder by folder as it is written.
fn in_name(set: &SecretSet, name: &str) -> Option<Hit> {
    let hit = set.search(&Part::whole(name.as_bytes(), Manner::Text))?;
    Some(Hit {
        read_as: NAME,
        ..hit
    })
}

/// Searches what a file holds packed.
fn unpacked(set: &SecretSet, bytes: &[u8], manner: Manner) -> Option<Hit> {
    let hit = set.search(&Part::whole(bytes, manner))?;
    Some(Hit {
        read_as: UNPACKED,
        ..hit
    })
}

/// Returns how many bytes a file has, and the first value found in it.
fn file(set: &SecretSet, path: &Path, manner: Manner) -> Result<(u64, Option<Hit>), Failure> {
    let failed = |error| Failure::io("cannot read", path, &error);
    let meta = std::fs::symlink_metadata(path).map_err(failed)?;
    if meta.is_symlink() {
        let target = std::fs::read_link(path).map_err(failed)?;
        return Ok((0, in_name(set, &target.to_string_lossy())));
    }
    let ending = path.extension().and_then(|ending| ending.to_str());
    let inside = match ending {
        Some("xlsx") => {
            let bytes = std::fs::read(path).map_err(failed)?;
            let parts = workbook_parts(&bytes).map_err(|why| {
                Failure::Unexpected(format!("cannot read `{}`: {why}", path.display()))
            })?;
            parts
                .par_iter()
                .find_map_first(|part| unpacked(set, part, Manner::Markup))
        }
        Some("pdf") => {
            let pdf = std::fs::read(path).map_err(failed)?;
            let parts = letter_parts(&pdf).unwrap_or_default();
            return Ok((meta.len(), letter(set, &pdf, &parts)));
        }
        Some("gz") => stream(set, gunzipped(File::open(path).map_err(failed)?)).map_err(failed)?,
        _ => None,
    };
    if inside.is_some() {
        return Ok((meta.len(), inside));
    }
    let size = usize::try_from(meta.len()).unwrap_or(usize::MAX);
    let parts = size.div_ceil(PART);
    let found = (0..parts).into_par_iter().map(|at| {
        let start = (at * PART).saturating_sub(AGAIN);
        let end = ((at + 1) * PART).min(size);
        let mut bytes = Vec::with_capacity(end - start);
        let mut file = File::open(path)?;
        file.seek(SeekFrom::Start(start as u64))?;
        file.take((end - start) as u64).read_to_end(&mut bytes)?;
        Ok(set.search(&Part {
            bytes: &bytes,
            manner,
            offset: start,
            seen: at * PART - start,
            last: end == size,
        }))
    });
    let first = found.find_first(|found: &std::io::Result<_>| !matches!(found, Ok(None)));
    Ok((meta.len(), first.unwrap_or(Ok(None)).map_err(failed)?))
}

/// Searches what is read, part after part.
fn stream(set: &SecretSet, mut input: impl Read) -> std::io::Result<Option<Hit>> {
    let (mut bytes, mut offset, mut seen) = (Vec::new(), 0, 0);
    loop {
        let read = input.by_ref().take(PART as u64).read_to_end(&mut bytes)?;
        let hit = set.search(&Part {
            bytes: &bytes,
            manner: Manner::Text,
            offset,
            seen,
            last: read == 0,
        });
        if hit.is_some() || read == 0 {
            return Ok(hit.map(|hit| Hit {
                read_as: UNPACKED,
                ..hit
            }));
        }
        let gone = bytes.len().saturating_sub(AGAIN);
        bytes.drain(..gone);
        offset += gone;
        seen = bytes.len();
    }
}

/// Searches a letter: the text of its pages, its streams, and its bytes.
fn letter(set: &SecretSet, pdf: &[u8], parts: &LetterParts) -> Option<Hit> {
    let streams = || {
        let mut streams = parts.streams.iter();
        streams.find_map(|stream| unpacked(set, stream, Manner::Drawing))
    };
    unpacked(set, parts.text.as_bytes(), Manner::Text)
        .or_else(streams)
        .or_else(|| set.search(&Part::whole(pdf, Manner::Pdf)))
}

/// Searches a letter that was read already.
#[must_use]
pub fn search_letter(set: &SecretSet, name: &str, pdf: &[u8], parts: &LetterParts) -> Searched {
    Searched::new(set, name, pdf.len() as u64, letter(set, pdf, parts))
}
