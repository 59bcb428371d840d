//! The report of a run: one plain structure, filled by the caller, for machines and for people.
//!
//! No times, no paths of the machine, nothing decided here. `report.json` is this structure;
//! `report.html` is made of it by `report_html`.

pub use super::report_holds::HoldLine;
pub use super::report_lines::{
    BalanceLine, Balances, ControlTotal, FindingLine, HeldBack, KindCount, Letters, PaymentData,
    ReasonCount, RejectGroup, RowAccount,
};
pub use super::report_periods::{DaysLine, PeriodChanges, dollars};
pub use super::report_shift::{CalendarLine, DueDay, Ground, Shift, WindowLine};
use crate::record::dates::DateRange;
use crate::record::fate::FileAccount;
use chrono::NaiveDate;
use serde::Serialize;
use std::io::{self, Write};

/// Everything a run reports. Lists keep the order in which they are handed in.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// What was run, on what.
    pub run: RunFacts,
    /// Go or no-go.
    pub verdict: Verdict,
    /// V1 to V10.
    pub verification: Vec<Check>,
    /// Every source file.
    pub rows: Vec<RowAccount>,
    /// Figures that legacy export and portal must agree on.
    pub control_totals: Vec<ControlTotal>,
    /// Accounts by what became of them, carried ones first.
    pub accounts: Vec<ReasonCount>,
    /// Balances; none where the export has no money.
    pub balances: Option<Balances>,
    /// Card and bank data left behind, as counts.
    pub payment_data: PaymentData,
    /// What moved; none where nothing can: no blackout, or no dates.
    pub shift: Option<Shift>,
    /// Billing periods of another length; none where the export has no calendar.
    pub period_changes: Option<PeriodChanges>,
    /// Drafts and scheduled payments that will not run.
    pub drafts_cancelled: u64,
    /// Accounts that are held from something, by kind and reason.
    pub holds: Vec<HoldLine>,
    /// Letters; none where the run tells no customer anything.
    pub letters: Option<Letters>,
    /// Refused rows by code.
    pub rejects: Vec<RejectGroup>,
    /// Accounts that were not carried although they are open or owe something.
    pub held_back: Vec<HeldBack>,
    /// Warnings and notes.
    pub findings: Vec<FindingLine>,
}

/// What was run, on what.
#[derive(Clone, Debug, Serialize)]
pub struct RunFacts {
    /// Derives from the inputs alone.
    pub run_id: String,
    /// The utility's name.
    pub utility: String,
    /// The mapping's file name, without its folder.
    pub mapping: String,
    /// SHA-256 of the mapping, hexadecimal.
    pub mapping_sha256: String,
    /// Version of the program.
    pub tool_version: String,
    /// Day of the extract.
    pub extracted_on: NaiveDate,
    /// Day the portal opens.
    pub cutover_on: NaiveDate,
    /// Days without due dates; none where the mapping has none.
    pub blackout: Option<DateRange>,
    /// The history window.
    pub window: DateRange,
    /// True where new numbers were made with the sample key that everyone has.
    pub sample_key: bool,
}

/// How a run ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Every check that applies passed.
    Go,
    /// Something is red; the result is not published.
    NoGo,
    /// A dry run: decided and reported, nothing written, so nothing to verify.
    DryRun,
}

/// The verdict.
#[derive(Clone, Debug, Serialize)]
pub struct Verdict {
    /// Go, no-go or a dry run.
    pub outcome: Outcome,
    /// What speaks against go, beyond the failed checks; one sentence each. Empty for go.
    pub reasons: Vec<String>,
}

/// What came of a check. A check that does not apply never counts as passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckStatus {
    /// Everything that was checked holds.
    Passed,
    /// Something does not hold.
    Failed,
    /// The export has nothing of the kind.
    NotApplicable,
    /// A dry run, or a run that ended before this check.
    NotRun,
}

/// One invariant.
#[derive(Clone, Debug, Serialize)]
pub struct Check {
    /// `V1` to `V10`.
    pub id: String,
    /// The invariant in one line.
    pub title: String,
    /// What came of it.
    pub status: CheckStatus,
    /// How many were checked.
    pub checked: u64,
    /// What was counted, in the plural: `accounts`, `bills`.
    pub unit: String,
    /// What was compared, or why the check does not apply.
    pub details: Vec<String>,
    /// How many do not hold.
    pub failures: u64,
    /// The first of them.
    pub first_failures: Vec<Failure>,
}

/// Something that does not hold.
#[derive(Clone, Debug, Serialize)]
pub struct Failure {
    /// What it is about: `account 00123-456`, `BILLHIST.csv row 17`.
    pub subject: String,
    /// What was found and what was expected.
    pub message: String,
}

impl Report {
    /// Returns why the report must not be written: it says go, and one of its own checks, row
    /// accounts or control totals says otherwise.
    fn contradiction(&self) -> Option<String> {
        if self.verdict.outcome != Outcome::Go {
            return None;
        }
        let red = |status| matches!(status, CheckStatus::Failed | CheckStatus::NotRun);
        let check = self.verification.iter().find(|check| red(check.status));
        let open = self.rows.iter().find(|file| !file.closed);
        let apart = self.control_totals.iter().find(|total| !total.agree);
        check
            .map(|check| format!("{} did not pass", check.id))
            .or_else(|| open.map(|file| format!("the rows of {} do not add up", file.file)))
            .or_else(|| apart.map(|t| format!("{} {} differ", t.entity, t.measure)))
    }

    /// Refuses a report that contradicts itself.
    pub(super) fn ensure_consistent(&self) -> io::Result<()> {
        match self.contradiction() {
            Some(why) => Err(io::Error::new(
                io::ErrorKind::InvalidData,
                format!("the report says go, but {why}"),
            )),
            None => Ok(()),
        }
    }
}

/// Writes `report.json`. An error where the report says go and one of its checks does not.
pub fn write_json(report: &Report, mut out: impl Write) -> io::Result<()> {
    report.ensure_consistent()?;
    serde_json::to_writer_pretty(&mut out, report)?;
    out.write_all(b"\n")?;
    out.flush()
}
/// Returns the row accounts that a report holds, from its JSON text.
///
/// # Errors
/// A sentence on what is missing.
pub fn row_accounts(json: &str) -> Result<Vec<FileAccount>, String> {
    #[derive(serde::Deserialize)]
    struct Rows {
        rows: Vec<RowAccount>,
    }
    let report: Rows = serde_json::from_str(json).map_err(|error| error.to_string())?;
    Ok(report.rows.into_iter().map(FileAccount::from).collect())
}
