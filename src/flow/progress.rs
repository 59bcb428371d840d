//! Progress on a terminal: one bar a file with rows, bytes and time left. Nothing where there is
//! no terminal.

use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::time::Duration;

/// Draws bars on stderr, or nothing.
#[derive(Clone)]
pub struct Progress {
    bars: MultiProgress,
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
        }
    }

    /// Returns a bar over the bytes of a file.
    #[must_use]
    pub fn file(&self, step: &str, name: &str, bytes: u64) -> ProgressBar {
        let style = "{prefix:>8} {wide_msg} {bytes:>10}/{total_bytes:<10} {bar:20} {eta:>4}";
        self.bar(ProgressBar::new(bytes), style, step, name)
    }

    /// Returns a bar over a number of things.
    #[must_use]
    pub fn count(&self, step: &str, name: &str, count: u64) -> ProgressBar {
        let style = "{prefix:>8} {wide_msg} {human_pos:>10}/{human_len:<10} {bar:20} {eta:>4}";
        self.bar(ProgressBar::new(count), style, step, name)
    }

    fn bar(&self, bar: ProgressBar, style: &str, step: &str, name: &str) -> ProgressBar {
        let bar = self.bars.add(bar);
        if let Ok(style) = ProgressStyle::with_template(style) {
            bar.set_style(style.progress_chars("━╸ "));
        }
        bar.set_prefix(step.to_owned());
        bar.set_message(name.to_owned());
        bar.enable_steady_tick(Duration::from_millis(250));
        bar
    }
}
