//! The evidence that payment data was left behind: what was found, and how that was checked.
//! Counts, names and digests of files only.

use super::failure::Failure;
use super::purge::{self, Hold};
use super::reporting::{Facts, run_id};
use crate::record::dates::plus_days;
use crate::verify::secrets::{RULES, SecretCounts};
use crate::write::purge_list::PurgeLine;
use crate::write::removal::{
    InputDigest, MappingDigest, NotSearched, OutputDigest, Removal, RemovedData, Scan,
    SearchedPlace, ValuesSearched,
};
use std::collections::BTreeMap;

/// Version of the patterns below. It grows by one with every change of what texts are searched
/// for; a test holds it against the words.
const SCAN_VERSION: u32 = 1;

/// What texts and finished files are searched for, in the words of the evidence.
const PATTERNS: [&str; 8] = [
    "card numbers: 13 to 19 digits in any spacing, an issuer's range, check digit (Luhn) holds; left readable are the delivery's own identifiers, and unbroken runs that a word right before calls a parcel's, an invoice's or a device's, where no word of cards is near",
    "bank routing numbers: 9 digits, a Federal Reserve prefix, checksum holds, banking words nearby",
    "bank account numbers: 4 to 17 digits beside a routing number or behind words that name one",
    "international bank account numbers: checksum (mod 97) holds",
    "card expiry, card code and PIN beside a card number; magnetic stripe data behind one",
    "cheque lines: a routing number between transit marks, with the numbers beside it",
    "social security and taxpayer numbers: 9 digits that were given out, where words say so",
    "every value of a dropped column and every number found in text: its digits, whole or in any spacing",
];

/// The files that are written after the search of the others, and searched themselves.
pub const LAST: [&str; 4] = [
    "payment-data-removal.json",
    "payment-data-removal.pdf",
    "report.json",
    "report.html",
];

/// The search of the finished files.
pub struct Proof {
    /// What was searched.
    pub searched: Vec<SearchedPlace>,
    /// For how many values.
    pub values: ValuesSearched,
}

/// Returns how many values were searched for, and why others were not.
#[must_use]
pub fn values_searched(counts: &SecretCounts) -> ValuesSearched {
    let reasons = [
        (
            counts.never_by_kind,
            "of kinds that stand everywhere: names, expiry dates, codes",
        ),
        (counts.too_short, "too short to be told from others"),
        (counts.words, "words without a number"),
        (counts.too_long, "longer than 64 letters and digits"),
        (
            counts.known_identifiers,
            "equal to an account, meter or phone number",
        ),
        (
            counts.also_ordinary,
            "equal to an ordinary number of the delivery",
        ),
    ];
    ValuesSearched {
        searched: counts.searched,
        not_searched: reasons
            .map(|(count, reason)| NotSearched {
                reason: reason.to_owned(),
                count,
            })
            .to_vec(),
    }
}

impl Facts<'_> {
    /// Returns the evidence. Without a proof it is that of a dry run.
    ///
    /// # Errors
    /// Exports, where a file's layout is not there any more.
    pub fn evidence(
        &self,
        proof: Option<Proof>,
        outputs: Vec<OutputDigest>,
    ) -> Result<Removal, Failure> {
        let (dropped, redacted) = self.payment_data();
        let policy = &self.job.mapping.policy;
        let dry_run = proof.is_none();
        // A search for nothing proves nothing, so it is not shown as one.
        let (searched, values_searched) = match proof {
            Some(proof) if proof.values.searched > 0 => (proof.searched, Some(proof.values)),
            Some(proof) => (Vec::new(), Some(proof.values)),
            None => (Vec::new(), None),
        };
        Ok(Removal {
            run_id: run_id(self.job, self.survey),
            utility: policy.utility.name.clone(),
            tool_version: env!("CARGO_PKG_VERSION").to_owned(),
            dry_run,
            extracted_on: Some(policy.extracted_on),
            cutover_on: Some(policy.cutover_on),
            mapping: MappingDigest {
                name: self.job.file.name(),
                sha256: self.job.file.sha256(),
            },
            scan: Scan {
                version: SCAN_VERSION,
                patterns: PATTERNS.map(str::to_owned).to_vec(),
                search_rules: RULES.map(str::to_owned).to_vec(),
            },
            dropped,
            redacted,
            noted: self.noted.clone(),
            values_searched,
            searched,
            canaries: self.canaries,
            inputs: self.inputs()?,
            outputs,
            outputs_written_last: LAST.map(str::to_owned).to_vec(),
        })
    }

    /// Returns the delivery's files as they were read, by name: a workbook once for all its
    /// sheets, and each layout that lies beside a file.
    fn inputs(&self) -> Result<Vec<InputDigest>, Failure> {
        let mut inputs: BTreeMap<String, InputDigest> = BTreeMap::new();
        let mut add = |file: String, bytes: u64, sha256: &str| {
            let sha256 = sha256.to_owned();
            inputs.entry(file.clone()).or_insert(InputDigest {
                file,
                bytes,
                sha256,
            });
        };
        for (file, seen) in self.files.iter().zip(&self.survey.files) {
            let (bytes, sha256) = (seen.account.bytes, &seen.account.sha256);
            add(file.mapping().path().to_owned(), bytes, sha256);
            let Some(sha256) = &seen.layout_sha256 else {
                continue;
            };
            let reader = file.plain_reader();
            let reader = reader.map_err(|finding| Failure::Exports(vec![finding]))?;
            if let Some(layout) = reader.layout() {
                let bytes = std::fs::metadata(layout).map(|meta| meta.len());
                let bytes = bytes.map_err(|error| Failure::io("cannot read", layout, &error))?;
                let name = layout.strip_prefix(&self.job.exports).unwrap_or(layout);
                let parts = name.iter().map(|part| part.to_string_lossy());
                add(parts.collect::<Vec<_>>().join("/"), bytes, sha256);
            }
        }
        Ok(inputs.into_values().collect())
    }

    /// Returns what was left behind: columns dropped at the reader, numbers taken out of texts.
    #[must_use]
    pub fn payment_data(&self) -> (Vec<RemovedData>, Vec<RemovedData>) {
        let (mut dropped, mut redacted) = (Vec::new(), Vec::new());
        for (file, seen) in self.files.iter().zip(&self.survey.files) {
            let line =
                |column: usize, kind: &str, (count, rows): (u64, u64), rule: &str| RemovedData {
                    file: file.name.clone(),
                    column: file.column_name(column).to_owned(),
                    kind: kind.to_owned(),
                    count,
                    rows,
                    rule: rule.to_owned(),
                };
            for (column, kind) in file.columns.dropped() {
                let count = seen.dropped.get(&column).copied().unwrap_or_default();
                let counts = (count, count);
                dropped.push(line(column, kind.code(), counts, "column_dropped"));
            }
            for ((column, kind), found) in &seen.found {
                let counts = (found.count, found.rows);
                redacted.push(line(*column, kind.code(), counts, "redacted_in_text"));
            }
        }
        dropped.sort();
        redacted.sort();
        (dropped, redacted)
    }

    /// Returns what the legacy side must delete, how, and not before which day.
    #[must_use]
    pub fn purge_list(&self) -> Vec<PurgeLine> {
        let policy = &self.job.mapping.policy;
        let drafts = self.survey.histories.iter().flat_map(|h| &h.drafts);
        let last_draft = drafts.map(|(date, _)| *date).max();
        let from = last_draft
            .unwrap_or(policy.extracted_on)
            .max(policy.extracted_on);
        let hold = Hold {
            from,
            days: policy.purge_hold_days,
            until: plus_days(from, policy.purge_hold_days),
        };
        let (dropped, redacted) = self.payment_data();
        purge::lines(dropped, redacted, &self.noted.not_read, hold)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_grows_with_the_patterns() {
        let sha256 = crate::write::removal::list_digest(PATTERNS.iter().map(|p| (*p, "")));
        assert_eq!(
            (SCAN_VERSION, sha256.get(..16).unwrap_or_default()),
            (1, "b1cf6d6aa1a8cb97"),
            "patterns changed: raise SCAN_VERSION by one, and put both here"
        );
    }
}
