//! Control totals: the same figure from the export's rows that must be carried and from the
//! portal's rows, side by side. Rows, cents, hash totals, by class, cycle, channel and age.

use super::facts::{History, whole};
use super::ledger::{AGES, Ledger};
use super::outputs::digits;
use super::portal::Portal;
use super::source::Source;
use crate::record::account::Account;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// One figure on both sides. Cents, counts and sums as plain numbers.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct ControlTotal {
    /// What is counted, such as `bill`.
    pub entity: String,
    /// What of it, such as `charges_cents` or `balance_cents.cycle.17`.
    pub measure: String,
    /// From the export's rows that must be carried.
    pub legacy_value: String,
    /// From the portal's rows.
    pub portal_value: String,
}

/// Figures of one side.
#[derive(Default)]
struct Side {
    sums: BTreeMap<(String, String), i128>,
    quantity: Decimal,
}

impl Side {
    fn add(&mut self, entity: &str, measure: &str, value: i128) {
        let key = (entity.to_owned(), measure.to_owned());
        *self.sums.entry(key).or_default() += value;
    }

    fn account(&mut self, legacy: &str, facts: AccountFacts<'_>, ledger: &Ledger) {
        self.add("account", "rows", 1);
        let mut hash = 0;
        for digit in digits(legacy).bytes() {
            hash += i128::from(digit.saturating_sub(b'0'));
        }
        self.add("account", "digit_sum_of_legacy_numbers", hash);
        if let Some(balance) = facts.balance {
            self.add("account", "balance_cents", i128::from(balance));
            let by = |what: &str, value: &str| format!("balance_cents.{what}.{value}");
            self.add(
                "account",
                &by("rate_class", facts.rate_class),
                i128::from(balance),
            );
            self.add("account", &by("cycle", facts.cycle), i128::from(balance));
            for (age, cents) in AGES.iter().zip(ledger.aged(balance)) {
                self.add("account", &by("age", age), i128::from(cents));
            }
        }
        self.add("account", "deposit_cents", i128::from(facts.deposit));
        self.add("account", "donation_cents", i128::from(facts.donation));
        for history in History::ALL {
            let fold = ledger.fold(history);
            self.add(history.table(), "rows", i128::from(fold.count));
            if let Some(measure) = measure(history) {
                self.add(history.table(), measure, i128::from(fold.cents));
            }
        }
        let bills = i128::from(ledger.fold(History::Bill).count);
        self.add("bill", &format!("rows.cycle.{}", facts.cycle), bills);
        for (channel, cents) in &ledger.channels {
            self.add(
                "payment",
                &format!("amount_cents.channel.{channel}"),
                i128::from(*cents),
            );
        }
        self.quantity = self
            .quantity
            .checked_add(ledger.quantity)
            .unwrap_or(self.quantity);
    }
}

/// The facts of an account that totals are split by.
struct AccountFacts<'a> {
    balance: Option<i64>,
    deposit: i64,
    donation: i64,
    rate_class: &'a str,
    cycle: &'a str,
}

impl<'a> AccountFacts<'a> {
    fn of(record: &'a Account) -> Self {
        Self {
            balance: record.balance.map(|b| b.0),
            deposit: record.deposit.map_or(0, |d| d.0),
            donation: record.donation.map_or(0, |d| d.0),
            rate_class: record.rate_class.as_deref().unwrap_or("none"),
            cycle: record.bill_cycle.as_deref().unwrap_or("none"),
        }
    }
}

/// Returns the name of the money that a table's fold sums.
fn measure(history: History) -> Option<&'static str> {
    match history {
        History::Bill => Some("current_charges_cents"),
        History::Payment
        | History::Adjustment
        | History::Installment
        | History::ScheduledPayment => Some("amount_cents"),
        History::Meter | History::Usage | History::AccountNote | History::Activity => None,
    }
}

/// Returns every control total, in the order of entity and measure.
pub(super) fn totals(portal: &Portal<'_>, source: &Source<'_>) -> Vec<ControlTotal> {
    let mut legacy = Side::default();
    for (number, record, account) in source.carried() {
        legacy.account(number, AccountFacts::of(record), &account.ledger);
    }
    let mut stands = Side::default();
    let table = portal.table("account");
    let nothing = Ledger::default();
    for number in table.keys() {
        let cell = |column| table.get(number, column);
        let facts = AccountFacts {
            balance: cell("balance_cents").map(|b| whole(Some(b))),
            deposit: whole(cell("deposit_cents")),
            donation: whole(cell("donation_cents")),
            rate_class: cell("rate_class").unwrap_or("none"),
            cycle: cell("bill_cycle").unwrap_or("none"),
        };
        let ledger = portal.ledger(number).unwrap_or(&nothing);
        stands.account(cell("legacy_account_number").unwrap_or(""), facts, ledger);
    }
    let customers = source.carried_customers();
    let known = customers
        .iter()
        .filter(|id| source.customers.contains_key(**id))
        .count();
    legacy.add("customer", "rows", i128::try_from(known).unwrap_or(0));
    stands.add("customer", "rows", i128::from(portal.count("customer")));
    join(&legacy, &stands)
}

/// Sets the two sides beside each other; a figure that one side lacks is 0 there.
fn join(legacy: &Side, stands: &Side) -> Vec<ControlTotal> {
    let mut keys: Vec<&(String, String)> = legacy.sums.keys().chain(stands.sums.keys()).collect();
    keys.sort();
    keys.dedup();
    let value = |side: &Side, key| side.sums.get(key).copied().unwrap_or(0);
    let mut out: Vec<ControlTotal> = keys
        .into_iter()
        .filter(|key| value(legacy, key) != 0 || value(stands, key) != 0 || key.1 == "rows")
        .map(|key| ControlTotal {
            entity: key.0.clone(),
            measure: key.1.clone(),
            legacy_value: value(legacy, key).to_string(),
            portal_value: value(stands, key).to_string(),
        })
        .collect();
    out.push(ControlTotal {
        entity: "usage".to_owned(),
        measure: "quantity".to_owned(),
        legacy_value: legacy.quantity.normalize().to_string(),
        portal_value: stands.quantity.normalize().to_string(),
    });
    out
}
