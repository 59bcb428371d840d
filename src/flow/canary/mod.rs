//! `cutover run --canary`: known test values are planted in a copy of the delivery, the whole
//! transition runs on the copy, and each value must have been caught.
//!
//! read and decide (which rows are carried) -> choose cells and values -> a dry run of the copy with
//! those cells blank, for the counts before -> the run of the copy with the values -> search all
//! that it left and printed -> judge. OUT, its neighbours and the portal are not touched; copy and
//! result are removed at the end, whatever happens.

mod copy;
mod forms;
mod judge;
mod place;
mod plant;
mod search;
mod seek;
mod sites;
#[cfg(test)]
mod tests;
mod values;

pub use judge::{Canary, CanaryLine, Escape};
pub use sites::NotPlanted;

use super::failure::Failure;
use super::fates::Ground;
use super::job::Job;
use super::outcome::Outcome;
use super::run::{self, Decided};
use crate::diag::finding::Finding;
use crate::write::report::{CheckStatus, Outcome as Verdict};
use judge::judge;
use place::Place;
use plant::{Garden, Supply, plant};
use search::Search;
use seek::Seeker;

/// Gives the texts that a command prints for an outcome, each with what it is called.
pub type Show<'s> = &'s dyn Fn(&Outcome) -> Vec<(String, String)>;

/// The folder of the copy without values, of the copy with them, and of the results.
const FOLDERS: [&str; 3] = ["plain", "planted", "out"];

/// Plants values in a copy of the delivery, runs the transition on it and judges what came of them.
///
/// # Errors
/// Those of `run`; usage, where the copy cannot be made. An escaped value is no error: see
/// `Canary::is_green`.
pub fn canary(job: &Job, show: Show<'_>) -> Result<Canary, Failure> {
    let (place, left) = Place::make(&job.target.out)?;
    let done = plant_and_run(job, &place, show);
    let removed = place.end();
    let mut canary = done?;
    removed?;
    canary.findings.extend(left);
    Ok(canary)
}

fn plant_and_run(job: &Job, place: &Place, show: Show<'_>) -> Result<Canary, Failure> {
    let [plain, planted, out] = FOLDERS;
    let decided = Decided::make(&job.elsewhere(&job.exports, &place.at(out)), None)?;
    let step = &job.progress;
    let garden = step.step("choose cells", || choose(job, &decided))?;
    if garden.sown.is_empty() {
        return Ok(Canary {
            not_planted: garden.not_planted,
            ..Canary::default()
        });
    }
    let delivery = (job.exports.as_path(), decided.files.as_slice());
    let copied = |name: &str, cells| {
        let to = place.at(name);
        step.step("copy", || copy::copy(delivery, &to, cells))
    };
    copied(plain, &garden.plain)?;
    let dry = job.elsewhere(&place.at(plain), &place.at(out));
    let before = run::plan(&dry).map_err(refused_copy)?.report;
    let mut faults = unlike(&decided, &before);
    place.remove(plain)?;
    place.remove("out.plan")?;
    copied(planted, &garden.planted)?;
    drop(decided);

    let job = job.elsewhere(&place.at(planted), &place.at(out));
    let outcome = match run::run(&job).map_err(refused_copy) {
        Ok(outcome) => outcome,
        // What is red is told beside the values; they are looked for all the same.
        Err(Failure::NoGo(outcome)) => *outcome,
        Err(failure) => return Err(failure),
    };
    let mut search = Search::new(&garden.sown);
    step.step("search for planted values", || -> Result<(), Failure> {
        for (name, text) in show(&outcome) {
            search.text(&name, &text);
        }
        match &outcome.folder {
            Some(folder) => search.folder(folder),
            None => Ok(()),
        }
    })?;
    let mut canary = judge(&garden.sown, (&before, &outcome.report), &search.hits.found);
    faults.extend(red(&outcome));
    let other = |place: &String| format!("{place}: the program's own search finds a planted value");
    faults.extend(search.hits.others.iter().map(other));
    canary.faults.splice(0..0, faults);
    canary.searched = search.places;
    canary.not_planted = garden.not_planted;
    Ok(canary)
}

/// Chooses the cells and what is planted in them.
fn choose(job: &Job, decided: &Decided) -> Result<Garden, Failure> {
    let ground = Ground {
        job,
        survey: &decided.survey,
        planned: &decided.planned,
        secrets: &decided.secrets,
    };
    let (mut columns, not) = sites::columns(&decided.files);
    let values = Supply::for_columns(columns.len());
    let struck = sites::find(&decided.files, &ground, &mut columns, &Seeker::new(&values))?;
    let mut supply = Supply::without(values, &struck);
    let format_of = |name: &str| {
        let file = decided.files.iter().find(|file| file.name == name)?;
        Some(file.mapping().format().clone())
    };
    let mut garden = plant(&columns, format_of, &mut supply);
    garden.not_planted.extend(not);
    garden.not_planted.sort();
    Ok(garden)
}

/// Says where the copy reads otherwise than the delivery: then it proves nothing about it.
fn unlike(decided: &Decided, copy: &crate::write::report::Report) -> Vec<String> {
    let files = decided.survey.files.iter().zip(&copy.rows);
    let differs = files.filter(|(seen, rows)| {
        let read = (seen.account.rows_read, seen.account.rows_rejected);
        read != (rows.rows_read, rows.rows_rejected)
    });
    differs
        .map(|(_, rows)| format!("{}: the copy has other rows than the delivery", rows.file))
        .collect()
}

/// Says which checks of the run were red.
fn red(outcome: &Outcome) -> Vec<String> {
    let report = &outcome.report;
    if report.verdict.outcome == Verdict::Go {
        return Vec::new();
    }
    let failed = report.verification.iter();
    let failed = failed.filter(|check| check.status == CheckStatus::Failed);
    let first = |check: &crate::write::report::Check| {
        let example = check.first_failures.first();
        example.map_or_else(String::new, |f| format!("; {}: {}", f.subject, f.message))
    };
    let mut told: Vec<String> = failed
        .map(|check| {
            format!(
                "the run on the copy: {} is red, {} faults{}",
                check.id,
                check.failures,
                first(check)
            )
        })
        .collect();
    if told.is_empty() {
        told.push("the run on the copy was not published".to_owned());
    }
    told
}

/// Says that it was the copy that was refused.
fn refused_copy(failure: Failure) -> Failure {
    if let Failure::Exports(mut findings) = failure {
        let message = "the delivery itself could be read: what is refused is the copy of it, in which test values may stand";
        findings.push(
            Finding::note("canary::copy_refused", message)
                .help("the rows that the findings above name are those of the delivery; `cutover check` tells whether they pass without test values"),
        );
        return Failure::Exports(findings);
    }
    failure
}
