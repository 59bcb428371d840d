//! What is decided of one account, from its own rows and the shifted calendar.

use super::job::Job;
use super::ledger::History;
use super::portfolios::PortfolioPlan;
use super::survey::{AccountState, Survey};
use crate::decide::enrolment::{self, PortalFacts};
use crate::decide::{carry, due_dates};
use crate::diag::finding::Finding;
use crate::record::account::PortalStatus;
use crate::record::letter::{CancelledDraft, MovedDate};
use crate::record::money::Cents;
use crate::record::origin::Origin;
use crate::record::plan::{Calendar, Reason};
use crate::record::source::Entity;

/// What is decided of one account.
#[derive(Clone, Debug)]
pub struct AccountPlan {
    /// Why it is carried, or not.
    pub reason: Reason,
    /// Its portal number; none where it is not carried.
    pub number: Option<String>,
    /// What it opens with; none where it is not carried, or the export has no money.
    pub opening: Option<Cents>,
    /// Its state in the portal.
    pub portal_status: PortalStatus,
    /// Bills whose due date moves.
    pub moved_bills: Vec<MovedDate>,
    /// Installments whose due date moves.
    pub moved_installments: Vec<MovedDate>,
    /// Drafts that will not run.
    pub cancelled_drafts: Vec<CancelledDraft>,
    /// Drafts that run on another day.
    pub moved_drafts: Vec<MovedDate>,
}

/// Returns what the export says of the account's place in the legacy portal.
pub fn portal_facts(
    state: &AccountState,
    history: &History,
    survey: &Survey,
    portfolios: &PortfolioPlan,
) -> PortalFacts {
    let customer = state.account.as_ref();
    let customer = customer.and_then(|account| account.legacy_customer_id.as_ref());
    PortalFacts {
        web_user: customer.is_some_and(|id| survey.customers_with_user.contains(id)),
        portfolio: portfolios.accounts.contains(&state.number),
        exported: enrolment::of_log_ins(&history.portal_states),
    }
}

/// Decides what follows from one account's own rows and the calendar. What cannot be decided is
/// added to `errors`.
pub fn account(
    job: &Job,
    state: &AccountState,
    (reason, portal_status): (Reason, PortalStatus),
    history: &History,
    calendar: &Calendar,
    errors: &mut Vec<Finding>,
) -> AccountPlan {
    let policy = &job.mapping.policy;
    let mut plan = AccountPlan {
        reason,
        number: None,
        opening: None,
        portal_status,
        moved_bills: Vec::new(),
        moved_installments: Vec::new(),
        cancelled_drafts: Vec::new(),
        moved_drafts: Vec::new(),
    };
    let (true, Some(account)) = (reason.carries(), &state.account) else {
        return plan;
    };
    if let Some(balance) = account.balance {
        match carry::opening_balance(balance, history.carried_effect()) {
            Ok(opening) => plan.opening = Some(opening),
            Err(finding) => errors.push(finding.at(place(job, state))),
        }
    }
    for bill in &history.bills.in_blackout {
        let due = bill_due(job, account, bill.bill_date, bill.due_date, calendar);
        if due.moved {
            plan.moved_bills.push(MovedDate {
                old: bill.due_date,
                new: due.new,
                amount: bill.total_due.unwrap_or_default(),
            });
        }
    }
    for (date, amount) in &history.installments {
        let due = due_dates::installment_due(*date, policy, calendar);
        if due.moved {
            plan.moved_installments.push(MovedDate {
                old: *date,
                new: due.new,
                amount: *amount,
            });
        }
    }
    for (date, amount) in &history.drafts {
        let draft = due_dates::draft(*date, portal_status, policy, calendar);
        match draft.status {
            due_dates::DraftStatus::Cancelled => {
                plan.cancelled_drafts.push(CancelledDraft {
                    date: *date,
                    amount: *amount,
                });
            }
            due_dates::DraftStatus::Carried => {
                plan.moved_drafts.extend(draft.moved.then_some(MovedDate {
                    old: *date,
                    new: draft.date,
                    amount: *amount,
                }))
            }
        }
    }
    plan
}

/// Returns where an account's balance stands.
fn place(job: &Job, state: &AccountState) -> Origin {
    let file = job.mapping.file(Entity::Account);
    Origin {
        row: Some(state.row),
        column: file.and_then(|f| f.column_of("balance")).map(str::to_owned),
        ..Origin::file(file.map_or("", |f| f.file()))
    }
}

/// Returns the due date that counts for an issued bill of an account.
pub fn bill_due(
    job: &Job,
    account: &crate::record::account::Account,
    bill_date: chrono::NaiveDate,
    due_date: chrono::NaiveDate,
    calendar: &Calendar,
) -> due_dates::DueDate {
    let designated = due_dates::is_on_designated_day(due_date, account.custom_due_day);
    due_dates::bill_due(
        bill_date,
        due_date,
        account.bill_cycle.as_deref(),
        designated,
        &job.mapping.policy,
        calendar,
    )
}
