//! Days in the writings that legacy systems have, and what a column of them spans.
//!
//! A cell may fit several patterns (`01/02/2017`, `10124`): each is counted, and the column as a
//! whole decides.

use chrono::{Datelike, NaiveDate};

/// First and last year of a day that a billing system can mean.
pub(super) const PLAUSIBLE: (i32, i32) = (1920, 2079);

/// How many patterns there are.
pub(super) const PATTERNS: usize = 16;

/// A way to write a day. The order is the order of preference where several fit equally.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Pattern {
    YearMonthDay,
    MonthDayYear,
    DayMonthYear,
    MonthDayShort,
    DayMonthShort,
    DayNameYear,
    DayNameShort,
    YearMonth,
    CompactYmd,
    CompactMdy,
    CompactCymd,
    CompactYymd,
    CompactMmddyy,
    CompactYearDay,
    YearAndDay,
    Serial,
}

impl Pattern {
    pub(super) const ALL: [Self; PATTERNS] = [
        Self::YearMonthDay,
        Self::MonthDayYear,
        Self::DayMonthYear,
        Self::MonthDayShort,
        Self::DayMonthShort,
        Self::DayNameYear,
        Self::DayNameShort,
        Self::YearMonth,
        Self::CompactYmd,
        Self::CompactMdy,
        Self::CompactCymd,
        Self::CompactYymd,
        Self::CompactMmddyy,
        Self::CompactYearDay,
        Self::YearAndDay,
        Self::Serial,
    ];

    /// Returns the pattern in the words of a mapping; `separator` stands between its parts.
    pub(super) fn words(self, separator: char, padded: bool) -> String {
        let [month, day] = if padded { ["MM", "DD"] } else { ["M", "D"] };
        let s = separator;
        match self {
            Self::YearMonthDay => format!("YYYY{s}{month}{s}{day}"),
            Self::MonthDayYear => format!("{month}{s}{day}{s}YYYY"),
            Self::DayMonthYear => format!("{day}{s}{month}{s}YYYY"),
            Self::MonthDayShort => format!("{month}{s}{day}{s}YY"),
            Self::DayMonthShort => format!("{day}{s}{month}{s}YY"),
            Self::DayNameYear => format!("{day}{s}MON{s}YYYY"),
            Self::DayNameShort => format!("{day}{s}MON{s}YY"),
            Self::YearMonth => format!("YYYY{s}MM"),
            Self::CompactYmd => "YYYYMMDD".to_owned(),
            Self::CompactMdy => "MMDDYYYY".to_owned(),
            Self::CompactCymd => "CYYMMDD".to_owned(),
            Self::CompactYymd => "YYMMDD".to_owned(),
            Self::CompactMmddyy => "MMDDYY".to_owned(),
            Self::CompactYearDay => "YYDDD".to_owned(),
            Self::YearAndDay => "YYYYDDD".to_owned(),
            Self::Serial => "days since 1899-12-30".to_owned(),
        }
    }

    /// Returns true for digits without signs between them, which could be something else.
    pub(super) fn is_compact(self) -> bool {
        self as u8 >= Self::CompactYmd as u8
    }
}

/// A cell that has the shape of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Seen {
    pub(super) pattern: Pattern,
    /// Days from the common era; none where the calendar has no such day.
    pub(super) day: Option<i32>,
    pub(super) separator: u8,
    /// False where a month or day of one digit stands without a zero.
    pub(super) padded: bool,
}

fn day(year: u64, month: u64, day: u64) -> Option<i32> {
    let date = NaiveDate::from_ymd_opt(
        i32::try_from(year).ok()?,
        u32::try_from(month).ok()?,
        u32::try_from(day).ok()?,
    )?;
    Some(date.num_days_from_ce())
}

fn year_day(year: u64, ordinal: u64) -> Option<i32> {
    let date = NaiveDate::from_yo_opt(i32::try_from(year).ok()?, u32::try_from(ordinal).ok()?)?;
    Some(date.num_days_from_ce())
}

/// Two digits of a year: from 50 on 19xx, else 20xx.
fn century(short: u64) -> u64 {
    if short >= 50 {
        1900 + short
    } else {
        2000 + short
    }
}

/// Hands on every pattern that the digits of a whole cell fit.
pub(super) fn compact(digits: &[u8], value: u64, mut take: impl FnMut(Seen)) {
    let mut seen = |pattern, day: Option<i32>| {
        take(Seen {
            pattern,
            day,
            separator: b'-',
            padded: true,
        });
    };
    let n = value;
    match digits.len() {
        8 => {
            let found = day(n / 10_000, n / 100 % 100, n % 100);
            if (1600..2200).contains(&(n / 10_000)) || n / 10_000 == 9999 {
                seen(Pattern::CompactYmd, found);
            }
            if (1900..2100).contains(&(n % 10_000)) {
                let found = day(n % 10_000, n / 1_000_000, n / 10_000 % 100);
                seen(Pattern::CompactMdy, found);
            }
        }
        7 => {
            if n < 3_000_000 {
                let year = 1900 + n / 1_000_000 * 100 + n / 10_000 % 100;
                seen(Pattern::CompactCymd, day(year, n / 100 % 100, n % 100));
            }
            if (1900..2100).contains(&(n / 1000)) {
                seen(Pattern::YearAndDay, year_day(n / 1000, n % 1000));
            }
        }
        6 => {
            let found = day(century(n / 10_000), n / 100 % 100, n % 100);
            seen(Pattern::CompactYymd, found);
            let found = day(century(n % 100), n / 10_000, n / 100 % 100);
            seen(Pattern::CompactMmddyy, found);
        }
        5 => {
            seen(
                Pattern::CompactYearDay,
                year_day(century(n / 1000), n % 1000),
            );
            if (18_000..62_000).contains(&n) {
                // Day 0 of a workbook's calendar is 1899-12-30.
                let zero = day(1899, 12, 30).unwrap_or_default();
                let found = i32::try_from(n).ok().map(|n| zero + n);
                seen(Pattern::Serial, found);
            }
        }
        _ => {}
    }
}

/// Returns the day that a workbook's number stands for, whatever its time.
pub(super) fn serial(number: &[u8]) -> Option<Seen> {
    let days = number.split(|b| *b == b'.').next()?;
    let days = i32::try_from(super::scan::number(days)?).ok()?;
    let zero = day(1899, 12, 30)?;
    Some(Seen {
        pattern: Pattern::Serial,
        day: zero.checked_add(days).filter(|_| days < 3_000_000),
        separator: b'-',
        padded: true,
    })
}

/// Returns the day at the start of `text` and what is left of it behind; hands on every pattern.
pub(super) fn separated(text: &[u8], mut take: impl FnMut(Seen)) -> Option<&[u8]> {
    let (first, rest) = digits(text, 4)?;
    let (separator, rest) = rest.split_first()?;
    if !matches!(separator, b'/' | b'-' | b'.' | b' ') {
        return None;
    }
    let (second, name, rest) = month_or_digits(rest)?;
    let (n1, n2) = (super::scan::number(first)?, second.value);
    let mut seen = |pattern, day: Option<i32>, padded| {
        take(Seen {
            pattern,
            day,
            separator: *separator,
            padded,
        });
    };
    let Some((next, rest)) = rest.split_first().filter(|(next, _)| *next == separator) else {
        if first.len() == 4 && second.len == 2 && !name && matches!(separator, b'-' | b'/') {
            seen(Pattern::YearMonth, day(n1, n2, 1), true);
            return Some(rest);
        }
        return None;
    };
    let (third, rest) = digits(rest, 4)?;
    let n3 = super::scan::number(third)?;
    let padded = first.len() != 1 && second.len != 1 && third.len() != 1;
    let _ = next;
    match (first.len(), second.len, third.len(), name) {
        (4, 1 | 2, 1 | 2, false) => seen(Pattern::YearMonthDay, day(n1, n2, n3), padded),
        (1 | 2, 1 | 2, 4, false) => {
            seen(Pattern::MonthDayYear, day(n3, n1, n2), padded);
            seen(Pattern::DayMonthYear, day(n3, n2, n1), padded);
        }
        (1 | 2, 1 | 2, 2, false) => {
            seen(Pattern::MonthDayShort, day(century(n3), n1, n2), padded);
            seen(Pattern::DayMonthShort, day(century(n3), n2, n1), padded);
        }
        (1 | 2, _, 4, true) => seen(Pattern::DayNameYear, day(n3, n2, n1), first.len() == 2),
        (1 | 2, _, 2, true) => {
            seen(
                Pattern::DayNameShort,
                day(century(n3), n2, n1),
                first.len() == 2,
            );
        }
        _ => return None,
    }
    Some(rest)
}

fn digits(text: &[u8], most: usize) -> Option<(&[u8], &[u8])> {
    let len = text.iter().take_while(|b| b.is_ascii_digit()).count();
    (1..=most).contains(&len).then(|| text.split_at(len))
}

struct Part {
    value: u64,
    len: usize,
}

fn month_or_digits(text: &[u8]) -> Option<(Part, bool, &[u8])> {
    if let Some((found, rest)) = digits(text, 2) {
        let value = super::scan::number(found)?;
        let len = found.len();
        return Some((Part { value, len }, false, rest));
    }
    const NAMES: [&[u8; 3]; 12] = [
        b"JAN", b"FEB", b"MAR", b"APR", b"MAY", b"JUN", b"JUL", b"AUG", b"SEP", b"OCT", b"NOV",
        b"DEC",
    ];
    let (name, rest) = text.split_at_checked(3)?;
    let month = NAMES
        .iter()
        .position(|month| month.eq_ignore_ascii_case(name))?;
    let value = month as u64 + 1;
    Some((Part { value, len: 3 }, true, rest))
}

/// How a time behind a day is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Time {
    pub(super) seconds: bool,
    pub(super) half: bool,
    pub(super) zone: bool,
    pub(super) midnight: bool,
}

impl Time {
    /// The part of a day behind the point of a workbook's number.
    pub(super) const SERIAL: Self = Self {
        seconds: true,
        half: false,
        zone: false,
        midnight: false,
    };
}

/// Reads what stands behind a day: `T` or a blank, then `HH:MM`, and perhaps seconds, `AM`, zone.
pub(super) fn time(text: &[u8]) -> Option<Time> {
    let [b'T' | b' ', rest @ ..] = text else {
        return None;
    };
    let (hour, rest) = digits(rest, 2)?;
    let (minute, mut rest) = digits(rest.strip_prefix(b":")?, 2)?;
    let mut second: &[u8] = b"0";
    let mut found = Time::default();
    if let Some(more) = rest.strip_prefix(b":") {
        (second, rest) = digits(more, 2)?;
        found.seconds = true;
        if let Some(more) = rest.strip_prefix(b".") {
            (_, rest) = digits(more, 9)?;
        }
    }
    let tail = super::scan::trim(rest);
    found.half = tail.eq_ignore_ascii_case(b"AM") || tail.eq_ignore_ascii_case(b"PM");
    let offset = matches!(tail, [b'+' | b'-', more @ ..] if (4..=5).contains(&more.len())
        && more.iter().all(|b| b.is_ascii_digit() || *b == b':'));
    found.zone = tail == b"Z" || offset;
    let [h, m, s] = [hour, minute, second].map(|d| super::scan::number(d).unwrap_or(99));
    found.midnight = (h == 0 || (h == 12 && found.half)) && m == 0 && s == 0;
    let good = tail.is_empty() || found.half || found.zone;
    (good && h < 24 && m < 60 && s < 61).then_some(found)
}

/// Returns the month of a day, counted from January of the first plausible year; none outside.
pub(super) fn month_index(day: i32) -> Option<usize> {
    let date = NaiveDate::from_num_days_from_ce_opt(day)?;
    if !(PLAUSIBLE.0..=PLAUSIBLE.1).contains(&date.year()) {
        return None;
    }
    let years = usize::try_from(date.year() - PLAUSIBLE.0).ok()?;
    Some(years * 12 + date.month0() as usize)
}

/// Returns `YYYY-MM-DD`.
pub(super) fn write(day: i32) -> String {
    NaiveDate::from_num_days_from_ce_opt(day).map_or_else(String::new, |date| date.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn patterns(text: &str) -> Vec<(String, String)> {
        let mut found = Vec::new();
        let mut take = |seen: Seen| {
            let words = seen.pattern.words(char::from(seen.separator), seen.padded);
            found.push((words, seen.day.map_or("none".into(), write)));
        };
        if let Some(value) = super::super::scan::number(text.as_bytes()) {
            compact(text.as_bytes(), value, &mut take);
        } else {
            separated(text.as_bytes(), &mut take);
        }
        found
    }

    #[test]
    fn days_are_read_in_every_writing() {
        for (text, words, day) in [
            ("2017-02-23", "YYYY-MM-DD", "2017-02-23"),
            ("02/23/2017", "MM/DD/YYYY", "2017-02-23"),
            ("2/3/2017", "M/D/YYYY", "2017-02-03"),
            ("12/31/10", "MM/DD/YY", "2010-12-31"),
            ("01-JAN-2017", "DD-MON-YYYY", "2017-01-01"),
            ("2016-12", "YYYY-MM", "2016-12-01"),
            ("20240501", "YYYYMMDD", "2024-05-01"),
            ("1180212", "CYYMMDD", "2018-02-12"),
            ("18043", "YYDDD", "2018-02-12"),
            ("101504", "MMDDYY", "2004-10-15"),
            ("43106", "days since 1899-12-30", "2018-01-06"),
            ("20170230", "YYYYMMDD", "none"),
        ] {
            let wanted = (words.to_owned(), day.to_owned());
            assert!(
                patterns(text).contains(&wanted),
                "{text} {:?}",
                patterns(text)
            );
        }
        for text in ["12-34", "1/2", "99/99/99999", "abc", "1-2-3-4"] {
            let rest = separated(text.as_bytes(), |_| {});
            assert!(rest.is_none_or(|rest| !rest.is_empty()), "{text}");
        }
    }

    #[test]
    fn times_have_hours_and_minutes_of_a_clock() {
        for good in [
            " 20:20",
            "T07:46:50Z",
            " 12:00:00 AM",
            " 05:36:55.123-08:00",
        ] {
            assert!(time(good.as_bytes()).is_some(), "{good}");
        }
        for bad in ["", " 25:00", " 12:61", "20:20", " 12", " 12:00 XM"] {
            assert!(time(bad.as_bytes()).is_none(), "{bad}");
        }
        assert!(time(b" 12:00:00 AM").unwrap().midnight);
    }
}
