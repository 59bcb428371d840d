//! The search for dropped values: looks for each in every file of OUT and in the database's bytes,
//! and hands what was found to V5 and to the evidence.

use super::failure::Failure;
use super::row_digest;
use super::search_files::{self, Searched};
use super::secrets::Secrets;
use crate::portal::Store;
use crate::read::unpacked::LetterParts;
use crate::verify::Verification;
use crate::write::removal::SearchedPlace;
use std::collections::BTreeMap;
use std::path::Path;

/// Searches every file of OUT that `wanted` names, and the database where it stands elsewhere.
///
/// # Errors
/// Where a file cannot be read.
pub fn search(
    secrets: &Secrets,
    (folder, database): (&Path, &Store),
    wanted: impl Fn(&str) -> bool + Sync,
) -> Result<Vec<Searched>, Failure> {
    let server = database.file().is_none() && wanted(row_digest::NAME);
    let mut found = search_files::search_files(secrets.set(), (folder, database.file()), wanted)?;
    if server {
        found.push(row_digest::search(secrets.set(), database)?);
    }
    Ok(found)
}

/// Searches a letter: the text on its pages and its streams, since they are packed, and its bytes.
pub fn search_letter(secrets: &Secrets, name: &str, pdf: &[u8], parts: &LetterParts) -> Searched {
    search_files::search_letter(secrets.set(), name, pdf, parts)
}

/// Adds what was searched to V5. Where the delivery has no dropped value there was nothing to
/// search for, and nothing is added.
pub fn add(verification: &mut Verification, secrets: &Secrets, searched: Vec<Searched>) {
    if secrets.set().counts().searched > 0 {
        verification.add_search(searched.into_iter().map(|one| (one.file, one.hit)));
    }
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
