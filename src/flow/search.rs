//! The search for dropped values: looks for each in every file of OUT and in the database's bytes,
//! whole or in any spacing.

use super::failure::Failure;
use super::secrets::Secrets;
use crate::read::{letter_text, workbook_parts};
use crate::verify::Verification;
use crate::verify::secrets::Hit;
use crate::write::removal::SearchedPlace;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Bytes read at a time.
const CHUNK: usize = 8 << 20;

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
}

/// Searches every file of OUT that `wanted` names, and the database where it stands elsewhere.
///
/// # Errors
/// Where a file cannot be read.
pub fn search(
    secrets: &Secrets,
    (folder, database): (&Path, &Path),
    wanted: impl Fn(&str) -> bool + Sync,
) -> Result<Vec<Searched>, Failure> {
    let mut paths = Vec::new();
    list(folder, "", &mut paths)?;
    if !database.starts_with(folder) {
        paths.push(("portal database".to_owned(), database.to_owned()));
    }
    paths.sort();
    paths
        .par_iter()
        .filter(|(name, _)| wanted(name))
        .map(|(name, path)| search_file(secrets, name, path))
        .collect()
}

fn list(folder: &Path, prefix: &str, found: &mut Vec<(String, PathBuf)>) -> Result<(), Failure> {
    let failed = |error| Failure::io("cannot read", folder, &error);
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let name = format!(
            "{prefix}{}",
            path.file_name().unwrap_or_default().to_string_lossy()
        );
        if path.is_dir() {
            list(&path, &format!("{name}/"), found)?;
        } else {
            found.push((name, path));
        }
    }
    Ok(())
}

fn search_file(secrets: &Secrets, name: &str, path: &Path) -> Result<Searched, Failure> {
    let failed = |error| Failure::io("cannot read", path, &error);
    let mut file = File::open(path).map_err(failed)?;
    let (mut bytes, mut kept, mut hit) = (0, Vec::new(), None);
    if name.ends_with(".xlsx") {
        // Its parts are packed, so each is searched as it is unpacked.
        file.read_to_end(&mut kept).map_err(failed)?;
        let bytes = kept.len() as u64;
        let parts = workbook_parts(&kept).map_err(|why| {
            Failure::Unexpected(format!("cannot read `{}`: {why}", path.display()))
        })?;
        let hit = parts.iter().find_map(|part| secrets.set().scan(part));
        let file = name.to_owned();
        return Ok(Searched { file, bytes, hit });
    }
    if name.ends_with(".pdf") {
        file.read_to_end(&mut kept).map_err(failed)?;
        return Ok(search_letter(
            secrets,
            name,
            &kept,
            &letter_text(&kept).unwrap_or_default(),
        ));
    }
    loop {
        let before = kept.len();
        file.by_ref()
            .take(CHUNK as u64)
            .read_to_end(&mut kept)
            .map_err(failed)?;
        let read = kept.len() - before;
        bytes += read as u64;
        // No value runs over a letter: cut there, so that none is cut in two.
        let cut = if read == 0 {
            kept.len()
        } else {
            last_letter(&kept)
        };
        hit = hit.or_else(|| secrets.set().scan(kept.get(..cut).unwrap_or_default()));
        kept.drain(..cut);
        if read == 0 || hit.is_some() {
            return Ok(Searched {
                file: name.to_owned(),
                bytes,
                hit,
            });
        }
    }
}

/// Searches a letter: the text on its pages, since its streams are packed, and its bytes.
pub fn search_letter(secrets: &Secrets, name: &str, pdf: &[u8], text: &str) -> Searched {
    let hit = secrets
        .set()
        .scan(text.as_bytes())
        .or_else(|| secrets.set().scan(pdf));
    Searched {
        file: name.to_owned(),
        bytes: pdf.len() as u64,
        hit,
    }
}

/// Adds what was searched to V5. Where the delivery has no dropped value there was nothing to
/// search for, and nothing is added.
pub fn add(verification: &mut Verification, secrets: &Secrets, searched: Vec<Searched>) {
    if secrets.set().counts().searched > 0 {
        verification.add_search(searched.into_iter().map(|one| (one.file, one.hit)));
    }
}

fn last_letter(bytes: &[u8]) -> usize {
    let letter = bytes.iter().rposition(u8::is_ascii_alphabetic);
    letter
        .filter(|at| *at + CHUNK > bytes.len())
        .unwrap_or(bytes.len())
}

/// Returns what was searched as lines of the evidence: letters together, other files one by one.
#[must_use]
pub fn places(searched: &[Searched]) -> Vec<SearchedPlace> {
    let mut places: BTreeMap<&str, SearchedPlace> = BTreeMap::new();
    for one in searched {
        let name = if one.file.ends_with(".pdf") {
            "notices/*.pdf"
        } else {
            one.file.as_str()
        };
        let place = places.entry(name).or_insert_with(|| SearchedPlace {
            place: name.to_owned(),
            searched: 0,
            unit: "bytes".to_owned(),
            found: 0,
        });
        place.searched += one.bytes;
        place.found += u64::from(one.hit.is_some());
    }
    places.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verify::secrets::SecretSet;

    #[test]
    fn a_value_over_the_edge_of_a_chunk_is_found() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.txt");
        let mut set = SecretSet::new([7; 32]);
        set.add("card_number", "4111111111111111");
        set.freeze();
        let secrets = Secrets::of(set);
        let mut text = "word ".repeat(CHUNK / 5 - 1).into_bytes();
        text.truncate(CHUNK - 6);
        text.extend_from_slice(b" 4111 1111 1111 1111 end");
        std::fs::write(&path, &text).unwrap();
        assert!(search_file(&secrets, "x.txt", &path).unwrap().hit.is_some());
        std::fs::write(&path, b"nothing here").unwrap();
        assert!(search_file(&secrets, "x.txt", &path).unwrap().hit.is_none());
    }
}
