//! The keys of `[policy]` about the billing-cycle shift: what may move besides the dates that must,
//! and what keeps it from going far. `ShiftRules::defaults` has the defaults.

use super::policy_rules::{period, set};
use super::toml_table::Table;
use super::toml_walk::Value;
use crate::record::policy::ShiftRules;
use crate::record::policy_limits as limits;
use chrono::NaiveDate;
use std::ops::RangeInclusive;

/// Reads the keys. `period_days` are the days of a period, which `unprorated_days` keeps within.
pub(super) fn shift(
    table: &mut Table<'_>,
    extracted_on: NaiveDate,
    period_days: (i64, i64),
) -> ShiftRules {
    let mut rules = ShiftRules::defaults(extracted_on, period_days);
    readings(table, &mut rules);
    for (key, range, slot) in figures(&mut rules) {
        set(slot, table.take(key).and_then(|v| v.whole(range)));
    }
    for (key, slot) in [
        ("earlier", &mut rules.earlier),
        ("others_move", &mut rules.others_move),
        ("due_by_next_bill", &mut rules.due_by_next_bill),
        ("keep_cycle_order", &mut rules.keep_cycle_order),
    ] {
        set(slot, table.take(key).and_then(|v| v.flag()));
    }
    let capacity = table.take("bill_capacity");
    rules.bill_capacity = capacity.and_then(|v| v.whole(limits::CAPACITY));
    if let Some(value) = table.take("unprorated_days") {
        set(&mut rules.unprorated_days, unprorated(&value, period_days));
    }
    rules
}

/// The figures that are days or periods, with their limits.
fn figures(rules: &mut ShiftRules) -> [(&'static str, RangeInclusive<u64>, &mut u64); 4] {
    [
        (
            "return_within_periods",
            limits::RETURN_WITHIN_PERIODS,
            &mut rules.return_within_periods,
        ),
        (
            "due_gap_days",
            limits::DUE_GAP_DAYS,
            &mut rules.due_gap_days,
        ),
        (
            "draft_after_bill_days",
            0..=60,
            &mut rules.draft_after_bill_days,
        ),
        ("draft_notice_days", 0..=60, &mut rules.draft_notice_days),
    ]
}

/// Reads whether meters may be read on other days, and how far from the old ones.
fn readings(table: &mut Table<'_>, rules: &mut ShiftRules) {
    let words = [("stay", false), ("move", true)];
    let reads = table.take("reads").and_then(|v| v.choice(&words));
    set(&mut rules.reads_move, reads);
    let Some(value) = table.take("read_move_days") else {
        return;
    };
    set(&mut rules.read_move_days, value.whole(1..=31));
    if !rules.reads_move {
        let message = format!(
            "`{}` says how far readings move, and they stay",
            value.path()
        );
        value.report(
            "mapping::contradiction",
            message,
            "write reads = \"move\" beside it, or take the line out",
        );
    }
}

/// Reads the days of a period that need no proration.
fn unprorated(value: &Value<'_>, (shortest, longest): (i64, i64)) -> Option<(i64, i64)> {
    let (min, max) = period(value)?;
    if min < shortest || max > longest {
        let message = format!(
            "`{}` is {min} to {max} days, and a period has {shortest} to {longest} (`period_days`)",
            value.path()
        );
        value.report(
            "mapping::contradiction",
            message,
            format!("name days from {shortest} to {longest}, or let `period_days` reach further"),
        );
    }
    Some((min, max))
}
