//! `format.records`: a file with records of several types, as the mapping declares it.
//!
//! In: the table and what holds unless it says otherwise. Out: the types as the reader follows
//! them, and the column that the trailer's sum is over.

use super::toml_table::Table;
use super::toml_walk::Value;
use crate::record::format::{FieldAt, Names, RecordTypes};

/// The column that a trailer's sum is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum SumOf {
    /// The file's first column that the mapping reads as money.
    FirstAmount,
    /// The column of this name, where the file has it.
    Column(String),
}

/// How a mapping says the first of the two.
const FIRST_AMOUNT: &str = "first amount";

/// Reads the table, over `base`. None where a type is missing that has no default.
pub(super) fn record_types(
    value: &Value<'_>,
    base: Option<&RecordTypes>,
    sum_of: &mut Option<SumOf>,
) -> Option<RecordTypes> {
    let mut table = value.table()?;
    let kind = |table: &mut Table<'_>, key| table.take(key).and_then(|v: Value<'_>| word(&v));
    let header = kind(&mut table, "header").or_else(|| base?.header.clone());
    let detail = match (base, table.has("detail")) {
        (Some(base), false) => Some(base.detail.clone()),
        _ => table
            .need("detail", "detail = \"D\"")
            .and_then(|v| word(&v)),
    };
    let trailer = kind(&mut table, "trailer").or_else(|| base?.trailer.clone());
    let names = match (base, table.has("names")) {
        (Some(base), false) => Some(base.names.clone()),
        _ => table
            .need("names", "names = { field = \"last\", separator = \"|\" }")
            .and_then(|v| names(&v, header.as_deref())),
    };
    let mut count = base.and_then(|base| base.count);
    if let Some(mut inner) = table.take("count").and_then(|v| v.table()) {
        count = inner
            .need("field", "count = { field = 2 }")
            .and_then(|v| field(&v));
        inner.finish();
    }
    let mut sum = base.and_then(|base| base.sum);
    if let Some(mut inner) = table.take("sum").and_then(|v| v.table()) {
        if sum.is_none() || inner.has("field") {
            sum = inner
                .need("field", "sum = { field = 3 }")
                .and_then(|v| field(&v));
        }
        let of = inner.take("of").and_then(|v| word(&v)).map(|of| {
            if of == FIRST_AMOUNT {
                SumOf::FirstAmount
            } else {
                SumOf::Column(of)
            }
        });
        let usual = sum_of.take().unwrap_or(SumOf::FirstAmount);
        *sum_of = Some(of.unwrap_or(usual));
        inner.finish();
    }
    if trailer.is_none() && (count.is_some() || sum.is_some()) {
        table.missing(
            "trailer",
            "trailer = \"T\", the type of the record with count and sum",
        );
    }
    table.finish();
    let types = RecordTypes {
        header,
        detail: detail?,
        trailer,
        names: names?,
        count,
        sum,
    };
    twice(value, &types);
    Some(types)
}

/// Reads where the names stand: a list of them, or a table that names their place.
fn names(value: &Value<'_>, header: Option<&str>) -> Option<Names> {
    if value.is_array() {
        return value.texts().map(Names::Given);
    }
    let mut table = value.table()?;
    let of = match (table.take("record"), header) {
        (Some(v), _) => word(&v),
        (None, Some(header)) => Some(header.to_owned()),
        (None, None) => {
            table.missing(
                "record",
                "record = \"C\", the type of the record with the names",
            );
            None
        }
    };
    let from = table.take("from").map(|v| index(&v));
    let (at, separator) = (table.take("field"), table.take("separator"));
    let found = match (from, at, separator) {
        (Some(from), None, None) => of
            .zip(from)
            .map(|(record, from)| Names::Fields { record, from }),
        (None, Some(at), Some(separator)) => {
            let joined = of.zip(field(&at)).zip(word(&separator));
            joined.map(|((record, field), separator)| Names::Joined {
                record,
                field,
                separator,
            })
        }
        _ => {
            let message = format!(
                "`{}` does not say where the column names stand",
                value.path()
            );
            let help = "write { field = \"last\", separator = \"|\" } for names in one field, { from = 2 } for one name a field";
            value.report("mapping::bad_pattern", message, help);
            None
        }
    };
    table.finish();
    found
}

/// Reads text with something in it.
fn word(value: &Value<'_>) -> Option<String> {
    let text = value.text()?;
    if text.is_empty() {
        let message = format!("`{}` is blank", value.path());
        value.report(
            "mapping::bad_pattern",
            message,
            "write what stands in the file, or leave the key out",
        );
        return None;
    }
    Some(text)
}

/// Reads the place of a field: its number, the record's type being 1, or `last`.
fn field(value: &Value<'_>) -> Option<FieldAt> {
    if value.is_text() {
        return value.choice(&[("last", FieldAt::Last)]);
    }
    index(value).map(FieldAt::Index)
}

/// Reads the number of a field behind the record's type, which is field 1.
fn index(value: &Value<'_>) -> Option<usize> {
    let number = value.whole(2..=10_000)?;
    usize::try_from(number).ok()?.checked_sub(1)
}

/// Collects types that are written alike: records could not be told apart.
fn twice(value: &Value<'_>, types: &RecordTypes) {
    let all = [
        types.header.as_ref(),
        Some(&types.detail),
        types.trailer.as_ref(),
    ];
    let mut all: Vec<&String> = all.into_iter().flatten().collect();
    all.sort_unstable();
    if all.iter().zip(all.iter().skip(1)).any(|(a, b)| a == b) {
        let message = format!("two types of `{}` are written alike", value.path());
        value.report(
            "mapping::bad_pattern",
            message,
            "header, detail and trailer each have their own",
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::map::{Mapping, parse};
    use crate::record::format::{FieldAt, Format, Names, RecordTypes};

    const LEAST: &str = "\
[utility]
name = \"Mill Creek\"
time_zone = \"America/Los_Angeles\"
[cutover]
extracted_on = 2017-02-23
on = 2017-03-01
[account_numbers]
policy = \"keep\"
[account]
file = \"A.TXT\"
legacy_account_number = \"ACCT\"
status = { always = \"open\" }
";

    fn read(format: &str, own: &str) -> Result<Mapping, Vec<&'static str>> {
        let codes = |findings: Vec<crate::diag::finding::Finding>| {
            findings.iter().map(|f| f.code).collect()
        };
        parse(&format!("{LEAST}{own}\n[format]\n{format}\n")).map_err(codes)
    }

    fn types(format: &str, own: &str) -> RecordTypes {
        let mapping = read(format, own).unwrap();
        let Format::Delimited(format) = mapping.files[0].format() else {
            panic!("the format is delimited");
        };
        format.records.clone().unwrap()
    }

    const MEDFORD: &str = "records = { header = \"H\", detail = \"D\", trailer = \"T\", names = { field = \"last\", separator = \"|\" }, count = { field = 2 }, sum = { field = 3, of = \"first amount\" } }";

    #[test]
    fn fields_are_counted_from_one_with_the_type() {
        let found = types(MEDFORD, "");
        assert_eq!(
            (found.count, found.sum),
            (Some(FieldAt::Index(1)), Some(FieldAt::Index(2)))
        );
        let joined = Names::Joined {
            record: "H".to_owned(),
            field: FieldAt::Last,
            separator: "|".to_owned(),
        };
        assert_eq!(found.names, joined);
    }

    #[test]
    fn a_file_changes_single_keys() {
        let own = "format = { records = { trailer = \"Z\", sum = { of = \"CHARGES\" } } }";
        let found = types(MEDFORD, own);
        assert_eq!(found.trailer.as_deref(), Some("Z"));
        assert_eq!(
            (found.header.as_deref(), found.sum),
            (Some("H"), Some(FieldAt::Index(2)))
        );
    }

    #[test]
    fn names_stand_in_a_field_in_fields_or_in_the_mapping() {
        let of = |names: &str| {
            types(
                &format!("records = {{ detail = \"D\", names = {names} }}"),
                "",
            )
            .names
        };
        assert_eq!(
            of("[\"A\", \"B\"]"),
            Names::Given(vec!["A".to_owned(), "B".to_owned()])
        );
        let fields = Names::Fields {
            record: "C".to_owned(),
            from: 1,
        };
        assert_eq!(of("{ record = \"C\", from = 2 }"), fields);
    }

    #[test]
    fn what_does_not_hang_together_is_told() {
        let given = "names = [\"A\"]";
        for (records, code) in [
            (
                "header = \"H\", names = [\"A\"]".to_owned(),
                "mapping::missing_key",
            ),
            ("detail = \"D\"".to_owned(), "mapping::missing_key"),
            (
                format!("detail = \"D\", {given}, count = {{ field = 2 }}"),
                "mapping::missing_key",
            ),
            (
                format!("detail = \"D\", trailer = \"D\", {given}"),
                "mapping::bad_pattern",
            ),
            (format!("detail = \"\", {given}"), "mapping::bad_pattern"),
            (
                "detail = \"D\", names = { from = 2 }".to_owned(),
                "mapping::missing_key",
            ),
            (
                "detail = \"D\", header = \"H\", names = { field = 1, separator = \"|\" }"
                    .to_owned(),
                "mapping::out_of_range",
            ),
            (
                "detail = \"D\", header = \"H\", names = { field = 2 }".to_owned(),
                "mapping::bad_pattern",
            ),
            (
                "detail = \"D\", header = \"H\", names = { field = \"first\", separator = \"|\" }"
                    .to_owned(),
                "mapping::unknown_value",
            ),
            (
                format!("detail = \"D\", {given}, rows = 1"),
                "mapping::unknown_key",
            ),
        ] {
            let found = read(&format!("records = {{ {records} }}"), "").unwrap_err();
            assert!(found.contains(&code), "{records}: {found:?}");
        }
    }

    #[test]
    fn quotes_may_be_another_sign_or_none() {
        let quote = |text: &str| {
            let mapping = read(text, "").ok()?;
            let Format::Delimited(format) = mapping.files[0].format() else {
                panic!("the format is delimited");
            };
            Some(format.quote)
        };
        assert_eq!(quote("quote = \"\""), Some(None));
        assert_eq!(quote("quote = \"'\""), Some(Some(b'\'')));
        for wrong in [
            "quote = \"ab\"",
            "quote = \"1\"",
            "quote = \";\"\ndelimiter = \";\"",
        ] {
            assert_eq!(quote(wrong), None, "{wrong}");
        }
    }
}
