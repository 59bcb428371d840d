//! The JSON Schema of mapping files, so that editors complete and check them while they are
//! written.
//!
//! What the utility decides is derived from types; the tables of the files come from the field
//! catalogue. Nothing is parsed here: the parser's own findings say more, and have the last word.

mod decided;
mod entities;
mod written;

use crate::record::source::Entity;
use decided::{AccountNumbers, Cutover, Day, Policy, Utility, Windows};
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde_json::{Map, Value};
use written::Format;

/// A mapping file of `cutover`: what the utility decided, and what each column of its exports
/// means.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, rename = "mapping")]
#[expect(dead_code, reason = "only its schema is wanted")]
struct MappingFile {
    /// Folder of the export files, relative to the mapping.
    exports: Option<String>,
    /// Folder for the result, relative to the mapping.
    out: Option<String>,
    /// Files and sheets of the delivery that nothing is read from, each with the reason.
    not_read: Option<std::collections::BTreeMap<String, String>>,
    utility: Utility,
    cutover: Cutover,
    windows: Option<Windows>,
    account_numbers: AccountNumbers,
    policy: Option<Policy>,
    portal: Option<Portal>,
    notices: Option<Notices>,
    format: Option<Format>,
}

/// Who may do what in a portal database on a server.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is wanted")]
struct Portal {
    /// The role of the portal's application: reads and writes.
    #[schemars(regex(pattern = r"^[a-z][a-z0-9_]{0,62}$"))]
    application_role: Option<String>,
    /// The role of representatives: reads all but password hashes.
    #[schemars(regex(pattern = r"^[a-z][a-z0-9_]{0,62}$"))]
    representative_role: Option<String>,
}

/// What customers are told.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is wanted")]
struct Notices {
    /// One letter a customer, about all of it.
    tell: Vec<NoticeCode>,
    /// Day on which the letters go out; that of the extract where it is not named.
    sent_on: Option<Day>,
}

/// A code of the list that customers may be told.
struct NoticeCode;

impl JsonSchema for NoticeCode {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "notice_code".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> Schema {
        let codes = crate::record::letter::NoticeKind::ALL.map(|kind| kind.code());
        schemars::json_schema!({ "type": "string", "enum": codes })
    }
}

/// Returns the schema, draft 07, as pretty JSON with a line end.
#[must_use]
pub fn json_schema() -> String {
    let generator = SchemaSettings::draft07().into_generator();
    let mut schema = generator.into_root_schema_for::<MappingFile>();
    let tables = Entity::ALL.map(|entity| (entity.name().to_owned(), entities::table(entity)));
    for (place, more) in [
        ("properties", tables.into_iter().collect()),
        ("definitions", entities::shared()),
    ] {
        let entry = schema.ensure_object().entry(place);
        let known = entry.or_insert_with(|| Value::Object(Map::new()));
        if let Some(known) = known.as_object_mut() {
            known.extend(more);
        }
    }
    format!("{:#}\n", schema.to_value())
}
