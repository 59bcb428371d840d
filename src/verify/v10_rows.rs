//! V10: references hold, every source row is accounted for, and the control totals agree.

use super::books::{self, Place};
use super::facts::{History, whole};
use super::outputs::Outputs;
use super::people;
use super::portal::Portal;
use super::portfolios;
use super::source::Source;
use super::tally::{Check, Tally};
use super::totals::ControlTotal;
use super::v2_v3_history::compare;
use crate::record::source::Entity;
use std::collections::{BTreeMap, BTreeSet};

/// Proves the invariant.
pub(super) fn check(
    portal: &Portal<'_>,
    source: &Source<'_>,
    outputs: &Outputs,
    totals: &[ControlTotal],
) -> Check {
    let mut tally = Tally::new(
        "V10",
        "references hold, every row is accounted for, totals agree",
        "rows, files and totals",
    );
    tally.absorb(&portal.v10);
    references(&mut tally, portal);
    people::compare(&mut tally, portal, source);
    let expected = portfolios::expected(portal, source);
    portfolios::compare(&mut tally, portal, &expected);
    for history in [
        History::Meter,
        History::Usage,
        History::Installment,
        History::ScheduledPayment,
        History::AccountNote,
        History::Activity,
    ] {
        compare(&mut tally, portal, source, history);
    }
    notes(&mut tally, source);
    let mut carried = carried_rows(source);
    carried.extend(expected.carried_rows());
    let refused = books::refused_rows(source);
    books::compare(&mut tally, source, &outputs.files, &carried);
    rejects(&mut tally, source, outputs, &refused);
    source_files(&mut tally, portal, outputs);
    outputs.holds.judge(&mut tally, portal);
    control_totals(&mut tally, portal, totals);
    tally.finish("the export has no rows")
}

/// Returns how many rows of each file must stand in the portal.
fn carried_rows(source: &Source<'_>) -> BTreeMap<Entity, u64> {
    let count = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    let history = |h: History| -> u64 {
        source
            .carried()
            .map(|(_, _, account)| account.ledger.fold(h).count)
            .sum()
    };
    let states = source
        .carried()
        .map(|(_, _, account)| account.portal_rows)
        .sum();
    let rows = source
        .carried()
        .flat_map(|(_, _, account)| account.note_rows.values());
    let note_lines: u64 = rows.map(|rows| rows.more).sum();
    let customers = source.carried_customers();
    let premises: BTreeSet<&str> = source
        .carried()
        .filter_map(|(_, record, _)| record.legacy_premise_id.as_deref())
        .collect();
    let users = source
        .users
        .values()
        .filter(|user| customers.contains(user.legacy_customer_id.as_str()))
        .count();
    let customers = customers
        .iter()
        .filter(|id| source.customers.contains_key(**id))
        .count();
    let premises = premises
        .iter()
        .filter(|id| source.premises.contains_key(**id))
        .count();
    [
        (Entity::Customer, count(customers)),
        (Entity::Premise, count(premises)),
        (Entity::Account, count(source.carried().count())),
        (Entity::Meter, history(History::Meter)),
        (Entity::Calendar, count(source.calendar.len())),
        (Entity::Bill, history(History::Bill)),
        (Entity::Usage, history(History::Usage)),
        (Entity::Payment, history(History::Payment)),
        (Entity::Adjustment, history(History::Adjustment)),
        (Entity::Installment, history(History::Installment)),
        (Entity::Draft, history(History::ScheduledPayment)),
        (Entity::Note, history(History::AccountNote) + note_lines),
        (Entity::WebUser, count(users)),
        (Entity::UserAccount, states),
        (Entity::Activity, history(History::Activity)),
    ]
    .into()
}

/// Each note that is cut into lines stands in one row, and its other rows go on with that.
fn notes(tally: &mut Tally, source: &Source<'_>) {
    for (legacy, _, account) in source.carried() {
        for (id, rows) in &account.note_rows {
            tally.want(rows.whole == 1, || {
                format!(
                    "account {legacy}: note {} of {} lines makes {} notes, expected one",
                    crate::diag::mask::quoted(id),
                    rows.whole + rows.more,
                    rows.whole
                )
            });
        }
    }
}

/// Every key that a row names stands in the table that it names. A usage row's bill is proved by
/// V2: the row is the export's, and the bill that the export gives it stands.
fn references(tally: &mut Tally, portal: &Portal<'_>) {
    for (table, column, parent) in [
        ("account", "customer_id", "customer"),
        ("account", "service_location_id", "service_location"),
        ("portal_user", "customer_id", "customer"),
        ("notice", "customer_id", "customer"),
        ("notice_account", "notice_id", "notice"),
        ("notice_account", "account_number", "account"),
        ("crosswalk", "account_number", "account"),
        ("budget_plan", "account_number", "account"),
        ("portfolio_account", "account_number", "account"),
        ("portfolio_account", "portfolio_id", "portfolio"),
        ("portfolio_user", "portfolio_id", "portfolio"),
        ("portfolio_user", "user_id", "portal_user"),
        ("account_group", "portfolio_id", "portfolio"),
        ("account_group_account", "account_number", "account"),
        ("account_group_account", "group_id", "account_group"),
        ("account_group_user", "group_id", "account_group"),
        ("account_group_user", "user_id", "portal_user"),
    ] {
        let rows = portal.table(table);
        for key in rows.keys() {
            let Some(named) = rows.get(key, column) else {
                continue;
            };
            tally.want(portal.table(parent).has(named), || {
                let whose = match table {
                    "account" => portal.name(key),
                    "crosswalk" => format!("account {key}"),
                    _ => format!("{table} {key}"),
                };
                format!("{whose}: `{column}` names no row of `{parent}`")
            });
        }
    }
    for number in portal.ledger_numbers() {
        tally.want(portal.table("account").has(number), || {
            format!("{}: has rows of history", portal.name(number))
        });
    }
    if portal.count("meter") > 0 {
        for (number, meter) in &portal.usage_meters {
            let known = portal.meters.contains(&(number.clone(), meter.clone()));
            tally.want(known, || {
                format!(
                    "{}: usage of meter {meter}, which is not among its meters",
                    portal.name(number)
                )
            });
        }
    }
}

/// `rejects.csv` names the rows that are refused when the export is read again, and no others.
fn rejects(tally: &mut Tally, source: &Source<'_>, outputs: &Outputs, refused: &BTreeSet<Place>) {
    let either: BTreeSet<Place> = source
        .books
        .values()
        .flat_map(|book| book.either.iter().map(|row| (book.name.clone(), *row)))
        .collect();
    let mut listed: BTreeSet<Place> = BTreeSet::new();
    for record in &outputs.rejects {
        let field = |name: &str| record.get(name).map_or("", String::as_str);
        let place = (field("file").to_owned(), field("row").parse().unwrap_or(0));
        let reason = !field("code").is_empty() && !field("message").is_empty();
        tally.want(reason, || {
            format!("{} row {}: refused without a reason", place.0, place.1)
        });
        listed.insert(place);
    }
    for place in refused.difference(&listed) {
        tally.fail(|| {
            format!(
                "{} row {}: must be refused, and is not in rejects.csv",
                place.0, place.1
            )
        });
    }
    for place in listed
        .difference(refused)
        .filter(|place| !either.contains(*place))
    {
        tally.fail(|| format!("{} row {}: is refused, and could be read", place.0, place.1));
    }
}

/// The table `source_file` has the report's row accounts.
fn source_files(tally: &mut Tally, portal: &Portal<'_>, outputs: &Outputs) {
    let table = portal.table("source_file");
    for file in &outputs.files {
        let key = format!("{}|{}", file.file, file.entity);
        let stands = ["rows_read", "rows_carried", "rows_dropped", "rows_rejected"]
            .map(|column| whole(table.get(&key, column)));
        let said = [
            file.rows_read,
            file.rows_carried,
            file.rows_dropped(),
            file.rows_rejected,
        ]
        .map(|n| i64::try_from(n).unwrap_or(i64::MAX));
        tally.want(table.has(&key) && stands == said, || {
            format!(
                "{}: its row in `source_file` is not its row account in the report",
                file.file
            )
        });
    }
}

/// Every control total agrees, those counted here and those that stand in the database.
fn control_totals(tally: &mut Tally, portal: &Portal<'_>, totals: &[ControlTotal]) {
    for total in totals {
        tally.want(total.legacy_value == total.portal_value, || {
            format!(
                "{} {}: {} in the portal, {} in the export",
                total.entity, total.measure, total.portal_value, total.legacy_value
            )
        });
    }
    let table = portal.table("control_total");
    for key in table.keys() {
        let name = key.replace('|', " ");
        let (legacy, stands) = (
            table.get(key, "legacy_value"),
            table.get(key, "portal_value"),
        );
        tally.want(legacy == stands, || {
            format!("{name}: the two values of this row of `control_total` differ")
        });
        let counted = totals.iter().find(|t| {
            Some(t.entity.as_str()) == key.split('|').next()
                && key.ends_with(&format!("|{}", t.measure))
        });
        if let Some(counted) = counted {
            tally.must(stands == Some(counted.portal_value.as_str()), || {
                format!(
                    "{name}: `control_total` says {}, counted again it is {}",
                    stands.unwrap_or("nothing"),
                    counted.portal_value
                )
            });
        }
    }
}
