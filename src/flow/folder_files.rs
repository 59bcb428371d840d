//! Files and folders of OUT: which of them are ours, and what is done to them.

use super::failure::Failure;
use crate::diag::finding::Finding;
use sha2::{Digest, Sha256};
use std::fs;
use std::io;
use std::path::Path;

/// Everything a run may leave in OUT. A folder that holds anything else is not ours.
const OURS: [&str; 13] = [
    "portal.db",
    "crosswalk.csv",
    "billing-calendar.csv",
    "period-changes.csv",
    "account-holds.csv",
    "rejects.csv",
    "rejects",
    "notices",
    "report.json",
    "report.html",
    "payment-data-removal.json",
    "payment-data-removal.pdf",
    "legacy-purge-list.csv",
];

/// The files that say which result a folder holds: the evidence has the digests of the others.
const WHICH: [&str; 2] = ["payment-data-removal.json", "report.json"];

/// Returns what tells one result from another, in hexadecimal: the same for the same inputs.
pub(super) fn which(folder: &Path) -> String {
    let mut hash = Sha256::new();
    for name in WHICH {
        // A folder of an older version may lack one; it is then told by the other.
        let bytes = fs::read(folder.join(name)).unwrap_or_default();
        hash.update((bytes.len() as u64).to_be_bytes());
        hash.update(&bytes);
    }
    hash.finalize().iter().map(|b| format!("{b:02x}")).collect()
}

/// Brings everything that was written below a folder to the disk, so that it is there when the power
/// goes after the folder was put in its place.
///
/// # Errors
/// Where the disk cannot take it.
pub(super) fn to_disk(folder: &Path) -> Result<(), Failure> {
    let failed = |error: io::Error| Failure::io("cannot write", folder, &error);
    let opened = fs::File::open(folder).map_err(failed)?;
    #[cfg(target_os = "linux")]
    rustix::fs::syncfs(&opened).map_err(|error| failed(error.into()))?;
    #[cfg(not(target_os = "linux"))]
    each_file(folder, &|path| fs::File::open(path)?.sync_all()).map_err(failed)?;
    opened.sync_all().map_err(failed)
}

#[cfg(not(target_os = "linux"))]
fn each_file(folder: &Path, work: &impl Fn(&Path) -> io::Result<()>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            each_file(&path, work)?;
        } else {
            work(&path)?;
        }
    }
    Ok(())
}

/// Refuses a path that holds anything but what a run leaves.
pub(super) fn refuse_foreign(path: &Path) -> Result<(), Failure> {
    let foreign = |what: String| {
        Failure::Usage(
            Finding::error("out::not_ours", what)
                .help("a run replaces this folder whole: name an empty or new one with `--out DIR`; nothing was changed"),
        )
    };
    if path.exists() && !path.is_dir() {
        return Err(foreign(format!("`{}` is not a folder", path.display())));
    }
    let Ok(entries) = fs::read_dir(path) else {
        return Ok(());
    };
    let mut others: Vec<String> = entries
        .flatten()
        .map(|e| e.file_name().to_string_lossy().into_owned())
        .filter(|name| !OURS.contains(&name.as_str()) && !name.starts_with("portal.db-"))
        .collect();
    others.sort();
    match others.first() {
        None => Ok(()),
        Some(name) => Err(foreign(format!(
            "the folder `{}` holds `{name}`, which no run has written{}",
            path.display(),
            if others.len() > 1 {
                format!(", and {} more like it", others.len() - 1)
            } else {
                String::new()
            }
        ))),
    }
}

/// Removes everything in a folder.
pub(super) fn empty(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            fs::remove_dir_all(path)?
        } else {
            fs::remove_file(path)?
        }
    }
    Ok(())
}

/// Removes a file or folder, if it is there.
pub(super) fn remove(path: &Path) -> Result<(), Failure> {
    let done = if path.is_dir() {
        fs::remove_dir_all(path)
    } else {
        fs::remove_file(path)
    };
    match done {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(Failure::io("cannot remove", path, &error))
        }
        _ => Ok(()),
    }
}

/// Gives a file or folder another name, which is on the disk before anything else is done: what comes
/// next counts on it when the power goes.
pub(super) fn rename(from: &Path, to: &Path) -> Result<(), Failure> {
    let renamed = fs::rename(from, to).and_then(|()| names_to_disk(to));
    renamed.map_err(|error| Failure::io("cannot rename", from, &error))
}

/// Brings the names in a folder to the disk. Only Unix has a way.
fn names_to_disk(path: &Path) -> io::Result<()> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    if cfg!(unix) {
        fs::File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
    } else {
        Ok(())
    }
}
