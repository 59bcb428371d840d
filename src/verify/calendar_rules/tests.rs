//! Every rule of a row with a calendar that breaks it and nothing else, and one that keeps it at
//! its very edge.

use super::tests_cases::{Case, accounts, billed_in_window, cycle, row};
use super::*;
use crate::record::dates::DateRange;
use crate::verify::world::day;
use crate::verify::world_rows::policy;

#[test]
fn a_calendar_that_keeps_every_rule_is_not_found() {
    cycle().is_legal();
    billed_in_window().is_legal();
    assert_eq!(needless_moves(&cycle().rows, &accounts(), &policy()), []);
    assert_eq!(broken_rules(&[], &accounts(), &policy()), []);
}

#[test]
fn a_forced_row_that_stays_is_in_its_window() {
    use CalendarRule::Window;
    let due = |to: &'static str| cycle().with(|c| c.due(1, to));
    due("2017-02-27").breaks(Window, "the due date 2017-02-27 lies in its window");
    due("2017-03-02").breaks(Window, "2017-02-24 to 2017-03-02");
    due("2017-03-03").is_legal();
    billed_in_window()
        .with(|c| {
            c.bill(0, "2017-02-24");
            c.due(0, "2017-03-22");
        })
        .breaks(Window, "bill date 2017-02-24");
    // A bill that was issued before the extract keeps its date.
    let issued = |on: &'static str| {
        let planned = [row(
            "1",
            "2017-02",
            ["2017-02-21", "2017-02-24", "2017-03-20"],
        )];
        Case::of(planned).with(|c| c.policy.extracted_on = day(on))
    };
    issued("2017-02-24").is_legal();
    issued("2017-02-23").breaks(Window, "bill date 2017-02-24");
}

#[test]
fn a_reading_stays_unless_readings_move_and_keeps_to_its_window() {
    use CalendarRule::{ReadMoveDays, ReadsMove, Window};
    let read = |to: &'static str| {
        cycle().with(|c| {
            c.policy.extracted_on = day("2017-02-01");
            c.read(1, to);
        })
    };
    read("2017-02-03").breaks(ReadsMove, "the reading 2017-02-02 became 2017-02-03");
    let moving = |to: &'static str| read(to).with(|c| c.policy.shift.reads_move = true);
    moving("2017-02-03").is_legal();
    moving("2017-02-03")
        .with(|c| c.policy.extracted_on = day("2017-02-02"))
        .breaks(ReadsMove, "read already");
    let span = |from, to| {
        Spans::from(DateRange {
            from: day(from),
            to: day(to),
        })
    };
    moving("2017-02-03")
        .with(|c| c.policy.windows.read = span("2017-02-03", "2017-02-03"))
        .breaks(Window, "the reading 2017-02-03");
    // From a Thursday, eight days on.
    let far = |most| {
        moving("2017-02-10").with(|c| {
            c.bill(1, "2017-02-10");
            c.policy.shift.read_move_days = most;
            c.policy.period_days = (1, 60);
            c.policy.days_to_pay = 20;
        })
    };
    far(8).is_legal();
    far(7).breaks(ReadMoveDays, "8 days away; at most 7");
}

#[test]
fn a_moved_date_lies_on_a_business_day() {
    use CalendarRule::BusinessDays;
    let due = |to: &'static str| cycle().with(|c| c.due(1, to));
    due("2017-03-04").breaks(BusinessDays, "2017-02-27 became 2017-03-04");
    due("2017-03-06").is_legal();
    due("2017-03-06")
        .with(|c| {
            c.policy.business_days.holidays.insert(day("2017-03-06"));
        })
        .breaks(BusinessDays, "no business day");
    // A date that stays may lie on any day.
    let saturday = [row(
        "1",
        "2017-02",
        ["2017-01-28", "2017-02-04", "2017-03-04"],
    )];
    Case::of(saturday).is_legal();
}

#[test]
fn nothing_moves_earlier_unless_it_may_and_never_what_was_told() {
    use CalendarRule::{Earlier, Told};
    let due = |to: &'static str| {
        cycle().with(|c| {
            c.policy.days_to_pay = 16;
            c.due(1, to);
        })
    };
    due("2017-02-23").breaks(
        Told,
        "the customer was told 2017-02-27 with the bill of 2017-02-07",
    );
    let unissued = |to: &'static str| {
        due(to).with(|c| {
            c.policy.extracted_on = day("2017-02-01");
        })
    };
    unissued("2017-02-23").breaks(Earlier, "no date moves to an earlier day");
    unissued("2017-02-23")
        .with(|c| c.policy.shift.earlier = true)
        .is_legal();
    due("2017-02-23")
        .with(|c| c.policy.shift.earlier = true)
        .breaks(Told, "told 2017-02-27");
    cycle()
        .with(|c| c.bill(1, "2017-02-08"))
        .breaks(Told, "the bill is issued");
    // No bill is issued before the day on which the export was made.
    let bill = |extracted: &'static str| {
        cycle().with(|c| {
            c.policy.extracted_on = day(extracted);
            c.policy.shift.earlier = true;
            c.bill(1, "2017-02-06");
        })
    };
    bill("2017-02-06").breaks(Earlier, "the bill date 2017-02-07 became 2017-02-06");
    bill("2017-02-05").is_legal();
}

#[test]
fn a_bill_date_moves_on_out_of_its_window_or_behind_its_reading() {
    use CalendarRule::Needless;
    let bill = |reads| {
        cycle().with(|c| {
            c.policy.extracted_on = day("2017-02-01");
            c.policy.shift.reads_move = reads;
            c.bill(1, "2017-02-08");
        })
    };
    bill(false).breaks(Needless, "lay outside its window");
    bill(true).is_legal();
}

#[test]
fn dates_lie_within_reach_of_their_windows() {
    use CalendarRule::{MoveWithBillWithinDays, MoveWithinDays};
    // Twenty days after 2 March.
    let due = |to: &'static str| {
        cycle().with(|c| {
            c.policy.shift.due_gap_days = 1;
            c.policy.shift.due_by_next_bill = false;
            c.due(1, to);
        })
    };
    due("2017-03-22").is_legal();
    due("2017-03-23").breaks(MoveWithinDays, "2017-03-22 is the last day allowed");
    let bill = |to: &'static str| {
        billed_in_window().with(|c| {
            c.policy.days_to_pay = 1;
            c.bill(0, to);
            c.due(0, "2017-03-24");
        })
    };
    bill("2017-03-22").is_legal();
    bill("2017-03-23").breaks(MoveWithinDays, "which is 2017-03-22");
    // Thirty days after 1 March, where the bill moved too.
    let along = |to: &'static str| billed_in_window().with(|c| c.due(0, to));
    along("2017-03-31").is_legal();
    along("2017-04-03").breaks(MoveWithBillWithinDays, "2017-03-31 is the last day allowed");
    // Either suffices.
    along("2017-04-03")
        .with(|c| c.policy.move_within_days = 32)
        .is_legal();
    along("2017-04-03")
        .with(|c| c.policy.move_within_days = 31)
        .breaks(MoveWithinDays, "2017-04-02 is the last");
}

#[test]
fn rows_without_a_date_in_a_window_stay() {
    use CalendarRule::{OthersMove, ReturnWithinPeriods};
    let first = cycle().with(|c| c.due(0, "2017-01-30"));
    first.breaks(OthersMove, "the due date 2017-01-27 became 2017-01-30");
    let after = |periods| {
        cycle().with(|c| {
            c.policy.shift.return_within_periods = periods;
            c.due(2, "2017-03-30");
        })
    };
    after(1).breaks(
        ReturnWithinPeriods,
        "back on its regular dates within 1 periods",
    );
    after(2).is_legal();
    // A row of another cycle, due twenty days after the window, makes room; one day later not.
    let other = |due: &'static str, to: &'static str| {
        let planned = [row("2", "2017-02", ["2017-02-21", "2017-02-22", due])];
        Case::of(planned).with(|c| {
            c.policy.shift.others_move = true;
            c.due(0, to);
        })
    };
    other("2017-03-22", "2017-03-23").is_legal();
    other("2017-03-23", "2017-03-24").breaks(OthersMove, "cycle 2 of 2017-02");
    other("2017-03-22", "2017-03-23")
        .with(|c| c.policy.shift.others_move = false)
        .breaks(OthersMove, "no date of the row lies in its window");
}

#[test]
fn a_moved_row_leaves_the_days_to_pay() {
    use CalendarRule::{DaysToPay, Order};
    let due = |to: &'static str| billed_in_window().with(|c| c.due(0, to));
    due("2017-03-23").is_legal();
    due("2017-03-22").breaks(DaysToPay, "19 days to pay; at least 20");
    due("2017-03-03").breaks(Order, "is due on 2017-03-03, no day later");
    // What the legacy calendar does and nobody moved is no fault of the shift.
    Case::of([row(
        "1",
        "2017-02",
        ["2017-01-28", "2017-02-14", "2017-02-21"],
    )])
    .is_legal();
}

#[test]
fn a_bill_comes_on_or_after_its_reading() {
    use CalendarRule::Order;
    let planned = [row(
        "1",
        "2017-02",
        ["2017-02-21", "2017-02-24", "2017-03-30"],
    )];
    let case = |read: &'static str| {
        Case::of(planned.clone()).with(|c| {
            c.policy.extracted_on = day("2017-02-01");
            c.policy.shift.reads_move = true;
            c.policy.shift.read_move_days = 20;
            c.bill(0, "2017-03-03");
            c.read(0, read);
        })
    };
    case("2017-03-03").is_legal();
    case("2017-03-06").breaks(
        Order,
        "the bill of 2017-03-03 comes before the reading of 2017-03-06",
    );
}
