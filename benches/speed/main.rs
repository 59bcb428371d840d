//! How fast `cutover` is beside others that do the same job, on the same machine, in the same run.
//!
//! `cargo bench --bench speed` makes a utility with `cutover synth`, starts a PostgreSQL server of
//! its own, and lets everyone do the job in turn, several rounds long: our whole run into each
//! database, the floor (the finished rows alone), DuckDB, Polars, psql and sqlite3 (the scripts in
//! `benches/peers`), a bare parse of the files, `plan` and `verify`. A peer's result is compared with
//! ours; one that differs is told so and counts for nothing. What is printed is a Markdown table of
//! goals and figures; a goal that is missed is printed as it is.

mod contenders;
mod floor;
mod handed;
#[path = "../peers/layout.rs"]
mod layout;
mod ours;
mod print;
mod server;
mod watch;

use contenders::{Contender, Work};
use print::Book;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What this benchmark fails with.
pub type Failure = Box<dyn Error>;

const HELP: &str = "\
cargo bench --bench speed -- [options]

  --accounts N      how large the utility is: 100000
  --runs N          rounds: 5
  --only NAME,…     beside our own runs, only these: floor, duckdb, polars, psql, sqlite3, parse,
                    plan, verify
  --no-peers        only our own: the two runs, parse, plan and verify
  --keep            leave the delivery and the results in the target folder's `speed`

DuckDB and Polars need `benches/peers/setup` first; where it has not been run, they are left out and
the table says so. The psql and sqlite3 programs and a PostgreSQL server are needed in any case.";

/// What was asked for.
pub struct Options {
    accounts: u64,
    runs: usize,
    only: Option<Vec<String>>,
    keep: bool,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let done = match arguments.split_first() {
        // What is measured runs as a process of its own: this program again.
        Some((word, rest)) if word == "--child" => floor::child(rest),
        // `cargo bench` says `--bench`; without it this is `cargo test --all-targets`.
        _ if !arguments.iter().any(|a| a == "--bench") => {
            println!("nothing measured: this is for `cargo bench --bench speed`");
            return ExitCode::SUCCESS;
        }
        _ => options(arguments).and_then(|options| options.map_or(Ok(()), |o| bench(&o))),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("bench: {failure}");
            ExitCode::FAILURE
        }
    }
}

/// Returns what was asked for; nothing where only the help was.
fn options(arguments: Vec<String>) -> Result<Option<Options>, Failure> {
    let mut options = Options {
        accounts: 100_000,
        runs: 5,
        only: None,
        keep: false,
    };
    let mut arguments = arguments.into_iter();
    while let Some(argument) = arguments.next() {
        let mut value = || {
            let value = arguments.next();
            value.ok_or_else(|| format!("{argument} needs a value\n{HELP}"))
        };
        match argument.as_str() {
            "--bench" => {}
            "--accounts" => options.accounts = value()?.replace('_', "").parse()?,
            "--runs" => options.runs = value()?.parse()?,
            "--only" => options.only = Some(value()?.split(',').map(str::to_owned).collect()),
            "--no-peers" => {
                options.only = Some(["parse", "plan", "verify"].map(str::to_owned).to_vec());
            }
            "--keep" => options.keep = true,
            "--help" => {
                println!("{HELP}");
                return Ok(None);
            }
            other => return Err(format!("{other} is no option\n{HELP}").into()),
        }
    }
    if options.runs == 0 || options.accounts == 0 {
        return Err("--runs and --accounts are at least 1".into());
    }
    Ok(Some(options))
}

fn bench(options: &Options) -> Result<(), Failure> {
    let kept = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("speed");
    let place = kept.join(options.accounts.to_string());
    let delivery = ours::delivery(&place, options.accounts)?;
    let server = server::Server::start()?;
    let work = Work {
        place: place.clone(),
        delivery,
        server,
    };
    let everyone = contenders::everyone(options.only.as_deref());
    let mut book = Book::new(options.accounts);
    for round in 1..=options.runs {
        for contender in &everyone {
            take_turn(&work, *contender, round, &mut book)?;
        }
    }
    println!("{}", print::figures(&book));
    println!("{}", print::goals(&book));
    print::keep_stages(&book, &kept)?;
    println!("{}", print::growth(&book, &kept)?);
    drop(work);
    if !options.keep {
        remove(&place)?;
    }
    Ok(())
}

/// Lets one contender do its job once, and compares what it left.
fn take_turn(
    work: &Work,
    contender: Contender,
    round: usize,
    book: &mut Book,
) -> Result<(), Failure> {
    if let Some(why) = contender.missing() {
        book.leave_out(contender, why);
        return Ok(());
    }
    eprintln!("bench: round {round}, {}", contender.name());
    let taken = contender.run(work)?;
    if contender.is_ours() && round == 1 {
        handed::take_from(work, contender)?;
    }
    let differs = contender.differences(work)?;
    eprintln!("bench:   {}", print::brief(&taken));
    for line in &differs {
        eprintln!("bench:   DIFFERS from ours: {line}");
    }
    book.note(contender, taken, differs);
    Ok(())
}

/// Removes a folder or a file, if it is there.
fn remove(path: &Path) -> Result<(), Failure> {
    let removed = if path.is_dir() {
        std::fs::remove_dir_all(path)
    } else {
        std::fs::remove_file(path)
    };
    match removed {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(format!("{} cannot be removed: {error}", path.display()).into())
        }
        _ => Ok(()),
    }
}

/// Returns the folder of the peers' scripts.
fn peers() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/peers")
}
