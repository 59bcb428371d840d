//! A cursor over one table of a mapping: takes keys, and reports what is missing or unknown.

use super::suggest::{listed, nearest};
use super::toml_walk::{Sink, Value};
use crate::diag::finding::Finding;
use std::collections::BTreeMap;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A table of the mapping from which keys are taken; what is left at the end is unknown.
pub(super) struct Table<'a> {
    path: String,
    span: Range<usize>,
    entries: BTreeMap<&'a str, (Range<usize>, Value<'a>)>,
    known: Vec<&'static str>,
    sink: &'a Sink,
}

impl<'a> Table<'a> {
    /// Returns a cursor over `table`, which stands under `path`.
    pub(super) fn new(
        path: &str,
        span: Range<usize>,
        table: &'a DeTable<'a>,
        sink: &'a Sink,
    ) -> Self {
        let entry = |(key, raw): (&'a Spanned<_>, &'a Spanned<DeValue<'a>>)| {
            let key: &'a Spanned<std::borrow::Cow<'a, str>> = key;
            let name: &'a str = key.get_ref();
            let path = if path.is_empty() {
                name.to_owned()
            } else {
                format!("{path}.{name}")
            };
            (name, (key.span(), Value { path, raw, sink }))
        };
        Self {
            path: path.to_owned(),
            span,
            entries: table.iter().map(entry).collect(),
            known: Vec::new(),
            sink,
        }
    }

    /// Returns the bytes of the table: its header line, or the braces.
    pub(super) fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// Returns true where `key` is there and nobody took it.
    pub(super) fn has(&self, key: &str) -> bool {
        self.entries.contains_key(key)
    }

    /// Collects a finding at a place that no value of this table has.
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

    /// Collects a warning at a place.
    pub(super) fn warn_at(
        &self,
        span: Range<usize>,
        code: &'static str,
        message: &str,
        help: &str,
    ) {
        let finding = Finding::warning(code, message).in_mapping(span);
        self.sink.borrow_mut().push(finding.help(help));
    }

    /// Takes the value of `key`, where it is there.
    pub(super) fn take(&mut self, key: &'static str) -> Option<Value<'a>> {
        self.known.push(key);
        self.entries.remove(key).map(|(_, value)| value)
    }

    /// Takes the value of `key`, and collects a finding where it is not there.
    pub(super) fn need(&mut self, key: &'static str, example: &str) -> Option<Value<'a>> {
        let found = self.take(key);
        if found.is_none() {
            self.missing(key, example);
        }
        found
    }

    /// Collects that `key` is missing here.
    pub(super) fn missing(&self, key: &str, example: &str) {
        let place = if self.path.is_empty() {
            "the mapping".to_owned()
        } else {
            format!("[{}]", self.path)
        };
        let finding = Finding::error(
            "mapping::missing_key",
            format!("{place} has no `{key}`, which has no default"),
        );
        self.sink.borrow_mut().push(
            finding
                .in_mapping(self.span())
                .help(format!("add {example}")),
        );
    }

    /// Takes everything that is left, with the place of its key, in the order of the file.
    pub(super) fn rest(&mut self) -> Vec<(&'a str, Range<usize>, Value<'a>)> {
        let mut rest: Vec<_> = std::mem::take(&mut self.entries)
            .into_iter()
            .map(|(key, (span, value))| (key, span, value))
            .collect();
        rest.sort_by_key(|(_, span, _)| span.start);
        rest
    }

    /// Collects every key that nobody took.
    pub(super) fn finish(mut self) {
        let rest = self.rest();
        for (key, span, _) in rest {
            let place = if self.path.is_empty() {
                "a mapping".to_owned()
            } else {
                format!("[{}]", self.path)
            };
            let help = nearest(key, self.known.iter().copied()).map_or_else(
                || format!("{place} may have {}", listed(self.known.iter().copied())),
                |near| format!("did you mean `{near}`?"),
            );
            let finding = Finding::error(
                "mapping::unknown_key",
                format!("`{key}` is no key of {place}"),
            );
            self.sink
                .borrow_mut()
                .push(finding.in_mapping(span).help(help));
        }
    }
}
