//! One letter a customer: decided, printed and recorded, a few hundred at a time.

use super::account_plan::AccountPlan;
use super::failure::Failure;
use super::job::Job;
use super::periods;
use super::planning::Planned;
use super::stop;
use super::survey::Survey;
use crate::decide::notices::{self, AccountNotice};
use crate::diag::finding::Finding;
use crate::portal::Loader;
use crate::record::account::{Account, Address, PortalStatus};
use crate::record::letter::Letter;
use crate::record::portal::{NoticeAccountRow, NoticeRow};
use crate::write::letter::{LetterFacts, LetterWarning, Letters, RenderedLetter};
use crate::write::manifest::ManifestLine;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::Path;

/// Letters in memory at a time.
const BATCH: usize = 256;

/// Accounts by customer, as positions in the survey.
type ByCustomer<'a> = BTreeMap<&'a str, Vec<usize>>;

/// Returns the letters that are owed, in the order of customers. Calls `each` with a batch of them
/// at a time, so that memory stays small.
fn each_batch(
    job: &Job,
    survey: &Survey,
    planned: &Planned,
    mut each: impl FnMut(Vec<Letter>) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let mut accounts = ByCustomer::new();
    for (at, state) in survey.accounts.iter().enumerate() {
        let carried = planned
            .accounts
            .get(at)
            .is_some_and(|plan| plan.number.is_some());
        if let (true, Some(customer)) = (
            carried,
            state
                .account
                .as_ref()
                .and_then(|a| a.legacy_customer_id.as_deref()),
        ) {
            accounts.entry(customer).or_default().push(at);
        }
    }
    let mut batch = Vec::with_capacity(BATCH);
    for (id, at) in &accounts {
        let Some(customer) = survey.customers.get(*id) else {
            continue;
        };
        let facts = at
            .iter()
            .filter_map(|at| account_notice(job, survey, planned, *at))
            .collect();
        let has_user = survey.customers_with_user.contains(*id);
        batch.extend(notices::letter(
            customer,
            facts,
            has_user,
            &job.mapping.policy,
        ));
        if batch.len() == BATCH {
            each(std::mem::take(&mut batch))?;
        }
    }
    each(batch)
}

/// Returns every letter that is owed, unprinted: the dry run.
///
/// # Errors
/// None of its own.
pub fn owed(job: &Job, survey: &Survey, planned: &Planned) -> Result<Vec<Letter>, Failure> {
    let mut all = Vec::new();
    each_batch(job, survey, planned, |mut letters| {
        all.append(&mut letters);
        Ok(())
    })?;
    Ok(all)
}

/// Makes ready to print; none where the mapping tells the customers nothing.
///
/// # Errors
/// Mapping, where its utility table lacks what letters print, or has what they cannot.
pub fn printer(job: &Job) -> Result<Option<Letters>, Failure> {
    let policy = &job.mapping.policy;
    if policy.notices.is_empty() {
        return Ok(None);
    }
    Letters::new(&policy.utility, &LetterFacts::from(policy))
        .map(Some)
        .map_err(|error| {
            if !error.is_of_the_mapping() {
                return Failure::Unexpected(format!("letters: {}", error.with_code()));
            }
            let finding = Finding::error(error.code(), error.to_string()).help(
                "every letter prints these lines; `[notices] tell = []` writes no letters at all",
            );
            let table = "[utility]";
            let place = job.file.text.find(table).map(|at| at..at + table.len());
            Failure::Mapping(vec![match place {
                Some(span) => finding.in_mapping(span),
                None => finding,
            }])
        })
}

/// Letters, printed.
#[derive(Default)]
pub struct Printed {
    /// One a letter, in the order of customers.
    pub lines: Vec<ManifestLine>,
    /// The letters that a person must look at.
    pub findings: Vec<Finding>,
}

/// Prints every letter into `folder/notices` and records it in the portal.
///
/// # Errors
/// Where a letter cannot be written. A customer's odd value is a finding.
pub fn print(
    letters: &Letters,
    job: &Job,
    ground: (&Survey, &Planned),
    folder: &Path,
    loader: &mut Loader<'_>,
) -> Result<Printed, Failure> {
    let (survey, planned) = ground;
    let mut done = Printed::default();
    let bar = job
        .progress
        .count("printing", "letters", planned.customers.len() as u64);
    each_batch(job, survey, planned, |batch| {
        stop::if_asked()?;
        let printed: Vec<_> = batch
            .par_iter()
            .map(|letter| print_one(letters, letter, folder))
            .collect();
        for (letter, printed) in batch.iter().zip(printed) {
            let printed = printed?;
            done.findings.extend(look_at(letter, &printed.warnings));
            let line = manifest_line(letter, printed.pages);
            loader.insert(line.notice.clone())?;
            for account_number in &line.account_numbers {
                let (account_number, notice_id) =
                    (account_number.clone(), letter.notice_id.clone());
                loader.insert(NoticeAccountRow {
                    account_number,
                    notice_id,
                })?;
            }
            done.lines.push(line);
            bar.inc(1);
        }
        Ok(())
    })?;
    bar.finish_and_clear();
    Ok(done)
}

/// Returns what a person must look at in one letter, as one finding.
#[must_use]
pub fn look_at(letter: &Letter, warnings: &[LetterWarning]) -> Option<Finding> {
    let what: Vec<String> = warnings
        .iter()
        .map(|w| format!("{} ({})", w.what, w.code))
        .collect();
    (!what.is_empty()).then(|| {
        Finding::warning(
            "letter::look_at",
            format!(
                "the letter to customer {} ({}): {}",
                letter.customer_id,
                file_of(letter),
                what.join("; ")
            ),
        )
        .help("look at the letter before it is mailed; correct the value in the legacy system, or write to this customer by hand")
    })
}

fn print_one(letters: &Letters, letter: &Letter, folder: &Path) -> Result<RenderedLetter, Failure> {
    let rendered = letters.render(letter).map_err(|error| {
        Failure::Unexpected(format!(
            "the letter to customer {}: {}",
            letter.customer_id,
            error.with_code()
        ))
    })?;
    let path = folder.join(file_of(letter));
    std::fs::write(&path, &rendered.pdf)
        .map_err(|error| Failure::io("cannot write", &path, &error))?;
    Ok(rendered)
}

/// Returns the manifest line of a letter that is owed and not printed.
#[must_use]
pub fn unprinted(letter: &Letter) -> ManifestLine {
    manifest_line(letter, 0)
}

fn manifest_line(letter: &Letter, last_page: u32) -> ManifestLine {
    ManifestLine {
        notice: NoticeRow {
            notice_id: letter.notice_id.clone(),
            customer_id: letter.customer_id.clone(),
            kind: letter.kind_text(),
            language: letter.language.code().to_owned(),
            channel: "mail".to_owned(),
            file: file_of(letter),
            first_page: 1,
            last_page,
        },
        account_numbers: letter
            .accounts
            .iter()
            .map(|account| account.account_number.clone())
            .collect(),
    }
}

/// Returns the letter's file, relative to OUT. A character that a file name should not have is
/// written as its code.
fn file_of(letter: &Letter) -> String {
    let mut name = String::from("notices/");
    for c in letter.notice_id.chars() {
        if c.is_ascii_alphanumeric() || matches!(c, '-' | '_') {
            name.push(c);
        } else {
            name.push_str(&format!("~{:x}", u32::from(c)));
        }
    }
    name + ".pdf"
}

fn account_notice(
    job: &Job,
    survey: &Survey,
    planned: &Planned,
    at: usize,
) -> Option<AccountNotice> {
    let (state, plan) = (survey.accounts.get(at)?, planned.accounts.get(at)?);
    let (history, account) = (survey.histories.get(at)?, state.account.as_ref()?);
    Some(AccountNotice {
        account_number: plan.number.clone()?,
        legacy_account_number: state.number.clone(),
        open: account.open,
        portal_closed: matches!(
            plan.portal_status,
            PortalStatus::PermanentLock | PortalStatus::Hidden
        ),
        balance: account.balance,
        autopay: account.autopay,
        paperless: account.paperless,
        bank_bill_pay: history.payments.bank_bill_pay,
        stored_method: history.stored_method,
        service_address: service_address(account, survey),
        custom_due_day: account.custom_due_day,
        last_bill_total: history
            .bills
            .latest
            .as_ref()
            .and_then(|(_, _, total)| *total),
        changed_periods: periods::of_account(job, survey, planned, at)
            .map(|(_, changes)| changes)
            .unwrap_or_default(),
        ..moved(plan)
    })
}

fn moved(plan: &AccountPlan) -> AccountNotice {
    AccountNotice {
        moved_bills: plan.moved_bills.clone(),
        kept_bills: plan.kept_bills.clone(),
        moved_installments: plan.moved_installments.clone(),
        cancelled_drafts: plan.cancelled_drafts.clone(),
        moved_drafts: plan.moved_drafts.clone(),
        ..AccountNotice::default()
    }
}

fn service_address(account: &Account, survey: &Survey) -> Option<Address> {
    let premise = survey.premises.get(account.legacy_premise_id.as_ref()?)?;
    Some(premise.service.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::account::Language;

    #[test]
    fn a_letter_to_look_at_is_one_finding_with_customer_and_file() {
        let letter = Letter {
            notice_id: "N-C/1".to_owned(),
            customer_id: "C/1".to_owned(),
            language: Language::En,
            name: String::new(),
            enrolment_name: String::new(),
            business: false,
            mailing: Address::default(),
            kinds: Vec::new(),
            accounts: Vec::new(),
        };
        let warning = |what: &str| LetterWarning {
            code: "letter::cut",
            what: what.to_owned(),
        };
        assert_eq!(look_at(&letter, &[]), None);
        let finding = look_at(&letter, &[warning("one"), warning("two")]).unwrap();
        assert_eq!(finding.code, "letter::look_at");
        assert_eq!(
            finding.message,
            "the letter to customer C/1 (notices/N-C~2f1.pdf): one (letter::cut); two (letter::cut)"
        );
    }
}
