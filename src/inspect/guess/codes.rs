//! What legacy codes seem to mean: the words that exports use for each of the portal's values.

use super::fields::Takes;
use crate::inspect::report::{ColumnProfile, Tally};
use crate::record::source::Entity;

type Meaning = (&'static str, &'static [&'static str]);

const CUSTOMER_KIND: &[Meaning] = &[
    (
        "residential",
        &["r", "res", "residential", "person", "individual"],
    ),
    (
        "business",
        &[
            "b",
            "c",
            "bus",
            "com",
            "comm",
            "business",
            "commercial",
            "company",
        ],
    ),
];
const LANGUAGE: &[Meaning] = &[
    ("en", &["e", "en", "eng", "english", "en-us"]),
    (
        "es",
        &["s", "es", "sp", "spa", "spanish", "español", "es-us"],
    ),
];
const ACCOUNT_STATUS: &[Meaning] = &[
    ("open", &["a", "o", "active", "open", "act"]),
    (
        "closed",
        &[
            "f", "c", "i", "final", "closed", "inactive", "finaled", "close",
        ],
    ),
];
const CHANNEL: &[Meaning] = &[
    ("card", &["cc", "crd", "card", "credit card"]),
    (
        "bank_draft",
        &["ap", "ach", "auto pay", "autopay", "draft", "bank draft"],
    ),
    (
        "bank_bill_pay",
        &["bb", "bbp", "bank", "bank bill pay", "bill pay"],
    ),
    ("check", &["ck", "chk", "check", "cheque"]),
    ("cash", &["ca", "csh", "cash"]),
    ("lockbox", &["lb", "lbx", "lockbox"]),
    ("phone", &["iv", "ivr", "phone", "ph"]),
    ("kiosk", &["ks", "ksk", "kiosk"]),
    ("other", &["other", "misc"]),
];
const ADJUSTMENT: &[Meaning] = &[
    (
        "late_fee",
        &["lf", "late", "lpc", "late fee", "late charge", "penalty"],
    ),
    ("credit", &["cr", "crd", "cred", "credit"]),
    (
        "balance_forward",
        &["bf", "bbf", "bfwd", "forward", "balance forward"],
    ),
    (
        "returned_fee",
        &[
            "rf",
            "rif",
            "nsf",
            "nsff",
            "returned item fee",
            "returned fee",
        ],
    ),
    (
        "deposit_applied",
        &["da", "dep", "depa", "deposit", "deposit applied"],
    ),
    ("refund", &["rr", "rfd", "refd", "refund"]),
    ("other", &["other", "misc"]),
];
const METHOD: &[Meaning] = &[
    ("card", &["c", "cc", "card", "credit card"]),
    ("bank", &["b", "bk", "bank", "ach", "eft"]),
];
const DRAFT_STATUS: &[Meaning] = &[
    ("scheduled", &["s", "scheduled", "sch"]),
    ("pending", &["p", "pending", "pnd"]),
];
const USER_STATUS: &[Meaning] = &[
    ("active", &["a", "active", "open"]),
    ("locked", &["l", "locked", "lock"]),
];
const PORTAL_STATUS: &[Meaning] = &[
    ("enrolled", &["enrolled"]),
    ("unenrolled", &["unenrolled"]),
    ("permanent_lock", &["permanent lock", "permanently locked"]),
    ("hidden", &["hidden"]),
];
const MEMBER: &[Meaning] = &[
    ("account", &["account", "acct"]),
    ("user", &["user", "person"]),
];
const UNIT: &[Meaning] = &[
    ("kWh", &["kwh"]),
    ("CCF", &["ccf"]),
    ("gal", &["gal", "gallons", "gallon"]),
    ("therm", &["therm", "therms"]),
    ("kgal", &["kgal"]),
];
const COMMODITY: &[Meaning] = &[
    ("electric", &["e", "electric", "elec"]),
    ("water", &["w", "water", "wtr"]),
    ("gas", &["g", "gas"]),
];
const READ_TYPE: &[Meaning] = &[
    ("actual", &["a", "actual", "n"]),
    ("estimated", &["e", "estimated", "est", "y"]),
];
const FLAG: &[Meaning] = &[
    ("yes", &["y", "yes", "t", "true", "1", "x", "on"]),
    ("no", &["n", "no", "f", "false", "0", "off"]),
];
/// Labels of zones, and what they are from UTC, in any season.
const ZONES: &[Meaning] = &[
    ("-10:00", &["hst"]),
    ("-09:00", &["akst"]),
    ("-08:00", &["pst", "akdt"]),
    ("-07:00", &["pdt", "mst"]),
    ("-06:00", &["mdt", "cst"]),
    ("-05:00", &["cdt", "est"]),
    ("-04:00", &["edt"]),
    ("+00:00", &["utc", "gmt", "z"]),
];

fn meanings(entity: Entity, field: &str, takes: Takes) -> &'static [Meaning] {
    if takes == Takes::Flag {
        return FLAG;
    }
    match (entity, field) {
        (Entity::Customer, "kind") => CUSTOMER_KIND,
        (Entity::PaymentMethod, "kind") => METHOD,
        (Entity::Adjustment, "kind") => ADJUSTMENT,
        (Entity::Account, "status") => ACCOUNT_STATUS,
        (Entity::Draft, "status") => DRAFT_STATUS,
        (Entity::WebUser, "status") => USER_STATUS,
        (_, "language") => LANGUAGE,
        (_, "channel") => CHANNEL,
        (_, "portal_status") => PORTAL_STATUS,
        (_, "member_kind") => MEMBER,
        (_, "unit") => UNIT,
        (_, "commodity") => COMMODITY,
        (_, "read_type") => READ_TYPE,
        _ => &[],
    }
}

fn meaning(list: &[Meaning], code: &str) -> Option<&'static str> {
    let code = code.trim().to_lowercase();
    let found = list
        .iter()
        .find(|(_, words)| words.contains(&code.as_str()));
    found.map(|(value, _)| *value)
}

/// Returns the codes of a column in the file's order of size, each with the portal's value as far
/// as it can be guessed. `columns` are the table's: a code that stands in as many rows as a telling
/// column is filled in is taken for what that column says.
pub(super) fn codes<'a>(
    (entity, field, takes): (Entity, &str, Takes),
    column: &'a ColumnProfile,
    filled: &dyn Fn(&str) -> Option<u64>,
) -> Vec<(&'a Tally, Option<&'static str>)> {
    let list = meanings(entity, field, takes);
    let mut found: Vec<_> = column
        .codes
        .iter()
        .map(|tally| (tally, meaning(list, &tally.value)))
        .collect();
    let telling = match (entity, field) {
        (Entity::Customer, "kind") => Some(("business_name", "business", "residential")),
        (Entity::Account, "status") => Some(("closed_on", "closed", "open")),
        _ => None,
    };
    if let (Some((other, yes, no)), [(one, a), (two, b)]) = (telling, found.as_mut_slice())
        && a.is_none()
        && b.is_none()
        && one.rows != two.rows
        && let Some(rows) = filled(other)
    {
        if one.rows == rows {
            (*a, *b) = (Some(yes), Some(no));
        } else if two.rows == rows {
            (*a, *b) = (Some(no), Some(yes));
        }
    }
    found
}

/// Returns the unit that a header names.
pub(super) fn unit(words: &[String]) -> Option<&'static str> {
    words.iter().find_map(|word| meaning(UNIT, word))
}

/// Returns the offset that a zone's label stands for; none for an unknown label.
pub(super) fn offset(label: &str) -> Option<&'static str> {
    meaning(ZONES, label)
}
