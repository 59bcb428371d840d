//! How fast `cutover run` is, and how much memory it takes, at two sizes.
//!
//! `cargo bench --bench run` makes two deliveries out of the sample in `fixtures/benton-pud`, runs
//! the release binary on each as a process of its own, and prints a Markdown table: time from
//! start to end, source rows a second, and the peak of its resident memory.

mod scale;

use scale::{Failure, Size, scale, with_capacity};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

const HELP: &str = "\
cargo bench --bench run -- [options]

  --copies N,N,…   how often the sample is repeated: 100,600 (160 accounts each)
  --threads N      handed to `cutover run`
  --pass ARGUMENT  one more argument for `cutover run`; may be given again
  --keep           leave the deliveries and what the runs wrote in the target folder's `bench`";

/// How often the process's memory is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(5);

#[derive(Default)]
struct Options {
    copies: Vec<u64>,
    pass: Vec<String>,
    keep: bool,
}

/// What a run took.
struct Taken {
    time: Duration,
    peak_kib: Option<u64>,
    letters: Option<usize>,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    // `cargo bench` says `--bench`; without it this is `cargo test --all-targets`.
    if !arguments.iter().any(|a| a == "--bench") {
        println!("nothing measured: this is for `cargo bench --bench run`");
        return ExitCode::SUCCESS;
    }
    match options(arguments).and_then(|options| options.map_or(Ok(()), |o| bench(&o))) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("bench: {failure}");
            ExitCode::FAILURE
        }
    }
}

/// Returns what was asked for; nothing where only the help was.
fn options(arguments: Vec<String>) -> Result<Option<Options>, Failure> {
    let mut options = Options::default();
    let mut arguments = arguments.into_iter();
    while let Some(argument) = arguments.next() {
        let mut value = || {
            let value = arguments.next();
            value.ok_or_else(|| format!("{argument} needs a value\n{HELP}"))
        };
        match argument.as_str() {
            "--bench" => {}
            "--copies" => {
                let copies: Result<_, _> = value()?.split(',').map(str::parse).collect();
                options.copies = copies?;
            }
            "--threads" => options.pass.extend(["--threads".to_owned(), value()?]),
            "--pass" => options.pass.push(value()?),
            "--keep" => options.keep = true,
            "--help" => {
                println!("{HELP}");
                return Ok(None);
            }
            other => return Err(format!("{other} is no option\n{HELP}").into()),
        }
    }
    if options.copies.is_empty() {
        options.copies = vec![100, 600];
    }
    Ok(Some(options))
}

fn bench(options: &Options) -> Result<(), Failure> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let work = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("bench");
    println!("| accounts | rows | source MB | seconds | rows/s | peak memory MB | letters |");
    println!("| ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
    for copies in &options.copies {
        let place = work.join(copies.to_string());
        if !options.keep && place.exists() {
            fs::remove_dir_all(&place)?;
        }
        eprintln!("bench: the sample {copies} times, in {}", place.display());
        let exports = place.join("exports");
        let size = scale(&root.join("fixtures/benton-pud"), &exports, *copies)?;
        let mapping = mapping(&root.join("mappings"), &place.join("mappings"), *copies)?;
        let taken = run(&mapping, &exports, &place, options)?;
        println!("{}", line(&size, &taken));
        if !options.keep {
            fs::remove_dir_all(&place)?;
        }
    }
    Ok(())
}

/// Copies the mappings' folder, because a mapping names files beside it, and returns the path of
/// Benton's mapping with room for the accounts.
fn mapping(from: &Path, to: &Path, copies: u64) -> Result<PathBuf, Failure> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            fs::copy(entry.path(), to.join(entry.file_name()))?;
        }
    }
    let path = to.join("benton-pud.toml");
    let text = fs::read_to_string(&path).map_err(|e| {
        format!(
            "{} cannot be read: {e}",
            from.join("benton-pud.toml").display()
        )
    })?;
    fs::write(&path, with_capacity(&text, 75 * copies)?)?;
    Ok(path)
}

fn run(mapping: &Path, exports: &Path, place: &Path, options: &Options) -> Result<Taken, Failure> {
    let out = place.join("out");
    let said = place.join("said.txt");
    if out.exists() {
        fs::remove_dir_all(&out)?;
    }
    let log = fs::File::create(&said)?;
    let start = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_cutover"))
        .arg("run")
        .arg(mapping)
        .arg("--exports")
        .arg(exports)
        .arg("--out")
        .arg(&out)
        .args(&options.pass)
        .stdin(Stdio::null())
        .stdout(log.try_clone()?)
        .stderr(log)
        .spawn()?;
    let (status, peak_kib) = watch(&mut child)?;
    let time = start.elapsed();
    if !status.success() {
        let said = fs::read_to_string(&said)?;
        return Err(format!("`cutover run` ended with {status} and said:\n{said}").into());
    }
    let manifest = fs::read_to_string(out.join("notices/manifest.csv")).ok();
    Ok(Taken {
        time,
        peak_kib,
        letters: manifest.map(|text| text.lines().count().saturating_sub(1)),
    })
}

/// Waits for the process and returns the highest of its resident memory, in KiB; none where the
/// system does not tell (it is Linux that does).
fn watch(child: &mut Child) -> Result<(std::process::ExitStatus, Option<u64>), Failure> {
    let status = format!("/proc/{}/status", child.id());
    let mut peak = None;
    loop {
        // The kernel keeps the highest value itself, so only the last few milliseconds can be missed.
        let told = fs::read_to_string(&status).unwrap_or_default();
        let high = told.lines().find_map(|l| l.strip_prefix("VmHWM:"));
        let high = high.and_then(|l| l.trim().trim_end_matches(" kB").parse().ok());
        peak = peak.max(high);
        if let Some(status) = child.try_wait()? {
            return Ok((status, peak));
        }
        sleep(LOOK_EVERY);
    }
}

fn line(size: &Size, taken: &Taken) -> String {
    let millis = taken.time.as_millis().max(1);
    let told = |value: Option<String>| value.unwrap_or_else(|| "not measured".to_owned());
    format!(
        "| {} | {} | {} | {}.{:02} | {} | {} | {} |",
        size.accounts,
        size.rows,
        size.bytes / 1_000_000,
        millis / 1000,
        millis % 1000 / 10,
        u128::from(size.rows) * 1000 / millis,
        told(
            taken
                .peak_kib
                .map(|kib| (kib * 1024 / 1_000_000).to_string())
        ),
        told(taken.letters.map(|letters| letters.to_string())),
    )
}
