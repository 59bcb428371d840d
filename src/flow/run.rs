//! `cutover run` and its dry run, `plan`: the main path.
//!
//! read (survey) -> decide (plan) -> read again and write (load, letters, files) -> verify by the
//! second path -> publish. Nothing that counts changes before the last step.

use super::beside;
use super::collect;
use super::columns::Verdict;
use super::delivery;
use super::digests;
use super::earlier;
use super::evidence::{LAST, Proof, values_searched};
use super::failure::Failure;
use super::folder::Staging;
use super::job::Job;
use super::letters::{self, Printed};
use super::load::{Carried, load};
use super::outcome::Outcome;
use super::outputs;
use super::planning::{self, Planned};
use super::refused;
use super::reporting::{Facts, run_id};
use super::search;
use super::search_files::Searched;
use super::secrets::Secrets;
use super::stop;
use super::survey::{self, Survey, survey};
use super::verify;
use crate::diag::finding::Finding;
use crate::portal::{Portal, Store, carry_seal_log};
use crate::record::fate::FileAccount;
use crate::record::portal::{ControlTotal, CutoverRun, SourceFile};
use crate::verify::Verification;
use crate::write::letter::Letters;
use crate::write::manifest::ManifestLine;
use crate::write::removal::Noted;
use std::collections::BTreeSet;

/// Takes the exports to a finished portal database with notices, and proves the result.
///
/// # Errors
/// Every way in which a command can end badly: see `Failure`. Whatever stood before still stands.
pub fn run(job: &Job) -> Result<Outcome, Failure> {
    stop::listen()?;
    let settled = job.target.settle()?;
    let staging = Staging::begin(&job.target)?;
    match build(job, &staging, settled) {
        Ok((mut outcome, true)) => {
            staging.publish()?;
            outcome.folder = Some(job.target.out.clone());
            outcome.database = Some(job.target.live_database().to_string());
            Ok(outcome)
        }
        Ok((mut outcome, false)) => {
            let on_server = staging.database.file().is_none();
            outcome.database = on_server.then(|| staging.database.to_string());
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
    stop::listen()?;
    let settled = job.target.settle()?;
    let staging = Staging::without_database(&job.target)?;
    let planned = (|| {
        let mut ground = Decided::make(job, settled)?;
        let (accounts, carried) = load(
            job,
            &ground.files,
            &ground.survey,
            (&ground.planned, &ground.secrets),
            None,
        )?;
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
        ground.hand_back(&staging)?;
        let report = facts.report(None);
        let finished = digests::of(&staging.folder, None, |name| !LAST.contains(&name))?;
        let evidence = facts.evidence(None, finished)?;
        outputs::write_evidence(&evidence, job, &staging.folder)?;
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
pub(super) struct Decided {
    pub(super) files: Vec<delivery::DeliveredFile>,
    pub(super) survey: Survey,
    pub(super) planned: Planned,
    pub(super) secrets: Secrets,
    letters: Option<Letters>,
    findings: Vec<Finding>,
    noted: Noted,
}

impl Decided {
    pub(super) fn make(job: &Job, settled: Option<Finding>) -> Result<Self, Failure> {
        let letters = letters::printer(job)?;
        let mut files = delivery::open(job)?;
        let step = &job.progress;
        let collected = step.step("collect dropped values", || {
            collect::collect(job, &mut files)
        })?;
        let (mut secrets, columns, of_columns) = collected.settled()?;
        let noted = step.step("look beside", || noted(job, &files, &secrets, columns))?;
        let mut survey = step.step("read", || survey(job, &files, &secrets))?;
        let empty = survey::empty_files(&survey)?;
        let planned = step.step("decide", || {
            let earlier = earlier::numbers(job)?;
            planning::plan(job, &files, &mut survey, &earlier)
        })?;
        let numbers = planned.accounts.iter();
        secrets.know(numbers.filter_map(|account| account.number.as_deref()));
        let mut findings: Vec<Finding> = settled
            .into_iter()
            .chain(job.mapping.warnings.iter().cloned())
            .chain(super::not_named::warnings(job))
            .chain(empty)
            .chain(survey::cut_files(&survey))
            .chain(of_columns)
            .collect();
        findings.extend(planned.findings.iter().cloned());
        Ok(Self {
            files,
            survey,
            planned,
            secrets,
            letters,
            findings,
            noted,
        })
    }

    /// Writes the refused rows in their own form.
    fn hand_back(&self, staging: &Staging) -> Result<(), Failure> {
        refused::write(&self.files, &self.survey, &self.secrets, &staging.folder)
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
            noted: &self.noted,
            canaries: None,
        }
    }
}

/// Returns what was looked at beside the columns that the mapping drops.
fn noted(
    job: &Job,
    files: &[delivery::DeliveredFile],
    secrets: &Secrets,
    columns: Vec<Verdict>,
) -> Result<Noted, Failure> {
    let beside = beside::unread(job, files, secrets.known())?;
    let looked_at = columns.iter().map(|verdict| verdict.judged).sum();
    let overruled = columns.into_iter().flat_map(|verdict| verdict.overruled);
    let mut overruled: Vec<_> = overruled.collect();
    overruled.sort();
    Ok(Noted {
        columns_looked_at: looked_at,
        overruled,
        places_looked_at: beside.places,
        not_read: beside.not_read(),
    })
}

/// Builds the staged result and verifies it. True where it may be published.
fn build(
    job: &Job,
    staging: &Staging,
    settled: Option<Finding>,
) -> Result<(Outcome, bool), Failure> {
    let mut ground = Decided::make(job, settled)?;
    let mut portal = Portal::create(&staging.database)?;
    portal.make_roles(&job.mapping.roles)?;
    carry_seal_log(&job.target.live_database(), &staging.database)?;
    let step = &job.progress;
    let (accounts, carried, printed) = portal.load(|loader| -> Result<_, Failure> {
        let (survey, planned) = (&ground.survey, &ground.planned);
        loader.insert(run_row(job, survey))?;
        let (accounts, carried) = step.step("load", || {
            load(
                job,
                &ground.files,
                survey,
                (planned, &ground.secrets),
                Some(loader),
            )
        })?;
        for account in &accounts {
            loader.insert(source_file(job, survey, account))?;
        }
        let mut print =
            |letters| letters::print(letters, job, (survey, planned), &staging.folder, loader);
        let printed = match &ground.letters {
            Some(letters) => step.step("print letters", || print(letters))?,
            None => Printed::default(),
        };
        Ok((accounts, carried, printed))
    })?;
    let lines = printed.lines;
    ground.findings.extend(printed.findings);
    stop::if_asked()?;
    step.step("index", || portal.index())?;
    stop::if_asked()?;
    portal.close()?;
    let facts = ground.facts(job, &accounts, carried, &lines);
    outputs::write_decisions(&facts, &staging.folder)?;
    outputs::write_manifest(&lines, &staging.folder)?;
    ground.hand_back(staging)?;
    let places = (staging.folder.as_path(), &staging.database);
    let prove = || {
        verify::prove(
            job,
            &ground.files,
            &ground.secrets,
            places,
            accounts.clone(),
        )
    };
    let (mut verification, letters) = step.step("prove", prove)?;
    stop::if_asked()?;
    record_totals(job, &ground.survey, &staging.database, &verification)?;
    step.step("search for dropped values", || {
        write_proofs(&facts, &ground.secrets, staging, &mut verification, letters)
    })?;
    stop::if_asked()?;
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

/// Searches everything for dropped values, and writes evidence and report. `letters` were
/// searched when they were read.
fn write_proofs(
    facts: &Facts<'_>,
    secrets: &Secrets,
    staging: &Staging,
    verification: &mut Verification,
    letters: Vec<Searched>,
) -> Result<(), Failure> {
    let folder = staging.folder.as_path();
    let places = (folder, &staging.database);
    let read: BTreeSet<String> = letters.iter().map(|letter| letter.file.clone()).collect();
    let first = |name: &str| !LAST.contains(&name) && !read.contains(name);
    let mut searched = letters;
    searched.extend(search::search(secrets, places, first)?);
    let proof = Proof {
        searched: search::places(&searched),
        values: values_searched(&secrets.set().counts()),
    };
    let finished = digests::of(folder, Some(&staging.database), |name| {
        !LAST.contains(&name)
    })?;
    let evidence = facts.evidence(Some(proof), finished)?;
    outputs::write_evidence(&evidence, facts.job, folder)?;
    search::add(verification, secrets, searched);
    // Counted before they are written, so that what is searched is what stays.
    search::add(verification, secrets, LAST.map(Searched::clean).into());
    outputs::write_report(&facts.report(Some(verification)), folder)?;
    let mut last = search::search(secrets, places, |name| LAST.contains(&name))?;
    last.retain(|one| one.hit.is_some());
    if !last.is_empty() {
        search::add(verification, secrets, last);
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
        entity: account.entity.clone(),
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
    database: &Store,
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
    portal.watch()?;
    portal.grant(&job.mapping.roles)?;
    portal.close()?;
    Ok(())
}
