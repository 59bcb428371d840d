//! `payment-data-removal.pdf`: the evidence on one page, for an assessor to read and to sign.
//!
//! The same facts as the JSON file, in words: what was found, what was left behind, what was
//! searched afterwards. Counts only. It stays one page for any delivery: long lists are cut to
//! their largest lines, totals never. Who signs is left blank for a pen.

use super::letter::one_page::{Block, Column, List, OnePage, Row, Set, grouped};
use super::removal::{self, Removal, RemovedData};
use crate::record::policy::Utility;
use std::io::{self, Write};

/// The file that has every line.
const WHOLE: &str = "payment-data-removal.json";

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
        vec![by_kind(removal), searched(removal)],
        vec![by_column(removal)],
        vec![not_searched(removal), besides(removal)],
    ];
    parts.extend(overruled(removal).map(|block| vec![block]));
    parts.extend(not_read(removal).map(|block| vec![block]));
    parts.push(vec![digests(removal)]);
    parts.push(vec![patterns(removal)]);
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

/// Columns of words, of digests and of figures.
const fn words_in(title: &'static str) -> Column {
    let set = Set::Words;
    Column { title, set }
}
const fn whole(title: &'static str) -> Column {
    let set = Set::Whole;
    Column { title, set }
}
const fn figures(title: &'static str) -> Column {
    let set = Set::Figures;
    Column { title, set }
}

fn row<const N: usize>(size: u64, cells: [String; N]) -> Row {
    Row {
        size,
        cells: cells.to_vec(),
    }
}

/// Returns a code as words.
fn words(code: &str) -> String {
    code.replace('_', " ")
}

/// Returns a block with a list, or with a note where the list has no line.
fn block(heading: &str, list: List, none: &str) -> Block {
    let empty = list.rows.is_empty();
    Block {
        heading: heading.to_owned(),
        list: (!empty).then_some(list),
        note: if empty { none } else { "" }.to_owned(),
        turn: 1,
    }
}

fn by_kind(removal: &Removal) -> Block {
    let kinds = removal.totals_by_kind();
    let sum = |of: fn(&removal::KindTotal) -> u64| grouped(kinds.iter().map(of).sum());
    let list = List {
        columns: vec![
            words_in("Kind"),
            figures("In columns"),
            figures("In texts"),
            figures("Not read"),
        ],
        totals: vec![vec![
            "all kinds".to_owned(),
            sum(|kind| kind.dropped),
            sum(|kind| kind.redacted),
            sum(|kind| kind.not_read),
        ]],
        rows: kinds
            .iter()
            .map(|kind| {
                let counts = [kind.dropped, kind.redacted, kind.not_read];
                let [dropped, redacted, not_read] = counts.map(grouped);
                let cells = [words(&kind.kind), dropped, redacted, not_read];
                row(counts.iter().sum(), cells)
            })
            .collect(),
        unit: "values",
        whole_in: WHOLE,
    };
    let none =
        "None: no column of the delivery is declared to hold payment data, and no text holds any.";
    Block {
        turn: 0,
        ..block("Found, by kind", list, none)
    }
}

fn searched(removal: &Removal) -> Block {
    let places = &removal.searched;
    let bytes = places.iter().map(|place| place.searched).sum();
    let found: u64 = places.iter().map(|place| place.found).sum();
    let list = List {
        columns: vec![words_in("Place"), figures("Bytes"), figures("Found")],
        totals: vec![vec![
            "all places".to_owned(),
            grouped(bytes),
            grouped(found),
        ]],
        rows: places
            .iter()
            .map(|place| {
                let counts = [place.searched, place.found].map(grouped);
                let [bytes, found] = counts;
                // A place where something was found is never cut.
                let size = place
                    .searched
                    .max(if place.found > 0 { u64::MAX >> 20 } else { 0 });
                row(size, [place.place.clone(), bytes, found])
            })
            .collect(),
        unit: "",
        whole_in: WHOLE,
    };
    let none = "Nothing yet: a dry run writes no portal and no letters.";
    let mut block = block("Searched afterwards", list, none);
    if let Some(values) = removal
        .values_searched
        .as_ref()
        .filter(|_| block.list.is_some())
    {
        block.note = match values.searched {
            0 => "The delivery has no value to search for.".to_owned(),
            1 => "Searched for 1 value, whole and in any spacing.".to_owned(),
            many => format!(
                "Searched for {} different values, whole and in any spacing.",
                grouped(many)
            ),
        };
    }
    block
}

fn by_column(removal: &Removal) -> Block {
    let line = |data: &RemovedData, rule: &str| {
        let cells = [
            data.file.clone(),
            data.column.clone(),
            words(&data.kind),
            grouped(data.count),
            grouped(data.rows),
            rule.to_owned(),
        ];
        row(data.count, cells)
    };
    let dropped = removal.dropped.iter();
    let redacted = removal.redacted.iter();
    let total = |name: &str, data: &[RemovedData]| {
        let count = grouped(removal::total(data));
        let blank = String::new;
        vec![name.to_owned(), blank(), blank(), count, blank(), blank()]
    };
    let list = List {
        columns: vec![
            words_in("File"),
            words_in("Column"),
            words_in("Kind"),
            figures("Values"),
            figures("Rows"),
            words_in("Rule"),
        ],
        totals: vec![
            total("columns left out", &removal.dropped),
            total("taken out of texts", &removal.redacted),
        ],
        rows: dropped
            .map(|data| line(data, "column left out"))
            .chain(redacted.map(|data| line(data, "taken out of the text")))
            .collect(),
        unit: "values",
        whole_in: WHOLE,
    };
    block("Removed, by file and column", list, "Nothing was removed.")
}

fn not_searched(removal: &Removal) -> Block {
    let none = match &removal.values_searched {
        None => "A dry run searches for nothing.",
        Some(values) if values.searched == 0 => "There was none.",
        Some(_) => "None: every value was searched for.",
    };
    let reasons = removal
        .values_searched
        .iter()
        .flat_map(|values| &values.not_searched);
    let reasons = reasons.filter(|reason| reason.count > 0);
    let list = List {
        columns: vec![words_in("Why"), figures("Values")],
        rows: reasons
            .map(|one| row(one.count, [one.reason.clone(), grouped(one.count)]))
            .collect(),
        totals: Vec::new(),
        unit: "values",
        whole_in: WHOLE,
    };
    block("Values that cannot be searched for", list, none)
}

fn besides(removal: &Removal) -> Block {
    let noted = &removal.noted;
    let found = |count: usize, what: &str| match count {
        0 => format!("; none of them {what}."),
        _ => format!("; {} of them {what}, listed below.", grouped(count as u64)),
    };
    let columns = match noted.columns_looked_at {
        0 => "Columns mapped as something else were not looked at.".to_owned(),
        looked => format!(
            "{} columns mapped as something else were looked at{}",
            grouped(looked),
            found(
                noted.overruled.len(),
                "needed a person to overrule the check"
            ),
        ),
    };
    let places = match noted.places_looked_at {
        0 => "What the mapping does not read was not looked at.".to_owned(),
        looked => format!(
            "{} parts of the delivery that the mapping does not read were looked at{}",
            grouped(looked),
            found(noted.not_read.len(), "hold payment data"),
        ),
    };
    Block {
        heading: "Looked at besides".to_owned(),
        list: None,
        note: format!("{columns} {places}"),
        turn: 1,
    }
}

/// Returns what was found, as `12 card number, 3 iban`.
fn kinds(found: &[removal::KindFound]) -> String {
    let one = |kind: &removal::KindFound| format!("{} {}", grouped(kind.count), words(&kind.kind));
    found.iter().map(one).collect::<Vec<_>>().join(", ")
}

fn overruled(removal: &Removal) -> Option<Block> {
    let list = List {
        columns: vec![
            words_in("File"),
            words_in("Column"),
            words_in("Mapped as"),
            words_in("Looks like"),
            words_in("Why it is none, in the words of the person who overruled"),
        ],
        rows: removal
            .noted
            .overruled
            .iter()
            .map(|one| {
                let cells = [
                    one.file.clone(),
                    one.column.clone(),
                    one.mapped_as.clone(),
                    kinds(&one.evidence),
                    one.reason.clone(),
                ];
                row(one.evidence.iter().map(|kind| kind.count).sum(), cells)
            })
            .collect(),
        totals: Vec::new(),
        unit: "",
        whole_in: WHOLE,
    };
    (!list.rows.is_empty()).then(|| block("Overruled by a person", list, ""))
}

fn not_read(removal: &Removal) -> Option<Block> {
    let list = List {
        columns: vec![
            words_in("File or sheet"),
            words_in("Column"),
            words_in("What it holds"),
        ],
        rows: removal
            .noted
            .not_read
            .iter()
            .map(|one| {
                let size = one.kinds.iter().map(|kind| kind.count).sum();
                row(
                    size,
                    [one.file.clone(), one.column.clone(), kinds(&one.kinds)],
                )
            })
            .collect(),
        totals: Vec::new(),
        unit: "values",
        whole_in: WHOLE,
    };
    let heading = "Not read, not carried, and to be purged";
    (!list.rows.is_empty()).then(|| block(heading, list, ""))
}

fn digests(removal: &Removal) -> Block {
    let files = |count: usize, bytes: u64, name: &str, sha256: String| {
        let plural = if count == 1 { "" } else { "s" };
        let count = grouped(u64::try_from(count).unwrap_or(u64::MAX));
        vec![
            format!("{name}: {count} file{plural}"),
            grouped(bytes),
            sha256,
        ]
    };
    let (inputs, outputs) = (&removal.inputs, &removal.outputs);
    let finished: u64 = outputs.iter().map(|one| one.files).sum();
    let list = List {
        columns: vec![
            words_in("File of the delivery"),
            figures("Bytes"),
            whole("SHA-256"),
        ],
        rows: inputs
            .iter()
            .map(|one| {
                let cells = [one.file.clone(), grouped(one.bytes), one.sha256.clone()];
                row(one.bytes, cells)
            })
            .collect(),
        totals: vec![
            files(
                inputs.len(),
                inputs.iter().map(|one| one.bytes).sum(),
                "Delivery",
                removal.inputs_sha256(),
            ),
            files(
                usize::try_from(finished).unwrap_or(usize::MAX),
                outputs.iter().map(|one| one.bytes).sum(),
                "Result",
                removal.outputs_sha256(),
            ),
        ],
        unit: "",
        whole_in: WHOLE,
    };
    let mut block = block("Digests", list, "The delivery has no file.");
    block.note = format!(
        "A digest of several files is that of their list, as sha256sum prints it, sorted by name; {WHOLE} has every line."
    );
    block
}

fn patterns(removal: &Removal) -> Block {
    let rows = removal.scan.patterns.iter();
    let list = List {
        columns: vec![words_in(
            "Texts are searched for these before they are carried",
        )],
        rows: rows.map(|pattern| row(0, [pattern.clone()])).collect(),
        totals: Vec::new(),
        unit: "",
        whole_in: WHOLE,
    };
    let heading = format!("Patterns of the scan, version {}", removal.scan.version);
    Block {
        turn: 2,
        ..block(&heading, list, "No pattern was handed in.")
    }
}
