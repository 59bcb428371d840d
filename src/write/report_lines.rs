//! The lines of the report: row accounts, totals, balances, letters, rejects, findings.
//!
//! Plain data with the figures as they were handed in; grouping and counting only.

use super::removal::{Noted, RemovedData};
use crate::diag::finding::{Finding, Severity};
use crate::record::fate::{DropRule, FileAccount, MoneyAccount, Reject};
use crate::record::plan::Reason;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The row account of one source file.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RowAccount {
    /// The file as the delivery names it.
    pub file: String,
    /// What the mapping takes from it.
    pub entity: String,
    /// SHA-256 of the bytes, hexadecimal.
    pub sha256: String,
    /// Size in bytes.
    pub bytes: u64,
    /// Data rows found.
    pub rows_read: u64,
    /// Rows in the portal.
    pub rows_carried: u64,
    /// Rows left behind by rule.
    pub rows_dropped: u64,
    /// The same, rule by rule.
    pub dropped: BTreeMap<DropRule, u64>,
    /// Rows refused.
    pub rows_rejected: u64,
    /// Cents by legacy column.
    pub money_cents: BTreeMap<String, MoneyAccount>,
    /// True where every row and every cent has a fate.
    pub closed: bool,
}

impl From<&FileAccount> for RowAccount {
    fn from(account: &FileAccount) -> Self {
        Self {
            file: account.file.clone(),
            entity: account.entity.clone(),
            sha256: account.sha256.clone(),
            bytes: account.bytes,
            rows_read: account.rows_read,
            rows_carried: account.rows_carried,
            rows_dropped: account.rows_dropped(),
            dropped: account.dropped.clone(),
            rows_rejected: account.rows_rejected,
            money_cents: account.money.clone(),
            closed: account.is_closed(),
        }
    }
}

impl From<RowAccount> for FileAccount {
    fn from(row: RowAccount) -> Self {
        Self {
            file: row.file,
            entity: row.entity,
            sha256: row.sha256,
            bytes: row.bytes,
            rows_read: row.rows_read,
            rows_carried: row.rows_carried,
            dropped: row.dropped,
            rows_rejected: row.rows_rejected,
            money: row.money_cents,
        }
    }
}

/// A figure as both sides have it.
#[derive(Clone, Debug, Serialize)]
pub struct ControlTotal {
    /// What is counted: `bill`, `account`, `account class RES`.
    pub entity: String,
    /// How: `rows`, `total_due_cents`. A name that ends in `_cents` is shown as dollars.
    pub measure: String,
    /// From the export.
    pub legacy_value: String,
    /// From the portal.
    pub portal_value: String,
    /// True where they are the same, or explained by a named rule.
    pub agree: bool,
}

/// Accounts with one fate.
#[derive(Clone, Debug, Serialize)]
pub struct ReasonCount {
    /// `carried` or `not_carried`, as the crosswalk has it.
    pub disposition: String,
    /// Why.
    pub reason: Reason,
    /// How many.
    pub accounts: u64,
}

/// Balances of the carried accounts. Opening + charges + adjustments - payments = portal.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Balances {
    /// Accounts carried.
    pub accounts: u64,
    /// Their balances in the export, cents.
    pub legacy_cents: i128,
    /// Their opening balances on the window's first day, cents.
    pub opening_cents: i128,
    /// Carried charges, cents.
    pub charges_cents: i128,
    /// Carried adjustments, cents; positive raises the balance.
    pub adjustments_cents: i128,
    /// Carried payments, cents; positive lowers the balance.
    pub payments_cents: i128,
    /// Their balances in the portal, cents.
    pub portal_cents: i128,
    /// Balances of accounts that are not carried, cents.
    pub not_carried_cents: i128,
    /// By rate class.
    pub by_class: Vec<BalanceLine>,
    /// By bill cycle.
    pub by_cycle: Vec<BalanceLine>,
    /// By age of the debt.
    pub by_age: Vec<BalanceLine>,
}

/// Balances of some of the accounts.
#[derive(Clone, Debug, Default, Serialize)]
pub struct BalanceLine {
    /// The class, cycle or age.
    pub key: String,
    /// Their balances in the export, cents.
    pub legacy_cents: i128,
    /// Their balances in the portal, cents.
    pub portal_cents: i128,
}

/// Card and bank data left behind.
#[derive(Clone, Debug, Default, Serialize)]
pub struct PaymentData {
    /// Columns dropped at the reader.
    pub dropped: Vec<RemovedData>,
    /// Numbers taken out of free text.
    pub redacted: Vec<RemovedData>,
    /// What was looked at beside the dropped columns.
    #[serde(flatten)]
    pub noted: Noted,
}

/// Letters written.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Letters {
    /// Letters, one a customer.
    pub letters: u64,
    /// Letters in English.
    pub en: u64,
    /// Letters in Spanish.
    pub es: u64,
    /// Pages of all letters.
    pub pages: u64,
    /// How many letters say what. A letter may say several things.
    pub by_kind: Vec<KindCount>,
}

/// Letters that say one thing.
#[derive(Clone, Debug, Default, Serialize)]
pub struct KindCount {
    /// The notice kind's code.
    pub kind: String,
    /// Letters in English.
    pub en: u64,
    /// Letters in Spanish.
    pub es: u64,
}

/// Refused rows with the same code.
#[derive(Clone, Debug, Serialize)]
pub struct RejectGroup {
    /// Stable code.
    pub code: &'static str,
    /// How many.
    pub count: u64,
    /// The first of them, by file and row.
    pub examples: Vec<Reject>,
}

/// An account that stays behind although it is not settled.
#[derive(Clone, Debug, Serialize)]
pub struct HeldBack {
    /// The legacy number.
    pub legacy_account_number: String,
    /// Why.
    pub reason: Reason,
    /// Balance minus ledger, in cents; none where the reason is another.
    pub difference_cents: Option<i128>,
}

/// A warning or a note.
#[derive(Clone, Debug, Serialize)]
pub struct FindingLine {
    /// How bad it is.
    pub severity: Severity,
    /// Stable code.
    pub code: &'static str,
    /// Where, if anywhere: `BILLHIST.csv row 17: `DUE_DT``.
    pub place: Option<String>,
    /// What was found and what was expected.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

impl From<&Finding> for FindingLine {
    fn from(finding: &Finding) -> Self {
        Self {
            severity: finding.severity,
            code: finding.code,
            place: finding.origin.as_ref().map(ToString::to_string),
            message: finding.message.clone(),
            help: finding.help.clone(),
        }
    }
}

impl RejectGroup {
    /// Groups refused rows by code, most frequent first, each with its first `examples` rows.
    #[must_use]
    pub fn of(rejects: &[Reject], examples: usize) -> Vec<Self> {
        let mut ordered: Vec<&Reject> = rejects.iter().collect();
        ordered.sort();
        let mut groups: BTreeMap<&'static str, Self> = BTreeMap::new();
        for reject in ordered {
            let group = groups.entry(reject.code).or_insert_with(|| Self {
                code: reject.code,
                count: 0,
                examples: Vec::new(),
            });
            group.count += 1;
            if group.examples.len() < examples {
                group.examples.push(reject.clone());
            }
        }
        let mut groups: Vec<Self> = groups.into_values().collect();
        groups.sort_by_key(|group| std::cmp::Reverse(group.count));
        groups
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rejects_are_grouped_with_the_most_frequent_code_first() {
        let reject = |code, row| Reject {
            file: "BILLHIST.csv".into(),
            row,
            column: String::new(),
            code,
            message: "found this, expected that".into(),
        };
        let groups = RejectGroup::of(
            &[
                reject("row::bad_date", 9),
                reject("row::unknown_account", 30),
                reject("row::unknown_account", 4),
                reject("row::unknown_account", 17),
            ],
            2,
        );
        let seen: Vec<_> = groups
            .iter()
            .map(|g| (g.code, g.count, g.examples.iter().map(|e| e.row).collect()))
            .collect();
        assert_eq!(
            seen,
            [
                ("row::unknown_account", 3, vec![4, 17]),
                ("row::bad_date", 1, vec![9])
            ]
        );
    }

    #[test]
    fn a_file_with_a_cent_missing_is_not_closed() {
        let mut account = FileAccount {
            rows_read: 2,
            rows_carried: 2,
            ..FileAccount::default()
        };
        let money = MoneyAccount {
            read: 100,
            carried: 100,
            ..MoneyAccount::default()
        };
        account.money.insert("CUR_BAL".into(), money);
        assert!(RowAccount::from(&account).closed);
        if let Some(money) = account.money.get_mut("CUR_BAL") {
            money.carried = 99;
        }
        assert!(!RowAccount::from(&account).closed);
    }
}
