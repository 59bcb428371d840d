//! Every rule between rows with a calendar that breaks it and nothing else, and one that keeps it
//! at its very edge; full days, following dates, needless moves.

use super::tests_cases::{Case, accounts, cycle, row, state_days};
use super::*;
use crate::verify::world::day;

#[test]
fn periods_keep_their_days_and_follow_each_other() {
    use CalendarRule::{PeriodDays, ServiceDays};
    let read = |to: &'static str| {
        cycle().with(|c| {
            c.policy.extracted_on = day("2017-02-01");
            c.policy.shift.reads_move = true;
            c.policy.period_days = (28, 33);
            c.read(1, to);
        })
    };
    // 30 and 32 days as planned: 33 and 29 days, then 34 and 28.
    read("2017-02-03").is_legal();
    read("2017-02-06").breaks(PeriodDays, "34 days from the reading of 2017-01-03");
    // The first period had 30 days and may have as few again; the second has fewer than it had.
    read("2017-02-03")
        .with(|c| c.policy.period_days = (32, 32))
        .breaks(
            PeriodDays,
            "31 days from the reading of 2017-02-03 to that of 2017-03-06; 32 to 32 are allowed",
        );
    let twice = cycle().with(|c| {
        c.policy.extracted_on = day("2017-02-01");
        c.policy.shift.reads_move = true;
        c.policy.shift.read_move_days = 40;
        c.rows.remove(1);
        c.rows[1].legacy = row("1", "2017-03", ["2017-02-03", "2017-02-06", "2017-02-27"]);
        c.rows[1].now = row("1", "2017-03", ["2017-01-03", "2017-02-06", "2017-03-03"]);
        c.policy.shift.earlier = true;
        c.policy.extracted_on = day("2017-01-02");
        c.policy.shift.due_by_next_bill = false;
    });
    twice.breaks(ServiceDays, "days are billed twice");
}

#[test]
fn the_days_of_a_period_are_stated_as_they_are() {
    let case = cycle();
    let mut rows = case.rows.clone();
    state_days(&mut rows);
    assert_eq!(rows[1].days_in_period, Some(30));
    rows[1].days_in_period = Some(31);
    rows[2].days_in_period = Some(31);
    let found = broken_rules(&rows, &accounts(), &case.policy);
    assert!(found.iter().all(|f| f.rule == CalendarRule::ServiceDays));
    assert!(
        found[0]
            .sentence
            .contains("`days_in_period` is 31, from read to read it is 30")
    );
    rows[0].days_in_period = Some(30);
    let found = broken_rules(&rows, &accounts(), &case.policy);
    assert!(
        found[0]
            .sentence
            .contains("is 30, from read to read it is none")
    );
}

#[test]
fn due_dates_keep_their_gap() {
    use CalendarRule::DueGapDays;
    let gap = |least| cycle().with(|c| c.policy.shift.due_gap_days = least);
    // 26 days are left of 30.
    gap(26).is_legal();
    gap(27).breaks(DueGapDays, "26 days after 2017-03-03; at least 27");
    // Where the legacy gap was smaller, it may stay so.
    let narrow = |to: &'static str| {
        cycle().with(|c| {
            c.rows[2].legacy.due_date = day("2017-03-10");
            c.policy.shift.return_within_periods = 2;
            c.policy.days_to_pay = 1;
            c.due(2, to);
        })
    };
    narrow("2017-03-14").is_legal();
    narrow("2017-03-13").breaks(DueGapDays, "10 days after 2017-03-03; at least 11");
}

#[test]
fn a_bill_is_due_by_the_next_bills_date() {
    use CalendarRule::DueByNextBill;
    let due = |to: &'static str| {
        cycle().with(|c| {
            c.policy.shift.due_gap_days = 1;
            c.due(1, to);
        })
    };
    due("2017-03-09").is_legal();
    due("2017-03-10").breaks(
        DueByNextBill,
        "due on 2017-03-10, after the next bill of 2017-03-09",
    );
    due("2017-03-10")
        .with(|c| c.policy.shift.due_by_next_bill = false)
        .is_legal();
    // The legacy calendar broke it by one day: no more than that.
    let fault = |to: &'static str| {
        due(to).with(|c| {
            c.rows[1].legacy.bill_date = day("2017-02-08");
            c.rows[1].now.bill_date = day("2017-02-08");
            c.rows[1].legacy.due_date = day("2017-03-01");
            c.rows[2].legacy.bill_date = day("2017-02-28");
            c.rows[2].now.bill_date = day("2017-03-06");
            c.rows[2].now.read_date = day("2017-02-27");
            c.rows[2].legacy.read_date = day("2017-02-27");
        })
    };
    fault("2017-03-07").is_legal();
    fault("2017-03-08").breaks(DueByNextBill, "due on 2017-03-08");
}

#[test]
fn cycles_keep_their_order_within_a_period() {
    use CalendarRule::KeepCycleOrder;
    let case = |two: &'static str, planned: &'static str| {
        let rows = [
            row("1", "2017-02", ["2017-01-28", "2017-02-01", "2017-02-27"]),
            row("2", "2017-02", ["2017-01-28", "2017-02-01", planned]),
        ];
        Case::of(rows).with(|c| {
            c.policy.shift.keep_cycle_order = true;
            c.due(0, "2017-03-06");
            c.due(1, two);
        })
    };
    case("2017-03-06", "2017-02-28").is_legal();
    case("2017-03-03", "2017-02-28").breaks(
        KeepCycleOrder,
        "cycle 1, which was due before it, on 2017-03-06",
    );
    // On one day the lower cycle comes first.
    case("2017-03-03", "2017-02-27").breaks(KeepCycleOrder, "cycle 2 of 2017-02");
    case("2017-03-03", "2017-02-24").is_legal();
    case("2017-03-03", "2017-02-28")
        .with(|c| c.policy.shift.keep_cycle_order = false)
        .is_legal();
}

#[test]
fn a_day_that_receives_dates_bears_its_accounts() {
    use CalendarRule::{BillCapacity, DailyCapacity};
    let rows = [
        row("1", "2017-02", ["2017-01-28", "2017-02-01", "2017-02-27"]),
        row("2", "2017-02", ["2017-01-28", "2017-02-09", "2017-03-03"]),
        row("3", "2017-02", ["2017-01-28", "2017-02-09", "2017-03-06"]),
    ];
    let case = |most| {
        Case::of(rows.clone()).with(|c| {
            c.policy.daily_capacity = most;
            c.due(0, "2017-03-03");
        })
    };
    case(20).is_legal();
    case(19).breaks(
        DailyCapacity,
        "2017-03-03: 20 accounts have their due date there, at most 19",
    );
    // A day that receives none may be as full as it was.
    Case::of(rows)
        .with(|c| c.policy.daily_capacity = 0)
        .found()
        .iter()
        .for_each(|broken| {
            assert_eq!(broken.rule, CalendarRule::Window);
        });
    let billed = [
        row("1", "2017-02", ["2017-02-21", "2017-02-24", "2017-03-30"]),
        row("2", "2017-02", ["2017-02-21", "2017-03-03", "2017-03-30"]),
    ];
    let case = |most| {
        Case::of(billed.clone()).with(|c| {
            c.policy.shift.bill_capacity = most;
            c.bill(0, "2017-03-03");
        })
    };
    case(Some(20)).is_legal();
    case(None).is_legal();
    case(Some(19)).breaks(
        BillCapacity,
        "2017-03-03: 20 accounts have their bill date there, at most 19",
    );
}

#[test]
fn the_dates_behind_the_due_date_follow_it() {
    use CalendarRule::{Follows, Window};
    // Due on 27 February, moved four days; ten days behind it is Thursday, 9 March.
    let follows = |planned: &'static str, new: &'static str| {
        cycle().with(|c| {
            c.rows[1].legacy.late_fee_date = Some(day(planned));
            c.rows[1].now.late_fee_date = Some(day(new));
        })
    };
    follows("2017-03-09", "2017-03-13").is_legal();
    follows("2017-03-09", "2017-03-10").breaks(Follows, "a business day from 2017-03-13 on");
    follows("2017-03-09", "2017-03-14").breaks(Follows, "and 2017-03-13 would have done");
    // Tuesday and four days is a Saturday: Monday.
    follows("2017-03-07", "2017-03-13").is_legal();
    follows("2017-03-07", "2017-03-11").breaks(Follows, "a business day from 2017-03-11 on");
    // The due date stays, the late fee lies in its window.
    let alone = |new: &'static str| {
        cycle().with(|c| {
            c.rows[0].legacy.disconnect_date = Some(day("2017-02-28"));
            c.rows[0].now.disconnect_date = Some(day(new));
        })
    };
    alone("2017-03-03").is_legal();
    alone("2017-02-28").breaks(Window, "the disconnection 2017-02-28 lies in its window");
    alone("2017-03-06").breaks(Follows, "2017-03-03 would have done");
    let reminder = |new: Option<&'static str>| {
        cycle().with(|c| {
            c.rows[0].legacy.reminder_date = Some(day("2017-02-28"));
            c.rows[0].now.reminder_date = new.map(day);
        })
    };
    reminder(Some("2017-02-28")).is_legal();
    reminder(Some("2017-03-01")).breaks(Follows, "nothing moves it");
    reminder(None).breaks(Follows, "the reminder was 2017-02-28 and is none");
}

#[test]
fn a_move_that_nothing_asks_for_is_needless() {
    let needless = |case: &Case| needless_moves(&case.rows, &accounts(), &case.policy);
    let case = cycle().with(|c| {
        c.policy.shift.return_within_periods = 2;
        c.due(2, "2017-03-30");
    });
    case.is_legal();
    let found = needless(&case);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(
        found[0].to_string(),
        "cycle 1 of 2017-03: the due date 2017-03-29 became 2017-03-30, and could have stayed with no rule broken (`needless`)"
    );
    // The gap asks for it.
    let case = case.with(|c| c.policy.shift.due_gap_days = 27);
    case.is_legal();
    assert_eq!(needless(&case), []);
    // A cycle without accounts is not asked; a calendar that breaks a rule neither.
    let case = case.with(|c| c.policy.shift.due_gap_days = 1);
    assert_eq!(
        needless_moves(&case.rows, &BTreeMap::new(), &case.policy),
        []
    );
    let case = case.with(|c| c.due(1, "2017-02-27"));
    assert_eq!(needless(&case), []);
}
