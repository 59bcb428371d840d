//! The letters as the customers get them: to whom, in which language, about what, and that a print
//! house can print them. Who must be told what is worked out here from the exports alone.

use super::sample::{digits, rows};
use super::sandbox::PUBLISHED;
use super::support::{Row, csv, printed_by, text};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// All kinds of letters there are, those that the sample's utility does not send as well.
const KINDS: [&str; 10] = [
    "new_account_number",
    "due_date_moved",
    "period_changed",
    "draft_cancelled",
    "draft_moved",
    "autopay_re_enroll",
    "bank_bill_pay",
    "payment_methods_removed",
    "paperless_re_enroll",
    "re_register",
];

/// A letter: its line of the manifest, its file, and the text on its pages, white space apart.
struct Printed {
    line: Row,
    path: String,
    lines: Vec<String>,
    flat: String,
}

static LETTERS: LazyLock<Vec<Printed>> = LazyLock::new(|| {
    let printed = |line: Row| {
        let path = PUBLISHED.out.join(&line["file"]).display().to_string();
        let text = printed_by("pdftotext", &["-layout", &path, "-"]);
        let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let lines = text.lines().map(flat).collect();
        Printed {
            path,
            lines,
            flat: flat(&text),
            line,
        }
    };
    let manifest = csv(&PUBLISHED.out.join("notices/manifest.csv"));
    manifest.into_iter().map(printed).collect()
});

/// What a customer must be told, from the exports and the crosswalk.
#[derive(Default)]
struct Due {
    kinds: BTreeSet<&'static str>,
    accounts: BTreeSet<String>,
    amounts: BTreeSet<String>,
}

/// Returns a date of the exports so that it can be compared.
fn day(date: &str) -> String {
    format!("{}-{}", &date[6..], &date[..5].replace('/', "-"))
}

fn in_blackout(date: &str) -> bool {
    ("2017-02-24".to_owned()..="2017-03-02".to_owned()).contains(&day(date))
}

/// Returns legacy number to new number of the carried accounts.
fn crosswalk() -> BTreeMap<String, String> {
    let rows = csv(&PUBLISHED.out.join("crosswalk.csv"));
    let carried = rows
        .into_iter()
        .filter(|row| row["disposition"] == "carried");
    carried
        .map(|row| {
            (
                row["legacy_account_number"].clone(),
                row["account_number"].clone(),
            )
        })
        .collect()
}

/// Returns customer to what must be told.
fn due() -> BTreeMap<String, Due> {
    let refused: BTreeSet<(String, String)> = csv(&PUBLISHED.out.join("rejects.csv"))
        .into_iter()
        .map(|row| (row["file"].clone(), row["row"].clone()))
        .collect();
    let readable = |file: &str| -> Vec<Row> {
        // No field of these files has a line break: the row number is the line.
        let numbered = rows(file).into_iter().enumerate();
        numbered
            .filter(|(at, _)| !refused.contains(&(file.to_owned(), (at + 2).to_string())))
            .map(|(_, row)| row)
            .collect()
    };
    let of = |rows: &[Row], account: &str| -> Vec<Row> {
        rows.iter()
            .filter(|row| row["ACCT_NO"] == account)
            .cloned()
            .collect()
    };
    let users: BTreeSet<String> = rows("WEBUSER.csv")
        .iter()
        .map(|r| r["CUST_NO"].clone())
        .collect();
    let (bills, payments) = (readable("BILLHIST.csv"), readable("PAYHIST.csv"));
    let (installments, drafts) = (readable("PAYARR.csv"), readable("DRAFTS.csv"));
    let (numbers, mut due) = (crosswalk(), BTreeMap::<String, Due>::new());
    for account in rows("ACCTMAST.csv") {
        let (legacy, open) = (account["ACCT_NO"].as_str(), account["STAT"] == "A");
        let Some(number) = numbers
            .get(legacy)
            .filter(|_| open || digits(&account["CUR_BAL"]) != "000")
        else {
            continue;
        };
        let told = due.entry(account["CUST_NO"].clone()).or_default();
        told.accounts.insert(number.clone());
        let (own_bills, own_installments) = (of(&bills, legacy), of(&installments, legacy));
        let amounts = |rows: &[Row], column: &str| -> Vec<String> {
            let moved = rows.iter().filter(|row| in_blackout(&row["DUE_DT"]));
            moved.map(|row| row[column].clone()).collect()
        };
        let moved = [
            amounts(&own_bills, "TOT_DUE"),
            amounts(&own_installments, "INST_AMT"),
        ]
        .concat();
        let cancelled: Vec<String> = of(&drafts, legacy)
            .iter()
            .filter(|draft| day(&draft["DRAFT_DT"]).as_str() >= "2017-02-24")
            .map(|draft| draft["DRAFT_AMT"].clone())
            .collect();
        let through_bank = of(&payments, legacy).iter().any(|payment| {
            payment["SRC_CD"] == "BB" && day(&payment["PAY_DT"]).as_str() >= "2015-03-01"
        });
        let causes = [
            ("new_account_number", true),
            ("due_date_moved", !moved.is_empty()),
            ("draft_cancelled", !cancelled.is_empty()),
            ("autopay_re_enroll", account["APAY"] == "Y"),
            ("paperless_re_enroll", account["EBILL"] == "Y"),
            ("bank_bill_pay", open && through_bank),
            ("re_register", open && users.contains(&account["CUST_NO"])),
        ];
        told.kinds.extend(
            causes
                .iter()
                .filter(|(_, cause)| *cause)
                .map(|(kind, _)| *kind),
        );
        told.amounts.extend(moved.into_iter().chain(cancelled));
    }
    due
}

#[test]
fn exactly_the_customers_who_must_be_told_get_one_letter_with_what_concerns_them() {
    let due = due();
    assert!(due.len() > 100);
    let customers: Vec<&String> = LETTERS
        .iter()
        .map(|letter| &letter.line["customer_id"])
        .collect();
    assert_eq!(customers, due.keys().collect::<Vec<_>>());
    for letter in LETTERS.iter() {
        let due = &due[&letter.line["customer_id"]];
        let kinds: BTreeSet<&str> = letter.line["kind"].split('+').collect();
        assert_eq!(kinds, due.kinds, "{}", letter.path);
        let accounts: BTreeSet<String> = letter.line["account_numbers"]
            .split(';')
            .map(str::to_owned)
            .collect();
        assert_eq!(accounts, due.accounts, "{}", letter.path);
        for amount in &due.amounts {
            let bare = amount.trim_end_matches("CR").trim_matches(['(', ')']);
            assert!(letter.flat.contains(bare), "{} {amount}", letter.path);
        }
    }
    let all: BTreeSet<&str> = due
        .values()
        .flat_map(|due| due.kinds.iter().copied())
        .collect();
    assert_eq!(
        all.len(),
        7,
        "the sample has all kinds that its utility sends: {all:?}"
    );
}

#[test]
fn a_letter_shows_the_numbers_of_its_own_accounts_and_no_other() {
    let mut shown = 0;
    for letter in LETTERS.iter() {
        let own: BTreeSet<&str> = letter.line["account_numbers"].split(';').collect();
        // Runs of digits: an old number in full, or a ZIP+4 without its dash, would be one.
        let long: BTreeSet<&str> = letter
            .flat
            .split(|c: char| !c.is_ascii_digit())
            .filter(|run| run.len() > 5)
            .map(|run| {
                if letter.line["customer_id"].contains(run) {
                    ""
                } else {
                    run
                }
            })
            .filter(|run| !run.is_empty())
            .collect();
        assert_eq!(long, own, "{}", letter.path);
        shown += own.len();
    }
    assert!(shown > 130);
    for legacy in rows("ACCTMAST.csv")
        .iter()
        .map(|row| row["ACCT_NO"].clone())
    {
        let bare = legacy.replace('-', "");
        let holds =
            |letter: &&Printed| letter.flat.contains(&legacy) || letter.flat.contains(&bare);
        let found = LETTERS.iter().find(holds).map(|letter| &letter.path);
        assert_eq!(found, None, "{legacy} in full");
    }
}

/// Returns the headings that a kind may have in a language, from the letters' own texts.
fn headings(language: &str, kind: &str) -> Vec<String> {
    let source = text(&format!("src/write/letter/texts/{language}/{kind}.txt"));
    let heading = source
        .lines()
        .find_map(|line| line.strip_prefix("# "))
        .unwrap();
    let heading = heading.replace("{{ utility.portal }}", "SmartHub");
    let Some((before, rest)) = heading.split_once("{{") else {
        return vec![heading];
    };
    let (choice, after) = rest.split_once("}}").unwrap();
    let forms: Vec<&str> = choice.split('\'').skip(1).step_by(2).collect();
    assert_eq!(forms.len(), 2, "{heading}");
    forms
        .iter()
        .map(|form| format!("{before}{form}{after}"))
        .collect()
}

#[test]
fn a_letter_has_the_headings_of_its_kinds_in_its_language_and_none_besides() {
    for letter in LETTERS.iter() {
        let kinds: BTreeSet<&str> = letter.line["kind"].split('+').collect();
        for language in ["en", "es"] {
            for kind in KINDS {
                let headings = headings(language, kind);
                let has = letter
                    .lines
                    .iter()
                    .filter(|line| headings.contains(line))
                    .count();
                let wanted = letter.line["language"] == language && kinds.contains(kind);
                assert_eq!(has, usize::from(wanted), "{} {headings:?}", letter.path);
            }
        }
    }
}

#[test]
fn names_and_addresses_are_printed_as_they_are_in_the_customers_language() {
    let customers: BTreeMap<String, Row> = rows("CUSTMAST.csv")
        .into_iter()
        .map(|row| (row["CUST_NO"].clone(), row))
        .collect();
    let mut letters = String::new();
    for letter in LETTERS.iter() {
        let customer = &customers[&letter.line["customer_id"]];
        let names = ["FIRST_NM", "LAST_NM", "BUS_NM"].map(|column| customer[column].trim());
        let name = names
            .into_iter()
            .filter(|name| !name.is_empty())
            .collect::<Vec<_>>()
            .join(" ");
        letters += &name;
        let place = ["MAIL_CITY", "MAIL_ST", "MAIL_ZIP"].map(|column| customer[column].as_str());
        let street = &customer["MAIL_ADDR1"];
        for part in [&name, street, &place.join(" ")] {
            assert!(
                letter.flat.contains(part.as_str()),
                "{part} is not in {}",
                letter.path
            );
        }
        let language = if customer["LANG_CD"] == "S" {
            "es"
        } else {
            "en"
        };
        assert_eq!(letter.line["language"], language);
        let document = lopdf::Document::load(&letter.path).unwrap();
        let tag = document
            .catalog()
            .unwrap()
            .get(b"Lang")
            .unwrap()
            .as_str()
            .unwrap();
        assert!(tag.starts_with(language.as_bytes()), "{}", letter.path);
    }
    for letter in ['ñ', 'á', 'Í', 'ü'] {
        assert!(
            letters.contains(letter),
            "no customer with {letter} gets a letter"
        );
    }
}

#[test]
fn every_letter_can_be_printed() {
    for letter in LETTERS.iter() {
        let info = printed_by("pdfinfo", &[&letter.path]);
        let value = |key: &str| {
            let line = info
                .lines()
                .find_map(|line| line.strip_prefix(key))
                .unwrap_or_default();
            line.trim().to_owned()
        };
        let page = |column: &str| letter.line[column].parse::<u32>().unwrap();
        let pages = page("last_page") + 1 - page("first_page");
        assert_eq!(value("Pages:"), pages.to_string(), "{}", letter.path);
        assert_eq!(value("Tagged:"), "yes", "{}", letter.path);
        assert!(value("Page size:").contains("(letter)"), "{info}");
        assert!(
            value("CreationDate:").contains("Feb 23 00:00:00 2017"),
            "{info}"
        );
        let fonts = printed_by("pdffonts", &[&letter.path]);
        let fonts: Vec<&str> = fonts.lines().skip(2).collect();
        assert!(!fonts.is_empty());
        for font in fonts {
            let flags: Vec<&str> = font.split_whitespace().rev().skip(2).take(3).collect();
            assert_eq!(
                flags,
                ["yes", "yes", "yes"],
                "unicode, subset, embedded: {font}"
            );
        }
    }
}
