//! The command line: one thin file a verb. Each reads its flags, makes one call into `flow`, and
//! says what came of it. Results go to stdout, everything else to stderr.

mod args;
mod check_summary;
mod log;
mod print;
mod summary;

use crate::flow::{self, Failure, Job, MappingFile};
use crate::settings::{Settings, Terminal, key_from_environment};
use args::{Args, Command, Common, Format};
use clap::Parser;
use log::Log;
use print::Printer;
use std::process::ExitCode;

/// Runs the command that the arguments name.
#[must_use]
pub fn main() -> ExitCode {
    // A panic's text may hold customer data: only the place of it is shown.
    std::panic::set_hook(Box::new(|info| {
        let place = info
            .location()
            .map(|l| format!("{}:{}", l.file(), l.line()))
            .unwrap_or_default();
        print::to_stderr(&format!(
            "cutover: a bug at {place}; whatever stood before still stands. Please report this line."
        ));
    }));
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
    let common = args.command.common();
    log.start(args.command.name(), &common.mapping);
    let (done, mapping) = match MappingFile::read(&common.mapping) {
        Err(failure) => (Err(failure), None),
        Ok(file) => {
            let text = (file.name(), file.text.clone());
            (work(args, file, terminal, (&printer, &mut log)), Some(text))
        }
    };
    let code = match &done {
        Ok(()) => 0,
        Err(failure) => {
            printer.failure(failure, mapping.as_ref());
            failure.exit_code()
        }
    };
    log.end(code);
    if terminal.progress {
        printer.note(&format!("took {}", log.took()));
    }
    code
}

fn work(
    args: &Args,
    file: MappingFile,
    terminal: Terminal,
    (printer, log): (&Printer, &mut Log),
) -> Result<(), Failure> {
    let job = Job::open(file, &settings(args.command.common(), args, terminal))?;
    let done = command(args, &job, printer);
    log.steps(&job.progress.steps());
    done
}

fn command(args: &Args, job: &Job, printer: &Printer) -> Result<(), Failure> {
    let mapping = (job.file.name(), job.file.text.clone());
    match &args.command {
        Command::Check(check) => {
            let checked = flow::check::check(job, check.rejects.as_deref())?;
            printer.checked(&checked, &mapping);
            if checked.refused.is_empty() {
                Ok(())
            } else {
                Err(Failure::Exports(checked.refused))
            }
        }
        Command::Plan(_) => flow::run::plan(job).map(|outcome| printer.outcome(&outcome, &mapping)),
        Command::Run(_) => flow::run::run(job).map(|outcome| printer.outcome(&outcome, &mapping)),
        Command::Verify(_) => {
            let verification = flow::verify::verify(job)?;
            printer.verification(&verification);
            if verification.is_go() {
                Ok(())
            } else {
                Err(Failure::Red(verification))
            }
        }
        Command::Rollback(_) => {
            let settled = flow::rollback::rollback(job)?;
            printer.findings(settled.as_slice(), None);
            printer.rolled_back(&job.target);
            Ok(())
        }
    }
}

fn settings(common: &Common, args: &Args, terminal: Terminal) -> Settings {
    let (out, database, crosswalk) = args.command.places();
    let only = match &args.command {
        Command::Check(check) => check.only.clone(),
        Command::Plan(_) | Command::Run(_) | Command::Verify(_) | Command::Rollback(_) => {
            Vec::new()
        }
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
