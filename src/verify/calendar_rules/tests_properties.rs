//! Random calendars, and the same rules stated a second time in another way: as day numbers, row
//! against row. Both must say the same of a legal calendar and of one with a date broken.

use super::tests_cases::state_days;
use super::*;
use crate::record::dates::DateRange;
use crate::record::dates::plus_days;
use crate::verify::world::day;
use crate::verify::world_rows::policy;
use chrono::Datelike;
use proptest::prelude::*;
use std::collections::BTreeSet;

fn number(day: NaiveDate) -> i64 {
    i64::from(day.num_days_from_ce())
}

fn days_of(spans: &Spans) -> BTreeSet<i64> {
    let days = spans.list().iter();
    days.flat_map(|span| number(span.from)..=number(span.to))
        .collect()
}

fn month(row: &CalendarRow) -> i64 {
    let (year, month) = row.period.split_once('-').unwrap();
    year.parse::<i64>().unwrap() * 12 + month.parse::<i64>().unwrap()
}

/// The three decided days of a row, as numbers.
fn numbers(row: &CalendarRow) -> [i64; 3] {
    [row.read_date, row.bill_date, row.due_date].map(number)
}

/// Returns true where a calendar of consecutive months keeps every rule.
fn legal(rows: &[Placed], open: &BTreeMap<String, u64>, policy: &Policy) -> bool {
    rows.iter().all(|row| row_is_legal(row, rows, policy))
        && rows
            .iter()
            .all(|a| rows.iter().all(|b| pair_is_legal(a, b, policy)))
        && rows.iter().all(|row| day_is_legal(row, rows, open, policy))
}

fn forced(row: &CalendarRow, policy: &Policy) -> bool {
    let windows = &policy.windows;
    windows.due.contains(row.due_date)
        || windows.bill_print.contains(row.bill_date)
        || (policy.shift.reads_move && windows.read.contains(row.read_date))
}

fn row_is_legal(row: &Placed, rows: &[Placed], policy: &Policy) -> bool {
    let (shift, extract) = (&policy.shift, number(policy.extracted_on));
    let (old, new) = (numbers(&row.legacy), numbers(&row.now));
    let windows = [
        &policy.windows.read,
        &policy.windows.bill_print,
        &policy.windows.due,
    ]
    .map(days_of);
    let must = forced(&row.legacy, policy);
    // The periods since a window held a date of the cycle.
    let since = rows
        .iter()
        .filter(|other| other.legacy.bill_cycle == row.legacy.bill_cycle)
        .filter(|other| forced(&other.legacy, policy))
        .map(|other| month(&row.legacy) - month(&other.legacy))
        .filter(|months| *months >= 0)
        .min();
    let returns =
        since.is_some_and(|months| months < i64::try_from(shift.return_within_periods).unwrap());
    let reach = *windows[2].last().unwrap() + i64::try_from(policy.move_within_days).unwrap();
    let room = shift.others_move && old[2] >= *windows[2].first().unwrap() && old[2] <= reach;
    if old != new && !(must || returns || room) {
        return false;
    }
    let issued = old[1] <= extract;
    let fixed = [!shift.reads_move || old[0] <= extract, issued, false];
    for kind in 0..3 {
        if fixed[kind] {
            if old[kind] != new[kind] {
                return false;
            }
            continue;
        }
        let closed = |day: i64| {
            let date = NaiveDate::from_num_days_from_ce_opt(i32::try_from(day).unwrap()).unwrap();
            date.weekday().number_from_monday() > 5 || policy.business_days.holidays.contains(&date)
        };
        if windows[kind].contains(&new[kind]) || (old[kind] != new[kind] && closed(new[kind])) {
            return false;
        }
        let may_be_earlier = shift.earlier && !issued && new[kind] > extract;
        if new[kind] < old[kind] && !may_be_earlier {
            return false;
        }
    }
    far_enough(row, must, &windows, policy) && in_order(old, new, must, policy)
}

fn far_enough(row: &Placed, must: bool, windows: &[BTreeSet<i64>; 3], policy: &Policy) -> bool {
    let (old, new) = (numbers(&row.legacy), numbers(&row.now));
    let end = |kind: usize| {
        (old[kind]..)
            .find(|day| !windows[kind].contains(day))
            .unwrap()
            - 1
    };
    let within = i64::try_from(policy.move_within_days).unwrap();
    let along = old[2] + i64::try_from(policy.move_with_bill_within_days).unwrap();
    let read = i64::try_from(policy.shift.read_move_days).unwrap();
    if (new[0] - old[0]).abs() > read {
        return false;
    }
    if new[1] > old[1] {
        let dark = windows[1].contains(&old[1]);
        if dark && new[1] > end(1) + within || !dark && !policy.shift.reads_move {
            return false;
        }
    }
    let bill = new[1] != old[1];
    if new[2] <= old[2] {
        true
    } else if windows[2].contains(&old[2]) {
        new[2] <= end(2) + within || (bill && new[2] <= along)
    } else if bill && must {
        new[2] <= along
    } else {
        let with_bill = bill || policy.shift.reads_move;
        new[2] <= old[2] + within || (with_bill && new[2] <= along)
    }
}

fn in_order(old: [i64; 3], new: [i64; 3], must: bool, policy: &Policy) -> bool {
    let bill_or_read = old[..2] != new[..2];
    if bill_or_read && new[0] > new[1] && new[0] - new[1] > old[0] - old[1] {
        return false;
    }
    let pays = i64::try_from(policy.days_to_pay).unwrap().max(1);
    let asked = old[1..] != new[1..] || (must && old != new);
    !asked || new[2] - new[1] >= pays
}

/// Asks of `a` and a row `b` of the next month, or of another cycle of the month.
fn pair_is_legal(a: &Placed, b: &Placed, policy: &Policy) -> bool {
    let (old_a, new_a) = (numbers(&a.legacy), numbers(&a.now));
    let (old_b, new_b) = (numbers(&b.legacy), numbers(&b.now));
    if a.legacy.period == b.legacy.period {
        let place = |row: &Placed| (row.legacy.due_date, cycle(row));
        let must = forced(&a.legacy, policy) && forced(&b.legacy, policy);
        let both = must && old_a != new_a && old_b != new_b;
        return !(policy.shift.keep_cycle_order && both && place(a) < place(b))
            || new_a[2] <= new_b[2];
    }
    if cycle(a) != cycle(b) || month(&a.legacy) + 1 != month(&b.legacy) {
        return true;
    }
    let changed = |kind_a: usize, kind_b: usize| {
        old_a[kind_a] != new_a[kind_a] || old_b[kind_b] != new_b[kind_b]
    };
    let (had, has) = (old_b[0] - old_a[0], new_b[0] - new_a[0]);
    let (shortest, longest) = policy.period_days;
    let period = has > 0 && (has >= shortest || has >= had) && (has <= longest || has <= had);
    let (had, has) = (old_b[2] - old_a[2], new_b[2] - new_a[2]);
    let gap = has >= had || has >= i64::try_from(policy.shift.due_gap_days).unwrap();
    let (had, has) = (old_b[1] - old_a[2], new_b[1] - new_a[2]);
    let next = !policy.shift.due_by_next_bill || has >= 0 || has >= had;
    (!changed(0, 0) || period) && (!changed(2, 2) || gap) && (!changed(2, 1) || next)
}

fn cycle(row: &Placed) -> u64 {
    row.legacy.bill_cycle.parse().unwrap()
}

/// Asks of the days to which a row's bill date and due date moved.
fn day_is_legal(
    row: &Placed,
    rows: &[Placed],
    open: &BTreeMap<String, u64>,
    policy: &Policy,
) -> bool {
    let load = |kind: usize| -> u64 {
        let there = |other: &&Placed| numbers(&other.now)[kind] == numbers(&row.now)[kind];
        let rows = rows.iter().filter(there);
        rows.map(|other| open[&other.legacy.bill_cycle]).sum()
    };
    let moved = |kind: usize| numbers(&row.legacy)[kind] != numbers(&row.now)[kind];
    let bills = policy.shift.bill_capacity.unwrap_or(u64::MAX);
    (!moved(2) || load(2) <= policy.daily_capacity) && (!moved(1) || load(1) <= bills)
}

/// Invented calendars of up to five cycles and four months, by the days between their dates.
fn planned() -> impl Strategy<Value = Vec<CalendarRow>> {
    let row = (29_u64..33, 1_u64..5, 17_u64..27);
    let cycle = (0_u64..28, proptest::collection::vec(row, 4));
    proptest::collection::vec(cycle, 1..6).prop_map(|cycles| {
        let mut rows = Vec::new();
        for (at, (start, months)) in cycles.into_iter().enumerate() {
            let mut read = plus_days(day("2016-11-26"), start);
            for (month, (period, bill, pay)) in months.into_iter().enumerate() {
                read = plus_days(read, period);
                let billed = plus_days(read, bill);
                rows.push(CalendarRow::new(
                    (at + 1).to_string(),
                    format!("2017-{:02}", month + 1),
                    [read, billed, plus_days(billed, pay)],
                ));
            }
        }
        rows
    })
}

/// The window is that of the other tests; readings have a window of their own where they move.
fn rules() -> impl Strategy<Value = Policy> {
    let switches = proptest::array::uniform5(any::<bool>());
    let figures = (1_u64..4, 5_u64..30, 15_u64..60, 14_u64..22, 1_i64..5);
    (switches, figures).prop_map(|(switches, (periods, gap, capacity, pay, band))| {
        let mut policy = policy();
        let [reads, earlier, others, next, order] = switches;
        let shift = &mut policy.shift;
        (shift.reads_move, shift.earlier, shift.others_move) = (reads, earlier, others);
        (shift.due_by_next_bill, shift.keep_cycle_order) = (next, order);
        (shift.return_within_periods, shift.due_gap_days) = (periods, gap);
        shift.bill_capacity = (capacity % 2 == 0).then_some(capacity);
        (policy.daily_capacity, policy.days_to_pay) = (capacity, pay);
        policy.period_days = (30 - band, 31 + band);
        policy.extracted_on = day("2017-02-21");
        policy.windows.read = DateRange {
            from: day("2017-02-27"),
            to: day("2017-02-28"),
        }
        .into();
        policy
    })
}

/// Moves the dates of forced rows behind the windows, each to the first days that break fewest
/// rules.
fn settled(
    planned: Vec<CalendarRow>,
    open: &BTreeMap<String, u64>,
    policy: &Policy,
) -> Vec<Placed> {
    let placed = |legacy: CalendarRow| Placed {
        now: legacy.clone(),
        legacy,
        days_in_period: None,
    };
    let mut rows: Vec<Placed> = planned.into_iter().map(placed).collect();
    for at in 0..rows.len() {
        if !forced(&rows[at].legacy, policy) {
            continue;
        }
        let legacy = rows[at].legacy.clone();
        let dark_bill = policy.windows.bill_print.contains(legacy.bill_date);
        let mut best: Option<(usize, CalendarRow)> = None;
        for later in 0..32 {
            let mut now = legacy.clone();
            let from = if dark_bill {
                day("2017-03-03")
            } else {
                legacy.bill_date
            };
            now.bill_date = from;
            now.due_date = plus_days(legacy.due_date, later);
            rows[at].now = now.clone();
            state_days(&mut rows);
            let broken = broken_rules(&rows, open, policy).len();
            if best.as_ref().is_none_or(|(fewest, _)| broken < *fewest) {
                best = Some((broken, now));
            }
        }
        rows[at].now = best.unwrap().1;
    }
    state_days(&mut rows);
    rows
}

fn accounts() -> BTreeMap<String, u64> {
    (1..=5)
        .map(|cycle: u64| (cycle.to_string(), 8 + cycle))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_broken_date_is_seen_or_the_calendar_is_legal_all_the_same(
        planned in planned(),
        policy in rules(),
        at in any::<proptest::sample::Index>(),
        kind in 0..3_usize,
        later in -35_i64..36,
    ) {
        let open = accounts();
        let mut rows = settled(planned, &open, &policy);
        let found = broken_rules(&rows, &open, &policy);
        prop_assert_eq!(found.is_empty(), legal(&rows, &open, &policy), "{:?}", found);
        let at = at.index(rows.len());
        let now = &mut rows[at].now;
        let date = [&mut now.read_date, &mut now.bill_date, &mut now.due_date];
        let date = date.into_iter().nth(kind).unwrap();
        *date += chrono::TimeDelta::days(later);
        state_days(&mut rows);
        let found = broken_rules(&rows, &open, &policy);
        prop_assert_eq!(found.is_empty(), legal(&rows, &open, &policy), "{:?}", found);
    }

    #[test]
    fn a_legal_calendar_with_a_broken_date_is_seen(
        planned in planned(),
        later in 1_i64..36,
        at in any::<proptest::sample::Index>(),
    ) {
        // Nothing but the windows and the days to pay binds these.
        let mut policy = policy();
        policy.extracted_on = day("2016-11-01");
        policy.daily_capacity = 10_000;
        policy.shift.due_gap_days = 1;
        policy.shift.due_by_next_bill = false;
        policy.days_to_pay = 1;
        let open = accounts();
        let mut rows = settled(planned, &open, &policy);
        prop_assert_eq!(broken_rules(&rows, &open, &policy), []);
        let at = at.index(rows.len());
        // A reading that stays, moved either way, is always seen.
        rows[at].now.read_date += chrono::TimeDelta::days(if later % 2 == 0 { later } else { -later });
        let found = broken_rules(&rows, &open, &policy);
        prop_assert!(found.iter().any(|broken| broken.rule == CalendarRule::ReadsMove));
        prop_assert!(found.iter().any(|broken| broken.rule == CalendarRule::ServiceDays));
    }
}
