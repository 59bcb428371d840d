//! The peers of the benchmark do the same job as we do: the scripts that need no Python are run on a
//! small utility, and what they leave is compared with our own result. Nothing is timed here.

use super::layout::{hand_over, policy};
use super::postgres_server::{Server, psql};
use super::support::{program, ran, root, text};
use rusqlite::Connection;
use std::path::{Path, PathBuf};
use std::process::Command;

const ACCOUNTS: &str = "200";

/// A utility with our own result, and what the peers are given.
struct Utility {
    folder: tempfile::TempDir,
}

impl Utility {
    fn make() -> Self {
        let this = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        let utility = this.path("utility");
        ran(program()
            .arg("synth")
            .arg(&utility)
            .args(["--accounts", ACCOUNTS]))
        .expect(0);
        let mapping = utility.join("mapping.toml");
        ran(program().arg("run").arg(&mapping)).expect(0);
        let portal = Connection::open(this.path("utility/out/portal.db")).unwrap();
        let from = "SELECT min(opening_balance_on) FROM account";
        let from: String = portal.query_row(from, [], |row| row.get(0)).unwrap();
        let policy = policy(&std::fs::read_to_string(mapping).unwrap(), &from).unwrap();
        hand_over(&this.path("handed"), &utility.join("out"), &policy).unwrap();
        this
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs a peer's script.
    fn peer(&self, script: &str, database: &str) {
        let done = Command::new(root().join("benches/peers").join(script))
            .arg(self.path("utility/exports"))
            .arg(self.path("handed"))
            .arg(database)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&done.stderr);
        assert!(done.status.success() && said.is_empty(), "{script}: {said}");
    }

    /// Returns what our own result comes to.
    fn ours(&self) -> String {
        sums(&self.path("utility/out/portal.db"))
    }
}

/// Returns what a file comes to, a line a table.
fn sums(file: &Path) -> String {
    let database = Connection::open(file).unwrap();
    let script = text("benches/peers/compare.sql");
    let mut lines = Vec::new();
    for statement in script.split_inclusive(";\n") {
        let line = database.query_row(statement, [], |row| {
            let table: String = row.get(0)?;
            let [rows, cents, days, characters]: [i64; 4] =
                [row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?];
            Ok(format!("{table}|{rows}|{cents}|{days}|{characters}"))
        });
        lines.push(line.unwrap());
    }
    lines.join("\n")
}

#[test]
fn the_scripts_of_psql_and_sqlite3_do_the_same_job() {
    let utility = Utility::make();
    let ours = utility.ours();
    // What is compared is there at all: every account that is carried has bills.
    let tables: Vec<&str> = ours.lines().collect();
    assert_eq!(tables.len(), 13);
    assert!(tables.iter().all(|line| !line.contains("|0|0|0|0")));
    let file = utility.path("peer.db");
    utility.peer("sqlite.sh", file.to_str().unwrap());
    assert_eq!(sums(&file), ours);

    let server = Server::start();
    utility.peer("psql.sh", &server.url());
    let script = text("benches/peers/compare.sql");
    assert_eq!(psql(&server.server(), "postgres", &script).unwrap(), ours);
    let sql = |name: &str| text(&format!("src/portal/sql/postgres/{name}.sql"));
    let wanted = sql("keys") + &sql("references");
    let wanted = wanted.lines().filter(|line| line.starts_with("ALTER"));
    let made = "SELECT count(*) FROM pg_constraint WHERE connamespace = 'public'::regnamespace";
    assert_eq!(server.sql(made).unwrap(), wanted.count().to_string());
    differences_are_seen(&utility, &file, &ours);
}

/// A result that leaves something out is not the same.
fn differences_are_seen(utility: &Utility, file: &Path, ours: &str) {
    for spoil in [
        "UPDATE bill SET total_due_cents = total_due_cents + 1 WHERE rowid = 1",
        "UPDATE payment SET paid_on = '2024-03-05' WHERE rowid = (SELECT min(rowid) FROM payment WHERE paid_on > '2024-03-05')",
        "DELETE FROM meter WHERE rowid = 1",
        "UPDATE account SET autopay_status = 'carried' WHERE rowid = 1",
    ] {
        let spoiled = utility.path("spoiled.db");
        std::fs::copy(file, &spoiled).unwrap();
        let changed = Connection::open(&spoiled).unwrap().execute(spoil, []);
        assert_eq!(changed.unwrap(), 1, "{spoil}");
        assert_ne!(sums(&spoiled), ours, "{spoil}");
    }
}
