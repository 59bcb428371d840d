//! What a cell of a workbook is to the rest of the program: text, exact number, error, nothing.

use crate::record::format::DateSystem;
use crate::record::raw::Cell;
use calamine::{CellErrorType, Data, DataRef};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime, Timelike};
use rust_decimal::Decimal;

/// A cell with something in it, and where it stands, counted from 0.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) row: u32,
    pub(super) column: u32,
    pub(super) cell: Cell,
    /// True for a number that the workbook shows as a day.
    pub(super) day: bool,
}

/// Returns the cell; none where nothing stands in it.
pub(super) fn of_ref(value: DataRef<'_>, system: DateSystem) -> Option<Cell> {
    match value {
        DataRef::Int(whole) => Some(Cell::Number(Decimal::from(whole))),
        DataRef::Float(number) => Some(number_cell(number)),
        DataRef::DateTime(serial) => Some(number_cell(serial.as_f64())),
        DataRef::String(text) => text_cell(text),
        DataRef::SharedString(text) => text_cell(text.to_owned()),
        DataRef::Bool(flag) => Some(flag_cell(flag)),
        DataRef::DateTimeIso(text) => Some(day_cell(text, system)),
        DataRef::DurationIso(text) => text_cell(text),
        DataRef::Error(error) => Some(error_cell(&error)),
        DataRef::Empty => None,
    }
}

/// The same for a cell that was kept.
pub(super) fn of_kept(value: &Data, system: DateSystem) -> Option<Cell> {
    match value {
        Data::Int(whole) => Some(Cell::Number(Decimal::from(*whole))),
        Data::Float(number) => Some(number_cell(*number)),
        Data::DateTime(serial) => Some(number_cell(serial.as_f64())),
        Data::String(text) => text_cell(text.clone()),
        Data::Bool(flag) => Some(flag_cell(*flag)),
        Data::DateTimeIso(text) => Some(day_cell(text.clone(), system)),
        Data::DurationIso(text) => text_cell(text.clone()),
        Data::Error(error) => Some(error_cell(error)),
        Data::Empty => None,
    }
}

/// Returns true where the workbook shows the value as a day.
pub(super) fn is_day(value: &DataRef<'_>) -> bool {
    if let DataRef::DateTime(serial) = value {
        return serial.is_datetime();
    }
    matches!(value, DataRef::DateTimeIso(_))
}

/// A text is something where more than blanks stand in it.
pub(super) fn text_cell(text: String) -> Option<Cell> {
    if text.trim_matches(' ').is_empty() {
        return None;
    }
    let control = |c: char| c.is_control() && !matches!(c, '\t' | '\r' | '\n');
    Some(if text.contains(control) {
        Cell::Unreadable
    } else {
        Cell::Text(text)
    })
}

pub(super) fn flag_cell(flag: bool) -> Cell {
    Cell::Text(if flag { "TRUE" } else { "FALSE" }.to_owned())
}

/// A workbook keeps fifteen digits of a number, and shows no more.
pub(super) fn number_cell(number: f64) -> Cell {
    let text = format!("{number:.14e}");
    let exact = Decimal::from_scientific(&text).or_else(|_| {
        let small = number.is_finite() && number.abs() < 1.0;
        let text = if small { format!("{number:.27}") } else { text };
        text.parse()
    });
    exact.map_or(Cell::Unreadable, |exact| Cell::Number(exact.normalize()))
}

fn error_cell(error: &CellErrorType) -> Cell {
    Cell::Error(match error {
        CellErrorType::Div0 => "#DIV/0!",
        CellErrorType::NA => "#N/A",
        CellErrorType::Name => "#NAME?",
        CellErrorType::Null => "#NULL!",
        CellErrorType::Num => "#NUM!",
        CellErrorType::Ref => "#REF!",
        CellErrorType::Value => "#VALUE!",
        CellErrorType::GettingData => "#GETTING_DATA",
    })
}

/// A day that is written out becomes the number that the date system has for it; what is no day
/// stays text.
pub(super) fn day_cell(text: String, system: DateSystem) -> Cell {
    serial(&text, system).map_or_else(|| text_cell(text).unwrap_or_default(), Cell::Number)
}

fn serial(text: &str, system: DateSystem) -> Option<Decimal> {
    let plain = text.trim_end_matches('Z');
    let moment = plain.parse::<NaiveDateTime>().ok().or_else(|| {
        let day = plain.parse::<NaiveDate>().ok()?;
        Some(day.and_time(NaiveTime::MIN))
    })?;
    let first = match system {
        DateSystem::From1904 => NaiveDate::from_ymd_opt(1904, 1, 1)?,
        // The leap day that 1900 never had is counted.
        DateSystem::From1900 if moment.date() < NaiveDate::from_ymd_opt(1900, 3, 1)? => {
            NaiveDate::from_ymd_opt(1899, 12, 31)?
        }
        DateSystem::From1900 => NaiveDate::from_ymd_opt(1899, 12, 30)?,
    };
    let days = moment.date().signed_duration_since(first).num_days();
    let thousandths = u64::from(moment.time().num_seconds_from_midnight()) * 1000
        + u64::from(moment.time().nanosecond() / 1_000_000).min(999);
    let part = Decimal::from(thousandths).checked_div(Decimal::from(86_400_000))?;
    (days >= 0).then(|| Decimal::from(days) + part)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Cell {
        Cell::Number(text.parse().unwrap())
    }

    #[test]
    fn a_number_has_fifteen_digits_and_is_exact() {
        assert_eq!(number_cell(0.1 + 0.2), number("0.3"));
        assert_eq!(
            number_cell(378_629_767_194_152.0),
            number("378629767194152")
        );
        assert_eq!(number_cell(-10.4), number("-10.4"));
        assert_eq!(number_cell(0.0), number("0"));
        assert_eq!(number_cell(1e-20), number("0.00000000000000000001"));
        assert_eq!(number_cell(f64::NAN), Cell::Unreadable);
        assert_eq!(number_cell(1e300), Cell::Unreadable);
    }

    #[test]
    fn a_day_that_is_written_out_is_the_number_of_its_system() {
        use DateSystem::{From1900, From1904};
        for (text, system, serial) in [
            ("2018-01-06", From1900, "43106"),
            ("2018-01-06", From1904, "41644"),
            ("1900-02-28", From1900, "59"),
            ("1900-03-01", From1900, "61"),
            ("2018-01-06T12:00:00", From1900, "43106.5"),
            ("2018-01-06T06:00:00.000Z", From1900, "43106.25"),
        ] {
            assert_eq!(day_cell(text.to_owned(), system), number(serial), "{text}");
        }
        let no_day = day_cell("2018-02-30".to_owned(), From1900);
        assert_eq!(no_day, Cell::Text("2018-02-30".to_owned()));
    }

    #[test]
    fn blanks_are_nothing_and_control_characters_no_text() {
        assert_eq!(text_cell("  ".to_owned()), None);
        assert_eq!(text_cell("a\u{7}b".to_owned()), Some(Cell::Unreadable));
        assert!(matches!(text_cell("a\nb".to_owned()), Some(Cell::Text(_))));
    }
}
