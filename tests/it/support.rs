//! Where things are, for every test of this binary.

use std::fs;
use std::path::{Path, PathBuf};

/// Returns the project's folder.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Returns the text of one of the project's files, which must be there.
pub fn text(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

/// Returns every text file below the given files and folders of the project, as (path from the
/// project's folder with `/`, text), sorted by path. Files that are not UTF-8 are left out.
pub fn texts(places: &[&str]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for place in places {
        collect(&root().join(place), &mut found);
    }
    found.sort();
    found
}

fn collect(place: &Path, found: &mut Vec<(String, String)>) {
    if place.is_dir() {
        for entry in fs::read_dir(place).unwrap() {
            collect(&entry.unwrap().path(), found);
        }
    } else if let Some(text) = fs::read(place)
        .ok()
        .and_then(|bytes| String::from_utf8(bytes).ok())
    {
        let path = place.strip_prefix(root()).unwrap();
        let path: Vec<_> = path
            .components()
            .map(|part| part.as_os_str().to_string_lossy())
            .collect();
        found.push((path.join("/"), text));
    }
}
