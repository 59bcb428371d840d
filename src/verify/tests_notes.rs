//! Notes cut into lines: every line counts as a row, and one of them stands for the note.

use super::tests::{assert_red, spoiled};
use super::world::World;
use crate::record::source::{Entity, Record};

/// Makes the one note of the world a note of lines; true for lines that go on with another.
fn cut(world: &mut World, lines: &[bool]) {
    let notes = world
        .files
        .iter_mut()
        .find(|(entity, _)| *entity == Entity::Note);
    let rows = &mut notes.unwrap().1;
    let whole = rows[0].clone();
    let line = |(number, continues): (u32, &bool)| {
        let mut mapped = whole.clone();
        if let Ok(Record::Note(note)) = &mut mapped.record {
            (note.line, note.continues) = (Some(number), *continues);
            if *continues {
                note.text.clear();
            }
        }
        mapped
    };
    *rows = (1..).zip(lines).map(line).collect();
}

#[test]
fn v10_counts_every_line_and_one_note() {
    for lines in [&[false][..], &[false, true], &[true, false, true]] {
        let found = spoiled(|w| cut(w, lines));
        assert!(found.0.is_empty(), "{found:?}");
    }
}

#[test]
fn v10_a_note_without_its_first_line_or_with_two_shows() {
    let none = spoiled(|w| cut(w, &[true, true]));
    assert_red(
        none,
        &["V10"],
        "note \"N1\" of 2 lines makes 0 notes, expected one",
    );
    let two = spoiled(|w| cut(w, &[false, false]));
    assert_red(
        two,
        &["V10"],
        "note \"N1\" of 2 lines makes 2 notes, expected one",
    );
}
