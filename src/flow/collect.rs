//! What must be known of a delivery's payment data before a row is taken in: every dropped value,
//! the identifiers that may stand in texts, and what each column looks like.
//!
//! Two readings of the files. The first sees every column, also those that nobody needs: it counts
//! what cells look like, keeps dropped values, and learns the delivery's own numbers. The second
//! looks through texts. Values are kept as hashes under a key drawn anew for each process; none can
//! be printed, and cells that held one are wiped.

use super::columns::{Columns, Verdict};
use super::delivery::DeliveredFile;
use super::failure::Failure;
use super::job::Job;
use super::secrets::{Secrets, Value};
use super::stream::{each_part, each_row};
use crate::decide::payment_text::{self, KnownIds};
use crate::diag::finding::{Finding, Severity};
use crate::read::keys::fresh_key;
use crate::record::payment_kind::PaymentKind;
use crate::record::raw::{Cell, ColumnUse, RawRow};
use crate::record::source::{Entity, Record};
use crate::verify::secrets::SecretSet;

/// What was collected.
pub struct Collected {
    /// The dropped values and the delivery's own numbers.
    pub secrets: Secrets,
    /// What the columns of each file look like, in the order of the delivery.
    pub columns: Vec<Verdict>,
    /// Columns of payment data that nobody declared, each an error; and warnings.
    pub findings: Vec<Finding>,
}

impl Collected {
    /// Returns the secrets, the columns and the warnings.
    ///
    /// # Errors
    /// Exports, where a column of payment data comes under another name.
    pub fn settled(self) -> Result<(Secrets, Vec<Verdict>, Vec<Finding>), Failure> {
        let refuses = |finding: &Finding| finding.severity == Severity::Error;
        if self.findings.iter().any(refuses) {
            return Err(Failure::Exports(self.findings));
        }
        Ok((self.secrets, self.columns, self.findings))
    }
}

/// Reads the delivery and collects. What is wrong with one file does not hide what is wrong with
/// the others.
///
/// # Errors
/// Exports, where the structure of any file cannot be trusted.
pub fn collect(job: &Job, files: &mut [DeliveredFile]) -> Result<Collected, Failure> {
    let (mut set, mut known) = (SecretSet::new(fresh_key()), KnownIds::new());
    let mut findings = Vec::new();
    let mut columns: Vec<Verdict> = files.iter().map(|_| Verdict::default()).collect();
    // Dropped values first: what else stands in the delivery is held against them.
    let mut order: Vec<usize> = (0..files.len()).collect();
    order.sort_by_key(|i| {
        files
            .get(*i)
            .is_some_and(|f| f.columns.dropped().is_empty())
    });
    for i in order {
        let (Some(file), Some(slot)) = (files.get(i), columns.get_mut(i)) else {
            continue;
        };
        let read = identifiers(job, file, &mut set, &mut known)
            .and_then(|()| first_look(job, file, &mut set));
        match read {
            Ok(seen) => *slot = seen.judge(file, (&mut known, &mut set)),
            Err(Failure::Exports(more)) => findings.extend(more),
            Err(other) => return Err(other),
        }
    }
    if !findings.is_empty() {
        return Err(Failure::Exports(findings));
    }
    set.freeze();
    let mut found = Vec::new();
    for file in files.iter() {
        second_look(job, file, (&known, &set), &mut found)?;
    }
    for (kind, value) in found {
        value.add_to(&mut set, kind);
    }
    set.freeze();
    for (file, verdict) in files.iter_mut().zip(&columns) {
        file.watch(verdict.watched.clone());
    }
    let findings = columns.iter().flat_map(|verdict| verdict.findings.clone());
    Ok(Collected {
        secrets: Secrets::new(set, known),
        findings: findings.collect(),
        columns,
    })
}

/// Learns the numbers of accounts, meters and telephones, as the mapping reads them.
fn identifiers(
    job: &Job,
    file: &DeliveredFile,
    set: &mut SecretSet,
    known: &mut KnownIds,
) -> Result<(), Failure> {
    if !matches!(
        file.entity,
        Entity::Account | Entity::Meter | Entity::Customer
    ) {
        return Ok(());
    }
    let bar = job.progress.file("scanning", &file.name, file.bytes);
    each_row(
        file,
        &bar,
        |row| identifier(file, row),
        |id| {
            if let Some(id) = id.filter(|id| !id.is_empty()) {
                set.add_identifier(&id);
                if file.entity == Entity::Customer {
                    known.insert_phone(&id);
                } else {
                    known.insert(&id);
                }
            }
            Ok(())
        },
    )
    .map(drop)
}

fn identifier(file: &DeliveredFile, row: &RawRow) -> Option<String> {
    let record = file.map(row).record.ok()?;
    if let Record::Account(r) = record {
        Some(r.legacy_account_number)
    } else if let Record::Meter(r) = record {
        Some(r.meter_number)
    } else if let Record::Customer(r) = record {
        // A card number in the place of a telephone must not become known.
        KnownIds::is_phone(&r.phone).then_some(r.phone)
    } else {
        None
    }
}

/// What a part of a file's rows came to.
struct Part {
    columns: Columns,
    dropped: Vec<(PaymentKind, Value)>,
}

/// Reads every column of a file.
fn first_look(job: &Job, file: &DeliveredFile, set: &mut SecretSet) -> Result<Columns, Failure> {
    let dropped = file.columns.dropped();
    let shared = file.columns.uses();
    let work = |rows: &mut [RawRow]| {
        let mut part = Part {
            columns: Columns::new(file),
            dropped: Vec::new(),
        };
        for row in rows {
            for (column, cell) in row.cells.iter().enumerate() {
                // A column that another table of the same file drops is that table's affair.
                if shared.get(column) != Some(&ColumnUse::Drop) {
                    part.columns.take(column, cell);
                }
            }
            for (column, kind) in &dropped {
                if let Some(cell) = row.cells.get_mut(*column) {
                    part.dropped.extend(Value::take(cell).map(|v| (*kind, v)));
                }
            }
        }
        part
    };
    let whole = vec![ColumnUse::Keep; shared.len()];
    let bar = job.progress.file("scanning", &file.name, file.bytes);
    let mut seen = Columns::new(file);
    each_part(file, &bar, whole, work, |part| {
        for (kind, value) in &part.dropped {
            value.add_to(set, *kind);
        }
        seen.add(part.columns);
        Ok(())
    })?;
    Ok(seen)
}

/// Looks through the columns that hold free text, and notes what stands in others as it is carried:
/// a short dropped value that equals an ordinary number there cannot be told from it.
fn second_look(
    job: &Job,
    file: &DeliveredFile,
    (known, set): (&KnownIds, &SecretSet),
    found: &mut Vec<(PaymentKind, Value)>,
) -> Result<(), Failure> {
    let columns = file.columns.columns().iter().enumerate();
    let kept = |name: &str| file.mapping().field_of(name).is_some();
    let uses: Vec<ColumnUse> = columns
        .map(|(at, name)| match file.columns.uses().get(at) {
            Some(ColumnUse::Keep) if kept(name) => ColumnUse::Keep,
            _ => ColumnUse::Ignore,
        })
        .collect();
    let look = |rows: &mut [RawRow]| {
        let mut all = Vec::new();
        for row in rows.iter() {
            for (at, cell) in row.cells.iter().enumerate() {
                if !file.text_columns.contains(&at) {
                    note(set, cell);
                    continue;
                }
                let text = cell.text().unwrap_or_default();
                for found in payment_text::find(text, known) {
                    let piece = text.get(found.range).unwrap_or_default();
                    all.push((found.kind, Value::of(piece)));
                }
            }
        }
        all
    };
    let bar = job.progress.file("scanning", &file.name, file.bytes);
    each_part(file, &bar, uses, look, |all| {
        found.extend(all);
        Ok(())
    })
}

fn note(set: &SecretSet, cell: &Cell) {
    if let Cell::Number(number) = cell {
        set.note_ordinary(&number.normalize().to_string());
    } else if let Some(text) = cell.text().filter(|text| text.len() > 5) {
        set.note_ordinary(text);
    }
}
