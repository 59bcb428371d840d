//! The first reading: every row of every file is read, mapped and either accepted or refused, and
//! what decisions need is remembered by account. Decides nothing, writes nothing.
//!
//! Keys that stand twice show only at a file's end. Where there are any, the file is read once
//! more with those rows known, so that no sum ever holds a row twice.

use super::delivery::DeliveredFile;
use super::failure::Failure;
use super::job::Job;
use super::ledger::History;
use super::portfolios::{Portfolios, UserState};
use super::secrets::Secrets;
use super::see::see;
use super::stream::each_row;
use super::take::Taking;
use crate::diag::finding::Finding;
use crate::read::keys::{Keys, RowSet};
use crate::record::account::{Account, Customer, Premise};
use crate::record::calendar::CalendarRow;
use crate::record::fate::{FileAccount, Reject};
use crate::record::origin::Origin;
use crate::record::payment_kind::PaymentKind;
use crate::record::source::{ColumnFault, Entity};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Refusals kept in full for one file; more are counted only, and refuse the delivery anyway.
const KEPT_REJECTS: usize = 1_000_000;

/// Unlisted codes kept for one file: a column that is no code list has as many as rows.
const KEPT_CODES: usize = 1000;

/// An account of the delivery.
pub struct AccountState {
    /// Its legacy number.
    pub number: String,
    /// Row of the file that holds it.
    pub row: u64,
    /// The same, counted from 0 among the data rows.
    pub ordinal: u64,
    /// The account; none where its row was refused.
    pub account: Option<Account>,
}

/// What one file came to.
#[derive(Default)]
pub struct FileSurvey {
    /// Rows and cents read, digest, size. Fates are booked by the second reading.
    pub account: FileAccount,
    /// SHA-256 of the layout beside the file, where it has one.
    pub layout_sha256: Option<String>,
    /// Its last line has no line end, and the others have one.
    pub ends_open: bool,
    /// Rows refused.
    pub rejects: Vec<Reject>,
    /// The same as a set.
    pub rejected: RowSet,
    /// Rows that repeat one before and are dropped by the mapping's rule.
    pub repeated: RowSet,
    /// Cells with something in them, by column; those of ignored columns are not looked at.
    pub filled: Vec<u64>,
    /// Codes that are in no list of the mapping, as their column and what is said of them.
    pub unlisted: BTreeMap<(String, String), u64>,
    /// Cells with something in them, by dropped column.
    pub dropped: BTreeMap<usize, u64>,
    /// Payment data found in text, by column and kind.
    pub found: BTreeMap<(usize, PaymentKind), FoundCount>,
}

/// How often payment data was found in a column's text.
#[derive(Clone, Copy, Debug, Default)]
pub struct FoundCount {
    /// Pieces.
    pub count: u64,
    /// Rows.
    pub rows: u64,
}

impl FileSurvey {
    /// Refuses a row.
    pub fn reject(&mut self, ordinal: u64, number: u64, faults: &[ColumnFault]) {
        self.rejected.insert(ordinal);
        self.account.rows_rejected += 1;
        for fault in faults.iter().filter(|fault| fault.code == "row::bad_code") {
            let code = (fault.column.clone(), fault.message.clone());
            if self.unlisted.len() < KEPT_CODES || self.unlisted.contains_key(&code) {
                *self.unlisted.entry(code).or_default() += 1;
            }
        }
        if self.rejects.len() >= KEPT_REJECTS {
            return;
        }
        let join = |of: fn(&ColumnFault) -> &str, by: &str| {
            faults
                .iter()
                .map(of)
                .filter(|t| !t.is_empty())
                .collect::<Vec<_>>()
                .join(by)
        };
        self.rejects.push(Reject {
            file: self.account.file.clone(),
            row: number,
            column: join(|f| &f.column, ";"),
            code: faults.first().map(|f| f.code).unwrap_or_default(),
            message: join(|f| &f.message, "; "),
        });
    }
}

/// What the first reading remembers. As large as the accounts.
#[derive(Default)]
pub struct Survey {
    /// Accounts in the order of the file, first row of each number.
    pub accounts: Vec<AccountState>,
    /// Position in `accounts` by legacy number.
    pub index: HashMap<String, u32>,
    /// History by position in `accounts`.
    pub histories: Vec<History>,
    /// Customers that could be read.
    pub customers: BTreeMap<String, Customer>,
    /// Places that could be read.
    pub premises: BTreeMap<String, Premise>,
    /// Meters that could be read, as hashes of account and serial.
    pub meters: HashSet<u128>,
    /// The billing calendar.
    pub calendar: Vec<CalendarRow>,
    /// Customers who have a log-in.
    pub customers_with_user: HashSet<String>,
    /// Log-ins that could be read.
    pub users: BTreeMap<String, UserState>,
    /// Portfolios, their accounts, guests and groups.
    pub portfolios: Portfolios,
    /// Consumption whose bill is inside the window; none where the export has no bills.
    pub billed_usage: Option<RowSet>,
    /// One a file, in the order of the delivery.
    pub files: Vec<FileSurvey>,
}

impl Survey {
    /// Returns the hash under which a meter of an account is remembered.
    #[must_use]
    pub fn meter_hash(account: &str, meter: &str) -> u128 {
        Keys::new("meter").hash([account, meter])
    }
}

/// The order of the first reading: identifiers first, so that texts can be told from them.
const ORDER: [Entity; 20] = [
    Entity::Account,
    Entity::Meter,
    Entity::Customer,
    Entity::Premise,
    Entity::Calendar,
    Entity::UserAccount,
    Entity::Bill,
    Entity::Usage,
    Entity::Payment,
    Entity::Adjustment,
    Entity::Installment,
    Entity::Draft,
    Entity::PaymentMethod,
    Entity::Note,
    Entity::WebUser,
    Entity::Activity,
    Entity::Portfolio,
    Entity::PortfolioAccount,
    Entity::PortfolioGuest,
    Entity::GroupMember,
];

/// Reads the whole delivery once.
///
/// # Errors
/// Exports, where the structure of any file cannot be trusted.
pub fn survey(job: &Job, files: &[DeliveredFile], secrets: &Secrets) -> Result<Survey, Failure> {
    let mut survey = Survey::default();
    survey.files.resize_with(files.len(), FileSurvey::default);
    let mut findings = Vec::new();
    if let Some(derived) = &job.mapping.derived_accounts
        && let Some(file) = files.iter().find(|file| file.entity == derived.from)
    {
        super::derived::collect(job, file, derived, &mut survey)?;
    }
    let mut bills_in_window = None;
    for entity in ORDER {
        for (i, file) in files
            .iter()
            .enumerate()
            .filter(|(_, file)| file.entity == entity)
        {
            match survey_file(job, file, secrets, &mut survey) {
                Ok((done, join)) => {
                    if let Some(slot) = survey.files.get_mut(i) {
                        *slot = done;
                    }
                    match (entity, join) {
                        (Entity::Bill, join) => bills_in_window = Some(join),
                        (Entity::Usage, join) => {
                            if let Some(bills) = bills_in_window.take() {
                                survey.billed_usage =
                                    Some(join.with_partner_in(bills).map_err(no_temporary)?);
                            }
                        }
                        _ => {}
                    }
                }
                // One file that cannot be trusted does not hide what is wrong with the others.
                Err(Failure::Exports(more)) => findings.extend(more),
                Err(other) => return Err(other),
            }
        }
        complete(&mut survey, entity);
    }
    clean_people(&mut survey, secrets);
    if findings.is_empty() {
        Ok(survey)
    } else {
        Err(Failure::Exports(findings))
    }
}

/// Returns a warning for each file without a row.
///
/// # Errors
/// Exports, where not one account number could be read: a result without accounts would take the
/// place of a good one.
pub fn empty_files(survey: &Survey) -> Result<Vec<Finding>, Failure> {
    if survey.accounts.is_empty() {
        let message = "not one account number could be read in the delivery";
        let help = "look at the account file, and at the column that `legacy_account_number` names; nothing was changed";
        return Err(Failure::Exports(vec![
            Finding::error("read::no_accounts", message).help(help),
        ]));
    }
    let empty = survey
        .files
        .iter()
        .filter(|file| file.account.rows_read == 0);
    let warn = |file: &FileSurvey| {
        Finding::warning("read::no_rows", "has column names and no rows")
            .at(Origin::file(&file.account.file))
            .help("what belongs to it in other files may be left behind; ask whether that is right")
    };
    Ok(empty.map(warn).collect())
}

impl Survey {
    /// Returns how many open accounts each cycle has, of those that count: by their position.
    pub fn open_accounts(&self, counts: impl Fn(usize) -> bool) -> BTreeMap<String, u64> {
        let mut open: BTreeMap<String, u64> = BTreeMap::new();
        let states = self.accounts.iter().enumerate();
        for account in
            states.filter_map(|(at, state)| state.account.as_ref().filter(|_| counts(at)))
        {
            if let (true, Some(cycle)) = (account.open, &account.bill_cycle) {
                *open.entry(cycle.clone()).or_default() += 1;
            }
        }
        open
    }
}

/// Returns a warning for each file of which the last line has no line end, and the others have one:
/// a value cut off there looks like a whole one.
pub fn cut_files(survey: &Survey) -> Vec<Finding> {
    let cut = survey.files.iter().filter(|file| file.ends_open);
    let warn = |file: &FileSurvey| {
        let message = "the last line has no line end, and all others have one: its last value may be cut off, and lines may be missing";
        Finding::warning("read::no_line_end", message)
            .at(Origin::file(&file.account.file))
            .help("compare the file's size with what was sent; a file that is whole needs nothing")
    };
    cut.map(warn).collect()
}

/// Takes payment data out of what is remembered of customers and places: letters are made of it.
fn clean_people(survey: &mut Survey, secrets: &Secrets) {
    for customer in survey.customers.values_mut() {
        for text in [
            &mut customer.first_name,
            &mut customer.last_name,
            &mut customer.business_name,
            &mut customer.email,
            &mut customer.phone,
            &mut customer.mailing.line1,
            &mut customer.mailing.line2,
            &mut customer.mailing.city,
        ] {
            secrets.clean(text);
        }
    }
    for premise in survey.premises.values_mut() {
        secrets.clean(&mut premise.service.line1);
        secrets.clean(&mut premise.service.line2);
        secrets.clean(&mut premise.service.city);
    }
}

/// Says that the folder for temporary files failed us.
pub fn no_temporary(error: std::io::Error) -> Failure {
    Failure::Unexpected(format!(
        "the folder for temporary files cannot be used: {error}; set TMPDIR to one with room"
    ))
}

/// Makes what later entities need of this one.
fn complete(survey: &mut Survey, entity: Entity) {
    if entity == Entity::Account {
        survey
            .histories
            .resize_with(survey.accounts.len(), History::default);
    }
}

/// Reads one file; a second time where keys stand twice.
fn survey_file(
    job: &Job,
    file: &DeliveredFile,
    secrets: &Secrets,
    survey: &mut Survey,
) -> Result<(FileSurvey, Keys), Failure> {
    let (done, join, repeated) = attempt(job, file, (secrets, survey), BTreeMap::new())?;
    if repeated.is_empty() {
        return Ok((done, join));
    }
    let (done, join, _) = attempt(job, file, (secrets, survey), repeated)?;
    Ok((done, join))
}

/// The file's account, the keys by which other files refer to it, and the rows whose key stood
/// before, each with the ordinal of the first.
type Attempted = (FileSurvey, Keys, BTreeMap<u64, u64>);

fn attempt(
    job: &Job,
    file: &DeliveredFile,
    (secrets, survey): (&Secrets, &mut Survey),
    repeated: BTreeMap<u64, u64>,
) -> Result<Attempted, Failure> {
    let index = std::mem::take(&mut survey.index);
    let mut keys = Keys::new(&file.name);
    let mut taking = Taking::begin(job, file, survey, repeated);
    let bar = job.progress.file("reading", &file.name, file.bytes);
    let digest = each_row(
        file,
        &bar,
        |row| see(file, row, &index, secrets),
        |seen| {
            if let Some(key) = seen.key {
                keys.push_hash(key, seen.ordinal).map_err(no_temporary)?;
            }
            taking.take(seen)
        },
    );
    let (mut done, join) = taking.end();
    // The account file makes the index anew, the meter file adds to what is known.
    if file.entity != Entity::Account {
        survey.index = index;
    }
    let digest = digest?;
    done.layout_sha256 = digest.layout_sha256;
    done.ends_open = digest.ends_open;
    done.account.sha256 = digest.sha256;
    done.account.bytes = digest.bytes;
    Ok((
        done,
        join,
        keys.repeated().map_err(no_temporary)?.into_iter().collect(),
    ))
}
