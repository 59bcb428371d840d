//! Walks the spanned tree of a mapping file: checks types, and collects what is wrong with its
//! place instead of stopping at the first.
//!
//! In: `toml`'s tree. Out: plain values and findings. Knows nothing of what a key means.

use super::suggest::{listed, nearest};
use super::toml_table::Table;
use crate::diag::finding::Finding;
use chrono::NaiveDate;
use std::cell::RefCell;
use std::ops::{Range, RangeInclusive};
use toml::Spanned;
use toml::de::DeValue;

/// Where findings are collected.
pub(super) type Sink = RefCell<Vec<Finding>>;

/// A value of the mapping with the dotted name it stands under.
#[derive(Clone)]
pub(super) struct Value<'a> {
    pub(super) path: String,
    pub(super) raw: &'a Spanned<DeValue<'a>>,
    pub(super) sink: &'a Sink,
}

impl<'a> Value<'a> {
    /// Returns the bytes of the value.
    pub(super) fn span(&self) -> Range<usize> {
        self.raw.span()
    }

    /// Returns the dotted name, such as `policy.rejects.percent`.
    pub(super) fn path(&self) -> &str {
        &self.path
    }

    /// Returns true for a table.
    pub(super) fn is_table(&self) -> bool {
        self.raw.get_ref().is_table()
    }

    /// Returns true for a text.
    pub(super) fn is_text(&self) -> bool {
        self.raw.get_ref().is_str()
    }

    /// Returns true for an array.
    pub(super) fn is_array(&self) -> bool {
        self.raw.get_ref().is_array()
    }

    /// Collects a finding at this value.
    pub(super) fn report(
        &self,
        code: &'static str,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let finding = Finding::error(code, message).in_mapping(self.span());
        self.sink.borrow_mut().push(finding.help(help));
    }

    /// Collects a finding at another place that has to do with this value.
    pub(super) fn report_at(
        &self,
        span: Range<usize>,
        code: &'static str,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let finding = Finding::error(code, message).in_mapping(span);
        self.sink.borrow_mut().push(finding.help(help));
    }

    /// Collects that the value has another type than `expected`, of which `example` is one.
    pub(super) fn wrong_type(&self, expected: &str, example: &str) {
        let found = match self.raw.get_ref() {
            DeValue::String(_) => "text",
            DeValue::Integer(_) => "a whole number",
            DeValue::Float(_) => "a number with a fraction",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date or time",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        self.report(
            "mapping::wrong_type",
            format!("`{}` is {found}, expected {expected}", self.path),
            format!("write it like {example}"),
        );
    }

    /// Returns the text.
    pub(super) fn text(&self) -> Option<String> {
        let text = self.raw.get_ref().as_str();
        if text.is_none() {
            self.wrong_type("text in quotes", "\"text\"");
        }
        text.map(str::to_owned)
    }

    /// Returns the day, written bare or in quotes as YYYY-MM-DD.
    pub(super) fn date(&self) -> Option<NaiveDate> {
        let raw = self.raw.get_ref();
        let bare = raw.as_datetime().filter(|stamp| stamp.time.is_none());
        let bare = bare.and_then(|stamp| stamp.date).and_then(|d| {
            NaiveDate::from_ymd_opt(i32::from(d.year), u32::from(d.month), u32::from(d.day))
        });
        let quoted = raw.as_str().filter(|text| text.len() == 10);
        let found = bare.or_else(|| quoted.and_then(|text| text.parse().ok()));
        if found.is_none() {
            self.report(
                "mapping::bad_date",
                format!("`{}` is no day of the calendar", self.path),
                "write it like 2017-03-01: year, month, day, no time",
            );
        }
        found
    }

    /// Returns the whole number, where it lies in `range`.
    pub(super) fn whole(&self, range: RangeInclusive<u64>) -> Option<u64> {
        let found = self.raw.get_ref().as_integer().and_then(|number| {
            let digits: String = number.as_str().chars().filter(|c| *c != '_').collect();
            u64::from_str_radix(&digits, number.radix()).ok()
        });
        let fits = found.filter(|number| range.contains(number));
        if fits.is_none() {
            let expected = format!("a whole number from {} to {}", range.start(), range.end());
            match found {
                None => {
                    let meant = self
                        .raw
                        .get_ref()
                        .as_str()
                        .and_then(|t| t.parse::<u64>().ok());
                    let example = meant.unwrap_or(*range.start()).to_string();
                    self.wrong_type(&expected, &format!("{example}, without quotes"));
                }
                Some(number) => self.report(
                    "mapping::out_of_range",
                    format!("`{}` is {number}, expected {expected}", self.path),
                    "check the figure: nothing outside these limits is taken",
                ),
            }
        }
        fits
    }

    /// Returns the written form of a whole or decimal number.
    pub(super) fn number_text(&self) -> Option<&'a str> {
        let raw = self.raw.get_ref();
        let whole = raw.as_integer().filter(|number| number.radix() == 10);
        let found = whole
            .map(|number| number.as_str())
            .or_else(|| raw.as_float().map(|number| number.as_str()));
        if found.is_none() {
            self.wrong_type("a number", "1 or 0.5");
        }
        found
    }

    /// Returns true or false.
    pub(super) fn flag(&self) -> Option<bool> {
        let found = self.raw.get_ref().as_bool();
        if found.is_none() {
            self.wrong_type("true or false", "true");
        }
        found
    }

    /// Returns what the text stands for in `choices`.
    pub(super) fn choice<T: Clone>(&self, choices: &[(&str, T)]) -> Option<T> {
        let text = self.text()?;
        let found = choices.iter().find(|(word, _)| *word == text);
        if found.is_none() {
            let words = || choices.iter().map(|(word, _)| *word);
            self.report(
                "mapping::unknown_value",
                format!(
                    "`{}` is \"{text}\", expected {}",
                    self.path,
                    listed(words())
                ),
                nearest(&text, words()).map_or_else(
                    || "choose one of them".to_owned(),
                    |near| format!("did you mean \"{near}\"?"),
                ),
            );
        }
        found.map(|(_, value)| value.clone())
    }

    /// Returns the items of the list.
    pub(super) fn list(&self) -> Option<Vec<Value<'a>>> {
        let DeValue::Array(items) = self.raw.get_ref() else {
            self.wrong_type("a list", "[\"one\", \"two\"]");
            return None;
        };
        let item = |raw| Value {
            path: self.path.clone(),
            raw,
            sink: self.sink,
        };
        Some(items.iter().map(item).collect())
    }

    /// Returns the texts of the list; a single text is a list of one.
    pub(super) fn texts(&self) -> Option<Vec<String>> {
        if self.raw.get_ref().is_str() {
            return self.text().map(|text| vec![text]);
        }
        Some(self.list()?.iter().filter_map(Value::text).collect())
    }

    /// Returns the table.
    pub(super) fn table(&self) -> Option<Table<'a>> {
        let DeValue::Table(table) = self.raw.get_ref() else {
            self.wrong_type("a table", "{ key = \"value\" }");
            return None;
        };
        Some(Table::new(&self.path, self.span(), table, self.sink))
    }
}
