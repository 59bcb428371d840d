//! `inspect`: what files hold that no mapping describes. Opens each, hands its rows to the profile
//! batch by batch, and brings together what the files say of each other.
//!
//! One pass a file. While the columns of a batch are worked on by all cores, the next is read.

mod report;
mod source;
mod workbook;

pub use crate::inspect::report::{
    ColumnProfile, ColumnType, PaymentFacts, PaymentSign, Reference, TableProfile, Tally,
};
pub use crate::record::payment_kind::PaymentKind;
pub use report::{FileReport, FormatKind, FormatReport, Inspection, SheetFacts};

use super::progress::Progress;
use crate::decide::payment_text::{KnownIds, find, is_card_number, is_routing_number};
use crate::diag::finding::Finding;
use crate::inspect::sniff::{self, FileKind};
use crate::inspect::{Finished, MOST_COLUMNS, Probe, Table, relate};
use crate::read::unknown::{Head, head};
use crate::record::cells::CellBatch;
use crate::record::origin::Origin;
use rayon::prelude::*;
use source::Source;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// Endings of files that lie beside exports and are none.
const ASIDE: [&str; 8] = ["md", "cpy", "cbl", "json", "toml", "html", "pdf", "sql"];

/// Asks the rules of a run what is card or bank data.
struct Finder<'a> {
    known: &'a KnownIds,
}

impl Probe for Finder<'_> {
    fn is_card(&self, digits: &[u8]) -> bool {
        is_card_number(digits)
    }

    fn is_routing(&self, digits: &[u8]) -> bool {
        is_routing_number(digits)
    }

    fn find(&self, text: &str) -> Vec<(PaymentKind, Range<usize>)> {
        let found = find(text, self.known);
        found.into_iter().map(|f| (f.kind, f.range)).collect()
    }
}

/// Profiles files, and the files inside folders. Every one is shown, whatever is wrong with
/// others. `progress` says whether bars are drawn.
#[must_use]
pub fn inspect(paths: &[PathBuf], progress: bool) -> Inspection {
    let mut inspection = Inspection::default();
    let files = files(paths, &mut inspection);
    let progress = Progress::new(progress);
    let done: Vec<Vec<Looked>> = files
        .par_iter()
        .map(|(path, name)| look(path, name, &progress, (&KnownIds::new(), &|_| true)))
        .collect();
    let mut tables = Vec::new();
    let mut reports = Vec::new();
    for looked in done.into_iter().flatten() {
        inspection.findings.extend(looked.findings);
        if let Some(table) = looked.table {
            tables.push((looked.report.name.clone(), table));
        }
        reports.push(looked.report);
    }
    inspection.references = relate(&mut tables);
    let mut tables = tables.into_iter().peekable();
    for mut report in reports {
        if let Some((_, table)) = tables.next_if(|(name, _)| *name == report.name) {
            report.table = Some(table.profile);
        }
        inspection.files.push(report);
    }
    inspection
}

/// Returns what is in columns of one file that no mapping reads, by sheet where it is a workbook,
/// of which only the sheets that `wanted` names are looked at. Numbers of the delivery's own are no
/// payment data. A file that cannot be read has none.
pub(super) fn unread(
    path: &Path,
    name: &str,
    progress: &Progress,
    (known, wanted): (&KnownIds, &(dyn Fn(&str) -> bool + Sync)),
) -> Vec<(String, Vec<ColumnProfile>)> {
    let looked = look(path, name, progress, (known, wanted));
    let tables = looked.into_iter();
    let columns = |one: Looked| Some((one.report.name, one.table?.profile.columns));
    tables.filter_map(columns).collect()
}

/// Returns the files to look at, each with the name that it is called by.
fn files(paths: &[PathBuf], inspection: &mut Inspection) -> Vec<(PathBuf, String)> {
    let mut found: Vec<PathBuf> = Vec::new();
    for path in paths {
        if !path.exists() {
            let message = "is not there";
            let finding = Finding::error("inspect::missing_file", message)
                .at(Origin::file(&path.display().to_string()))
                .help("name a file, or a folder with files");
            inspection.findings.push(finding);
            inspection.missing = true;
        } else if path.is_dir() {
            found.extend(inside(path, inspection));
        } else {
            found.push(path.clone());
        }
    }
    let short = |path: &Path| {
        let name = path.file_name().unwrap_or_default();
        name.to_string_lossy().into_owned()
    };
    let all: Vec<String> = found.iter().map(|path| short(path)).collect();
    let names = found.iter().map(|path| {
        let name = short(path);
        // Files of one name are told apart by their paths.
        match all.iter().filter(|other| **other == name).count() {
            1 => name,
            _ => path.display().to_string(),
        }
    });
    let names: Vec<String> = names.collect();
    found.into_iter().zip(names).collect()
}

/// Returns the files of a folder, by name, without notes and layouts.
fn inside(folder: &Path, inspection: &mut Inspection) -> Vec<PathBuf> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => {
            let message = format!("cannot be read: {error}");
            let finding = Finding::error("read::unreadable_file", message)
                .at(Origin::file(&folder.display().to_string()))
                .help("check the rights of the folder");
            inspection.findings.push(finding);
            return Vec::new();
        }
    };
    let mut files: Vec<PathBuf> = entries
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .filter(|path| path.is_file())
        .collect();
    files.sort();
    let is_aside = |path: &PathBuf| {
        let ending = path.extension().unwrap_or_default().to_string_lossy();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let aside = ASIDE.iter().any(|a| ending.eq_ignore_ascii_case(a));
        aside || name.starts_with('.') || name.starts_with("LICENSE") || name.starts_with("README")
    };
    let (aside, files): (Vec<PathBuf>, Vec<PathBuf>) = files.into_iter().partition(is_aside);
    inspection.passed_over += aside.len();
    files
}

/// What looking at one file or sheet came to.
struct Looked {
    report: FileReport,
    table: Option<Finished>,
    findings: Vec<Finding>,
}

fn look(
    path: &Path,
    name: &str,
    progress: &Progress,
    (known, wanted): (&KnownIds, &(dyn Fn(&str) -> bool + Sync)),
) -> Vec<Looked> {
    let head = match head(path, name) {
        Ok(head) => head,
        Err(finding) => return vec![refused(name, 0, FormatKind::Unreadable, finding)],
    };
    let kind = sniff::kind(&head.bytes);
    if let Some(sheets) = source::described(path, name, kind, &head, wanted) {
        return sheets
            .into_iter()
            .map(|(report, source)| match source {
                Ok(source) => read(source, report, progress, (&head, known)),
                Err(finding) => Looked {
                    report,
                    table: None,
                    findings: vec![finding],
                },
            })
            .collect();
    }
    match kind {
        FileKind::Text(code) => match source::text(path, name, code, &head) {
            Ok((report, source)) => vec![read(source, report, progress, (&head, known))],
            Err(finding) => vec![refused(name, head.size, FormatKind::Unreadable, finding)],
        },
        FileKind::Empty => vec![refused(name, head.size, FormatKind::Empty, nothing(name))],
        FileKind::Ebcdic => vec![ebcdic(name, &head)],
        FileKind::Workbook => {
            let message = "is a workbook that cannot be read";
            let finding = Finding::error("inspect::no_reader", message)
                .at(Origin::file(name))
                .help("open it in the program that made it, save it anew, and look again");
            vec![refused(name, head.size, FormatKind::Workbook, finding)]
        }
        FileKind::Binary => {
            let message = "is no text in any coding known here, and no workbook";
            let finding = Finding::error("inspect::no_reader", message)
                .at(Origin::file(name))
                .help("packed or binary fields need their layout: lay the copybook beside the file, with the same name and the ending .cpy");
            vec![refused(name, head.size, FormatKind::Binary, finding)]
        }
    }
}

fn nothing(name: &str) -> Finding {
    Finding::warning("inspect::empty_file", "is empty")
        .at(Origin::file(name))
        .help("ask whether the old system has nothing to say here, or the extract failed")
}

fn refused(name: &str, size: u64, kind: FormatKind, finding: Finding) -> Looked {
    Looked {
        report: FileReport::new(name, size, FormatReport::of(kind)),
        table: None,
        findings: vec![finding],
    }
}

fn ebcdic(name: &str, head: &Head) -> Looked {
    let length = sniff::record_length(&head.bytes, head.size);
    let message = match length {
        Some(length) => format!(
            "seems to be EBCDIC in records of {length} bytes: {} of them",
            head.size / length as u64
        ),
        None => "seems to be EBCDIC; how long its records are does not show".to_owned(),
    };
    let finding = Finding::warning("inspect::no_layout", message)
        .at(Origin::file(name))
        .help("its columns stand in the copybook: lay it beside the file, with the same name and the ending .cpy");
    let mut looked = refused(name, head.size, FormatKind::Fixed, finding);
    looked.report.format.encoding = Some("EBCDIC".to_owned());
    looked.report.format.record_length = length;
    looked
}

/// Reads a source to its end.
fn read(
    mut source: Source,
    mut report: FileReport,
    progress: &Progress,
    (head, known): (&Head, &KnownIds),
) -> Looked {
    let bar = progress.file("inspect", &report.name, head.size.max(1));
    let mut findings = Vec::new();
    let names = source.names().to_vec();
    if names.len() > MOST_COLUMNS {
        let message = format!(
            "has {} columns; the first {MOST_COLUMNS} are profiled",
            names.len()
        );
        findings.push(
            Finding::warning("inspect::too_many_columns", message)
                .at(Origin::file(&report.name))
                .help("where so many are no columns at all, look at the delimiter that was found"),
        );
    }
    let mut table = Table::new(&names);
    if report.sheet.is_some() {
        table = table.of_workbook();
    }
    let probe = Finder { known };
    let (mut now, mut next) = (CellBatch::default(), CellBatch::default());
    let mut more = fill(&mut source, &mut now, &mut findings);
    while !now.is_empty() || more {
        let tasks = table.tasks();
        let (_, filled) = rayon::join(
            || {
                tasks
                    .into_par_iter()
                    .for_each(|task| task.run(&now, &probe))
            },
            || {
                next.clear();
                more && fill(&mut source, &mut next, &mut findings)
            },
        );
        more = filled;
        table.after(&now);
        std::mem::swap(&mut now, &mut next);
        bar.set_position(source.bytes_read().min(head.size));
    }
    bar.finish_and_clear();
    source.describe(&mut report);
    if report.format.kind == FormatKind::Fixed && report.format.copybook.is_none() {
        let message = "has records of fixed width; where their columns begin does not show";
        let help = "lay its copybook beside it, with the same name and the ending .cpy; until then numbers run together, and what looks like card or bank data may be chance";
        let finding = Finding::warning("inspect::no_layout", message);
        findings.push(finding.at(Origin::file(&report.name)).help(help));
    }
    let finished = table.finish(source.asides());
    findings.extend(report::findings(&report.name, &finished.profile));
    Looked {
        report,
        table: Some(finished),
        findings,
    }
}

/// Fills a batch; a fault ends the file and is told.
fn fill(source: &mut Source, batch: &mut CellBatch, findings: &mut Vec<Finding>) -> bool {
    source.fill(batch).unwrap_or_else(|finding| {
        findings.push(finding);
        false
    })
}
