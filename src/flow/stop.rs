//! SIGINT and SIGTERM: a command that writes stops at the next safe point, removes what it was
//! building, and says so. A second one ends it at once, as if it were killed.
//!
//! A safe point is between two batches of rows, two letters or two steps. The switch to a finished
//! result is a few renames and has none: it is completed first.

use super::failure::Failure;
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock};

/// What a process adds to the number of a signal in its exit code.
const ENDED_BY: u8 = 128;

/// The signals that stop a command.
const SIGNALS: [(i32, Signal); 2] = [(SIGINT, Signal::Interrupt), (SIGTERM, Signal::Terminate)];

/// The number of the last signal; 0 where there was none.
static ASKED: LazyLock<Arc<AtomicUsize>> = LazyLock::new(Arc::default);

/// A signal that asks a command to stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// SIGINT: Ctrl-C on a terminal.
    Interrupt,
    /// SIGTERM: the system or a scheduler asks.
    Terminate,
}

impl Signal {
    /// Returns its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Interrupt => "SIGINT",
            Self::Terminate => "SIGTERM",
        }
    }

    /// Returns the exit code that shells give a process that it ended.
    #[must_use]
    pub fn exit_code(self) -> u8 {
        let number = match self {
            Self::Interrupt => SIGINT,
            Self::Terminate => SIGTERM,
        };
        ENDED_BY.saturating_add(u8::try_from(number).unwrap_or(0))
    }
}

/// Has signals set a flag from now on, where a command is about to write. A limit on the size of
/// files (SIGXFSZ) is then an error of the write, like a full disk.
///
/// # Errors
/// Unexpected, where the system does not let the process handle signals.
pub(super) fn listen() -> Result<(), Failure> {
    static LISTENING: AtomicBool = AtomicBool::new(false);
    if LISTENING.swap(true, Ordering::SeqCst) {
        return Ok(());
    }
    let failed = |error| Failure::Unexpected(format!("cannot listen for signals: {error}"));
    let again = Arc::new(AtomicBool::new(false));
    for (number, signal) in SIGNALS {
        let code = i32::from(signal.exit_code());
        flag::register_conditional_shutdown(number, code, Arc::clone(&again)).map_err(failed)?;
        flag::register(number, Arc::clone(&again)).map_err(failed)?;
        let asked = usize::try_from(number).unwrap_or_default();
        flag::register_usize(number, Arc::clone(&ASKED), asked).map_err(failed)?;
    }
    #[cfg(unix)]
    flag::register(signal_hook::consts::SIGXFSZ, Arc::default()).map_err(failed)?;
    Ok(())
}

/// Stops here where a signal asked for it.
///
/// # Errors
/// `Failure::Stopped`.
pub(super) fn if_asked() -> Result<(), Failure> {
    let asked = ASKED.load(Ordering::Relaxed);
    match SIGNALS
        .iter()
        .find(|(number, _)| usize::try_from(*number) == Ok(asked))
    {
        Some((_, signal)) => Err(Failure::Stopped(*signal)),
        None => Ok(()),
    }
}
