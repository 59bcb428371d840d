//! What is decided of one account, from its own rows and the shifted calendar.

use super::job::Job;
use super::ledger::History;
use super::portfolios::PortfolioPlan;
use super::survey::{AccountState, Survey};
use crate::decide::carry;
use crate::decide::drafts::{self, DraftStatus};
use crate::decide::due_dates::{self, DueRule, IssuedBill};
use crate::decide::enrolment::{self, PortalFacts};
use crate::decide::free_days::FreeDays;
use crate::decide::holds::{self, CycleHolds, HeldAccount};
use crate::decide::no_day::{NoDay, Stuck, no_day};
use crate::diag::finding::Finding;
use crate::record::account::{Account, PortalStatus};
use crate::record::holds::Hold;
use crate::record::letter::{CancelledDraft, MovedDate};
use crate::record::money::Cents;
use crate::record::origin::Origin;
use crate::record::plan::Reason;
use crate::record::policy::Policy;
use crate::record::source::Entity;
use chrono::NaiveDate;

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
    /// Due dates of bills that stay inside the window on the customer's own day.
    pub kept_bills: Vec<NaiveDate>,
    /// Drafts that will not run.
    pub cancelled_drafts: Vec<CancelledDraft>,
    /// Drafts that run on another day.
    pub moved_drafts: Vec<MovedDate>,
    /// Dates of its bills that drafts keep their days behind.
    pub bill_dates: Vec<NaiveDate>,
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
    days: &FreeDays,
    errors: &mut Vec<Finding>,
) -> AccountPlan {
    let mut plan = AccountPlan {
        reason,
        number: None,
        opening: None,
        portal_status,
        moved_bills: Vec::new(),
        moved_installments: Vec::new(),
        kept_bills: Vec::new(),
        cancelled_drafts: Vec::new(),
        moved_drafts: Vec::new(),
        bill_dates: history.bills.draft_dates.clone(),
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
    dates(job, account, history, days, &mut plan, errors);
    plan
}

/// Moves the dates of an account's bills, installments and drafts.
fn dates(
    job: &Job,
    account: &Account,
    history: &History,
    days: &FreeDays,
    plan: &mut AccountPlan,
    errors: &mut Vec<Finding>,
) {
    let policy = &job.mapping.policy;
    let mut stuck = |what, date, fault: Option<NoDay>| {
        let account = account.legacy_account_number.as_str();
        let stuck = Stuck {
            account,
            what,
            date,
        };
        let finding = fault.map(|fault| no_day(&stuck, fault, policy));
        // Two bills of an account that are due on one day are said once.
        errors.extend(finding.filter(|finding| errors.last() != Some(finding)));
    };
    let moved = |old, due: due_dates::DueDate, amount| {
        let new = due.new;
        due.moved.then_some(MovedDate { old, new, amount })
    };
    for bill in &history.bills.may_move {
        let (old, amount) = (bill.due_date, bill.total_due.unwrap_or_default());
        let due = bill_due(job, account, bill.bill_date, old, days);
        stuck("a bill due", old, due.fault);
        let kept = due.rule == DueRule::DesignatedDayKept && policy.windows.due.contains(old);
        plan.kept_bills.extend(kept.then_some(old));
        plan.moved_bills.extend(moved(old, due, amount));
    }
    for &(date, amount) in &history.installments {
        let due = due_dates::installment_due(date, policy, days);
        stuck("an installment due", date, due.fault);
        plan.moved_installments.extend(moved(date, due, amount));
    }
    for &(date, amount) in &history.drafts {
        let draft = drafts::draft(date, plan.portal_status, &plan.bill_dates, policy, days);
        match draft.status {
            DraftStatus::Cancelled => plan.cancelled_drafts.push(CancelledDraft { date, amount }),
            DraftStatus::Carried => {
                stuck("a draft planned", date, draft.day.fault);
                plan.moved_drafts.extend(moved(date, draft.day, amount));
            }
        }
    }
}

/// Returns the holds of an account; none where it is not carried.
pub fn holds(
    account: &Account,
    plan: &AccountPlan,
    policy: &Policy,
    cycles: &CycleHolds,
) -> Vec<Hold> {
    if plan.number.is_none() {
        return Vec::new();
    }
    let held = HeldAccount {
        open: account.open,
        owes: account.balance.is_some_and(|balance| balance.0 > 0),
        cycle: account.bill_cycle.as_deref(),
        stopped: policy.drafts_cancel_states.contains(&plan.portal_status),
        moved: [&plan.moved_bills, &plan.moved_installments],
        kept: &plan.kept_bills,
        cancelled_drafts: &plan.cancelled_drafts,
        moved_drafts: &plan.moved_drafts,
    };
    holds::holds(&held, policy, cycles)
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
    account: &Account,
    bill_date: NaiveDate,
    due_date: NaiveDate,
    days: &FreeDays,
) -> due_dates::DueDate {
    let bill = IssuedBill {
        bill_date,
        due_date,
        cycle: account.bill_cycle.as_deref(),
        chosen_day: account.custom_due_day,
        open: account.open,
    };
    due_dates::bill_due(&bill, &job.mapping.policy, days)
}
