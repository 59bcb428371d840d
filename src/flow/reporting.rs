//! Fills the report from what a run found, decided and loaded. Counts only.

use super::delivery::DeliveredFile;
use super::holds;
use super::job::Job;
use super::load::Carried;
use super::periods;
use super::planning::Planned;
use super::survey::Survey;
use super::verdict::{balance_lines, checks, control_totals, verdict};
use crate::diag::finding::Finding;
use crate::record::calendar::cycle_order;
use crate::record::fate::{FileAccount, Reject};
use crate::record::letter::NoticeKind;
use crate::record::plan::Reason;
use crate::verify::Verification;
use crate::write::manifest::ManifestLine;
use crate::write::removal::{Canaries, Noted};
use crate::write::report::{
    Balances, FindingLine, Ground, HeldBack, KindCount, Letters, PaymentData, ReasonCount,
    RejectGroup, Report, RowAccount, RunFacts, Shift,
};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Refused rows shown for each code.
const EXAMPLES: usize = 5;

/// Ages of the debt as the control totals name them, and in words; newest first.
const AGES: [(&str, &str); 6] = [
    ("current", "not yet due"),
    ("1_30", "1 to 30 days late"),
    ("31_60", "31 to 60 days late"),
    ("61_90", "61 to 90 days late"),
    ("over_90", "more than 90 days late"),
    ("credit", "credit"),
];

/// Everything a report is made from.
pub struct Facts<'a> {
    /// The mapping and its policy.
    pub job: &'a Job,
    /// The delivery.
    pub files: &'a [DeliveredFile],
    /// What was found.
    pub survey: &'a Survey,
    /// What was decided.
    pub planned: &'a Planned,
    /// The row accounts.
    pub accounts: &'a [FileAccount],
    /// Figures of the carried rows.
    pub carried: Carried,
    /// The letters, printed or owed.
    pub letters: &'a [ManifestLine],
    /// Findings beside the refused rows.
    pub findings: &'a [Finding],
    /// Payment data found beside the columns that the mapping drops.
    pub noted: &'a Noted,
    /// Planted test cards; none where none were planted.
    pub canaries: Option<Canaries>,
}

/// Returns the id of a run: the same for the same mapping and the same files.
#[must_use]
pub fn run_id(job: &Job, survey: &Survey) -> String {
    let mut hash = Sha256::new();
    hash.update(job.file.sha256());
    for file in &survey.files {
        hash.update([0]);
        hash.update(&file.account.file);
        hash.update([0]);
        hash.update(&file.account.sha256);
        hash.update(file.layout_sha256.as_deref().unwrap_or_default());
    }
    let digest = hash.finalize();
    digest
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

impl Facts<'_> {
    /// Returns the report. Without a verification it is that of a dry run.
    #[must_use]
    pub fn report(&self, verification: Option<&Verification>) -> Report {
        let (dropped, redacted) = self.payment_data();
        let rejects = self.rejects();
        let window = self.job.mapping.policy.window();
        let policy = &self.job.mapping.policy;
        Report {
            run: RunFacts {
                run_id: run_id(self.job, self.survey),
                utility: policy.utility.name.clone(),
                mapping: self.job.file.name(),
                mapping_sha256: self.job.file.sha256(),
                tool_version: env!("CARGO_PKG_VERSION").to_owned(),
                extracted_on: policy.extracted_on,
                cutover_on: policy.cutover_on,
                blackout: policy.blackout,
                window,
                sample_key: self.planned.sample_key,
            },
            verdict: verdict(verification),
            verification: verification.map(checks).unwrap_or_default(),
            rows: self.accounts.iter().map(RowAccount::from).collect(),
            control_totals: verification.map(control_totals).unwrap_or_default(),
            accounts: self.reasons(),
            balances: self.balances(verification),
            payment_data: PaymentData {
                dropped,
                redacted,
                noted: self.noted.clone(),
            },
            shift: self.shift(),
            period_changes: (!self.planned.calendar.rows.is_empty())
                .then(|| periods::reported(self.job, self.survey, self.planned)),
            drafts_cancelled: self.carried.drafts_cancelled,
            holds: holds::lines(self.job, self.survey, self.planned),
            letters: self.letters(),
            rejects: RejectGroup::of(&rejects, EXAMPLES),
            held_back: self.held_back(),
            findings: self.findings.iter().map(FindingLine::from).collect(),
        }
    }

    /// Returns every refused row, by file and row.
    #[must_use]
    pub fn rejects(&self) -> Vec<Reject> {
        let mut rejects: Vec<Reject> = self
            .survey
            .files
            .iter()
            .flat_map(|f| f.rejects.iter().cloned())
            .collect();
        rejects.sort();
        rejects
    }

    fn reasons(&self) -> Vec<ReasonCount> {
        let mut counts: BTreeMap<Reason, u64> = BTreeMap::new();
        for plan in &self.planned.accounts {
            *counts.entry(plan.reason).or_default() += 1;
        }
        let disposition = |reason: Reason| {
            if reason.carries() {
                "carried"
            } else {
                "not_carried"
            }
            .to_owned()
        };
        counts
            .into_iter()
            .map(|(reason, accounts)| ReasonCount {
                disposition: disposition(reason),
                reason,
                accounts,
            })
            .collect()
    }

    fn held_back(&self) -> Vec<HeldBack> {
        let held = |reason| {
            matches!(
                reason,
                Reason::LedgerDoesNotTie
                    | Reason::CustomerMissing
                    | Reason::PremiseMissing
                    | Reason::RowRejected
            )
        };
        let mut lines: Vec<HeldBack> = self
            .survey
            .accounts
            .iter()
            .zip(&self.survey.histories)
            .zip(&self.planned.accounts)
            .filter(|(_, plan)| held(plan.reason))
            .map(|((state, history), plan)| HeldBack {
                legacy_account_number: state.number.clone(),
                reason: plan.reason,
                difference_cents: state
                    .account
                    .as_ref()
                    .and_then(|account| account.balance)
                    .filter(|_| plan.reason == Reason::LedgerDoesNotTie)
                    .map(|balance| i128::from(balance.0) - history.ledger()),
            })
            .collect();
        lines.sort_by(|a, b| a.legacy_account_number.cmp(&b.legacy_account_number));
        lines
    }

    /// Balances of the carried accounts, as decided. Where the result was verified, the portal's
    /// side is what was read back from it.
    fn balances(&self, verification: Option<&Verification>) -> Option<Balances> {
        let mut sums = Balances {
            charges_cents: self.carried.charges,
            adjustments_cents: self.carried.adjustments,
            payments_cents: self.carried.payments,
            ..Balances::default()
        };
        let mut any = false;
        for (state, plan) in self.survey.accounts.iter().zip(&self.planned.accounts) {
            let Some(balance) = state.account.as_ref().and_then(|account| account.balance) else {
                continue;
            };
            any = true;
            if plan.number.is_none() {
                sums.not_carried_cents += i128::from(balance.0);
                continue;
            }
            sums.accounts += 1;
            sums.legacy_cents += i128::from(balance.0);
            sums.opening_cents += i128::from(plan.opening.unwrap_or_default().0);
        }
        sums.portal_cents =
            sums.opening_cents + sums.charges_cents + sums.adjustments_cents - sums.payments_cents;
        let lines = |prefix: &str| {
            verification
                .map(|v| balance_lines(v, prefix))
                .unwrap_or_default()
        };
        sums.by_class = lines("balance_cents.rate_class.");
        sums.by_cycle = lines("balance_cents.cycle.");
        sums.by_age = lines("balance_cents.age.");
        sums.by_cycle
            .sort_by(|a, b| cycle_order(&a.key).cmp(&cycle_order(&b.key)));
        sums.by_age
            .sort_by_key(|line| AGES.iter().position(|(age, _)| *age == line.key));
        for line in &mut sums.by_age {
            let words = AGES.iter().find(|(age, _)| *age == line.key);
            line.key = words.map_or_else(|| line.key.clone(), |(_, words)| (*words).to_owned());
        }
        any.then_some(sums)
    }

    fn shift(&self) -> Option<Shift> {
        let policy = &self.job.mapping.policy;
        let ground = Ground {
            windows: &policy.windows,
            holidays: &policy.business_days.holidays,
            capacity: policy.daily_capacity,
        };
        let shift = (!policy.windows.are_none())
            .then(|| Shift::of_calendar(&self.planned.calendar, ground))?;
        Some(Shift {
            bills_moved: self.carried.bills_moved,
            installments_moved: self.carried.installments_moved,
            drafts_moved: self.carried.drafts_moved,
            drafts_cancelled: self.carried.drafts_cancelled,
            ..shift
        })
    }

    fn letters(&self) -> Option<Letters> {
        if self.job.mapping.policy.notices.is_empty() || self.survey.customers.is_empty() {
            return None;
        }
        let count = |language: &str, kind: Option<&str>| {
            let of = |line: &&ManifestLine| {
                line.notice.language == language
                    && kind.is_none_or(|kind| line.notice.kind.split('+').any(|k| k == kind))
            };
            self.letters.iter().filter(of).count() as u64
        };
        let by_kind = |kind: NoticeKind| KindCount {
            kind: kind.code().to_owned(),
            en: count("en", Some(kind.code())),
            es: count("es", Some(kind.code())),
        };
        Some(Letters {
            letters: self.letters.len() as u64,
            en: count("en", None),
            es: count("es", None),
            pages: self
                .letters
                .iter()
                .map(|line| u64::from(line.notice.last_page))
                .sum(),
            by_kind: self
                .job
                .mapping
                .policy
                .notices
                .iter()
                .copied()
                .map(by_kind)
                .collect(),
        })
    }
}
