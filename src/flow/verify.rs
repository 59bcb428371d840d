//! `cutover verify`: hands the exports, the portal and the files of OUT to the second path. The
//! proofs are in `verify`; this reads and feeds.

use super::collect;
use super::delivery::{self, DeliveredFile};
use super::earlier;
use super::failure::Failure;
use super::job::Job;
use super::row_keys::{join, key};
use super::search;
use super::search_files::Searched;
use super::secrets::Secrets;
use super::stop;
use super::stream::each_row;
use super::survey::no_temporary;
use crate::map::Duplicates;
use crate::portal::{Portal, Store};
use crate::read::keys::{Keys, RowSet};
use crate::read::unpacked::letter_parts;
use crate::read::{each_record, records};
use crate::record::fate::FileAccount;
use crate::record::portal::TABLES;
use crate::record::raw::RawRow;
use crate::record::source::{Entity, Mapped, Record};
use crate::verify::{self, FedFile, FedRow, HoldFile, NumberIndex, Outputs, Source, Verification};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Proves the invariants against what stands in OUT and in the portal.
///
/// # Errors
/// Portal, where there is no result to verify; exports, where the delivery cannot be read.
pub fn verify(job: &Job) -> Result<Verification, Failure> {
    job.target.settle()?;
    let (folder, database) = (job.target.out.clone(), job.target.live_database());
    let there = [
        (folder.exists(), folder.display().to_string()),
        (database.exists()?, database.to_string()),
    ];
    if let Some((_, missing)) = there.into_iter().find(|(there, _)| !there) {
        return Err(Failure::Portal(format!(
            "there is no `{missing}` to verify; `cutover run` makes it"
        )));
    }
    let mut files = delivery::open(job)?;
    let (mut secrets, _, _) = collect::collect(job, &mut files)?.settled()?;
    let numbers = earlier::numbers(job)?;
    secrets.know(numbers.values().map(String::as_str));
    let accounts = reported_accounts(&folder)?;
    let places = (folder.as_path(), &database);
    let (mut verification, letters) = prove(job, &files, &secrets, places, accounts)?;
    let read: BTreeSet<String> = letters.iter().map(|letter| letter.file.clone()).collect();
    let rest = search::search(&secrets, places, |name| !read.contains(name))?;
    search::add(&mut verification, &secrets, letters);
    search::add(&mut verification, &secrets, rest);
    Ok(verification)
}

/// Proves the invariants, but for the search of OUT, of which only the letters are searched, as
/// they are read. `accounts` are the row accounts as reported.
///
/// # Errors
/// Portal, where its rows cannot be read; exports, where a file cannot.
pub fn prove(
    job: &Job,
    files: &[DeliveredFile],
    secrets: &Secrets,
    (folder, database): (&Path, &Store),
    accounts: Vec<FileAccount>,
) -> Result<(Verification, Vec<Searched>), Failure> {
    let policy = &job.mapping.policy;
    let mut side = verify::Portal::new(policy, secrets.set(), &crate::decide::payment_text::MARKS);
    feed_portal(database, &mut side)?;
    side.end();
    let entities: BTreeSet<Entity> = files.iter().map(|file| file.entity).collect();
    let mut source = Source::new(policy, entities, &side);
    feed_source(job, files, &mut source)?;
    let (mut outputs, searched) = read_outputs(folder, &NumberIndex::new(&side), secrets)?;
    outputs.holds = read_holds(folder, &side)?;
    outputs.files = accounts;
    let former = earlier::numbers(job)?;
    let verification = verify::verify(&side, source, &outputs, &former);
    Ok((verification, searched))
}

fn feed_portal(database: &Store, side: &mut verify::Portal<'_>) -> Result<(), Failure> {
    let mut portal = Portal::open(database)?;
    for (table, columns) in TABLES {
        stop::if_asked()?;
        portal.each_row(table, columns, |values| side.row(table, columns, values))?;
    }
    portal.close()?;
    Ok(())
}

/// What the first look at a file finds: rows whose key stood before, keys for joining.
struct FirstLook {
    repeated: BTreeSet<u64>,
    join: Keys,
}

fn feed_source(job: &Job, files: &[DeliveredFile], source: &mut Source<'_>) -> Result<(), Failure> {
    let mut bills = None;
    for file in files {
        let look = first_look(job, file)?;
        let mut billed = RowSet::default();
        if file.entity == Entity::Bill {
            bills = Some(look.join);
        } else if file.entity == Entity::Usage
            && let Some(bills) = bills.take()
        {
            billed = look.join.with_partner_in(bills).map_err(no_temporary)?;
        }
        feed_file(job, file, &look.repeated, &billed, source)?;
    }
    Ok(())
}

fn first_look(job: &Job, file: &DeliveredFile) -> Result<FirstLook, Failure> {
    let window = job.mapping.policy.window();
    let (mut keys, mut joins) = (Keys::new(&file.name), Keys::new("bill"));
    let bar = job.progress.file("proving", &file.name, file.bytes);
    let look = |row: &RawRow| {
        let mapped = file.map(row);
        // Only bills inside the window bring their consumption along.
        let counts =
            !matches!(&mapped.record, Ok(Record::Bill(bill)) if !window.contains(bill.bill_date));
        (
            row.ordinal,
            key(file, row),
            join(&mapped).filter(|_| counts),
        )
    };
    each_row(file, &bar, look, |(ordinal, key, join)| {
        if let Some(key) = key {
            keys.push_hash(key, ordinal).map_err(no_temporary)?;
        }
        if let Some(join) = join {
            joins.push_hash(join, ordinal).map_err(no_temporary)?;
        }
        Ok(())
    })?;
    let repeated = keys
        .repeated()
        .map_err(no_temporary)?
        .into_iter()
        .map(|(ordinal, _)| ordinal)
        .collect();
    Ok(FirstLook {
        repeated,
        join: joins,
    })
}

fn feed_file(
    job: &Job,
    file: &DeliveredFile,
    repeated: &BTreeSet<u64>,
    billed: &RowSet,
    source: &mut Source<'_>,
) -> Result<(), Failure> {
    source.file(&FedFile {
        entity: file.entity,
        name: file.name.clone(),
        columns: file.columns.columns().to_vec(),
        repeated_rows_dropped: file.columns.duplicates() == Duplicates::DropRepeated,
    });
    let bar = job.progress.file("proving", &file.name, file.bytes);
    let map = |row: &RawRow| -> (u64, u64, Mapped) { (row.ordinal, row.number, file.map(row)) };
    each_row(file, &bar, map, |(ordinal, number, mapped)| {
        source.row(FedRow {
            number,
            mapped: &mapped,
            first_of_key: !repeated.contains(&ordinal),
            bill_date: billed
                .contains(ordinal)
                .then_some(job.mapping.policy.cutover_on),
        });
        Ok(())
    })?;
    Ok(())
}

/// Letters read at a time.
const LETTERS: usize = 256;

fn read_outputs(
    folder: &Path,
    index: &NumberIndex,
    secrets: &Secrets,
) -> Result<(Outputs, Vec<Searched>), Failure> {
    let read = |name: &str| -> Result<Vec<BTreeMap<String, String>>, Failure> {
        let path = folder.join(name);
        // A file that is missing fails the check that needs it, with nothing in it.
        if path.exists() {
            records(&path).map_err(Failure::Portal)
        } else {
            Ok(Vec::new())
        }
    };
    let mut outputs = Outputs {
        crosswalk: read("crosswalk.csv")?,
        billing_calendar: read("billing-calendar.csv")?,
        period_changes: read("period-changes.csv")?,
        rejects: read("rejects.csv")?,
        manifest: read("notices/manifest.csv")?,
        ..Outputs::default()
    };
    let manifest = std::mem::take(&mut outputs.manifest);
    let mut searched = Vec::with_capacity(manifest.len());
    for batch in manifest.chunks(LETTERS) {
        stop::if_asked()?;
        let read: Vec<_> = batch
            .par_iter()
            .filter_map(|line| read_letter(folder, line, secrets))
            .collect();
        for (notice_id, text, found) in read {
            outputs.letter(index, &notice_id, &text);
            searched.push(found);
        }
    }
    outputs.manifest = manifest;
    Ok((outputs, searched))
}

/// Holds `account-holds.csv` against the portal, line by line.
fn read_holds(folder: &Path, side: &verify::Portal<'_>) -> Result<HoldFile, Failure> {
    let path = folder.join("account-holds.csv");
    if !path.exists() {
        return Ok(HoldFile::default());
    }
    let mut file = HoldFile::begin();
    each_record(&path, |record| file.line(side, &record)).map_err(Failure::Portal)?;
    Ok(file)
}

/// Reads one printed letter: the notice it is, its text, and what a search of it found. A letter
/// that cannot be read has no text, which fails the check that its numbers are there.
fn read_letter(
    folder: &Path,
    line: &BTreeMap<String, String>,
    secrets: &Secrets,
) -> Option<(String, String, Searched)> {
    let file = line.get("file")?;
    let pdf = std::fs::read(folder.join(file)).ok()?;
    let parts = letter_parts(&pdf).unwrap_or_default();
    let found = search::search_letter(secrets, file, &pdf, &parts);
    Some((line.get("notice_id")?.clone(), parts.text, found))
}

/// Returns the row accounts as `report.json` has them.
fn reported_accounts(folder: &Path) -> Result<Vec<FileAccount>, Failure> {
    let path = folder.join("report.json");
    let text = std::fs::read_to_string(&path).map_err(|error| {
        Failure::Portal(format!(
            "`{}` cannot be read: {error}; `cutover run` makes it",
            path.display()
        ))
    })?;
    crate::write::report::row_accounts(&text).map_err(|why| {
        Failure::Portal(format!(
            "`{}` is not what a run leaves: {why}",
            path.display()
        ))
    })
}
