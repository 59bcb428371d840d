//! `[format]` for all files, and what single files do otherwise: what most of them do stands above.

use super::written::{Amounts, amounts, day_pattern, encoding, has_serials, no_days, used};
use super::{Kind, Placed};
use crate::inspect::report::ColumnType;
use crate::record::skeleton::{Entry, Line};
use std::collections::BTreeMap;

/// What most of the files do.
pub(super) struct General {
    kind: Kind,
    delimiter: Option<String>,
    encoding: Option<&'static str>,
    header_row: u64,
    day: Option<String>,
    stamp: Option<String>,
    no_days: Vec<String>,
    serial: bool,
    money: Amounts,
}

/// Returns what occurs most, and how often; of two as frequent ones the lesser.
fn most<T: Ord>(all: impl Iterator<Item = T>) -> Option<(T, usize)> {
    let mut counts = BTreeMap::new();
    for one in all {
        *counts.entry(one).or_insert(0) += 1;
    }
    counts.into_iter().rev().max_by_key(|(_, count)| *count)
}

/// Returns the pattern by which most columns of this type are written in a file.
fn pattern<'a>(placed: &'a Placed<'_>, kind: ColumnType) -> Option<&'a str> {
    let patterns = used(placed).filter_map(|c| day_pattern(c, kind).map(|(p, _)| p));
    most(patterns).map(|(pattern, _)| pattern)
}

impl General {
    /// Looks at all files.
    pub(super) fn of(placed: &[Placed<'_>]) -> Self {
        let kind = most(placed.iter().map(|p| p.file.kind)).map_or(Kind::Delimited, |(k, _)| k);
        let days = |kind| most(placed.iter().filter_map(|p| pattern(p, kind)));
        let mut none: Vec<String> = Vec::new();
        for word in placed.iter().flat_map(used).flat_map(no_days) {
            if !none.contains(&word) {
                none.push(word);
            }
        }
        Self {
            kind,
            delimiter: most(placed.iter().filter_map(|p| p.file.delimiter))
                .map(|(sign, _)| sign.to_owned()),
            encoding: most(placed.iter().filter_map(|p| encoding(p.file.encoding)))
                .map(|(name, _)| name),
            header_row: most(placed.iter().filter_map(|p| p.file.header_row))
                .map_or(1, |(row, _)| row),
            day: days(ColumnType::Date).map(|(pattern, _)| pattern.to_owned()),
            stamp: days(ColumnType::TimeStamp).map(|(pattern, _)| pattern.to_owned()),
            no_days: none,
            serial: placed.iter().any(has_serials),
            money: amounts(placed.iter()),
        }
    }

    /// Returns the lines of `[format]`.
    pub(super) fn lines(&self, placed: &[Placed<'_>]) -> Vec<Line> {
        let files = placed.iter().filter(|p| p.file.kind == self.kind).count();
        let all = format!("{files} of {} files", placed.len());
        let mut lines = Vec::new();
        match self.kind {
            Kind::Delimited | Kind::Other => {
                lines.push(Line::new(&["kind"], Entry::text("delimited")).guess(all));
                self.delimited(placed, &mut lines);
            }
            Kind::Fixed => {
                lines.push(Line::new(&["kind"], Entry::text("fixed")).guess(all));
                let beside = Line::new(&["copybook"], Entry::text("*.cpy"));
                lines.push(beside.certain("beside each file, with its name"));
            }
            Kind::Workbook => {
                lines.push(Line::new(&["kind"], Entry::text("workbook")).guess(all));
                let row = Line::new(&["header_row"], Entry::Whole(self.header_row));
                lines.push(row.guess("the row with the column names"));
            }
        }
        lines.extend(self.dates(placed));
        if let Some(stamp) = &self.stamp {
            let columns = placed.iter().flat_map(used);
            let count = columns.filter(|c| c.kind == ColumnType::TimeStamp).count();
            let line = Line::new(&["time_stamp"], Entry::text(stamp));
            lines.push(line.guess(format!("{count} {} of time stamps", columns_word(count))));
        }
        lines.extend(self.amounts());
        if self.kind == Kind::Delimited {
            records(placed, &mut lines);
        }
        lines
    }

    fn delimited(&self, placed: &[Placed<'_>], lines: &mut Vec<Line>) {
        if let Some(delimiter) = &self.delimiter {
            let alike = placed
                .iter()
                .filter(|p| p.file.delimiter == Some(delimiter));
            let why = format!("{} of {} files", alike.count(), placed.len());
            lines.push(Line::new(&["delimiter"], Entry::text(delimiter)).guess(why));
        }
        let name = self.encoding.unwrap_or("utf-8");
        let showing = placed
            .iter()
            .filter(|p| encoding(p.file.encoding) == Some(name));
        let why = match showing.count() {
            0 => "nothing but ASCII was seen".to_owned(),
            n if n == placed.len() => format!("{n} of {n} files"),
            n => format!("shows in {n} of {} files", placed.len()),
        };
        lines.push(Line::new(&["encoding"], Entry::text(name)).guess(why));
    }

    fn dates(&self, placed: &[Placed<'_>]) -> Option<Line> {
        let Some(pattern) = self.day.as_deref() else {
            let cells = Entry::Table(vec![("serial".to_owned(), Entry::text("1900"))]);
            let line = Line::new(&["date"], cells);
            return self
                .serial
                .then(|| line.guess("days that are cells of a workbook"));
        };
        let mut parts = vec![("pattern".to_owned(), Entry::text(pattern))];
        if !self.no_days.is_empty() {
            let none = self.no_days.iter().map(|word| Entry::text(word)).collect();
            parts.push(("none".to_owned(), Entry::List(none)));
        }
        if self.serial {
            parts.push(("serial".to_owned(), Entry::text("1900")));
        }
        let value = if parts.len() == 1 {
            Entry::text(pattern)
        } else {
            Entry::Table(parts)
        };
        let columns = placed.iter().flat_map(used);
        let days: Vec<_> = columns
            .filter_map(|c| day_pattern(c, ColumnType::Date))
            .collect();
        let so = days.iter().filter(|(p, _)| *p == pattern).count();
        let why = format!(
            "{so} of {} {} of days",
            days.len(),
            columns_word(days.len())
        );
        Some(Line::new(&["date"], value).guess(why))
    }

    fn amounts(&self) -> Option<Line> {
        let money = &self.money;
        let mut parts: Vec<(&str, Entry)> = Vec::new();
        if money.cents {
            parts.push(("cents", Entry::Flag(true)));
        }
        if money.symbol {
            parts.push(("symbol", Entry::text("$")));
        }
        if money.thousands {
            parts.push(("thousands", Entry::text(",")));
        }
        if money.debit {
            parts.push(("positive", Entry::text("12.34DB")));
        }
        if !money.negative.is_empty() {
            let forms = money.negative.iter().map(|form| Entry::text(form));
            parts.push(("negative", Entry::List(forms.collect())));
        }
        if parts.is_empty() {
            return None;
        }
        let parts = parts
            .into_iter()
            .map(|(key, value)| (key.to_owned(), value));
        let mut why = format!(
            "{} {} of amounts",
            money.columns,
            columns_word(money.columns)
        );
        if money.cents {
            why.push_str(", none with a point");
        }
        Some(Line::new(&["money"], Entry::Table(parts.collect())).guess(why))
    }

    /// Returns what a file does otherwise, if anything.
    pub(super) fn own(&self, placed: &Placed<'_>) -> Option<Line> {
        let file = placed.file;
        let mut parts: Vec<(&str, Entry)> = Vec::new();
        if file.kind != self.kind {
            let kind = match file.kind {
                Kind::Delimited | Kind::Other => "delimited",
                Kind::Fixed => "fixed",
                Kind::Workbook => "workbook",
            };
            parts.push(("kind", Entry::text(kind)));
        }
        if file.kind == Kind::Delimited {
            if let Some(sign) = file
                .delimiter
                .filter(|d| Some(*d) != self.delimiter.as_deref())
            {
                parts.push(("delimiter", Entry::text(sign)));
            }
            let coding = encoding(file.encoding).filter(|name| Some(*name) != self.encoding);
            parts.extend(coding.map(|name| ("encoding", Entry::text(name))));
        }
        if let Some(row) = file.header_row
            && file.kind == Kind::Workbook
            && (row != self.header_row || self.kind != Kind::Workbook)
        {
            parts.push(("header_row", Entry::Whole(row)));
        }
        if let Some(day) = pattern(placed, ColumnType::Date)
            && Some(day) != self.day.as_deref()
        {
            parts.push(("date", Entry::text(day)));
        }
        if let Some(stamp) = pattern(placed, ColumnType::TimeStamp)
            && Some(stamp) != self.stamp.as_deref()
        {
            parts.push(("time_stamp", Entry::text(stamp)));
        }
        if parts.is_empty() {
            return None;
        }
        let parts = parts
            .into_iter()
            .map(|(key, value)| (key.to_owned(), value));
        let line = Line::new(&["format"], Entry::Table(parts.collect()));
        Some(line.guess("unlike most of the files"))
    }
}

pub(super) fn columns_word(count: usize) -> &'static str {
    if count == 1 { "column" } else { "columns" }
}

/// Adds the lines about types of records, where the files have them.
fn records(placed: &[Placed<'_>], lines: &mut Vec<Line>) {
    let Some(tags) = placed.iter().find_map(|p| p.file.tags) else {
        return;
    };
    let with = placed.iter().filter(|p| p.file.tags.is_some()).count();
    let why = format!("{with} of {} files", placed.len());
    let of = |key: &str, value| Line::new(&["records", key], value);
    if let Some(header) = &tags.header {
        lines.push(of("header", Entry::text(header)).guess(why.clone()));
    }
    lines.push(of("detail", Entry::text(&tags.detail)).guess(why));
    let trailers = || placed.iter().flat_map(|p| p.table.trailers.first());
    let Some(first) = trailers().find(|t| t.tag.is_some()) else {
        names(tags.header.is_some(), lines);
        return;
    };
    let tag = first.tag.as_deref().unwrap_or("?");
    let count = trailers().count();
    lines.push(of("trailer", Entry::text(tag)).guess(format!("{count} of {} files", placed.len())));
    names(tags.header.is_some(), lines);
    let field = |at: u64| ("field".to_owned(), Entry::Whole(at));
    let agree = trailers().filter(|t| t.count_agrees == Some(true)).count();
    let counted = of("count", Entry::Table(vec![field(2)]));
    lines.push(counted.guess(format!("agrees in {agree} of {count} files")));
    if let Some(at) = trailers().find_map(|t| t.sum_field) {
        let sums = trailers().filter(|t| t.sum_agrees.is_some()).count();
        let agree = trailers().filter(|t| t.sum_agrees == Some(true)).count();
        let first = ("of".to_owned(), Entry::text("first amount"));
        let summed = of("sum", Entry::Table(vec![field(at), first]));
        lines.push(summed.guess(format!("that of a column in {agree} of {sums} files")));
    }
}

fn names(in_header: bool, lines: &mut Vec<Line>) {
    let parts = [("field", "last"), ("separator", "|")];
    let parts = parts.map(|(key, value)| (key.to_owned(), Entry::text(value)));
    let value = if in_header {
        Entry::Table(parts.to_vec())
    } else {
        Entry::open()
    };
    lines.push(Line::new(&["records", "names"], value).guess("of the header"));
}
