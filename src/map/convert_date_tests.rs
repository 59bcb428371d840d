//! Days and moments in every declared writing.

use super::convert_date::*;
use chrono::{Datelike, NaiveDate};
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
        "M/D/YY",
        "CYYMMDD",
        "YYDDD",
        "DD-MON-YYYY",
        "days since 1899-12-30",
    ] {
        assert!(Pattern::parse(text, false).is_some(), "{text}");
    }
    for text in [
        "",
        "MM/YYYY",
        "YYMD",
        "YYYYMMDDD",
        "DDD",
        "days since 1899-02-30",
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
fn other_writings_are_read_as_declared() {
    for (pattern, text, day) in [
        ("M/D/YYYY", "9/7/1999", "1999-09-07"),
        ("M/D/YYYY", "11/15/2007", "2007-11-15"),
        ("CYYMMDD", "1210406", "2021-04-06"),
        ("CYYMMDD", "0991231", "1999-12-31"),
        ("YYDDD", "20366", "2020-12-31"),
        ("YYDDD", "50001", "1950-01-01"),
        ("YYDDD", "49365", "2049-12-31"),
        ("DD-MON-YY", "29-feb-24", "2024-02-29"),
        ("days since 1970-01-01", "0", "1970-01-01"),
        ("days since 1899-12-30", "44739", "2022-06-27"),
    ] {
        let found = Pattern::parse(pattern, false).unwrap().day(text);
        assert_eq!(found.unwrap().to_string(), day, "{pattern} {text}");
    }
    for (pattern, text, fault) in [
        ("M/D/YYYY", "09/007/1999", DateFault::Shape),
        ("M/D/YYYY", "2/30/1999", DateFault::NotThere),
        ("CYYMMDD", "3210406", DateFault::Shape),
        ("YYDDD", "21366", DateFault::NotThere),
        ("YYDDD", "21000", DateFault::NotThere),
        ("DD-MON-YY", "29-foo-24", DateFault::Shape),
        ("days since 1970-01-01", "-1", DateFault::Shape),
        ("days since 1970-01-01", "99999999", DateFault::Shape),
    ] {
        let found = Pattern::parse(pattern, false).unwrap().day(text);
        assert_eq!(found, Err(fault), "{pattern} {text}");
    }
    let half = Pattern::parse("M/D/YYYY H:MM AM", true).unwrap();
    for (text, found) in [
        ("1/2/2023 12:05 AM", Ok("2023-01-02 00:05:00")),
        ("1/2/2023 12:05 pm", Ok("2023-01-02 12:05:00")),
        ("1/2/2023 1:05 PM", Ok("2023-01-02 13:05:00")),
        ("1/2/2023 13:05 PM", Err(DateFault::NotThere)),
    ] {
        let read = half.local(text).map(|moment| moment.to_string());
        assert_eq!(read, found.map(str::to_owned), "{text}");
    }
}

#[test]
fn examples_are_in_the_patterns_own_writing() {
    for (text, timed) in [
        ("MM/DD/YYYY", false),
        ("YYYYMMDD HH:MM", true),
        ("DD.MM.YYYY HHMMSS", true),
        ("CYYMMDD", false),
        ("YYDDD", false),
        ("D-MON-YY", false),
        ("M/D/YYYY H:MM AM", true),
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
    let read = |text: &str| stamps.local(text).and_then(|local| instant(local, zone));
    let at = |text| read(text).unwrap().to_rfc3339();
    assert_eq!(at("01/15/2017 20:20"), "2017-01-16T04:20:00+00:00");
    assert_eq!(at("06/24/2015 20:20"), "2015-06-25T03:20:00+00:00");
    // 1:30 came twice on this day: the first time, still on daylight time.
    assert_eq!(at("11/06/2016 01:30"), "2016-11-06T08:30:00+00:00");
    // 2:30 never came on this day: read as standard time, which is 3:30 daylight time.
    assert_eq!(at("03/13/2016 02:30"), "2016-03-13T10:30:00+00:00");
    assert_eq!(read("01/15/2017 24:00"), Err(DateFault::NotThere));
    assert_eq!(read("01/15/2017"), Err(DateFault::Shape));
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
