//! A PostgreSQL server of its own: made in a temporary folder, reached through a socket there, gone
//! with the value. Started as root it runs as the user `postgres`, for it refuses to run as root.

use std::io::Write;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long a server may take to answer.
const PATIENCE: Duration = Duration::from_secs(60);

pub struct Server {
    folder: tempfile::TempDir,
    server: Child,
    port: u16,
    settings: Vec<String>,
}

impl Server {
    /// Makes a server that is reached through a socket alone, and waits until it answers.
    pub fn start() -> Self {
        Self::start_with(|_| vec!["listen_addresses=".to_owned()])
    }

    /// Makes a server and waits until it answers. `prepare` is given its data folder, and returns
    /// settings.
    pub fn start_with(prepare: impl FnOnce(&Path) -> Vec<String>) -> Self {
        let folder = tempfile::Builder::new()
            .prefix("cutover-pg")
            .tempdir()
            .unwrap();
        chown_to_server(folder.path());
        let data = folder.path().join("data");
        let made = as_user("initdb")
            .args(["--no-sync", "--auth=trust", "--username=ops"])
            .args(["--encoding=UTF8", "--locale=C", "-D"])
            .arg(&data)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&made.stderr);
        assert!(made.status.success(), "{said}");
        // A port that is free now; a socket of the same number is in the folder.
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        drop(listener);
        let mut settings = prepare(&data);
        settings.extend(["fsync=off".to_owned(), format!("port={port}")]);
        let server = spawned(folder.path(), &settings);
        let this = Self {
            folder,
            server,
            port,
            settings,
        };
        this.answers();
        this
    }

    fn answers(&self) {
        let started = Instant::now();
        while self.sql("SELECT 1").is_none() {
            assert!(started.elapsed() < PATIENCE, "the server does not answer");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Ends the server and starts it again on the same data.
    pub fn restart(&mut self) {
        self.control(&["stop", "-w", "-m", "fast"]);
        let _ = self.server.wait();
        self.server = spawned(self.folder.path(), &self.settings);
        self.answers();
    }

    /// Lets nobody in without a password from now on.
    pub fn ask_for_passwords(&self) {
        let rules = self.folder.path().join("data/pg_hba.conf");
        std::fs::write(rules, "local all all scram-sha-256\n").unwrap();
        self.control(&["reload"]);
    }

    fn control(&self, arguments: &[&str]) {
        let done = as_user("pg_ctl")
            .args(arguments)
            .arg("-D")
            .arg(self.folder.path().join("data"))
            .stdout(Stdio::null())
            .status();
        assert!(done.unwrap().success(), "pg_ctl {arguments:?}");
    }

    /// Returns the folder of the server's socket, which messages name.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Returns the socket.
    pub fn socket(&self) -> PathBuf {
        self.folder.path().join(format!(".s.PGSQL.{}", self.port))
    }

    /// Returns its port.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Returns the server as the beginning of a URL.
    pub fn server(&self) -> String {
        let socket = self.folder.path().to_str().unwrap().replace('/', "%2F");
        format!("postgres://ops@{socket}:{}", self.port)
    }

    /// Returns where it is, as `--database` takes it.
    pub fn url(&self) -> String {
        format!("{}/postgres", self.server())
    }

    /// Makes a database and returns where it is, as `--database` takes it.
    pub fn database(&self, name: &str) -> String {
        self.sql(&format!("CREATE DATABASE {name}")).unwrap();
        format!("{}/{name}", self.server())
    }

    /// Returns what statements return, a line a row; none where the server refuses one.
    pub fn sql(&self, statements: &str) -> Option<String> {
        psql(&self.server(), "postgres", statements)
    }
}

/// Returns what statements return on a database of a server, a line a row; none where the server
/// refuses one.
pub fn psql(server: &str, database: &str, statements: &str) -> Option<String> {
    let mut psql = Command::new(program("psql"))
        .args([
            "-X",
            "-q",
            "-t",
            "-A",
            "-v",
            "ON_ERROR_STOP=1",
            "-f",
            "-",
            "-d",
        ])
        .arg(format!("{server}/{database}"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = psql.stdin.take().unwrap();
    let written = std::thread::scope(|scope| {
        scope.spawn(move || {
            // A server that refuses a statement does not read the rest.
            let _ = input.write_all(statements.as_bytes());
        });
        psql.wait_with_output().unwrap()
    });
    let text = String::from_utf8(written.stdout).unwrap();
    written.status.success().then(|| text.trim_end().to_owned())
}

impl Drop for Server {
    fn drop(&mut self) {
        // The quick way down; the folder goes with it.
        let stopped = as_user("pg_ctl")
            .args(["stop", "-m", "immediate", "-D"])
            .arg(self.folder.path().join("data"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        if stopped.is_err() {
            let _ = self.server.kill();
        }
        let _ = self.server.wait();
    }
}

/// Gives a file or folder to the user that the server runs as.
pub fn chown_to_server(path: &Path) {
    if is_root() {
        let chown = Command::new("chown").arg("postgres").arg(path).status();
        assert!(chown.unwrap().success());
    }
}

fn spawned(folder: &Path, settings: &[String]) -> Child {
    as_user("postgres")
        .arg("-D")
        .arg(folder.join("data"))
        .arg("-k")
        .arg(folder)
        .args(settings.iter().flat_map(|setting| ["-c", setting]))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().unwrap();
    id.stdout == b"0\n"
}

/// Returns a command of the server's, run by somebody whom it accepts.
fn as_user(name: &str) -> Command {
    if is_root() {
        let mut command = Command::new("setpriv");
        command.args([
            "--reuid=postgres",
            "--regid=postgres",
            "--clear-groups",
            "--",
        ]);
        command.arg(program(name));
        command
    } else {
        Command::new(program(name))
    }
}

/// Returns where a program of the newest server is; Debian keeps them out of the way.
fn program(name: &str) -> PathBuf {
    let versions = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten();
    let found = versions.filter_map(|version| Some(version.ok()?.path().join("bin").join(name)));
    let newest = found.filter(|path| path.exists()).max();
    newest.unwrap_or_else(|| Path::new(name).to_owned())
}
