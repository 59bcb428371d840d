//! What becomes of a source row, and the account that is kept of it.
//!
//! For every file: rows read = carried + dropped by a named rule + rejected; the same for the
//! cents of every money column that could be read.

use std::collections::BTreeMap;

/// Why a good row is left behind. The names stand in the report.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum DropRule {
    /// Its account is closed and settled, or held back.
    AccountNotCarried,
    /// None of the customer's accounts is carried.
    CustomerNotCarried,
    /// None of the place's accounts is carried.
    PremiseNotCarried,
    /// The web user's customer is not carried.
    UserNotCarried,
    /// Older than the history window; it lives on in the opening balance.
    BeforeWindow,
    /// Dated after the cutover.
    AfterWindow,
    /// The bill it belongs to is not carried.
    BillNotCarried,
    /// The meter it belongs to is not carried.
    MeterNotCarried,
    /// A stored card or bank account.
    PaymentMethod,
    /// The mapping says that rows like this one are left behind.
    SkippedByMapping,
    /// A line of the activity log that is older than such lines are kept.
    ActivityTooOld,
    /// The same row stands in the file before, and the mapping says that such rows are dropped.
    RepeatedRow,
}

impl DropRule {
    /// Returns the rule's name as the report and the database have it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::AccountNotCarried => "account_not_carried",
            Self::CustomerNotCarried => "customer_not_carried",
            Self::PremiseNotCarried => "premise_not_carried",
            Self::UserNotCarried => "user_not_carried",
            Self::BeforeWindow => "before_window",
            Self::AfterWindow => "after_window",
            Self::BillNotCarried => "bill_not_carried",
            Self::MeterNotCarried => "meter_not_carried",
            Self::PaymentMethod => "payment_method",
            Self::SkippedByMapping => "skipped_by_mapping",
            Self::ActivityTooOld => "activity_too_old",
            Self::RepeatedRow => "repeated_row",
        }
    }
}

/// What became of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It stands in the portal.
    Carried,
    /// Left behind by a rule.
    Dropped(DropRule),
    /// Refused: it stands in the rejects.
    Rejected,
}

/// Cents of one money column, by the fate of their rows.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct MoneyAccount {
    /// All that could be read.
    pub read: i128,
    /// Carried into the portal.
    pub carried: i128,
    /// Left behind by rule.
    pub dropped: i128,
    /// In refused rows.
    pub rejected: i128,
}

/// The row account of one source file.
#[derive(Clone, Debug, Default, serde::Serialize)]
pub struct FileAccount {
    /// The file as the delivery names it.
    pub file: String,
    /// What the mapping takes from it, such as `bill`.
    pub entity: String,
    /// SHA-256 of the file's bytes, hexadecimal.
    pub sha256: String,
    /// Size in bytes.
    pub bytes: u64,
    /// Data rows found.
    pub rows_read: u64,
    /// Rows that stand in the portal.
    pub rows_carried: u64,
    /// Rows left behind, by rule.
    pub dropped: BTreeMap<DropRule, u64>,
    /// Rows refused.
    pub rows_rejected: u64,
    /// Cents by legacy column.
    pub money: BTreeMap<String, MoneyAccount>,
}

impl FileAccount {
    /// Returns the rows left behind by any rule.
    #[must_use]
    pub fn rows_dropped(&self) -> u64 {
        self.dropped.values().sum()
    }

    /// Books one row, with the cents of its money columns that could be read.
    pub fn book<'a>(&mut self, fate: Fate, money: impl IntoIterator<Item = (&'a str, i64)>) {
        match fate {
            Fate::Carried => self.rows_carried += 1,
            Fate::Dropped(rule) => *self.dropped.entry(rule).or_default() += 1,
            Fate::Rejected => self.rows_rejected += 1,
        }
        for (column, cents) in money {
            let cents = i128::from(cents);
            if !self.money.contains_key(column) {
                self.money
                    .insert(column.to_owned(), MoneyAccount::default());
            }
            if let Some(account) = self.money.get_mut(column) {
                match fate {
                    Fate::Carried => account.carried += cents,
                    Fate::Dropped(_) => account.dropped += cents,
                    Fate::Rejected => account.rejected += cents,
                }
            }
        }
    }

    /// Returns true where every row and every cent read has a fate.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.rows_read == self.rows_carried + self.rows_dropped() + self.rows_rejected
            && self
                .money
                .values()
                .all(|m| m.read == m.carried + m.dropped + m.rejected)
    }
}

/// A source row that was refused.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct Reject {
    /// The file as the delivery names it.
    pub file: String,
    /// The row as a person finds it: see `Origin::row`.
    pub row: u64,
    /// The columns at fault, joined by `;`; blank where the row as a whole is.
    pub column: String,
    /// Stable code, such as `row::bad_date`.
    pub code: &'static str,
    /// What was found and what was expected; never a card or bank number.
    pub message: String,
}
