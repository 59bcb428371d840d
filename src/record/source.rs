//! What a mapping makes of a source row: one canonical record, or the faults that refuse it.

use super::account::{Account, Customer, Meter, Premise, UserAccount, WebUser};
use super::calendar::CalendarRow;
use super::history::{
    Activity, Adjustment, Bill, Draft, Installment, Note, Payment, PaymentMethod, Usage,
};
use super::portfolio::{GroupMember, Member, Portfolio, PortfolioAccount, PortfolioGuest};

super::hidden::shows_name_only!(Mapped);

/// What the rows of a source file are. Declared in the order in which a run reads them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Entity {
    /// Who pays.
    Customer,
    /// Places served.
    Premise,
    /// Accounts.
    Account,
    /// Meters.
    Meter,
    /// The billing calendar.
    Calendar,
    /// How accounts stand in the legacy portal, by log-in.
    UserAccount,
    /// Issued bills.
    Bill,
    /// Consumption.
    Usage,
    /// Payments.
    Payment,
    /// Adjustments.
    Adjustment,
    /// Installments of payment arrangements.
    Installment,
    /// Drafts and scheduled payments.
    Draft,
    /// Stored payment methods.
    PaymentMethod,
    /// Representatives' notes.
    Note,
    /// Log-ins.
    WebUser,
    /// The legacy portal's activity log.
    Activity,
    /// Portfolios of accounts.
    Portfolio,
    /// Accounts in them.
    PortfolioAccount,
    /// Log-ins that may look into them.
    PortfolioGuest,
    /// Members of the groups inside them.
    GroupMember,
}

impl Entity {
    /// Every entity, in reading order.
    pub const ALL: [Self; 20] = [
        Self::Customer,
        Self::Premise,
        Self::Account,
        Self::Meter,
        Self::Calendar,
        Self::UserAccount,
        Self::Bill,
        Self::Usage,
        Self::Payment,
        Self::Adjustment,
        Self::Installment,
        Self::Draft,
        Self::PaymentMethod,
        Self::Note,
        Self::WebUser,
        Self::Activity,
        Self::Portfolio,
        Self::PortfolioAccount,
        Self::PortfolioGuest,
        Self::GroupMember,
    ];

    /// Returns the name of its table in a mapping.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Premise => "premise",
            Self::Account => "account",
            Self::Meter => "meter",
            Self::Calendar => "calendar",
            Self::UserAccount => "user_account",
            Self::Bill => "bill",
            Self::Usage => "usage",
            Self::Payment => "payment",
            Self::Adjustment => "adjustment",
            Self::Installment => "installment",
            Self::Draft => "draft",
            Self::PaymentMethod => "payment_method",
            Self::Note => "note",
            Self::WebUser => "web_user",
            Self::Activity => "activity",
            Self::Portfolio => "portfolio",
            Self::PortfolioAccount => "portfolio_account",
            Self::PortfolioGuest => "portfolio_guest",
            Self::GroupMember => "group_member",
        }
    }
}

impl Entity {
    /// Returns the names of the free-text fields: the places where people type what they should
    /// not. `Record::each_text` visits the same.
    #[must_use]
    pub fn text_fields(self) -> &'static [&'static str] {
        match self {
            Self::Customer => &[
                "first_name",
                "last_name",
                "business_name",
                "email",
                "phone",
                "mailing_line1",
                "mailing_line2",
                "mailing_city",
            ],
            Self::Premise => &["line1", "line2", "city"],
            Self::Payment => &["reference"],
            Self::Adjustment => &["description"],
            Self::Note => &["text"],
            Self::WebUser => &["login", "email"],
            Self::Activity => &["detail"],
            Self::Account => &["service_line1", "service_line2", "service_city"],
            Self::Portfolio | Self::GroupMember => &["name"],
            Self::PortfolioAccount
            | Self::PortfolioGuest
            | Self::Meter
            | Self::Calendar
            | Self::UserAccount
            | Self::Bill
            | Self::Usage
            | Self::Installment
            | Self::Draft
            | Self::PaymentMethod => &[],
        }
    }
}

/// A source row that could be read.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "a variant is the entity of the same name")]
pub enum Record {
    Customer(Customer),
    Premise(Premise),
    Account(Account),
    Meter(Meter),
    Calendar(CalendarRow),
    UserAccount(UserAccount),
    Bill(Bill),
    Usage(Usage),
    Payment(Payment),
    Adjustment(Adjustment),
    Installment(Installment),
    Draft(Draft),
    PaymentMethod(PaymentMethod),
    Note(Note),
    WebUser(WebUser),
    Activity(Activity),
    Portfolio(Portfolio),
    PortfolioAccount(PortfolioAccount),
    PortfolioGuest(PortfolioGuest),
    GroupMember(GroupMember),
}

impl Record {
    /// Returns the legacy number of the account that the row names, where rows of its kind do.
    #[must_use]
    pub fn legacy_account_number(&self) -> Option<&str> {
        match self {
            Self::Customer(_)
            | Self::Premise(_)
            | Self::Calendar(_)
            | Self::WebUser(_)
            | Self::Portfolio(_)
            | Self::PortfolioGuest(_) => None,
            Self::PortfolioAccount(r) => Some(&r.legacy_account_number),
            Self::GroupMember(r) => match &r.member {
                Member::Account(number) => Some(number),
                Member::User(_) => None,
            },
            Self::Account(r) => Some(&r.legacy_account_number),
            Self::Meter(r) => Some(&r.legacy_account_number),
            Self::Bill(r) => Some(&r.legacy_account_number),
            Self::Usage(r) => Some(&r.legacy_account_number),
            Self::Payment(r) => Some(&r.legacy_account_number),
            Self::Adjustment(r) => Some(&r.legacy_account_number),
            Self::Installment(r) => Some(&r.legacy_account_number),
            Self::Draft(r) => Some(&r.legacy_account_number),
            Self::PaymentMethod(r) => Some(&r.legacy_account_number),
            Self::Note(r) => Some(&r.legacy_account_number),
            Self::UserAccount(r) => Some(&r.legacy_account_number),
            Self::Activity(r) => Some(&r.legacy_account_number),
        }
    }

    /// Calls `visit` with the mapping's field name and the text of every free-text field: the
    /// places where people type what they should not.
    pub fn each_text(&mut self, mut visit: impl FnMut(&'static str, &mut String)) {
        match self {
            Self::Customer(r) => {
                visit("first_name", &mut r.first_name);
                visit("last_name", &mut r.last_name);
                visit("business_name", &mut r.business_name);
                visit("email", &mut r.email);
                visit("phone", &mut r.phone);
                visit("mailing_line1", &mut r.mailing.line1);
                visit("mailing_line2", &mut r.mailing.line2);
                visit("mailing_city", &mut r.mailing.city);
            }
            Self::Premise(r) => {
                visit("line1", &mut r.service.line1);
                visit("line2", &mut r.service.line2);
                visit("city", &mut r.service.city);
            }
            Self::Payment(r) => {
                if let Some(text) = &mut r.reference {
                    visit("reference", text);
                }
            }
            Self::Adjustment(r) => {
                if let Some(text) = &mut r.description {
                    visit("description", text);
                }
            }
            Self::Note(r) => visit("text", &mut r.text),
            Self::WebUser(r) => {
                visit("login", &mut r.login);
                visit("email", &mut r.email);
            }
            Self::Activity(r) => {
                if let Some(text) = &mut r.detail {
                    visit("detail", text);
                }
            }
            Self::Account(r) => {
                if let Some(place) = &mut r.place {
                    visit("service_line1", &mut place.service.line1);
                    visit("service_line2", &mut place.service.line2);
                    visit("service_city", &mut place.service.city);
                }
            }
            Self::Portfolio(r) => visit("name", &mut r.name),
            Self::GroupMember(r) => visit("name", &mut r.name),
            Self::PortfolioAccount(_)
            | Self::PortfolioGuest(_)
            | Self::Meter(_)
            | Self::Calendar(_)
            | Self::UserAccount(_)
            | Self::Bill(_)
            | Self::Usage(_)
            | Self::Installment(_)
            | Self::Draft(_)
            | Self::PaymentMethod(_) => {}
        }
    }
}

/// What is wrong with one column of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnFault {
    /// The legacy column; blank where the row as a whole is at fault.
    pub column: String,
    /// Stable code, such as `row::bad_date`.
    pub code: &'static str,
    /// What was found and what was expected; masked.
    pub message: String,
}

/// What the mapping made of a row.
#[derive(Clone)]
pub struct Mapped {
    /// True where the mapping says that rows like this one are left behind, readable or not.
    pub skipped: bool,
    /// The record, or every fault that refuses the row.
    pub record: Result<Record, Vec<ColumnFault>>,
    /// The legacy number of the account the row names, also where the row is refused.
    pub legacy_account_number: Option<String>,
    /// Cents of the money columns that could be read, by index of the column in the file.
    pub money: Vec<(usize, i64)>,
}
