//! `mappings/README.md` against the program: every key, field, value list, default and code that
//! one of them has, the other has too.
//!
//! What a table may hold is asked of the parser itself: a key that nobody knows is answered with
//! the list of all that it knows.

use super::support::{root, text, texts};
use cutover::diag::finding::Finding;
use cutover::map::{Mapping, parse};
use cutover::record::letter::NoticeKind;
use cutover::record::source::Entity;
use std::collections::{BTreeMap, BTreeSet};

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

/// Codes of findings that this page tells about.
const SPACES: [&str; 11] = [
    "account", "carry", "map", "mapping", "numbers", "out", "read", "rejects", "row", "shift",
    "usage",
];

fn reference() -> String {
    text("mappings/README.md")
}

/// Returns the rows of the tables below the heading `name`, cell by cell, heads left out.
fn rows(name: &str) -> Vec<Vec<String>> {
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
fn documented(heading: &str, inside: &str) -> BTreeSet<String> {
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
        ("[policy]", vec!["drafts", "period_days", "rejects"]),
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

/// Returns a mapping with nothing in the entity's table but `more`.
fn with_entity(entity: Entity, more: &str) -> String {
    format!("{LEAST}[{}]\n{more}\n", entity.name())
}

#[test]
fn every_field_is_told_and_no_other() {
    let common = documented("### Keys of every file", "");
    for entity in Entity::ALL {
        let heading = format!("### [{}]", entity.name());
        let mut fields = documented(&heading, "");
        fields.extend(common.clone());
        assert_eq!(
            known(&with_entity(entity, &format!("{NO_KEY} = 1"))),
            fields,
            "{heading}"
        );
    }
    let derived = "derived_from = \"usage\"\nstatus = { always = \"open\" }";
    let derived = known(&with_entity(
        Entity::Account,
        &format!("{derived}\n{NO_KEY} = 1"),
    ));
    assert_eq!(derived, documented("### [account] without a file", ""));
}

/// Returns the field's line of a mapping, as the page says it is written.
fn line_of(field: &str, value: &str) -> String {
    let first = || quoted(value).into_iter().next().unwrap();
    let source = match value.split(':').next().unwrap() {
        "code" => format!(
            "{{ column = \"{field}\", codes = {{ X = \"{}\" }} }}",
            first()
        ),
        "constant" => format!("{{ always = \"{}\" }}", first()),
        "flag" => format!("{{ column = \"{field}\", yes = \"Y\", no = \"N\" }}"),
        _ => format!("\"{field}\""),
    };
    format!("{field} = {source}\n")
}

/// Returns the mapping that has every field of every table on the page.
fn everything() -> String {
    let mut mapping = LEAST.to_owned();
    for entity in Entity::ALL {
        let name = entity.name();
        mapping.push_str(&format!("[{name}]\nfile = \"{name}.csv\"\n"));
        for row in rows(&format!("### [{name}]")) {
            let field = quoted(&row[0]).into_iter().next().unwrap();
            mapping.push_str(&line_of(&field, &row[1]));
        }
    }
    mapping
}

#[test]
fn what_is_needed_is_told() {
    let mapping = parse(&everything()).unwrap();
    for entity in Entity::ALL {
        let missing = parse(&with_entity(entity, "file = \"x\"")).unwrap_err();
        for row in rows(&format!("### [{}]", entity.name())) {
            let field = quoted(&row[0]).into_iter().next().unwrap();
            let told = format!("[{}] has no `{field}`,", entity.name());
            let must = missing.iter().any(|f| f.message.starts_with(&told));
            let needs = mapping.file(entity).unwrap().needs(&field);
            let expected = match (must, needs) {
                (true, true) => "must",
                (true, false) => "blank allowed",
                (false, true) => "never blank",
                (false, false) => "may",
            };
            assert_eq!(row[2], expected, "{} {field}", entity.name());
        }
    }
}

#[test]
fn every_value_of_a_list_is_told() {
    for entity in Entity::ALL {
        for row in rows(&format!("### [{}]", entity.name())) {
            let field = quoted(&row[0]).into_iter().next().unwrap();
            let line = format!("{field} = {{ always = \"{NO_KEY}\" }}");
            let findings = parse(&with_entity(entity, &line)).unwrap_err();
            let answer = findings.iter().find(|f| f.code == "mapping::bad_code_list");
            let values = answer.map(|f| quoted(f.help.as_deref().unwrap()));
            let listed = row[1].starts_with("code:") || row[1].starts_with("constant:");
            let told = listed.then(|| quoted(&row[1]));
            assert_eq!(told, values, "{} {field}", entity.name());
        }
    }
}

/// The kinds of the catalogue, as the page calls them.
const KINDS: [(&str, &str); 11] = [
    ("Word", "word"),
    ("Text", "text"),
    ("Day", "day"),
    ("Stamp", "time stamp"),
    ("Month", "month"),
    ("Money", "money"),
    ("Quantity", "number"),
    ("Count(", "whole number"),
    ("Zip", "ZIP"),
    ("Flag", "flag"),
    ("Code(", "code"),
];

#[test]
fn every_field_has_the_kind_of_the_catalogue() {
    let source = text("src/map/fields.rs").replace("ACCOUNT, ", "\"legacy_account_number\", ");
    let mut catalogue: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for line in source.lines() {
        let Some((name, kind)) = line.split_once("\", Kind::") else {
            continue;
        };
        let (_, name) = name.rsplit_once('"').unwrap();
        let told = KINDS.iter().find(|(word, _)| kind.starts_with(word));
        let told = told.map_or("constant", |(_, told)| told);
        catalogue.entry(name.to_owned()).or_default().insert(told);
    }
    for entity in Entity::ALL {
        for row in rows(&format!("### [{}]", entity.name())) {
            let field = quoted(&row[0]).into_iter().next().unwrap();
            let told = KINDS.iter().map(|(_, told)| *told).chain(["constant"]);
            // "time stamp" and "whole number" before the shorter words.
            let told = told
                .filter(|told| row[1].starts_with(told))
                .max_by_key(|t| t.len());
            let told = told.unwrap_or_else(|| panic!("{field} is `{}`", row[1]));
            assert!(catalogue[&field].contains(told), "{field} is `{}`", row[1]);
        }
    }
}

#[test]
fn defaults_are_those_of_the_program() {
    let Mapping {
        policy,
        exports,
        out,
        ..
    } = parse(&everything()).unwrap();
    let limit = policy.reject_limit;
    let (shortest, longest) = policy.period_days;
    for (heading, key, default) in [
        ("## Folders", "exports", format!("`{exports}`")),
        ("## Folders", "out", format!("`{out}`")),
        (
            "### [cutover]",
            "history",
            format!("`{} months`", policy.history_months),
        ),
        (
            "### [policy]",
            "failed_logins_lock",
            format!("`{}`", policy.failed_logins_lock),
        ),
        (
            "### [policy]",
            "days_to_pay",
            format!("`{}`", policy.days_to_pay),
        ),
        (
            "### [policy]",
            "period_days.min",
            format!("`{shortest}`, `{longest}`"),
        ),
        (
            "### [policy]",
            "daily_capacity",
            format!("`{}`", policy.daily_capacity),
        ),
        (
            "### [policy]",
            "move_within_days",
            format!("`{}`", policy.move_within_days),
        ),
        (
            "### [policy]",
            "move_with_bill_within_days",
            format!("`{}`", policy.move_with_bill_within_days),
        ),
        (
            "### [policy]",
            "rejects.percent",
            format!("`{}`", limit.basis_points / 100),
        ),
        (
            "### [policy]",
            "rejects.at_least",
            format!("`{}`", limit.at_least),
        ),
        (
            "### [policy]",
            "purge_hold_days",
            format!("`{}`", policy.purge_hold_days),
        ),
        (
            "### [policy]",
            "old_number_still_works",
            format!("`{}`", policy.old_number_still_works),
        ),
    ] {
        let rows = rows(heading);
        let row = rows.iter().find(|row| quoted(&row[0]).contains(key));
        assert_eq!(row.unwrap()[2], default, "{key}");
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
    assert_eq!(codes(&reference(), '`'), used);
}

#[test]
fn the_page_is_as_wide_as_a_terminal() {
    let reference = std::fs::read_to_string(root().join("mappings/README.md")).unwrap();
    for line in reference.lines().filter(|line| !line.starts_with('|')) {
        assert!(line.chars().count() <= 100, "{line}");
    }
}
