//! What becomes of the rows of portfolios: they go with their portfolio, and with the account or
//! the log-in that they name.

use super::fates::{Fated, Ground, GroupMemberRow, PortalRows};
use crate::record::fate::{DropRule, Fate};
use crate::record::portal::{
    AccountGroupAccountRow, AccountGroupRow, AccountGroupUserRow, PortfolioAccountRow,
    PortfolioRow, PortfolioUserRow,
};
use crate::record::portfolio::{GroupMember, Member, Portfolio, PortfolioAccount, PortfolioGuest};

const OWNER: &str = "owner";
const GUEST: &str = "guest";

fn dropped(rule: DropRule) -> Fated {
    (Fate::Dropped(rule), None)
}

fn carried(row: PortalRows) -> Fated {
    (Fate::Carried, Some(row))
}

impl Ground<'_> {
    fn has_portfolio(&self, id: &str) -> bool {
        self.planned.portfolios.carried.contains(id)
    }

    fn owns(&self, portfolio: &str, user: &str) -> bool {
        let owner = self.planned.portfolios.owners.get(portfolio);
        owner.is_some_and(|owner| owner == user)
    }

    /// A portfolio comes with its recorded owner; another owner comes with his row as a guest.
    pub(super) fn portfolio(&self, r: Portfolio) -> Fated {
        if !self.has_portfolio(&r.portfolio_id) {
            return dropped(DropRule::PortfolioNotCarried);
        }
        let recorded = r.owner_user_id;
        let owner = recorded.filter(|user| self.owns(&r.portfolio_id, user));
        let owner = owner.map(|user_id| PortfolioUserRow {
            portfolio_id: r.portfolio_id.clone(),
            user_id,
            role: OWNER.to_owned(),
        });
        let row = PortfolioRow {
            portfolio_id: r.portfolio_id,
            name: r.name,
        };
        carried(PortalRows::Portfolio(row, owner))
    }

    pub(super) fn portfolio_account(&self, r: PortfolioAccount, number: &str) -> Fated {
        if !self.has_portfolio(&r.portfolio_id) {
            return dropped(DropRule::PortfolioNotCarried);
        }
        carried(PortalRows::PortfolioAccount(PortfolioAccountRow {
            account_number: number.to_owned(),
            portfolio_id: r.portfolio_id,
        }))
    }

    pub(super) fn guest(&self, r: PortfolioGuest) -> Fated {
        if !self.has_portfolio(&r.portfolio_id) {
            return dropped(DropRule::PortfolioNotCarried);
        }
        if !self.planned.portfolios.users.contains(&r.user_id) {
            return dropped(DropRule::UserNotCarried);
        }
        let portfolio = self.survey.portfolios.portfolios.get(&r.portfolio_id);
        let recorded = portfolio.and_then(|portfolio| portfolio.owner_user_id.as_ref());
        if recorded == Some(&r.user_id) {
            return dropped(DropRule::GuestIsOwner);
        }
        let owns = self.owns(&r.portfolio_id, &r.user_id);
        carried(PortalRows::PortfolioUser(PortfolioUserRow {
            portfolio_id: r.portfolio_id,
            user_id: r.user_id,
            role: if owns { OWNER } else { GUEST }.to_owned(),
        }))
    }

    /// `number` is the new number of the account that the row names, where it is carried.
    pub(super) fn group_member(
        &self,
        r: GroupMember,
        number: Option<String>,
        ordinal: u64,
    ) -> Fated {
        let group_id = r.group_id.clone();
        let member = match (r.member, number) {
            (Member::Account(_), None) => return dropped(DropRule::AccountNotCarried),
            (Member::Account(_), Some(account_number)) => {
                GroupMemberRow::Account(AccountGroupAccountRow {
                    account_number,
                    group_id,
                })
            }
            (Member::User(user), _) if !self.planned.portfolios.users.contains(&user) => {
                return dropped(DropRule::UserNotCarried);
            }
            (Member::User(user_id), _) => {
                GroupMemberRow::User(AccountGroupUserRow { group_id, user_id })
            }
        };
        if !self.has_portfolio(&r.portfolio_id) {
            return dropped(DropRule::PortfolioNotCarried);
        }
        let first = self.planned.portfolios.group_rows.contains(&ordinal);
        let group = first.then_some(AccountGroupRow {
            group_id: r.group_id,
            portfolio_id: r.portfolio_id,
            name: r.name,
        });
        carried(PortalRows::GroupMember(group, member))
    }
}
