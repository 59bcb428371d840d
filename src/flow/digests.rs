//! The digests of the finished files of OUT, for the evidence: each file for itself, the letters as
//! one line, so that the list stays short.

use super::failure::Failure;
use super::row_digest;
use crate::portal::Store;
use crate::write::removal::{OutputDigest, list_digest};
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Bytes read at a time.
const CHUNK: usize = 1 << 20;

/// How the letters are called together.
const LETTERS: &str = "notices/*.pdf";

/// Returns the digests of the files of OUT that `wanted` names, and of the database where it
/// stands elsewhere, in the order of their names. A database on a server has the digest of its rows.
///
/// # Errors
/// Where a file cannot be read.
pub fn of(
    folder: &Path,
    database: Option<&Store>,
    wanted: impl Fn(&str) -> bool,
) -> Result<Vec<OutputDigest>, Failure> {
    let mut paths = Vec::new();
    list(folder, "", &mut paths)?;
    let file = database.and_then(Store::file);
    if let Some(database) = file.filter(|database| !database.starts_with(folder)) {
        paths.push(("portal database".to_owned(), database.to_owned()));
    }
    paths.retain(|(name, _)| wanted(name));
    paths.sort();
    let digested: Vec<OutputDigest> = paths
        .into_par_iter()
        .map(|(name, path)| digest(name, &path))
        .collect::<Result<_, _>>()?;
    let is_letter =
        |one: &OutputDigest| one.file.starts_with("notices/") && one.file.ends_with(".pdf");
    let (letters, mut files): (Vec<_>, Vec<_>) = digested.into_iter().partition(is_letter);
    if !letters.is_empty() {
        files.push(OutputDigest {
            file: LETTERS.to_owned(),
            files: u64::try_from(letters.len()).unwrap_or(u64::MAX),
            bytes: letters.iter().map(|one| one.bytes).sum(),
            sha256: list_digest(letters.iter().map(|one| (&*one.file, &*one.sha256))),
        });
    }
    if let Some(server) = database.filter(|database| database.file().is_none()) {
        files.push(row_digest::digest(server)?);
    }
    files.sort_by(|a, b| a.file.cmp(&b.file));
    Ok(files)
}

fn list(folder: &Path, prefix: &str, found: &mut Vec<(String, PathBuf)>) -> Result<(), Failure> {
    let failed = |error| Failure::io("cannot read", folder, &error);
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let own = path.file_name().unwrap_or_default().to_string_lossy();
        let name = format!("{prefix}{own}");
        if path.is_dir() {
            list(&path, &format!("{name}/"), found)?;
        } else {
            found.push((name, path));
        }
    }
    Ok(())
}

fn digest(name: String, path: &Path) -> Result<OutputDigest, Failure> {
    let failed = |error| Failure::io("cannot read", path, &error);
    let mut file = File::open(path).map_err(failed)?;
    let (mut hash, mut bytes, mut chunk) = (Sha256::new(), 0, Vec::new());
    loop {
        chunk.clear();
        let mut part = file.by_ref().take(CHUNK as u64);
        if part.read_to_end(&mut chunk).map_err(failed)? == 0 {
            break;
        }
        hash.update(&chunk);
        bytes += chunk.len() as u64;
    }
    Ok(OutputDigest {
        file: name,
        files: 1,
        bytes,
        sha256: hash.finalize().iter().map(|b| format!("{b:02x}")).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_one_line_and_files_one_each() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("notices")).unwrap();
        for (name, text) in [
            ("b.csv", "abc"),
            ("last.json", "x"),
            ("notices/2.pdf", "abc"),
            ("notices/1.pdf", ""),
            ("notices/manifest.csv", ""),
        ] {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        let database = tempfile::NamedTempFile::new().unwrap();
        let store = Store::File(database.path().to_owned());
        let digests = of(folder.path(), Some(&store), |name| name != "last.json").unwrap();
        let seen: Vec<_> = digests
            .iter()
            .map(|one| (&*one.file, one.files, one.bytes))
            .collect();
        assert_eq!(
            seen,
            [
                ("b.csv", 1, 3),
                ("notices/*.pdf", 2, 3),
                ("notices/manifest.csv", 1, 0),
                ("portal database", 1, 0),
            ]
        );
        // The digests of `abc` and of nothing, as FIPS 180-4 has them.
        let (abc, nothing) = (
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        );
        assert_eq!(digests[0].sha256, abc);
        let letters = [("notices/1.pdf", nothing), ("notices/2.pdf", abc)];
        assert_eq!(digests[1].sha256, list_digest(letters.into_iter()));
    }
}
