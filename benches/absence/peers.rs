//! What other tools do with the same values and the same bytes: whole values only.

use super::Failure;
use aho_corasick::AhoCorasick;
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// What a peer took.
pub struct Taken {
    pub build: Duration,
    pub search: Duration,
    /// Lines for `grep`, places for the others.
    pub lines_or_hits: usize,
}

/// GNU grep with a list of fixed texts.
pub fn grep(values: &Path, files: &[PathBuf]) -> Result<Taken, Failure> {
    let started = Instant::now();
    let output = Command::new("grep")
        .args(["-F", "-h", "-c", "-f"])
        .arg(values)
        .args(files)
        .env("LC_ALL", "C")
        .stderr(Stdio::inherit())
        .output()?;
    let counts = String::from_utf8(output.stdout)?;
    let found = counts.lines().filter_map(|line| line.parse::<usize>().ok());
    Ok(Taken {
        build: Duration::ZERO,
        search: started.elapsed(),
        lines_or_hits: found.sum(),
    })
}

/// The `aho-corasick` crate.
pub fn automaton(values: &[String], files: &[PathBuf]) -> Result<Taken, Failure> {
    let started = Instant::now();
    let automaton = AhoCorasick::new(values)?;
    let build = started.elapsed();
    let started = Instant::now();
    let mut found = 0;
    for file in files {
        found += automaton.find_iter(&std::fs::read(file)?).count();
    }
    Ok(Taken {
        build,
        search: started.elapsed(),
        lines_or_hits: found,
    })
}

/// Runs of letters and digits by a regular expression, looked up in a hash set.
pub fn runs(values: &[String], files: &[PathBuf]) -> Result<Taken, Failure> {
    let started = Instant::now();
    let set: HashSet<&[u8]> = values.iter().map(|value| value.as_bytes()).collect();
    let run = regex::bytes::Regex::new("[0-9]{6,}|[0-9A-Za-z_]{8,}")?;
    let build = started.elapsed();
    let started = Instant::now();
    let mut found = 0;
    for file in files {
        let bytes = std::fs::read(file)?;
        found += usize::from(
            run.find_iter(&bytes)
                .any(|run| set.contains(run.as_bytes())),
        );
    }
    Ok(Taken {
        build,
        search: started.elapsed(),
        lines_or_hits: found,
    })
}
