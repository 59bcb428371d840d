//! How long the best billing calendar takes, and what simpler ways make of the same question.
//!
//! `cargo bench --bench shift` draws calendars of 21 cycles and 6 periods with a window in them, and
//! decides each with `shift_calendar`, on one thread. Then only due dates and bill dates may move,
//! and peers try the same calendars: the same solver on the plain sums of a textbook, and the first
//! day with room for one cycle after the other. It prints Markdown tables; times are of this machine.

mod peers;
mod worlds;

use cutover::decide::cycle_shift::shift_calendar;
use cutover::diag::finding::Severity;
use peers::Peer;
use std::process::ExitCode;
use std::time::{Duration, Instant};
use worlds::{Kind, World, world};

/// What ends the benchmark early.
pub type Failure = Box<dyn std::error::Error>;

const USUAL_CALENDARS: u64 = 200;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    // `cargo bench` says `--bench`; without it this is `cargo test --all-targets`.
    if !arguments.iter().any(|a| a == "--bench") {
        println!("nothing measured: this is for `cargo bench --bench shift`");
        return ExitCode::SUCCESS;
    }
    let mut after = arguments.iter().skip_while(|a| *a != "--calendars").skip(1);
    let calendars = after.next().and_then(|n| n.parse().ok());
    match bench(calendars.unwrap_or(USUAL_CALENDARS)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("bench: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn bench(calendars: u64) -> Result<(), Failure> {
    println!("{calendars} calendars a line, 21 cycles, 6 periods\n");
    println!(
        "| what may move | proved best | not proved | none keeps the rules | median | 99 of 100 | slowest |"
    );
    println!("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
    for kind in Kind::ALL {
        let mut best = Times::default();
        let (mut none, mut open) = (0, 0);
        for seed in 1..=calendars {
            let (answer, time) = ours(&world(kind, seed)?)?;
            none += u64::from(answer == Answer::None);
            open += u64::from(matches!(answer, Answer::Found(_)));
            best.0.push(time);
        }
        println!(
            "| {} | {} | {open} | {none} | {} |",
            kind.name(),
            calendars - none - open,
            best.text()
        );
    }
    println!("\nOnly rows with a date in the window move, readings stay:\n");
    println!(
        "| way | proved or found | as good as the best | customer-days beyond the best | median | 99 of 100 | slowest |"
    );
    println!("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
    compare(calendars)
}

/// What a way finds out about a calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The customer-days of the best calendar.
    Best(u64),
    /// The customer-days of a calendar that keeps the rules; nothing is said of better ones.
    Found(u64),
    /// No calendar keeps the rules.
    None,
}

impl Answer {
    fn customer_days(self) -> Option<u64> {
        match self {
            Self::Best(days) | Self::Found(days) => Some(days),
            Self::None => None,
        }
    }
}

/// Returns what `shift_calendar` finds out, and the time.
fn ours(world: &World) -> Result<(Answer, Duration), Failure> {
    let started = Instant::now();
    let (calendar, found) = shift_calendar(&world.rows, &world.accounts, &world.policy);
    let time = started.elapsed();
    let errors: Vec<_> = found
        .iter()
        .filter(|f| f.severity == Severity::Error)
        .collect();
    let days = calendar.figures.customer_days;
    match errors.first() {
        None if found.iter().any(|f| f.code == "shift::best_not_proved") => {
            Ok((Answer::Found(days), time))
        }
        None => Ok((Answer::Best(days), time)),
        Some(first) if first.code == "shift::no_day" => Ok((Answer::None, time)),
        Some(first) => Err(format!("{}: {}", first.code, first.message).into()),
    }
}

/// Times of many questions.
#[derive(Default)]
struct Times(Vec<Duration>);

impl Times {
    /// Returns the median, the time that 99 of 100 keep, and the longest, as cells of a table.
    fn text(&mut self) -> String {
        self.0.sort();
        let at = |share: usize| {
            let place = (self.0.len() * share / 100).min(self.0.len().saturating_sub(1));
            let time = self.0.get(place).copied().unwrap_or_default();
            let tenths = time.as_micros() / 100;
            format!("{}.{} ms", tenths / 10, tenths % 10)
        };
        [at(50), at(99), at(100)].join(" | ")
    }
}

/// Asks all ways about the same calendars.
fn compare(calendars: u64) -> Result<(), Failure> {
    let mut best = Vec::new();
    let mut times = Times::default();
    for seed in 1..=calendars {
        let world = world(Kind::Forced, seed)?;
        let (found, time) = ours(&world)?;
        times.0.push(time);
        best.push((world, found));
    }
    let solved = best
        .iter()
        .filter(|(_, found)| *found != Answer::None)
        .count();
    let proved = best.iter().filter(|(_, f)| !matches!(f, Answer::Found(_)));
    let (proved, own) = (proved.count(), times.text());
    println!("| cutover | {proved} | {solved} of {solved} | 0 | {own} |");
    for peer in Peer::ALL {
        let (mut answered, mut equal, mut beyond) = (0, 0, 0);
        let mut times = Times::default();
        for (world, found) in &best {
            let started = Instant::now();
            let answer = peer.ask(world);
            times.0.push(started.elapsed());
            let Some(answer) = answer else {
                continue;
            };
            answered += 1;
            disproved(peer, *found, answer)?;
            if let (Some(mine), Some(its)) = (found.customer_days(), answer.customer_days()) {
                equal += u64::from(its <= mine);
                beyond += its.saturating_sub(mine);
            }
        }
        println!(
            "| {} | {answered} | {equal} of {solved} | {beyond} | {} |",
            peer.name(),
            times.text()
        );
    }
    Ok(())
}

/// Returns an error where the answer of a peer shows that `ours` is wrong.
fn disproved(peer: Peer, ours: Answer, its: Answer) -> Result<(), Failure> {
    let wrong = match (ours, its) {
        (Answer::Best(best), Answer::Best(its) | Answer::Found(its)) => its < best,
        (Answer::Found(found), Answer::Best(its)) => its > found,
        (Answer::None, its) => its != Answer::None,
        (_, Answer::None) => true,
        (Answer::Found(_), Answer::Found(_)) => false,
    };
    if wrong {
        return Err(format!("{}: {its:?} where cutover has {ours:?}", peer.name()).into());
    }
    Ok(())
}
