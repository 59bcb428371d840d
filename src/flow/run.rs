//! `cutover run` and its dry run, `plan`: the main path.
//!
//! read (survey) -> decide (plan) -> read again and write (load, letters, files) -> verify by the
//! second path -> publish. Nothing that counts changes before the last step.

use super::delivery;
use super::earlier;
use super::failure::Failure;
use super::folder::Staging;
use super::job::Job;
use super::letters::{self, Printed};
use super::load::{Carried, load};
use super::outcome::Outcome;
use super::outputs;
use super::planning::{self, Planned};
use super::reporting::{Facts, run_id};
use super::search::{self, Secrets};
use super::survey::{Survey, survey};
use super::verify;
use crate::diag::finding::Finding;
use crate::portal::connect::{Portal, refuse_if_locked};
use crate::record::fate::FileAccount;
use crate::record::portal::{ControlTotal, CutoverRun, SourceFile};
use crate::verify::Verification;
use crate::write::letter::Letters;
use crate::write::manifest::ManifestLine;

/// Takes the exports to a finished portal database with notices, and proves the result.
///
/// # Errors
/// Every way in which a command can end badly: see `Failure`. Whatever stood before still stands.
pub fn run(job: &Job) -> Result<Outcome, Failure> {
    let settled = job.target.settle()?;
    let live = job.target.live_database();
    if live.exists() {
        refuse_if_locked(&live)?;
    }
    let staging = Staging::begin(&job.target)?;
    match build(job, &staging, settled) {
        Ok((mut outcome, true)) => {
            if live.exists() {
                refuse_if_locked(&live)?;
            }
            staging.publish()?;
            outcome.folder = Some(job.target.out.clone());
            outcome.database = Some(live);
            Ok(outcome)
        }
        Ok((mut outcome, false)) => {
            outcome.folder = Some(staging.fail()?);
            Err(Failure::NoGo(Box::new(outcome)))
        }
        Err(failure) => {
            staging.discard();
            Err(failure)
        }
    }
}

/// Makes every decision and the full report, no database and no notices.
///
/// # Errors
/// As `run`, without a portal.
pub fn plan(job: &Job) -> Result<Outcome, Failure> {
    let settled = job.target.settle()?;
    let staging = Staging::begin(&job.target)?;
    let planned = (|| {
        let mut ground = Decided::make(job, settled)?;
        let (accounts, carried) = load(job, &ground.files, &ground.survey, &ground.planned, None)?;
        let owed = letters::owed(job, &ground.survey, &ground.planned)?;
        if let Some(letters) = &ground.letters {
            let found = owed
                .iter()
                .filter_map(|one| letters::look_at(one, &letters.look_at(one)));
            ground.findings.extend(found);
        }
        let lines: Vec<ManifestLine> = owed.iter().map(letters::unprinted).collect();
        let facts = ground.facts(job, &accounts, carried, &lines);
        outputs::write_decisions(&facts, &staging.folder)?;
        let report = facts.report(None);
        outputs::write_evidence(&facts, &[], &staging.folder)?;
        outputs::write_report(&report, &staging.folder)?;
        let rejects = facts.rejects();
        Ok(Outcome {
            report,
            folder: None,
            database: None,
            findings: ground.findings,
            rejects,
        })
    })();
    match planned {
        Ok(mut outcome) => {
            outcome.folder = Some(staging.keep_as_plan()?);
            Ok(outcome)
        }
        Err(failure) => {
            staging.discard();
            Err(failure)
        }
    }
}

/// The delivery, read once, with everything decided.
struct Decided {
    files: Vec<delivery::DeliveredFile>,
    survey: Survey,
    planned: Planned,
    letters: Option<Letters>,
    findings: Vec<Finding>,
}

impl Decided {
    fn make(job: &Job, settled: Option<Finding>) -> Result<Self, Failure> {
        let letters = letters::printer(job)?;
        let files = delivery::open(job)?;
        let mut survey = survey(job, &files)?;
        let earlier = earlier::numbers(job)?;
        let planned = planning::plan(job, &files, &mut survey, &earlier)?;
        let mut findings: Vec<Finding> = settled
            .into_iter()
            .chain(job.mapping.warnings.iter().cloned())
            .collect();
        findings.extend(planned.findings.iter().cloned());
        Ok(Self {
            files,
            survey,
            planned,
            letters,
            findings,
        })
    }

    fn facts<'a>(
        &'a self,
        job: &'a Job,
        accounts: &'a [FileAccount],
        carried: Carried,
        letters: &'a [ManifestLine],
    ) -> Facts<'a> {
        Facts {
            job,
            files: &self.files,
            survey: &self.survey,
            planned: &self.planned,
            accounts,
            carried,
            letters,
            findings: &self.findings,
        }
    }
}

/// Builds the staged result and verifies it. True where it may be published.
fn build(
    job: &Job,
    staging: &Staging,
    settled: Option<Finding>,
) -> Result<(Outcome, bool), Failure> {
    let mut ground = Decided::make(job, settled)?;
    let mut portal = Portal::create(&staging.database)?;
    let (accounts, carried, printed) = portal.load(|loader| -> Result<_, Failure> {
        loader.insert(run_row(job, &ground.survey))?;
        let (accounts, carried) = load(
            job,
            &ground.files,
            &ground.survey,
            &ground.planned,
            Some(loader),
        )?;
        for account in &accounts {
            loader.insert(source_file(job, &ground.survey, account))?;
        }
        let parts = (&ground.survey, &ground.planned);
        let printed = match &ground.letters {
            Some(letters) => letters::print(letters, job, parts, &staging.folder, loader)?,
            None => Printed::default(),
        };
        Ok((accounts, carried, printed))
    })?;
    let lines = printed.lines;
    ground.findings.extend(printed.findings);
    portal.index()?;
    portal.close()?;
    let facts = ground.facts(job, &accounts, carried, &lines);
    outputs::write_decisions(&facts, &staging.folder)?;
    outputs::write_manifest(&lines, &staging.folder)?;
    let places = (staging.folder.as_path(), staging.database.as_path());
    let secrets = search::collect(job, &ground.files)?;
    let mut verification = verify::prove(job, &ground.files, &secrets, places, accounts.clone())?;
    record_totals(job, &ground.survey, &staging.database, &verification)?;
    write_proofs(&facts, &secrets, staging, &mut verification)?;
    let report = facts.report(Some(&verification));
    let rejects = facts.rejects();
    let go = verification.is_go();
    let findings = ground.findings;
    Ok((
        Outcome {
            report,
            folder: None,
            database: None,
            findings,
            rejects,
        },
        go,
    ))
}

/// The files that are written after the search of the others, and searched themselves.
const LAST: [&str; 3] = ["payment-data-removal.json", "report.json", "report.html"];

/// Searches everything for dropped values, and writes evidence and report.
fn write_proofs(
    facts: &Facts<'_>,
    secrets: &Secrets,
    staging: &Staging,
    verification: &mut Verification,
) -> Result<(), Failure> {
    let (folder, database) = (staging.folder.as_path(), staging.database.as_path());
    let searched = search::search(secrets, folder, database, |name| !LAST.contains(&name))?;
    outputs::write_evidence(facts, &search::places(&searched), folder)?;
    verification.add_search(searched.into_iter().map(|one| (one.file, one.hit)));
    // Counted before they are written, so that what is searched is what stays.
    verification.add_search(LAST.iter().map(|name| ((*name).to_owned(), None)));
    outputs::write_report(&facts.report(Some(verification)), folder)?;
    let last = search::search(secrets, folder, database, |name| LAST.contains(&name))?;
    if last.iter().any(|one| one.hit.is_some()) {
        verification.add_search(
            last.into_iter()
                .filter(|one| one.hit.is_some())
                .map(|one| (one.file, one.hit)),
        );
        outputs::write_report(&facts.report(Some(verification)), folder)?;
    }
    Ok(())
}

fn run_row(job: &Job, survey: &Survey) -> CutoverRun {
    CutoverRun {
        run_id: run_id(job, survey),
        mapping_sha256: job.file.sha256(),
        cutover_on: job.mapping.policy.cutover_on,
        tool_version: env!("CARGO_PKG_VERSION").to_owned(),
    }
}

fn source_file(job: &Job, survey: &Survey, account: &FileAccount) -> SourceFile {
    let whole = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    SourceFile {
        run_id: run_id(job, survey),
        path: account.file.clone(),
        sha256: account.sha256.clone(),
        rows_read: whole(account.rows_read),
        rows_carried: whole(account.rows_carried),
        rows_dropped: whole(account.rows_dropped()),
        rows_rejected: whole(account.rows_rejected),
    }
}

fn record_totals(
    job: &Job,
    survey: &Survey,
    database: &std::path::Path,
    verification: &Verification,
) -> Result<(), Failure> {
    let mut portal = Portal::reopen(database)?;
    let run = run_id(job, survey);
    portal.load(|loader| -> Result<(), Failure> {
        for total in &verification.control_totals {
            loader.insert(ControlTotal {
                run_id: run.clone(),
                entity: total.entity.clone(),
                measure: total.measure.clone(),
                legacy_value: total.legacy_value.clone(),
                portal_value: total.portal_value.clone(),
            })?;
        }
        Ok(())
    })?;
    portal.close()?;
    Ok(())
}
