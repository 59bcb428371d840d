//! Findings as a person reads them: grouped by code, sorted, five a code, with a closing count.
//!
//! In: findings, and the mapping's name and text. Out: text for a terminal or a pipe. A place in
//! the mapping is shown with its line; a place in the delivery is named and never shown, since a
//! row may hold anything a customer ever said.

use super::finding::{Finding, Severity};
use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, NamedSource, SourceCode,
};
use std::fmt;

/// Findings of one code that are shown; the rest is counted.
pub const SHOWN_PER_CODE: usize = 5;
/// Narrowest width that still reads well.
const LEAST_WIDTH: usize = 40;

/// Returns the findings as text `width` columns wide, with colours where `colour` says so. The
/// mapping is its name and its text.
#[must_use]
pub fn render(
    findings: &[Finding],
    mapping: Option<(&str, &str)>,
    width: usize,
    colour: bool,
) -> String {
    let theme = if colour {
        GraphicalTheme::unicode()
    } else {
        GraphicalTheme::unicode_nocolor()
    };
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_links(false)
        .with_width(width.max(LEAST_WIDTH));
    let source = mapping.map(|(name, text)| Source {
        name: name.to_owned(),
        length: text.len(),
        text: NamedSource::new(name, text.to_owned()),
    });
    let mut sorted: Vec<&Finding> = findings.iter().collect();
    sorted.sort_by(|a, b| order(a).cmp(&order(b)));
    let mut out = String::new();
    for group in sorted.chunk_by(|a, b| (a.severity, a.code) == (b.severity, b.code)) {
        let mut before_had_help = false;
        for (i, finding) in group.iter().take(SHOWN_PER_CODE).enumerate() {
            let before = i.checked_sub(1).and_then(|before| group.get(before));
            let after = group.get(i + 1).filter(|_| i + 1 < SHOWN_PER_CODE);
            let shown = Shown {
                finding,
                source: source.as_ref(),
                with_code: before.is_none(),
                with_help: after.is_none_or(|after| after.help != finding.help),
            };
            if before.is_some() && (shown.place().is_some() || before_had_help) {
                out.push('\n');
            }
            before_had_help = shown.with_help && finding.help.is_some();
            // Writing to a string cannot fail; a finding whose snippet does is still named.
            if handler.render_report(&mut out, &shown).is_err() {
                out.push_str(&format!("{shown}\n"));
            }
        }
        if group.len() > SHOWN_PER_CODE {
            out.push_str(&format!("  … and {} more\n", group.len() - SHOWN_PER_CODE));
        }
        out.push('\n');
    }
    out.push_str(&closing_count(findings));
    out
}

/// Worst first, then by code, then as the mapping and the delivery have them.
fn order(finding: &Finding) -> impl Ord + '_ {
    (
        std::cmp::Reverse(finding.severity),
        finding.code,
        finding.span.as_ref().map(|span| (span.start, span.end)),
        &finding.origin,
        &finding.message,
    )
}

/// Returns a line such as `3 errors, 1 warning`; blank where there is nothing.
fn closing_count(findings: &[Finding]) -> String {
    let kinds = [
        (Severity::Error, "error"),
        (Severity::Warning, "warning"),
        (Severity::Note, "note"),
    ];
    let counts: Vec<String> = kinds
        .into_iter()
        .map(|(severity, word)| {
            let count = findings.iter().filter(|f| f.severity == severity).count();
            (count, word)
        })
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{count} {word}{}", if count == 1 { "" } else { "s" }))
        .collect();
    if counts.is_empty() {
        return String::new();
    }
    format!("{}\n", counts.join(", "))
}

/// Returns text without anything that could steer a terminal.
fn plain(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}

/// The mapping's own text: the only source whose lines are ever shown.
#[derive(Debug)]
struct Source {
    name: String,
    length: usize,
    text: NamedSource<String>,
}

/// A finding in the shape that `miette` draws.
#[derive(Debug)]
struct Shown<'a> {
    finding: &'a Finding,
    source: Option<&'a Source>,
    with_code: bool,
    with_help: bool,
}

impl Shown<'_> {
    /// The place in the mapping, where it lies inside the text at hand.
    fn place(&self) -> Option<std::ops::Range<usize>> {
        let span = self.finding.span.as_ref()?;
        let length = self.source?.length;
        (span.start <= span.end && span.end <= length).then_some(span.start..span.end)
    }
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.place().is_none() {
            match (&self.finding.origin, self.source, &self.finding.span) {
                (Some(origin), _, _) => write!(f, "{}: ", plain(&origin.to_string()))?,
                (None, Some(source), Some(_)) => write!(f, "{}: ", plain(&source.name))?,
                _ => {}
            }
        }
        f.write_str(&plain(&self.finding.message))
    }
}

impl std::error::Error for Shown<'_> {}

impl Diagnostic for Shown<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.with_code
            .then(|| Box::new(self.finding.code) as Box<dyn fmt::Display>)
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.finding.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Note => miette::Severity::Advice,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        let help = self.finding.help.as_ref().filter(|_| self.with_help)?;
        Some(Box::new(plain(help)))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.place()?;
        Some(&self.source?.text)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let place = self.place()?;
        let label = LabeledSpan::new_primary_with_span(None, place);
        Some(Box::new(std::iter::once(label)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::origin::Origin;

    fn in_row(row: u64) -> Finding {
        let origin = Origin {
            file: "BILLHIST.csv".to_owned(),
            row: Some(row),
            column: Some("BILL_DT".to_owned()),
        };
        Finding::error(
            "row::bad_date",
            "\"02/30/2017\" is a date that does not exist",
        )
        .at(origin)
    }

    #[test]
    fn a_place_in_the_mapping_is_shown_with_its_line() {
        let text = "[policy]\ndays_to_pay = \"20\"\n";
        let finding = Finding::error("mapping::wrong_type", "`days_to_pay` is text")
            .in_mapping(23..27)
            .help("write it like 20");
        let shown = render(
            &[finding],
            Some(("mappings/benton-pud.toml", text)),
            80,
            false,
        );
        for part in [
            "mapping::wrong_type",
            "[mappings/benton-pud.toml:2:15]",
            "2 │ days_to_pay = \"20\"",
            "help: write it like 20",
            "1 error\n",
        ] {
            assert!(shown.contains(part), "{part} in\n{shown}");
        }
        assert!(!shown.contains('\u{1b}'));
    }

    #[test]
    fn five_of_a_code_are_shown_in_order_and_the_rest_counted() {
        let findings: Vec<Finding> = (2..44).rev().map(in_row).collect();
        let shown = render(&findings, None, 100, false);
        let rows: Vec<_> = shown.lines().filter(|l| l.contains("BILLHIST")).collect();
        assert_eq!(rows.len(), 5);
        assert!(rows[0].contains("BILLHIST.csv row 2: `BILL_DT`") && rows[4].contains("row 6"));
        assert!(shown.contains("… and 37 more\n") && shown.ends_with("42 errors\n"));
        assert_eq!(shown.matches("row::bad_date").count(), 1);
    }

    #[test]
    fn errors_come_before_warnings_and_notes() {
        let findings = [
            Finding::note("c::note", "n"),
            Finding::warning("a::warning", "w"),
            Finding::error("z::error", "e"),
        ];
        let shown = render(&findings, None, 80, false);
        let at = |text| shown.find(text).unwrap();
        assert!(at("z::error") < at("a::warning") && at("a::warning") < at("c::note"));
        assert!(shown.ends_with("1 error, 1 warning, 1 note\n"));
        assert_eq!(render(&[], None, 80, false), "");
    }

    #[test]
    fn colours_appear_only_where_they_are_wanted() {
        assert!(render(&[in_row(2)], None, 80, true).contains('\u{1b}'));
        assert!(!render(&[in_row(2)], None, 80, false).contains('\u{1b}'));
    }

    #[test]
    fn no_finding_steers_the_terminal_or_reaches_beyond_the_text() {
        let finding = Finding::error("a::b", "name \u{1b}[2J").in_mapping(5..90);
        let shown = render(&[finding], Some(("m.toml", "a = 1")), 1, false);
        assert!(!shown.contains('\u{1b}') && shown.contains("m.toml"));
    }
}
