//! Lists of columns that each need a reason: those that nobody needs, and those that look like
//! payment data and are none.

use super::field_source::Column;
use super::file_mapping::FileMapping;
use super::toml_table::Table;
use super::toml_walk::Value;
use std::ops::Range;

/// A list of columns with reasons: its key, and the words of its messages.
pub(super) struct Reasons {
    key: &'static str,
    example: &'static str,
    said: &'static str,
    help: &'static str,
}

/// Columns that nobody needs.
pub(super) const IGNORE: Reasons = Reasons {
    key: "ignore",
    example: "write ignore = { OLD_ROUTE = \"walk routes ended in 2009\" }",
    said: "is ignored without a reason",
    help: "say why nobody needs the column",
};

/// Columns that look like payment data, and of which a person says that they are none.
pub(super) const NOT_PAYMENT: Reasons = Reasons {
    key: "not_payment",
    example: "write not_payment = { RECEIPT = \"the kiosk's own numbers, 16 digits\" }",
    said: "is said to be no payment data without a reason",
    help: "say what the column holds and how you know; the reason stands in the report",
};

/// Reads a list: every column with its reason.
pub(super) fn reasons(table: &mut Table<'_>, list: &Reasons) -> Vec<(Column, String)> {
    let Some(value) = table.take(list.key) else {
        return Vec::new();
    };
    if !value.is_table() {
        let message = format!("`{}` names columns without a reason", value.path());
        value.report("mapping::no_reason", message, list.example);
        return Vec::new();
    }
    let named = value
        .table()
        .map(|mut list| list.rest())
        .unwrap_or_default();
    let reason = |(name, span, v): (&str, Range<usize>, Value<'_>)| {
        let reason = v.text()?;
        if reason.trim().is_empty() {
            let message = format!("`{}` {}", v.path(), list.said);
            v.report("mapping::no_reason", message, list.help);
        }
        let name = name.to_owned();
        Some((Column { name, span }, reason))
    };
    named.into_iter().filter_map(reason).collect()
}

/// Reports each column of `not_payment` that the table neither uses nor ignores.
pub(super) fn can_be_cleared(value: &Value<'_>, mapping: &FileMapping) {
    for (column, _) in &mapping.cleared {
        let dropped = mapping
            .drops
            .iter()
            .any(|(drop, _)| drop.name == column.name);
        let named = mapping.named().any(|named| named.name == column.name);
        let why = match (dropped, named) {
            (true, _) => "is dropped as payment data all the same",
            (false, false) => "is not named in this table",
            (false, true) => continue,
        };
        value.report_at(
            column.span.clone(),
            "mapping::not_payment_unknown",
            format!(
                "`not_payment` names the column `{}`, which {why}",
                column.name
            ),
            "only a column that the table uses or ignores can be declared to hold no payment data",
        );
    }
}
