//! Which result counts: folder and database change together, forwards and back, and whatever a
//! killed command left halfway is completed by the next one.
//!
//! Forwards: `OUT.next` becomes `OUT.ready`, the database is switched, `OUT` becomes `OUT.previous`,
//! `OUT.ready` becomes `OUT`. Back: `OUT` becomes `OUT.undone`, the database is set back,
//! `OUT.previous` becomes `OUT`, `OUT.undone` becomes `OUT.previous`. With a server the database
//! decides: where its switch did not take place, neither does the folder's.

use super::failure::Failure;
use super::folder::{busy, lock};
use super::folder_files::{refuse_foreign, remove, rename, which};
use super::target::{Target, beside};
use crate::diag::finding::Finding;
use crate::portal::Hold;
use std::fs;

impl Target {
    /// Takes the lock of the database, where it stands elsewhere.
    pub(super) fn hold(&self) -> Result<Option<Hold>, Failure> {
        match &self.database {
            Some(database) => Ok(Some(Hold::take(database)?)),
            None => {
                self.live_database().refuse_if_locked()?;
                Ok(None)
            }
        }
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
        if beside(&self.out, "ready").exists() {
            return self.settle_forwards();
        }
        if beside(&self.out, "undone").exists() || self.is_half_back() {
            let _lock = lock(self)?;
            let mut hold = self.hold()?;
            self.back(hold.as_mut())?;
            return Ok(Some(self.note(
                "a former rollback was stopped halfway; it is complete now",
                "what stood before the run that was rolled back",
            )));
        }
        Ok(None)
    }

    fn settle_forwards(&self) -> Result<Option<Finding>, Failure> {
        let lock = lock(self)?;
        let ready = beside(&self.out, "ready");
        // A command that lives holds the folder through all its names.
        let moving = fs::File::open(&ready).ok();
        if moving
            .as_ref()
            .is_some_and(|folder| folder.try_lock().is_err())
        {
            return Err(busy(&ready));
        }
        if !ready.exists() {
            return Ok(None);
        }
        let _both = (lock, moving);
        let mut hold = self.hold()?;
        let there = match &mut hold {
            Some(hold) => hold.complete(&which(&ready))?,
            None => true,
        };
        if !there {
            remove(&ready)?;
            return Ok(Some(self.note(
                "a former run was stopped before its result was put in place, and the database does not hold it any more; its folder was removed",
                "what stood before that run",
            )));
        }
        self.finish_forwards()?;
        Ok(Some(self.note(
            "a former run was stopped while it put its verified result in place; that is done now",
            "that run's result",
        )))
    }

    fn note(&self, message: &str, holds: &str) -> Finding {
        let out = self.out.display();
        let help = format!("`{out}` holds {holds}; nothing needs to be done");
        Finding::note("out::switch_completed", message).help(help)
    }

    fn is_half_back(&self) -> bool {
        match &self.database {
            Some(crate::portal::Database::Sqlite(path)) => beside(path, "undone").exists(),
            _ => false,
        }
    }

    /// Puts the verified `OUT.ready` in the place of OUT; the database is switched already.
    fn finish_forwards(&self) -> Result<(), Failure> {
        if self.out.exists() {
            remove(&beside(&self.out, "previous"))?;
            rename(&self.out, &beside(&self.out, "previous"))?;
        }
        rename(&beside(&self.out, "ready"), &self.out)
    }

    /// Switches database and folder to the verified `OUT.ready`.
    ///
    /// # Errors
    /// Where the database refuses or a rename fails; the next command completes it.
    pub(super) fn forwards(&self, hold: Option<&mut Hold>) -> Result<(), Failure> {
        if let Some(hold) = hold {
            hold.publish().map_err(|error| {
                let kept = beside(&self.out, "ready");
                let kept = kept.display();
                if error.is_unanswered() {
                    Failure::Unanswered(format!(
                        "{error}; it is not known whether the database was switched to the verified result: the next command finds out, and puts `{kept}` in place with it"
                    ))
                } else {
                    Failure::Portal(format!(
                        "{error}; the verified result is kept as `{kept}`, and the next command puts it in place"
                    ))
                }
            })?;
        }
        self.finish_forwards()
    }

    /// Refuses where no run has replaced an earlier result.
    ///
    /// # Errors
    /// Portal, with what is not there.
    pub(super) fn refuse_if_nothing_before(&self) -> Result<(), Failure> {
        let former = self.former_database();
        let previous = beside(&self.out, "previous");
        let missing = if !previous.exists() {
            previous.display().to_string()
        } else if self.database.is_some() && !former.exists()? {
            former.to_string()
        } else {
            return Ok(());
        };
        Err(Failure::Portal(format!(
            "there is no `{missing}`: no run has replaced an earlier result here; nothing was changed"
        )))
    }

    /// Puts back what stood before the last run, and keeps that run's result as the former one.
    ///
    /// # Errors
    /// Portal, where there is nothing to go back to, or a run is at work.
    pub fn roll_back(&self) -> Result<(), Failure> {
        let lock = lock(self)?;
        let mut hold = self.hold()?;
        self.refuse_if_nothing_before()?;
        let undone = beside(&self.out, "undone");
        if let Some(hold) = &mut hold {
            hold.ready_back()?;
        }
        if self.out.exists() {
            rename(&self.out, &undone)?;
        }
        self.back(hold.as_mut())?;
        drop(lock);
        remove(&beside(&self.out, "next"))
    }

    /// From where OUT may already have been set aside: the former result takes its place, and the
    /// undone one becomes the former.
    fn back(&self, mut hold: Option<&mut Hold>) -> Result<(), Failure> {
        let (previous, undone) = (beside(&self.out, "previous"), beside(&self.out, "undone"));
        if !self.out.exists() {
            if let Some(hold) = &mut hold {
                hold.set_back().map_err(|error| {
                    if error.is_unanswered() {
                        Failure::Unanswered(format!(
                            "{error}; it is not known whether the database was set back: the next command finds out, and completes it"
                        ))
                    } else {
                        Failure::Portal(format!("{error}; the next command completes the way back"))
                    }
                })?;
            }
            rename(&previous, &self.out)?;
        }
        if undone.exists() {
            rename(&undone, &previous)?;
        }
        match hold {
            Some(hold) if hold.is_half_set_back() => Ok(hold.finish_set_back()?),
            _ => Ok(()),
        }
    }
}
