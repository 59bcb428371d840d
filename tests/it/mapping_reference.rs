//! `mappings/README.md` against the program: every key, field, value list, default and code that
//! one of them has, the other has too.
//!
//! What a table may hold is asked of the parser itself: a key that nobody knows is answered with
//! the list of all that it knows.

pub mod codes;
mod fields;

use super::support::text;
use cutover::diag::finding::Finding;
use cutover::map::{Mapping, parse};
use cutover::record::letter::NoticeKind;
use std::collections::BTreeSet;

/// A key that is no slip of any other.
const NO_KEY: &str = "qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq";

/// What every mapping must have.
const LEAST: &str = "\
[utility]
name = \"Mill Creek\"
time_zone = \"America/Los_Angeles\"
[cutover]
extracted_on = 2017-02-23
on = 2017-03-01
[account_numbers]
policy = \"assign\"
pattern = \"dddddddddc\"
";

fn reference() -> String {
    text("mappings/README.md")
}

/// Returns the rows of the tables below the heading `name`, cell by cell, heads left out.
pub(super) fn rows(name: &str) -> Vec<Vec<String>> {
    let reference = reference();
    let from = format!("\n{name}\n");
    let (_, section) = reference
        .split_once(&from)
        .unwrap_or_else(|| panic!("no heading `{name}`"));
    let end = section.find("\n#").unwrap_or(section.len());
    section[..end]
        .lines()
        .filter(|line| line.starts_with("| `"))
        .map(|line| {
            let cells = line.trim_matches('|').split('|');
            cells.map(|cell| cell.trim().to_owned()).collect()
        })
        .collect()
}

/// Returns the words between backticks.
fn quoted(text: &str) -> BTreeSet<String> {
    let words = text.split('`').skip(1).step_by(2);
    words.map(str::to_owned).collect()
}

/// Returns what the parser says may stand where `NO_KEY` stands.
fn known(mapping: &str) -> BTreeSet<String> {
    let findings = parse(mapping).unwrap_err();
    let unknown = |finding: &&Finding| finding.code == "mapping::unknown_key";
    let finding = findings.iter().find(unknown);
    let finding = finding.unwrap_or_else(|| panic!("{mapping}\n{findings:#?}"));
    let (_, list) = finding
        .help
        .as_deref()
        .unwrap()
        .split_once(" may have ")
        .unwrap();
    quoted(list)
}

/// Returns the keys that the page has below a heading, as they stand inside table `inside`.
pub(super) fn documented(heading: &str, inside: &str) -> BTreeSet<String> {
    let keys = rows(heading).into_iter().flat_map(|row| quoted(&row[0]));
    keys.filter_map(|key| {
        let rest = match inside {
            "" => key.as_str(),
            table => key.strip_prefix(table)?.strip_prefix('.')?,
        };
        Some(rest.split('.').next().unwrap().to_owned())
    })
    .collect()
}

#[test]
fn every_policy_key_is_told_and_no_other() {
    let at = |head: &str, more: &str| {
        let place = format!("{head}\n{more}\n");
        match LEAST.contains(head) {
            true => LEAST.replacen(&format!("{head}\n"), &place, 1),
            false => format!("{LEAST}{place}"),
        }
    };
    for (head, inside) in [
        ("[utility]", vec!["hours"]),
        ("[cutover]", vec!["blackout"]),
        ("[account_numbers]", vec![]),
        ("[windows]", vec![]),
        (
            "[policy]",
            vec!["drafts", "period_days", "unprorated_days", "rejects"],
        ),
        ("[notices]", vec![]),
        ("[format]", vec!["date", "money"]),
    ] {
        let heading = format!("### {head}");
        let here = known(&at(head, &format!("{NO_KEY} = 1")));
        assert_eq!(here, documented(&heading, ""), "{head}");
        for table in inside {
            let inner = known(&at(head, &format!("{table} = {{ {NO_KEY} = 1 }}")));
            assert_eq!(inner, documented(&heading, table), "{head} {table}");
        }
    }
}

#[test]
fn every_key_of_records_is_told_and_no_other() {
    let known = |keys: &str| known(&format!("{LEAST}[format]\nrecords = {{ {keys} }}\n"));
    let told = |inside: &str| documented("### [format] records", inside);
    assert_eq!(known(&format!("{NO_KEY} = 1")), told("records"));
    for table in ["names", "count", "sum"] {
        let inner = known(&format!("{table} = {{ {NO_KEY} = 1 }}"));
        assert_eq!(inner, told(&format!("records.{table}")), "{table}");
    }
}

#[test]
fn every_key_of_fixed_width_is_told_and_no_other() {
    let format = |kind: &str| format!("{LEAST}[format]\nkind = \"{kind}\"\n{NO_KEY} = 1\n");
    let (fixed, delimited) = (known(&format("fixed")), known(&format("delimited")));
    let own: BTreeSet<String> = fixed.difference(&delimited).cloned().collect();
    assert_eq!(own, documented("### Fixed width", ""));
}

#[test]
fn the_keys_of_a_workbook_are_told() {
    let format = format!("{LEAST}[format]\nkind = \"workbook\"\n{NO_KEY} = 1\n");
    let mut told = documented("### [format]", "");
    let of_text = ["delimiter", "encoding", "quote", "records"];
    told.retain(|key| !of_text.contains(&key.as_str()));
    told.extend(documented("### [format] of a workbook", ""));
    assert_eq!(known(&format), told);
}

#[test]
fn every_table_stands_on_the_page() {
    let mut tables = known(&format!("{NO_KEY} = 1\n{LEAST}"));
    for folder in documented("## Folders", "") {
        assert!(tables.remove(&folder), "{folder}");
    }
    let reference = reference();
    let headings = reference
        .lines()
        .filter_map(|line| line.strip_prefix("### ["));
    let headings: BTreeSet<String> = headings
        .filter_map(|line| Some(line.strip_suffix(']')?.to_owned()))
        .collect();
    assert_eq!(headings, tables);
}

/// Returns the defaults that are one figure or word: heading, key, value.
fn defaults() -> Vec<(&'static str, &'static str, String)> {
    let mapping = parse(&fields::everything()).unwrap();
    let Mapping {
        policy,
        exports,
        out,
        ..
    } = mapping;
    let (shortest, longest) = policy.period_days;
    let limit = policy.reject_limit;
    let shift = &policy.shift;
    let decided: [(&str, u64); 11] = [
        ("days_to_pay", policy.days_to_pay),
        ("daily_capacity", policy.daily_capacity),
        ("move_within_days", policy.move_within_days),
        (
            "move_with_bill_within_days",
            policy.move_with_bill_within_days,
        ),
        ("rejects.at_least", limit.at_least),
        ("purge_hold_days", policy.purge_hold_days),
        ("read_move_days", shift.read_move_days),
        ("return_within_periods", shift.return_within_periods),
        ("due_gap_days", shift.due_gap_days),
        ("draft_after_bill_days", shift.draft_after_bill_days),
        ("draft_notice_days", shift.draft_notice_days),
    ];
    let figures = decided.map(|(key, figure)| ("### [policy]", key, figure.to_string()));
    let percent = (limit.basis_points / 100).to_string();
    let words = [
        ("## Folders", "exports", exports),
        ("## Folders", "out", out),
        (
            "### [cutover]",
            "history",
            format!("{} months", policy.history_months),
        ),
        (
            "### [policy]",
            "period_days.min",
            format!("{shortest}`, `{longest}"),
        ),
        ("### [policy]", "rejects.percent", percent),
        (
            "### [policy]",
            "old_number_still_works",
            policy.old_number_still_works.to_string(),
        ),
    ];
    let flags = [
        ("earlier", shift.earlier),
        ("others_move", shift.others_move),
        ("due_by_next_bill", shift.due_by_next_bill),
        ("keep_cycle_order", shift.keep_cycle_order),
    ];
    let flags = flags.map(|(key, flag)| ("### [policy]", key, flag.to_string()));
    figures.into_iter().chain(words).chain(flags).collect()
}

#[test]
fn defaults_are_those_of_the_program() {
    for (heading, key, default) in defaults() {
        let rows = rows(heading);
        let row = rows.iter().find(|row| quoted(&row[0]).contains(key));
        assert_eq!(row.unwrap()[2], format!("`{default}`"), "{key}");
    }
}

#[test]
fn every_kind_of_notice_is_told() {
    let kinds = NoticeKind::ALL.iter().map(|kind| kind.code().to_owned());
    assert_eq!(
        documented("### What customers are told", ""),
        kinds.collect()
    );
}

#[test]
fn the_page_is_as_wide_as_a_terminal() {
    let reference = reference();
    for line in reference.lines().filter(|line| !line.starts_with('|')) {
        assert!(line.chars().count() <= 100, "{line}");
    }
}
