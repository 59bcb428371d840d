//! New account numbers cannot be given.

use super::of_library;
use super::small::Small;
use cutover::decide::check_digit::luhn;
use cutover::decide::numbering::{NumberKey, assign};
use cutover::record::policy::{Check, NumberPolicy};
use std::collections::{BTreeMap, BTreeSet};

cases!(numbers:
    sample_key, key_too_short, pattern_unusable, pattern_full, legacy_not_digits, legacy_too_long,
    legacy_alike, earlier_unusable,
);

const KEY: &str = "no key that anybody uses";

/// A warning.
fn sample_key() -> String {
    Small::new()
        .assigned("dddddddc", "sample key of nobody")
        .plan()
}

fn key_too_short() -> String {
    Small::new().assigned("dddddddc", "short").plan()
}

/// The mapping takes no such pattern: this guards what is built without one.
fn pattern_unusable() -> String {
    let of = |length| {
        let policy = NumberPolicy::Assign {
            length,
            first: BTreeSet::from([1]),
            check: Check::Luhn,
        };
        let key = NumberKey::from_text(KEY).unwrap();
        let found = assign(&policy, &key, &BTreeSet::new(), &[], &BTreeMap::new());
        of_library(found.unwrap_err().remove(0))
    };
    [of(13), of(6)].join("\n")
}

/// Every number of the pattern was given to accounts of an earlier run.
fn pattern_full() -> String {
    let mut crosswalk = String::from("legacy_account_number,account_number\n");
    for payload in 100_000..200_000 {
        let digits: Vec<u8> = format!("{payload}").bytes().map(|b| b - b'0').collect();
        let check = luhn(&digits).unwrap();
        crosswalk += &format!("{},{payload}{check}\n", payload + 1_000_000);
    }
    Small::new()
        .assigned("ddddddc\"\nfirst_digit = \"1", KEY)
        .write("crosswalk.csv", crosswalk)
        .said("plan", &["--crosswalk", "crosswalk.csv"])
}

/// Returns the delivery with another number for account 0202.
fn legacy(number: &str) -> String {
    let mut small = Small::new().assigned("ddddddc", KEY);
    for file in ["ACCOUNT.csv", "BILL.csv", "PAYMENT.csv"] {
        small = small.edit(file, "0202", number);
    }
    small.plan()
}

fn legacy_not_digits() -> String {
    legacy("B202")
}

fn legacy_too_long() -> String {
    legacy("20200020")
}

fn legacy_alike() -> String {
    legacy("01-01")
}

/// A number of another pattern, and one that was given twice.
fn earlier_unusable() -> String {
    let crosswalk =
        "legacy_account_number,account_number\n0101,12345674\n0202,1234566\n0303,1234566\n";
    Small::new()
        .assigned("ddddddc", KEY)
        .write("crosswalk.csv", crosswalk)
        .said("plan", &["--crosswalk", "crosswalk.csv"])
}
