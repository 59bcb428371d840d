//! V2 and V3: the bills, payments and adjustments of the window stand in the portal once, as
//! they are in the export, and no others.

use super::digest::Fold;
use super::facts::History;
use super::portal::Portal;
use super::source::Source;
use super::tally::{Check, Tally};
use crate::record::source::Entity;

/// Proves V2.
pub(super) fn bills(portal: &Portal<'_>, source: &Source<'_>) -> Check {
    let mut tally = Tally::new("V2", "bills of the window stand once, unchanged", "bills");
    if source.has(Entity::Bill) {
        compare(&mut tally, portal, source, History::Bill);
    } else {
        nothing_stands(&mut tally, portal, History::Bill);
    }
    tally.finish("the export has no bills")
}

/// Proves V3.
pub(super) fn payments(portal: &Portal<'_>, source: &Source<'_>) -> Check {
    let mut tally = Tally::new(
        "V3",
        "payments and adjustments of the window stand once, unchanged",
        "payments and adjustments",
    );
    for (entity, history) in [
        (Entity::Payment, History::Payment),
        (Entity::Adjustment, History::Adjustment),
    ] {
        if source.has(entity) {
            compare(&mut tally, portal, source, history);
        } else {
            nothing_stands(&mut tally, portal, history);
        }
    }
    tally.finish("the export has no payments and no adjustments")
}

/// Compares the rows of one table, account by account.
pub(super) fn compare(
    tally: &mut Tally,
    portal: &Portal<'_>,
    source: &Source<'_>,
    history: History,
) {
    for (legacy, _, account) in source.carried() {
        let export = account.ledger.fold(history);
        let ledger = portal.number_of(legacy).and_then(|n| portal.ledger(n));
        let stands = ledger.map_or(Fold::default(), |l| l.fold(history));
        tally.looked(stands.count.max(export.count));
        if let Some(difference) = Fold::difference(&stands, &export, history.plural()) {
            tally.fail(|| format!("account {legacy}: {difference}"));
        }
    }
    for number in portal.ledger_numbers() {
        let legacy = portal.table("account").get(number, "legacy_account_number");
        let known = legacy
            .and_then(|legacy| source.accounts.get(legacy))
            .is_some_and(|account| account.carried());
        let count = portal.ledger(number).map_or(0, |l| l.fold(history).count);
        if !known && count > 0 {
            tally.fail(|| {
                format!(
                    "{}: {count} {} stand in the portal and belong to no carried account",
                    portal.name(number),
                    history.plural()
                )
            });
        }
    }
}

/// Rows of a kind that the export does not have must not stand in the portal either.
fn nothing_stands(tally: &mut Tally, portal: &Portal<'_>, history: History) {
    let count = portal.count(history.table());
    if count > 0 {
        tally.fail(|| {
            format!(
                "{count} {} stand in the portal, the export has none",
                history.plural()
            )
        });
    }
}
