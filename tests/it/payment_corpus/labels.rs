//! Reads the labelled corpus: texts, and where each piece of payment data stands in them.

use std::ops::Range;

/// A text, and its pieces of payment data by kind and place.
pub struct Sample {
    /// What the text was written for.
    pub group: String,
    /// The text without labels.
    pub text: String,
    /// Kinds and bytes, in the order of the text.
    pub pieces: Vec<(String, Range<usize>)>,
}

/// All texts, and the identifiers that the delivery knows.
#[derive(Default)]
pub struct Corpus {
    /// Account numbers, meter serials.
    pub known: Vec<String>,
    /// What stands in a column of telephone numbers.
    pub phones: Vec<String>,
    /// The texts.
    pub samples: Vec<Sample>,
}

/// Returns the corpus.
pub fn corpus() -> Corpus {
    let mut corpus = Corpus::default();
    let lines = include_str!("corpus.tsv").lines();
    for line in lines.filter(|line| !line.starts_with('#')) {
        let (group, text) = line.split_once('\t').unwrap_or(("", line));
        match group {
            "known" => corpus.known.push(text.to_owned()),
            "phone" => corpus.phones.push(text.to_owned()),
            _ => corpus.samples.push(sample(group, &text.replace('⏎', "\n"))),
        }
    }
    corpus
}

fn sample(group: &str, labelled: &str) -> Sample {
    let mut text = String::new();
    let mut pieces = Vec::new();
    let mut rest = labelled;
    while let Some((before, label, after)) = next_label(rest) {
        let (kind, piece) = label.split_once(':').unwrap_or(("", label));
        text.push_str(before);
        let start = text.len();
        text.push_str(piece);
        pieces.push((kind.to_owned(), start..text.len()));
        rest = after;
    }
    text.push_str(rest);
    Sample {
        group: group.to_owned(),
        text,
        pieces,
    }
}

/// Returns what stands before the next label, the label, and what follows.
fn next_label(text: &str) -> Option<(&str, &str, &str)> {
    let (before, behind) = text.split_once("{{")?;
    let (label, after) = behind.split_once("}}")?;
    Some((before, label, after))
}
