//! Everyone who takes a turn, and how.

use super::ours::{self, Delivery};
use super::server::Server;
use super::watch::{self, Taken};
use super::{Failure, peers, remove};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where the work takes place.
pub struct Work {
    /// A folder of our own.
    pub place: PathBuf,
    /// The exports and the mapping.
    pub delivery: Delivery,
    /// The server.
    pub server: Server,
}

impl Work {
    /// Returns the OUT of a contender of ours.
    pub fn out(&self, ours: Contender) -> PathBuf {
        self.place.join(ours.name().replace(' ', "-"))
    }

    /// Returns the folder that peers are given.
    pub fn handed(&self) -> PathBuf {
        self.place.join("handed")
    }

    /// Returns the folder of the finished rows.
    pub fn rows(&self) -> PathBuf {
        self.place.join("rows")
    }

    fn file(&self) -> PathBuf {
        self.place.join("peer.db")
    }
}

/// Somebody who takes a turn. Ours come first, for the others need what they leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Contender {
    /// `cutover run` into PostgreSQL, without letters and verification.
    OursPostgres,
    /// The same into SQLite.
    OursSqlite,
    /// `cutover verify` of what stands in PostgreSQL.
    VerifyPostgres,
    /// The same in SQLite.
    VerifySqlite,
    /// `cutover plan`.
    Plan,
    /// All files through a CSV reader, one thread.
    Parse,
    /// The finished rows into PostgreSQL.
    FloorPostgres,
    /// The same into SQLite.
    FloorSqlite,
    /// DuckDB into PostgreSQL.
    DuckdbPostgres,
    /// The same into SQLite.
    DuckdbSqlite,
    /// Polars into PostgreSQL.
    PolarsPostgres,
    /// The same into SQLite.
    PolarsSqlite,
    /// Staging tables and SQL on the server.
    Psql,
    /// The same with the sqlite3 program.
    Sqlite3,
}

use Contender::{
    DuckdbPostgres, DuckdbSqlite, FloorPostgres, FloorSqlite, OursPostgres, OursSqlite, Parse,
    Plan, PolarsPostgres, PolarsSqlite, Psql, Sqlite3, VerifyPostgres, VerifySqlite,
};

/// All, in the order of their turns.
const ALL: [Contender; 14] = [
    OursPostgres,
    OursSqlite,
    VerifyPostgres,
    VerifySqlite,
    Plan,
    Parse,
    FloorPostgres,
    FloorSqlite,
    DuckdbPostgres,
    DuckdbSqlite,
    PolarsPostgres,
    PolarsSqlite,
    Psql,
    Sqlite3,
];

/// Returns who takes part: ours always, of the others those that are asked for.
pub fn everyone(only: Option<&[String]>) -> Vec<Contender> {
    let asked = |one: &Contender| {
        let first = one.name().split(' ').next();
        only.is_none_or(|only| only.iter().any(|name| Some(name.as_str()) == first))
    };
    let all = ALL.into_iter();
    all.filter(|one| one.is_ours() || asked(one)).collect()
}

impl Contender {
    /// Returns its name: who, and into what.
    pub const fn name(self) -> &'static str {
        match self {
            OursPostgres => "cutover to PostgreSQL",
            OursSqlite => "cutover to SQLite",
            VerifyPostgres => "verify of PostgreSQL",
            VerifySqlite => "verify of SQLite",
            Plan => "plan",
            Parse => "parse",
            FloorPostgres => "floor of PostgreSQL",
            FloorSqlite => "floor of SQLite",
            DuckdbPostgres => "duckdb to PostgreSQL",
            DuckdbSqlite => "duckdb to SQLite",
            PolarsPostgres => "polars to PostgreSQL",
            PolarsSqlite => "polars to SQLite",
            Psql => "psql staging to PostgreSQL",
            Sqlite3 => "sqlite3 .import to SQLite",
        }
    }

    /// Returns true for our own runs.
    pub const fn is_ours(self) -> bool {
        matches!(self, OursPostgres | OursSqlite)
    }

    /// Returns the name of its database on the server.
    pub const fn database(self) -> &'static str {
        if matches!(self, OursPostgres) {
            "ours"
        } else {
            "peer"
        }
    }

    /// Returns true where it leaves a result that is compared with ours.
    pub const fn leaves_a_result(self) -> bool {
        self.is_in_file() || self.is_on_server()
    }

    const fn is_in_file(self) -> bool {
        matches!(self, FloorSqlite | DuckdbSqlite | PolarsSqlite | Sqlite3)
    }

    const fn is_on_server(self) -> bool {
        matches!(self, FloorPostgres | DuckdbPostgres | PolarsPostgres | Psql)
    }

    /// Returns what is not here that it needs; none where all is.
    pub fn missing(self) -> Option<&'static str> {
        let python = matches!(
            self,
            DuckdbPostgres | DuckdbSqlite | PolarsPostgres | PolarsSqlite
        );
        (python && !python_of_peers().exists()).then_some("benches/peers/setup was not run")
    }

    /// Does the job once. What it leaves stays until the next of its kind.
    ///
    /// # Errors
    /// Where it fails.
    pub fn run(self, work: &Work) -> Result<Taken, Failure> {
        let url = work.server.url(self.database());
        if self == OursPostgres || self.is_on_server() {
            work.server.fresh(self.database())?;
        }
        remove(&work.file())?;
        let to = if self.is_in_file() {
            work.file().display().to_string()
        } else {
            url.clone()
        };
        let (ours, place) = (&work.delivery, &work.place);
        let theirs = [ours.exports.clone(), work.handed(), PathBuf::from(&to)];
        let mut command = match self {
            OursPostgres => return ours::run(ours, &work.out(self), Some(&url)),
            OursSqlite => return ours::run(ours, &work.out(self), None),
            VerifyPostgres => {
                let url = work.server.url(OursPostgres.database());
                return ours::command("verify", ours, &work.out(OursPostgres), Some(&url));
            }
            VerifySqlite => return ours::command("verify", ours, &work.out(OursSqlite), None),
            Plan => return ours::command("plan", ours, &place.join("planned"), None),
            Parse => child(&["parse"], std::slice::from_ref(&ours.exports))?,
            FloorPostgres => script(
                "floor.sh",
                &[work.rows(), work.handed(), PathBuf::from(&to)],
            ),
            FloorSqlite => {
                let rows = work.rows().join("sqlite");
                child(&["floor"], &[rows, work.handed(), work.file()])?
            }
            DuckdbPostgres | DuckdbSqlite => python("with_duckdb.py", &theirs),
            PolarsPostgres | PolarsSqlite => python("with_polars.py", &theirs),
            Psql => script("psql.sh", &theirs),
            Sqlite3 => script("sqlite.sh", &theirs),
        };
        watch::run(&mut command, &place.join("said.txt"))
    }

    /// Returns in what its result is not ours: a line a table. Nothing is compared where it leaves
    /// no result.
    ///
    /// # Errors
    /// Where a result cannot be read.
    pub fn differences(self, work: &Work) -> Result<Vec<String>, Failure> {
        let script = peers().join("compare.sql");
        let (theirs, ours) = if self.is_on_server() {
            let ours = work
                .server
                .file(OursPostgres.database(), "portal", &script)?;
            (work.server.file(self.database(), "public", &script)?, ours)
        } else if self.is_in_file() {
            let ours = work.out(OursSqlite).join("portal.db");
            (in_file(&work.file(), &script)?, in_file(&ours, &script)?)
        } else {
            return Ok(Vec::new());
        };
        compare(&theirs, &ours)
    }
}

/// Compares what two results come to.
fn compare(theirs: &str, ours: &str) -> Result<Vec<String>, Failure> {
    let by_table = |text: &str| -> BTreeMap<String, String> {
        let lines = text.lines().filter_map(|line| line.split_once('|'));
        lines
            .map(|(table, sums)| (table.to_owned(), sums.to_owned()))
            .collect()
    };
    let (theirs, ours) = (by_table(theirs), by_table(ours));
    if ours.is_empty() || ours.get("bill").is_none_or(|sums| sums.starts_with("0|")) {
        return Err("our own result has no rows to compare with".into());
    }
    let wrong = ours
        .iter()
        .filter(|(table, sums)| theirs.get(*table) != Some(sums));
    let line = |(table, sums): (&String, &String)| {
        let found = theirs.get(table).map_or("nothing", String::as_str);
        format!("{table}: {found}, ours {sums} (rows|cents|days|characters)")
    };
    Ok(wrong.map(line).collect())
}

/// Returns what the statements of a script return on a file, as psql prints it.
fn in_file(file: &Path, script: &Path) -> Result<String, Failure> {
    let done = Command::new("sqlite3")
        .arg(file)
        .arg(format!(".read {}", script.display()))
        .output()
        .map_err(|error| format!("`sqlite3` cannot be started: {error}"))?;
    if !done.status.success() {
        return Err(String::from_utf8_lossy(&done.stderr).into());
    }
    Ok(String::from_utf8(done.stdout)?)
}

fn script(name: &str, arguments: &[PathBuf]) -> Command {
    let mut command = Command::new(peers().join(name));
    command.args(arguments);
    command
}

fn python(name: &str, arguments: &[PathBuf]) -> Command {
    let mut command = Command::new(python_of_peers());
    command.arg(peers().join(name)).args(arguments);
    command
}

fn python_of_peers() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("target/peers/bin/python")
}

fn child(words: &[&str], paths: &[PathBuf]) -> Result<Command, Failure> {
    let mut command = Command::new(std::env::current_exe()?);
    command.arg("--child").args(words).args(paths);
    Ok(command)
}
