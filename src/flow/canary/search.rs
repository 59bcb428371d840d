//! Everything that a run left or printed is searched for the planted values, by two searches: one of
//! the canaries' own, and the one by which the program proves its results.

use super::judge::Found;
use super::plant::Sown;
use super::seek::Seeker;
use crate::flow::failure::Failure;
use crate::portal::{Portal, Store};
use crate::read::keys::fresh_key;
use crate::read::{letter_text, workbook_parts};
use crate::record::portal::TABLES;
use crate::record::value::Value;
use crate::verify::secrets::SecretSet;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

/// Bytes read at a time.
const CHUNK: usize = 8 << 20;

/// Both searches, and what they found so far.
pub(super) struct Search {
    both: Both,
    /// What was found.
    pub(super) hits: Hits,
    /// Places searched.
    pub(super) places: u64,
}

/// What was found.
#[derive(Default)]
pub(super) struct Hits {
    /// Places by value.
    pub(super) found: Found,
    /// Places in which only the program's own search found something.
    pub(super) others: BTreeSet<String>,
}

/// The two searches.
struct Both {
    seeker: Seeker,
    set: SecretSet,
}

impl Search {
    /// Readies the search for these values.
    pub(super) fn new(sown: &[Sown]) -> Self {
        let mut set = SecretSet::new(fresh_key());
        for one in sown {
            if let Some(digits) = &one.value.digits {
                set.add(one.value.kind.code(), digits);
            }
        }
        set.freeze();
        let seeker = Seeker::new(sown.iter().map(|one| &one.value));
        Self {
            both: Both { seeker, set },
            hits: Hits::default(),
            places: 0,
        }
    }

    /// Searches a printed text.
    pub(super) fn text(&mut self, place: &str, text: &str) {
        self.places += 1;
        self.both.look(place, text.as_bytes(), true, &mut self.hits);
    }

    /// Searches every file below a folder.
    ///
    /// # Errors
    /// Where a file cannot be read.
    pub(super) fn folder(&mut self, folder: &Path) -> Result<(), Failure> {
        let mut files = Vec::new();
        list(folder, "", &mut files)?;
        files.sort();
        let both = &self.both;
        let search = |(name, path): &(String, PathBuf)| {
            let mut hits = Hits::default();
            let place = format!("the name of {name}");
            both.look(&place, name.as_bytes(), true, &mut hits);
            both.file(name, path, &mut hits).map(|()| hits)
        };
        let found: Vec<Hits> = files.par_iter().map(search).collect::<Result<_, _>>()?;
        for hits in found {
            self.places += 1;
            self.hits.others.extend(hits.others);
            for (value, places) in hits.found {
                self.hits.found.entry(value).or_default().extend(places);
            }
        }
        Ok(())
    }
}

impl Both {
    fn file(&self, name: &str, path: &Path, hits: &mut Hits) -> Result<(), Failure> {
        let failed = |error| Failure::io("cannot read", path, &error);
        if name.ends_with(".pdf") {
            let bytes = fs::read(path).map_err(failed)?;
            self.look(name, &bytes, true, hits);
            let text = letter_text(&bytes).unwrap_or_default();
            self.look(name, text.as_bytes(), true, hits);
            return Ok(());
        }
        if name.ends_with(".xlsx") {
            let bytes = fs::read(path).map_err(failed)?;
            let parts = workbook_parts(&bytes).map_err(|why| {
                Failure::Unexpected(format!("cannot read `{}`: {why}", path.display()))
            })?;
            for part in &parts {
                self.look(name, part, true, hits);
            }
            return Ok(());
        }
        let database = name.ends_with(".db");
        let mut file = File::open(path).map_err(failed)?;
        let mut kept = Vec::new();
        loop {
            let before = kept.len();
            let part = file.by_ref().take(CHUNK as u64);
            { part }.read_to_end(&mut kept).map_err(failed)?;
            let ended = kept.len() == before;
            // No value runs over a letter: cut there, so that none is cut in two.
            let letter = kept.iter().rposition(u8::is_ascii_alphabetic);
            let cut = letter
                .filter(|at| !ended && at + CHUNK > kept.len())
                .unwrap_or(kept.len());
            self.look(name, kept.get(..cut).unwrap_or_default(), !database, hits);
            kept.drain(..cut);
            if ended {
                break;
            }
        }
        if database {
            self.rows(name, path, hits)
        } else {
            Ok(())
        }
    }

    /// Searches the texts of the portal: in the file a long one does not lie in one piece.
    fn rows(&self, name: &str, path: &Path, hits: &mut Hits) -> Result<(), Failure> {
        let mut portal = Portal::open(&Store::File(path.to_owned()))?;
        for (table, columns) in TABLES {
            let place = format!("{name}, table {table}");
            portal.each_row(table, columns, |values| {
                for value in values {
                    if let Value::Text(text) = value {
                        self.look(&place, text.as_bytes(), false, hits);
                    }
                }
            })?;
        }
        portal.close()?;
        Ok(())
    }

    fn look(&self, place: &str, bytes: &[u8], any_coding: bool, hits: &mut Hits) {
        let found = if any_coding {
            self.seeker.bytes(bytes)
        } else {
            let mut found = BTreeSet::new();
            self.seeker
                .text(&String::from_utf8_lossy(bytes), &mut found);
            found
        };
        if found.is_empty() && self.set.scan(bytes).is_some() {
            hits.others.insert(place.to_owned());
        }
        for value in found {
            hits.found
                .entry(value)
                .or_default()
                .insert(place.to_owned());
        }
    }
}

fn list(folder: &Path, prefix: &str, found: &mut Vec<(String, PathBuf)>) -> Result<(), Failure> {
    let failed = |error| Failure::io("cannot read", folder, &error);
    for entry in fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let name = format!("{prefix}{name}");
        if path.is_dir() {
            list(&path, &format!("{name}/"), found)?;
        } else {
            found.push((name, path));
        }
    }
    Ok(())
}
