//! The page for the assessor: one page for any delivery, every total on it, never a value.

use super::letter::one_page::grouped;
use super::removal::{Canaries, Removal, total};
use super::removal_page::{page, write_pdf};
use super::removal_sample as sample;
use crate::record::policy::Utility;

fn utility() -> Utility {
    Utility {
        name: "Sample County PUD".to_owned(),
        address: vec!["1 Invented Way".to_owned(), "Kennewick WA 99336".to_owned()],
        phone: "(509) 555-0100".to_owned(),
        more_phones: Vec::new(),
        web: "sample.example".to_owned(),
        portal_name: "MySample".to_owned(),
        hours_en: String::new(),
        hours_es: String::new(),
    }
}

fn text(removal: &Removal) -> String {
    page(removal, &utility()).draw().unwrap().text
}

/// Returns the pages of a PDF, and the text on them as a program finds it.
fn read_back(pdf: &[u8]) -> (usize, String) {
    let document = lopdf::Document::load_mem(pdf).unwrap();
    let pages: Vec<u32> = document.get_pages().keys().copied().collect();
    (pages.len(), document.extract_text(&pages).unwrap())
}

fn flat(text: &str) -> String {
    text.split_whitespace().collect()
}

#[test]
fn a_delivery_of_any_size_is_one_page_with_every_total() {
    for (files, columns) in [(1, 1), (40, 60), (400, 5_000)] {
        let removal = sample::large(files, columns);
        let mut pdf = Vec::new();
        write_pdf(&removal, &utility(), &mut pdf).unwrap();
        let (pages, read) = read_back(&pdf);
        assert_eq!(pages, 1, "{files} files");
        let (said, read) = (text(&removal), flat(&read));
        let searched: u64 = removal.searched.iter().map(|place| place.searched).sum();
        let kinds = removal.totals_by_kind();
        let mut totals = vec![
            total(&removal.dropped),
            total(&removal.redacted),
            kinds.iter().map(|kind| kind.not_read).sum(),
            searched,
            12_345_678,
            removal.inputs.iter().map(|one| one.bytes).sum(),
            removal.outputs.iter().map(|one| one.bytes).sum(),
        ];
        totals.extend(kinds.iter().flat_map(|kind| [kind.dropped, kind.redacted]));
        for total in totals.into_iter().map(grouped) {
            assert!(
                said.contains(&total) && read.contains(&total),
                "{total} in\n{said}"
            );
        }
        for digest in [removal.inputs_sha256(), removal.outputs_sha256()] {
            assert!(said.contains(&digest) && read.contains(&digest));
        }
    }
}

#[test]
fn the_lists_end_above_the_places_to_sign() {
    let samples = [
        Removal::default(),
        sample::small(),
        sample::dry_run(),
        sample::large(40, 60),
        sample::large(400, 5_000),
    ];
    for removal in samples {
        let drawn = page(&removal, &utility()).draw().unwrap();
        assert!(drawn.room >= 0.0, "{}\n{}", drawn.room, drawn.text);
        // The last words of what is said in lines, which a place too small would cut.
        let said = if removal.dry_run {
            "Counts only."
        } else {
            "from a clock."
        };
        assert!(drawn.text.contains(said), "{}", drawn.text);
    }
}

#[test]
fn a_cut_list_says_how_much_is_missing_and_keeps_the_largest() {
    let said = text(&sample::large(40, 60));
    for cut in [
        "and 29 more, see",
        "and 29 more with 435 values, see",
        "and 39 more, see",
    ] {
        assert!(said.contains(cut), "{cut} in\n{said}");
    }
    let small = text(&sample::small());
    assert!(!small.contains(" more"), "{small}");
    for line in [
        "PAYMETH.csv\tBANK_ACCT\tbank account\t26\t",
        "NOTES.csv\tNOTE_TXT\tcard number\t15\t",
        "all kinds\t171\t24\t4",
        "all places\t4,000,001\t0",
        "with too few digits\t31",
        "ACCTMAST.csv\tACCT_NO\t",
        "extra.xlsx#Old\tcomments\t4 card number",
    ] {
        assert!(small.contains(line), "{line} in\n{small}");
    }
}

#[test]
fn a_place_where_something_was_found_is_never_cut() {
    let mut removal = sample::large(400, 60);
    removal.searched[300].found = 2;
    removal.searched[300].place = "last.csv".to_owned();
    removal.searched[300].searched = 1;
    let said = text(&removal);
    assert!(said.contains("last.csv\t1\t2"), "{said}");
}

#[test]
fn the_dry_run_and_what_was_not_looked_at_never_look_like_a_result() {
    let said = text(&sample::dry_run());
    assert!(said.contains("dry run") && said.contains("nothing has been searched"));
    assert_eq!(said.matches(": not looked at.").count(), 2);
    assert!(!said.contains("all places") && !said.contains(" looked at, none"));
    let mut planted = sample::small();
    planted.canaries = Some(Canaries {
        planted: 12,
        caught: 11,
    });
    let said = text(&planted);
    assert!(said.contains("12 known test cards planted in a copy of the delivery, 11 caught"));
}

#[test]
fn the_same_evidence_gives_the_same_bytes_and_any_name_prints() {
    let mut removal = sample::small();
    removal.dropped[0].column = "КАРТА\n李".to_owned();
    removal.dropped[0].file = String::new();
    let draw = || {
        let mut pdf = Vec::new();
        write_pdf(
            &removal,
            &Utility {
                name: String::new(),
                ..utility()
            },
            &mut pdf,
        )
        .unwrap();
        pdf
    };
    assert!(draw() == draw());
    assert!(text(&removal).contains("????? ?"));
}

#[test]
fn a_blank_evidence_is_still_a_page() {
    let said = text(&Removal::default());
    assert!(said.contains("Nothing was removed.") && said.contains("name and signature"));
}

#[test]
fn a_search_for_nothing_is_not_shown_as_one() {
    let mut removal = sample::small();
    removal.searched.clear();
    removal.values_searched = Some(super::removal::ValuesSearched::default());
    let said = text(&removal);
    assert!(
        said.contains("no value that could be searched for") && said.contains("There was none.")
    );
    assert!(!said.contains("all places") && !said.contains("Searched for 0"));
}
