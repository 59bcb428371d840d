//! The policy tables of a mapping, with every default filled in: `[utility]`, `[cutover]`,
//! `[account_numbers]`, `[notices]`. The rules of `[policy]` are in `policy_rules`, the days of
//! `[windows]` in `policy_windows`.
//!
//! In: the mapping's tables. Out: the `Policy` that every later layer decides by.

use super::policy_numbers::account_numbers;
use super::policy_rules::rules;
use super::policy_windows::{far_off, windows};
use super::suggest::nearest;
use super::toml_table::Table;
use super::toml_walk::Value;
use crate::record::dates::DateRange;
use crate::record::letter::NoticeKind;
use crate::record::policy::{NumberPolicy, Policy, Utility};
use crate::record::windows::Windows;
use chrono::NaiveDate;
use std::collections::BTreeSet;
use std::ops::Range;

/// Reads the policy half of a mapping, and the name of the key file.
pub(super) fn policy(top: &mut Table<'_>) -> (Policy, Option<String>) {
    let (told, sent) = top
        .take("notices")
        .and_then(|v| notices(&v))
        .unwrap_or_default();
    let (utility, time_zone) = top
        .need("utility", "[utility] with `name` and `time_zone`")
        .and_then(|v| utility(&v, !told.is_empty()))
        .unwrap_or_default();
    let dates = top
        .need("cutover", "[cutover] with `extracted_on` and `on`")
        .and_then(|v| cutover(&v))
        .unwrap_or_default();
    let (numbers, key_file) = numbers(top);
    let named = top.take("windows");
    let (windows, unread) = windows(named.as_ref(), dates.blackout);
    let policy = top.take("policy");
    let mut rules = rules(policy.as_ref(), &windows, dates.extracted_on);
    rules.shift.notices_sent_on = sent_on(sent, dates.extracted_on);
    if let Some(value) = unread.filter(|_| !rules.shift.reads_move) {
        readings_stay(&value);
    }
    let place = dates.blackout_at.clone();
    if let Some(place) = place.or_else(|| named.map(|v| v.span())) {
        let any_holiday = !rules.business_days.holidays.is_empty();
        odd_windows(top, &place, &dates, (&windows, any_holiday));
    }
    let policy = Policy {
        utility,
        time_zone,
        extracted_on: dates.extracted_on,
        cutover_on: dates.on,
        blackout: dates.blackout,
        windows,
        shift: rules.shift,
        history_months: dates.history_months,
        numbers,
        autopay: rules.autopay,
        paperless: rules.paperless,
        credentials: rules.credentials,
        enrolled: rules.enrolled,
        failed_logins_lock: rules.failed_logins_lock,
        drafts_cancel_from: rules.drafts_cancel_from,
        drafts_cancel_states: rules.drafts_cancel_states,
        activity_months: rules.activity_months,
        designated: rules.designated,
        days_to_pay: rules.days_to_pay,
        period_days: rules.period_days,
        daily_capacity: rules.daily_capacity,
        move_within_days: rules.move_within_days,
        move_with_bill_within_days: rules.move_with_bill_within_days,
        business_days: rules.business_days,
        late_fee_waived_until: rules.late_fee_waived_until,
        disconnect_hold_until: rules.disconnect_hold_until,
        collection_hold_until: rules.collection_hold_until,
        images_from: rules.images_from,
        notices: told,
        old_number_still_works: rules.old_number_still_works,
        reject_limit: rules.reject_limit,
        donation_program: None,
        purge_hold_days: rules.purge_hold_days,
    };
    (policy, key_file)
}

/// Reports windows that cannot be meant, and warns of windows far from the cutover, and of windows
/// without a holiday around them.
fn odd_windows(
    top: &Table<'_>,
    place: &Range<usize>,
    dates: &Dates,
    (windows, any_holiday): (&Windows, bool),
) {
    // Where [cutover] cannot be read nothing is known of its days.
    let known = dates.on != NaiveDate::default();
    if let Some(far) = far_off(windows, dates.extracted_on, dates.on).filter(|_| known) {
        let help = "check its year; a window lies around the cutover";
        top.warn_at(place.clone(), "mapping::window_far_off", &far, help);
    }
    if let Some(amiss) = windows.amiss(dates.extracted_on).filter(|_| known) {
        let help = "check its year; a window lies around the cutover, and what is due in it moves behind it";
        top.report_at(place.clone(), "mapping::bad_window", amiss, help);
    }
    if !windows.are_none() && !any_holiday {
        top.warn_at(
            place.clone(),
            "mapping::no_holidays",
            "dates move out of these days to business days, and the mapping has no `policy.holidays`",
            "list the days around them on which the utility is closed under [policy], such as holidays = [2017-02-20]",
        );
    }
}

/// Reports a window without readings that no reading can leave.
fn readings_stay(value: &Value<'_>) {
    let message = format!(
        "no meter is read in `{}`, and readings stay on their days",
        value.path()
    );
    value.report(
        "mapping::contradiction",
        message,
        "write reads = \"move\" under [policy], or take the window out",
    );
}

fn numbers(top: &mut Table<'_>) -> (NumberPolicy, Option<String>) {
    top.need(
        "account_numbers",
        "[account_numbers] with `policy = \"keep\"` or \"assign\"",
    )
    .and_then(|v| account_numbers(&v))
    .unwrap_or((NumberPolicy::Keep, None))
}

/// What `[cutover]` says.
#[derive(Default)]
struct Dates {
    extracted_on: NaiveDate,
    on: NaiveDate,
    blackout: Option<DateRange>,
    blackout_at: Option<Range<usize>>,
    history_months: u32,
}

fn utility(value: &Value<'_>, writes_letters: bool) -> Option<(Utility, chrono_tz::Tz)> {
    let mut table = value.table()?;
    let name = table.need("name", "name = \"…\"").and_then(|v| v.text());
    let zone = table
        .need("time_zone", "time_zone = \"America/Los_Angeles\"")
        .and_then(|v| time_zone(&v))
        .unwrap_or_default();
    let address = if writes_letters {
        table.need("address", "address = [\"…\"]: the letters print it")
    } else {
        table.take("address")
    };
    let address = address.and_then(|v| v.texts());
    let portal_name = letter_fact(&mut table, "portal", writes_letters);
    let phone = letter_fact(&mut table, "phone", writes_letters);
    let web = letter_fact(&mut table, "web", writes_letters);
    let mut more_phones = Vec::new();
    if let Some(mut phones) = table.take("more_phones").and_then(|v| v.table()) {
        for (place, _, number) in phones.rest() {
            more_phones.extend(number.text().map(|number| (place.to_owned(), number)));
        }
    }
    let mut hours = [String::new(), String::new()];
    if let Some(mut both) = table.take("hours").and_then(|v| v.table()) {
        for (slot, language) in hours.iter_mut().zip(["en", "es"]) {
            let text = both.need(language, "hours = { en = \"…\", es = \"…\" }");
            *slot = text.and_then(|v| v.text()).unwrap_or_default();
        }
        both.finish();
    }
    table.finish();
    let [hours_en, hours_es] = hours;
    let utility = Utility {
        name: name.unwrap_or_default(),
        address: address.unwrap_or_default(),
        phone,
        more_phones,
        web,
        portal_name,
        hours_en,
        hours_es,
    };
    Some((utility, zone))
}

/// Takes a fact that letters print: no default where letters are written, else blank.
fn letter_fact(table: &mut Table<'_>, key: &'static str, writes_letters: bool) -> String {
    let value = if writes_letters {
        table.need(key, &format!("{key} = \"…\": the letters print it"))
    } else {
        table.take(key)
    };
    value.and_then(|v| v.text()).unwrap_or_default()
}

fn time_zone(value: &Value<'_>) -> Option<chrono_tz::Tz> {
    let name = value.text()?;
    let zone = name.parse().ok();
    if zone.is_none() {
        let zones = chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name());
        let help = nearest(&name, zones).map_or_else(
            || "names look like \"America/Los_Angeles\"".to_owned(),
            |near| format!("did you mean \"{near}\"?"),
        );
        let message = format!("`{}` is \"{name}\", which is no time zone", value.path());
        value.report("mapping::unknown_value", message, help);
    }
    zone
}

fn cutover(value: &Value<'_>) -> Option<Dates> {
    let mut table = value.table()?;
    let extracted = table.need("extracted_on", "extracted_on = 2017-02-23");
    let extracted_on = extracted.as_ref().and_then(Value::date);
    let on = table.need("on", "on = 2017-03-01").and_then(|v| v.date());
    let blackout = table.take("blackout");
    let blackout_at = blackout.as_ref().map(Value::span);
    let blackout = blackout.and_then(|v| range(&v));
    let history_months = table
        .take("history")
        .map_or(Some(24), |v| months(&v))
        .unwrap_or(24);
    table.finish();
    let (extracted_on, on) = (extracted_on?, on?);
    if let Some(value) = extracted.filter(|_| extracted_on > on) {
        let message = format!("the extract of {extracted_on} is later than the cutover on {on}");
        value.report(
            "mapping::bad_date",
            message,
            "the exports are made before the cutover",
        );
    }
    Some(Dates {
        extracted_on,
        on,
        blackout,
        blackout_at,
        history_months,
    })
}

/// Reads `{ from, to }`, both days included.
pub(super) fn range(value: &Value<'_>) -> Option<DateRange> {
    let mut table = value.table()?;
    let from = table
        .need("from", "from = 2017-02-24")
        .and_then(|v| v.date());
    let to = table.need("to", "to = 2017-03-02").and_then(|v| v.date());
    table.finish();
    let (from, to) = (from?, to?);
    if from > to {
        let message = format!(
            "`{}` ends on {to}, before it begins on {from}",
            value.path()
        );
        value.report(
            "mapping::bad_date",
            message,
            "`from` is its first day and `to` its last; both belong to it",
        );
    }
    Some(DateRange { from, to })
}

/// Reads `24 months` or `2 years`.
pub(super) fn months(value: &Value<'_>) -> Option<u32> {
    let text = value.text()?;
    let parsed = text.split_once(' ').and_then(|(number, unit)| {
        let number = super::convert::count(number, 1, 600)?;
        match unit {
            "month" | "months" => Some(number),
            "year" | "years" if number <= 50 => Some(number * 12),
            _ => None,
        }
    });
    if parsed.is_none() {
        let message = format!("`{}` is \"{text}\", expected months or years", value.path());
        value.report(
            "mapping::bad_pattern",
            message,
            "write it like \"24 months\"",
        );
    }
    parsed
}

/// Reads what customers are told, and the day on which the letters go out.
fn notices<'a>(value: &Value<'a>) -> Option<(BTreeSet<NoticeKind>, Option<Value<'a>>)> {
    let mut table = value.table()?;
    let kinds = NoticeKind::ALL.map(|kind| (kind.code(), kind));
    let told = table
        .need("tell", "tell = [\"new_account_number\"]")
        .and_then(|v| v.list())
        .map(|items| items.iter().filter_map(|v| v.choice(&kinds)).collect());
    let sent = table.take("sent_on");
    table.finish();
    Some((told.unwrap_or_default(), sent))
}

/// Reads the day on which notices are sent: that of the extract, or a later one, as nothing is
/// known to tell before it.
fn sent_on(value: Option<Value<'_>>, extracted_on: NaiveDate) -> NaiveDate {
    let Some((value, day)) = value.and_then(|v| v.date().map(|day| (v, day))) else {
        return extracted_on;
    };
    if day < extracted_on {
        let message = format!(
            "`{}` is {day}, before the extract of {extracted_on}",
            value.path()
        );
        value.report(
            "mapping::bad_date",
            message,
            format!("name {extracted_on} or a later day: letters tell what the extract says"),
        );
    }
    day
}
