//! Where one canonical field gets its value: a column with its codes, or a constant.

use super::fields::{Field, Kind};
use super::suggest::{listed, nearest};
use super::toml_table::Table;
use super::toml_walk::Value;
use super::zone::{Zone, zone};
use std::ops::Range;

/// A column of the legacy file, and where the mapping names it.
#[derive(Clone, Debug)]
pub(super) struct Column {
    /// The name, exactly as in the file's header.
    pub(super) name: String,
    /// The bytes of the name in the mapping.
    pub(super) span: Range<usize>,
}

/// Where a field gets its value.
#[derive(Clone, Debug)]
pub(super) struct FieldSource {
    /// The field.
    pub(super) field: &'static Field,
    /// The column, unless the value is a constant.
    pub(super) column: Option<Column>,
    /// True where the column may be that of another field of the table too.
    pub(super) again: bool,
    /// The constant.
    pub(super) always: Option<String>,
    /// Values that stand for none, besides a blank.
    pub(super) none: Vec<String>,
    /// How an identifier is written: `d` for a digit, or `d+` for any number of them; none where
    /// any word will do.
    pub(super) pattern: Option<String>,
    /// The column that says in which zone a time stamp is; none where it is the utility's.
    pub(super) zone: Option<Zone>,
    /// Legacy code and canonical value; for a flag `yes` or `no`.
    pub(super) codes: Vec<(String, String)>,
}

/// The pattern of identifiers that are plain numbers.
const ANY_DIGITS: &str = "d+";

/// The canonical values of a flag.
pub(super) const YES: &str = "yes";
/// See `YES`.
pub(super) const NO: &str = "no";

impl FieldSource {
    /// Returns how many digits an identifier of digits alone has; 1 where it never had leading
    /// zeros. None where the mapping does not say.
    pub(super) fn digits(&self) -> Option<usize> {
        let pattern = self.pattern.as_deref()?;
        if pattern == ANY_DIGITS {
            Some(1)
        } else {
            pattern.chars().all(|c| c == 'd').then_some(pattern.len())
        }
    }

    /// Returns true where `text` is written as the mapping says: `d` stands for a digit, any other
    /// character for itself.
    pub(super) fn fits(&self, text: &str) -> bool {
        let Some(pattern) = &self.pattern else {
            return true;
        };
        if pattern == ANY_DIGITS {
            return !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        }
        let alike = |(p, c): (char, char)| if p == 'd' { c.is_ascii_digit() } else { p == c };
        pattern.chars().count() == text.chars().count()
            && pattern.chars().zip(text.chars()).all(alike)
    }

    /// Returns the canonical value of a legacy code.
    pub(super) fn decode(&self, code: &str) -> Option<&str> {
        let found = self.codes.iter().find(|(legacy, _)| legacy == code);
        found.map(|(_, value)| value.as_str())
    }
}

/// Reads what the mapping says of `field`. The program's name that a donation may have beside it
/// goes into `program`.
pub(super) fn field_source(
    field: &'static Field,
    value: &Value<'_>,
    program: &mut Option<String>,
) -> Option<FieldSource> {
    let mut source = FieldSource {
        field,
        column: None,
        again: false,
        always: None,
        none: Vec::new(),
        pattern: None,
        zone: None,
        codes: Vec::new(),
    };
    if !value.is_table() {
        source.column = column(value);
        if let Some((help, what)) = needs_more(field.kind) {
            let message = format!("`{}` has no {what}", value.path());
            value.report("mapping::missing_key", message, help);
        }
        return source.column.is_some().then_some(source);
    }
    let mut table = value.table()?;
    if let Some(always) = table.take("always") {
        source.always = constant(field, &always);
        table.finish();
        return source.always.is_some().then_some(source);
    }
    let named = table.need(
        "column",
        "`column`, or `always` for the same value in every row",
    );
    source.column = named.and_then(|v| column(&v));
    let again = table.take("again").and_then(|v| v.flag());
    source.again = again.unwrap_or(false);
    if let Some(none) = table.take("none").and_then(|v| v.texts()) {
        source.none = none;
    }
    match field.kind {
        Kind::Code(values) => source.codes = codes(&mut table, values),
        Kind::Flag => source.codes = flag(&mut table),
        Kind::Money if field.name == "donation" => {
            *program = table.take("program").and_then(|v| v.text());
        }
        Kind::Word => source.pattern = table.take("pattern").and_then(|v| v.text()),
        Kind::Stamp => source.zone = zone(&mut table),
        Kind::Member => source.pattern = table.take("account_pattern").and_then(|v| v.text()),
        Kind::Text
        | Kind::Day
        | Kind::Month
        | Kind::Money
        | Kind::Quantity
        | Kind::Count(..)
        | Kind::Zip => {}
    }
    table.finish();
    source.column.is_some().then_some(source)
}

/// Returns how to write a kind that a column's name alone does not describe, and what it lacks.
fn needs_more(kind: Kind) -> Option<(String, &'static str)> {
    match kind {
        Kind::Code(values) => {
            let first = values.first().copied().unwrap_or_default();
            let help = format!("write it like {{ column = \"…\", codes = {{ X = \"{first}\" }} }}");
            Some((help, "code list"))
        }
        Kind::Flag => Some((
            "write it like { column = \"…\", yes = \"Y\", no = \"N\" }".to_owned(),
            "`yes` and `no`",
        )),
        Kind::Word
        | Kind::Text
        | Kind::Day
        | Kind::Stamp
        | Kind::Month
        | Kind::Money
        | Kind::Quantity
        | Kind::Count(..)
        | Kind::Member
        | Kind::Zip => None,
    }
}

/// Reads a column's name.
pub(super) fn column(value: &Value<'_>) -> Option<Column> {
    let name = value.text()?;
    if name.is_empty() {
        let message = format!("`{}` names no column", value.path());
        value.report(
            "mapping::wrong_type",
            message,
            "write the column's name, or leave the line out",
        );
        return None;
    }
    Some(Column {
        name,
        span: value.span(),
    })
}

/// Reads a constant, where the kind may be one.
fn constant(field: &Field, value: &Value<'_>) -> Option<String> {
    match field.kind {
        Kind::Code(values) => portal_value(value, values),
        Kind::Flag => Some(if value.flag()? { YES } else { NO }.to_owned()),
        Kind::Word | Kind::Text => value.text(),
        Kind::Day
        | Kind::Stamp
        | Kind::Month
        | Kind::Money
        | Kind::Quantity
        | Kind::Count(..)
        | Kind::Member
        | Kind::Zip => {
            let message = format!("`{}` cannot be the same in every row", value.path());
            value.report(
                "mapping::wrong_type",
                message,
                "name the column, or leave the field out",
            );
            None
        }
    }
}

/// Reads a value of the portal's list.
fn portal_value(value: &Value<'_>, values: &'static [&'static str]) -> Option<String> {
    let text = value.text()?;
    if values.contains(&text.as_str()) {
        return Some(text);
    }
    let help = nearest(&text, values.iter().copied()).map_or_else(
        || format!("the portal knows {}", listed(values.iter().copied())),
        |near| format!("did you mean \"{near}\"?"),
    );
    let message = format!(
        "`{}` is \"{text}\", which the portal does not know",
        value.path()
    );
    value.report("mapping::bad_code_list", message, help);
    None
}

fn codes(table: &mut Table<'_>, values: &'static [&'static str]) -> Vec<(String, String)> {
    let example = "codes = { A = \"…\" }: every legacy code with the portal's value";
    let Some((value, mut list)) = table
        .need("codes", example)
        .and_then(|v| v.table().map(|list| (v, list)))
    else {
        return Vec::new();
    };
    let pairs: Vec<_> = list
        .rest()
        .into_iter()
        .filter_map(|(code, _, v)| Some((code.to_owned(), portal_value(&v, values)?)))
        .collect();
    if value.table().is_some_and(|mut list| list.rest().is_empty()) {
        let message = format!("`{}` is empty", value.path());
        value.report(
            "mapping::bad_code_list",
            message,
            "list every code that the file may hold",
        );
    }
    pairs
}

fn flag(table: &mut Table<'_>) -> Vec<(String, String)> {
    let mut pairs: Vec<(String, String)> = Vec::new();
    for word in [YES, NO] {
        let Some(value) = table.need(word, "yes = \"Y\", no = \"N\": any other value is refused")
        else {
            continue;
        };
        for code in value.texts().unwrap_or_default() {
            if pairs.iter().any(|(before, _)| *before == code) {
                let message = format!("\"{code}\" stands for both yes and no");
                value.report("mapping::bad_code_list", message, "give each its own codes");
            }
            pairs.push((code, word.to_owned()));
        }
    }
    pairs
}
