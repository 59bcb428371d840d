//! The command line is wrong.

use super::small::Small;

cases!(
    usage: no_mapping, bad_database, no_key, no_such_file, bad_out, bad_name, file_exists,
    no_window, no_calendar, bad_window, bad_period, too_many_alternatives,
    no_reason,
);

fn no_mapping() -> String {
    Small::new().without("mill-creek.toml").check()
}

fn bad_database() -> String {
    Small::new().said("run", &["--database", "mysql://host/portal"])
}

fn no_reason() -> String {
    Small::new().said("seal", &["--break", " "])
}

/// None at all; a file of the mapping that is not there.
fn no_key() -> String {
    let assign = |more: &str| {
        let keys = format!("policy = \"assign\"\npattern = \"dddddddc\"{more}");
        Small::new().mapping("policy = \"keep\"", &keys).plan()
    };
    [assign(""), assign("\nkey_file = \"mill-creek.key\"")].join("\n")
}

fn no_such_file() -> String {
    Small::new().said("check", &["--only", "PAYMENTS.csv"])
}

fn bad_out() -> String {
    Small::new().said("run", &["--out", "."])
}

fn bad_name() -> String {
    Small::new().line_said(&["init", "new", "--name", "mill/creek"])
}

/// A mapping that is there already.
fn file_exists() -> String {
    let there = Small::new().write("new/mill-creek.toml", "");
    there.line_said(&["init", "new", "--name", "mill-creek"])
}

fn no_window() -> String {
    Small::new().said("shift", &[])
}

fn no_calendar() -> String {
    let calendar = "[calendar]
file       = \"CALENDAR.csv\"
bill_cycle = \"CYC\"
period     = \"PERIOD\"
read_date  = \"READ\"
bill_date  = \"BILLED\"
due_date   = \"DUE\"
";
    Small::new().mapping(calendar, "").said("shift", &[])
}

fn bad_period() -> String {
    Small::new().said("shift", &["--max-period", "20"])
}

fn too_many_alternatives() -> String {
    let days: Vec<String> = (1..=26).map(|days| days.to_string()).collect();
    Small::new().said("shift", &["--days-to-pay", &days.join(",")])
}

/// One is over before the extract, another is longer than any.
fn bad_window() -> String {
    let said = |window| Small::new().said("shift", &["--window", window]);
    let over = said("2016-02-24..2016-03-02");
    [over, said("2017-02-24..2018-02-23")].join("\n")
}
