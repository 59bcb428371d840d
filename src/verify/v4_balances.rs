//! V4: every account's opening balance, charges, adjustments and payments come to its balance,
//! and that is the legacy balance, to the cent.

use super::facts::whole;
use super::portal::Portal;
use super::source::Source;
use super::tally::{Check, Tally};
use crate::record::money::format_cents;

/// Proves the invariant.
pub(super) fn check(portal: &Portal<'_>, source: &Source<'_>) -> Check {
    let mut tally = Tally::new("V4", "every account ties to the cent", "accounts");
    let accounts = portal.table("account");
    let from = source.policy.window().from.to_string();
    for (legacy, record, account) in source.carried() {
        let Some(balance) = record.balance else {
            continue;
        };
        let Some(number) = portal.number_of(legacy) else {
            tally.fail(|| format!("account {legacy}: is not in the portal"));
            continue;
        };
        let cents = |column| whole(accounts.get(number, column));
        let stands = cents("balance_cents");
        tally.want(
            stands == balance.0 && accounts.get(number, "balance_cents").is_some(),
            || {
                format!(
                    "account {legacy}: balance is {} in the portal, {balance} in the export",
                    format_cents(i128::from(stands))
                )
            },
        );
        let opening = cents("opening_balance_cents");
        let closing = portal
            .ledger(number)
            .map_or(i128::from(opening), |ledger| ledger.closing(opening));
        tally.must(closing == i128::from(stands), || {
            format!(
                "account {legacy}: opening balance, bills, adjustments and payments come to {}, the balance is {}",
                format_cents(closing),
                format_cents(i128::from(stands))
            )
        });
        let wanted = i128::from(balance.0) - account.ledger.closing(0);
        tally.must(i128::from(opening) == wanted, || {
            format!(
                "account {legacy}: opening balance is {} in the portal, the export's older rows come to {}",
                format_cents(i128::from(opening)),
                format_cents(wanted)
            )
        });
        let on = accounts.get(number, "opening_balance_on");
        tally.must(on == Some(from.as_str()), || {
            format!(
                "account {legacy}: opening balance is as of {}, expected {from}",
                on.unwrap_or("no day")
            )
        });
    }
    tally.finish("the export has no balances")
}
