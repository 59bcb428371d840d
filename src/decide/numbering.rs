//! Gives every carried account its number: the legacy one, or a new one that cannot be guessed.
//!
//! A new number is a keyed permutation of the legacy number, never of its rank, with a check digit
//! behind it. Why no two accounts get the same: legacy digits, read as a number, are a place among
//! the allowed payloads; different legacy numbers are different places (else `legacy_alike`), each
//! place is inside the domain that the permutation walks (else `legacy_too_long`), and the walk is
//! one to one on that domain. So an account's first candidate depends on the key and its own legacy
//! number alone, and accounts that come or go change no other number. Only where the candidate is
//! taken, by a number given earlier or by a legacy number that reads the same, the walk goes on;
//! these are placed after all others, in order of their legacy numbers. Numbers given earlier win.

mod permutation;
#[cfg(test)]
mod tests;

use super::check_digit::luhn;
use crate::diag::finding::Finding;
use crate::diag::mask::quoted;
use crate::record::policy::{Check, NumberPolicy};
use permutation::{FEWEST, Permutation};
use std::collections::{BTreeMap, BTreeSet};

/// Purpose of the derived key: changing it changes every number.
const CONTEXT: &str = "cutover 2024 account number permutation FF1 AES-256";
/// Fewest characters of a key's text.
const KEY_CHARS: usize = 16;
/// Most steps on from a taken number; more are needed only where nearly all numbers are taken.
const STEPS: u32 = 10_000;
/// From so many digits on a Luhn number looks like a card number to every scanner.
const CARD_DIGITS: u32 = 13;
/// Most digits of an account number that is named in a message.
const SHOWN_DIGITS: usize = 12;

/// The secret that new account numbers are made with. It cannot be printed.
pub struct NumberKey {
    key: [u8; 32],
    sample: bool,
}

impl NumberKey {
    /// Returns the key made from `text`, blanks around it apart.
    ///
    /// # Errors
    /// Text of fewer than 16 characters gives `numbers::key_too_short`.
    pub fn from_text(text: &str) -> Result<Self, Finding> {
        let text = text.trim();
        let chars = text.chars().count();
        if chars < KEY_CHARS {
            let message = format!(
                "the key for account numbers has {chars} characters, expected at least {KEY_CHARS}"
            );
            return Err(Finding::error("numbers::key_too_short", message)
                .help("make one with `openssl rand -hex 32` and keep it: every rerun needs it"));
        }
        Ok(Self {
            key: blake3::derive_key(CONTEXT, text.as_bytes()),
            sample: text.starts_with("sample"),
        })
    }

    /// Returns true for the key that the samples ship with: its text begins with `sample`.
    #[must_use]
    pub fn is_sample(&self) -> bool {
        self.sample
    }
}

/// Returns the number of each of the `wanted` accounts, by legacy number.
///
/// `legacy` has every legacy account number of the delivery: none of them is given out, also with
/// dashes, blanks and leading zeros taken off. `earlier` has the numbers given before.
///
/// # Errors
/// Everything that stands in the way, together: a pattern that cannot be used or is full, legacy
/// numbers that are no digits, too long or alike, earlier numbers that do not hold.
pub fn assign(
    policy: &NumberPolicy,
    key: &NumberKey,
    legacy: &BTreeSet<String>,
    wanted: &[&str],
    earlier: &BTreeMap<String, String>,
) -> Result<BTreeMap<String, String>, Vec<Finding>> {
    let wanted: BTreeSet<&str> = wanted.iter().copied().collect();
    match policy {
        NumberPolicy::Keep => keep(legacy, &wanted, earlier),
        NumberPolicy::Assign {
            length,
            first,
            check: Check::Luhn,
        } => {
            let numbers = Numbers::new(key, *length, first).map_err(|f| vec![f])?;
            numbers.assign(legacy, &wanted, earlier)
        }
    }
}

/// Returns every legacy number unchanged; an earlier number that differs is a finding.
fn keep(
    legacy: &BTreeSet<String>,
    wanted: &BTreeSet<&str>,
    earlier: &BTreeMap<String, String>,
) -> Result<BTreeMap<String, String>, Vec<Finding>> {
    let findings: Vec<Finding> = earlier
        .iter()
        .filter(|(old, new)| wanted.contains(old.as_str()) && old != new)
        .map(|(old, _)| {
            unusable(
                legacy,
                old,
                "differs from it, and the mapping keeps numbers",
            )
        })
        .collect();
    if findings.is_empty() {
        let same = |number: &&str| ((*number).to_owned(), (*number).to_owned());
        Ok(wanted.iter().map(same).collect())
    } else {
        Err(findings)
    }
}

/// A pattern of new numbers and the permutation that fills it.
struct Numbers {
    length: u32,
    permutation: Permutation,
}

impl Numbers {
    fn new(key: &NumberKey, length: u32, first: &BTreeSet<u8>) -> Result<Self, Finding> {
        let payload = length.saturating_sub(1);
        let unusable = |message: String| {
            Finding::error("numbers::pattern_unusable", message)
                .help("change `pattern` or `first_digit` in `[account_numbers]`")
        };
        if length >= CARD_DIGITS {
            return Err(unusable(format!(
                "account numbers of {length} digits with a Luhn check digit look like card \
                 numbers, expected fewer than {CARD_DIGITS} digits"
            )));
        }
        let permutation = Permutation::new(&key.key, payload, first).ok_or_else(|| {
            unusable(format!(
                "account numbers of {length} digits that begin with {} cannot be made, \
                 expected {} to {} digits and first digits from 1 to 9",
                listed(first),
                FEWEST + 1,
                CARD_DIGITS - 1
            ))
        })?;
        Ok(Self {
            length,
            permutation,
        })
    }

    fn assign(
        &self,
        legacy: &BTreeSet<String>,
        wanted: &BTreeSet<&str>,
        earlier: &BTreeMap<String, String>,
    ) -> Result<BTreeMap<String, String>, Vec<Finding>> {
        let mut findings = Vec::new();
        let mut taken: BTreeSet<u64> = legacy.iter().filter_map(|n| self.same_as(n)).collect();
        self.check_earlier(legacy, earlier, &mut taken, &mut findings);
        let starts = self.starts(legacy, wanted, earlier, &mut findings);
        let mut numbers = BTreeMap::new();
        if findings.is_empty() {
            numbers = self.place(&starts, taken).map_err(|f| vec![f])?;
        }
        for old in wanted {
            if let Some(new) = earlier.get(*old) {
                numbers.insert((*old).to_owned(), new.clone());
            }
        }
        if findings.is_empty() {
            Ok(numbers)
        } else {
            Err(findings)
        }
    }

    /// Returns the new number that this legacy number reads the same as, if there is one.
    fn same_as(&self, legacy: &str) -> Option<u64> {
        let digits = digits_of(legacy)?;
        let digits = digits.trim_start_matches('0');
        let same_length = u32::try_from(digits.len()) == Ok(self.length);
        same_length.then(|| digits.parse().ok()).flatten()
    }

    /// Adds all earlier numbers to `taken`, and a finding for each that cannot stay.
    fn check_earlier(
        &self,
        legacy: &BTreeSet<String>,
        earlier: &BTreeMap<String, String>,
        taken: &mut BTreeSet<u64>,
        findings: &mut Vec<Finding>,
    ) {
        let reserved = taken.clone();
        for (old, new) in earlier {
            let why = match self.read(new) {
                None => "does not fit the mapping's length, first digits or check digit",
                Some(number) if reserved.contains(&number) => "is a legacy account number",
                Some(number) if taken.insert(number) => continue,
                Some(_) => "was given to another account too",
            };
            findings.push(unusable(legacy, old, why));
        }
    }

    /// Returns a number given earlier as a number, where it fits the pattern.
    fn read(&self, number: &str) -> Option<u64> {
        let fits = u32::try_from(number.len()) == Ok(self.length)
            && number.bytes().all(|b| b.is_ascii_digit());
        let value: u64 = fits.then(|| number.parse().ok()).flatten()?;
        let payload = value / 10;
        (self.permutation.allows(payload) && self.full(payload)? == value).then_some(value)
    }

    /// Returns the payload with its check digit behind it.
    fn full(&self, payload: u64) -> Option<u64> {
        let mut digits = Vec::new();
        let mut left = payload;
        while left > 0 {
            digits.push(u8::try_from(left % 10).ok()?);
            left /= 10;
        }
        digits.reverse();
        payload
            .checked_mul(10)?
            .checked_add(u64::from(luhn(&digits)?))
    }

    /// Returns where on the walk each account that has no number yet begins.
    fn starts<'a>(
        &self,
        legacy: &BTreeSet<String>,
        wanted: &BTreeSet<&'a str>,
        earlier: &BTreeMap<String, String>,
        findings: &mut Vec<Finding>,
    ) -> BTreeMap<&'a str, u64> {
        let mut starts = BTreeMap::new();
        let mut seen: BTreeMap<u64, &str> = BTreeMap::new();
        for old in wanted {
            let given = earlier.contains_key(*old);
            let place = match self.place_of(legacy, old) {
                Ok(place) => place,
                Err(_) if given => continue,
                Err(finding) => {
                    findings.push(finding);
                    continue;
                }
            };
            if let Some(other) = seen.insert(place, old) {
                let message = format!(
                    "the legacy account numbers {} and {} have the same digits but for leading \
                     zeros and separators",
                    named(legacy, other),
                    named(legacy, old)
                );
                findings.push(
                    Finding::error("numbers::legacy_alike", message)
                        .help("correct one of the two in the export: a payment for one could be posted to the other"),
                );
            }
            if !given && let Some(start) = self.permutation.at(place) {
                starts.insert(*old, start);
            }
        }
        starts
    }

    /// Returns the legacy number read as a place among the allowed payloads.
    fn place_of(&self, legacy: &BTreeSet<String>, old: &str) -> Result<u64, Finding> {
        let Some(digits) = digits_of(old) else {
            let message = format!(
                "the legacy account number {} is not made of digits, expected digits with or \
                 without `-`, `.`, `/` and blanks",
                named(legacy, old)
            );
            return Err(Finding::error("numbers::legacy_not_digits", message)
                .help("set `policy = \"keep\"` in `[account_numbers]`, or correct the export"));
        };
        let place = digits.trim_start_matches('0');
        let place = if place.is_empty() { "0" } else { place };
        place
            .parse()
            .ok()
            .filter(|p| *p < self.permutation.size())
            .ok_or_else(|| {
                let message = format!(
                    "the legacy account number {} is too long for new numbers of {} digits, \
                     check digit included, expected less than {}",
                    named(legacy, old),
                    self.length,
                    self.permutation.size()
                );
                Finding::error("numbers::legacy_too_long", message)
                    .help("give `pattern` in `[account_numbers]` more digits")
            })
    }

    /// Walks from every start to a number that is not taken.
    fn place(
        &self,
        starts: &BTreeMap<&str, u64>,
        mut taken: BTreeSet<u64>,
    ) -> Result<BTreeMap<String, String>, Finding> {
        let mut numbers = BTreeMap::new();
        let mut walk_on = Vec::new();
        for (old, start) in starts {
            let (payload, full) = self.step(*start)?;
            if taken.contains(&full) {
                walk_on.push((*old, payload));
            } else {
                numbers.insert((*old).to_owned(), full.to_string());
            }
        }
        if !walk_on.is_empty() {
            taken.extend(numbers.values().filter_map(|n| n.parse::<u64>().ok()));
        }
        for (old, mut payload) in walk_on {
            let mut steps = 0;
            let full = loop {
                let (next, full) = self.step(payload)?;
                if taken.insert(full) {
                    break full;
                }
                steps += 1;
                if steps > STEPS {
                    return Err(self.exhausted());
                }
                payload = next;
            };
            numbers.insert(old.to_owned(), full.to_string());
        }
        Ok(numbers)
    }

    /// Returns the next payload on the walk, and the account number it makes.
    fn step(&self, from: u64) -> Result<(u64, u64), Finding> {
        let next = self.permutation.next(from);
        next.and_then(|payload| Some((payload, self.full(payload)?)))
            .ok_or_else(|| self.exhausted())
    }

    fn exhausted(&self) -> Finding {
        let message = format!(
            "the pattern has {} numbers and nearly all are taken",
            self.permutation.size()
        );
        Finding::error("numbers::pattern_full", message).help(
            "give `pattern` in `[account_numbers]` more digits, or `first_digit` more of them",
        )
    }
}

/// Returns digits as a person lists them: `2, 3`.
fn listed(digits: &BTreeSet<u8>) -> String {
    let digits: Vec<String> = digits.iter().map(u8::to_string).collect();
    digits.join(", ")
}

/// Returns the digits of a legacy number; None where it has none, or other characters than digits
/// and separators.
fn digits_of(legacy: &str) -> Option<String> {
    let mut digits = String::with_capacity(legacy.len());
    for c in legacy.chars() {
        match c {
            '0'..='9' => digits.push(c),
            '-' | ' ' | '.' | '/' => {}
            _ => return None,
        }
    }
    (!digits.is_empty()).then_some(digits)
}

/// Returns the finding that the number given to `old` earlier cannot stay.
fn unusable(legacy: &BTreeSet<String>, old: &str, why: &str) -> Finding {
    let message = format!(
        "the number given earlier to legacy account {} {why}",
        named(legacy, old)
    );
    Finding::error("numbers::earlier_unusable", message).help(
        "use the crosswalk and the key of the earlier run with the same mapping, or none at all",
    )
}

/// Returns a legacy number for a message: in full where it is an account of the delivery and too
/// short for a card, else as far as it is safe.
fn named(legacy: &BTreeSet<String>, old: &str) -> String {
    let short = digits_of(old).is_some_and(|d| d.len() <= SHOWN_DIGITS);
    if short && legacy.contains(old) {
        format!("\"{old}\"")
    } else {
        quoted(old)
    }
}
