//! What must stand in the portal for a row of history: the same canonical texts from a source
//! record and from a portal row, so that both sides can be folded and compared.

use super::digest::Facts;
use crate::record::value::Value;
use chrono::{DateTime, Datelike, NaiveDate};
use rust_decimal::Decimal;

/// A portal table whose rows are folded by account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum History {
    Meter,
    Usage,
    Bill,
    Payment,
    Adjustment,
    Installment,
    ScheduledPayment,
    AccountNote,
    Activity,
}

/// How many tables of history there are.
pub(super) const HISTORIES: usize = 9;

impl History {
    /// Every table of history.
    pub(super) const ALL: [Self; HISTORIES] = [
        Self::Meter,
        Self::Usage,
        Self::Bill,
        Self::Payment,
        Self::Adjustment,
        Self::Installment,
        Self::ScheduledPayment,
        Self::AccountNote,
        Self::Activity,
    ];

    /// Returns the table's name.
    pub(super) fn table(self) -> &'static str {
        match self {
            Self::Meter => "meter",
            Self::Usage => "usage",
            Self::Bill => "bill",
            Self::Payment => "payment",
            Self::Adjustment => "adjustment",
            Self::Installment => "installment",
            Self::ScheduledPayment => "scheduled_payment",
            Self::AccountNote => "account_note",
            Self::Activity => "activity_log",
        }
    }

    /// Returns the plural that messages use.
    pub(super) fn plural(self) -> &'static str {
        match self {
            Self::Meter => "meters",
            Self::Usage => "usage rows",
            Self::Bill => "bills",
            Self::Payment => "payments",
            Self::Adjustment => "adjustments",
            Self::Installment => "installments",
            Self::ScheduledPayment => "scheduled payments",
            Self::AccountNote => "notes",
            Self::Activity => "lines of activity",
        }
    }

    /// Returns the columns whose values follow from the export alone. The first ones are the key.
    pub(super) fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Meter => &[
                "meter_number",
                "multiplier",
                "installed_on",
                "removed_on",
                "commodity",
            ],
            Self::Usage => &[
                "legacy_bill_id",
                "meter_number",
                "period_start",
                "period_end",
                "quantity",
                "read_type",
                "unit",
            ],
            Self::Bill => &[
                "legacy_bill_id",
                "bill_date",
                "legacy_due_date",
                "period_start",
                "period_end",
                "previous_balance_cents",
                "current_charges_cents",
                "total_due_cents",
                "image_available",
            ],
            Self::Payment => &[
                "legacy_payment_id",
                "paid_on",
                "amount_cents",
                "channel",
                "status",
                "reference",
            ],
            Self::Adjustment => &[
                "legacy_adjustment_id",
                "posted_on",
                "amount_cents",
                "kind",
                "description",
            ],
            Self::Installment => &[
                "arrangement_id",
                "sequence",
                "legacy_due_date",
                "amount_cents",
            ],
            Self::ScheduledPayment => &[
                "scheduled_payment_id",
                "legacy_draft_date",
                "amount_cents",
                "status",
            ],
            Self::AccountNote => &["note_id", "noted_on", "text"],
            Self::Activity => &["at", "sequence", "user_id", "kind", "detail"],
        }
    }

    /// Returns how many leading columns are the row's key inside its account.
    fn key_width(self) -> usize {
        match self {
            Self::Usage => 3,
            Self::Installment | Self::Activity => 2,
            Self::Meter
            | Self::Bill
            | Self::Payment
            | Self::Adjustment
            | Self::ScheduledPayment
            | Self::AccountNote => 1,
        }
    }

    /// Returns the column in which people type freely, by its place in `columns`.
    pub(super) fn free_text(self) -> Option<usize> {
        match self {
            Self::Payment => Some(5),
            Self::Adjustment => Some(4),
            Self::AccountNote => Some(2),
            Self::Activity => Some(4),
            Self::Meter | Self::Usage | Self::Bill | Self::Installment | Self::ScheduledPayment => {
                None
            }
        }
    }

    /// Returns the row's key inside its account.
    pub(super) fn key(self, facts: &Facts) -> String {
        let parts: Vec<&str> = facts
            .iter()
            .take(self.key_width())
            .map(|part| part.as_deref().unwrap_or(""))
            .collect();
        parts.join("|")
    }

    /// Returns the cents that the ledger counts: a bill's charges, a payment's amount.
    pub(super) fn cents(self, facts: &Facts) -> i64 {
        let column = match self {
            Self::Bill => 6,
            Self::Payment | Self::Adjustment | Self::ScheduledPayment => 2,
            Self::Installment => 3,
            Self::Meter | Self::Usage | Self::AccountNote | Self::Activity => return 0,
        };
        whole(facts.get(column).and_then(Option::as_deref))
    }
}

/// Returns a text as a whole number; 0 where it is none.
pub(super) fn whole(text: Option<&str>) -> i64 {
    text.and_then(|t| t.parse().ok()).unwrap_or(0)
}

/// Returns a text as a day; none where it is none.
pub(super) fn day(text: Option<&str>) -> Option<NaiveDate> {
    text.and_then(|t| t.get(..10)).and_then(|t| t.parse().ok())
}

/// Returns true where `due` is the due day `chosen` of its month; the last day of a shorter month
/// stands for a later one.
pub(super) fn is_day(due: NaiveDate, chosen: u32) -> bool {
    let last = due
        .succ_opt()
        .is_none_or(|next| next.month() != due.month());
    chosen == due.day() || (last && chosen > due.day())
}

/// Returns a portal value as canonical text, whatever database it stood in: flags as 0 and 1,
/// days and instants in ISO 8601, decimals without trailing zeros, a blank text as nothing.
pub(super) fn canonical(column: &str, value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::Text(text) if text.is_empty() => None,
        Value::Text(text) => Some(match column {
            "quantity" | "multiplier" => decimal(text.parse().ok()).unwrap_or_else(|| text.clone()),
            "last_login_at" | "at" => DateTime::parse_from_rfc3339(text)
                .map_or_else(|_| text.clone(), |at| at.timestamp().to_string()),
            _ => text.clone(),
        }),
        Value::Int(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(u8::from(*flag).to_string()),
        Value::Date(day) => Some(day.to_string()),
        Value::Decimal(number) => decimal(Some(*number)),
    }
}

/// Returns a decimal without trailing zeros.
pub(super) fn decimal(number: Option<Decimal>) -> Option<String> {
    number.map(|n| n.normalize().to_string())
}

/// Returns a text, or nothing where it is blank.
pub(super) fn text(value: &str) -> Option<String> {
    (!value.is_empty()).then(|| value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_reads_the_same_from_every_database() {
        for (column, value, text) in [
            ("paperless", Value::Bool(true), Some("1")),
            ("paperless", Value::Int(1), Some("1")),
            (
                "due_date",
                Value::Date("2017-03-03".parse().unwrap()),
                Some("2017-03-03"),
            ),
            ("quantity", Value::Text("12.50".to_owned()), Some("12.5")),
            (
                "quantity",
                Value::Decimal("12.5".parse().unwrap()),
                Some("12.5"),
            ),
            ("reference", Value::Text(String::new()), None),
            (
                "last_login_at",
                Value::from("1970-01-01T00:01:00Z"),
                Some("60"),
            ),
            (
                "last_login_at",
                Value::from("1970-01-01T01:01:00+01:00"),
                Some("60"),
            ),
        ] {
            assert_eq!(canonical(column, &value).as_deref(), text, "{column}");
        }
    }
}
