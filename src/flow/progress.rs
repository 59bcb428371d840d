//! Progress on a terminal: one bar a file with rows, bytes and time left. Nothing where there is
//! no terminal.

use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// A step of a command, and how long it took.
pub type Step = (&'static str, Duration);

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

    /// Does a step of the work and keeps how long it took. Times go to the log, never into OUT.
    pub fn step<T>(&self, name: &'static str, work: impl FnOnce() -> T) -> T {
        let begun = Instant::now();
        let done = work();
        let mut steps = self.steps.lock().unwrap_or_else(PoisonError::into_inner);
        steps.push((name, begun.elapsed()));
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
