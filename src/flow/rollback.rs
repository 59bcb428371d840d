//! `cutover rollback`: puts back what stood before the last run.

use super::failure::Failure;
use super::job::Job;
use crate::diag::finding::Finding;

/// Puts back what stood before the last run. Returns a note where a former command had to be
/// completed first.
///
/// # Errors
/// Portal, where there is nothing to go back to, or the database is in use.
pub fn rollback(job: &Job) -> Result<Option<Finding>, Failure> {
    let settled = job.target.settle()?;
    job.target.roll_back()?;
    Ok(settled)
}
