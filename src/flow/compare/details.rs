//! The file with the full list: written beside its place, and put there when it is whole.

use super::place::Place;
use crate::compare::letters::OTHER_TEXT;
use crate::compare::merge::Change;
use crate::compare::tables::Table;
use crate::compare::tally::Difference;
use crate::diag::finding::Finding;
use crate::flow::failure::Failure;
use crate::flow::target::beside;
use crate::write::differences::{Differences, Kind, NOT_SHOWN};
use std::fs::{self, File};
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};

/// Stands in the place of a table.
const REJECTS: &str = "rejects.csv";

/// The list, being written. Removed where it is not published.
pub struct Details {
    path: PathBuf,
    staged: Staged,
    list: Differences<BufWriter<File>>,
}

impl Details {
    /// Begins the list for a file at `path`.
    ///
    /// # Errors
    /// Usage, where it cannot be written there, or would lie in one of the results.
    pub fn begin(path: &Path, results: [&Place; 2]) -> Result<Self, Failure> {
        let inside = results
            .into_iter()
            .filter_map(|result| result.folder.as_ref())
            .find(|folder| lies_in(path, folder));
        if let Some(folder) = inside {
            let why = format!("it would lie in `{}`", folder.display());
            return Err(unwritable(path, &why));
        }
        if path.is_dir() {
            return Err(unwritable(path, "it is a folder"));
        }
        let next = beside(path, "next");
        let begun = File::create(&next).and_then(|file| Differences::begin(BufWriter::new(file)));
        let list = begun.map_err(|error| unwritable(path, &error.to_string()))?;
        Ok(Self {
            path: path.to_owned(),
            staged: Staged(next),
            list,
        })
    }

    /// Writes what became of a row.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn row(&mut self, table: &Table, change: Change<'_>) -> Result<(), Failure> {
        self.lines(table, change)
            .map_err(|error| Failure::io("cannot write", &self.path, &error))
    }

    fn lines(&mut self, table: &Table, change: Change<'_>) -> io::Result<()> {
        match change {
            Change::Same(_) => Ok(()),
            Change::New(row) => self.list.row(table.name, &table.key_text(row), Kind::New),
            Change::Gone(row) => self.list.row(table.name, &table.key_text(row), Kind::Gone),
            Change::Changed(before, after) => {
                let key = table.key_text(after);
                for at in table.differing(before, after) {
                    let column = table.columns.get(at).copied().unwrap_or_default();
                    let (earlier, later) = (before.cell(at), after.cell(at));
                    self.list.column(
                        (table.name, &key, column),
                        &earlier.to_string(),
                        &later.to_string(),
                    )?;
                }
                Ok(())
            }
        }
    }

    /// Writes what is in no table: letters whose text is another, and refused rows.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn beside_tables(&mut self, difference: &Difference) -> Result<(), Failure> {
        self.other_lines(difference)
            .map_err(|error| Failure::io("cannot write", &self.path, &error))
    }

    fn other_lines(&mut self, difference: &Difference) -> io::Result<()> {
        let letters = difference.letters.other.listed.iter();
        for letter in letters.filter(|letter| letter.what.contains(&OTHER_TEXT)) {
            let place = ("notice", letter.notice_id.as_str(), OTHER_TEXT);
            self.list.column(place, NOT_SHOWN, NOT_SHOWN)?;
        }
        let Some(rejects) = &difference.rejects else {
            return Ok(());
        };
        for (lines, kind) in [
            (&rejects.newly, Kind::New),
            (&rejects.no_longer, Kind::Gone),
        ] {
            for line in &lines.listed {
                let parts = [&line.file, &line.row.to_string(), &line.column, &line.code];
                let key = parts.map(String::as_str).join(";");
                self.list.row(REJECTS, &key, kind)?;
            }
        }
        Ok(())
    }

    /// Puts the whole list in its place. Returns where.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn publish(self) -> Result<PathBuf, Failure> {
        let Self { path, staged, list } = self;
        let done = list.end().and_then(|()| fs::rename(&staged.0, &path));
        done.map_err(|error| Failure::io("cannot write", &path, &error))?;
        Ok(path)
    }
}

/// A file that is not whole yet.
struct Staged(PathBuf);

impl Drop for Staged {
    fn drop(&mut self) {
        // Once it is published there is nothing to remove.
        let _ = fs::remove_file(&self.0);
    }
}

/// Returns true where a file would lie in a folder, however both are named.
fn lies_in(path: &Path, folder: &Path) -> bool {
    let parent = path
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty());
    let parent = parent.unwrap_or(Path::new(".")).canonicalize();
    match (parent, folder.canonicalize()) {
        (Ok(parent), Ok(folder)) => parent.starts_with(folder),
        _ => false,
    }
}

fn unwritable(path: &Path, why: &str) -> Failure {
    let message = format!("the file `{}` cannot be written: {why}", path.display());
    let help =
        "name a file beside the results, in a folder that you may write to; nothing was changed";
    Failure::Usage(Finding::error("out::not_writable", message).help(help))
}
