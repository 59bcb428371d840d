//! What is remembered of each account's history while it streams by: sums and the few rows that a
//! letter must name. As large as the accounts.

use crate::decide::{bill_effect, drafts, due_dates};
use crate::record::account::PortalStatus;
use crate::record::dates::DateRange;
use crate::record::history::{Adjustment, Bill, Draft, Installment, Payment};
use crate::record::money::Cents;
use crate::record::period_change::BasisBill;
use crate::record::policy::Policy;
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// Cents over all readable rows, and over those inside the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// All readable rows.
    pub all: i128,
    /// Rows dated inside the window.
    pub window: i128,
    /// True where at least one row is dated inside the window.
    pub active: bool,
}

impl Sums {
    fn add(&mut self, cents: Cents, inside: bool) {
        self.all += i128::from(cents.0);
        if inside {
            self.window += i128::from(cents.0);
            self.active = true;
        }
    }
}

/// A bill whose due date may move.
#[derive(Clone, Debug)]
pub struct OpenBill {
    /// Day it was issued.
    pub bill_date: NaiveDate,
    /// Due date as printed.
    pub due_date: NaiveDate,
    /// Total due; none where the export has none.
    pub total_due: Option<Cents>,
}

/// An account's bills.
#[derive(Clone, Debug, Default)]
pub struct Bills {
    /// Current charges.
    pub charges: Sums,
    /// Bill date, number and total of the latest bill inside the window.
    pub latest: Option<(NaiveDate, String, Option<Cents>)>,
    /// The latest bill inside the window that a day's charges can be taken from; remembered only
    /// where billing periods may change.
    pub basis: Option<BasisBill>,
    /// Bills whose due date may move.
    pub may_move: Vec<OpenBill>,
    /// Dates of bills that a draft may have to keep its days behind.
    pub draft_dates: Vec<NaiveDate>,
}

impl Bills {
    /// Adds a bill. `window` is that of the history.
    pub fn add(&mut self, bill: &Bill, window: DateRange, policy: &Policy) {
        let inside = window.contains(bill.bill_date);
        self.charges.add(bill.current_charges, inside);
        if drafts::may_bind(bill.bill_date, policy) {
            self.draft_dates.push(bill.bill_date);
        }
        if !inside {
            return;
        }
        let latest = self
            .latest
            .as_ref()
            .map(|(date, id, _)| (*date, id.as_str()));
        if latest < Some((bill.bill_date, bill.legacy_bill_id.as_str())) {
            self.latest = Some((bill.bill_date, bill.legacy_bill_id.clone(), bill.total_due));
        }
        if bill_effect::may_change(policy) {
            self.remember_basis(bill);
        }
        if let Some(due_date) = bill.due_date
            && due_dates::may_move(bill.bill_date, due_date, policy)
        {
            self.may_move.push(OpenBill {
                bill_date: bill.bill_date,
                due_date,
                total_due: bill.total_due,
            });
        }
    }

    /// Keeps the bill where it can be a basis and none known is later. Of a day's bills the last
    /// by number counts.
    fn remember_basis(&mut self, bill: &Bill) {
        let known = self.basis.as_ref();
        let known = known.map(|one| (one.bill_date, one.legacy_bill_id.as_str()));
        if known < Some((bill.bill_date, bill.legacy_bill_id.as_str()))
            && let Some(basis) = bill_effect::basis(bill)
        {
            self.basis = Some(basis);
        }
    }
}

/// An account's payments.
#[derive(Clone, Copy, Debug, Default)]
pub struct Payments {
    /// Amounts.
    pub amounts: Sums,
    /// True where a payment inside the window came through the customer's bank.
    pub bank_bill_pay: bool,
}

impl Payments {
    /// Adds a payment.
    pub fn add(&mut self, payment: &Payment, window: DateRange) {
        let inside = window.contains(payment.paid_on);
        self.amounts.add(payment.amount, inside);
        self.bank_bill_pay |= inside && payment.channel == "bank_bill_pay";
    }
}

/// An account's adjustments.
#[derive(Clone, Copy, Debug, Default)]
pub struct Adjustments {
    /// Amounts.
    pub amounts: Sums,
}

impl Adjustments {
    /// Adds an adjustment.
    pub fn add(&mut self, adjustment: &Adjustment, window: DateRange) {
        self.amounts
            .add(adjustment.amount, window.contains(adjustment.posted_on));
    }
}

/// Everything remembered of one account.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// Bills.
    pub bills: Bills,
    /// Payments.
    pub payments: Payments,
    /// Adjustments.
    pub adjustments: Adjustments,
    /// Due date and amount of installments.
    pub installments: Vec<(NaiveDate, Cents)>,
    /// Date and amount of drafts.
    pub drafts: Vec<(NaiveDate, Cents)>,
    /// True where a card or bank account was on file.
    pub stored_method: bool,
    /// The states in which its log-ins have it in the legacy portal.
    pub portal_states: BTreeSet<PortalStatus>,
}

impl History {
    /// Adds an installment.
    pub fn add_installment(&mut self, installment: &Installment) {
        self.installments
            .push((installment.due_date, installment.amount));
    }

    /// Adds a draft.
    pub fn add_draft(&mut self, draft: &Draft) {
        self.drafts.push((draft.draft_date, draft.amount));
    }

    /// Returns charges plus adjustments minus payments over all readable rows.
    #[must_use]
    pub fn ledger(&self) -> i128 {
        self.bills.charges.all + self.adjustments.amounts.all - self.payments.amounts.all
    }

    /// Returns the same inside the window.
    #[must_use]
    pub fn carried_effect(&self) -> i128 {
        self.bills.charges.window + self.adjustments.amounts.window - self.payments.amounts.window
    }

    /// Returns true where anything is dated inside the window.
    #[must_use]
    pub fn is_active(&self) -> bool {
        self.bills.charges.active || self.payments.amounts.active || self.adjustments.amounts.active
    }
}
