//! Watches the bytes of a delimited file as they pass to the CSV reader, which forgives too much:
//! a quote that is never closed, text behind a closing quote, a row without end.
//!
//! It also notes the line each record starts on, blank lines left out, as an editor counts them.

use crate::diag::finding::Finding;
use crate::record::origin::Origin;
use std::collections::VecDeque;
use std::io::{self, Read};

/// Longest record, in bytes. A longer one means that a quote swallowed the file.
const LONGEST_RECORD: u64 = 4 << 20;
/// Most bytes of a field that are passed over at once.
const MOST_AT_ONCE: usize = 1 << 12;

#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    RecordStart,
    FieldStart,
    Plain,
    Quoted,
    /// Behind a quote inside a quoted field: the end of it, or the first of a doubled one.
    AfterQuote,
}

/// What is wrong with the structure, and the line where it shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// The quoted field that begins on this line never ends.
    NeverClosed(u64),
    /// Text follows the closing quote of a field that begins on this line.
    TextBehindQuote(u64),
    /// The record that begins on this line is longer than any record should be.
    TooLong(u64),
}

impl Fault {
    /// Returns what is wrong with the file of this name, and where; what follows from it is left to
    /// the caller.
    pub(super) fn finding(self, name: &str) -> Finding {
        let (code, line, message) = match self {
            Self::NeverClosed(line) => (
                "read::quote_never_closed",
                line,
                "a quote is opened here and never closed",
            ),
            Self::TextBehindQuote(line) => (
                "read::text_behind_quote",
                line,
                "a quoted field begins here, and text follows its closing quote; expected a delimiter or a line end",
            ),
            Self::TooLong(line) => (
                "read::endless_row",
                line,
                "a row begins here and goes on for more than 4 MiB: a quote in it may never be closed",
            ),
        };
        Finding::error(code, message).at(Origin {
            row: Some(line),
            ..Origin::file(name)
        })
    }
}

/// Hands bytes on and checks their quoting.
pub(super) struct Guard<R> {
    inner: R,
    delimiter: u8,
    quote: Option<u8>,
    at: At,
    line: u64,
    quote_line: u64,
    record_line: u64,
    record_bytes: u64,
    carriage_return: bool,
    line_end: Option<&'static str>,
    last: u8,
    starts: VecDeque<u64>,
    fault: Option<Fault>,
}

impl<R> Guard<R> {
    pub(super) fn new(inner: R, delimiter: u8, quote: Option<u8>) -> Self {
        Self {
            inner,
            delimiter,
            quote,
            at: At::RecordStart,
            line: 1,
            quote_line: 0,
            record_line: 1,
            record_bytes: 0,
            carriage_return: false,
            line_end: None,
            last: b'\n',
            starts: VecDeque::new(),
            fault: None,
        }
    }

    /// Returns the line on which the next record starts that has not been asked for yet.
    pub(super) fn next_start(&mut self) -> Option<u64> {
        self.starts.pop_front()
    }

    pub(super) fn fault(&self) -> Option<Fault> {
        self.fault
    }

    /// Returns true where the last byte so far was a line end.
    pub(super) fn ends_with_line_end(&self) -> bool {
        matches!(self.last, b'\n' | b'\r')
    }

    /// Returns true where the last line so far has no line end, and others have one.
    pub(super) fn ends_open(&self) -> bool {
        // Old systems close a text with a control-Z.
        !self.ends_with_line_end() && self.last != b'\x1a' && self.line_end.is_some()
    }

    /// Returns how the first line ends; a line feed where none has yet.
    pub(super) fn line_end(&self) -> &'static str {
        self.line_end.unwrap_or("\n")
    }

    /// Returns the line that the bytes so far end on; behind a CR, of which an LF may be missing,
    /// the line that it ends.
    pub(super) fn line(&self) -> u64 {
        self.line
    }

    pub(super) fn inner_mut(&mut self) -> &mut R {
        &mut self.inner
    }

    pub(super) fn inner(&self) -> &R {
        &self.inner
    }

    /// Passes over what can only be the inside of a plain field; returns how many bytes.
    fn plain(&mut self, bytes: &[u8]) -> usize {
        if self.at != At::Plain || self.carriage_return || self.record_bytes > LONGEST_RECORD / 2 {
            return 0;
        }
        let delimiter = self.delimiter;
        let inside = |b: &&u8| **b != delimiter && **b != b'\n' && **b != b'\r';
        let run = bytes.iter().take(MOST_AT_ONCE).take_while(inside).count();
        if let Some(last) = run.checked_sub(1).and_then(|at| bytes.get(at)) {
            self.last = *last;
            self.record_bytes += run as u64;
        }
        run
    }

    fn pass(&mut self, byte: u8) -> Option<Fault> {
        if self.line_end.is_none() && self.at != At::Quoted {
            self.line_end = match (byte, self.carriage_return) {
                (b'\n', true) => Some("\r\n"),
                (b'\n', false) => Some("\n"),
                (_, true) => Some("\r"),
                (_, false) => None,
            };
        }
        // A line ends at LF, at CR LF, and at a CR alone.
        if self.carriage_return && byte != b'\n' {
            self.line += 1;
        }
        self.carriage_return = byte == b'\r';
        let line_end = matches!(byte, b'\n' | b'\r');
        self.at = match self.at {
            At::RecordStart if line_end => At::RecordStart,
            At::RecordStart | At::FieldStart if Some(byte) == self.quote => {
                self.start_record();
                self.quote_line = self.line;
                At::Quoted
            }
            At::Quoted if Some(byte) == self.quote => At::AfterQuote,
            At::Quoted => At::Quoted,
            At::AfterQuote if Some(byte) == self.quote => At::Quoted,
            At::RecordStart | At::FieldStart | At::Plain | At::AfterQuote => {
                self.start_record();
                if line_end {
                    self.record_bytes = 0;
                    At::RecordStart
                } else if byte == self.delimiter {
                    At::FieldStart
                } else if self.at == At::AfterQuote {
                    return Some(Fault::TextBehindQuote(self.quote_line));
                } else {
                    At::Plain
                }
            }
        };
        if byte == b'\n' {
            self.line += 1;
        }
        self.record_bytes += 1;
        (self.record_bytes > LONGEST_RECORD).then_some(Fault::TooLong(self.record_line))
    }

    fn start_record(&mut self) {
        if self.at == At::RecordStart {
            self.record_line = self.line;
            self.record_bytes = 0;
            self.starts.push_back(self.line);
        }
    }
}

impl<R: Read> Read for Guard<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.fault.is_some() {
            return Err(io::Error::other("the file's quoting is broken"));
        }
        let n = self.inner.read(buffer)?;
        let bytes = buffer.get(..n).unwrap_or_default();
        let mut i = 0;
        while let Some(&byte) = bytes.get(i) {
            let plain = self.plain(bytes.get(i..).unwrap_or_default());
            if plain > 0 {
                i += plain;
                continue;
            }
            self.last = byte;
            if let Some(fault) = self.pass(byte) {
                // The rows before it are handed on; the next call tells.
                self.fault = Some(fault);
                return match i {
                    0 => Err(io::Error::other("the file's quoting is broken")),
                    _ => Ok(i),
                };
            }
            i += 1;
        }
        if n == 0 && !buffer.is_empty() && self.at == At::Quoted {
            self.fault = Some(Fault::NeverClosed(self.quote_line));
            return Err(io::Error::other("the file's quoting is broken"));
        }
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(text: &str) -> (Vec<u64>, Option<Fault>) {
        let mut guard = Guard::new(text.as_bytes(), b',', Some(b'"'));
        let mut sink = Vec::new();
        let _ = guard.read_to_end(&mut sink);
        (guard.starts.iter().copied().collect(), guard.fault)
    }

    #[test]
    fn records_start_on_the_line_an_editor_shows() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["a,b", "1,\"x", "y\"", "", "2,z", ""].join(end);
            assert_eq!(run(&text), (vec![1, 2, 5], None), "{end:?}");
        }
    }

    #[test]
    fn doubled_quotes_and_quotes_inside_plain_fields_are_fine() {
        assert_eq!(run("\"a \"\"b\"\"\",5\" pipe\n").1, None);
        assert_eq!(run("\"\",\"\"\n").1, None);
    }

    #[test]
    fn without_a_quote_sign_quotes_are_text() {
        let mut guard = Guard::new("a;\"b\n\"c\"d;e\n".as_bytes(), b';', None);
        guard.read_to_end(&mut Vec::new()).unwrap();
        assert_eq!((guard.fault, guard.starts.len()), (None, 2));
    }

    #[test]
    fn an_open_quote_is_found_where_it_begins() {
        assert_eq!(run("a,b\n1,\"x\ny,z\n").1, Some(Fault::NeverClosed(2)));
    }

    #[test]
    fn text_behind_a_closing_quote_is_found() {
        assert_eq!(
            run("a,b\n1,\"x\n2,\"y\"\n").1,
            Some(Fault::TextBehindQuote(2))
        );
    }

    #[test]
    fn a_record_without_end_is_stopped() {
        let text = format!("a,b\n1,\"{}", "x".repeat(5 << 20));
        assert_eq!(run(&text).1, Some(Fault::TooLong(2)));
    }
}
