//! What is printed: everyone's figures, the goals, and how our own steps grow with the accounts.

use super::Failure;
use super::contenders::Contender::{self, *};
use super::watch::Taken;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::Path;

/// What was measured.
pub struct Book {
    accounts: u64,
    taken: BTreeMap<Contender, Vec<Taken>>,
    left_out: BTreeMap<Contender, &'static str>,
    differs: BTreeSet<Contender>,
}

impl Book {
    /// Returns an empty one.
    pub fn new(accounts: u64) -> Self {
        Self {
            accounts,
            taken: BTreeMap::new(),
            left_out: BTreeMap::new(),
            differs: BTreeSet::new(),
        }
    }

    /// Adds what a contender took in a round.
    pub fn note(&mut self, contender: Contender, taken: Taken, differs: Vec<String>) {
        self.taken.entry(contender).or_default().push(taken);
        if !differs.is_empty() {
            self.differs.insert(contender);
        }
    }

    /// Says why somebody takes no part.
    pub fn leave_out(&mut self, contender: Contender, why: &'static str) {
        self.left_out.insert(contender, why);
    }

    fn of(&self, contender: Contender, figure: fn(&Taken) -> u64) -> Vec<u64> {
        let taken = self.taken.get(&contender);
        taken.into_iter().flatten().map(figure).collect()
    }

    /// Returns the ratios of two contenders' times, in hundredths, round by round: the machine is not
    /// as fast in one as in the next. None where one did not take part or did another job.
    fn ratios(&self, one: Contender, others: &[Contender]) -> Vec<u64> {
        if others.iter().any(|other| self.differs.contains(other)) {
            return Vec::new();
        }
        let others: Vec<Vec<u64>> = others.iter().map(|other| self.of(*other, wall)).collect();
        let rounds = self.of(one, wall).into_iter().enumerate();
        let ratio = |(round, ours): (usize, u64)| {
            let theirs: Option<Vec<u64>> = others.iter().map(|o| o.get(round).copied()).collect();
            Some((ours * 100).div_ceil(theirs?.into_iter().min()?.max(1)))
        };
        rounds.filter_map(ratio).collect()
    }
}

fn wall(taken: &Taken) -> u64 {
    taken.wall
}

/// Returns the least, the middle and the greatest.
fn spread(values: &[u64]) -> Option<(u64, u64, u64)> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    let upper = *sorted.get(sorted.len() / 2)?;
    let lower = *sorted.get((sorted.len() - 1) / 2)?;
    let middle = u64::midpoint(lower, upper);
    Some((*sorted.first()?, middle, *sorted.last()?))
}

fn seconds(millis: u64) -> String {
    format!("{}.{:02}", millis / 1000, millis % 1000 / 10)
}

fn hundredths(value: u64) -> String {
    format!("{}.{:02}", value / 100, value % 100)
}

/// Writes a figure as its middle, with the least and greatest behind it.
fn told(values: &[u64], unit: fn(u64) -> String) -> String {
    match spread(values) {
        None => "not measured".to_owned(),
        Some((least, _, greatest)) if values.len() == 1 || least == greatest => unit(least),
        Some((least, middle, greatest)) => {
            let (least, middle, greatest) = (unit(least), unit(middle), unit(greatest));
            format!("{middle} ({least}–{greatest})")
        }
    }
}

fn megabytes(kib: u64) -> String {
    (kib * 1024 / 1_000_000).to_string()
}

/// Returns what one turn took, for the eye.
pub fn brief(taken: &Taken) -> String {
    let (wall, processor) = (seconds(taken.wall), seconds(taken.processor));
    let peak = megabytes(taken.peak_kib);
    format!("{wall} s, {processor} s of the processor, {peak} MB at most")
}

/// Returns the table of everyone's figures.
pub fn figures(book: &Book) -> String {
    let mut table = format!(
        "{} accounts; middle (least–greatest) of all rounds; a server's own processor time and memory \
         are not in the figures\n\n| who | seconds | seconds of the processor | peak memory MB | \
         result |\n| --- | ---: | ---: | ---: | --- |\n",
        book.accounts
    );
    for contender in book.taken.keys() {
        let result = if !contender.leaves_a_result() {
            ""
        } else if book.differs.contains(contender) {
            "DIFFERS: not a peer"
        } else {
            "equal"
        };
        let _ = writeln!(
            table,
            "| {} | {} | {} | {} | {result} |",
            contender.name(),
            told(&book.of(*contender, wall), seconds),
            told(&book.of(*contender, |t| t.processor), seconds),
            told(&book.of(*contender, |t| t.peak_kib), megabytes),
        );
    }
    for (contender, why) in &book.left_out {
        let _ = writeln!(table, "| {} | not measured | | | {why} |", contender.name());
    }
    table
}

/// A ratio that a goal is about.
struct Ratio {
    figure: &'static str,
    ours: Contender,
    /// The fastest of these in a round.
    theirs: &'static [Contender],
    /// The highest that meets the goal, in hundredths.
    goal: u64,
}

const RATIOS: [Ratio; 7] = [
    Ratio {
        figure: "PostgreSQL, whole run against the floor",
        ours: OursPostgres,
        theirs: &[FloorPostgres],
        goal: 115,
    },
    Ratio {
        figure: "PostgreSQL, whole run against DuckDB",
        ours: OursPostgres,
        theirs: &[DuckdbPostgres],
        goal: 70,
    },
    Ratio {
        figure: "SQLite, whole run against the floor with the usual layout",
        ours: OursSqlite,
        theirs: &[FloorSqlite],
        goal: 100,
    },
    Ratio {
        figure: "SQLite, whole run against the faster of DuckDB and Polars",
        ours: OursSqlite,
        theirs: &[DuckdbSqlite, PolarsSqlite],
        goal: 60,
    },
    Ratio {
        figure: "`plan` against a bare parse of the files",
        ours: Plan,
        theirs: &[Parse],
        goal: 200,
    },
    Ratio {
        figure: "`verify` against the load, PostgreSQL",
        ours: VerifyPostgres,
        theirs: &[OursPostgres],
        goal: 50,
    },
    Ratio {
        figure: "`verify` against the load, SQLite",
        ours: VerifySqlite,
        theirs: &[OursSqlite],
        goal: 50,
    },
];

/// Returns the table of the goals.
pub fn goals(book: &Book) -> String {
    let mut table = "| figure | goal | measured | |\n| --- | ---: | ---: | --- |\n".to_owned();
    for ratio in RATIOS {
        let measured = book.ratios(ratio.ours, ratio.theirs);
        let _ = writeln!(
            table,
            "| {} | ≤ {} | {} | {} |",
            ratio.figure,
            hundredths(ratio.goal),
            told(&measured, hundredths),
            verdict(&measured, ratio.goal)
        );
    }
    // Six seconds at 100,000 accounts; the work grows as they do.
    let millis = book.accounts * 6_000 / 100_000;
    let processor = book.of(OursPostgres, |t| t.processor);
    let _ = writeln!(
        table,
        "| our own processor time with PostgreSQL, s | ≤ {} | {} | {} |",
        seconds(millis),
        told(&processor, seconds),
        verdict(&processor, millis)
    );
    for ours in [OursPostgres, OursSqlite] {
        let kib = (100_000_000 + 200 * book.accounts) / 1024;
        let peak = book.of(ours, |t| t.peak_kib);
        let _ = writeln!(
            table,
            "| peak memory, {}, MB | ≤ {} | {} | {} |",
            ours.name(),
            megabytes(kib),
            told(&peak, megabytes),
            verdict(&peak, kib)
        );
    }
    table
}

/// Says whether the middle of the figures meets the goal.
fn verdict(measured: &[u64], goal: u64) -> &'static str {
    match spread(measured) {
        None => "",
        Some((_, middle, _)) if middle <= goal => "met",
        Some(_) => "missed",
    }
}

/// Returns the middle of the time of each of our steps, by contender and step.
fn stages(book: &Book) -> BTreeMap<(String, String), u64> {
    let mut steps: BTreeMap<_, Vec<u64>> = BTreeMap::new();
    for (contender, taken) in &book.taken {
        for (step, millis) in taken.iter().flat_map(|taken| &taken.steps) {
            let key = (contender.name().to_owned(), step.clone());
            steps.entry(key).or_default().push(*millis);
        }
    }
    let middle = |(key, values): (_, Vec<u64>)| Some((key, spread(&values)?.1));
    steps.into_iter().filter_map(middle).collect()
}

/// Keeps the time of our steps, for the comparison with other sizes.
///
/// # Errors
/// Where the file cannot be written.
pub fn keep_stages(book: &Book, kept: &Path) -> Result<(), Failure> {
    let mut text = String::new();
    for ((who, step), millis) in stages(book) {
        writeln!(text, "{who}\t{step}\t{millis}")?;
    }
    fs::write(kept.join(format!("steps-{}.tsv", book.accounts)), text)?;
    Ok(())
}

/// Returns the table of our steps beside those of the next smaller size that was measured: they may
/// grow by a tenth more than the accounts do.
///
/// # Errors
/// Where what was kept cannot be read.
pub fn growth(book: &Book, kept: &Path) -> Result<String, Failure> {
    let now = stages(book);
    let smaller = fs::read_dir(kept)?.flatten().filter_map(|entry| {
        let name = entry.file_name().into_string().ok()?;
        name.strip_prefix("steps-")?
            .strip_suffix(".tsv")?
            .parse::<u64>()
            .ok()
    });
    let smaller = smaller.filter(|accounts| *accounts < book.accounts).max();
    let before = match smaller {
        Some(accounts) => fs::read_to_string(kept.join(format!("steps-{accounts}.tsv")))?,
        None => String::new(),
    };
    let before: BTreeMap<(String, String), u64> = { before.lines() }
        .filter_map(|line| {
            let mut cells = line.splitn(3, '\t').map(str::to_owned);
            Some(((cells.next()?, cells.next()?), cells.next()?.parse().ok()?))
        })
        .collect();
    let accounts = smaller.map_or("a smaller size".to_owned(), |a| a.to_string());
    let mut table = format!(
        "| step | s at {accounts} | s at {} | times as long | goal |\n| --- | ---: | ---: | ---: | ---: |\n",
        book.accounts
    );
    for ((who, step), millis) in now {
        let was = before.get(&(who.clone(), step.clone())).copied();
        let (was, times) = match was {
            // Less than the clock can tell apart is no ratio.
            Some(was) if was >= 100 => (seconds(was), hundredths(millis * 100 / was)),
            Some(was) => (seconds(was), "too short".to_owned()),
            None => ("not measured".to_owned(), String::new()),
        };
        let goal = smaller.map(|a| format!("≤ {}", hundredths(book.accounts * 110 / a)));
        let goal = goal.unwrap_or_default();
        let millis = seconds(millis);
        writeln!(
            table,
            "| {who}: {step} | {was} | {millis} | {times} | {goal} |"
        )?;
    }
    Ok(table)
}
