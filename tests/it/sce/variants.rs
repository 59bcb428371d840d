//! SCE's delivery changed: the same records in the other coding, files that break off, copybooks
//! that are not understood, notes whose lines stand anywhere.

use super::super::support::csv;
use super::delivery::{Delivery, stems};
use super::result::{PUBLISHED, dump, notes, refused, text};
use std::path::Path;

/// What the portal holds, run and file digests apart.
const HOLDINGS: [&str; 14] = [
    "customer",
    "service_location",
    "account",
    "meter",
    "usage",
    "bill",
    "payment",
    "adjustment",
    "billing_calendar",
    "account_hold",
    "installment",
    "scheduled_payment",
    "portal_user",
    "account_note",
];

#[test]
fn every_file_may_come_in_the_other_coding() {
    let delivery = Delivery::new();
    for stem in stems() {
        delivery.recode(&stem);
    }
    delivery.cutover("run").expect(0);
    for table in HOLDINGS {
        let of = |out: &Path| dump(out, &format!("SELECT * FROM {table} ORDER BY 1, 2, 3"));
        let found = of(&delivery.out());
        assert!(
            !found.is_empty() && found == of(&PUBLISHED.out),
            "{table} differs"
        );
    }
    let of = |out: std::path::PathBuf| refused(&csv(&out.join("rejects.csv")));
    assert_eq!(of(delivery.out()), of(PUBLISHED.out.clone()));
}

#[test]
fn a_file_of_records_that_breaks_off_is_refused() {
    let delivery = Delivery::new();
    delivery.edit("ADJHIST.DAT", |bytes| bytes[..bytes.len() - 30].to_vec());
    let ran = delivery.cutover("run").expect(4);
    let ran = ran.says("read::partial_record");
    ran.says("ADJHIST.DAT row 432: is no whole number of records: 431 of 100 bytes, and 70 bytes");
    assert!(!delivery.out().exists());
}

#[test]
fn a_line_that_is_too_short_is_one_refused_row() {
    let delivery = Delivery::new();
    delivery.edit("BILLHST.DAT", |bytes| {
        let (first, rest) = bytes.split_at(85);
        [&first[..50], rest].concat()
    });
    delivery.cutover("check").expect(0);
    let ran = delivery.cutover("check");
    ran.says("BILLHST.DAT row 1: the record has 50 characters, the copybook 85");
}

#[test]
fn a_copybook_that_is_not_understood_refuses_the_delivery() {
    for (from, to, says) in [
        (
            "EBCDIC CP037",
            "EBCDIC",
            "ADJHIST.cpy row 1: column 7: how the file is coded is not understood",
        ),
        ("COMP-3", "COMP-2", "ADJHIST.cpy row 6: column 48: `COMP-2`"),
        (
            "PIC 9(07)",
            "PIC 9(O7)",
            "ADJHIST.cpy row 5: column 39: picture `9(O7)`",
        ),
        ("AH-CODE", "AH-KODE", "map::column_missing"),
    ] {
        let delivery = Delivery::new();
        delivery.edit("ADJHIST.cpy", |bytes| {
            let book = String::from_utf8(bytes).unwrap();
            assert!(book.contains(from));
            book.replace(from, to).into_bytes()
        });
        delivery.cutover("check").expect(4).says(says);
    }
    let delivery = Delivery::new();
    std::fs::remove_file(delivery.path("ADJHIST.cpy")).unwrap();
    delivery
        .cutover("check")
        .expect(4)
        .says("ADJHIST.cpy: is not in the delivery");
}

#[test]
fn lines_of_notes_may_stand_apart_and_a_card_over_their_ends_is_found() {
    let delivery = Delivery::new();
    delivery.edit("NOTETXT.DAT", |bytes| {
        let text = String::from_utf8_lossy(&bytes[..94]).into_owned();
        let account = text[10..20].to_owned();
        let line = |seq: &str, text: &str| format!("N900001   {account}1210101{seq}{text:<64}\n");
        let last = line("003", "1111 thanks.");
        let others = [line("001", "Paid with 4111 1111"), line("002", "1111")].concat();
        // A line whose number stood before is refused and no part of the note.
        let again = line("002", "9999");
        [last.as_bytes(), &bytes, others.as_bytes(), again.as_bytes()].concat()
    });
    delivery.cutover("run").expect(0);
    let sql = "SELECT text FROM account_note WHERE note_id = 'N900001'";
    let found = dump(&delivery.out(), sql);
    assert!(
        found.len() == 1 && found[0].starts_with("Paid with ["),
        "{found:?}"
    );
    assert!(
        found[0].ends_with("] thanks.") && !found[0].contains("1111"),
        "{found:?}"
    );
    let rejects = refused(&csv(&delivery.out().join("rejects.csv")));
    let row = (text("NOTETXT.DAT"), 173, text("row::repeated_key"));
    assert!(rejects.contains(&row), "{rejects:?}");
    assert!(notes().contains("NOTETXT.DAT | 169"));
}
