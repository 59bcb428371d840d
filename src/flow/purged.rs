//! `cutover verify --purged`: whether the legacy side has deleted what the purge list names.
//!
//! In: a new extract of the legacy system, and the list that the run left. Every column of the
//! extract is looked at, on the list or not: dropped columns must be blank or gone, texts must be
//! clean, and where the original delivery is still at hand no value of it may stand anywhere.
//! Changes nothing. What a hold still keeps is told apart, by a day that the operator names.

use super::beside;
use super::collect::{self, Collected};
use super::delivery::DeliveredFile;
use super::failure::Failure;
use super::job::Job;
use super::secrets::Secrets;
use super::stream::each_part;
use super::{delivery, not_named};
use crate::decide::payment_text;
use crate::diag::finding::{Finding, Severity};
use crate::record::payment_kind::PaymentKind;
use crate::record::raw::{Cell, ColumnUse, RawRow};
use crate::write::purge_list::{self, PurgeLine};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What became of one line of the purge list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Nothing of it is left.
    Gone,
    /// The extract no longer has the column.
    NoColumn,
    /// It is still there, and its hold has not passed on the day named.
    Held,
    /// It is still there.
    StillThere,
    /// The extract does not have the file, so nothing is shown.
    NotShown,
    /// It is there and not on the list.
    New,
}

impl State {
    /// Returns true where the purge is shown, or not due.
    #[must_use]
    pub fn is_good(self) -> bool {
        matches!(self, Self::Gone | Self::NoColumn | Self::Held)
    }
}

/// A line of the purge list, and what the new extract shows of it.
#[derive(Clone, Debug, serde::Serialize)]
pub struct PurgedLine {
    /// The file.
    pub file: String,
    /// The column.
    pub column: String,
    /// What it held.
    pub kind: String,
    /// Rows in the delivery.
    pub rows_then: u64,
    /// Rows in the new extract.
    pub rows_now: u64,
    /// Last day the legacy side must keep it.
    pub hold_date: Option<NaiveDate>,
    /// What became of it.
    pub state: State,
}

/// What the new extract shows.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Purged {
    /// The lines of the list, then what was found beside it.
    pub lines: Vec<PurgedLine>,
    /// Values of the original delivery that were looked for in every cell; none where it is not at
    /// hand any more.
    pub values_searched: Option<u64>,
    /// Rows of the new extract.
    pub rows: u64,
}

impl Purged {
    /// Returns true where everything that is due is shown to be gone.
    #[must_use]
    pub fn is_good(&self) -> bool {
        self.lines.iter().all(|line| line.state.is_good()) && self.rows > 0
    }
}

/// A column and what stands in it.
type Place = (String, String, PaymentKind);

/// What was counted in the new extract.
#[derive(Default)]
struct Counted {
    places: BTreeMap<Place, u64>,
    columns: BTreeSet<(String, String)>,
    files: BTreeSet<String>,
    rows: u64,
}

/// Looks at a new extract, of which `day` is the day it was made.
///
/// # Errors
/// Portal, where the run left no list; exports, where the new extract cannot be read.
pub fn purged(job: &Job, extract: &Path, day: Option<NaiveDate>) -> Result<Purged, Failure> {
    let list = list(&job.target.out)?;
    let original = original(job);
    let new = job.on(extract);
    let mut files = opened(&new)?;
    let Collected {
        secrets, columns, ..
    } = collect::collect(&new, &mut files)?;
    let mut counted = Counted::default();
    for (file, verdict) in files.iter().zip(&columns) {
        for (column, kind, rows) in &verdict.undeclared {
            *counted
                .places
                .entry((file.name.clone(), column.clone(), *kind))
                .or_default() += rows;
        }
        count(&new, file, (&secrets, original.as_ref()), &mut counted)?;
    }
    for one in beside::unread(&new, &files, secrets.known())?.found {
        counted.files.insert(one.file.clone());
        counted
            .columns
            .insert((one.file.clone(), one.column.clone()));
        *counted
            .places
            .entry((one.file, one.column, one.kind))
            .or_default() += one.rows;
    }
    counted.files.extend(not_named::files(&new));
    Ok(Purged {
        values_searched: original.as_ref().map(|s| s.set().counts().searched),
        rows: counted.rows,
        lines: judged(list, counted, day),
    })
}

/// Reads the list that the run left.
fn list(out: &Path) -> Result<Vec<PurgeLine>, Failure> {
    let path = out.join("legacy-purge-list.csv");
    let file = std::fs::File::open(&path).map_err(|error| {
        Failure::Portal(format!(
            "`{}` cannot be read: {error}; `cutover run` makes it",
            path.display()
        ))
    })?;
    purge_list::read(file).map_err(|why| {
        Failure::Portal(format!(
            "`{}` is not what a run leaves: {why}",
            path.display()
        ))
    })
}

/// Returns the values of the delivery that the run was made from, where it is still at hand.
fn original(job: &Job) -> Option<Secrets> {
    let mut files = delivery::open(job).ok()?;
    let collected = collect::collect(job, &mut files).ok()?;
    let secrets = collected.secrets;
    (secrets.set().counts().searched > 0).then_some(secrets)
}

/// Opens what is there of the mapping's files. A dropped column may be missing now.
fn opened(new: &Job) -> Result<Vec<DeliveredFile>, Failure> {
    let (mut files, mut findings) = (Vec::new(), Vec::new());
    for mapping in &new.mapping.files {
        match DeliveredFile::open_purged(new, mapping) {
            Ok(file) => files.push(file),
            Err(all) if all.iter().all(is_missing) => {}
            Err(all) => findings.extend(all),
        }
    }
    if files.is_empty() && findings.is_empty() {
        let message = format!(
            "`{}` has none of the mapping's files",
            new.exports.display()
        );
        findings.push(
            Finding::error("read::no_delivery", message)
                .help("name the folder of the new extract with `--purged DIR`"),
        );
    }
    if findings.iter().any(|f| f.severity == Severity::Error) {
        return Err(Failure::Exports(findings));
    }
    files.sort_by_key(|file| file.entity);
    Ok(files)
}

fn is_missing(finding: &Finding) -> bool {
    matches!(finding.code, "read::missing_file" | "read::missing_sheet")
}

/// Counts what is left in a file.
fn count(
    new: &Job,
    file: &DeliveredFile,
    (secrets, original): (&Secrets, Option<&Secrets>),
    counted: &mut Counted,
) -> Result<(), Failure> {
    let dropped: BTreeMap<usize, PaymentKind> = file.columns.dropped().into_iter().collect();
    let left = |at: usize, cell: &Cell| -> BTreeSet<PaymentKind> {
        let text = shown(cell);
        if let Some(kind) = dropped.get(&at) {
            return holds_value(&text).then_some(*kind).into_iter().collect();
        }
        let found = if file.text_columns.contains(&at) {
            payment_text::find(&text, secrets.known())
        } else {
            Vec::new()
        };
        let of_delivery = original.and_then(|o| o.set().locate(&text));
        let known = |(_, kind): (_, String)| PaymentKind::from_code(&kind);
        let kinds = found.into_iter().map(|found| found.kind);
        kinds.chain(of_delivery.and_then(known)).collect()
    };
    let look = |rows: &mut [RawRow]| {
        let mut places: BTreeMap<(usize, PaymentKind), u64> = BTreeMap::new();
        for row in rows.iter() {
            for (at, cell) in row.cells.iter().enumerate() {
                for kind in left(at, cell) {
                    *places.entry((at, kind)).or_default() += 1;
                }
            }
        }
        (places, rows.len() as u64)
    };
    let whole = vec![ColumnUse::Keep; file.columns.uses().len()];
    let bar = new.progress.file("searching", &file.name, file.bytes);
    let name = &file.name;
    each_part(file, &bar, whole, look, |(places, rows)| {
        for ((at, kind), count) in places {
            let place = (name.clone(), file.column_name(at).to_owned(), kind);
            *counted.places.entry(place).or_default() += count;
        }
        counted.rows += rows;
        Ok(())
    })?;
    counted.files.insert(name.clone());
    let columns = file.columns.columns().iter();
    counted
        .columns
        .extend(columns.map(|column| (name.clone(), column.clone())));
    Ok(())
}

fn shown(cell: &Cell) -> String {
    if let Cell::Number(number) = cell {
        number.normalize().to_string()
    } else {
        cell.found().unwrap_or_default().to_owned()
    }
}

/// Returns true where a cell of a dropped column still says something: blanks, and one sign over and
/// over such as `0000` or `XXXX-XXXX`, say nothing.
fn holds_value(text: &str) -> bool {
    let mut signs = text
        .chars()
        .filter(|c| c.is_alphanumeric() || *c == '*' || *c == '#');
    let Some(first) = signs.next() else {
        return false;
    };
    let filler = matches!(first, '0' | '9' | 'X' | 'x' | '*' | '#') && signs.all(|c| c == first);
    !filler
}

/// Holds what was counted against the list.
fn judged(list: Vec<PurgeLine>, mut counted: Counted, day: Option<NaiveDate>) -> Vec<PurgedLine> {
    let mut lines: Vec<PurgedLine> = Vec::new();
    for line in list {
        let kind = PaymentKind::from_code(&line.kind).unwrap_or(PaymentKind::Other);
        let place = (line.file.clone(), line.column.clone(), kind);
        let rows_now = counted.places.remove(&place).unwrap_or_default();
        let has_column = counted
            .columns
            .contains(&(line.file.clone(), line.column.clone()));
        let held = matches!((line.hold_date, day), (Some(hold), Some(day)) if day <= hold);
        let state = match (counted.files.contains(&line.file), has_column, rows_now) {
            (false, _, _) => State::NotShown,
            (true, false, 0) => State::NoColumn,
            (true, true, 0) => State::Gone,
            (true, _, _) if held => State::Held,
            (true, _, _) => State::StillThere,
        };
        lines.push(PurgedLine {
            file: line.file,
            column: line.column,
            kind: line.kind,
            rows_then: line.rows,
            rows_now,
            hold_date: line.hold_date,
            state,
        });
    }
    let rest = counted.places.into_iter().filter(|(_, rows)| *rows > 0);
    lines.extend(rest.map(|((file, column, kind), rows)| PurgedLine {
        file,
        column,
        kind: kind.code().to_owned(),
        rows_then: 0,
        rows_now: rows,
        hold_date: None,
        state: State::New,
    }));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filler_is_no_value() {
        for text in [
            "",
            "  ",
            "0000000000000000",
            "XXXX-XXXX",
            "********",
            "999999999",
        ] {
            assert!(!holds_value(text), "{text}");
        }
        for text in [
            "4111111111111111",
            "XXXXXXXXXXXX1111",
            "J DOE",
            "C",
            "10/19",
        ] {
            assert!(holds_value(text), "{text}");
        }
    }
}
