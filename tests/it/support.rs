//! Where things are, for every test of this binary; the program and the files that it leaves.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Returns the project's folder.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Returns the text of one of the project's files, which must be there.
pub fn text(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

/// Returns every text file below the given files and folders of the project, as (path from the
/// project's folder with `/`, text), sorted by path. Files that are not UTF-8 are left out.
pub fn texts(places: &[&str]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for place in places {
        collect(&root().join(place), &mut found);
    }
    found.sort();
    found
}

fn collect(place: &Path, found: &mut Vec<(String, String)>) {
    if place.is_dir() {
        for entry in fs::read_dir(place).unwrap() {
            collect(&entry.unwrap().path(), found);
        }
    } else if let Some(text) = fs::read(place)
        .ok()
        .and_then(|bytes| String::from_utf8(bytes).ok())
    {
        let path = place.strip_prefix(root()).unwrap();
        let path: Vec<_> = path
            .components()
            .map(|part| part.as_os_str().to_string_lossy())
            .collect();
        found.push((path.join("/"), text));
    }
}

/// What a command came to.
#[derive(Default)]
pub struct Ran {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Ran {
    /// Returns everything that was printed.
    pub fn printed(&self) -> String {
        format!("{}\n{}", self.stdout, self.stderr)
    }

    /// Fails where the command ended with another exit code.
    pub fn expect(self, code: i32) -> Self {
        assert_eq!(self.code, code, "exit code, with\n{}", self.printed());
        self
    }

    /// Fails where a text was not printed on stderr, line breaks and margins apart.
    pub fn says(self, text: &str) -> Self {
        let flat = |text: &str| -> String {
            let words = text.split_whitespace().filter(|word| *word != "│");
            words.collect::<Vec<_>>().join(" ")
        };
        assert!(
            flat(&self.stderr).contains(&flat(text)),
            "{text}\nis not in\n{}",
            self.stderr
        );
        self
    }
}

/// Returns the program, to be started in the project's folder, without the caller's environment
/// where it would count.
pub fn program() -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_cutover"));
    program.current_dir(root()).env("COLUMNS", "100");
    for name in ["CUTOVER_KEY", "NO_COLOR", "CI", "RUST_BACKTRACE"] {
        program.env_remove(name);
    }
    program
}

/// Runs a command line to its end.
pub fn ran(command: &mut Command) -> Ran {
    super::on_postgres::ran(command, ran_here)
}

fn ran_here(command: &mut Command) -> Ran {
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran {
        code: output.status.code().unwrap_or(-1),
        stdout: text(output.stdout),
        stderr: text(output.stderr),
    }
}

/// Runs the program with these arguments.
pub fn cutover(arguments: &[&str]) -> Ran {
    ran(program().args(arguments))
}

/// Returns what a program of the system prints on stdout; it must succeed.
pub fn printed_by(name: &str, arguments: &[&str]) -> String {
    let output = Command::new(name)
        .args(arguments)
        .output()
        .unwrap_or_else(|e| panic!("{name}: {e}; `tests/run` installs it"));
    assert!(output.status.success(), "{name} {arguments:?}: {output:?}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// A row of a file: column name to text.
pub type Row = BTreeMap<String, String>;

/// Returns the rows of CSV text that has a header. What a short row lacks is not in it.
pub fn rows_of(text: &str) -> Vec<Row> {
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_reader(text.as_bytes());
    let header = reader.headers().unwrap().clone();
    let names = || header.iter().map(str::to_owned);
    let row = |record: csv::StringRecord| names().zip(record.iter().map(str::to_owned)).collect();
    reader
        .records()
        .map(|record| row(record.unwrap()))
        .collect()
}

/// Returns the rows of a CSV file of ours.
pub fn csv(path: &Path) -> Vec<Row> {
    rows_of(&fs::read_to_string(path).unwrap())
}

/// Returns the report of an OUT folder.
pub fn report(out: &Path) -> serde_json::Value {
    serde_json::from_slice(&fs::read(out.join("report.json")).unwrap()).unwrap()
}

/// Copies a folder with all that is in it.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() {
            copy(&from, &to);
        } else {
            fs::copy(from, to).unwrap();
        }
    }
}

/// Returns every file and folder below a folder, by path from it with `/`: the bytes of a file,
/// nothing for a folder.
pub fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    list(folder, "", &mut found);
    found
}

fn list(folder: &Path, prefix: &str, found: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            list(&entry.path(), &format!("{name}/"), found);
            found.insert(format!("{name}/"), Vec::new());
        } else {
            found.insert(name, fs::read(entry.path()).unwrap());
        }
    }
}

/// Fails where two trees differ, and names the entries that do.
pub fn same(one: &BTreeMap<String, Vec<u8>>, other: &BTreeMap<String, Vec<u8>>) {
    let names: BTreeSet<&String> = one.keys().chain(other.keys()).collect();
    let differing: Vec<_> = names
        .into_iter()
        .filter(|name| one.get(*name) != other.get(*name))
        .collect();
    assert!(differing.is_empty(), "these differ: {differing:?}");
}
