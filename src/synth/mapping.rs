//! The mapping that goes with a delivery, and the key of its account numbers.

use super::calendar::{Calendar, DAYS_TO_PAY};
use super::form::Form;
use super::order::Order;
use super::table::Table;
use std::collections::BTreeMap;

const MAPPING: &str = include_str!("mapping.txt");
/// Refused rows that a file may have where nothing is planted.
const REFUSED: u64 = 10;
/// Accounts that may be due on one day, of a thousand: those of some cycles together.
const DUE_A_DAY: u64 = 120;

/// Returns the mapping.
#[must_use]
pub fn mapping(order: &Order, calendar: &Calendar) -> String {
    let holidays = calendar.holidays();
    let holidays = holidays.chunks(5).map(|line| {
        let days: Vec<String> = line.iter().map(ToString::to_string).collect();
        format!("    {},\n", days.join(", "))
    });
    let (from, to) = calendar.blackout;
    let mut text = MAPPING.replace("{format}", format(order.form));
    for (place, value) in [
        ("{accounts}", order.accounts.to_string()),
        ("{months}", order.months.to_string()),
        ("{seed}", order.seed.to_string()),
        ("{extracted_on}", calendar.extracted_on.to_string()),
        ("{cutover_on}", calendar.cutover_on.to_string()),
        ("{from}", from.to_string()),
        ("{to}", to.to_string()),
        ("{days_to_pay}", DAYS_TO_PAY.to_string()),
        ("{capacity}", capacity(order.accounts).to_string()),
        ("{rejects}", most_refused(order).to_string()),
        ("{holidays}", holidays.collect()),
    ] {
        text = text.replace(place, &value);
    }
    for table in Table::ALL {
        let file = order.form.source_name(table);
        text = text.replace(&format!("{{{}}}", table.name()), &file);
        for (name, _) in table.columns() {
            let own = order.form.column_name(name);
            text = text.replace(&format!("\"{name}\""), &format!("\"{own}\""));
        }
    }
    text
}

/// Returns how the files are written, as the mapping says it.
fn format(form: Form) -> &'static str {
    match form {
        Form::Csv => {
            "kind       = \"delimited\"\ndate       = \"MM/DD/YYYY\"\ntime_stamp = \"MM/DD/YYYY HH:MM\"\n"
        }
        Form::Fixed => {
            "kind       = \"fixed\"\ncopybook   = \"*.cpy\"\ncoding     = \"copybook\"\n\
             date       = { pattern = \"YYYYMMDD\", none = [\"00000000\"] }\n\
             time_stamp = \"YYYYMMDDHHMMSS\"\n"
        }
        Form::Sheet => {
            "kind       = \"workbook\"\ndate       = { pattern = \"MM/DD/YYYY\", serial = \"1900\" }\n\
             time_stamp = \"MM/DD/YYYY HH:MM\"\n"
        }
    }
}

/// Returns how many accounts may be due on a day that takes moved dates: some cycles together, and
/// some more, since few accounts are spread over the cycles unevenly.
fn capacity(accounts: u64) -> u64 {
    accounts * DUE_A_DAY / 1000 + 20
}

/// Returns how many rows of a file may be refused: what was planted is not above it.
fn most_refused(order: &Order) -> u64 {
    let mut planted: BTreeMap<Table, u64> = BTreeMap::new();
    for (anomaly, count) in &order.planted {
        *planted.entry(anomaly.table()).or_default() += count;
    }
    planted.into_values().max().unwrap_or(0).max(REFUSED)
}

/// Returns the key file of the account numbers. A run that uses it says that anybody can read it.
#[must_use]
pub fn key(seed: u64) -> String {
    format!(
        "# The key of the account numbers of an invented utility, for rehearsals only: whoever knows\n\
         # the seed has it too. A real cutover has a key of its own, or CUTOVER_KEY.\n\
         sample key of an invented utility, seed {seed}: not for a real one\n"
    )
}
