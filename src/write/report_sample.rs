//! Realistic reports with invented figures, for tests: go, failed, and a utility with usage only.

use super::removal::RemovedData;
use super::report::{
    BalanceLine, Balances, Check, CheckStatus, ControlTotal, Failure, FindingLine, HeldBack,
    KindCount, Letters, Outcome, PaymentData, ReasonCount, RejectGroup, Report, RowAccount,
    RunFacts, Shift, Verdict,
};
use crate::diag::finding::Finding;
use crate::record::calendar::CalendarRow;
use crate::record::dates::{BusinessDays, DateRange, plus_days};
use crate::record::fate::{DropRule, FileAccount, MoneyAccount, Reject};
use crate::record::plan::{Calendar, Reason, ShiftRule, ShiftedRow};
use chrono::NaiveDate;

const fn ymd(year: i32, month: u32, day: u32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, month, day) {
        Some(day) => day,
        None => NaiveDate::MIN,
    }
}

/// The samples' blackout.
pub(super) const BLACKOUT: DateRange = DateRange {
    from: ymd(2017, 2, 24),
    to: ymd(2017, 3, 2),
};

/// Returns the day written as ISO text.
pub(super) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Returns two months of a calendar with 21 cycles, shifted out of the blackout.
pub(super) fn calendar() -> Calendar {
    let days = BusinessDays {
        holidays: [day("2017-02-20")].into(),
    };
    let mut rows = Vec::new();
    for (period, start) in [("2017-02", "2017-01-26"), ("2017-03", "2017-02-27")] {
        let mut read = day(start);
        for cycle in 1..=21_u64 {
            let bill = days.on_or_after(plus_days(read, 1));
            let due = days.on_or_after(plus_days(bill, 20));
            rows.push(ShiftedRow {
                legacy: CalendarRow {
                    bill_cycle: cycle.to_string(),
                    period: period.into(),
                    read_date: read,
                    bill_date: bill,
                    due_date: due,
                },
                bill_date: bill,
                due_date: due,
                days_in_period: (cycle > 1).then_some(30),
                accounts: 6 + (cycle * 7) % 6,
                rule: None,
            });
            read = days.on_or_after(plus_days(read, 1));
        }
    }
    let mut to = day("2017-03-03");
    for row in rows.iter_mut().filter(|r| BLACKOUT.contains(r.due_date)) {
        row.due_date = to;
        row.rule = Some(ShiftRule::DueInBlackout);
        if row.accounts % 2 == 0 {
            to = days.on_or_after(plus_days(to, 1));
        }
    }
    Calendar {
        rows,
        ..Calendar::default()
    }
}

const TITLES: [(&str, &str, u64, &str); 10] = [
    (
        "V1",
        "Old and new account numbers are one to one, valid, and never given twice",
        158,
        "numbers",
    ),
    (
        "V2",
        "Every bill of the history window is there once, with its amounts and dates; none older is",
        3871,
        "bills",
    ),
    (
        "V3",
        "Every payment and adjustment of the window is there once; none older is",
        4087,
        "payments and adjustments",
    ),
    (
        "V4",
        "Opening balance and history make the legacy balance, account by account, to the cent",
        158,
        "accounts",
    ),
    (
        "V5",
        "No card or bank value stands in the database or in any file left behind",
        254,
        "removed values",
    ),
    (
        "V6",
        "Nothing falls due, is drafted or is charged for lateness inside the blackout",
        4012,
        "dates",
    ),
    (
        "V7",
        "Every moved date keeps the days to pay, the period, business days and daily capacity",
        48,
        "moved dates",
    ),
    (
        "V8",
        "Every customer who must be told something is told once, in their language",
        137,
        "letters",
    ),
    (
        "V9",
        "Autopay, paperless, log-ins and portal states stand as the policy says",
        158,
        "accounts",
    ),
    (
        "V10",
        "References hold, every source row is accounted for, control totals agree",
        14784,
        "rows",
    ),
];

fn checks(status: fn(&str) -> (CheckStatus, &'static str)) -> Vec<Check> {
    TITLES
        .iter()
        .map(|&(id, title, checked, unit)| {
            let (status, detail) = status(id);
            Check {
                id: id.into(),
                title: title.into(),
                status,
                checked: if status == CheckStatus::NotApplicable {
                    0
                } else {
                    checked
                },
                unit: unit.into(),
                details: if detail.is_empty() {
                    vec![]
                } else {
                    vec![detail.into()]
                },
                failures: 0,
                first_failures: Vec::new(),
            }
        })
        .collect()
}

fn file(
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

fn run() -> RunFacts {
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

fn rows() -> Vec<RowAccount> {
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

fn lines(prefix: &str, count: u64) -> Vec<BalanceLine> {
    (1..=count)
        .map(|n| BalanceLine {
            key: format!("{prefix}{n}"),
            accounts: 7 + n % 3,
            legacy_cents: i128::from(n) * 48_211 - 60_000,
            portal_cents: i128::from(n) * 48_211 - 60_000,
        })
        .collect()
}

fn removed(file: &str, column: &str, kind: &str, count: u64, rule: &str) -> RemovedData {
    RemovedData {
        file: file.into(),
        column: column.into(),
        kind: kind.into(),
        count,
        rows: count,
        rule: rule.into(),
    }
}

fn shift() -> Shift {
    Shift {
        bills_moved: 41,
        installments_moved: 4,
        drafts_cancelled: 36,
        ..Shift::of_calendar(&calendar(), BLACKOUT, 75)
    }
}

fn reject(file: &str, row: u64, column: &str, code: &'static str, message: &str) -> Reject {
    Reject {
        file: file.into(),
        row,
        column: column.into(),
        code,
        message: message.into(),
    }
}

fn rejects() -> Vec<Reject> {
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

fn letters() -> Letters {
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

fn total(entity: &str, measure: &str, value: &str) -> ControlTotal {
    ControlTotal {
        entity: entity.into(),
        measure: measure.into(),
        legacy_value: value.into(),
        portal_value: value.into(),
        agree: true,
    }
}

fn balances() -> Balances {
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

/// Returns a run in which everything holds.
pub(super) fn go() -> Report {
    let mut verification = checks(|_| (CheckStatus::Passed, ""));
    verification[3]
        .details
        .push("158 balances of 12,313.46 in all".into());
    let count = |disposition: &str, reason, accounts| ReasonCount {
        disposition: disposition.into(),
        reason,
        accounts,
    };
    Report {
        run: run(),
        verdict: Verdict {
            outcome: Outcome::Go,
            reasons: vec![],
        },
        verification,
        rows: rows(),
        control_totals: vec![
            total("account", "rows", "160"),
            total("account", "balance_cents", "1235762"),
            total("bill", "total_due_cents", "41062692"),
            total("account", "number_hash_total", "612204418733"),
        ],
        accounts: vec![
            count("carried", Reason::Open, 149),
            count("carried", Reason::Balance, 5),
            count("carried", Reason::Activity, 4),
            count("not_carried", Reason::ClosedBeforeWindow, 1),
            count("not_carried", Reason::LedgerDoesNotTie, 1),
        ],
        balances: Some(balances()),
        payment_data: PaymentData {
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
        },
        shift: Some(shift()),
        letters: Some(letters()),
        rejects: RejectGroup::of(&rejects(), 5),
        held_back: vec![HeldBack {
            legacy_account_number: "00412-118".into(),
            reason: Reason::LedgerDoesNotTie,
            difference_cents: Some(734),
        }],
        findings: vec![
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
        ],
    }
}

/// Returns a run in which V4 failed for three accounts and 2,000 rows were refused.
pub(super) fn failed() -> Report {
    let mut report = go();
    report.verdict = Verdict {
        outcome: Outcome::NoGo,
        reasons: vec!["2,000 of 4,509 rows of BILLHIST.csv were refused, 45 are allowed".into()],
    };
    let failure = |account: &str, message: &str| Failure {
        subject: format!("account {account}"),
        message: message.into(),
    };
    let check = &mut report.verification[3];
    check.status = CheckStatus::Failed;
    check.failures = 3;
    check.first_failures = vec![
        failure("00031-204", "portal has 84.17, the export has 84.16"),
        failure("00187-002", "portal has 0.00, the export has -12.50"),
        failure("00412-118", "portal has 1,204.00, the export has 1,203.99"),
    ];
    report.verification[9].status = CheckStatus::NotRun;
    report.control_totals[1].portal_value = "1235763".into();
    report.control_totals[1].agree = false;
    if let Some(balances) = &mut report.balances {
        balances.portal_cents += 1_252;
        balances.by_class[0].portal_cents += 1_252;
    }
    let mut bills = FileAccount {
        file: "BILLHIST.csv".into(),
        entity: "bill".into(),
        sha256: "0".repeat(64),
        rows_read: 4509,
        rows_carried: 2508,
        rows_rejected: 2000,
        ..FileAccount::default()
    };
    bills
        .money
        .insert("TOT_DUE".into(), MoneyAccount::default());
    report.rows[2] = RowAccount::from(&bills);
    let many: Vec<Reject> = (2..2002)
        .map(|row| {
            reject(
                "BILLHIST.csv",
                row,
                "BILL_DT",
                "row::bad_date",
                "\"2017-02-28\" is no date like MM/DD/YYYY",
            )
        })
        .chain(rejects())
        .collect();
    report.rejects = RejectGroup::of(&many, 5);
    report
}

/// Returns a run on an export that has consumption only.
pub(super) fn usage_only() -> Report {
    let mut report = go();
    report.run.utility = "Santa Monica Water".into();
    report.run.mapping = "santa-monica-water.toml".into();
    report.run.blackout = None;
    report.run.sample_key = false;
    report.verification = checks(|id| match id {
        "V1" | "V5" | "V10" => (CheckStatus::Passed, ""),
        "V2" | "V3" => (
            CheckStatus::NotApplicable,
            "the export has no bills and no payments",
        ),
        "V4" => (CheckStatus::NotApplicable, "the export has no balances"),
        "V6" | "V7" => (CheckStatus::NotApplicable, "the mapping has no blackout"),
        _ => (CheckStatus::NotApplicable, "the export has no customers"),
    });
    report.rows = vec![file(
        "reads.csv",
        "usage",
        [104_118, 96_220, 0],
        &[
            (DropRule::BeforeWindow, 7_611),
            (DropRule::RepeatedRow, 287),
        ],
        &[],
    )];
    report.control_totals.clear();
    report.accounts.truncate(1);
    report.accounts[0].accounts = 8_733;
    report.balances = None;
    report.payment_data = PaymentData::default();
    report.shift = None;
    report.letters = None;
    report.rejects.clear();
    report.held_back.clear();
    report.findings.clear();
    report
}

/// Writes the samples as pages into the folder that `CUTOVER_SAMPLES` names, to be looked at.
#[test]
#[ignore = "makes files to look at, proves nothing"]
fn write_samples() {
    let folder = std::path::PathBuf::from(std::env::var_os("CUTOVER_SAMPLES").unwrap());
    for (name, report) in [("go", go()), ("failed", failed()), ("usage", usage_only())] {
        let file = std::fs::File::create(folder.join(format!("{name}.html"))).unwrap();
        super::report_html::write_html(&report, file).unwrap();
    }
}
