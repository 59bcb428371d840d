//! Portfolios: what the first reading remembers of them, and what is decided. As large as the
//! accounts and log-ins of those who have one.

use super::survey::Survey;
use crate::decide::portfolios::{Guest, Recorded, owner};
use crate::diag::finding::Finding;
use crate::diag::mask::quoted;
use crate::record::plan::Reason;
use crate::record::portfolio::{GroupMember, Member, Portfolio, PortfolioAccount, PortfolioGuest};
use chrono::{DateTime, Utc};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// A log-in of the delivery.
pub struct UserState {
    /// The customer it belongs to.
    pub customer: String,
    /// When it was first used.
    pub first_login_at: Option<DateTime<Utc>>,
}

/// What the first reading found.
#[derive(Default)]
pub struct Portfolios {
    /// Those that could be read.
    pub portfolios: BTreeMap<String, Portfolio>,
    /// Their accounts.
    pub accounts: Vec<PortfolioAccount>,
    /// Their guests.
    pub guests: Vec<PortfolioGuest>,
    /// Members of their groups, each with its place among the data rows.
    pub members: Vec<(u64, GroupMember)>,
}

/// What is decided.
#[derive(Default)]
pub struct PortfolioPlan {
    /// Portfolios with a carried account.
    pub carried: BTreeSet<String>,
    /// Legacy numbers of the carried accounts in them.
    pub accounts: HashSet<String>,
    /// Log-ins whose customer is carried.
    pub users: BTreeSet<String>,
    /// The owner of each portfolio.
    pub owners: BTreeMap<String, String>,
    /// Rows that are the first carried one of their group.
    pub group_rows: BTreeSet<u64>,
}

/// Decides. What a person must settle is added to `findings`.
pub fn plan(survey: &Survey, reasons: &[Reason], findings: &mut Vec<Finding>) -> PortfolioPlan {
    let found = &survey.portfolios;
    let mut plan = PortfolioPlan::default();
    let mut customers: HashSet<&str> = HashSet::new();
    let mut carried: HashSet<&str> = HashSet::new();
    for (state, _) in survey
        .accounts
        .iter()
        .zip(reasons)
        .filter(|(_, r)| r.carries())
    {
        carried.insert(&state.number);
        let account = state.account.as_ref();
        customers.extend(account.and_then(|a| a.legacy_customer_id.as_deref()));
    }
    let users = survey.users.iter();
    let of_carried = users.filter(|(_, user)| customers.contains(user.customer.as_str()));
    plan.users = of_carried.map(|(id, _)| id.clone()).collect();
    for row in &found.accounts {
        let known = found.portfolios.contains_key(&row.portfolio_id);
        if known && carried.contains(row.legacy_account_number.as_str()) {
            plan.carried.insert(row.portfolio_id.clone());
            plan.accounts.insert(row.legacy_account_number.clone());
        }
    }
    owners(survey, &mut plan, findings);
    let mut groups: BTreeSet<&str> = BTreeSet::new();
    for (ordinal, row) in &found.members {
        let stays = match &row.member {
            Member::Account(number) => carried.contains(number.as_str()),
            Member::User(user) => plan.users.contains(user),
        };
        if stays && plan.carried.contains(&row.portfolio_id) && groups.insert(&row.group_id) {
            plan.group_rows.insert(*ordinal);
        }
    }
    plan
}

fn owners(survey: &Survey, plan: &mut PortfolioPlan, findings: &mut Vec<Finding>) {
    let mut guests: BTreeMap<&str, Vec<Guest<'_>>> = BTreeMap::new();
    for row in &survey.portfolios.guests {
        let user = survey.users.get(&row.user_id);
        if let Some(user) = user.filter(|_| plan.users.contains(&row.user_id)) {
            guests.entry(&row.portfolio_id).or_default().push(Guest {
                user_id: &row.user_id,
                first_login_at: user.first_login_at,
                added_on: row.added_on,
            });
        }
    }
    for (id, portfolio) in &survey.portfolios.portfolios {
        if !plan.carried.contains(id) {
            continue;
        }
        let recorded = match &portfolio.owner_user_id {
            None => Recorded::Nobody,
            Some(user) if plan.users.contains(user) => Recorded::Carried(user),
            Some(_) => Recorded::NotCarried,
        };
        match owner(recorded, guests.get(id.as_str()).map_or(&[], Vec::as_slice)) {
            Some(user) => drop(plan.owners.insert(id.clone(), user.to_owned())),
            None => {
                let why = if recorded == Recorded::Nobody {
                    "none was recorded, and no guest has ever logged in"
                } else {
                    "the recorded one is not carried"
                };
                let message = format!("portfolio {} has no owner: {why}", quoted(id));
                let help = "it is carried without one; ask the customer who it is to be, and enter it in the portal";
                findings.push(Finding::warning("portfolio::no_owner", message).help(help));
            }
        }
    }
}
