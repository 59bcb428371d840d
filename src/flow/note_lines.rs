//! Notes that the legacy system cut into lines, a row a line, are put together again before
//! anything looks at the delivery: a card number may run over a line's end.
//!
//! In: a file of notes whose mapping names `line`. Out: for the row with a note's first line the
//! whole text, and the rows that only go on with it. Decides nothing about any row; lines that
//! cannot be read, or repeat one before, are left out. Memory: the notes of more than one line.

use super::delivery::DeliveredFile;
use super::row_keys::key;
use crate::diag::finding::Finding;
use crate::read::keys::{Keys, RowSet};
use crate::record::raw::{Cell, RawRow};
use crate::record::source::Record;
use std::collections::{HashMap, HashSet};

/// The joined notes of one file.
#[derive(Debug, Default)]
pub struct NoteLines {
    /// Column of the text.
    column: usize,
    /// The whole text, by ordinal of the row with the first line.
    texts: HashMap<u64, Joined>,
    /// Rows whose text stands in another's.
    continuing: RowSet,
}

/// A note's text, as typed: never shown.
struct Joined(String);

impl std::fmt::Debug for Joined {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Joined(..)")
    }
}

/// One line of a note.
struct Line {
    number: u32,
    ordinal: u64,
    text: String,
}

impl NoteLines {
    /// Reads the file once and joins its notes; none where its rows are whole notes.
    ///
    /// # Errors
    /// A finding that refuses the file.
    pub fn collect(file: &DeliveredFile) -> Result<Option<Self>, Finding> {
        let mapping = file.mapping();
        if !mapping.cut_into_lines() {
            return Ok(None);
        }
        let text = mapping.column_of("text");
        let columns = file.columns.columns();
        let Some(column) = columns.iter().position(|c| Some(c.as_str()) == text) else {
            return Ok(None);
        };
        let mut notes: HashMap<u128, Vec<Line>> = HashMap::new();
        let (mut before, ids) = (HashSet::new(), Keys::new("note"));
        let (mut reader, mut row) = (file.reader()?, RawRow::default());
        while reader.next(&mut row)? {
            // A key counts as seen even where its row is refused.
            let first = key(file, &row).is_none_or(|key| before.insert(key));
            let Ok(Record::Note(note)) = file.map(&row).record else {
                continue;
            };
            if let Some(number) = note.line.filter(|_| first) {
                let id = ids.hash([note.legacy_account_number.as_str(), &note.legacy_note_id]);
                notes.entry(id).or_default().push(Line {
                    number,
                    ordinal: row.ordinal,
                    text: note.text,
                });
            }
        }
        let mut joined = Self {
            column,
            ..Self::default()
        };
        for lines in notes.into_values().filter(|lines| lines.len() > 1) {
            joined.add(lines);
        }
        Ok(Some(joined))
    }

    fn add(&mut self, mut lines: Vec<Line>) {
        lines.sort_by_key(|line| (line.number, line.ordinal));
        let mut text = String::new();
        for line in &lines {
            let part = line.text.trim_matches(' ');
            if !text.is_empty() && !part.is_empty() {
                text.push(' ');
            }
            text.push_str(part);
        }
        if let Some((first, others)) = lines.split_first() {
            self.texts.insert(first.ordinal, Joined(text));
            for line in others {
                self.continuing.insert(line.ordinal);
            }
        }
    }

    /// Puts the whole text into the row with the first line, and takes it out of the others.
    pub fn apply(&self, row: &mut RawRow) {
        row.continues = self.continuing.contains(row.ordinal);
        let joined = self.texts.get(&row.ordinal).map(|joined| joined.0.as_str());
        let Some(text) = joined.or(row.continues.then_some("")) else {
            return;
        };
        if let Some(Cell::Text(cell)) = row.cells.get_mut(self.column) {
            text.clone_into(cell);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(number: u32, ordinal: u64, text: &str) -> Line {
        let text = text.to_owned();
        Line {
            number,
            ordinal,
            text,
        }
    }

    fn applied(notes: &NoteLines, ordinal: u64) -> (bool, Cell) {
        let cells = vec![Cell::Text("as it stands".to_owned())];
        let mut row = RawRow {
            ordinal,
            cells,
            ..RawRow::default()
        };
        notes.apply(&mut row);
        (row.continues, row.cells.remove(0))
    }

    #[test]
    fn lines_are_joined_in_their_own_order_wherever_they_stand() {
        let mut notes = NoteLines::default();
        notes.add(vec![
            line(3, 4, "1111."),
            line(1, 9, "Paid with 4111 1111"),
            line(2, 7, "1111 "),
        ]);
        let text = |text: &str| Cell::Text(text.to_owned());
        assert_eq!(
            applied(&notes, 9),
            (false, text("Paid with 4111 1111 1111 1111."))
        );
        assert_eq!(applied(&notes, 4), (true, text("")));
        assert_eq!(applied(&notes, 7), (true, text("")));
        assert_eq!(applied(&notes, 5), (false, text("as it stands")));
    }

    #[test]
    fn a_column_that_is_not_read_stays_unread() {
        let mut notes = NoteLines::default();
        notes.add(vec![line(1, 0, "a"), line(2, 1, "b")]);
        let mut row = RawRow {
            cells: vec![Cell::Absent],
            ..RawRow::default()
        };
        notes.apply(&mut row);
        assert_eq!(row.cells, [Cell::Absent]);
        assert!(!format!("{notes:?}").contains('a') || !format!("{notes:?}").contains("\"a"));
    }
}
