//! What the letter texts may ask for: one letter, the utility and its decisions, as plain values.
//! In: a letter and facts. Out: values for the templates. It leaves out what a text must not
//! print: balances, the total of the latest bill, and all but the end of an old number.

use super::LetterFacts;
use super::changes::{MovedView, PeriodView, Periods, Why};
use crate::record::account::Address;
use crate::record::letter::{Letter, LetterAccount, NoticeKind};
use crate::record::policy::{Carry, Utility};
use chrono::NaiveDate;
use serde::Serialize;

/// Everything that all texts of one letter see.
#[derive(Debug, Serialize)]
pub(super) struct View<'a> {
    /// `en` or `es`; the filters for dates and lists read it.
    language: &'static str,
    utility: UtilityView<'a>,
    facts: FactsView,
    notice_id: &'a str,
    customer: CustomerView<'a>,
    /// Codes of what the letter says.
    kinds: Vec<&'static str>,
    accounts: Vec<AccountView<'a>>,
    /// True where the letter is about more than one account.
    several: bool,
    /// True where at least one account is open.
    any_open: bool,
}

#[derive(Debug, Serialize)]
struct UtilityView<'a> {
    name: &'a str,
    phone: &'a str,
    more_phones: Vec<PhoneView<'a>>,
    web: &'a str,
    portal: &'a str,
    hours: &'a str,
}

#[derive(Debug, Serialize)]
struct PhoneView<'a> {
    label: &'a str,
    number: &'a str,
}

#[derive(Debug, Serialize)]
struct FactsView {
    dated_on: Option<NaiveDate>,
    cutover_on: NaiveDate,
    late_fee_waived_until: Option<NaiveDate>,
    old_number_still_works: bool,
    /// True where everybody makes a new log-in.
    enroll_again: bool,
}

#[derive(Debug, Serialize)]
struct CustomerView<'a> {
    name: &'a str,
    enrolment_name: &'a str,
    business: bool,
    /// True where the enrolment check can take the ZIP code of the mailing address.
    has_zip: bool,
    /// True where it can take the total due of an account's latest bill.
    has_bill: bool,
}

/// One account as the texts see it.
#[derive(Debug, Serialize)]
pub(super) struct AccountView<'a> {
    number: &'a str,
    /// The number's end, for tables that also hold amounts; in full where two ends are alike.
    short: String,
    /// The end of the old number; none where the number stays.
    old: Option<String>,
    service: Option<String>,
    open: bool,
    /// True where the portal does not let the customer in.
    portal_closed: bool,
    /// True where the utility owes the customer.
    credit: bool,
    due_day: Option<u32>,
    #[serde(skip)]
    kinds: &'a [NoticeKind],
    moved_bills: Vec<MovedView>,
    kept_bills: &'a [NaiveDate],
    moved_installments: Vec<MovedView>,
    periods: Vec<PeriodView<'a>>,
    drafts: Vec<DraftView>,
    moved_drafts: Vec<MovedView>,
}

#[derive(Debug, Serialize)]
struct DraftView {
    date: NaiveDate,
    amount: i64,
}

/// The accounts that one section is about.
#[derive(Debug, Serialize)]
pub(super) struct Section<'a> {
    these: Vec<&'a AccountView<'a>>,
    /// True where these are all the accounts of the letter.
    all: bool,
    /// Why the dates of the section moved.
    why: Why,
    /// Bills that moved.
    bills: usize,
    /// The billing periods of all its accounts.
    periods: Periods<'a>,
}

impl<'a> View<'a> {
    /// Returns the values of one letter.
    pub(super) fn new(utility: &'a Utility, facts: &LetterFacts, letter: &'a Letter) -> Self {
        let zip = letter.mailing.postal_code.bytes().take(5);
        Self {
            language: letter.language.code(),
            utility: UtilityView {
                name: &utility.name,
                phone: &utility.phone,
                more_phones: utility
                    .more_phones
                    .iter()
                    .map(|(label, number)| PhoneView { label, number })
                    .collect(),
                web: &utility.web,
                portal: &utility.portal_name,
                hours: super::hours(utility, letter.language),
            },
            facts: FactsView {
                dated_on: facts.dated_on,
                cutover_on: facts.cutover_on,
                late_fee_waived_until: facts.late_fee_waived_until,
                old_number_still_works: facts.old_number_still_works,
                enroll_again: facts.credentials == Carry::Reset,
            },
            notice_id: &letter.notice_id,
            customer: CustomerView {
                name: letter.name.trim(),
                enrolment_name: letter.enrolment_name.trim(),
                business: letter.business,
                has_zip: zip.filter(u8::is_ascii_digit).count() == 5,
                has_bill: letter
                    .accounts
                    .iter()
                    .any(|account| account.last_bill_total.is_some()),
            },
            kinds: letter.kinds.iter().map(|kind| kind.code()).collect(),
            several: letter.accounts.len() > 1,
            any_open: letter.accounts.iter().any(|account| account.open),
            accounts: letter
                .accounts
                .iter()
                .map(|account| AccountView::new(account, &letter.accounts, facts))
                .collect(),
        }
    }

    /// Returns the accounts that are told `kind`.
    pub(super) fn section(&self, kind: NoticeKind) -> Section<'_> {
        let these: Vec<_> = self
            .accounts
            .iter()
            .filter(|account| account.kinds.contains(&kind))
            .collect();
        let accounts = || these.iter().copied();
        let why = if kind == NoticeKind::DraftMoved {
            Why::of(accounts().flat_map(|account| &account.moved_drafts))
        } else {
            Why::of(accounts().flat_map(AccountView::due_dates))
        };
        Section {
            all: these.len() == self.accounts.len(),
            why,
            bills: accounts().map(|account| account.moved_bills.len()).sum(),
            periods: Periods::of(accounts().flat_map(|account| &account.periods)),
            these,
        }
    }
}

impl Section<'_> {
    /// Returns true where no account is told this.
    pub(super) fn is_empty(&self) -> bool {
        self.these.is_empty()
    }
}

impl<'a> AccountView<'a> {
    /// Returns the due dates that moved.
    fn due_dates(&self) -> impl Iterator<Item = &MovedView> {
        self.moved_bills.iter().chain(&self.moved_installments)
    }

    fn new(account: &'a LetterAccount, all: &[LetterAccount], facts: &LetterFacts) -> Self {
        let number = account.account_number.as_str();
        let end = end_of(number);
        let alike = all
            .iter()
            .filter(|other| end_of(&other.account_number) == end)
            .count();
        Self {
            number,
            short: if alike > 1 {
                number.to_owned()
            } else {
                end.clone()
            },
            old: (account.legacy_account_number != number)
                .then(|| end_of(&account.legacy_account_number)),
            service: account.service_address.as_ref().and_then(one_line),
            open: account.open,
            portal_closed: account.portal_closed,
            credit: account.balance.0 < 0,
            due_day: account.custom_due_day,
            kinds: &account.kinds,
            moved_bills: MovedView::list(&account.moved_bills, &facts.due),
            kept_bills: &account.kept_bills,
            moved_installments: MovedView::list(&account.moved_installments, &facts.due),
            periods: PeriodView::list(&account.changed_periods),
            moved_drafts: MovedView::list(&account.moved_drafts, &facts.draft),
            drafts: account
                .cancelled_drafts
                .iter()
                .map(|draft| DraftView {
                    date: draft.date,
                    amount: draft.amount.0,
                })
                .collect(),
        }
    }
}

/// Returns the last four letters or digits of a number, with what stands between them, after an
/// ellipsis. A number of eight or fewer shows half of them.
fn end_of(number: &str) -> String {
    let count = number.chars().filter(|c| c.is_alphanumeric()).count();
    let mut left = (count / 2).min(4);
    let kept: Vec<char> = number
        .chars()
        .rev()
        .take_while(|c| {
            let takes = left > 0;
            if c.is_alphanumeric() {
                left = left.saturating_sub(1);
            }
            takes
        })
        .collect();
    std::iter::once('…').chain(kept.into_iter().rev()).collect()
}

/// Returns street, unit and city on one line; none where all are blank.
fn one_line(address: &Address) -> Option<String> {
    let parts: Vec<&str> = [&address.line1, &address.line2, &address.city]
        .into_iter()
        .map(|part| part.trim())
        .filter(|part| !part.is_empty())
        .collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_end_of_a_number_is_shown() {
        for (number, end) in [
            ("01234-143", "…4-143"),
            ("0000048213", "…8213"),
            ("2-12-345-6789", "…6789"),
            ("123-4567", "…567"),
            ("1234", "…34"),
            ("7", "…"),
            ("", "…"),
        ] {
            assert_eq!(end_of(number), end, "{number}");
        }
    }

    #[test]
    fn a_service_address_is_one_line_without_gaps() {
        let mut address = Address {
            line1: "412 Canal St".to_owned(),
            city: "Kennewick".to_owned(),
            ..Address::default()
        };
        assert_eq!(one_line(&address).unwrap(), "412 Canal St, Kennewick");
        address.line2 = " Apt 3 ".to_owned();
        assert_eq!(
            one_line(&address).unwrap(),
            "412 Canal St, Apt 3, Kennewick"
        );
        assert_eq!(one_line(&Address::default()), None);
    }
}
