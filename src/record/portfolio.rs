//! Portfolios: accounts that several people of a business look after together, with the groups
//! inside them.

use chrono::NaiveDate;

super::hidden::shows_name_only!(
    Portfolio,
    PortfolioAccount,
    PortfolioGuest,
    GroupMember,
    Member
);

/// A set of accounts with an owner and guests.
#[derive(Clone)]
pub struct Portfolio {
    /// The legacy system's key.
    pub portfolio_id: String,
    /// What its owner calls it.
    pub name: String,
    /// The customer it belongs to.
    pub legacy_customer_id: Option<String>,
    /// The log-in that owns it; none where nobody was recorded.
    pub owner_user_id: Option<String>,
}

/// An account in a portfolio.
#[derive(Clone)]
pub struct PortfolioAccount {
    /// The portfolio.
    pub portfolio_id: String,
    /// The account.
    pub legacy_account_number: String,
}

/// A log-in that may look into a portfolio.
#[derive(Clone)]
pub struct PortfolioGuest {
    /// The portfolio.
    pub portfolio_id: String,
    /// The log-in.
    pub user_id: String,
    /// Day it was let in.
    pub added_on: Option<NaiveDate>,
}

/// Who or what is in a group.
#[derive(Clone, PartialEq, Eq)]
pub enum Member {
    /// An account, by its legacy number.
    Account(String),
    /// A log-in, by its key.
    User(String),
}

/// A member of a group of accounts inside a portfolio.
#[derive(Clone)]
pub struct GroupMember {
    /// The group.
    pub group_id: String,
    /// The portfolio it is in.
    pub portfolio_id: String,
    /// The group's name.
    pub name: String,
    /// Who or what this row puts into it.
    pub member: Member,
}
