//! V1: carried legacy accounts and account numbers are one to one, well made, and those of every
//! earlier run.

use super::card_ranges::luhn;
use super::outputs::{CsvRecord, Outputs, digits};
use super::portal::Portal;
use super::source::Source;
use super::tally::{Check, Tally};
use crate::diag::mask::quoted;
use crate::record::plan::Reason;
use crate::record::policy::{Check as CheckDigit, NumberPolicy};
use std::collections::{BTreeMap, BTreeSet};

/// Neighbours in the order of legacy numbers needed before their new numbers can be judged.
const ENOUGH: u64 = 30;

/// Proves the invariant. `former` are the numbers of earlier runs, by legacy number.
pub(super) fn check(
    portal: &Portal<'_>,
    source: &Source<'_>,
    outputs: &Outputs,
    former: &BTreeMap<String, String>,
) -> Check {
    let mut tally = Tally::new("V1", "account numbers are one to one", "accounts");
    let legacy_digits: BTreeSet<String> = source
        .accounts
        .keys()
        .flat_map(|legacy| {
            let plain = digits(legacy);
            let short = plain.trim_start_matches('0').to_owned();
            [plain, short]
        })
        .collect();
    crosswalk(&mut tally, portal, source);
    crosswalk_file(&mut tally, portal, outputs);
    let mut given: BTreeMap<&str, &str> = BTreeMap::new();
    for (legacy, _, _) in source.carried() {
        let Some(number) = portal.number_of(legacy) else {
            tally.fail(|| {
                format!("account {legacy}: must be carried, and stands in no row of `account`")
            });
            continue;
        };
        if let Some(other) = given.insert(number, legacy) {
            tally.fail(|| format!("account {legacy}: has the number of account {other}"));
        }
        well_made(&mut tally, portal, legacy, number, &legacy_digits);
        if let Some(earlier) = former.get(legacy) {
            tally.must(earlier == number, || {
                format!("account {legacy}: has number {number}, an earlier run gave it {earlier}")
            });
        }
    }
    foreign(&mut tally, portal, source);
    if portal.policy.numbers != NumberPolicy::Keep {
        not_ranks(&mut tally, portal, source, former);
    }
    tally.finish("the export has no accounts")
}

/// Every legacy account stands in the crosswalk, with the disposition that its rows give it.
fn crosswalk(tally: &mut Tally, portal: &Portal<'_>, source: &Source<'_>) {
    let table = portal.table("crosswalk");
    for (legacy, account) in &source.accounts {
        let said = table.get(legacy, "disposition");
        let wanted = if account.carried() {
            "carried"
        } else {
            "not_carried"
        };
        let reason = table.get(legacy, "reason").unwrap_or("");
        let fits = account.reasons.iter().any(|r| r.name() == reason);
        tally.want(said == Some(wanted) && fits, || {
            let why: Vec<&str> = account.reasons.iter().copied().map(Reason::name).collect();
            format!(
                "account {legacy}: the crosswalk says {} ({}), the export {wanted} ({})",
                said.unwrap_or("nothing"),
                quoted(reason),
                why.join(", ")
            )
        });
        let number = table.get(legacy, "account_number");
        let stands = portal.number_of(legacy);
        tally.must(
            number == stands && number.is_some() == account.carried(),
            || {
                format!(
                    "account {legacy}: has number {} in the crosswalk and {} in `account`",
                    number.unwrap_or("none"),
                    stands.unwrap_or("none")
                )
            },
        );
    }
    for legacy in table
        .keys()
        .filter(|key| !source.accounts.contains_key(*key))
    {
        tally.fail(|| {
            format!(
                "account {}: stands in the crosswalk, not in the export",
                quoted(legacy)
            )
        });
    }
}

/// `crosswalk.csv` is the table.
fn crosswalk_file(tally: &mut Tally, portal: &Portal<'_>, outputs: &Outputs) {
    let table = portal.table("crosswalk");
    let field = |record: &CsvRecord, name: &str| record.get(name).cloned().unwrap_or_default();
    let mut seen = BTreeSet::new();
    for record in &outputs.crosswalk {
        let legacy = field(record, "legacy_account_number");
        let same = ["account_number", "disposition", "reason"]
            .into_iter()
            .all(|name| field(record, name) == table.get(&legacy, name).unwrap_or(""));
        let once = seen.insert(legacy.clone());
        tally.must(same && once && table.has(&legacy), || {
            format!("account {legacy}: its line in crosswalk.csv is not its row in the database")
        });
    }
    if seen.len() != table.len() {
        tally.fail(|| {
            format!(
                "crosswalk.csv has {} accounts, the database {}",
                seen.len(),
                table.len()
            )
        });
    }
}

/// A number follows the mapping: kept, or digits with a check digit, unlike every legacy number.
fn well_made(
    tally: &mut Tally,
    portal: &Portal<'_>,
    legacy: &str,
    number: &str,
    legacy_digits: &BTreeSet<String>,
) {
    match &portal.policy.numbers {
        NumberPolicy::Keep => tally.must(number == legacy, || {
            format!(
                "account {legacy}: its number must stay and is {} now",
                quoted(number)
            )
        }),
        NumberPolicy::Assign {
            length,
            first,
            check,
        } => {
            let fits = number.len() == usize::try_from(*length).unwrap_or(0)
                && number.bytes().all(|b| b.is_ascii_digit())
                && number
                    .bytes()
                    .next()
                    .is_some_and(|b| first.contains(&(b - b'0')))
                && match check {
                    CheckDigit::Luhn => luhn(number),
                };
            tally.must(fits, || {
                format!(
                    "account {legacy}: {number} is no {length} digit number with a good check digit"
                )
            });
            tally.must(!legacy_digits.contains(number), || {
                format!("account {legacy}: its new number {number} is a legacy number")
            });
        }
    }
}

/// No account stands in the portal that the export does not carry.
fn foreign(tally: &mut Tally, portal: &Portal<'_>, source: &Source<'_>) {
    let accounts = portal.table("account");
    for number in accounts.keys() {
        let legacy = accounts.get(number, "legacy_account_number").unwrap_or("");
        let carried = source.accounts.get(legacy).is_some_and(|a| a.carried());
        tally.must(carried && portal.number_of(legacy) == Some(number), || {
            format!(
                "account {}: stands in the portal and must not",
                quoted(legacy)
            )
        });
    }
}

/// New numbers do not follow the order of the legacy numbers: nobody finds a neighbour's number
/// by counting on. Half of the neighbours rise by chance, nine in ten do not.
fn not_ranks(
    tally: &mut Tally,
    portal: &Portal<'_>,
    source: &Source<'_>,
    former: &BTreeMap<String, String>,
) {
    let numbers: Vec<&str> = source
        .carried()
        .filter(|(legacy, _, _)| !former.contains_key(*legacy))
        .filter_map(|(legacy, _, _)| portal.number_of(legacy))
        .collect();
    let (mut up, mut down) = (0_u64, 0_u64);
    for (a, b) in numbers.iter().zip(numbers.iter().skip(1)) {
        if a < b { up += 1 } else { down += 1 }
    }
    let pairs = up + down;
    if pairs >= ENOUGH {
        tally.must(up.max(down) * 10 < pairs * 9, || {
            format!(
                "the new numbers follow the order of the legacy numbers: {} of {pairs} neighbours",
                up.max(down)
            )
        });
    }
}
