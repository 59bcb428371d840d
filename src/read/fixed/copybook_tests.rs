//! What a copybook may say, and what it may not.

use super::copybook::{SignClause, Usage, items};
use super::scan::Place;

#[test]
fn clauses_are_read_in_any_order() {
    let text = "01 R. 05 A REDEFINES B USAGE IS COMP-3 PIC S9(5)V99 OCCURS 3 TIMES VALUE ZERO.
        05 PIC X(4). 88 OPEN VALUE 'A' 'B'. 66 X RENAMES A.
        05 C SIGN IS LEADING SEPARATE CHARACTER PIC S9(3)
            JUST RIGHT BLANK WHEN ZERO.";
    let found = items(text).unwrap();
    let names: Vec<_> = found.iter().map(|i| i.name.as_deref()).collect();
    assert_eq!(names, [Some("R"), Some("A"), None, Some("C")]);
    let (a, c) = (&found[1], &found[3]);
    assert_eq!((a.occurs, a.usage), (Some(3), Some(Usage::Packed)));
    assert_eq!(a.redefines.as_deref(), Some("B"));
    let sign = SignClause {
        leading: true,
        separate: true,
    };
    assert_eq!(c.sign, Some(sign));
}

#[test]
fn what_is_not_understood_is_an_error_with_its_place() {
    for (text, column, word) in [
        ("01 A PIC X SYNC.", 12, "SYNC"),
        ("01 A COMP-1.", 6, "COMP-1"),
        ("77 A PIC X.", 1, "77"),
        ("01 A PIC X(5", 1, "full stop"),
        ("01 A PIC.", 6, "not followed"),
        ("01 A OCCURS 1 TO 5 DEPENDING ON N PIC X.", 15, "differs"),
        ("01 A PIC Q(4).", 10, "Q(4)"),
        ("COPY OTHER.", 1, "COPY"),
        ("01 A VALUE 'x.", 12, "literal"),
    ] {
        let fault = items(text).unwrap_err();
        assert_eq!(fault.at, Place { line: 1, column }, "{text}");
        assert!(fault.message.contains(word), "{}", fault.message);
    }
}
