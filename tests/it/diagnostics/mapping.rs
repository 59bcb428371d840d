//! The mapping is wrong in itself. Every case is a slip of the pen in a good mapping.

use super::small::Small;

cases!(mapping:
    syntax, unknown_key, missing_key, wrong_type, unknown_value, out_of_range, bad_date,
    bad_pattern, bad_code_list, bad_key, column_twice, place_twice, bad_skip, no_reason, no_holidays,
    contradiction, bad_window, window_far_off,
    not_decided, not_payment_unknown, bad_role,
);

fn syntax() -> String {
    Small::new().mapping("[cutover]\n", "[cutover\n").check()
}

/// A table of places, and places in the accounts' own rows.
fn place_twice() -> String {
    Small::new()
        .under("account", "service_line1 = \"STREET\"")
        .check()
}

fn unknown_key() -> String {
    let slip = Small::new().under("cutover", "histroy = \"24 months\"");
    let strange = Small::new().under("premise", "parcel = \"PARCEL\"");
    [slip.check(), strange.check()].join("\n")
}

fn missing_key() -> String {
    let day = Small::new().mapping("on           = 2017-03-01\n", "");
    let table = Small::new().mapping("[utility]\nname      = ", "[utilities]\nname      = ");
    [day.check(), table.check()].join("\n")
}

fn wrong_type() -> String {
    Small::new().table("[policy]\ndays_to_pay = \"20\"").check()
}

fn unknown_value() -> String {
    Small::new()
        .mapping("policy = \"keep\"", "policy = \"asign\"")
        .mapping("\"America/Los_Angeles\"", "\"Pacific\"")
        .check()
}

fn out_of_range() -> String {
    Small::new().table("[policy]\ndays_to_pay = 200").check()
}

/// A day that does not exist, and two days in the wrong order.
fn bad_date() -> String {
    Small::new()
        .mapping("= 2017-02-23", "= 2017-02-30")
        .under(
            "cutover",
            "blackout = { from = 2017-03-02, to = 2017-02-24 }",
        )
        .check()
}

/// One that would need quotes, and one that is the server's own.
fn bad_role() -> String {
    Small::new()
        .table("[portal]\napplication_role = \"Portal App\"\nrepresentative_role = \"pg_monitor\"")
        .check()
}

fn bad_pattern() -> String {
    Small::new()
        .table("[format]\ndate = \"MM/DD\"\ndelimiter = \"tab\"")
        .check()
}

fn bad_code_list() -> String {
    Small::new()
        .mapping("F = \"closed\"", "F = \"shut\"")
        .mapping(
            "yes = \"Y\", no = \"N\"",
            "yes = \"Y\", no = [\"N\", \"Y\"]",
        )
        .check()
}

fn bad_key() -> String {
    Small::new().under("payment", "key = [\"NUMBER\"]").check()
}

fn column_twice() -> String {
    Small::new()
        .mapping("due_date              = \"DUE\"", "due_date = \"BILLED\"")
        .check()
}

fn bad_skip() -> String {
    let skip = "skip = { STAT = { values = [\"T\"], why = \"test accounts\" } }";
    Small::new().under("account", skip).check()
}

fn no_reason() -> String {
    Small::new()
        .under("premise", "ignore = [\"PARCEL\"]")
        .check()
}

/// A column that the table does not name, one that is dropped, and a reason left out.
fn not_payment_unknown() -> String {
    Small::new()
        .under(
            "payment",
            "drop.TOKEN = \"other\"\nnot_payment = { TOKEN = \"no card\", RECIEPT = \"the kiosk's own\", PAY = \"\" }",
        )
        .check()
}

/// A warning.
fn no_holidays() -> String {
    Small::new()
        .under(
            "cutover",
            "blackout = { from = 2017-02-24, to = 2017-03-02 }",
        )
        .check()
}

/// Readings that stay in a window without readings, days that they may move by all the same, and
/// days without proration that no period has.
fn contradiction() -> String {
    Small::new()
        .table("[windows]\nread = { from = 2017-03-06, to = 2017-03-07 }")
        .table("[policy]\nread_move_days = 3\nunprorated_days = { min = 20, max = 33 }")
        .check()
}

/// A mistyped year, and a window that is longer than any.
fn bad_window() -> String {
    let of = |window: &str| Small::new().under("cutover", window).check();
    let over = of("blackout = { from = 2016-02-24, to = 2016-03-02 }");
    [
        over,
        of("blackout = { from = 2017-02-24, to = 2018-02-23 }"),
    ]
    .join("\n")
}

/// A warning: a mistyped year.
fn window_far_off() -> String {
    Small::new()
        .under(
            "cutover",
            "blackout = { from = 2018-02-24, to = 2018-03-02 }",
        )
        .table("[policy]\nholidays = [2018-02-19]")
        .check()
}

/// What `init` leaves open.
fn not_decided() -> String {
    Small::new()
        .mapping("name      = \"Mill Creek Utilities\"", "name      = \"?\"")
        .check()
}
