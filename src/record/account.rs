//! Who is served where, and under which account: the records that memory follows.

use super::money::Cents;
use chrono::{DateTime, NaiveDate, Utc};

super::hidden::shows_name_only!(
    Address,
    Customer,
    Premise,
    Account,
    UserAccount,
    Meter,
    WebUser
);

/// The language a customer is written to in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// English.
    En,
    /// Spanish.
    Es,
}

impl Language {
    /// Returns the portal's code, `en` or `es`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Es => "es",
        }
    }
}

/// A postal address; blank lines are empty.
#[derive(Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Address {
    /// Street and number, or a box.
    pub line1: String,
    /// Unit, or a second line.
    pub line2: String,
    /// City.
    pub city: String,
    /// State, two letters.
    pub state: String,
    /// ZIP or ZIP+4.
    pub postal_code: String,
}

/// Who is responsible for paying.
#[derive(Clone)]
pub struct Customer {
    /// The legacy system's key.
    pub legacy_customer_id: String,
    /// True for a business, which has a business name instead of a surname.
    pub business: bool,
    /// Given name; blank for a business.
    pub first_name: String,
    /// Surname as on the bill; blank for a business.
    pub last_name: String,
    /// Business name as on the bill; blank for a person.
    pub business_name: String,
    /// E-mail; blank where none is on file.
    pub email: String,
    /// Telephone as it is written in the export.
    pub phone: String,
    /// Language of correspondence.
    pub language: Language,
    /// Where mail goes.
    pub mailing: Address,
}

impl Customer {
    /// Returns the name as it stands on the bill: the business name, or given name and surname.
    #[must_use]
    pub fn name_on_bill(&self) -> String {
        if self.business {
            self.business_name.clone()
        } else {
            format!("{} {}", self.first_name, self.last_name)
                .trim()
                .to_owned()
        }
    }
}

/// The place served.
#[derive(Clone)]
pub struct Premise {
    /// The legacy system's key.
    pub legacy_premise_id: String,
    /// The service address.
    pub service: Address,
    /// The representative's district, where the export has one.
    pub district: Option<String>,
}

/// What a bill is addressed to; has a number.
#[derive(Clone)]
pub struct Account {
    /// The legacy number as it is written, dashes and leading zeros included.
    pub legacy_account_number: String,
    /// Key of the customer; none where the export has no customers.
    pub legacy_customer_id: Option<String>,
    /// Key of the premise; none where the export has no premises.
    pub legacy_premise_id: Option<String>,
    /// The place itself, where it stands in the account's own row. Of several accounts at one
    /// place the first row that can be read gives its address, carried or not.
    pub place: Option<Premise>,
    /// True while open, false once closed.
    pub open: bool,
    /// Day the account was opened.
    pub opened_on: Option<NaiveDate>,
    /// Day it was closed; none while open.
    pub closed_on: Option<NaiveDate>,
    /// The group it is read and billed with.
    pub bill_cycle: Option<String>,
    /// Due day of the month that the customer chose; none for the cycle's own.
    pub custom_due_day: Option<u32>,
    /// Accounts with the same value share a statement.
    pub statement_group: Option<String>,
    /// Rate class.
    pub rate_class: Option<String>,
    /// Balance on the extract date; positive means owed. None where the export has no money.
    pub balance: Option<Cents>,
    /// Security deposit held, not part of the balance.
    pub deposit: Option<Cents>,
    /// Monthly donation inside the bills' charges.
    pub donation: Option<Cents>,
    /// On the customer record: someone here depends on powered medical equipment.
    pub medical_baseline: bool,
    /// On automatic payment in the legacy system.
    pub autopay: bool,
    /// Electronic bill only in the legacy system.
    pub paperless: bool,
}

impl Account {
    /// Returns an account of which only the number is known, for an export that has no account
    /// file.
    #[must_use]
    pub fn only_named(legacy_account_number: &str, open: bool) -> Self {
        Self {
            legacy_account_number: legacy_account_number.to_owned(),
            legacy_customer_id: None,
            legacy_premise_id: None,
            place: None,
            open,
            opened_on: None,
            closed_on: None,
            bill_cycle: None,
            custom_due_day: None,
            statement_group: None,
            rate_class: None,
            balance: None,
            deposit: None,
            donation: None,
            medical_baseline: false,
            autopay: false,
            paperless: false,
        }
    }
}

/// An account's state in the portal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PortalStatus {
    /// Its customer sees it.
    Enrolled,
    /// Its customer may enrol.
    Unenrolled,
    /// Locked for good by the utility.
    PermanentLock,
    /// Hidden by its customer or the utility.
    Hidden,
}

impl PortalStatus {
    /// Every state.
    pub const ALL: [Self; 4] = [
        Self::Enrolled,
        Self::Unenrolled,
        Self::PermanentLock,
        Self::Hidden,
    ];

    /// Returns the name as `account.portal_status` has it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Enrolled => "enrolled",
            Self::Unenrolled => "unenrolled",
            Self::PermanentLock => "permanent_lock",
            Self::Hidden => "hidden",
        }
    }
}

/// How an account stands in the legacy portal for one of its log-ins.
#[derive(Clone)]
pub struct UserAccount {
    /// The log-in.
    pub user_id: String,
    /// The account.
    pub legacy_account_number: String,
    /// Its state.
    pub portal_status: PortalStatus,
}

/// A measuring device on an account. A replaced meter leaves two of them.
#[derive(Clone)]
pub struct Meter {
    /// Serial number.
    pub meter_number: String,
    /// The account it serves.
    pub legacy_account_number: String,
    /// What it measures: electric, water, gas.
    pub commodity: String,
    /// Multiplier from dial to quantity; 1 where the export has none.
    pub multiplier: rust_decimal::Decimal,
    /// Day it was installed.
    pub installed_on: Option<NaiveDate>,
    /// Day it was removed; none while in place.
    pub removed_on: Option<NaiveDate>,
}

/// A log-in of the legacy portal.
#[derive(Clone)]
pub struct WebUser {
    /// The legacy system's key.
    pub user_id: String,
    /// The customer it belongs to.
    pub legacy_customer_id: String,
    /// Log-in name.
    pub login: String,
    /// E-mail.
    pub email: String,
    /// Password hash as exported; carried only where the policy says so.
    pub password_hash: Option<String>,
    /// Consecutive failed log-ins.
    pub failed_logins: u32,
    /// Locked in the legacy system.
    pub locked: bool,
    /// First log-in.
    pub first_login_at: Option<DateTime<Utc>>,
    /// Last log-in.
    pub last_login_at: Option<DateTime<Utc>>,
}
