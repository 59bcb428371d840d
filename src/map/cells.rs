//! Takes the cells of one raw row by canonical field, and collects every fault of the row.
//!
//! A cell at fault yields a stand-in value, so that the rest of the row is still looked at; the
//! record made of it is thrown away. Values in messages go through the mask; rows of a file that
//! has dropped columns show none at all.

use super::bind::BoundFile;
use super::convert::{count, has_control, is_zip, quantity};
use super::convert_date::is_month;
use super::convert_money::{MoneyFault, MoneyFormat, largest};
use super::field_source::{FieldSource, YES};
use super::fields::Kind;
use crate::diag::mask::quoted;
use crate::record::money::Cents;
use crate::record::raw::{Cell, RawRow};
use crate::record::source::ColumnFault;
use rust_decimal::Decimal;

/// The cells of a row, and what is wrong with them.
pub(super) struct Cells<'a> {
    pub(super) file: &'a BoundFile,
    pub(super) row: &'a RawRow,
    pub(super) faults: Vec<ColumnFault>,
    pub(super) money: Vec<(usize, i64)>,
}

/// A cell with a text in it.
#[derive(Clone, Copy)]
pub(super) struct Found<'a> {
    pub(super) source: &'a FieldSource,
    pub(super) at: usize,
    pub(super) text: &'a str,
}

impl<'a> Cells<'a> {
    pub(super) fn new(file: &'a BoundFile, row: &'a RawRow) -> Self {
        Self {
            file,
            row,
            faults: Vec::new(),
            money: Vec::new(),
        }
    }

    /// Returns the text of a field; blank where it has none.
    pub(super) fn text(&mut self, field: &str) -> String {
        self.maybe_text(field).unwrap_or_default()
    }

    /// Returns the text of a field, where it has one.
    pub(super) fn maybe_text(&mut self, field: &str) -> Option<String> {
        if let Some(always) = self.file.mapping.constant_of(field) {
            return Some(always.to_owned());
        }
        let found = self.find(field)?;
        let kind = found.source.field.kind;
        if kind == Kind::Zip && !is_zip(found.text) {
            let expected = "is no ZIP of five digits, or of five and four";
            self.fault(found, "row::bad_number", expected);
        } else if !found.source.fits(found.text) {
            let pattern = found.source.pattern.as_deref().unwrap_or_default();
            let expected = format!("is not written like {pattern} (d is a digit)");
            self.fault(found, "row::bad_number", &expected);
        } else if kind == Kind::Month && !is_month(found.text) {
            self.fault(found, "row::bad_date", "is no month written like 2017-03");
        }
        Some(found.text.to_owned())
    }

    /// Returns the text of a note exactly as it stands in the file, blanks at its ends included.
    pub(super) fn verbatim(&mut self, field: &str) -> String {
        let Some(found) = self.find(field) else {
            return String::new();
        };
        match self.row.cells.get(found.at) {
            Some(Cell::Text(text)) => text.clone(),
            _ => String::new(),
        }
    }

    /// Returns the portal's value of a coded field; blank where it is not mapped.
    pub(super) fn code(&mut self, field: &str) -> &'a str {
        if let Some(always) = self.file.mapping.constant_of(field) {
            return always;
        }
        let Some(found) = self.find(field) else {
            return "";
        };
        found.source.decode(found.text).unwrap_or_else(|| {
            let codes: Vec<&str> = found
                .source
                .codes
                .iter()
                .map(|(code, _)| code.as_str())
                .collect();
            let expected = format!("is not in the mapping's list: {}", codes.join(", "));
            self.fault(found, "row::bad_code", &expected);
            ""
        })
    }

    /// Returns a flag; false where it is not mapped.
    pub(super) fn flag(&mut self, field: &str) -> bool {
        self.code(field) == YES
    }

    /// Returns an amount, where there is one, and notes its cents.
    pub(super) fn maybe_cents(&mut self, field: &str) -> Option<Cents> {
        let format = &self.file.mapping.written.money;
        let (found, cents) = if let Some((found, number)) = self.number(field) {
            (found, MoneyFormat::of_number(number))
        } else {
            let found = self.find(field)?;
            (found, format.cents(found.text))
        };
        match cents {
            Ok(cents) => {
                self.money.push((found.at, cents));
                return Some(Cents(cents));
            }
            Err(MoneyFault::Shape) => {
                let expected = format!("is no amount written like {}", format.example());
                self.fault(found, "row::bad_amount", &expected);
            }
            Err(MoneyFault::TooLarge) => {
                let expected = format!("is more than one amount can be, {}", largest());
                self.fault(found, "row::bad_amount", &expected);
            }
        }
        None
    }

    /// Returns an amount that every row has.
    pub(super) fn cents(&mut self, field: &str) -> Cents {
        self.maybe_cents(field).unwrap_or_default()
    }

    /// Returns a decimal number, where there is one.
    pub(super) fn maybe_quantity(&mut self, field: &str) -> Option<Decimal> {
        if let Some((_, number)) = self.number(field) {
            return Some(number);
        }
        let found = self.find(field)?;
        let number = quantity(found.text);
        if number.is_none() {
            self.fault(
                found,
                "row::bad_number",
                "is no number written like 482 or 482.5",
            );
        }
        number
    }

    /// Returns a whole number, where there is one.
    pub(super) fn maybe_count(&mut self, field: &str) -> Option<u32> {
        let whole = self.number(field).map(|(found, number)| {
            let text = number.normalize().to_string();
            (found, text)
        });
        let (found, text) = match whole {
            Some(whole) => whole,
            None => self
                .find(field)
                .map(|found| (found, found.text.to_owned()))?,
        };
        let Kind::Count(least, most) = found.source.field.kind else {
            return None;
        };
        let number = count(&text, least, most);
        if number.is_none() {
            let expected = format!("is no whole number from {least} to {most}");
            self.fault(found, "row::bad_number", &expected);
        }
        number
    }

    /// Returns true where the row's text stands in another row.
    pub(super) fn continues(&self) -> bool {
        self.row.continues
    }

    /// Returns true where the mapping has the field.
    pub(super) fn maps(&self, field: &str) -> bool {
        self.file.mapping.has(field)
    }

    /// Refuses the row where a field that other values make necessary has none.
    pub(super) fn require(&mut self, field: &str, has_value: bool, why: &str) {
        let column = self
            .file
            .mapping
            .column_of(field)
            .unwrap_or_default()
            .to_owned();
        if !has_value && !self.faults.iter().any(|fault| fault.column == column) {
            self.push(&column, "row::blank", format!("is blank, and {why}"));
        }
    }

    /// Returns the readable text behind a field, and notes no fault.
    pub(super) fn peek(&self, field: &str) -> Option<&'a str> {
        let (source, at) = self.place(field)?;
        let text = self.row.cells.get(at)?.text()?;
        let mut none = source.none.iter().chain(&self.file.mapping.written.none);
        let readable = !text.is_empty() && !none.any(|none| none == text);
        (readable && !has_control(text, false) && source.fits(text)).then_some(text)
    }

    /// Notes the cents of every money column that can be read, and no fault.
    pub(super) fn peek_money(&mut self) {
        for (at, _) in self.file.money_columns() {
            let money = &self.file.mapping.written.money;
            let cents = match self.row.cells.get(at) {
                Some(Cell::Number(number)) => MoneyFormat::of_number(*number).ok(),
                cell => cell
                    .and_then(Cell::text)
                    .and_then(|text| money.cents(text).ok()),
            };
            self.money.extend(cents.map(|cents| (at, cents)));
        }
    }

    /// Notes a fault of the row as a whole, or of a column.
    pub(super) fn push(&mut self, column: &str, code: &'static str, message: String) {
        self.faults.push(ColumnFault {
            column: column.to_owned(),
            code,
            message,
        });
    }

    fn place(&self, field: &str) -> Option<(&'a FieldSource, usize)> {
        let mapping = &self.file.mapping;
        let index = mapping.sources.iter().position(|s| s.field.name == field)?;
        Some((mapping.sources.get(index)?, (*self.file.at.get(index)?)?))
    }

    /// Finds the number of a mapped field, where the file itself holds one.
    pub(super) fn number(&self, field: &str) -> Option<(Found<'a>, Decimal)> {
        let (source, at) = self.place(field)?;
        let Some(Cell::Number(number)) = self.row.cells.get(at) else {
            return None;
        };
        let text = "";
        Some((Found { source, at, text }, *number))
    }

    /// Finds the text of a mapped field, and refuses what no kind of value may be.
    pub(super) fn find(&mut self, field: &str) -> Option<Found<'a>> {
        let (source, at) = self.place(field)?;
        let cell = self.row.cells.get(at);
        let text = cell.and_then(Cell::text).unwrap_or_default();
        let found = Found { source, at, text };
        let lines = source.field.kind == Kind::Text;
        if cell == Some(&Cell::Unreadable) || has_control(text, lines) {
            let name = column_name(source);
            let message = "holds a control character, or bytes that are no text".to_owned();
            self.push(name, "row::control_character", message);
            return None;
        }
        if let Some(Cell::NoNumber(text)) = cell {
            let found = Found { text, ..found };
            self.fault(
                found,
                source.field.kind.fault(),
                "is no number as the file's layout has it",
            );
            return None;
        }
        if matches!(cell, Some(Cell::Number(_))) {
            let what = if source.field.kind == Kind::Word {
                "is a number cell, which has lost its leading zeros; state its digits with `pattern`"
            } else {
                "is a number cell, expected text"
            };
            self.fault(found, "row::number_cell", what);
            return None;
        }
        let timed = matches!(source.field.kind, Kind::Day | Kind::Stamp);
        let no_day = &self.file.mapping.written.no_day;
        let stands_for_none = |list: &[String]| list.iter().any(|none| none == text);
        let none = stands_for_none(&source.none)
            || stands_for_none(&self.file.mapping.written.none)
            || (timed && stands_for_none(no_day));
        if (!text.is_empty() && !none) || source.decode(text).is_some() {
            return Some(found);
        }
        if source.field.required && none && !text.is_empty() {
            self.fault(
                found,
                "row::blank",
                "stands for none, and a value is required",
            );
        } else if source.field.required {
            let message = "is blank, and a value is required".to_owned();
            self.push(column_name(source), "row::blank", message);
        }
        None
    }

    pub(super) fn fault(&mut self, found: Found<'a>, code: &'static str, what: &str) {
        let number = match self.row.cells.get(found.at) {
            Some(Cell::Number(number)) => number.normalize().to_string(),
            _ => String::new(),
        };
        let value = if self.file.mapping.drops.is_empty() {
            quoted(if number.is_empty() {
                found.text
            } else {
                &number
            })
        } else {
            format!(
                "a value of {} characters, not shown,",
                found.text.chars().count()
            )
        };
        self.push(column_name(found.source), code, format!("{value} {what}"));
    }
}

fn column_name(source: &FieldSource) -> &str {
    source
        .column
        .as_ref()
        .map_or("", |column| column.name.as_str())
}
