//! A copybook's sentences become items: level, name, picture, and what else shapes the record.
//!
//! In: the words. Out: items in the order of the copybook. Names of ranges (66) and of values (88)
//! are left out: they hold no bytes. A clause that would change the layout and is not understood
//! here is an error, never skipped.

use super::clauses::{Clauses, clause, is_clause};
use super::picture::Picture;
use super::scan::{Place, Word, words};

/// What is wrong with a copybook, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) at: Place,
    /// What was found and what was expected.
    pub(super) message: String,
}

/// How a number's bytes are coded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Usage {
    /// One digit a byte.
    Display,
    /// Two digits a byte, the sign last.
    Packed,
    /// Two's complement, the high byte first.
    Binary,
}

/// Where the sign of a number in `Display` stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct SignClause {
    pub(super) leading: bool,
    /// True where it has a byte of its own.
    pub(super) separate: bool,
}

/// One sentence of a copybook.
#[derive(Clone, Debug)]
pub(super) struct Item {
    pub(super) level: u32,
    /// None for FILLER.
    pub(super) name: Option<String>,
    pub(super) at: Place,
    pub(super) picture: Option<Picture>,
    pub(super) usage: Option<Usage>,
    pub(super) sign: Option<SignClause>,
    /// How often it stands there; none where the copybook has no OCCURS.
    pub(super) occurs: Option<usize>,
    pub(super) redefines: Option<String>,
}

/// Longest name; COBOL's own are shorter.
const LONGEST_NAME: usize = 64;

/// Reads a copybook.
pub(super) fn items(text: &str) -> Result<Vec<Item>, Fault> {
    let words = words(text).map_err(|at| Fault {
        at,
        message: "a literal begins here and is not closed on its line".to_owned(),
    })?;
    let mut items = Vec::new();
    let mut rest = words.as_slice();
    while let Some(first) = rest.first() {
        let Some(end) = rest.iter().position(|word| word.text == ".") else {
            return Err(Fault::of(
                first,
                "a sentence begins here and has no full stop",
            ));
        };
        let (sentence, behind) = rest.split_at(end);
        items.extend(item(sentence)?);
        rest = behind.get(1..).unwrap_or_default();
    }
    Ok(items)
}

impl Item {
    /// Returns its name as messages call it.
    pub(super) fn named(&self) -> &str {
        self.name.as_deref().unwrap_or("FILLER")
    }
}

impl Fault {
    pub(super) fn in_item(item: &Item, message: impl Into<String>) -> Self {
        Self {
            at: item.at,
            message: message.into(),
        }
    }

    pub(super) fn of(word: &Word, message: impl Into<String>) -> Self {
        Self {
            at: word.at,
            message: message.into(),
        }
    }
}

/// Reads one sentence; none where it holds no bytes.
fn item(sentence: &[Word]) -> Result<Option<Item>, Fault> {
    let Some((first, rest)) = sentence.split_first() else {
        return Ok(None);
    };
    let number = |text: &str| text.parse::<u32>().ok().filter(|_| text.len() <= 2);
    let level = match number(&first.text) {
        Some(66 | 88) => return Ok(None),
        Some(level @ 1..=49) => level,
        _ => {
            let message = format!(
                "`{}` stands where a level number from 01 to 49 is expected",
                first.text
            );
            return Err(Fault::of(first, message));
        }
    };
    let mut clauses = Clauses::new(first, rest);
    let name = rest.first().filter(|word| !is_clause(&word.text));
    if let Some(word) = name {
        check_name(word)?;
        clauses.next();
    }
    let mut item = Item {
        level,
        name: name.map(|word| word.text.clone()).filter(|n| n != "FILLER"),
        at: name.map_or(first.at, |word| word.at),
        picture: None,
        usage: None,
        sign: None,
        occurs: None,
        redefines: None,
    };
    while let Some(word) = clauses.next() {
        clause(word, &mut clauses, &mut item)?;
    }
    Ok(Some(item))
}

fn check_name(word: &Word) -> Result<(), Fault> {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if word.text.chars().all(fits) && word.text.len() <= LONGEST_NAME {
        return Ok(());
    }
    Err(Fault::of(word, format!("`{}` is no name", word.text)))
}
