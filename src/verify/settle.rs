//! Which accounts of the export belong into the portal, once every row of it is in.

use super::facts::History;
use super::source::Source;
use crate::record::plan::Reason;
use crate::record::source::Entity;
use std::collections::{BTreeMap, BTreeSet};

impl Source<'_> {
    /// Decides which accounts belong into the portal, once every row is in.
    pub(super) fn settle(&mut self) {
        let money = self.entities.contains(&Entity::Bill);
        for account in self.accounts.values_mut() {
            let Some(record) = &account.record else {
                account.reasons = vec![Reason::RowRejected];
                continue;
            };
            let mut reasons = Vec::new();
            let ties = record
                .balance
                .is_none_or(|b| !money || i128::from(b.0) == account.ledger_cents);
            if !ties {
                reasons.push(Reason::LedgerDoesNotTie);
            }
            if missing(
                &self.entities,
                Entity::Customer,
                &self.customers,
                &record.legacy_customer_id,
            ) {
                reasons.push(Reason::CustomerMissing);
            }
            if missing(
                &self.entities,
                Entity::Premise,
                &self.premises,
                &record.legacy_premise_id,
            ) {
                reasons.push(Reason::PremiseMissing);
            }
            if reasons.is_empty() {
                let active = [History::Bill, History::Payment, History::Adjustment]
                    .into_iter()
                    .any(|h| account.ledger.fold(h).count > 0);
                if record.open {
                    reasons.push(Reason::Open);
                } else {
                    reasons.extend(record.balance.filter(|b| b.0 != 0).map(|_| Reason::Balance));
                    reasons.extend(active.then_some(Reason::Activity));
                }
                if reasons.is_empty() {
                    reasons.push(Reason::ClosedBeforeWindow);
                }
            }
            account.reasons = reasons;
        }
    }
}

/// Returns true where the export has this entity and not the one that the account names.
fn missing<T>(
    entities: &BTreeSet<Entity>,
    entity: Entity,
    known: &BTreeMap<String, T>,
    key: &Option<String>,
) -> bool {
    entities.contains(&entity) && key.as_ref().is_none_or(|key| !known.contains_key(key))
}
