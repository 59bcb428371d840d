//! From what was counted of a column to what may be shown of it.

use super::codes::spellings;
use super::column::{Class, Column};
use super::conclude::{Verdict, conclude, day_text, day_words, is_ambiguous, is_code_set};
use super::day_stats::DayStats;
use super::days::Pattern;
use super::nulls;
use super::numbers::{Numbers, PLACES, style, write};
use super::report::{
    ColumnProfile, ColumnType, Count, DayFacts, NumberFacts, PaymentFacts, PaymentSign, Tally,
    ThinMonth,
};
use crate::record::payment_kind::PaymentKind;

/// How days are written that a workbook holds as numbers.
pub(super) const DAY_CELLS: &str = "day cells";
/// How days with a time are written that a workbook holds as numbers.
pub(super) const STAMP_CELLS: &str = "day cells with a time";
/// Most forms that are told.
const MOST_FORMS: usize = 5;
/// Most different numbers that are told one by one.
const MOST_NUMBERS: u64 = 25;

/// Returns what may be shown of a column, card and bank data not yet considered.
pub(super) fn profile(column: &Column, name: &str, position: usize) -> ColumnProfile {
    let verdict = conclude(column);
    let mut null_words: Vec<Tally> = nulls::WORDS
        .iter()
        .zip(column.nulls)
        .filter(|(_, rows)| *rows > 0)
        .map(|(word, rows)| tally(word, rows))
        .collect();
    if verdict.zero_days > 0 {
        null_words.push(tally("zeros only", verdict.zero_days));
    }
    let codes = column
        .codes
        .list()
        .filter(|_| shows_codes(column, &verdict));
    let codes = codes.unwrap_or_default();
    let filled = column.filled - verdict.zero_days;
    ColumnProfile {
        position: position + 1,
        name: name.to_owned(),
        kind: verdict.kind,
        written: written(column, &verdict),
        fits: verdict.fits.min(filled),
        misfits: filled.saturating_sub(verdict.fits),
        misfit_rows: if filled > verdict.fits {
            verdict.misfit_rows.list()
        } else {
            Vec::new()
        },
        filled,
        blank: column.blank + column.absent,
        spaces: column.spaces,
        null_words,
        padded: column.padded,
        unreadable: column.unreadable,
        unreadable_rows: column.unreadable_rows.list(),
        number_cells: column.number_cells,
        text_digits: text_digits(column),
        leading_zeros: column.leading_zeros - verdict.zero_days.min(column.leading_zeros),
        zero_ids: if verdict.kind == ColumnType::Identifier {
            column.numbers.zero
        } else {
            0
        },
        lengths: (column.shortest, column.longest),
        distinct: Count {
            count: column.distinct.count(),
            exact: column.distinct.is_exact(),
        },
        repeats: column.distinct.repeats(),
        repeat_rows: column.repeat_rows.list(),
        spellings: spellings(&codes),
        codes: codes.iter().map(|(c, rows)| tally(c, *rows)).collect(),
        numbers: numbers(column, &verdict),
        days: verdict.days.is_some().then(|| days(column, &verdict)),
        payment: None,
    }
}

/// Returns how many digits the text cells have that are nothing but digits, where all of them have
/// as many.
fn text_digits(column: &Column) -> Option<usize> {
    let (count, least, most) = column.text_digits;
    (count > 0 && least == most).then_some(least)
}

fn tally(value: &str, rows: u64) -> Tally {
    Tally {
        value: value.to_owned(),
        rows,
    }
}

/// Codes are shown of columns that have few values, and where these are no person's.
fn shows_codes(column: &Column, verdict: &Verdict<'_>) -> bool {
    match verdict.kind {
        ColumnType::Flag | ColumnType::Codes => true,
        ColumnType::WholeNumber => is_code_set(column) && column.distinct.count() <= MOST_NUMBERS,
        ColumnType::Identifier | ColumnType::Text => is_code_set(column),
        ColumnType::Blank
        | ColumnType::Decimal
        | ColumnType::Amount
        | ColumnType::Date
        | ColumnType::Month
        | ColumnType::TimeStamp
        | ColumnType::Zip
        | ColumnType::Phone
        | ColumnType::Email
        | ColumnType::PasswordHash => false,
    }
}

fn written(column: &Column, verdict: &Verdict<'_>) -> Vec<Tally> {
    match verdict.kind {
        ColumnType::Date | ColumnType::Month | ColumnType::TimeStamp => {
            let days = verdict.days.as_ref();
            days.map_or_else(Vec::new, |(pattern, stats)| {
                day_writings(column, *pattern, stats)
            })
        }
        ColumnType::Amount | ColumnType::Decimal => writings(&column.numbers),
        ColumnType::Identifier | ColumnType::Zip if !column.many_forms => {
            let mut forms: Vec<Tally> = column
                .forms
                .iter()
                .map(|(form, rows)| tally(&String::from_utf8_lossy(form), *rows))
                .collect();
            forms.sort_by(|a, b| b.rows.cmp(&a.rows).then_with(|| a.value.cmp(&b.value)));
            forms.truncate(MOST_FORMS);
            forms
        }
        ColumnType::Identifier
        | ColumnType::Zip
        | ColumnType::Blank
        | ColumnType::Text
        | ColumnType::Codes
        | ColumnType::Flag
        | ColumnType::WholeNumber
        | ColumnType::Phone
        | ColumnType::Email
        | ColumnType::PasswordHash => Vec::new(),
    }
}

/// Returns how days are written: a workbook may hold them as numbers, in some rows or in all.
fn day_writings(column: &Column, pattern: Pattern, stats: &DayStats) -> Vec<Tally> {
    let cells = column.day_cells;
    if cells == 0 {
        return vec![tally(&day_words(pattern, stats), stats.count)];
    }
    let timed = pattern == Pattern::Serial && stats.timed > 0;
    let words = if timed { STAMP_CELLS } else { DAY_CELLS };
    if cells >= stats.count {
        return vec![tally(words, cells)];
    }
    let texts = tally(&day_words(pattern, stats), stats.count - cells);
    vec![texts, tally(words, cells)]
}

/// Returns the writings of numbers that occur, by digits behind the point and by marks.
fn writings(numbers: &Numbers) -> Vec<Tally> {
    let mut found = Vec::new();
    for (places, rows) in (0..=PLACES).zip(numbers.places) {
        if rows > 0 {
            let digits = usize::from(places);
            let example = "12.345678901".get(..if digits == 0 { 2 } else { 3 + digits });
            found.push(tally(example.unwrap_or("12.3"), rows));
        }
    }
    let marks = style::ALL.iter().zip(numbers.styles);
    found.extend(
        marks
            .filter(|(_, rows)| *rows > 0)
            .map(|((_, example), rows)| tally(example, rows)),
    );
    found
}

fn numbers(column: &Column, verdict: &Verdict<'_>) -> Option<NumberFacts> {
    /// Nine digits could be an account at a bank.
    const LONG: i128 = 100_000_000 * 1_000_000_000;
    let summed = matches!(
        verdict.kind,
        ColumnType::Amount | ColumnType::Decimal | ColumnType::WholeNumber
    );
    let n = &column.numbers;
    if !summed || n.count == 0 {
        return None;
    }
    let places = n.most_places();
    // `93585152046.0` is what a spreadsheet makes of an account.
    let money = column.hints.money || n.is_money();
    let digits = !money || column.digit_lengths.iter().skip(9).any(|n| *n > 0);
    let long = digits && n.most.max(n.least.abs()) >= LONG;
    let short = |v: i128| (v.abs() < LONG || !digits).then(|| write(v, places));
    Some(NumberFacts {
        sum: (!long || column.hints.money).then(|| write(n.sum, places)),
        least: short(n.least),
        most: short(n.most),
        decimals: places,
        negative: n.negative,
        zero: n.zero,
    })
}

fn days(column: &Column, verdict: &Verdict<'_>) -> DayFacts {
    let Some((pattern, stats)) = verdict.days.as_ref().map(|(p, s)| (*p, s.as_ref())) else {
        return DayFacts {
            first: None,
            last: None,
            impossible: 0,
            impossible_rows: Vec::new(),
            outside: 0,
            outside_rows: Vec::new(),
            first_of_month_only: false,
            day_or_month_first: false,
            months: Vec::new(),
            thin_month: None,
        };
    };
    let range = stats.has_range();
    let months = stats.months();
    DayFacts {
        first: range.then(|| day_text(pattern, stats.first)),
        last: range.then(|| day_text(pattern, stats.last)),
        impossible: stats.impossible,
        impossible_rows: stats.impossible_rows.list(),
        outside: stats.outside,
        outside_rows: stats.outside_rows.list(),
        first_of_month_only: verdict.kind == ColumnType::Date
            && stats.count > 1
            && stats.first != stats.last
            && stats.first_of_month == stats.count - stats.outside,
        day_or_month_first: is_ambiguous(column, pattern, stats),
        months: months
            .iter()
            .map(|(m, n)| tally(m, u64::from(*n)))
            .collect(),
        thin_month: stats.thin_month().map(|thin| ThinMonth {
            month: thin.month,
            rows: thin.rows.into(),
            middle: thin.middle.into(),
            months: thin.months as u64,
        }),
    }
}

/// Adds what is known of card and bank data, and takes out whatever could show a value of it.
/// `beside` says that other columns of the file certainly hold such data.
pub(super) fn add_payment(profile: &mut ColumnProfile, column: &Column, beside: bool) {
    let Some(facts) = payment(column, beside) else {
        return;
    };
    if facts.kind.is_some() || facts.by == PaymentSign::SomeValues {
        profile.codes = Vec::new();
        profile.spellings = Vec::new();
        profile.numbers = None;
        profile.days = None;
        if facts.kind == Some(PaymentKind::NameOnInstrument) {
            profile.written = Vec::new();
        }
    }
    profile.payment = Some(facts);
}

/// Returns true where a column certainly holds card or bank data.
pub(super) fn is_certain(column: &Column) -> bool {
    payment(column, false).is_some_and(|facts| facts.kind.is_some())
}

fn payment(column: &Column, beside: bool) -> Option<PaymentFacts> {
    let (e, n) = (&column.evidence, column.filled);
    if n == 0 {
        return None;
    }
    let nearly = |count: u64| count * 10 >= n * 9;
    let hint = column
        .hints
        .payment
        .filter(|_| column.hints.payment_certain || beside);
    let expiry = beside && e.expiries * 10 >= n * 8;
    let (kind, by) = if nearly(e.cards) && !column.hints.meter {
        (Some(PaymentKind::CardNumber), PaymentSign::Values)
    } else if n >= 3 && nearly(e.routing) {
        (Some(PaymentKind::RoutingNumber), PaymentSign::Values)
    } else if nearly(e.ibans) {
        (Some(PaymentKind::Iban), PaymentSign::Values)
    } else if expiry {
        (Some(PaymentKind::CardExpiry), PaymentSign::Values)
    } else if hint.is_some() && column.class_count(Class::Text) * 2 <= n
        || hint == Some(PaymentKind::NameOnInstrument)
    {
        (hint, PaymentSign::Name)
    } else if e.cards > 0 || e.routing * 2 >= n || e.ibans > 0 {
        (None, PaymentSign::SomeValues)
    } else if e.texts > 0 {
        (None, PaymentSign::Texts)
    } else {
        return None;
    };
    let pieces = PaymentKind::ALL.into_iter().zip(e.pieces);
    Some(PaymentFacts {
        kind,
        by,
        card_numbers: e.cards,
        routing_numbers: e.routing,
        ibans: e.ibans,
        texts: e.texts,
        pieces: pieces.filter(|(_, count)| *count > 0).collect(),
        known_identifiers: 0,
        known_from: None,
        filled: n,
    })
}
