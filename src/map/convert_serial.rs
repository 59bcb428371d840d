//! Days and moments that a file holds as numbers: the serial days of a workbook.
//!
//! The date system is declared, never guessed: the same number is four years apart in the two.

use super::convert_date::DateFault;
use crate::record::format::DateSystem;
use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// Which day is day 1 of a workbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Serial {
    /// 1 January 1900, with a 29 February 1900 that never was as day 60.
    From1900,
    /// 2 January 1904.
    From1904,
}

impl Serial {
    /// Returns the same as the reader of workbooks knows it.
    pub(super) fn system(self) -> DateSystem {
        match self {
            Self::From1900 => DateSystem::From1900,
            Self::From1904 => DateSystem::From1904,
        }
    }

    /// Returns the moment that a serial number stands for, to the second.
    pub(super) fn local(self, serial: Decimal) -> Result<NaiveDateTime, DateFault> {
        let days = serial.floor();
        let whole = days.to_u32().filter(|days| *days < 2_958_466);
        let whole = whole.ok_or(DateFault::NotThere)?;
        let epoch = match (self, whole) {
            (Self::From1900, 0 | 60) => return Err(DateFault::NotThere),
            (Self::From1900, 1..60) => (1899, 12, 31),
            (Self::From1900, _) => (1899, 12, 30),
            (Self::From1904, _) => (1904, 1, 1),
        };
        // Stored fractions are binary; the clock's second is the one nearest below.
        let thousandths = ((serial - days) * Decimal::from(86_400_000)).round();
        let seconds = (thousandths / Decimal::ONE_THOUSAND).floor().to_i64();
        NaiveDate::from_ymd_opt(epoch.0, epoch.1, epoch.2)
            .and_then(|day| day.checked_add_days(Days::new(whole.into())))
            .zip(seconds.map(TimeDelta::seconds))
            .and_then(|(day, time)| day.and_time(NaiveTime::MIN).checked_add_signed(time))
            .ok_or(DateFault::NotThere)
    }

    /// Returns the day that a serial number stands for; one with a time of day is no day.
    pub(super) fn day(self, serial: Decimal) -> Result<NaiveDate, DateFault> {
        if serial.fract().is_zero() {
            self.local(serial).map(|moment| moment.date())
        } else {
            Err(DateFault::Shape)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn local(serial: Serial, text: &str) -> Result<String, DateFault> {
        let moment = serial.local(text.parse().unwrap());
        moment.map(|moment| moment.to_string())
    }

    #[test]
    fn serial_days_follow_their_date_system() {
        use Serial::{From1900, From1904};
        for (system, text, moment) in [
            (From1900, "1", "1900-01-01 00:00:00"),
            (From1900, "59", "1900-02-28 00:00:00"),
            (From1900, "61", "1900-03-01 00:00:00"),
            (From1900, "43106", "2018-01-06 00:00:00"),
            (From1904, "0", "1904-01-01 00:00:00"),
            (From1904, "41644", "2018-01-06 00:00:00"),
            (From1900, "45290.08570389", "2023-12-30 02:03:24"),
            (From1900, "45290.99999999", "2023-12-30 23:59:59"),
        ] {
            assert_eq!(local(system, text).as_deref(), Ok(moment), "{text}");
        }
        for text in ["0", "60", "-1", "2958466", "99999999999"] {
            assert_eq!(local(From1900, text), Err(DateFault::NotThere), "{text}");
        }
    }

    #[test]
    fn a_moment_is_no_day() {
        let half = Decimal::new(431_065, 1);
        assert_eq!(Serial::From1900.day(half), Err(DateFault::Shape));
    }

    #[test]
    fn a_second_stored_a_trifle_short_is_still_that_second() {
        // 17:42:58 as eight decimals.
        assert!(
            local(Serial::From1900, "45304.73817130")
                .unwrap()
                .ends_with("17:42:58")
        );
    }
}
