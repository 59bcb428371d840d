//! What lies in OUT beside the database, handed in as parsed records, and the letters' text.

use super::holds::HoldFile;
use super::portal::Portal;
use crate::record::fate::FileAccount;
use std::collections::{BTreeMap, BTreeSet};

/// A record of a delimited file: value by column name.
pub type CsvRecord = BTreeMap<String, String>;

/// The files of OUT.
#[derive(Debug, Default)]
pub struct Outputs {
    /// `crosswalk.csv`.
    pub crosswalk: Vec<CsvRecord>,
    /// `notices/manifest.csv`.
    pub manifest: Vec<CsvRecord>,
    /// `billing-calendar.csv`.
    pub billing_calendar: Vec<CsvRecord>,
    /// `period-changes.csv`.
    pub period_changes: Vec<CsvRecord>,
    /// `account-holds.csv`: filled line by line, as it is as long as the accounts.
    pub holds: HoldFile,
    /// `rejects.csv`.
    pub rejects: Vec<CsvRecord>,
    /// The row accounts of the report.
    pub files: Vec<FileAccount>,
    /// What each letter shows, by notice: filled by `letter`.
    pub letters: BTreeMap<String, LetterFacts>,
}

/// What the text of one letter shows. The text itself is not kept.
#[derive(Debug, Default)]
pub struct LetterFacts {
    /// Portal numbers that it shows.
    pub(super) numbers: BTreeSet<String>,
    /// Legacy numbers that it shows in full.
    pub(super) legacy: BTreeSet<String>,
    /// It has the word for an account in English, in Spanish.
    pub(super) speaks: (bool, bool),
}

impl Outputs {
    /// Takes the text of one customer's letter. The portal's rows must have been fed.
    pub fn letter(&mut self, index: &NumberIndex, notice_id: &str, text: &str) {
        // The notice's own id may hold digits that are another account's number by chance.
        let text = &text.replace(notice_id, " ");
        let lower = text.to_lowercase();
        let mut letter = LetterFacts {
            speaks: (lower.contains("account"), lower.contains("cuenta")),
            ..LetterFacts::default()
        };
        for digits in groups(text) {
            if let Some(number) = index.portal.get(&digits) {
                letter.numbers.insert(number.clone());
            }
            if let Some(legacy) = index.legacy.get(&digits) {
                letter.legacy.insert(legacy.clone());
            }
        }
        self.letters.insert(notice_id.to_owned(), letter);
    }

    /// Returns what a letter shows.
    pub(super) fn letter_of(&self, notice_id: &str) -> Option<&LetterFacts> {
        self.letters.get(notice_id)
    }
}

/// Account numbers by their digits: what a letter may show.
#[derive(Debug, Default)]
pub struct NumberIndex {
    portal: BTreeMap<String, String>,
    legacy: BTreeMap<String, String>,
}

impl NumberIndex {
    /// Builds the index from the portal's rows.
    #[must_use]
    pub fn new(portal: &Portal<'_>) -> Self {
        let mut index = Self::default();
        let utility = &portal.policy.utility;
        let more = utility.more_phones.iter().map(|(_, phone)| phone);
        let phones: BTreeSet<String> = more
            .chain([&utility.phone])
            .map(|phone| digits(phone))
            .collect();
        let accounts = portal.table("account");
        for number in accounts.keys() {
            index.portal.insert(digits(number), number.to_owned());
        }
        for legacy in portal.table("crosswalk").keys() {
            let digits = digits(legacy);
            // Short numbers stand in amounts and addresses by chance; so may the help line.
            if digits.len() >= 7 && !index.portal.contains_key(&digits) && !phones.contains(&digits)
            {
                index.legacy.insert(digits, legacy.to_owned());
            }
        }
        index
    }
}

/// Returns a text's digits.
pub(super) fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// Returns every group of one to four runs of digits that stand beside each other with at most
/// one blank or dash between them: the ways an account number can be printed.
fn groups(text: &str) -> Vec<String> {
    let mut runs: Vec<(usize, usize, &str)> = Vec::new();
    let mut rest = 0;
    for part in text.split(|c: char| !c.is_ascii_digit()) {
        if !part.is_empty()
            && let Some(at) = text.get(rest..).and_then(|tail| tail.find(part))
        {
            runs.push((rest + at, rest + at + part.len(), part));
            rest += at + part.len();
        }
    }
    let mut out = Vec::new();
    for (i, (_, _, _)) in runs.iter().enumerate() {
        let mut joined = String::new();
        let mut end = None;
        for (start, stop, part) in runs.iter().skip(i).take(4) {
            let gap = end.and_then(|end: usize| text.get(end..*start));
            let joins = end.is_none()
                || gap.is_some_and(|gap| {
                    let gap = gap.trim_matches(['\n', '\r']);
                    gap.is_empty() || matches!(gap, " " | "-" | "\u{a0}" | "\u{2011}" | "\u{2013}")
                });
            if !joins {
                break;
            }
            joined.push_str(part);
            out.push(joined.clone());
            end = Some(*stop);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_notices_own_id_is_no_account_number() {
        let mut index = NumberIndex::default();
        index
            .legacy
            .insert("31100342".to_owned(), "31100-342".to_owned());
        let mut outputs = Outputs::default();
        outputs.letter(&index, "N-C31100342", "Notice N-C31100342");
        outputs.letter(&index, "N-C2", "account 31100-342");
        let shown = |id: &str| outputs.letter_of(id).unwrap().legacy.len();
        assert_eq!((shown("N-C31100342"), shown("N-C2")), (0, 1));
    }

    #[test]
    fn numbers_are_read_in_the_groups_they_are_printed_in() {
        let groups = groups("Account 123-456 7890, ZIP 99320. Due 03/03/2017");
        assert!(groups.contains(&"1234567890".to_owned()));
        assert!(groups.contains(&"99320".to_owned()));
        assert!(!groups.contains(&"789099320".to_owned()));
        assert!(!groups.contains(&"03032017".to_owned()));
    }
}
