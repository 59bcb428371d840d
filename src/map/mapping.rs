//! A whole mapping: the policy, the folders, and one `FileMapping` a source file.
//!
//! In: the text of a mapping. Out: the mapping, or everything that is wrong with it, in the order
//! of the file. Opens no file and knows no path.

use super::fields::ACCOUNT;
use super::file_mapping::FileMapping;
use super::files::file;
use super::format::general;
use super::policy::policy;
use super::roles::roles;
use super::skips::share;
use super::toml_table::Table;
use super::toml_walk::{Sink, Value};
use super::undecided::undecided;
use crate::diag::finding::{Finding, Severity};
use crate::record::policy::{Enrolled, Policy};
use crate::record::roles::Roles;
use crate::record::source::Entity;
use std::cell::RefCell;
use std::collections::BTreeMap;
use toml::de::DeTable;

/// What a mapping file says.
#[derive(Clone, Debug)]
pub struct Mapping {
    /// What the utility decided, defaults filled in.
    pub policy: Policy,
    /// File with the key of the account numbers, relative to the mapping.
    pub key_file: Option<String>,
    /// Folder with the exports, relative to the mapping; `exports` beside it by default.
    pub exports: String,
    /// Folder for what a run leaves, relative to the mapping; `out` beside it by default.
    pub out: String,
    /// Who may do what in a database on a server.
    pub roles: Roles,
    /// The source files, in reading order.
    pub files: Vec<FileMapping>,
    /// Files and sheets of the delivery that nobody needs, each with the reason.
    pub not_read: BTreeMap<String, String>,
    /// Set where the export has no account file.
    pub derived_accounts: Option<DerivedAccounts>,
    /// What is allowed, and still worth a look.
    pub warnings: Vec<Finding>,
}

/// Accounts that exist only as numbers in another file: its distinct account numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DerivedAccounts {
    /// Whose rows name the accounts.
    pub from: Entity,
    /// True where they all count as open.
    pub open: bool,
}

impl Mapping {
    /// Returns the source file of an entity.
    #[must_use]
    pub fn file(&self, entity: Entity) -> Option<&FileMapping> {
        self.files.iter().find(|file| file.entity() == entity)
    }
}

/// Reads a mapping.
///
/// # Errors
/// Everything that is wrong with it, each with its place, in the order of the file.
pub fn parse(text: &str) -> Result<Mapping, Vec<Finding>> {
    let (tree, errors) = DeTable::parse_recoverable(text);
    let mut found: Vec<Finding> = errors.iter().map(syntax).collect();
    // After a date that does not exist the rest can still be trusted; after other slips it cannot.
    if found
        .iter()
        .any(|finding| finding.code == "mapping::syntax")
    {
        return Err(found);
    }
    // What a person has yet to decide is told once, not again for what follows from it.
    found.extend(undecided(tree.get_ref()));
    let sink: Sink = RefCell::default();
    let mapping = read(Table::new("", 0..0, tree.get_ref(), &sink));
    let mut findings = sink.into_inner();
    findings.retain(|finding| found.iter().all(|f| !overlaps(f, finding)));
    findings.extend(found);
    findings.sort_by_key(|finding| finding.span.as_ref().map_or(0, |span| span.start));
    let (wrong, warnings): (Vec<_>, Vec<_>) = findings
        .into_iter()
        .partition(|finding| finding.severity == Severity::Error);
    match mapping {
        Some(mut mapping) if wrong.is_empty() => {
            mapping.warnings = warnings;
            Ok(mapping)
        }
        _ => Err(wrong),
    }
}

/// Returns what the parser says: a date that does not exist, or text that is no TOML.
fn syntax(error: &toml::de::Error) -> Finding {
    let finding = if error.message().starts_with("invalid date") {
        let why = error.message().trim_start_matches("invalid date");
        let why = why.trim_start_matches(", ");
        let why = Some(why)
            .filter(|why| !why.is_empty())
            .map(|why| format!(": {why}"));
        let message = format!("a day that does not exist{}", why.unwrap_or_default());
        Finding::error("mapping::bad_date", message)
            .help("write it like 2017-03-01: year, month, day, no time")
    } else {
        Finding::error("mapping::syntax", format!("not TOML: {}", error.message()))
            .help("text stands in quotes, a table in [brackets], each key once in its table")
    };
    match error.span() {
        Some(span) => finding.in_mapping(span),
        None => finding,
    }
}

/// Returns true where two findings are about the same place.
fn overlaps(one: &Finding, other: &Finding) -> bool {
    one.span
        .as_ref()
        .zip(other.span.as_ref())
        .is_some_and(|(a, b)| a.start < b.end && b.start < a.end)
}

fn read(mut top: Table<'_>) -> Option<Mapping> {
    let folder = |top: &mut Table<'_>, key, default: &str| {
        let named = top.take(key).and_then(|v: Value<'_>| v.text());
        named.unwrap_or_else(|| default.to_owned())
    };
    let exports = folder(&mut top, "exports", "exports");
    let out = folder(&mut top, "out", "out");
    let (mut policy, key_file) = policy(&mut top);
    let roles = top.take("portal").and_then(|v| roles(&v));
    let written = general(&mut top)?;
    let mut files = Vec::new();
    let mut derived = None;
    for entity in Entity::ALL {
        let found = if entity == Entity::Account {
            top.need(
                entity.name(),
                "[account] with `file`, or with `derived_from`",
            )
        } else {
            top.take(entity.name())
        };
        let Some(value) = found else { continue };
        if entity == Entity::Account && is_derived(&value) {
            derived = derived_accounts(&value);
        } else {
            let program = &mut policy.donation_program;
            files.extend(file(entity, &value, &written, policy.time_zone, program));
        }
    }
    let known_source = derived.as_ref().is_none_or(|(accounts, _)| {
        files
            .iter()
            .any(|f| f.entity() == accounts.from && f.has(ACCOUNT))
    });
    if let Some((accounts, value)) = derived.as_ref().filter(|_| !known_source) {
        let from = accounts.from.name();
        let message = format!("accounts are derived from [{from}], which names no accounts here");
        value.report(
            "mapping::missing_key",
            message,
            format!("add [{from}] with `{ACCOUNT}`"),
        );
    }
    let not_read = top.take("not_read").map(|v| not_read(&v));
    share(&top, &mut files);
    references(&top, &files);
    portal_states(&top, &policy, &files);
    top.finish();
    Some(Mapping {
        policy,
        key_file,
        exports,
        out,
        roles: roles.unwrap_or_default(),
        files,
        not_read: not_read.unwrap_or_default(),
        derived_accounts: derived.map(|(accounts, _)| accounts),
        warnings: Vec::new(),
    })
}

/// Reads what is left unread, with its reason.
fn not_read(value: &Value<'_>) -> BTreeMap<String, String> {
    let named = value
        .table()
        .map(|mut list| list.rest())
        .unwrap_or_default();
    let reason = |(name, _, v): (&str, _, Value<'_>)| {
        let reason = v.text()?;
        if reason.trim().is_empty() {
            let message = format!("`{}` is left unread without a reason", v.path());
            v.report("mapping::no_reason", message, "say why nobody needs it");
        }
        Some((name.to_owned(), reason))
    };
    named.into_iter().filter_map(reason).collect()
}

fn is_derived(value: &Value<'_>) -> bool {
    value.is_table() && value.table().is_some_and(|table| table.has("derived_from"))
}

fn derived_accounts<'a>(value: &Value<'a>) -> Option<(DerivedAccounts, Value<'a>)> {
    let mut table = value.table()?;
    let names = Entity::ALL
        .map(|entity| (entity.name(), entity))
        .into_iter()
        .filter(|(_, entity)| super::fields::of(*entity).iter().any(|f| f.name == ACCOUNT))
        .filter(|(_, entity)| *entity != Entity::Account)
        .collect::<Vec<_>>();
    let place = table.need("derived_from", "derived_from = \"usage\"")?;
    let from = place.choice(&names);
    let example = "status = { always = \"open\" }";
    let mut open = None;
    if let Some(mut status) = table.need("status", example).and_then(|v| v.table()) {
        let always = status.need("always", example);
        open = always.and_then(|v| v.choice(&[("open", true), ("closed", false)]));
        status.finish();
    }
    table.finish();
    let accounts = DerivedAccounts {
        from: from?,
        open: open?,
    };
    Some((accounts, place))
}

/// Collects policies that ask for states that no file has.
fn portal_states(top: &Table<'_>, policy: &Policy, files: &[FileMapping]) {
    let exported = policy.enrolled == Enrolled::AsExported;
    let known = files.iter().any(|f| f.entity() == Entity::UserAccount);
    if exported && !known {
        top.missing(
            "user_account",
            "[user_account], which says how each account stands: `policy.enrolled` is \"as_exported\"",
        );
    }
    if !exported && !policy.drafts_cancel_states.is_empty() {
        top.missing(
            "policy.enrolled",
            "enrolled = \"as_exported\" to [policy]: otherwise no account is locked or hidden, as `drafts.cancel_portal_status` expects",
        );
    }
}

/// Collects references that lead nowhere: customers or places that no account names.
fn references(top: &Table<'_>, files: &[FileMapping]) {
    let of = |entity| files.iter().find(|f| f.entity() == entity);
    let Some(account) = of(Entity::Account) else {
        return;
    };
    place_in_account(top, account, of(Entity::Premise));
    for (entity, field) in [
        (Entity::Customer, "legacy_customer_id"),
        (Entity::Premise, "legacy_premise_id"),
    ] {
        if of(entity).is_some() && !account.has(field) {
            let message = format!(
                "[account] has no `{field}`, so nobody owns a [{}]",
                entity.name()
            );
            let help = format!("add {field} = \"…\" with the legacy column");
            top.report_at(account.span(), "mapping::missing_key", message, help);
        }
    }
}

/// Collects what is missing where the place stands in the account's own row.
fn place_in_account(top: &Table<'_>, account: &FileMapping, premise: Option<&FileMapping>) {
    const PLACE: [&str; 5] = [
        "service_line1",
        "service_city",
        "service_state",
        "service_postal_code",
        "legacy_premise_id",
    ];
    let extra = ["service_line2", "district"];
    let mut own = PLACE.iter().take(4).chain(&extra);
    if !own.any(|field| account.has(field)) {
        return;
    }
    if let Some(premise) = premise {
        let message = "both [premise] and [account] say where the service is";
        let help = "take the table out, or the `service_…` fields and `district` of [account]";
        top.report_at(premise.span(), "mapping::place_twice", message, help);
    }
    for field in PLACE.iter().filter(|field| !account.has(field)) {
        let message = format!("[account] has no `{field}`, so its place has none");
        let help = format!("add {field} = \"…\" with the legacy column");
        top.report_at(account.span(), "mapping::missing_key", message, help);
    }
}
