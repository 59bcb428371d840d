//! Portfolios: what must stand of them follows from the export's rows and the carried accounts
//! alone, and is compared with the portal's tables. V10 asks for the rows, V9 for who owns what.

use super::people::same_text;
use super::portal::Portal;
use super::source::Source;
use super::tally::Tally;
use crate::record::portfolio::{GroupMember, Member, Portfolio, PortfolioAccount, PortfolioGuest};
use crate::record::source::Entity;
use std::collections::{BTreeMap, BTreeSet};

/// The rows of the export that can be read.
#[derive(Debug, Default)]
pub(super) struct PortfolioRows {
    pub(super) portfolios: BTreeMap<String, Portfolio>,
    pub(super) accounts: Vec<PortfolioAccount>,
    pub(super) guests: Vec<PortfolioGuest>,
    pub(super) members: Vec<GroupMember>,
}

/// What must stand in the portal: keys as its tables have them, columns joined by `|`.
#[derive(Debug, Default)]
pub(super) struct Expected<'s> {
    pub(super) portfolios: BTreeMap<&'s str, &'s Portfolio>,
    pub(super) accounts: BTreeSet<String>,
    /// Legacy numbers of the accounts in a portfolio.
    pub(super) enrolled: BTreeSet<&'s str>,
    /// Role by portfolio and log-in.
    pub(super) users: BTreeMap<String, &'static str>,
    /// First carried row by group.
    groups: BTreeMap<&'s str, &'s GroupMember>,
    group_accounts: BTreeSet<String>,
    group_users: BTreeSet<String>,
    /// Rows of the guests' and of the groups' file that are carried.
    guest_rows: u64,
    member_rows: u64,
}

/// Works out what must stand.
pub(super) fn expected<'s>(portal: &Portal<'_>, source: &'s Source<'_>) -> Expected<'s> {
    let rows = &source.portfolio_rows;
    let mut out = Expected::default();
    let carried: BTreeSet<&str> = source.carried().map(|(legacy, _, _)| legacy).collect();
    let customers = source.carried_customers();
    let number = |legacy: &str| portal.number_of(legacy).unwrap_or(legacy).to_owned();
    let there = |user: &str| {
        let user = source.users.get(user);
        user.filter(|user| customers.contains(user.legacy_customer_id.as_str()))
    };
    for row in &rows.accounts {
        let (id, legacy) = (
            row.portfolio_id.as_str(),
            row.legacy_account_number.as_str(),
        );
        if let Some(portfolio) = rows.portfolios.get(id).filter(|_| carried.contains(legacy)) {
            out.portfolios.insert(id, portfolio);
            out.accounts.insert(format!("{}|{id}", number(legacy)));
            out.enrolled.insert(legacy);
        }
    }
    for (id, portfolio) in &out.portfolios {
        let guests = rows.guests.iter().filter(|row| row.portfolio_id == *id);
        let guests: Vec<_> = guests
            .filter_map(|row| Some((there(&row.user_id)?, row)))
            .collect();
        let owner = match portfolio.owner_user_id.as_deref() {
            Some(recorded) => there(recorded).map(|user| user.user_id.as_str()),
            None => guests
                .iter()
                .filter_map(|(user, row)| {
                    let let_in = (row.added_on.is_none(), row.added_on);
                    Some((user.first_login_at?, let_in, user.user_id.as_str()))
                })
                .min()
                .map(|(_, _, user)| user),
        };
        for (user, _) in &guests {
            out.users.insert(format!("{id}|{}", user.user_id), "guest");
            let recorded = portfolio.owner_user_id.as_ref() == Some(&user.user_id);
            out.guest_rows += u64::from(!recorded);
        }
        if let Some(owner) = owner {
            out.users.insert(format!("{id}|{owner}"), "owner");
        }
    }
    for row in &rows.members {
        if !out.portfolios.contains_key(row.portfolio_id.as_str()) {
            continue;
        }
        let group = row.group_id.as_str();
        match &row.member {
            Member::Account(legacy) if carried.contains(legacy.as_str()) => {
                out.group_accounts
                    .insert(format!("{}|{group}", number(legacy)));
            }
            Member::User(user) if there(user).is_some() => {
                out.group_users.insert(format!("{group}|{user}"));
            }
            Member::Account(_) | Member::User(_) => continue,
        }
        out.groups.entry(group).or_insert(row);
        out.member_rows += 1;
    }
    out
}

impl Expected<'_> {
    /// Returns how many rows of each file must stand in the portal.
    pub(super) fn carried_rows(&self) -> [(Entity, u64); 4] {
        let count = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
        [
            (Entity::Portfolio, count(self.portfolios.len())),
            (Entity::PortfolioAccount, count(self.accounts.len())),
            (Entity::PortfolioGuest, self.guest_rows),
            (Entity::GroupMember, self.member_rows),
        ]
    }
}

/// Compares the tables row by row, none missing and none foreign, with their names.
pub(super) fn compare(tally: &mut Tally, portal: &Portal<'_>, expected: &Expected<'_>) {
    let ids = expected.portfolios.keys().map(|id| (*id).to_owned());
    same_keys(tally, portal, "portfolio", &ids.collect());
    same_keys(tally, portal, "portfolio_account", &expected.accounts);
    let users = expected.users.keys().cloned();
    same_keys(tally, portal, "portfolio_user", &users.collect());
    let groups = expected.groups.keys().map(|id| (*id).to_owned());
    same_keys(tally, portal, "account_group", &groups.collect());
    same_keys(
        tally,
        portal,
        "account_group_account",
        &expected.group_accounts,
    );
    same_keys(tally, portal, "account_group_user", &expected.group_users);
    for (id, portfolio) in &expected.portfolios {
        let stands = portal.table("portfolio").get(id, "name");
        tally.must(same_text(portal, stands, &portfolio.name), || {
            format!("portfolio {id}: `name` is not the export's")
        });
    }
    let table = portal.table("account_group");
    for (id, row) in &expected.groups {
        let named = same_text(portal, table.get(id, "name"), &row.name);
        let placed = table.get(id, "portfolio_id") == Some(row.portfolio_id.as_str());
        tally.must(named && placed, || {
            format!("group {id}: name or portfolio is not the export's")
        });
    }
}

fn same_keys(tally: &mut Tally, portal: &Portal<'_>, name: &str, wanted: &BTreeSet<String>) {
    let table = portal.table(name);
    for key in wanted {
        tally.want(table.has(key), || {
            format!("{key}: must stand in `{name}`, and does not")
        });
    }
    for key in table.keys().filter(|key| !wanted.contains(*key)) {
        tally
            .fail(|| format!("{key}: stands in `{name}`, and the export has no such row to carry"));
    }
}

/// Every log-in of a portfolio has the role that it must have.
pub(super) fn roles(tally: &mut Tally, portal: &Portal<'_>, expected: &Expected<'_>) {
    let table = portal.table("portfolio_user");
    for (key, role) in &expected.users {
        let stands = table.get(key, "role").unwrap_or("nothing");
        let (portfolio, user) = key.split_once('|').unwrap_or((key, ""));
        tally.want(stands == *role, || {
            format!("portfolio {portfolio}: log-in {user} is {stands} there, expected {role}")
        });
    }
}
