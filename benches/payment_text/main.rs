//! How fast free text is searched for payment data, beside what a pattern and a bare pass take.
//!
//! `cargo bench --bench payment_text` repeats texts of the labelled corpus to some megabytes: those
//! without digits, those with few, those with many, and all of them in turn as notes hold them. It
//! prints a Markdown table: megabytes a second on one thread and on all, medians of three. The
//! usual pattern (`regex`, then Luhn) finds cards in one run or four groups and nothing else; the
//! bare pass counts digits.

#[path = "../../tests/it/payment_corpus/labels.rs"]
#[expect(dead_code, reason = "the texts are used, their labels are not")]
mod labels;

use cutover::decide::check_digit::luhn_holds;
use cutover::decide::payment_text::{KnownIds, find};
use regex::Regex;
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// Size of each set of texts, in megabytes, unless the command line says so.
const USUAL_MB: usize = 32;
const TIMES: usize = 3;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    // `cargo bench` says `--bench`; without it this is `cargo test --all-targets`.
    if !arguments.iter().any(|a| a == "--bench") {
        println!("nothing measured: this is for `cargo bench --bench payment_text`");
        return ExitCode::SUCCESS;
    }
    let mut numbers = arguments.iter().skip_while(|a| *a != "--mb").skip(1);
    let megabytes: Option<usize> = numbers.next().and_then(|n| n.parse().ok());
    let Ok(pattern) = Regex::new(r"\b\d{4}[ .-]?\d{4,6}[ .-]?\d{4,5}(?:[ .-]?\d{1,7})?\b") else {
        eprintln!("bench: the pattern is wrong");
        return ExitCode::FAILURE;
    };
    bench(megabytes.unwrap_or(USUAL_MB) * 1_000_000, &pattern);
    ExitCode::SUCCESS
}

fn bench(bytes: usize, pattern: &Regex) {
    let corpus = labels::corpus();
    let mut known: KnownIds = corpus.known.iter().collect();
    corpus.phones.iter().for_each(|p| known.insert_phone(p));
    let texts: Vec<&str> = corpus.samples.iter().map(|s| s.text.as_str()).collect();
    let digits = |text: &str| text.bytes().filter(u8::is_ascii_digit).count();
    let words: Vec<String> = texts
        .iter()
        .map(|t| t.chars().filter(|c| !c.is_numeric()).collect())
        .collect();
    let words = words.iter().map(String::as_str).collect();
    let of = |range: std::ops::Range<usize>| -> Vec<&str> {
        texts
            .iter()
            .copied()
            .filter(|t| range.contains(&digits(t)))
            .collect()
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    println!(
        "| texts | bytes a text | found | finder | {threads} threads | pattern and Luhn | bare pass |"
    );
    println!("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
    for (name, some) in [
        ("without digits", words),
        ("1 to 12 digits", of(1..13)),
        ("13 digits and more", of(13..usize::MAX)),
        ("all of them in turn", texts.clone()),
    ] {
        row(name, &grown(&some, bytes), &known, pattern, threads);
    }
}

/// Returns texts in turn until they have `bytes`.
fn grown<'a>(texts: &[&'a str], bytes: usize) -> Vec<&'a str> {
    let mut all = Vec::new();
    let mut size = 0;
    for text in texts.iter().cycle() {
        if size >= bytes {
            break;
        }
        size += text.len().max(1);
        all.push(*text);
    }
    all
}

fn row(name: &str, texts: &[&str], known: &KnownIds, pattern: &Regex, threads: usize) {
    let bytes: usize = texts.iter().map(|t| t.len()).sum();
    let search = |texts: &[&str]| texts.iter().map(|t| find(t, known).len()).sum::<usize>();
    let found = search(texts);
    let one = median(|| search(texts));
    let all = median(|| {
        let part = texts.len().div_ceil(threads).max(1);
        std::thread::scope(|scope| {
            let parts: Vec<_> = texts
                .chunks(part)
                .map(|t| scope.spawn(move || search(t)))
                .collect();
            parts.into_iter().filter_map(|p| p.join().ok()).sum()
        })
    });
    let usual = median(|| texts.iter().map(|t| by_pattern(t, pattern)).sum());
    let bare = median(|| {
        let digits = |t: &&str| t.bytes().filter(u8::is_ascii_digit).count();
        texts.iter().map(digits).sum()
    });
    // Bytes in a microsecond are megabytes in a second.
    let rate = |time: Duration| bytes as u128 / time.as_micros().max(1);
    println!(
        "| {name} | {} | {found} | {} MB/s | {} MB/s | {} MB/s | {} MB/s |",
        bytes / texts.len().max(1),
        rate(one),
        rate(all),
        rate(usual),
        rate(bare),
    );
}

/// Returns how many cards the usual pattern finds.
fn by_pattern(text: &str, pattern: &Regex) -> usize {
    let card = |found: regex::Match<'_>| {
        let digits = found.as_str().bytes().filter(u8::is_ascii_digit);
        luhn_holds(&digits.map(|b| b - b'0').collect::<Vec<u8>>())
    };
    pattern.find_iter(text).filter(|found| card(*found)).count()
}

/// Returns the middle of three times.
fn median(mut work: impl FnMut() -> usize) -> Duration {
    let mut times: Vec<Duration> = (0..TIMES)
        .map(|_| {
            let started = Instant::now();
            std::hint::black_box(work());
            started.elapsed()
        })
        .collect();
    times.sort();
    times.get(TIMES / 2).copied().unwrap_or_default()
}
