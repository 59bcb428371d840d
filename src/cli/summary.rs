//! The short summary at the end of a command: what came of it, and where things are.

use super::{holds_text, period_text, shift_table};
use crate::diag::finding::Finding;
use crate::flow::init::Started;
use crate::flow::report::{Check, CheckStatus, Outcome as Verdict, Report, RowAccount};
use crate::flow::{Outcome, RemovedData, Status, Verification, rejects};
use crate::record::money::format_cents;
use std::fmt::Write;

/// Returns the refused rows and all other findings, as one list.
pub fn all_findings(outcome: &Outcome) -> Vec<Finding> {
    let rejects = outcome.rejects.iter().map(rejects::finding);
    rejects.chain(outcome.findings.iter().cloned()).collect()
}

/// Returns a whole number with thousands commas.
pub(super) fn count(number: u64) -> String {
    let cents = format_cents(i128::from(number) * 100);
    cents.trim_end_matches(".00").to_owned()
}

/// Returns the summary of a run or a dry run. The table of moved dates keeps to `width` columns.
pub fn outcome(outcome: &Outcome, width: usize) -> String {
    let report = &outcome.report;
    let mut out = String::new();
    let carried: u64 = report
        .accounts
        .iter()
        .filter(|a| a.reason.carries())
        .map(|a| a.accounts)
        .sum();
    let all: u64 = report.accounts.iter().map(|a| a.accounts).sum();
    let verdict = match report.verdict.outcome {
        Verdict::Go => "go",
        Verdict::NoGo => "no-go",
        Verdict::DryRun => "dry run, nothing published",
    };
    line(
        &mut out,
        "",
        &format!(
            "{}: {verdict}. {} of {} accounts are carried.\n",
            report.run.utility,
            count(carried),
            count(all)
        ),
    );
    figures(&mut out, report);
    if let Some(shift) = &report.shift {
        out.push_str(&shift_table::text(shift, width));
    }
    out.push_str(&holds_text::text(&report.holds));
    if let Some(folder) = &outcome.folder {
        out.push_str("\nWhere things are\n");
        if let Some(database) = &outcome.database {
            line(&mut out, "portal", database);
        }
        line(
            &mut out,
            "report",
            &folder.join("report.html").display().to_string(),
        );
        if report
            .letters
            .as_ref()
            .is_some_and(|letters| letters.letters > 0)
            && outcome.database.is_some()
        {
            line(
                &mut out,
                "letters",
                &folder.join("notices").display().to_string(),
            );
        }
        line(
            &mut out,
            "the rest",
            &format!(
                "{} (crosswalk, calendar, holds, rejects, evidence)",
                folder.display()
            ),
        );
    }
    out
}

fn line(out: &mut String, label: &str, text: &str) {
    let _ = if label.is_empty() {
        writeln!(out, "{text}")
    } else {
        writeln!(out, "  {label:<11}{text}")
    };
}

fn figures(out: &mut String, report: &Report) {
    let sum = |of: fn(&RowAccount) -> u64| count(report.rows.iter().map(of).sum());
    line(
        out,
        "rows",
        &format!(
            "{} read = {} carried + {} dropped by rule + {} refused",
            sum(|r| r.rows_read),
            sum(|r| r.rows_carried),
            sum(|r| r.rows_dropped),
            sum(|r| r.rows_rejected)
        ),
    );
    if let Some(balances) = &report.balances {
        line(
            out,
            "balances",
            &format!(
                "{} in the export, {} in the portal",
                format_cents(balances.legacy_cents),
                format_cents(balances.portal_cents)
            ),
        );
    }
    if !report.held_back.is_empty() {
        line(
            out,
            "held back",
            &format!("{} accounts: see rejects.csv", report.held_back.len()),
        );
    }
    if let Some(shift) = &report.shift {
        line(
            out,
            "due dates",
            &format!(
                "{} bills, {} installments and {} calendar rows moved; {} drafts cancelled",
                count(shift.bills_moved),
                count(shift.installments_moved),
                shift.moved.len(),
                count(shift.drafts_cancelled)
            ),
        );
    }
    for (label, text) in period_text::lines(report) {
        line(out, label, &text);
    }
    if report.shift.is_none() && report.drafts_cancelled > 0 {
        let drafts = count(report.drafts_cancelled);
        line(out, "drafts", &format!("{drafts} cancelled"));
    }
    what_happened(out, report);
    if !report.verification.is_empty() {
        line(out, "checks", &check_line(&report.verification));
    }
}

fn what_happened(out: &mut String, report: &Report) {
    let removed = |data: &[RemovedData]| count(data.iter().map(|d| d.count).sum());
    line(
        out,
        "removed",
        &format!(
            "{} stored card and bank values, {} more from texts",
            removed(&report.payment_data.dropped),
            removed(&report.payment_data.redacted)
        ),
    );
    if let Some(letters) = &report.letters {
        let (en, es) = (count(letters.en), count(letters.es));
        let pages = if letters.pages > 0 {
            format!(", {} pages", count(letters.pages))
        } else {
            String::new()
        };
        line(
            out,
            "letters",
            &format!(
                "{} ({en} English, {es} Spanish){pages}",
                count(letters.letters)
            ),
        );
    }
}

fn check_line(checks: &[Check]) -> String {
    let ids = |status: CheckStatus| -> Vec<&str> {
        checks
            .iter()
            .filter(|check| check.status == status)
            .map(|check| check.id.as_str())
            .collect()
    };
    let mut parts = Vec::new();
    for (status, words) in [
        (CheckStatus::Passed, "passed"),
        (CheckStatus::Failed, "FAILED"),
        (CheckStatus::NotApplicable, "not applicable"),
        (CheckStatus::NotRun, "not run"),
    ] {
        let ids = ids(status);
        if !ids.is_empty() {
            parts.push(format!("{} {words}", ids.join(" ")));
        }
    }
    parts.join("; ")
}

/// Returns what is red, account by account.
pub fn no_go(outcome: &Outcome) -> String {
    let mut out = String::from("no-go: the staged result does not hold");
    for check in outcome
        .report
        .verification
        .iter()
        .filter(|check| check.status == CheckStatus::Failed)
    {
        let _ = write!(
            out,
            "\n  {} {}: {} faults, {} {} looked at",
            check.id, check.title, check.failures, check.checked, check.unit
        );
        for failure in check.first_failures.iter().take(5) {
            let _ = write!(out, "\n     {}: {}", failure.subject, failure.message);
        }
    }
    if let Some(folder) = &outcome.folder {
        let _ = write!(
            out,
            "\nThe staged result is kept as `{}`, with its report.",
            folder.display()
        );
    }
    if let Some(database) = &outcome.database {
        let _ = write!(out, "\nIts rows are in {database} until the next run.");
    }
    out
}

/// Returns the ten invariants and what was found.
pub fn verification(verification: &Verification) -> String {
    let mut out = String::new();
    for check in &verification.checks {
        let found = match &check.status {
            Status::Passed => format!("passed    {} {}", count(check.checked), check.unit),
            Status::Failed => format!(
                "FAILED    {} faults, {} {} looked at",
                count(check.failure_count),
                count(check.checked),
                check.unit
            ),
            Status::NotApplicable(why) => format!("not applicable: {why}"),
        };
        let _ = writeln!(out, "  {:<4}{:<58} {found}", check.id, check.title);
        for failure in &check.failures {
            let _ = writeln!(out, "        {failure}");
        }
    }
    let verdict = if verification.is_go() {
        "Go: every invariant that applies holds."
    } else {
        "No-go."
    };
    let _ = writeln!(out, "{verdict}");
    out
}

/// Returns what a skeleton leaves to a person.
pub fn started(started: &Started) -> String {
    let mut out = String::new();
    let mapping = started.mapping.display().to_string();
    let files = count((started.placed + started.unplaced) as u64);
    let text = match started.placed + started.unplaced {
        0 => format!("`{mapping}` is a mapping to start from.\n"),
        _ => format!(
            "`{mapping}` is a mapping to start from: {} of {files} files have a table.\n",
            count(started.placed as u64)
        ),
    };
    line(&mut out, "", &text);
    line(
        &mut out,
        "decide",
        &format!("{} places with `?`", started.to_do.open),
    );
    line(
        &mut out,
        "confirm",
        &format!("{} lines that end in `# ?`", started.to_do.guesses),
    );
    line(&mut out, "then", &format!("cutover check {mapping}"));
    out.push_str("\nLetters are written from the program's own texts.\n\nWhere things are\n");
    for file in &started.files {
        line(&mut out, "", &file.display().to_string());
    }
    out
}
