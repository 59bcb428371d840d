//! `[windows]`: the days on which something may not happen, for each action of its own.
//!
//! In: the table, and the blackout, which is the default of every window but `read`. Out: the
//! windows. Spans that overlap are joined without a word.

use super::policy::range;
use super::toml_walk::Value;
use crate::record::dates::DateRange;
use crate::record::windows::{Spans, Windows};

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

/// Reads one span or a list of them; an empty list is no day at all.
fn spans(value: &Value<'_>) -> Option<Spans> {
    if value.is_array() {
        let items = value.list()?;
        return Some(Spans::new(items.iter().filter_map(range)));
    }
    range(value).map(Spans::from)
}
