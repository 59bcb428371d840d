//! `cutover seal`: after go-live no run may change the portal any more, until the seal is broken with
//! a reason.

use super::failure::Failure;
use super::folder::lock;
use super::folder_files::remove;
use super::job::Job;
use super::stop;
use super::target::{Target, beside};
use crate::diag::finding::Finding;
pub use crate::portal::{SealEntry, SealEvent};
use crate::portal::{add_to_seal_log, seal_log, sealed};

/// What `seal` did and found.
pub struct Sealed {
    /// A note, where a former command had to be completed first.
    pub settled: Option<Finding>,
    /// True where this command changed it; false where it was sealed already.
    pub changed: bool,
    /// The log of the seal, oldest first.
    pub log: Vec<SealEntry>,
}

/// Seals the portal, or breaks its seal. The reason is kept in the database.
///
/// # Errors
/// Portal, where there is no result to seal, no seal to break, or a run is at work; usage, where the
/// seal is to be broken without a reason.
pub fn seal(job: &Job, event: SealEvent, reason: &str) -> Result<Sealed, Failure> {
    let reason = reason.trim();
    if event == SealEvent::Broken && reason.is_empty() {
        let finding = Finding::error(
            "usage::no_reason",
            "the seal is not broken without a reason",
        );
        return Err(Failure::Usage(finding.help(
            "write behind `--break` why a run must change a portal that is live; it is kept in the database",
        )));
    }
    stop::listen()?;
    let target = &job.target;
    let settled = target.settle()?;
    let live = target.live_database();
    if !live.exists()? {
        return Err(Failure::Portal(format!(
            "there is no `{live}` to seal; `cutover run` makes it"
        )));
    }
    let _lock = lock(target)?;
    let hold = target.hold()?;
    let is_sealed = sealed(&live)?.is_some();
    if event == SealEvent::Broken && !is_sealed {
        return Err(Failure::Portal(format!(
            "`{live}` is not sealed: there is nothing to break"
        )));
    }
    let changed = is_sealed != (event == SealEvent::Sealed);
    if changed {
        add_to_seal_log(&live, event, reason)?;
    }
    let log = seal_log(&live)?;
    drop(hold);
    remove(&beside(&target.out, "next"))?;
    Ok(Sealed {
        settled,
        changed,
        log,
    })
}

impl Target {
    /// Refuses where the portal is sealed.
    ///
    /// # Errors
    /// Portal, with who sealed it and when.
    pub(super) fn refuse_if_sealed(&self) -> Result<(), Failure> {
        let live = self.live_database();
        let Some(seal) = sealed(&live)? else {
            return Ok(());
        };
        let by = if seal.by.is_empty() {
            String::new()
        } else {
            format!(" by `{}`", seal.by)
        };
        let reason = if seal.reason.is_empty() {
            String::new()
        } else {
            format!(" ({})", seal.reason)
        };
        Err(Failure::Portal(format!(
            "`{live}` was sealed at {}{by}{reason}: no run and no rollback may change it; \
             where one must, break the seal with `cutover seal MAPPING --break REASON`",
            seal.at
        )))
    }
}
