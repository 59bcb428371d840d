//! A PostgreSQL server of its own, set up as somebody who loads a large database would: more memory
//! and fewer checkpoints than the defaults, and nothing that puts data at risk. It writes through to
//! the disk (`fsync`) and keeps what a standby needs (`wal_level`), as a real one does.

use super::Failure;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Beside these everything is as PostgreSQL comes.
const SETTINGS: [&str; 6] = [
    "listen_addresses=",
    "shared_buffers=2GB",
    "work_mem=64MB",
    "maintenance_work_mem=512MB",
    "max_wal_size=8GB",
    "checkpoint_timeout=15min",
];
/// How long it may take to answer.
const PATIENCE: Duration = Duration::from_secs(60);

/// The server; it goes with the value.
pub struct Server {
    folder: tempfile::TempDir,
    server: Child,
}

impl Server {
    /// Makes a server and waits until it answers. Started as root it runs as the user `postgres`.
    ///
    /// # Errors
    /// Where there is none, or it does not answer.
    pub fn start() -> Result<Self, Failure> {
        let folder = tempfile::Builder::new().prefix("cutover-speed").tempdir()?;
        if is_root()? {
            let chown = Command::new("chown")
                .arg("postgres")
                .arg(folder.path())
                .status()?;
            if !chown.success() {
                return Err("there is no user `postgres` for the server".into());
            }
        }
        let data = folder.path().join("data");
        let made = as_user("initdb")?
            .args(["--auth=trust", "--username=ops", "--encoding=UTF8"])
            .args(["--locale=C", "-D"])
            .arg(&data)
            .output()
            .map_err(|error| format!("`initdb` cannot be started: {error}"))?;
        if !made.status.success() {
            return Err(String::from_utf8_lossy(&made.stderr).into());
        }
        let mut command = as_user("postgres")?;
        command.arg("-D").arg(&data).arg("-k").arg(folder.path());
        for setting in SETTINGS {
            command.args(["-c", setting]);
        }
        let quiet = command.stdout(Stdio::null()).stderr(Stdio::null());
        let server = quiet.spawn()?;
        let this = Self { folder, server };
        let started = Instant::now();
        while this.sql("postgres", "SELECT 1").is_err() {
            if started.elapsed() > PATIENCE {
                return Err("the PostgreSQL server does not answer".into());
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(this)
    }

    /// Returns how a database on it is named.
    pub fn url(&self, database: &str) -> String {
        let socket = self.folder.path().display().to_string();
        format!("postgres://ops@{}/{database}", socket.replace('/', "%2F"))
    }

    /// Makes an empty database in the place of one of that name.
    ///
    /// # Errors
    /// Where the server refuses.
    pub fn fresh(&self, database: &str) -> Result<(), Failure> {
        self.sql("postgres", &format!("DROP DATABASE IF EXISTS {database}"))?;
        self.sql("postgres", &format!("CREATE DATABASE {database}"))?;
        // What stands in memory is written now, not while somebody is measured.
        self.sql("postgres", "CHECKPOINT").map(drop)
    }

    /// Returns what a statement returns: a line a row, with `|` between the columns.
    ///
    /// # Errors
    /// Where the server refuses it.
    pub fn sql(&self, database: &str, statement: &str) -> Result<String, Failure> {
        self.psql(database, "public", &["-c", statement])
    }

    /// The same for the statements of a file, on the tables of a schema.
    ///
    /// # Errors
    /// Where the server refuses one.
    pub fn file(&self, database: &str, schema: &str, script: &Path) -> Result<String, Failure> {
        self.psql(database, schema, &["-f", &script.display().to_string()])
    }

    fn psql(&self, database: &str, schema: &str, what: &[&str]) -> Result<String, Failure> {
        let done = Command::new("psql")
            .args(["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d"])
            .arg(self.url(database))
            .env("PGOPTIONS", format!("-c search_path={schema}"))
            .args(what)
            .output()
            .map_err(|error| format!("`psql` cannot be started: {error}"))?;
        if !done.status.success() {
            return Err(String::from_utf8_lossy(&done.stderr).into());
        }
        Ok(String::from_utf8(done.stdout)?)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let stopped = as_user("pg_ctl").map(|mut command| {
            command
                .args(["stop", "-s", "-m", "immediate", "-D"])
                .arg(self.folder.path().join("data"))
                .status()
        });
        if !matches!(stopped, Ok(Ok(_))) {
            let _ = self.server.kill();
        }
        let _ = self.server.wait();
    }
}

fn is_root() -> Result<bool, Failure> {
    Ok(Command::new("id").arg("-u").output()?.stdout == b"0\n")
}

/// Returns a command of the server's, run by somebody whom it accepts: it refuses root.
fn as_user(name: &str) -> Result<Command, Failure> {
    if !is_root()? {
        return Ok(Command::new(program(name)));
    }
    let mut command = Command::new("setpriv");
    command.args([
        "--reuid=postgres",
        "--regid=postgres",
        "--clear-groups",
        "--",
    ]);
    command.arg(program(name));
    Ok(command)
}

/// Returns where a program of the newest server is; Debian keeps them out of the way.
fn program(name: &str) -> PathBuf {
    let versions = std::fs::read_dir("/usr/lib/postgresql");
    let versions = versions.into_iter().flatten().flatten();
    let found = versions.map(|version| version.path().join("bin").join(name));
    let newest = found.filter(|path| path.exists()).max();
    newest.unwrap_or_else(|| Path::new(name).to_owned())
}
