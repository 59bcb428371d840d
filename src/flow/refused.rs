//! Refused rows in the form of the file they stand in, so that a person can correct them and have
//! them read again: `rejects/` beside `rejects.csv`.
//!
//! Payment data does not come along: dropped columns are blank, numbers in texts are taken out.
//! Only the shape is written of notes that are cut into lines, and of rows that do not fit their
//! layout where the file has dropped columns: a card number may stand in any column of theirs.

use super::delivery::DeliveredFile;
use super::failure::Failure;
use super::secrets::Secrets;
use super::survey::{FileSurvey, Survey};
use crate::diag::mask::shape;
use crate::read::Framed;
use crate::record::format::Format;
use crate::record::raw::{Cell, ColumnUse, RawRow};
use crate::write::sheets::{self, OwnSheet};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

/// The folder with the refused rows, beside `rejects.csv`.
pub const FOLDER: &str = "rejects";

/// A file of the delivery with what the tables that read it found.
type Read<'a> = (&'a DeliveredFile, Vec<&'a FileSurvey>);

/// Writes the refused rows of every file that has any to `folder/rejects`.
///
/// # Errors
/// Exports, where a file cannot be read any more; unexpected, where one cannot be written.
pub fn write(
    files: &[DeliveredFile],
    survey: &Survey,
    secrets: &Secrets,
    folder: &Path,
) -> Result<(), Failure> {
    let mut by_name: BTreeMap<&str, Read<'_>> = BTreeMap::new();
    for (file, seen) in files.iter().zip(&survey.files) {
        let entry = by_name.entry(&file.name);
        entry.or_insert_with(|| (file, Vec::new())).1.push(seen);
    }
    let refused = |(_, seen): &Read<'_>| seen.iter().any(|s| s.account.rows_rejected > 0);
    let folder = folder.join(FOLDER);
    let mut books: BTreeMap<String, Vec<OwnSheet>> = BTreeMap::new();
    for (file, seen) in by_name.into_values().filter(refused) {
        if let Format::Workbook(format) = file.mapping().format() {
            let (book, name) = file.name.split_once('#').unwrap_or((&file.name, "Sheet1"));
            let sheet = sheet(file, &seen, secrets, (name, format.header_row))?;
            let name = Path::new(book).with_extension("xlsx");
            let sheets = books.entry(name.display().to_string());
            sheets.or_default().push(sheet);
        } else {
            write_file(file, &seen, secrets, &folder)?;
        }
    }
    for (name, sheets) in books {
        let path = folder.join(name);
        let made = std::fs::create_dir_all(&folder);
        made.map_err(|error| Failure::io("cannot write", &folder, &error))?;
        sheets::write(&sheets, &path).map_err(|why| {
            Failure::Unexpected(format!("cannot write `{}`: {why}", path.display()))
        })?;
    }
    Ok(())
}

/// Collects the refused rows of a sheet.
fn sheet(
    file: &DeliveredFile,
    seen: &[&FileSurvey],
    secrets: &Secrets,
    (name, header_row): (&str, u32),
) -> Result<OwnSheet, Failure> {
    let refuse = |finding| Failure::Exports(vec![finding]);
    let mut reader = file.plain_reader().map_err(refuse)?;
    let mut row = RawRow::default();
    let mut rows = Vec::new();
    while reader.next(&mut row).map_err(refuse)? {
        if seen.iter().any(|seen| seen.rejected.contains(row.ordinal)) {
            let cells = row.cells.iter().enumerate().map(|(column, cell)| {
                let text = if let Cell::Number(number) = cell {
                    number.normalize().to_string()
                } else {
                    cell.found().unwrap_or_default().to_owned()
                };
                let masked = masked(file, &row, (column, &text), secrets);
                masked.map_or_else(|| cell.clone(), Cell::Text)
            });
            rows.push(cells.collect());
        }
    }
    let header = file.columns.columns().iter();
    Ok(OwnSheet {
        name: name.to_owned(),
        header_row,
        header: header
            .map(|name| sheets::own_name(name).to_owned())
            .collect(),
        rows,
    })
}

fn write_file(
    file: &DeliveredFile,
    seen: &[&FileSurvey],
    secrets: &Secrets,
    folder: &Path,
) -> Result<(), Failure> {
    let refuse = |finding| Failure::Exports(vec![finding]);
    let name = file.name.strip_suffix(".gz").unwrap_or(&file.name);
    let path = folder.join(name);
    let failed = |error| Failure::io("cannot write", &path, &error);
    std::fs::create_dir_all(folder).map_err(failed)?;
    let mut out = BufWriter::new(File::create(&path).map_err(failed)?);
    let mut reader = file.plain_reader().map_err(refuse)?;
    if let Some(layout) = reader.layout() {
        let beside = folder.join(layout.file_name().unwrap_or_default());
        std::fs::copy(layout, beside).map_err(failed)?;
    }
    let (mut row, mut framed) = (RawRow::default(), Framed::default());
    let summed = file.columns.summed_column();
    let (mut sum, mut open) = (0_i128, false);
    while reader.next(&mut row).map_err(refuse)? {
        if !seen.iter().any(|seen| seen.rejected.contains(row.ordinal)) {
            continue;
        }
        if !open {
            let head = reader.own_frame(&framed).head;
            out.write_all(&head).map_err(failed)?;
            open = true;
        }
        framed.rows += 1;
        sum += summed.map_or(0, |column| i128::from(file.columns.summand(&row, column)));
        let mask = |column, text: &str| masked(file, &row, (column, text), secrets);
        if let Some(line) = reader.own_row(&mask) {
            out.write_all(&line).map_err(failed)?;
        }
    }
    framed.sum = summed.map_or_else(String::new, |_| file.columns.amount(sum));
    out.write_all(&reader.own_frame(&framed).tail)
        .and_then(|()| out.flush())
        .map_err(failed)
}

/// Returns what stands in the place of a cell; none where it stays.
fn masked(
    file: &DeliveredFile,
    row: &RawRow,
    (column, text): (usize, &str),
    secrets: &Secrets,
) -> Option<String> {
    let uses = file.columns.uses();
    if uses.get(column) == Some(&ColumnUse::Drop) {
        return Some(String::new());
    }
    let misfit = row.width != uses.len() || row.misfit.is_some();
    if misfit && uses.contains(&ColumnUse::Drop) {
        return Some(shape(text));
    }
    // Half a card number may stand on each of two lines of a note.
    if file.mapping().cut_into_lines() && file.text_columns.contains(&column) {
        return Some(shape(text));
    }
    let mut clean = text.to_owned();
    let found = secrets.clean(&mut clean);
    (!found.is_empty()).then_some(clean)
}
