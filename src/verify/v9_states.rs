//! V9: automatic payment, electronic bills, log-ins and portal states stand as the mapping's
//! policy says, and what stays with an account stayed.

use super::facts::{text, whole};
use super::portal::Portal;
use super::portfolios;
use super::source::Source;
use super::source_account::SourceAccount;
use super::tally::{Check, Tally};
use super::v6_v9_holds;
use crate::diag::mask::quoted;
use crate::record::account::{Account, PortalStatus, WebUser};
use crate::record::policy::{Carry, Enrolled};
use crate::record::source::Entity;
use std::collections::BTreeSet;

/// Proves the invariant.
pub(super) fn check(portal: &Portal<'_>, source: &Source<'_>) -> Check {
    let mut tally = Tally::new(
        "V9",
        "autopay, paperless, log-ins and portal states follow the policy",
        "accounts and log-ins",
    );
    let portfolios = portfolios::expected(portal, source);
    portfolios::roles(&mut tally, portal, &portfolios);
    if source.has(Entity::Account) {
        let with_user: BTreeSet<&str> = source
            .users
            .values()
            .map(|user| user.legacy_customer_id.as_str())
            .collect();
        for (legacy, record, exported) in source.carried() {
            if let Some(number) = portal.number_of(legacy) {
                let has_user = record
                    .legacy_customer_id
                    .as_deref()
                    .is_some_and(|customer| with_user.contains(customer));
                let in_portfolio = portfolios.enrolled.contains(legacy);
                let state = portal_state(source, exported, (has_user, in_portfolio));
                account(&mut tally, portal, source, number, record, state);
            }
        }
    }
    v6_v9_holds::drafts(&mut tally, portal, source);
    let customers = source.carried_customers();
    for user in source.users.values() {
        if customers.contains(user.legacy_customer_id.as_str()) {
            log_in(&mut tally, portal, source, user);
        }
    }
    tally.finish("the export has no accounts of its own and no log-ins")
}

/// Returns the state that the policy gives an account in the portal.
fn portal_state(
    source: &Source<'_>,
    account: &SourceAccount,
    (has_user, in_portfolio): (bool, bool),
) -> PortalStatus {
    let enrolled = match source.policy.enrolled {
        Enrolled::AsExported => return account.exported_state(),
        Enrolled::WebUsers => has_user,
        Enrolled::Portfolios => in_portfolio,
        Enrolled::Nobody => false,
    };
    if enrolled {
        PortalStatus::Enrolled
    } else {
        PortalStatus::Unenrolled
    }
}

fn account(
    tally: &mut Tally,
    portal: &Portal<'_>,
    source: &Source<'_>,
    number: &str,
    record: &Account,
    state: PortalStatus,
) {
    let policy = source.policy;
    let legacy = &record.legacy_account_number;
    let table = portal.table("account");
    tally.looked(1);
    let autopay = match (record.autopay, policy.autopay) {
        (false, _) => "none",
        (true, Carry::Carry) => "carried",
        (true, Carry::Reset) => "re_enroll_required",
    };
    let paperless = record.paperless && policy.paperless == Carry::Carry;
    let donates = record.donation.is_some_and(|d| d.0 != 0);
    let program = policy.donation_program.clone().filter(|_| donates);
    let expected = [
        ("autopay_status", Some(autopay.to_owned())),
        ("paperless", Some(u8::from(paperless).to_string())),
        ("portal_status", text(state.name())),
        (
            "medical_baseline",
            Some(u8::from(record.medical_baseline).to_string()),
        ),
        (
            "statement_group",
            record.statement_group.as_deref().and_then(text),
        ),
        ("rate_class", record.rate_class.as_deref().and_then(text)),
    ];
    for (column, wanted) in expected {
        let stands = table.get(number, column);
        tally.must(stands == wanted.as_deref(), || {
            format!(
                "account {legacy}: `{column}` is {} in the portal, expected {}",
                quoted(stands.unwrap_or("")),
                quoted(wanted.as_deref().unwrap_or(""))
            )
        });
    }
    let stands = table.get(number, "donation_program");
    tally.must(!donates || stands == program.as_deref(), || {
        format!(
            "account {legacy}: the donation's program is {}",
            quoted(stands.unwrap_or(""))
        )
    });
    for (column, wanted) in [
        ("deposit_cents", record.deposit),
        ("donation_cents", record.donation),
    ] {
        let stands = whole(table.get(number, column));
        let wanted = wanted.map_or(0, |cents| cents.0);
        tally.must(stands == wanted, || {
            format!(
                "account {legacy}: `{column}` is {stands} in the portal, {wanted} in the export"
            )
        });
    }
}

fn log_in(tally: &mut Tally, portal: &Portal<'_>, source: &Source<'_>, user: &WebUser) {
    let policy = source.policy;
    let table = portal.table("portal_user");
    let carried = policy.credentials == Carry::Carry;
    let id = user.user_id.as_str();
    let name = format!("log-in {id} of customer {}", user.legacy_customer_id);
    let stands = table.has(id);
    tally.want(stands, || format!("{name}: is not in the portal"));
    if !stands {
        return;
    }
    let most = policy.failed_logins_lock;
    let failed_too_often = most.is_some_and(|most| user.failed_logins >= most);
    let locked = carried && (user.locked || failed_too_often);
    let credentials = if carried { "carried" } else { "re_register" };
    let last = user.last_login_at.map(|at| at.timestamp().to_string());
    let mut expected = vec![
        ("customer_id", text(&user.legacy_customer_id)),
        ("credentials", text(credentials)),
        ("locked", Some(u8::from(locked).to_string())),
        (
            "password_hash",
            user.password_hash.clone().filter(|_| carried),
        ),
        ("last_login_at", last),
    ];
    if carried {
        expected.push(("failed_logins", Some(user.failed_logins.to_string())));
    }
    for (column, wanted) in expected {
        tally.must(table.get(id, column) == wanted.as_deref(), || {
            format!("{name}: `{column}` is not what the export and the policy make it")
        });
    }
    for (column, wanted) in [("login", &user.login), ("email", &user.email)] {
        let same = super::people::same_text(portal, table.get(id, column), wanted);
        tally.must(same, || format!("{name}: `{column}` is not the export's"));
    }
}
