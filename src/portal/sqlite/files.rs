//! The states of a database that is a file of its own: `PATH` counts, `PATH.next` is being written
//! and holds the lock, `PATH.previous` counted before, `PATH.undone` is on its way back.

use super::refuse_if_locked;
use crate::portal::PortalError;
use crate::portal::store::Store;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// A database file, locked.
pub struct Files {
    live: PathBuf,
    next: PathBuf,
    former: PathBuf,
    undone: PathBuf,
    _lock: File,
}

impl Files {
    /// Locks the file at `path` by its neighbour `PATH.next`, which is made for it.
    ///
    /// # Errors
    /// Where another command has the lock, another program has the database, or the folder cannot
    /// be written.
    pub(in crate::portal) fn hold(path: &Path) -> Result<Self, PortalError> {
        let next = beside(path, "next");
        let failed = |error| files_error(path, &error);
        let parent = path.parent().filter(|p| !p.as_os_str().is_empty());
        parent.map_or(Ok(()), fs::create_dir_all).map_err(failed)?;
        let lock = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&next)
            .map_err(failed)?;
        if lock.try_lock().is_err() {
            return Err(PortalError::Busy {
                database: path.display().to_string(),
            });
        }
        let files = Self {
            live: path.to_owned(),
            next,
            former: beside(path, "previous"),
            undone: beside(path, "undone"),
            _lock: lock,
        };
        if path.exists() {
            refuse_if_locked(path)?;
        }
        Ok(files)
    }

    /// Empties the place of the next state.
    pub(in crate::portal) fn begin(&mut self) -> Result<Store, PortalError> {
        let emptied = File::options().write(true).open(&self.next);
        emptied
            .and_then(|file| file.set_len(0))
            .and_then(|()| remove(&journal(&self.next)))
            .map_err(|error| files_error(&self.live, &error))?;
        Ok(Store::File(self.next.clone()))
    }

    /// Puts a finished next state in the place of the one that counts; without one, nothing happens.
    pub(in crate::portal) fn publish(&mut self) -> Result<(), PortalError> {
        if is_empty(&self.next) {
            return Ok(());
        }
        if self.live.exists() {
            refuse_if_locked(&self.live)?;
            self.swapped(|f| {
                remove(&f.former)?;
                // What was being undone in the former file has no meaning for the one that follows.
                remove(&journal(&f.former))?;
                keep(&f.live, &f.former)
            })?;
        }
        self.swapped(|f| renamed(&f.next, &f.live))
    }

    /// Sets the state that counts aside and puts the former one in its place.
    pub(in crate::portal) fn set_back(&mut self) -> Result<(), PortalError> {
        self.swapped(|f| {
            if !f.undone.exists() {
                keep(&f.live, &f.undone)?;
            }
            if f.former.exists() {
                renamed(&f.former, &f.live)?;
            }
            Ok(())
        })
    }

    /// Returns true where a state is still set aside.
    pub(in crate::portal) fn is_half_set_back(&self) -> bool {
        self.undone.exists()
    }

    /// Keeps the state that was set aside as the former one.
    pub(in crate::portal) fn finish_set_back(&mut self) -> Result<(), PortalError> {
        self.swapped(|f| renamed(&f.undone, &f.former))
    }

    /// Removes the next state.
    pub(in crate::portal) fn discard(&mut self) -> Result<(), PortalError> {
        self.swapped(|f| remove(&f.next).and_then(|()| remove(&journal(&f.next))))
    }

    fn swapped(&self, work: impl FnOnce(&Self) -> io::Result<()>) -> Result<(), PortalError> {
        work(self).map_err(|error| files_error(&self.live, &error))
    }
}

impl Drop for Files {
    /// Leaves no file behind that was made for the lock alone.
    fn drop(&mut self) {
        if is_empty(&self.next) {
            let _ = fs::remove_file(&self.next);
        }
    }
}

/// Gives what stands at `from` the name `to` as well, so that there is never a moment without it;
/// where the file system has no second names, it is moved.
fn keep(from: &Path, to: &Path) -> io::Result<()> {
    fs::hard_link(from, to).or_else(|_| fs::rename(from, to))
}

/// Renames a file, and brings its new name to the disk before the folder OUT counts on it.
fn renamed(from: &Path, to: &Path) -> io::Result<()> {
    fs::rename(from, to)?;
    match to.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        Some(folder) if cfg!(unix) => File::open(folder)?.sync_all(),
        _ => Ok(()),
    }
}

fn is_empty(path: &Path) -> bool {
    fs::metadata(path).map_or(true, |meta| meta.len() == 0)
}

fn journal(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push("-journal");
    PathBuf::from(name)
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".");
    name.push(suffix);
    path.with_file_name(name)
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn files_error(path: &Path, error: &io::Error) -> PortalError {
    PortalError::Files {
        path: path.display().to_string(),
        reason: format!("{error}{}", remedy(error.kind())),
    }
}

/// Returns what to do about an error of the system, where that is known.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the list of kinds is not ours"
)]
const fn remedy(kind: io::ErrorKind) -> &'static str {
    match kind {
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            "; name a file in a folder that you may write to"
        }
        io::ErrorKind::StorageFull => "; free space on that disk, then start again",
        _ => "",
    }
}
