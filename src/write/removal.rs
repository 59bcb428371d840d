//! `payment-data-removal.json`: evidence of what was dropped, without the data.
//!
//! Counts, rules and digests of files; never a value, never a digest of one: a card or account
//! number is found again from its digest by trying them all.

pub use super::removal_facts::{
    Canaries, InputDigest, KindFound, MappingDigest, NotRead, NotSearched, Noted, OutputDigest,
    Overruled, RemovedData, Scan, SearchedPlace, ValuesSearched,
};

use chrono::NaiveDate;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// What the reader of the file is told about it.
const STATEMENT: [&str; 6] = [
    "This file holds counts. No card, bank or social security number stands in it, whole, in part or as a digest.",
    "Columns under `dropped` were discarded when the file was read; no record of the portal can hold them.",
    "Texts under `redacted` are carried with the numbers taken out; the rest of each text is unchanged.",
    "Places under `not_read` hold payment data and are not named by the mapping, so nothing of them was carried.",
    "`inputs_sha256` and `outputs_sha256` are the digests of what `sha256sum` prints for the listed files, sorted by name; so is the digest of the letters, which stand as one line.",
    "Files under `outputs_written_last` are written after the others were digested, so they have no digest here.",
];
const SEARCHED: &str = "`searched` lists what was searched after writing, and what was found there; 0 is expected. It is empty where the delivery has no value to search for. The files written last are searched too, after this one.";
const DRY_RUN: &str =
    "This is a dry run: no portal and no letter was written, so nothing has been searched yet.";

/// What was removed, and how that was checked.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Removal {
    /// The run.
    pub run_id: String,
    /// The utility's name.
    pub utility: String,
    /// Version of the program.
    pub tool_version: String,
    /// True where nothing was written that could be searched.
    pub dry_run: bool,
    /// Day of the extract, as the mapping says.
    pub extracted_on: Option<NaiveDate>,
    /// Day the portal opens, as the mapping says.
    pub cutover_on: Option<NaiveDate>,
    /// The mapping.
    pub mapping: MappingDigest,
    /// What free text and the finished files were searched for.
    pub scan: Scan,
    /// Columns left behind at the reader, ordered by file, column and kind.
    pub dropped: Vec<RemovedData>,
    /// Numbers taken out of free text, ordered by file, column and kind.
    pub redacted: Vec<RemovedData>,
    /// What was looked at beside the dropped columns.
    #[serde(flatten)]
    pub noted: Noted,
    /// How many values were searched for; none in a dry run.
    pub values_searched: Option<ValuesSearched>,
    /// What was searched after writing.
    pub searched: Vec<SearchedPlace>,
    /// Planted test cards; none where none were planted.
    pub canaries: Option<Canaries>,
    /// The delivery's files.
    pub inputs: Vec<InputDigest>,
    /// The finished files.
    pub outputs: Vec<OutputDigest>,
    /// Files that are finished after this one, and so have no digest here.
    pub outputs_written_last: Vec<String>,
}

/// One kind, over all files.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct KindTotal {
    /// What it is.
    pub kind: String,
    /// Values in columns left behind at the reader.
    pub dropped: u64,
    /// Numbers taken out of free text.
    pub redacted: u64,
    /// Values in places that the mapping does not read.
    pub not_read: u64,
}

#[derive(Serialize)]
struct Evidence<'a> {
    statement: Vec<&'static str>,
    dropped_total: u64,
    redacted_total: u64,
    totals_by_kind: Vec<KindTotal>,
    inputs_sha256: String,
    outputs_sha256: String,
    #[serde(flatten)]
    removal: &'a Removal,
}

/// Writes the evidence as JSON, lists in the order in which they are handed in.
pub fn write_json(removal: &Removal, mut out: impl Write) -> io::Result<()> {
    let search = if removal.dry_run { DRY_RUN } else { SEARCHED };
    let evidence = Evidence {
        statement: STATEMENT.into_iter().chain([search]).collect(),
        dropped_total: total(&removal.dropped),
        redacted_total: total(&removal.redacted),
        totals_by_kind: removal.totals_by_kind(),
        inputs_sha256: removal.inputs_sha256(),
        outputs_sha256: removal.outputs_sha256(),
        removal,
    };
    serde_json::to_writer_pretty(&mut out, &evidence)?;
    out.write_all(b"\n")?;
    out.flush()
}

impl Removal {
    /// Returns what was found of each kind, by name.
    #[must_use]
    pub fn totals_by_kind(&self) -> Vec<KindTotal> {
        let dropped = self
            .dropped
            .iter()
            .map(|line| (&line.kind, [line.count, 0, 0]));
        let redacted = self
            .redacted
            .iter()
            .map(|line| (&line.kind, [0, line.count, 0]));
        let not_read = self.noted.not_read.iter().flat_map(|place| &place.kinds);
        let not_read = not_read.map(|found| (&found.kind, [0, 0, found.count]));
        let mut totals: BTreeMap<&str, KindTotal> = BTreeMap::new();
        for (kind, [dropped, redacted, not_read]) in dropped.chain(redacted).chain(not_read) {
            let total = totals.entry(kind).or_default();
            total.kind.clone_from(kind);
            total.dropped += dropped;
            total.redacted += redacted;
            total.not_read += not_read;
        }
        totals.into_values().collect()
    }

    /// Returns the digest of the list of the delivery's files.
    #[must_use]
    pub fn inputs_sha256(&self) -> String {
        list_digest(self.inputs.iter().map(|one| (&*one.file, &*one.sha256)))
    }

    /// Returns the digest of the list of the finished files.
    #[must_use]
    pub fn outputs_sha256(&self) -> String {
        list_digest(self.outputs.iter().map(|one| (&*one.file, &*one.sha256)))
    }
}

/// Returns the digest of a list of files, each with its digest: that of the lines which
/// `sha256sum` prints for them, sorted by name.
pub fn list_digest<'a>(files: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let mut lines: Vec<(&str, &str)> = files.collect();
    lines.sort_unstable();
    let mut hash = Sha256::new();
    for (name, sha256) in lines {
        hash.update(sha256);
        hash.update(b"  ");
        hash.update(name);
        hash.update(b"\n");
    }
    hash.finalize().iter().map(|b| format!("{b:02x}")).collect()
}

/// Returns the sum of the counts.
pub(super) fn total(lines: &[RemovedData]) -> u64 {
    lines.iter().map(|line| line.count).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::write::removal_sample as sample;

    fn json(removal: &Removal) -> serde_json::Value {
        let mut out = Vec::new();
        write_json(removal, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.ends_with("}\n"));
        serde_json::from_str(&text).unwrap()
    }

    #[test]
    fn the_evidence_has_totals_and_a_statement() {
        let json = json(&sample::small());
        assert_eq!(json["dropped_total"], 171);
        assert_eq!(json["redacted_total"], 24);
        assert_eq!(json["dropped"][0]["column"], "BANK_ACCT");
        assert_eq!(json["statement"].as_array().unwrap().len(), 7);
        assert_eq!(json["scan"]["version"], 3);
        assert_eq!(json["overruled"][0]["evidence"][0]["count"], 12);
        assert_eq!(json["not_read"][0]["kinds"][0]["kind"], "card_number");
        assert_eq!(json["values_searched"]["searched"], 162);
        assert_eq!(json["outputs"][1]["files"], 2);
        assert!(json["canaries"].is_null());
    }

    #[test]
    fn kinds_are_summed_over_columns_texts_and_places_not_read() {
        let totals = sample::small().totals_by_kind();
        let card = totals.iter().find(|total| total.kind == "card_number");
        let card = card.unwrap();
        assert_eq!((card.dropped, card.redacted, card.not_read), (31, 15, 4));
        let sum: u64 = totals.iter().map(|t| t.dropped + t.redacted).sum();
        assert_eq!(sum, 171 + 24);
    }

    #[test]
    fn a_dry_run_says_that_nothing_was_searched() {
        let dry = json(&sample::dry_run());
        let said = dry["statement"].as_array().unwrap();
        assert!(said.iter().any(|line| line == DRY_RUN));
        assert!(!said.iter().any(|line| line == SEARCHED));
        assert!(dry["values_searched"].is_null() && dry["searched"].as_array().unwrap().is_empty());
    }

    #[test]
    fn a_list_has_the_digest_of_what_sha256sum_prints() {
        // printf 'aa  a.csv\nbb  b.csv\n' | sha256sum
        let wanted = "fe9af18fcc06e3c4d47d3004911c5e0ef25cc4c1126dcec687b1a32f6ff547c3";
        let sorted = list_digest([("a.csv", "aa"), ("b.csv", "bb")].into_iter());
        let turned = list_digest([("b.csv", "bb"), ("a.csv", "aa")].into_iter());
        assert_eq!(sorted, turned);
        assert_eq!(sorted, wanted);
    }
}
