//! What the operator asked for: flags and environment in one value. The only reader of the
//! environment.

use std::io::IsTerminal;
use std::path::PathBuf;

/// The settings of a command that works on a mapping.
#[derive(Clone)]
pub struct Settings {
    /// The mapping file.
    pub mapping: PathBuf,
    /// Where the exports are, instead of the mapping's own folder.
    pub exports: Option<PathBuf>,
    /// Where results go, instead of the mapping's own folder.
    pub out: Option<PathBuf>,
    /// The portal database, instead of `OUT/portal.db`.
    pub database: Option<String>,
    /// The only files to read, by name; all of them where none is named.
    pub only: Vec<String>,
    /// A crosswalk of an earlier run, whose numbers win.
    pub crosswalk: Option<PathBuf>,
    /// The key of the account numbers, from `CUTOVER_KEY`.
    pub key: Option<String>,
    /// How results are printed.
    pub terminal: Terminal,
}

/// What the terminal can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terminal {
    /// Progress bars on stderr.
    pub progress: bool,
    /// Colour on stderr.
    pub colour: bool,
    /// Columns of stderr.
    pub width: usize,
}

impl Terminal {
    /// Returns what stderr can show: no progress without a terminal or under `CI`, no colour
    /// under `NO_COLOR`.
    #[must_use]
    pub fn detect() -> Self {
        let terminal = std::io::stderr().is_terminal();
        Self {
            progress: terminal && !set("CI"),
            colour: terminal
                && !set("NO_COLOR")
                && std::env::var_os("TERM").is_none_or(|term| term != "dumb"),
            width: columns(),
        }
    }
}

/// Columns of stderr: at most 100, as long lines are hard to read; 100 without a terminal.
fn columns() -> usize {
    let terminal = terminal_size::terminal_size_of(std::io::stderr());
    let said = std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok());
    let columns = said.or_else(|| terminal.map(|(width, _)| usize::from(width.0)));
    columns.map_or(100, |columns: usize| columns.clamp(40, 100))
}

/// Returns the account number key from `CUTOVER_KEY`, where it is set.
#[must_use]
pub fn key_from_environment() -> Option<String> {
    std::env::var("CUTOVER_KEY")
        .ok()
        .filter(|key| !key.trim().is_empty())
}

fn set(name: &str) -> bool {
    std::env::var_os(name).is_some_and(|value| !value.is_empty())
}
