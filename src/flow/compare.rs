//! `cutover compare`: what is different between two results. Reads both side by side; changes
//! neither.

mod details;
mod letters;
mod place;
mod rejects;
mod stream;

use super::failure::Failure;
use super::progress::Progress;
use crate::compare::accounts::Fate;
use crate::compare::merge::{OutOfOrder, merge};
use crate::compare::tables::Table;
use crate::compare::tally::Difference;
use crate::diag::finding::Finding;
use details::Details;
use place::Place;
use std::path::{Path, PathBuf};
use stream::{Stream, send};

/// The two results, and where the full list goes.
pub struct Request<'a> {
    /// The earlier result: a folder that a run left, or the URL of a database.
    pub before: &'a str,
    /// The later one.
    pub after: &'a str,
    /// The database of the earlier result, where it is not in its folder.
    pub before_database: Option<&'a str>,
    /// The database of the later result, where it is not in its folder.
    pub after_database: Option<&'a str>,
    /// The file that the full list is written to.
    pub details: Option<&'a Path>,
    /// Whether bars are drawn.
    pub progress: bool,
}

/// What came of it.
pub struct Compared {
    /// The earlier result, as it was named.
    pub before: String,
    /// The later one.
    pub after: String,
    /// What is different.
    pub difference: Difference,
    /// What must never be: numbers that did not stay.
    pub findings: Vec<Finding>,
    /// Where the full list is.
    pub details: Option<PathBuf>,
}

impl From<OutOfOrder> for Failure {
    fn from(error: OutOfOrder) -> Self {
        Self::Portal(format!(
            "the rows of `{}` do not come in the order of their key; have the database checked, nothing was compared",
            error.table
        ))
    }
}

/// Compares two results.
///
/// # Errors
/// Portal, where a result is not there or is of another version; usage, where a name is no
/// database of ours, or the list cannot be written.
pub fn compare(request: &Request<'_>) -> Result<Compared, Failure> {
    let before = Place::of(request.before, request.before_database, "--before-database")?;
    let after = Place::of(request.after, request.after_database, "--after-database")?;
    let mut details = request
        .details
        .map(|path| Details::begin(path, [&before, &after]))
        .transpose()?;
    let progress = Progress::new(request.progress);
    let mut difference = tables((&before, &after), details.as_mut(), &progress)?;
    if let (Some(before), Some(after)) = (&before.folder, &after.folder) {
        difference.rejects = rejects::compare(before, after)?;
        letters::compare((before, after), &mut difference.letters, &progress)?;
    }
    difference.end();
    if let Some(details) = &mut details {
        details.beside_tables(&difference)?;
    }
    let details = details.map(Details::publish).transpose()?;
    Ok(Compared {
        before: before.named,
        after: after.named,
        findings: findings(&difference),
        difference,
        details,
    })
}

/// Compares every table: a thread a side reads, this one merges.
fn tables(
    (before, after): (&Place, &Place),
    mut details: Option<&mut Details>,
    progress: &Progress,
) -> Result<Difference, Failure> {
    let mut difference = Difference::default();
    let all = Table::all();
    let bar = progress.count("compare", "tables", all.len() as u64);
    std::thread::scope(|scope| {
        let (to_earlier, mut earlier) = Stream::open(before);
        let (to_later, mut later) = Stream::open(after);
        scope.spawn(move || send(before, &to_earlier));
        scope.spawn(move || send(after, &to_later));
        for table in all {
            bar.set_message(table.name);
            difference.begin(&table);
            earlier.begin()?;
            later.begin()?;
            merge(&table, &mut earlier, &mut later, |change| {
                difference.row(&table, change);
                match &mut details {
                    Some(details) => details.row(&table, change),
                    None => Ok(()),
                }
            })?;
            bar.inc(1);
        }
        bar.finish_and_clear();
        Ok(difference)
    })
}

/// Most accounts that a finding names.
const NAMED: usize = 5;

/// Says which numbers did not stay.
fn findings(difference: &Difference) -> Vec<Finding> {
    let accounts = &difference.accounts;
    let mut named: Vec<String> = Vec::new();
    for change in &accounts.renumbered.listed {
        let number = |fate: &Option<Fate>| {
            let fate = fate.as_ref();
            fate.and_then(|fate| fate.account_number.clone())
                .unwrap_or_default()
        };
        named.push(format!(
            "`{}` was {} and is {}",
            change.legacy_account_number,
            number(&change.before),
            number(&change.after)
        ));
    }
    for reused in &accounts.reused.listed {
        named.push(format!(
            "{} was `{}` and is `{}`",
            reused.account_number, reused.legacy_before, reused.legacy_after
        ));
    }
    if accounts.numbers_stand() {
        return Vec::new();
    }
    let all = accounts.renumbered.count + accounts.reused.count;
    named.truncate(NAMED);
    let more = match all - named.len() as u64 {
        0 => String::new(),
        more => format!(", and {more} more"),
    };
    let message = format!(
        "account numbers that were given did not stay: {}{more}",
        named.join(", ")
    );
    let help = "do not go on: letters and bills may show the earlier numbers. Run again with the earlier key, and with `--crosswalk` the `crosswalk.csv` of the earlier result";
    vec![Finding::error("compare::number_changed", message).help(help)]
}
