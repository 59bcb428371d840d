//! `[format]`: how files, days, amounts are written. A file's own `format` changes single keys.

use super::convert_date::Pattern;
use super::convert_money::{MoneyFormat, Negative};
use super::convert_serial::Serial;
use super::layout::layout;
use super::record_types::SumOf;
use super::toml_table::Table;
use super::toml_walk::Value;
use crate::record::format::{Delimited, Format};

/// How one file is written.
#[derive(Clone, Debug)]
pub(super) struct Written {
    /// How it is cut into rows and columns.
    pub(super) format: Format,
    /// The column that a trailer's sum is over, where a trailer has one.
    pub(super) sum_of: Option<SumOf>,
    /// How days are written.
    pub(super) day: Pattern,
    /// What stands where there is no day; a blank always does.
    pub(super) no_day: Vec<String>,
    /// What stands where there is no value of any kind, such as `Not Available`.
    pub(super) none: Vec<String>,
    /// How cells that the file holds as numbers are days; none where no such cell is a day.
    pub(super) serial: Option<Serial>,
    /// How days with a time are written.
    pub(super) stamp: Pattern,
    /// How amounts are written.
    pub(super) money: MoneyFormat,
}

impl Written {
    /// The defaults: commas, UTF-8, `2017-12-31`, `2017-12-31 17:45`, `1234.56` and `-1234.56`.
    /// None never: both patterns are good.
    fn defaults() -> Option<Self> {
        Some(Self {
            format: Format::Delimited(Delimited::default()),
            sum_of: None,
            day: Pattern::parse("YYYY-MM-DD", false)?,
            no_day: Vec::new(),
            none: Vec::new(),
            serial: None,
            stamp: Pattern::parse("YYYY-MM-DD HH:MM", true)?,
            money: MoneyFormat::default(),
        })
    }
}

/// Reads `[format]`, over the defaults.
pub(super) fn general(top: &mut Table<'_>) -> Option<Written> {
    let defaults = Written::defaults()?;
    Some(match top.take("format") {
        Some(value) => own(&value, &defaults),
        None => defaults,
    })
}

/// Reads a `format` table, over `base`.
pub(super) fn own(value: &Value<'_>, base: &Written) -> Written {
    let mut written = base.clone();
    let Some(mut table) = value.table() else {
        return written;
    };
    if let Some(format) = layout(&mut table, &base.format, &mut written.sum_of) {
        written.format = format;
    }
    if let Some(none) = table.take("none").and_then(|v| v.texts()) {
        written.none = none;
    }
    if let Some(value) = table.take("date") {
        date(&value, &mut written);
    }
    if let Some(found) = table.take("time_stamp").and_then(|v| pattern(&v, true)) {
        written.stamp = found;
    }
    if let Some(mut money) = table.take("money").and_then(|v| v.table()) {
        amounts(&mut money, &mut written.money);
        money.finish();
    }
    table.finish();
    written
}

/// Reads a pattern, or a table of `pattern` and `none`.
fn date(value: &Value<'_>, written: &mut Written) {
    if !value.is_table() {
        if let Some(found) = pattern(value, false) {
            written.day = found;
        }
        return;
    }
    let Some(mut table) = value.table() else {
        return;
    };
    if let Some(found) = table.take("pattern").and_then(|v| pattern(&v, false)) {
        written.day = found;
    }
    if let Some(none) = table.take("none").and_then(|v| v.texts()) {
        written.no_day = none;
    }
    let systems = [("1900", Serial::From1900), ("1904", Serial::From1904)];
    if let Some(serial) = table.take("serial").and_then(|v| v.choice(&systems)) {
        written.serial = Some(serial);
    }
    table.finish();
}

fn pattern(value: &Value<'_>, with_time: bool) -> Option<Pattern> {
    let text = value.text()?;
    let found = Pattern::parse(&text, with_time);
    if found.is_none() {
        let (what, example) = if with_time {
            ("a day, HH, MM and perhaps SS", "\"MM/DD/YYYY HH:MM\"")
        } else {
            (
                "year, month and day, or the year and its day",
                "\"MM/DD/YYYY\", \"YYYYMMDD\", \"YYDDD\" or \"days since 1970-01-01\"",
            )
        };
        let message = format!(
            "`{}` is \"{text}\", expected {what}, once each",
            value.path()
        );
        value.report(
            "mapping::bad_pattern",
            message,
            format!("write it like {example}"),
        );
    }
    found
}

fn amounts(table: &mut Table<'_>, money: &mut MoneyFormat) {
    let thousands = table.take("thousands");
    if let Some(found) = thousands.and_then(|v| v.choice(&[(",", true), ("", false)])) {
        money.thousands = found;
    }
    let decimals = table.take("decimals").and_then(|v| v.whole(0..=2));
    if let Some(found) = decimals.and_then(|n| u32::try_from(n).ok()) {
        money.decimals = found;
    }
    if let Some(found) = table.take("cents").and_then(|v| v.flag()) {
        money.implied = found;
    }
    if let Some(found) = table.take("symbol").and_then(|v| v.text()) {
        money.symbol = Some(found).filter(|symbol| !symbol.is_empty());
    }
    let debit = [("", false), ("12.34DB", true), ("12.34DR", true)];
    if let Some(found) = table.take("positive").and_then(|v| v.choice(&debit)) {
        money.debit = found;
    }
    if let Some(items) = table.take("negative").and_then(|v| v.list()) {
        let forms = items.iter().filter_map(|v| v.choice(&Negative::EXAMPLES));
        money.negative = forms.collect();
    }
}
