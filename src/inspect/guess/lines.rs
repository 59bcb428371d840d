//! The lines of one file's table: fields with their columns and codes, then what is dropped, then
//! what nobody could guess. Every column stands in one line, and every guess has its evidence.

use super::assign::{Match, certain_payment, is_constant};
use super::codes::{codes, offset, unit};
use super::fields::{Takes, of as fields_of};
use super::formats::General;
use super::{Placed, evidence};
use crate::inspect::report::{ColumnProfile, PaymentSign};
use crate::record::payment_kind::PaymentKind;
use crate::record::skeleton::{Entry, Line};
use crate::record::source::Entity;

/// More codes than these stand on a line of their own.
const CODES_BESIDE: usize = 3;

/// Returns the lines of a table.
pub(super) fn of(placed: &Placed<'_>, all: &[Placed<'_>], general: &General) -> Vec<Line> {
    let rows = placed.table.rows.rows;
    let mut lines = vec![
        Line::new(&["file"], Entry::text(placed.file.name)).guess(format!(
            "{} by its columns; {} rows",
            placed.fit.entity.name(),
            evidence::count(rows)
        )),
    ];
    lines.extend(general.own(placed));
    lines.extend(key(placed));
    let zone = zone(placed);
    for wanted in fields_of(placed.fit.entity) {
        let found = placed
            .fit
            .matches
            .iter()
            .find(|m| m.wanted.field == wanted.field);
        match found {
            Some(found) if wanted.takes == Takes::Stamp && zone.is_some() => {
                lines.extend(zoned(placed, found, zone));
            }
            Some(found) => field(placed, found, &mut lines),
            None if is_constant(wanted.field) => lines.push(constant(wanted.field, placed, all)),
            None if wanted.needed => {
                let line = Line::new(&[wanted.field], Entry::open());
                lines.push(line.guess("needed; no column was found for it"));
            }
            None => {}
        }
    }
    rest(placed, zone, &mut lines);
    lines
}

/// Returns the columns that tell rows apart, where the usual columns are not all there.
fn key(placed: &Placed<'_>) -> Option<Line> {
    let usual: &[&str] = if placed.fit.entity == Entity::Usage {
        &["legacy_bill_id", "meter_number"]
    } else if placed.fit.entity == Entity::PaymentMethod {
        &["legacy_method_id"]
    } else {
        &[]
    };
    let has = |field: &&str| placed.fit.matches.iter().any(|m| m.wanted.field == *field);
    if usual.iter().all(has) {
        return None;
    }
    let column = |name: &String| placed.table.columns.iter().find(|c| c.name == *name);
    let readable = |name: &String| column(name).is_some_and(|c| dropped(placed, c).is_none());
    let found = placed
        .table
        .keys
        .iter()
        .find(|key| key.columns.iter().all(readable));
    let line = |value| Line::new(&["key"], value);
    Some(match found {
        Some(key) => {
            let names = key.columns.iter().map(|name| Entry::text(name)).collect();
            line(Entry::List(names)).guess("tell all rows apart")
        }
        None => line(Entry::text("none")).guess("no columns tell all rows apart"),
    })
}

fn field(placed: &Placed<'_>, found: &Match, lines: &mut Vec<Line>) {
    let Some(column) = placed.table.columns.get(found.column) else {
        return;
    };
    let name = found.wanted.field;
    let named = Entry::text(&column.name);
    let why = evidence::of(column, found.score);
    match found.wanted.takes {
        Takes::Codes => return with_codes(placed, found, column, lines),
        Takes::Flag => return flag(placed, found, column, lines),
        Takes::Money if name == "donation" => {
            let parts = vec![
                ("column".to_owned(), named),
                ("program".to_owned(), Entry::open()),
            ];
            lines.push(Line::new(&[name], Entry::Table(parts)).guess(why));
            return;
        }
        Takes::Id
        | Takes::Text
        | Takes::Day
        | Takes::Stamp
        | Takes::Month
        | Takes::Money
        | Takes::Number
        | Takes::Zip => {}
    }
    let own = placed.fit.entity == Entity::Account && name == "legacy_account_number";
    let number = name == "legacy_account_number" && column.number_cells > 0;
    let member = name == "member";
    let value = match pattern(column).filter(|_| own || number || member) {
        None if number => with(named, "pattern", Entry::open()),
        None => named,
        Some(_) if member && column.number_cells == 0 => named,
        Some(pattern) if member => with(named, "account_pattern", Entry::text(pattern)),
        Some(pattern) => with(named, "pattern", Entry::text(pattern)),
    };
    lines.push(Line::new(&[name], value).guess(why));
}

fn with(column: Entry, key: &str, value: Entry) -> Entry {
    Entry::Table(vec![("column".to_owned(), column), (key.to_owned(), value)])
}

/// Returns how all identifiers of a column are written, where that is digits and signs.
fn pattern(column: &ColumnProfile) -> Option<&str> {
    let forms = column.written.iter().map(|form| form.value.as_str());
    let of_digits = |form: &&str| {
        let plain = |c: char| c == 'd' || (c.is_ascii_punctuation() && c != '+');
        form.contains('d') && form.chars().all(plain)
    };
    let mut fitting = forms.filter(of_digits);
    let widest = column.lengths.1;
    if column.number_cells > 0 {
        // Number cells have lost their zeros: the widest form is the whole one.
        return fitting.find(|form| form.len() == widest);
    }
    let first = fitting.next()?;
    (column.written.len() == 1 && column.misfits == 0 && first.len() == widest).then_some(first)
}

fn table_of(entries: Vec<(String, Entry)>) -> Entry {
    Entry::Table(entries)
}

fn with_codes(placed: &Placed<'_>, found: &Match, column: &ColumnProfile, lines: &mut Vec<Line>) {
    let wanted = found.wanted;
    let filled = |field: &str| {
        let other = placed
            .fit
            .matches
            .iter()
            .find(|m| m.wanted.field == field)?;
        Some(placed.table.columns.get(other.column)?.filled)
    };
    let guessed = codes(
        (placed.fit.entity, wanted.field, wanted.takes),
        column,
        &filled,
    );
    let known = guessed.iter().filter(|(_, value)| value.is_some()).count();
    let mut list: Vec<(String, Entry)> = guessed
        .iter()
        .map(|(code, value)| (code.value.clone(), Entry::text(value.unwrap_or("?"))))
        .collect();
    let count = list.len();
    let why = match (known, count) {
        (_, 0) => "its codes are not shown; list them".to_owned(),
        (k, n) if k == n => format!("{n} {}, all guessed", codes_word(n)),
        (k, n) => format!("{n} {}, {k} guessed", codes_word(n)),
    };
    if list.is_empty() {
        list.push(("?".to_owned(), Entry::open()));
    }
    let named = Entry::text(&column.name);
    if count > CODES_BESIDE {
        let by = evidence::of(column, found.score);
        lines.push(Line::new(&[wanted.field, "column"], named).guess(by));
        lines.push(Line::new(&[wanted.field, "codes"], table_of(list)).guess(why));
    } else {
        let value = with(named, "codes", table_of(list));
        lines.push(Line::new(&[wanted.field], value).guess(why));
    }
}

fn codes_word(count: usize) -> &'static str {
    if count == 1 { "code" } else { "codes" }
}

fn flag(placed: &Placed<'_>, found: &Match, column: &ColumnProfile, lines: &mut Vec<Line>) {
    let wanted = found.wanted;
    let guessed = codes(
        (placed.fit.entity, wanted.field, wanted.takes),
        column,
        &|_| None,
    );
    let side = |word: &str| -> Vec<String> {
        let of = guessed.iter().filter(|(_, value)| *value == Some(word));
        of.map(|(code, _)| code.value.clone()).collect()
    };
    let (yes, mut no) = (side("yes"), side("no"));
    if column.blank > 0 {
        no.push(String::new());
    }
    let rows = |words: &[String]| -> u64 {
        let of = column
            .codes
            .iter()
            .filter(|code| words.contains(&code.value));
        of.map(|code| code.rows).sum()
    };
    let why = format!("yes in {} of {} rows", rows(&yes), placed.table.rows.rows);
    let side = |words: Vec<String>| match words.as_slice() {
        [] => Entry::open(),
        [one] => Entry::text(one),
        more => Entry::List(more.iter().map(|word| Entry::text(word)).collect()),
    };
    let parts = vec![
        ("column".to_owned(), Entry::text(&column.name)),
        ("yes".to_owned(), side(yes)),
        ("no".to_owned(), side(no)),
    ];
    lines.push(Line::new(&[wanted.field], Entry::Table(parts)).guess(why));
}

/// Returns the place of a column with labels of zones, beside a time stamp.
fn zone(placed: &Placed<'_>) -> Option<usize> {
    let words = placed.words.iter().zip(&placed.table.columns);
    words.enumerate().find_map(|(at, (words, column))| {
        let named = words.iter().any(|word| word == "zone" || word == "tz");
        let labels =
            !column.codes.is_empty() && column.codes.iter().any(|c| offset(&c.value).is_some());
        let free = placed.fit.matches.iter().all(|m| m.column != at);
        (named && labels && free).then_some(at)
    })
}

fn zoned(placed: &Placed<'_>, found: &Match, zone: Option<usize>) -> Vec<Line> {
    let name = found.wanted.field;
    let columns = &placed.table.columns;
    let (Some(column), Some(zone)) = (columns.get(found.column), zone.and_then(|z| columns.get(z)))
    else {
        return Vec::new();
    };
    let offsets: Vec<_> = zone
        .codes
        .iter()
        .map(|c| {
            (
                c.value.clone(),
                Entry::text(offset(&c.value).unwrap_or("?")),
            )
        })
        .collect();
    let labels = format!("{} labels", offsets.len());
    vec![
        Line::new(&[name, "column"], Entry::text(&column.name))
            .guess(evidence::of(column, found.score)),
        Line::new(&[name, "zone"], Entry::text(&zone.name)).guess(labels),
        Line::new(&[name, "offsets"], Entry::Table(offsets)).guess("as the labels usually are"),
    ]
}

/// Returns the unit or commodity that all rows have, as the header of the consumption names it.
fn constant(field: &str, placed: &Placed<'_>, all: &[Placed<'_>]) -> Line {
    let usage = all.iter().find(|p| p.fit.entity == Entity::Usage);
    let quantity = usage.and_then(|p| {
        let found = p
            .fit
            .matches
            .iter()
            .find(|m| m.wanted.field == "quantity")?;
        unit(p.words.get(found.column)?)
    });
    let value = match (field, quantity) {
        ("unit", unit) => unit,
        (_, Some("kWh")) => Some("electric"),
        (_, Some("therm")) => Some("gas"),
        (_, Some(_)) => Some("water"),
        (_, None) => None,
    };
    let why = match value {
        None => "no column says it".to_owned(),
        Some(_) if placed.fit.entity == Entity::Usage => "the header's word".to_owned(),
        Some(_) => "the consumption is so measured".to_owned(),
    };
    let always = vec![("always".to_owned(), Entry::text(value.unwrap_or("?")))];
    Line::new(&[field], Entry::Table(always)).guess(why)
}

/// Adds the columns that no field uses: dropped where they may be payment data, else to be decided.
fn rest(placed: &Placed<'_>, zone: Option<usize>, lines: &mut Vec<Line>) {
    let stamped = placed
        .fit
        .matches
        .iter()
        .any(|m| m.wanted.takes == Takes::Stamp);
    let mut ignored = Vec::new();
    let mut names: Vec<&str> = Vec::new();
    for (at, column) in placed.table.columns.iter().enumerate() {
        let used = placed.fit.matches.iter().any(|m| m.column == at);
        if used || (stamped && zone == Some(at)) || names.contains(&column.name.as_str()) {
            continue;
        }
        names.push(&column.name);
        if let Some(kind) = dropped(placed, column) {
            let line = Line::new(
                &["drop", &column.name],
                Entry::text(&kind.code().replace('_', " ")),
            );
            lines.push(match evidence::checksum(column) {
                Some(why) if kind != PaymentKind::Other => line.certain(why),
                _ => line.guess(evidence::payment(column)),
            });
        } else {
            let line = Line::new(&["ignore", &column.name], Entry::text("? not guessed"));
            ignored.push(line.guess(evidence::of(column, 1000)));
        }
    }
    lines.extend(ignored);
}

/// Returns the kind as which an unused column is dropped. In doubt it is: in a table of stored
/// methods everything else is, and elsewhere what passes checksums.
fn dropped(placed: &Placed<'_>, column: &ColumnProfile) -> Option<PaymentKind> {
    let used = placed.fit.matches.iter().any(|m| {
        placed
            .table
            .columns
            .get(m.column)
            .is_some_and(|c| c.name == column.name)
    });
    if used {
        return None;
    }
    if let Some(kind) = certain_payment(column) {
        return Some(kind);
    }
    let payment = column.payment.as_ref();
    if payment.is_some_and(|p| p.kind == Some(PaymentKind::MethodId)) {
        return Some(PaymentKind::MethodId);
    }
    if placed.fit.entity == Entity::PaymentMethod {
        let at = placed
            .table
            .columns
            .iter()
            .position(|c| c.name == column.name);
        let words = at.and_then(|at| placed.words.get(at));
        let named = words.is_some_and(|words| words.iter().any(|word| word == "name"));
        return Some(if named {
            PaymentKind::NameOnInstrument
        } else {
            PaymentKind::Other
        });
    }
    let doubtful = payment.is_some_and(|p| p.by != PaymentSign::Texts);
    doubtful.then_some(PaymentKind::Other)
}
