//! What a mapping says of one source file: its columns, its key, its format.

use super::field_source::{Column, FieldSource};
use super::fields::Kind;
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
    /// Nothing: rows are not compared.
    None,
}

/// Rows that are left behind.
#[derive(Clone, Debug)]
pub(super) struct Skip {
    /// The column that tells them.
    pub(super) column: Column,
    /// What stands in it.
    pub(super) values: Vec<String>,
    /// Why nobody needs them.
    pub(super) why: String,
}

/// What the other tables over the same file say of its columns.
#[derive(Clone, Debug, Default)]
pub(super) struct Shared {
    /// Columns that they name.
    pub(super) named: Vec<String>,
    /// Columns that they drop.
    pub(super) dropped: Vec<String>,
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
    /// Columns that a person declared to hold no payment data, each with the reason.
    pub(super) cleared: Vec<(Column, String)>,
    pub(super) skips: Vec<Skip>,
    pub(super) shared: Shared,
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

    /// Returns the mapping without the dropped columns that `header` does not have.
    #[must_use]
    pub fn without_missing_drops(&self, header: &[String]) -> Self {
        let mut mapping = self.clone();
        mapping
            .drops
            .retain(|(column, _)| header.contains(&column.name));
        mapping
    }

    /// Returns the ignored columns with the reason, in the mapping's order.
    pub fn ignored_columns(&self) -> impl Iterator<Item = (&str, &str)> {
        self.ignores
            .iter()
            .map(|(column, reason)| (column.name.as_str(), reason.as_str()))
    }

    /// Returns the columns that look like payment data and that a person declared to be none, with
    /// the reason (`not_payment`).
    pub fn cleared_columns(&self) -> impl Iterator<Item = (&str, &str)> {
        self.cleared
            .iter()
            .map(|(column, reason)| (column.name.as_str(), reason.as_str()))
    }

    /// Returns the first field whose value stands in a column, and whether the portal gets that
    /// value as it was typed.
    #[must_use]
    pub fn field_of(&self, column: &str) -> Option<(&'static str, bool)> {
        let mut sources = self.sources.iter();
        let source = sources.find(|s| s.column.as_ref().is_some_and(|c| c.name == column))?;
        let typed = matches!(source.field.kind, Kind::Word | Kind::Text | Kind::Member);
        Some((source.field.name, typed && source.codes.is_empty()))
    }

    /// Returns the bytes of a column's name in the mapping; those of the table where it has none.
    #[must_use]
    pub fn span_of(&self, column: &str) -> Range<usize> {
        let cleared = self.cleared.iter().map(|(column, _)| column);
        let mut all = cleared.chain(self.named());
        let named = all.find(|named| named.name == column);
        named.map_or_else(|| self.span(), |named| named.span.clone())
    }

    /// Returns the column, the values and the reason of rows that are left behind.
    pub fn skipped_rows(&self) -> impl Iterator<Item = (&str, &[String], &str)> {
        self.skips.iter().map(|skip| {
            (
                skip.column.name.as_str(),
                skip.values.as_slice(),
                skip.why.as_str(),
            )
        })
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

    /// Returns the fields of the entity that the mapping gives neither a column nor a constant.
    #[must_use]
    pub fn fields_not_mapped(&self) -> Vec<&'static str> {
        let fields = super::fields::of(self.entity).iter();
        fields
            .map(|field| field.name)
            .filter(|field| !self.has(field))
            .collect()
    }

    /// Returns true where the mapping gives the field a column or a constant.
    #[must_use]
    pub fn has(&self, field: &str) -> bool {
        self.source(field).is_some()
    }

    /// Returns true where each row is one line of a note, to be joined with the others.
    #[must_use]
    pub fn cut_into_lines(&self) -> bool {
        self.entity == Entity::Note && self.has("line")
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
        let zones = self
            .sources
            .iter()
            .filter_map(|source| source.zone.as_ref());
        let zones = zones.map(|zone| &zone.column);
        let drops = self.drops.iter().map(|(column, _)| column);
        let ignores = self.ignores.iter().map(|(column, _)| column);
        used.chain(zones).chain(drops).chain(ignores)
    }

    /// Every column that the table names in any way, by name.
    pub(super) fn mentioned(&self) -> impl Iterator<Item = &Column> {
        self.named()
            .chain(self.skips.iter().map(|skip| &skip.column))
    }
}
