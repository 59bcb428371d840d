//! Says what came of a command: results to stdout, findings and notes to stderr.

use super::{
    canary_text, check_summary, compare_text, counts_text, inspect_text, purged_text, shift_text,
    summary, synth,
};
use crate::diag::finding::{Finding, Severity};
use crate::diag::render::render;
use crate::flow::canary::Canary;
use crate::flow::check::Checked;
use crate::flow::compare::Compared;
use crate::flow::init::Started;
use crate::flow::inspect::Inspection;
use crate::flow::purged::Purged;
use crate::flow::rollback::Touched;
use crate::flow::seal::Sealed;
use crate::flow::shift::Comparison;
use crate::flow::synth::Made;
use crate::flow::{Failure, Outcome, Signal, Target};
use crate::flow::{Status, Verification};
use crate::settings::Terminal;
use serde_json::{Value, json};
use std::cell::Cell;
use std::io::Write;

/// Prints for people or for programs.
pub struct Printer {
    terminal: Terminal,
    json: bool,
    quiet: bool,
    /// True once a result stands on stdout: there is one document at most.
    printed: Cell<bool>,
    /// True once findings were shown: a blank line parts them from more.
    shown: Cell<bool>,
}

/// Writes a line to stderr.
pub fn to_stderr(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}

fn to_stdout(text: &str) {
    // A closed pipe is the reader's choice.
    let _ = std::io::stdout().write_all(text.as_bytes());
}

impl Printer {
    /// Returns a printer.
    pub fn new(terminal: Terminal, json: bool, quiet: bool) -> Self {
        Self {
            terminal,
            json,
            quiet,
            printed: Cell::new(false),
            shown: Cell::new(false),
        }
    }

    /// Says something that is worth knowing and no result.
    pub fn note(&self, text: &str) {
        if !self.quiet {
            to_stderr(text);
        }
    }

    /// Shows findings, grouped.
    pub fn findings(&self, findings: &[Finding], mapping: Option<&(String, String)>) {
        if !findings.is_empty() {
            if self.shown.replace(true) {
                to_stderr("");
            }
            let mapping = mapping.map(|(name, text)| (name.as_str(), text.as_str()));
            to_stderr(
                render(findings, mapping, self.terminal.width, self.terminal.colour).trim_end(),
            );
        }
    }

    fn result(&self, value: &Value, text: impl FnOnce() -> String) {
        self.printed.set(true);
        if self.json {
            to_stdout(&format!("{value:#}\n"));
        } else {
            to_stdout(&text());
        }
    }

    /// Prints what a run or a dry run leaves.
    pub fn outcome(&self, outcome: &Outcome, mapping: &(String, String)) {
        self.findings(&summary::all_findings(outcome), Some(mapping));
        self.result(&outcome_value(outcome), || {
            summary::outcome(outcome, self.terminal.width)
        });
    }

    /// Returns everything that is printed of a run, with what each text is called, without
    /// printing it.
    pub fn texts(&self, outcome: &Outcome, mapping: &(String, String)) -> Vec<(String, String)> {
        let findings = summary::all_findings(outcome);
        let of_mapping = Some((mapping.0.as_str(), mapping.1.as_str()));
        let shown = render(&findings, of_mapping, self.terminal.width, false);
        [
            (
                "the summary on stdout",
                summary::outcome(outcome, self.terminal.width),
            ),
            (
                "the JSON on stdout",
                format!("{:#}", outcome_value(outcome)),
            ),
            ("the findings on stderr", shown),
            ("the findings of a red run", summary::no_go(outcome)),
            ("what a panic could show", format!("{outcome:?}")),
        ]
        .map(|(name, text)| (name.to_owned(), text))
        .to_vec()
    }

    /// Prints alternatives side by side.
    pub fn compared(&self, comparison: &Comparison, mapping: &(String, String)) {
        self.findings(&comparison.findings, Some(mapping));
        let code = if comparison.best.is_some() { 0 } else { 4 };
        let value = json!({
            "exit_code": code,
            "best": comparison.best,
            "varied": comparison.varied,
            "alternatives": comparison.alternatives,
        });
        self.result(&value, || shift_text::text(comparison, self.terminal.width));
    }

    /// Prints what is different between two results.
    pub fn differences(&self, compared: &Compared) {
        let value = json!({
            "exit_code": if compared.findings.is_empty() { 0 } else { 5 },
            "before": compared.before,
            "after": compared.after,
            "details": compared.details.as_ref().map(|path| path.display().to_string()),
            "findings": compared.findings,
            "difference": compared.difference,
        });
        self.result(&value, || compare_text::text(compared));
    }

    /// Prints what became of planted values.
    pub fn canary(&self, canary: &Canary) {
        self.findings(&canary.findings, None);
        let code = if canary.is_green() { 0 } else { 5 };
        let value = json!({ "exit_code": code, "green": canary.is_green(), "canary": canary });
        self.result(&value, || canary_text::text(canary));
    }

    /// Prints what a delivery holds.
    pub fn checked(&self, checked: &Checked, mapping: &(String, String)) {
        self.findings(&checked.findings, Some(mapping));
        let value = json!({ "exit_code": if checked.refused.is_empty() { 0 } else { 4 }, "refused": !checked.refused.is_empty(), "files": checked.files, "rejects": checked.rejects });
        self.result(&value, || check_summary::checked(checked));
    }

    /// Prints what unknown files hold.
    pub fn inspected(&self, inspection: &Inspection) {
        let value = json!({
            "exit_code": inspection.exit_code(),
            "files": inspection.files,
            "references": inspection.references,
            "passed_over": inspection.passed_over,
            "findings": inspection.findings,
        });
        self.result(&value, || inspect_text::text(inspection));
        self.findings(&inspection.findings, None);
    }

    /// Prints what a skeleton leaves to a person.
    pub fn started(&self, started: &Started) {
        self.findings(&started.findings, None);
        let shown = |path: &std::path::PathBuf| path.display().to_string();
        let files: Vec<String> = started.files.iter().map(shown).collect();
        let value = json!({
            "exit_code": 0,
            "mapping": shown(&started.mapping),
            "files": files,
            "placed": started.placed,
            "unplaced": started.unplaced,
            "to_do": started.to_do,
            "findings": started.findings,
        });
        self.result(&value, || summary::started(started));
    }

    /// Prints what an invented utility comes to.
    pub fn made(&self, made: &Made) {
        self.result(&synth::value(made), || synth::text(made));
    }

    /// Prints the verdict of the second path.
    pub fn verification(&self, verification: &Verification) {
        self.result(
            &json!({ "go": verification.is_go(), "verification": verification }),
            || summary::verification(verification),
        );
    }

    /// Prints whether the legacy side has purged what it must.
    pub fn purged(&self, purged: &Purged) {
        let value = json!({
            "exit_code": if purged.is_good() { 0 } else { 5 },
            "purged": purged.is_good(),
            "lines": purged.lines,
            "values_searched": purged.values_searched,
            "rows": purged.rows,
        });
        self.result(&value, || purged_text::purged(purged));
    }

    /// Says that what stood before stands again.
    pub fn rolled_back(&self, target: &Target, touched: &[Touched]) {
        let out = target.out.display().to_string();
        self.result(&json!({ "rolled_back": out, "touched": touched }), || {
            counts_text::rolled_back(target, touched)
        });
    }

    /// Says what became of the seal.
    pub fn sealed(&self, target: &Target, sealed: &Sealed) {
        let value = json!({
            "database": target.live_database().to_string(),
            "changed": sealed.changed,
            "log": sealed.log,
        });
        self.result(&value, || counts_text::sealed(target, sealed));
    }

    /// Says why a command ended badly.
    pub fn failure(&self, failure: &Failure, mapping: Option<&(String, String)>) {
        let (findings, message) = match failure {
            Failure::Unexpected(message) | Failure::Disk(message) | Failure::Portal(message) | Failure::Unanswered(message) => {
                (Vec::new(), Some(message.clone()))
            }
            Failure::Usage(finding) => (vec![finding.clone()], None),
            Failure::Mapping(findings)
            | Failure::Exports(findings)
            | Failure::Renumbered(findings) => (findings.clone(), None),
            Failure::NoGo(outcome) => {
                self.findings(&summary::all_findings(outcome), mapping);
                (Vec::new(), Some(summary::no_go(outcome)))
            }
            Failure::Red(verification) => (Vec::new(), Some(red(verification))),
            Failure::NotPurged => (
                Vec::new(),
                Some("the legacy side still holds payment data, or it is not shown that it holds none".to_owned()),
            ),
            Failure::Canary(canary) => (Vec::new(), Some(canary_text::red(canary))),
            Failure::Touched(rows) => (Vec::new(), Some(counts_text::would_undo(rows))),
            Failure::Stopped(signal) => (Vec::new(), Some(format!("stopped by {}", signal.name()))),
        };
        self.findings(&findings, mapping);
        if let Some(message) = &message {
            to_stderr(&format!("cutover: {message}"));
        }
        to_stderr(closing(failure));
        if self.json && !self.printed.get() {
            let report = if let Failure::NoGo(outcome) = failure {
                json!(outcome.report)
            } else {
                Value::Null
            };
            let touched = if let Failure::Touched(rows) = failure {
                json!(rows)
            } else {
                Value::Null
            };
            let mut value = json!({
                "exit_code": failure.exit_code(),
                "message": message,
                "findings": findings,
                "report": report,
            });
            if let (Value::Object(value), false) = (&mut value, touched.is_null()) {
                value.insert("touched".to_owned(), touched);
            }
            to_stdout(&format!("{value:#}\n"));
        }
    }
}

fn outcome_value(outcome: &Outcome) -> Value {
    json!({
        "exit_code": 0,
        "folder": outcome.folder.as_ref().map(|p| p.display().to_string()),
        "database": outcome.database,
        "report": outcome.report,
    })
}

fn red(verification: &Verification) -> String {
    let red: Vec<&str> = verification
        .checks
        .iter()
        .filter(|c| c.status == Status::Failed)
        .map(|c| c.id)
        .collect();
    format!("no-go: {} failed", red.join(", "))
}

/// Returns true where the delivery is fine in itself, and no calendar keeps the rules.
fn rules_conflict(found: &[Finding]) -> bool {
    let errors = || found.iter().filter(|f| f.severity == Severity::Error);
    errors().next().is_some() && errors().all(|f| f.code.starts_with("shift::"))
}

/// The last line: what this means for what stands.
fn closing(failure: &Failure) -> &'static str {
    match failure {
        Failure::Exports(found) if rules_conflict(found) => {
            "The rules of the mapping and the dates of the delivery do not fit together (exit 4). Nothing was written; whatever stood before still stands."
        }
        Failure::Mapping(_) => {
            "The mapping is wrong in itself (exit 3). Nothing was read or changed."
        }
        Failure::Exports(_) => {
            "The exports were refused (exit 4). Nothing was written; whatever stood before still stands."
        }
        Failure::NoGo(_) => {
            "No-go (exit 5). Nothing was published; whatever stood before still stands."
        }
        Failure::Red(_) | Failure::NotPurged | Failure::Renumbered(_) => {
            "No-go (exit 5). Nothing was changed."
        }
        Failure::Canary(_) => "No-go (exit 5): do not go live. Whatever stood before still stands.",
        Failure::Touched(_) => "Nothing was changed (exit 6).",
        Failure::Stopped(Signal::Interrupt) => {
            "What this command was building is removed (exit 130). What stood before still stands."
        }
        Failure::Stopped(Signal::Terminate) => {
            "What this command was building is removed (exit 143). What stood before still stands."
        }
        Failure::Portal(_) => {
            "The portal database is not in the state needed (exit 6). Whatever stood before still stands."
        }
        Failure::Unanswered(_) => {
            "What stood before still stands, or the new state does, whole (exit 6): any command on this mapping finds out and says so."
        }
        Failure::Disk(_) => {
            "The disk stood in the way (exit 1). Whatever stood before still stands."
        }
        Failure::Usage(_) => "Nothing was read or changed (exit 2).",
        Failure::Unexpected(_) => {
            "Unexpected failure (exit 1): keep this message and report it. Whatever stood before still stands."
        }
    }
}
