//! What a letter has to say, before any word of it is chosen.

use super::account::{Address, Language};
use super::money::Cents;
use super::period_change::PeriodChange;
use chrono::NaiveDate;

/// A thing a customer must be told. Declared in the order in which a letter tells them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeKind {
    /// The account has a new number.
    NewAccountNumber,
    /// A bill's or an installment's due date moved.
    DueDateMoved,
    /// A billing period is longer or shorter.
    PeriodChanged,
    /// A draft will not run.
    DraftCancelled,
    /// A draft runs on another day.
    DraftMoved,
    /// Automatic payment must be set up again.
    AutopayReEnroll,
    /// The number at the customer's bank must, or may, be changed.
    BankBillPay,
    /// Stored payment methods were not moved.
    PaymentMethodsRemoved,
    /// Paper bills come until electronic bills are chosen again.
    PaperlessReEnroll,
    /// The log-in must be made again.
    ReRegister,
}

impl NoticeKind {
    /// Every kind, in the order in which a letter tells them.
    pub const ALL: [Self; 10] = [
        Self::NewAccountNumber,
        Self::DueDateMoved,
        Self::PeriodChanged,
        Self::DraftCancelled,
        Self::DraftMoved,
        Self::AutopayReEnroll,
        Self::BankBillPay,
        Self::PaymentMethodsRemoved,
        Self::PaperlessReEnroll,
        Self::ReRegister,
    ];

    /// Returns the code that stands in the mapping, the manifest and the database.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::NewAccountNumber => "new_account_number",
            Self::DueDateMoved => "due_date_moved",
            Self::PeriodChanged => "period_changed",
            Self::DraftCancelled => "draft_cancelled",
            Self::DraftMoved => "draft_moved",
            Self::AutopayReEnroll => "autopay_re_enroll",
            Self::BankBillPay => "bank_bill_pay",
            Self::PaymentMethodsRemoved => "payment_methods_removed",
            Self::PaperlessReEnroll => "paperless_re_enroll",
            Self::ReRegister => "re_register",
        }
    }

    /// Returns the kind with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// A due date, or a draft's day, that moved out of the blackout window.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct MovedDate {
    /// The date the customer was told.
    pub old: NaiveDate,
    /// The date that counts now.
    pub new: NaiveDate,
    /// Total due of the bill, or the installment's or draft's amount.
    pub amount: Cents,
}

/// A draft that will not run.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct CancelledDraft {
    /// The day it was planned for.
    pub date: NaiveDate,
    /// Its amount.
    pub amount: Cents,
}

/// One of the customer's accounts, with what the letter says about it.
#[derive(Clone, Debug, serde::Serialize)]
pub struct LetterAccount {
    /// The portal's number, in full.
    pub account_number: String,
    /// The legacy number as the customer knows it; a template shows its last four digits only.
    pub legacy_account_number: String,
    /// The place served; none where the export has no premises.
    pub service_address: Option<Address>,
    /// False for a closed account that still has a balance.
    pub open: bool,
    /// True where the portal does not let its customer in: it is locked for good, or hidden.
    pub portal_closed: bool,
    /// What this account's customer is told because of it, in letter order.
    pub kinds: Vec<NoticeKind>,
    /// Balance on the extract date.
    pub balance: Cents,
    /// The due day that the customer chose, which stays.
    pub custom_due_day: Option<u32>,
    /// Total due of this account's own latest bill, which the enrolment check accepts.
    pub last_bill_total: Option<Cents>,
    /// Bills whose due date moved.
    pub moved_bills: Vec<MovedDate>,
    /// Due dates of bills that stay inside the window, on the day that the customer chose.
    pub kept_bills: Vec<NaiveDate>,
    /// Installments whose due date moved.
    pub moved_installments: Vec<MovedDate>,
    /// Billing periods that are longer or shorter.
    pub changed_periods: Vec<PeriodChange>,
    /// Drafts that will not run.
    pub cancelled_drafts: Vec<CancelledDraft>,
    /// Drafts that run on another day.
    pub moved_drafts: Vec<MovedDate>,
}

/// One letter to one customer.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Letter {
    /// Stable id of the notice.
    pub notice_id: String,
    /// The customer's key.
    pub customer_id: String,
    /// The customer's language.
    pub language: Language,
    /// The name on the bill, exactly.
    pub name: String,
    /// The name that enrolment asks for: the surname, or the business name.
    pub enrolment_name: String,
    /// True for a business.
    pub business: bool,
    /// Where the letter goes.
    pub mailing: Address,
    /// The codes of everything the letter says, in letter order.
    pub kinds: Vec<NoticeKind>,
    /// The accounts it is about, ordered by legacy number.
    pub accounts: Vec<LetterAccount>,
}

impl Letter {
    /// Returns the kinds joined with `+`, as `notice.kind` has them.
    #[must_use]
    pub fn kind_text(&self) -> String {
        self.kinds
            .iter()
            .map(|kind| kind.code())
            .collect::<Vec<_>>()
            .join("+")
    }
}
