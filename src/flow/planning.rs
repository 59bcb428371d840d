//! Decides everything about the accounts, in the order in which decisions need each other, and
//! gathers the result as the plan. The rules are in `decide`; nothing here is one.

use super::account_plan::{self, AccountPlan};
use super::delivery::DeliveredFile;
use super::failure::Failure;
use super::idle_windows;
use super::job::Job;
use super::ledger::History;
use super::periods;
use super::portfolios::{self, PortfolioPlan};
use super::rejects;
use super::survey::{AccountState, Survey};
use crate::decide::bill_effect::Lengths;
use crate::decide::carry::{self, AccountFacts};
use crate::decide::enrolment;
use crate::decide::free_days::FreeDays;
use crate::decide::holds::CycleHolds;
use crate::decide::{cycle_shift, numbering};
use crate::diag::finding::{Finding, Severity};
use crate::record::account::PortalStatus;
use crate::record::money::format_cents;
use crate::record::origin::Origin;
use crate::record::plan::{Calendar, Reason};
use crate::record::policy::{Enrolled, NumberPolicy};
use crate::record::source::{ColumnFault, Entity};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// Everything that is decided.
#[derive(Default)]
pub struct Planned {
    /// One an account, in the order of the survey.
    pub accounts: Vec<AccountPlan>,
    /// The calendar with its new dates.
    pub calendar: Calendar,
    /// The same as dates of single accounts ask it.
    pub days: FreeDays,
    /// The periods whose length changed.
    pub lengths: Lengths,
    /// What it asks of the holds of its cycles.
    pub cycle_holds: CycleHolds,
    /// Customers with a carried account.
    pub customers: HashSet<String>,
    /// Places with a carried account.
    pub premises: HashSet<String>,
    /// What is decided of portfolios.
    pub portfolios: PortfolioPlan,
    /// What a person should know.
    pub findings: Vec<Finding>,
    /// True where the numbers come from the sample key.
    pub sample_key: bool,
}

/// Returns true where the mapping has what makes up a ledger.
fn has_money(files: &[DeliveredFile]) -> bool {
    files.iter().any(|f| {
        matches!(
            f.entity,
            Entity::Bill | Entity::Payment | Entity::Adjustment
        )
    })
}

/// Decides. Accounts that are held back are added to the refused rows of their file.
///
/// # Errors
/// Exports, where more rows are refused than the mapping allows, a number cannot be given, or no
/// calendar keeps the rules.
pub fn plan(
    job: &Job,
    files: &[DeliveredFile],
    survey: &mut Survey,
    earlier: &BTreeMap<String, String>,
) -> Result<Planned, Failure> {
    let reasoned = reasoned(job, files, survey)?;
    let mut planned = Planned::default();
    let mut numbers = number(job, survey, &reasoned.reasons, earlier, &mut planned)?;
    planned.findings.extend(reasoned.findings.iter().cloned());
    let mut errors = Vec::new();
    planned
        .findings
        .extend(states_that_differ(job, files, survey, &reasoned.reasons));
    planned.calendar = calendar(
        job,
        survey,
        &reasoned.reasons,
        &mut planned.findings,
        &mut errors,
    );
    planned.days = FreeDays::of(&planned.calendar);
    planned.lengths = Lengths::of(&planned.calendar);
    let not_told = periods::not_told(&planned, &job.mapping.policy);
    planned.findings.extend(not_told);
    planned.cycle_holds = CycleHolds::of(&planned.calendar, job.mapping.policy.extracted_on);
    // Without a calendar nothing is known of single dates.
    let no_calendar = !errors.is_empty();
    let accounts = survey.accounts.iter().zip(&survey.histories);
    for ((state, history), (reason, status)) in accounts.zip(reasoned.fates()) {
        let fate = (reason, status);
        let mut stuck = Vec::new();
        let mut account =
            account_plan::account(job, state, fate, history, &planned.days, &mut stuck);
        stuck.retain(|finding| !no_calendar || finding.code != "shift::no_day_for_account");
        errors.append(&mut stuck);
        account.number = numbers.remove(&state.number);
        if let (true, Some(carried)) = (reason.carries(), &state.account) {
            planned.customers.extend(carried.legacy_customer_id.clone());
            planned.premises.extend(carried.legacy_premise_id.clone());
        }
        planned.accounts.push(account);
    }
    planned.portfolios = reasoned.portfolios;
    if errors.is_empty() {
        Ok(planned)
    } else {
        Err(Failure::Exports(errors))
    }
}

/// What is decided of every account before anything is numbered or moved.
pub(super) struct Reasoned {
    /// Why each account is carried, or not, in the order of the survey.
    pub(super) reasons: Vec<Reason>,
    /// The state of each in the portal.
    statuses: Vec<PortalStatus>,
    portfolios: PortfolioPlan,
    findings: Vec<Finding>,
}

impl Reasoned {
    /// Returns reason and state of each account.
    pub(super) fn fates(&self) -> impl Iterator<Item = (Reason, PortalStatus)> {
        let statuses = self.statuses.iter().copied();
        self.reasons.iter().copied().zip(statuses)
    }
}

/// Decides which accounts are carried. Those that are held back are added to the refused rows of
/// their file.
///
/// # Errors
/// Exports, where more rows are refused than the mapping allows.
pub(super) fn reasoned(
    job: &Job,
    files: &[DeliveredFile],
    survey: &mut Survey,
) -> Result<Reasoned, Failure> {
    let reasons = reasons(files, survey);
    hold_back(files, survey, &reasons);
    refuse_above_limit(job, survey)?;
    let mut findings = Vec::new();
    let portfolios = portfolios::plan(survey, &reasons, &mut findings);
    let accounts = survey.accounts.iter().zip(&survey.histories);
    let statuses = accounts.map(|(state, history)| {
        let facts = account_plan::portal_facts(state, history, survey, &portfolios);
        enrolment::portal_status(facts, job.mapping.policy.enrolled)
    });
    Ok(Reasoned {
        statuses: statuses.collect(),
        reasons,
        portfolios,
        findings,
    })
}

/// Returns how many open carried accounts each cycle has.
pub(super) fn open_accounts(survey: &Survey, reasons: &[Reason]) -> BTreeMap<String, u64> {
    survey.open_accounts(|at| reasons.get(at).is_some_and(|reason| reason.carries()))
}

fn reasons(files: &[DeliveredFile], survey: &Survey) -> Vec<Reason> {
    let money = has_money(files);
    let of = |state: &AccountState, history: &History| {
        let Some(account) = &state.account else {
            return Reason::RowRejected;
        };
        let present =
            |id: &Option<String>, there: &dyn Fn(&str) -> bool| id.as_deref().is_none_or(there);
        carry::reason(&AccountFacts {
            open: account.open,
            balance: account.balance,
            ledger: money.then(|| history.ledger()),
            active_in_window: history.is_active(),
            customer_present: present(&account.legacy_customer_id, &|id| {
                survey.customers.contains_key(id)
            }),
            premise_present: present(&account.legacy_premise_id, &|id| {
                survey.premises.contains_key(id)
            }),
        })
    };
    survey
        .accounts
        .iter()
        .zip(&survey.histories)
        .map(|(state, history)| of(state, history))
        .collect()
}

/// An account held back stands in the rejects, with the reason.
fn hold_back(files: &[DeliveredFile], survey: &mut Survey, reasons: &[Reason]) {
    let Some(at) = files.iter().position(|file| file.entity == Entity::Account) else {
        return;
    };
    let (Some(file), Some(done)) = (files.get(at), survey.files.get_mut(at)) else {
        return;
    };
    let column = |field: &str| {
        file.mapping()
            .column_of(field)
            .unwrap_or_default()
            .to_owned()
    };
    for ((state, reason), history) in survey.accounts.iter().zip(reasons).zip(&survey.histories) {
        let Some(account) = &state.account else {
            continue;
        };
        let (code, column, message) = match reason {
            Reason::LedgerDoesNotTie => {
                let balance = i128::from(account.balance.unwrap_or_default().0);
                let message = format!(
                    "the balance is {}, but charges plus adjustments minus payments come to {}: {} apart; the account is held back",
                    format_cents(balance),
                    format_cents(history.ledger()),
                    format_cents((balance - history.ledger()).abs()),
                );
                ("account::ledger_does_not_tie", column("balance"), message)
            }
            Reason::CustomerMissing => (
                "account::customer_missing",
                column("legacy_customer_id"),
                "the customer is not in this delivery, or was refused; the account is held back"
                    .to_owned(),
            ),
            Reason::PremiseMissing => (
                "account::premise_missing",
                column("legacy_premise_id"),
                "the place is not in this delivery, or was refused; the account is held back"
                    .to_owned(),
            ),
            Reason::Open
            | Reason::Balance
            | Reason::Activity
            | Reason::ClosedBeforeWindow
            | Reason::RowRejected => continue,
        };
        done.reject(
            state.ordinal,
            state.row,
            &[ColumnFault {
                column,
                code,
                message,
            }],
        );
    }
    done.rejects.sort();
}

/// Returns a warning for each carried account that its log-ins have in different states.
fn states_that_differ(
    job: &Job,
    files: &[DeliveredFile],
    survey: &Survey,
    reasons: &[Reason],
) -> Vec<Finding> {
    let counts = job.mapping.policy.enrolled == Enrolled::AsExported;
    let file = files.iter().find(|f| f.entity == Entity::UserAccount);
    let Some(file) = file.filter(|_| counts) else {
        return Vec::new();
    };
    let accounts = survey.accounts.iter().zip(reasons).zip(&survey.histories);
    let differ = accounts
        .filter(|((_, reason), history)| reason.carries() && history.portal_states.len() > 1);
    differ
        .map(|((state, _), history)| {
            let states: Vec<&str> = history.portal_states.iter().map(|s| s.name()).collect();
            let stands = enrolment::of_log_ins(&history.portal_states).map_or("", |s| s.name());
            let message = format!(
                "account {}: its log-ins have it as {}; `{stands}` is carried, as the one that lets the fewest see it",
                state.number,
                states.join(" and ")
            );
            Finding::warning("account::portal_states_differ", message)
                .at(Origin::file(&file.name))
                .help("ask which state is meant, and set it in the new portal where it is another")
        })
        .collect()
}

/// Refuses the delivery where any file has more refused rows than the mapping allows.
///
/// # Errors
/// Exports, with one finding a file.
pub fn refuse_above_limit(job: &Job, survey: &Survey) -> Result<(), Failure> {
    let limit = job.mapping.policy.reject_limit;
    let findings: Vec<Finding> = survey
        .files
        .iter()
        .filter(|file| file.account.rows_rejected > limit.allowed(file.account.rows_read))
        .map(|file| {
            let (rejected, read) = (file.account.rows_rejected, file.account.rows_read);
            let allowed = limit.allowed(read);
            Finding::error(
                "rejects::above_limit",
                format!("{rejected} of {read} rows are refused, and the mapping allows {allowed}"),
            )
            .at(Origin::file(&file.account.file))
            .help("look at the rows above, or with `cutover check --rejects DIR`; if they may be left behind, raise `rejects` under [policy]")
        })
        .collect();
    if findings.is_empty() {
        return Ok(());
    }
    let mut all = reject_findings(survey);
    all.extend(findings);
    Err(Failure::Exports(all))
}

/// Returns the refused rows of every file as findings.
#[must_use]
pub fn reject_findings(survey: &Survey) -> Vec<Finding> {
    survey
        .files
        .iter()
        .flat_map(|file| &file.rejects)
        .map(rejects::finding)
        .collect()
}

fn number(
    job: &Job,
    survey: &Survey,
    reasons: &[Reason],
    earlier: &BTreeMap<String, String>,
    planned: &mut Planned,
) -> Result<BTreeMap<String, String>, Failure> {
    let wanted: Vec<&str> = survey
        .accounts
        .iter()
        .zip(reasons)
        .filter(|(_, reason)| reason.carries())
        .map(|(state, _)| state.number.as_str())
        .collect();
    let Some(key) = job.number_key()? else {
        return Ok(wanted
            .into_iter()
            .map(|number| (number.to_owned(), number.to_owned()))
            .collect());
    };
    planned.sample_key = key.is_sample();
    if planned.sample_key {
        planned.findings.push(
            Finding::warning("numbers::sample_key", "the account numbers come from the sample key, which anyone can read")
                .help("for the cutover itself set CUTOVER_KEY, or name a key of your own as `key_file` in the mapping"),
        );
    }
    let legacy: BTreeSet<String> = survey
        .accounts
        .iter()
        .map(|state| state.number.clone())
        .collect();
    debug_assert!(job.mapping.policy.numbers != NumberPolicy::Keep);
    numbering::assign(&job.mapping.policy.numbers, &key, &legacy, &wanted, earlier)
        .map_err(Failure::Exports)
}

fn calendar(
    job: &Job,
    survey: &Survey,
    reasons: &[Reason],
    findings: &mut Vec<Finding>,
    errors: &mut Vec<Finding>,
) -> Calendar {
    let open_accounts = open_accounts(survey, reasons);
    findings.extend(idle_windows::warnings(survey, &job.mapping.policy));
    if survey.calendar.is_empty() && job.mapping.policy.windows.are_none() {
        return Calendar::default();
    }
    let (calendar, found) =
        cycle_shift::shift_calendar(&survey.calendar, &open_accounts, &job.mapping.policy);
    for finding in found {
        if finding.severity == Severity::Error {
            errors.push(finding)
        } else {
            findings.push(finding)
        }
    }
    calendar
}
