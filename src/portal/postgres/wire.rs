//! Rows as PostgreSQL's binary COPY has them, in and out.
//!
//! A row is the number of its columns, then each value as its length and its bytes, big end first;
//! a null has the length -1. A day is counted from 2000-01-01, an instant in microseconds from there,
//! a decimal is digits to the base 10,000 with a sign and a scale.

use crate::record::value::{Kind, Value};
use chrono::{DateTime, Days, NaiveDate, SecondsFormat, TimeDelta, Utc};
use rust_decimal::Decimal;

/// What stands before the first row: the signature, no flags, no extension.
pub(super) const HEADER: &[u8] = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0";
/// What stands behind the last row.
pub(super) const TRAILER: &[u8] = &(-1_i16).to_be_bytes();

const NULL: [u8; 4] = (-1_i32).to_be_bytes();
const NEGATIVE: u16 = 0x4000;
/// Decimal digits in one of the server's.
const DIGITS: u32 = 4;

/// Returns the day that PostgreSQL counts from.
fn epoch() -> NaiveDate {
    NaiveDate::from_ymd_opt(2000, 1, 1).unwrap_or_default()
}

/// Appends a row. Returns false where a value cannot be written so: text for an instant that is none,
/// or a row of more than 2 GB.
pub(super) fn put_row(values: &[Value], kinds: &[Kind], out: &mut Vec<u8>) -> bool {
    let Ok(columns) = i16::try_from(values.len()) else {
        return false;
    };
    out.extend_from_slice(&columns.to_be_bytes());
    values
        .iter()
        .zip(kinds)
        .all(|(value, kind)| put(value, *kind, out).is_some())
}

fn put(value: &Value, kind: Kind, out: &mut Vec<u8>) -> Option<()> {
    match value {
        Value::Null => out.extend_from_slice(&NULL),
        Value::Text(text) if kind == Kind::Stamp => {
            let at = DateTime::parse_from_rfc3339(text).ok()?;
            let since = at.to_utc().naive_utc() - epoch().and_time(chrono::NaiveTime::MIN);
            put_bytes(&since.num_microseconds()?.to_be_bytes(), out)?;
        }
        Value::Text(text) => put_bytes(text.as_bytes(), out)?,
        Value::Int(number) => put_bytes(&number.to_be_bytes(), out)?,
        Value::Bool(flag) => put_bytes(&[u8::from(*flag)], out)?,
        Value::Date(day) => {
            let days = i32::try_from((*day - epoch()).num_days()).ok()?;
            put_bytes(&days.to_be_bytes(), out)?;
        }
        Value::Decimal(number) => put_decimal(*number, out)?,
    }
    Some(())
}

fn put_bytes(bytes: &[u8], out: &mut Vec<u8>) -> Option<()> {
    let length = i32::try_from(bytes.len()).ok()?;
    out.extend_from_slice(&length.to_be_bytes());
    out.extend_from_slice(bytes);
    Some(())
}

fn put_decimal(number: Decimal, out: &mut Vec<u8>) -> Option<()> {
    let scale = number.scale();
    // Whole digits of the server on both sides of the point.
    let fill = (DIGITS - scale % DIGITS) % DIGITS;
    let mut rest = number.mantissa().unsigned_abs();
    let mut digits: Vec<u16> = Vec::with_capacity(8);
    if fill > 0 {
        // The lowest digit of the server holds the last digits of the number, filled up with zeros.
        let held = 10_u128.pow(DIGITS - fill);
        let lowest = u16::try_from(rest % held).ok()?;
        digits.push(lowest * 10_u16.pow(fill));
        rest /= held;
    }
    while rest > 0 {
        digits.push(u16::try_from(rest % 10_000).ok()?);
        rest /= 10_000;
    }
    let behind = i16::try_from((scale + fill) / DIGITS).ok()?;
    let before = i16::try_from(digits.len()).ok()? - behind;
    while digits.first() == Some(&0) {
        digits.remove(0);
    }
    digits.reverse();
    let length = i32::try_from(8 + 2 * digits.len()).ok()?;
    out.extend_from_slice(&length.to_be_bytes());
    out.extend_from_slice(&u16::try_from(digits.len()).ok()?.to_be_bytes());
    out.extend_from_slice(&(before - 1).to_be_bytes());
    let sign = if number.is_sign_negative() && !number.is_zero() {
        NEGATIVE
    } else {
        0
    };
    out.extend_from_slice(&sign.to_be_bytes());
    out.extend_from_slice(&u16::try_from(scale).ok()?.to_be_bytes());
    for digit in digits {
        out.extend_from_slice(&digit.to_be_bytes());
    }
    Some(())
}

/// Reads rows from what the server sends.
pub(super) struct Rows<'a> {
    kinds: &'a [Kind],
    /// Bytes that came and are not read yet.
    waiting: Vec<u8>,
    started: bool,
}

/// The server sent what is no binary COPY of these columns.
#[derive(Debug)]
pub(super) struct NoRow;

impl<'a> Rows<'a> {
    pub(super) fn new(kinds: &'a [Kind]) -> Self {
        Self {
            kinds,
            waiting: Vec::new(),
            started: false,
        }
    }

    /// Calls `each` with every whole row in what came so far.
    pub(super) fn take(
        &mut self,
        bytes: &[u8],
        mut each: impl FnMut(&[Value]),
    ) -> Result<(), NoRow> {
        self.waiting.extend_from_slice(bytes);
        let mut at = 0;
        if !self.started {
            let Some(head) = self.waiting.get(..HEADER.len()) else {
                return Ok(());
            };
            if head != HEADER {
                return Err(NoRow);
            }
            (self.started, at) = (true, HEADER.len());
        }
        let mut values = Vec::with_capacity(self.kinds.len());
        loop {
            values.clear();
            let mut cursor = Cursor {
                bytes: self.waiting.get(at..).unwrap_or_default(),
            };
            match cursor.row(self.kinds, &mut values)? {
                Read::Row => each(&values),
                Read::End => return Ok(()),
                Read::Wait => break,
            }
            at = self.waiting.len() - cursor.bytes.len();
        }
        self.waiting.drain(..at);
        Ok(())
    }
}

enum Read {
    Row,
    /// More bytes are needed.
    Wait,
    /// The last row is over.
    End,
}

struct Cursor<'a> {
    bytes: &'a [u8],
}

impl<'a> Cursor<'a> {
    fn some(&mut self, count: usize) -> Option<&'a [u8]> {
        let (head, rest) = self.bytes.split_at_checked(count)?;
        self.bytes = rest;
        Some(head)
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.some(N)?.try_into().ok()
    }

    fn row(&mut self, kinds: &[Kind], values: &mut Vec<Value>) -> Result<Read, NoRow> {
        let Some(columns) = self.array().map(i16::from_be_bytes) else {
            return Ok(Read::Wait);
        };
        if columns == -1 {
            return Ok(Read::End);
        }
        if usize::try_from(columns) != Ok(kinds.len()) {
            return Err(NoRow);
        }
        for kind in kinds {
            let Some(length) = self.array().map(i32::from_be_bytes) else {
                return Ok(Read::Wait);
            };
            if length == -1 {
                values.push(Value::Null);
                continue;
            }
            let length = usize::try_from(length).map_err(|_| NoRow)?;
            let Some(bytes) = self.some(length) else {
                return Ok(Read::Wait);
            };
            values.push(value(bytes, *kind).ok_or(NoRow)?);
        }
        Ok(Read::Row)
    }
}

/// Returns a value as the second path reads it from any database: days, instants and decimals as
/// text, flags as whole numbers.
fn value(bytes: &[u8], kind: Kind) -> Option<Value> {
    Some(match kind {
        Kind::Text => Value::Text(String::from_utf8_lossy(bytes).into_owned()),
        Kind::Int => Value::Int(i64::from_be_bytes(bytes.try_into().ok()?)),
        Kind::Bool => Value::Int(i64::from(*bytes.first()?)),
        Kind::Date => Value::Text(day(i32::from_be_bytes(bytes.try_into().ok()?))?.to_string()),
        Kind::Stamp => {
            let since = TimeDelta::microseconds(i64::from_be_bytes(bytes.try_into().ok()?));
            let at = epoch().and_time(chrono::NaiveTime::MIN);
            let at: DateTime<Utc> = at.checked_add_signed(since)?.and_utc();
            Value::Text(at.to_rfc3339_opts(SecondsFormat::Secs, true))
        }
        Kind::Decimal => Value::Text(decimal(bytes)?.normalize().to_string()),
    })
}

fn day(days: i32) -> Option<NaiveDate> {
    let count = Days::new(u64::from(days.unsigned_abs()));
    if days < 0 {
        epoch().checked_sub_days(count)
    } else {
        epoch().checked_add_days(count)
    }
}

fn decimal(bytes: &[u8]) -> Option<Decimal> {
    let mut cursor = Cursor { bytes };
    let digits = u16::from_be_bytes(cursor.array()?);
    let weight = i16::from_be_bytes(cursor.array()?);
    let sign = u16::from_be_bytes(cursor.array()?);
    let scale = u32::from(u16::from_be_bytes(cursor.array()?));
    let mut mantissa = 0_i128;
    for _ in 0..digits {
        let digit = i128::from(u16::from_be_bytes(cursor.array()?));
        mantissa = mantissa.checked_mul(10_000)?.checked_add(digit)?;
    }
    // The last digit of the server stands at this power of ten.
    let last = (i32::from(weight) - i32::from(digits) + 1) * 4;
    let wanted = -i32::try_from(scale).ok()?;
    let power = 10_i128.checked_pow(last.abs_diff(wanted))?;
    mantissa = if last >= wanted {
        mantissa.checked_mul(power)?
    } else {
        mantissa / power
    };
    let signed = if sign == NEGATIVE {
        -mantissa
    } else {
        mantissa
    };
    Decimal::try_from_i128_with_scale(signed, scale).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn through(values: &[Value], kinds: &[Kind], step: usize) -> Vec<Vec<Value>> {
        let mut bytes = HEADER.to_vec();
        assert!(put_row(values, kinds, &mut bytes) && put_row(values, kinds, &mut bytes));
        bytes.extend_from_slice(TRAILER);
        let mut rows = Rows::new(kinds);
        let mut got = Vec::new();
        for part in bytes.chunks(step) {
            rows.take(part, |row| got.push(row.to_vec())).unwrap();
        }
        got
    }

    #[test]
    fn a_row_comes_back_however_it_is_cut() {
        let kinds = [
            Kind::Text,
            Kind::Stamp,
            Kind::Int,
            Kind::Bool,
            Kind::Date,
            Kind::Decimal,
            Kind::Text,
        ];
        let values = [
            Value::from("Núñez"),
            Value::from("2017-02-23T08:15:00Z"),
            Value::Int(-5_000_000_000),
            Value::Bool(true),
            Value::Date(NaiveDate::from_ymd_opt(1999, 12, 31).unwrap()),
            Value::Decimal("-12345.6789".parse().unwrap()),
            Value::Null,
        ];
        let back = [
            Value::from("Núñez"),
            Value::from("2017-02-23T08:15:00Z"),
            Value::Int(-5_000_000_000),
            Value::Int(1),
            Value::from("1999-12-31"),
            Value::from("-12345.6789"),
            Value::Null,
        ];
        for step in [1, 7, 1024] {
            assert_eq!(
                through(&values, &kinds, step),
                [back.to_vec(), back.to_vec()]
            );
        }
    }

    #[test]
    fn a_text_that_is_no_instant_is_refused() {
        let mut out = Vec::new();
        assert!(!put_row(&[Value::from("noon")], &[Kind::Stamp], &mut out));
    }

    #[test]
    fn what_is_no_copy_is_no_row() {
        let mut rows = Rows::new(&[Kind::Int]);
        assert!(
            rows.take(b"PGCOPY\n\xff\r\n\0\0\0\0\x01\0\0\0\0", |_| ())
                .is_err()
        );
        let mut rows = Rows::new(&[Kind::Int]);
        let two_columns = [HEADER, &[0, 2]].concat();
        assert!(rows.take(&two_columns, |_| ()).is_err());
    }

    proptest! {
        #[test]
        fn decimals_come_back_as_they_are(mantissa in any::<i64>(), scale in 0_u32..12) {
            let number = Decimal::new(mantissa, scale);
            let got = through(&[Value::Decimal(number)], &[Kind::Decimal], 64);
            prop_assert_eq!(&got[0][0], &Value::from(number.normalize().to_string().as_str()));
        }
    }
}
