//! The clauses of an item: PICTURE, USAGE, OCCURS, REDEFINES, SIGN, and those that shape no bytes.
//!
//! In: the words behind an item's name. Out: the item with what they say. A word that is not
//! understood is an error: it may shape the record.

use super::copybook::{Fault, Item, SignClause, Usage};
use super::picture::picture;
use super::scan::Word;

/// Most times an item may stand in a record.
const MOST_TIMES: usize = 65_536;

/// The words of a sentence that are still to be read.
pub(super) struct Clauses<'a> {
    last: &'a Word,
    rest: &'a [Word],
}

impl<'a> Clauses<'a> {
    pub(super) fn new(last: &'a Word, rest: &'a [Word]) -> Self {
        Self { last, rest }
    }

    pub(super) fn next(&mut self) -> Option<&'a Word> {
        let (first, rest) = self.rest.split_first()?;
        (self.last, self.rest) = (first, rest);
        Some(first)
    }

    fn skip(&mut self) {
        self.next();
    }

    /// Takes the next word where it is one of these.
    fn take(&mut self, wanted: &[&str]) -> bool {
        let found = self
            .rest
            .first()
            .is_some_and(|w| wanted.contains(&w.text.as_str()));
        if found {
            self.skip();
        }
        found
    }

    fn need(&mut self, what: &str) -> Result<&'a Word, Fault> {
        let last = self.last;
        self.next()
            .ok_or_else(|| Fault::of(last, format!("`{}` is not followed by {what}", last.text)))
    }

    fn skip_to_clause(&mut self) {
        while self.rest.first().is_some_and(|w| !is_clause(&w.text)) {
            self.skip();
        }
    }
}

/// Returns true for words that begin a clause.
pub(super) fn is_clause(word: &str) -> bool {
    const WORDS: [&str; 14] = [
        "REDEFINES",
        "PIC",
        "PICTURE",
        "OCCURS",
        "USAGE",
        "SIGN",
        "LEADING",
        "TRAILING",
        "VALUE",
        "VALUES",
        "JUST",
        "JUSTIFIED",
        "BLANK",
        "DEPENDING",
    ];
    WORDS.contains(&word) || usage(word).is_some() || NOT_READ.contains(&word)
}

/// Usages and clauses that shape bytes in ways that are not read here.
const NOT_READ: [&str; 16] = [
    "COMP-1",
    "COMPUTATIONAL-1",
    "COMP-2",
    "COMPUTATIONAL-2",
    "COMP-5",
    "COMPUTATIONAL-5",
    "COMP-6",
    "COMPUTATIONAL-6",
    "COMP-X",
    "INDEX",
    "POINTER",
    "NATIONAL",
    "DISPLAY-1",
    "SYNC",
    "SYNCHRONIZED",
    "RENAMES",
];

fn usage(word: &str) -> Option<Usage> {
    match word {
        "DISPLAY" => Some(Usage::Display),
        "COMP-3" | "COMPUTATIONAL-3" | "PACKED-DECIMAL" => Some(Usage::Packed),
        "COMP" | "COMPUTATIONAL" | "COMP-4" | "COMPUTATIONAL-4" | "BINARY" => Some(Usage::Binary),
        _ => None,
    }
}

/// Reads the clause that begins with `word` into the item.
pub(super) fn clause(word: &Word, clauses: &mut Clauses<'_>, item: &mut Item) -> Result<(), Fault> {
    match word.text.as_str() {
        "REDEFINES" => item.redefines = Some(clauses.need("a name")?.text.clone()),
        "PIC" | "PICTURE" => {
            clauses.take(&["IS"]);
            let text = clauses.need("a picture")?;
            let read = picture(&text.text);
            let read =
                read.map_err(|why| Fault::of(text, format!("picture `{}` {why}", text.text)));
            item.picture = Some(read?);
        }
        "OCCURS" => item.occurs = Some(occurs(clauses)?),
        "SIGN" | "LEADING" | "TRAILING" => item.sign = Some(sign(word, clauses)?),
        "USAGE" => {
            clauses.take(&["IS"]);
            let word = clauses.need("a usage")?;
            item.usage = Some(usage(&word.text).ok_or_else(|| not_read(word))?);
        }
        "VALUE" | "VALUES" => clauses.skip_to_clause(),
        "JUST" | "JUSTIFIED" => {
            clauses.take(&["RIGHT"]);
        }
        "BLANK" => {
            clauses.take(&["WHEN"]);
            clauses.take(&["ZERO", "ZEROS", "ZEROES"]);
        }
        text => item.usage = Some(usage(text).ok_or_else(|| not_read(word))?),
    }
    Ok(())
}

fn not_read(word: &Word) -> Fault {
    let message = format!("`{}` is not understood: it may shape the record", word.text);
    Fault::of(word, message)
}

fn occurs(clauses: &mut Clauses<'_>) -> Result<usize, Fault> {
    let word = clauses.need("a count")?;
    let times = word.text.parse().ok();
    let times = times
        .filter(|n| (1..=MOST_TIMES).contains(n))
        .ok_or_else(|| {
            let message = format!("`{}` is no count from 1 to {MOST_TIMES}", word.text);
            Fault::of(word, message)
        })?;
    if let Some(word) = clauses.rest.first()
        && matches!(word.text.as_str(), "TO" | "DEPENDING")
    {
        let message = "the number of times differs from record to record; expected fixed records";
        return Err(Fault::of(word, message));
    }
    clauses.take(&["TIMES"]);
    // Keys and indexes hold no bytes of their own.
    if clauses.take(&["INDEXED", "ASCENDING", "DESCENDING"]) {
        clauses.skip_to_clause();
    }
    Ok(times)
}

fn sign(word: &Word, clauses: &mut Clauses<'_>) -> Result<SignClause, Fault> {
    let mut side = word;
    if word.text == "SIGN" {
        clauses.take(&["IS"]);
        side = clauses.need("LEADING or TRAILING")?;
    }
    let leading = match side.text.as_str() {
        "LEADING" => true,
        "TRAILING" => false,
        _ => return Err(not_read(side)),
    };
    let separate = clauses.take(&["SEPARATE"]);
    if separate {
        clauses.take(&["CHARACTER"]);
    }
    Ok(SignClause { leading, separate })
}
