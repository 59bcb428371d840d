//! `skip` and tables that read the same file: which rows and columns a table leaves to others.

use super::field_source::Column;
use super::file_mapping::{FileMapping, Shared, Skip};
use super::toml_table::Table;
use super::toml_walk::Value;
use crate::record::source::Entity;
use std::ops::Range;

/// Reads `skip`: a column with the values whose rows are left behind, and why.
pub(super) fn skips(table: &mut Table<'_>, entity: Entity) -> Vec<Skip> {
    let Some(value) = table.take("skip") else {
        return Vec::new();
    };
    if entity == Entity::Account {
        value.report(
            "mapping::bad_skip",
            "accounts cannot be skipped: every one of them stands in the crosswalk",
            "close them in the legacy system, or have a delivery without them",
        );
        return Vec::new();
    }
    let Some(mut columns) = value.table() else {
        return Vec::new();
    };
    let skip = |(name, span, value): (&str, Range<usize>, Value<'_>)| {
        let mut table = value.table()?;
        let example = "skip = { KIND = { values = [\"T\"], why = \"test rows\" } }";
        let values = table.need("values", example).and_then(|v| v.texts());
        let why = table.need("why", example).and_then(|v| v.text());
        table.finish();
        let name = name.to_owned();
        Some(Skip {
            column: Column { name, span },
            values: values?,
            why: why?,
        })
    };
    columns.rest().into_iter().filter_map(skip).collect()
}

/// Tells every table what the others over the same file say of its columns. A column that one of
/// them drops may be used by none.
pub(super) fn share(top: &Table<'_>, files: &mut [FileMapping]) {
    let shared: Vec<Shared> = (0..files.len()).map(|at| others(files, at)).collect();
    for (file, shared) in files.iter_mut().zip(shared) {
        for column in file.mentioned() {
            let dropped_here = file.drops.iter().any(|(drop, _)| drop.name == column.name);
            if shared.dropped.contains(&column.name) && !dropped_here {
                let message = format!(
                    "[{}] uses the column `{}`, which another table over the same file drops",
                    file.entity.name(),
                    column.name
                );
                let help =
                    "payment data is dropped for every table; take the column out of this one";
                top.report_at(column.span.clone(), "mapping::column_twice", message, help);
            }
        }
        file.shared = shared;
    }
}

fn others(files: &[FileMapping], at: usize) -> Shared {
    let mut shared = Shared::default();
    let Some(file) = files.get(at) else {
        return shared;
    };
    for (i, other) in files.iter().enumerate() {
        if i != at && other.file == file.file {
            let named = other.mentioned().map(|column| column.name.clone());
            shared.named.extend(named);
            let dropped = other.drops.iter().map(|(column, _)| column.name.clone());
            shared.dropped.extend(dropped);
        }
    }
    shared
}
