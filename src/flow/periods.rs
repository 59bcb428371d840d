//! The billing periods that the shift makes longer or shorter, account by account: worked out
//! whenever they are asked for, from the calendar and the one bill that is remembered.

use super::job::Job;
use super::planning::Planned;
use super::survey::Survey;
use crate::decide::bill_effect;
use crate::diag::finding::Finding;
use crate::record::letter::NoticeKind;
use crate::record::period_change::PeriodChange;
use crate::record::plan::Calendar;
use crate::record::policy::Policy;
use crate::record::portal::PeriodChangeRow;
use crate::write::period_changes::portal_row;
use crate::write::report::PeriodChanges;
use std::collections::BTreeMap;

/// Returns the cycle of an account, and its periods that change; none where it is closed or not
/// carried.
pub fn of_account<'a>(
    job: &Job,
    survey: &'a Survey,
    planned: &Planned,
    at: usize,
) -> Option<(&'a str, Vec<PeriodChange>)> {
    planned.accounts.get(at)?.number.as_ref()?;
    let account = survey.accounts.get(at)?.account.as_ref();
    let account = account.filter(|account| account.open)?;
    let cycle = account.bill_cycle.as_deref()?;
    let basis = survey.histories.get(at)?.bills.basis.as_ref();
    let lengths = planned.lengths.of_cycle(cycle);
    let changes = bill_effect::changes(lengths, basis, &job.mapping.policy);
    Some((cycle, changes))
}

/// Returns the portal's rows, in the order of accounts and months.
pub fn rows<'a>(
    job: &'a Job,
    survey: &'a Survey,
    planned: &'a Planned,
) -> impl Iterator<Item = PeriodChangeRow> + 'a {
    let accounts = planned.accounts.iter().enumerate();
    accounts.flat_map(move |(at, plan)| {
        let number = plan.number.as_deref().unwrap_or_default();
        let (cycle, changes) = of_account(job, survey, planned, at).unwrap_or_default();
        let row = |change| portal_row(number, cycle, &change);
        changes.into_iter().map(row).collect::<Vec<_>>()
    })
}

/// Returns what the report says of them.
pub fn reported(job: &Job, survey: &Survey, planned: &Planned) -> PeriodChanges {
    let told = tells(&job.mapping.policy);
    let mut all = PeriodChanges::new(told);
    for at in 0..planned.accounts.len() {
        if let Some((_, changes)) = of_account(job, survey, planned, at) {
            all.add(&changes);
        }
    }
    all
}

fn tells(policy: &Policy) -> bool {
    policy.notices.contains(&NoticeKind::PeriodChanged)
}

/// Returns a warning where periods change and the mapping tells nobody.
pub fn not_told(planned: &Planned, policy: &Policy) -> Option<Finding> {
    let accounts = open_accounts(&planned.calendar);
    let changed = planned.lengths.cycles();
    let changed: u64 = changed.filter_map(|cycle| accounts.get(cycle)).sum();
    (changed > 0 && !tells(policy)).then(|| {
        let accounts = if changed == 1 { "account" } else { "accounts" };
        let message = format!(
            "billing periods of {changed} {accounts} are longer or shorter than planned, and nobody is told"
        );
        Finding::warning("shift::period_change_not_told", message).help(
            "list `period_changed` under [notices], or tell these customers of period-changes.csv by other means",
        )
    })
}

/// Returns the open accounts of each cycle.
fn open_accounts(calendar: &Calendar) -> BTreeMap<&str, u64> {
    let rows = calendar.rows.iter();
    rows.map(|row| (row.legacy.bill_cycle.as_str(), row.accounts))
        .collect()
}
