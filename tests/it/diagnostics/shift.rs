//! Dates cannot be given, or look wrong.

use super::small::Small;

cases!(shift:
    no_day, no_day_for_account, period_length, period_change_not_told, cycle_not_in_calendar,
    bill_before_reading, due_by_bill_date, due_far_behind_bill, month_without_row,
    window_without_dates, calendar_too_short);

/// Two accounts of one cycle must move, and a day may take one.
fn no_day() -> String {
    Small::new()
        .under(
            "cutover",
            "blackout = { from = 2017-02-24, to = 2017-03-02 }",
        )
        .table("[policy]\nholidays = [2017-02-20]\ndaily_capacity = 1")
        .plan()
}

/// A bill that follows no calendar row and is due again soon, and a draft billed too late.
fn no_day_for_account() -> String {
    let blackout = "blackout = { from = 2017-02-24, to = 2017-03-02 }";
    let gap = Small::new()
        .under("cutover", blackout)
        .edit(
            "BILL.csv",
            "B3,0202,2017-02-10,2017-03-02",
            "B3,0202,2017-02-10,2017-02-24",
        )
        .table("[policy]\nholidays = [2017-02-20]");
    let draft = Small::new()
        .under("cutover", blackout)
        .export(
            "DRAFT.csv",
            "DRAFT,ACCT,DAY,AMOUNT\nD1,0101,2017-02-27,50.00\n",
        )
        .table("[draft]\nfile = \"DRAFT.csv\"\nlegacy_draft_id = \"DRAFT\"\nlegacy_account_number = \"ACCT\"\ndraft_date = \"DAY\"\namount = \"AMOUNT\"")
        .table("[policy]\nholidays = [2017-02-20]\ndraft_after_bill_days = 45");
    [gap.plan(), draft.plan()].join("\n")
}

/// A warning.
fn period_length() -> String {
    Small::new()
        .edit("CALENDAR.csv", "2017-01-06", "2016-12-06")
        .plan()
}

/// A warning: a reading in its window moves, and the letters do not tell of it.
fn period_change_not_told() -> String {
    Small::new()
        .under(
            "cutover",
            "blackout = { from = 2017-02-24, to = 2017-03-02 }",
        )
        .line("CALENDAR.csv", "1,2017-03,2017-03-02,2017-03-07,2017-03-31")
        .table("[windows]\nread = { from = 2017-02-24, to = 2017-03-02 }")
        .table("[policy]\nholidays = [2017-02-20]\nreads = \"move\"\nperiod_days = { min = 20, max = 37 }")
        .plan()
}

/// A warning: one cycle has no row, then no cycle has one and there is a window.
fn cycle_not_in_calendar() -> String {
    let one = Small::new().edit("ACCOUNT.csv", "01,1,0.00", "01,7,0.00");
    let none = Small::new()
        .under(
            "cutover",
            "blackout = { from = 2017-02-24, to = 2017-03-02 }",
        )
        .export("CALENDAR.csv", "CYC,PERIOD,READ,BILLED,DUE\n")
        .table("[policy]\nholidays = [2017-02-20]");
    [one.plan(), none.plan()].join("\n")
}

/// A warning.
fn bill_before_reading() -> String {
    Small::new()
        .edit("CALENDAR.csv", "2017-02-06", "2017-02-11")
        .plan()
}

/// A warning.
fn due_by_bill_date() -> String {
    Small::new()
        .edit(
            "CALENDAR.csv",
            "2017-02-10,2017-03-02",
            "2017-02-10,2017-02-10",
        )
        .plan()
}

/// A warning: a mistyped year.
fn due_far_behind_bill() -> String {
    Small::new()
        .edit("CALENDAR.csv", "2017-03-02", "2071-03-02")
        .plan()
}

/// A warning: no row of March.
fn month_without_row() -> String {
    Small::new()
        .line("CALENDAR.csv", "1,2017-04,2017-04-06,2017-04-10,2017-05-02")
        .plan()
}

/// A warning of the rehearsal, and of the reading before it.
fn window_without_dates() -> String {
    let idle = Small::new()
        .under(
            "cutover",
            "blackout = { from = 2017-03-04, to = 2017-03-08 }",
        )
        .table("[policy]\nholidays = [2017-02-20]");
    [idle.check(), idle.plan()].join("\n")
}

/// A warning: the calendar is another year's.
fn calendar_too_short() -> String {
    let small = Small::new().under(
        "cutover",
        "blackout = { from = 2017-02-24, to = 2017-03-02 }",
    );
    let calendar = small.text("CALENDAR.csv").replace("2017-", "2019-");
    small
        .export("CALENDAR.csv", calendar)
        .table("[policy]\nholidays = [2017-02-20]")
        .check()
}
