//! The runbooks' commands, run against the samples in a copy of their own: each ends well and
//! prints what the runbook says. `README.md` must tell what the run leaves and prints.
//!
//! Commands stand in `sh` blocks, one a line; the `text` block behind them is what must be seen.
//! A `bash` block prepares the machine and is not run.

use super::support::{root, text, texts};
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

/// A step: its commands, and what must be seen of them.
struct Step {
    commands: String,
    seen: Vec<String>,
}

/// Returns the steps of a runbook.
fn steps(runbook: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for block in runbook.split("```").skip(1).step_by(2) {
        let (language, lines) = block.split_once('\n').unwrap();
        match language {
            "sh" => steps.push(Step {
                commands: lines.to_owned(),
                seen: Vec::new(),
            }),
            "text" => {
                let step = steps.last_mut().expect("a text block behind a command");
                step.seen.extend(lines.lines().map(str::to_owned));
            }
            "bash" => {}
            other => panic!("a block of `{other}`"),
        }
    }
    steps
}

/// Runs commands in `folder` and returns what they print on stdout. The first that fails ends it.
fn run(commands: &str, folder: &Path) -> String {
    let bin = Path::new(env!("CARGO_BIN_EXE_cutover")).parent().unwrap();
    let paths = std::env::var_os("PATH").unwrap_or_default();
    let paths = [bin.to_owned()]
        .into_iter()
        .chain(std::env::split_paths(&paths));
    let done = Command::new("sh")
        .args(["-e", "-c", commands])
        .current_dir(folder)
        .env("PATH", std::env::join_paths(paths).unwrap())
        .env_remove("CUTOVER_KEY")
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{commands}\n{}\n{told}", done.status);
    String::from_utf8(done.stdout).unwrap()
}

/// Copies the mappings and Benton's exports.
fn copy_of_the_samples() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for place in ["mappings", "fixtures/benton-pud"] {
        std::fs::create_dir_all(folder.path().join(place)).unwrap();
        for entry in std::fs::read_dir(root().join(place)).unwrap() {
            let entry = entry.unwrap();
            let to = folder.path().join(place).join(entry.file_name());
            std::fs::copy(entry.path(), to).unwrap();
        }
    }
    folder
}

/// Returns the names in the first column of the README's table of files.
fn told_files() -> BTreeSet<String> {
    let readme = text("README.md");
    let (_, section) = readme.split_once("## What you get").unwrap();
    let table = section.split("\n## ").next().unwrap();
    let rows = table.lines().filter(|line| line.starts_with("| `"));
    let cells = rows.map(|row| row.split('|').nth(1).unwrap().to_owned());
    cells
        .flat_map(|cell| {
            let words: Vec<String> = cell
                .split('`')
                .skip(1)
                .step_by(2)
                .map(str::to_owned)
                .collect();
            words
        })
        .map(|name| name.trim_end_matches('/').to_owned())
        .filter(|name| name != "manifest.csv")
        .collect()
}

#[test]
fn every_command_of_every_runbook_does_what_the_runbook_says() {
    let runbooks = texts(&["runbooks"]);
    let runbooks: Vec<_> = runbooks
        .iter()
        .filter(|(path, _)| path != "runbooks/README.md")
        .collect();
    assert!(!runbooks.is_empty());
    for (path, runbook) in runbooks {
        let folder = copy_of_the_samples();
        let mut printed = String::new();
        for step in steps(runbook) {
            assert!(
                !step.seen.is_empty(),
                "{path}: nothing to see for {}",
                step.commands
            );
            let output = run(&step.commands, folder.path());
            for line in step.seen {
                assert!(output.contains(&line), "{path}: no `{line}` in\n{output}");
            }
            printed.push_str(&output);
        }
        readme_tells(folder.path(), &printed);
    }
}

/// Fails where the README tells something else of the sample's run than what it does.
fn readme_tells(folder: &Path, printed: &str) {
    let out = std::fs::read_dir(folder.join("out/benton-pud")).unwrap();
    let left: BTreeSet<String> = out
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(left, told_files());
    let readme = text("README.md");
    let (_, block) = readme.split_once("```text\nBenton PUD: go").unwrap();
    for line in block.split("```").next().unwrap().lines() {
        assert!(
            printed.contains(line),
            "README.md has `{line}`, the run has\n{printed}"
        );
    }
}
