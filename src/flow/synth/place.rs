//! Where a delivery is built: `DIR.next`, beside the folder that it becomes. Whatever goes wrong,
//! the folder is not there, or as empty as it was; what a killed command left is removed by the
//! next one.

use crate::diag::finding::Finding;
use crate::flow::failure::Failure;
use crate::flow::target::beside;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// Everything that is written into the folder. One with anything else is not ours.
const OURS: [&str; 4] = ["exports", "mapping.toml", "rehearsal.key", "README.txt"];

/// The folder while it is built; dropping it removes it.
pub(super) struct Place {
    next: PathBuf,
    folder: PathBuf,
    _lock: File,
}

impl Place {
    /// Makes the folder beside the one that is wanted.
    ///
    /// # Errors
    /// Usage, where the wanted one holds something, or the other one something that is not ours, or
    /// where it cannot be made; portal, where another command is at work.
    pub(super) fn make(folder: &Path) -> Result<Self, Failure> {
        refuse_full(folder, &[])?;
        let next = beside(folder, "next");
        refuse_full(&next, &OURS)?;
        let failed = |error: io::Error| unwritable(folder, &error);
        if folder.file_name().is_none() {
            return Err(failed(io::Error::other("it has no name of its own")));
        }
        fs::create_dir_all(&next).map_err(failed)?;
        let lock = File::open(&next).map_err(failed)?;
        if lock.try_lock().is_err() {
            return Err(Failure::Portal(format!(
                "another command is writing `{}`; wait for it to end, then start again",
                next.display()
            )));
        }
        let place = Self {
            next,
            folder: folder.to_owned(),
            _lock: lock,
        };
        place.empty().map_err(failed)?;
        fs::create_dir(place.exports()).map_err(failed)?;
        Ok(place)
    }

    /// Returns the folder of the exports.
    pub(super) fn exports(&self) -> PathBuf {
        self.next.join("exports")
    }

    /// Writes a file of text.
    pub(super) fn write(&self, name: &str, text: &str) -> Result<(), Failure> {
        let path = self.next.join(name);
        fs::write(&path, text).map_err(|error| Failure::io("cannot write", &path, &error))
    }

    /// Returns the bytes of all exports.
    pub(super) fn bytes_of_exports(&self) -> Result<u64, Failure> {
        let folder = self.exports();
        let sizes = fs::read_dir(&folder).and_then(|entries| {
            let size = |entry: io::Result<fs::DirEntry>| Ok(entry?.metadata()?.len());
            entries.map(size).sum::<io::Result<u64>>()
        });
        sizes.map_err(|error| Failure::io("cannot read", &folder, &error))
    }

    /// Puts what was built in the place of the folder.
    pub(super) fn publish(self) -> Result<(), Failure> {
        // Not every system renames a folder onto an empty one.
        match fs::remove_dir(&self.folder) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(Failure::io("cannot replace", &self.folder, &error));
            }
            _ => {}
        }
        fs::rename(&self.next, &self.folder)
            .map_err(|error| Failure::io("cannot rename", &self.next, &error))
    }

    fn empty(&self) -> io::Result<()> {
        for name in OURS {
            let path = self.next.join(name);
            let removed = if path.is_dir() {
                fs::remove_dir_all(&path)
            } else {
                fs::remove_file(&path)
            };
            match removed {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.next);
    }
}

fn unwritable(folder: &Path, error: &io::Error) -> Failure {
    let message = format!("the folder `{}` cannot be made: {error}", folder.display());
    Failure::Usage(
        Finding::error("synth::not_writable", message)
            .help("name another folder, or free this one; nothing was changed"),
    )
}

/// Refuses what is no folder, and one that holds anything but these.
fn refuse_full(folder: &Path, but: &[&str]) -> Result<(), Failure> {
    let refused = |what: String| {
        Err(Failure::Usage(
            Finding::error("synth::not_empty", what)
                .help("name a new folder, or an empty one; nothing was changed"),
        ))
    };
    match fs::symlink_metadata(folder) {
        Err(_) => return Ok(()),
        Ok(found) if !found.is_dir() => {
            return refused(format!("`{}` is not a folder", folder.display()));
        }
        Ok(_) => {}
    }
    let entries = fs::read_dir(folder).map_err(|error| unwritable(folder, &error))?;
    let names = entries
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned());
    let mut others: Vec<String> = names.filter(|name| !but.contains(&name.as_str())).collect();
    others.sort();
    match others.first() {
        None => Ok(()),
        Some(name) => refused(format!("`{}` holds `{name}` already", folder.display())),
    }
}
