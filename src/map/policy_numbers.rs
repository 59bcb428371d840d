//! `[account_numbers]`: whether numbers stay, or how the new ones look and where their key is.

use super::toml_walk::Value;
use crate::record::policy::{Check, NumberPolicy};
use std::collections::BTreeSet;

/// Digits a new account number may have. Fewer leave too few numbers to hide in; thirteen with a
/// Luhn check digit would look like a card number to every scanner.
const NUMBER_LENGTH: std::ops::RangeInclusive<usize> = 7..=12;

/// Reads the table: the policy, and the name of the key file.
pub(super) fn account_numbers(value: &Value<'_>) -> Option<(NumberPolicy, Option<String>)> {
    let mut table = value.table()?;
    let word = table.need("policy", "policy = \"keep\" or \"assign\"")?;
    let assign = word.choice(&[("keep", false), ("assign", true)]);
    if super::undecided::is_open(&word) {
        // What else must be there hangs on what is decided.
        return None;
    }
    if assign == Some(false) {
        table.finish();
        return Some((NumberPolicy::Keep, None));
    }
    let length = table
        .need(
            "pattern",
            "pattern = \"dddddddddc\": nine digits and a check digit",
        )
        .and_then(|v| pattern(&v));
    let first = table
        .take("first_digit")
        .map_or_else(|| Some((1..=9).collect()), |v| first_digits(&v));
    let check = table
        .take("check")
        .map_or(Some(Check::Luhn), |v| v.choice(&[("luhn", Check::Luhn)]));
    let key_file = table.take("key_file").and_then(|v| v.text());
    table.finish();
    let numbers = NumberPolicy::Assign {
        length: length?,
        first: first?,
        check: check?,
    };
    Some((numbers, key_file))
}

/// Reads `dddddddddc`: digits, the last of them the check digit.
fn pattern(value: &Value<'_>) -> Option<u32> {
    let text = value.text()?;
    let digits = text
        .strip_suffix('c')
        .filter(|ds| ds.chars().all(|c| c == 'd'));
    if digits.is_some() && NUMBER_LENGTH.contains(&text.len()) {
        return u32::try_from(text.len()).ok();
    }
    let message = format!(
        "`{}` is \"{text}\", expected {} to {} characters: `d` for each digit, `c` for the check digit at the end",
        value.path(),
        NUMBER_LENGTH.start(),
        NUMBER_LENGTH.end()
    );
    value.report(
        "mapping::bad_pattern",
        message,
        "ten digits are \"dddddddddc\"",
    );
    None
}

/// Reads `4-7`, or digits one after the other.
fn first_digits(value: &Value<'_>) -> Option<BTreeSet<u8>> {
    let text = value.text()?;
    let digit = |c: char| {
        c.to_digit(10)
            .and_then(|d| u8::try_from(d).ok())
            .filter(|d| *d > 0)
    };
    let found: Option<BTreeSet<u8>> = match text.split_once('-') {
        Some((from, to)) => match (
            from.parse().ok().and_then(digit),
            to.parse().ok().and_then(digit),
        ) {
            (Some(from), Some(to)) if from <= to => Some((from..=to).collect()),
            _ => None,
        },
        None => text.chars().map(digit).collect(),
    };
    let found = found.filter(|digits| !digits.is_empty());
    if found.is_none() {
        let message = format!(
            "`{}` is \"{text}\", expected digits from 1 to 9",
            value.path()
        );
        value.report(
            "mapping::bad_pattern",
            message,
            "write it like \"4-7\" or \"234\"; 0 never leads",
        );
    }
    found
}
