//! The fields of every entity: which there are, what they take, which are needed.

use super::super::support::text;
use super::{LEAST, NO_KEY, documented, known, quoted, rows};
use cutover::map::parse;
use cutover::record::source::Entity;
use std::collections::{BTreeMap, BTreeSet};

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
        "flag" => format!("{{ column = \"{field}\", yes = \"Y\", no = \"N\" }}"),
        _ => format!("\"{field}\""),
    };
    format!("{field} = {source}\n")
}

/// Returns the mapping that has every field of every table on the page.
pub(super) fn everything() -> String {
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
            let listed = row[1].starts_with("code:");
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
