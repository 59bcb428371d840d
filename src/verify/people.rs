//! Customers, places and the plain facts of accounts: the portal has the export's, word for word.

use super::facts::text;
use super::portal::Portal;
use super::redaction::{is_marked, removed};
use super::source::Source;
use super::tally::Tally;
use crate::record::account::{Account, Address, Customer, Premise};
use crate::record::source::Entity;
use std::collections::BTreeSet;

/// Returns true where the portal's text is the export's, numbers that redaction took apart.
pub(super) fn same_text(portal: &Portal<'_>, stands: Option<&str>, export: &str) -> bool {
    let stands = stands.unwrap_or("");
    if is_marked(stands, &portal.marks) {
        removed(export, stands, &portal.marks).is_some()
    } else {
        stands == export
    }
}

/// Compares customers, places and accounts, none missing and none foreign.
pub(super) fn compare(tally: &mut Tally, portal: &Portal<'_>, source: &Source<'_>) {
    let customers = source.carried_customers();
    for id in &customers {
        if let Some(customer) = source.customers.get(*id) {
            customer_row(tally, portal, customer);
        }
    }
    foreign(tally, portal, "customer", &customers);
    let premises: BTreeSet<&str> = source
        .carried()
        .filter_map(|(_, record, _)| record.legacy_premise_id.as_deref())
        .collect();
    for id in &premises {
        if let Some(premise) = source.premises.get(*id) {
            premise_row(tally, portal, premise);
        }
    }
    foreign(tally, portal, "service_location", &premises);
    let users: BTreeSet<&str> = source
        .users
        .values()
        .filter(|user| customers.contains(user.legacy_customer_id.as_str()))
        .map(|user| user.user_id.as_str())
        .collect();
    foreign(tally, portal, "portal_user", &users);
    if source.has(Entity::Account) {
        for (legacy, record, _) in source.carried() {
            if let Some(number) = portal.number_of(legacy) {
                account_row(tally, portal, number, record);
            }
        }
    }
}

fn foreign(tally: &mut Tally, portal: &Portal<'_>, table: &str, wanted: &BTreeSet<&str>) {
    for key in portal
        .table(table)
        .keys()
        .filter(|key| !wanted.contains(key))
    {
        tally.fail(|| {
            format!(
                "{}: stands in `{table}` and belongs to no carried account",
                crate::diag::mask::quoted(key)
            )
        });
    }
}

fn customer_row(tally: &mut Tally, portal: &Portal<'_>, customer: &Customer) {
    let table = portal.table("customer");
    let id = customer.legacy_customer_id.as_str();
    tally.want(table.has(id), || {
        format!("customer {id}: is not in the portal")
    });
    if !table.has(id) {
        return;
    }
    let kind = if customer.business {
        "business"
    } else {
        "residential"
    };
    let free = [
        ("legacy_customer_id", id),
        ("kind", kind),
        ("first_name", customer.first_name.as_str()),
        ("email", customer.email.as_str()),
        ("phone", customer.phone.as_str()),
        ("mailing_line1", customer.mailing.line1.as_str()),
        ("mailing_line2", customer.mailing.line2.as_str()),
        ("mailing_city", customer.mailing.city.as_str()),
        ("mailing_state", customer.mailing.state.as_str()),
    ];
    for (column, export) in free {
        tally.must(same_text(portal, table.get(id, column), export), || {
            format!("customer {id}: `{column}` is not the export's")
        });
    }
}

fn premise_row(tally: &mut Tally, portal: &Portal<'_>, premise: &Premise) {
    let table = portal.table("service_location");
    let id = premise.legacy_premise_id.as_str();
    tally.want(table.has(id), || {
        format!("place {id}: is not in the portal")
    });
    if !table.has(id) {
        return;
    }
    let Address {
        line1,
        line2,
        city,
        state,
        postal_code,
    } = &premise.service;
    let district = premise.district.clone().unwrap_or_default();
    for (column, export) in [
        ("line1", line1),
        ("line2", line2),
        ("city", city),
        ("state", state),
        ("postal_code", postal_code),
        ("district", &district),
    ] {
        tally.must(same_text(portal, table.get(id, column), export), || {
            format!("place {id}: `{column}` is not the export's")
        });
    }
}

/// The facts of an account that no other check asks for.
fn account_row(tally: &mut Tally, portal: &Portal<'_>, number: &str, record: &Account) {
    let table = portal.table("account");
    let legacy = &record.legacy_account_number;
    tally.looked(1);
    let expected = [
        ("status", text(if record.open { "open" } else { "closed" })),
        ("opened_on", record.opened_on.map(|d| d.to_string())),
        ("closed_on", record.closed_on.map(|d| d.to_string())),
        ("bill_cycle", record.bill_cycle.as_deref().and_then(text)),
        ("customer_id", record.legacy_customer_id.clone()),
        ("service_location_id", record.legacy_premise_id.clone()),
    ];
    for (column, wanted) in expected {
        tally.must(table.get(number, column) == wanted.as_deref(), || {
            format!("account {legacy}: `{column}` is not the export's")
        });
    }
}
