//! Invented letters that exercise every text, so that a fault in a text shows before the first
//! customer's letter is written. In: a language. Out: letters. Nobody in them is real.

use crate::record::account::{Address, Language};
use crate::record::letter::{CancelledDraft, Letter, LetterAccount, MovedDate, NoticeKind};
use crate::record::money::Cents;
use crate::record::period_change::PeriodChange;
use chrono::NaiveDate;

/// Returns an address in Kennewick.
pub(super) fn address(line1: &str, line2: &str) -> Address {
    Address {
        line1: line1.to_owned(),
        line2: line2.to_owned(),
        city: "Kennewick".to_owned(),
        state: "WA".to_owned(),
        postal_code: "99336-2107".to_owned(),
    }
}

/// Returns an open account that is told `kinds`, with what each of them lists.
pub(super) fn account(at: u32, kinds: &[NoticeKind]) -> LetterAccount {
    let day = |day| NaiveDate::from_ymd_opt(2017, 3, day).unwrap_or_default();
    let moved = |amount| MovedDate {
        old: day(1),
        new: day(6),
        amount: Cents(amount),
    };
    let told = |kind, count: usize| if kinds.contains(&kind) { count } else { 0 };
    LetterAccount {
        account_number: format!("71{:08}", 40_286_143 + u64::from(at) * 1_111_107),
        legacy_account_number: format!("{:05}-{:03}", 1_234 + at, 143 + at),
        service_address: Some(address(&format!("{} W Canal Dr", 412 + at * 8), "")),
        open: true,
        portal_closed: false,
        kinds: kinds.to_vec(),
        balance: Cents(12_345),
        custom_due_day: at.is_multiple_of(2).then_some(22),
        last_bill_total: Some(Cents(98_765)),
        moved_bills: vec![moved(123_456); told(NoticeKind::DueDateMoved, 1)],
        kept_bills: Vec::new(),
        moved_installments: vec![moved(4_225); told(NoticeKind::DueDateMoved, 2)],
        changed_periods: changed_periods(at, told(NoticeKind::PeriodChanged, 2)),
        cancelled_drafts: vec![
            CancelledDraft {
                date: day(9),
                amount: Cents(8_416),
            };
            told(NoticeKind::DraftCancelled, 1)
        ],
        moved_drafts: vec![moved(8_416); told(NoticeKind::DraftMoved, 1)],
    }
}

/// Returns invented periods: the second makes up for the first; every third account's bills are
/// not known, and of some nothing changes in cents.
fn changed_periods(at: u32, count: usize) -> Vec<PeriodChange> {
    let cents = match at % 3 {
        0 => Some(Cents(410)),
        1 => None,
        _ => Some(Cents(0)),
    };
    let april = PeriodChange {
        period: "2017-04".to_owned(),
        legacy_days: 30,
        days: 34,
        basis: None,
        expected_change: cents,
        prorated: at.is_multiple_of(2),
    };
    let may = PeriodChange {
        period: "2017-05".to_owned(),
        days: 26,
        expected_change: cents.map(|cents| Cents(-cents.0)),
        ..april.clone()
    };
    [april, may].into_iter().take(count).collect()
}

/// Returns a letter to a person about these accounts, saying all that its accounts are told.
pub(super) fn letter(language: Language, accounts: Vec<LetterAccount>) -> Letter {
    let said = |kind: &NoticeKind| accounts.iter().any(|account| account.kinds.contains(kind));
    Letter {
        notice_id: "N-0004711".to_owned(),
        customer_id: "C0004711".to_owned(),
        language,
        name: "Íñigo Muñoz-Güell".to_owned(),
        enrolment_name: "Muñoz-Güell".to_owned(),
        business: false,
        mailing: address("412 W Canal Dr", "Apt 3"),
        kinds: NoticeKind::ALL.into_iter().filter(said).collect(),
        accounts,
    }
}

/// Returns letters that between them take every path through the texts of a language.
pub(super) fn letters(language: Language) -> Vec<Letter> {
    let mut out: Vec<Letter> = NoticeKind::ALL
        .into_iter()
        .map(|kind| letter(language, vec![account(0, &[kind])]))
        .collect();
    let all = NoticeKind::ALL;
    let mut closed = account(1, &[NoticeKind::NewAccountNumber]);
    closed.open = false;
    let mut credit = closed.clone();
    credit.balance = Cents(-500);
    credit.service_address = None;
    out.push(letter(language, vec![account(0, &all)]));
    out.push(letter(language, vec![closed.clone()]));
    out.push(letter(language, vec![credit.clone()]));
    let mut shut = account(3, &[NoticeKind::DraftCancelled]);
    shut.portal_closed = true;
    out.push(letter(language, vec![shut.clone()]));
    let seen = account(0, &[NoticeKind::DraftCancelled]);
    out.push(letter(language, vec![seen, shut]));
    let mut business = letter(
        language,
        vec![account(0, &all), account(1, &all), closed, credit],
    );
    business.business = true;
    business.name = "Desert Wind Bakery LLC".to_owned();
    business.enrolment_name = business.name.clone();
    out.push(business);
    let mut bare = letter(language, vec![account(1, &all), account(2, &all)]);
    for account in &mut bare.accounts {
        account.last_bill_total = None;
        account.service_address = None;
        account.moved_bills.clear();
    }
    bare.name = String::new();
    out.push(bare.clone());
    bare.mailing.postal_code = String::new();
    out.push(bare);
    out
}
