//! A copy of a delivery with some cells written anew, each file in its own form. Rows stay where
//! they are, trailers count and sum as before; what the mapping does not read is copied as it is.

use crate::diag::finding::Finding;
use crate::flow::delivery::DeliveredFile;
use crate::flow::failure::Failure;
use crate::read::{Framed, RowReader};
use crate::record::format::Format;
use crate::record::raw::{Cell, RawRow};
use crate::write::own_file;
use crate::write::sheets::{self, OwnSheet};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;
use std::path::{Component, Path, PathBuf};

/// Stands for what stands beside a table.
const BESIDE: &str = "-";

/// What stands in a cell of the copy, by the row's ordinal and the column.
pub(super) type Cells = BTreeMap<(u64, usize), String>;

/// New cells by file, as messages call it.
pub(super) type NewCells = BTreeMap<String, Cells>;

/// Copies the delivery in `from` to the new folder `to`.
///
/// # Errors
/// Exports, where a file cannot be read; unexpected, where the copy cannot be written.
pub(super) fn copy(
    (from, files): (&Path, &[DeliveredFile]),
    to: &Path,
    cells: &NewCells,
) -> Result<(), Failure> {
    let none = Cells::new();
    let (mut written, mut books) = (BTreeSet::new(), BTreeMap::new());
    let mut folders = BTreeSet::from([PathBuf::new()]);
    for file in files {
        let path = inside(file.mapping().path())?;
        if !written.insert(file.name.as_str()) {
            continue;
        }
        let place = to.join(&path);
        folders.extend(path.parent().map(Path::to_owned));
        make_parent(&place)?;
        let cells = cells.get(&file.name).unwrap_or(&none);
        if let Format::Workbook(format) = file.mapping().format() {
            let sheets: &mut Vec<OwnSheet> = books.entry(place).or_default();
            sheets.push(sheet(file, cells, format.header_row)?);
        } else {
            // Of several tables over a file one may know what its trailer sums.
            let tables = files.iter().filter(|other| other.name == file.name);
            let mut summing = tables.filter(|table| table.columns.summed_column().is_some());
            copy_file(summing.next().unwrap_or(file), cells, &place)?;
        }
    }
    for (place, sheets) in &books {
        sheets::write(sheets, place).map_err(|why| unwritten(place, &why))?;
    }
    folders
        .iter()
        .try_for_each(|folder| copy_rest(&from.join(folder), &to.join(folder)))
}

/// Returns the path of a file inside the delivery.
fn inside(path: &str) -> Result<PathBuf, Failure> {
    let path = PathBuf::from(path);
    if path
        .components()
        .all(|part| matches!(part, Component::Normal(_)))
    {
        return Ok(path);
    }
    let message = format!(
        "`{}` does not lie in the folder of the exports, so no copy of it can be made",
        path.display()
    );
    Err(Failure::Usage(
        Finding::error("canary::outside", message)
            .help("put the file into the folder of the exports; nothing was changed"),
    ))
}

fn make_parent(path: &Path) -> Result<(), Failure> {
    let parent = path.parent().unwrap_or(path);
    fs::create_dir_all(parent).map_err(|error| Failure::io("cannot make", parent, &error))
}

fn unwritten(path: &Path, why: &dyn std::fmt::Display) -> Failure {
    Failure::Unexpected(format!("cannot write `{}`: {why}", path.display()))
}

fn copy_file(file: &DeliveredFile, cells: &Cells, place: &Path) -> Result<(), Failure> {
    let refuse = |finding| Failure::Exports(vec![finding]);
    let failed = |error| Failure::io("cannot write", place, &error);
    let mut reader = file.plain_reader().map_err(refuse)?;
    let mut out = own_file::create(place).map_err(failed)?;
    let (mut row, mut framed) = (RawRow::default(), Framed::default());
    let summed = file.columns.summed_column();
    let mut sum = 0_i128;
    out.write_all(&reader.own_frame(&framed).head)
        .map_err(failed)?;
    while reader.next(&mut row).map_err(refuse)? {
        framed.rows += 1;
        sum += summed.map_or(0, |column| i128::from(file.columns.summand(&row, column)));
        let line = own_row(reader.as_ref(), cells, row.ordinal);
        let line = line.ok_or_else(|| unwritten(place, &"its rows have no form of their own"))?;
        out.write_all(&line).map_err(failed)?;
    }
    framed.sum = summed.map_or_else(String::new, |_| file.columns.amount(sum));
    out.write_all(&reader.own_frame(&framed).tail)
        .and_then(|()| out.finish())
        .map_err(failed)
}

fn own_row(reader: &dyn RowReader, cells: &Cells, ordinal: u64) -> Option<Vec<u8>> {
    reader.own_row(&|column, _| cells.get(&(ordinal, column)).cloned())
}

/// Collects a sheet, each row under the number that it has.
fn sheet(file: &DeliveredFile, cells: &Cells, header_row: u32) -> Result<OwnSheet, Failure> {
    let refuse = |finding| Failure::Exports(vec![finding]);
    let mut reader = file.raw_reader().map_err(refuse)?;
    let (mut row, mut rows) = (RawRow::default(), Vec::new());
    while reader.next(&mut row).map_err(refuse)? {
        let number = usize::try_from(row.number).unwrap_or(usize::MAX);
        let header = usize::try_from(header_row).unwrap_or(usize::MAX);
        while rows.len() + header + 1 < number {
            rows.push(Vec::new());
        }
        let new = |(column, cell): (usize, &Cell)| {
            let new = cells.get(&(row.ordinal, column)).cloned();
            new.map_or_else(|| cell.clone(), Cell::Text)
        };
        let mut cells: Vec<Cell> = row.cells.iter().enumerate().map(new).collect();
        if row.misfit.is_some() {
            // What stands beside the table refuses the row there, and does here.
            cells.push(Cell::Text(BESIDE.to_owned()));
        }
        rows.push(cells);
    }
    let header = file.columns.columns().iter();
    Ok(OwnSheet {
        name: file
            .name
            .split_once('#')
            .map_or("Sheet1", |(_, sheet)| sheet)
            .to_owned(),
        header_row,
        header: header
            .map(|name| sheets::own_name(name).to_owned())
            .collect(),
        rows,
    })
}

/// Copies the files of a folder that are not in the copy yet.
fn copy_rest(from: &Path, to: &Path) -> Result<(), Failure> {
    let failed = |error| Failure::io("cannot copy", from, &error);
    for entry in fs::read_dir(from).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let (old, new) = (entry.path(), to.join(entry.file_name()));
        if old.is_file() && !new.exists() {
            fs::copy(&old, &new).map_err(|error| Failure::io("cannot copy", &old, &error))?;
        }
    }
    Ok(())
}
