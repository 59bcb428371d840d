//! Our own part: the delivery, a run of it without letters, and what the log tells of the run.

use super::Failure;
use super::watch::{self, Taken};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Steps that prove a result: timed on their own, as `verify`.
const PROOF: [&str; 2] = ["prove", "search for dropped values"];

/// An invented utility's exports.
pub struct Delivery {
    /// The exports.
    pub exports: PathBuf,
    /// The mapping, without letters.
    pub mapping: PathBuf,
}

/// Makes a delivery in `place`, or takes one that was kept there. Without the mapping's part
/// `[notices]` no letter is owed; nothing else changes.
///
/// # Errors
/// Where it cannot be made.
pub fn delivery(place: &Path, accounts: u64) -> Result<Delivery, Failure> {
    let folder = place.join("delivery");
    let mapping = folder.join("without-letters.toml");
    if !mapping.exists() {
        super::remove(&folder)?;
        fs::create_dir_all(place)?;
        eprintln!(
            "bench: a utility of {accounts} accounts, in {}",
            folder.display()
        );
        let mut synth = Command::new(env!("CARGO_BIN_EXE_cutover"));
        synth.arg("synth").arg(&folder);
        synth.args(["--accounts", &accounts.to_string()]);
        watch::run(&mut synth, &place.join("said.txt"))?;
        let whole = fs::read_to_string(folder.join("mapping.toml"))?;
        fs::write(&mapping, without_letters(&whole)?)?;
    }
    Ok(Delivery {
        exports: folder.join("exports"),
        mapping,
    })
}

/// Returns the mapping without its part about letters.
fn without_letters(mapping: &str) -> Result<String, Failure> {
    let (before, rest) = mapping
        .split_once("[notices]\n")
        .ok_or("the mapping has no [notices]")?;
    let after = rest.find("\n[").ok_or("[notices] has no end")?;
    Ok(format!(
        "{before}{}",
        rest.get(after + 1..).unwrap_or_default()
    ))
}

/// Runs a command of ours on the delivery.
///
/// # Errors
/// Where it fails.
pub fn command(
    verb: &str,
    delivery: &Delivery,
    out: &Path,
    database: Option<&str>,
) -> Result<Taken, Failure> {
    let log = out.with_extension("log.jsonl");
    super::remove(&log)?;
    let mut command = Command::new(env!("CARGO_BIN_EXE_cutover"));
    command.arg(verb).arg(&delivery.mapping);
    command.arg("--exports").arg(&delivery.exports);
    command.arg("--out").arg(out).arg("--log").arg(&log);
    if let Some(url) = database {
        command.args(["--database", url]);
    }
    let taken = watch::run(&mut command, &out.with_extension("said.txt"))?;
    let steps = fs::read_to_string(&log)?;
    Ok(Taken {
        steps: steps.lines().filter_map(step).map(|s| (s.0, s.1)).collect(),
        ..taken
    })
}

/// Runs the whole transition, and takes off what proving it took: the figures of the log tell.
///
/// # Errors
/// Where the run fails, or its log does not tell.
pub fn run(delivery: &Delivery, out: &Path, database: Option<&str>) -> Result<Taken, Failure> {
    for suffix in ["", ".previous", ".failed", ".next", ".ready"] {
        super::remove(&PathBuf::from(format!("{}{suffix}", out.display())))?;
    }
    let mut taken = command("run", delivery, out, database)?;
    let log = fs::read_to_string(out.with_extension("log.jsonl"))?;
    let mut peak = None;
    let mut proofs = 0;
    for (name, wall, processor, peak_kib) in log.lines().filter_map(step) {
        if PROOF.contains(&name.as_str()) {
            taken.wall = taken.wall.saturating_sub(wall);
            taken.processor = taken.processor.saturating_sub(processor);
            proofs += 1;
        } else if proofs == 0 {
            peak = Some(peak_kib);
        }
    }
    taken.peak_kib = peak.ok_or("the log has no steps")?;
    if proofs != PROOF.len() {
        return Err("the log does not tell what proving took".into());
    }
    Ok(taken)
}

/// Returns name, milliseconds, milliseconds of the processor and highest memory of a step.
fn step(line: &str) -> Option<(String, u64, u64, u64)> {
    let line: serde_json::Value = serde_json::from_str(line).ok()?;
    Some((
        line.get("step")?.as_str()?.to_owned(),
        line.get("milliseconds")?.as_u64()?,
        line.get("processor_milliseconds")?.as_u64()?,
        line.get("peak_memory_kib")?.as_u64()?,
    ))
}
