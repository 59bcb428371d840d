//! Days, months and time stamps, read strictly by a declared pattern.
//!
//! `MM/DD/YYYY` means two, two and four digits: nothing is tried, nothing is guessed.

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

/// One piece of a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Piece {
    /// Four digits.
    Year,
    /// Two digits: from 50 on 19xx, else 20xx.
    ShortYear,
    /// Three digits: 0 for 19xx, 1 for 20xx, and two for the year in it.
    CenturyYear,
    /// Two digits, or one or two.
    Month(bool),
    /// `JAN` to `DEC`, in any case.
    MonthName,
    /// Two digits, or one or two.
    Day(bool),
    /// Three digits: the day of the year.
    Ordinal,
    /// Two digits, or one or two.
    Hour(bool),
    Minute,
    Second,
    /// `AM` or `PM`; the hour is one of twelve.
    Half,
    Literal(char),
}

impl Piece {
    /// Pieces that say the same thing have the same slot.
    fn slot(self) -> usize {
        match self {
            Self::Year | Self::ShortYear | Self::CenturyYear => 0,
            Self::Month(_) | Self::MonthName => 1,
            Self::Day(_) | Self::Ordinal => 2,
            Self::Hour(_) => 3,
            Self::Minute => 4,
            Self::Second => 5,
            Self::Half => 6,
            Self::Literal(_) => 7,
        }
    }

    /// Least and most digits; none where the piece is no number.
    fn digits(self) -> Option<(usize, usize)> {
        Some(match self {
            Self::Year => (4, 4),
            Self::CenturyYear | Self::Ordinal => (3, 3),
            Self::ShortYear
            | Self::Minute
            | Self::Second
            | Self::Month(true)
            | Self::Day(true)
            | Self::Hour(true) => (2, 2),
            Self::Month(false) | Self::Day(false) | Self::Hour(false) => (1, 2),
            Self::MonthName | Self::Half | Self::Literal(_) => return None,
        })
    }
}

const MONTHS: [&str; 12] = [
    "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
];

/// How the words of a pattern begin when it counts days.
const DAYS_SINCE: &str = "days since ";

/// How days, or days and times, are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pattern {
    text: String,
    pieces: Vec<Piece>,
    /// Day 0, where days are counted.
    epoch: Option<NaiveDate>,
}

/// Why a text is no day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DateFault {
    /// It is written in another way.
    Shape,
    /// It is written right, but the calendar or the clock has no such thing.
    NotThere,
}

/// Returns the word at the start of `rest` and what it means; `timed` behind the hour.
fn word(rest: &str, timed: bool) -> Option<(&'static str, Piece)> {
    let known = [
        ("YYYY", Piece::Year),
        ("CYY", Piece::CenturyYear),
        ("YY", Piece::ShortYear),
        ("MON", Piece::MonthName),
        (
            "MM",
            if timed {
                Piece::Minute
            } else {
                Piece::Month(true)
            },
        ),
        ("M", Piece::Month(false)),
        ("DDD", Piece::Ordinal),
        ("DD", Piece::Day(true)),
        ("D", Piece::Day(false)),
        ("HH", Piece::Hour(true)),
        ("H", Piece::Hour(false)),
        ("SS", Piece::Second),
        ("AM", Piece::Half),
    ];
    known.into_iter().find(|(word, _)| rest.starts_with(word))
}

impl Pattern {
    /// Reads a pattern: a year (`YYYY`, `YY`, `CYY`), a month (`MM`, `M`, `MON`) and a day (`DD`,
    /// `D`), or a year and its day (`DDD`); after them, where `with_time`, `HH` or `H`, `MM`, and
    /// perhaps `SS` and `AM`. Or `days since` and a day. None where a piece is missing, stands
    /// twice, is unknown, or could not be told from the next.
    pub(super) fn parse(text: &str, with_time: bool) -> Option<Self> {
        if let Some(day) = text.strip_prefix(DAYS_SINCE) {
            let epoch = Some(day.parse().ok().filter(|_| !with_time)?);
            let (text, pieces) = (text.to_owned(), Vec::new());
            return Some(Self {
                text,
                pieces,
                epoch,
            });
        }
        let mut pieces: Vec<Piece> = Vec::new();
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let has = |slot| pieces.iter().any(|piece| piece.slot() == slot);
            if let Some((word, piece)) = word(rest, has(3)) {
                let last = pieces.last().and_then(|piece| piece.digits());
                let blurred = last.is_some_and(|(least, most)| least < most);
                if has(piece.slot()) || (blurred && piece.digits().is_some()) {
                    return None;
                }
                pieces.push(piece);
                rest = rest.get(word.len()..)?;
            } else if first == 'T' || first.is_ascii_punctuation() || first == ' ' {
                pieces.push(Piece::Literal(first));
                rest = rest.get(1..)?;
            } else {
                return None;
            }
        }
        let has = |slot| pieces.iter().any(|piece| piece.slot() == slot);
        let month = has(1) != pieces.contains(&Piece::Ordinal);
        let day = has(0) && month && has(2);
        let time = has(3) && has(4);
        let timeless = !has(3) && !has(5) && !has(6);
        (day && if with_time { time } else { timeless }).then(|| Self {
            text: text.to_owned(),
            pieces,
            epoch: None,
        })
    }

    /// Returns a moment in the pattern's own writing, for messages.
    pub(super) fn example(&self) -> String {
        if self.epoch.is_some() {
            return format!("43100, {}", self.text);
        }
        let of = |piece: &Piece| match piece {
            Piece::Year => "2017".to_owned(),
            Piece::ShortYear => "17".to_owned(),
            Piece::CenturyYear => "117".to_owned(),
            Piece::Month(_) => "12".to_owned(),
            Piece::MonthName => "DEC".to_owned(),
            Piece::Day(_) => "31".to_owned(),
            Piece::Ordinal => "365".to_owned(),
            Piece::Hour(_) if self.pieces.contains(&Piece::Half) => "05".to_owned(),
            Piece::Hour(_) => "17".to_owned(),
            Piece::Minute => "45".to_owned(),
            Piece::Second => "00".to_owned(),
            Piece::Half => "PM".to_owned(),
            Piece::Literal(c) => c.to_string(),
        };
        self.pieces.iter().map(of).collect()
    }

    /// Reads a day.
    pub(super) fn day(&self, text: &str) -> Result<NaiveDate, DateFault> {
        self.local(text).map(|stamp| stamp.date())
    }

    /// Reads what the pattern has; midnight where it has no time.
    pub(super) fn local(&self, text: &str) -> Result<NaiveDateTime, DateFault> {
        if let Some(epoch) = self.epoch {
            let days = number(text, 1, 7).filter(|(_, rest)| rest.is_empty());
            let (days, _) = days.ok_or(DateFault::Shape)?;
            let day = epoch.checked_add_days(Days::new(days.into()));
            return Ok(day.ok_or(DateFault::NotThere)?.and_time(NaiveTime::MIN));
        }
        // Year, month, day, hour, minute, second, and 1 for AM, 2 for PM.
        let mut values = [0_u32; 7];
        let mut rest = text;
        for piece in &self.pieces {
            let (value, after) = piece.read(rest).ok_or(DateFault::Shape)?;
            if let Some(slot) = values.get_mut(piece.slot()) {
                *slot = value;
            }
            rest = after;
        }
        if !rest.is_empty() {
            return Err(DateFault::Shape);
        }
        let [year, month, day, hour, minute, second, half] = values;
        let year = i32::try_from(year).map_err(|_| DateFault::Shape)?;
        let date = if self.pieces.contains(&Piece::Ordinal) {
            NaiveDate::from_yo_opt(year, day)
        } else {
            NaiveDate::from_ymd_opt(year, month, day)
        };
        let hour = match (half, hour) {
            (0, hour) => Some(hour),
            (1, 12) => Some(0),
            (2, 12) => Some(12),
            (1, 1..=11) => Some(hour),
            (2, 1..=11) => Some(hour + 12),
            _ => None,
        };
        let time = hour.and_then(|hour| NaiveTime::from_hms_opt(hour, minute, second));
        date.filter(|_| year > 0)
            .zip(time)
            .map(|(date, time)| date.and_time(time))
            .ok_or(DateFault::NotThere)
    }
}

impl Piece {
    /// Reads the piece at the start of `text`; returns its value and what is left.
    fn read(self, text: &str) -> Option<(u32, &str)> {
        if let Some((least, most)) = self.digits() {
            let (value, rest) = number(text, least, most)?;
            let year = match value {
                _ if self == Self::CenturyYear => (value < 200).then_some(value + 1900)?,
                _ if self != Self::ShortYear => value,
                0..50 => value + 2000,
                _ => value + 1900,
            };
            return Some((year, rest));
        }
        if let Self::Literal(c) = self {
            return Some((0, text.strip_prefix(c)?));
        }
        let (names, width): (&[&str], _) = if self == Self::Half {
            (&["AM", "PM"], 2)
        } else {
            (&MONTHS, 3)
        };
        let (name, rest) = text.split_at_checked(width)?;
        let at = names.iter().position(|n| name.eq_ignore_ascii_case(n))?;
        Some((u32::try_from(at).ok()? + 1, rest))
    }
}

/// Reads at least `least` and at most `most` digits.
fn number(text: &str, least: usize, most: usize) -> Option<(u32, &str)> {
    let width = text
        .bytes()
        .take(most)
        .take_while(u8::is_ascii_digit)
        .count();
    let (digits, rest) = text.split_at_checked(width)?;
    (width >= least).then_some((digits.parse().ok()?, rest))
}

/// Returns the instant at which the clocks in `zone` showed `local`. Of an hour that came twice,
/// the first is meant; in an hour that was skipped, clocks are taken not to have been changed yet.
pub(super) fn instant(local: NaiveDateTime, zone: Tz) -> Result<DateTime<Utc>, DateFault> {
    if let Some(found) = zone.from_local_datetime(&local).earliest() {
        return Ok(found.with_timezone(&Utc));
    }
    // No zone ever skipped more than a day at once.
    (1..=25)
        .find_map(|hours| {
            let before = local.checked_sub_signed(TimeDelta::hours(hours))?;
            let found = zone.from_local_datetime(&before).earliest()?;
            found
                .with_timezone(&Utc)
                .checked_add_signed(TimeDelta::hours(hours))
        })
        .ok_or(DateFault::NotThere)
}

/// Returns true for a month written YYYY-MM.
pub(super) fn is_month(text: &str) -> bool {
    let Some((year, month)) = text.split_once('-') else {
        return false;
    };
    let digits =
        |text: &str, width| text.len() == width && text.bytes().all(|b| b.is_ascii_digit());
    digits(year, 4) && digits(month, 2) && matches!(month.parse(), Ok(1..=12)) && year != "0000"
}
