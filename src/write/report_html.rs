//! `report.html`: the report as one page that stands alone, for a tired reader and for a signature.
//!
//! No script, nothing from elsewhere. Every text is escaped; a value the template does not know
//! is an error, never a blank. Long lists are cut here and whole in the files beside the page.

use super::removal;
use super::report::{Check, CheckStatus, ControlTotal, Report};
use super::report_calendar::{Picture, outline, pictures};
use super::report_chart::{Chart, chart};
use super::report_words::label;
use crate::record::date_words::window_words;
use crate::record::money::format_cents;
use crate::record::plan::DateKind;
use chrono::NaiveDate;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, Value};
use minijinja::{AutoEscape, Environment, UndefinedBehavior};
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::{self, Write};

const TEMPLATE: &str = include_str!("report.html.j2");
/// The part about moved dates.
const DATES: &str = include_str!("report_dates.html.j2");
/// The part about billing periods of another length.
const PERIODS: &str = include_str!("report_periods.html.j2");
/// The part about holds.
const HOLDS: &str = include_str!("report_holds.html.j2");
const IDS: [&str; 10] = ["V1", "V2", "V3", "V4", "V5", "V6", "V7", "V8", "V9", "V10"];
/// Lines of a list that the page shows at most.
const SHOWN: usize = 50;

#[derive(Serialize)]
struct View<'a> {
    r: &'a Report,
    checks: Vec<Check>,
    passed: usize,
    failed: usize,
    not_applicable: usize,
    not_run: usize,
    rows: RowSums,
    carried: u64,
    not_carried: u64,
    rejected: u64,
    dropped_total: u64,
    redacted_total: u64,
    apart: Vec<&'a ControlTotal>,
    chart: Option<Chart>,
    pictures: Vec<Picture>,
    keys: BTreeMap<&'static str, String>,
    shown: usize,
}

/// All files together.
#[derive(Default, Serialize)]
struct RowSums {
    read: u64,
    carried: u64,
    dropped: u64,
    rejected: u64,
    open: u64,
    has_money: bool,
}

/// Writes the page. An error where the report says go and one of its checks does not.
pub fn write_html(report: &Report, mut out: impl Write) -> io::Result<()> {
    report.ensure_consistent()?;
    let page = render(report).map_err(io::Error::other)?;
    out.write_all(page.as_bytes())?;
    out.flush()
}

fn render(report: &Report) -> Result<String, minijinja::Error> {
    let mut env = Environment::new();
    env.set_undefined_behavior(UndefinedBehavior::Strict);
    env.set_auto_escape_callback(|_| AutoEscape::Html);
    env.set_syntax(
        SyntaxConfig::builder()
            .trim_blocks(true)
            .lstrip_blocks(true)
            .keep_trailing_newline(true)
            .build()?,
    );
    env.add_filter("money", money);
    env.add_filter("count", count);
    env.add_filter("day", |text: String| day(&text, "%B %-d, %Y"));
    env.add_filter("weekday", |text: String| day(&text, "%a, %b %-d"));
    env.add_filter("label", |text: String| label(&text));
    env.add_filter("words", |text: String| text.replace('_', " "));
    env.add_filter("figure", |text: String, measure: String| {
        figure(&text, &measure)
    });
    env.add_filter("window", |text: String| window_words(&text).to_owned());
    env.add_template("report_dates.html", DATES)?;
    env.add_template("report_periods.html", PERIODS)?;
    env.add_template("report_holds.html", HOLDS)?;
    env.add_template("report.html", TEMPLATE)?;
    let view = View::of(report);
    env.get_template("report.html")?
        .render(Value::from(Serde(&view)))
}

impl<'a> View<'a> {
    fn of(report: &'a Report) -> Self {
        let checks = all_checks(report);
        let with = |status| checks.iter().filter(|c| c.status == status).count();
        let accounts = |disposition: &str| {
            let lines = report.accounts.iter();
            lines
                .filter(|line| line.disposition == disposition)
                .map(|line| line.accounts)
                .sum()
        };
        Self {
            r: report,
            passed: with(CheckStatus::Passed),
            failed: with(CheckStatus::Failed),
            not_applicable: with(CheckStatus::NotApplicable),
            not_run: with(CheckStatus::NotRun),
            rows: row_sums(report),
            carried: accounts("carried"),
            not_carried: accounts("not_carried"),
            rejected: report.rejects.iter().map(|group| group.count).sum(),
            dropped_total: removal::total(&report.payment_data.dropped),
            redacted_total: removal::total(&report.payment_data.redacted),
            apart: report.control_totals.iter().filter(|t| !t.agree).collect(),
            chart: report.shift.as_ref().and_then(chart),
            pictures: report.shift.as_ref().map(pictures).unwrap_or_default(),
            keys: [DateKind::Read, DateKind::Bill, DateKind::Due]
                .map(|date| (date.name(), outline(date, 0, 0)))
                .into(),
            shown: SHOWN,
            checks,
        }
    }
}

/// Returns V1 to V10 in order, then any other check. One that was not handed in is shown as not
/// checked, so that a missing line can never look like a good one.
fn all_checks(report: &Report) -> Vec<Check> {
    let known = IDS.iter().map(|&id| {
        let check = report.verification.iter().find(|check| check.id == id);
        check.cloned().unwrap_or_else(|| Check {
            id: id.to_owned(),
            title: "No result was reported".to_owned(),
            status: CheckStatus::NotRun,
            checked: 0,
            unit: String::new(),
            details: Vec::new(),
            failures: 0,
            first_failures: Vec::new(),
        })
    });
    let others = report.verification.iter();
    let others = others.filter(|check| !IDS.contains(&check.id.as_str()));
    known.chain(others.cloned()).collect()
}

fn row_sums(report: &Report) -> RowSums {
    let mut sums = RowSums::default();
    for file in &report.rows {
        sums.read += file.rows_read;
        sums.carried += file.rows_carried;
        sums.dropped += file.rows_dropped;
        sums.rejected += file.rows_rejected;
        sums.open += u64::from(!file.closed);
        sums.has_money |= !file.money_cents.is_empty();
    }
    sums
}

/// Writes cents as dollars with a true minus sign, which a screen reader says.
fn money(cents: i128) -> String {
    format_cents(cents).replace('-', "\u{2212}")
}

/// Writes a whole number with thousands commas.
fn count(number: i128) -> String {
    let text = money(number.saturating_mul(100));
    text.strip_suffix(".00").unwrap_or(&text).to_owned()
}

fn day(text: &str, format: &str) -> String {
    text.parse::<NaiveDate>()
        .map_or_else(|_| text.to_owned(), |day| day.format(format).to_string())
}

/// Writes a control total: dollars where the measure is in cents, commas in other whole numbers.
fn figure(text: &str, measure: &str) -> String {
    match text.parse::<i128>() {
        Ok(cents) if measure.ends_with("_cents") => money(cents),
        Ok(number) => count(number),
        Err(_) => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::write::report::{HeldBack, Outcome, write_json};
    use crate::write::report_sample as sample;

    fn page(report: &Report) -> String {
        let mut out = Vec::new();
        write_html(report, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn every_sample_has_one_h1_all_ten_ids_and_the_same_bytes_twice() {
        for report in [sample::go(), sample::failed(), sample::usage_only()] {
            let html = page(&report);
            assert_eq!(html.matches("<h1").count(), 1);
            assert!(html.contains("<html lang=\"en\">"));
            for id in IDS {
                assert_eq!(
                    html.matches(&format!("id=\"check-{id}\"")).count(),
                    1,
                    "{id}"
                );
            }
            assert_eq!(html, page(&report.clone()));
            assert!(html.ends_with("</html>\n") && !html.contains('\r'));
        }
    }

    #[test]
    fn the_page_stands_alone() {
        let html = page(&sample::go());
        for outside in [
            "<script", "http:", "https:", "src=", "<link", "url(", "@import",
        ] {
            assert!(!html.contains(outside), "{outside}");
        }
        assert!(html.matches("<th").count() > 20);
        let headers = html.matches("<th ").count();
        assert_eq!(headers, html.matches("scope=").count());
    }

    #[test]
    fn text_from_the_delivery_is_escaped() {
        let mut report = sample::failed();
        let nasty = "<script>alert(1)</script> & \"Nuñez\"";
        report.rejects[0].examples[0].message = nasty.into();
        report.rejects[0].examples[0].file = "<b>.csv".into();
        report.run.utility = "A & B <PUD>".into();
        report.verification[3].first_failures[0].message = nasty.into();
        report.findings[0].message = nasty.into();
        let html = page(&report);
        assert!(!html.contains("<script") && !html.contains("<b>.csv") && !html.contains("<PUD>"));
        assert_eq!(html.matches("&lt;script&gt;alert(1)").count(), 3);
    }

    #[test]
    fn not_applicable_and_missing_checks_never_look_passed() {
        let mut report = sample::usage_only();
        let html = page(&report);
        assert_eq!(html.matches("class=\"badge passed\"").count(), 3);
        assert_eq!(html.matches("class=\"badge na\"").count(), 7);
        report.verification.clear();
        report.verdict.outcome = Outcome::DryRun;
        let html = page(&report);
        assert_eq!(html.matches("class=\"badge passed\"").count(), 0);
        assert_eq!(html.matches("class=\"badge open\"").count(), 10);
    }

    #[test]
    fn a_report_that_contradicts_itself_is_not_written() {
        let mut report = sample::failed();
        report.verdict.outcome = Outcome::Go;
        assert!(write_html(&report, Vec::new()).is_err());
        assert!(write_json(&report, Vec::new()).is_err());
        let mut report = sample::go();
        report.rows[0].closed = false;
        assert!(write_html(&report, Vec::new()).is_err());
        let mut report = sample::go();
        report.control_totals[0].agree = false;
        assert!(write_html(&report, Vec::new()).is_err());
    }

    #[test]
    fn a_failure_names_its_accounts_on_the_page() {
        let html = page(&sample::failed());
        for account in ["00031-204", "00187-002", "00412-118"] {
            assert!(html.contains(&format!("account {account}")));
        }
        assert!(html.contains("2,000") && html.contains("No-go"));
    }

    #[test]
    fn json_and_page_have_the_same_figures() {
        let report = sample::go();
        let (mut json, html) = (Vec::new(), page(&report));
        write_json(&report, &mut json).unwrap();
        let text = String::from_utf8(json).unwrap();
        assert!(text.ends_with("}\n"));
        let json: serde_json::Value = serde_json::from_str(&text).unwrap();
        let cents = json["balances"]["portal_cents"].as_i64().unwrap();
        assert_eq!(cents, 1_231_346);
        assert!(html.contains(&money(i128::from(cents))));
        for file in json["rows"].as_array().unwrap() {
            let read = file["rows_read"].as_i64().unwrap();
            assert!(html.contains(&format!(">{}</td>", count(i128::from(read)))));
        }
        assert_eq!(json["rows"][0]["dropped"]["customer_not_carried"], 2);
        assert_eq!(json["verification"][4]["status"], "passed");
        assert_eq!(json["verdict"]["outcome"], "go");
    }

    #[test]
    fn long_lists_are_cut_on_the_page_and_say_so() {
        let mut report = sample::failed();
        report.held_back = (0..2_000)
            .map(|n| HeldBack {
                legacy_account_number: format!("{n:05}-000"),
                reason: crate::record::plan::Reason::LedgerDoesNotTie,
                difference_cents: Some(n),
            })
            .collect();
        let html = page(&report);
        assert!(html.contains("00049-000") && !html.contains("00050-000"));
        assert!(html.contains("1,950 more"));
    }

    #[test]
    fn what_a_person_overruled_and_what_is_not_read_is_on_the_page() {
        let mut report = sample::go();
        assert!(
            !page(&report).contains("overruled"),
            "nothing was looked at"
        );
        report.payment_data.noted = crate::write::removal_sample::small().noted;
        report.payment_data.noted.overruled[0].reason = "sixteen digits <of ours>".into();
        let html = page(&report);
        for said in [
            "sixteen digits &lt;of ours&gt;",
            "12 card number",
            "extra.xlsx#Old",
            "48 columns mapped as something else were looked at",
            "3 parts of the delivery that the mapping does not read were looked at",
        ] {
            assert!(html.contains(said), "{said}");
        }
        let line = report.payment_data.noted.not_read[0].clone();
        report.payment_data.noted.not_read = vec![line; 73];
        assert!(page(&report).contains("and 23 more in"));
    }

    #[test]
    fn a_report_of_blanks_and_zeros_still_makes_a_page() {
        let mut report = sample::usage_only();
        report.shift = Some(crate::write::report::Shift::default());
        report.letters = Some(crate::write::report::Letters::default());
        report.balances = Some(crate::write::report::Balances::default());
        report.findings = sample::go().findings;
        report.findings[0].place = Some("BILLHIST.csv row 17".into());
        report.held_back = sample::go().held_back;
        report.held_back[0].difference_cents = None;
        report.verdict.outcome = Outcome::NoGo;
        report.verification[0].failures = 3;
        let html = page(&report);
        assert!(html.contains("and 3 more") && html.contains("BILLHIST.csv row 17"));
        assert!(!html.contains("<svg class=\"plot\""));
    }

    #[test]
    fn billing_periods_of_another_length_are_counted_or_said_to_be_none() {
        let mut report = sample::go();
        let html = page(&report);
        for said in [
            "2 accounts have a billing period that is longer or shorter",
            "+4 days</th><td class=\"n\">2</td><td class=\"n\">2</td><td class=\"n\">18.20</td>",
            "\u{2212}18.20",
            "Nobody is told",
            "1 account has no bill to estimate from",
        ] {
            assert!(html.contains(said), "{said}");
        }
        report.period_changes = Some(Default::default());
        assert!(page(&report).contains("No billing period changes its length."));
        report.period_changes = None;
        assert!(!page(&report).contains("of another length"));
    }

    #[test]
    fn numbers_are_written_for_people() {
        assert_eq!(money(-123_456), "\u{2212}1,234.56");
        assert_eq!(count(0), "0");
        assert_eq!(count(1_234_567), "1,234,567");
        assert_eq!(figure("1235762", "balance_cents"), "12,357.62");
        assert_eq!(figure("12.5", "kwh"), "12.5");
        assert_eq!(day("2017-02-24", "%a, %b %-d"), "Fri, Feb 24");
    }
}
