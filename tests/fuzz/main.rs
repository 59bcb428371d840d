//! Damaged files against every reader: a delivery is untrusted, and nothing in it may make the
//! program panic, hang or take memory beyond a stated bound.
//!
//! Every file of every sample is cut, flipped, spliced and blown up by a stated seed, written to
//! disk, read by its mapping's own format and mapped. The usual run is short and always the same:
//!
//! ```text
//! cargo test --test fuzz
//! CUTOVER_FUZZ_RUNS=20000 CUTOVER_FUZZ_SEED=7 cargo test --release --test fuzz
//! ```
//!
//! An input that breaks a reader is kept under target/tmp/fuzz, and named.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops where its own ground is missing"
)]

mod memory;
mod mutate;
mod targets;

use mutate::Random;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use targets::Target;

#[global_allocator]
static MEMORY: memory::Counted = memory::Counted;

/// What reading one damaged file may take above the file itself, in bytes: the longest row, a
/// few buffers, and what a workbook unpacks to.
const MEMORY_BOUND: usize = 96 << 20;
/// What reading one damaged file may take; the samples take a thousandth of it.
const TIME_BOUND: Duration = Duration::from_secs(20);

/// Cases begun, for the thread that watches for one that never ends.
static BEGUN: AtomicU64 = AtomicU64::new(0);

fn main() {
    // The harness of `cargo test` passes flags that mean nothing here.
    if std::env::args().any(|argument| argument == "--list") {
        return;
    }
    let number = |name: &str, usual: u64| {
        let text = std::env::var(name).ok();
        text.map_or(usual, |text| text.parse().expect(name))
    };
    let runs = number("CUTOVER_FUZZ_RUNS", 40);
    let mut random = Random::new(number("CUTOVER_FUZZ_SEED", 1));
    let targets = targets::all();
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("fuzz");
    std::fs::create_dir_all(&folder).unwrap();
    std::panic::set_hook(Box::new(|_| {}));
    watch(folder.clone());
    let (mut cases, mut read, mut refused, mut failed) = (0_u64, 0_u64, 0_u64, Vec::new());
    for target in &targets {
        for _ in 0..runs {
            let bytes = mutate::mutated(&target.seed, &targets, &mut random);
            BEGUN.fetch_add(1, Ordering::SeqCst);
            match attempt(target, &bytes, (&folder, &mut random)) {
                Ok(true) => read += 1,
                Ok(false) => refused += 1,
                Err(why) => failed.push(kept(target, &bytes, &folder, &why, failed.len())),
            }
            cases += 1;
        }
    }
    println!(
        "fuzz: {cases} damaged files of {} kinds: {read} read to their end, {refused} refused, {} broke a reader",
        targets.len(),
        failed.len()
    );
    assert!(cases > 0 && read > 0 && refused > 0, "damage must differ");
    if !failed.is_empty() {
        println!("{}", failed.join("\n"));
        std::process::exit(1);
    }
}

/// Ends the process where one case goes on and on.
fn watch(folder: PathBuf) {
    std::thread::spawn(move || {
        let mut seen = u64::MAX;
        loop {
            let begun = BEGUN.load(Ordering::SeqCst);
            if begun == seen && begun > 0 {
                println!(
                    "fuzz: case {begun} never ends; its input is {}/fuzz-case",
                    folder.display()
                );
                std::process::exit(1);
            }
            seen = begun;
            std::thread::sleep(TIME_BOUND * 3);
        }
    });
}

/// Reads one damaged file; true where it could be read to its end.
fn attempt(
    target: &Target,
    bytes: &[u8],
    (folder, random): (&Path, &mut Random),
) -> Result<bool, String> {
    let path = target.write(bytes, folder, random);
    let before = memory::start();
    let started = Instant::now();
    let outcome = catch_unwind(AssertUnwindSafe(|| target.read(&path)));
    let (took, peak) = (started.elapsed(), memory::peak().saturating_sub(before));
    if outcome.is_err() {
        return Err("a panic".to_owned());
    }
    if took > TIME_BOUND {
        return Err(format!("{took:?}, at most {TIME_BOUND:?}"));
    }
    let bound = MEMORY_BOUND + bytes.len();
    if peak > bound {
        return Err(format!("{peak} bytes of memory, at most {bound}"));
    }
    outcome.map_err(|_| String::new())
}

fn kept(target: &Target, bytes: &[u8], folder: &Path, why: &str, number: usize) -> String {
    let path = folder.join(format!("fuzz-failure-{number}"));
    std::fs::write(&path, bytes).unwrap();
    format!("  {}: {why}; the input is {}", target.name, path.display())
}
