//! The rules of one row: where its reading, bill date and due date may lie.

use super::asked::{Asked, Freedom, lies_in_window};
use super::{CalendarRule, DECIDED, Found, Placed, called, days_between, decided, signed, window};
use crate::record::dates::{DateRange, plus_days};
use crate::record::plan::DateKind;
use crate::record::policy::Policy;
use chrono::NaiveDate;

/// Asks every rule of one row.
pub(super) fn ask(row: &Asked<'_>, policy: &Policy, found: &mut Found) {
    let placed = row.placed;
    may_move(row, policy, found);
    for kind in DECIDED {
        if is_fixed(placed, kind, policy) {
            stays(placed, kind, policy, found);
        } else {
            right_day(placed, kind, policy, found);
        }
    }
    if placed.moves(DateKind::Read) && policy.shift.reads_move {
        reading_in_reach(placed, policy, found);
    }
    if !is_fixed(placed, DateKind::Bill, policy) {
        bill_in_reach(placed, policy, found);
    }
    due_in_reach(row, policy, found);
    one_after_another(row, policy, found);
}

/// Asks that the row may move where it did.
fn may_move(row: &Asked<'_>, policy: &Policy, found: &mut Found) {
    let (holds, rule) = match row.freedom {
        Freedom::Forced | Freedom::May => (true, CalendarRule::OthersMove),
        Freedom::Back => (!row.placed.moved(), CalendarRule::ReturnWithinPeriods),
        Freedom::Stays => (!row.placed.moved(), CalendarRule::OthersMove),
    };
    found.must(holds, row.placed, rule, || {
        let what: Vec<String> = DECIDED
            .into_iter()
            .filter(|kind| row.placed.moves(*kind))
            .map(|kind| became(row.placed, kind))
            .collect();
        let why = if row.freedom == Freedom::Back {
            let periods = policy.shift.return_within_periods;
            format!("its cycle must be back on its regular dates within {periods} periods")
        } else {
            "no date of the row lies in its window".to_owned()
        };
        format!("{}, and {why}", what.join(", "))
    });
}

/// Returns true for a bill that is issued, a reading that is taken, and one that may not move.
fn is_fixed(row: &Placed, kind: DateKind, policy: &Policy) -> bool {
    let past = |day: NaiveDate| day <= policy.extracted_on;
    match kind {
        DateKind::Read => !policy.shift.reads_move || past(row.legacy.read_date),
        DateKind::Bill => past(row.legacy.bill_date),
        DateKind::Due | DateKind::Reminder | DateKind::LateFee | DateKind::Disconnect => false,
    }
}

/// Asks that a fixed date did not move.
fn stays(row: &Placed, kind: DateKind, policy: &Policy, found: &mut Found) {
    let (rule, why) = if kind == DateKind::Bill {
        (CalendarRule::Told, "the bill is issued")
    } else if policy.shift.reads_move {
        (CalendarRule::ReadsMove, "the meters are read already")
    } else {
        (CalendarRule::ReadsMove, "readings stay")
    };
    found.must(!row.moves(kind), row, rule, || {
        format!("{}, and {why}", became(row, kind))
    });
}

/// Asks that a date lies outside its window; where it moved, on a business day that is not too
/// early.
fn right_day(row: &Placed, kind: DateKind, policy: &Policy, found: &mut Found) {
    let (old, new) = (decided(&row.legacy, kind), decided(&row.now, kind));
    let around = window(policy, kind).and_then(|spans| spans.around(new));
    found.must(around.is_none(), row, CalendarRule::Window, || {
        let DateRange { from, to } = around.unwrap_or(DateRange { from: new, to: new });
        format!(
            "the {} {new} lies in its window, {from} to {to}",
            called(kind)
        )
    });
    if old == new {
        return;
    }
    let open = policy.business_days.is_open(new);
    found.must(open, row, CalendarRule::BusinessDays, || {
        format!("{}, which is no business day", became(row, kind))
    });
    if new >= old {
        return;
    }
    let issued = row.legacy.bill_date <= policy.extracted_on;
    if issued {
        found.must(false, row, CalendarRule::Told, || {
            format!(
                "{}, and the customer was told {old} with the bill of {}",
                became(row, kind),
                row.legacy.bill_date
            )
        });
    } else {
        let may = policy.shift.earlier && new > policy.extracted_on;
        found.must(may, row, CalendarRule::Earlier, || {
            format!("{}, and no date moves to an earlier day", became(row, kind))
        });
    }
}

/// Asks how far a reading moved.
fn reading_in_reach(row: &Placed, policy: &Policy, found: &mut Found) {
    let (old, new) = (row.legacy.read_date, row.now.read_date);
    let days = days_between(old, new).abs();
    let most = policy.shift.read_move_days;
    found.must(
        days <= signed(most),
        row,
        CalendarRule::ReadMoveDays,
        || {
            format!(
                "{}, {days} days away; at most {most} may it move",
                became(row, DateKind::Read)
            )
        },
    );
}

/// Asks how far a bill date moved, and whether it had to.
fn bill_in_reach(row: &Placed, policy: &Policy, found: &mut Found) {
    let (old, new) = (row.legacy.bill_date, row.now.bill_date);
    if let Some(span) = policy.windows.bill_print.around(old) {
        let most = policy.move_within_days;
        let last = plus_days(span.to, most);
        found.must(new <= last, row, CalendarRule::MoveWithinDays, || {
            format!(
                "{}; at most {most} days after {} may it lie, which is {last}",
                became(row, DateKind::Bill),
                span.to
            )
        });
    } else {
        // Outside its window it moves on only to stay behind a reading that did.
        let along = new <= old || policy.shift.reads_move;
        found.must(along, row, CalendarRule::Needless, || {
            format!(
                "{}; it lay outside its window, and its reading stays",
                became(row, DateKind::Bill)
            )
        });
    }
}

/// Asks how far a due date moved.
fn due_in_reach(row: &Asked<'_>, policy: &Policy, found: &mut Found) {
    let placed = row.placed;
    let (old, new) = (placed.legacy.due_date, placed.now.due_date);
    if new <= old {
        return;
    }
    let after_window = |to| plus_days(to, policy.move_within_days);
    let span = policy.windows.due.around(old);
    let along = plus_days(old, policy.move_with_bill_within_days);
    let (soon, with_bill) = (
        span.map(|span| after_window(span.to)),
        placed.moves(DateKind::Bill),
    );
    // A due date outside its window makes room, or gives way to the one before.
    let room = (span.is_none() && !(with_bill && row.forced())).then(|| {
        let either = policy.shift.reads_move || with_bill;
        after_window(old).max(if either { along } else { old })
    });
    let limits = [soon, with_bill.then_some(along), room];
    let last = limits.into_iter().flatten().max().unwrap_or(old);
    let rule = if last == along && with_bill {
        CalendarRule::MoveWithBillWithinDays
    } else {
        CalendarRule::MoveWithinDays
    };
    found.must(new <= last, placed, rule, || {
        format!(
            "{}; {last} is the last day allowed",
            became(placed, DateKind::Due)
        )
    });
}

/// Asks for the order of the row's dates, and for the days to pay.
fn one_after_another(row: &Asked<'_>, policy: &Policy, found: &mut Found) {
    let placed = row.placed;
    let (legacy, now) = (&placed.legacy, &placed.now);
    let (read, bill, due) = (now.read_date, now.bill_date, now.due_date);
    let moves = |kind| placed.moves(kind);
    if moves(DateKind::Read) || moves(DateKind::Bill) {
        let had = days_between(legacy.read_date, legacy.bill_date).min(0);
        let holds = days_between(read, bill) >= had;
        found.must(holds, placed, CalendarRule::Order, || {
            format!("the bill of {bill} comes before the reading of {read}")
        });
    }
    let must_leave_days = row.forced() && moves(DateKind::Read);
    if !(moves(DateKind::Bill) || moves(DateKind::Due) || must_leave_days) {
        return;
    }
    found.must(bill < due, placed, CalendarRule::Order, || {
        format!("the bill of {bill} is due on {due}, no day later")
    });
    let (days, least) = (days_between(bill, due), policy.days_to_pay);
    found.must(
        bill >= due || days >= signed(least),
        placed,
        CalendarRule::DaysToPay,
        || {
            format!(
                "billed on {bill} and due on {due}, {days} days to pay; at least {least} must be"
            )
        },
    );
}

/// Returns what a date became.
pub(super) fn became(row: &Placed, kind: DateKind) -> String {
    let (old, new) = (decided(&row.legacy, kind), decided(&row.now, kind));
    format!("the {} {old} became {new}", called(kind))
}

/// Returns true where a decided date lay in its window.
pub(super) fn lay_in_window(row: &Placed, kind: DateKind, policy: &Policy) -> bool {
    lies_in_window(decided(&row.legacy, kind), kind, policy)
}
