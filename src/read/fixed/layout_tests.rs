//! Where columns stand, and what no record can be.

use super::copybook::items;
use super::layout::{Layout, layout};
use super::scan::words;
use proptest::prelude::*;

fn laid(text: &str) -> Result<Layout, String> {
    let laid = items(text).and_then(|items| layout(&items));
    laid.map_err(|fault| format!("{}:{} {}", fault.at.line, fault.at.column, fault.message))
}

/// Name and place of each column.
fn places(text: &str) -> Vec<(String, usize, usize)> {
    let columns = laid(text).unwrap().columns;
    let place = |c: super::layout::Column| (c.name, c.bytes.start, c.bytes.len());
    columns.into_iter().map(place).collect()
}

#[test]
fn items_stand_one_behind_the_other_and_filler_is_no_column() {
    let text = "01 R. 05 A PIC X(3). 05 FILLER PIC X(2). 05 B PIC S9(5)V99 COMP-3.
        05 C PIC S9(4) SIGN LEADING SEPARATE. 05 D PIC 9(9) COMP.
        05 PIC X(4).";
    let expected = [("A", 0, 3), ("B", 5, 4), ("C", 9, 5), ("D", 14, 4)];
    assert_eq!(
        places(text),
        expected.map(|(n, at, w)| (n.to_owned(), at, w))
    );
    assert_eq!(laid(text).unwrap().length, 22);
}

#[test]
fn what_occurs_has_its_number_also_inside_groups() {
    let text =
        "01 R. 05 G OCCURS 2. 10 A PIC X. 10 B PIC 9 OCCURS 2 TIMES. 05 C PIC X(2) OCCURS 1.";
    let expected = [
        ("A(1)", 0, 1),
        ("B(1,1)", 1, 1),
        ("B(1,2)", 2, 1),
        ("A(2)", 3, 1),
        ("B(2,1)", 4, 1),
        ("B(2,2)", 5, 1),
        ("C(1)", 6, 2),
    ];
    assert_eq!(
        places(text),
        expected.map(|(n, at, w)| (n.to_owned(), at, w))
    );
}

#[test]
fn what_redefines_stands_over_what_it_redefines() {
    let text = "01 R. 05 A PIC X(6). 05 G REDEFINES A. 10 B PIC X(2). 10 C PIC X(8).
        05 D REDEFINES A PIC X. 05 E PIC X.";
    let expected = [
        ("A", 0, 6),
        ("B", 0, 2),
        ("C", 2, 8),
        ("D", 0, 1),
        ("E", 10, 1),
    ];
    assert_eq!(
        places(text),
        expected.map(|(n, at, w)| (n.to_owned(), at, w))
    );
}

#[test]
fn a_groups_usage_holds_for_what_is_in_it() {
    let text = "01 R. 05 G COMP-3. 10 A PIC 9(5). 10 B PIC 9(5) DISPLAY. 05 C PIC 9(5).";
    let expected = [("A", 0, 3), ("B", 3, 5), ("C", 8, 5)];
    assert_eq!(
        places(text),
        expected.map(|(n, at, w)| (n.to_owned(), at, w))
    );
}

#[test]
fn what_is_no_record_is_refused_with_its_place() {
    for (text, expected) in [
        ("", "1:1 describes no record"),
        ("01 R. 05 A.", "1:10 `A` has no picture"),
        (
            "01 R PIC X.\n05 A PIC X.",
            "1:4 `R` has a picture and items",
        ),
        ("01 R PIC X.\n01 S PIC X.", "2:4 a second record"),
        (
            "01 R. 05 B REDEFINES A PIC X.",
            "1:10 `A` stands nowhere before",
        ),
        ("01 R. 05 A PIC X(9) COMP-3.", "1:10 `A` is packed"),
        (
            "01 R. 05 A PIC X(65536). 05 B PIC X.",
            "1:29 the record is longer",
        ),
        (
            "01 R. 05 A OCCURS 65536. 10 B OCCURS 65536. 15 C PIC X.",
            "1:10 the record is longer",
        ),
        (
            "01 R. 05 A PIC X OCCURS 5000.",
            "1:10 the record has more than",
        ),
        (
            "01 R. 05 FILLER PIC X(4).",
            "1:4 the record has no named column",
        ),
        ("01 R. 05 A PIC 9(19) COMP.", "1:10 has 19 binary digits"),
    ] {
        let fault = laid(text).unwrap_err();
        assert!(fault.starts_with(expected), "{text}: {fault}");
    }
}

#[test]
fn copies_of_filler_take_no_time() {
    let mut text = "01 R. 02 A PIC X(60000).".to_owned();
    for _ in 0..100 {
        text.push_str(" 02 FILLER REDEFINES A OCCURS 60000. 03 FILLER PIC X. ");
    }
    assert!(laid(&text).unwrap_err().contains("more than"));
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,200}") {
        let _ = words(&text);
        let _ = laid(&text);
    }

    #[test]
    fn any_words_of_a_copybook_make_a_layout_within_its_bounds(
        words in proptest::collection::vec(
            proptest::sample::select(vec![
                "01", "05", "05", "10", "49", "66", "77", "88", "A", "B", "FILLER", "R", "PIC",
                "PIC", "X(3)", "9(5)", "S9(9)V99", "Z,ZZ9.99-", "V9", "REDEFINES A", "OCCURS 3",
                "OCCURS 65536 TIMES", "COMP-3", "BINARY", "SIGN LEADING SEPARATE", "VALUE 'x'",
                "VALUE", "JUST", "BLANK ZERO", "SYNC", ".", ".", ".\n", "\n      -    ", "'", "IS",
            ]),
            0..60,
        ),
    ) {
        if let Ok(layout) = laid(&words.join(" ")) {
            prop_assert!(layout.length <= 65_536 && layout.columns.len() <= 4_096);
            for column in &layout.columns {
                prop_assert!(column.bytes.end <= layout.length && !column.bytes.is_empty());
                prop_assert_eq!(column.bytes.len(), column.shape.size());
            }
        }
    }
}
