//! Collects the dropped values of a delivery: the cells of dropped columns, and the numbers that
//! stand in texts, so that they can be taken out and searched for.
//!
//! Values are kept as hashes under a key drawn anew for each process; none can be printed.

use super::delivery::DeliveredFile;
use super::failure::Failure;
use super::job::Job;
use super::stream::each_row;
use crate::decide::payment_text::{self, KnownIds};
use crate::record::payment_kind::PaymentKind;
use crate::record::raw::{Cell, ColumnUse, RawRow};
use crate::record::source::{Entity, Record};
use crate::verify::secrets::SecretSet;
use std::collections::BTreeMap;
use std::hash::{BuildHasher, Hasher, RandomState};

/// The dropped values of a delivery, ready to be searched for.
pub struct Secrets {
    set: SecretSet,
}

impl Secrets {
    /// Returns the secrets of a set that is ready.
    #[cfg(test)]
    pub fn of(set: SecretSet) -> Self {
        Self { set }
    }

    /// Returns the set.
    #[must_use]
    pub fn set(&self) -> &SecretSet {
        &self.set
    }

    /// Adds numbers of our own: a dropped value that equals one of them cannot be told from it,
    /// and is counted as such instead of searched.
    pub fn know<'a>(&mut self, numbers: impl IntoIterator<Item = &'a str>) {
        numbers
            .into_iter()
            .for_each(|number| self.set.add_identifier(number));
        self.set.freeze();
    }

    /// Takes card and bank numbers out of a text: what looks like one, and every value of a
    /// dropped column, however it is written. Returns the kinds; none where the text stays.
    pub fn clean(&self, text: &mut String, known: &KnownIds) -> Vec<PaymentKind> {
        let mut kinds = Vec::new();
        if let Some(redacted) = payment_text::redact(text, known) {
            *text = redacted.text;
            kinds = redacted.found;
        }
        while let Some((range, kind)) = self.set.locate(text) {
            let kind = PaymentKind::from_code(&kind).unwrap_or(PaymentKind::Other);
            text.replace_range(range, payment_text::mark(kind));
            kinds.push(kind);
        }
        kinds
    }
}

/// Draws a key from the operating system's randomness. It never leaves the process, so results do
/// not depend on it.
fn fresh_key() -> [u8; 32] {
    let mut key = [0; 32];
    for part in key.chunks_mut(8) {
        part.copy_from_slice(&RandomState::new().build_hasher().finish().to_le_bytes());
    }
    key
}

/// Collects every dropped value from the exports: the cells of dropped columns, and the numbers
/// that stand in texts.
///
/// # Errors
/// Exports, where a file cannot be read.
pub fn collect(job: &Job, files: &[DeliveredFile]) -> Result<Secrets, Failure> {
    let (mut set, mut known) = (SecretSet::new(fresh_key()), KnownIds::new());
    let with_ids = |file: &&DeliveredFile| {
        matches!(
            file.entity,
            Entity::Account | Entity::Meter | Entity::Customer
        )
    };
    for file in files.iter().filter(with_ids) {
        let bar = job.progress.file("scanning", &file.name, file.bytes);
        each_row(
            file,
            &bar,
            |row| identifier(file, row),
            |id| {
                if let Some(id) = id.filter(|id| !id.is_empty()) {
                    set.add_identifier(&id);
                    known.insert(&id);
                }
                Ok(())
            },
        )?;
    }
    for file in files {
        let dropped = file.columns.dropped();
        if dropped.is_empty() && file.text_columns.is_empty() {
            continue;
        }
        collect_file(job, file, &known, &mut set)?;
    }
    set.freeze();
    Ok(Secrets { set })
}

fn identifier(file: &DeliveredFile, row: &RawRow) -> Option<String> {
    let record = file.columns.map(row).record.ok()?;
    if let Record::Account(r) = record {
        Some(r.legacy_account_number)
    } else if let Record::Meter(r) = record {
        Some(r.meter_number)
    } else if let Record::Customer(r) = record {
        Some(r.phone)
    } else {
        None
    }
}

/// Reads only the columns that hold payment data or free text.
fn collect_file(
    job: &Job,
    file: &DeliveredFile,
    known: &KnownIds,
    set: &mut SecretSet,
) -> Result<(), Failure> {
    let dropped: BTreeMap<usize, &'static str> = file
        .columns
        .dropped()
        .into_iter()
        .map(|(column, kind)| (column, kind.code()))
        .collect();
    let uses = (0..file.columns.uses().len())
        .map(|i| {
            if dropped.contains_key(&i) || file.text_columns.contains(&i) {
                ColumnUse::Keep
            } else {
                ColumnUse::Ignore
            }
        })
        .collect();
    let bar = job.progress.file("scanning", &file.name, file.bytes);
    let refuse = |finding| Failure::Exports(vec![finding]);
    let mut reader = file.reader().map_err(refuse)?;
    reader.select(uses);
    let mut row = RawRow::default();
    while reader.next(&mut row).map_err(refuse)? {
        for (column, kind) in &dropped {
            let value = row
                .cells
                .get(*column)
                .and_then(Cell::found)
                .unwrap_or_default();
            if value.is_empty() {
                continue;
            }
            if matches!(
                *kind,
                "card_number" | "bank_account" | "routing_number" | "iban" | "other"
            ) {
                set.add(kind, value);
            } else {
                set.add_not_searchable(1);
            }
        }
        for column in &file.text_columns {
            let text = row
                .cells
                .get(*column)
                .and_then(Cell::text)
                .unwrap_or_default();
            for found in payment_text::find(text, known) {
                set.add(found.kind.code(), text.get(found.range).unwrap_or_default());
            }
        }
        bar.set_position(reader.bytes_read());
    }
    bar.finish_and_clear();
    Ok(())
}
