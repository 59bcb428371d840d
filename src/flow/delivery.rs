//! The delivery: every file that the mapping names, opened and bound to its columns. What is wrong
//! with several files is found together.

use super::checked::Checked;
use super::columns::is_payment_data;
use super::failure::Failure;
use super::job::Job;
use super::note_lines::NoteLines;
use crate::diag::finding::Finding;
use crate::map::{BoundFile, FileMapping};
use crate::read::{self, RowReader};
use crate::record::raw::{ColumnUse, RawRow};
use crate::record::source::{ColumnFault, Entity, Mapped};
use std::path::PathBuf;
use std::sync::Arc;

/// One file of the delivery.
pub struct DeliveredFile {
    /// What its rows are.
    pub entity: Entity,
    /// Its name, as every message and report calls it.
    pub name: String,
    /// Where it is.
    pub path: PathBuf,
    /// Its size in bytes, for progress.
    pub bytes: u64,
    /// Its columns, bound to the mapping.
    pub columns: BoundFile,
    /// Columns of free text, by index.
    pub text_columns: Vec<usize>,
    /// Columns in which a cell that is payment data refuses its row.
    watched: Vec<usize>,
    /// Its notes put together, where a row is a line of one.
    notes: Option<Arc<NoteLines>>,
}

impl DeliveredFile {
    fn open(job: &Job, mapping: &FileMapping) -> Result<Self, Vec<Finding>> {
        Self::bound(job, mapping, |header| mapping.bind(header))
    }

    /// Opens a file of which dropped columns may be missing: the legacy side has purged them.
    ///
    /// # Errors
    /// What refuses the file; the other columns must be those of the mapping.
    pub fn open_purged(job: &Job, mapping: &FileMapping) -> Result<Self, Vec<Finding>> {
        Self::bound(job, mapping, |header| {
            mapping.without_missing_drops(header).bind(header)
        })
    }

    fn bound(
        job: &Job,
        mapping: &FileMapping,
        bind: impl FnOnce(&[String]) -> Result<BoundFile, Vec<Finding>>,
    ) -> Result<Self, Vec<Finding>> {
        let name = mapping.file().to_owned();
        let path = job.exports.join(mapping.path());
        let reader = read::open(&path, &name, mapping.format()).map_err(|finding| vec![finding])?;
        let columns = bind(reader.header())?;
        let bytes = std::fs::metadata(&path)
            .map(|meta| meta.len())
            .unwrap_or_default();
        let text_columns = mapping
            .entity()
            .text_fields()
            .iter()
            .filter_map(|field| mapping.column_of(field))
            .filter_map(|name| columns.columns().iter().position(|column| column == name))
            .collect();
        let mut file = Self {
            entity: mapping.entity(),
            name,
            path,
            bytes,
            columns,
            text_columns,
            watched: Vec::new(),
            notes: None,
        };
        let notes = NoteLines::collect(&file).map_err(|finding| vec![finding])?;
        file.notes = notes.map(Arc::new);
        Ok(file)
    }

    /// Opens the file for reading from its first row on.
    ///
    /// # Errors
    /// A finding that refuses the file.
    pub fn reader(&self) -> Result<Box<dyn RowReader>, Finding> {
        let inner = read::open(&self.path, &self.name, self.mapping().format())?;
        let columns = self.columns.clone();
        let mut reader = Checked::new(inner, &self.name, columns, self.notes.clone());
        reader.select(self.columns.uses().to_vec());
        Ok(Box::new(reader))
    }

    /// Opens the file once more with all its columns, dropped ones apart, and without holding its
    /// trailer against its rows: for rows that are known already.
    ///
    /// # Errors
    /// A finding that refuses the file.
    pub fn plain_reader(&self) -> Result<Box<dyn RowReader>, Finding> {
        let mut reader = read::open(&self.path, &self.name, self.mapping().format())?;
        let whole = |usage: &ColumnUse| match usage {
            ColumnUse::Ignore => ColumnUse::Keep,
            ColumnUse::Keep | ColumnUse::Drop => *usage,
        };
        reader.select(self.columns.uses().iter().map(whole).collect());
        Ok(reader)
    }

    /// Has cells of these columns looked at one by one from now on.
    pub fn watch(&mut self, columns: Vec<usize>) {
        self.watched = columns;
    }

    /// Returns what the mapping makes of a row. Where a cell of a watched column is payment data the
    /// row is refused: no identifier of the portal may hold it, and it cannot be taken out of one.
    #[must_use]
    pub fn map(&self, row: &RawRow) -> Mapped {
        let mut mapped = self.columns.map(row);
        let is_paid = |at: &&usize| row.cells.get(**at).is_some_and(is_payment_data);
        let faults = self.watched.iter().filter(is_paid).map(|at| ColumnFault {
            column: self.column_name(*at).to_owned(),
            code: "row::payment_data",
            message: "looks like a card or bank number, which no such value may be; not shown"
                .to_owned(),
        });
        let faults: Vec<ColumnFault> = faults.collect();
        // A row that is refused anyway has said enough.
        if mapped.record.is_ok() && !faults.is_empty() {
            mapped.record = Err(faults);
        }
        mapped
    }

    /// Opens the file once more with every column, dropped ones too: to copy it and to look for
    /// planted values in it. What comes out of it must go nowhere else.
    ///
    /// # Errors
    /// A finding that refuses the file.
    pub fn raw_reader(&self) -> Result<Box<dyn RowReader>, Finding> {
        let mut reader = read::open(&self.path, &self.name, self.mapping().format())?;
        reader.select(vec![ColumnUse::Keep; self.columns.uses().len()]);
        Ok(reader)
    }

    /// Returns the file's mapping.
    #[must_use]
    pub fn mapping(&self) -> &FileMapping {
        self.columns.mapping()
    }

    /// Returns the name of a column.
    #[must_use]
    pub fn column_name(&self, index: usize) -> &str {
        self.columns.columns().get(index).map_or("", String::as_str)
    }

    /// Returns cents with the name of their column.
    pub fn named_money<'a>(
        &'a self,
        money: &'a [(usize, i64)],
    ) -> impl Iterator<Item = (&'a str, i64)> {
        money
            .iter()
            .map(|(column, cents)| (self.column_name(*column), *cents))
    }
}

/// Opens every file of the delivery, in reading order.
///
/// # Errors
/// Exports, with everything that is wrong with any file.
pub fn open(job: &Job) -> Result<Vec<DeliveredFile>, Failure> {
    if !job.exports.is_dir() {
        return Err(Failure::Exports(vec![
            Finding::error("read::no_delivery", format!("there is no folder `{}`", job.exports.display()))
                .help("name the folder of the exports with `--exports DIR`, or as `exports` in the mapping"),
        ]));
    }
    let (mut files, mut findings) = (Vec::new(), Vec::new());
    for mapping in &job.mapping.files {
        match DeliveredFile::open(job, mapping) {
            Ok(file) => files.push(file),
            Err(faults) => findings.extend(faults),
        }
    }
    if findings.is_empty() {
        files.sort_by_key(|file| file.entity);
        Ok(files)
    } else {
        // What is wrong inside the other files is told now too, not on the next try.
        findings.extend(files.iter().filter_map(structural_fault));
        Err(Failure::Exports(findings))
    }
}

/// Reads a file to its end for the fault that refuses it, if there is one.
fn structural_fault(file: &DeliveredFile) -> Option<Finding> {
    let mut row = RawRow::default();
    let mut reader = match file.reader() {
        Ok(reader) => reader,
        Err(finding) => return Some(finding),
    };
    loop {
        match reader.next(&mut row) {
            Ok(true) => {}
            Ok(false) => return None,
            Err(finding) => return Some(finding),
        }
    }
}
