//! Reads the table of one source file.
//!
//! Every column is named once: used by a field, in `drop`, or in `ignore` with a reason.

use super::field_source::{Column, field_source};
use super::fields::{self, Kind};
use super::file_mapping::{Duplicates, FileMapping, Key, Shared};
use super::format::{Written, own};
use super::reasons::{IGNORE, NOT_PAYMENT, can_be_cleared, reasons};
use super::skips::skips;
use super::toml_table::Table;
use super::toml_walk::Value;
use crate::record::payment_kind::PaymentKind;
use crate::record::source::Entity;
use std::ops::Range;

/// Reads an entity's table. A donation's program goes into `program`.
pub(super) fn file(
    entity: Entity,
    value: &Value<'_>,
    general: &Written,
    zone: chrono_tz::Tz,
    program: &mut Option<String>,
) -> Option<FileMapping> {
    let mut table = value.table()?;
    let file = table.need("file", "file = \"…\"").and_then(|v| v.text());
    let written = match table.take("format") {
        Some(value) => own(&value, general),
        None => general.clone(),
    };
    let mut sources = Vec::new();
    for field in fields::of(entity) {
        let example = if let Kind::Code(values) = field.kind {
            let first = values.first().copied().unwrap_or_default();
            format!(
                "{} = {{ always = \"{first}\" }}, or the legacy column with its codes",
                field.name
            )
        } else {
            format!("{} = \"…\" with the legacy column", field.name)
        };
        let found = if field.mapped {
            table.need(field.name, &example)
        } else {
            table.take(field.name)
        };
        sources.extend(found.and_then(|v| field_source(field, &v, program)));
    }
    sources.sort_by_key(|source| source.column.as_ref().map_or(usize::MAX, |c| c.span.start));
    let drops = drops(&mut table);
    let ignores = reasons(&mut table, &IGNORE);
    let cleared = reasons(&mut table, &NOT_PAYMENT);
    let skips = skips(&mut table, entity);
    let duplicates = table
        .take("repeated_rows")
        .map_or(Some(Duplicates::Reject), |v| {
            v.choice(&[
                ("reject", Duplicates::Reject),
                ("drop", Duplicates::DropRepeated),
            ])
        });
    let key = table.take("key");
    let mut mapping = FileMapping {
        entity,
        file: file.unwrap_or_default(),
        written,
        zone,
        sources,
        drops,
        ignores,
        cleared,
        skips,
        shared: Shared::default(),
        key: Key::WholeRow,
        duplicates: duplicates.unwrap_or(Duplicates::Reject),
        span: value.span(),
    };
    let found = match key {
        Some(value) => own_key(&value, &mapping),
        None => usual_key(&table, &mapping),
    };
    table.finish();
    twice(value, &mapping);
    can_be_cleared(value, &mapping);
    if let Some(key) = found {
        mapping.key = key;
    }
    Some(mapping)
}

fn drops(table: &mut Table<'_>) -> Vec<(Column, PaymentKind)> {
    let Some(value) = table.take("drop") else {
        return Vec::new();
    };
    if !value.is_table() {
        value.wrong_type(
            "every column with its kind of payment data",
            "drop = { CARD_NO = \"card number\" }",
        );
        return Vec::new();
    }
    let named = value
        .table()
        .map(|mut list| list.rest())
        .unwrap_or_default();
    let kind = |(name, span, v): (&str, Range<usize>, Value<'_>)| {
        let name = name.to_owned();
        Some((
            Column { name, span },
            v.choice(&super::payment_kind::WORDS)?,
        ))
    };
    named.into_iter().filter_map(kind).collect()
}

/// Reads `key`: columns, `"whole row"`, or `"none"`.
fn own_key(value: &Value<'_>, mapping: &FileMapping) -> Option<Key> {
    if !value.is_array() {
        let whole = value.choice(&[("whole row", Key::WholeRow), ("none", Key::None)])?;
        if matches!(whole, Key::WholeRow) && !mapping.drops.is_empty() {
            let message = format!(
                "`{}` is the whole row, but the file has dropped columns",
                value.path()
            );
            value.report(
                "mapping::bad_key",
                message,
                "list columns that are not dropped",
            );
        }
        return Some(whole);
    }
    let columns: Vec<_> = value
        .list()?
        .iter()
        .filter_map(|v| {
            let column = super::field_source::column(v)?;
            let known = mapping.named().any(|named| named.name == column.name);
            let dropped = mapping
                .drops
                .iter()
                .any(|(named, _)| named.name == column.name);
            if !known || dropped {
                let why = if dropped {
                    "is dropped"
                } else {
                    "is not named in this table"
                };
                let message = format!("the key's column `{}` {why}", column.name);
                v.report(
                    "mapping::bad_key",
                    message,
                    "a key is made of columns that are used or ignored",
                );
            }
            Some(column)
        })
        .collect();
    if columns.is_empty() {
        let message = format!("`{}` names no column", value.path());
        value.report(
            "mapping::bad_key",
            message,
            "list the columns that tell one row from another",
        );
    }
    Some(Key::Columns(columns))
}

/// Returns the catalogue's key, where every field of it has a column.
fn usual_key(table: &Table<'_>, mapping: &FileMapping) -> Option<Key> {
    let mut names = fields::key_of(mapping.entity).to_vec();
    if names.is_empty() {
        return Some(Key::None);
    }
    if mapping.cut_into_lines() {
        names.push("line");
    }
    let column = |name: &&str| mapping.source(name)?.column.clone();
    let columns: Option<Vec<_>> = names.iter().map(column).collect();
    let unmapped = |name: &&str| {
        let field = fields::of(mapping.entity).iter().find(|f| f.name == *name);
        field.is_some_and(|f| !f.mapped) && !mapping.has(name)
    };
    if columns.is_none() && names.iter().any(unmapped) {
        let example = format!(
            "key = [\"…\"], the columns that tell rows apart; usually {}",
            super::suggest::listed(names.iter().copied())
        );
        table.missing("key", &example);
    }
    columns.map(Key::Columns)
}

/// Collects every column that is named a second time.
fn twice(value: &Value<'_>, mapping: &FileMapping) {
    let mut named: Vec<&Column> = mapping.named().collect();
    named.sort_by_key(|column| column.span.start);
    for (i, column) in named.iter().enumerate() {
        let alike = |other: &&&Column| other.name == column.name;
        let before = named.iter().take(i).filter(alike).count();
        if before > 0 && !(again(mapping, column) && before == of_fields(mapping, column)) {
            let message = format!(
                "[{}] names the column `{}` twice",
                value.path(),
                column.name
            );
            value.report_at(
                column.span.clone(),
                "mapping::column_twice",
                message,
                "a column is used once, dropped or ignored; where it is the value of two fields, write `again = true` with the second",
            );
        }
    }
}

/// Returns true where the field that names the column here says that another one has it too.
fn again(mapping: &FileMapping, column: &Column) -> bool {
    let mut sources = mapping.sources.iter().filter(|source| source.again);
    sources.any(|source| {
        let named = source.column.as_ref();
        named.is_some_and(|named| named.span == column.span)
    })
}

/// Returns how many fields have the column before it is named here.
fn of_fields(mapping: &FileMapping, column: &Column) -> usize {
    let columns = mapping.sources.iter().filter_map(|s| s.column.as_ref());
    let before = columns.filter(|c| c.name == column.name && c.span.start < column.span.start);
    before.count()
}
