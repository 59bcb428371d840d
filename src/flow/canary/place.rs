//! The throw-away folder beside OUT, `OUT.canary`: a copy of customers' data lies in it, so only its
//! owner may look inside, and it is removed whatever happens. What a killed run left is removed by
//! the next one. OUT and its other neighbours are never touched.

use crate::diag::finding::Finding;
use crate::flow::failure::Failure;
use crate::flow::target::beside;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// Everything that a canary run makes in its folder. A folder with anything else is not ours.
const OURS: [&str; 3] = ["plain", "planted", "out"];

/// The folder while it lives. Dropping it removes it, also when a panic passes by.
pub(super) struct Place {
    folder: PathBuf,
    /// Folders above it that were not there before.
    made: Vec<PathBuf>,
    _lock: File,
}

impl Place {
    /// Makes the folder beside OUT, empty and for its owner only. Returns a note where a former
    /// one was left behind.
    ///
    /// # Errors
    /// Usage, where something else stands there or it cannot be made; portal, where another
    /// canary run is at work.
    pub(super) fn make(out: &Path) -> Result<(Self, Option<Finding>), Failure> {
        let folder = beside(out, "canary");
        let failed = |error: io::Error| unwritable(&folder, &error);
        let left = fs::symlink_metadata(&folder).is_ok();
        if left {
            refuse_foreign(&folder)?;
        }
        let made = make_parents(&folder).map_err(failed)?;
        if !left {
            make_private(&folder).map_err(failed)?;
        }
        let lock = File::open(&folder).map_err(failed)?;
        if lock.try_lock().is_err() {
            return Err(Failure::Portal(format!(
                "another canary run is at work in `{}`; wait for it to end, then start again",
                folder.display()
            )));
        }
        let place = Self {
            folder,
            made,
            _lock: lock,
        };
        place.empty().map_err(|e| unwritable(&place.folder, &e))?;
        let note = left.then(|| {
            let message = "a former canary run was killed and left its copy of the delivery behind; the copy is removed now";
            Finding::note("canary::left_behind", message)
                .help("nothing needs to be done: only the owner of the folder could read it")
        });
        Ok((place, note))
    }

    /// Returns a path inside the folder.
    pub(super) fn at(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Removes a folder inside it, which may not be there.
    pub(super) fn remove(&self, name: &str) -> Result<(), Failure> {
        let path = self.at(name);
        match fs::remove_dir_all(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(Failure::io("cannot remove", &path, &error))
            }
            _ => Ok(()),
        }
    }

    /// Removes the folder, and says where that fails: a copy of customers' data must not stay.
    ///
    /// # Errors
    /// Unexpected, with the folder's name.
    pub(super) fn end(self) -> Result<(), Failure> {
        let removed = fs::remove_dir_all(&self.folder);
        removed.map_err(|error| {
            Failure::Unexpected(format!(
                "the copy of the delivery `{}` cannot be removed: {error}; remove it by hand",
                self.folder.display()
            ))
        })
    }

    fn empty(&self) -> io::Result<()> {
        for entry in fs::read_dir(&self.folder)? {
            fs::remove_dir_all(entry?.path())?;
        }
        Ok(())
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
        // Only where nobody else has put anything into them.
        for folder in self.made.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}

fn unwritable(folder: &Path, error: &io::Error) -> Failure {
    let message = format!("the folder `{}` cannot be made: {error}", folder.display());
    Failure::Usage(
        Finding::error("canary::not_writable", message)
            .help("the copy of the delivery stands beside OUT: name another one with `--out DIR`; nothing was changed"),
    )
}

/// Refuses a folder that no canary run has made.
fn refuse_foreign(folder: &Path) -> Result<(), Failure> {
    let plain = fs::symlink_metadata(folder).is_ok_and(|meta| meta.is_dir());
    let entries = fs::read_dir(folder).map_err(|error| unwritable(folder, &error))?;
    let ours = entries.flatten().all(|entry| {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let first = name.split('.').next().unwrap_or_default();
        entry.file_type().is_ok_and(|kind| kind.is_dir()) && OURS.contains(&first)
    });
    if plain && ours {
        return Ok(());
    }
    let message = format!("`{}` holds what no canary run has made", folder.display());
    Err(Failure::Usage(
        Finding::error("canary::not_ours", message)
            .help("a canary run removes this folder: move it away, or name another OUT with `--out DIR`; nothing was changed"),
    ))
}

/// Makes the folders above it that are not there; returns them, the outermost first.
fn make_parents(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let parents = folder.ancestors().skip(1);
    let missing = parents.take_while(|path| !path.as_os_str().is_empty() && !path.exists());
    let mut made: Vec<PathBuf> = missing.map(Path::to_owned).collect();
    made.reverse();
    for path in &made {
        fs::create_dir(path)?;
    }
    Ok(made)
}

/// Makes a folder that only its owner can look into, from its first moment on.
fn make_private(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder.create(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_is_private_and_goes_with_what_was_made_for_it() {
        let home = tempfile::tempdir().unwrap();
        let out = home.path().join("new/out");
        let (place, note) = Place::make(&out).unwrap();
        assert!(note.is_none());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(place.at("")).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o700);
        }
        fs::create_dir(place.at("plain")).unwrap();
        fs::write(place.at("plain").join("x"), "x").unwrap();
        assert!(matches!(Place::make(&out), Err(Failure::Portal(_))));
        drop(place);
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 0);
    }

    #[test]
    fn what_a_killed_run_left_is_removed_and_what_is_not_ours_stays() {
        let home = tempfile::tempdir().unwrap();
        let out = home.path().join("out");
        let folder = home.path().join("out.canary");
        fs::create_dir_all(folder.join("out.next/notices")).unwrap();
        let (place, note) = Place::make(&out).unwrap();
        assert_eq!(note.unwrap().code, "canary::left_behind");
        assert!(!folder.join("out.next").exists());
        place.end().unwrap();
        assert!(!folder.exists());
        fs::create_dir_all(folder.join("photos")).unwrap();
        assert!(matches!(Place::make(&out), Err(Failure::Usage(_))));
        assert!(folder.join("photos").exists());
    }

    #[test]
    fn a_panic_leaves_nothing() {
        let home = tempfile::tempdir().unwrap();
        let out = home.path().join("out");
        let panicked = std::panic::catch_unwind(|| {
            let (place, _) = Place::make(&out).unwrap();
            fs::create_dir(place.at("planted")).unwrap();
            panic!("on purpose");
        });
        assert!(panicked.is_err());
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 0);
    }
}
