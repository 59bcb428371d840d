//! The words of a copybook, each with its place.
//!
//! In: the text. Out: words in capitals, `.` alone where a sentence ends. Sequence numbers,
//! comments and what stands behind column 72 are left out; continued lines are joined. Where the
//! first six columns hold words the line is free-form. Knows nothing of what the words mean.

/// A word of a copybook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// In capitals; a literal is its opening quote alone.
    pub(super) text: String,
    pub(super) at: Place,
}

/// A place in a copybook, both counted from 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) line: u64,
    pub(super) column: usize,
}

/// Stands in the stream where a line goes on with the one before.
const JOIN: char = '\u{1}';
/// First column of the code, and the first one behind it, counted from 0.
const CODE: std::ops::Range<usize> = 7..72;
/// Tabs stand for blanks up to the next multiple of this.
const TAB: usize = 8;

/// Returns the words of a copybook; an error is the place of a literal that never ends.
pub(super) fn words(text: &str) -> Result<Vec<Word>, Place> {
    let stream = code(text);
    let mut words: Vec<Word> = Vec::new();
    let mut at = 0;
    while let Some(&(first, place)) = stream.get(at) {
        let here = stream.get(at..).unwrap_or_default();
        let (text, length) = match first {
            _ if first.is_whitespace() || first == JOIN => (String::new(), 1),
            '\'' | '"' => (first.to_string(), literal(here).ok_or(place)?),
            _ if is_mark(here) => (first.to_string(), 1),
            _ => word(here),
        };
        at += length.max(1);
        if !matches!(text.as_str(), "" | "," | ";") {
            words.push(Word { text, at: place });
        }
    }
    Ok(words)
}

type Letter = (char, Place);

/// Returns true where the text begins with a sign that ends a word: `.`, `,` or `;` before a
/// blank.
fn is_mark(rest: &[Letter]) -> bool {
    let mark = rest
        .first()
        .is_some_and(|(c, _)| matches!(c, '.' | ',' | ';'));
    mark && rest.get(1).is_none_or(|(c, _)| c.is_whitespace())
}

/// Returns the word at the start, and how long it is.
fn word(rest: &[Letter]) -> (String, usize) {
    let ends = |at: usize, c: char| {
        c.is_whitespace() || matches!(c, '\'' | '"') || is_mark(rest.get(at..).unwrap_or_default())
    };
    let length = rest
        .iter()
        .enumerate()
        .position(|(at, (c, _))| ends(at, *c))
        .unwrap_or(rest.len());
    let letters = rest.iter().take(length).map(|(c, _)| *c);
    let text: String = letters.filter(|c| *c != JOIN).collect();
    (text.to_ascii_uppercase(), length)
}

/// Returns how long the literal at the start is, quotes included; none where it never ends.
fn literal(rest: &[Letter]) -> Option<usize> {
    let (quote, _) = *rest.first()?;
    let mut at = 1;
    loop {
        let (c, _) = *rest.get(at)?;
        let following = rest.get(at + 1).map(|(c, _)| *c);
        at += match c {
            '\n' => return None,
            // A continued literal opens its quote again.
            JOIN if following == Some(quote) => 2,
            _ if c == quote && following == Some(quote) => 2,
            _ if c == quote => return Some(at + 1),
            _ => 1,
        };
    }
}

/// Returns the code without comments, as one stream of letters.
fn code(text: &str) -> Vec<Letter> {
    let mut stream: Vec<Letter> = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let letters = expanded(line);
        let (range, goes_on) = match part(&letters) {
            Part::Comment => continue,
            Part::Code(range) => (range, false),
            Part::Continuation(range) => (range, true),
        };
        let start = range.start;
        let line = letters.get(range).unwrap_or_default();
        let end = comment_start(line);
        let mut line = line.get(..end).unwrap_or_default();
        let mut column = start + 1;
        if goes_on {
            while stream.last().is_some_and(|(c, _)| c.is_whitespace()) {
                stream.pop();
            }
            let blanks = line.iter().take_while(|c| **c == ' ').count();
            line = line.get(blanks..).unwrap_or_default();
            column += blanks;
            let at = Place {
                line: number,
                column,
            };
            stream.push((JOIN, at));
        }
        let place = |column| Place {
            line: number,
            column,
        };
        stream.extend((column..).zip(line).map(|(column, c)| (*c, place(column))));
        stream.push(('\n', place(column + line.len())));
    }
    stream
}

/// Returns where a comment in the line begins, or the line's end.
fn comment_start(line: &[char]) -> usize {
    let start = line.windows(2).position(|pair| pair == ['*', '>']);
    start.unwrap_or(line.len())
}

enum Part {
    Comment,
    Code(std::ops::Range<usize>),
    Continuation(std::ops::Range<usize>),
}

fn part(line: &[char]) -> Part {
    let all = |test: fn(&char) -> bool| line.iter().take(6).all(test);
    let numbered = all(|c| *c == ' ') || (line.len() > 6 && all(char::is_ascii_digit));
    let end = line.len().min(CODE.end);
    let fixed = CODE.start.min(end)..end;
    match line.get(6) {
        Some('*' | '/' | 'D' | 'd') if numbered => Part::Comment,
        Some('-') if numbered => Part::Continuation(fixed),
        Some(' ') if numbered => Part::Code(fixed),
        _ => match line.iter().find(|c| **c != ' ') {
            Some('*') | None => Part::Comment,
            Some(_) => Part::Code(0..line.len()),
        },
    }
}

fn expanded(line: &str) -> Vec<char> {
    let mut letters = Vec::new();
    for c in line.chars() {
        if c == '\t' {
            let blanks = TAB - letters.len() % TAB;
            letters.extend(std::iter::repeat_n(' ', blanks));
        } else {
            letters.push(c);
        }
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        words(text).unwrap().into_iter().map(|w| w.text).collect()
    }

    #[test]
    fn comments_numbers_and_the_last_columns_are_left_out() {
        let card = format!("{:<72}CHANGED1", "000200     05  AM-ACCT  pic X(10).");
        let book = format!("      * AM-OLD.\n000100 01  A. *> whole\n{card}\n* free");
        assert_eq!(
            texts(&book),
            ["01", "A", ".", "05", "AM-ACCT", "PIC", "X(10)", "."]
        );
    }

    #[test]
    fn a_continued_line_goes_on_inside_the_word() {
        let book = "       05  AM-\n      -    ACCT PIC ZZ,ZZ9.99 VALUE 'A. B\n      -    'C''D'.";
        assert_eq!(
            texts(book),
            ["05", "AM-ACCT", "PIC", "ZZ,ZZ9.99", "VALUE", "'", "."]
        );
    }

    #[test]
    fn words_know_their_place() {
        let found = words("\n  05  A PIC X.\n").unwrap();
        let places: Vec<_> = found.iter().map(|w| (w.at.line, w.at.column)).collect();
        assert_eq!(places, [(2, 3), (2, 7), (2, 9), (2, 13), (2, 14)]);
        assert_eq!(words("01 A VALUE 'x.").unwrap_err().column, 12);
    }
}
