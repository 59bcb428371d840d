//! Progress on a terminal: one bar a file with rows, bytes and time left. Nothing where there is
//! no terminal.

use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// A step of a command, and what it took.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// Its name.
    pub name: &'static str,
    /// How long it took.
    pub took: Duration,
    /// What the step took of the processor, all threads together.
    pub processor: Duration,
    /// The highest resident memory of the command until the step's end, in KiB; none where the
    /// system does not tell.
    pub peak_kib: Option<u64>,
}

/// Draws bars on stderr, or nothing; keeps the time of each step for the log.
#[derive(Clone)]
pub struct Progress {
    bars: MultiProgress,
    steps: Arc<Mutex<Vec<Step>>>,
}

impl Progress {
    /// Returns bars that are drawn only where `shown` is true.
    #[must_use]
    pub fn new(shown: bool) -> Self {
        let target = if shown {
            ProgressDrawTarget::stderr()
        } else {
            ProgressDrawTarget::hidden()
        };
        Self {
            bars: MultiProgress::with_draw_target(target),
            steps: Arc::default(),
        }
    }

    /// Does a step of the work and keeps what it took. Figures go to the log, never into OUT.
    pub fn step<T>(&self, name: &'static str, work: impl FnOnce() -> T) -> T {
        let (begun, used) = (Instant::now(), processor_time());
        let done = work();
        let step = Step {
            name,
            took: begun.elapsed(),
            processor: processor_time().saturating_sub(used),
            peak_kib: peak_kib(),
        };
        let mut steps = self.steps.lock().unwrap_or_else(PoisonError::into_inner);
        steps.push(step);
        done
    }

    /// Returns the steps done so far, in order.
    #[must_use]
    pub fn steps(&self) -> Vec<Step> {
        self.steps
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Returns a bar over the bytes of a file.
    #[must_use]
    pub fn file(&self, step: &str, name: &str, bytes: u64) -> ProgressBar {
        let style = "{prefix:>8} {msg:18!} {bar:10} {percent:>3}% {bytes:>10} {eta:>4} left";
        self.bar(ProgressBar::new(bytes), style, step, name)
    }

    /// Returns a bar over a number of things.
    #[must_use]
    pub fn count(&self, step: &str, name: &str, count: u64) -> ProgressBar {
        let style = "{prefix:>8} {msg:18!} {bar:10} {percent:>3}% {human_pos:>10} {eta:>4} left";
        self.bar(ProgressBar::new(count), style, step, name)
    }

    /// A bar is made ready before it is shown, or its first frame is blank.
    fn bar(&self, bar: ProgressBar, style: &str, step: &str, name: &str) -> ProgressBar {
        bar.set_draw_target(ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template(style) {
            bar.set_style(style.progress_chars("━╸ "));
        }
        bar.set_prefix(step.to_owned());
        bar.set_message(name.to_owned());
        let bar = self.bars.add(bar);
        bar.enable_steady_tick(Duration::from_millis(250));
        bar
    }
}

/// Returns the processor time of the whole process so far.
fn processor_time() -> Duration {
    let used = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    Duration::try_from(used).unwrap_or_default()
}

/// Returns the highest resident memory of the process so far. It is Linux that tells it.
fn peak_kib() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let high = status.lines().find_map(|l| l.strip_prefix("VmHWM:"))?;
    high.trim().trim_end_matches(" kB").parse().ok()
}
