//! How long it takes to prove that a million dropped values are absent from a gigabyte of output.
//!
//! `cargo bench --bench absence` draws values of mixed kinds and writes files like those that a run
//! leaves, with none of the values in them. It searches the files, on one thread and on all, plants
//! a value in each file in one of several spacings, searches again and counts what was found. Then
//! other tools do the same with whole values. It prints a Markdown table and the peak of memory.

mod peers;
mod values;

use cutover::flow::search_files::search_files;
use cutover::verify::secrets::SecretSet;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufWriter, Read as _, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};
use values::{Draw, KINDS, line, value, written};

/// What ends the benchmark early.
pub type Failure = Box<dyn std::error::Error>;

const USUAL_MB: u64 = 1000;
const USUAL_VALUES: u64 = 1_000_000;
/// Files of each kind.
const FILES: u64 = 8;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    // `cargo bench` says `--bench`; without it this is `cargo test --all-targets`.
    if !arguments.iter().any(|a| a == "--bench") {
        println!("nothing measured: this is for `cargo bench --bench absence`");
        return ExitCode::SUCCESS;
    }
    let number = |name: &str| {
        let mut after = arguments.iter().skip_while(|a| *a != name).skip(1);
        after.next().and_then(|n| n.parse::<u64>().ok())
    };
    let peers = !arguments.iter().any(|a| a == "--no-peers");
    let (megabytes, values) = (number("--mb"), number("--values"));
    let megabytes = megabytes.unwrap_or(USUAL_MB);
    match bench(megabytes * 1_000_000, values.unwrap_or(USUAL_VALUES), peers) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("bench: {failure}");
            ExitCode::FAILURE
        }
    }
}

/// The values, as a set and as plain texts.
struct Values {
    set: SecretSet,
    plain: Vec<String>,
}

fn draw_values(count: u64) -> Values {
    let mut draw = Draw(1);
    let drawn: Vec<(&str, String)> = (0..count).map(|_| value(&mut draw)).collect();
    let before = peak();
    let started = Instant::now();
    let mut set = SecretSet::new([5; 32]);
    for (kind, value) in &drawn {
        set.add(kind, value);
    }
    set.freeze();
    println!(
        "{} different values are searched of {count}; collecting them took {:.2} s and {} MB\n",
        set.counts().searched,
        started.elapsed().as_secs_f64(),
        peak().saturating_sub(before) / 1024,
    );
    Values {
        set,
        plain: drawn.into_iter().map(|(_, value)| value).collect(),
    }
}

fn bench(bytes: u64, count: u64, with_peers: bool) -> Result<(), Failure> {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("bench-absence");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder)?;
    let all = draw_values(count);
    let files = write_files(&folder, bytes)?;
    let threads = std::thread::available_parallelism()?.get();
    println!("| searched | MB | one thread | {threads} threads |");
    println!("| --- | ---: | ---: | ---: |");
    for kind in KINDS.iter().map(|kind| Some(*kind)).chain([None]) {
        let of_kind = |name: &str| kind.is_none_or(|kind| name.ends_with(kind));
        let chosen = files.iter().filter(|path| of_kind(&path.to_string_lossy()));
        let size: u64 = chosen
            .filter_map(|path| path.metadata().ok())
            .map(|m| m.len())
            .sum();
        let mut row = format!("| {} | {} |", kind.unwrap_or("all"), size / 1_000_000);
        for threads in [1, threads] {
            let (time, found) = search(&all.set, &folder, threads, of_kind)?;
            if found > 0 {
                return Err("a value was found where none was planted".into());
            }
            write!(row, " {} |", rate(size, time))?;
        }
        println!("{row}");
    }
    println!("\npeak memory of the search: {} MB\n", peak() / 1024);
    plant(&files, &all.plain)?;
    let (_, found) = search(&all.set, &folder, threads, |_| true)?;
    println!(
        "| {} values planted, one a file | build | search | found |",
        files.len()
    );
    println!("| --- | ---: | ---: | ---: |");
    println!("| cutover, any spacing | | see above | {found} |");
    if found != files.len() {
        return Err("a planted value was not found".into());
    }
    if with_peers {
        compare(&folder, &all.plain, &files)?;
    }
    std::fs::remove_dir_all(&folder)?;
    Ok(())
}

/// Returns megabytes a second, and the seconds.
fn rate(bytes: u64, time: Duration) -> String {
    // Bytes in a microsecond are megabytes in a second.
    let rate = u128::from(bytes) / time.as_micros().max(1);
    format!("{rate} MB/s ({:.2} s)", time.as_secs_f64())
}

fn search(
    set: &SecretSet,
    folder: &Path,
    threads: usize,
    wanted: impl Fn(&str) -> bool + Sync + Send,
) -> Result<(Duration, usize), Failure> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()?;
    let started = Instant::now();
    let found = pool.install(|| search_files(set, (folder, None), wanted));
    let found = found.map_err(|_| "a file cannot be read")?;
    let hits = found.iter().filter(|one| one.hit.is_some()).count();
    Ok((started.elapsed(), hits))
}

fn write_files(folder: &Path, bytes: u64) -> Result<Vec<PathBuf>, Failure> {
    let size = bytes / (FILES * KINDS.len() as u64);
    let mut draw = Draw(2);
    let mut files = Vec::new();
    for kind in KINDS {
        for at in 0..FILES {
            let path = folder.join(format!("part-{at}.{kind}"));
            let mut out = BufWriter::new(File::create(&path)?);
            let mut written = 0;
            while written < size {
                let line = line(kind, &mut draw);
                out.write_all(line.as_bytes())?;
                written += line.len() as u64;
            }
            out.flush()?;
            files.push(path);
        }
    }
    Ok(files)
}

/// Writes a value into each file, somewhere.
fn plant(files: &[PathBuf], values: &[String]) -> Result<(), Failure> {
    let mut draw = Draw(3);
    for (at, path) in files.iter().enumerate() {
        let value = values.get(at * 7).ok_or("too few values")?;
        let size = path.metadata()?.len();
        let mut file = File::options().read(true).write(true).open(path)?;
        // Where a line begins: inside a tag numbers mean something else.
        let near = draw.below(size - 2000);
        file.seek(SeekFrom::Start(near))?;
        let mut behind = vec![0; 1000];
        file.read_exact(&mut behind)?;
        let end = behind.iter().position(|byte| *byte == b'\n');
        let line = near + 1 + end.ok_or("a line is too long")? as u64;
        file.seek(SeekFrom::Start(line))?;
        file.write_all(&written(value, at as u64))?;
    }
    Ok(())
}

fn compare(folder: &Path, values: &[String], files: &[PathBuf]) -> Result<(), Failure> {
    let list = folder.join("values.list");
    std::fs::write(&list, values.join("\n") + "\n")?;
    let size: u64 = files
        .iter()
        .filter_map(|path| path.metadata().ok())
        .map(|m| m.len())
        .sum();
    let show = |name: &str, taken: peers::Taken| {
        println!(
            "| {name}, whole values only | {:.2} s | {} | {} |",
            taken.build.as_secs_f64(),
            rate(size, taken.search),
            taken.lines_or_hits,
        );
    };
    show("regex and hash set", peers::runs(values, files)?);
    show("aho-corasick", peers::automaton(values, files)?);
    println!("\npeak memory with them: {} MB\n", peak() / 1024);
    show("grep -F -f", peers::grep(&list, files)?);
    Ok(())
}

/// Returns the most memory that this process has had, in KiB; 0 where the system does not tell.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let number = line.and_then(|line| line.split_whitespace().next());
    number.and_then(|number| number.parse().ok()).unwrap_or(0)
}
