//! Numbers in every coding, and bytes that are none.

use super::coding::Charset;
use super::copybook::items;
use super::layout::layout;
use super::number::cell;
use super::shape::Shape;
use crate::record::raw::Cell;
use proptest::prelude::*;
use rust_decimal::Decimal;

const LATIN: Charset = Charset::Latin1;
const EBCDIC: Charset = Charset::Cp037;

fn shape(picture: &str) -> Shape {
    let laid = items(&format!("01 A PIC {picture}.")).and_then(|items| layout(&items));
    laid.unwrap().columns[0].shape
}

fn read(picture: &str, bytes: &[u8], charset: Charset) -> Cell {
    cell(bytes, shape(picture), charset)
}

/// What a cell says: `t:` text, `n:` number, `x:` no number.
fn said(cell: Cell) -> String {
    match cell {
        Cell::Text(text) => format!("t:{text}"),
        Cell::Number(number) => format!("n:{number}"),
        Cell::NoNumber(text) => format!("x:{text}"),
        other @ (Cell::Absent | Cell::Dropped(_) | Cell::Unreadable) => format!("{other:?}"),
    }
}

#[test]
fn zoned_numbers_have_the_sign_over_a_digit() {
    for (picture, bytes, expected) in [
        ("S9(3)V99", &b"0123{"[..], "n:12.30"),
        ("S9(3)V99", b"0123I", "n:12.39"),
        ("S9(3)V99", b"0123}", "n:-12.30"),
        ("S9(3)V99", b"0000}", "n:0.00"),
        ("S9(3)V99", b"0123R", "n:-12.39"),
        ("S9(3)V99", b"01234", "n:12.34"),
        ("S9(3)", b"12S", "x:12S"),
        ("S9(3)", b"A23", "x:A23"),
        ("S9(3) LEADING", b"A23", "n:123"),
        ("S9(3) LEADING", b"J23", "n:-123"),
        ("S9(3) TRAILING SEPARATE", b"123-", "n:-123"),
        ("S9(3) LEADING SEPARATE", b"+123", "n:123"),
        ("S9(3) LEADING SEPARATE", b"0123", "x:0123"),
        ("S9(9)V99", b"0000104X760", "x:0000104X760"),
        ("S9(5)V99", b"1234.56", "x:1234.56"),
        ("S9(3)V99", b"     ", "t:"),
        ("S9(3)V99", b"  12C", "x:  12C"),
        ("S9(3)V99", b"\x00\x00\x00\x00\x00", "x:?????"),
        ("9(3)V99", b"01234", "n:12.34"),
    ] {
        assert_eq!(said(read(picture, bytes, LATIN)), expected, "{picture}");
    }
    for (bytes, expected) in [
        (b"\xf0\xf1\xc2", "n:12"),
        (b"\xf0\xf1\xd2", "n:-12"),
        (b"\xf0\xf1\xf2", "n:12"),
        (b"\x40\x40\x40", "t:"),
        (b"\xf0\xf1\xe2", "x:01S"),
        (b"\xf0\xf1\x0a", "x:01?"),
    ] {
        assert_eq!(said(read("S9(3)", bytes, EBCDIC)), expected, "{bytes:x?}");
    }
}

#[test]
fn digits_without_sign_and_point_are_text_of_their_width() {
    assert_eq!(said(read("9(5)", b"00042", LATIN)), "t:00042");
    assert_eq!(said(read("9(3)", b"\xf0\xf0\xf7", EBCDIC)), "t:007");
    assert_eq!(said(read("9(5)", b"     ", LATIN)), "t:");
    for odd in [b"-0042", b"0004A", b" 0042", b"00.42"] {
        assert!(said(read("9(5)", odd, LATIN)).starts_with("x:"), "{odd:?}");
    }
    assert_eq!(
        said(read("9(07) COMP-3", b"\x12\x10\x40\x6f", EBCDIC)),
        "t:1210406"
    );
    assert_eq!(said(read("9(04) BINARY", b"\x00\x2a", EBCDIC)), "t:0042");
}

#[test]
fn packed_and_binary_numbers_are_exact() {
    for (picture, bytes, expected) in [
        (
            "S9(9)V99 COMP-3",
            &b"\x00\x00\x00\x07\x10\x0c"[..],
            "n:71.00",
        ),
        ("S9(9)V99 COMP-3", b"\x00\x00\x00\x07\x10\x0d", "n:-71.00"),
        ("S9(9)V99 COMP-3", b"\x00\x00\x00\x07\x10\x0f", "n:71.00"),
        (
            "S9(9)V99 COMP-3",
            b"\x00\x00\x00\x07\x10\x0a",
            "x:00000007100a",
        ),
        (
            "S9(9)V99 COMP-3",
            b"\x00\x00\x00\x07\xa0\x0c",
            "x:00000007a00c",
        ),
        (
            "S9(9)V99 COMP-3",
            b"\x00\x00\x00\x00\x00\x00",
            "x:000000000000",
        ),
        ("S9(9)V99 COMP-3", b"\x40\x40\x40\x40\x40\x40", "t:"),
        ("S9(4) COMP-3", b"\x01\x23\x4c", "n:1234"),
        ("S9(4) COMP-3", b"\x11\x23\x4c", "x:11234c"),
        ("9(5) COMP-3", b"\x01\x23\x4d", "x:01234d"),
        ("S9(4)V9 COMP", b"\xff\xff\xff\xfe", "n:-0.2"),
        ("S9(4) COMP", b"\x27\x10", "x:2710"),
        ("9(4) COMP", b"\xff\xff", "x:ffff"),
    ] {
        assert_eq!(said(read(picture, bytes, EBCDIC)), expected, "{picture}");
    }
}

#[test]
fn printed_numbers_keep_their_sign_and_decimals() {
    for (picture, text, expected) in [
        ("Z(5)9.99-", "   123.45-", "n:-123.45"),
        ("Z(5)9.99-", "   123.45 ", "n:123.45"),
        ("$Z,ZZ9.99CR", "$1,234.50CR", "n:-1234.50"),
        ("-(5)9.9", "   -12.5", "n:-12.5"),
        ("Z(5)9.99-", "  123.456 ", "x:  123.456 "),
        ("Z(5)9.99-", "  -23.45- ", "x:  -23.45- "),
        ("Z(5)9.99-", "     1X.45", "x:     1X.45"),
        ("Z(5)9.99-", "         -", "x:         -"),
        ("Z(5)9.99-", "          ", "t:"),
    ] {
        assert_eq!(
            said(read(picture, text.as_bytes(), LATIN)),
            expected,
            "{picture}"
        );
    }
}

proptest! {
    #[test]
    fn any_bytes_are_a_number_a_blank_or_none(
        bytes in proptest::collection::vec(any::<u8>(), 1..20),
        ebcdic in any::<bool>(),
    ) {
        let charset = if ebcdic { EBCDIC } else { LATIN };
        for usage in ["", "COMP-3", "COMP", "LEADING", "SEPARATE"] {
            let digits = match usage {
                "COMP-3" => bytes.len() * 2 - 1,
                _ => bytes.len(),
            };
            let picture = format!("S9({}) {usage}", digits.min(18));
            if let Ok(items) = items(&format!("01 A PIC {picture}.")) {
                let shape = layout(&items).unwrap().columns[0].shape;
                let size = shape.size().min(bytes.len());
                let _ = cell(&bytes[..size], shape, charset);
            }
        }
    }

    #[test]
    fn what_is_packed_comes_out_as_it_went_in(number in -99_999_999_999_i64..=99_999_999_999) {
        let digits = format!("{:011}", number.unsigned_abs());
        let sign = if number < 0 { 'd' } else { 'c' };
        let halves: Vec<u32> = digits.chars().chain([sign]).map(|c| c.to_digit(16).unwrap()).collect();
        let bytes: Vec<u8> = halves.chunks(2).map(|h| u8::try_from(h[0] * 16 + h[1]).unwrap()).collect();
        let expected = Cell::Number(Decimal::new(number, 2));
        prop_assert!(read("S9(9)V99 COMP-3", &bytes, EBCDIC) == expected);
        let (last, first) = digits.split_at(10);
        let over = if number < 0 { "}JKLMNOPQR" } else { "{ABCDEFGHI" };
        let at: usize = first.parse().unwrap();
        let zoned = format!("{last}{}", over.chars().nth(at).unwrap());
        prop_assert!(read("S9(9)V99", zoned.as_bytes(), LATIN) == expected);
    }
}
