//! What a mapping says of one source file: its columns, its key, its format.

use super::field_source::{Column, FieldSource};
use super::format::Written;
use crate::record::format::Format;
use crate::record::payment_kind::PaymentKind;
use crate::record::source::Entity;
use std::ops::Range;

/// What becomes of a row whose key stood in the file before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Duplicates {
    /// It is refused; the first stands.
    Reject,
    /// It is left behind by rule.
    DropRepeated,
}

/// What tells rows apart.
#[derive(Clone, Debug)]
pub(super) enum Key {
    /// These columns.
    Columns(Vec<Column>),
    /// Every column.
    WholeRow,
}

/// What the mapping says of one source file.
#[derive(Clone, Debug)]
pub struct FileMapping {
    pub(super) entity: Entity,
    pub(super) file: String,
    pub(super) written: Written,
    pub(super) zone: chrono_tz::Tz,
    pub(super) sources: Vec<FieldSource>,
    pub(super) drops: Vec<(Column, PaymentKind)>,
    pub(super) ignores: Vec<(Column, String)>,
    pub(super) key: Key,
    pub(super) duplicates: Duplicates,
    pub(super) span: Range<usize>,
}

impl FileMapping {
    /// Returns what the file's rows are.
    #[must_use]
    pub fn entity(&self) -> Entity {
        self.entity
    }

    /// Returns the file's name.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// Returns the name of the file on disk: that of the workbook, for a sheet.
    #[must_use]
    pub fn path(&self) -> &str {
        match (&self.written.format, self.file.split_once('#')) {
            (Format::Workbook(_), Some((workbook, _))) => workbook,
            _ => &self.file,
        }
    }

    /// Returns how the file is written.
    #[must_use]
    pub fn format(&self) -> &Format {
        &self.written.format
    }

    /// Returns what becomes of rows that repeat a key.
    #[must_use]
    pub fn duplicates(&self) -> Duplicates {
        self.duplicates
    }

    /// Returns the bytes of its table in the mapping.
    #[must_use]
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// Returns every column that the mapping names, in the mapping's order.
    #[must_use]
    pub fn columns(&self) -> Vec<&str> {
        self.named().map(|column| column.name.as_str()).collect()
    }

    /// Returns the dropped columns with the kind of payment data, in the mapping's order.
    pub fn dropped_columns(&self) -> impl Iterator<Item = (&str, PaymentKind)> {
        self.drops
            .iter()
            .map(|(column, kind)| (column.name.as_str(), *kind))
    }

    /// Returns the ignored columns with the reason, in the mapping's order.
    pub fn ignored_columns(&self) -> impl Iterator<Item = (&str, &str)> {
        self.ignores
            .iter()
            .map(|(column, reason)| (column.name.as_str(), reason.as_str()))
    }

    /// Returns the legacy column behind a canonical field.
    #[must_use]
    pub fn column_of(&self, field: &str) -> Option<&str> {
        Some(&self.source(field)?.column.as_ref()?.name)
    }

    /// Returns the constant that a canonical field has in every row, such as the unit.
    #[must_use]
    pub fn constant_of(&self, field: &str) -> Option<&str> {
        self.source(field)?.always.as_deref()
    }

    /// Returns true where the mapping gives the field a column or a constant.
    #[must_use]
    pub fn has(&self, field: &str) -> bool {
        self.source(field).is_some()
    }

    /// Returns true where the field is mapped and a row without a value in it is refused.
    #[must_use]
    pub fn needs(&self, field: &str) -> bool {
        self.source(field)
            .is_some_and(|source| source.field.required)
    }

    pub(super) fn source(&self, field: &str) -> Option<&FieldSource> {
        self.sources
            .iter()
            .find(|source| source.field.name == field)
    }

    /// Every column with its place, fields first, then drops, then ignores.
    pub(super) fn named(&self) -> impl Iterator<Item = &Column> {
        let used = self
            .sources
            .iter()
            .filter_map(|source| source.column.as_ref());
        let drops = self.drops.iter().map(|(column, _)| column);
        let ignores = self.ignores.iter().map(|(column, _)| column);
        used.chain(drops).chain(ignores)
    }
}
