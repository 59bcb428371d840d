//! The codes of findings: each that the program has is told, and no other.

use super::super::support::{text, texts};
use super::reference;
use std::collections::BTreeSet;

/// Kinds of codes that this page tells about.
const SPACES: [&str; 18] = [
    "account",
    "canary",
    "carry",
    "compare",
    "inspect",
    "letter",
    "map",
    "mapping",
    "numbers",
    "out",
    "payment",
    "portfolio",
    "read",
    "rejects",
    "row",
    "shift",
    "synth",
    "usage",
];

/// Returns the codes of findings in a text, in quotes or backticks.
fn codes(text: &str, quote: char) -> BTreeSet<String> {
    let is_code = |word: &&str| {
        word.split_once("::").is_some_and(|(space, name)| {
            SPACES.contains(&space)
                && !name.is_empty()
                && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
        })
    };
    let words = text.split(quote).filter(is_code);
    words.map(str::to_owned).collect()
}

/// Returns every code that the page tells about.
pub fn documented() -> BTreeSet<String> {
    codes(&reference(), '`')
}

#[test]
fn every_code_is_told_and_no_other() {
    let is_test = |path: &str| {
        ["tests", "sample", "world"]
            .iter()
            .any(|word| path.contains(word))
    };
    let mut used = BTreeSet::new();
    for (path, text) in texts(&["src"]) {
        if path.ends_with(".rs") && !is_test(&path) {
            let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
            used.extend(codes(code, '"'));
        }
    }
    assert!(used.len() > 40, "{used:?}");
    assert_eq!(documented(), used);
}

#[test]
fn every_drop_rule_is_told() {
    let source = text("src/record/fate.rs");
    let names: Vec<&str> = source
        .lines()
        .filter_map(|line| {
            line.trim()
                .strip_prefix("Self::")?
                .split_once(" => \"")?
                .1
                .strip_suffix("\",")
        })
        .collect();
    assert!(names.len() >= 11, "{names:?}");
    let page = reference();
    for name in names {
        assert!(page.contains(&format!("`{name}`")), "{name}");
    }
}
