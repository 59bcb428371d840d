//! The schema of one file's table: the keys that every file has, and its fields by kind.

use crate::map::fields::{self, Field, Kind};
use crate::map::payment_kind::WORDS;
use crate::record::source::Entity;
use serde_json::{Map, Value, json};

/// Returns the schema of an entity's table.
pub(super) fn table(entity: Entity) -> Value {
    let mut properties: Map<String, Value> = common()
        .into_iter()
        .map(|(key, _)| {
            let place = json!({ "$ref": format!("#/definitions/file_{key}") });
            (key, place)
        })
        .collect();
    let mut required = vec!["file"];
    for field in fields::of(entity) {
        properties.insert(field.name.to_owned(), reference(field));
        if field.mapped {
            required.push(field.name);
        }
    }
    let file = json!({
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    });
    if entity != Entity::Account {
        return file;
    }
    let names: Vec<&str> = Entity::ALL
        .into_iter()
        .filter(|e| *e != Entity::Account)
        .filter(|e| fields::of(*e).iter().any(|f| f.name == fields::ACCOUNT))
        .map(Entity::name)
        .collect();
    let derived = json!({
        "type": "object",
        "properties": {
            "derived_from": { "enum": names, "description": "The table whose rows name the accounts." },
            "status": always(json!({ "enum": ["open", "closed"] })),
        },
        "required": ["derived_from", "status"],
        "additionalProperties": false,
    });
    json!({ "anyOf": [file, derived] })
}

/// The keys that every file has.
fn common() -> Map<String, Value> {
    let entries = [
        (
            "file",
            described(
                json!({ "type": "string" }),
                "The file's name in `exports`; a sheet is `book.xlsx#Sheet`.",
            ),
        ),
        (
            "format",
            described(
                json!({ "$ref": "#/definitions/Format" }),
                "What this file does otherwise than [format].",
            ),
        ),
        (
            "skip",
            described(
                json!({ "type": "object", "additionalProperties": {
                    "type": "object",
                    "properties": { "values": text_or_list(), "why": { "type": "string" } },
                    "required": ["values", "why"],
                    "additionalProperties": false,
                } }),
                "Rows that are left behind: the column, what stands in it, and why.",
            ),
        ),
        (
            "key",
            described(
                json!({ "anyOf": [{ "enum": ["whole row", "none"] }, { "type": "array", "items": { "type": "string" }, "minItems": 1 }] }),
                "The columns that tell one row from another.",
            ),
        ),
        (
            "repeated_rows",
            described(
                json!({ "enum": ["reject", "drop"] }),
                "What becomes of a row whose key stood before.",
            ),
        ),
    ];
    entries
        .into_iter()
        .chain(columns_apart())
        .map(|(key, value)| (key.to_owned(), value))
        .collect()
}

/// The keys that say of columns why no field has them.
fn columns_apart() -> [(&'static str, Value); 3] {
    let kinds: Vec<&str> = WORDS.iter().map(|(word, _)| *word).collect();
    let texts = json!({ "type": "object", "additionalProperties": { "type": "string" } });
    [
        (
            "drop",
            described(
                json!({ "type": "object", "additionalProperties": { "enum": kinds } }),
                "Columns with card or bank data, each with its kind. They are not read.",
            ),
        ),
        (
            "ignore",
            described(
                texts.clone(),
                "Columns that nobody needs, each with the reason.",
            ),
        ),
        (
            "not_payment",
            described(
                texts,
                "Columns that look like card or bank data and are none, each with the reason; it stands in the report.",
            ),
        ),
    ]
}

fn described(mut value: Value, text: &str) -> Value {
    if let Some(object) = value.as_object_mut() {
        object.insert("description".to_owned(), json!(text));
    }
    value
}

fn text_or_list() -> Value {
    json!({ "anyOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" } }] })
}

fn always(value: Value) -> Value {
    json!({
        "type": "object",
        "properties": { "always": value },
        "required": ["always"],
        "additionalProperties": false,
    })
}

/// Returns where the schema of a field's value stands: most fields share one with others.
fn reference(field: &Field) -> Value {
    match shared_name(field) {
        Some(name) => json!({ "$ref": format!("#/definitions/{name}") }),
        None => source(field),
    }
}

/// Returns the name of the schema that a field shares with others of its kind.
fn shared_name(field: &Field) -> Option<&'static str> {
    match field.kind {
        Kind::Word => Some("word"),
        Kind::Text => Some("text"),
        Kind::Day => Some("day"),
        Kind::Stamp => Some("moment"),
        Kind::Month => Some("month"),
        Kind::Money => (field.name != "donation").then_some("amount"),
        Kind::Quantity => Some("number"),
        Kind::Zip => Some("zip"),
        Kind::Flag => Some("flag"),
        Kind::Member => Some("member"),
        Kind::Count(..) | Kind::Code(_) => None,
    }
}

/// Returns the schemas that fields share, by name.
pub(super) fn shared() -> Map<String, Value> {
    let fields = Entity::ALL.into_iter().flat_map(fields::of);
    let common = common()
        .into_iter()
        .map(|(key, value)| (format!("file_{key}"), value));
    fields
        .filter_map(|field| Some((shared_name(field)?.to_owned(), source(field))))
        .chain(common)
        .collect()
}

/// Returns how a field's value may be given.
fn source(field: &Field) -> Value {
    let name = json!({ "type": "string", "minLength": 1 });
    let mut keys = Map::new();
    keys.insert("column".to_owned(), name.clone());
    keys.insert("none".to_owned(), text_or_list());
    keys.insert("again".to_owned(), json!({ "type": "boolean" }));
    let mut required = vec!["column"];
    let mut ways = Vec::new();
    match field.kind {
        Kind::Code(values) => {
            keys.insert(
                "codes".to_owned(),
                json!({ "type": "object", "minProperties": 1, "additionalProperties": { "enum": values } }),
            );
            required.push("codes");
            ways.push(always(json!({ "enum": values })));
        }
        Kind::Flag => {
            keys.insert("yes".to_owned(), text_or_list());
            keys.insert("no".to_owned(), text_or_list());
            required.extend(["yes", "no"]);
            ways.push(always(json!({ "type": "boolean" })));
        }
        Kind::Word | Kind::Text => {
            if field.kind == Kind::Word {
                keys.insert("pattern".to_owned(), json!({ "type": "string" }));
            }
            ways.push(always(json!({ "type": "string" })));
            ways.push(name);
        }
        Kind::Member => {
            keys.insert("account_pattern".to_owned(), json!({ "type": "string" }));
            ways.push(name);
        }
        Kind::Stamp => {
            let offset = json!({ "type": "string", "pattern": "^[+-][0-9]{2}:[0-9]{2}$" });
            keys.insert("zone".to_owned(), name.clone());
            keys.insert(
                "offsets".to_owned(),
                json!({ "type": "object", "minProperties": 1, "additionalProperties": offset }),
            );
            ways.push(name);
        }
        Kind::Day | Kind::Month | Kind::Money | Kind::Quantity | Kind::Count(..) | Kind::Zip => {
            ways.push(name)
        }
    }
    if field.name == "donation" {
        keys.insert("program".to_owned(), json!({ "type": "string" }));
    }
    ways.push(json!({
        "type": "object",
        "properties": keys,
        "required": required,
        "additionalProperties": false,
    }));
    json!({ "description": kind_words(field.kind), "anyOf": ways })
}

/// Returns what a cell of this kind must be, in the words of the reference.
fn kind_words(kind: Kind) -> String {
    match kind {
        Kind::Word => "Text on one line.".to_owned(),
        Kind::Text => "Text; searched for card and bank numbers.".to_owned(),
        Kind::Day => "A day, written as `format` says.".to_owned(),
        Kind::Stamp => "A day and time, written as `format` says.".to_owned(),
        Kind::Month => "A month, written 2017-03.".to_owned(),
        Kind::Money => "An amount, written as `format` says.".to_owned(),
        Kind::Quantity => "A number: 482 or 482.5.".to_owned(),
        Kind::Count(least, most) => format!("A whole number from {least} to {most}."),
        Kind::Zip => "A ZIP of five digits, or of five and four.".to_owned(),
        Kind::Flag => "Yes or no.".to_owned(),
        Kind::Member => "An account's number or the id of a log-in.".to_owned(),
        Kind::Code(values) => format!("One of {}.", values.join(", ")),
    }
}
