//! What stands in the portal, folded while its rows are fed: the first of the two sides.
//!
//! Input: every row of every table, in the order of `record::portal::TABLES`. Small tables are
//! kept as canonical texts, history is folded by account. Dates and texts are looked at as the
//! rows pass. Never asks what decided a value.

use super::cards::holds_card;
use super::digest::Facts;
use super::facts::{History, canonical, is_day};
use super::holds::Holds;
use super::ledger::Ledger;
use super::moved::Moved;
use super::redaction::is_marked;
use super::secrets::SecretSet;
use super::table::Table;
use super::tally::Tally;
use crate::diag::mask::quoted;
use crate::record::policy::Policy;
use crate::record::value::Value;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// Tables that are kept, each with the columns of its key.
const KEPT: [(&str, &[&str]); 19] = [
    ("cutover_run", &["run_id"]),
    ("source_file", &["path", "entity"]),
    ("control_total", &["entity", "measure"]),
    ("customer", &["customer_id"]),
    ("service_location", &["service_location_id"]),
    ("account", &["account_number"]),
    ("billing_calendar", &["bill_cycle", "period"]),
    ("period_change", &["account_number", "period"]),
    ("portal_user", &["user_id"]),
    ("crosswalk", &["legacy_account_number"]),
    ("notice", &["notice_id"]),
    ("notice_account", &["notice_id", "account_number"]),
    ("budget_plan", &["account_number"]),
    ("portfolio", &["portfolio_id"]),
    ("portfolio_account", &["account_number", "portfolio_id"]),
    ("portfolio_user", &["portfolio_id", "user_id"]),
    ("account_group", &["group_id"]),
    ("account_group_account", &["account_number", "group_id"]),
    ("account_group_user", &["group_id", "user_id"]),
];

/// Parts of column names that no table may have.
const FORBIDDEN: [&str; 8] = [
    "card_number",
    "card_no",
    "cvv",
    "cvc",
    "routing",
    "iban",
    "bank_account",
    "card_exp",
];

/// Columns in which people type freely.
const FREE: [&str; 15] = [
    "text",
    "reference",
    "description",
    "detail",
    "first_name",
    "last_name",
    "business_name",
    "email",
    "login",
    "mailing_line1",
    "mailing_line2",
    "line1",
    "line2",
    "name",
    "district",
];

/// The portal's side.
#[derive(Debug)]
pub struct Portal<'a> {
    pub(super) policy: &'a Policy,
    pub(super) secrets: &'a SecretSet,
    pub(super) marks: Vec<String>,
    tables: BTreeMap<&'static str, Table>,
    counts: BTreeMap<String, u64>,
    ledgers: BTreeMap<String, Ledger>,
    empty: Table,
    /// Portal number by legacy number.
    numbers: BTreeMap<String, String>,
    pub(super) redacted: BTreeMap<(History, String, String), String>,
    pub(super) moved: Vec<Moved>,
    /// Dates that changed outside their window.
    pub(super) along: Vec<Moved>,
    /// New due date by cycle, legacy bill date and legacy due date; moved rows only.
    pub(super) moved_rows: BTreeMap<(String, NaiveDate, NaiveDate), NaiveDate>,
    /// Old and new due dates of bills and installments that moved, by portal number.
    pub(super) due_moves: BTreeMap<String, Vec<(NaiveDate, NaiveDate)>>,
    pub(super) holds: Holds,
    pub(super) usage_meters: BTreeSet<(String, String)>,
    pub(super) meters: BTreeSet<(String, String)>,
    pub(super) v5: Tally,
    pub(super) v6: Tally,
    pub(super) v7: Tally,
    pub(super) v10: Tally,
}

impl<'a> Portal<'a> {
    /// Starts the portal's side. `marks` are the texts that redaction leaves in place of a
    /// number.
    #[must_use]
    pub fn new(policy: &'a Policy, secrets: &'a SecretSet, marks: &[&str]) -> Self {
        Self {
            policy,
            secrets,
            marks: marks.iter().map(|m| (*m).to_owned()).collect(),
            tables: BTreeMap::new(),
            counts: BTreeMap::new(),
            ledgers: BTreeMap::new(),
            empty: Table::default(),
            numbers: BTreeMap::new(),
            redacted: BTreeMap::new(),
            moved: Vec::new(),
            along: Vec::new(),
            moved_rows: BTreeMap::new(),
            due_moves: BTreeMap::new(),
            holds: Holds::new(),
            usage_meters: BTreeSet::new(),
            meters: BTreeSet::new(),
            v5: Tally::new("V5", "", ""),
            v6: Tally::new("V6", "", ""),
            v7: Tally::new("V7", "", ""),
            v10: Tally::new("V10", "", ""),
        }
    }

    /// Takes a row of a table. `account` must come before the tables of history.
    pub fn row(&mut self, table: &str, columns: &[&str], values: &[Value]) {
        let first = !self.counts.contains_key(table);
        *self.counts.entry(table.to_owned()).or_default() += 1;
        if first {
            self.columns_are_allowed(table, columns);
        }
        let cells: BTreeMap<&str, Option<String>> = columns
            .iter()
            .zip(values)
            .map(|(column, value)| (*column, canonical(column, value)))
            .collect();
        self.no_payment_data(table, columns, values, &cells);
        if let Some(history) = History::ALL.into_iter().find(|h| h.table() == table) {
            self.history_row(history, &cells);
        } else if let Some((name, key)) = KEPT.into_iter().find(|(name, _)| *name == table) {
            self.kept_row(name, key, columns, &cells);
        } else if table == "account_hold" {
            self.hold_row(&cells);
        } else if let Some(number) = cell(&cells, "account_number") {
            let known = self.table("account").has(number);
            let said = quoted(number);
            self.v10.want(known, || {
                format!("{table}: no account {said} stands in the portal")
            });
        }
    }

    /// Returns a kept table.
    pub(super) fn table(&self, name: &str) -> &Table {
        self.tables.get(name).unwrap_or(&self.empty)
    }

    /// Returns how many rows of a table were fed.
    pub(super) fn count(&self, table: &str) -> u64 {
        self.counts.get(table).copied().unwrap_or(0)
    }

    /// Returns the portal's number of a legacy account.
    pub(super) fn number_of(&self, legacy: &str) -> Option<&str> {
        self.numbers.get(legacy).map(String::as_str)
    }

    /// Returns how a message names an account.
    pub(super) fn name(&self, number: &str) -> String {
        match self.table("account").get(number, "legacy_account_number") {
            Some(legacy) => format!("account {legacy}"),
            None => format!("portal account {number}, which stands in no row of `account`"),
        }
    }

    /// Returns the rows of an account by its portal number.
    pub(super) fn ledger(&self, number: &str) -> Option<&Ledger> {
        self.ledgers.get(number)
    }

    /// Returns every account number that rows of history name.
    pub(super) fn ledger_numbers(&self) -> impl Iterator<Item = &str> {
        self.ledgers.keys().map(String::as_str)
    }

    fn columns_are_allowed(&mut self, table: &str, columns: &[&str]) {
        for column in columns {
            let bad = FORBIDDEN.iter().any(|part| column.contains(part)) || *column == "pan";
            self.v5.want(!bad, || {
                format!("`{table}.{column}` is named like payment data, which no table may hold")
            });
        }
    }

    /// Looks for dropped values, and in free text for cards that nobody dropped.
    fn no_payment_data(
        &mut self,
        table: &str,
        columns: &[&str],
        values: &[Value],
        cells: &BTreeMap<&str, Option<String>>,
    ) {
        for (column, value) in columns.iter().zip(values) {
            let Value::Text(text) = value else { continue };
            let hit = self.secrets.scan(text.as_bytes()).map(|hit| hit.kind);
            let typed = FREE.contains(column) && holds_card(text, self.secrets);
            let kind = hit.or_else(|| typed.then(|| "card number".to_owned()));
            let who = match (&kind, cell(cells, "account_number"), columns.first()) {
                (None, _, _) => String::new(),
                (_, Some(number), _) => self.name(number),
                (_, None, Some(key)) => {
                    format!("{table} {}", quoted(cell(cells, key).unwrap_or("")))
                }
                (_, None, None) => table.to_owned(),
            };
            let kind = kind.map(|k| k.replace('_', " "));
            self.v5.want(kind.is_none(), || {
                format!(
                    "{who}: a {} stands in `{table}.{column}`",
                    kind.unwrap_or_default()
                )
            });
        }
    }

    fn kept_row(
        &mut self,
        name: &'static str,
        key: &[&str],
        columns: &[&str],
        cells: &BTreeMap<&str, Option<String>>,
    ) {
        let parts: Vec<&str> = key.iter().map(|c| cell(cells, c).unwrap_or("")).collect();
        let key = parts.join("|");
        if name == "account"
            && let Some(legacy) = cell(cells, "legacy_account_number")
        {
            let doubled = self.numbers.insert(legacy.to_owned(), key.clone());
            self.v10.want(doubled.is_none(), || {
                format!("account {legacy}: stands twice in `account`")
            });
        }
        let table = self.tables.entry(name).or_default();
        if table.columns.is_empty() {
            table.columns = columns.iter().map(|c| (*c).to_owned()).collect();
        }
        let row: Facts = table
            .columns
            .iter()
            .map(|c| cells.get(c.as_str()).cloned().flatten())
            .collect();
        let doubled = table.rows.insert(key.clone(), row).is_some();
        self.v10.want(!doubled, || {
            format!("{}: stands twice in `{name}`", quoted(&key))
        });
    }

    fn history_row(&mut self, history: History, cells: &BTreeMap<&str, Option<String>>) {
        let number = cell(cells, "account_number").unwrap_or("").to_owned();
        let facts: Facts = history
            .columns()
            .iter()
            .map(|column| cells.get(column).cloned().flatten())
            .collect();
        let legacy = self
            .table("account")
            .get(&number, "legacy_account_number")
            .map(str::to_owned);
        if let Some(text) = history.free_text().and_then(|i| facts.get(i)?.as_deref())
            && is_marked(text, &self.marks)
            && let Some(legacy) = legacy
        {
            let key = (history, legacy, history.key(&facts));
            self.redacted.insert(key, text.to_owned());
        }
        if let Some(user) = cell(cells, "user_id") {
            let known = self.table("portal_user").has(user);
            let name = self.name(&number);
            self.v10.want(known, || {
                format!(
                    "{name}: `{}` names the log-in {}, which is not in the portal",
                    history.table(),
                    quoted(user)
                )
            });
        }
        let meter = cell(cells, "meter_number").map(|m| (number.clone(), m.to_owned()));
        match (history, meter) {
            (History::Meter, Some(meter)) => {
                self.meters.insert(meter);
            }
            (History::Usage, Some(meter)) => {
                self.usage_meters.insert(meter);
            }
            _ => {}
        }
        self.dates(history, &number, cells);
        self.ledgers
            .entry(number)
            .or_default()
            .add(history, &facts, self.policy.extracted_on);
    }

    /// Returns true where `due` is the due day that the customer chose.
    pub(super) fn is_designated(&self, number: &str, due: NaiveDate) -> bool {
        let chosen = self.table("account").get(number, "custom_due_day");
        chosen
            .and_then(|day| day.parse().ok())
            .is_some_and(|chosen| is_day(due, chosen))
    }
}

/// Returns a cell's text.
pub(super) fn cell<'c>(cells: &'c BTreeMap<&str, Option<String>>, column: &str) -> Option<&'c str> {
    cells.get(column)?.as_deref()
}
