//! A result under construction: built beside what stands, it takes its place whole.
//!
//! `OUT.next` is being written, `OUT.ready` is verified and on its way, `OUT` is what counts,
//! `OUT.previous` stood before, `OUT.failed` was red. A run that dies leaves `OUT` as it was; one
//! that dies between the last renames is completed by the next command, which says so.

use super::failure::Failure;
use super::folder_files::{empty, remove, rename, to_disk, which};
use super::target::{Target, beside};
use crate::diag::finding::Finding;
use crate::portal::{Hold, Store};
use std::fs;
use std::path::{Path, PathBuf};

/// Makes `OUT.next` and locks it, so that commands that change OUT exclude each other.
pub(super) fn lock(target: &Target) -> Result<fs::File, Failure> {
    let folder = beside(&target.out, "next");
    let opened = fs::create_dir_all(&folder).and_then(|()| fs::File::open(&folder));
    let lock = opened.map_err(|error| unwritable(target, &error))?;
    if lock.try_lock().is_err() || !folder.exists() {
        return Err(busy(&folder));
    }
    Ok(lock)
}

/// Returns the failure where another command has a folder.
pub(super) fn busy(folder: &Path) -> Failure {
    Failure::Portal(format!(
        "another command is writing `{}`; wait for it to end, then start again",
        folder.display()
    ))
}

fn unwritable(target: &Target, error: &std::io::Error) -> Failure {
    let message = format!(
        "the folder `{}` cannot be written: {error}",
        target.out.display()
    );
    Failure::Usage(
        Finding::error("out::not_writable", message)
            .help("name another folder with `--out DIR`, or free this one; nothing was changed"),
    )
}

/// A result under construction. One at a time: folder and database are locked while it lives.
pub struct Staging {
    /// The folder being written.
    pub folder: PathBuf,
    /// The database being written.
    pub database: Store,
    target: Target,
    hold: Option<Hold>,
    _lock: fs::File,
}

impl Staging {
    /// Makes an empty `OUT.next`.
    ///
    /// # Errors
    /// Usage, where the folder cannot be made; portal, where another run is at work on it or the
    /// database cannot be reached.
    pub fn begin(target: &Target) -> Result<Self, Failure> {
        let staging = Self::without_database(target)?;
        let prepared = target.hold().and_then(|mut hold| {
            target.refuse_if_sealed()?;
            let database = match &mut hold {
                Some(hold) => hold.begin()?,
                None => Store::File(staging.folder.join("portal.db")),
            };
            Ok((hold, database))
        });
        match prepared {
            Ok((hold, database)) => Ok(Self {
                database,
                hold,
                ..staging
            }),
            Err(failure) => {
                staging.discard();
                Err(failure)
            }
        }
    }

    /// Makes an empty `OUT.next` for a command that writes no database.
    ///
    /// # Errors
    /// As `begin`, but for the database.
    pub fn without_database(target: &Target) -> Result<Self, Failure> {
        let folder = beside(&target.out, "next");
        let unwritable = |error: &std::io::Error| unwritable(target, error);
        let lock = lock(target)?;
        for halfway in ["ready", "undone"] {
            let halfway = beside(&target.out, halfway);
            if halfway.exists() {
                return Err(busy(&halfway));
            }
        }
        empty(&folder).map_err(|e| unwritable(&e))?;
        fs::create_dir(folder.join("notices")).map_err(|e| unwritable(&e))?;
        Ok(Self {
            database: Store::File(folder.join("portal.db")),
            folder,
            target: target.clone(),
            hold: None,
            _lock: lock,
        })
    }

    /// Puts the result in the place of what counts, which becomes the former one.
    ///
    /// # Errors
    /// Portal, where the database is in use: the verified result then stays as `OUT.failed`. Where
    /// the switch itself fails; the next command completes it.
    pub fn publish(mut self) -> Result<(), Failure> {
        let ready = self.ready();
        if let Err(failure) = ready {
            let kept = self.fail()?;
            let Failure::Portal(message) = failure else {
                return Err(failure);
            };
            let kept = kept.display();
            return Err(Failure::Portal(format!(
                "{message}; the verified result is kept as `{kept}`"
            )));
        }
        let previously_failed = beside(&self.target.out, "failed");
        rename(&self.folder, &beside(&self.target.out, "ready"))?;
        remove(&previously_failed)?;
        self.target.forwards(self.hold.as_mut())
    }

    /// Sees that nothing stands in the way of the switch.
    fn ready(&mut self) -> Result<(), Failure> {
        self.target.live_database().refuse_if_locked()?;
        to_disk(&self.folder)?;
        if let Some(hold) = &mut self.hold {
            hold.ready(&which(&self.folder))?;
        }
        Ok(())
    }

    /// Leaves the result as `OUT.failed`, for inspection. Returns where.
    ///
    /// # Errors
    /// Where it cannot be renamed.
    pub fn fail(self) -> Result<PathBuf, Failure> {
        let failed = beside(&self.target.out, "failed");
        remove(&failed)?;
        if let (Some(_), Store::File(path)) = (&self.hold, &self.database) {
            rename(path, &self.folder.join("portal.db"))?;
        }
        rename(&self.folder, &failed)?;
        Ok(failed)
    }

    /// Leaves the reports as `OUT.plan`, in the place of a former plan. Returns where.
    ///
    /// # Errors
    /// Where it cannot be renamed.
    pub fn keep_as_plan(self) -> Result<PathBuf, Failure> {
        let plan = beside(&self.target.out, "plan");
        remove(&plan)?;
        rename(&self.folder, &plan)?;
        Ok(plan)
    }

    /// Removes everything written so far.
    pub fn discard(mut self) {
        let _ = fs::remove_dir_all(&self.folder);
        if let Some(hold) = &mut self.hold {
            // What cannot be removed now is removed by the next run.
            let _ = hold.discard();
        }
    }
}

#[cfg(test)]
mod tests;
