//! `cutover shift`: what the calendar would be with other windows and limits, side by side. Reads
//! the delivery once, decides the calendar for each alternative, writes nothing.

use super::account_plan;
use super::collect;
use super::delivery;
use super::failure::Failure;
use super::idle_windows;
use super::job::Job;
use super::planning::{self, Reasoned};
use super::shift_terms::{self, Terms, Varied};
use super::survey::{Survey, survey};
use crate::decide::cycle_shift;
use crate::decide::free_days::FreeDays;
use crate::diag::finding::{Finding, Severity};
use crate::record::plan::{Calendar, ShiftFigures, ShiftedRow};
use crate::record::policy::Policy;
use crate::record::source::Entity;
use crate::record::windows::Windows;
use chrono::NaiveDate;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Alternatives side by side; the mapping as it stands is the first.
#[derive(Debug, serde::Serialize)]
pub struct Comparison {
    /// All of them.
    pub alternatives: Vec<Alternative>,
    /// The best of those that are feasible, counted from 0; of equal ones the first.
    pub best: Option<usize>,
    /// What was varied, by key.
    pub varied: Vec<&'static str>,
    /// What a person should know of the delivery.
    pub findings: Vec<Finding>,
}

impl Comparison {
    /// Returns why the mapping's own calendar cannot be; none where it can.
    #[must_use]
    pub fn own_reasons(&self) -> Vec<Finding> {
        let own = self.alternatives.first();
        own.map(|own| own.reasons.clone()).unwrap_or_default()
    }
}

/// A calendar that could be.
#[derive(Debug, serde::Serialize)]
pub struct Alternative {
    /// What it was made with.
    pub terms: Terms,
    /// Its figures; none where no calendar keeps the rules.
    pub figures: Option<Figures>,
    /// Why there is none.
    pub reasons: Vec<Finding>,
    /// It has no window, or none that holds a date: there is no choice in it.
    #[serde(skip)]
    pub idle: bool,
    /// What a person should know of it, and not of all of them.
    pub warnings: Vec<Finding>,
}

/// What a calendar comes to.
#[derive(Debug, serde::Serialize)]
pub struct Figures {
    /// Open accounts of which a date of the cycle moves, and accounts with a bill, an installment or
    /// a draft that moves: each counted once.
    pub accounts_with_a_new_date: u64,
    /// How good the calendar is.
    pub objective: ShiftFigures,
    /// Calendar rows of which the due date moved.
    pub due_dates_moved: u64,
    /// Calendar rows of which the bill date moved.
    pub bill_dates_moved: u64,
    /// Calendar rows of which the reading moved.
    pub readings_moved: u64,
    /// Days in the longest period of the calendar.
    pub longest_period: Option<i64>,
    /// Days in the shortest.
    pub shortest_period: Option<i64>,
    /// Accounts of which a period is changed to a length that is prorated.
    pub prorated_accounts: u64,
    /// The fullest day that receives a moved due date.
    pub peak_on: Option<NaiveDate>,
    /// Issued bills whose due date moves.
    pub bills_moved: u64,
    /// Installments that move.
    pub installments_moved: u64,
    /// Drafts that run on another day.
    pub drafts_moved: u64,
    /// Drafts that will not run.
    pub drafts_cancelled: u64,
    /// Days from bill to due date in the row that leaves the fewest, of rows that moved.
    pub days_to_pay_left: Option<i64>,
}

/// Compares the mapping's own calendar with every combination of what is varied.
///
/// # Errors
/// Usage, where there is nothing to compare, or too much; exports, as `plan`.
pub fn compare(job: &Job, varied: &Varied) -> Result<Comparison, Failure> {
    if job.mapping.file(Entity::Calendar).is_none() {
        return Err(no_calendar());
    }
    let own = Terms::of(&job.mapping.policy);
    let all = shift_terms::combinations(&own, varied)?;
    refuse_bad_windows(job, varied)?;
    let mut wide = job.clone();
    wide.mapping.policy = shift_terms::union(&job.mapping.policy, &all);
    let mut files = delivery::open(&wide)?;
    let collected = collect::collect(&wide, &mut files)?;
    let (secrets, _, of_columns) = collected.settled()?;
    let mut survey = survey(&wide, &files, &secrets)?;
    if survey.calendar.is_empty() {
        return Err(no_rows());
    }
    let reasoned = planning::reasoned(&wide, &files, &mut survey)?;
    let open_accounts = planning::open_accounts(&survey, &reasoned.reasons);
    let mut findings = job.mapping.warnings.clone();
    findings.extend(of_columns);
    let mut alternatives: Vec<Alternative> = all
        .par_iter()
        .map(|terms| alternative(job, terms, (&survey, &reasoned, &open_accounts)))
        .collect();
    findings.extend(said_of_all(&mut alternatives));
    Ok(Comparison {
        best: best(&alternatives),
        alternatives,
        varied: varied.names(),
        findings,
    })
}

/// Refuses windows that cannot be meant, as the mapping does.
fn refuse_bad_windows(job: &Job, varied: &Varied) -> Result<(), Failure> {
    let windows = varied.windows.iter().map(|window| Some(*window));
    let mut windows = windows.map(Windows::of_blackout);
    let amiss = windows.find_map(|windows| windows.amiss(job.mapping.policy.extracted_on));
    amiss.map_or(Ok(()), |amiss| {
        let help = "check its year; a window lies around the cutover";
        Err(Failure::Usage(
            Finding::error("usage::bad_window", amiss).help(help),
        ))
    })
}

/// Returns the best of those that have a calendar, of equal ones the first. One without a window, or
/// whose window holds no date, is the best only where there is no other.
fn best(alternatives: &[Alternative]) -> Option<usize> {
    let goals = |(at, one): (usize, &Alternative)| {
        let figures = one.figures.as_ref()?;
        let new_dates = figures.accounts_with_a_new_date;
        Some((one.idle, new_dates, figures.objective, at))
    };
    let all = alternatives.iter().enumerate().filter_map(goals);
    all.min().map(|(.., at)| at)
}

fn no_rows() -> Failure {
    let message = "the billing calendar of the delivery has no row, so there is nothing to shift";
    let help = "ask for the calendar, with the months before and after the cutover; `cutover check` shows rows that were refused";
    Failure::Usage(Finding::error("usage::no_calendar", message).help(help))
}

fn no_calendar() -> Failure {
    let message = "the mapping names no billing calendar, so there is nothing to shift";
    let help = "name the calendar's file under [calendar] in the mapping";
    Failure::Usage(Finding::error("usage::no_calendar", message).help(help))
}

/// Takes the warnings that all alternatives have, such as of the legacy calendar itself, from each.
fn said_of_all(alternatives: &mut [Alternative]) -> Vec<Finding> {
    let first = alternatives.first().map(|first| first.warnings.clone());
    let mut of_all = first.unwrap_or_default();
    of_all.retain(|said| alternatives.iter().all(|one| one.warnings.contains(said)));
    for one in alternatives {
        one.warnings.retain(|said| !of_all.contains(said));
    }
    of_all
}

/// Decides the calendar of one alternative.
fn alternative(
    job: &Job,
    terms: &Terms,
    (survey, reasoned, open_accounts): (&Survey, &Reasoned, &BTreeMap<String, u64>),
) -> Alternative {
    let policy = terms.applied(&job.mapping.policy);
    let (calendar, found) = cycle_shift::shift_calendar(&survey.calendar, open_accounts, &policy);
    let is_error = |finding: &Finding| finding.severity == Severity::Error;
    let (mut reasons, mut warnings): (Vec<_>, Vec<_>) = found.into_iter().partition(is_error);
    let of_windows = idle_windows::warnings(survey, &policy);
    let no_date = |said: &Finding| said.code == "shift::window_without_dates";
    let idle = policy.windows.are_none() || of_windows.iter().any(no_date);
    warnings.extend(of_windows);
    let figures = reasons
        .is_empty()
        .then(|| of_calendar(&calendar, &policy))
        .map(|figures| with_accounts(figures, job, policy, (survey, reasoned, &calendar)));
    let figures = match figures {
        Some(Ok(figures)) => Some(figures),
        Some(Err(errors)) => {
            reasons = errors;
            None
        }
        None => None,
    };
    Alternative {
        terms: terms.clone(),
        figures,
        reasons,
        idle,
        warnings,
    }
}

/// Counts what a calendar shows.
fn of_calendar(calendar: &Calendar, policy: &Policy) -> Figures {
    let rows = || calendar.rows.iter();
    let count = |moved: fn(&&ShiftedRow) -> bool| rows().filter(moved).count() as u64;
    let mut due: BTreeMap<NaiveDate, (u64, bool)> = BTreeMap::new();
    for row in rows() {
        let (accounts, receives) = due.entry(row.due_date).or_default();
        *accounts = accounts.saturating_add(row.accounts);
        *receives |= row.due_date != row.legacy.due_date;
    }
    let fullest = due.iter().filter(|(_, (_, receives))| *receives);
    // Of equal days the first.
    let fullest = fullest.max_by_key(|(day, (accounts, _))| (*accounts, std::cmp::Reverse(**day)));
    let (shortest, longest) = policy.shift.unprorated_days;
    // An account with two prorated periods is one account.
    let prorated = rows().filter(|row| {
        row.days_in_period != row.legacy_days_in_period
            && row
                .days_in_period
                .is_some_and(|days| days < shortest || days > longest)
    });
    let prorated: BTreeMap<&str, u64> = prorated
        .map(|row| (row.legacy.bill_cycle.as_str(), row.accounts))
        .collect();
    let left = rows()
        .filter(|row| row.due_date != row.legacy.due_date || row.bill_date != row.legacy.bill_date);
    Figures {
        accounts_with_a_new_date: 0,
        objective: calendar.figures,
        due_dates_moved: count(|row| row.due_date != row.legacy.due_date),
        bill_dates_moved: count(|row| row.bill_date != row.legacy.bill_date),
        readings_moved: count(|row| row.read_date != row.legacy.read_date),
        longest_period: rows().filter_map(|row| row.days_in_period).max(),
        shortest_period: rows().filter_map(|row| row.days_in_period).min(),
        prorated_accounts: prorated.values().sum(),
        peak_on: fullest.map(|(day, _)| *day),
        bills_moved: 0,
        installments_moved: 0,
        drafts_moved: 0,
        drafts_cancelled: 0,
        days_to_pay_left: left
            .map(|row| (row.due_date - row.bill_date).num_days())
            .min(),
    }
}

/// Adds what becomes of issued bills, installments and drafts.
fn with_accounts(
    mut figures: Figures,
    job: &Job,
    policy: Policy,
    (survey, reasoned, calendar): (&Survey, &Reasoned, &Calendar),
) -> Result<Figures, Vec<Finding>> {
    let mut job = job.clone();
    job.mapping.policy = policy;
    let mut errors = Vec::new();
    let days = FreeDays::of(calendar);
    let moved = calendar.rows.iter().filter(|row| row.moved());
    let cycles: BTreeSet<&str> = moved.map(|row| row.legacy.bill_cycle.as_str()).collect();
    let accounts = survey.accounts.iter().zip(&survey.histories);
    for ((state, history), fate) in accounts.zip(reasoned.fates()) {
        let plan = account_plan::account(&job, state, fate, history, &days, &mut errors);
        let cycle_moved = state.account.as_ref().is_some_and(|account| {
            let cycle = account.bill_cycle.as_deref();
            plan.reason.carries() && account.open && cycle.is_some_and(|c| cycles.contains(c))
        });
        let own_moved = [
            &plan.moved_bills,
            &plan.moved_installments,
            &plan.moved_drafts,
        ];
        let new_date = cycle_moved || own_moved.iter().any(|moved| !moved.is_empty());
        figures.accounts_with_a_new_date += u64::from(new_date);
        figures.bills_moved += plan.moved_bills.len() as u64;
        figures.installments_moved += plan.moved_installments.len() as u64;
        figures.drafts_moved += plan.moved_drafts.len() as u64;
        figures.drafts_cancelled += plan.cancelled_drafts.len() as u64;
    }
    if errors.is_empty() {
        Ok(figures)
    } else {
        Err(errors)
    }
}
