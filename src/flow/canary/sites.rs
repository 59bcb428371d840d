//! Which cells of a delivery get a planted value: of every dropped column and every column of free
//! text the first row, the last one and some between, of rows that the transition carries.
//!
//! In: the delivery, and what a first reading decided of its rows. Out: candidates by column, and
//! the columns in which nothing can be planted, with the reason. Texts in which payment data stands
//! are left alone, so that what is counted is what was planted.

use super::forms::{Takes, has_digits};
use super::seek::Seeker;
use crate::flow::delivery::DeliveredFile;
use crate::flow::failure::Failure;
use crate::flow::fates::Ground;
use crate::flow::survey::FileSurvey;
use crate::read::Room;
use crate::record::fate::{DropRule, Fate};
use crate::record::payment_kind::PaymentKind;
use crate::record::raw::{Cell, RawRow};
use crate::record::source::Entity;
use std::collections::BTreeSet;

/// Rows looked at in one file, spread over it.
const LOOKED_AT: u64 = 2_000;
/// Rows at either end that are all looked at.
const ENDS: u64 = 50;

/// What a column is to the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// It stays in the reader.
    Dropped(PaymentKind),
    /// It is searched and carried.
    Text(Takes),
}

/// A cell that may get a value.
pub(super) struct Cellular {
    /// The row's place in the file.
    pub(super) ordinal: u64,
    /// What stands there.
    pub(super) there: String,
    /// How well it would prove: 0 is best.
    pub(super) rank: u8,
}

/// A column in which values are planted.
pub(super) struct Column {
    /// The file, as messages call it.
    pub(super) file: String,
    /// Its place in the file.
    pub(super) index: usize,
    /// Its name.
    pub(super) name: String,
    /// What it is to the run.
    pub(super) role: Role,
    /// What it has room for.
    pub(super) room: Room,
    /// How many tables of the mapping read it so: each counts what it finds.
    pub(super) tables: u64,
    /// Rows of the file.
    pub(super) rows: u64,
    /// Cells that may get a value, in the order of the file.
    pub(super) cells: Vec<Cellular>,
}

/// A column in which nothing can be planted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct NotPlanted {
    /// The file, as messages call it.
    pub file: String,
    /// The column.
    pub column: String,
    /// Why not.
    pub why: String,
}

/// Returns the columns of all files in which something may be planted, without their cells.
pub(super) fn columns(files: &[DeliveredFile]) -> (Vec<Column>, Vec<NotPlanted>) {
    let (mut columns, mut not): (Vec<Column>, BTreeSet<NotPlanted>) = Default::default();
    for file in files {
        let dropped = file.columns.dropped().into_iter();
        let texts = file.text_columns.iter();
        let roles: BTreeSet<(usize, bool)> = dropped
            .clone()
            .map(|(column, _)| (column, true))
            .chain(texts.map(|column| (*column, false)))
            .collect();
        for (index, is_dropped) in roles {
            let name = file.column_name(index).to_owned();
            let same = |c: &&mut Column| c.file == file.name && c.index == index;
            if let Some(known) = columns.iter_mut().find(same) {
                known.tables += 1;
                continue;
            }
            if let Some(why) = (!is_dropped).then(|| needed(files, file, index)).flatten() {
                not.insert(NotPlanted {
                    file: file.name.clone(),
                    column: name,
                    why,
                });
                continue;
            }
            let kind = dropped.clone().find(|(column, _)| *column == index);
            columns.push(Column {
                file: file.name.clone(),
                index,
                name,
                role: kind.map_or(Role::Text(takes(file, index)), |(_, kind)| {
                    Role::Dropped(kind)
                }),
                room: Room::Any,
                tables: 1,
                rows: 0,
                cells: Vec::new(),
            });
        }
    }
    (columns, not.into_iter().collect())
}

/// Says why a text must stay as it is: something else than a reader depends on it.
fn needed(files: &[DeliveredFile], file: &DeliveredFile, index: usize) -> Option<String> {
    let tables = || files.iter().filter(|other| other.name == file.name);
    let named_key = |table: &&DeliveredFile| {
        let key = table.columns.key();
        key.len() < table.columns.columns().len() && key.contains(&index)
    };
    if tables().any(|table| named_key(&table)) {
        return Some("it is part of what tells rows apart".to_owned());
    }
    let name = file.column_name(index);
    let other_field = |table: &DeliveredFile| {
        let texts = table.entity.text_fields();
        let named = table.mapping().columns();
        let times = named.iter().filter(|column| **column == name).count();
        let as_text = texts
            .iter()
            .filter(|field| table.mapping().column_of(field) == Some(name));
        times > as_text.count()
    };
    tables()
        .any(other_field)
        .then(|| "another field is read from it too".to_owned())
}

/// Returns what a column of free text takes.
fn takes(file: &DeliveredFile, index: usize) -> Takes {
    let name = file.column_name(index);
    let is = |field: &str| file.mapping().column_of(field) == Some(name);
    if is("email") || is("login") {
        return Takes::Word;
    }
    let prose = [Entity::Note, Entity::Activity, Entity::Adjustment];
    if prose.contains(&file.entity) {
        Takes::Prose
    } else {
        Takes::Line
    }
}

/// Finds the cells of every column, and strikes out of `struck` the values that stand anywhere in
/// the delivery.
///
/// # Errors
/// Exports, where a file cannot be read.
pub(super) fn find(
    files: &[DeliveredFile],
    ground: &Ground<'_>,
    columns: &mut [Column],
    seeker: &Seeker,
) -> Result<BTreeSet<usize>, Failure> {
    let mut struck = BTreeSet::new();
    let mut read = BTreeSet::new();
    for (file, seen) in files.iter().zip(&ground.survey.files) {
        if read.insert(file.name.as_str()) {
            look_through(ground, file, (seeker, &mut struck))?;
        }
        let of_file: Vec<&mut Column> = columns
            .iter_mut()
            .filter(|column| column.file == file.name)
            .collect();
        if !of_file.is_empty() {
            find_in(file, seen, ground, of_file)?;
        }
    }
    Ok(struck)
}

/// Looks for the values that are to be planted in every cell of a file.
fn look_through(
    ground: &Ground<'_>,
    file: &DeliveredFile,
    (seeker, struck): (&Seeker, &mut BTreeSet<usize>),
) -> Result<(), Failure> {
    let refuse = |finding| Failure::Exports(vec![finding]);
    let bar = ground.job.progress.file("looking", &file.name, file.bytes);
    let mut reader = file.raw_reader().map_err(refuse)?;
    let mut row = RawRow::default();
    while reader.next(&mut row).map_err(refuse)? {
        for cell in &row.cells {
            if let Cell::Number(number) = cell {
                seeker.text(&number.to_string(), struck);
            } else if let Some(text) = cell.found() {
                seeker.text(text, struck);
            }
        }
        bar.set_position(reader.bytes_read());
    }
    bar.finish_and_clear();
    Ok(())
}

fn find_in(
    file: &DeliveredFile,
    seen: &FileSurvey,
    ground: &Ground<'_>,
    mut columns: Vec<&mut Column>,
) -> Result<(), Failure> {
    let refuse = |finding| Failure::Exports(vec![finding]);
    let rows = seen.account.rows_read;
    let every = (rows / LOOKED_AT).max(1);
    let (mut reader, mut raw) = (
        file.reader().map_err(refuse)?,
        file.raw_reader().map_err(refuse)?,
    );
    for column in &mut columns {
        column.room = raw.room(column.index);
        column.rows = rows;
    }
    let (mut row, mut cells) = (RawRow::default(), RawRow::default());
    while reader.next(&mut row).map_err(refuse)? && raw.next(&mut cells).map_err(refuse)? {
        let at = row.ordinal;
        let wanted = at < ENDS || at + ENDS >= rows || at.is_multiple_of(every);
        if !wanted || row.continues || row.width != cells.cells.len() || row.misfit.is_some() {
            continue;
        }
        let fate = ground.carry(file, seen, &row).fate;
        for column in &mut columns {
            let there = cells.cells.get(column.index);
            let there = there.and_then(Cell::found).unwrap_or_default();
            if let Some(rank) = rank(column, &row, there, fate, ground) {
                let (ordinal, there) = (at, there.to_owned());
                let known = column.cells.iter_mut().find(|cell| cell.ordinal == at);
                match known {
                    // Another table reads the same row: the better fate is the one that proves.
                    Some(cell) => cell.rank = cell.rank.min(rank),
                    None => column.cells.push(Cellular {
                        ordinal,
                        there,
                        rank,
                    }),
                }
            }
        }
    }
    Ok(())
}

/// Returns how well a cell would prove something; none where nothing may be planted there.
fn rank(column: &Column, row: &RawRow, there: &str, fate: Fate, ground: &Ground<'_>) -> Option<u8> {
    let skipped = Fate::Dropped(DropRule::SkippedByMapping);
    if fate == Fate::Rejected || fate == skipped {
        return None;
    }
    let takes = match (column.role, row.cells.get(column.index)?) {
        // A blank cell: what stands in others may be what tells of a number in a text.
        (Role::Dropped(_), Cell::Dropped(filled)) => return Some(u8::from(*filled)),
        (Role::Dropped(_), _) => return None,
        (Role::Text(takes), _) => takes,
    };
    let mut text = row.cells.get(column.index)?.text()?.to_owned();
    if !ground.secrets.clean(&mut text).is_empty() {
        return None;
    }
    let carried = if fate == Fate::Carried { 0 } else { 2 };
    match takes {
        Takes::Word => (!there.is_empty()).then_some(carried),
        Takes::Line | Takes::Prose => {
            // The text of a cut note stands in several rows: digits in any of them are in the way.
            let clear = !there.is_empty() && !has_digits(&text);
            if !clear && text != there {
                return None;
            }
            Some(carried + u8::from(!clear))
        }
    }
}

/// Returns so many of a column's cells, the first and the last among them, better ones first.
pub(super) fn pick(column: &Column, wanted: usize) -> Vec<&Cellular> {
    let mut picked: Vec<&Cellular> = Vec::new();
    for rank in 0..=3 {
        let of_rank: Vec<&Cellular> = column
            .cells
            .iter()
            .filter(|cell| cell.rank == rank)
            .collect();
        let more = wanted.saturating_sub(picked.len()).min(of_rank.len());
        let last = of_rank.len().saturating_sub(1);
        let steps = more.saturating_sub(1).max(1);
        let places: BTreeSet<usize> = (0..more).map(|nth| nth * last / steps).collect();
        picked.extend(places.into_iter().filter_map(|at| of_rank.get(at)));
    }
    picked.sort_by_key(|cell| cell.ordinal);
    picked
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(ranks: &[u8]) -> Column {
        let cell = |(ordinal, rank): (u64, &u8)| Cellular {
            ordinal,
            there: String::new(),
            rank: *rank,
        };
        Column {
            file: "NOTES.csv".to_owned(),
            index: 0,
            name: "TEXT".to_owned(),
            role: Role::Text(Takes::Prose),
            room: Room::Any,
            tables: 1,
            rows: ranks.len() as u64,
            cells: (0..).zip(ranks).map(cell).collect(),
        }
    }

    fn picked(ranks: &[u8], wanted: usize) -> Vec<u64> {
        let column = column(ranks);
        let cells = pick(&column, wanted);
        cells.iter().map(|cell| cell.ordinal).collect()
    }

    #[test]
    fn the_first_the_last_and_some_between_are_picked() {
        assert_eq!(picked(&[0; 9], 3), [0, 4, 8]);
        assert_eq!(picked(&[0; 9], 1), [0]);
        assert_eq!(picked(&[0; 2], 5), [0, 1]);
        assert!(picked(&[], 3).is_empty());
    }

    #[test]
    fn rows_that_are_carried_come_first() {
        assert_eq!(picked(&[2, 0, 2, 0, 1], 3), [1, 3, 4]);
        assert_eq!(picked(&[3, 2], 1), [1]);
    }
}
