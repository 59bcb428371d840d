//! `[policy]`: what the utility decided about payments, dates, fees and rejects.
//!
//! Every key has a default, stated here beside it.

use super::policy::months;
use super::policy_shift::shift;
use super::toml_table::Table;
use super::toml_walk::Value;
use crate::record::account::PortalStatus;
use crate::record::dates::BusinessDays;
use crate::record::policy::{Carry, Designated, Enrolled, RejectLimit, ShiftRules};
use crate::record::policy_limits as limits;
use crate::record::windows::Windows;
use chrono::NaiveDate;
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// What `[policy]` says.
pub(super) struct Rules {
    pub(super) autopay: Carry,
    pub(super) paperless: Carry,
    pub(super) credentials: Carry,
    pub(super) enrolled: Enrolled,
    pub(super) failed_logins_lock: Option<u32>,
    pub(super) drafts_cancel_from: Option<NaiveDate>,
    pub(super) drafts_cancel_states: BTreeSet<PortalStatus>,
    pub(super) activity_months: Option<u32>,
    pub(super) designated: Designated,
    pub(super) days_to_pay: u64,
    pub(super) period_days: (i64, i64),
    pub(super) daily_capacity: u64,
    pub(super) move_within_days: u64,
    pub(super) move_with_bill_within_days: u64,
    pub(super) business_days: BusinessDays,
    pub(super) late_fee_waived_until: Option<NaiveDate>,
    pub(super) disconnect_hold_until: Option<NaiveDate>,
    pub(super) collection_hold_until: Option<NaiveDate>,
    pub(super) images_from: Option<NaiveDate>,
    pub(super) old_number_still_works: bool,
    pub(super) reject_limit: RejectLimit,
    pub(super) purge_hold_days: u64,
    pub(super) shift: ShiftRules,
}

impl Rules {
    /// The defaults: settings start anew, fees and disconnections rest until their windows end.
    fn defaults(windows: &Windows, extracted_on: NaiveDate) -> Self {
        let period_days = (25, 37);
        Self {
            autopay: Carry::Reset,
            paperless: Carry::Reset,
            credentials: Carry::Reset,
            enrolled: Enrolled::Nobody,
            failed_logins_lock: None,
            drafts_cancel_from: None,
            drafts_cancel_states: BTreeSet::new(),
            activity_months: None,
            designated: Designated::MoveLater,
            days_to_pay: 20,
            period_days,
            daily_capacity: 75,
            move_within_days: 20,
            move_with_bill_within_days: 30,
            business_days: BusinessDays::default(),
            late_fee_waived_until: windows.late_fee.end(),
            disconnect_hold_until: windows.disconnect.end(),
            collection_hold_until: windows.disconnect.end(),
            images_from: None,
            old_number_still_works: false,
            reject_limit: RejectLimit {
                basis_points: 100,
                at_least: 10,
            },
            // An unauthorised bank draft may be returned for sixty days.
            purge_hold_days: 60,
            shift: ShiftRules::defaults(extracted_on, period_days),
        }
    }
}

/// Reads `[policy]`; all defaults where the mapping has none.
pub(super) fn rules(
    value: Option<&Value<'_>>,
    windows: &Windows,
    extracted_on: NaiveDate,
) -> Rules {
    let mut rules = Rules::defaults(windows, extracted_on);
    if let Some(mut table) = value.and_then(Value::table) {
        customers(&mut table, &mut rules);
        dates(&mut table, &mut rules);
        resting(&mut table, &mut rules, windows);
        rules.shift = shift(&mut table, extracted_on, rules.period_days);
        limits(&mut table, &mut rules);
        table.finish();
    }
    rules
}

/// Replaces a default where the mapping says something that could be read.
pub(super) fn set<T>(slot: &mut T, found: Option<T>) {
    if let Some(value) = found {
        *slot = value;
    }
}

fn customers(table: &mut Table<'_>, rules: &mut Rules) {
    let carry = |word| [("carry", Carry::Carry), (word, Carry::Reset)];
    let autopay = table.take("autopay");
    set(
        &mut rules.autopay,
        autopay.and_then(|v| v.choice(&carry("re_enroll"))),
    );
    let paperless = table.take("paperless");
    set(
        &mut rules.paperless,
        paperless.and_then(|v| v.choice(&carry("reset"))),
    );
    let credentials = table.take("credentials");
    set(
        &mut rules.credentials,
        credentials.and_then(|v| v.choice(&carry("re_register"))),
    );
    let enrolled = table.take("enrolled").and_then(|v| {
        v.choice(&[
            ("nobody", Enrolled::Nobody),
            ("web_users", Enrolled::WebUsers),
            ("portfolios", Enrolled::Portfolios),
            ("as_exported", Enrolled::AsExported),
        ])
    });
    set(&mut rules.enrolled, enrolled);
    let lock = table
        .take("failed_logins_lock")
        .and_then(|v| v.whole(1..=1000));
    rules.failed_logins_lock = lock.and_then(|n| u32::try_from(n).ok());
    let designated = table.take("designated_day").and_then(|v| {
        v.choice(&[
            ("move_later", Designated::MoveLater),
            ("keep", Designated::Keep),
        ])
    });
    set(&mut rules.designated, designated);
    let old = table.take("old_number_still_works").and_then(|v| v.flag());
    set(&mut rules.old_number_still_works, old);
    if let Some(mut drafts) = table.take("drafts").and_then(|v| v.table()) {
        let states = drafts.take("cancel_portal_status").and_then(|v| v.list());
        let locked = [PortalStatus::PermanentLock, PortalStatus::Hidden].map(|s| (s.name(), s));
        let from = match &states {
            Some(_) => drafts.take("cancel_from"),
            None => drafts.need("cancel_from", "drafts = { cancel_from = 2017-02-24 }"),
        };
        rules.drafts_cancel_from = from.and_then(|v| v.date());
        let states = states.unwrap_or_default();
        rules.drafts_cancel_states = states.iter().filter_map(|v| v.choice(&locked)).collect();
        drafts.finish();
    }
    rules.activity_months = table.take("activity").and_then(|v| months(&v));
}

fn dates(table: &mut Table<'_>, rules: &mut Rules) {
    let days = |table: &mut Table<'_>, key, range| -> Option<u64> {
        table.take(key).and_then(|v: Value<'_>| v.whole(range))
    };
    set(
        &mut rules.days_to_pay,
        days(table, "days_to_pay", limits::DAYS_TO_PAY),
    );
    set(
        &mut rules.move_within_days,
        days(table, "move_within_days", 1..=90),
    );
    let with_bill = days(table, "move_with_bill_within_days", 1..=90);
    set(&mut rules.move_with_bill_within_days, with_bill);
    set(
        &mut rules.daily_capacity,
        days(table, "daily_capacity", limits::CAPACITY),
    );
    set(
        &mut rules.purge_hold_days,
        days(table, "purge_hold_days", 0..=3650),
    );
    set(
        &mut rules.period_days,
        table.take("period_days").and_then(|v| period(&v)),
    );
    if let Some(items) = table.take("holidays").and_then(|v| v.list()) {
        rules.business_days.holidays = items.iter().filter_map(Value::date).collect();
    }
    let images = table.take("images_from");
    rules.images_from = images.and_then(|v| v.date());
}

/// Reads up to which day late fees, disconnections and collections rest: at least as long as their
/// windows. Collections have none of their own and rest with disconnections.
fn resting(table: &mut Table<'_>, rules: &mut Rules, windows: &Windows) {
    let waived = table.take("late_fee_waived_until");
    let held = table.take("disconnect_hold_until");
    let collected = table.take("collection_hold_until");
    let named = collected.is_some();
    for (value, slot, window, nothing) in [
        (
            waived,
            &mut rules.late_fee_waived_until,
            &windows.late_fee,
            "in which no late fee is charged",
        ),
        (
            held,
            &mut rules.disconnect_hold_until,
            &windows.disconnect,
            "in which nobody is disconnected",
        ),
        (
            collected,
            &mut rules.collection_hold_until,
            &windows.disconnect,
            "in which nobody is disconnected",
        ),
    ] {
        let Some((value, day)) = value.and_then(|v| v.date().map(|day| (v, day))) else {
            continue;
        };
        if let Some(end) = window.end().filter(|end| day < *end) {
            let message = format!(
                "`{}` is {day}, before the window {nothing} ends on {end}",
                value.path()
            );
            value.report(
                "mapping::bad_date",
                message,
                format!("name {end} or a later day"),
            );
        }
        *slot = Some(day);
    }
    if !named {
        rules.collection_hold_until = rules.disconnect_hold_until;
    }
}

/// Reads `{ min, max }`.
pub(super) fn period(value: &Value<'_>) -> Option<(i64, i64)> {
    let mut table = value.table()?;
    let key = value.path().rsplit('.').next().unwrap_or_default();
    let example = format!("{key} = {{ min = 25, max = 37 }}");
    let mut bound = |key| {
        let days = table.need(key, &example)?.whole(limits::PERIOD_DAYS)?;
        i64::try_from(days).ok()
    };
    let (min, max) = (bound("min"), bound("max"));
    table.finish();
    let (min, max) = (min?, max?);
    if min > max {
        let message = format!(
            "`{}` has at least {min} and at most {max} days",
            value.path()
        );
        value.report(
            "mapping::out_of_range",
            message,
            "`min` is the smaller of the two",
        );
    }
    Some((min, max))
}

fn limits(table: &mut Table<'_>, rules: &mut Rules) {
    let Some(mut rejects) = table.take("rejects").and_then(|v| v.table()) else {
        return;
    };
    let percent = rejects.take("percent").and_then(|v| basis_points(&v));
    set(&mut rules.reject_limit.basis_points, percent);
    let least = rejects
        .take("at_least")
        .and_then(|v| v.whole(0..=1_000_000_000));
    set(&mut rules.reject_limit.at_least, least);
    rejects.finish();
}

/// Reads a percentage from 0 to 100 with at most two decimals.
fn basis_points(value: &Value<'_>) -> Option<u64> {
    let points = value
        .number_text()?
        .parse::<Decimal>()
        .ok()
        .and_then(|percent| percent.checked_mul(Decimal::ONE_HUNDRED))
        .filter(|points| points.is_integer() && *points <= Decimal::from(10_000))
        .and_then(|points| u64::try_from(points).ok());
    if points.is_none() {
        value.report(
            "mapping::out_of_range",
            format!(
                "`{}` is no percentage from 0 to 100 with at most two decimals",
                value.path()
            ),
            "one percent is 1, half of it 0.5",
        );
    }
    points
}
