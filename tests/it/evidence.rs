//! The evidence that a run leaves for an assessor, and the purge list: one page, the same figures in
//! both files, digests that anybody can compare, and never a value.

use super::on_postgres::on_postgres;
use super::sample::rows;
use super::sandbox::{PUBLISHED, Sandbox};
use super::support::{csv, printed_by, root, tree};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

fn evidence(out: &Path) -> Value {
    let text = std::fs::read_to_string(out.join("payment-data-removal.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// Returns the text on the page, with single blanks.
fn page(out: &Path) -> String {
    let path = out.join("payment-data-removal.pdf").display().to_string();
    let text = printed_by("pdftotext", &["-layout", &path, "-"]);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn sha256(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Returns what `sha256sum` prints for these files.
fn sums<'a>(files: impl Iterator<Item = (&'a str, String)>) -> String {
    files
        .map(|(name, sha256)| format!("{sha256}  {name}\n"))
        .collect()
}

/// Returns every card and bank value of the sample's stored methods.
fn values() -> BTreeSet<String> {
    let of = |row: BTreeMap<String, String>| {
        ["CARD_NO", "RT_NO", "BANK_ACCT"].map(|column| row[column].clone())
    };
    let values = rows("PAYMETH.csv").into_iter().flat_map(of);
    values.filter(|value| !value.is_empty()).collect()
}

#[test]
fn the_page_is_one_can_be_read_aloud_and_has_the_totals_of_the_json() {
    let path = PUBLISHED.out.join("payment-data-removal.pdf");
    let info = printed_by("pdfinfo", &[path.to_str().unwrap()]);
    for line in ["Pages: 1", "Tagged: yes", "Title: Removal of payment data"] {
        let flat: Vec<String> = info
            .lines()
            .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
            .collect();
        assert!(flat.contains(&line.to_owned()), "{line} in\n{info}");
    }
    assert!(!info.contains("CreationDate"), "nothing comes from a clock");
    let fonts = printed_by("pdffonts", &[path.to_str().unwrap()]);
    for font in fonts.lines().skip(2) {
        assert!(
            font.contains(" yes yes yes "),
            "embedded and searchable: {font}"
        );
    }

    let (json, page) = (evidence(&PUBLISHED.out), page(&PUBLISHED.out));
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let kinds = json["totals_by_kind"].as_array().unwrap();
    assert!(kinds.len() >= 6);
    for kind in kinds {
        let words = text(&kind["kind"]).replace('_', " ");
        let line = format!(
            "{words} {} {} {}",
            kind["dropped"], kind["redacted"], kind["not_read"]
        );
        assert!(page.contains(&line), "{line} in\n{page}");
    }
    let totals = format!(
        "all kinds {} {} 0",
        json["dropped_total"], json["redacted_total"]
    );
    for said in [
        totals,
        text(&json["run_id"]),
        text(&json["mapping"]["sha256"]),
        text(&json["inputs_sha256"]),
        text(&json["outputs_sha256"]),
        format!(
            "Searched for {} different values",
            json["values_searched"]["searched"]
        ),
        "Run by: name and signature".to_owned(),
        "Assessor: name and signature".to_owned(),
    ] {
        assert!(page.contains(&said), "{said} in\n{page}");
    }
}

#[test]
fn no_value_stands_in_it_and_no_digest_of_one() {
    let json = std::fs::read_to_string(PUBLISHED.out.join("payment-data-removal.json")).unwrap();
    let said = format!("{json}{}", page(&PUBLISHED.out));
    let values = values();
    assert!(values.len() > 60);
    for value in values {
        assert!(!said.contains(&value), "a stored value");
        assert!(!said.contains(&sha256(value.as_bytes())), "its digest");
    }
}

#[test]
fn the_digests_are_those_of_the_files() {
    if on_postgres() {
        return; // a server has no file
    }
    let json = evidence(&PUBLISHED.out);
    let list = |key: &str| json[key].as_array().unwrap().clone();
    let inputs = list("inputs");
    assert_eq!(inputs.len(), 14);
    let digest = |line: &Value| line["sha256"].as_str().unwrap().to_owned();
    for input in &inputs {
        let file = input["file"].as_str().unwrap();
        let bytes = std::fs::read(root().join("fixtures/benton-pud").join(file)).unwrap();
        assert_eq!(digest(input), sha256(&bytes), "{file}");
        assert_eq!(input["bytes"], bytes.len());
    }
    let named = |lines: &[Value]| -> Vec<(String, String)> {
        let one = |line: &Value| (line["file"].as_str().unwrap().to_owned(), digest(line));
        lines.iter().map(one).collect()
    };
    let of_list = |lines: &[Value]| {
        let lines = named(lines);
        sha256(sums(lines.iter().map(|(name, sha)| (&**name, sha.clone()))).as_bytes())
    };
    assert_eq!(json["inputs_sha256"], of_list(&inputs));

    let mut files = tree(&PUBLISHED.out);
    files.retain(|name, _| !name.ends_with('/'));
    let last = list("outputs_written_last");
    assert_eq!(last.len(), 4);
    for name in &last {
        assert!(files.remove(name.as_str().unwrap()).is_some(), "{name}");
    }
    let letters: Vec<(&str, String)> = files
        .iter()
        .filter(|(name, _)| name.ends_with(".pdf"))
        .map(|(name, bytes)| (name.as_str(), sha256(bytes)))
        .collect();
    let outputs = list("outputs");
    assert_eq!(json["outputs_sha256"], of_list(&outputs));
    let listed: BTreeMap<String, String> = named(&outputs).into_iter().collect();
    let count = letters.len();
    assert_eq!(
        listed["notices/*.pdf"],
        sha256(sums(letters.into_iter()).as_bytes())
    );
    let line = outputs
        .iter()
        .find(|line| line["file"] == "notices/*.pdf")
        .unwrap();
    assert_eq!(line["files"], count);
    files.retain(|name, _| !name.ends_with(".pdf"));
    let expected: BTreeMap<String, String> = files
        .iter()
        .map(|(name, bytes)| (name.clone(), sha256(bytes)))
        .chain([("notices/*.pdf".to_owned(), listed["notices/*.pdf"].clone())])
        .collect();
    assert_eq!(listed, expected);
}

#[test]
fn a_dry_run_says_in_both_files_that_nothing_was_searched() {
    let sandbox = Sandbox::new();
    sandbox.cutover("plan", &[]).expect(0);
    let plan = sandbox.out().with_file_name("benton-pud.plan");
    let (json, page) = (evidence(&plan), page(&plan));
    assert_eq!(json["dry_run"], true);
    assert!(json["values_searched"].is_null());
    assert_eq!(json["searched"].as_array().unwrap().len(), 0);
    assert!(page.contains("Removal of payment data: dry run"));
    assert!(page.contains("nothing has been searched"));
    assert!(!page.contains("all places"));
    let wet = evidence(&PUBLISHED.out);
    for same in ["dropped", "redacted", "totals_by_kind", "inputs", "scan"] {
        assert_eq!(json[same], wet[same], "{same}");
    }
}

#[test]
fn the_purge_list_holds_bank_data_and_lets_card_data_go() {
    let path = PUBLISHED.out.join("legacy-purge-list.csv");
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.starts_with("file,column,kind,rows,hold_date,method,reason\n"));
    let lines = csv(&path);
    let stored = rows("PAYMETH.csv");
    for line in &lines {
        let held = !line["hold_date"].is_empty();
        let bank = !line["kind"].starts_with("card_") && line["file"] == "PAYMETH.csv";
        assert_eq!(held, bank, "{line:?}");
        assert!(!line["method"].is_empty() && !line["reason"].is_empty());
        if line["file"] == "PAYMETH.csv" {
            let filled = stored.iter().filter(|row| !row[&line["column"]].is_empty());
            assert_eq!(line["rows"], filled.count().to_string(), "{line:?}");
        }
    }
    let kinds: BTreeSet<&str> = lines.iter().map(|line| &*line["kind"]).collect();
    assert!(kinds.contains("card_number") && kinds.contains("bank_account"));
    // 60 days after the last draft of the sample, the default of the mapping.
    let day = |date: &str| format!("{}-{}", &date[6..], &date[..5].replace('/', "-"));
    let last = rows("DRAFTS.csv")
        .iter()
        .map(|row| day(&row["DRAFT_DT"]))
        .max();
    let last: chrono::NaiveDate = last.unwrap().parse().unwrap();
    let until = last.checked_add_days(chrono::Days::new(60)).unwrap();
    let held = lines.iter().filter(|line| !line["hold_date"].is_empty());
    for line in held {
        assert_eq!(line["hold_date"], until.to_string());
    }
}
