//! The arguments, and the help that teaches them.

use super::args_counts::{Rollback, Seal};
use super::compare_args::Compare;
use super::synth;
use crate::record::dates::DateRange;
use crate::record::policy_limits as limits;
use chrono::NaiveDate;
use clap::builder::TypedValueParser;
use clap::{Parser, Subcommand, ValueEnum};
use std::ops::RangeInclusive;
use std::path::PathBuf;

/// Moves a utility from its legacy customer information system to a new customer portal.
///
/// Everything a run needs stands in one mapping file: where the exports are, how their columns
/// map, and what the utility decided; `mappings/README.md` explains all of it. Start with `check`,
/// then `plan`, then `run`. Nothing that stands is replaced before the new result is proved.
#[derive(Parser)]
#[command(name = "cutover", version, max_term_width = 100, after_help = AFTER)]
pub struct Args {
    #[command(subcommand)]
    pub command: Command,
    /// How results are printed on stdout
    #[arg(long, global = true, value_enum, default_value = "text")]
    pub format: Format,
    /// Threads to work with; results do not depend on it [default: one a core]
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Append what was done, when, and how long it took, as JSON lines
    #[arg(long, global = true, value_name = "FILE")]
    pub log: Option<PathBuf>,
    /// No progress bars, no notes; findings and results only
    #[arg(long, short, global = true)]
    pub quiet: bool,
}

const AFTER: &str = "\
Exit codes:
  0  done; refused rows within the mapping's limit are a warning
  1  unexpected failure: keep the message and report it
  2  the command line, or a folder or file it names
  3  the mapping is wrong in itself
  4  the exports were refused, or no dates keep the mapping's rules with them
  5  no-go: a check failed
  6  the portal database cannot be reached, or is not in the state needed
  130, 143  stopped by SIGINT or SIGTERM, all cleared away; a second one ends a command at once

Environment:
  CUTOVER_KEY  the key of the account numbers; wins over the mapping's key_file
  NO_COLOR     no colours
  CI           no progress bars";

/// Text for people, or JSON for programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// A short summary
    Text,
    /// One JSON document
    Json,
}

/// What every command needs.
#[derive(clap::Args)]
pub struct Common {
    /// The mapping file, such as mappings/benton-pud.toml
    #[arg(value_name = "MAPPING")]
    pub mapping: PathBuf,
    /// Where the exports are [default: `exports` in the mapping]
    #[arg(long, value_name = "DIR")]
    pub exports: Option<PathBuf>,
}

/// Where results stand.
#[derive(clap::Args)]
pub struct Places {
    /// Where results go [default: `out` in the mapping]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// The portal database, as sqlite:PATH or postgres://USER@HOST:PORT/NAME, the password in
    /// PGPASSWORD or .pgpass [default: OUT/portal.db]
    #[arg(long, value_name = "URL")]
    pub database: Option<String>,
}

/// The verbs.
#[derive(Subcommand)]
pub enum Command {
    /// Tell what unknown exports hold: format, columns, keys, references, card and bank data
    ///
    /// For each file (with a folder: each file in it) its coding, delimiter, line ends and header;
    /// for each column its type and how it is written, blanks and words that stand for them,
    /// codes with counts, the span of days, the sum of amounts, and where card and bank data
    /// hide. Then the keys of each file, and the columns that refer to keys of other files, with
    /// orphans. All of it is guessed from the values and shown to be confirmed.
    ///
    /// No value is shown that could be part of a card or bank number, and no name: only short
    /// codes of columns with few values. Needs no mapping and writes nothing. Exit 4 where a file
    /// cannot be read to its end or its trailer disagrees, 2 where it is not there; the others are
    /// shown all the same.
    Inspect(Inspect),
    /// Write a mapping to start from: every column named, every guess marked
    ///
    /// Leaves NAME.toml, NAME-runbook.md and mapping.schema.json in DIR. With --exports each file
    /// has its table, with the fields, codes, formats and dropped columns that its header and
    /// values speak for; `# ?` stands behind each guess, `?` where only a person can say. `check`
    /// refuses the mapping until none is left. Nothing that is there is replaced (exit 2).
    Init(Init),
    /// Read and map every row, and show all findings; decides and writes nothing
    ///
    /// Use it while a mapping is being written, and on every delivery that arrives. Rows that
    /// cannot be read are shown with file, row, column and reason, grouped and counted. Exit 4
    /// where a file has more of them than the mapping allows, or cannot be trusted at all.
    /// Accounts whose rows do not come to their balance show in `plan`, not here.
    Check(Check),
    /// The dry run: every decision and the full report, no database and no notices
    ///
    /// Leaves crosswalk, calendar, rejects and report in OUT.plan, in the place of a former plan.
    /// What it shows is what `run` will do with the same files, mapping, key and crosswalk.
    Plan(Plan),
    /// What-if: compare the mapping's billing calendar with other windows and limits
    ///
    /// Reads the exports once and decides the calendar for every combination of what is named, at
    /// most 24 beside the mapping's own (else exit 2); writes nothing. The best is the one that
    /// gives the fewest accounts a new date, then moves the fewest accounts of calendar rows, then by
    /// the fewest account-days, then has the fewest accounts due on the fullest day that takes moved
    /// due dates, then is back on the regular calendar soonest; a column without a window, or whose
    /// window holds no date, only where there is no other. Exit 4 where no calendar keeps the rules
    /// in any column, 0 where one does.
    Shift(Shift),
    /// The whole transition: read, decide, write database, letters and reports, then verify
    ///
    /// The result is built beside OUT, verified by a second path, and only then takes its place;
    /// what stood before stays as OUT.previous. When something is red nothing is published, the
    /// exit code is 5 and the result stays as OUT.failed for inspection.
    ///
    /// With --canary nothing is published: test card and bank numbers are planted in a copy of the
    /// delivery, all of this is done with the copy, and each number must have been caught.
    Run(Run),
    /// Read the exports again and prove the ten invariants against database and files
    ///
    /// Uses none of the code that decided. Needs the exports that the run was made from. Exit 5
    /// where an invariant does not hold; each failure names the account or the file.
    ///
    /// With --purged it proves something else: that a new extract of the legacy system holds nothing
    /// any more of what `legacy-purge-list.csv` in OUT names. Exit 5 where a line is still open.
    Verify(Verify),
    /// Make a utility of any size with invented customers: exports, mapping and key
    ///
    /// For rehearsals, training and measuring, without anybody's data. The ledger of every account
    /// ties, dates fall into the blackout, cards and bank accounts lie in columns and in notes. DIR
    /// must be empty or not be there (exit 2); `cutover run DIR/mapping.toml` works at once, and
    /// README.txt in it says what was planted and what the report must come to. The same accounts,
    /// months, seed, form and anomalies give the same bytes.
    Synth(synth::Synth),
    /// Put back what stood before the last run
    ///
    /// OUT and OUT.previous change places, so a second rollback undoes the first. Exit 6 where no
    /// run has replaced an earlier result: then there is nothing to go back to. Never start it
    /// while a run is at work on the same folder. A run that named `--database` is rolled back with
    /// the same `--database`.
    ///
    /// Rows that somebody touched since the run was put in place are listed, and nothing is done
    /// (exit 6), unless --discard-changes says that they may go; they stay in the former state.
    Rollback(Rollback),
    /// After go-live: forbid any further run and rollback on this portal
    ///
    /// From then on `run` and `rollback` end with exit 6. With --break the seal is lifted again; the
    /// reason is kept in the database for good, with user and time. `plan`, `check` and `verify`
    /// work as before. To seal what is sealed changes nothing.
    Seal(Seal),
    /// Tell what is different between two results: accounts, balances, dates, refused rows, letters
    ///
    /// BEFORE and AFTER are folders that `run` left, such as OUT.previous and OUT, or databases as
    /// sqlite:PATH; a database alone has no refused rows and no texts of letters to compare. Every
    /// column of every table is compared; a row that only stands elsewhere in its file, or is from
    /// another run, is found again. Changes neither result.
    ///
    /// Differences are no failure: exit 0. Exit 5 where an account number that was given did not
    /// stay, which must never be; 6 where a result is not there, or is of another version.
    Compare(Compare),
}

/// Flags of `inspect`.
#[derive(clap::Args)]
pub struct Inspect {
    /// Files, or folders with files
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
}

/// Flags of `init`.
#[derive(clap::Args)]
pub struct Init {
    /// Where the mapping goes; made where it is not there
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
    /// The export files, or one of them; without it the tables are left as examples
    #[arg(long, value_name = "DIR")]
    pub exports: Option<PathBuf>,
    /// What the mapping is called [default: as DIR]
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
}

/// Flags of `check`.
#[derive(clap::Args)]
pub struct Check {
    #[command(flatten)]
    pub common: Common,
    /// Write the refused rows to DIR: rejects.csv, and in their own form under rejects/
    #[arg(long, value_name = "DIR")]
    pub rejects: Option<PathBuf>,
    /// Read this file of the mapping alone, such as a corrected one; may be given again
    ///
    /// Without the account file nothing is said of rows whose account is not in the delivery.
    #[arg(long, value_name = "FILE")]
    pub only: Vec<String>,
}

/// Flags of `plan`.
#[derive(clap::Args)]
pub struct Plan {
    #[command(flatten)]
    pub common: Common,
    #[command(flatten)]
    pub places: Places,
    /// The crosswalk of an earlier run: a number once given stays. That of OUT is read anyway
    #[arg(long, value_name = "FILE")]
    pub crosswalk: Option<PathBuf>,
}

/// Flags of `shift`. Each may be given again, or take several values with commas between.
#[derive(clap::Args)]
pub struct Shift {
    #[command(flatten)]
    pub common: Common,
    /// Days in the place of the blackout, both included, such as 2021-03-30..2021-04-06
    ///
    /// A window that the mapping gives to an action of its own stays.
    #[arg(long, value_name = "FROM..TO", value_delimiter = ',', value_parser = window)]
    pub window: Vec<DateRange>,
    /// Days in the longest billing period
    #[arg(long, value_name = "DAYS", value_delimiter = ',', value_parser = days(limits::PERIOD_DAYS))]
    pub max_period: Vec<i64>,
    /// Days in the shortest billing period
    #[arg(long, value_name = "DAYS", value_delimiter = ',', value_parser = days(limits::PERIOD_DAYS))]
    pub min_period: Vec<i64>,
    /// Days from bill to due date, at least
    #[arg(long, value_name = "DAYS", value_delimiter = ',', value_parser = whole(limits::DAYS_TO_PAY))]
    pub days_to_pay: Vec<u64>,
    /// Accounts due on a day that receives moved due dates, at most
    #[arg(long, value_name = "ACCOUNTS", value_delimiter = ',', value_parser = whole(limits::CAPACITY))]
    pub capacity: Vec<u64>,
    /// Accounts billed on a day that receives moved bill dates, at most
    #[arg(long, value_name = "ACCOUNTS", value_delimiter = ',', value_parser = whole(limits::CAPACITY))]
    pub bill_capacity: Vec<u64>,
    /// Days between due dates that follow each other, at least
    #[arg(long, value_name = "DAYS", value_delimiter = ',', value_parser = whole(limits::DUE_GAP_DAYS))]
    pub due_gap: Vec<u64>,
    /// Whether meters may be read on other days
    #[arg(long, value_enum, value_delimiter = ',')]
    pub reads: Vec<May>,
    /// Whether cycles with no date in the window may move to make room
    #[arg(long, value_enum, value_delimiter = ',')]
    pub others: Vec<May>,
    /// Periods after which a cycle is back on its regular dates, the first one included
    #[arg(long, value_name = "PERIODS", value_delimiter = ',', value_parser = whole(limits::RETURN_WITHIN_PERIODS))]
    pub return_within: Vec<u64>,
}

/// Whether dates move.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum May {
    /// They stay on their days
    Stay,
    /// They may move
    Move,
}

/// Reads a whole number within limits.
fn whole(limits: RangeInclusive<u64>) -> impl TypedValueParser<Value = u64> {
    clap::value_parser!(u64).range(limits)
}

/// Reads days within limits.
fn days(limits: RangeInclusive<u64>) -> impl TypedValueParser<Value = i64> {
    whole(limits).try_map(i64::try_from)
}

/// Reads `2021-03-30..2021-04-06`, both days included.
fn window(text: &str) -> Result<DateRange, String> {
    let (from, to) = text
        .split_once("..")
        .ok_or("write it like 2021-03-30..2021-04-06")?;
    let day = |text: &str| {
        let day = text.trim().parse::<NaiveDate>();
        day.map_err(|_| {
            format!(
                "`{}` is no day of the calendar, such as 2021-03-30",
                text.trim()
            )
        })
    };
    let (from, to) = (day(from)?, day(to)?);
    if to < from {
        return Err(format!("it ends on {to}, before it begins on {from}"));
    }
    Ok(DateRange { from, to })
}

/// Flags of `run`.
#[derive(clap::Args)]
pub struct Run {
    #[command(flatten)]
    pub common: Common,
    #[command(flatten)]
    pub places: Places,
    /// The crosswalk of an earlier run: a number once given stays. That of OUT is read anyway
    #[arg(long, value_name = "FILE")]
    pub crosswalk: Option<PathBuf>,
    /// Plant test values in a copy of the delivery, and show that each was caught
    ///
    /// The copy and its result stand in OUT.canary, which only you can read, and are removed at the
    /// end; OUT and the portal that --database names are not touched. Needs room for the delivery
    /// and one result. Exit 5 where a value got through, was not counted, or none could be planted.
    #[arg(long)]
    pub canary: bool,
}

/// Flags of `verify`.
#[derive(clap::Args)]
pub struct Verify {
    #[command(flatten)]
    pub common: Common,
    #[command(flatten)]
    pub places: Places,
    /// The crosswalk of an earlier run, whose numbers must still stand
    #[arg(long, value_name = "FILE")]
    pub crosswalk: Option<PathBuf>,
    /// A new extract of the legacy system: is everything on the purge list gone?
    #[arg(long, value_name = "DIR")]
    pub purged: Option<PathBuf>,
    /// The day of that extract, YYYY-MM-DD: what is to be held longer may still be there
    #[arg(long, value_name = "DAY", requires = "purged")]
    pub as_of: Option<NaiveDate>,
}

impl Command {
    /// Returns the verb.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Inspect(_) => "inspect",
            Self::Init(_) => "init",
            Self::Check(_) => "check",
            Self::Plan(_) => "plan",
            Self::Shift(_) => "shift",
            Self::Run(_) => "run",
            Self::Verify(_) => "verify",
            Self::Synth(_) => "synth",
            Self::Rollback(_) => "rollback",
            Self::Seal(_) => "seal",
            Self::Compare(_) => "compare",
        }
    }

    /// Returns the flags of a command that works on a mapping; none for the others.
    pub fn common(&self) -> Option<&Common> {
        match self {
            Self::Inspect(_) | Self::Init(_) | Self::Synth(_) | Self::Compare(_) => None,
            Self::Check(c) => Some(&c.common),
            Self::Plan(c) => Some(&c.common),
            Self::Shift(c) => Some(&c.common),
            Self::Run(c) => Some(&c.common),
            Self::Verify(c) => Some(&c.common),
            Self::Rollback(c) => Some(&c.common),
            Self::Seal(c) => Some(&c.common),
        }
    }

    /// Returns OUT, database and earlier crosswalk, as named.
    pub fn places(&self) -> (Option<PathBuf>, Option<String>, Option<PathBuf>) {
        let (places, crosswalk) = match self {
            Self::Inspect(_)
            | Self::Init(_)
            | Self::Check(_)
            | Self::Shift(_)
            | Self::Synth(_)
            | Self::Compare(_) => {
                return (None, None, None);
            }
            Self::Plan(c) => (&c.places, c.crosswalk.clone()),
            Self::Run(c) => (&c.places, c.crosswalk.clone()),
            Self::Verify(c) => (&c.places, c.crosswalk.clone()),
            Self::Rollback(c) => (&c.places, None),
            Self::Seal(c) => (&c.places, None),
        };
        (places.out.clone(), places.database.clone(), crosswalk)
    }
}
