//! The page that lies beside a delivery: that nobody in it exists, what was planted, and the totals
//! that a report on it must come to.

use super::form::Form;
use super::order::Order;
use super::row::FilePart;
use super::table::Table;

/// What a file comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileTotal {
    /// The file.
    pub table: Table,
    /// Its rows, without a header.
    pub rows: u64,
    /// The sums of its columns with amounts, in cents.
    pub cents: [i128; 3],
}

impl FileTotal {
    /// Returns that of a file without rows.
    #[must_use]
    pub const fn new(table: Table) -> Self {
        Self {
            table,
            rows: 0,
            cents: [0; 3],
        }
    }

    /// Counts more rows of the file.
    pub fn add(&mut self, part: &FilePart) {
        self.rows += part.rows;
        for (sum, more) in self.cents.iter_mut().zip(part.sums) {
            *sum += more;
        }
    }

    /// Returns the columns with amounts, each with its cents.
    pub fn sums(&self) -> impl Iterator<Item = (&'static str, i128)> {
        self.table.money_columns().zip(self.cents)
    }
}

/// Returns the page.
#[must_use]
pub fn page(order: &Order, totals: &[FileTotal]) -> String {
    let Order {
        accounts,
        months,
        seed,
        ..
    } = order;
    let form = match order.form {
        Form::Csv => "csv",
        Form::Fixed => "fixed",
        Form::Sheet => "xlsx",
    };
    let mut text = format!(
        "AN INVENTED UTILITY\n\n\
         Everyone and everything in these exports is invented: customers, places, numbers of cards\n\
         and banks. Card numbers lie in the ranges of published test numbers. The key in\n\
         rehearsal.key is no secret. Use none of it for a real utility.\n\n\
         Made by: cutover synth --accounts {accounts} --months {months} --seed {seed} \
         --exports-as {form}{}\n\
         The same words make the same bytes.\n\n\
         Start with: cutover run mapping.toml\n\n\
         WHAT THE REPORT MUST COME TO\n\n\
         Rows are `rows_read` of `rows` in report.json, cents those of its columns.\n\n",
        asked(order)
    );
    for total in totals {
        let file = order.form.source_name(total.table);
        text.push_str(&format!("{file:<24} {:>12} rows\n", total.rows));
        for (column, cents) in total.sums() {
            let column = order.form.column_name(column);
            text.push_str(&format!("  {column:<22} {cents:>12} cents\n"));
        }
    }
    let all: u64 = totals.iter().map(|total| total.rows).sum();
    text.push_str(&format!(
        "{:<24} {all:>12} rows\n\nWHAT WAS PLANTED\n\n",
        "all files"
    ));
    if order.planted.is_empty() {
        text.push_str("Nothing: no row is refused and no account is held back.\n");
    }
    for (anomaly, count) in &order.planted {
        let file = order.form.source_name(anomaly.table());
        text.push_str(&format!("{:<24} {count:>12} in {file}\n", anomaly.name()));
    }
    text
}

/// Returns what was asked for beyond the usual, as on the command line.
fn asked(order: &Order) -> String {
    let kinds = order.planted.iter();
    let kinds = kinds.map(|(anomaly, count)| format!("{}={count}", anomaly.name()));
    let kinds: Vec<String> = kinds.collect();
    if kinds.is_empty() {
        return String::new();
    }
    format!(" --anomalies {}", kinds.join(","))
}
