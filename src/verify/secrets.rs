//! Looks for dropped card and bank values in any text or bytes, whole or in any spacing.
//!
//! Input: the values that the readers dropped, the delivery's own identifiers, then texts. Output:
//! what kind stands where. Values are kept as keyed hashes only; nothing here can print one.
//! [`RULES`] says in words what is searched, and what is not.
//!
//! What chance leaves: a text of random digits equals one of `n` values of `d` digits at one place
//! in `10^d / n`. A million card numbers of 16 digits over a gigabyte in which every fourth byte
//! ends 16 digits that only separators part make 250 million places and 0.025 false alarms. For
//! shorter values each number of OUT counts, once for all the places where it stands: a million
//! bank accounts of eleven digits against a million numbers of eleven digits that are in no export
//! make 10 false alarms, of eight digits 10,000. That is why numbers which stand in the exports
//! outside texts (`note_ordinary`), identifiers, dates, amounts and our own counts are set aside:
//! what remains are numbers in texts that no cell holds.

use super::context::{Ends, Manner, counts};
use super::packed;
use super::scan::{Match, Wanted, scan};
use super::secret_form::{self, Form, LONG, Reason, digits};
use super::secret_table::{Group, Table, Tail};
use super::views;
use std::ops::Range;

/// What is searched and how, in words: for the evidence.
pub const RULES: [&str; 9] = [
    "numbers of 13 to 19 digits: at any place inside a run of digits, with up to 80 bytes of blanks, line breaks, dashes, dots, slashes, underscores, asterisks or characters without width between any two digits, in ASCII or full-width digits; with commas, colons, semicolons or bars where the same one stands between all groups",
    "numbers of 6 to 12 digits: from where digits begin to where digits end, in the same spacing; of 6 to 8 digits only without a letter beside them, with one kind of sign between all groups and no further digits on both sides",
    "values with letters: 8 to 64 letters and digits, with five digits in a row or letters and digits in turn, whole, without regard to case and to what stands between; longer numbers likewise",
    "not searched, and counted: expiry dates, card codes, names, account types, words, values of fewer than 6 digits, a processor's plain numbers of fewer than 9, more than 64 letters and digits",
    "not searched, and counted: values that equal an account number, a meter serial or a telephone of the delivery or a new account number, and numbers of 6 to 12 digits that also stand in a carried column that is no text",
    "numbers of 6 to 12 digits do not count inside a date, an amount with cents, a digest, behind `row` or `line`, or as a number that the program itself counted",
    "bytes are searched as they are, and read as UTF-16 of either order, as EBCDIC, as signed packed decimals (13 digits or more), and with escapes of JSON, HTML, addresses and quoted-printable read; the tags of a page part its cells",
    "workbooks and compressed files are searched unpacked, letters by the text of their pages, their unpacked streams and their bytes; names of files are searched; the database is searched cell by cell for every value, and byte by byte, with free pages and journals, for values with letters and of 13 digits or more",
    "not looked into: base64, encryption, pictures, numbers that stand in binary or in scientific form",
];

/// How a hit says that it stands in what a file holds packed; its position counts there.
pub const UNPACKED: &str = "unpacked text";
/// How a hit says that it stands in the name of a file.
pub const NAME: &str = "name";

/// A dropped value that stands where it must not.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hit {
    /// What it is, such as `card`.
    pub kind: String,
    /// Byte at which its last digit or letter stands.
    pub position: usize,
    /// As what the bytes were read, such as `UTF-16`; empty where they were taken as they are.
    pub read_as: &'static str,
}

/// How many dropped values are searched, and how many are not and why.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct SecretCounts {
    /// Different values that are searched.
    pub searched: u64,
    /// Values that no search can find: the sum of the next four.
    pub not_searchable: u64,
    /// Values of a kind that is never searched, such as expiry dates and names.
    pub never_by_kind: u64,
    /// Values of too few digits, or letters and digits.
    pub too_short: u64,
    /// Values that are words, or a word with a few digits.
    pub words: u64,
    /// Values of more than 64 letters and digits.
    pub too_long: u64,
    /// Different values that equal an account number, a meter serial or a telephone of the
    /// delivery.
    pub known_identifiers: u64,
    /// Different values of 6 to 12 digits that also stand in a carried column that is no text.
    pub also_ordinary: u64,
}

/// A file, or a part of one, to be searched.
#[derive(Clone, Copy, Debug)]
pub struct Part<'a> {
    /// The bytes.
    pub bytes: &'a [u8],
    /// What kind of bytes they are.
    pub manner: Manner,
    /// Where the first of them stands in the file.
    pub offset: usize,
    /// How many of them were searched with the part before.
    pub seen: usize,
    /// True where nothing stands behind them.
    pub last: bool,
}

impl<'a> Part<'a> {
    /// Returns the part that is everything.
    #[must_use]
    pub fn whole(bytes: &'a [u8], manner: Manner) -> Self {
        Self {
            bytes,
            manner,
            offset: 0,
            seen: 0,
            last: true,
        }
    }
}

/// The dropped values, as keyed hashes.
pub struct SecretSet {
    table: Table,
    kinds: Vec<String>,
    /// Keyed hashes of identifiers, in order once frozen.
    identifiers: Vec<u64>,
    counts: SecretCounts,
    /// Lengths of long values, of short ones and of values with letters.
    lengths: [Vec<usize>; 3],
    /// Whether a value with letters ends in eight letters, and one in eight digits.
    ends_in: (bool, bool),
}

impl std::fmt::Debug for SecretSet {
    /// Shows counts only.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.counts().fmt(f)
    }
}

impl SecretSet {
    /// Starts an empty set. `key` keys the hashes; it must be drawn anew for each process.
    #[must_use]
    pub fn new(key: [u8; 32]) -> Self {
        Self {
            table: Table::new(key),
            kinds: Vec::new(),
            identifiers: Vec::new(),
            counts: SecretCounts::default(),
            lengths: [const { Vec::new() }; 3],
            ends_in: (false, false),
        }
    }

    /// Adds a dropped value of a kind such as `card_number`, `bank_account` or `method_id`. It is
    /// searched from the next `freeze` on, or counted with the reason why it is not.
    pub fn add(&mut self, kind: &str, value: &str) {
        match secret_form::forms(kind, value) {
            Ok(forms) => {
                let known = self.kinds.iter().position(|known| known == kind);
                let place = known.unwrap_or_else(|| {
                    self.kinds.push(kind.to_owned());
                    self.kinds.len() - 1
                });
                let place = u8::try_from(place).unwrap_or(u8::MAX);
                forms.iter().for_each(|form| self.table.add(form, place));
            }
            Err(reason) => {
                self.counts.not_searchable += 1;
                *match reason {
                    Reason::Kind => &mut self.counts.never_by_kind,
                    Reason::Short => &mut self.counts.too_short,
                    Reason::Words => &mut self.counts.words,
                    Reason::Long => &mut self.counts.too_long,
                } += 1;
            }
        }
    }

    /// Counts dropped values of kinds that no search can find, such as expiry dates.
    pub fn add_not_searchable(&mut self, count: u64) {
        self.counts.not_searchable += count;
        self.counts.never_by_kind += count;
    }

    /// Adds an identifier of the delivery: an account number, a meter serial, a telephone. A
    /// dropped value that equals it is not searched after the next `freeze`.
    pub fn add_identifier(&mut self, value: &str) {
        if let Some(form) = digits(value) {
            self.identifiers.push(self.table.hash(&form));
        }
    }

    /// Notes a whole cell of a carried column that is no text: a number, an amount, a date. A
    /// dropped value of 6 to 12 digits that would be found in it proves nothing where it stands,
    /// and is taken out at the next `freeze`. Works on a frozen set, from any thread.
    pub fn note_ordinary(&self, cell: &str) {
        scan(&self.wanted(), cell.as_bytes(), |found| {
            if found.group == Group::Short {
                self.table.mark(found.place);
            }
            false
        });
    }

    /// Ends the adding: takes out identifiers and what was noted, and readies the search. More may
    /// be added later, and be frozen again.
    pub fn freeze(&mut self) {
        self.identifiers.sort_unstable();
        self.identifiers.dedup();
        let identifiers = &self.identifiers;
        let is_identifier = |hash: u64| identifiers.binary_search(&hash).is_ok();
        let [known, ordinary] = self.table.put_in_order(is_identifier);
        self.counts.known_identifiers += known;
        self.counts.also_ordinary += ordinary;
        self.counts.searched = self.table.len() as u64;
        let groups = [Group::Long, Group::Short, Group::Letters];
        self.lengths = groups.map(|group| self.table.lengths(group));
        self.ends_in = (
            self.table.any_ends_in(Tail::Letters),
            self.table.any_ends_in(Tail::Digits),
        );
    }

    /// Returns what is searched and what is not.
    #[must_use]
    pub fn counts(&self) -> SecretCounts {
        self.counts
    }

    /// Returns true where `value`'s digits are an identifier of the delivery.
    #[must_use]
    pub fn is_identifier(&self, value: &str) -> bool {
        let hash = digits(value).map(|form| self.table.hash(&form));
        hash.is_some_and(|hash| self.identifiers.binary_search(&hash).is_ok())
    }

    fn wanted(&self) -> Wanted<'_> {
        let [long, short, letters] = &self.lengths;
        Wanted {
            table: &self.table,
            long,
            short,
            letters,
            ends_in_letters: self.ends_in.0,
            ends_in_digits: self.ends_in.1,
        }
    }

    fn kind(&self, kind: u8) -> String {
        self.kinds
            .get(usize::from(kind))
            .cloned()
            .unwrap_or_default()
    }

    /// Returns the first value that stands in the bytes as they are.
    fn first(&self, bytes: &[u8], manner: Manner, ends: Ends) -> Option<Match> {
        scan(&self.wanted(), bytes, |found| {
            counts(bytes, found, manner, ends)
        })
    }

    /// Returns where the first dropped value stands in `text`, and its kind: the value itself,
    /// from its first digit or letter to its last. None exactly where `scan` finds none.
    #[must_use]
    pub fn locate(&self, text: &str) -> Option<(Range<usize>, String)> {
        let found = self.first(text.as_bytes(), Manner::Text, ENTIRE)?;
        Some((found.range, self.kind(found.kind)))
    }

    /// Returns the first dropped value in a text as it stands; none where there is none.
    #[must_use]
    pub fn scan(&self, bytes: &[u8]) -> Option<Hit> {
        let found = self.first(bytes, Manner::Text, ENTIRE)?;
        Some(self.hit(found.kind, found.range.end - 1, ""))
    }

    fn hit(&self, kind: u8, position: usize, read_as: &'static str) -> Hit {
        Hit {
            kind: self.kind(kind),
            position,
            read_as,
        }
    }

    /// Returns a dropped value in a file or a part of one, in the bytes as they are or in a text
    /// that they hold in another form; none where there is none.
    #[must_use]
    pub fn search(&self, part: &Part<'_>) -> Option<Hit> {
        if self.table.len() == 0 {
            return None;
        }
        let ends = Ends {
            first: part.offset == 0,
            last: part.last,
            seen: part.seen,
        };
        let at = |position: usize| part.offset + position;
        if let Some(found) = self.first(part.bytes, part.manner, ends) {
            return Some(self.hit(found.kind, at(found.range.end - 1), ""));
        }
        let mut hit = None;
        views::each(part.bytes, part.manner, ends, &mut |view, place| {
            if let Some(found) = self.first(view.text, view.manner, view.ends) {
                let position = at(place(found.range.end - 1));
                hit = Some(self.hit(found.kind, position, view.read_as));
            }
            hit.is_some()
        });
        hit.or_else(|| {
            let found = packed::first(part.bytes, |number, digits| self.long(number, digits))?;
            Some(self.hit(found.0, at(found.1), "packed decimal"))
        })
    }

    /// Returns the kind of a long value that ends a number of so many digits.
    fn long(&self, number: u64, digits: usize) -> Option<u8> {
        let last = |length: usize| number % 10_u64.pow(u32::try_from(length).unwrap_or(0));
        let slot = self.table.slot(last(LONG), 0);
        if digits < LONG || !self.table.may_hold(Group::Long, slot) {
            return None;
        }
        let [long, ..] = &self.lengths;
        long.iter()
            .filter(|length| **length <= digits)
            .find_map(|length| self.table.find(&Form::number(last(*length), *length)))
            .map(|(_, kind)| kind)
    }
}

/// A text that is all at hand.
const ENTIRE: Ends = Ends {
    first: true,
    last: true,
    seen: 0,
};
