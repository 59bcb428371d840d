//! The files of OUT, each by its writer in `write`.

use super::failure::Failure;
use super::load::crosswalk_row;
use super::reporting::{Facts, run_id};
use crate::record::portal::CrosswalkRow;
use crate::write::manifest::ManifestLine;
use crate::write::removal::{InputDigest, Removal, SearchedPlace};
use crate::write::report::Report;
use crate::write::{
    calendar, crosswalk, manifest, purge_list, rejects, removal, report, report_html,
};
use std::fs::File;
use std::io::{self, BufWriter};
use std::path::Path;

/// What texts and finished files are searched for, in the words of the evidence.
const PATTERNS: [&str; 9] = [
    "card numbers: 13 to 19 digits in any spacing, an issuer's range, check digit (Luhn) holds",
    "bank routing numbers: 9 digits, a Federal Reserve prefix, checksum holds, banking words nearby",
    "bank account numbers: 4 to 17 digits beside a routing number or behind words that name one",
    "international bank account numbers: checksum (mod 97) holds",
    "card expiry, card code and PIN beside a card number; magnetic stripe data behind one",
    "cheque lines: a routing number between transit marks, with the numbers beside it",
    "social security and taxpayer numbers: 9 digits that were given out, where words say so",
    "left readable: the delivery's own identifiers, and unbroken runs that a word right before calls a parcel's, an invoice's or a device's, where no word of cards is near",
    "every value of a dropped column and every number found in text: its digits, whole or in any spacing",
];

fn write(
    folder: &Path,
    name: &str,
    work: impl FnOnce(BufWriter<File>) -> io::Result<()>,
) -> Result<(), Failure> {
    let path = folder.join(name);
    let done = File::create(&path).and_then(|file| work(BufWriter::new(file)));
    done.map_err(|error| Failure::io("cannot write", &path, &error))
}

/// Writes what was decided: crosswalk, calendar, refused rows, purge list.
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

/// Writes the evidence that payment data was left behind, with what was searched for it.
///
/// # Errors
/// Where the file cannot be written.
pub fn write_evidence(
    facts: &Facts<'_>,
    searched: &[SearchedPlace],
    folder: &Path,
) -> Result<(), Failure> {
    let (dropped, redacted) = facts.payment_data();
    let inputs = facts
        .accounts
        .iter()
        .map(|file| InputDigest {
            file: file.file.clone(),
            bytes: file.bytes,
            sha256: file.sha256.clone(),
        })
        .collect();
    let evidence = Removal {
        run_id: run_id(facts.job, facts.survey),
        utility: facts.job.mapping.policy.utility.name.clone(),
        tool_version: env!("CARGO_PKG_VERSION").to_owned(),
        dropped,
        redacted,
        patterns: PATTERNS.map(str::to_owned).to_vec(),
        searched: searched.to_vec(),
        inputs,
    };
    write(folder, "payment-data-removal.json", |out| {
        removal::write_json(&evidence, out)
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
