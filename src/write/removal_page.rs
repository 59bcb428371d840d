//! `payment-data-removal.pdf`: the evidence on one page, for an assessor to read and to sign.
//!
//! The same facts as the JSON file, in words: what was found, what was left behind, what was
//! searched afterwards. Counts only. It stays one page for any delivery: long lists are cut to
//! their largest lines, totals never. Who signs is left blank for a pen.

use super::letter::one_page::{OnePage, grouped};
use super::removal::Removal;
use super::removal_page_lists::{
    WHOLE, besides, by_column, by_kind, digests, not_read, not_searched, overruled, patterns,
    searched,
};
use crate::record::policy::Utility;
use std::io::{self, Write};

/// Writes the page, with the utility's letterhead.
///
/// # Errors
/// Where the file cannot be written, or the PDF writer refuses.
pub fn write_pdf(removal: &Removal, utility: &Utility, mut out: impl Write) -> io::Result<()> {
    let drawn = page(removal, utility).draw();
    let drawn = drawn.map_err(|error| io::Error::other(error.with_code()))?;
    out.write_all(&drawn.pdf)?;
    out.flush()
}

/// Returns what the page says.
pub(super) fn page(removal: &Removal, utility: &Utility) -> OnePage {
    let dry = removal.dry_run;
    let mut parts = vec![
        vec![
            vec![by_kind(removal), besides(removal)],
            vec![searched(removal), not_searched(removal)],
        ],
        vec![vec![by_column(removal)]],
    ];
    parts.extend(overruled(removal).map(|block| vec![vec![block]]));
    parts.extend(not_read(removal).map(|block| vec![vec![block]]));
    parts.push(vec![vec![digests(removal), patterns(removal)]]);
    OnePage {
        sender: utility.name.clone(),
        sender_line: sender_line(utility),
        title: if dry {
            "Removal of payment data: dry run"
        } else {
            "Removal of payment data"
        }
        .to_owned(),
        subtitle: if dry {
            "What a run would leave behind. No portal and no letter was written, so nothing has been searched. Counts only."
        } else {
            "Evidence for the assessor: what was found, what was left behind, and what was searched afterwards. Counts only."
        }
        .to_owned(),
        facts: facts(removal),
        parts,
        statement: statement(removal),
        signers: ["Run by", "Assessor"],
        foot: format!(
            "Run {} of cutover {}. Every line is in {WHOLE}.",
            removal.run_id, removal.tool_version
        ),
        id: format!("payment-data-removal-{}", removal.run_id),
    }
}

fn sender_line(utility: &Utility) -> String {
    let ends = [&utility.phone, &utility.web];
    let lines = utility.address.iter().chain(ends);
    let lines: Vec<&str> = lines.map(|line| line.trim()).collect();
    let lines: Vec<&str> = lines.into_iter().filter(|line| !line.is_empty()).collect();
    lines.join("  ·  ")
}

fn statement(removal: &Removal) -> String {
    let searched = if removal.dry_run {
        ""
    } else {
        " This page, the JSON file and the report are written last and searched too."
    };
    format!(
        "No card, bank or social security number stands on this page, whole, in part or as a digest. \
         Columns left out were discarded as the file was read; texts came along without the numbers.\
         {searched} The same exports and the same mapping give the same page, byte for byte; \
         no date on it comes from a clock."
    )
}

fn facts(removal: &Removal) -> Vec<Vec<(&'static str, String)>> {
    let day = |day: Option<chrono::NaiveDate>| {
        day.map_or_else(String::new, |day| day.format("%B %-d, %Y").to_string())
    };
    let patterns = removal.scan.patterns.len();
    let scan = format!("version {}, {patterns} patterns", removal.scan.version);
    let mut facts = vec![
        vec![
            ("Run", removal.run_id.clone()),
            ("Mapping", removal.mapping.name.clone()),
        ],
        vec![
            ("Exports as of", day(removal.extracted_on)),
            ("Portal opens", day(removal.cutover_on)),
        ],
        vec![
            ("Program", format!("cutover {}", removal.tool_version)),
            ("Scan", scan),
        ],
        vec![("Mapping digest", removal.mapping.sha256.clone())],
    ];
    if let Some(canaries) = removal.canaries {
        let (planted, caught) = (grouped(canaries.planted), grouped(canaries.caught));
        let text = format!(
            "{planted} known test cards planted in a copy of the delivery, {caught} caught"
        );
        facts.push(vec![("Canaries", text)]);
    }
    facts
}
