//! Tests of the search for dropped values.

use super::context::Manner;
use super::secrets::{Part, SecretSet};

const CARD_NUMBER: &str = "5433958969537930";

fn set() -> SecretSet {
    let mut set = SecretSet::new([7; 32]);
    set.add("card", CARD_NUMBER);
    set.add("bank_account", "93585152046");
    set.add("bank_account", "1000093");
    set.add("bank_account", "5095550161");
    set.add("routing", "026007825");
    set.add("bank_account", "12345");
    set.add_identifier("(509) 555-0161");
    set.freeze();
    set
}

fn kind(text: &str) -> Option<String> {
    set().scan(text.as_bytes()).map(|hit| hit.kind)
}

#[test]
fn a_card_number_is_found_in_any_spacing_and_inside_longer_runs() {
    for text in [
        "5433958969537930",
        "call 5433 9589 6953 7930 now",
        "5433-9589\n6953-7930",
        "5433\u{a0}9589\u{2009}6953 - 7930",
        "5 4 3 3 9 5 8 9 6 9 5 3 7 9 3 0",
        "0617 5433.9589/6953_7930 06",
        "xx15433958969537930",
        "５４３３９５８９６９５３７９３０",
        "5433 9589      6953\n\n\t  7930",
        "5433\u{200b}9589\u{2013}6953\u{2212}7930",
        "a,5433,9589,6953,7930,b",
        "5433 : 9589 : 6953 : 7930",
        "[5,4,3,3,9,5,8,9,6,9,5,3,7,9,3,0]",
        "5433|9589|6953|7930",
    ] {
        assert_eq!(kind(text).as_deref(), Some("card"), "{text}");
    }
    for text in [
        "543395896953793",
        "5433,9589;6953,7930",
        "5433,,9589,6953,7930",
        "15433,9589,6953,7930",
        "5433x9589 6953 7930",
    ] {
        assert_eq!(kind(text), None, "{text}");
    }
}

#[test]
fn bank_numbers_are_found_between_natural_breaks_only() {
    assert_eq!(kind("rt 026007825 acct").as_deref(), Some("routing"));
    assert_eq!(kind("935 8515 2046").as_deref(), Some("bank_account"));
    assert_eq!(kind("12 93585152046").as_deref(), Some("bank_account"));
    assert_eq!(kind("acct93585152046").as_deref(), Some("bank_account"));
    assert_eq!(kind("1935851520461"), None);
    assert_eq!(kind("pay 1000093.").as_deref(), Some("bank_account"));
    assert_eq!(
        kind("reference PY1000093"),
        None,
        "part of a longer identifier"
    );
}

#[test]
fn own_identifiers_and_short_values_are_counted_and_not_searched() {
    assert_eq!(kind("(509) 555-0161"), None);
    let counts = set().counts();
    assert_eq!(counts.known_identifiers, 1);
    assert_eq!(counts.not_searchable, 1);
    assert_eq!(counts.searched, 4);
    assert!(set().is_identifier("509-555-0161"));
}

#[test]
fn nothing_prints_a_value() {
    assert!(!format!("{:?}", set()).contains("5433"));
}

#[test]
fn the_hit_tells_where() {
    let hit = set().scan(b"abc 5433958969537930").unwrap();
    assert_eq!(hit.position, 19);
}

#[test]
fn more_separators_than_a_line_has_part_two_numbers() {
    let apart = |blanks: usize| format!("54339589{}69537930", " ".repeat(blanks));
    assert!(kind(&apart(80)).is_some());
    assert!(kind(&apart(81)).is_none());
}

#[test]
fn short_numbers_do_not_count_in_dates_amounts_digests_and_counts() {
    let mut set = SecretSet::new([7; 32]);
    for value in [
        "20170306", "03062017", "128416", "123456", "1234567", "972017",
    ] {
        set.add("bank_account", value);
    }
    set.freeze();
    for text in [
        "on 2017-03-06 at noon",
        "on 03/06/2017",
        "due 1284.16.",
        "row 123456 has no key",
        "5e884898da28047151d0e56f8dc6292773603d0d123456 2a11ef721d1542d8",
        "5e884898da28047151d0e56f8dc629277360123456d2a11ef721d1542d8abcde",
        "WA 99320 97 2017 1",
        "97 20-17",
    ] {
        assert_eq!(set.scan(text.as_bytes()), None, "{text}");
    }
    for text in [
        "20170306",
        "2017 0306",
        "acct 123456.",
        "acct 123456.00",
        "12 34 56",
        "1234567, savings",
        "acct 97-2017",
    ] {
        assert!(set.scan(text.as_bytes()).is_some(), "{text}");
    }
}

#[test]
fn values_with_letters_are_found_whole_and_in_any_spacing() {
    let mut set = SecretSet::new([7; 32]);
    set.add("method_id", "tok_1GqIC8XyZ");
    set.add("method_id", "M-100023-AB");
    set.add("iban", "GB82WEST12345698765432");
    set.add("other", "SAVINGS");
    set.add("other", "Jane Doe");
    set.freeze();
    let counts = set.counts();
    assert_eq!((counts.words, counts.too_short), (2, 0), "{counts:?}");
    for text in [
        "id TOK_1GQIC8XYZ.",
        "\"tok_1GqIC8XyZ\"",
        "(m 100023 ab)",
        "M100023AB",
        "gb82 west 1234 5698 7654 32",
        "GB82-WEST-1234-5698-7654-32",
        "12345698765432",
    ] {
        let (range, _) = set.locate(text).expect(text);
        assert!(
            text.is_char_boundary(range.start) && range.len() >= 9,
            "{text}"
        );
    }
    for text in [
        "xM100023AB",
        "M100023ABC",
        "savings",
        "Jane Doe",
        "M 100023 A",
        "100023",
    ] {
        assert_eq!(set.scan(text.as_bytes()), None, "{text}");
    }
}

#[test]
fn what_stands_in_carried_cells_is_taken_out_but_never_a_card() {
    let mut set = SecretSet::new([7; 32]);
    for value in ["20170306", "10000931", "777777777777"] {
        set.add("bank_account", value);
    }
    set.add("card_number", CARD_NUMBER);
    set.add("method_id", "M-100023-AB");
    set.freeze();
    for cell in ["10000931", CARD_NUMBER, "20170306", "M-100023-AB", "1"] {
        set.note_ordinary(cell);
    }
    assert_eq!(set.counts().also_ordinary, 0);
    set.freeze();
    let counts = set.counts();
    assert_eq!((counts.searched, counts.also_ordinary), (3, 2));
    assert_eq!(set.scan(b"acct 10000931"), None);
    for text in [CARD_NUMBER, "777777777777", "M-100023-AB"] {
        assert!(set.scan(text.as_bytes()).is_some(), "{text}");
    }
    set.add("bank_account", "888888888");
    set.add_identifier("777777777777");
    set.freeze();
    assert!(set.scan(b"888888888").is_some() && set.scan(b"777777777777").is_none());
}

#[test]
fn every_manner_of_bytes_has_its_own_rules_for_short_numbers() {
    let found = |manner, text: &str| {
        set()
            .search(&Part::whole(text.as_bytes(), manner))
            .is_some()
    };
    for (manner, clean, leak) in [
        (
            Manner::Json,
            "{\n  \"count\": 1000093,\n",
            "{\n  \"note\": \"acct 1000093, more\"\n",
        ),
        (Manner::Table(&[1]), "a,1000093,b\n", "a,1,b 1000093\n"),
        (
            Manner::Markup,
            "<path d=\"M 100 0093\"/>",
            "<b>100 0093</b>",
        ),
        (
            Manner::Pdf,
            "0000 n\n1000093 00000 n",
            "<</Title(Account 1000093)>>",
        ),
        (Manner::Drawing, "100 0093 Td", "1000093 Td"),
        (Manner::Packed, "1000093", "5433 9589 6953 7930"),
        (Manner::Database, "1000093", "C100003x5433958969537930y"),
    ] {
        assert!(!found(manner, clean), "{clean}");
        assert!(found(manner, leak), "{leak}");
    }
}

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

fn ebcdic(text: &str) -> Vec<u8> {
    let byte = |byte: u8| match byte {
        b'0'..=b'9' => byte - b'0' + 0xf0,
        b' ' => 0x40,
        b'-' => 0x60,
        _ => 0xc1,
    };
    text.bytes().map(byte).collect()
}

fn packed(digits: &str, sign: u8) -> Vec<u8> {
    let mut nibbles: Vec<u8> = digits.bytes().map(|byte| byte - b'0').collect();
    if nibbles.len().is_multiple_of(2) {
        nibbles.insert(0, 0);
    }
    nibbles.push(sign);
    nibbles.chunks(2).map(|two| two[0] << 4 | two[1]).collect()
}

#[test]
fn a_value_is_found_in_every_form_that_bytes_may_have() {
    let spaced = "5433 9589-6953 7930";
    let forms: [(&str, Vec<u8>); 14] = [
        ("UTF-16", utf16(spaced, u16::to_le_bytes)),
        ("UTF-16", utf16(spaced, u16::to_be_bytes)),
        (
            "UTF-16",
            utf16(
                "\u{feff}a 5433\u{2009}9589 6953\u{a0}7930",
                u16::to_le_bytes,
            ),
        ),
        ("UTF-16", utf16("acct 93585152046", u16::to_be_bytes)),
        ("EBCDIC", ebcdic(spaced)),
        ("EBCDIC", ebcdic("acct 93585152046 x")),
        ("packed decimal", packed(CARD_NUMBER, 0x0c)),
        ("packed decimal", packed(&format!("000{CARD_NUMBER}"), 0x0f)),
        (
            "text with backslashes",
            br"5433\u00a09589\/6953\n7930".to_vec(),
        ),
        (
            "marked-up text",
            b"5433&nbsp;9589&#160;6953&#x2d;7930".to_vec(),
        ),
        ("marked-up text", b"&#53;43395896953793&#x30;".to_vec()),
        (
            "marked-up text",
            b"<td>5433</td>\n<td>9589</td><td>6953</td><td>7930</td>".to_vec(),
        ),
        (
            "percent-encoded text",
            b"n=5433%209589%2D6953+7930".to_vec(),
        ),
        (
            "quoted-printable text",
            b"5433=2D9589=\r\n=C2=A069537930".to_vec(),
        ),
    ];
    for (read_as, bytes) in forms {
        let manner = if bytes.starts_with(b"<td>") {
            Manner::Markup
        } else {
            Manner::Text
        };
        // Between other bytes, at an even and at an odd place.
        for before in [&b""[..], b"\x01\x02\xee", b"\xff\xfe\x07\x01\x02\xee"] {
            let all = [before, &bytes, b"\xfe\x01\xee"].concat();
            let hit = set().search(&Part::whole(&all, manner));
            let hit = hit.unwrap_or_else(|| panic!("{read_as} {bytes:?}"));
            assert_eq!(hit.read_as, read_as);
            let digits = before.len()..before.len() + bytes.len();
            assert!(digits.contains(&hit.position), "{read_as} {}", hit.position);
        }
    }
}
