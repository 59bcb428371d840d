//! What a column is, from all that was counted of it. A type needs nine of ten values; whatever
//! does not fit is told, with its first rows.

use super::column::{CLASSES, Class, Column};
use super::day_stats::DayStats;
use super::days::{self, Pattern};
use super::report::ColumnType;
use super::rows::FirstRows;
use std::borrow::Cow;

/// What a column's values are, and which of them.
pub(super) struct Verdict<'a> {
    pub(super) kind: ColumnType,
    pub(super) fits: u64,
    pub(super) misfit_rows: FirstRows,
    pub(super) days: Option<(Pattern, Cow<'a, DayStats>)>,
    /// Cells of nothing but zeros that stand for no day.
    pub(super) zero_days: u64,
}

/// Most different values of a code set.
const MOST_CODES: u64 = 25;

/// Decides what a column is.
pub(super) fn conclude(column: &Column) -> Verdict<'_> {
    let n = column.filled;
    if n == 0 {
        return verdict(column, ColumnType::Blank, &[]);
    }
    let most = |classes: &[Class]| count(column, classes) * 10 >= n * 8;
    let simple = [
        (Class::Secret, ColumnType::PasswordHash),
        (Class::Email, ColumnType::Email),
        (Class::Phone, ColumnType::Phone),
    ];
    for (class, kind) in simple {
        if most(&[class]) {
            return verdict(column, kind, &[class]);
        }
    }
    if is_flag(column) {
        let mut flag = verdict(column, ColumnType::Flag, &[]);
        flag.fits = n;
        flag.misfit_rows = FirstRows::default();
        return flag;
    }
    if most(&[Class::Day, Class::Stamp]) {
        return separated(column);
    }
    let texts = count(column, &[Class::Day, Class::Stamp]);
    if texts > 0
        && column.day_cells > 0
        && (texts + column.day_cells) * 10 >= n * 9
        && let Some(found) = mixed(column)
    {
        return found;
    }
    let digits = count(column, &[Class::Digits]);
    if digits * 10 >= n * 9
        && let Some(found) = compact(column, digits)
    {
        return found;
    }
    let fives = column.digit_lengths.get(5).copied().unwrap_or(0);
    let long_zips = column.class_count(Class::Zip) > 0;
    if (column.hints.zip || long_zips) && (fives + count(column, &[Class::Zip])) * 10 >= n * 9 {
        return verdict(column, ColumnType::Zip, &[Class::Zip, Class::Digits]);
    }
    if count(column, &[Class::Digits, Class::Number]) * 10 >= n * 9 {
        let kind = numeric(column);
        return verdict(column, kind, &[Class::Digits, Class::Number]);
    }
    let mut all = if is_code_set(column) {
        verdict(column, ColumnType::Codes, &[])
    } else if most(&[Class::Identifier, Class::Digits]) {
        let fitting = [Class::Identifier, Class::Digits, Class::Word];
        return verdict(column, ColumnType::Identifier, &fitting);
    } else {
        verdict(column, ColumnType::Text, &[])
    };
    all.fits = n;
    all.misfit_rows = FirstRows::default();
    all
}

fn count(column: &Column, classes: &[Class]) -> u64 {
    classes.iter().map(|c| column.class_count(*c)).sum()
}

fn verdict<'a>(column: &'a Column, kind: ColumnType, fitting: &[Class]) -> Verdict<'a> {
    let fitting: Vec<usize> = fitting.iter().map(|c| *c as usize).collect();
    let mut misfit_rows = FirstRows::default();
    let mut fits = 0;
    for at in 0..CLASSES {
        let Some((count, rows)) = column.classes.get(at) else {
            continue;
        };
        if fitting.contains(&at) {
            fits += count;
        } else {
            misfit_rows = misfit_rows.merged(*rows);
        }
    }
    Verdict {
        kind,
        fits,
        misfit_rows,
        days: None,
        zero_days: 0,
    }
}

fn is_flag(column: &Column) -> bool {
    const PAIRS: [&[&str]; 6] = [
        &["Y", "N"],
        &["YES", "NO"],
        &["T", "F"],
        &["TRUE", "FALSE"],
        &["0", "1"],
        &["X"],
    ];
    let Some(codes) = column.codes.list() else {
        return false;
    };
    let upper: Vec<String> = codes.iter().map(|(c, _)| c.to_uppercase()).collect();
    let inside = |pair: &[&str]| upper.iter().all(|c| pair.contains(&c.as_str()));
    // A lone 0 or 1 may be a count that never was another one.
    let lone = upper.len() == 1 && upper.iter().any(|c| c == "0" || c == "1");
    !lone && PAIRS.iter().any(|pair| inside(pair))
}

/// Returns true where the values are few, and each stands often.
pub(super) fn is_code_set(column: &Column) -> bool {
    let different = column.distinct.count();
    let few = different <= MOST_CODES && column.filled >= different * 8;
    let more = column.filled >= different * 20;
    let shown = column.codes.list().is_some();
    shown
        && !column.hints.personal
        && (few || more || (different <= 3 && column.filled > different))
}

fn separated(column: &Column) -> Verdict<'_> {
    let mut found = verdict(column, ColumnType::Date, &[Class::Day, Class::Stamp]);
    let Some((pattern, stats)) = column.days.best(|p| !p.is_compact()) else {
        return verdict(column, ColumnType::Text, &[]);
    };
    found.kind = if pattern == Pattern::YearMonth {
        ColumnType::Month
    } else if stats.timed * 2 > stats.count && stats.midnight < stats.timed {
        ColumnType::TimeStamp
    } else {
        ColumnType::Date
    };
    found.fits = stats.count;
    found.misfit_rows = found.misfit_rows.merged(stats.impossible_rows);
    found.days = Some((pattern, Cow::Borrowed(stats)));
    found
}

/// Days of which some are written out and some are cells that a workbook shows as days.
fn mixed(column: &Column) -> Option<Verdict<'_>> {
    let mut found = separated(column);
    let (pattern, texts) = found.days.take()?;
    let (_, cells) = column.days.best(|p| p == Pattern::Serial)?;
    let all = texts.with(cells);
    let fitting = [Class::Digits, Class::Day, Class::Stamp];
    let rows = verdict(column, ColumnType::Date, &fitting).misfit_rows;
    found.misfit_rows = rows.merged(all.impossible_rows);
    found.fits = all.count;
    found.days = Some((pattern, Cow::Owned(all)));
    Some(found)
}

/// Days without signs between their parts: eight digits tell themselves, fewer need a name that
/// speaks of a day.
fn compact(column: &Column, digits: u64) -> Option<Verdict<'_>> {
    let hints = &column.hints;
    let shown = column.day_cells * 2 > column.filled;
    let named = shown || hints.day && !hints.zip && !hints.money;
    // A number that a workbook holds is a count of days sooner than a year and its day.
    let serial = column.number_cells * 2 > column.filled;
    let allowed = |p: Pattern| {
        if serial && p == Pattern::CompactYearDay {
            return false;
        }
        let alone = matches!(p, Pattern::CompactYmd | Pattern::CompactCymd);
        if shown {
            return p == Pattern::Serial;
        }
        p.is_compact() && !hints.money && !hints.zip && (named || alone)
    };
    let (pattern, stats) = column.days.best(allowed)?;
    let real = digits - column.zeros.min(digits);
    // Seven digits are a day by chance once in twenty-seven.
    let few = pattern == Pattern::CompactCymd && !named && column.distinct.count() < 5;
    let good = real > 0
        && !few
        && stats.count * 50 >= real * 49
        && stats.outside * 20 <= stats.count
        && stats.has_range();
    if !good {
        return None;
    }
    let timed = stats.timed * 2 > stats.count;
    let kind = if timed {
        ColumnType::TimeStamp
    } else {
        ColumnType::Date
    };
    let mut found = verdict(column, kind, &[Class::Digits]);
    found.fits = stats.count;
    found.misfit_rows = found.misfit_rows.merged(stats.impossible_rows);
    found.days = Some((pattern, Cow::Borrowed(stats)));
    found.zero_days = column.zeros;
    Some(found)
}

/// Returns the longest number without a point, in digits.
fn longest_digits(column: &Column) -> usize {
    let lengths = &column.digit_lengths;
    lengths.iter().rposition(|n| *n > 0).unwrap_or(0)
}

fn numeric(column: &Column) -> ColumnType {
    let hints = &column.hints;
    let places = column.numbers.most_places();
    if places == 0 && !column.numbers.is_money() {
        let lengths = column.digit_lengths.iter().filter(|n| **n > 0).count();
        let longest = longest_digits(column);
        // Numbers of fixed width are filled up with zeros; identifiers have few.
        let filled_up = lengths == 1 && (longest <= 3 || column.leading_zeros * 2 > column.filled);
        let zeros = column.leading_zeros > 0 && !filled_up;
        let even = lengths == 1 && longest >= 6 && column.distinct.count() * 2 >= column.filled;
        let long = longest >= 9 && !filled_up;
        if !hints.money && (zeros || hints.id || even || long) || longest > 15 {
            return ColumnType::Identifier;
        }
        return if hints.money {
            ColumnType::Amount
        } else {
            ColumnType::WholeNumber
        };
    }
    if column.numbers.is_money() || (hints.money && places <= 2) {
        ColumnType::Amount
    } else {
        ColumnType::Decimal
    }
}

/// Returns how a column's days are written, in the words of a mapping.
pub(super) fn day_words(pattern: Pattern, stats: &DayStats) -> String {
    let mut words = pattern.words(char::from(stats.separator), stats.unpadded == 0);
    if stats.timed > 0 && pattern == Pattern::Serial {
        words.push_str(" with a time");
    } else if stats.timed > 0 {
        let glued = pattern.is_compact();
        words.push_str(if glued { "HHMM" } else { " HH:MM" });
        if stats.time.seconds {
            words.push_str(if glued { "SS" } else { ":SS" });
        }
        if stats.time.half {
            words.push_str(" AM");
        }
        if stats.time.zone {
            words.push_str(" and a zone");
        }
    }
    words
}

/// Returns true where the order of day and month shows in no row.
pub(super) fn is_ambiguous(column: &Column, pattern: Pattern, stats: &DayStats) -> bool {
    let other = match pattern {
        Pattern::MonthDayYear => Pattern::DayMonthYear,
        Pattern::DayMonthYear => Pattern::MonthDayYear,
        Pattern::MonthDayShort => Pattern::DayMonthShort,
        Pattern::DayMonthShort => Pattern::MonthDayShort,
        Pattern::YearMonthDay
        | Pattern::DayNameYear
        | Pattern::DayNameShort
        | Pattern::YearMonth
        | Pattern::CompactYmd
        | Pattern::CompactMdy
        | Pattern::CompactCymd
        | Pattern::CompactYymd
        | Pattern::CompactMmddyy
        | Pattern::CompactYearDay
        | Pattern::YearAndDay
        | Pattern::Serial => return false,
    };
    column.days.count(other) == stats.count
}

/// Returns a day as `YYYY-MM-DD`, a month without its day.
pub(super) fn day_text(pattern: Pattern, day: i32) -> String {
    let mut text = days::write(day);
    if pattern == Pattern::YearMonth {
        text.truncate(7);
    }
    text
}
