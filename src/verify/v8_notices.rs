//! V8: every customer who must be told something is told once, in their language, about the
//! right accounts, with values that the enrolment check accepts; nobody else is told anything.

use super::outputs::Outputs;
use super::portal::Portal;
use super::source::Source;
use super::source_account::SourceAccount;
use super::tally::{Check, Tally};
use crate::diag::mask::quoted;
use crate::record::account::Account;
use crate::record::letter::NoticeKind;
use crate::record::source::Entity;
use std::collections::{BTreeMap, BTreeSet};

/// What each customer must be told: legacy account numbers by kind, by customer.
type Owed<'s> = BTreeMap<&'s str, BTreeMap<NoticeKind, BTreeSet<&'s str>>>;

/// A notice as it stands in the portal.
struct Notice<'p> {
    id: &'p str,
    customer: &'p str,
    kinds: Vec<&'p str>,
    language: &'p str,
    /// Portal numbers.
    accounts: BTreeSet<&'p str>,
}

/// Proves the invariant.
pub(super) fn check(portal: &Portal<'_>, source: &Source<'_>, outputs: &Outputs) -> Check {
    let mut tally = Tally::new(
        "V8",
        "every customer is told once, in their language",
        "notices and customers",
    );
    let notices = notices(portal);
    if !source.has(Entity::Customer) {
        tally.must(notices.is_empty(), || {
            "notices stand in the portal, the export has no customers".to_owned()
        });
        return tally.finish("the export has no customers");
    }
    let owed = owed(source);
    told(&mut tally, portal, &notices, &owed);
    for notice in &notices {
        language(&mut tally, source, notice);
        letter(&mut tally, portal, outputs, notice);
    }
    manifest(&mut tally, portal, outputs, &notices);
    for (legacy, record, account) in source.carried() {
        enrolment(&mut tally, portal, source, legacy, record, account);
    }
    tally.finish("no customer is carried")
}

/// Works out from the export who must be told what.
fn owed<'s>(source: &'s Source<'_>) -> Owed<'s> {
    let with_user: BTreeSet<&str> = source
        .users
        .values()
        .map(|user| user.legacy_customer_id.as_str())
        .collect();
    let mut owed = Owed::new();
    for (legacy, record, account) in source.carried() {
        let Some(customer) = record.legacy_customer_id.as_deref() else {
            continue;
        };
        let owes = record.balance.is_some_and(|b| b.0 != 0);
        if !record.open && !owes {
            continue;
        }
        for kind in &source.policy.notices {
            let has = match kind {
                NoticeKind::NewAccountNumber => true,
                NoticeKind::BankBillPay => record.open && account.bank_bill_pay,
                NoticeKind::ReRegister => record.open && with_user.contains(customer),
                NoticeKind::AutopayReEnroll => record.autopay,
                NoticeKind::PaperlessReEnroll => record.paperless,
                NoticeKind::PaymentMethodsRemoved => account.payment_method,
                NoticeKind::DraftCancelled => account.draft_cancelled,
                NoticeKind::DueDateMoved => account.due_moved,
                NoticeKind::PeriodChanged => {
                    let cycle = record.bill_cycle.as_deref();
                    record.open && !source.changed_periods.of_cycle(cycle).is_empty()
                }
                NoticeKind::DraftMoved => record.autopay && account.draft_moved,
            };
            if has {
                let kinds = owed.entry(customer).or_default();
                kinds.entry(*kind).or_default().insert(legacy);
            }
        }
    }
    owed
}

/// Reads the notices that stand in the portal.
fn notices<'p>(portal: &'p Portal<'_>) -> Vec<Notice<'p>> {
    let table = portal.table("notice");
    let mut accounts: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for key in portal.table("notice_account").keys() {
        if let Some((id, number)) = key.split_once('|') {
            accounts.entry(id).or_default().insert(number);
        }
    }
    table
        .keys()
        .map(|id| Notice {
            id,
            customer: table.get(id, "customer_id").unwrap_or(""),
            kinds: table.get(id, "kind").unwrap_or("").split('+').collect(),
            language: table.get(id, "language").unwrap_or(""),
            accounts: accounts.get(id).cloned().unwrap_or_default(),
        })
        .collect()
}

/// Compares what customers are told with what they must be told.
fn told(tally: &mut Tally, portal: &Portal<'_>, notices: &[Notice<'_>], owed: &Owed<'_>) {
    let mut by_customer: BTreeMap<&str, Vec<&Notice<'_>>> = BTreeMap::new();
    for notice in notices {
        by_customer.entry(notice.customer).or_default().push(notice);
    }
    let customers: BTreeSet<&str> = by_customer.keys().chain(owed.keys()).copied().collect();
    let nothing = BTreeMap::new();
    for customer in customers {
        tally.looked(1);
        let letters = by_customer.get(customer).map_or(&[][..], Vec::as_slice);
        let owed = owed.get(customer).unwrap_or(&nothing);
        for (kind, accounts) in owed {
            let telling: Vec<&&Notice<'_>> = letters
                .iter()
                .filter(|n| n.kinds.contains(&kind.code()))
                .collect();
            let names: Vec<&str> = accounts.iter().copied().collect();
            tally.must(telling.len() == 1, || {
                format!(
                    "customer {customer}: must be told {} once, is told {} times (account {})",
                    kind.code(),
                    telling.len(),
                    names.join(", account ")
                )
            });
            for legacy in accounts {
                let number = portal.number_of(legacy).unwrap_or("");
                let named = telling.iter().all(|n| n.accounts.contains(number));
                tally.must(named, || {
                    format!(
                        "account {legacy}: notice to customer {customer} ({}) does not name it",
                        kind.code()
                    )
                });
            }
        }
        for notice in letters {
            without_cause(tally, portal, notice, owed);
        }
    }
}

/// A notice tells nothing without cause and names no account without cause.
fn without_cause(
    tally: &mut Tally,
    portal: &Portal<'_>,
    notice: &Notice<'_>,
    owed: &BTreeMap<NoticeKind, BTreeSet<&str>>,
) {
    let (id, customer) = (notice.id, notice.customer);
    for (i, code) in notice.kinds.iter().enumerate() {
        let kind = NoticeKind::from_code(code);
        let cause = kind.is_some_and(|kind| owed.contains_key(&kind));
        tally.must(cause, || {
            format!(
                "customer {customer}: notice {id} tells {} without cause",
                quoted(code)
            )
        });
        let again = notice.kinds.iter().take(i).any(|before| before == code);
        tally.must(!again, || {
            format!("customer {customer}: notice {id} tells {code} twice")
        });
    }
    for number in &notice.accounts {
        let legacy = portal.table("account").get(number, "legacy_account_number");
        let cause = notice
            .kinds
            .iter()
            .filter_map(|code| NoticeKind::from_code(code))
            .filter_map(|kind| owed.get(&kind))
            .any(|accounts| legacy.is_some_and(|legacy| accounts.contains(legacy)));
        tally.must(cause, || {
            format!(
                "{}: notice {id} to customer {customer} names it without cause",
                portal.name(number)
            )
        });
    }
}

/// A notice is in the customer's language.
fn language(tally: &mut Tally, source: &Source<'_>, notice: &Notice<'_>) {
    let wanted = source
        .customers
        .get(notice.customer)
        .map(|c| c.language.code());
    tally.want(wanted == Some(notice.language), || {
        format!(
            "customer {}: notice {} is in {}, the customer reads {}",
            notice.customer,
            notice.id,
            quoted(notice.language),
            wanted.unwrap_or("nothing, being unknown")
        )
    });
}

/// The rendered letter shows its own account numbers, nobody else's, in the right language.
fn letter(tally: &mut Tally, portal: &Portal<'_>, outputs: &Outputs, notice: &Notice<'_>) {
    let (id, customer) = (notice.id, notice.customer);
    let letter = outputs.letter_of(id);
    tally.want(letter.is_some(), || {
        format!("customer {customer}: notice {id} has no letter that can be read")
    });
    let Some(letter) = letter else { return };
    for number in &notice.accounts {
        tally.must(letter.numbers.contains(*number), || {
            format!(
                "{}: the letter of notice {id} does not show its number {number}",
                portal.name(number)
            )
        });
    }
    for number in &letter.numbers {
        tally.must(notice.accounts.contains(number.as_str()), || {
            format!(
                "customer {customer}: the letter of notice {id} shows the number of {}",
                portal.name(number)
            )
        });
    }
    for legacy in &letter.legacy {
        let own = portal
            .number_of(legacy)
            .is_some_and(|n| notice.accounts.contains(n));
        tally.must(own, || {
            format!("customer {customer}: the letter of notice {id} shows account {legacy}, which is not theirs")
        });
    }
    let speaks = match notice.language {
        "es" => letter.speaks.1,
        _ => letter.speaks.0,
    };
    tally.must(speaks, || {
        format!(
            "customer {customer}: the letter of notice {id} is not written in {}",
            quoted(notice.language)
        )
    });
}

/// `manifest.csv` has a line for every notice, with the same facts.
fn manifest(tally: &mut Tally, portal: &Portal<'_>, outputs: &Outputs, notices: &[Notice<'_>]) {
    let table = portal.table("notice");
    let mut lines = BTreeMap::new();
    for record in &outputs.manifest {
        let id = record.get("notice_id").map_or("", String::as_str);
        tally.must(lines.insert(id, record).is_none() && table.has(id), || {
            format!(
                "manifest.csv: notice {} is there twice, or not in the database",
                quoted(id)
            )
        });
    }
    for notice in notices {
        let Some(record) = lines.get(notice.id) else {
            tally.fail(|| {
                format!(
                    "customer {}: notice {} is not in manifest.csv",
                    notice.customer, notice.id
                )
            });
            continue;
        };
        let field = |name: &str| record.get(name).map_or("", String::as_str);
        let same = ["customer_id", "kind", "language", "channel", "file"]
            .into_iter()
            .all(|name| field(name) == table.get(notice.id, name).unwrap_or(""));
        let numbers: BTreeSet<&str> = field("account_numbers")
            .split(';')
            .filter(|n| !n.is_empty())
            .collect();
        tally.must(same && numbers == notice.accounts, || {
            format!(
                "customer {}: the line of notice {} in manifest.csv is not its row in the database",
                notice.customer, notice.id
            )
        });
    }
}

/// The values that the enrolment check asks for are those that the customer holds.
fn enrolment(
    tally: &mut Tally,
    portal: &Portal<'_>,
    source: &Source<'_>,
    legacy: &str,
    record: &Account,
    account: &SourceAccount,
) {
    let Some(customer) = record
        .legacy_customer_id
        .as_deref()
        .and_then(|id| source.customers.get(id))
    else {
        return;
    };
    let number = portal.number_of(legacy).unwrap_or("");
    let stands_for = portal
        .table("account")
        .get(number, "customer_id")
        .unwrap_or("");
    let table = portal.table("customer");
    tally.looked(1);
    for (column, export) in [
        ("last_name", customer.last_name.as_str()),
        ("business_name", customer.business_name.as_str()),
        ("mailing_postal_code", customer.mailing.postal_code.as_str()),
        ("language", customer.language.code()),
    ] {
        let stands = table.get(stands_for, column);
        tally.must(super::people::same_text(portal, stands, export), || {
            format!(
                "account {legacy}: `{column}` of customer {} is not the export's",
                customer.legacy_customer_id
            )
        });
    }
    if source.has(Entity::Bill) {
        let stands = portal
            .ledger(number)
            .and_then(super::ledger::Ledger::newest_total);
        tally.must(stands == account.ledger.newest_total(), || {
            format!("account {legacy}: the latest bill's total in the portal is not the export's")
        });
    }
}
