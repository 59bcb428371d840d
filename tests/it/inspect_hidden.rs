//! `inspect` counts card and bank numbers, and shows none, wherever they stand.

use super::inspect::{column, inspected};
use super::sample::{standing_in, stored_numbers, typed_numbers};
use super::support::cutover;
use proptest::prelude::*;
use serde_json::Value;
use std::fs;

#[test]
fn card_and_bank_data_are_counted_and_never_shown() {
    let all = inspected(0, &["fixtures/benton-pud"]);
    let kind = |name| column(&all, "PAYMETH.csv", name)["payment"]["kind"].clone();
    assert_eq!(kind("CARD_NO"), "card_number");
    assert_eq!(kind("CARD_EXP"), "card_expiry");
    assert_eq!(kind("RT_NO"), "routing_number");
    assert_eq!(kind("BANK_ACCT"), "bank_account");
    assert_eq!(kind("NAME_ON"), "name_on_instrument");
    assert_eq!(kind("ACCT_NO"), Value::Null);
    assert!(column(&all, "NOTES.csv", "NOTE_TXT")["payment"]["texts"].as_u64() > Some(10));
    let numbers = [stored_numbers(), typed_numbers()].concat();
    let text = cutover(&["inspect", "fixtures/benton-pud"]).expect(0);
    for printed in [text.printed(), all.to_string()] {
        assert!(standing_in(&numbers, printed.as_bytes()).is_none());
        for name in ["McAdams", "Renée", "Linh", "linhmcadams"] {
            assert!(!printed.contains(name), "{name}");
        }
    }
}

/// Numbers that pass the checks of cards and banks, in disguises.
const PLANTED: [&str; 6] = [
    "4111111111111111",
    "5555555555554444",
    "378282246310005",
    "021000021",
    "93585152046",
    "4242424242424242",
];

#[test]
fn planted_numbers_stay_hidden_wherever_they_stand() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    let [card, other, amex, routing, bank, third] = PLANTED;
    // As the only value, as a rare one, as the largest, as a header, as a tag, cut in groups.
    write("a.csv", &format!("K,AMOUNT\n1,{card}\n2,0\n3,0.00\n"));
    write("b.csv", &format!("{card},{other}\n{amex},x\n"));
    write(
        "c.csv",
        &format!("CODE,N\n{}", format!("{bank},1\n").repeat(30)),
    );
    write(
        "d.csv",
        &format!(
            "NOTE\n{}",
            format!("paid 4242 4242 4242 4242 aba {routing} acct {bank}\n").repeat(9)
        ),
    );
    write(
        "e.csv",
        &format!("ID,BANK_ACCT,EXP\n1,{bank},06/17\n2,12345678,06/17\n"),
    );
    write("f.txt", &format!("{third}\n{third}\n{third}\n"));
    write(
        "g.csv",
        &format!("METER\nE10273166\n{third}\nE10273167\nE10273168\n"),
    );
    write(
        "h.csv",
        &format!("H;X;{card};A|B\nD;{card};1\nT;{bank};{bank}\n"),
    );
    write("i.csv", &format!("NAME {card},B\n1,2\n3,4\n"));
    write(
        "j.csv",
        &format!("KONTO,N\n{bank}.0,1\n12.5,2\n{card}.0,3\n"),
    );
    let path = folder.path().to_str().unwrap();
    for more in [&["--format", "json"][..], &[]] {
        let arguments = [&["inspect", path], more].concat();
        let printed = cutover(&arguments).printed();
        let digits: String = printed
            .chars()
            .filter(|c| !matches!(c, ',' | ' ' | '-'))
            .collect();
        for number in PLANTED {
            assert!(!digits.contains(number), "{number} in\n{printed}");
        }
        assert!(
            !digits.contains("12345678") && !digits.contains("06/17"),
            "{printed}"
        );
    }
}

#[test]
fn meter_serials_that_pass_the_checksum_do_not_drown_the_cards() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write(
        "METER.csv",
        "MTR_NO\nE10273166\n4111111111111111\nE10273167\nE10273168\n",
    );
    write(
        "NOTES.csv",
        "N,TEXT\n1,Box 4111111111111111 read\n2,Card 5555555555554444 used\n",
    );
    let all = inspected(0, &[folder.path().to_str().unwrap()]);
    let meter = &column(&all, "METER.csv", "MTR_NO")["payment"];
    assert_eq!(
        (&meter["kind"], &meter["card_numbers"]),
        (&Value::Null, &1.into())
    );
    let notes = &column(&all, "NOTES.csv", "TEXT")["payment"];
    assert_eq!(
        (&notes["texts"], &notes["known_identifiers"]),
        (&2.into(), &1.into())
    );
    assert_eq!(notes["known_from"], "METER.csv MTR_NO");
}

/// Inspects bytes as a file of this name; returns its JSON.
fn looked_at(name: &str, bytes: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    let inspection = cutover::flow::inspect::inspect(&[path], false);
    assert!(inspection.files.len() == 1);
    serde_json::to_string(&inspection.files).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_bytes_are_too_odd(bytes in proptest::collection::vec(any::<u8>(), 0..3000)) {
        looked_at("x.csv", &bytes);
        looked_at("x.csv.gz", &[&[0x1F, 0x8B][..], &bytes].concat());
        looked_at("x.txt", &[&[0xFF, 0xFE][..], &bytes].concat());
    }

    #[test]
    fn no_text_is_too_odd_and_no_card_comes_through(
        before in "[HDT,;|\"a-c0-9./$()\r\n -]{0,400}",
        after in "[HDT,;|\"a-c0-9./$()\r\n -]{0,400}",
        part in "[,;\n\" ]{1,2}",
    ) {
        let shown = looked_at("x.csv", format!("{before}{part}4242424242424242{part}{after}").as_bytes());
        prop_assert!(!shown.contains("4242424242424242"), "{}", shown);
    }
}
