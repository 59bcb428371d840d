//! `cutover rollback`: puts back what stood before the last run.

use super::failure::Failure;
use super::job::Job;
use super::stop;
use crate::diag::finding::Finding;
pub use crate::portal::Touched;
use crate::portal::{Portal, PortalError, Store, carry_seal_log};

/// What a rollback did.
pub struct RolledBack {
    /// A note, where a former command had to be completed first.
    pub settled: Option<Finding>,
    /// Rows that somebody touched after the run that was rolled back; they stand in what is now the
    /// former state, not in what counts.
    pub touched: Vec<Touched>,
}

/// Puts back what stood before the last run. Rows that were touched since are only undone where
/// `discard_changes` says so.
///
/// # Errors
/// Touched, with those rows; portal, where there is nothing to go back to, the portal is sealed, or
/// the database is in use.
pub fn rollback(job: &Job, discard_changes: bool) -> Result<RolledBack, Failure> {
    stop::listen()?;
    let target = &job.target;
    let settled = target.settle()?;
    target.refuse_if_sealed()?;
    target.refuse_if_nothing_before()?;
    let live = target.live_database();
    let touched = touched(&live)?;
    if !touched.is_empty() && !discard_changes {
        return Err(Failure::Touched(touched));
    }
    let former = target.former_database();
    if former.exists()? {
        carry_seal_log(&live, &former)?;
    }
    target.roll_back()?;
    // Asked again: somebody may have touched a row while the states changed places.
    let touched = self::touched(&former)?;
    Ok(RolledBack { settled, touched })
}

/// Returns the rows touched since a state was loaded; none where it cannot tell: one of an older
/// version, or no portal any more.
fn touched(store: &Store) -> Result<Vec<Touched>, Failure> {
    if !store.exists()? {
        return Ok(Vec::new());
    }
    let mut portal = match Portal::open(store) {
        Err(PortalError::NotOurs { .. }) => return Ok(Vec::new()),
        opened => opened?,
    };
    let touched = portal.touched()?;
    portal.close()?;
    Ok(touched)
}
