//! Realistic reports with invented figures, for tests: go, failed, and a utility with usage only.

use super::report::{
    CheckStatus, Failure, HeldBack, Outcome, PaymentData, RejectGroup, Report, RowAccount, Verdict,
};
use super::report_sample_checks::checks;
use super::report_sample_lines::{
    accounts, balances, control_totals, file, findings, holds, letters, payment_data, periods,
    reject, rejects, rows, run, shift,
};
use super::report_shift::{Ground, Shift};
use crate::record::calendar::CalendarRow;
use crate::record::dates::{BusinessDays, DateRange, plus_days};
use crate::record::fate::{DropRule, FileAccount, MoneyAccount, Reject};
use crate::record::plan::{Calendar, DateKind, DateMove, DateRule, Reason, ShiftedRow};
use crate::record::windows::Windows;
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
            let legacy = CalendarRow::new(cycle.to_string(), period, [read, bill, due]);
            let period_days = (cycle > 1).then_some(30);
            rows.push(ShiftedRow::unmoved(
                legacy,
                period_days,
                6 + (cycle * 7) % 6,
            ));
            read = days.on_or_after(plus_days(read, 1));
        }
    }
    let mut to = day("2017-03-03");
    for row in rows.iter_mut().filter(|r| BLACKOUT.contains(r.due_date)) {
        row.due_date = to;
        row.moves.push(DateMove {
            date: DateKind::Due,
            from: row.legacy.due_date,
            to,
            rule: DateRule::Window,
            held_by: Vec::new(),
        });
        if row.accounts % 2 == 0 {
            to = days.on_or_after(plus_days(to, 1));
        }
    }
    Calendar {
        rows,
        ..Calendar::default()
    }
}

/// Returns what a report says of a calendar.
pub(super) fn shift_of(calendar: &Calendar, capacity: u64) -> Shift {
    let ground = Ground {
        windows: &Windows::of_blackout(Some(BLACKOUT)),
        holidays: &[day("2017-02-20")].into(),
        capacity,
    };
    Shift::of_calendar(calendar, ground)
}

/// Returns a run in which everything holds.
pub(super) fn go() -> Report {
    let mut verification = checks(|_| (CheckStatus::Passed, ""));
    verification[3]
        .details
        .push("158 balances of 12,313.46 in all".into());
    Report {
        run: run(),
        verdict: Verdict {
            outcome: Outcome::Go,
            reasons: vec![],
        },
        verification,
        rows: rows(),
        control_totals: control_totals(),
        accounts: accounts(),
        balances: Some(balances()),
        payment_data: payment_data(),
        shift: Some(shift()),
        period_changes: Some(periods()),
        drafts_cancelled: 36,
        holds: holds(),
        letters: Some(letters()),
        rejects: RejectGroup::of(&rejects(), 5),
        held_back: vec![HeldBack {
            legacy_account_number: "00412-118".into(),
            reason: Reason::LedgerDoesNotTie,
            difference_cents: Some(734),
        }],
        findings: findings(),
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
    report.period_changes = None;
    report.drafts_cancelled = 0;
    report.holds.clear();
    report.letters = None;
    report.rejects.clear();
    report.held_back.clear();
    report.findings.clear();
    report
}
