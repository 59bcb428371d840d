//! How many accounts a day bears that receives a moved date. Rows that stay count as well; a day
//! that receives none may be as full as it was.

use super::asked::Asked;
use super::{CalendarRule, Found, Placed, called, decided};
use crate::record::plan::DateKind;
use crate::record::policy::Policy;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Asks for the accounts due on a day, and for those billed on one where they are limited.
pub(super) fn ask(cycles: &[Vec<Asked<'_>>], policy: &Policy, found: &mut Found) {
    let due = Some(policy.daily_capacity);
    let limits = [
        (DateKind::Due, due, CalendarRule::DailyCapacity),
        (
            DateKind::Bill,
            policy.shift.bill_capacity,
            CalendarRule::BillCapacity,
        ),
    ];
    for (kind, most, rule) in limits {
        let Some(most) = most else { continue };
        for (day, (accounts, receives)) in loads(cycles, kind) {
            if let Some(row) = receives {
                found.must(accounts <= most, row, rule, || {
                    format!(
                        "{day}: {accounts} accounts have their {} there, at most {most} may on a \
                         day to which one moved",
                        called(kind)
                    )
                });
            }
        }
    }
}

/// Returns the accounts of each day, and the first row whose date moved there.
fn loads<'a>(
    cycles: &[Vec<Asked<'a>>],
    kind: DateKind,
) -> BTreeMap<NaiveDate, (u64, Option<&'a Placed>)> {
    let mut loads: BTreeMap<NaiveDate, (u64, Option<&Placed>)> = BTreeMap::new();
    for row in cycles.iter().flatten() {
        let (accounts, receives) = loads.entry(decided(&row.placed.now, kind)).or_default();
        *accounts = accounts.saturating_add(row.accounts);
        if receives.is_none() && row.placed.moves(kind) {
            *receives = Some(row.placed);
        }
    }
    loads
}
