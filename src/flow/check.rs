//! `cutover check`: reads and maps every row and shows all findings; decides and writes nothing.

use super::delivery;
use super::failure::Failure;
use super::job::Job;
use super::planning::{refuse_above_limit, reject_findings};
use super::search;
use super::survey::{FileSurvey, survey};
use crate::diag::finding::Finding;
use crate::record::fate::Reject;

/// What a delivery holds.
#[derive(Debug)]
pub struct Checked {
    /// Rows read, accepted and refused, file by file: name, read, refused.
    pub files: Vec<(String, u64, u64)>,
    /// Refused rows and the mapping's warnings.
    pub findings: Vec<Finding>,
    /// Every refused row.
    pub rejects: Vec<Reject>,
    /// What refuses the delivery as a whole, if anything.
    pub refused: Vec<Finding>,
}

/// Reads the whole delivery once.
///
/// # Errors
/// Exports, where a file's structure cannot be trusted.
pub fn check(job: &Job) -> Result<Checked, Failure> {
    let files = delivery::open(job)?;
    let secrets = search::collect(job, &files)?;
    let survey = survey(job, &files, &secrets)?;
    let mut findings = job.mapping.warnings.clone();
    findings.extend(super::not_named::warnings(job));
    findings.extend(reject_findings(&survey));
    let refused = match refuse_above_limit(job, &survey) {
        Err(Failure::Exports(all)) => all
            .into_iter()
            .filter(|f| f.code == "rejects::above_limit")
            .collect(),
        Err(other) => return Err(other),
        Ok(()) => Vec::new(),
    };
    let line = |file: &FileSurvey| {
        (
            file.account.file.clone(),
            file.account.rows_read,
            file.account.rows_rejected,
        )
    };
    let mut rejects: Vec<Reject> = survey
        .files
        .iter()
        .flat_map(|file| file.rejects.iter().cloned())
        .collect();
    rejects.sort();
    Ok(Checked {
        files: survey.files.iter().map(line).collect(),
        findings,
        rejects,
        refused,
    })
}

/// Writes the refused rows to `folder/rejects.csv`.
///
/// # Errors
/// Where the file cannot be written.
pub fn write_rejects(rejects: &[Reject], folder: &std::path::Path) -> Result<(), Failure> {
    let path = folder.join("rejects.csv");
    let written = std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::File::create(&path))
        .and_then(|file| crate::write::rejects::write(rejects, std::io::BufWriter::new(file)));
    written.map_err(|error| Failure::io("cannot write", &path, &error))
}
