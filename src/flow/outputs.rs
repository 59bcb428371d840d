//! The files of OUT, each by its writer in `write`.

use super::failure::Failure;
use super::holds;
use super::job::Job;
use super::load::crosswalk_row;
use super::periods;
use super::reporting::Facts;
use crate::record::portal::CrosswalkRow;
use crate::write::manifest::ManifestLine;
use crate::write::removal::Removal;
use crate::write::report::Report;
use crate::write::{
    account_holds, calendar, crosswalk, manifest, period_changes, purge_list, rejects, removal,
    removal_page, report, report_html,
};
use std::fs::File;
use std::io::{self, BufWriter};
use std::path::Path;

fn write(
    folder: &Path,
    name: &str,
    work: impl FnOnce(BufWriter<File>) -> io::Result<()>,
) -> Result<(), Failure> {
    let path = folder.join(name);
    let done = File::create(&path).and_then(|file| work(BufWriter::new(file)));
    done.map_err(|error| Failure::io("cannot write", &path, &error))
}

/// Writes what was decided: crosswalk, calendar, changed periods, refused rows, purge list.
///
/// # Errors
/// Where a file cannot be written.
pub fn write_decisions(facts: &Facts<'_>, folder: &Path) -> Result<(), Failure> {
    let rows: Vec<CrosswalkRow> = facts
        .survey
        .accounts
        .iter()
        .zip(&facts.planned.accounts)
        .map(|(state, plan)| crosswalk_row(state, plan))
        .collect();
    write(folder, "crosswalk.csv", |out| crosswalk::write(&rows, out))?;
    write(folder, "billing-calendar.csv", |out| {
        calendar::write(&facts.planned.calendar, out)
    })?;
    write(folder, "period-changes.csv", |out| {
        let rows = periods::rows(facts.job, facts.survey, facts.planned);
        period_changes::write(rows, out)
    })?;
    write(folder, "account-holds.csv", |out| {
        let mut list = account_holds::HoldList::begin(out)?;
        let (job, survey, planned) = (facts.job, facts.survey, facts.planned);
        holds::each(job, survey, planned, |row| list.add(row))?;
        list.end()
    })?;
    write(folder, "rejects.csv", |out| {
        rejects::write(&facts.rejects(), out)
    })?;
    write(folder, "legacy-purge-list.csv", |out| {
        purge_list::write(&facts.purge_list(), out)
    })
}

/// Writes the manifest of the letters.
///
/// # Errors
/// Where the file cannot be written.
pub fn write_manifest(lines: &[ManifestLine], folder: &Path) -> Result<(), Failure> {
    write(&folder.join("notices"), "manifest.csv", |out| {
        manifest::write(lines, out)
    })
}

/// Writes the evidence that payment data was left behind, for machines and for an assessor.
///
/// # Errors
/// Where a file cannot be written.
pub fn write_evidence(evidence: &Removal, job: &Job, folder: &Path) -> Result<(), Failure> {
    let utility = &job.mapping.policy.utility;
    write(folder, "payment-data-removal.json", |out| {
        removal::write_json(evidence, out)
    })?;
    write(folder, "payment-data-removal.pdf", |out| {
        removal_page::write_pdf(evidence, utility, out)
    })
}

/// Writes the report, for machines and for people.
///
/// # Errors
/// Where a file cannot be written, or the report contradicts itself.
pub fn write_report(facts: &Report, folder: &Path) -> Result<(), Failure> {
    write(folder, "report.json", |out| report::write_json(facts, out))?;
    write(folder, "report.html", |out| {
        report_html::write_html(facts, out)
    })
}
