//! The best calendar against all calendars: every choice of days for a few rows is tried, by a
//! plain restatement of the rules, and the best of them must be the one that was found.

mod world;

use super::*;
use crate::decide::samples::{day, policy};
use crate::diag::finding::Severity;
use crate::record::dates::{DateRange, plus_days};
use crate::record::windows::Windows;
use proptest::prelude::*;
use world::{Dates, Row, World};

prop_compose! {
    fn world()(
        cycles in proptest::collection::vec((0_i64..7, 1_u64..9), 1..4),
        periods in 1_usize..3,
        length in 2_u64..6,
        capacity in 4_u64..20,
        bill_capacity in proptest::option::of(5_u64..20),
        pay in 17_u64..22,
        (within, along) in (3_u64..7, 3_u64..9),
        (reads_move, earlier, others_move, keep_order, by_next) in any::<(bool, bool, bool, bool, bool)>(),
        (returns, gap, reach) in (1_u64..3, 18_u64..31, 1_u64..3),
        extracted in 0_i64..30,
    ) -> World {
        let mut policy = policy();
        let window = DateRange { from: day("2017-03-01"), to: plus_days(day("2017-03-01"), length) };
        policy.windows = Windows::of_blackout(Some(window));
        policy.blackout = Some(window);
        if reads_move && extracted % 2 == 0 {
            policy.windows.read = policy.windows.due.clone();
        }
        policy.extracted_on = day("2017-01-31") + chrono::TimeDelta::days(extracted);
        policy.daily_capacity = capacity;
        policy.days_to_pay = pay;
        policy.move_within_days = within;
        policy.move_with_bill_within_days = along;
        policy.period_days = (27, 33);
        let shift = &mut policy.shift;
        shift.bill_capacity = bill_capacity;
        shift.reads_move = reads_move;
        shift.earlier = earlier && reads_move;
        shift.others_move = others_move;
        shift.keep_cycle_order = keep_order;
        shift.due_by_next_bill = by_next;
        shift.return_within_periods = returns;
        shift.due_gap_days = gap;
        shift.read_move_days = reach;
        let mut rows = Vec::new();
        for (period, start) in [("2017-02", "2017-02-06"), ("2017-03", "2017-03-08")].iter().take(periods) {
            for (cycle, (offset, accounts)) in cycles.iter().enumerate() {
                let open = &policy.business_days;
                let read = open.on_or_after(day(start) + chrono::TimeDelta::days(*offset));
                let bill = open.on_or_after(plus_days(read, 1));
                let due = open.on_or_after(plus_days(bill, 20));
                rows.push(Row {
                    row: CalendarRow::new((cycle + 1).to_string(), *period, [read, bill, due]),
                    accounts: *accounts,
                });
            }
        }
        World { rows, policy }
    }
}

/// Without a step of the solver what is found keeps the rules, is no better than the best, and
/// what is said of better ones is true.
fn hasty(best_of_all: &Calendar, policy: &Policy) -> Result<(), TestCaseError> {
    let rows = best_of_all
        .rows
        .iter()
        .map(|row| (&row.legacy, row.accounts));
    let rows: Vec<(&CalendarRow, u64)> = rows.collect();
    let question = Question::of(&rows, policy, &Asked::of(policy));
    let (days, open) = match best(&question, 0) {
        Best::Days(days, open) => (days, open),
        Best::Unknown => return Ok(()),
        Best::None => return Err(TestCaseError::fail("a calendar is lost")),
    };
    prop_assert!(calendar_days::broken(&question, &days).is_empty());
    let (mut hasty, best) = (best_of_all.clone(), best_of_all.figures);
    settle(&mut hasty, &question, &days, policy);
    prop_assert!(best <= hasty.figures);
    if let Some((figure, at_least)) = open.and_then(|open| open.figure) {
        let first = open.map(|open| open.measure) == Some(best::Measure::Customers);
        let best = if first {
            best.customers_moved
        } else {
            best.customer_days
        };
        prop_assert!(at_least <= calendar_days::signed(best));
        prop_assert!(figure >= at_least);
    }
    prop_assert!(open.is_some() || best == hasty.figures);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn the_best_calendar_is_the_best_of_all(world in world()) {
        let accounts: BTreeMap<String, u64> =
            world.rows.iter().map(|r| (r.row.bill_cycle.clone(), r.accounts)).collect();
        let choices: usize = (0..world.rows.len()).map(|at| world.choices(at).len().max(1)).product();
        prop_assume!(choices < 60_000);
        let rows: Vec<CalendarRow> = world.rows.iter().map(|r| r.row.clone()).collect();
        let (calendar, found) = shift_calendar(&rows, &accounts, &world.policy);
        let refused = found.iter().any(|f| f.severity == Severity::Error);
        match world.best() {
            None => prop_assert!(refused, "no calendar keeps the rules, and one was found"),
            Some(best) => {
                prop_assert!(!refused, "{:?}", found);
                let got: Vec<Dates> = calendar.rows.iter().map(|r| [r.read_date, r.bill_date, r.due_date]).collect();
                prop_assert_eq!(&got, &best, "{:?} {:?}", world.figures(&got), world.figures(&best));
                let figures = calendar.figures;
                let (customers, days, peak, last, _) = world.figures(&best);
                prop_assert_eq!((figures.customers_moved, figures.customer_days, figures.peak, figures.back_on), (customers, days, peak, last));
                hasty(&calendar, &world.policy)?;
            }
        }
    }
}
