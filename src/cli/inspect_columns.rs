//! The columns of an unknown file: name, type, filled rows, different values, and what else is
//! worth a line.

use super::inspect_text::{WIDTH, some, wrapped};
use super::summary::count;
use crate::flow::inspect::{
    ColumnProfile, ColumnType, PaymentFacts, PaymentKind, PaymentSign, TableProfile, Tally,
};
use std::fmt::Write;

/// Most columns that are shown.
const COLUMNS: usize = 120;
/// Most codes that are shown.
const CODES: usize = 25;
/// Widest name and type.
const NAME: usize = 22;
const KIND: usize = 14;

/// Adds the columns.
pub(super) fn columns(out: &mut String, table: &TableProfile) {
    let names = table.columns.iter().take(COLUMNS);
    let name = names
        .clone()
        .map(|c| c.name.chars().count())
        .max()
        .unwrap_or(0);
    let name = name.clamp(6, NAME);
    let start = 2 + name + 1 + KIND + 11 + 11 + 2;
    let _ = writeln!(
        out,
        "  {:<name$} {:<KIND$}{:>11}{:>11}  what is in it",
        "column", "type", "filled", "distinct"
    );
    for column in names {
        let about = if column.distinct.exact { "" } else { "~" };
        let distinct = format!("{about}{}", count(column.distinct.count));
        let mut title: Vec<String> = wrapped_name(&column.name, name);
        let first = if title.is_empty() {
            String::new()
        } else {
            title.remove(0)
        };
        let mut lines = wrapped(&what(column), WIDTH - start).into_iter();
        let head = format!(
            "  {first:<name$} {:<KIND$}{:>11}{distinct:>11}  {}",
            column.kind.words(),
            count(column.filled),
            lines.next().unwrap_or_default()
        );
        let _ = writeln!(out, "{}", head.trim_end());
        let mut title = title.into_iter();
        loop {
            let (left, right) = (title.next(), lines.next());
            if left.is_none() && right.is_none() {
                break;
            }
            let left = format!("  {}", left.unwrap_or_default());
            let row = format!("{left:<start$}{}", right.unwrap_or_default());
            let _ = writeln!(out, "{}", row.trim_end());
        }
    }
    if table.columns.len() > COLUMNS {
        let more = table.columns.len() - COLUMNS;
        let _ = writeln!(out, "  … and {more} more columns (--format json has all)");
    }
}

/// Cuts a long name into lines, at blanks where it has some.
fn wrapped_name(name: &str, width: usize) -> Vec<String> {
    let lines = wrapped(name, width).into_iter();
    let cut = |line: String| {
        let signs: Vec<char> = line.chars().collect();
        let parts = signs.chunks(width).map(|part| part.iter().collect());
        parts.collect::<Vec<String>>()
    };
    lines.flat_map(cut).collect()
}

/// Returns row numbers: `row 88`, `rows 5, 9, 12`.
pub(super) fn rows(rows: &[u64]) -> String {
    let list: Vec<String> = rows.iter().map(|row| count(*row)).collect();
    match list.as_slice() {
        [] => "no row".to_owned(),
        [one] => format!("row {one}"),
        more => format!("rows {}", more.join(", ")),
    }
}

/// Returns what is worth a line of a column.
fn what(column: &ColumnProfile) -> String {
    let mut parts = Vec::new();
    parts.extend(written(column));
    numbers(column, &mut parts);
    days(column, &mut parts);
    codes(column, &mut parts);
    if column.misfits > 0 {
        let impossible = column.days.as_ref().map_or(0, |d| d.impossible);
        let other = column.misfits.saturating_sub(impossible);
        if other > 0 {
            parts.push(format!(
                "{} not so ({})",
                count(other),
                rows(&column.misfit_rows)
            ));
        }
    }
    blanks(column, &mut parts);
    if column.zero_ids > 0 {
        parts.push(format!("{} are 0", count(column.zero_ids)));
    }
    if column.leading_zeros > 0 && column.kind != ColumnType::Amount {
        parts.push(format!(
            "{} with zeros in front",
            count(column.leading_zeros)
        ));
    }
    parts.extend(number_cells(column));
    if column.unreadable > 0 {
        let at = rows(&column.unreadable_rows);
        parts.push(format!(
            "{} cannot be read ({at})",
            count(column.unreadable)
        ));
    }
    if let Some(facts) = &column.payment {
        parts.push(flag(facts).to_owned());
    }
    parts.join("; ")
}

/// Says which cells the file holds as numbers: an identifier among them has lost its zeros.
fn number_cells(column: &ColumnProfile) -> Option<String> {
    let (numbers, texts) = (
        column.number_cells,
        column.filled.saturating_sub(column.number_cells),
    );
    if numbers == 0 {
        return None;
    }
    let cells = some(numbers, "number cell", "number cells");
    if column.payment.as_ref().is_some_and(|p| p.kind.is_some()) {
        return Some(cells);
    }
    let identifier = column.kind == ColumnType::Identifier;
    Some(match (identifier, texts, column.text_digits) {
        _ if column.days.is_some() => return None,
        (_, 0, _) => "number cells".to_owned(),
        (true, _, Some(digits)) => format!(
            "some cells are numbers ({}): zeros in front are lost; {digits} digits in the {}",
            count(numbers),
            some(texts, "text cell", "text cells")
        ),
        (true, _, None) => format!("{cells}: zeros in front are lost"),
        (false, _, _) => format!("{cells}, the others text"),
    })
}

fn written(column: &ColumnProfile) -> Option<String> {
    let all = &column.written;
    let list = |all: &[Tally]| {
        let each = all.iter().map(|t| format!("{} {}", t.value, count(t.rows)));
        each.collect::<Vec<_>>().join(", ")
    };
    match (column.kind, all.as_slice()) {
        (_, []) => {
            let (least, most) = column.lengths;
            let text = matches!(column.kind, ColumnType::Text | ColumnType::Identifier);
            (text && most > 0).then(|| format!("{least} to {most} signs"))
        }
        (ColumnType::Date | ColumnType::TimeStamp, [one]) => Some(one.value.clone()),
        (ColumnType::Amount, [one]) if one.value == "12" => Some("no point".to_owned()),
        (_, [one]) => Some(one.value.clone()),
        (_, several) => Some(list(several)),
    }
}

fn numbers(column: &ColumnProfile, parts: &mut Vec<String>) {
    let Some(facts) = column.numbers.as_ref().filter(|_| column.codes.is_empty()) else {
        return;
    };
    parts.extend(facts.sum.as_ref().map(|sum| format!("sum {}", commas(sum))));
    if let (Some(least), Some(most)) = (&facts.least, &facts.most) {
        parts.push(format!("{} to {}", commas(least), commas(most)));
    }
    if facts.negative > 0 {
        parts.push(format!("{} negative", count(facts.negative)));
    }
    if facts.zero > 0 {
        parts.push(format!("{} zero", count(facts.zero)));
    }
}

/// Returns digits with commas between groups of three before the point.
fn commas(digits: &str) -> String {
    let (sign, rest) = match digits.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", digits),
    };
    let (whole, behind) = rest
        .split_once('.')
        .map_or((rest, None), |(w, b)| (w, Some(b)));
    let mut out = sign.to_owned();
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(behind) = behind {
        out.push('.');
        out.push_str(behind);
    }
    out
}

fn days(column: &ColumnProfile, parts: &mut Vec<String>) {
    let Some(facts) = &column.days else { return };
    if let (Some(first), Some(last)) = (&facts.first, &facts.last) {
        parts.push(format!("{first} to {last}"));
    }
    if facts.impossible > 0 {
        let at = rows(&facts.impossible_rows);
        parts.push(format!(
            "{} on days that do not exist ({at})",
            count(facts.impossible)
        ));
    }
    if facts.outside > 0 {
        let at = rows(&facts.outside_rows);
        parts.push(format!(
            "{} before 1920 or after 2079 ({at})",
            count(facts.outside)
        ));
    }
    if facts.first_of_month_only {
        parts.push("only on the first of a month".to_owned());
    }
    if facts.day_or_month_first {
        parts.push("day and month cannot be told apart".to_owned());
    }
    if let Some(thin) = &facts.thin_month {
        let others = match thin.months {
            1 => String::new(),
            n => format!(", {} such months", count(n)),
        };
        parts.push(format!(
            "a hole: {} has {}, the middle month {}{others}",
            thin.month,
            some(thin.rows, "row", "rows"),
            count(thin.middle)
        ));
    }
}

fn codes(column: &ColumnProfile, parts: &mut Vec<String>) {
    if column.codes.is_empty() {
        return;
    }
    let each = column.codes.iter().take(CODES);
    let mut text: Vec<String> = each
        .map(|t| format!("{} {}", t.value, count(t.rows)))
        .collect();
    if column.codes.len() > CODES {
        text.push(format!("… {} more", column.codes.len() - CODES));
    }
    parts.push(text.join(", "));
    if !column.spellings.is_empty() {
        let groups = column.spellings.iter().take(4);
        let groups: Vec<String> = groups.map(|group| group.join("/")).collect();
        parts.push(format!("perhaps one code each: {}", groups.join(", ")));
    }
}

fn blanks(column: &ColumnProfile, parts: &mut Vec<String>) {
    if column.blank > 0 {
        let spaces = match column.spaces {
            0 => String::new(),
            n if n == column.blank => " (all of spaces)".to_owned(),
            n => format!(" ({} of spaces)", count(n)),
        };
        parts.push(format!("{} blank{spaces}", count(column.blank)));
    }
    for word in &column.null_words {
        parts.push(format!("`{}` {}", word.value, count(word.rows)));
    }
    if column.padded > 0 && column.padded < column.filled {
        parts.push(format!("{} with blanks around", count(column.padded)));
    }
}

fn flag(facts: &PaymentFacts) -> &'static str {
    match facts.by {
        PaymentSign::Values | PaymentSign::Name => "CARD OR BANK DATA, see below",
        PaymentSign::SomeValues => "some pass a card or bank check, see below",
        PaymentSign::Texts => "card or bank data in texts, see below",
    }
}

fn kind_words(kind: PaymentKind) -> &'static str {
    match kind {
        PaymentKind::CardNumber => "card number",
        PaymentKind::CardExpiry => "card expiry",
        PaymentKind::CardCode => "card code",
        PaymentKind::NameOnInstrument => "name on instrument",
        PaymentKind::RoutingNumber => "routing number",
        PaymentKind::BankAccount => "bank account",
        PaymentKind::AccountType => "account type",
        PaymentKind::MethodId => "method id",
        PaymentKind::Iban => "iban",
        PaymentKind::SocialSecurity => "social security",
        PaymentKind::TrackData => "track data",
        PaymentKind::Pin => "pin",
        PaymentKind::Other => "other",
    }
}

/// Returns what is known of card and bank data in a column.
pub(super) fn payment(facts: &PaymentFacts) -> String {
    let of = |n: u64| format!("{} of {}", count(n), some(facts.filled, "value", "values"));
    let mut parts = Vec::new();
    if let Some(kind) = facts.kind {
        let by = match facts.by {
            PaymentSign::Values => "by its values",
            PaymentSign::Name | PaymentSign::SomeValues | PaymentSign::Texts => "by its name",
        };
        parts.push(format!("{} {by}", kind_words(kind)));
        if facts.card_numbers + facts.routing_numbers + facts.ibans == 0 {
            parts.push(some(facts.filled, "value", "values"));
        }
    }
    if facts.card_numbers > 0 {
        parts.push(format!("{} pass the card checksum", of(facts.card_numbers)));
    }
    if facts.routing_numbers > 0 {
        let passed = of(facts.routing_numbers);
        parts.push(format!("{passed} pass the check of routing numbers"));
    }
    if facts.ibans > 0 {
        parts.push(format!(
            "{} are international account numbers",
            of(facts.ibans)
        ));
    }
    if facts.kind.is_none() && facts.by == PaymentSign::SomeValues {
        parts.push("identifiers do so by chance: look at the column".to_owned());
    }
    if facts.texts > 0 {
        let kinds = facts.pieces.iter();
        let kinds = kinds.map(|(kind, n)| format!("{} {}", kind_words(*kind), count(*n)));
        let kinds = kinds.collect::<Vec<_>>().join(", ");
        parts.push(format!(
            "in {}: {kinds}",
            some(facts.texts, "text", "texts")
        ));
    }
    if let Some(from) = &facts.known_from {
        let known = some(
            facts.known_identifiers,
            "of these is a value",
            "of these are values",
        );
        parts.push(format!("{known} of {from}"));
    }
    parts.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_have_commas_before_the_point_only() {
        for (digits, shown) in [
            ("-1234567.891", "-1,234,567.891"),
            ("12", "12"),
            ("123.4", "123.4"),
        ] {
            assert_eq!(commas(digits), shown);
        }
        assert_eq!(rows(&[1042]), "row 1,042");
    }
}
