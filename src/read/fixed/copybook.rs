//! A copybook's sentences become items: level, name, picture, and what else shapes the record.
//!
//! In: the words. Out: items in the order of the copybook. Names of ranges (66) and of values (88)
//! are left out: they hold no bytes. A clause that would change the layout and is not understood
//! here is an error, never skipped.

use super::picture::{Picture, picture};
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
/// Most times an item may stand in a record.
const MOST_TIMES: usize = 65_536;

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
            return Err(fault(first, "a sentence begins here and has no full stop"));
        };
        let (sentence, behind) = rest.split_at(end);
        items.extend(item(sentence)?);
        rest = behind.get(1..).unwrap_or_default();
    }
    Ok(items)
}

fn fault(word: &Word, message: impl Into<String>) -> Fault {
    Fault {
        at: word.at,
        message: message.into(),
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
            return Err(fault(first, message));
        }
    };
    let mut clauses = Clauses { last: first, rest };
    let name = clauses.rest.first().filter(|word| !is_clause(&word.text));
    if let Some(word) = name {
        check_name(word)?;
        clauses.skip();
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
    Err(fault(word, format!("`{}` is no name", word.text)))
}

/// The words of a sentence that are still to be read.
struct Clauses<'a> {
    last: &'a Word,
    rest: &'a [Word],
}

impl<'a> Clauses<'a> {
    fn next(&mut self) -> Option<&'a Word> {
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
            .ok_or_else(|| fault(last, format!("`{}` is not followed by {what}", last.text)))
    }

    fn skip_to_clause(&mut self) {
        while self.rest.first().is_some_and(|w| !is_clause(&w.text)) {
            self.skip();
        }
    }
}

/// Returns true for words that begin a clause.
fn is_clause(word: &str) -> bool {
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

fn clause(word: &Word, clauses: &mut Clauses<'_>, item: &mut Item) -> Result<(), Fault> {
    match word.text.as_str() {
        "REDEFINES" => item.redefines = Some(clauses.need("a name")?.text.clone()),
        "PIC" | "PICTURE" => {
            clauses.take(&["IS"]);
            let text = clauses.need("a picture")?;
            let read = picture(&text.text);
            let read = read.map_err(|why| fault(text, format!("picture `{}` {why}", text.text)));
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
    fault(word, message)
}

fn occurs(clauses: &mut Clauses<'_>) -> Result<usize, Fault> {
    let word = clauses.need("a count")?;
    let times = word.text.parse().ok();
    let times = times
        .filter(|n| (1..=MOST_TIMES).contains(n))
        .ok_or_else(|| {
            let message = format!("`{}` is no count from 1 to {MOST_TIMES}", word.text);
            fault(word, message)
        })?;
    if let Some(word) = clauses.rest.first()
        && matches!(word.text.as_str(), "TO" | "DEPENDING")
    {
        let message = "the number of times differs from record to record; expected fixed records";
        return Err(fault(word, message));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clauses_are_read_in_any_order() {
        let text = "01 R. 05 A REDEFINES B USAGE IS COMP-3 PIC S9(5)V99 OCCURS 3 TIMES VALUE ZERO.
            05 PIC X(4). 88 OPEN VALUE 'A' 'B'. 66 X RENAMES A.
            05 C SIGN IS LEADING SEPARATE CHARACTER PIC S9(3) JUST RIGHT BLANK WHEN ZERO.";
        let found = items(text).unwrap();
        let names: Vec<_> = found.iter().map(|i| i.name.as_deref()).collect();
        assert_eq!(names, [Some("R"), Some("A"), None, Some("C")]);
        let (a, c) = (&found[1], &found[3]);
        assert_eq!((a.occurs, a.usage), (Some(3), Some(Usage::Packed)));
        assert_eq!(a.redefines.as_deref(), Some("B"));
        let sign = SignClause {
            leading: true,
            separate: true,
        };
        assert_eq!(c.sign, Some(sign));
    }

    #[test]
    fn what_is_not_understood_is_an_error_with_its_place() {
        for (text, column, word) in [
            ("01 A PIC X SYNC.", 12, "SYNC"),
            ("01 A COMP-1.", 6, "COMP-1"),
            ("77 A PIC X.", 1, "77"),
            ("01 A PIC X(5", 1, "full stop"),
            ("01 A PIC.", 6, "not followed"),
            ("01 A OCCURS 1 TO 5 DEPENDING ON N PIC X.", 15, "differs"),
            ("01 A PIC Q(4).", 10, "Q(4)"),
            ("COPY OTHER.", 1, "COPY"),
            ("01 A VALUE 'x.", 12, "literal"),
        ] {
            let fault = items(text).unwrap_err();
            assert_eq!(fault.at, Place { line: 1, column }, "{text}");
            assert!(fault.message.contains(word), "{}", fault.message);
        }
    }
}
