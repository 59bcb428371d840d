//! What a process takes: time, processor and memory, its children included. Read from /proc, so this
//! is for Linux.

use super::Failure;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// How often the process is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(5);
/// How often its children are looked for.
const FIND_EVERY: Duration = Duration::from_millis(200);
/// /proc counts processor time in hundredths of a second, on every machine.
const TICK_MILLIS: u64 = 10;

/// What a process and its children took.
#[derive(Clone, Debug, Default)]
pub struct Taken {
    /// From start to end, in milliseconds.
    pub wall: u64,
    /// Of the processor, user and system together, in milliseconds. A server's is not in it.
    pub processor: u64,
    /// The highest resident memory of all of them at one time, in KiB. A server's is not in it.
    pub peak_kib: u64,
    /// How long each step took, where the process tells, in milliseconds.
    pub steps: Vec<(String, u64)>,
}

/// Runs a command to its end. What it says goes to a file, which is shown where it fails.
///
/// # Errors
/// Where it cannot be started or fails.
pub fn run(command: &mut Command, said: &Path) -> Result<Taken, Failure> {
    let log = fs::File::create(said)?;
    command
        .stdin(Stdio::null())
        .stdout(log.try_clone()?)
        .stderr(log);
    let start = Instant::now();
    let child = command
        .spawn()
        .map_err(|error| format!("{:?} cannot be started: {error}", command.get_program()))?;
    let mut taken = Taken::default();
    let status = watch(child, &mut taken)?;
    taken.wall = u64::try_from(start.elapsed().as_millis())?;
    if !status.success() {
        let said = fs::read_to_string(said)?;
        return Err(format!("{command:?} ended with {status} and said:\n{said}").into());
    }
    Ok(taken)
}

/// Looks at the process until it has ended. One that has ended and is not waited for yet still tells
/// its processor time, and that of the children it has waited for.
fn watch(mut child: Child, taken: &mut Taken) -> Result<std::process::ExitStatus, Failure> {
    let mut family = Family {
        members: Vec::new(),
        looked: None,
    };
    loop {
        let stat = fs::read_to_string(format!("/proc/{}/stat", child.id()))?;
        let fields: Vec<&str> = { stat.rsplit_once(") ") }
            .map(|(_, rest)| rest.split(' ').collect())
            .unwrap_or_default();
        // user, system, and the same of the children: fields 14 to 17 of the manual page.
        let ticks = fields.iter().skip(11).take(4);
        let ticks: u64 = ticks.filter_map(|field| field.parse::<u64>().ok()).sum();
        taken.processor = taken.processor.max(ticks * TICK_MILLIS);
        if fields.first() == Some(&"Z") {
            return Ok(child.wait()?);
        }
        taken.peak_kib = taken.peak_kib.max(family.memory(child.id()));
        sleep(LOOK_EVERY);
    }
}

/// A process and those below it.
struct Family {
    members: Vec<u32>,
    looked: Option<Instant>,
}

impl Family {
    /// Returns their memory: the highest of one of them, or what all have now where that is more.
    fn memory(&mut self, root: u32) -> u64 {
        if self.looked.is_none_or(|at| at.elapsed() > FIND_EVERY) {
            self.members = below(root);
            self.looked = Some(Instant::now());
        }
        let told: Vec<(u64, u64)> = self.members.iter().map(|one| resident(*one)).collect();
        let now = told.iter().map(|(_, now)| now).sum();
        let highest = told.iter().map(|(high, _)| *high).max();
        highest.unwrap_or(0).max(now)
    }
}

/// Returns the highest and the present resident memory of a process, in KiB.
fn resident(process: u32) -> (u64, u64) {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let kib = |key: &str| {
        let line = status.lines().find_map(|l| l.strip_prefix(key));
        let value = line.and_then(|l| l.trim().trim_end_matches(" kB").parse().ok());
        value.unwrap_or(0)
    };
    (kib("VmHWM:"), kib("VmRSS:"))
}

/// Returns a process and all below it.
fn below(root: u32) -> Vec<u32> {
    let mut children: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for entry in fs::read_dir("/proc").into_iter().flatten().flatten() {
        let process = entry.file_name().to_str().and_then(|n| n.parse().ok());
        let stat = fs::read_to_string(entry.path().join("stat")).unwrap_or_default();
        let parent = { stat.rsplit_once(") ") }.and_then(|(_, rest)| rest.split(' ').nth(1));
        if let (Some(process), Some(parent)) = (process, parent.and_then(|p| p.parse().ok())) {
            children.entry(parent).or_default().push(process);
        }
    }
    let mut found = vec![root];
    let mut at = 0;
    while let Some(process) = found.get(at) {
        found.extend(children.remove(process).unwrap_or_default());
        at += 1;
    }
    found
}
