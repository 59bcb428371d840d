//! The days and instants of a row: by pattern, by serial number, in the utility's zone or in one
//! that the row itself names.

use super::cells::{Cells, Found};
use super::convert_date::{DateFault, instant};
use super::convert_serial::Serial;
use super::fields::Kind;
use super::zone::Zone;
use crate::diag::mask::quoted;
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};

impl<'a> Cells<'a> {
    /// Returns a day, where there is one.
    pub(super) fn maybe_day(&mut self, field: &str) -> Option<NaiveDate> {
        let written = &self.file.mapping.written;
        if let Some((found, number)) = self.number(field) {
            let day = serial(written.serial, |serial| serial.day(number));
            return self.dated(found, day, "the day number of a workbook");
        }
        let found = self.find(field)?;
        let day = written.day.day(found.text);
        self.dated(found, day, &written.day.example())
    }

    /// Returns a day that every row has.
    pub(super) fn day(&mut self, field: &str) -> NaiveDate {
        self.maybe_day(field).unwrap_or_default()
    }

    /// Returns an instant, where there is one.
    pub(super) fn maybe_instant(&mut self, field: &str) -> Option<DateTime<Utc>> {
        let written = &self.file.mapping.written;
        let (found, local, example) = if let Some((found, number)) = self.number(field) {
            let local = serial(written.serial, |serial| serial.local(number));
            (found, local, "the day number of a workbook".to_owned())
        } else {
            let found = self.find(field)?;
            (
                found,
                written.stamp.local(found.text),
                written.stamp.example(),
            )
        };
        let moment = match (local, &found.source.zone) {
            (Ok(local), Some(zone)) => Ok(self.in_zone(field, zone, local)?),
            (Ok(local), None) => instant(local, self.file.mapping.zone),
            (Err(fault), _) => Err(fault),
        };
        self.dated(found, moment, &example)
    }

    /// Returns the instant at which a clock of the row's own zone showed `local`.
    fn in_zone(&mut self, field: &str, zone: &Zone, local: NaiveDateTime) -> Option<DateTime<Utc>> {
        let sources = self.file.mapping.sources.iter().zip(&self.file.zones);
        let mut columns = sources.filter(|(source, _)| source.field.name == field);
        let at = columns.next().and_then(|(_, at)| *at);
        let label = at.and_then(|at| self.row.cells.get(at)?.text());
        let moment = zone.instant(local, label.unwrap_or_default());
        if moment.is_none() {
            let (code, message) = match label {
                None | Some("") => (
                    "row::blank",
                    "is blank or unreadable, and a value is required".to_owned(),
                ),
                Some(label) => {
                    let known: Vec<&str> = zone
                        .offsets
                        .iter()
                        .map(|(label, _)| label.as_str())
                        .collect();
                    let shown = if self.file.mapping.drops.is_empty() {
                        quoted(label)
                    } else {
                        "a value, not shown,".to_owned()
                    };
                    let message =
                        format!("{shown} is not in the mapping's list: {}", known.join(", "));
                    ("row::bad_code", message)
                }
            };
            self.push(&zone.column.name, code, message);
        }
        moment
    }

    fn dated<T>(
        &mut self,
        found: Found<'a>,
        read: Result<T, DateFault>,
        example: &str,
    ) -> Option<T> {
        let message = match read {
            Ok(value) => return Some(value),
            Err(DateFault::NotThere) if found.source.field.kind == Kind::Stamp => {
                "is a date or time that does not exist".to_owned()
            }
            Err(DateFault::NotThere) => "is a date that does not exist".to_owned(),
            Err(DateFault::Shape) => format!("is not written like {example}"),
        };
        self.fault(found, "row::bad_date", &message);
        None
    }
}

/// Reads a serial number by the declared date system.
fn serial<T>(
    system: Option<Serial>,
    read: impl Fn(Serial) -> Result<T, DateFault>,
) -> Result<T, DateFault> {
    system.map_or(Err(DateFault::Shape), read)
}
