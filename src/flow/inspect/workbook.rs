//! The sheets of a workbook, hidden ones too, each as a file of its own: what the workbook says of
//! it, where its header row is by its first rows, and a reader over what stands below.

use super::report::{FileReport, FormatKind, FormatReport, SheetFacts};
use super::source::{DayColumns, Described, reader};
use crate::diag::finding::Finding;
use crate::inspect::sniff;
use crate::read::{self, HeadRow, SheetLook};
use crate::record::format::DateSystem;
use crate::record::origin::Origin;
use std::path::Path;

/// Days between the two date systems.
const FROM_1904: u32 = 1462;

/// Returns the sheets of a workbook of `size` bytes, each with its reader or why there is none.
pub(super) fn described(
    path: &Path,
    name: &str,
    size: u64,
    wanted: &dyn Fn(&str) -> bool,
) -> Vec<Described> {
    let report =
        |called: &str| FileReport::new(called, size, FormatReport::of(FormatKind::Workbook));
    match read::looks(path, name, wanted) {
        Ok(sheets) => sheets
            .into_iter()
            .map(|(called, look)| match look {
                Ok(look) => sheet(&look, report(&called)),
                Err(finding) => (report(&called), Err(finding)),
            })
            .collect(),
        Err(finding) => vec![(report(name), Err(finding))],
    }
}

fn sheet(look: &SheetLook, mut report: FileReport) -> Described {
    report.sheet = Some(SheetFacts {
        name: look.name.clone(),
        hidden: look.hidden,
        declared: look.declared,
        filled_rows: Some(look.filled_rows),
        merged: look.merged,
        comments: look.comments,
        total_line: look.total_line.clone(),
        date_system: look.dates.map(DateSystem::name),
    });
    if look.filled_rows == 0 {
        let finding = Finding::warning("inspect::empty_file", "is blank");
        let finding = finding
            .at(Origin::file(&report.name))
            .help("name it under [not_read] in the mapping if nobody needs it");
        return (report, Err(finding));
    }
    let at = header(look);
    let above = |row: &&HeadRow| at.is_some_and(|at| row.number < at);
    report.format.header_line = at.map(u64::from);
    report.format.rows_above_header = look.head.iter().take_while(above).count();
    match read::looked_rows(look, &report.name, at) {
        Ok(rows) => {
            let first = first_column(look, at);
            let column = |place: usize| u32::try_from(place).ok()?.checked_add(first);
            let is_day = |place| column(place).is_some_and(|c| look.day_columns.contains(&c));
            let days = DayColumns {
                columns: (0..rows.header().len()).map(is_day).collect(),
                shift: match look.dates {
                    Some(DateSystem::From1904) => FROM_1904,
                    Some(DateSystem::From1900) | None => 0,
                },
            };
            reader(rows, report, days)
        }
        Err(finding) => (report, Err(finding)),
    }
}

/// Returns the column of the sheet in which the reader's first column stands.
fn first_column(look: &SheetLook, header: Option<u32>) -> u32 {
    let row = look.head.iter().find(|row| Some(row.number) == header);
    let named = row.and_then(|row| row.cells.first()).map(|(at, _)| *at);
    let all = look.columns.map(|(first, _)| first);
    named.or(all).unwrap_or(0)
}

/// Returns the row that names the columns; none where no row does. Titles fill few columns: the
/// first row that fills two thirds of those of the fullest one is the header or a data row.
fn header(look: &SheetLook) -> Option<u32> {
    let most = look.head.iter().map(|row| row.cells.len()).max()?;
    let full = |row: &HeadRow| row.cells.len() * 3 >= most * 2;
    let at = look.head.iter().position(full)?;
    let rows = look.head.get(at..)?;
    let of = |bound: fn(&HeadRow) -> Option<u32>| rows.iter().filter_map(bound);
    let first = of(|row| Some(row.cells.first()?.0)).min()?;
    let last = of(|row| Some(row.cells.last()?.0)).max()?;
    let fields = |row: &HeadRow| {
        let width = usize::try_from(last - first).unwrap_or_default() + 1;
        let mut fields = vec![Vec::new(); width];
        for (column, text) in &row.cells {
            let place = usize::try_from(column - first).ok();
            if let Some(field) = place.and_then(|place| fields.get_mut(place)) {
                field.clone_from(&text.clone().into_bytes());
            }
        }
        fields
    };
    let (found, _) = sniff::header(rows.iter().map(fields).collect());
    (found == Some(0)).then(|| rows.first().map(|row| row.number))?
}

#[cfg(test)]
mod tests {
    use crate::flow::inspect::inspect;
    use std::path::PathBuf;

    #[test]
    fn every_type_of_workbook_is_told_alike() {
        for name in ["small.xlsx", "small.xls", "small.ods", "small.xlsb"] {
            let all = inspect(&[PathBuf::from("fixtures/workbooks").join(name)], false);
            let data = all.files.first().unwrap();
            assert_eq!(data.name, format!("{name}#Data"));
            let hidden = all.files.iter().map(|f| f.sheet.as_ref().unwrap().hidden);
            // The .xlsb has one sheet only.
            let expected = [false, true].into_iter().take(all.files.len());
            assert!(hidden.eq(expected), "{name}");
            assert!(all.files.len() == 2 || name == "small.xlsb");
            let data_sheet = data.sheet.as_ref().unwrap();
            assert_eq!(data.format.header_line, Some(3), "{name}");
            assert_eq!(data_sheet.total_line.as_deref(), Some("TOTAL"), "{name}");
            assert_eq!(data_sheet.merged, 1, "{name}");
        }
    }
}
