//! The lines of the sample reports: invented figures of a small utility.

use super::removal::RemovedData;
use super::report::{
    BalanceLine, Balances, ControlTotal, FindingLine, KindCount, Letters, PaymentData,
    PeriodChanges, ReasonCount, RowAccount, RunFacts, Shift,
};
use super::report_holds::{HoldCounts, HoldLine};
use super::report_sample::{BLACKOUT, calendar, day, shift_of};
use crate::diag::finding::Finding;
use crate::record::dates::DateRange;
use crate::record::fate::{DropRule, FileAccount, MoneyAccount, Reject};
use crate::record::holds::{Hold, HoldKind, HoldReason};
use crate::record::money::Cents;
use crate::record::period_change::PeriodChange;
use crate::record::plan::Reason;

pub(super) fn file(
    name: &str,
    entity: &str,
    rows: [u64; 3],
    dropped: &[(DropRule, u64)],
    money: &[(&str, i128)],
) -> RowAccount {
    RowAccount::from(&FileAccount {
        file: name.into(),
        entity: entity.into(),
        sha256: "5d1f0c7a9be24e86".repeat(4),
        bytes: rows[0] * 74,
        rows_read: rows[0],
        rows_carried: rows[1],
        dropped: dropped.iter().copied().collect(),
        rows_rejected: rows[2],
        money: money
            .iter()
            .map(|&(column, cents)| {
                let account = MoneyAccount {
                    read: cents,
                    carried: cents - cents / 10,
                    dropped: cents / 10,
                    rejected: 0,
                };
                (column.to_owned(), account)
            })
            .collect(),
    })
}

pub(super) fn run() -> RunFacts {
    RunFacts {
        run_id: "r-7c1e94d20ab35f68".into(),
        utility: "Benton PUD".into(),
        mapping: "benton-pud.toml".into(),
        mapping_sha256: "e3b0c44298fc1c14".repeat(4),
        tool_version: "0.1.0".into(),
        extracted_on: day("2017-02-23"),
        cutover_on: day("2017-03-01"),
        blackout: Some(BLACKOUT),
        window: DateRange {
            from: day("2015-03-01"),
            to: day("2017-03-01"),
        },
        sample_key: true,
    }
}

pub(super) fn rows() -> Vec<RowAccount> {
    use DropRule::{
        AccountNotCarried, BeforeWindow, BillNotCarried, CustomerNotCarried,
        PaymentMethod as Method,
    };
    vec![
        file(
            "CUSTMAST.csv",
            "customer",
            [139, 137, 0],
            &[(CustomerNotCarried, 2)],
            &[],
        ),
        file(
            "ACCTMAST.csv",
            "account",
            [160, 158, 1],
            &[(AccountNotCarried, 1)],
            &[("CUR_BAL", 1_235_762), ("DEP_AMT", 265_300)],
        ),
        file(
            "BILLHIST.csv",
            "bill",
            [4509, 3871, 2],
            &[(BeforeWindow, 612), (AccountNotCarried, 24)],
            &[("CUR_CHG", 39_775_619), ("TOT_DUE", 41_062_692)],
        ),
        file(
            "USAGE.csv",
            "usage",
            [4520, 3881, 0],
            &[(BillNotCarried, 639)],
            &[],
        ),
        file(
            "PAYHIST.csv",
            "payment",
            [4276, 3812, 2],
            &[(BeforeWindow, 440), (AccountNotCarried, 22)],
            &[("PAY_AMT", 39_071_069)],
        ),
        file(
            "PAYMETH.csv",
            "payment_method",
            [57, 0, 0],
            &[(Method, 57)],
            &[],
        ),
    ]
}

pub(super) fn lines(prefix: &str, count: u64) -> Vec<BalanceLine> {
    (1..=count)
        .map(|n| BalanceLine {
            key: format!("{prefix}{n}"),
            legacy_cents: i128::from(n) * 48_211 - 60_000,
            portal_cents: i128::from(n) * 48_211 - 60_000,
        })
        .collect()
}

pub(super) fn removed(file: &str, column: &str, kind: &str, count: u64, rule: &str) -> RemovedData {
    RemovedData {
        file: file.into(),
        column: column.into(),
        kind: kind.into(),
        count,
        rows: count,
        rule: rule.into(),
    }
}

pub(super) fn shift() -> Shift {
    Shift {
        bills_moved: 41,
        installments_moved: 4,
        drafts_cancelled: 36,
        ..shift_of(&calendar(), 75)
    }
}

/// Two accounts with a longer and a shorter period; nothing is known of the bills of the second.
pub(super) fn periods() -> PeriodChanges {
    let change = |days, cents: Option<i64>| PeriodChange {
        period: "2017-03".into(),
        legacy_days: 30,
        days,
        basis: None,
        expected_change: cents.map(Cents),
        prorated: days > 33,
    };
    let mut all = PeriodChanges::new(false);
    all.add(&[change(34, Some(1_820)), change(26, Some(-1_820))]);
    all.add(&[change(34, None), change(26, None)]);
    all
}

pub(super) fn reject(
    file: &str,
    row: u64,
    column: &str,
    code: &'static str,
    message: &str,
) -> Reject {
    Reject {
        file: file.into(),
        row,
        column: column.into(),
        code,
        message: message.into(),
    }
}

pub(super) fn rejects() -> Vec<Reject> {
    vec![
        reject(
            "BILLHIST.csv",
            3231,
            "BILL_NO",
            "row::repeated_key",
            "bill \"B0031877\" stands in row 3230 already; the first row counts",
        ),
        reject(
            "BILLHIST.csv",
            4404,
            "BILL_DT",
            "row::bad_date",
            "\"02/30/2017\" is not a day, expected MM/DD/YYYY",
        ),
        reject(
            "PAYHIST.csv",
            1872,
            "ACCT_NO",
            "row::unknown_account",
            "no such account in this delivery",
        ),
        reject(
            "PAYHIST.csv",
            2348,
            "PAY_AMT",
            "row::bad_amount",
            "\"12.3O\" is no amount, expected 1,234.56",
        ),
        reject(
            "ACCTMAST.csv",
            88,
            "",
            "account::ledger_does_not_tie",
            "the ledger makes 84.16, the balance says 91.50",
        ),
    ]
}

pub(super) fn letters() -> Letters {
    let told = |kind: &str, en, es| KindCount {
        kind: kind.into(),
        en,
        es,
    };
    Letters {
        letters: 137,
        en: 104,
        es: 33,
        pages: 151,
        by_kind: vec![
            told("new_account_number", 104, 33),
            told("due_date_moved", 28, 9),
            told("draft_cancelled", 25, 8),
            told("autopay_re_enroll", 31, 10),
            told("bank_bill_pay", 22, 5),
            told("paperless_re_enroll", 38, 11),
            told("re_register", 64, 20),
        ],
    }
}

pub(super) fn total(entity: &str, measure: &str, value: &str) -> ControlTotal {
    ControlTotal {
        entity: entity.into(),
        measure: measure.into(),
        legacy_value: value.into(),
        portal_value: value.into(),
        agree: true,
    }
}

pub(super) fn balances() -> Balances {
    Balances {
        accounts: 158,
        legacy_cents: 1_231_346,
        opening_cents: 1_402_210,
        charges_cents: 34_612_877,
        adjustments_cents: 398_114,
        payments_cents: 35_181_855,
        portal_cents: 1_231_346,
        not_carried_cents: 4_416,
        by_class: lines("RES-", 3),
        by_cycle: lines("", 21),
        by_age: lines("bucket ", 5),
    }
}

pub(super) fn accounts() -> Vec<ReasonCount> {
    let count = |disposition: &str, reason, accounts| ReasonCount {
        disposition: disposition.into(),
        reason,
        accounts,
    };
    vec![
        count("carried", Reason::Open, 149),
        count("carried", Reason::Balance, 5),
        count("carried", Reason::Activity, 4),
        count("not_carried", Reason::ClosedBeforeWindow, 1),
        count("not_carried", Reason::LedgerDoesNotTie, 1),
    ]
}

pub(super) fn control_totals() -> Vec<ControlTotal> {
    vec![
        total("account", "rows", "160"),
        total("account", "balance_cents", "1235762"),
        total("bill", "total_due_cents", "41062692"),
        total("account", "number_hash_total", "612204418733"),
    ]
}

pub(super) fn payment_data() -> PaymentData {
    PaymentData {
        dropped: vec![
            removed(
                "PAYMETH.csv",
                "BANK_ACCT",
                "bank_account",
                26,
                "column_dropped",
            ),
            removed(
                "PAYMETH.csv",
                "CARD_EXP",
                "card_expiry",
                31,
                "column_dropped",
            ),
            removed(
                "PAYMETH.csv",
                "CARD_NO",
                "card_number",
                31,
                "column_dropped",
            ),
            removed(
                "PAYMETH.csv",
                "NAME_ON",
                "name_on_method",
                57,
                "column_dropped",
            ),
            removed("PAYMETH.csv", "RT_NO", "bank_routing", 26, "column_dropped"),
        ],
        redacted: vec![
            removed(
                "NOTES.csv",
                "NOTE_TXT",
                "card_number",
                15,
                "luhn_13_to_19_digits",
            ),
            removed(
                "NOTES.csv",
                "NOTE_TXT",
                "bank_account",
                9,
                "bank_words_and_aba",
            ),
        ],
        ..PaymentData::default()
    }
}

pub(super) fn findings() -> Vec<FindingLine> {
    vec![
        FindingLine::from(
            &Finding::warning(
                "number::sample_key",
                "the numbers were made with the sample key, which everyone has",
            )
            .help("name your own key in `key_file` before the real run"),
        ),
        FindingLine::from(&Finding::note(
            "shift::designated_day_moved",
            "3 bills due on a day the customer chose moved; the day itself stays",
        )),
    ]
}

/// Returns late fees that rest for three accounts, and two drafts of one that do not run.
pub(super) fn holds() -> Vec<HoldLine> {
    let waiver = |until: &str, reason| Hold {
        kind: HoldKind::LateFeeWaiver,
        starts_on: BLACKOUT.from,
        ends_on: Some(day(until)),
        reason,
        legacy_date: None,
        amount: None,
    };
    let draft = |on: &str, cents| Hold {
        kind: HoldKind::DraftSuppressed,
        starts_on: day(on),
        ends_on: None,
        reason: HoldReason::AutopayReset,
        legacy_date: Some(day(on)),
        amount: Some(Cents(cents)),
    };
    let mut counts = HoldCounts::default();
    counts.add(&[waiver("2017-03-02", HoldReason::Window)]);
    counts.add(&[waiver("2017-03-02", HoldReason::Window)]);
    counts.add(&[waiver("2017-03-08", HoldReason::DueDateMoved)]);
    counts.add(&[draft("2017-02-27", 8416), draft("2017-03-14", 120_050)]);
    counts.lines()
}
