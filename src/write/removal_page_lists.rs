//! The lists on the page for the assessor. In: the evidence. Out: blocks of words and figures, in
//! the order of the evidence, with their totals. Counts only.

use super::letter::one_page::{Block, Column, List, Row, Set, grouped};
use super::removal::{self, Removal, RemovedData};

/// The file that has every line.
pub(super) const WHOLE: &str = "payment-data-removal.json";

/// Columns of words, of names, of digests and of figures.
const fn words_in(title: &'static str) -> Column {
    let set = Set::Words;
    Column { title, set }
}
const fn names(title: &'static str) -> Column {
    let set = Set::Names;
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
        share: 1,
    }
}

/// Returns what was found, summed by kind.
pub(super) fn by_kind(removal: &Removal) -> Block {
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
    // Kinds are few and never cut.
    Block {
        share: kinds.len(),
        ..block("Found, by kind", list, none)
    }
}

/// Returns where dropped values were searched for after writing.
pub(super) fn searched(removal: &Removal) -> Block {
    let places = &removal.searched;
    let bytes = places.iter().map(|place| place.searched).sum();
    let found: u64 = places.iter().map(|place| place.found).sum();
    let list = List {
        columns: vec![names("Place"), figures("Bytes"), figures("Found")],
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
                // A place where something was found comes before all others.
                let size = match place.found {
                    0 => place.searched,
                    _ => u64::MAX,
                };
                row(size, [place.place.clone(), bytes, found])
            })
            .collect(),
        unit: "",
        whole_in: WHOLE,
    };
    let values = removal.values_searched.as_ref().map(|one| one.searched);
    let none = match values {
        None => "Nothing yet: a dry run writes no portal and no letters.",
        Some(_) => "Nothing: the delivery has no value that could be searched for.",
    };
    let mut block = block("Searched afterwards", list, none);
    if let Some(values) = values.filter(|_| block.list.is_some()) {
        block.note = match values {
            1 => "Searched for 1 value, whole and in any spacing.".to_owned(),
            many => format!(
                "Searched for {} different values, whole and in any spacing.",
                grouped(many)
            ),
        };
    }
    block
}

/// Returns what was removed, by file and column.
pub(super) fn by_column(removal: &Removal) -> Block {
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
            names("File"),
            names("Column"),
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
    Block {
        share: 4,
        ..block("Removed, by file and column", list, "Nothing was removed.")
    }
}

/// Returns values that no search can find, by reason.
pub(super) fn not_searched(removal: &Removal) -> Block {
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

/// Returns what was looked at beside the dropped columns.
pub(super) fn besides(removal: &Removal) -> Block {
    let noted = &removal.noted;
    let found = |count: usize, what: &str| match count {
        0 => format!("none {what}."),
        _ => format!("{} {what} (below).", grouped(count as u64)),
    };
    let columns = match noted.columns_looked_at {
        0 => "Columns mapped as something else: not looked at.".to_owned(),
        looked => format!(
            "Columns mapped as something else: {} looked at, {}",
            grouped(looked),
            found(noted.overruled.len(), "overruled by a person"),
        ),
    };
    let places = match noted.places_looked_at {
        0 if noted.columns_looked_at > 0 => {
            "Every part of the delivery is read: nothing lies beside it.".to_owned()
        }
        0 => "Parts of the delivery that are not read: not looked at.".to_owned(),
        looked => format!(
            "Parts of the delivery that are not read: {} looked at, {}",
            grouped(looked),
            found(noted.not_read.len(), "with payment data"),
        ),
    };
    Block {
        heading: "Looked at besides".to_owned(),
        list: None,
        note: format!("{columns} {places}"),
        share: 1,
    }
}

/// Returns what was found, as `12 card number, 3 iban`.
fn kinds(found: &[removal::KindFound]) -> String {
    let one = |kind: &removal::KindFound| format!("{} {}", grouped(kind.count), words(&kind.kind));
    found.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// Returns columns that a person overruled; none where there is none.
pub(super) fn overruled(removal: &Removal) -> Option<Block> {
    let list = List {
        columns: vec![
            names("File"),
            names("Column"),
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

/// Returns payment data that the mapping does not read; none where there is none.
pub(super) fn not_read(removal: &Removal) -> Option<Block> {
    let list = List {
        columns: vec![
            names("File or sheet"),
            names("Column"),
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

/// Returns the digests of the delivery's files and of the result.
pub(super) fn digests(removal: &Removal) -> Block {
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
            names("File of the delivery"),
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

/// Returns what texts are searched for.
pub(super) fn patterns(removal: &Removal) -> Block {
    let short = |pattern: &String| pattern.split(':').next().unwrap_or_default().to_owned();
    let patterns: Vec<String> = removal.scan.patterns.iter().map(short).collect();
    Block {
        heading: format!("Patterns of the scan, version {}", removal.scan.version),
        list: None,
        note: match patterns.as_slice() {
            [] => "None was handed in.".to_owned(),
            patterns => format!(
                "Texts are searched for {}. In full in {WHOLE}.",
                patterns.join("; ")
            ),
        },
        share: 1,
    }
}
