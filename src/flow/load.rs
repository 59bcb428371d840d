//! The second reading: what becomes of each row follows from the row and the plan. Rows go to the
//! portal as they come; nothing is decided and no history is kept.

use super::account_plan::AccountPlan;
use super::delivery::DeliveredFile;
use super::failure::Failure;
use super::fates::{Ground, Outcome, PortalRows};
use super::holds;
use super::job::Job;
use super::periods;
use super::planning::Planned;
use super::rows;
use super::secrets::Secrets;
use super::stream::each_row;
use super::survey::{AccountState, Survey};
use crate::portal::Loader;
use crate::record::fate::FileAccount;
use crate::record::portal::CrosswalkRow;
use crate::write::calendar;
use std::collections::BTreeSet;

/// Figures of the carried rows, for the report.
#[derive(Clone, Copy, Debug, Default)]
pub struct Carried {
    /// Bills whose due date moved.
    pub bills_moved: u64,
    /// Installments whose due date moved.
    pub installments_moved: u64,
    /// Drafts that run on another day.
    pub drafts_moved: u64,
    /// Drafts that will not run.
    pub drafts_cancelled: u64,
    /// Current charges of carried bills, cents.
    pub charges: i128,
    /// Carried adjustments, cents.
    pub adjustments: i128,
    /// Carried payments, cents.
    pub payments: i128,
}

/// Reads every file once more and loads what is carried. Without a loader the rows are only
/// accounted for: the dry run.
///
/// # Errors
/// Exports, where a file changed since it was read first; portal, where rows cannot be loaded.
pub fn load(
    job: &Job,
    files: &[DeliveredFile],
    survey: &Survey,
    (planned, secrets): (&Planned, &Secrets),
    mut loader: Option<&mut Loader<'_>>,
) -> Result<(Vec<FileAccount>, Carried), Failure> {
    let ground = Ground {
        job,
        survey,
        planned,
        secrets,
    };
    if let Some(loader) = loader.as_deref_mut() {
        load_decisions(job, survey, planned, loader)?;
        holds::each(job, survey, planned, |row| loader.insert(row))?;
        if job.mapping.derived_accounts.is_some() {
            for at in 0..survey.accounts.len() {
                if let Some(row) = ground.account_row(at) {
                    loader.insert(row)?;
                }
            }
        }
    }
    let (mut accounts, mut carried) = (Vec::new(), Carried::default());
    for (file, seen) in files.iter().zip(&survey.files) {
        let mut account = FileAccount {
            rows_rejected: 0,
            ..seen.account.clone()
        };
        let bar = job.progress.file("carrying", &file.name, file.bytes);
        let digest = each_row(
            file,
            &bar,
            |row| ground.carry(file, seen, row),
            |Outcome { fate, money, row }| {
                account.book(fate, file.named_money(&money));
                if let Some(row) = row {
                    carried.count(&row);
                    if let Some(loader) = loader.as_deref_mut() {
                        row.insert(loader)?;
                    }
                }
                Ok(())
            },
        )?;
        let same = digest.sha256 == seen.account.sha256;
        if !same || digest.layout_sha256 != seen.layout_sha256 {
            return Err(Failure::Exports(vec![
                crate::diag::finding::Finding::error(
                    "read::file_changed",
                    "the file changed while it was being read",
                )
                .at(crate::record::origin::Origin::file(&file.name))
                .help("wait until the extract is complete, then start again; nothing was changed"),
            ]));
        }
        accounts.push(account);
    }
    Ok((accounts, carried))
}

/// Returns an account's line of the crosswalk.
pub(super) fn crosswalk_row(state: &AccountState, plan: &AccountPlan) -> CrosswalkRow {
    CrosswalkRow {
        legacy_account_number: state.number.clone(),
        account_number: plan.number.clone(),
        disposition: if plan.reason.carries() {
            "carried"
        } else {
            "not_carried"
        }
        .to_owned(),
        reason: plan.reason.name().to_owned(),
    }
}

/// Loads what stands in the plan itself: the crosswalk, the calendar and
/// the periods that it changes.
fn load_decisions(
    job: &Job,
    survey: &Survey,
    planned: &Planned,
    loader: &mut Loader<'_>,
) -> Result<(), Failure> {
    for (state, plan) in survey.accounts.iter().zip(&planned.accounts) {
        loader.insert(crosswalk_row(state, plan))?;
    }
    for row in &planned.calendar.rows {
        loader.insert(calendar::portal_row(row))?;
    }
    for row in periods::rows(job, survey, planned) {
        loader.insert(row)?;
    }
    // Places that stand in the accounts' own rows have no rows of their own.
    let placed = survey
        .accounts
        .iter()
        .filter_map(|state| state.account.as_ref());
    let placed: BTreeSet<&str> = placed
        .filter_map(|account| Some(account.place.as_ref()?.legacy_premise_id.as_str()))
        .collect();
    for id in placed
        .into_iter()
        .filter(|id| planned.premises.contains(*id))
    {
        if let Some(place) = survey.premises.get(id) {
            loader.insert(rows::service_location(place.clone()))?;
        }
    }
    Ok(())
}

impl Carried {
    fn count(&mut self, row: &PortalRows) {
        match row {
            PortalRows::Bill(r) => {
                self.bills_moved += u64::from(r.due_date != r.legacy_due_date);
                self.charges += i128::from(r.current_charges_cents.0);
            }
            PortalRows::Payment(r) => self.payments += i128::from(r.amount_cents.0),
            PortalRows::Adjustment(r) => self.adjustments += i128::from(r.amount_cents.0),
            PortalRows::Installment(r) => {
                self.installments_moved += u64::from(r.due_date != r.legacy_due_date)
            }
            PortalRows::ScheduledPayment(r) => {
                self.drafts_cancelled += u64::from(r.status == "cancelled");
                self.drafts_moved += u64::from(r.draft_date != r.legacy_draft_date);
            }
            PortalRows::Customer(_)
            | PortalRows::ServiceLocation(_)
            | PortalRows::Account(_)
            | PortalRows::Meter(_)
            | PortalRows::Usage(_)
            | PortalRows::User(_)
            | PortalRows::Portfolio(..)
            | PortalRows::PortfolioAccount(_)
            | PortalRows::PortfolioUser(_)
            | PortalRows::GroupMember(..)
            | PortalRows::Note(_)
            | PortalRows::Activity(_) => {}
        }
    }
}

#[cfg(test)]
mod tests;
