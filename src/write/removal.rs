//! `payment-data-removal.json`: evidence of what was dropped, without the data.
//!
//! Counts, rules and digests of the inputs; never a value, never a digest of one: a card or
//! account number is found again from its digest by trying them all.

use serde::Serialize;
use std::io::{self, Write};

/// What the reader of the file is told about it.
const STATEMENT: [&str; 4] = [
    "This file holds counts. No card, bank or routing number stands in it, whole, in part or as a digest.",
    "Columns under `dropped` were discarded when the file was read; no record of the portal can hold them.",
    "Texts under `redacted` are carried with the numbers taken out; the rest of each text is unchanged.",
    "`searched` lists what was scanned after writing, and what was found there; 0 is expected.",
];

/// What was removed, and how that was checked.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Removal {
    /// The run.
    pub run_id: String,
    /// The utility's name.
    pub utility: String,
    /// Version of the program.
    pub tool_version: String,
    /// Columns left behind at the reader, ordered by file, column and kind.
    pub dropped: Vec<RemovedData>,
    /// Numbers taken out of free text, ordered by file, column and kind.
    pub redacted: Vec<RemovedData>,
    /// Patterns that free text and the finished files were searched for, in words.
    pub patterns: Vec<String>,
    /// What was searched after writing.
    pub searched: Vec<SearchedPlace>,
    /// The delivery's files.
    pub inputs: Vec<InputDigest>,
}

/// Payment data of one kind in one column.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct RemovedData {
    /// The file as the delivery names it.
    pub file: String,
    /// The legacy column.
    pub column: String,
    /// What it is, such as `card_number`, `card_expiry`, `bank_routing`, `bank_account`.
    pub kind: String,
    /// Cells that were not blank, or numbers taken out of text.
    pub count: u64,
    /// Rows in which they stood.
    pub rows: u64,
    /// The rule that removed it, such as `column_dropped` or `luhn_13_to_19_digits`.
    pub rule: String,
}

/// A finished file or table that was searched for payment data.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SearchedPlace {
    /// The file relative to OUT, or the database.
    pub place: String,
    /// How much was searched.
    pub searched: u64,
    /// What `searched` counts, such as `bytes` or `cells`.
    pub unit: String,
    /// Payment values found; 0 is expected.
    pub found: u64,
}

/// A file of the delivery.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct InputDigest {
    /// The file as the delivery names it.
    pub file: String,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256 of the bytes, hexadecimal.
    pub sha256: String,
}

#[derive(Serialize)]
struct Evidence<'a> {
    statement: [&'static str; 4],
    dropped_total: u64,
    redacted_total: u64,
    #[serde(flatten)]
    removal: &'a Removal,
}

/// Writes the evidence as JSON, lists in the order in which they are handed in.
pub fn write_json(removal: &Removal, mut out: impl Write) -> io::Result<()> {
    let evidence = Evidence {
        statement: STATEMENT,
        dropped_total: total(&removal.dropped),
        redacted_total: total(&removal.redacted),
        removal,
    };
    serde_json::to_writer_pretty(&mut out, &evidence)?;
    out.write_all(b"\n")?;
    out.flush()
}

/// Returns the sum of the counts.
pub(super) fn total(lines: &[RemovedData]) -> u64 {
    lines.iter().map(|line| line.count).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::write::report_sample;

    #[test]
    fn the_evidence_has_totals_and_a_statement() {
        let report = report_sample::go();
        let removal = Removal {
            run_id: report.run.run_id.clone(),
            dropped: report.payment_data.dropped.clone(),
            redacted: report.payment_data.redacted.clone(),
            ..Removal::default()
        };
        let mut out = Vec::new();
        write_json(&removal, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.ends_with("}\n"));
        let json: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(json["dropped_total"], 171);
        assert_eq!(json["redacted_total"], 24);
        assert_eq!(json["dropped"][0]["column"], "BANK_ACCT");
        assert_eq!(json["statement"].as_array().unwrap().len(), 4);
    }
}
