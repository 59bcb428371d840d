//! Dates cannot be given, or look wrong.

use super::small::Small;

cases!(shift: no_day, period_length, cycle_not_in_calendar);

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

/// A warning.
fn period_length() -> String {
    Small::new()
        .edit("CALENDAR.csv", "2017-01-06", "2016-12-06")
        .plan()
}

/// A warning.
fn cycle_not_in_calendar() -> String {
    Small::new()
        .edit("ACCOUNT.csv", "01,1,0.00", "01,7,0.00")
        .plan()
}
