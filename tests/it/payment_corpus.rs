//! The finder of payment data against a labelled corpus: no card may be missed, and every false
//! alarm is listed here. `cargo test --test it payment_corpus -- --nocapture` prints the table.

pub mod labels;

use cutover::decide::payment_text::{KnownIds, MARKS, find, mark, redact};
use cutover::record::payment_kind::PaymentKind;
use cutover::verify::cards::holds_card;
use cutover::verify::redaction::removed;
use cutover::verify::secrets::SecretSet;
use labels::{Corpus, Sample, corpus};
use std::collections::BTreeMap;

/// Every false alarm on the corpus: kind and text. One that is new fails, so does one that is gone.
const FALSE_ALARMS: [(&str, &str); 1] = [
    // The account's nine digits pass the checksum of a routing number: removed, by the wrong name.
    (
        "routing_number",
        "bank routing 121042882; savings acct 314159265",
    ),
];

/// Least of what is labelled that must be found, and of what is found that must be labelled, in
/// hundredths, for all kinds but cards: of those all must be found.
const FLOOR: usize = 95;

/// Separators between the groups in which a card is printed.
const BETWEEN_GROUPS: [&str; 46] = [
    "",
    " ",
    "  ",
    "-",
    "--",
    " - ",
    ".",
    " . ",
    "/",
    " / ",
    "_",
    "*",
    " * ",
    ",",
    ", ",
    ":",
    ": ",
    ";",
    "|",
    " | ",
    "~",
    "+",
    "=",
    "·",
    "•",
    "\t",
    "\n",
    "\r\n",
    "\n  ",
    "-\n",
    "\n> ",
    "\n - ",
    "\u{a0}",
    "\u{2009}",
    "\u{3000}",
    "\u{200b}",
    "\u{2060}",
    "\u{fe0f}\u{20e3}",
    "–",
    " — ",
    "‑",
    "−",
    "&nbsp;",
    "&#160;",
    "&ndash;",
    "<br>",
];

/// Separators between any groups, also single digits.
const BETWEEN_DIGITS: [&str; 14] = [
    " ",
    "-",
    ".",
    "/",
    "_",
    "*",
    "\u{a0}",
    "\u{200b}",
    "\u{fe0f}\u{20e3}",
    "–",
    "&nbsp;",
    "\n",
    " - ",
    "  ",
];

fn known(corpus: &Corpus) -> KnownIds {
    let mut known: KnownIds = corpus.known.iter().collect();
    corpus.phones.iter().for_each(|p| known.insert_phone(p));
    known
}

fn secrets(corpus: &Corpus) -> SecretSet {
    let mut set = SecretSet::new([3; 32]);
    corpus.known.iter().for_each(|id| set.add_identifier(id));
    set.freeze();
    set
}

/// What was found of one kind.
#[derive(Default)]
struct Score {
    labelled: usize,
    right: usize,
    found: usize,
}

impl Score {
    fn hundredths(part: usize, of: usize) -> usize {
        (part * 100).checked_div(of).unwrap_or(100)
    }

    fn recall(&self) -> usize {
        Self::hundredths(self.right, self.labelled)
    }

    fn precision(&self) -> usize {
        Self::hundredths(self.right, self.found)
    }
}

type Scores = BTreeMap<&'static str, Score>;

/// Returns the scores by kind, and what was missed and what was found wrongly, as text.
fn scored(corpus: &Corpus) -> (Scores, Vec<String>, Vec<(String, String)>) {
    let known = known(corpus);
    let mut scores = Scores::new();
    let (mut missed, mut wrong) = (Vec::new(), Vec::new());
    for Sample { text, pieces, .. } in &corpus.samples {
        let found: Vec<(String, _)> = find(text, &known)
            .into_iter()
            .map(|f| (f.kind.code().to_owned(), f.range))
            .collect();
        for piece in pieces {
            let kind = PaymentKind::from_code(&piece.0).expect("a kind").code();
            let score = scores.entry(kind).or_default();
            score.labelled += 1;
            if found.contains(piece) {
                score.right += 1;
            } else {
                missed.push(format!("{kind} in {text:?}"));
            }
        }
        for piece in found {
            let kind = PaymentKind::from_code(&piece.0).expect("a kind").code();
            scores.entry(kind).or_default().found += 1;
            if !pieces.contains(&piece) {
                wrong.push((kind.to_owned(), text.clone()));
            }
        }
    }
    (scores, missed, wrong)
}

#[test]
fn no_card_is_missed_and_false_alarms_are_the_listed_ones() {
    let corpus = corpus();
    let hard = corpus.samples.iter().filter(|s| s.pieces.is_empty());
    assert!(corpus.samples.len() >= 400 && hard.count() >= 150);
    for Sample { text, group, .. } in &corpus.samples {
        let whole = !text.contains("{{") && !text.contains("}}");
        assert!(whole && !group.is_empty(), "a broken line: {text:?}");
    }
    let (scores, missed, wrong) = scored(&corpus);
    println!("| kind | labelled | found | recall % | precision % |");
    println!("| --- | ---: | ---: | ---: | ---: |");
    for (kind, score) in &scores {
        println!(
            "| {kind} | {} | {} | {} | {} |",
            score.labelled,
            score.found,
            score.recall(),
            score.precision()
        );
    }
    println!(
        "{} texts, {} false alarms",
        corpus.samples.len(),
        wrong.len()
    );
    let listed: Vec<(String, String)> = FALSE_ALARMS
        .iter()
        .map(|(kind, text)| ((*kind).to_owned(), (*text).to_owned()))
        .collect();
    missed
        .iter()
        .for_each(|missed| println!("missed: {missed}"));
    assert_eq!(wrong, listed, "false alarms");
    assert!(
        !missed.iter().any(|m| m.starts_with("card_number")),
        "{missed:#?}"
    );
    assert!(scores.len() >= 9, "a kind is not in the corpus");
    for (kind, score) in &scores {
        assert!(score.labelled >= 4, "{kind} is hardly in the corpus");
        let least = score.recall().min(score.precision());
        assert!(least >= FLOOR, "{kind}: {missed:#?}");
    }
}

/// Returns the digits in the groups in which such a card is printed.
fn printed(digits: &str) -> Vec<&str> {
    let cuts: &[usize] = match digits.len() {
        14 | 15 => &[4, 10],
        13 => &[4, 8, 12],
        _ => &[4, 8, 12, 16],
    };
    let mut groups = Vec::new();
    let mut at = 0;
    for cut in cuts.iter().copied().chain([digits.len()]) {
        if let Some(group) = digits
            .get(at..cut.min(digits.len()))
            .filter(|g| !g.is_empty())
        {
            groups.push(group);
        }
        at = cut;
    }
    groups
}

#[test]
fn every_card_goes_in_every_spacing() {
    let corpus = corpus();
    let known = known(&corpus);
    let mut tried = 0;
    let mut failed = Vec::new();
    for Sample {
        text,
        pieces,
        group,
    } in &corpus.samples
    {
        let [(kind, range)] = pieces.as_slice() else {
            continue;
        };
        if kind != "card_number" || group != "cards" {
            continue;
        }
        let digits: String = text[range.clone()]
            .chars()
            .filter(char::is_ascii_digit)
            .collect();
        let groups = printed(&digits);
        let single: Vec<&str> = digits.split("").filter(|d| !d.is_empty()).collect();
        let pairs: Vec<&str> = (0..digits.len())
            .step_by(2)
            .map(|at| &digits[at..digits.len().min(at + 2)])
            .collect();
        let wide = |zero: u32| -> String {
            let digit = |c: char| char::from_u32(zero + c.to_digit(10)?);
            digits.chars().filter_map(digit).collect()
        };
        let spaced = BETWEEN_GROUPS
            .iter()
            .map(|by| groups.join(by))
            .chain(BETWEEN_DIGITS.iter().map(|by| single.join(by)))
            .chain(BETWEEN_DIGITS.iter().map(|by| pairs.join(by)))
            .chain([0xff10, 0x660, 0x966, 0x1d7ce].map(wide));
        for number in spaced {
            tried += 1;
            let typed = format!("{}{number}{}", &text[..range.start], &text[range.end..]);
            let clean = redact(&typed, &known).map(|r| r.text);
            let hidden = format!("{}{}{}", &text[..range.start], MARKS[0], &text[range.end..]);
            if clean.as_ref() != Some(&hidden) {
                failed.push(format!("{typed:?} became {clean:?}"));
            }
        }
    }
    println!("{tried} cards in different spacing");
    assert!(tried > 5_000);
    assert!(
        failed.is_empty(),
        "{} of {tried}: {:#?}",
        failed.len(),
        &failed[..failed.len().min(40)]
    );
}

#[test]
fn the_second_path_sees_the_same_cards_and_no_others() {
    let corpus = corpus();
    let (known, secrets) = (known(&corpus), secrets(&corpus));
    let marks: Vec<String> = MARKS.iter().map(|m| (*m).to_owned()).collect();
    let mut seen = 0;
    for Sample { text, pieces, .. } in &corpus.samples {
        let card = pieces.iter().any(|(kind, _)| kind == "card_number");
        // The digits of an international account number may pass for a card.
        if card || pieces.is_empty() {
            assert_eq!(holds_card(text, &secrets), card, "{text:?}");
        }
        seen += usize::from(card);
        if let Some(clean) = redact(text, &known) {
            assert!(!holds_card(&clean.text, &secrets), "{:?}", clean.text);
            let spans = removed(text, &clean.text, &marks).map(|s| s.len());
            assert_eq!(spans, Some(clean.found.len()), "{:?}", clean.text);
        }
    }
    assert!(seen > 100);
}

#[test]
fn every_kind_that_is_found_has_a_mark_of_its_own_or_its_familys() {
    let corpus = corpus();
    for (kind, range) in corpus.samples.iter().flat_map(|s| &s.pieces) {
        let kind = PaymentKind::from_code(kind).expect("a kind");
        assert!(MARKS.contains(&mark(kind)) && !range.is_empty());
    }
}
