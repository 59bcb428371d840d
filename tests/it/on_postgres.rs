//! The same tests on a PostgreSQL server: with `CUTOVER_TESTS_ON=postgres` every command that writes
//! or reads a portal is given a database of its own there, one for each OUT.
//!
//! Tests look at the portal with SQL on a file, and spoil it there. So the rows that a command left
//! on the server are copied to `OUT/portal.db` behind it, and what a test changed in that file is
//! copied back before the next command, which never sees the file itself.

use super::postgres_server::psql;
use super::support::Ran;
use cutover::portal::postgres::Target;
use cutover::portal::{Database, Portal, Stage, Store};
use cutover::record::portal::TABLES;
use cutover::record::value::Value;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{LazyLock, Mutex};

/// The server, as `tests/run` has started it; none where tests run on SQLite.
static SERVER: LazyLock<Option<String>> = LazyLock::new(|| {
    let on = std::env::var("CUTOVER_TESTS_ON").ok()?;
    assert_eq!(on, "postgres", "CUTOVER_TESTS_ON");
    Some(std::env::var("CUTOVER_TESTS_SERVER").expect("tests/run starts the server and names it"))
});

/// What `OUT/portal.db` was when it and the server had the same rows.
static SAME: Mutex<BTreeMap<PathBuf, String>> = Mutex::new(BTreeMap::new());

/// Returns true where the portal of every command is on a server.
pub fn on_postgres() -> bool {
    SERVER.is_some()
}

/// Runs a command line, on the server where it is one that has a portal.
pub fn ran(command: &mut Command, run: impl FnOnce(&mut Command) -> Ran) -> Ran {
    let Some((server, out)) = SERVER.as_ref().and_then(|s| Some((s, portal_of(command)?))) else {
        return run(command);
    };
    let name = format!("t{}", &digest(out.as_os_str().as_encoded_bytes())[..24]);
    let url = format!("{server}/{name}");
    if psql(
        server,
        "postgres",
        &format!("SELECT 1 FROM pg_database WHERE datname = '{name}'"),
    )
    .is_none_or(|found| found.is_empty())
    {
        psql(server, "postgres", &format!("CREATE DATABASE {name}")).expect("a database");
    }
    take_changes(&out, server, &name, &url);
    let ran = run(command.args(["--database", &url]));
    show(&out, &url);
    ran
}

/// Returns the OUT of a command that has a portal and names no other database.
fn portal_of(command: &Command) -> Option<PathBuf> {
    let args: Vec<&OsStr> = command.get_args().collect();
    let verb = args.first()?.to_str()?;
    let named = |option: &str| args.iter().position(|arg| *arg == option);
    if !["run", "plan", "verify", "rollback"].contains(&verb) || named("--database").is_some() {
        return None;
    }
    let folder = command.get_current_dir().map(Path::to_owned);
    let folder = folder.unwrap_or_else(|| std::env::current_dir().unwrap());
    if let Some(at) = named("--out") {
        return Some(folder.join(args.get(at + 1)?));
    }
    let mapping = folder.join(
        args.iter()
            .skip(1)
            .find(|arg| arg.to_str().is_some_and(|a| a.ends_with(".toml")))?,
    );
    let text = fs::read_to_string(&mapping).ok()?;
    let out = text.lines().find_map(|line| line.strip_prefix("out"))?;
    let out = out.split('"').nth(1)?;
    Some(mapping.parent()?.join(out))
}

/// Copies what a test changed in `OUT/portal.db` to the server, and removes the file.
fn take_changes(out: &Path, server: &str, name: &str, url: &str) {
    let file = out.join("portal.db");
    let Ok(bytes) = fs::read(&file) else {
        return;
    };
    if SAME.lock().unwrap().get(&file) != Some(&digest(&bytes)) {
        push(&file, server, name, url);
    }
    fs::remove_file(file).unwrap();
}

/// Makes the live schema what the file is.
fn push(file: &Path, server: &str, name: &str, url: &str) {
    let live = Store::Schema(Target::parse(url).unwrap(), Stage::Live);
    if !live.exists().unwrap() {
        let mut made = Portal::create(&live).unwrap();
        made.index().unwrap();
        made.close().unwrap();
    }
    let portal = rusqlite::Connection::open(file).unwrap();
    let mut script = String::from("SET session_replication_role = replica;\nBEGIN;\n");
    for (table, columns) in TABLES {
        let columns = columns.join(", ");
        script +=
            &format!("DELETE FROM portal.{table};\nCOPY portal.{table} ({columns}) FROM STDIN;\n");
        let mut query = portal
            .prepare(&format!("SELECT {columns} FROM {table}"))
            .unwrap();
        let count = query.column_count();
        let mut rows = query.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let cells = (0..count).map(|i| escaped(row.get_ref(i).unwrap()));
            script += &(cells.collect::<Vec<_>>().join("\t") + "\n");
        }
        script += "\\.\n";
    }
    script += "COMMIT;\n";
    let done = psql(server, name, &script);
    assert!(
        done.is_some(),
        "{} cannot be copied to the server",
        file.display()
    );
}

fn escaped(value: rusqlite::types::ValueRef<'_>) -> String {
    use rusqlite::types::ValueRef;
    match value {
        ValueRef::Null => "\\N".to_owned(),
        ValueRef::Integer(v) => v.to_string(),
        ValueRef::Real(v) => v.to_string(),
        ValueRef::Text(v) | ValueRef::Blob(v) => String::from_utf8_lossy(v)
            .replace('\\', "\\\\")
            .replace('\t', "\\t")
            .replace('\n', "\\n")
            .replace('\r', "\\r"),
    }
}

/// Copies the rows on the server to files, where the tests look for them.
fn show(out: &Path, url: &str) {
    let target = Target::parse(url).unwrap();
    let places = [
        (out.to_owned(), Stage::Live),
        (beside(out, "previous"), Stage::Former),
        (beside(out, "failed"), Stage::Next),
    ];
    for (folder, stage) in places {
        let store = Store::Schema(target.clone(), stage);
        if folder.is_dir() && store.exists().unwrap() {
            let file = folder.join("portal.db");
            let _ = fs::remove_file(&file);
            copy(&store, &file);
            let bytes = fs::read(&file).unwrap();
            SAME.lock().unwrap().insert(file, digest(&bytes));
        }
    }
}

fn copy(store: &Store, file: &Path) {
    let mut made = Portal::create(&Store::File(file.to_owned())).unwrap();
    made.index().unwrap();
    made.close().unwrap();
    let mut portal = Portal::open(store).unwrap();
    let mirror = rusqlite::Connection::open(file).unwrap();
    mirror
        .execute_batch("PRAGMA foreign_keys = OFF; BEGIN")
        .unwrap();
    for (table, columns) in TABLES {
        let marks = vec!["?"; columns.len()].join(", ");
        let insert = format!(
            "INSERT INTO {table} ({}) VALUES ({marks})",
            columns.join(", ")
        );
        let mut insert = mirror.prepare(&insert).unwrap();
        let add = |values: &[Value]| {
            let cell = |value: &Value| match value {
                Value::Null => rusqlite::types::Value::Null,
                Value::Int(v) => (*v).into(),
                Value::Text(v) => v.clone().into(),
                Value::Bool(_) | Value::Date(_) | Value::Decimal(_) => {
                    panic!("{value:?} is not what is read")
                }
            };
            insert
                .execute(rusqlite::params_from_iter(values.iter().map(cell)))
                .unwrap();
        };
        portal.each_row(table, columns, add).unwrap();
    }
    mirror.execute_batch("COMMIT").unwrap();
    portal.close().unwrap();
}

fn beside(out: &Path, suffix: &str) -> PathBuf {
    let name = out.file_name().unwrap().to_str().unwrap();
    out.with_file_name(format!("{name}.{suffix}"))
}

fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|b| format!("{b:02x}"))
        .collect()
}

#[test]
fn a_url_of_any_database_is_understood() {
    // What the other tests hand over as `--database` must be one that the program takes.
    let url = "postgres://ops@%2Ftmp%2Fserver/t0";
    assert!(matches!(Database::parse(url), Ok(Database::Postgres(_))));
}
