//! How fast each format is read and mapped, on one thread, beside a pass that does nothing else.
//!
//! `cargo bench --bench formats` grows one file of each sample to the same size, reads it to its
//! end by its mapping's own format, maps every row, and prints a Markdown table: megabytes and rows
//! a second, and what a bare pass of a plain library over the same bytes takes: medians of three.

mod grow;

use cutover::map::{self, FileMapping};
use cutover::read;
use cutover::record::raw::RawRow;
use cutover::record::source::Entity;
use grow::{Failure, Grown};
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// Size of a grown file, in megabytes, unless the command line says so.
const USUAL_MB: u64 = 64;
const TIMES: usize = 3;

/// What is measured: a mapping, and the entity whose file is grown.
const FILES: [(&str, Entity, &str); 6] = [
    ("benton-pud", Entity::Bill, "delimited, Windows-1252"),
    (
        "medford-water",
        Entity::Bill,
        "delimited, H, D and T records",
    ),
    ("beacon", Entity::Bill, "delimited, UTF-16"),
    ("sce", Entity::Bill, "fixed width, ASCII lines"),
    ("sce", Entity::Adjustment, "fixed width, EBCDIC with COMP-3"),
    ("smud", Entity::Bill, "workbook, .xlsx"),
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    // `cargo bench` says `--bench`; without it this is `cargo test --all-targets`.
    if !arguments.iter().any(|a| a == "--bench") {
        println!("nothing measured: this is for `cargo bench --bench formats`");
        return ExitCode::SUCCESS;
    }
    let mut numbers = arguments.iter().skip_while(|a| *a != "--mb").skip(1);
    let megabytes = numbers.next().and_then(|n| n.parse().ok());
    match bench(megabytes.unwrap_or(USUAL_MB) * 1_000_000) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("bench: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn bench(bytes: u64) -> Result<(), Failure> {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("bench-formats");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder)?;
    println!("| format | MB | rows | read and map | rows/s | read alone | bare pass |");
    println!("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
    for (utility, entity, name) in FILES {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let path = root.join("mappings").join(utility).with_extension("toml");
        let mapping = map::parse(&std::fs::read_to_string(&path)?).map_err(|_| "bad mapping")?;
        let file = mapping.file(entity).ok_or("no such file")?;
        let exports = root.join("mappings").join(&mapping.exports);
        let grown = grow::grow(file, &exports, &folder, bytes)?;
        let mapped = median(|| pass(&grown.path, file, true))?;
        let read = median(|| pass(&grown.path, file, false))?;
        let bare = median(|| bare(&grown, file))?;
        // Bytes in a microsecond are megabytes in a second.
        let rate = |time: Duration| u128::from(grown.bytes) / time.as_micros().max(1);
        let rows = u128::from(grown.rows) * 1_000_000 / mapped.as_micros().max(1);
        println!(
            "| {name} | {} | {} | {} MB/s | {rows} | {} MB/s | {} MB/s |",
            grown.bytes / 1_000_000,
            grown.rows,
            rate(mapped),
            rate(read),
            rate(bare),
        );
    }
    std::fs::remove_dir_all(&folder)?;
    Ok(())
}

/// Returns the middle of three times.
fn median(mut work: impl FnMut() -> Result<u64, Failure>) -> Result<Duration, Failure> {
    let mut times = Vec::new();
    for _ in 0..TIMES {
        let started = Instant::now();
        std::hint::black_box(work()?);
        times.push(started.elapsed());
    }
    times.sort();
    Ok(times[TIMES / 2])
}

/// Reads a file to its end, and maps its rows where `mapped`; returns how many there are.
fn pass(path: &Path, file: &FileMapping, mapped: bool) -> Result<u64, Failure> {
    let mut reader = read::open(path, file.file(), file.format()).map_err(|f| f.message)?;
    let bound = file.bind(reader.header()).map_err(|_| "bad header")?;
    reader.select(bound.uses().to_vec());
    let (mut row, mut rows) = (RawRow::default(), 0);
    while reader.next(&mut row).map_err(|f| f.message)? {
        if mapped {
            bound.restore(&mut row);
            std::hint::black_box(bound.map(&row));
        }
        rows += 1;
    }
    Ok(rows)
}

/// Goes over the same bytes with a library and nothing else: the floor.
fn bare(grown: &Grown, file: &FileMapping) -> Result<u64, Failure> {
    let open = || std::fs::File::open(&grown.path);
    match file.format() {
        cutover::record::format::Format::Delimited(format) => {
            let mut reader = csv::ReaderBuilder::new()
                .has_headers(false)
                .flexible(true)
                .delimiter(format.delimiter)
                .from_reader(open()?);
            let (mut record, mut records) = (csv::ByteRecord::new(), 0);
            while reader.read_byte_record(&mut record)? {
                records += 1;
            }
            Ok(records)
        }
        cutover::record::format::Format::Fixed { .. } => {
            let (mut reader, mut sum) = (BufReader::new(open()?), 0_u64);
            loop {
                let bytes = reader.fill_buf()?;
                let length = bytes.len();
                if length == 0 {
                    return Ok(sum);
                }
                sum += bytes.iter().filter(|b| **b == b'\n').count() as u64;
                reader.consume(length);
            }
        }
        cutover::record::format::Format::Workbook(_) => {
            let mut bytes = Vec::new();
            open()?.read_to_end(&mut bytes)?;
            grow::cells(bytes, file.file())
        }
    }
}
