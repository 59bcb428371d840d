//! Who must be told what: one letter a customer, or none.
//!
//! In: a customer and the carried accounts, with what happened to each. Out: what the letter has
//! to say, without a word of it. An account that is closed and settled is told nothing; a closed
//! one with a balance is told all but what only an open account has to do with: its next billing
//! periods, the number at the bank and the log-in. Nothing is told that the policy does not list.

use crate::record::account::{Address, Customer};
use crate::record::letter::{CancelledDraft, Letter, LetterAccount, MovedDate, NoticeKind};
use crate::record::money::Cents;
use crate::record::period_change::PeriodChange;
use crate::record::policy::Policy;
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// What happened to one carried account, as far as its customer may have to know.
#[derive(Clone, Debug, Default)]
pub struct AccountNotice {
    /// The portal's number.
    pub account_number: String,
    /// The legacy number as it is written.
    pub legacy_account_number: String,
    /// True while open.
    pub open: bool,
    /// Locked for good or hidden in the portal.
    pub portal_closed: bool,
    /// Balance on the extract date; none where the export has no money.
    pub balance: Option<Cents>,
    /// On automatic payment in the legacy system.
    pub autopay: bool,
    /// On electronic bills in the legacy system.
    pub paperless: bool,
    /// A bank bill pay payment is dated inside the window.
    pub bank_bill_pay: bool,
    /// A payment method was stored.
    pub stored_method: bool,
    /// The place served; none where the export has no premises.
    pub service_address: Option<Address>,
    /// The due day that the customer chose.
    pub custom_due_day: Option<u32>,
    /// Total due of this account's own latest bill.
    pub last_bill_total: Option<Cents>,
    /// Bills whose due date moved, in any order.
    pub moved_bills: Vec<MovedDate>,
    /// Due dates of bills that stay inside the window on the customer's own day, in any order. They
    /// are no reason for a letter; one that is sent tells of them.
    pub kept_bills: Vec<NaiveDate>,
    /// Installments whose due date moved, in any order.
    pub moved_installments: Vec<MovedDate>,
    /// Billing periods that are longer or shorter, in any order.
    pub changed_periods: Vec<PeriodChange>,
    /// Drafts that will not run, in any order.
    pub cancelled_drafts: Vec<CancelledDraft>,
    /// Drafts that run on another day than planned, in any order.
    pub moved_drafts: Vec<MovedDate>,
}

/// Returns the customer's letter, or none where there is nothing to say.
///
/// `accounts` are all carried accounts of the customer, in any order; `has_web_user` is true where
/// the customer has a log-in that could be read. The letter is about those accounts that have
/// something to say, and repeats only what one of its kinds is about.
#[must_use]
pub fn letter(
    customer: &Customer,
    accounts: Vec<AccountNotice>,
    has_web_user: bool,
    policy: &Policy,
) -> Option<Letter> {
    let mut accounts: Vec<LetterAccount> = accounts
        .into_iter()
        .filter_map(|account| {
            let kinds = kinds(&account, has_web_user, &policy.notices);
            (!kinds.is_empty()).then(|| letter_account(account, kinds))
        })
        .collect();
    accounts.sort_by(|a, b| a.legacy_account_number.cmp(&b.legacy_account_number));
    let kinds: BTreeSet<NoticeKind> = accounts
        .iter()
        .flat_map(|account| account.kinds.iter().copied())
        .collect();
    if kinds.is_empty() {
        return None;
    }
    Some(Letter {
        notice_id: notice_id(&customer.legacy_customer_id),
        customer_id: customer.legacy_customer_id.clone(),
        language: customer.language,
        name: customer.name_on_bill(),
        enrolment_name: if customer.business {
            customer.business_name.clone()
        } else {
            customer.last_name.clone()
        },
        business: customer.business,
        mailing: customer.mailing.clone(),
        kinds: kinds.into_iter().collect(),
        accounts,
    })
}

/// Returns the id of the customer's notice: the same in every run.
#[must_use]
pub fn notice_id(customer_id: &str) -> String {
    format!("N-{customer_id}")
}

/// Returns what is told because of one account, in letter order.
#[must_use]
pub fn kinds(
    account: &AccountNotice,
    has_web_user: bool,
    told: &BTreeSet<NoticeKind>,
) -> Vec<NoticeKind> {
    let owes_or_is_owed = account.balance.is_some_and(|balance| balance.0 != 0);
    if !account.open && !owes_or_is_owed {
        return Vec::new();
    }
    let has_cause = |kind: &NoticeKind| match kind {
        NoticeKind::NewAccountNumber => true,
        NoticeKind::DueDateMoved => {
            !account.moved_bills.is_empty() || !account.moved_installments.is_empty()
        }
        NoticeKind::PeriodChanged => account.open && !account.changed_periods.is_empty(),
        NoticeKind::DraftCancelled => !account.cancelled_drafts.is_empty(),
        NoticeKind::DraftMoved => account.autopay && !account.moved_drafts.is_empty(),
        NoticeKind::AutopayReEnroll => account.autopay,
        NoticeKind::BankBillPay => account.open && account.bank_bill_pay,
        NoticeKind::PaymentMethodsRemoved => account.stored_method,
        NoticeKind::PaperlessReEnroll => account.paperless,
        NoticeKind::ReRegister => account.open && has_web_user,
    };
    told.iter().copied().filter(has_cause).collect()
}

fn letter_account(account: AccountNotice, kinds: Vec<NoticeKind>) -> LetterAccount {
    let dates_told = kinds.contains(&NoticeKind::DueDateMoved);
    let periods_told = kinds.contains(&NoticeKind::PeriodChanged);
    let cancelled_told = kinds.contains(&NoticeKind::DraftCancelled);
    let moved_told = kinds.contains(&NoticeKind::DraftMoved);
    LetterAccount {
        account_number: account.account_number,
        legacy_account_number: account.legacy_account_number,
        service_address: account.service_address,
        open: account.open,
        portal_closed: account.portal_closed,
        kinds,
        balance: account.balance.unwrap_or_default(),
        custom_due_day: account.custom_due_day,
        last_bill_total: account.last_bill_total,
        moved_bills: sorted(account.moved_bills, dates_told),
        kept_bills: sorted(account.kept_bills, true),
        moved_installments: sorted(account.moved_installments, dates_told),
        changed_periods: sorted(account.changed_periods, periods_told),
        cancelled_drafts: sorted(account.cancelled_drafts, cancelled_told),
        moved_drafts: sorted(account.moved_drafts, moved_told),
    }
}

/// Returns the rows by date, or none of them where the letter does not speak of them.
fn sorted<T: Ord>(mut rows: Vec<T>, told: bool) -> Vec<T> {
    if !told {
        rows.clear();
    }
    rows.sort();
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::samples::{day, policy};
    use crate::record::account::Language;

    fn customer() -> Customer {
        Customer {
            legacy_customer_id: "C1".to_owned(),
            business: false,
            first_name: "Ana".to_owned(),
            last_name: "Peña".to_owned(),
            business_name: String::new(),
            email: String::new(),
            phone: String::new(),
            language: Language::Es,
            mailing: Address::default(),
        }
    }

    fn account(legacy: &str) -> AccountNotice {
        AccountNotice {
            legacy_account_number: legacy.to_owned(),
            open: true,
            ..AccountNotice::default()
        }
    }

    fn moved(new: &str) -> MovedDate {
        MovedDate {
            old: day("2017-02-27"),
            new: day(new),
            amount: Cents(100),
        }
    }

    fn changed() -> PeriodChange {
        PeriodChange {
            period: "2017-03".to_owned(),
            legacy_days: 30,
            days: 33,
            basis: None,
            expected_change: None,
            prorated: false,
        }
    }

    /// An account with every cause there is.
    fn everything(legacy: &str) -> AccountNotice {
        AccountNotice {
            balance: Some(Cents(1)),
            autopay: true,
            paperless: true,
            bank_bill_pay: true,
            stored_method: true,
            moved_bills: vec![moved("2017-03-06"), moved("2017-03-03")],
            changed_periods: vec![changed()],
            cancelled_drafts: vec![CancelledDraft {
                date: day("2017-03-01"),
                amount: Cents(5),
            }],
            moved_drafts: vec![moved("2017-03-04"), moved("2017-03-03")],
            ..account(legacy)
        }
    }

    fn told(account: &AccountNotice, has_web_user: bool) -> Vec<NoticeKind> {
        kinds(account, has_web_user, &policy().notices)
    }

    #[test]
    fn each_kind_has_its_own_cause() {
        use NoticeKind as K;
        type Cause = fn(&mut AccountNotice);
        let only_number = vec![K::NewAccountNumber];
        assert_eq!(told(&account("1"), false), only_number);
        let cases: [(K, Cause); 8] = [
            (K::DueDateMoved, |a| {
                a.moved_bills = vec![moved("2017-03-03")]
            }),
            (K::DueDateMoved, |a| {
                a.moved_installments = vec![moved("2017-03-03")]
            }),
            (K::PeriodChanged, |a| a.changed_periods = vec![changed()]),
            (K::DraftCancelled, |a| {
                a.cancelled_drafts = everything("1").cancelled_drafts;
            }),
            (K::AutopayReEnroll, |a| a.autopay = true),
            (K::BankBillPay, |a| a.bank_bill_pay = true),
            (K::PaymentMethodsRemoved, |a| a.stored_method = true),
            (K::PaperlessReEnroll, |a| a.paperless = true),
        ];
        for (kind, cause) in cases {
            let mut account = account("1");
            cause(&mut account);
            assert_eq!(told(&account, false), [K::NewAccountNumber, kind]);
        }
        assert_eq!(
            told(&account("1"), true),
            [K::NewAccountNumber, K::ReRegister]
        );
        assert_eq!(told(&everything("1"), true), K::ALL);
    }

    #[test]
    fn a_moved_draft_is_told_only_on_autopay() {
        let mut account = account("1");
        account.moved_drafts = vec![moved("2017-03-03")];
        assert_eq!(told(&account, false), [NoticeKind::NewAccountNumber]);
        account.autopay = true;
        assert!(told(&account, false).contains(&NoticeKind::DraftMoved));
    }

    #[test]
    fn a_bill_that_keeps_its_day_is_told_only_in_a_letter_that_is_sent_anyway() {
        let mut account = account("1");
        account.kept_bills = vec![day("2017-03-01"), day("2017-02-28")];
        let mut policy = policy();
        let letter = |policy: &Policy| letter(&customer(), vec![account.clone()], false, policy);
        let sent = letter(&policy).unwrap();
        let kept = [day("2017-02-28"), day("2017-03-01")];
        assert_eq!(sent.accounts[0].kept_bills, kept);
        policy.notices = [NoticeKind::DueDateMoved].into();
        assert!(letter(&policy).is_none());
    }

    #[test]
    fn a_closed_account_is_told_nothing_unless_a_balance_stands() {
        let mut closed = everything("1");
        closed.open = false;
        for (balance, is_told) in [
            (None, false),
            (Some(0), false),
            (Some(1), true),
            (Some(-1), true),
        ] {
            closed.balance = balance.map(Cents);
            assert_eq!(!told(&closed, true).is_empty(), is_told, "{balance:?}");
        }
    }

    #[test]
    fn a_closed_account_with_a_balance_has_no_next_bill_no_bank_and_no_login() {
        let mut closed = everything("1");
        closed.open = false;
        let open_only = [
            NoticeKind::PeriodChanged,
            NoticeKind::BankBillPay,
            NoticeKind::ReRegister,
        ];
        let mut expected = NoticeKind::ALL.to_vec();
        expected.retain(|kind| !open_only.contains(kind));
        assert_eq!(told(&closed, true), expected);
    }

    #[test]
    fn nothing_is_told_that_the_policy_does_not_list() {
        let mut policy = policy();
        policy.notices = [NoticeKind::AutopayReEnroll].into();
        let letter = letter(&customer(), vec![everything("1")], true, &policy).unwrap();
        assert_eq!(letter.kind_text(), "autopay_re_enroll");
        assert!(letter.accounts[0].moved_bills.is_empty());
        assert!(letter.accounts[0].changed_periods.is_empty());
        assert!(letter.accounts[0].cancelled_drafts.is_empty());
        assert!(letter.accounts[0].moved_drafts.is_empty());
        policy.notices = BTreeSet::new();
        assert!(super::letter(&customer(), vec![everything("1")], true, &policy).is_none());
    }

    #[test]
    fn one_letter_says_everything_once_and_names_the_accounts_it_is_about() {
        let mut settled = account("2");
        settled.open = false;
        let accounts = vec![everything("3"), settled, account("1")];
        let letter = letter(&customer(), accounts, true, &policy()).unwrap();
        assert_eq!(letter.notice_id, "N-C1");
        assert_eq!(
            (letter.name.as_str(), letter.enrolment_name.as_str()),
            ("Ana Peña", "Peña")
        );
        assert_eq!(letter.kinds, NoticeKind::ALL);
        let about: Vec<_> = letter
            .accounts
            .iter()
            .map(|a| a.legacy_account_number.as_str())
            .collect();
        assert_eq!(about, ["1", "3"]);
        let dates: Vec<_> = letter.accounts[1]
            .moved_bills
            .iter()
            .map(|m| m.new)
            .collect();
        assert_eq!(dates, [day("2017-03-03"), day("2017-03-06")]);
        let drafts = &letter.accounts[1].moved_drafts;
        assert_eq!(drafts, &[moved("2017-03-03"), moved("2017-03-04")]);
    }

    #[test]
    fn a_customer_without_cause_gets_no_letter() {
        let mut settled = everything("1");
        settled.open = false;
        settled.balance = Some(Cents(0));
        assert!(letter(&customer(), vec![settled], true, &policy()).is_none());
        assert!(letter(&customer(), Vec::new(), true, &policy()).is_none());
    }
}
