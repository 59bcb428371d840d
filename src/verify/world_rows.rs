//! The rows of the small delivery that tests verify, and the policy it is taken over by.

use super::world::day;
use crate::record::account::{
    Account, Address, Customer, Language, Meter, PortalStatus, Premise, UserAccount, WebUser,
};
use crate::record::calendar::CalendarRow;
use crate::record::dates::{BusinessDays, DateRange};
use crate::record::history::{
    Activity, Adjustment, Bill, Draft, Installment, Note, Payment, PaymentMethod, Usage,
};
use crate::record::letter::NoticeKind;
use crate::record::money::Cents;
use crate::record::policy::{Carry, Check, Designated, NumberPolicy, Policy, RejectLimit, Utility};
use crate::record::source::{ColumnFault, Entity, Mapped, Record};

pub(super) fn policy() -> Policy {
    Policy {
        utility: Utility::default(),
        time_zone: chrono_tz::America::Los_Angeles,
        extracted_on: day("2017-02-23"),
        cutover_on: day("2017-03-01"),
        blackout: Some(DateRange {
            from: day("2017-02-24"),
            to: day("2017-03-02"),
        }),
        windows: crate::record::windows::Windows::of_blackout(Some(DateRange {
            from: day("2017-02-24"),
            to: day("2017-03-02"),
        })),
        shift: crate::record::policy::ShiftRules::defaults(day("2017-02-23"), (25, 37)),
        history_months: 24,
        activity_months: None,
        numbers: NumberPolicy::Assign {
            length: 10,
            first: (1..=9).collect(),
            check: Check::Luhn,
        },
        autopay: Carry::Reset,
        paperless: Carry::Reset,
        credentials: Carry::Reset,
        enrolled: crate::record::policy::Enrolled::Nobody,
        failed_logins_lock: Some(5),
        drafts_cancel_from: Some(day("2017-02-24")),
        drafts_cancel_states: [].into(),
        designated: Designated::MoveLater,
        days_to_pay: 20,
        period_days: (25, 37),
        daily_capacity: 75,
        move_within_days: 20,
        move_with_bill_within_days: 30,
        business_days: BusinessDays::default(),
        late_fee_waived_until: Some(day("2017-03-02")),
        disconnect_hold_until: Some(day("2017-03-02")),
        collection_hold_until: Some(day("2017-03-02")),
        images_from: Some(day("2017-03-01")),
        notices: [
            NoticeKind::NewAccountNumber,
            NoticeKind::DueDateMoved,
            NoticeKind::DraftCancelled,
            NoticeKind::AutopayReEnroll,
            NoticeKind::BankBillPay,
            NoticeKind::ReRegister,
        ]
        .into(),
        old_number_still_works: false,
        reject_limit: RejectLimit {
            basis_points: 100,
            at_least: 10,
        },
        donation_program: Some("Helping Hands".to_owned()),
        purge_hold_days: 90,
    }
}

pub(super) fn good(record: Record) -> Mapped {
    Mapped {
        skipped: false,
        legacy_account_number: record.legacy_account_number().map(str::to_owned),
        record: Ok(record),
        money: Vec::new(),
    }
}

pub(super) fn customer(
    id: &str,
    first: &str,
    last: &str,
    business: &str,
    language: Language,
) -> Mapped {
    good(Record::Customer(Customer {
        legacy_customer_id: id.to_owned(),
        business: !business.is_empty(),
        first_name: first.to_owned(),
        last_name: last.to_owned(),
        business_name: business.to_owned(),
        email: format!("{id}@example.com"),
        phone: "(509) 555-0161".to_owned(),
        language,
        mailing: Address {
            line1: "1 Peñasco Ct".to_owned(),
            line2: String::new(),
            city: "Prosser".to_owned(),
            state: "WA".to_owned(),
            postal_code: "99350".to_owned(),
        },
    }))
}

pub(super) fn premise(id: &str) -> Mapped {
    good(Record::Premise(Premise {
        legacy_premise_id: id.to_owned(),
        service: Address {
            line1: format!("{id} Main St"),
            line2: String::new(),
            city: "Prosser".to_owned(),
            state: "WA".to_owned(),
            postal_code: "99350".to_owned(),
        },
        district: None,
    }))
}

pub(super) fn account(n: u32, open: bool, balance: i64) -> Mapped {
    good(Record::Account(Account {
        legacy_account_number: format!("0000{n}-{n}{n}{n}"),
        legacy_customer_id: Some(format!("C{n}")),
        legacy_premise_id: Some(format!("P{n}")),
        place: None,
        open,
        opened_on: Some(day("2010-01-04")),
        closed_on: (!open).then(|| day("2016-06-30")),
        bill_cycle: Some("3".to_owned()),
        custom_due_day: None,
        statement_group: None,
        rate_class: Some("TOU-4".to_owned()),
        balance: Some(Cents(balance)),
        deposit: Some(Cents(5000)),
        donation: Some(Cents(0)),
        medical_baseline: false,
        autopay: open,
        paperless: false,
    }))
}

fn bill(id: &str, account: &str, date: &str, due: &str, previous: i64, charges: i64) -> Mapped {
    good(Record::Bill(Bill {
        legacy_bill_id: id.to_owned(),
        legacy_account_number: account.to_owned(),
        bill_date: day(date),
        due_date: Some(day(due)),
        period_start: None,
        period_end: Some(day(date)),
        previous_balance: Some(Cents(previous)),
        current_charges: Cents(charges),
        total_due: Some(Cents(previous + charges)),
    }))
}

fn payment(id: &str, account: &str, date: &str, amount: i64) -> Mapped {
    good(Record::Payment(Payment {
        legacy_payment_id: id.to_owned(),
        legacy_account_number: account.to_owned(),
        paid_on: day(date),
        amount: Cents(amount),
        channel: "bank_bill_pay".to_owned(),
        reference: Some(format!("BA{id}")),
    }))
}

fn calendar(period: &str, read: &str, bill: &str, due: &str) -> Mapped {
    good(Record::Calendar(CalendarRow::new(
        "3",
        period,
        [day(read), day(bill), day(due)],
    )))
}

/// Meters, calendar and the rows of the ledger.
pub(super) fn history() -> Vec<(Entity, Vec<Mapped>)> {
    let meter = Record::Meter(Meter {
        meter_number: "E1".to_owned(),
        legacy_account_number: "00001-111".to_owned(),
        commodity: "electric".to_owned(),
        multiplier: 1.into(),
        installed_on: None,
        removed_on: None,
    });
    let usage = Record::Usage(Usage {
        legacy_account_number: "00001-111".to_owned(),
        meter_number: Some("E1".to_owned()),
        legacy_bill_id: Some("B2".to_owned()),
        period_start: Some(day("2017-01-02")),
        period_end: Some(day("2017-01-31")),
        quantity: 270.into(),
        unit: "kWh".to_owned(),
        estimated: false,
    });
    let adjustment = Record::Adjustment(Adjustment {
        legacy_adjustment_id: "A1".to_owned(),
        legacy_account_number: "00002-222".to_owned(),
        posted_on: day("2016-06-30"),
        amount: Cents(-500),
        kind: "credit".to_owned(),
        description: None,
    });
    let refused = Mapped {
        skipped: false,
        record: Err(vec![ColumnFault {
            column: "PAY_AMT".to_owned(),
            code: "row::bad_amount",
            message: "an amount with a letter in it".to_owned(),
        }]),
        legacy_account_number: Some("00001-111".to_owned()),
        money: Vec::new(),
    };
    vec![
        (Entity::Meter, vec![good(meter)]),
        (
            Entity::Calendar,
            vec![
                calendar("2017-01", "2017-01-02", "2017-01-04", "2017-01-24"),
                calendar("2017-02", "2017-01-31", "2017-02-03", "2017-02-24"),
            ],
        ),
        (
            Entity::Bill,
            vec![
                bill("B1", "00001-111", "2014-12-03", "2014-12-24", 0, 3000),
                bill("B2", "00001-111", "2017-02-03", "2017-02-24", 1000, 4000),
                bill("B3", "00002-222", "2016-06-30", "2016-07-20", 0, 2500),
                bill("B4", "00003-333", "2014-06-30", "2014-07-20", 0, 100),
            ],
        ),
        (Entity::Usage, vec![good(usage)]),
        (
            Entity::Payment,
            vec![
                payment("1", "00001-111", "2017-01-10", 2000),
                refused,
                payment("3", "00003-333", "2014-08-01", 100),
                payment("4", "00009-999", "2016-08-01", 100),
            ],
        ),
        (Entity::Adjustment, vec![good(adjustment)]),
    ]
}

pub(super) fn rest() -> Vec<(Entity, Vec<Mapped>)> {
    let account = || "00001-111".to_owned();
    let installment = Record::Installment(Installment {
        arrangement_id: "R1".to_owned(),
        legacy_account_number: account(),
        sequence: 1,
        due_date: day("2017-03-02"),
        amount: Cents(700),
    });
    let draft = Record::Draft(Draft {
        legacy_draft_id: "D1".to_owned(),
        legacy_account_number: account(),
        draft_date: day("2017-03-14"),
        amount: Cents(5000),
    });
    let method = Record::PaymentMethod(PaymentMethod {
        legacy_account_number: account(),
        kind: "card".to_owned(),
    });
    let note = Record::Note(Note {
        legacy_note_id: "N1".to_owned(),
        legacy_account_number: account(),
        noted_on: day("2016-11-22"),
        text: "Meter E1 verified; paid with 5433 9589 6953 7930 at counter.".to_owned(),
        line: None,
        continues: false,
    });
    let user = Record::WebUser(WebUser {
        user_id: "U1".to_owned(),
        legacy_customer_id: "C1".to_owned(),
        login: "ana".to_owned(),
        email: "ana@example.com".to_owned(),
        password_hash: Some("$2b$12$x".to_owned()),
        failed_logins: 7,
        locked: true,
        first_login_at: None,
        last_login_at: None,
    });
    vec![
        (Entity::Installment, vec![good(installment)]),
        (Entity::Draft, vec![good(draft)]),
        (Entity::PaymentMethod, vec![good(method)]),
        (Entity::Note, vec![good(note)]),
        (Entity::WebUser, vec![good(user)]),
    ]
}

/// Returns a row that says how an account stands for a log-in.
pub(super) fn user_account(user: &str, account: &str, state: PortalStatus) -> Mapped {
    good(Record::UserAccount(UserAccount {
        user_id: user.to_owned(),
        legacy_account_number: account.to_owned(),
        portal_status: state,
    }))
}

/// Returns a line of the first account's activity log.
pub(super) fn activity(user: &str, at: &str, detail: &str) -> Mapped {
    good(Record::Activity(Activity {
        legacy_account_number: "00001-111".to_owned(),
        user_id: Some(user.to_owned()),
        at: at.parse().unwrap(),
        kind: "login".to_owned(),
        detail: Some(detail.to_owned()),
    }))
}
