//! What the results were made from: the run, its mapping, its exports, and the control totals.

use super::merge::Change;
use super::rows::RowRef;
use super::tables::Table;
use serde::Serialize;

/// The run that made a result.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RunFacts {
    /// Derives from the inputs.
    pub run_id: String,
    /// SHA-256 of the mapping's text.
    pub mapping_sha256: String,
    /// The day of the cutover.
    pub cutover_on: String,
    /// The program's version.
    pub tool_version: String,
}

/// What a result says of an export.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExportFacts {
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// Rows read.
    pub rows_read: i64,
    /// Rows refused.
    pub rows_rejected: i64,
}

/// An export of both results.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Export {
    /// The file.
    pub path: String,
    /// What is read from it.
    pub entity: String,
    /// True where the file is the same byte for byte.
    pub same: bool,
    /// Before; none where it was not read.
    pub before: Option<ExportFacts>,
    /// After.
    pub after: Option<ExportFacts>,
}

/// A figure of a result, as the legacy export and the portal have it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TotalFacts {
    /// By the export.
    pub legacy_value: String,
    /// By the portal.
    pub portal_value: String,
}

/// A control total of both results.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Total {
    /// What is counted.
    pub entity: String,
    /// How.
    pub measure: String,
    /// True where both results have the same figures.
    pub same: bool,
    /// Before; none where it was not counted.
    pub before: Option<TotalFacts>,
    /// After.
    pub after: Option<TotalFacts>,
}

/// What the results were made from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Made {
    /// The run before; none where the database has none.
    pub before: Option<RunFacts>,
    /// The run after.
    pub after: Option<RunFacts>,
    /// The exports of both.
    pub exports: Vec<Export>,
    /// The control totals of both.
    pub totals: Vec<Total>,
}

impl Made {
    /// Returns true where both were made with the same mapping.
    #[must_use]
    pub fn same_mapping(&self) -> bool {
        let sha = |run: &Option<RunFacts>| run.as_ref().map(|run| run.mapping_sha256.clone());
        sha(&self.before) == sha(&self.after)
    }

    /// Takes in a row of any table.
    pub(super) fn row(&mut self, table: &Table, change: Change<'_>) {
        let (before, after) = change.sides();
        let Some(either) = after.or(before) else {
            return;
        };
        match table.name {
            "cutover_run" => {
                let run = |row| RunFacts {
                    run_id: table.text(row, "run_id"),
                    mapping_sha256: table.text(row, "mapping_sha256"),
                    cutover_on: table.text(row, "cutover_on"),
                    tool_version: table.text(row, "tool_version"),
                };
                self.before = before.map(run).or(self.before.take());
                self.after = after.map(run).or(self.after.take());
            }
            "source_file" => {
                let (before, after) = (
                    before.map(|row| export(table, row)),
                    after.map(|row| export(table, row)),
                );
                let sha = |facts: &Option<ExportFacts>| facts.as_ref().map(|f| f.sha256.clone());
                self.exports.push(Export {
                    path: table.text(either, "path"),
                    entity: table.text(either, "entity"),
                    same: sha(&before) == sha(&after),
                    before,
                    after,
                });
            }
            "control_total" => {
                let total = |row| TotalFacts {
                    legacy_value: table.text(row, "legacy_value"),
                    portal_value: table.text(row, "portal_value"),
                };
                let (before, after) = (before.map(total), after.map(total));
                self.totals.push(Total {
                    entity: table.text(either, "entity"),
                    measure: table.text(either, "measure"),
                    same: before == after,
                    before,
                    after,
                });
            }
            _ => {}
        }
    }
}

fn export(table: &Table, row: RowRef<'_>) -> ExportFacts {
    let count = |column| table.cell(row, column).int().unwrap_or_default();
    ExportFacts {
        sha256: table.text(row, "sha256"),
        rows_read: count("rows_read"),
        rows_rejected: count("rows_rejected"),
    }
}
