//! V7's billing periods: each account of a cycle whose period changed its length has its row in
//! `period_change`, with the right days, basis and cents, and no other account has one.

use super::outputs::Outputs;
use super::periods::{Changed, NewestPeriod};
use super::portal::Portal;
use super::source::Source;
use super::tally::Tally;
use std::collections::BTreeSet;

/// Compares the table with what the calendar and the bills make of each account.
pub(super) fn periods(tally: &mut Tally, portal: &Portal<'_>, source: &Source<'_>) {
    let table = portal.table("period_change");
    let mut wanted = BTreeSet::new();
    for (legacy, record, account) in source.carried().filter(|(_, record, _)| record.open) {
        let cycle = record.bill_cycle.as_deref();
        let Some(number) = portal.number_of(legacy) else {
            continue;
        };
        for changed in source.changed_periods.of_cycle(cycle) {
            let key = format!("{number}|{}", changed.period);
            tally.want(table.has(&key), || {
                format!(
                    "account {legacy}: the period {} has {} days instead of {}, and `period_change` does not say so",
                    changed.period, changed.now, changed.before
                )
            });
            if table.has(&key) {
                let basis = account.newest_period.as_ref();
                for (column, expected) in row(cycle, changed, basis, source) {
                    let stands = table.get(&key, column);
                    tally.must(stands == expected.as_deref(), || {
                        format!(
                            "account {legacy}: `{column}` of the period {} is {}, by readings and bills it is {}",
                            changed.period,
                            stands.unwrap_or("blank"),
                            expected.as_deref().unwrap_or("blank")
                        )
                    });
                }
            }
            wanted.insert(key);
        }
    }
    for key in table.keys().filter(|key| !wanted.contains(*key)) {
        tally.fail(|| {
            let (number, period) = key.split_once('|').unwrap_or((key, ""));
            format!(
                "{}: `period_change` has the period {period}, whose length did not change for it",
                portal.name(number)
            )
        });
    }
}

/// Returns what stands in a row behind its key.
fn row(
    cycle: Option<&str>,
    changed: &Changed,
    basis: Option<&NewestPeriod>,
    source: &Source<'_>,
) -> [(&'static str, Option<String>); 8] {
    let (shortest, longest) = source.policy.shift.unprorated_days;
    let regular = (shortest..=longest).contains(&changed.now);
    let effect = basis.and_then(|bill| bill.effect(changed.now - changed.before));
    [
        ("bill_cycle", cycle.map(str::to_owned)),
        ("legacy_days", Some(changed.before.to_string())),
        ("days", Some(changed.now.to_string())),
        ("basis_bill_id", basis.map(|bill| bill.id.clone())),
        (
            "basis_charges_cents",
            basis.map(|bill| bill.cents.to_string()),
        ),
        ("basis_days", basis.map(|bill| bill.days.to_string())),
        (
            "expected_change_cents",
            effect.map(|cents| cents.to_string()),
        ),
        ("prorated", Some(u8::from(!regular).to_string())),
    ]
}

/// `period-changes.csv` is the table.
pub(super) fn periods_file(tally: &mut Tally, portal: &Portal<'_>, outputs: &Outputs) {
    let table = portal.table("period_change");
    let mut seen = BTreeSet::new();
    for record in &outputs.period_changes {
        let field = |name: &str| record.get(name).map_or("", String::as_str);
        let key = format!("{}|{}", field("account_number"), field("period"));
        let mut cells = record.iter();
        let same = cells.all(|(column, text)| table.get(&key, column).unwrap_or("") == text);
        tally.must(same && table.has(&key), || {
            format!(
                "{}: its line of {} in period-changes.csv is not its row in the database",
                portal.name(field("account_number")),
                field("period")
            )
        });
        seen.insert(key);
    }
    tally.must(seen.len() == table.len(), || {
        format!(
            "period-changes.csv has {} rows, the database {}",
            seen.len(),
            table.len()
        )
    });
}
