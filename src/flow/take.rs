//! One row of the first reading: what is seen of it on any thread, and how it is taken in.

use super::delivery::DeliveredFile;
use super::failure::Failure;
use super::job::Job;
use super::ledger::History;
use super::search::Secrets;
use super::survey::{AccountState, FileSurvey, Survey, no_temporary};
use crate::decide::payment_text::KnownIds;
use crate::map::Duplicates;
use crate::read::keys::Keys;
use crate::record::dates::DateRange;
use crate::record::payment_kind::PaymentKind;
use crate::record::raw::{Cell, RawRow};
use crate::record::source::{ColumnFault, Entity, Mapped, Record};
use std::collections::{BTreeMap, HashMap};

/// The account that a row names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// Rows of this kind name none, or the cell cannot be read.
    None,
    /// It is not in the delivery.
    Unknown,
    /// Its position among the accounts.
    At(u32),
}

/// What is seen of a row before it is taken in.
pub struct Seen {
    /// Position among the data rows.
    pub ordinal: u64,
    /// Hash of its key; none where the key cannot be read.
    pub key: Option<u128>,
    number: u64,
    join: Option<u128>,
    named: Named,
    mapped: Mapped,
    filled: Vec<usize>,
    dropped: Vec<usize>,
    found: BTreeMap<(usize, PaymentKind), u64>,
}

/// Maps a row and looks for payment data in its texts.
pub fn see(
    file: &DeliveredFile,
    row: &RawRow,
    index: &HashMap<String, u32>,
    (known, secrets): (&KnownIds, &Secrets),
) -> Seen {
    let mapped = file.columns.map(row);
    let named = match (file.entity, &mapped.legacy_account_number) {
        (Entity::Account, _) | (_, None) => Named::None,
        (_, Some(number)) => index
            .get(number)
            .map_or(Named::Unknown, |at| Named::At(*at)),
    };
    let holds = |cell: &Cell| match cell {
        Cell::Absent => false,
        Cell::Text(text) => !text.trim_matches(' ').is_empty(),
        Cell::Dropped(there) => *there,
        Cell::Number(_) | Cell::NoNumber(_) | Cell::Unreadable => true,
    };
    let filled = row.cells.iter().enumerate();
    let filled = filled
        .filter(|(_, cell)| holds(cell))
        .map(|(i, _)| i)
        .collect();
    let dropped = row
        .cells
        .iter()
        .enumerate()
        .filter(|(_, cell)| matches!(cell, Cell::Dropped(true)))
        .map(|(i, _)| i)
        .collect();
    let mut found = BTreeMap::new();
    for column in &file.text_columns {
        let text = row
            .cells
            .get(*column)
            .and_then(Cell::text)
            .unwrap_or_default();
        for kind in secrets.clean(&mut text.to_owned(), known) {
            *found.entry((*column, kind)).or_default() += 1;
        }
    }
    Seen {
        ordinal: row.ordinal,
        key: key(file, row),
        number: row.number,
        join: join(&mapped),
        named,
        mapped,
        filled,
        dropped,
        found,
    }
}

/// Returns the hash of the row's key columns; none where one of them is unreadable, or blank and
/// not the whole row the key.
pub fn key(file: &DeliveredFile, row: &RawRow) -> Option<u128> {
    // Where the whole row is the key, a blank cell is a part of it.
    let whole = file.columns.key().len() == file.columns.columns().len();
    let cells: Vec<&str> = file
        .columns
        .key()
        .iter()
        .map(|i| {
            row.cells
                .get(*i)
                .and_then(Cell::text)
                .filter(|t| whole || !t.is_empty())
        })
        .collect::<Option<_>>()?;
    (!cells.is_empty()).then(|| Keys::new(&file.name).hash(cells))
}

/// Returns the hash by which consumption finds the bill it was billed on.
pub fn join(mapped: &Mapped) -> Option<u128> {
    let hash = |account: &str, bill: &str| Some(Keys::new("bill").hash([account, bill]));
    if mapped.skipped {
        return None;
    }
    let record = mapped.record.as_ref().ok()?;
    if let Record::Bill(r) = record {
        hash(&r.legacy_account_number, &r.legacy_bill_id)
    } else if let Record::Usage(r) = record {
        hash(&r.legacy_account_number, r.legacy_bill_id.as_deref()?)
    } else {
        None
    }
}

/// Takes in the rows of one file, in its order.
pub struct Taking<'a> {
    file: &'a DeliveredFile,
    survey: &'a mut Survey,
    done: FileSurvey,
    join: Keys,
    repeated: BTreeMap<u64, u64>,
    /// Row numbers of the first rows of repeated keys, by ordinal.
    first_numbers: BTreeMap<u64, Option<u64>>,
    /// False where only some files are read, and not the one with the accounts.
    knows_accounts: bool,
    window: DateRange,
    blackout: Option<DateRange>,
}

impl<'a> Taking<'a> {
    /// Forgets what an earlier reading of the file left, and starts anew.
    pub fn begin(
        job: &Job,
        file: &'a DeliveredFile,
        survey: &'a mut Survey,
        repeated: BTreeMap<u64, u64>,
    ) -> Self {
        let mut done = FileSurvey::default();
        done.account.file.clone_from(&file.name);
        file.entity.name().clone_into(&mut done.account.entity);
        for (_, column) in file.columns.money_columns() {
            done.account
                .money
                .insert(column.to_owned(), Default::default());
        }
        done.filled.resize(file.columns.columns().len(), 0);
        forget(survey, file.entity);
        Self {
            file,
            survey,
            done,
            join: Keys::new("bill"),
            first_numbers: repeated.values().map(|first| (*first, None)).collect(),
            repeated,
            knows_accounts: job.knows_accounts(),
            window: job.mapping.policy.window(),
            blackout: job.mapping.policy.blackout,
        }
    }

    /// Takes one row in: counts it, then accepts or refuses it.
    pub fn take(&mut self, seen: Seen) -> Result<(), Failure> {
        self.done.account.rows_read += 1;
        for column in &seen.filled {
            if let Some(count) = self.done.filled.get_mut(*column) {
                *count += 1;
            }
        }
        for column in &seen.dropped {
            *self.done.dropped.entry(*column).or_default() += 1;
        }
        for (found, count) in &seen.found {
            let sum = self.done.found.entry(*found).or_default();
            sum.count += count;
            sum.rows += 1;
        }
        for (column, cents) in self.file.named_money(&seen.mapped.money) {
            if let Some(account) = self.done.account.money.get_mut(column) {
                account.read += i128::from(cents);
            }
        }
        if let Some(first) = self.first_numbers.get_mut(&seen.ordinal) {
            *first = Some(seen.number);
        }
        if self.file.entity == Entity::Account {
            self.remember_account(&seen);
        }
        let Seen {
            ordinal,
            number,
            join,
            named,
            mapped,
            ..
        } = seen;
        match mapped.record {
            _ if mapped.skipped => {}
            Err(faults) => self.done.reject(ordinal, number, &faults),
            Ok(_) if named == Named::Unknown && self.knows_accounts => {
                let fault = self
                    .unknown_account(mapped.legacy_account_number.as_deref().unwrap_or_default());
                self.done.reject(ordinal, number, &[fault]);
            }
            Ok(_) if self.repeated.contains_key(&ordinal) => self.refuse_repeated(ordinal, number),
            Ok(record) => self.accept(record, named, join, ordinal)?,
        }
        Ok(())
    }

    /// The first row of an account number stands for it, even where it is refused.
    fn remember_account(&mut self, seen: &Seen) {
        let Some(number) = &seen.mapped.legacy_account_number else {
            return;
        };
        if self.survey.index.contains_key(number) {
            return;
        }
        let Ok(at) = u32::try_from(self.survey.accounts.len()) else {
            return;
        };
        self.survey.index.insert(number.clone(), at);
        let account = match &seen.mapped.record {
            Ok(Record::Account(account)) => Some(account.clone()),
            _ => None,
        };
        let (row, ordinal) = (seen.number, seen.ordinal);
        self.survey.accounts.push(AccountState {
            number: number.clone(),
            row,
            ordinal,
            account,
        });
    }

    fn unknown_account(&self, number: &str) -> ColumnFault {
        let column = self
            .file
            .mapping()
            .column_of("legacy_account_number")
            .unwrap_or_default();
        ColumnFault {
            column: column.to_owned(),
            code: "row::unknown_account",
            message: format!(
                "account {} is not in this delivery",
                crate::diag::mask::quoted(number)
            ),
        }
    }

    fn refuse_repeated(&mut self, ordinal: u64, number: u64) {
        if self.file.columns.duplicates() == Duplicates::DropRepeated {
            self.done.repeated.insert(ordinal);
            return;
        }
        let first = self
            .repeated
            .get(&ordinal)
            .and_then(|first| self.first_numbers.get(first).copied().flatten());
        let first = first.map_or_else(|| "an earlier row".to_owned(), |row| format!("row {row}"));
        let columns: Vec<&str> = self
            .file
            .columns
            .key()
            .iter()
            .map(|i| self.file.column_name(*i))
            .collect();
        let fault = ColumnFault {
            column: columns.join(";"),
            code: "row::repeated_key",
            message: format!(
                "{first} has the same key and came first; this row is refused, even where it differs"
            ),
        };
        self.done.reject(ordinal, number, &[fault]);
    }

    fn accept(
        &mut self,
        record: Record,
        named: Named,
        join: Option<u128>,
        ordinal: u64,
    ) -> Result<(), Failure> {
        let Self {
            survey,
            window,
            blackout,
            ..
        } = self;
        let mut unused = History::default();
        let history = match named {
            Named::At(at) => survey.histories.get_mut(at as usize).unwrap_or(&mut unused),
            Named::None | Named::Unknown => &mut unused,
        };
        match record {
            Record::Customer(r) => drop(survey.customers.insert(r.legacy_customer_id.clone(), r)),
            Record::Premise(r) => drop(survey.premises.insert(r.legacy_premise_id.clone(), r)),
            Record::Meter(r) => {
                survey.meters.insert(Survey::meter_hash(
                    &r.legacy_account_number,
                    &r.meter_number,
                ));
                survey.known.insert(&r.meter_number);
            }
            Record::Calendar(r) => survey.calendar.push(r),
            Record::Bill(r) => {
                history.bills.add(&r, *window, *blackout);
                if let Some(join) = join.filter(|_| window.contains(r.bill_date)) {
                    self.join.push_hash(join, ordinal).map_err(no_temporary)?;
                }
            }
            Record::Usage(_) => {
                if let Some(join) = join {
                    self.join.push_hash(join, ordinal).map_err(no_temporary)?;
                }
            }
            Record::Payment(r) => history.payments.add(&r, *window),
            Record::Adjustment(r) => history.adjustments.add(&r, *window),
            Record::Installment(r) => history.add_installment(&r),
            Record::Draft(r) => history.add_draft(&r),
            Record::PaymentMethod(_) => history.stored_method = true,
            Record::UserAccount(r) => drop(history.portal_states.insert(r.portal_status)),
            Record::WebUser(r) => {
                survey
                    .customers_with_user
                    .insert(r.legacy_customer_id.clone());
                survey.users.insert(r.user_id, r.legacy_customer_id);
            }
            Record::Account(_) | Record::Note(_) | Record::Activity(_) => {}
        }
        Ok(())
    }

    /// Returns what the file came to, and the keys by which its rows find those of others.
    pub fn end(self) -> (FileSurvey, Keys) {
        (self.done, self.join)
    }
}

/// Forgets what rows of this entity left, before they are read again.
fn forget(survey: &mut Survey, entity: Entity) {
    match entity {
        Entity::Account => {
            survey.accounts.clear();
            survey.index.clear();
        }
        Entity::Customer => survey.customers.clear(),
        Entity::Premise => survey.premises.clear(),
        Entity::Meter => survey.meters.clear(),
        Entity::Calendar => survey.calendar.clear(),
        Entity::Bill => survey
            .histories
            .iter_mut()
            .for_each(|h| h.bills = Default::default()),
        Entity::Payment => survey
            .histories
            .iter_mut()
            .for_each(|h| h.payments = Default::default()),
        Entity::Adjustment => survey
            .histories
            .iter_mut()
            .for_each(|h| h.adjustments = Default::default()),
        Entity::Installment => survey
            .histories
            .iter_mut()
            .for_each(|h| h.installments.clear()),
        Entity::Draft => survey.histories.iter_mut().for_each(|h| h.drafts.clear()),
        Entity::PaymentMethod => survey
            .histories
            .iter_mut()
            .for_each(|h| h.stored_method = false),
        Entity::UserAccount => survey
            .histories
            .iter_mut()
            .for_each(|h| h.portal_states.clear()),
        Entity::WebUser => {
            survey.customers_with_user.clear();
            survey.users.clear();
        }
        Entity::Usage | Entity::Note | Entity::Activity => {}
    }
}
