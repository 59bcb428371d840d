//! OUT and its neighbours: the result is built beside what stands, and takes its place whole.
//!
//! `OUT.next` is being written, `OUT.ready` is verified and on its way, `OUT` is what counts,
//! `OUT.previous` stood before, `OUT.failed` was red. A run that dies leaves `OUT` as it was; one
//! that dies between the last renames is completed by the next command, which says so.

use super::failure::Failure;
use crate::diag::finding::Finding;
use std::fs;
use std::path::{Path, PathBuf};

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

/// Where a result goes: the folder, and the database where it stands elsewhere.
#[derive(Clone, Debug)]
pub struct Target {
    /// The folder OUT.
    pub out: PathBuf,
    /// The database file, when it is not `OUT/portal.db`.
    pub database: Option<PathBuf>,
}

/// Returns `path` with `.suffix` behind its last name.
#[must_use]
pub fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".");
    name.push(suffix);
    path.with_file_name(name)
}

impl Target {
    /// Returns the database that counts now.
    #[must_use]
    pub fn live_database(&self) -> PathBuf {
        self.database
            .clone()
            .unwrap_or_else(|| self.out.join("portal.db"))
    }

    /// Completes what a former command could not finish, and refuses folders that are not ours.
    /// Returns a note where something was completed.
    ///
    /// # Errors
    /// Usage, where OUT or a neighbour holds anything else; portal, where a run is at work.
    pub fn settle(&self) -> Result<Option<Finding>, Failure> {
        for suffix in ["previous", "failed", "next", "plan", "ready", "undone"] {
            refuse_foreign(&beside(&self.out, suffix))?;
        }
        refuse_foreign(&self.out)?;
        let note = |message: &str, holds: &str| {
            let help = format!(
                "`{}` holds {holds}; nothing needs to be done",
                self.out.display()
            );
            Some(Finding::note("out::switch_completed", message).help(help))
        };
        if beside(&self.out, "ready").exists() {
            let _lock = lock(self)?;
            self.switch()?;
            return Ok(note(
                "a former run was stopped while it put its verified result in place; that is done now",
                "that run's result",
            ));
        }
        if beside(&self.out, "undone").exists() {
            let _lock = lock(self)?;
            self.finish_roll_back()?;
            return Ok(note(
                "a former rollback was stopped halfway; it is complete now",
                "what stood before the run that was rolled back",
            ));
        }
        Ok(None)
    }

    /// Puts the verified `OUT.ready` in the place of OUT.
    fn switch(&self) -> Result<(), Failure> {
        if let Some(database) = &self.database
            && beside(database, "next").exists()
        {
            if database.exists() {
                rename(database, &beside(database, "previous"))?;
            }
            rename(&beside(database, "next"), database)?;
        }
        if self.out.exists() {
            remove(&beside(&self.out, "previous"))?;
            rename(&self.out, &beside(&self.out, "previous"))?;
        }
        rename(&beside(&self.out, "ready"), &self.out)
    }

    /// Puts back what stood before the last run, and keeps that run's result as the former one.
    ///
    /// # Errors
    /// Portal, where there is nothing to go back to, or a run is at work.
    pub fn roll_back(&self) -> Result<(), Failure> {
        let formers = [Some(&self.out), self.database.as_ref()];
        for former in formers
            .into_iter()
            .flatten()
            .map(|path| beside(path, "previous"))
        {
            if !former.exists() {
                return Err(Failure::Portal(format!(
                    "there is no `{}`: no run has replaced an earlier result here; nothing was changed",
                    former.display()
                )));
            }
        }
        let lock = lock(self)?;
        if self.out.exists() {
            rename(&self.out, &beside(&self.out, "undone"))?;
        }
        self.finish_roll_back()?;
        if let Some(database) = &self.database {
            let (former, aside) = (beside(database, "previous"), beside(database, "undone"));
            rename(database, &aside)?;
            rename(&former, database)?;
            rename(&aside, &former)?;
        }
        drop(lock);
        remove(&beside(&self.out, "next"))
    }

    /// From where OUT may already have been set aside: the former result takes its place, and the
    /// undone one becomes the former.
    fn finish_roll_back(&self) -> Result<(), Failure> {
        let (previous, undone) = (beside(&self.out, "previous"), beside(&self.out, "undone"));
        if !self.out.exists() {
            rename(&previous, &self.out)?;
        }
        if undone.exists() {
            rename(&undone, &previous)?;
        }
        Ok(())
    }
}

/// Makes `OUT.next` and locks it, so that commands that change OUT exclude each other.
fn lock(target: &Target) -> Result<fs::File, Failure> {
    let folder = beside(&target.out, "next");
    let opened = fs::create_dir_all(&folder).and_then(|()| fs::File::open(&folder));
    let lock = opened.map_err(|error| unwritable(target, &error))?;
    if lock.try_lock().is_err() {
        return Err(Failure::Portal(format!(
            "another command is writing `{}`; wait for it to end, then start again",
            folder.display()
        )));
    }
    Ok(lock)
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

/// A result under construction. One at a time: the folder is locked while it lives.
pub struct Staging {
    /// The folder being written.
    pub folder: PathBuf,
    /// The database being written.
    pub database: PathBuf,
    target: Target,
    _lock: fs::File,
}

impl Staging {
    /// Makes an empty `OUT.next`.
    ///
    /// # Errors
    /// Usage, where the folder cannot be made or another run is at work on it.
    pub fn begin(target: &Target) -> Result<Self, Failure> {
        let folder = beside(&target.out, "next");
        let unwritable = |error: &std::io::Error| unwritable(target, error);
        let lock = lock(target)?;
        empty(&folder).map_err(|e| unwritable(&e))?;
        fs::create_dir(folder.join("notices")).map_err(|e| unwritable(&e))?;
        let database = match &target.database {
            None => folder.join("portal.db"),
            Some(path) => {
                let next = beside(path, "next");
                let parent = next.parent().filter(|p| !p.as_os_str().is_empty());
                if let Err(error) = parent.map_or(Ok(()), fs::create_dir_all) {
                    remove(&folder)?;
                    let path = path.display();
                    let message = format!("the portal database `{path}` cannot be made: {error}");
                    return Err(Failure::Portal(message));
                }
                remove(&next)?;
                next
            }
        };
        Ok(Self {
            folder,
            database,
            target: target.clone(),
            _lock: lock,
        })
    }

    /// Puts the result in the place of OUT; what stood there becomes `OUT.previous`.
    ///
    /// # Errors
    /// Where a rename fails; the next command completes it.
    pub fn publish(self) -> Result<(), Failure> {
        rename(&self.folder, &beside(&self.target.out, "ready"))?;
        remove(&beside(&self.target.out, "failed"))?;
        self.target.switch()
    }

    /// Leaves the result as `OUT.failed`, for inspection. Returns where.
    ///
    /// # Errors
    /// Where it cannot be renamed.
    pub fn fail(self) -> Result<PathBuf, Failure> {
        let failed = beside(&self.target.out, "failed");
        remove(&failed)?;
        if self.target.database.is_some() {
            rename(&self.database, &self.folder.join("portal.db"))?;
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
    pub fn discard(self) {
        let _ = fs::remove_dir_all(&self.folder);
        let _ = fs::remove_file(&self.database);
    }
}

fn refuse_foreign(path: &Path) -> Result<(), Failure> {
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

fn empty(folder: &Path) -> std::io::Result<()> {
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

fn remove(path: &Path) -> Result<(), Failure> {
    let done = if path.is_dir() {
        fs::remove_dir_all(path)
    } else {
        fs::remove_file(path)
    };
    match done {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(Failure::io("cannot remove", path, &error))
        }
        _ => Ok(()),
    }
}

fn rename(from: &Path, to: &Path) -> Result<(), Failure> {
    fs::rename(from, to).map_err(|error| Failure::io("cannot rename", from, &error))
}

#[cfg(test)]
mod tests;
