//! The published schema of mapping files is the program's, takes every mapping that the program
//! takes, and knows the same keys.

use super::mapping_reference::{documented, rows};
use super::support::{root, text};
use cutover::map::schema::json_schema;
use cutover::record::source::Entity;
use serde_json::Value;
use std::collections::BTreeSet;

const PUBLISHED: &str = "mappings/mapping.schema.json";

/// Returns a mapping as the JSON that an editor's checker sees; days are texts there.
fn as_json(value: toml::Value) -> Value {
    match value {
        toml::Value::Datetime(day) => day.to_string().into(),
        toml::Value::Array(items) => items.into_iter().map(as_json).collect(),
        toml::Value::Table(table) => table.into_iter().map(|(k, v)| (k, as_json(v))).collect(),
        toml::Value::String(text) => text.into(),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Float(number) => number.into(),
        toml::Value::Boolean(flag) => flag.into(),
    }
}

fn complaints(toml: &str) -> Vec<String> {
    let schema: Value = serde_json::from_str(&json_schema()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let mapping = as_json(toml::Value::Table(toml.parse().unwrap()));
    let errors = validator.iter_errors(&mapping);
    errors
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}

/// `CUTOVER_PUBLISH=1 cargo test --test it schema` writes it anew.
#[test]
fn the_published_schema_is_the_programs() {
    let path = root().join(PUBLISHED);
    if std::env::var_os("CUTOVER_PUBLISH").is_some() {
        std::fs::write(&path, json_schema()).unwrap();
    }
    let published = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(published == json_schema(), "{PUBLISHED} is out of date");
}

#[test]
fn every_mapping_of_ours_names_the_schema_and_keeps_to_it() {
    let mut seen = 0;
    for entry in std::fs::read_dir(root().join("mappings")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|end| end != "toml") {
            continue;
        }
        let toml = std::fs::read_to_string(&path).unwrap();
        assert!(
            toml.starts_with("#:schema mapping.schema.json\n"),
            "{path:?}"
        );
        assert_eq!(complaints(&toml), Vec::<String>::new(), "{path:?}");
        seen += 1;
    }
    assert!(seen >= 5, "{seen} mappings");
}

#[test]
fn slips_of_the_pen_are_found() {
    let good = text("mappings/benton-pud.toml");
    for (from, to) in [
        ("days_to_pay    = 20", "days_to_pya    = 20"),
        ("days_to_pay    = 20", "days_to_pay    = \"20\""),
        ("days_to_pay    = 20", "days_to_pay    = 91"),
        (
            "autopay        = \"re_enroll\"",
            "autopay        = \"reenroll\"",
        ),
        ("F = \"closed\"", "F = \"shut\""),
        ("on           = 2017-03-01", "on           = \"March 1\""),
        ("pattern  = \"dddddddddc\"", "pattern  = \"ddddddddddddc\""),
        (
            "legacy_bill_id        = \"BILL_NO\"",
            "legacy_bill_no        = \"BILL_NO\"",
        ),
        (
            "drop.CARD_NO          = \"card number\"",
            "drop.CARD_NO          = \"card no\"",
        ),
        ("\"12.34CR\"", "\"CR\""),
    ] {
        assert!(good.contains(from), "{from}");
        let bad = good.replacen(from, to, 1);
        assert!(!complaints(&bad).is_empty(), "{to}");
    }
}

/// Returns the table that may stand where `at` does, if any.
fn table(schema: &Value, at: &Value) -> Option<Value> {
    if let Some(name) = at["$ref"].as_str() {
        return table(schema, schema.pointer(name.trim_start_matches('#'))?);
    }
    if at["properties"].is_object() {
        return Some(at.clone());
    }
    let choices = ["anyOf", "allOf"].iter().filter_map(|c| at[c].as_array());
    choices.flatten().find_map(|choice| table(schema, choice))
}

/// Returns the keys that the schema knows at a path of tables.
fn keys(path: &[&str]) -> BTreeSet<String> {
    let schema: Value = serde_json::from_str(&json_schema()).unwrap();
    let mut at = schema.clone();
    for name in path {
        at = table(&schema, &at["properties"][name]).unwrap();
    }
    let known = at["properties"].as_object().unwrap();
    known.keys().cloned().collect()
}

#[test]
fn the_schema_knows_the_keys_that_the_page_tells() {
    for table in ["utility", "cutover", "account_numbers", "policy", "notices"] {
        let told = documented(&format!("### [{table}]"), "");
        assert_eq!(keys(&[table]), told, "{table}");
    }
    let mut format = documented("### [format]", "");
    format.extend(documented("### Fixed width", ""));
    format.extend(documented("### [format] of a workbook", ""));
    assert_eq!(keys(&["format"]), format);
    for inside in ["money", "date"] {
        let told = documented("### [format]", inside);
        assert_eq!(keys(&["format", inside]), told, "{inside}");
    }
    let records = documented("### [format] records", "records");
    assert_eq!(keys(&["format", "records"]), records);
    let common = documented("### Keys of every file", "");
    for entity in Entity::ALL {
        let heading = format!("### [{}]", entity.name());
        assert!(!rows(&heading).is_empty(), "{heading}");
        let mut told = documented(&heading, "");
        told.extend(common.clone());
        assert_eq!(keys(&[entity.name()]), told, "{heading}");
    }
}
