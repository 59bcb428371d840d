//! Rows into bytes: one cell after the other, straight into the buffer of its file.

use super::digits;
use super::form::Form;
use super::table::{Shape, Table};
use chrono::NaiveDate;

/// Amount columns that a file has at most.
const AMOUNTS: usize = 3;

/// Rows of one file, as bytes, with what they come to. They may hold card and bank numbers, so
/// there is no way to print them.
#[derive(Default)]
pub struct FilePart {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// How many rows.
    pub rows: u64,
    /// The sums of the columns with amounts, in cents and in the order of the columns.
    pub sums: [i128; AMOUNTS],
}

/// A row that is being written.
#[must_use = "a row is whole when it ends"]
pub struct Row<'p> {
    form: Form,
    table: Table,
    part: &'p mut FilePart,
    column: usize,
    amount: usize,
}

impl<'p> Row<'p> {
    /// Begins a row.
    pub fn new(form: Form, table: Table, part: &'p mut FilePart) -> Self {
        part.rows += 1;
        if form == Form::Sheet {
            part.bytes.extend_from_slice(b"<row>");
        }
        Self {
            form,
            table,
            part,
            column: 0,
            amount: 0,
        }
    }

    /// Ends it; cells that were not written are missing, as in a row that breaks off.
    pub fn end(self) {
        let end: &[u8] = match self.form {
            Form::Csv | Form::Fixed => b"\n",
            Form::Sheet => b"</row>",
        };
        self.part.bytes.extend_from_slice(end);
    }

    /// Moves to the next column and returns what it holds.
    fn next(&mut self) -> Shape {
        if self.form == Form::Csv && self.column > 0 {
            self.part.bytes.push(b',');
        }
        let shape = self.table.columns().get(self.column);
        self.column += 1;
        shape.map_or(Shape::Text(0), |(_, shape)| *shape)
    }

    /// Writes a text that `make` adds to the buffer. It must be ASCII and need no quotes.
    pub fn text(mut self, make: impl FnOnce(&mut Vec<u8>)) -> Self {
        let shape = self.next();
        let out = &mut self.part.bytes;
        match self.form {
            Form::Csv => make(out),
            Form::Fixed => {
                let from = out.len();
                make(out);
                out.resize(from + width(shape), b' ');
            }
            Form::Sheet => {
                out.extend_from_slice(b"<c t=\"inlineStr\"><is><t>");
                make(out);
                out.extend_from_slice(b"</t></is></c>");
            }
        }
        self
    }

    /// Writes a short text that needs no quotes, such as a code.
    pub fn word(self, word: &str) -> Self {
        self.text(|out| out.extend_from_slice(word.as_bytes()))
    }

    /// Writes text that people typed: any letter of Latin 1, commas and quotes too.
    pub fn typed(mut self, text: &str) -> Self {
        match self.form {
            Form::Csv if text.contains(['"', ',']) => {
                self.next();
                self.part.bytes.push(b'"');
                let doubled = text.bytes().flat_map(|b| match b {
                    b'"' => [Some(b), Some(b)],
                    b => [Some(b), None],
                });
                self.part.bytes.extend(doubled.flatten());
                self.part.bytes.push(b'"');
                self
            }
            Form::Csv => self.word(text),
            Form::Fixed => self.text(|out| {
                let latin = text.chars().map(|c| u8::try_from(c).unwrap_or(b'?'));
                out.extend(latin);
            }),
            Form::Sheet => self.text(|out| {
                for byte in text.bytes() {
                    match byte {
                        b'&' => out.extend_from_slice(b"&amp;"),
                        b'<' => out.extend_from_slice(b"&lt;"),
                        byte => out.push(byte),
                    }
                }
            }),
        }
    }

    /// Writes a cell without a value.
    pub fn blank(mut self) -> Self {
        let shape = self.next();
        let out = &mut self.part.bytes;
        match (self.form, shape) {
            (Form::Csv, _) => {}
            (Form::Fixed, Shape::Day) => out.extend_from_slice(b"00000000"),
            (Form::Fixed, shape) => out.resize(out.len() + width(shape), b' '),
            (Form::Sheet, _) => out.extend_from_slice(b"<c></c>"),
        }
        self
    }

    /// Writes a number.
    pub fn number(mut self, number: u64) -> Self {
        let shape = self.next();
        let out = &mut self.part.bytes;
        let padded = match (self.form, shape) {
            (_, Shape::Digits(width)) | (Form::Fixed, Shape::Number(width)) => width,
            (Form::Csv | Form::Fixed | Form::Sheet, _) => 1,
        };
        match (self.form, shape) {
            (Form::Csv | Form::Fixed, _) => digits::push(out, number, padded),
            (Form::Sheet, Shape::Digits(_)) => {
                out.extend_from_slice(b"<c t=\"inlineStr\"><is><t>");
                digits::push(out, number, padded);
                out.extend_from_slice(b"</t></is></c>");
            }
            (Form::Sheet, _) => {
                out.extend_from_slice(b"<c><v>");
                digits::push(out, number, padded);
                out.extend_from_slice(b"</v></c>");
            }
        }
        self
    }

    /// Writes an amount and adds it to the file's sum.
    pub fn money(mut self, cents: i64) -> Self {
        self.next();
        if let Some(sum) = self.part.sums.get_mut(self.amount) {
            *sum += i128::from(cents);
        }
        self.amount += 1;
        let out = &mut self.part.bytes;
        match self.form {
            Form::Csv => digits::push_money(out, cents),
            Form::Fixed => digits::push_punched(out, cents),
            Form::Sheet => {
                out.extend_from_slice(b"<c><v>");
                digits::push_money(out, cents);
                out.extend_from_slice(b"</v></c>");
            }
        }
        self
    }

    /// Writes a day.
    pub fn day(mut self, day: NaiveDate) -> Self {
        self.next();
        let out = &mut self.part.bytes;
        match self.form {
            Form::Csv => digits::push_day(out, day),
            Form::Fixed => digits::push_packed_day(out, day),
            Form::Sheet => {
                out.extend_from_slice(b"<c s=\"1\"><v>");
                digits::push(out, digits::serial(day), 1);
                out.extend_from_slice(b"</v></c>");
            }
        }
        self
    }

    /// Writes a day, or none.
    pub fn perhaps_day(self, day: Option<NaiveDate>) -> Self {
        match day {
            Some(day) => self.day(day),
            None => self.blank(),
        }
    }

    /// Writes a day with hour and minute.
    pub fn moment(self, day: NaiveDate, hour: u64, minute: u64) -> Self {
        let fixed = self.form == Form::Fixed;
        self.text(|out| {
            if fixed {
                digits::push_packed_day(out, day);
            } else {
                digits::push_day(out, day);
                out.push(b' ');
            }
            digits::push(out, hour, 2);
            if !fixed {
                out.push(b':');
            }
            digits::push(out, minute, 2);
            if fixed {
                digits::push(out, 0, 2);
            }
        })
    }

    /// Writes what does not belong into a column: the same characters in every form.
    pub fn wrong(mut self, text: &str) -> Self {
        if self
            .table
            .columns()
            .get(self.column)
            .map(|(_, shape)| *shape)
            == Some(Shape::Money)
        {
            self.amount += 1;
        }
        if self.form != Form::Fixed {
            return self.word(text);
        }
        let width = width(self.next());
        let out = &mut self.part.bytes;
        out.resize(out.len() + width.saturating_sub(text.len()), b'0');
        out.extend_from_slice(text.as_bytes());
        self
    }
}

/// Returns the bytes of a column where columns have a width.
fn width(shape: Shape) -> usize {
    match shape {
        Shape::Text(width) | Shape::Digits(width) | Shape::Number(width) => width,
        Shape::Money => 11,
        Shape::Day => 8,
        Shape::Moment => 14,
    }
}
