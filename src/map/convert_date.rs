//! Days, months and time stamps, read strictly by a declared pattern.
//!
//! `MM/DD/YYYY` means two, two and four digits: nothing is tried, nothing is guessed.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

/// One piece of a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Piece {
    Year,
    Month,
    Day,
    Hour,
    Minute,
    Second,
    Literal(char),
}

/// How days, or days and times, are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pattern {
    text: String,
    pieces: Vec<Piece>,
}

/// Why a text is no day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DateFault {
    /// It is written in another way.
    Shape,
    /// It is written right, but the calendar or the clock has no such thing.
    NotThere,
}

impl Pattern {
    /// Reads a pattern of YYYY, MM, DD and, after them, HH, MM and SS. None where a piece is
    /// missing, stands twice, or is unknown.
    pub(super) fn parse(text: &str, with_time: bool) -> Option<Self> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let timed = pieces.contains(&Piece::Hour);
            let known = [
                ("YYYY", Piece::Year),
                ("MM", if timed { Piece::Minute } else { Piece::Month }),
                ("DD", Piece::Day),
                ("HH", Piece::Hour),
                ("SS", Piece::Second),
            ];
            if let Some((word, piece)) = known.iter().find(|(word, _)| rest.starts_with(word)) {
                if pieces.contains(piece) {
                    return None;
                }
                pieces.push(*piece);
                rest = rest.get(word.len()..)?;
            } else if first == 'T' || first.is_ascii_punctuation() || first == ' ' {
                pieces.push(Piece::Literal(first));
                rest = rest.get(1..)?;
            } else {
                return None;
            }
        }
        let has = |piece| pieces.contains(&piece);
        let day = has(Piece::Year) && has(Piece::Month) && has(Piece::Day);
        let time = has(Piece::Hour) && has(Piece::Minute);
        let timeless = !has(Piece::Hour) && !has(Piece::Second);
        (day && if with_time { time } else { timeless }).then(|| Self {
            text: text.to_owned(),
            pieces,
        })
    }

    /// Returns a moment in the pattern's own writing, for messages.
    pub(super) fn example(&self) -> String {
        let mut text = self.text.replace("HH:MM", "17:45").replace("SS", "00");
        for (piece, value) in [("YYYY", "2017"), ("MM", "12"), ("DD", "31"), ("HH", "17")] {
            text = text.replace(piece, value);
        }
        text
    }

    /// Reads a day.
    pub(super) fn day(&self, text: &str) -> Result<NaiveDate, DateFault> {
        self.local(text).map(|stamp| stamp.date())
    }

    /// Reads a day and time as the clocks in `zone` showed it. Of an hour that came twice, the
    /// first is meant; in an hour that was skipped, clocks are taken not to have been changed yet.
    pub(super) fn instant(&self, text: &str, zone: Tz) -> Result<DateTime<Utc>, DateFault> {
        let local = self.local(text)?;
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

    /// Reads what the pattern has; midnight where it has no time.
    fn local(&self, text: &str) -> Result<NaiveDateTime, DateFault> {
        let mut values = [0_u32; 6];
        let mut rest = text;
        for piece in &self.pieces {
            let (slot, width) = match piece {
                Piece::Literal(c) => {
                    rest = rest.strip_prefix(*c).ok_or(DateFault::Shape)?;
                    continue;
                }
                Piece::Year => (0, 4),
                Piece::Month => (1, 2),
                Piece::Day => (2, 2),
                Piece::Hour => (3, 2),
                Piece::Minute => (4, 2),
                Piece::Second => (5, 2),
            };
            let (digits, after) = rest.split_at_checked(width).ok_or(DateFault::Shape)?;
            if !digits.bytes().all(|b| b.is_ascii_digit()) {
                return Err(DateFault::Shape);
            }
            if let Some(value) = values.get_mut(slot) {
                *value = digits.parse().map_err(|_| DateFault::Shape)?;
            }
            rest = after;
        }
        if !rest.is_empty() {
            return Err(DateFault::Shape);
        }
        let [year, month, day, hour, minute, second] = values;
        let year = i32::try_from(year).map_err(|_| DateFault::Shape)?;
        let date = NaiveDate::from_ymd_opt(year, month, day).filter(|_| year > 0);
        let time = NaiveTime::from_hms_opt(hour, minute, second);
        date.zip(time)
            .map(|(date, time)| date.and_time(time))
            .ok_or(DateFault::NotThere)
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::Datelike;
    use proptest::prelude::*;

    fn us() -> Pattern {
        Pattern::parse("MM/DD/YYYY", false).unwrap()
    }

    #[test]
    fn a_day_is_read_only_as_declared() {
        assert_eq!(us().day("02/28/2017").unwrap().to_string(), "2017-02-28");
        assert_eq!(us().day("02/29/2016").unwrap().to_string(), "2016-02-29");
        for text in [
            "02/29/2017",
            "02/30/2017",
            "13/01/2017",
            "00/10/2017",
            "01/01/0000",
        ] {
            assert_eq!(us().day(text), Err(DateFault::NotThere), "{text}");
        }
        for text in [
            "2/28/2017",
            "02-28-2017",
            "2017-02-28",
            "02/28/17",
            "02/28/2017 ",
            "",
            "02/28/20177",
            "０2/28/2017",
            "+2/28/2017",
        ] {
            assert_eq!(us().day(text), Err(DateFault::Shape), "{text}");
        }
    }

    #[test]
    fn a_pattern_has_year_month_and_day_once() {
        for text in ["YYYYMMDD", "YYYY-MM-DD", "DD.MM.YYYY"] {
            assert!(Pattern::parse(text, false).is_some(), "{text}");
        }
        for text in [
            "",
            "MM/YYYY",
            "MM/DD/YY",
            "MM/DD/YYYY/DD",
            "mm/dd/yyyy",
            "%m/%d/%Y",
            "MM/DD/YYYY HH:MM",
        ] {
            assert!(Pattern::parse(text, false).is_none(), "{text}");
        }
        assert!(Pattern::parse("MM/DD/YYYY HH:MM", true).is_some());
        assert!(Pattern::parse("MM/DD/YYYY", true).is_none());
    }

    #[test]
    fn examples_are_in_the_patterns_own_writing() {
        for (text, timed) in [
            ("MM/DD/YYYY", false),
            ("YYYYMMDD HH:MM", true),
            ("DD.MM.YYYY HHMMSS", true),
        ] {
            let pattern = Pattern::parse(text, timed).unwrap();
            assert!(
                pattern.local(&pattern.example()).is_ok(),
                "{}",
                pattern.example()
            );
        }
    }

    #[test]
    fn instants_follow_the_clocks_of_the_zone() {
        let stamps = Pattern::parse("MM/DD/YYYY HH:MM", true).unwrap();
        let zone = chrono_tz::America::Los_Angeles;
        let at = |text| stamps.instant(text, zone).unwrap().to_rfc3339();
        assert_eq!(at("01/15/2017 20:20"), "2017-01-16T04:20:00+00:00");
        assert_eq!(at("06/24/2015 20:20"), "2015-06-25T03:20:00+00:00");
        // 1:30 came twice on this day: the first time, still on daylight time.
        assert_eq!(at("11/06/2016 01:30"), "2016-11-06T08:30:00+00:00");
        // 2:30 never came on this day: read as standard time, which is 3:30 daylight time.
        assert_eq!(at("03/13/2016 02:30"), "2016-03-13T10:30:00+00:00");
        assert_eq!(
            stamps.instant("01/15/2017 24:00", zone),
            Err(DateFault::NotThere)
        );
        assert_eq!(stamps.instant("01/15/2017", zone), Err(DateFault::Shape));
    }

    #[test]
    fn months_are_strict() {
        assert!(is_month("2017-01") && is_month("2017-12"));
        for text in [
            "2017-00",
            "2017-13",
            "2017-1",
            "201701",
            "17-01",
            "2017-01-01",
            "0000-01",
        ] {
            assert!(!is_month(text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_day_prints_back(ordinal in 1_i32..3_650_000) {
            let day = NaiveDate::from_num_days_from_ce_opt(ordinal).unwrap();
            let text = format!("{:02}/{:02}/{:04}", day.month(), day.day(), day.year());
            if day.year() <= 9999 {
                prop_assert_eq!(us().day(&text), Ok(day));
            }
        }

        #[test]
        fn no_text_panics(text in ".{0,20}") {
            let _ = us().day(&text);
            let _ = is_month(&text);
            let _ = Pattern::parse(&text, true);
        }
    }
}
