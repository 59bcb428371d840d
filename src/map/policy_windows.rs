//! `[windows]`: the days on which something may not happen, for each action of its own.
//!
//! In: the table, and the blackout, which is the default of every window but `read`. Out: the
//! windows. Spans that overlap are joined without a word.

use super::policy::range;
use super::toml_walk::Value;
use crate::record::dates::{DateRange, plus_days};
use crate::record::windows::{Spans, Windows};
use chrono::{Days, NaiveDate};

/// Days around extract and cutover in which windows begin.
const NEAR_DAYS: u64 = 60;

/// Reads `[windows]`; without it every window is the blackout. Also returns where meters are said
/// not to be read: that stands only where readings may move.
pub(super) fn windows<'a>(
    value: Option<&Value<'a>>,
    blackout: Option<DateRange>,
) -> (Windows, Option<Value<'a>>) {
    let mut windows = Windows::of_blackout(blackout);
    let Some(mut table) = value.and_then(Value::table) else {
        return (windows, None);
    };
    let read = table.take("read");
    for (key, slot) in [
        ("pay_online", &mut windows.pay_online),
        ("pay_phone", &mut windows.pay_phone),
        ("draft", &mut windows.draft),
        ("bill_print", &mut windows.bill_print),
        ("late_fee", &mut windows.late_fee),
        ("disconnect", &mut windows.disconnect),
    ] {
        if let Some(named) = table.take(key).and_then(|v| spans(&v)) {
            *slot = named;
        }
    }
    let due = table.take("due").and_then(|v| spans(&v));
    windows.due = due.unwrap_or_else(|| {
        let all = windows.due.with(&windows.pay_online);
        all.with(&windows.pay_phone)
    });
    windows.read = read.as_ref().and_then(spans).unwrap_or_default();
    table.finish();
    let unread = read.filter(|_| !windows.read.is_empty());
    (windows, unread)
}

/// Returns what is odd about the first span that begins far from the extract and from the cutover:
/// its year may be mistyped. 60 days before the one and behind the other are near.
pub(super) fn far_off(windows: &Windows, extracted_on: NaiveDate, on: NaiveDate) -> Option<String> {
    let first = extracted_on.checked_sub_days(Days::new(NEAR_DAYS));
    let near = DateRange {
        from: first.unwrap_or(extracted_on),
        to: plus_days(on, NEAR_DAYS),
    };
    let spans = windows.all();
    let far = spans.list().iter().find(|span| !near.contains(span.from))?;
    Some(format!(
        "a window begins on {}, more than {NEAR_DAYS} days from the extract of {extracted_on} and the cutover on {on}",
        far.from
    ))
}

/// Reads one span or a list of them; an empty list is no day at all.
fn spans(value: &Value<'_>) -> Option<Spans> {
    if value.is_array() {
        let items = value.list()?;
        return Some(Spans::new(items.iter().filter_map(range)));
    }
    range(value).map(Spans::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_window_is_near_from_60_days_before_the_extract_to_60_after_the_cutover() {
        let (extracted_on, on) = (day("2017-02-23"), day("2017-03-01"));
        for (from, to, far) in [
            ("2016-12-24", "2016-12-26", true),
            ("2016-12-25", "2016-12-26", false),
            ("2017-02-24", "2017-03-02", false),
            ("2017-04-30", "2017-05-20", false),
            ("2017-05-01", "2017-05-02", true),
            ("2018-02-24", "2018-03-02", true),
        ] {
            let (from, to) = (day(from), day(to));
            let windows = Windows::of_blackout(Some(DateRange { from, to }));
            let said = far_off(&windows, extracted_on, on);
            assert_eq!(said.is_some(), far, "{from} {said:?}");
        }
        assert_eq!(far_off(&Windows::default(), extracted_on, on), None);
    }
}
