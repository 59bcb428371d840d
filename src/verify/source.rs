//! What the export says must stand in the portal, worked out from its rows alone: the second of
//! the two sides.
//!
//! Input: every mapped row of every file, in the order of `Entity::ALL`, after the portal's
//! rows. Output: accounts with folded rows, and the account that must be kept of every file. The
//! rules are those of the exports' agreement, written again here; never those of the deciders.

use super::books::FileBook;
use super::digest::Facts;
use super::drafts::DraftDays;
use super::facts::History;
use super::periods::{ChangedPeriods, NewestPeriod};
use super::portal::Portal;
use super::portfolios::PortfolioRows;
use super::record_facts::{self, Beside};
use super::redaction::removed;
use super::source_account::SourceAccount;
use super::tally::Tally;
use crate::record::account::{Account, Customer, Premise, WebUser};
use crate::record::calendar::CalendarRow;
use crate::record::dates::DateRange;
use crate::record::policy::Policy;
use crate::record::source::{Entity, Mapped, Record};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// A source file, before its rows.
#[derive(Clone, Debug)]
pub struct FedFile {
    /// What its rows are.
    pub entity: Entity,
    /// The file as the delivery names it.
    pub name: String,
    /// Its columns, in the file's order.
    pub columns: Vec<String>,
    /// True where the mapping drops a row whose key stood before, instead of refusing it.
    pub repeated_rows_dropped: bool,
}

/// A row of the file fed last.
#[derive(Clone, Copy, Debug)]
pub struct FedRow<'r> {
    /// The number a person finds the row by.
    pub number: u64,
    /// What the mapping makes of it, texts as typed: not redacted.
    pub mapped: &'r Mapped,
    /// False where a row with the same key stood before, readable or not.
    pub first_of_key: bool,
    /// For usage: the bill date of the readable bill that it belongs to.
    pub bill_date: Option<NaiveDate>,
}

/// The export's side.
#[derive(Debug)]
pub struct Source<'a> {
    pub(super) policy: &'a Policy,
    pub(super) portal: &'a Portal<'a>,
    window: DateRange,
    /// The days on which drafts could run.
    pub(super) draft_days: DraftDays,
    /// The billing periods of another length.
    pub(super) changed_periods: ChangedPeriods,
    pub(super) entities: BTreeSet<Entity>,
    pub(super) books: BTreeMap<Entity, FileBook>,
    current: Option<Entity>,
    pub(super) accounts: BTreeMap<String, SourceAccount>,
    pub(super) customers: BTreeMap<String, Customer>,
    pub(super) premises: BTreeMap<String, Premise>,
    pub(super) users: BTreeMap<String, WebUser>,
    pub(super) calendar: Vec<CalendarRow>,
    pub(super) portfolio_rows: PortfolioRows,
    /// What redaction took that it must not take.
    pub(super) v5: Tally,
}

impl<'a> Source<'a> {
    /// Starts the export's side: `entities` are those that the mapping has, `portal` has been
    /// fed.
    #[must_use]
    pub fn new(policy: &'a Policy, entities: BTreeSet<Entity>, portal: &'a Portal<'a>) -> Self {
        Self {
            policy,
            portal,
            window: policy.window(),
            draft_days: DraftDays::of(portal),
            changed_periods: ChangedPeriods::of(portal),
            entities,
            books: BTreeMap::new(),
            current: None,
            accounts: BTreeMap::new(),
            customers: BTreeMap::new(),
            premises: BTreeMap::new(),
            users: BTreeMap::new(),
            calendar: Vec::new(),
            portfolio_rows: PortfolioRows::default(),
            v5: Tally::new("V5", "", ""),
        }
    }

    /// Begins a file. One file an entity, in the order of `Entity::ALL`.
    pub fn file(&mut self, file: &FedFile) {
        self.current = Some(file.entity);
        self.books.insert(file.entity, FileBook::new(file));
    }

    /// Adds an account that the export names in other rows only, as the mapping derives it.
    pub fn derived_account(&mut self, account: &Account) {
        let entry = self
            .accounts
            .entry(account.legacy_account_number.clone())
            .or_default();
        if entry.record.is_none() {
            entry.record = Some(account.clone());
        }
    }

    /// Takes a row of the file begun last.
    pub fn row(&mut self, row: FedRow<'_>) {
        let Some(entity) = self.current else { return };
        let refused = !row.mapped.skipped && self.refuses(entity, row);
        let repeated_dropped = self
            .books
            .get(&entity)
            .is_some_and(|book| book.repeated_rows_dropped);
        if let Some(book) = self.books.get_mut(&entity) {
            book.take(row.number, &row.mapped.money, refused);
        }
        match &row.mapped.record {
            _ if row.mapped.skipped => {}
            Err(_) if entity == Entity::Account && row.first_of_key => {
                if let Some(legacy) = &row.mapped.legacy_account_number {
                    let account = self.accounts.entry(legacy.clone()).or_default();
                    account.row = row.number;
                }
            }
            Err(_) => {}
            Ok(_) if refused || (repeated_dropped && !row.first_of_key) => {}
            Ok(record) => self.good_row(row, record),
        }
    }

    /// Returns true where the row is refused for what it says itself: it cannot be read, its key
    /// stood before, or it names an account that is not in the delivery.
    fn refuses(&mut self, entity: Entity, row: FedRow<'_>) -> bool {
        let Ok(record) = &row.mapped.record else {
            return true;
        };
        let drops_repeats = self
            .books
            .get(&entity)
            .is_some_and(|book| book.repeated_rows_dropped);
        if !row.first_of_key && !drops_repeats {
            return true;
        }
        if entity == Entity::Account {
            return false;
        }
        match record.legacy_account_number() {
            Some(legacy) if !self.accounts.contains_key(legacy) => {
                if self.entities.contains(&Entity::Account) {
                    return true;
                }
                self.derived_account(&Account::only_named(legacy, true));
                false
            }
            _ => false,
        }
    }

    fn good_row(&mut self, row: FedRow<'_>, record: &Record) {
        match record {
            Record::Customer(r) => {
                self.customers
                    .insert(r.legacy_customer_id.clone(), r.clone());
            }
            Record::Premise(r) => {
                self.premises.insert(r.legacy_premise_id.clone(), r.clone());
            }
            Record::Account(r) => {
                let account = self
                    .accounts
                    .entry(r.legacy_account_number.clone())
                    .or_default();
                account.record = Some(r.clone());
                account.row = row.number;
                if let Some(place) = &r.place {
                    let id = place.legacy_premise_id.clone();
                    self.premises.entry(id).or_insert_with(|| place.clone());
                }
            }
            Record::Calendar(r) => self.calendar.push(r.clone()),
            Record::WebUser(r) => {
                let unknown = !self.customers.contains_key(&r.legacy_customer_id);
                let book = self.books.get_mut(&Entity::WebUser);
                if let Some(book) = book.filter(|_| unknown) {
                    book.either.insert(row.number);
                }
                self.users.insert(r.user_id.clone(), r.clone());
            }
            Record::UserAccount(r) => {
                if let Some(account) = self.accounts.get_mut(&r.legacy_account_number) {
                    account.portal_states.insert(r.portal_status);
                    account.portal_rows += 1;
                }
            }
            Record::Portfolio(r) => {
                let portfolios = &mut self.portfolio_rows.portfolios;
                portfolios.insert(r.portfolio_id.clone(), r.clone());
            }
            Record::PortfolioAccount(r) => self.portfolio_rows.accounts.push(r.clone()),
            Record::PortfolioGuest(r) => self.portfolio_rows.guests.push(r.clone()),
            Record::GroupMember(r) => self.portfolio_rows.members.push(r.clone()),
            Record::PaymentMethod(r) => {
                if let Some(account) = self.accounts.get_mut(&r.legacy_account_number) {
                    account.payment_method = true;
                }
            }
            Record::Meter(_)
            | Record::Bill(_)
            | Record::Usage(_)
            | Record::Payment(_)
            | Record::Adjustment(_)
            | Record::Installment(_)
            | Record::Draft(_)
            | Record::Note(_)
            | Record::Activity(_) => self.history_row(row, record),
        }
    }

    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "the other records change no ledger"
    )]
    fn history_row(&mut self, row: FedRow<'_>, record: &Record) {
        if let Record::Note(note) = record
            && note.line.is_some()
        {
            if let Some(account) = self.accounts.get_mut(&note.legacy_account_number) {
                account.take_note_line(note);
            }
            if note.continues {
                return;
            }
        }
        let cancelled = self.cancels(record);
        let beside = Beside {
            row: row.number,
            cancelled,
            user_stands: self.user_stands(record),
        };
        let Some((history, mut facts)) = record_facts::of_record(record, self.policy, beside)
        else {
            return;
        };
        let legacy = record.legacy_account_number().unwrap_or("").to_owned();
        self.take_redaction(history, &legacy, &mut facts);
        let belongs = self.belongs(row, record, &legacy);
        let suppressed = self.suppressed(record, cancelled);
        let policy = self.policy;
        let Some(account) = self.accounts.get_mut(&legacy) else {
            return;
        };
        match record {
            Record::Bill(r) => {
                account.bill_dates.insert(r.bill_date);
                account.ledger_cents += i128::from(r.current_charges.0);
            }
            Record::Adjustment(r) => account.ledger_cents += i128::from(r.amount.0),
            Record::Payment(r) => account.ledger_cents -= i128::from(r.amount.0),
            Record::Meter(r) => {
                account.meters.insert(r.meter_number.clone());
            }
            _ => {}
        }
        if belongs {
            account.ledger.add(history, &facts, policy.extracted_on);
            account.take_cause(record, policy, self.portal, cancelled);
            if let (Record::Bill(bill), false) = (record, self.changed_periods.are_none()) {
                let one = NewestPeriod::of(bill).max(account.newest_period.take());
                account.newest_period = one;
            }
            account.suppressed.extend(suppressed);
        }
    }

    /// Returns true where the row belongs into the portal if its account does.
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "the others go along whatever their date"
    )]
    fn belongs(&self, row: FedRow<'_>, record: &Record, legacy: &str) -> bool {
        let inside = |day: NaiveDate| self.window.contains(day);
        match record {
            Record::Bill(r) => inside(r.bill_date),
            Record::Payment(r) => inside(r.paid_on),
            Record::Adjustment(r) => inside(r.posted_on),
            Record::Usage(r) => {
                let day = if self.entities.contains(&Entity::Bill) {
                    row.bill_date
                } else {
                    r.period_start
                };
                let meter = match (&r.meter_number, self.accounts.get(legacy)) {
                    (Some(meter), Some(account)) if self.entities.contains(&Entity::Meter) => {
                        account.meters.contains(meter)
                    }
                    _ => true,
                };
                meter && day.is_some_and(inside)
            }
            Record::Activity(r) => {
                let account = self.accounts.get(legacy);
                account.is_some_and(|account| account.keeps_activity(r.at, self.policy))
            }
            _ => true,
        }
    }

    /// Where the portal's text of this row is redacted and rightly so, that text is what must
    /// stand; else the export's own is.
    fn take_redaction(&mut self, history: History, legacy: &str, facts: &mut Facts) {
        let typed = history
            .free_text()
            .and_then(|i| facts.get(i).cloned().flatten());
        let Some(typed) = typed else { return };
        let key = (history, legacy.to_owned(), history.key(facts));
        let Some(stands) = self.portal.redacted.get(&key) else {
            return;
        };
        let Some(spans) = removed(&typed, stands, &self.portal.marks) else {
            return;
        };
        for span in spans {
            let own = self.portal.secrets.is_identifier(span);
            self.v5.want(!own, || {
                format!(
                    "account {legacy}: an account number, meter serial or telephone was taken out of `{}` {}",
                    history.table(),
                    crate::diag::mask::quoted(&key.2)
                )
            });
        }
        if let Some(cell) = history.free_text().and_then(|i| facts.get_mut(i)) {
            *cell = Some(stands.clone());
        }
    }

    /// Returns the carried accounts with their own rows.
    pub(super) fn carried(&self) -> impl Iterator<Item = (&str, &Account, &SourceAccount)> {
        self.accounts.iter().filter_map(|(legacy, account)| {
            let record = account.record.as_ref().filter(|_| account.carried())?;
            Some((legacy.as_str(), record, account))
        })
    }

    /// Returns the keys of the customers with a carried account.
    pub(super) fn carried_customers(&self) -> BTreeSet<&str> {
        self.carried()
            .filter_map(|(_, record, _)| record.legacy_customer_id.as_deref())
            .collect()
    }

    /// Returns true where the mapping has this entity.
    pub(super) fn has(&self, entity: Entity) -> bool {
        self.entities.contains(&entity)
    }
}
