//! What happens to a run that cannot go on, or must not: the earlier state stands, the message says
//! what to do, and the next run works. `tests/stress` kills runs at random; here are the ways to end
//! that have a message.

mod between;
mod server;

use super::on_postgres::on_postgres;
use super::support::{Ran, copy, program, same, tree};
use std::fs::{self, File};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

/// How long anything may take.
const PATIENCE: Duration = Duration::from_secs(120);

/// A small invented delivery, made once.
static DELIVERY: LazyLock<tempfile::TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join("delivery");
    done(
        program()
            .args(["synth", "--accounts", "15", "--months", "13"])
            .arg(to),
    )
    .expect(0);
    folder
});

/// A folder with that delivery.
struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        copy(&DELIVERY.path().join("delivery"), folder.path());
        Self { folder }
    }

    /// One with a result in OUT.
    fn published() -> Self {
        let place = Self::new();
        place.run("run", &[]).expect(0);
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn command(&self, verb: &str, more: &[&str]) -> Command {
        let mut command = program();
        command.arg(verb).arg(self.path("mapping.toml")).args(more);
        command
    }

    fn run(&self, verb: &str, more: &[&str]) -> Ran {
        done(&mut self.command(verb, more))
    }

    /// What was said, with this folder called DIR.
    fn said(&self, ran: &Ran) -> String {
        ran.stderr
            .replace(self.folder.path().to_str().unwrap(), "DIR")
    }

    /// Fails where anything is left but the delivery, OUT and these.
    fn has_only(&self, more: &[&str]) {
        let ours = [
            "README.txt",
            "exports",
            "mapping.toml",
            "out",
            "rehearsal.key",
        ];
        for entry in fs::read_dir(self.folder.path()).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            assert!(
                ours.contains(&name.as_str()) || more.contains(&name.as_str()),
                "{name} is left"
            );
        }
    }
}

/// Runs a command here, whatever server other tests are on.
fn done(command: &mut Command) -> Ran {
    ended(
        command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn(),
    )
}

fn ended(child: std::io::Result<Child>) -> Ran {
    let output = child.unwrap().wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran {
        code: output.status.code().unwrap_or(-1),
        stdout: text(output.stdout),
        stderr: text(output.stderr),
    }
}

/// Fails where a run without hindrance does not leave what it should.
fn next_run_works(place: &Place, more: &[&str]) {
    place.run("run", more).expect(0);
    place.run("verify", more).expect(0);
}

/// Returns the command as somebody whom permissions bind, in a folder that such a person can reach.
fn bound(place: &Place, more: &[&str]) -> Command {
    let id = Command::new("id").arg("-u").output().unwrap();
    if id.stdout != b"0\n" {
        return place.command("run", more);
    }
    open_to_all(place.folder.path());
    let program = place.path("program");
    fs::copy(env!("CARGO_BIN_EXE_cutover"), &program).unwrap();
    let mut command = Command::new("setpriv");
    command
        .args(["--reuid=65534", "--regid=65534", "--clear-groups", "--"])
        .arg(program)
        .arg("run")
        .arg(place.path("mapping.toml"))
        .args(more)
        .env("COLUMNS", "100");
    command
}

fn open_to_all(folder: &Path) {
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).unwrap();
}

fn read_only(place: &Place, name: &str) {
    fs::create_dir_all(place.path(name)).unwrap();
    fs::set_permissions(place.path(name), fs::Permissions::from_mode(0o555)).unwrap();
}

fn writable(place: &Place, name: &str) {
    fs::create_dir_all(place.path(name)).unwrap();
    fs::set_permissions(place.path(name), fs::Permissions::from_mode(0o777)).unwrap();
}

#[test]
fn a_folder_that_may_only_be_read() {
    if on_postgres() {
        return; // about folders
    }
    let place = Place::new();
    read_only(&place, "shelf");
    let out = place.path("shelf/out");
    let ran = done(&mut bound(&place, &["--out", out.to_str().unwrap()])).expect(2);
    insta::assert_snapshot!(place.said(&ran), @r#"
    out::not_writable

      × the folder `DIR/shelf/out` cannot be written: Permission denied (os error 13)
      help: name another folder with `--out DIR`, or free this one; nothing was changed

    1 error
    Nothing was read or changed (exit 2).
    "#);
    assert!(tree(&place.path("shelf")).is_empty());
    writable(&place, "shelf");
    next_run_works(&place, &["--out", out.to_str().unwrap()]);
}

#[test]
fn a_database_in_a_folder_that_may_only_be_read() {
    if on_postgres() {
        return; // about files
    }
    let place = Place::new();
    read_only(&place, "shelf");
    writable(&place, "desk");
    let out = place.path("desk/out");
    let url = format!("sqlite:{}", place.path("shelf/rows.db").display());
    let places = ["--out", out.to_str().unwrap(), "--database", &url];
    let ran = done(&mut bound(&place, &places)).expect(6);
    insta::assert_snapshot!(place.said(&ran), @r#"
    cutover: the portal database `DIR/shelf/rows.db` cannot be made: Permission denied (os error 13); name a file in a folder that you may write to
    The portal database is not in the state needed (exit 6). Whatever stood before still stands.
    "#);
    assert!(tree(&place.path("shelf")).is_empty() && tree(&place.path("desk")).is_empty());
    writable(&place, "shelf");
    next_run_works(&place, &places);
}

/// Runs a command that may write files up to a size only: a full disk for everybody.
fn limited(place: &Place, verb: &str, kib: u32) -> Ran {
    let mut command = Command::new("bash");
    command
        .args(["-c", "ulimit -f \"$1\" && shift && exec \"$@\"", "limited"])
        .arg(kib.to_string())
        .arg(env!("CARGO_BIN_EXE_cutover"))
        .arg(verb)
        .arg(place.path("mapping.toml"))
        .arg("--quiet")
        .env("COLUMNS", "100");
    done(&mut command)
}

#[test]
fn a_disk_without_room_for_the_database() {
    if on_postgres() {
        return; // about a file
    }
    let place = Place::published();
    let before = tree(place.folder.path());
    let ran = limited(&place, "run", 40).expect(6);
    insta::assert_snapshot!(place.said(&ran), @r#"
    cutover: the portal database refused a statement: error returned from database: (code: 778) disk I/O error; see that the disk has room and works, and that no limit on the size of files is in the way, then start again
    The portal database is not in the state needed (exit 6). Whatever stood before still stands.
    "#);
    same(&before, &tree(place.folder.path()));
    next_run_works(&place, &[]);
}

#[test]
fn a_disk_without_room_for_the_reports() {
    let place = Place::new();
    let before = tree(place.folder.path());
    let ran = limited(&place, "plan", 4).expect(1);
    insta::assert_snapshot!(place.said(&ran), @r#"
    cutover: cannot write `DIR/out.next/billing-calendar.csv`: File too large (os error 27); have the limit for this user raised, or name another place, then start again
    The disk stood in the way (exit 1). Whatever stood before still stands.
    "#);
    same(&before, &tree(place.folder.path()));
    place.run("plan", &[]).expect(0);
}

#[test]
fn another_command_at_work_on_out() {
    let place = Place::published();
    place.run("run", &[]).expect(0);
    let before = tree(&place.path("out"));
    for (name, verbs) in [
        ("out.next", &["run", "plan", "rollback", "seal"][..]),
        ("out.ready", &["run", "plan", "rollback", "seal", "verify"]),
    ] {
        fs::create_dir(place.path(name)).unwrap();
        let folder = File::open(place.path(name)).unwrap();
        folder.lock().unwrap();
        for verb in verbs {
            place.run(verb, &[]).expect(6).says(&format!(
                "another command is writing `{}`; wait for it to end, then start again",
                place.path(name).display()
            ));
        }
        drop(folder);
        fs::remove_dir(place.path(name)).unwrap();
        let _ = fs::remove_dir(place.path("out.next"));
    }
    same(&before, &tree(&place.path("out")));
    next_run_works(&place, &[]);
}

#[test]
fn another_command_at_work_on_a_file_elsewhere() {
    if on_postgres() {
        return; // about a file
    }
    let place = Place::new();
    let url = format!("sqlite:{}", place.path("rows.db").display());
    next_run_works(&place, &["--database", &url]);
    let before = fs::read(place.path("rows.db")).unwrap();
    let held = File::create(place.path("rows.db.next")).unwrap();
    held.lock().unwrap();
    let ran = place.run("run", &["--database", &url, "--quiet"]).expect(6);
    insta::assert_snapshot!(place.said(&ran), @r#"
    cutover: another command is writing the portal database `DIR/rows.db`; wait for it to end, then start again
    The portal database is not in the state needed (exit 6). Whatever stood before still stands.
    "#);
    assert!(before == fs::read(place.path("rows.db")).unwrap());
    drop(held);
    next_run_works(&place, &["--database", &url]);
}

/// Starts a run and waits until it is at work.
fn at_work(place: &Place, more: &[&str]) -> Child {
    let mut command = place.command("run", more);
    command.arg("--quiet");
    let child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let started = Instant::now();
    while !place.path("out.next/notices").exists() {
        assert!(started.elapsed() < PATIENCE, "the run does not begin");
        std::thread::sleep(Duration::from_millis(1));
    }
    child.unwrap()
}

fn signal(child: &Child, name: &str) {
    let sent = Command::new("kill")
        .args([name, &child.id().to_string()])
        .status();
    assert!(sent.unwrap().success());
}

#[test]
fn a_signal_stops_a_run_and_leaves_nothing_of_it() {
    for (name, code) in [("-INT", 130), ("-TERM", 143)] {
        let place = Place::published();
        let before = tree(place.folder.path());
        let child = at_work(&place, &[]);
        signal(&child, name);
        let ran = ended(Ok(child)).expect(code);
        if code == 130 {
            insta::assert_snapshot!(place.said(&ran), @r#"
            cutover: stopped by SIGINT
            What this command was building is removed (exit 130). What stood before still stands.
            "#);
        } else {
            assert!(ran.stderr.starts_with("cutover: stopped by SIGTERM\n"));
        }
        same(&before, &tree(place.folder.path()));
        next_run_works(&place, &[]);
        place.has_only(&["out.previous"]);
    }
}

#[test]
fn a_second_signal_ends_a_run_at_once() {
    let place = Place::published();
    let before = tree(&place.path("out"));
    let child = at_work(&place, &[]);
    signal(&child, "-INT");
    signal(&child, "-INT");
    ended(Ok(child)).expect(130);
    same(&before, &tree(&place.path("out")));
    next_run_works(&place, &[]);
    place.has_only(&["out.previous"]);
}
