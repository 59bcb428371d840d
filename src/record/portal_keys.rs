//! What tells the rows of each portal table apart: the columns of its primary key, in their order.
//!
//! Rows lie in this order, and are read in it. Texts of keys are ordered by their bytes.

/// The key columns of every portal table.
pub const KEYS: &[(&str, &[&str])] = &[
    ("cutover_run", &["run_id"]),
    ("source_file", &["run_id", "path", "entity"]),
    ("control_total", &["run_id", "entity", "measure"]),
    ("customer", &["customer_id"]),
    ("service_location", &["service_location_id"]),
    ("account", &["account_number"]),
    ("meter", &["account_number", "meter_number"]),
    ("usage", &["account_number", "usage_id"]),
    ("bill", &["account_number", "bill_id"]),
    ("payment", &["account_number", "payment_id"]),
    ("adjustment", &["account_number", "adjustment_id"]),
    ("billing_calendar", &["bill_cycle", "period"]),
    ("period_change", &["account_number", "period"]),
    (
        "installment",
        &["account_number", "arrangement_id", "sequence"],
    ),
    ("budget_plan", &["account_number"]),
    (
        "scheduled_payment",
        &["account_number", "scheduled_payment_id"],
    ),
    ("account_hold", &["account_number", "kind", "sequence"]),
    ("portal_user", &["user_id"]),
    ("portfolio", &["portfolio_id"]),
    ("portfolio_account", &["account_number", "portfolio_id"]),
    ("portfolio_user", &["portfolio_id", "user_id"]),
    ("account_group", &["group_id"]),
    ("account_group_account", &["account_number", "group_id"]),
    ("account_group_user", &["group_id", "user_id"]),
    ("activity_log", &["account_number", "at", "sequence"]),
    ("account_note", &["account_number", "note_id"]),
    ("crosswalk", &["legacy_account_number"]),
    ("notice", &["notice_id"]),
    ("notice_account", &["account_number", "notice_id"]),
];

/// Returns the key columns of a table; none of a table that is not ours.
#[must_use]
pub fn key_of(table: &str) -> &'static [&'static str] {
    let found = KEYS.iter().find(|(name, _)| *name == table);
    found.map_or(&[], |(_, key)| key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::portal::TABLES;

    #[test]
    fn every_table_has_a_key_of_its_own_columns() {
        assert_eq!(KEYS.len(), TABLES.len());
        for (table, columns) in TABLES {
            let key = key_of(table);
            assert!(!key.is_empty(), "{table}");
            assert!(key.iter().all(|name| columns.contains(name)), "{table}");
        }
    }
}
