//! The values of a column that has few of them, with how often each occurs.
//!
//! This is the one place where values of cells are kept, so it decides what may be shown: short
//! codes of columns with few different values. What could be part of a card or bank number, a
//! name, an address or a secret is never a code.

/// Most different values that are kept.
pub(super) const MOST: usize = 64;
/// Longest value that is kept, and the longest that may have digits.
const LONGEST: usize = 32;
const LONGEST_WITH_DIGITS: usize = 20;
/// Most digits of a value that may be shown: more could tell an account.
const MOST_DIGITS: usize = 8;
/// Longest run of digits in one: an expiry has two, a year four, a bank account more.
const LONGEST_RUN: usize = 4;

struct Entry {
    text: Box<str>,
    rows: u64,
}

/// The different values of a column, while they are few. It has no `Debug`.
#[derive(Default)]
pub(super) struct Codes {
    hashes: Vec<u64>,
    entries: Vec<Entry>,
    closed: bool,
}

impl Codes {
    /// Adds a value.
    pub(super) fn take(&mut self, hash: u64, text: &[u8]) {
        if self.closed {
            return;
        }
        if let Some(at) = self.hashes.iter().position(|h| *h == hash) {
            if let Some(entry) = self.entries.get_mut(at) {
                entry.rows += 1;
            }
            return;
        }
        let shown = std::str::from_utf8(text).ok().filter(|t| may_be_shown(t));
        match shown {
            Some(text) if self.entries.len() < MOST => {
                self.hashes.push(hash);
                self.entries.push(Entry {
                    text: text.into(),
                    rows: 1,
                });
            }
            _ => self.close(),
        }
    }

    /// Returns the value that has this hash, while the values are few.
    pub(super) fn named(&self, hash: u64) -> Option<&str> {
        let at = self.hashes.iter().position(|h| *h == hash)?;
        self.entries.get(at).map(|entry| &*entry.text)
    }

    /// Forgets every value, for good.
    pub(super) fn close(&mut self) {
        self.closed = true;
        self.hashes = Vec::new();
        self.entries = Vec::new();
    }

    /// Returns the values with their rows, the most frequent first; none where there were too
    /// many, or one that may not be shown.
    pub(super) fn list(&self) -> Option<Vec<(String, u64)>> {
        if self.closed || self.entries.is_empty() {
            return None;
        }
        let mut all: Vec<(String, u64)> = self
            .entries
            .iter()
            .map(|entry| (entry.text.to_string(), entry.rows))
            .collect();
        all.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        Some(all)
    }
}

fn may_be_shown(text: &str) -> bool {
    let (mut chars, mut digits, mut run) = (0, 0, 0);
    for c in text.chars() {
        chars += 1;
        if c.is_numeric() {
            digits += 1;
            run += 1;
        } else {
            run = 0;
        }
        if c.is_control() || c == '@' || run > LONGEST_RUN {
            return false;
        }
    }
    let longest = if digits == 0 {
        LONGEST
    } else {
        LONGEST_WITH_DIGITS
    };
    chars > 0 && chars <= longest && digits <= MOST_DIGITS
}

/// Returns groups of codes that differ only in case, blanks and zeros before digits: `WASF1` and
/// `WASF01`. Each group is sorted.
pub(super) fn spellings(codes: &[(String, u64)]) -> Vec<Vec<String>> {
    let mut plain: Vec<(String, &String)> = codes
        .iter()
        .filter(|(code, _)| code.chars().any(char::is_alphabetic))
        .map(|(code, _)| (plain_form(code), code))
        .collect();
    plain.sort();
    plain
        .chunk_by(|a, b| a.0 == b.0)
        .filter(|group| group.len() > 1)
        .map(|group| group.iter().map(|(_, code)| (*code).clone()).collect())
        .collect()
}

fn plain_form(code: &str) -> String {
    let mut out = String::new();
    for c in code.chars().flat_map(char::to_uppercase) {
        let leading_zero = c == '0' && !out.is_empty() && !out.ends_with(|c: char| c.is_numeric());
        if !leading_zero && !matches!(c, ' ' | '-' | '_' | '.') {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::distinct::hash;
    use super::*;

    fn of(values: &[&str]) -> Codes {
        let mut codes = Codes::default();
        for value in values {
            codes.take(hash(value.as_bytes()), value.as_bytes());
        }
        codes
    }

    #[test]
    fn codes_are_counted_and_sorted() {
        let list = of(&["A", "F", "A"]).list().unwrap();
        assert_eq!(list, [("A".to_owned(), 2), ("F".to_owned(), 1)]);
    }

    #[test]
    fn nothing_that_could_tell_an_account_is_kept() {
        for value in [
            "93585152046",
            "4111 1111 1111",
            "026007825",
            "12345",
            "a@example.com",
            "a name that goes on and on and on",
            "４１１１１",
        ] {
            assert!(of(&["A", value]).list().is_none(), "{value}");
        }
    }

    #[test]
    fn many_values_are_no_codes() {
        let values: Vec<String> = (0..MOST + 1).map(|n| format!("V{n}")).collect();
        let refs: Vec<&str> = values.iter().map(String::as_str).collect();
        assert!(of(&refs).list().is_none());
        assert!(of(&refs[1..]).list().is_some());
    }

    #[test]
    fn spellings_of_one_code_are_told_together() {
        let codes = ["WASF1", "WASF01", "WASF10", "wasf-1", "X", "1", "-1"];
        let codes = codes.map(|c| (c.to_owned(), 1));
        assert_eq!(spellings(&codes), [["WASF01", "WASF1", "wasf-1"]]);
    }
}
