//! `--log FILE`: what was done, and when, as JSON lines. Times stand here and nowhere in OUT.

use crate::flow::Step;
use crate::flow::canary::Canary;
use serde_json::json;
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

fn milliseconds(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

fn step(step: &Step) -> serde_json::Value {
    json!({ "event": "step", "step": step.name, "milliseconds": milliseconds(step.took),
        "processor_milliseconds": milliseconds(step.processor), "peak_memory_kib": step.peak_kib })
}

/// The log of one command.
pub struct Log {
    file: Option<File>,
    started: Instant,
}

impl Log {
    /// Opens the log; lines are appended.
    #[expect(
        clippy::disallowed_methods,
        reason = "the log tells how long a command took"
    )]
    pub fn open(path: Option<&Path>) -> Result<Self, String> {
        let file = path
            .map(|path| {
                OpenOptions::new()
                    .create(true)
                    .append(true)
                    .open(path)
                    .map_err(|error| {
                        format!(
                            "cutover: the log `{}` cannot be written: {error}",
                            path.display()
                        )
                    })
            })
            .transpose()?;
        Ok(Self {
            file,
            started: Instant::now(),
        })
    }

    /// Notes that a command starts.
    pub fn start(&mut self, command: &str, mapping: Option<&Path>) {
        self.line(
            json!({ "event": "start", "command": command, "mapping": mapping.map(|m| m.display().to_string()),
            "version": env!("CARGO_PKG_VERSION") }),
        );
    }

    /// Notes what each step took.
    pub fn steps(&mut self, steps: &[Step]) {
        steps.iter().for_each(|one| self.line(step(one)));
    }

    /// Returns the lines that tell of these steps, but for their time.
    pub fn steps_text(steps: &[Step]) -> String {
        let lines = steps.iter().map(|one| format!("{}\n", step(one)));
        lines.collect()
    }

    /// Notes what became of planted values, as counts.
    pub fn canary(&mut self, canary: &Canary) {
        self.line(
            json!({ "event": "canary", "green": canary.is_green(), "planted": canary.planted,
            "caught": canary.caught, "escaped": canary.escaped, "searched": canary.searched,
            "lines": canary.lines }),
        );
    }

    /// Notes how it ended.
    pub fn end(&mut self, exit_code: u8) {
        let took = self.started.elapsed().as_millis();
        self.line(json!({ "event": "end", "exit_code": exit_code, "milliseconds": u64::try_from(took).unwrap_or(u64::MAX) }));
    }

    /// Returns the time since the start, for people.
    pub fn took(&self) -> String {
        let tenths = self.started.elapsed().as_millis() / 100;
        match tenths / 600 {
            0 => format!("{}.{} s", tenths / 10, tenths % 10),
            minutes => format!("{minutes} min {} s", tenths / 10 % 60),
        }
    }

    #[expect(clippy::disallowed_methods, reason = "the log tells when")]
    fn line(&mut self, mut event: serde_json::Value) {
        if let Some(file) = &mut self.file {
            let now = SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .map(|d| d.as_secs())
                .unwrap_or_default();
            event["unix_seconds"] = now.into();
            // A log that cannot be written must not stop a cutover.
            let _ = writeln!(file, "{event}");
        }
    }
}
