//! Folders to work in: a delivery that a test may change, and the sample's result, made once.
//!
//! Text of the delivery is read byte by byte as characters and written back the same way, so that
//! whatever an edit leaves alone keeps its bytes.

use super::support::{Ran, copy, program, ran, root};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// A folder with the sample's mapping, key and exports, as the project has them.
pub struct Sandbox {
    folder: tempfile::TempDir,
}

impl Sandbox {
    /// Makes one without a result.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        copy(&root().join("mappings"), &folder.path().join("mappings"));
        let exports = "fixtures/benton-pud";
        copy(&root().join(exports), &folder.path().join(exports));
        Self { folder }
    }

    /// Makes one with the sample's result in OUT.
    pub fn published() -> Self {
        let sandbox = Self::new();
        copy(&PUBLISHED.out, &sandbox.out());
        sandbox
    }

    /// Returns the folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Returns the mapping.
    pub fn mapping(&self) -> PathBuf {
        self.folder().join("mappings/benton-pud.toml")
    }

    /// Returns a file of the exports.
    pub fn export(&self, file: &str) -> PathBuf {
        self.folder().join("fixtures/benton-pud").join(file)
    }

    /// Returns OUT.
    pub fn out(&self) -> PathBuf {
        self.folder().join("out/benton-pud")
    }

    /// Opens the portal database in OUT.
    pub fn portal(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(self.out().join("portal.db")).unwrap()
    }

    /// Runs a command on the mapping.
    pub fn cutover(&self, verb: &str, more: &[&str]) -> Ran {
        ran(program().arg(verb).arg(self.mapping()).args(more))
    }

    /// Runs a command on the mapping with the portal in OUT, wherever the tests run.
    pub fn cutover_in_file(&self, verb: &str, more: &[&str]) -> Ran {
        let url = format!("sqlite:{}", self.out().join("portal.db").display());
        let database = ["--database", url.as_str()];
        self.cutover(verb, &[&database, more].concat())
    }

    /// Runs a command on the mapping with a key in the environment.
    pub fn cutover_with_key(&self, verb: &str, key: &str) -> Ran {
        ran(program()
            .arg(verb)
            .arg(self.mapping())
            .env("CUTOVER_KEY", key))
    }

    /// Changes the text of an export.
    pub fn edit(&self, file: &str, change: impl FnOnce(&str) -> String) {
        edit(&self.export(file), change);
    }

    /// Adds lines to an export.
    pub fn append(&self, file: &str, lines: &[String]) {
        self.edit(file, |text| {
            lines
                .iter()
                .fold(text.to_owned(), |text, line| text + line + "\r\n")
        });
    }

    /// Replaces a text of the mapping that stands in it once. Returns the line it stands on.
    pub fn edit_mapping(&self, from: &str, to: &str) -> usize {
        let mut line = 0;
        edit(&self.mapping(), |text| {
            assert_eq!(text.matches(from).count(), 1, "{from}");
            line = line_of(text, from);
            text.replace(from, to)
        });
        line
    }

    /// Returns the line, counted from 1, that begins with a text.
    pub fn line(&self, file: &str, start: &str) -> u64 {
        let text = latin1(&fs::read(self.export(file)).unwrap());
        let at = text.lines().position(|line| line.starts_with(start));
        at.unwrap_or_else(|| panic!("{file} has no {start}")) as u64 + 1
    }
}

/// Returns the line, counted from 1, on which a text begins.
pub fn line_of(text: &str, what: &str) -> usize {
    text[..text.find(what).unwrap()].matches('\n').count() + 1
}

/// Returns bytes as text, a character a byte.
pub fn latin1(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| char::from(*byte)).collect()
}

fn edit(path: &Path, change: impl FnOnce(&str) -> String) {
    let before = latin1(&fs::read(path).unwrap());
    let after = change(&before);
    assert_ne!(before, after, "{}", path.display());
    let bytes: Vec<u8> = after
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap())
        .collect();
    fs::write(path, bytes).unwrap();
}

/// The sample's result, for tests that only read it.
pub struct Published {
    pub out: PathBuf,
    pub ran: Ran,
    /// What `--log` left.
    pub log: String,
    // Held while the process lives: another one waits, and then makes the folder anew.
    _lock: File,
}

pub static PUBLISHED: LazyLock<Published> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("published");
    fs::create_dir_all(&folder).unwrap();
    let lock = File::create(folder.join("lock")).unwrap();
    lock.lock().unwrap();
    let (work, log) = (folder.join("work"), folder.join("run.log"));
    for done in [fs::remove_dir_all(&work), fs::remove_file(&log)] {
        assert!(done.is_ok() || !work.exists());
    }
    let out = work.join("out");
    let ran = ran(program()
        .args(["run", "mappings/benton-pud.toml", "--out"])
        .arg(&out)
        .arg("--log")
        .arg(&log))
    .expect(0);
    Published {
        out,
        ran,
        log: fs::read_to_string(log).unwrap(),
        _lock: lock,
    }
});
