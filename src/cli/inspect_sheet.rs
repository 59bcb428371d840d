//! What a workbook says of one of its sheets, in a line.

use super::inspect_text::some;
use crate::flow::inspect::SheetFacts;

/// Returns what there is to say of a sheet.
pub(super) fn sheet(sheet: &SheetFacts) -> String {
    let mut parts = vec![if sheet.hidden { "HIDDEN" } else { "visible" }.to_owned()];
    let filled = sheet.filled_rows.unwrap_or_default();
    if filled == 0 {
        parts.push("blank".to_owned());
        return parts.join(", ");
    }
    match sheet.declared {
        Some((rows, _)) if rows == filled => {
            parts.push(some(filled, "row holds something", "rows hold something"));
        }
        Some((rows, columns)) => parts.push(format!(
            "declares {} x {}, of which {}",
            some(rows, "row", "rows"),
            some(columns, "column", "columns"),
            some(filled, "row holds anything", "rows hold anything")
        )),
        None => parts.push(some(filled, "row holds something", "rows hold something")),
    }
    if sheet.merged > 0 {
        let merged = some(sheet.merged, "merged cell", "merged cells");
        parts.push(format!("{merged} over several rows"));
    }
    parts.extend(
        sheet
            .total_line
            .as_ref()
            .map(|total| format!("the last row is a {total} line and no row of data")),
    );
    parts.push(match sheet.comments {
        Some(0) => "no comments".to_owned(),
        Some(n) => format!("{}, which are not read", some(n, "comment", "comments")),
        None => "comments are not looked for in this type".to_owned(),
    });
    parts.extend(
        sheet
            .date_system
            .map(|year| format!("days counted from {year}")),
    );
    parts.join(", ")
}
