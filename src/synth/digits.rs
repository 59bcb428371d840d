//! Digits straight into a buffer: text is never made for a cell and then copied.

use chrono::{Datelike, NaiveDate};

/// Adds a number, with zeros in front up to `width` digits.
pub fn push(out: &mut Vec<u8>, number: u64, width: usize) {
    let mut digits = [b'0'; 20];
    let (mut rest, mut used) = (number, 0);
    for place in digits.iter_mut().rev() {
        if rest == 0 && used > 0 {
            break;
        }
        *place = digit(rest % 10);
        rest /= 10;
        used += 1;
    }
    let from = digits.len() - used.max(width.min(digits.len()));
    out.extend_from_slice(digits.get(from..).unwrap_or_default());
}

/// Returns the digit of a number below ten.
pub fn digit(number: u64) -> u8 {
    b'0' + u8::try_from(number).unwrap_or(0)
}

/// Adds an amount with a point and, where it is a credit, a minus in front.
pub fn push_money(out: &mut Vec<u8>, cents: i64) {
    if cents < 0 {
        out.push(b'-');
    }
    let cents = cents.unsigned_abs();
    push(out, cents / 100, 1);
    out.push(b'.');
    push(out, cents % 100, 2);
}

/// Adds an amount of eleven digits, its sign punched over the last one.
pub fn push_punched(out: &mut Vec<u8>, cents: i64) {
    let amount = cents.unsigned_abs();
    push(out, amount / 10, 10);
    let signs: &[u8; 10] = if cents < 0 {
        b"}JKLMNOPQR"
    } else {
        b"{ABCDEFGHI"
    };
    let at = usize::try_from(amount % 10).unwrap_or(0);
    out.extend(signs.get(at));
}

/// Adds a day as MM/DD/YYYY.
pub fn push_day(out: &mut Vec<u8>, day: NaiveDate) {
    push(out, u64::from(day.month()), 2);
    out.push(b'/');
    push(out, u64::from(day.day()), 2);
    out.push(b'/');
    push(out, year(day), 4);
}

/// Adds a day as YYYYMMDD.
pub fn push_packed_day(out: &mut Vec<u8>, day: NaiveDate) {
    let packed = year(day) * 10_000 + u64::from(day.month()) * 100 + u64::from(day.day());
    push(out, packed, 8);
}

/// Returns the number by which a workbook knows a day.
#[must_use]
pub fn serial(day: NaiveDate) -> u64 {
    // The day before the first one that every program counts alike.
    u64::try_from(day.num_days_from_ce() - 693_594).unwrap_or(0)
}

fn year(day: NaiveDate) -> u64 {
    u64::try_from(day.year()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(make: impl Fn(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        make(&mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn numbers_have_their_width_or_more() {
        for (number, width, text) in [(0, 0, "0"), (0, 3, "000"), (42, 1, "42"), (7, 3, "007")] {
            assert_eq!(made(|out| push(out, number, width)), text);
        }
        let most = u64::MAX;
        assert_eq!(made(|out| push(out, most, 0)), most.to_string());
    }

    #[test]
    fn amounts_keep_their_sign() {
        for (cents, plain, punched) in [
            (0, "0.00", "0000000000{"),
            (-5, "-0.05", "0000000000N"),
            (123_456, "1234.56", "0000012345F"),
            (-120, "-1.20", "0000000012}"),
        ] {
            assert_eq!(made(|out| push_money(out, cents)), plain);
            assert_eq!(made(|out| push_punched(out, cents)), punched);
        }
    }

    #[test]
    fn days_are_written_in_each_form() {
        let day = NaiveDate::from_ymd_opt(2026, 2, 3).unwrap();
        assert_eq!(made(|out| push_day(out, day)), "02/03/2026");
        assert_eq!(made(|out| push_packed_day(out, day)), "20260203");
        assert_eq!(serial(day), 46_056);
    }
}
