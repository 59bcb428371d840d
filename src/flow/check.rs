//! `cutover check`: reads and maps every row and shows all findings; decides and writes nothing.

use super::collect::{self, Collected};
use super::delivery::{self, DeliveredFile};
use super::failure::Failure;
use super::idle_windows;
use super::job::Job;
use super::planning::{refuse_above_limit, reject_findings};
use super::refused;
use super::survey::{FileSurvey, cut_files, survey};
use crate::decide::cycle_shift;
use crate::diag::finding::{Finding, Severity};
use crate::record::fate::Reject;
use crate::record::raw::ColumnUse;
use std::path::Path;

/// What a delivery holds.
#[derive(Debug)]
pub struct Checked {
    /// The files, in reading order.
    pub files: Vec<CheckedFile>,
    /// Refused rows and the mapping's warnings.
    pub findings: Vec<Finding>,
    /// Every refused row.
    pub rejects: Vec<Reject>,
    /// What refuses the delivery as a whole, if anything.
    pub refused: Vec<Finding>,
}

/// What one file holds, and how much of it the mapping uses.
#[derive(Debug, serde::Serialize)]
pub struct CheckedFile {
    /// The file as the delivery names it.
    pub file: String,
    /// What its rows are.
    pub entity: &'static str,
    /// Data rows found.
    pub rows_read: u64,
    /// Rows refused.
    pub rows_rejected: u64,
    /// Columns of the file that a field, the key or `skip` uses.
    pub columns_used: usize,
    /// Columns dropped as payment data.
    pub columns_dropped: usize,
    /// Columns that the mapping names and does not read: name and reason.
    pub columns_ignored: Vec<(String, String)>,
    /// Columns of which the mapping says that they hold no payment data: name and reason.
    pub columns_cleared: Vec<(String, String)>,
    /// Columns that are used, and blank in every row.
    pub columns_blank: Vec<String>,
    /// Fields of the entity that the mapping does not give.
    pub fields_not_mapped: Vec<&'static str>,
    /// Codes that are in no list: column, what is said of the code, and rows.
    pub codes_not_listed: Vec<(String, String, u64)>,
}

impl CheckedFile {
    fn new(file: &DeliveredFile, seen: &FileSurvey) -> Self {
        let (mapping, uses) = (file.mapping(), file.columns.uses());
        let of = |wanted| uses.iter().filter(|usage| **usage == wanted).count();
        let blank = |(at, usage): (usize, &ColumnUse)| {
            let kept = *usage == ColumnUse::Keep && seen.account.rows_read > 0;
            let empty = kept && seen.filled.get(at) == Some(&0);
            empty.then(|| file.column_name(at).to_owned())
        };
        let ignored: Vec<_> = mapping.ignored_columns().collect();
        let codes = seen.unlisted.iter();
        Self {
            file: file.name.clone(),
            entity: file.entity.name(),
            rows_read: seen.account.rows_read,
            rows_rejected: seen.account.rows_rejected,
            // Where the whole row is the key, columns that are left out are read for it.
            columns_used: uses
                .len()
                .saturating_sub(of(ColumnUse::Drop) + ignored.len()),
            columns_dropped: of(ColumnUse::Drop),
            columns_ignored: ignored
                .into_iter()
                .map(|(column, why)| (column.to_owned(), why.to_owned()))
                .collect(),
            columns_cleared: mapping
                .cleared_columns()
                .map(|(column, why)| (column.to_owned(), why.to_owned()))
                .collect(),
            columns_blank: uses.iter().enumerate().filter_map(blank).collect(),
            fields_not_mapped: mapping.fields_not_mapped(),
            codes_not_listed: codes
                .map(|((column, said), rows)| (column.clone(), said.clone(), *rows))
                .collect(),
        }
    }
}

/// Reads the whole delivery once. The refused rows go to `rejects`, where a folder is named.
///
/// # Errors
/// Exports, where a file's structure cannot be trusted; unexpected, where the folder cannot be
/// written.
pub fn check(job: &Job, rejects: Option<&Path>) -> Result<Checked, Failure> {
    let mut files = delivery::open(job)?;
    let Collected {
        secrets,
        findings: of_columns,
        ..
    } = collect::collect(job, &mut files)?;
    let survey = survey(job, &files, &secrets)?;
    let refuses = |finding: &Finding| finding.severity == Severity::Error;
    let (undeclared, warnings) = of_columns.into_iter().partition::<Vec<_>, _>(refuses);
    let mut findings = job.mapping.warnings.clone();
    findings.extend(warnings);
    findings.extend(super::not_named::warnings(job));
    findings.extend(cut_files(&survey));
    findings.extend(idle_windows::warnings(&survey, &job.mapping.policy));
    let open_accounts = survey.open_accounts(|_| true);
    findings.extend(cycle_shift::of_legacy(
        &survey.calendar,
        &open_accounts,
        &job.mapping.policy,
    ));
    findings.extend(reject_findings(&survey));
    let mut refused = undeclared;
    refused.extend(match refuse_above_limit(job, &survey) {
        Err(Failure::Exports(all)) => all
            .into_iter()
            .filter(|f| f.code == "rejects::above_limit")
            .collect(),
        Err(other) => return Err(other),
        Ok(()) => Vec::new(),
    });
    let mut refused_rows: Vec<Reject> = survey
        .files
        .iter()
        .flat_map(|file| file.rejects.iter().cloned())
        .collect();
    refused_rows.sort();
    if let Some(folder) = rejects {
        write_rejects(&refused_rows, folder)?;
        refused::write(&files, &survey, &secrets, folder)?;
    }
    let checked = files.iter().zip(&survey.files);
    Ok(Checked {
        files: checked
            .map(|(file, seen)| CheckedFile::new(file, seen))
            .collect(),
        findings,
        rejects: refused_rows,
        refused,
    })
}

/// Writes the refused rows to `folder/rejects.csv`.
///
/// # Errors
/// Where the file cannot be written.
fn write_rejects(rejects: &[Reject], folder: &Path) -> Result<(), Failure> {
    let path = folder.join("rejects.csv");
    let written = std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::File::create(&path))
        .and_then(|file| crate::write::rejects::write(rejects, std::io::BufWriter::new(file)));
    written.map_err(|error| Failure::io("cannot write", &path, &error))
}
