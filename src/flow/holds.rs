//! The holds of all accounts, one line after the other: for the portal, for `account-holds.csv`
//! and for the report. Worked out anew each time, so that none is kept.

use super::account_plan::{self, AccountPlan};
use super::job::Job;
use super::planning::Planned;
use super::rows;
use super::survey::{AccountState, Survey};
use crate::record::holds::Hold;
use crate::record::portal::AccountHoldRow;
use crate::write::report_holds::{HoldCounts, HoldLine};

/// Calls `take` with every line of the list, ordered by account number, kind and start.
///
/// # Errors
/// Those of `take`.
pub fn each<E>(
    job: &Job,
    survey: &Survey,
    planned: &Planned,
    mut take: impl FnMut(AccountHoldRow) -> Result<(), E>,
) -> Result<(), E> {
    let mut accounts: Vec<(&str, &AccountState, &AccountPlan)> = carried(survey, planned).collect();
    accounts.sort_unstable_by_key(|(number, _, _)| *number);
    for (number, state, plan) in accounts {
        let (mut last, mut sequence) = (None, 0);
        for hold in of(job, planned, state, plan) {
            sequence = if last == Some(hold.kind) {
                sequence + 1
            } else {
                1
            };
            last = Some(hold.kind);
            take(rows::hold(&hold, sequence, number, &state.number))?;
        }
    }
    Ok(())
}

/// Counts the holds by kind and reason.
pub fn lines(job: &Job, survey: &Survey, planned: &Planned) -> Vec<HoldLine> {
    let mut counts = HoldCounts::default();
    for (_, state, plan) in carried(survey, planned) {
        counts.add(&of(job, planned, state, plan));
    }
    counts.lines()
}

/// Returns the carried accounts with their numbers.
fn carried<'a>(
    survey: &'a Survey,
    planned: &'a Planned,
) -> impl Iterator<Item = (&'a str, &'a AccountState, &'a AccountPlan)> {
    let accounts = survey.accounts.iter().zip(&planned.accounts);
    accounts.filter_map(|(state, plan)| Some((plan.number.as_deref()?, state, plan)))
}

fn of(job: &Job, planned: &Planned, state: &AccountState, plan: &AccountPlan) -> Vec<Hold> {
    let policy = &job.mapping.policy;
    let account = state.account.as_ref();
    account.map_or_else(Vec::new, |account| {
        account_plan::holds(account, plan, policy, &planned.cycle_holds)
    })
}
