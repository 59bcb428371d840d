//! Brings a file's real header and its mapping together.
//!
//! Columns are found by name, so their order may differ. Where mapping and file disagree about a
//! column, both are shown and the file is refused.

use super::file_mapping::{Duplicates, FileMapping, Key};
use super::record_types::SumOf;
use super::suggest::nearest;
use crate::diag::finding::Finding;
use crate::record::origin::Origin;
use crate::record::payment_kind::PaymentKind;
use crate::record::raw::{Cell, ColumnUse, RawRow};
use crate::record::source::Entity;

/// A file whose header agrees with its mapping: indices are columns of the file.
#[derive(Clone, Debug)]
pub struct BoundFile {
    pub(super) mapping: FileMapping,
    /// Where each of the mapping's sources stands in the file.
    pub(super) at: Vec<Option<usize>>,
    /// Where the zone labels of each source stand in the file.
    pub(super) zones: Vec<Option<usize>>,
    columns: Vec<String>,
    uses: Vec<ColumnUse>,
    key: Vec<usize>,
    /// Columns with the values whose rows are left behind.
    skips: Vec<(usize, Vec<String>)>,
}

impl FileMapping {
    /// Returns where the file's header and the mapping disagree; nothing where they agree.
    #[must_use]
    pub fn check_header(&self, header: &[String]) -> Vec<Finding> {
        let mentioned = self.mentioned().map(|column| column.name.as_str());
        let named: Vec<&str> = mentioned.collect();
        let missing: Vec<_> = self
            .mentioned()
            .filter(|column| !header.contains(&column.name))
            .collect();
        if missing.len() == named.len() {
            return vec![self.no_header()];
        }
        let unnamed: Vec<&String> = header
            .iter()
            .filter(|name| !named.contains(&name.as_str()))
            .filter(|name| !self.shared.named.contains(*name))
            .collect();
        let mut findings = Vec::new();
        for column in &missing {
            let free = unnamed.iter().map(|name| name.as_str());
            let help = nearest(&column.name, free).map_or_else(
                || "take it out of the mapping, or ask for a delivery that has it".to_owned(),
                |near| format!("did you mean `{}`?", shown(near)),
            );
            let message = format!("{} has no column `{}`", self.file, column.name);
            let finding = Finding::error("map::column_missing", message);
            findings.push(finding.in_mapping(column.span.clone()).help(help));
        }
        for name in &unnamed {
            let free = missing.iter().map(|column| column.name.as_str());
            let help = nearest(name, free).map_or_else(
                || "use it, or name it in `drop` or, with a reason, in `ignore`".to_owned(),
                |near| format!("the mapping has `{near}`, which the file has not"),
            );
            findings.push(self.disagrees(
                "map::column_not_named",
                format!(
                    "column `{}` is not named in [{}]",
                    shown(name),
                    self.entity.name()
                ),
                &help,
            ));
        }
        for (i, name) in header.iter().enumerate() {
            if header.iter().take(i).any(|before| before == name) {
                findings.push(self.disagrees(
                    "map::column_not_named",
                    format!("two columns are called `{}`", shown(name)),
                    "ask for a delivery in which every column has its own name",
                ));
            }
        }
        findings
    }

    /// Binds the mapping to the header that the file has.
    ///
    /// # Errors
    /// Every column about which the two disagree.
    pub fn bind(&self, header: &[String]) -> Result<BoundFile, Vec<Finding>> {
        let findings = self.check_header(header);
        if !findings.is_empty() {
            return Err(findings);
        }
        let find = |name: &str| header.iter().position(|column| column == name);
        let at: Vec<_> = self
            .sources
            .iter()
            .map(|source| find(&source.column.as_ref()?.name))
            .collect();
        let zones: Vec<_> = self
            .sources
            .iter()
            .map(|source| find(&source.zone.as_ref()?.column.name))
            .collect();
        let key: Vec<usize> = match &self.key {
            Key::WholeRow => (0..header.len()).collect(),
            Key::None => Vec::new(),
            Key::Columns(columns) => columns.iter().filter_map(|c| find(&c.name)).collect(),
        };
        let mut uses = vec![ColumnUse::Ignore; header.len()];
        let skips: Vec<(usize, Vec<String>)> = self
            .skips
            .iter()
            .filter_map(|skip| Some((find(&skip.column.name)?, skip.values.clone())))
            .collect();
        let summed = match &self.written.sum_of {
            Some(SumOf::Column(name)) => find(name),
            Some(SumOf::FirstAmount) | None => None,
        };
        let kept = at
            .iter()
            .chain(&zones)
            .flatten()
            .chain(&key)
            .chain(&summed)
            .copied();
        let kept = kept.chain(skips.iter().map(|(column, _)| *column));
        let kept: Vec<_> = kept.map(|index| (index, ColumnUse::Keep)).collect();
        let dropped = self
            .drops
            .iter()
            .map(|(column, _)| &column.name)
            .chain(&self.shared.dropped)
            .filter_map(|name| find(name));
        // Dropping comes last: nothing can keep a column that holds payment data.
        for (index, wanted) in kept
            .into_iter()
            .chain(dropped.map(|i| (i, ColumnUse::Drop)))
        {
            if let Some(slot) = uses.get_mut(index) {
                *slot = wanted;
            }
        }
        Ok(BoundFile {
            mapping: self.clone(),
            at,
            zones,
            columns: header.to_vec(),
            uses,
            key,
            skips,
        })
    }

    fn disagrees(&self, code: &'static str, message: String, help: &str) -> Finding {
        Finding::error(code, format!("{}: {message}", self.file))
            .at(Origin::file(&self.file))
            .in_mapping(self.span())
            .help(help)
    }

    fn no_header(&self) -> Finding {
        self.disagrees(
            "map::no_header",
            "none of the mapping's columns is in the first line".to_owned(),
            "the file may have lost its header, or have another `delimiter` or `encoding`",
        )
    }
}

/// Returns a header's name for display. Where a header is missing the first row stands in its
/// place, so a name with more digits than names have is shown as its shape.
fn shown(name: &str) -> String {
    let digits = name.chars().filter(|c| c.is_numeric()).count();
    let shape = |c: char| match c {
        c if c.is_control() => ' ',
        c if c.is_numeric() && digits > 3 => '9',
        c => c,
    };
    name.chars().take(40).map(shape).collect()
}

impl BoundFile {
    /// Returns what the mapping says of the file.
    #[must_use]
    pub fn mapping(&self) -> &FileMapping {
        &self.mapping
    }

    /// Returns what the file's rows are.
    #[must_use]
    pub fn entity(&self) -> Entity {
        self.mapping.entity
    }

    /// Returns the file's columns, in the file's order.
    #[must_use]
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// Returns what the reader does with each column, in the file's order.
    #[must_use]
    pub fn uses(&self) -> &[ColumnUse] {
        &self.uses
    }

    /// Returns the columns that tell one row from another.
    #[must_use]
    pub fn key(&self) -> &[usize] {
        &self.key
    }

    /// Returns what becomes of rows that repeat a key.
    #[must_use]
    pub fn duplicates(&self) -> Duplicates {
        self.mapping.duplicates
    }

    /// Returns true where the mapping says that rows like this one are left behind.
    pub(super) fn skips(&self, row: &RawRow) -> bool {
        let stands = |(column, values): &(usize, Vec<String>)| {
            let text = row.cells.get(*column).and_then(Cell::text);
            text.is_some_and(|text| values.iter().any(|value| value == text))
        };
        self.skips.iter().any(stands)
    }

    /// Returns the columns that hold money, in the file's order.
    #[must_use]
    pub fn money_columns(&self) -> Vec<(usize, &str)> {
        let sources = self.mapping.sources.iter().zip(&self.at);
        let mut found: Vec<_> = sources
            .filter(|(source, _)| source.field.kind == super::fields::Kind::Money)
            .filter_map(|(source, at)| Some(((*at)?, source.column.as_ref()?.name.as_str())))
            .collect();
        found.sort_unstable();
        found
    }

    /// Returns the columns dropped as payment data, in the file's order.
    #[must_use]
    pub fn dropped(&self) -> Vec<(usize, PaymentKind)> {
        let find = |name: &str| self.columns.iter().position(|column| column == name);
        let drops = self.mapping.drops.iter();
        let mut found: Vec<_> = drops
            .filter_map(|(column, kind)| Some((find(&column.name)?, *kind)))
            .collect();
        found.sort_unstable();
        found
    }
}
