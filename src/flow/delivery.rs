//! The delivery: every file that the mapping names, opened and bound to its columns. What is wrong
//! with several files is found together.

use super::failure::Failure;
use super::job::Job;
use crate::diag::finding::Finding;
use crate::map::{BoundFile, FileMapping};
use crate::read::{self, FileDigest, RowReader};
use crate::record::origin::Origin;
use crate::record::raw::{ColumnUse, RawRow};
use crate::record::source::Entity;
use std::path::PathBuf;

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
}

impl DeliveredFile {
    fn open(job: &Job, mapping: &FileMapping) -> Result<Self, Vec<Finding>> {
        let name = mapping.file().to_owned();
        let path = job.exports.join(mapping.path());
        let reader = read::open(&path, &name, mapping.format()).map_err(|finding| vec![finding])?;
        let columns = mapping.bind(reader.header())?;
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
        Ok(Self {
            entity: mapping.entity(),
            name,
            path,
            bytes,
            columns,
            text_columns,
        })
    }

    /// Opens the file for reading from its first row on.
    ///
    /// # Errors
    /// A finding that refuses the file.
    pub fn reader(&self) -> Result<Box<dyn RowReader>, Finding> {
        let inner = read::open(&self.path, &self.name, self.mapping().format())?;
        let columns = self.columns.clone();
        let mut reader = Restored { inner, columns };
        reader.select(self.columns.uses().to_vec());
        Ok(Box::new(reader))
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

/// A reader whose number cells are numbers only where the mapping wants one.
struct Restored {
    inner: Box<dyn RowReader>,
    columns: BoundFile,
}

impl RowReader for Restored {
    fn header(&self) -> &[String] {
        self.inner.header()
    }

    fn select(&mut self, uses: Vec<ColumnUse>) {
        self.inner.select(uses);
    }

    fn next(&mut self, row: &mut RawRow) -> Result<bool, Finding> {
        let more = self.inner.next(row)?;
        self.columns.restore(row);
        Ok(more)
    }

    fn bytes_read(&self) -> u64 {
        self.inner.bytes_read()
    }

    fn digest(&mut self) -> FileDigest {
        self.inner.digest()
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
    if !findings.is_empty() {
        // What is wrong inside the other files is told now too, not on the next try.
        findings.extend(files.iter().filter_map(structural_fault));
        return Err(Failure::Exports(findings));
    }
    files.sort_by_key(|file| file.entity);
    findings.extend(files.is_empty().then(|| {
        Finding::error("read::no_files", "the mapping names no files")
            .at(Origin::file(&job.file.name()))
    }));
    if findings.is_empty() {
        Ok(files)
    } else {
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
