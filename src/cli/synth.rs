//! `synth`: its flags, and what it prints.

use crate::flow::synth::order::{
    MONTHS, MOST_ACCOUNTS, MOST_PLANTED, Order, USUAL_MONTHS, USUAL_SEED,
};
use crate::flow::synth::{Anomaly, ExportForm, Made};
use clap::ValueEnum;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Anomalies of each kind where no count is named.
const USUAL_PLANTED: u64 = 2;

/// Flags of `synth`.
#[derive(clap::Args)]
pub struct Synth {
    /// Where everything goes; made where it is not there
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
    /// How many accounts
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=MOST_ACCOUNTS))]
    accounts: u64,
    /// How the exports are written
    #[arg(long, value_name = "FORM", value_enum, default_value = "csv")]
    exports_as: ExportsAs,
    /// What everything is drawn from: another seed gives other customers
    #[arg(long, value_name = "N", default_value_t = USUAL_SEED)]
    seed: u64,
    /// Months of history
    #[arg(long, value_name = "N", default_value_t = USUAL_MONTHS, value_parser = months)]
    months: u32,
    /// What is wrong in the exports: all, or kinds with commas between, such as bad-date=3,cut-row
    ///
    /// Kinds: cut-row, repeated-key, bad-date, bad-amount, unknown-code, unknown-account,
    /// untied-balance, missing-customer. Without a count there are two of a kind. The mapping allows for them.
    #[arg(long, value_name = "KINDS", value_delimiter = ',', value_parser = kind)]
    anomalies: Vec<Asked>,
}

/// How exports are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum ExportsAs {
    /// Fields with commas between
    Csv,
    /// Columns of fixed width, with copybooks
    Fixed,
    /// Excel workbooks, for as many accounts as their sheets have room
    Xlsx,
}

/// What of anomalies is asked for: a kind, or every one, and how many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Asked {
    kind: Option<Anomaly>,
    count: u64,
}

fn months(text: &str) -> Result<u32, String> {
    let whole = text.parse::<u32>().ok();
    let within = whole.filter(|months| MONTHS.contains(&u64::from(*months)));
    within.ok_or_else(|| format!("it must be {} to {}", MONTHS.start(), MONTHS.end()))
}

/// Reads `all`, `bad-date` or `bad-date=3`.
fn kind(text: &str) -> Result<Asked, String> {
    let (name, count) = match text.split_once('=') {
        None => (text, USUAL_PLANTED),
        Some((name, count)) => {
            let count = count.parse().ok();
            let count = count.filter(|count| (1..=MOST_PLANTED).contains(count));
            let wrong = || format!("how many `{name}`? 1 to {MOST_PLANTED}");
            (name, count.ok_or_else(wrong)?)
        }
    };
    if name == "all" {
        return Ok(Asked { kind: None, count });
    }
    let found = Anomaly::ALL.into_iter().find(|kind| kind.name() == name);
    let kind = found.ok_or_else(|| {
        let names = Anomaly::ALL.map(Anomaly::name).join(", ");
        format!("there is no `{name}`: all, {names}")
    })?;
    Ok(Asked {
        kind: Some(kind),
        count,
    })
}

impl Synth {
    /// Returns what is asked for; of a kind that is named twice the last count.
    pub fn order(&self) -> Order {
        let mut planted = BTreeMap::new();
        for asked in &self.anomalies {
            let all = || Anomaly::ALL.to_vec();
            for kind in asked.kind.map_or_else(all, |kind| vec![kind]) {
                planted.insert(kind, asked.count);
            }
        }
        Order {
            accounts: self.accounts,
            months: self.months,
            seed: self.seed,
            form: match self.exports_as {
                ExportsAs::Csv => ExportForm::Csv,
                ExportsAs::Fixed => ExportForm::Fixed,
                ExportsAs::Xlsx => ExportForm::Sheet,
            },
            planted: planted.into_iter().collect(),
        }
    }
}

/// Returns what was made, for programs.
pub fn value(made: &Made) -> Value {
    let files: BTreeMap<_, _> = made.files.iter().cloned().collect();
    let planted: BTreeMap<_, _> = made.planted.iter().copied().collect();
    json!({
        "exit_code": 0,
        "folder": made.folder.display().to_string(),
        "mapping": made.folder.join("mapping.toml").display().to_string(),
        "accounts": made.accounts,
        "rows": files.values().sum::<u64>(),
        "bytes": made.bytes,
        "files": files,
        "planted": planted,
    })
}

/// Returns what was made, for people.
pub fn text(made: &Made) -> String {
    let rows: u64 = made.files.iter().map(|(_, rows)| rows).sum();
    let planted: u64 = made.planted.iter().map(|(_, count)| count).sum();
    let wrong = match planted {
        0 => "nothing".to_owned(),
        count => format!("{count} anomalies, listed in README.txt"),
    };
    let mapping = made.folder.join("mapping.toml");
    format!(
        "An invented utility of {} accounts stands in `{}`.\n\n\
         \x20 exports   {} files, {rows} rows, {} bytes\n\
         \x20 planted   {wrong}\n\n\
         Next: cutover run {}\n",
        made.accounts,
        made.folder.display(),
        made.files.len(),
        made.bytes,
        mapping.display(),
    )
}
