//! How one row of the first reading is taken in, in the order of its file.

use super::delivery::DeliveredFile;
use super::failure::Failure;
use super::job::Job;
use super::ledger::History;
use super::portfolios::UserState;
use super::see::{Named, Seen};
use super::survey::{AccountState, FileSurvey, Survey, no_temporary};
use crate::map::Duplicates;
use crate::read::keys::Keys;
use crate::record::dates::DateRange;
use crate::record::policy::Policy;
use crate::record::source::{ColumnFault, Entity, Record};
use std::collections::BTreeMap;

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
    policy: &'a Policy,
}

impl<'a> Taking<'a> {
    /// Forgets what an earlier reading of the file left, and starts anew.
    pub fn begin(
        job: &'a Job,
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
            policy: &job.mapping.policy,
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
        // A group's row names its account among other members.
        let field = if self.file.entity == Entity::GroupMember {
            "member"
        } else {
            "legacy_account_number"
        };
        let column = self.file.mapping().column_of(field).unwrap_or_default();
        ColumnFault {
            column: column.to_owned(),
            code: "row::unknown_account",
            message: format!(
                "no such account in this delivery: {}",
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
            policy,
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
            }
            Record::Calendar(r) => survey.calendar.push(r),
            Record::Bill(r) => {
                history.bills.add(&r, *window, policy);
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
                let (customer, first_login_at) = (r.legacy_customer_id, r.first_login_at);
                survey.users.insert(
                    r.user_id,
                    UserState {
                        customer,
                        first_login_at,
                    },
                );
            }
            Record::Portfolio(r) => {
                let portfolios = &mut survey.portfolios.portfolios;
                portfolios.insert(r.portfolio_id.clone(), r);
            }
            Record::PortfolioAccount(r) => survey.portfolios.accounts.push(r),
            Record::PortfolioGuest(r) => survey.portfolios.guests.push(r),
            Record::GroupMember(r) => survey.portfolios.members.push((ordinal, r)),
            // Of several accounts at one place the first row gives its address.
            Record::Account(r) => {
                if let Some(place) = r.place {
                    let places = &mut survey.premises;
                    places
                        .entry(place.legacy_premise_id.clone())
                        .or_insert(place);
                }
            }
            Record::Note(_) | Record::Activity(_) => {}
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
            survey.premises.clear();
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
        Entity::Portfolio => survey.portfolios.portfolios.clear(),
        Entity::PortfolioAccount => survey.portfolios.accounts.clear(),
        Entity::PortfolioGuest => survey.portfolios.guests.clear(),
        Entity::GroupMember => survey.portfolios.members.clear(),
        Entity::Usage | Entity::Note | Entity::Activity => {}
    }
}
