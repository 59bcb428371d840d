//! Absence is proved: a dropped value that stands anywhere in OUT, in any form, is found by
//! `verify`, and values that do not stand there are not.

use super::on_postgres::on_postgres;
use super::sample::{rows, standing_in, stored_numbers};
use super::sandbox::{PUBLISHED, Sandbox};
use cutover::flow::search_files::search_files;
use cutover::verify::secrets::SecretSet;
use std::fs;
use std::io::Write;

fn card() -> String {
    stored_numbers().remove(0)
}

/// Verifies OUT: V5 must fail with this text, and nothing printed may hold a value.
fn red(sandbox: &Sandbox, says: &str) {
    let ran = sandbox.cutover("verify", &[]).expect(5);
    assert!(ran.stdout.contains(says), "{says}\n{}", ran.stdout);
    assert!(ran.stderr.contains("V5"), "{}", ran.stderr);
    assert!(standing_in(&stored_numbers(), ran.printed().as_bytes()).is_none());
}

fn ebcdic(text: &str) -> Vec<u8> {
    let byte = |byte: u8| if byte == b' ' { 0x40 } else { byte + 0xc0 };
    text.bytes().map(byte).collect()
}

fn packed(digits: &str) -> Vec<u8> {
    let nibbles = format!("0{digits}C");
    let pairs = nibbles.as_bytes().chunks(2);
    let text = |pair: &[u8]| String::from_utf8(pair.to_vec()).unwrap();
    pairs
        .map(|pair| u8::from_str_radix(&text(pair), 16).unwrap())
        .collect()
}

#[test]
fn a_card_in_any_form_in_a_file_of_out() {
    let card = card();
    let spaced = format!("{} {} {}", &card[..4], &card[4..8], &card[8..]);
    let utf16: Vec<u8> = spaced.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gz.write_all(spaced.as_bytes()).unwrap();
    let forms: [(&str, Vec<u8>, &str); 7] = [
        (
            "a.txt",
            spaced.replace(' ', " \r\n ").into_bytes(),
            "stands at byte",
        ),
        ("b.txt", utf16, "read as UTF-16"),
        ("c.dat", ebcdic(&spaced), "read as EBCDIC"),
        ("d.dat", packed(&card), "read as packed decimal"),
        (
            "e.html",
            spaced.replace(' ', "&nbsp;").into_bytes(),
            "read as marked-up text",
        ),
        (
            "f.json",
            spaced.replace(' ', "\\u00a0").into_bytes(),
            "read as text with backslashes",
        ),
        ("g.csv.gz", gz.finish().unwrap(), "in its unpacked text"),
    ];
    let sandbox = Sandbox::published();
    for (name, bytes, says) in forms {
        let path = format!("rejects/{name}");
        fs::write(sandbox.out().join(&path), bytes).unwrap();
        let ran = sandbox.cutover("verify", &["--format", "json"]).expect(5);
        let line = ran.stdout.lines().find(|line| line.contains(&path));
        assert!(
            line.is_some_and(|line| line.contains(says)),
            "{name}\n{}",
            ran.stdout
        );
        fs::remove_file(sandbox.out().join(&path)).unwrap();
    }
}

#[test]
fn a_card_in_the_name_of_a_file_is_found_and_the_name_not_shown() {
    let sandbox = Sandbox::published();
    fs::write(
        sandbox.out().join(format!("rejects/scan {}.txt", card())),
        "x",
    )
    .unwrap();
    red(
        &sandbox,
        "a file whose name is not shown: a dropped card number stands in its name",
    );
}

#[test]
fn a_card_in_a_page_that_the_database_has_set_free() {
    if on_postgres() {
        return; // about the bytes of a file
    }
    let sandbox = Sandbox::published();
    let portal = sandbox.portal();
    let rows = format!("{} ", card()).repeat(400);
    portal
        .execute_batch(&format!(
            "PRAGMA secure_delete = OFF; CREATE TABLE gone (text TEXT);
             INSERT INTO gone VALUES ('{rows}'); DROP TABLE gone"
        ))
        .unwrap();
    drop(portal);
    red(&sandbox, "portal.db: a dropped card number stands at byte");
}

#[test]
fn a_bank_account_in_groups() {
    let sandbox = Sandbox::published();
    let account = rows("PAYMETH.csv")
        .into_iter()
        .find_map(|row| row.get("BANK_ACCT").filter(|n| n.len() >= 9).cloned())
        .unwrap();
    let spaced = format!("{}-{}", &account[..5], &account[5..]);
    fs::write(
        sandbox.out().join("rejects/notes.txt"),
        format!("acct {spaced}"),
    )
    .unwrap();
    red(&sandbox, "notes.txt: a dropped bank account stands at byte");
}

/// Numbers that look drawn, the same in each run.
struct Draw(u64);

impl Draw {
    fn digits(&mut self, count: usize) -> String {
        let mut digit = || {
            self.0 = self
                .0
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            char::from(b'0' + u8::try_from((self.0 >> 33) % 10).unwrap())
        };
        (0..count).map(|_| digit()).collect()
    }
}

#[test]
fn a_hundred_thousand_values_that_are_not_there_raise_no_alarm() {
    let mut draw = Draw(1);
    let mut set = SecretSet::new([1; 32]);
    for at in 0..100_000_usize {
        match at % 4 {
            0 => set.add("card_number", &draw.digits(16)),
            1 => set.add("bank_account", &draw.digits(9 + at % 4)),
            2 => set.add(
                "method_id",
                &format!("tok_{}xY{}", draw.digits(6), draw.digits(3)),
            ),
            _ => set.add("card_number", &draw.digits(13 + at % 7)),
        }
    }
    set.freeze();
    assert!(set.counts().searched > 99_000);
    let out = &PUBLISHED.out;
    let found =
        search_files(&set, (out, Some(&out.join("portal.db"))), |_| true).unwrap_or_default();
    assert!(found.len() > 100 && found.iter().map(|one| one.bytes).sum::<u64>() > 2_000_000);
    let alarms: Vec<_> = found
        .iter()
        .filter(|one| one.hit.is_some())
        .map(|one| &one.file)
        .collect();
    assert!(alarms.is_empty(), "{alarms:?}");
}
