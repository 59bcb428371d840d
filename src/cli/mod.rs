//! The command line: one thin file a verb. Each reads its flags, makes one call into `flow`, and
//! says what came of it. Results go to stdout, everything else to stderr.

mod args;
mod args_counts;
mod canary_text;
mod check_summary;
mod compare_args;
mod compare_lists;
mod compare_text;
mod counts_text;
mod holds_text;
mod inspect_columns;
mod inspect_facts;
mod inspect_references;
mod inspect_sheet;
mod inspect_text;
mod log;
mod period_text;
mod print;
mod purged_text;
mod shift_table;
mod shift_text;
mod summary;
mod synth;

use crate::flow::shift_terms::Varied;
use crate::flow::{self, Failure, Job, MappingFile};
use crate::settings::{Settings, Terminal, key_from_environment};
use args::{Args, Command, Common, Format, May, Shift, Verify};
use clap::Parser;
use compare_args::Compare;
use log::Log;
use print::Printer;
use std::process::ExitCode;

/// Has panics show only where they happened: their texts may hold customer data.
pub fn hide_panics() {
    std::panic::set_hook(Box::new(|info| {
        let place = info
            .location()
            .map(|l| format!("{}:{}", l.file(), l.line()))
            .unwrap_or_default();
        print::to_stderr(&format!(
            "cutover: a bug at {place}; whatever stood before still stands. Please report this line."
        ));
    }));
}

/// Runs the command that the arguments name.
#[must_use]
pub fn main() -> ExitCode {
    hide_panics();
    let args = Args::parse();
    let run = std::panic::catch_unwind(|| dispatch(&args));
    ExitCode::from(run.unwrap_or(1))
}

fn dispatch(args: &Args) -> u8 {
    let terminal = Terminal::detect();
    let printer = Printer::new(terminal, args.format == Format::Json, args.quiet);
    if let Some(threads) = args.threads
        && let Err(error) = rayon::ThreadPoolBuilder::new()
            .num_threads(usize::from(threads))
            .build_global()
    {
        print::to_stderr(&format!("cutover: cannot start {threads} threads: {error}"));
        return 1;
    }
    let mut log = match Log::open(args.log.as_deref()) {
        Ok(log) => log,
        Err(message) => {
            print::to_stderr(&message);
            return 2;
        }
    };
    let code = match (&args.command, args.command.common()) {
        (Command::Inspect(inspect), _) => {
            log.start(args.command.name(), None);
            let progress = terminal.progress && !args.quiet;
            let inspection = flow::inspect::inspect(&inspect.files, progress);
            printer.inspected(&inspection);
            inspection.exit_code()
        }
        (Command::Init(init), _) => {
            log.start(args.command.name(), None);
            let progress = terminal.progress && !args.quiet;
            let (name, exports) = (init.name.as_deref(), init.exports.as_deref());
            match flow::init::init(&init.dir, name, exports, progress) {
                Ok(started) => {
                    printer.started(&started);
                    0
                }
                Err(failure) => {
                    printer.failure(&failure, None);
                    failure.exit_code()
                }
            }
        }
        (Command::Compare(compare), _) => {
            log.start(args.command.name(), None);
            compared(compare, &printer, terminal.progress && !args.quiet)
        }
        (Command::Synth(synth), _) => {
            log.start(args.command.name(), None);
            let progress = terminal.progress && !args.quiet;
            match flow::synth::synth(&synth.dir, synth.order(), progress) {
                Ok(made) => {
                    printer.made(&made);
                    0
                }
                Err(failure) => {
                    printer.failure(&failure, None);
                    failure.exit_code()
                }
            }
        }
        (_, Some(common)) => on_mapping(args, common, terminal, (&printer, &mut log)),
        (_, None) => 1,
    };
    log.end(code);
    if terminal.progress {
        printer.note(&format!("took {}", log.took()));
    }
    code
}

/// Compares two results.
fn compared(compare: &Compare, printer: &Printer, progress: bool) -> u8 {
    let done = flow::compare::compare(&flow::compare::Request {
        before: &compare.before,
        after: &compare.after,
        before_database: compare.before_database.as_deref(),
        after_database: compare.after_database.as_deref(),
        details: compare.details.as_deref(),
        progress,
    });
    let failure = match done {
        Err(failure) => failure,
        Ok(compared) => {
            printer.differences(&compared);
            if compared.findings.is_empty() {
                return 0;
            }
            Failure::Renumbered(compared.findings)
        }
    };
    printer.failure(&failure, None);
    failure.exit_code()
}

/// Runs a command that works on a mapping.
fn on_mapping(
    args: &Args,
    common: &Common,
    terminal: Terminal,
    (printer, log): (&Printer, &mut Log),
) -> u8 {
    log.start(args.command.name(), Some(&common.mapping));
    let (done, mapping) = match MappingFile::read(&common.mapping) {
        Err(failure) => (Err(failure), None),
        Ok(file) => {
            let text = (file.name(), file.text.clone());
            let done = work(args, (file, common), terminal, (printer, log));
            (done, Some(text))
        }
    };
    match &done {
        Ok(()) => 0,
        Err(failure) => {
            printer.failure(failure, mapping.as_ref());
            failure.exit_code()
        }
    }
}

fn work(
    args: &Args,
    (file, common): (MappingFile, &Common),
    terminal: Terminal,
    (printer, log): (&Printer, &mut Log),
) -> Result<(), Failure> {
    let job = Job::open(file, &settings(common, args, terminal))?;
    let planting = matches!(&args.command, Command::Run(run) if run.canary);
    let done = if planting {
        canary(&job, (printer, log))
    } else {
        command(args, &job, printer)
    };
    log.steps(&job.progress.steps());
    done
}

fn canary(job: &Job, (printer, log): (&Printer, &mut Log)) -> Result<(), Failure> {
    let mapping = (job.file.name(), job.file.text.clone());
    let show = |outcome: &flow::Outcome| {
        let mut texts = printer.texts(outcome, &mapping);
        let steps = Log::steps_text(&job.progress.steps());
        texts.push(("the log".to_owned(), steps));
        texts
    };
    let canary = flow::canary::canary(job, &show)?;
    printer.canary(&canary);
    log.canary(&canary);
    if canary.is_green() {
        Ok(())
    } else {
        Err(Failure::Canary(Box::new(canary)))
    }
}

fn command(args: &Args, job: &Job, printer: &Printer) -> Result<(), Failure> {
    let mapping = (job.file.name(), job.file.text.clone());
    match &args.command {
        // They have no job; see `dispatch`.
        Command::Inspect(_) | Command::Init(_) | Command::Synth(_) | Command::Compare(_) => Ok(()),
        Command::Check(check) => {
            let checked = flow::check::check(job, check.rejects.as_deref())?;
            printer.checked(&checked, &mapping);
            if checked.refused.is_empty() {
                Ok(())
            } else {
                Err(Failure::Exports(checked.refused))
            }
        }
        Command::Shift(shift) => {
            let comparison = flow::shift::compare(job, &varied(shift))?;
            printer.compared(&comparison, &mapping);
            match comparison.best {
                Some(_) => Ok(()),
                None => Err(Failure::Exports(comparison.own_reasons())),
            }
        }
        Command::Plan(_) => flow::run::plan(job).map(|outcome| printer.outcome(&outcome, &mapping)),
        Command::Run(_) => flow::run::run(job).map(|outcome| printer.outcome(&outcome, &mapping)),
        Command::Verify(Verify {
            purged: Some(extract),
            as_of,
            ..
        }) => {
            let purged = flow::purged::purged(job, extract, *as_of)?;
            printer.purged(&purged);
            if purged.is_good() {
                Ok(())
            } else {
                Err(Failure::NotPurged)
            }
        }
        Command::Verify(_) => {
            let verification = flow::verify::verify(job)?;
            printer.verification(&verification);
            if verification.is_go() {
                Ok(())
            } else {
                Err(Failure::Red(verification))
            }
        }
        Command::Rollback(rollback) => {
            let rolled_back = flow::rollback::rollback(job, rollback.discard_changes)?;
            printer.findings(rolled_back.settled.as_slice(), None);
            printer.rolled_back(&job.target, &rolled_back.touched);
            Ok(())
        }
        Command::Seal(seal) => {
            let (event, reason) = seal.asked();
            let sealed = flow::seal::seal(job, event, reason)?;
            printer.findings(sealed.settled.as_slice(), None);
            printer.sealed(&job.target, &sealed);
            Ok(())
        }
    }
}

fn varied(shift: &Shift) -> Varied {
    let moves = |asked: &[May]| asked.iter().map(|may| *may == May::Move).collect();
    Varied {
        windows: shift.window.clone(),
        longest_period: shift.max_period.clone(),
        shortest_period: shift.min_period.clone(),
        days_to_pay: shift.days_to_pay.clone(),
        daily_capacity: shift.capacity.clone(),
        bill_capacity: shift.bill_capacity.clone(),
        due_gap_days: shift.due_gap.clone(),
        reads_move: moves(&shift.reads),
        others_move: moves(&shift.others),
        return_within_periods: shift.return_within.clone(),
    }
}

fn settings(common: &Common, args: &Args, terminal: Terminal) -> Settings {
    let (out, database, crosswalk) = args.command.places();
    let only = match &args.command {
        Command::Check(check) => check.only.clone(),
        Command::Inspect(_)
        | Command::Init(_)
        | Command::Plan(_)
        | Command::Shift(_)
        | Command::Run(_)
        | Command::Verify(_)
        | Command::Rollback(_)
        | Command::Seal(_)
        | Command::Synth(_)
        | Command::Compare(_) => Vec::new(),
    };
    Settings {
        mapping: common.mapping.clone(),
        only,
        exports: common.exports.clone(),
        out,
        database,
        crosswalk,
        key: key_from_environment(),
        terminal: Terminal {
            progress: terminal.progress && !args.quiet,
            ..terminal
        },
    }
}
